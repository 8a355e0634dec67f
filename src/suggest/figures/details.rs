//! What belongs to a number: what it counts, whom, where, when, by whom.

use std::ops::Range;

use super::super::actors::{Found, Kind};
use super::super::claims::Marks;
use super::super::doc::Doc;
use super::super::gazetteer::Tag;
use super::super::lexicon::Class;
use super::numbers::number;
use crate::annotation::Measure;
use crate::text::TokenKind;

/// How far, in tokens, the verb or noun may be that tells what is counted.
const REACH: usize = 14;

/// The words counted, after the number.
pub(super) fn who(doc: &Doc<'_>, here: &Range<usize>, content: &Range<usize>) -> String {
    let mut start = here.end;
    if matches!(doc.lower(start), "more" | "other" | "additional" | "others") && !doc.is(start, Class::PEOPLE)
    {
        start += 1;
    }
    if doc.lower(start) == "of" {
        start += 1;
        if doc.is(start, Class::ARTICLE) {
            start += 1;
        }
    }
    let mut at = start;
    let mut noun = None;
    while at < content.end && at < start + 6 {
        let word = doc.word(at);
        let modifier = word.tags.is_mostly(Tag::Adjective)
            || word.capital
            || word.tags.can_be(Tag::Noun)
            || word.class.any(Class::PEOPLE);
        let verb = doc.is_finite(at)
            || word.class.any(Class::MEASURE)
                && !word.class.any(Class::PEOPLE)
                && !word.tags.is_mostly(Tag::Noun);
        if doc.kind(at) != Some(TokenKind::Word)
            || !modifier
            || verb
            || doc.is_function_word(at)
            || word.class.any(Class::DAY)
        {
            break;
        }
        if word.tags.can_be(Tag::Noun) || word.class.any(Class::PEOPLE) || word.capital {
            noun = Some(at + 1);
        }
        at += 1;
    }
    noun.map_or_else(String::new, |end| doc.words_of(start..end).to_owned())
}

/// What is counted, by the nearest word that tells, after the number first.
pub(super) fn measure(doc: &Doc<'_>, here: &Range<usize>, content: &Range<usize>) -> Measure {
    let of = |i: usize| {
        let class = doc.class(i);
        // "a captured soldier": says what the soldier is, not what is counted.
        let attribute = i > content.start
            && doc.is(i - 1, Class::ARTICLE)
            && class.any(Class::DETAINED.or(Class::WOUNDED))
            && (doc.can_be(i + 1, Tag::Noun) || doc.can_be(i + 1, Tag::Adjective) || doc.capital(i + 1));
        if attribute {
            return None;
        }
        // "dead" and "killed" before "wounded": the nearest wins, so each token is asked alone.
        if class.any(Class::KILLED) {
            Some(Measure::Killed)
        } else if class.any(Class::WOUNDED) {
            Some(Measure::Wounded)
        } else if class.any(Class::DETAINED) {
            Some(Measure::Detained)
        } else if class.any(Class::DISPLACED) {
            Some(Measure::Displaced)
        } else if class.any(Class::MISSING) {
            Some(Measure::Missing)
        } else {
            None
        }
    };
    if doc.is_mark(here.end, &["%", "percent"])
        || doc.lower(here.end) == "percent"
        || doc.lower(here.end) == "per"
    {
        return Measure::Other;
    }
    let money = here.start > content.start && doc.is_mark(here.start - 1, &["$", "€", "£"]);
    let stuff = matches!(
        doc.lower(here.end),
        "dollars"
            | "euros"
            | "kilometers"
            | "kilometres"
            | "km"
            | "miles"
            | "meters"
            | "metres"
            | "tons"
            | "tonnes"
            | "kilograms"
            | "barrels"
            | "percent"
            | "rockets"
            | "missiles"
            | "shells"
            | "strikes"
            | "airstrikes"
            | "sorties"
            | "villages"
            | "towns"
            | "cities"
            | "houses"
            | "homes"
            | "tanks"
            | "vehicles"
            | "aircraft"
            | "trucks"
            | "buses"
            | "seats"
            | "votes"
            | "points"
    );
    if money || stuff {
        return Measure::Other;
    }
    let next_number = |from: usize, to: usize| {
        (from..to).find(|i| number(doc, *i, content.end).is_some() && doc.lower(*i) != "one")
    };
    let ahead_limit = content.end.min(here.end + REACH);
    let ahead_stop = next_number(here.end, ahead_limit).unwrap_or(ahead_limit);
    let ahead = (here.end..ahead_stop).find_map(|i| of(i).map(|m| (i - here.end, m)));
    let behind_limit = content.start.max(here.start.saturating_sub(6));
    let behind = (behind_limit..here.start)
        .rev()
        .take_while(|i| !doc.is_mark(*i, &[";", "."]))
        .find_map(|i| of(i).map(|m| (here.start - i, m)));
    match (behind, ahead) {
        // "wounded 14 people", "killing at least 20": a verb right before the number.
        (Some((back, measure)), ahead) if back <= 4 && ahead.is_none_or(|(forth, _)| forth > 3) => {
            let verb_between =
                (here.start - back + 1..here.start).any(|i| doc.is_finite(i) && !doc.is(i, Class::MEASURE));
            if verb_between {
                ahead.map_or(Measure::Other, |(_, m)| m)
            } else {
                measure
            }
        }
        (_, Some((_, measure))) | (Some((_, measure)), None) => measure,
        (None, None) => Measure::Other,
    }
}

/// The nearest mention of these kinds after the number, else before it, in the content.
pub(super) fn near(
    doc: &Doc<'_>,
    found: &[Found],
    marks: &Marks,
    here: &Range<usize>,
    content: &Range<usize>,
    kinds: &[Kind],
) -> String {
    let fits = |i: &usize| {
        marks
            .mention(*i)
            .and_then(|m| found.get(m))
            .filter(|f| kinds.contains(&f.kind) && f.tokens.start == *i)
    };
    let ahead = (here.end..content.end.min(here.end + 25)).find_map(|i| fits(&i));
    let behind = || {
        (content.start.max(here.start.saturating_sub(20))..here.start)
            .rev()
            .find_map(|i| fits(&i))
    };
    ahead
        .or_else(behind)
        .map_or_else(String::new, |f| doc.text.slice(f.span).to_owned())
}

/// The day or period, as it stands in the content.
pub(super) fn when(doc: &Doc<'_>, here: &Range<usize>, content: &Range<usize>) -> String {
    let day = |i: &usize| {
        (doc.is(*i, Class::DAY) && doc.capital(*i))
            || matches!(doc.lower(*i), "today" | "yesterday")
            || (doc.is(*i, Class::MONTH) && doc.capital(*i) && doc.lower(*i) != "may")
    };
    let forward = (here.end..content.end.min(here.end + 25)).find(day);
    let found = forward.or_else(|| {
        (content.start.max(here.start.saturating_sub(20))..here.start)
            .rev()
            .find(day)
    });
    let Some(at) = found else { return String::new() };
    let since = at
        .checked_sub(1)
        .filter(|b| *b >= content.start && doc.lower(*b) == "since");
    let mut end = at + 1;
    while end < content.end && doc.kind(end) == Some(TokenKind::Number) {
        end += 1;
    }
    doc.words_of(since.unwrap_or(at)..end).to_owned()
}

/// Who caused it: "by X", or the actor before a verb of harm.
pub(super) fn by(
    doc: &Doc<'_>,
    found: &[Found],
    marks: &Marks,
    here: &Range<usize>,
    content: &Range<usize>,
) -> String {
    let actor = |i: usize| {
        marks
            .mention(i)
            .and_then(|m| found.get(m))
            .filter(|f| !matches!(f.kind, Kind::Place | Kind::UnnamedSource | Kind::Media))
    };
    let limit = content.end.min(here.end + REACH);
    for i in here.end..limit {
        if doc.lower(i) == "by"
            && let Some(mention) = (i + 1..limit.min(i + 6)).find_map(actor)
        {
            return doc.text.slice(mention.span).to_owned();
        }
    }
    let floor = content.start.max(here.start.saturating_sub(REACH));
    let verb = (floor..here.start).rev().find(|i| {
        doc.is(*i, Class::KILLED.or(Class::WOUNDED).or(Class::DETAINED))
            && doc.can_be(*i, Tag::Past)
            && !doc.is(i.saturating_sub(1), Class::BE)
    });
    let subject = verb.and_then(|v| (floor..v).rev().find_map(actor));
    subject.map_or_else(String::new, |f| doc.text.slice(f.span).to_owned())
}
