//! The day or period that belongs to a number, in the article's words.

use std::ops::Range;

use super::super::lexicon::Class;
use super::window::Window;

/// How far, in tokens, the time may stand from the number.
const AHEAD: usize = 40;
const BEHIND: usize = 30;
/// How many tokens "since" reaches over: "since the conflict began in March 2011".
const SINCE: usize = 16;

/// The words that say when; empty if none do. Those after the number go before those in front of it.
pub(super) fn when(w: &Window<'_, '_>, here: &Range<usize>) -> String {
    let mut at = here.end;
    let limit = w.range.end.min(here.end + AHEAD);
    while at < limit {
        if matches!(w.lower(at), "." | "!" | "?") {
            break;
        }
        match expression(w, at) {
            Some(end) if is_date_line(w, at, end) || is_start(w, at) => at = end,
            Some(end) => return words(w, at..end),
            None => at += 1,
        }
    }
    let floor = w.range.start.max(here.start.saturating_sub(BEHIND));
    for at in (floor..here.start).rev() {
        if matches!(w.lower(at), "." | "!" | "?") {
            break;
        }
        if let Some(end) = expression(w, at).filter(|_| !is_start(w, at)) {
            // The whole of it, not only its last words: "March 12", not the year alone.
            let start = (at.saturating_sub(SINCE).max(floor)..at)
                .find(|s| expression(w, *s).is_some_and(|e| e >= end));
            let start = start.unwrap_or(at);
            if is_start(w, start) || is_date_line(w, start, end) {
                break;
            }
            return words(w, start..end.min(here.start));
        }
    }
    part_of_day(w, here).unwrap_or_default()
}

/// "at dawn", where no day is told.
fn part_of_day(w: &Window<'_, '_>, here: &Range<usize>) -> Option<String> {
    let ahead = here.end..w.range.end.min(here.end + AHEAD);
    let behind = w.range.start.max(here.start.saturating_sub(BEHIND))..here.start;
    let is_one = |i: &usize| {
        matches!(
            w.lower(*i),
            "dawn"
                | "noon"
                | "midnight"
                | "midday"
                | "dusk"
                | "daybreak"
                | "sunrise"
                | "sunset"
                | "nightfall"
        ) && matches!(
            w.lower(w.before(*i, 1)),
            "at" | "before" | "by" | "around" | "after" | "since"
        )
    };
    let clock =
        |i: &usize| matches!(w.lower(*i), "a.m" | "p.m" | "a.m." | "p.m.") && w.is_digits(w.before(*i, 1));
    let same = |i: &usize| !matches!(w.lower(*i), "." | "!" | "?");
    let is_one = |i: &usize| is_one(i) || clock(i);
    let found = ahead.take_while(same).find(is_one);
    let at = found.or_else(|| behind.rev().take_while(same).find(is_one))?;
    Some(words(w, at - 1..at + 1))
}

/// Without a quotation mark that closes behind them.
fn words(w: &Window<'_, '_>, mut tokens: Range<usize>) -> String {
    while tokens.len() > 1 && w.doc.is_quote_mark(tokens.end - 1) {
        tokens.end -= 1;
    }
    w.doc.words_of(tokens).to_owned()
}

/// A date with its year that another sentence follows at once: the article's own ("Published 3 May 2016 A bomb …").
fn is_date_line(w: &Window<'_, '_>, start: usize, end: usize) -> bool {
    let last = w.before(end, 1);
    start <= w.range.start + 4
        && end > start + 1
        && is_year(w, last)
        && (w.capital(end) || w.is_digits(end))
        && !matches!(w.lower(w.before(start, 1)), "on" | "in" | "since" | "of")
}

/// "which began in March 2011": says when something else began, not when people came to harm.
fn is_start(w: &Window<'_, '_>, at: usize) -> bool {
    w.lower(at) != "since"
        && (1..=3).any(|back| {
            matches!(
                w.lower(w.before(at, back)),
                "began" | "started" | "erupted" | "broke" | "begun" | "beginning" | "starting"
            )
        })
}

/// Where the time expression that starts at `i` ends.
fn expression(w: &Window<'_, '_>, i: usize) -> Option<usize> {
    match w.lower(i) {
        // "has since grown" tells no time.
        "since" if w.is(w.before(i, 1), Class::AUX.or(Class::BE)) => None,
        "since" => since(w, i),
        "new" if w.capital(i) && w.lower(i + 1).starts_with("year") => {
            let end = (i + 2..i + 5).find(|at| matches!(w.lower(*at), "day" | "eve"))?;
            Some(end + 1)
        }
        "christmas" | "boxing" | "easter"
            if matches!(w.lower(i + 1), "day" | "eve" | "sunday" | "monday") =>
        {
            Some(i + 2)
        }
        "yesterday" | "today" | "overnight" | "tonight" if !w.capital(i) || i == w.range.start => Some(i + 1),
        "last" | "past" | "this" | "previous" => {
            let count =
                usize::from(w.is_digits(i + 1) || w.is(i + 1, Class::NUMBER_WORD.or(Class::QUANTITY)));
            let noun = i + 1 + count;
            let fits = is_period(w.lower(noun)) || w.is_calendar(noun) && count == 0;
            fits.then(|| {
                if w.is_calendar(noun) {
                    calendar(w, noun).unwrap_or(noun + 1)
                } else {
                    noun + 1
                }
            })
        }
        "earlier" | "late" | "early" | "mid" => expression(w, i + 1).filter(|_| w.range.contains(&(i + 1))),
        _ if w.is_calendar(i) && (w.lower(i) != "may" || dated(w, i)) => calendar(w, i),
        _ if w.is_digits(i) || w.is(i, Class::NUMBER_WORD) => digits(w, i),
        _ => None,
    }
}

fn is_period(word: &str) -> bool {
    matches!(
        word,
        "hours"
            | "day"
            | "days"
            | "night"
            | "week"
            | "weeks"
            | "weekend"
            | "month"
            | "months"
            | "year"
            | "years"
            | "morning"
            | "evening"
            | "afternoon"
    )
}

/// "May" is a verb, too: a month only beside a number or after a preposition of time.
fn dated(w: &Window<'_, '_>, i: usize) -> bool {
    w.is_digits(i + 1)
        || w.is_digits(w.before(i, 1))
        || matches!(
            w.lower(w.before(i, 1)),
            "in" | "since" | "of" | "last" | "early" | "late" | "mid" | "until"
        )
}

/// "Saturday", "Saturday and Sunday", "Saturday evening", "March 12, 2013", "March".
fn calendar(w: &Window<'_, '_>, i: usize) -> Option<usize> {
    if w.is(i, Class::DAY) {
        let mut end = i + 1;
        if matches!(w.lower(end), "morning" | "evening" | "afternoon" | "night") {
            end += 1;
        }
        if matches!(w.lower(end), "and" | "or" | "to") && w.is(end + 1, Class::DAY) && w.capital(end + 1) {
            end += 2;
        }
        let month = end + usize::from(w.lower(end) == ",");
        let whole = w.is_calendar(month) && w.is(month, Class::MONTH) && w.is_digits(month + 1);
        return if whole { calendar(w, month) } else { Some(end) };
    }
    let mut end = i + 1;
    let short = |at: usize, most: usize| w.is_digits(at) && w.doc.text_of(at).len() <= most;
    if short(end, 5) {
        let year = is_year(w, end);
        end += 1;
        if !year && short(end + 1, 2) && matches!(w.lower(end), "-" | "–" | "to" | "and") {
            end += 2;
        }
        let next = end + usize::from(w.lower(end) == ",");
        if !year && is_year(w, next) {
            end = next + 1;
        }
    }
    Some(end)
}

/// "12 March 2013", "in 2013", "two days ago".
fn digits(w: &Window<'_, '_>, i: usize) -> Option<usize> {
    let month = i + 1;
    if w.is_digits(i) && w.is_calendar(month) && w.is(month, Class::MONTH) {
        let year = month + 1 + usize::from(w.lower(month + 1) == ",");
        return Some(if is_year(w, year) { year + 1 } else { month + 1 });
    }
    if w.lower(i + 2) == "ago" && is_period(w.lower(i + 1)) {
        return Some(i + 3);
    }
    let before = w.lower(w.before(i, 1));
    (is_year(w, i)
        && matches!(
            before,
            "in" | "since" | "during" | "of" | "early" | "late" | "mid"
        ))
    .then_some(i + 1)
}

fn is_year(w: &Window<'_, '_>, i: usize) -> bool {
    let year = |text: &str| text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    w.is_digits(i) && year(w.doc.text_of(i))
}

/// "since Monday", "since the conflict began in March 2011", "since the truce broke".
fn since(w: &Window<'_, '_>, i: usize) -> Option<usize> {
    for at in i + 1..i + SINCE {
        if w.is_stop(at) || w.lower(at) == "," {
            return (at > i + 1).then_some(at);
        }
        if let Some(end) = expression(w, at).filter(|_| w.lower(at) != "since") {
            return Some(end);
        }
        if at > i + 2 && w.is(at, Class::BOUNDARY) {
            return Some(at);
        }
    }
    None
}
