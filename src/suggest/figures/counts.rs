//! Which numbers are counts: no dates, ages, clock times, lengths, scores and numbers in names.

use std::ops::Range;

use super::super::lexicon::Class;
use super::phrase::Counted;
use super::window::Window;

/// What a number is, before it is known what happened to those it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// No count: a date, an age, a time, a length, part of a name.
    None,
    /// Counts things, shares or money: never people who came to harm.
    Things,
    /// Counts people, or what it counts is not said.
    People,
}

/// What the number at `here` is.
pub(super) fn sort(w: &Window<'_, '_>, here: &Range<usize>, counted: &Counted, value: f64) -> Sort {
    let digits = w.is_digits(here.start);
    if is_noise(w, here)
        || is_date(w, here, value)
        || is_time_or_age(w, here, value)
        || digits && is_name(w, here, counted, value)
    {
        return Sort::None;
    }
    let after = w.lower(here.end);
    let joined = |i: usize, marks: &[&str]| w.range.contains(&i) && w.doc.is_mark(i, marks);
    // 3/4, 7:30, 1-0
    let parts = ["/", ":"];
    if joined(here.end, &parts) && w.is_digits(here.end + 1) && w.doc.touches_before(here.end + 1)
        || joined(w.before(here.start, 1), &parts) && w.is_digits(w.before(here.start, 2))
    {
        return Sort::None;
    }
    let money = ["$", "€", "£", "¥"];
    if joined(w.before(here.start, 1), &money)
        || joined(here.end, &money)
        || joined(here.end, &["%"])
        || matches!(
            after,
            "percent"
                | "per"
                | "percentage"
                | "dollars"
                | "euros"
                | "dollar"
                | "euro"
                | "lira"
                | "rubles"
                | "usd"
        )
    {
        return Sort::Things;
    }
    let head = counted.head;
    let uncounted = w.is(here.end, Class::UNCOUNTED)
        || head.is_some_and(|h| w.is(h, Class::UNCOUNTED) && !w.is_people(h));
    if uncounted {
        return Sort::None;
    }
    if !digits && here.len() == 1 {
        let bare = head.is_none() && counted.end == here.end;
        // "one of the reasons", "one another", "the one": only "one soldier" counts, and "one in the town of".
        if w.lower(here.start) == "one" && !head.is_some_and(|h| w.is_people(h)) {
            let linked = matches!(
                w.lower(w.before(here.start, 1)),
                "and" | "," | "killing" | "wounding" | "injuring"
            );
            let place = w.is(here.end, Class::PLACE_BEFORE);
            return if bare && linked && place || w.is(here.end, Class::MEASURE) {
                Sort::People
            } else {
                Sort::None
            };
        }
    }
    // Also inside a headline that has lost its end: "4 Villages Resume".
    if let Some(h) = head.filter(|h| !w.is_people(*h))
        && (counted.words.start..=h).any(|i| w.is(i, Class::COUNTED_THING))
    {
        return Sort::Things;
    }
    Sort::People
}

/// Numbers that pages leave in a text: another number follows, or a sentence.
fn is_noise(w: &Window<'_, '_>, here: &Range<usize>) -> bool {
    // "has risen to 86 30 of them children"
    let another = w.is_digits(here.end) && w.lower(here.end + 1) != "of";
    w.is_digits(here.end - 1)
        && (another || w.capital(here.end) && w.is(here.end, Class::ARTICLE.or(Class::PRONOUN)))
}

/// "June 3", "3 June", "in 2011".
fn is_date(w: &Window<'_, '_>, here: &Range<usize>, value: f64) -> bool {
    if !w.is_digits(here.start) {
        return false;
    }
    let one = w.before(here.start, 1);
    let month = |i: usize| w.is(i, Class::MONTH) && w.capital(i);
    // "In June 12 people died", where the comma is lost; "On June 12 people died" has a day.
    if month(one) && w.lower(w.before(here.start, 2)) == "in" && w.is_people(here.end) {
        return false;
    }
    // "Jun 182016", where a space is lost, too
    if month(one) && value > 99_999.0 {
        return true;
    }
    let shortened = w.doc.is_mark(one, &["."]) && month(w.before(here.start, 2));
    if value <= 31.0 && (month(one) || shortened || month(here.end)) {
        return true;
    }
    // "March 3 and 4"
    if value <= 31.0 && matches!(w.lower(one), "and" | "or" | "-" | "–") && month(w.before(here.start, 3)) {
        return true;
    }
    let year = here.len() == 1 && w.doc.text_of(here.start).len() == 4 && (1800.0..2100.0).contains(&value);
    if !year {
        return false;
    }
    let two = w.before(here.start, 2);
    month(one)
        || (w.is_digits(one) || w.lower(one) == ",") && (month(two) || month(w.before(here.start, 3)))
        || matches!(
            w.lower(one),
            "in" | "since"
                | "of"
                | "from"
                | "until"
                | "till"
                | "by"
                | "for"
                | "the"
                | "during"
                | ""
                | ","
                | "early"
                | "late"
                | "mid"
                | "year"
                | "before"
                | "after"
                | "summer"
                | "spring"
                | "autumn"
                | "winter"
        )
        || !w.is_people(here.end) && !w.is(here.end, Class::MEASURE) && w.lower(here.end) != "other"
}

/// "at 7", "7 p.m.", "aged 42", ", 42,", "day 3".
fn is_time_or_age(w: &Window<'_, '_>, here: &Range<usize>, value: f64) -> bool {
    let before = w.lower(w.before(here.start, 1));
    let people = w.is_people(here.end) || w.is(here.end, Class::MEASURE);
    let aged = |back: usize| matches!(w.lower(w.before(here.start, back)), "aged" | "age" | "ages");
    // "aged 12 and 15", "aged between 3 and 70"
    let second =
        matches!(before, "and" | "to" | "or" | "between" | "from") && (aged(2) || aged(3) || aged(4));
    // "every man over 18"
    let above = matches!(before, "over" | "under" | "above" | "below")
        && value < 110.0
        && !w.is_people(here.end)
        && (w.is_people(w.before(here.start, 2))
            || matches!(w.lower(w.before(here.start, 2)), "those" | "anyone" | "everyone"));
    if aged(1) || second || above {
        return true;
    }
    let clock =
        value <= 24.0 || w.is_digits(here.start) && value < 2400.0 && w.doc.text_of(here.start).len() == 4;
    if matches!(before, "at" | "around" | "by" | "until" | "till") && clock && !people {
        let prompted = before == "at"
            || w.lower(w.before(here.start, 2)) == "at"
            || matches!(w.lower(here.end), "on" | "in") && w.is(here.end + 1, Class::DAY.or(Class::ARTICLE));
        let toll = (2..=12).any(|back| {
            let word = w.lower(w.before(here.start, back));
            matches!(word, "toll" | "number" | "losses" | "deaths" | "casualties")
        });
        if prompted && !toll && w.lower(here.end) != "dead" {
            return true;
        }
    }
    let closed = w.is_stop(here.end) || w.doc.is_mark(here.end, &[",", ")"]) || w.doc.is_dash(here.end);
    let age = value < 110.0
        && matches!(before, "," | "(")
        && closed
        && w.capital(w.before(here.start, 2))
        && !w.is_calendar(w.before(here.start, 2));
    // "the grandmother, 79, died", "two sisters, 8 and 11, …"
    let noun = |back: usize| {
        let at = w.before(here.start, back);
        w.lower(w.before(here.start, back - 1)) == ","
            && w.is_word(at)
            && !w.is_full_verb(at)
            && !w.is_calendar(at)
    };
    let comma = |i: usize| w.doc.is_mark(i, &[",", ")"]);
    let pair =
        |first: usize| matches!(w.lower(first), "and" | "or") && w.is_digits(first + 1) && comma(first + 2);
    let alone = before == "," && noun(2) && (comma(here.end) || pair(here.end));
    let paired = matches!(before, "and" | "or")
        && w.is_digits(w.before(here.start, 2))
        && w.lower(w.before(here.start, 3)) == ","
        && noun(4)
        && comma(here.end);
    let apposed = value < 110.0 && w.is_digits(here.start) && (alone || paired);
    // "a father of seven"
    let children = before == "of" && w.is(w.before(here.start, 2), Class::FAMILY);
    // "a 7 year old"
    age && w.is_digits(here.start) || apposed || children || matches!(w.lower(here.end), "year" | "years")
}

/// "resolution 2118", "Su 24", "channel 4", "G 20".
fn is_name(w: &Window<'_, '_>, here: &Range<usize>, counted: &Counted, value: f64) -> bool {
    let one = w.before(here.start, 1);
    if matches!(
        w.lower(one),
        "resolution"
            | "article"
            | "no"
            | "number"
            | "chapter"
            | "section"
            | "route"
            | "highway"
            | "channel"
            | "page"
            | "phase"
            | "paragraph"
            | "act"
            | "g"
            | "level"
            | "camp"
            | "day"
            | "area"
            | "zone"
            | "category"
            | "boeing"
            | "unit"
            | "brigade"
            | "division"
            | "regiment"
            | "branch"
            | "version"
            | "type"
            | "kilometre"
            | "kilometer"
            | "junction"
            | "exit"
            | "gate"
            | "terminal"
            | "platform"
            | "flight"
            | "room"
            | "ward"
            | "block"
    ) {
        return true;
    }
    let named = w.capital(one) && !w.is_calendar(one) && w.range.start != one;
    let counts = w.is_people(here.end) || w.is(here.end, Class::MEASURE);
    // "when a Dash 8 flew", "at Post 14.", not "In Aven 12 were killed".
    let alone = counted.head.is_none()
        && !counts
        && !w.is(here.end, Class::BE.or(Class::AUX).or(Class::MODAL))
        && !matches!(w.lower(here.end), "of" | "more" | "others" | "other");
    named
        && value < 1000.0
        && !counts
        && (alone
            || w.doc.touches_before(here.start)
            || w.doc.word(one).all_caps && w.doc.text_of(one).len() <= 3)
        && w.doc.tok(one).is_some()
}
