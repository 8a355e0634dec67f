//! Sources: the noun phrase that speaks, before its verb, after it, or after "according to".

use std::ops::Range;

use super::super::doc::{Doc, Sentence};
use super::super::gazetteer::Tag;
use super::super::lexicon::Class;
use super::edges::{before_time, bracket_before, past_bracket};
use super::{Marks, anonymity};
use crate::text::TokenKind;

/// Farthest a phrase reaches, in tokens.
const REACH: usize = 60;

/// What a token can be in a noun phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Noun,
    Adjective,
    Determiner,
    Preposition,
    And,
    Pronoun,
    Possessive,
    Other,
}

fn part(doc: &Doc<'_>, marks: &Marks, i: usize) -> Part {
    if doc.is_quoted(i) && !marks.has_mention(i) && doc.is_quote_mark(i) {
        return Part::Other;
    }
    if marks.has_mention(i) {
        return Part::Noun;
    }
    let word = doc.word(i);
    match doc.kind(i) {
        Some(TokenKind::Number) => return Part::Noun,
        Some(TokenKind::Possessive) => return Part::Possessive,
        Some(TokenKind::Word) => {}
        Some(TokenKind::Punctuation) if doc.is_title_stop(i) => return Part::Noun,
        _ => return Part::Other,
    }
    if word.class.any(Class::PRONOUN) {
        return if &*word.lower == "who" {
            Part::Other
        } else {
            Part::Pronoun
        };
    }
    if word.class.any(Class::DAY) {
        return Part::Other;
    }
    if matches!(
        &*word.lower,
        "himself" | "herself" | "itself" | "themselves" | "him" | "them" | "me" | "us" | "others"
    ) {
        return Part::Noun;
    }
    if matches!(
        &*word.lower,
        "of" | "for"
            | "in"
            | "at"
            | "from"
            | "to"
            | "with"
            | "on"
            | "near"
            | "inside"
            | "within"
            | "against"
            | "under"
            | "between"
            | "by"
            | "among"
            | "behind"
            | "about"
            | "over"
            | "outside"
    ) {
        return Part::Preposition;
    }
    if matches!(&*word.lower, "and" | "or" | "&") {
        return Part::And;
    }
    if word.class.any(Class::DETERMINER) {
        return Part::Determiner;
    }
    if word
        .class
        .any(Class::BE.or(Class::AUX).or(Class::MODAL).or(Class::BOUNDARY))
    {
        return Part::Other;
    }
    if word.capital && !word.tags.is_mostly(Tag::Adverb) && !word.tags.is_mostly(Tag::Preposition) {
        return Part::Noun;
    }
    let tags = word.tags;
    // "a monitor": no list knows it as a noun, but nothing else stands behind an article.
    let unknown = !tags.is_known() || tags.is_mostly(Tag::Base);
    let behind_article = i > 0 && doc.is(i - 1, Class::ARTICLE);
    if tags.is_mostly(Tag::Noun)
        || tags.is_mostly(Tag::Name)
        || word.class.any(Class::SPEAKER.or(Class::DESCRIBED))
        || unknown && behind_article
    {
        Part::Noun
    } else if tags.is_mostly(Tag::Adjective) || tags.is_mostly(Tag::Participle) || word.lower.contains('-') {
        Part::Adjective
    } else if tags.can_be(Tag::Noun)
        && !tags.is_mostly(Tag::Past)
        && !tags.is_mostly(Tag::Present)
        && !tags.is_mostly(Tag::Adverb)
    {
        Part::Noun
    } else if tags.is_mostly(Tag::Number) {
        Part::Determiner
    } else {
        Part::Other
    }
}

/// Whether a clause can begin at `at`.
fn is_boundary(doc: &Doc<'_>, lo: usize, at: usize) -> bool {
    if at <= lo || (at <= lo + 2 && (lo..at).all(|i| doc.mostly(i, Tag::Adverb) || doc.mostly(i, Tag::And))) {
        return true;
    }
    let b = at - 1;
    if doc.is_title_stop(b) {
        return false;
    }
    doc.is_mark(
        b,
        &[
            ",", ";", ":", "(", ")", "•", "[", "]", "*", "|", ".", "!", "?", "...",
        ],
    ) || doc.is_quote_mark(b)
        || doc.is_dash(b)
        || doc.is(b, Class::BOUNDARY)
        || doc.mostly(b, Tag::And)
        || doc.mostly(b, Tag::Subjunction)
}

/// The noun phrase that ends before `end`, not reaching before `lo`.
pub(super) fn phrase_before(doc: &Doc<'_>, marks: &Marks, lo: usize, end: usize) -> Option<Range<usize>> {
    // "Toll (D-Aven)": what stands in brackets belongs to the name before them.
    if let Some(open) = bracket_before(doc, lo, end) {
        return plain_before(doc, marks, lo, open).map(|phrase| phrase.start..end);
    }
    plain_before(doc, marks, lo, end)
}

fn plain_before(doc: &Doc<'_>, marks: &Marks, lo: usize, end: usize) -> Option<Range<usize>> {
    let last = end.checked_sub(1).filter(|l| *l >= lo)?;
    let mut at = end;
    match part(doc, marks, last) {
        Part::Pronoun => return Some(last..end),
        Part::Noun => {}
        // "a war monitor said": no other verb stands between an article and a verb.
        Part::Other
            if last > lo
                && doc.mostly(last, Tag::Base)
                && matches!(
                    part(doc, marks, last - 1),
                    Part::Noun | Part::Determiner | Part::Adjective
                ) =>
        {
            at = last;
        }
        Part::Adjective
            if last > lo
                && !doc.mostly(last, Tag::Participle)
                && matches!(
                    part(doc, marks, last - 1),
                    Part::Noun | Part::Determiner | Part::Adjective
                ) => {}
        // "Many said", "Some have argued"
        Part::Determiner
            if !doc.is(last, Class::ARTICLE) || matches!(doc.lower(last), "this" | "these" | "those") =>
        {
            return Some(last..end);
        }
        _ => return None,
    }
    let floor = lo.max(end.saturating_sub(REACH));
    // The start of the smallest phrase: without what prepositions and conjunctions join to it.
    let mut smallest: Option<usize> = None;
    let mut best: Option<usize> = None;
    let mut closed = false;
    while at > floor {
        let here = part(doc, marks, at - 1);
        match here {
            Part::Noun | Part::Adjective if !closed => at -= 1,
            Part::Determiner if !closed && at < end => {
                at -= 1;
                closed = true;
                // "that the army": no second determiner.
                while at > floor
                    && part(doc, marks, at - 1) == Part::Determiner
                    && doc.lower(at - 1) != "that"
                {
                    at -= 1;
                }
            }
            Part::Possessive if at < end && part_before(doc, marks, at - 1, floor) == Part::Noun => {
                at -= 1;
                closed = false;
            }
            Part::Preposition | Part::And
                if part_before(doc, marks, at - 1, floor) == Part::Noun
                    || (at >= 2
                        && matches!(
                            doc.lower(at - 2),
                            "close"
                                | "familiar"
                                | "loyal"
                                | "opposed"
                                | "linked"
                                | "allied"
                                | "aligned"
                                | "based"
                        )
                        && at - 2 >= floor) =>
            {
                smallest = smallest.or(Some(at));
                if is_boundary(doc, lo, at) && here != Part::And {
                    best = Some(at);
                }
                if doc.is(at - 1, Class::BOUNDARY) {
                    break;
                }
                at -= 1;
                closed = false;
            }
            _ => break,
        }
        if is_boundary(doc, lo, at) && !doc.mostly(at.wrapping_sub(1), Tag::And) {
            best = Some(at);
            if at <= lo
                || !doc.is_quote_mark(at - 1)
                    && !matches!(part(doc, marks, at - 1), Part::And | Part::Preposition)
            {
                break;
            }
        }
    }
    let start = best.or(smallest).unwrap_or(at);
    // "In Homs activists": an opening preposition shows that the phrase is not the subject.
    let start = skip_openers(doc, marks, start, end);
    (start < end).then_some(start..end)
}

fn part_before(doc: &Doc<'_>, marks: &Marks, i: usize, floor: usize) -> Part {
    if i > floor {
        part(doc, marks, i - 1)
    } else {
        Part::Other
    }
}

/// "Meanwhile activists", "But officials".
fn skip_openers(doc: &Doc<'_>, marks: &Marks, mut start: usize, end: usize) -> usize {
    while start + 1 < end
        && !marks.has_mention(start)
        && (doc.mostly(start, Tag::And)
            || doc.mostly(start, Tag::Adverb)
            || doc.mostly(start, Tag::Subjunction))
    {
        start += 1;
    }
    start
}

/// The subject of the verb group that starts at `group`: before it, with an apposition or relative clause if there is
/// one.
pub(super) fn subject(doc: &Doc<'_>, marks: &Marks, lo: usize, group: usize) -> Option<Range<usize>> {
    let mut end = group;
    end = before_time(doc, lo, end);
    let b = end.checked_sub(1).filter(|b| *b >= lo)?;
    if doc.lower(b) == "who" {
        return Some(b..end);
    }
    if let Some(remark) = anonymity::ending_at(doc, end).filter(|remark| remark.start > lo) {
        return phrase_before(doc, marks, lo, remark.start).map(|phrase| phrase.start..end);
    }
    // "The opposition, meanwhile, said"
    let open = b
        .checked_sub(2)
        .filter(|o| *o >= lo && doc.is_mark(b, &[",", ")"]) && doc.is_mark(*o, &[","]));
    if let Some(open) = open
        && (doc.mostly(open + 1, Tag::Adverb) || doc.lower(open + 1) == "too")
    {
        return phrase_before(doc, marks, lo, open);
    }
    let comma = doc.is_mark(b, &[","]);
    if !(comma || doc.is_dash(b) || doc.is_mark(b, &[")"])) {
        return phrase_before(doc, marks, lo, end);
    }
    apposed(doc, marks, lo, b).map(|start| {
        start..if comma || doc.is_mark(b, &[")"]) {
            b + usize::from(!comma)
        } else {
            end
        }
    })
}

/// First token of the verb group that ends with the verb at `verb`: "has also" of "has also quoted".
pub(super) fn group_start(doc: &Doc<'_>, sentence: &Sentence, verb: usize) -> usize {
    let earliest = sentence.tokens.start.max(verb.saturating_sub(4));
    let mut group = verb;
    while group > earliest
        && (doc.is(group - 1, Class::AUX.or(Class::BE).or(Class::MODAL))
            || doc.mostly(group - 1, Tag::Adverb))
    {
        group -= 1;
    }
    group
}

/// Start of "Toll, the head of the league" where the closing mark stands at `close`.
fn apposed(doc: &Doc<'_>, marks: &Marks, lo: usize, close: usize) -> Option<usize> {
    let floor = lo.max(close.saturating_sub(REACH));
    let dash = doc.is_dash(close);
    let bracket = doc.is_mark(close, &[")"]);
    let mut i = close;
    while i > floor {
        i -= 1;
        let opens = if dash {
            doc.is_dash(i)
        } else if bracket {
            doc.is_mark(i, &["("])
        } else {
            doc.is_mark(i, &[","])
        };
        if doc.is_quote_mark(i) && !dash {
            return None;
        }
        if !opens || i + 1 >= close {
            continue;
        }
        let Some(subject) = phrase_before(doc, marks, lo, i) else {
            continue;
        };
        let starts_well = doc.is(i + 1, Class::ARTICLE.or(Class::SPEAKER).or(Class::TITLE))
            || matches!(
                doc.lower(i + 1),
                "who"
                    | "whose"
                    | "which"
                    | "head"
                    | "one"
                    | "now"
                    | "then"
                    | "speaking"
                    | "himself"
                    | "herself"
                    | "also"
                    | "based"
                    | "himself,"
            )
            || doc.capital(i + 1)
            || doc.kind(i + 1) == Some(TokenKind::Number)
            || part(doc, marks, i + 1) == Part::Noun
            || part(doc, marks, i + 1) == Part::Adjective
            || doc.mostly(i + 1, Tag::Gerund)
            || (doc.mostly(i + 1, Tag::Participle) && !doc.is_finite_here(i + 1))
            || (close == i + 2 && (doc.mostly(i + 1, Tag::Adverb) || doc.lower(i + 1) == "too"))
            || (close == i + 3 && matches!(doc.lower(i + 1), "in" | "for" | "of"))
            || doc.mostly(i + 1, Tag::Preposition)
            || dash
            || bracket;
        if starts_well && is_boundary(doc, lo, subject.start) {
            // "Toll, 67, a nurse in Aven, said": what was found may itself be apposed.
            let apposition = !doc.capital(subject.start) && !marks.has_mention(subject.start);
            let outer = subject
                .start
                .checked_sub(1)
                .filter(|o| apposition && *o > lo && doc.is_mark(*o, &[","]));
            let outer = outer
                .and_then(|o| apposed(doc, marks, lo, o))
                .filter(|o| marks.has_mention(*o) || doc.capital(*o));
            return Some(outer.unwrap_or(subject.start));
        }
    }
    None
}

/// The phrase that starts at `start`, with its apposition; `None` if none does.
pub(super) fn phrase_after(
    doc: &Doc<'_>,
    marks: &Marks,
    sentence: &Sentence,
    start: usize,
) -> Option<Range<usize>> {
    let limit = sentence.tokens.end.min(start + REACH);
    if matches!(doc.lower(start), "that" | "there") {
        return None;
    }
    let mut at = start;
    let mut noun = false;
    while at < limit {
        match part(doc, marks, at) {
            Part::Noun => noun = true,
            Part::Pronoun if at == start => return Some(at..at + 1),
            Part::Determiner | Part::Adjective => {}
            Part::Possessive if noun => {}
            Part::Preposition | Part::And if noun => {
                // "said Toll in a statement", "said Toll on Monday" end the source.
                let on = matches!(
                    doc.lower(at),
                    "on" | "during" | "after" | "at" | "in" | "with" | "by" | "about" | "over"
                );
                let phrase_noun = marks.has_mention(at + 1) && matches!(doc.lower(at), "in" | "at");
                let and_noun = doc.lower(at) == "and"
                    && matches!(
                        part(doc, marks, at + 1),
                        Part::Noun | Part::Determiner | Part::Adjective
                    );
                if (on && !phrase_noun) || (doc.lower(at) == "and" && !and_noun) {
                    break;
                }
            }
            _ => break,
        }
        at += 1;
    }
    while at > start
        && matches!(
            part(doc, marks, at - 1),
            Part::Preposition | Part::And | Part::Determiner
        )
    {
        at -= 1;
    }
    if !noun || at <= start {
        return None;
    }
    at = past_bracket(doc, at, limit);
    let phrase = start..with_apposition(doc, marks, sentence, at);
    Some(anonymity::with_remark(doc, phrase))
}

/// "Toll, head of the league": takes in the apposition if it runs to the sentence's end, a comma or a quotation.
fn with_apposition(doc: &Doc<'_>, marks: &Marks, sentence: &Sentence, end: usize) -> usize {
    if !doc.is_mark(end, &[","]) {
        return end;
    }
    let first = end + 1;
    let opens = doc.is(first, Class::ARTICLE.or(Class::SPEAKER).or(Class::TITLE))
        || matches!(doc.lower(first), "who" | "whose" | "head" | "one")
        || (matches!(part(doc, marks, first), Part::Noun | Part::Adjective)
            && (first..first + 4).any(|i| doc.is(i, Class::SPEAKER)));
    if !opens || doc.is_quoted(first) {
        return end;
    }
    let relative = matches!(doc.lower(first), "who" | "whose");
    let limit = sentence.tokens.end.min(end + 30);
    let mut at = first;
    while at < limit
        && (!doc.is_mark(at, &[",", ".", ";", ":"]) || doc.is_title_stop(at))
        && !doc.is_quote_mark(at)
        && !doc.is_dash(at)
    {
        if !relative && doc.is_finite(at) {
            return end;
        }
        if doc
            .word(at)
            .cue
            .is_some_and(|c| c.form == super::super::lexicon::VerbForm::Gerund)
        {
            return at;
        }
        at += 1;
    }
    at
}
