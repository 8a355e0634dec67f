//! Numbers in digits and words.
//!
//! A word that names no number but an order of size ("dozens", "hundreds") has the least number that it allows, as event
//! data sets code it (ACLED codebook: 12 for "dozens", 100 for "hundreds").

use super::super::lexicon::Class;
use super::window::Window;
use crate::annotation::Bound;

/// A number in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    pub value: f64,
    /// The upper end of a range.
    pub to: Option<f64>,
    /// The token after it.
    pub end: usize,
    /// What its own words say about the bound ("dozens", "a couple").
    pub bound: Option<Bound>,
    /// Counts only if people came to harm: "no one", "scores".
    pub weak: bool,
}

impl Number {
    const fn plain(value: f64, end: usize) -> Self {
        Self {
            value,
            to: None,
            end,
            bound: None,
            weak: false,
        }
    }
}

/// The number that starts at `at`, ranges included.
pub(super) fn number(w: &Window<'_, '_>, at: usize) -> Option<Number> {
    let first = single(w, at)?;
    if first.to.is_some() || first.weak {
        return Some(first);
    }
    match range_end(w, at, &first) {
        Some((to, end)) if to > first.value => Some(Number {
            to: Some(to),
            end,
            ..first
        }),
        _ => Some(first),
    }
}

fn single(w: &Window<'_, '_>, at: usize) -> Option<Number> {
    if w.is_digits(at) {
        return in_digits(w, at);
    }
    if !w.is(at, Class::NUMBER_WORD.or(Class::QUANTITY)) {
        let next = w.is(at + 1, Class::NUMBER_WORD.or(Class::QUANTITY));
        return (next && matches!(w.lower(at), "a" | "few" | "some" | "many"))
            .then(|| after_article(w, at))?;
    }
    match w.lower(at) {
        "no" | "nobody" | "none" => nobody(w, at),
        "half" | "quarter" => part(w, at),
        "several" => several(w, at),
        _ if w.is(at, Class::QUANTITY) => vague(w, at),
        _ => words(w, at),
    }
}

fn in_digits(w: &Window<'_, '_>, at: usize) -> Option<Number> {
    let text = w.doc.text_of(at);
    let mut number = match text.split_once('-') {
        Some((low, high)) => {
            let (low, high) = (digits(low)?, digits(high)?);
            Number {
                to: (high > low).then_some(Some(high))?,
                ..Number::plain(low, at + 1)
            }
        }
        None => Number::plain(digits(text)?, at + 1),
    };
    while let Some(by) = factor(w.lower(number.end)) {
        number.value *= by;
        number.to = number.to.map(|to| to * by);
        number.end += 1;
    }
    number.value.is_finite().then_some(number)
}

fn digits(text: &str) -> Option<f64> {
    let plain = |text: &str| {
        !text.is_empty() && text.len() <= 15 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    if !text.contains(',') {
        return plain(text).then(|| text.parse().ok()).flatten();
    }
    let grouped = text
        .split(',')
        .skip(1)
        .all(|g| g.split('.').next().is_some_and(|g| g.len() == 3));
    let clean: String = text.chars().filter(|c| *c != ',').collect();
    (plain(&clean) && grouped).then(|| clean.parse().ok()).flatten()
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

/// "two hundred and forty-one thousand", "dozen".
fn words(w: &Window<'_, '_>, at: usize) -> Option<Number> {
    let first = w.lower(at);
    let start = unit(first).or_else(|| factor(first).map(|_| 1.0))?;
    let from = if unit(first).is_some() { at + 1 } else { at };
    let (value, end) = factors(w, start, from);
    Some(Number::plain(value, end))
}

/// What follows the first number word.
fn factors(w: &Window<'_, '_>, start: f64, from: usize) -> (f64, usize) {
    let (mut total, mut group, mut end) = (0.0, start, from);
    while end < from + 8 {
        let word = w.lower(end);
        if let Some(by) = factor(word) {
            if by >= 1e3 {
                total += group * by;
                group = 0.0;
            } else {
                group *= by;
            }
        } else if let Some(more) = w
            .is(end, Class::NUMBER_WORD)
            .then(|| unit(word))
            .flatten()
            .filter(|m| adds(*m, group, total))
        {
            group += more;
        } else if !(word == "and"
            && (group >= 100.0 || total > 0.0)
            && unit(w.lower(end + 1)).is_some_and(|m| adds(m, group, total)))
        {
            break;
        }
        end += 1;
    }
    (total + group, end)
}

/// Whether `more` completes a number: "two hundred" + "five", "twenty" + "one", "one thousand" + "two".
fn adds(more: f64, group: f64, total: f64) -> bool {
    let hundreds = group >= 100.0 && group % 100.0 == 0.0;
    let tens = (20.0..100.0).contains(&group) && group % 10.0 == 0.0;
    more < 100.0 && hundreds || (1.0..10.0).contains(&more) && tens || group == 0.0 && total > 0.0
}

/// "a dozen", "a hundred", "a couple", "a few hundred", "a quarter of a million".
fn after_article(w: &Window<'_, '_>, at: usize) -> Option<Number> {
    let next = w.lower(at + 1);
    if matches!(w.lower(at), "few" | "some" | "many") {
        // "some two hundred" is a number with a bound before it.
        return (w.lower(at) == "few").then(|| several(w, at))?;
    }
    match next {
        "couple" => Some(Number {
            bound: Some(Bound::About),
            ..Number::plain(2.0, at + 2)
        }),
        "half" | "quarter" => part(w, at + 1),
        _ => {
            factor(next)?;
            let (value, end) = factors(w, 1.0, at + 1);
            Some(Number::plain(value, end))
        }
    }
}

/// "half a million", "quarter of a million"; other parts are no counts.
fn part(w: &Window<'_, '_>, at: usize) -> Option<Number> {
    let share = if w.lower(at) == "half" { 0.5 } else { 0.25 };
    let article = at + 1 + usize::from(w.lower(at + 1) == "of");
    let by = factor(w.lower(article + 1)).filter(|_| w.lower(article) == "a")?;
    Some(Number::plain(share * by, article + 2))
}

/// "several hundred", "a few dozen": the least that it can mean, as for "hundreds".
fn several(w: &Window<'_, '_>, at: usize) -> Option<Number> {
    factor(w.lower(at + 1))?;
    let (value, end) = factors(w, 1.0, at + 1);
    Some(Number {
        bound: Some(Bound::AtLeast),
        ..Number::plain(value, end)
    })
}

/// "dozens", "tens of thousands".
fn vague(w: &Window<'_, '_>, at: usize) -> Option<Number> {
    let size = |word: &str| {
        Some(match word {
            "tens" => 10.0,
            "dozens" => 12.0,
            "scores" => 20.0,
            "hundreds" => 100.0,
            "thousands" => 1e3,
            "millions" => 1e6,
            "billions" => 1e9,
            _ => return None,
        })
    };
    let first = w.lower(at);
    if first == "dozen" {
        return words(w, at);
    }
    let mut value = size(first)?;
    let mut end = at + 1;
    if w.lower(end) == "of"
        && let Some(more) = size(w.lower(end + 1)).filter(|more| *more > value)
    {
        value *= more;
        end += 2;
    }
    if first == "tens" && end == at + 1 {
        return None;
    }
    Some(Number {
        bound: Some(Bound::AtLeast),
        weak: first == "scores",
        ..Number::plain(value, end)
    })
}

/// "no one", "nobody", "none of them", "no deaths".
fn nobody(w: &Window<'_, '_>, at: usize) -> Option<Number> {
    let end = match (w.lower(at), w.lower(at + 1)) {
        ("no", "one") => at + 2,
        ("no", _) if w.is(at + 1, Class::KILLED.or(Class::WOUNDED)) || w.is_people(at + 1) => at + 1,
        ("nobody", _) | ("none", "of") => at + 1,
        _ => return None,
    };
    Some(Number {
        weak: true,
        ..Number::plain(0.0, end)
    })
}

/// "15 to 50", "between 3 and 5", "from about 500 to some 1,300", "two or three".
fn range_end(w: &Window<'_, '_>, at: usize, first: &Number) -> Option<(f64, usize)> {
    let opening = (1..=3).map(|back| w.lower(w.before(at, back)));
    let between = opening.clone().any(|word| word == "between");
    let from = opening.clone().any(|word| word == "from");
    // "rose from 12 to 15" is a change, and the second number is what holds.
    if from
        && (2..=5).any(|back| {
            matches!(
                w.lower(w.before(at, back)),
                "rose"
                    | "rise"
                    | "rises"
                    | "risen"
                    | "rising"
                    | "climbed"
                    | "increased"
                    | "jumped"
                    | "grew"
                    | "up"
                    | "fell"
                    | "dropped"
                    | "revised"
            )
        })
    {
        return None;
    }
    let mut join = first.end;
    if w.doc.is_mark(join, &["("]) {
        join += 1;
    }
    let joins = match w.lower(join) {
        "to" | "-" | "–" | "—" => true,
        "and" => between,
        "or" => first.value >= 1.0 && first.bound.is_none() && w.is_digits(at) == w.is_digits(join + 1),
        _ => false,
    };
    if !joins {
        return None;
    }
    let mut next = join + 1;
    if w.doc.is_mark(next, &[")"]) {
        next += 1;
    }
    // An aside between dashes: "from 500 to - by one account - 1,300".
    if from && w.doc.is_dash(next) {
        next = (next + 1..next + 8).find(|i| w.doc.is_dash(*i))? + 1;
    }
    if between || from {
        while matches!(
            w.lower(next),
            "about" | "around" | "some" | "over" | "nearly" | "almost" | "roughly"
        ) {
            next += 1;
        }
    }
    let second = single(w, next).filter(|n| n.to.is_none() && !n.weak && n.bound.is_none())?;
    Some((second.value, second.end))
}
