//! Figures: numbers that a claim states, with what they count, whom, where, when and by whom.

mod details;
mod numbers;

use std::ops::Range;

use super::actors::{Found, Kind};
use super::claims::Marks;
use super::doc::Doc;
use super::lexicon::Class;
use crate::annotation::{Bound, Figure};
use crate::text::TokenKind;
use details::{by, measure, near, when, who};
use numbers::{number, range_end};

/// The figures in the tokens of one content span.
pub(super) fn find(doc: &Doc<'_>, found: &[Found], marks: &Marks, content: Range<usize>) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    let mut at = content.start;
    while at < content.end {
        let Some((value, end)) = number(doc, at, content.end) else {
            at += 1;
            continue;
        };
        let (value_to, end) = match range_end(doc, end, content.end) {
            Some((to, end)) if to >= value => (Some(to), end),
            _ => (None, end),
        };
        let here = at..end;
        at = end;
        if !counts(doc, &here, &content, value) {
            continue;
        }
        let Some(span) = doc.span(here.clone()) else {
            continue;
        };
        let who = who(doc, &here, &content);
        figures.push(Figure {
            span,
            value,
            value_to,
            bound: bound(doc, &here, content.start),
            measure: measure(doc, &here, &content),
            place: near(doc, found, marks, &here, &content, &[Kind::Place]),
            when: when(doc, &here, &content),
            by: by(doc, found, marks, &here, &content),
            who,
        });
    }
    figures
}

/// Whether the number states a quantity: not a date, an age, a time, a name or a resolution.
fn counts(doc: &Doc<'_>, here: &Range<usize>, content: &Range<usize>, value: f64) -> bool {
    let text = doc.text_of(here.start);
    let digits = doc.kind(here.start) == Some(TokenKind::Number);
    let before = if here.start > content.start {
        doc.lower(here.start - 1)
    } else {
        ""
    };
    let before_class = if here.start > content.start {
        doc.class(here.start - 1)
    } else {
        Class::NONE
    };
    let after = if here.end < content.end {
        doc.lower(here.end)
    } else {
        ""
    };
    // Dates: "June 3", "3 June", "in 2011", "2012-13"
    if digits && (before_class.any(Class::MONTH) || doc.is(here.end, Class::MONTH) && doc.capital(here.end)) {
        return false;
    }
    let year = digits && text.len() == 4 && (1800.0..2100.0).contains(&value);
    if year
        && (matches!(
            before,
            "in" | "since"
                | "of"
                | "from"
                | "until"
                | "by"
                | "for"
                | "the"
                | "during"
                | ""
                | ","
                | "early"
                | "late"
                | "mid"
        ) || !doc.is(here.end, Class::PEOPLE))
    {
        return false;
    }
    if year && doc.is_mark(here.end, &[",", ".", ")"]) {
        return false;
    }
    // Times, ages, ordinals in names, versions
    if matches!(
        after,
        "p.m."
            | "a.m."
            | "pm"
            | "am"
            | "o'clock"
            | "gmt"
            | "years"
            | "year-old"
            | "th"
            | "st"
            | "nd"
            | "rd"
            | "%"
    ) && !(matches!(after, "%"))
    {
        return false;
    }
    if matches!(
        before,
        "resolution"
            | "article"
            | "aged"
            | "age"
            | "no"
            | "number"
            | "chapter"
            | "section"
            | "route"
            | "channel"
            | "group"
            | "page"
            | "at"
            | "phase"
            | "paragraph"
            | "act"
            | "g"
            | "level"
            | "camp"
            | "day"
            | "cnn"
            | "area"
            | "zone"
            | "category"
            | "boeing"
            | "unit"
            | "brigade"
            | "division"
    ) && digits
        && !(before == "at" && value > 24.0)
    {
        return false;
    }
    if doc.is_mark(here.end, &[":"]) && doc.kind(here.end + 1) == Some(TokenKind::Number)
        || here.start > 0
            && doc.is_mark(here.start - 1, &[":"])
            && here.start > 1
            && doc.kind(here.start - 2) == Some(TokenKind::Number)
    {
        return false;
    }
    if doc.capital(here.start.saturating_sub(1))
        && here.start > content.start
        && digits
        && value < 100.0
        && !doc.is(here.end, Class::PEOPLE.or(Class::MEASURE))
        && doc.touches_before(here.start)
    {
        return false;
    }
    if matches!(before, "," | "(")
        && digits
        && value < 110.0
        && doc.is_mark(here.end, &[",", ")"])
        && here.start >= 2
        && doc.capital(here.start - 2)
    {
        return false;
    }
    // "one of", "no one", "one another", "two-thirds": words that count nothing to check.
    if !digits && doc.lower(here.start) == "one" && here.len() == 1 {
        return doc.is(here.end, Class::PEOPLE)
            || matches!(
                after,
                "person"
                    | "civilian"
                    | "man"
                    | "woman"
                    | "child"
                    | "soldier"
                    | "boy"
                    | "girl"
                    | "policeman"
                    | "journalist"
                    | "officer"
            );
    }
    if !digits
        && here.len() == 1
        && matches!(
            after,
            "of" | "sides"
                | "countries"
                | "days"
                | "weeks"
                | "months"
                | "decades"
                | "hours"
                | "years"
                | "times"
                | "minutes"
                | "men's"
        )
    {
        return matches!(after, "of")
            && doc.is(here.end + 1, Class::DETERMINER)
            && doc.is(here.end + 2, Class::PEOPLE);
    }
    if digits
        && matches!(
            after,
            "days" | "weeks" | "months" | "hours" | "minutes" | "day" | "hour" | "month"
        )
    {
        return false;
    }
    true
}

fn bound(doc: &Doc<'_>, here: &Range<usize>, floor: usize) -> Bound {
    let word = |back: usize| {
        here.start
            .checked_sub(back)
            .filter(|i| *i >= floor)
            .map_or("", |i| doc.lower(i))
    };
    match (word(2), word(1)) {
        _ if word(3) == "no" && matches!(word(2), "fewer" | "less") && word(1) == "than" => Bound::AtLeast,
        ("at", "least") | ("a", "minimum") | ("least", "some") => Bound::AtLeast,
        ("more" | "greater" | "higher" | "larger", "than") | (_, "over" | "exceeding") => Bound::MoreThan,
        ("up", "to") | ("at", "most") | ("many", "as") | ("less" | "fewer", "than") => Bound::UpTo,
        (
            _,
            "about" | "around" | "nearly" | "almost" | "roughly" | "approximately" | "some" | "estimated",
        )
        | ("close", "to") => Bound::About,
        _ => Bound::Exactly,
    }
}
