//! Words: how claims and places are compared, and how groups are put into words.

use crate::annotation::{Bound, DateRange, Measure, Project};

use super::alike::Common;
use super::sight::{Sight, Toll};

/// Words that say nothing about what a claim is about: how people report, and what stands in any report on harm.
const COMMON: &[&str] = &[
    "about",
    "according",
    "added",
    "after",
    "also",
    "among",
    "another",
    "been",
    "before",
    "being",
    "between",
    "both",
    "could",
    "during",
    "early",
    "earlier",
    "first",
    "from",
    "have",
    "including",
    "into",
    "killed",
    "last",
    "least",
    "made",
    "many",
    "more",
    "most",
    "near",
    "nearly",
    "number",
    "only",
    "other",
    "others",
    "over",
    "people",
    "posted",
    "published",
    "reported",
    "said",
    "saying",
    "says",
    "several",
    "since",
    "some",
    "such",
    "than",
    "that",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "told",
    "under",
    "until",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "will",
    "with",
    "would",
    "wounded",
    "year",
    "years",
];

/// A name as it is compared: lower case, without accents and punctuation.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut folded = String::new();
    for word in name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&deunicode::deunicode(word).to_lowercase());
    }
    folded
}

/// Whether one folded place is the other or stands within its name ("Aleppo", "the city of Aleppo").
#[must_use]
pub fn is_place_in(a: &str, b: &str) -> bool {
    let holds = |long: &str, short: &str| {
        !short.is_empty()
            && long.match_indices(short).any(|(at, _)| {
                let before = long
                    .get(..at)
                    .is_none_or(|head| head.is_empty() || head.ends_with(' '));
                let after = long
                    .get(at + short.len()..)
                    .is_none_or(|tail| tail.is_empty() || tail.starts_with(' '));
                before && after
            })
    };
    holds(a, b) || holds(b, a)
}

/// The words of `text` that say what it is about, as hashes of their stems; sorted, each once.
#[must_use]
pub fn stems(text: &str) -> Vec<u32> {
    let mut stems: Vec<u32> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| {
            let word = deunicode::deunicode(word).to_lowercase();
            let is_number = word.starts_with(|c: char| c.is_ascii_digit());
            (word.len() >= 4 && !is_number && !COMMON.contains(&word.as_str())).then(|| hash(stem(&word)))
        })
        .collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// A word without the endings that change most. Crude, and the same for both sides of a comparison.
fn stem(word: &str) -> &str {
    let without = |word, endings: &[&str]| {
        let shorter = endings.iter().find_map(|ending| str::strip_suffix(word, ending));
        shorter.filter(|stem| stem.len() >= 4).unwrap_or(word)
    };
    without(without(word, &["s"]), &["ing", "ed", "e"])
}

/// FNV-1a of 32 bits.
pub(super) fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// "21", "at least 21", "15 to 50".
#[must_use]
pub fn bounded(toll: &Toll) -> String {
    let number = |value: f64| {
        let whole = format!("{}", value.trunc());
        if (value - value.trunc()).abs() > f64::EPSILON {
            return format!("{value}");
        }
        let mut grouped = String::new();
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i) % 3 == 0 && whole.len() > 4 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped
    };
    let value = match toll.value_to {
        Some(to) => format!("{} to {}", number(toll.value), number(to)),
        None => number(toll.value),
    };
    match toll.bound {
        Bound::Exactly => value,
        bound => format!("{} {value}", bound.id()),
    }
}

/// "29 Dec 2012", "3 to 5 Mar 2031".
#[must_use]
pub fn days_in_words(days: DateRange) -> String {
    let (first, last) = (days.first(), days.last());
    let day = |date: jiff::civil::Date| date.strftime("%-d %b %Y").to_string();
    if first == last {
        return day(first);
    }
    if first.year() == last.year() && first.month() == last.month() {
        return format!("{} to {}", first.day(), day(last));
    }
    format!("{} to {}", day(first), day(last))
}

/// What a group is called that nobody named: measure, place and days, or the words of its first claim.
pub(super) fn title(project: &Project, claims: &[Sight], common: &Common) -> String {
    let mut parts: Vec<String> = Vec::new();
    let measure = common.measure.filter(|measure| *measure != Measure::Other);
    parts.extend(measure.map(|measure| measure.title().to_owned()));
    let is_told = measure.is_some() && (!common.place.is_empty() || common.days.is_some());
    let first = claims
        .first()
        .and_then(|first| super::find(project, &first.claim));
    if let Some((article, item)) = first.filter(|_| !is_told) {
        parts.push(crate::review::describe(article, &item.body));
    }
    if !common.place.is_empty() {
        parts.push(common.place.clone());
    }
    if let Some(days) = common.days {
        parts.push(days_in_words(days));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_within_places() {
        let check = |a: &str, b: &str, expected: bool| {
            assert_eq!(is_place_in(&fold(a), &fold(b)), expected, "{a} and {b}");
        };
        check("Ilmen", "the town of Ilmen", true);
        check("Ílmen", "ilmen", true);
        check("Ilmen", "Ilmenau", false);
        check("Ilmen", "", false);
        check("Port Varn", "Varn", true);
    }

    #[test]
    fn stems_meet() {
        assert_eq!(stems("The bombings hit the markets"), stems("bombing a market"));
        assert!(stems("said that at least 21 people").is_empty());
    }

    #[test]
    fn numbers_read_well() {
        let toll = |value, value_to, bound| Toll {
            value,
            value_to,
            bound,
            ..Toll::of_value(value)
        };
        let check = |toll: Toll, expected: &str| assert_eq!(bounded(&toll), expected);
        check(toll(21.0, None, Bound::AtLeast), "at least 21");
        check(toll(15.0, Some(50.0), Bound::Exactly), "15 to 50");
        check(toll(12_500.0, None, Bound::Exactly), "12,500");
        check(toll(1500.0, None, Bound::Exactly), "1500");
        check(toll(2.5, None, Bound::About), "about 2.5");
    }
}
