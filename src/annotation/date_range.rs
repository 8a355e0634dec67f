//! Whole days.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// One day or several in a row. The first is never after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateRange {
    first: Date,
    last: Date,
}

impl DateRange {
    /// The days from `first` to `last`, both included; `None` if `first` comes after `last`.
    #[must_use]
    pub fn new(first: Date, last: Date) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// A single day.
    #[must_use]
    pub const fn day(day: Date) -> Self {
        Self {
            first: day,
            last: day,
        }
    }

    /// The first day.
    #[must_use]
    pub const fn first(self) -> Date {
        self.first
    }

    /// The last day, included.
    #[must_use]
    pub const fn last(self) -> Date {
        self.last
    }
}

/// "2024-03-02" or "2024-03-02 to 2024-03-05".
impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{} to {}", self.first, self.last)
        }
    }
}

/// The text is no day and no range of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day or a range of days")]
pub struct NotDays;

/// Reads what [`fmt::Display`] writes.
impl FromStr for DateRange {
    type Err = NotDays;

    fn from_str(text: &str) -> Result<Self, NotDays> {
        let (first, last) = text.split_once(" to ").unwrap_or((text, text));
        Self::new(day(first)?, day(last)?).ok_or(NotDays)
    }
}

/// A day as 2024-03-02 and in no other of the shapes that standards allow.
fn day(text: &str) -> Result<Date, NotDays> {
    let text = text.trim();
    let shape = text.len() == 10 && text.bytes().filter(|b| *b == b'-').count() == 2;
    shape.then(|| text.parse().ok()).flatten().ok_or(NotDays)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn read_as_written() {
        for text in ["2024-03-02", "2024-03-02 to 2024-03-05"] {
            assert_eq!(text.parse::<DateRange>().unwrap().to_string(), text);
        }
        assert_eq!(
            " 2024-03-02 to 2024-03-02 "
                .parse::<DateRange>()
                .unwrap()
                .to_string(),
            "2024-03-02"
        );
        for bad in [
            "",
            "2024",
            "2024-03-05 to 2024-03-02",
            "2024-02-30",
            "20240302",
            "2024-03-02 to",
        ] {
            assert_eq!(bad.parse::<DateRange>(), Err(NotDays), "{bad}");
        }
    }
}
