//! Contents: the words that are stated, before the cue, after it or around it.

use std::ops::Range;

use super::super::doc::{Doc, Sentence};
use super::super::gazetteer::Tag;
use super::super::lexicon::{Class, VerbForm};
use super::Marks;
use super::cues::{Cue, Shape};

/// Whether a clause or a quotation starts at `start`: "that", a quotation mark, a finite verb before the next mark.
pub(super) fn clause_follows(doc: &Doc<'_>, sentence: &Sentence, start: usize) -> bool {
    let limit = sentence.tokens.end.min(start + 25);
    if matches!(
        doc.lower(start),
        "that"
            | "how"
            | "why"
            | "whether"
            | "what"
            | "if"
            | "there"
            | "it"
            | "he"
            | "she"
            | "they"
            | "we"
            | "i"
            | "who"
            | "when"
            | "where"
    ) {
        return start < limit;
    }
    for i in start..limit {
        if doc.is_quote_mark(i) && (i == start || doc.is_quoted(i)) {
            return true;
        }
        if i > start
            && (doc.is_finite(i)
                || (i > start + 1
                    && doc.can_be(i, Tag::Base)
                    && !doc.can_be(i, Tag::Noun)
                    && doc.lower(i - 1).ends_with('s')
                    && doc.mostly(i, Tag::Base)))
            && doc.word(i).cue.is_none_or(|c| c.form != VerbForm::Gerund)
        {
            return true;
        }
        if (doc.is_mark(i, &[".", ";"]) && !doc.is_title_stop(i))
            || (doc.is_mark(i, &[","]) && i > start + 12)
        {
            return false;
        }
    }
    false
}

/// Where what starts at `start` ends: before the next cue of the same speaker, "according to", or the sentence's end.
pub(super) fn forward_end(
    doc: &Doc<'_>,
    marks: &Marks,
    sentence: &Sentence,
    start: usize,
    later: &[Cue],
) -> usize {
    let mut end = sentence.tokens.end;
    for i in start + 1..end {
        if doc.is_quoted(i) {
            continue;
        }
        // ", a day after the talks": the reporter's words.
        let day_after = doc.is_mark(i, &[","])
            && matches!(
                doc.lower(i + 1),
                "a" | "one" | "two" | "three" | "just" | "hours" | "days" | "weeks"
            )
            && (i + 1..i + 5).any(|j| {
                matches!(
                    doc.lower(j),
                    "day" | "days" | "week" | "weeks" | "hours" | "month" | "months" | "year" | "years"
                )
            })
            && (i + 2..i + 6).any(|j| matches!(doc.lower(j), "after" | "before"));
        let aside = doc.is_dash(i) && !(i + 1..end).any(|j| doc.is_dash(j) || doc.is_quoted(j));
        if aside && i > start + 3 {
            end = i;
            break;
        }
        let but = doc.is_mark(i, &[","]) && doc.lower(i + 1) == "but" && doc.is(i + 2, Class::PRONOUN);
        let relies = doc.is_mark(i, &[","]) && relies(doc, i + 1);
        if day_after || but || relies {
            end = i;
            break;
        }
    }
    // In an aside between dashes, the closing dash ends what is said.
    let opened = (sentence.tokens.start..start)
        .filter(|i| doc.is_dash(*i) && !doc.is_quoted(*i))
        .count();
    if opened % 2 == 1
        && let Some(close) = (start..end).find(|i| doc.is_dash(*i) && !doc.is_quoted(*i))
    {
        end = close;
    }
    for cue in later {
        if cue.tokens.start <= start {
            continue;
        }
        let cut = match cue.shape {
            Shape::AccordingTo => Some(cue.group),
            Shape::Participle if doc.is_mark(cue.group - 1, &[","]) || doc.is_dash(cue.group - 1) => {
                Some(cue.group - 1)
            }
            Shape::Participle if doc.mostly(cue.group - 1, Tag::And) && later.len() > 1 => {
                Some(cue.group - 1)
            }
            Shape::Participle => None,
            Shape::Finite => coordination(doc, cue)
                .or_else(|| other_speaker(doc, marks, sentence, start, cue))
                .filter(|cut| *cut > start),
        };
        if let Some(cut) = cut {
            end = end.min(cut);
            break;
        }
    }
    end
}

/// "citing officials", "quoting Toll": on whom the source relies is the reporter's word.
pub(super) fn relies(doc: &Doc<'_>, token: usize) -> bool {
    matches!(doc.lower(token), "citing" | "quoting")
}

/// ", and Toll said", "; Toll said": where a clause with a speaker of its own begins.
fn other_speaker(
    doc: &Doc<'_>,
    marks: &Marks,
    sentence: &Sentence,
    start: usize,
    cue: &Cue,
) -> Option<usize> {
    let subject = super::source::subject(doc, marks, start, cue.group)?;
    let before = subject.start.checked_sub(1).filter(|b| *b > start)?;
    if doc.is_mark(before, &[";"]) {
        return Some(before);
    }
    if doc.lower(before) == "when" && subject.len() < 4 {
        return Some(before);
    }
    // "While Toll said …, Ammar said …"
    let opened = matches!(
        doc.lower(sentence.tokens.start),
        "while" | "although" | "though" | "as" | "after" | "when" | "if"
    );
    if opened && doc.is_mark(before, &[","]) {
        return Some(before);
    }
    let joined = matches!(
        doc.lower(before),
        "and" | "but" | "while" | "although" | "though" | "whereas"
    );
    let comma = before
        .checked_sub(1)
        .filter(|c| *c > start && doc.is_mark(*c, &[","]))?;
    joined.then_some(comma)
}

/// ", and called for": where the second verb of the same speaker is joined on.
pub(super) fn coordination(doc: &Doc<'_>, cue: &Cue) -> Option<usize> {
    let and = cue.group.checked_sub(1)?;
    if !matches!(doc.lower(and), "and" | "but") {
        return None;
    }
    Some(and)
}

/// The span of content in `range`, without marks at its edges that belong to the sentence around it.
pub(in super::super) fn trim(doc: &Doc<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = range;
    while start < end && (doc.is_mark(start, &[",", ";", ":", ")", "•", "."]) || doc.is_dash(start)) {
        start += 1;
    }
    while end > start {
        let last = end - 1;
        let edge = doc.is_mark(last, &[",", ";", ":", "(", ".", "•"])
            || doc.is_dash(last)
            || matches!(doc.lower(last), "and" | "but") && !doc.is_quoted(last);
        // Inside a quotation the full stop belongs to it; a closing mark that was never opened here does not.
        if !edge || doc.is_quoted(last) {
            break;
        }
        end -= 1;
    }
    (start < end).then_some(start..end)
}
