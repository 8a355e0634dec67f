//! Numbers in digits and words.

use super::super::doc::Doc;
use crate::text::TokenKind;

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
pub(super) fn range_end(doc: &Doc<'_>, at: usize, limit: usize) -> Option<(f64, usize)> {
    let between = at >= 2 && doc.lower(at - 2) == "between";
    let joins = matches!(doc.lower(at), "to" | "-" | "–") || (between && doc.lower(at) == "and");
    if !joins || at + 1 >= limit {
        return None;
    }
    number(doc, at + 1, limit)
}
