//! Figures: numbers that a claim states, with what they count, whom, where, when and by whom.

use std::ops::Range;

use super::actors::{Found, Kind};
use super::claims::Marks;
use super::doc::Doc;
use super::gazetteer::Tag;
use super::lexicon::Class;
use crate::annotation::{Bound, Figure, Measure};
use crate::text::TokenKind;

/// How far, in tokens, the verb or noun may be that tells what is counted.
const REACH: usize = 14;

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

/// A number at `at`: digits with a factor, or number words. Gives the value and where it ends.
pub(super) fn number(doc: &Doc<'_>, at: usize, limit: usize) -> Option<(f64, usize)> {
    let mut value = match doc.kind(at)? {
        TokenKind::Number => digits(doc.text_of(at))?,
        TokenKind::Word => return words(doc, at, limit),
        _ => return None,
    };
    let mut end = at + 1;
    while end < limit
        && let Some(factor) = factor(doc.lower(end))
    {
        value *= factor;
        end += 1;
    }
    value.is_finite().then_some((value, end))
}

fn digits(text: &str) -> Option<f64> {
    let clean: String = text.chars().filter(|c| *c != ',').collect();
    let plain = clean.len() <= 15 && clean.chars().all(|c| c.is_ascii_digit() || c == '.');
    let grouped = !text.contains(',')
        || text
            .split(',')
            .skip(1)
            .all(|g| g.split('.').next().is_some_and(|g| g.len() == 3));
    (plain && grouped).then(|| clean.parse().ok()).flatten()
}

fn factor(word: &str) -> Option<f64> {
    Some(match word {
        "hundred" => 100.0,
        "thousand" => 1e3,
        "million" | "mln" => 1e6,
        "billion" | "bn" => 1e9,
        "dozen" => 12.0,
        _ => return None,
    })
}

fn unit(word: &str) -> Option<f64> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    if let Some((tens, ones)) = word.split_once('-') {
        let tens = unit(tens).filter(|t| *t >= 20.0)?;
        return Some(tens + unit(ones).filter(|o| (1.0..10.0).contains(o))?);
    }
    let one = ONES.iter().position(|w| *w == word).map(|n| n as f64);
    one.or_else(|| {
        TENS.iter()
            .position(|w| *w == word)
            .map(|n| (n as f64 + 2.0) * 10.0)
    })
}

/// "two hundred and forty-one thousand"; "a dozen", but not "dozens".
fn words(doc: &Doc<'_>, at: usize, limit: usize) -> Option<(f64, usize)> {
    let first = doc.lower(at);
    let part = match first {
        "quarter" => 0.25,
        "half" => 0.5,
        _ => 0.0,
    };
    let of_a = usize::from(doc.lower(at + 1) == "of") + 1;
    if part > 0.0
        && doc.lower(at + of_a) == "a"
        && doc.lower(at + of_a + 1) == "million"
        && at + of_a + 1 < limit
    {
        return Some((part * 1e6, at + of_a + 2));
    }
    let article = matches!(first, "a" | "half") && factor(doc.lower(at + 1)).is_some() && at + 1 < limit;
    let mut group = match (unit(first), article) {
        (Some(value), _) => value,
        (None, true) => {
            if first == "half" {
                0.5
            } else {
                1.0
            }
        }
        _ => return None,
    };
    let mut total = 0.0;
    let mut end = at + 1;
    while end < limit && end < at + 8 {
        let word = doc.lower(end);
        if let Some(by) = factor(word) {
            if by >= 1e3 {
                total += group * by;
                group = 0.0;
            } else {
                group *= by;
            }
        } else if let Some(more) = unit(word).filter(|m| {
            *m < 100.0 && group >= 100.0 && group % 100.0 == 0.0
                || *m < 10.0 && group >= 20.0 && group % 10.0 == 0.0 && group < 100.0
        }) {
            group += more;
        } else if !(word == "and" && unit(doc.lower(end + 1)).is_some() && group >= 100.0) {
            break;
        }
        end += 1;
    }
    Some((total + group, end))
}

/// "15 to 50", "10-20", "between 3 and 5".
fn range_end(doc: &Doc<'_>, at: usize, limit: usize) -> Option<(f64, usize)> {
    let between = at >= 2 && doc.lower(at - 2) == "between";
    let joins = matches!(doc.lower(at), "to" | "-" | "–") || (between && doc.lower(at) == "and");
    if !joins || at + 1 >= limit {
        return None;
    }
    number(doc, at + 1, limit)
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
        ("at", "least") | ("a", "minimum") | ("least", "some") | ("no", "fewer") => Bound::AtLeast,
        ("more" | "greater" | "higher" | "larger", "than") | (_, "over" | "exceeding") => Bound::MoreThan,
        ("up", "to") | ("at", "most") | ("as", "many") | ("less" | "fewer", "than") => Bound::UpTo,
        (
            _,
            "about" | "around" | "nearly" | "almost" | "roughly" | "approximately" | "some" | "estimated"
            | "close",
        ) => Bound::About,
        ("many", "as") => Bound::UpTo,
        ("fewer", "than ") => Bound::UpTo,
        ("close", "to") => Bound::About,
        _ if word(3) == "no" && word(2) == "fewer" && word(1) == "than" => Bound::AtLeast,
        _ => Bound::Exactly,
    }
}

/// The words counted, after the number.
fn who(doc: &Doc<'_>, here: &Range<usize>, content: &Range<usize>) -> String {
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
fn measure(doc: &Doc<'_>, here: &Range<usize>, content: &Range<usize>) -> Measure {
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
        (_, Some((_, measure))) => measure,
        (Some((_, measure)), None) => measure,
        (None, None) => Measure::Other,
    }
}

/// The nearest mention of these kinds after the number, else before it, in the content.
fn near(
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
fn when(doc: &Doc<'_>, here: &Range<usize>, content: &Range<usize>) -> String {
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
fn by(doc: &Doc<'_>, found: &[Found], marks: &Marks, here: &Range<usize>, content: &Range<usize>) -> String {
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
