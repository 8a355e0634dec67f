//! From a cue to a claim: which of the orders speaker, verb, statement the sentence has.

use std::ops::Range;

use super::super::doc::{Doc, Sentence};
use super::super::gazetteer::Tag;
use super::super::lexicon::{Class, Use, VerbForm};
use super::cues::{Cue, Shape};
use super::{Draft, Marks, content, opening, source};

/// Where content before a source can begin: the sentence's start, or that of a quotation that began earlier.
fn content_floor(doc: &Doc<'_>, sentence: &Sentence) -> usize {
    let start = sentence.tokens.start;
    doc.quote_from(start)
        .filter(|q| q.tokens.start < start && q.tokens.contains(&start) && start - q.tokens.start < 400)
        .map_or(start, |q| q.tokens.start)
}

pub(super) fn of_cue(
    doc: &Doc<'_>,
    marks: &Marks,
    sentence: &Sentence,
    cue: &Cue,
    later: &[Cue],
    before: Option<&Draft>,
) -> Option<Draft> {
    let floor = content_floor(doc, sentence);
    let lo = sentence.tokens.start;
    let draft =
        |content: Vec<Range<usize>>, source: Option<Range<usize>>, score: f32, reason: &'static str| {
            let content: Vec<_> = content
                .into_iter()
                .filter_map(|c| content::trim(doc, c))
                .collect();
            (!content.is_empty()).then(|| Draft {
                content,
                cue: Some(cue.tokens.clone()),
                source,
                score,
                reason: reason.into(),
                paragraph: sentence.paragraph,
            })
        };
    match cue.shape {
        Shape::AccordingTo => {
            let source = source::phrase_after(doc, marks, sentence, cue.tokens.end)?;
            // "went according to plan"
            let measure = |i: usize| {
                matches!(
                    doc.lower(i),
                    "plan"
                        | "plans"
                        | "schedule"
                        | "rule"
                        | "rules"
                        | "custom"
                        | "tradition"
                        | "need"
                        | "needs"
                        | "size"
                )
            };
            if source.clone().any(measure) && !speaks_by_name(doc, marks, &source) {
                return None;
            }
            let after = rest_after(doc, marks, sentence, source.end, later);
            let mut content = Vec::new();
            if cue.tokens.start > lo {
                content.push(floor..cue.tokens.start);
            }
            if doc.is_mark(source.end, &[","]) && (cue.tokens.start == lo || source.end + 2 < after.end) {
                content.push(after);
            }
            draft(content, Some(source), 0.85, "“according to”")
        }
        Shape::Participle => {
            let source = before
                .and_then(|b| b.source.clone())
                .or_else(|| main_subject(doc, marks, sentence, cue.group))?;
            let start = opening::begin(doc, marks, sentence, cue);
            let end = content::forward_end(doc, marks, sentence, start, later);
            if start >= end
                || (!matches!(cue.word.used, Use::Object | Use::Say) && !takes(doc, sentence, cue, start))
            {
                return None;
            }
            draft(only(start..end), Some(source), 0.7, "participle after a clause")
        }
        Shape::Finite => finite(doc, marks, sentence, cue, later, before, floor, &draft),
    }
}

type Make<'a> = dyn Fn(Vec<Range<usize>>, Option<Range<usize>>, f32, &'static str) -> Option<Draft> + 'a;

#[expect(
    clippy::too_many_arguments,
    reason = "one step of a function that got too long to read"
)]
fn finite(
    doc: &Doc<'_>,
    marks: &Marks,
    sentence: &Sentence,
    cue: &Cue,
    later: &[Cue],
    before: Option<&Draft>,
    floor: usize,
    draft: &Make<'_>,
) -> Option<Draft> {
    let lo = sentence.tokens.start;
    let may_follow = !matches!(cue.word.used, Use::Object | Use::Belief);
    let at_edge = cue.group == lo
        || doc.is_mark(cue.group - 1, &[","])
        || doc.is_quote_mark(cue.group - 1)
        || doc.is_dash(cue.group - 1);
    // "…," said Toll.
    if at_edge
        && may_follow
        && cue.group > lo
        && cue.word.form != VerbForm::Base
        && let Some(source) = source::phrase_after(doc, marks, sentence, cue.tokens.end)
    {
        let ends = source.end >= sentence.tokens.end
            || doc.is_mark(source.end, &[".", ",", ";", ":"])
            || doc.is_quote_mark(source.end)
            || doc.is_dash(source.end)
            || doc.is(source.end, Class::BOUNDARY.or(Class::DAY).or(Class::PLACE_BEFORE))
            || doc.lower(source.end) == "on";
        let quoted = doc.is_quote_mark(cue.group - 1) || doc.is_quoted(cue.group - 1);
        let apposed = !quoted
            && source::subject(doc, marks, lo, cue.group)
                .is_some_and(|s| plausible(doc, marks, cue, &s) && speaks_by_name(doc, marks, &s));
        let clause = apposed
            || content::clause_follows(doc, sentence, source.end)
                && !doc.is_quote_mark(source.end)
                && !doc.is_mark(source.end, &[",", "."]);
        if ends
            && (quoted || !clause)
            && (quoted
                || matches!(
                    cue.word.lemma,
                    "say" | "add" | "report" | "write" | "note" | "tell" | "explain"
                ))
        {
            let mut content = only(floor..cue.group);
            content.extend(quote_after(doc, sentence, source.end));
            return draft(content, Some(source), 0.85, "verb before its speaker");
        }
    }
    let joined = content::coordination(doc, cue).filter(|_| before.is_some());
    let subject = match (joined, before) {
        (Some(_), Some(b)) => b.source.clone(),
        _ => source::subject(doc, marks, lo, cue.group).filter(|s| plausible(doc, marks, cue, s)),
    };
    let Some(source) = subject else {
        return no_subject(doc, marks, sentence, cue, later, before, draft);
    };
    let start = opening::begin(doc, marks, sentence, cue);
    let end = content::forward_end(doc, marks, sentence, start, later);
    let clause = start < end && takes(doc, sentence, cue, start);
    // C, S V: what is said comes first.
    let resumes = doc.is_mark(cue.tokens.end, &[","]);
    if may_follow
        && joined.is_none()
        && let Some(front) = front_content(doc, sentence, floor, &source, resumes)
    {
        let ended = cue.tokens.end >= sentence.tokens.end
            || doc.is_mark(cue.tokens.end, &[",", ".", ";", ")"])
            || doc.is_quote_mark(cue.tokens.end) && !doc.is_quoted(cue.tokens.end + 1);
        // Behind "said on Friday" there is nothing either.
        let last = start >= end;
        if front.quoted || ended || last || (!clause && !front.adjunct) {
            let mut content = vec![front.tokens];
            if front.quoted {
                content.extend(quote_after(doc, sentence, cue.tokens.end));
            } else if resumes && end > cue.tokens.end + 2 && !content::relies(doc, cue.tokens.end + 1) {
                content.push(cue.tokens.end + 1..end);
            }
            return draft(content, Some(source), 0.85, "statement before its speaker");
        }
    }
    // "“Will they?” Toll said.": the sentence before is the quotation.
    let nothing = start >= end || doc.is_mark(cue.tokens.end, &[".", ","]) || !clause;
    if may_follow
        && nothing
        && source.start == lo
        && let Some(quote) = quote_ending_at(doc, lo)
    {
        let mut content = vec![quote];
        content.extend(quote_after(doc, sentence, cue.tokens.end));
        return draft(content, Some(source), 0.85, "quotation before its speaker");
    }
    // "As Toll noted, the plan failed."
    if may_follow
        && resumes
        && source.start > lo
        && doc.lower(source.start - 1) == "as"
        && source.start <= lo + 2
    {
        return draft(only(cue.tokens.end + 1..end), Some(source), 0.75, "“as … said”");
    }
    if start >= end {
        return None;
    }
    let object = cue.word.used == Use::Object && end > start && !doc.is_mark(start, &[".", ","]);
    let belief = cue.word.used == Use::Belief;
    let say_object = cue.word.used == Use::Say && cue.word.lemma == "say" && end > start + 1;
    let named = speaks_by_name(doc, marks, &source);
    let agent = matches!(
        cue.word.lemma,
        "report" | "claim" | "announce" | "confirm" | "warn" | "suggest"
    ) && named
        && end > start + 1
        && !doc.is(start, Class::BOUNDARY)
        && !doc.mostly(start, Tag::Preposition);
    if !(clause || object || belief || say_object || agent) {
        return None;
    }
    if object
        && !clause
        && matches!(
            cue.word.lemma,
            "call" | "cite" | "question" | "defend" | "welcome" | "endorse" | "label" | "dub"
        )
        && !named
    {
        return None;
    }
    // "The report suggests ways": a clause verb with a plain object is no claim.
    let score = if clause { 0.88 } else { 0.65 };
    let mut content = only(start..end);
    if let Some(front) = front_quote(doc, sentence, floor, &source) {
        content.insert(0, front);
    }
    draft(
        content,
        Some(source),
        score,
        if clause {
            "speaker, verb, statement"
        } else {
            "speaker and verb with its object"
        },
    )
}

/// Whether what starts at `start` is what this cue can report.
fn takes(doc: &Doc<'_>, sentence: &Sentence, cue: &Cue, start: usize) -> bool {
    let quote = doc.is_quote_mark(start);
    match cue.word.used {
        Use::Quote => quote,
        Use::That => quote || matches!(doc.lower(start), "that" | "how" | "why" | "whether"),
        _ => content::clause_follows(doc, sentence, start),
    }
}

/// No subject before the verb: joined to the clause before, or a headline that leaves it out.
fn no_subject(
    doc: &Doc<'_>,
    marks: &Marks,
    sentence: &Sentence,
    cue: &Cue,
    later: &[Cue],
    before: Option<&Draft>,
    draft: &Make<'_>,
) -> Option<Draft> {
    let and = cue.group.checked_sub(1)?;
    let joins =
        matches!(doc.lower(and), "and" | "but" | "then") || (doc.is_mark(and, &[","]) && before.is_some());
    if !joins {
        return None;
    }
    let source = match before {
        Some(b) => b.source.clone()?,
        None => main_subject(doc, marks, sentence, and)?,
    };
    if !plausible(doc, marks, cue, &source) {
        return None;
    }
    let start = opening::begin(doc, marks, sentence, cue);
    let end = content::forward_end(doc, marks, sentence, start, later);
    let enough = start < end
        && (cue.word.used == Use::Object
            || cue.word.lemma == "say"
            || content::clause_follows(doc, sentence, start));
    if !enough {
        return None;
    }
    draft(only(start..end), Some(source), 0.68, "second verb of one speaker")
}

/// Content that stands before a source at the sentence's start or after a quotation.
struct Front {
    tokens: Range<usize>,
    quoted: bool,
    /// Opens like an adverbial ("In Homs,", "While they met,"), which says nothing by itself.
    adjunct: bool,
}

fn front_content(
    doc: &Doc<'_>,
    sentence: &Sentence,
    floor: usize,
    source: &Range<usize>,
    resumes: bool,
) -> Option<Front> {
    if matches!(doc.lower(source.start), "who" | "which") {
        return None;
    }
    let last = source.start.checked_sub(1).filter(|l| *l >= floor)?;
    let closes = doc.is_mark(last, &[",", "?", "!"]) || doc.is_quote_mark(last) || doc.is_dash(last);
    if !closes || source.start - floor < 3 {
        return None;
    }
    let quoted = doc.is_quoted(last);
    let clause = (floor..last).any(|i| doc.is_finite_here(i) && !doc.is_quoted(i));
    if !quoted && !clause && source.start - floor < 5 && !resumes {
        return None;
    }
    let mut start = floor;
    // "Numbers came in: 21 were killed, Toll said"
    if !quoted
        && let Some(colon) = (floor..last)
            .rev()
            .find(|i| doc.is_mark(*i, &[":", "•"]) && !doc.is_quoted(*i))
    {
        start = colon + 1;
    }
    let first = sentence.tokens.start;
    // "At least 12 people" is a subject.
    let bound = matches!(doc.lower(first + 1), "least" | "most");
    let opener = !bound && (doc.is(first, Class::PLACE_BEFORE) || doc.mostly(first, Tag::Preposition))
        || doc.mostly(first, Tag::Gerund)
        || matches!(
            doc.lower(first),
            "on" | "during"
                | "while"
                | "when"
                | "after"
                | "before"
                | "if"
                | "although"
                | "though"
                | "since"
                | "as"
                | "because"
                | "asked"
                | "speaking"
                | "citing"
                | "for"
                | "with"
                | "meanwhile"
                | "earlier"
                | "later"
                | "shortly"
                | "days"
                | "hours"
                | "weeks"
                | "last"
                | "like"
                | "despite"
        );
    Some(Front {
        tokens: start..source.start,
        quoted,
        adjunct: !quoted && (opener || !clause && !resumes),
    })
}

/// A quotation right before the source ("“We will stay,” said … that …").
fn front_quote(
    doc: &Doc<'_>,
    sentence: &Sentence,
    floor: usize,
    source: &Range<usize>,
) -> Option<Range<usize>> {
    let last = source.start.checked_sub(1)?;
    doc.quote_from(last)
        .filter(|q| q.tokens.end == last + 1)
        .filter(|q| q.tokens.start <= sentence.tokens.start && q.inner_len() > 3)
        .map(|_| floor..source.start)
}

/// `said Toll, "…"`: a quotation that follows the source in the same sentence, behind a comma or colon.
fn quote_after(doc: &Doc<'_>, sentence: &Sentence, from: usize) -> Option<Range<usize>> {
    let open =
        (from..sentence.tokens.end.min(from + 25)).find(|i| doc.is_quote_mark(*i) && doc.is_quoted(*i))?;
    let reported = (from..open).any(|i| doc.word(i).cue.is_some() || doc.is_finite(i));
    if reported || (open > from && !doc.is_mark(open - 1, &[",", ":"]) && !doc.is_dash(open - 1)) {
        return None;
    }
    let at = doc.quotes.partition_point(|q| q.tokens.start < open);
    let quote = doc.quotes.get(at)?;
    Some(quote.tokens.clone())
}

/// The quotation that ends right before token `at`, in the same paragraph.
fn quote_ending_at(doc: &Doc<'_>, at: usize) -> Option<Range<usize>> {
    let index = doc.quotes.partition_point(|q| q.tokens.end < at);
    let quote = doc.quotes.get(index).filter(|q| q.tokens.end == at && q.closed)?;
    let paragraph = doc.paragraph_of(quote.tokens.start);
    let same = doc.paragraphs.get(paragraph).is_some_and(|p| p.contains(&at));
    same.then(|| quote.tokens.clone())
}

/// After "according to X,": the rest of the sentence.
fn rest_after(doc: &Doc<'_>, marks: &Marks, sentence: &Sentence, from: usize, later: &[Cue]) -> Range<usize> {
    let start = (from + 1).min(sentence.tokens.end);
    let end = content::forward_end(doc, marks, sentence, start, later);
    start..end.max(start)
}

/// The subject of the first finite verb of the sentence that has one.
fn main_subject(doc: &Doc<'_>, marks: &Marks, sentence: &Sentence, before: usize) -> Option<Range<usize>> {
    let lo = sentence.tokens.start;
    (lo + 1..before)
        .filter(|i| doc.is_finite_here(*i) && !doc.is_quoted(*i) && !marks.has_mention(*i))
        .take(4)
        .chain((lo + 1..before).find(|i| perhaps_finite(doc, *i) && !marks.has_mention(*i)))
        .find_map(|verb| {
            let mut group = verb;
            while group > lo + 1
                && (doc.mostly(group - 1, Tag::Adverb) || matches!(doc.lower(group - 1), "later" | "even"))
            {
                group -= 1;
            }
            source::subject(doc, marks, lo, group)
        })
}

/// A form that is more often a participle but can be the past, behind a noun: "Toll declined to", "Toll revised his".
fn perhaps_finite(doc: &Doc<'_>, i: usize) -> bool {
    let before = i.checked_sub(1);
    let noun = |b: usize| {
        doc.capital(b) || doc.can_be(b, Tag::Noun) || doc.is(b, Class::PRONOUN) || doc.mostly(b, Tag::Adverb)
    };
    !doc.is_quoted(i)
        && !doc.capital(i)
        && (doc.can_be(i, Tag::Past) || doc.mostly(i, Tag::Participle))
        && before.is_some_and(noun)
}

/// Whether the phrase can speak.
fn plausible(doc: &Doc<'_>, marks: &Marks, cue: &Cue, source: &Range<usize>) -> bool {
    if cue.word.used == Use::Say {
        return true;
    }
    if matches!(doc.lower(source.start), "which" | "that" | "there") && source.len() == 1 {
        return false;
    }
    source.clone().any(|i| {
        marks.has_mention(i)
            || doc.is(i, Class::PRONOUN.or(Class::SPEAKER).or(Class::TITLE))
            || doc.capital(i) && !doc.is_function_word(i)
            || matches!(
                doc.lower(i),
                "others" | "some" | "many" | "both" | "neither" | "one" | "another"
            )
    })
}

fn speaks_by_name(doc: &Doc<'_>, marks: &Marks, source: &Range<usize>) -> bool {
    source
        .clone()
        .any(|i| marks.has_mention(i) || doc.is(i, Class::PRONOUN))
}

/// Content in one piece.
fn only(range: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(range).collect()
}
