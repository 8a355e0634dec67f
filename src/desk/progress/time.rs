//! How long the review of an article took, told from the record of decisions.
//!
//! The rule: of the decisions of one reviewer in one article, a pause of up to five minutes between two counts as work.
//! A longer one does not; what comes after it begins a new sitting. For the first decision of each sitting one minute
//! counts, because how long somebody read before it is not known.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::annotation::{ArticleId, Decision};

/// The longest pause that counts as work, in seconds.
pub const PAUSE: u64 = 300;
/// What the first decision of a sitting counts for, in seconds.
pub const FIRST: u64 = 60;
/// The rule in words.
pub const RULE: &str = "Pauses of up to 5 minutes between two decisions of one reviewer in one article count as work, longer ones \
                        do not. The first decision of a sitting counts for one minute.";

/// What an article took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spent {
    /// Which article.
    pub article: ArticleId,
    /// What to call it.
    pub title: String,
    /// How many decisions were made in it.
    pub decisions: usize,
    /// Seconds of work of all reviewers together.
    pub seconds: u64,
}

/// Seconds of work in one article by reviewer. `decisions` are all of that article.
#[must_use]
pub fn by_reviewer<'a>(decisions: &[&'a Decision]) -> BTreeMap<&'a str, u64> {
    let mut moments = BTreeMap::<&str, Vec<Timestamp>>::new();
    for decision in decisions {
        moments.entry(&decision.by).or_default().push(decision.at);
    }
    moments
        .into_iter()
        .map(|(name, mut at)| {
            // After a merge, entries of the same moment may stand in any order.
            at.sort_unstable();
            (name, worked(&at))
        })
        .collect()
}

/// Seconds of work that decisions at these moments, oldest first, stand for.
fn worked(at: &[Timestamp]) -> u64 {
    let milliseconds: u64 = at
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => u64::try_from(b.as_millisecond() - a.as_millisecond()).ok(),
            _ => None,
        })
        .map(|pause| {
            if pause <= PAUSE * 1000 {
                pause
            } else {
                FIRST * 1000
            }
        })
        .sum();
    if at.is_empty() {
        0
    } else {
        FIRST + (milliseconds + 500) / 1000
    }
}

/// A length of time as people say it: "45 s", "12 min", "3 h 20 min".
#[must_use]
pub fn in_words(seconds: u64) -> String {
    let minutes = (seconds + 30) / 60;
    match (minutes / 60, minutes % 60) {
        (0, _) if seconds < 60 => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_count_up_to_five_minutes() {
        let worked = |seconds: &[i64]| {
            let at: Vec<Timestamp> = seconds
                .iter()
                .map(|s| Timestamp::from_second(*s).unwrap())
                .collect();
            worked(&at)
        };
        for (moments, expected) in [
            (&[][..], 0),
            (&[10], 60),
            // A bulk decision: all at one moment.
            (&[10, 10, 10], 60),
            (&[10, 40], 90),
            (&[0, 300], 360),
            (&[0, 301], 120),
            (&[0, 20, 1000, 1010], 60 + 20 + 60 + 10),
        ] {
            assert_eq!(worked(moments), expected, "{moments:?}");
        }
    }

    #[test]
    fn lengths_read_well() {
        for (seconds, expected) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (89, "1 min"),
            (3599, "1 h"),
            (12_000, "3 h 20 min"),
        ] {
            assert_eq!(in_words(seconds), expected);
        }
    }
}
