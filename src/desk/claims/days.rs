//! Days as a person types them.

use jiff::civil::Date;

use crate::annotation::DateRange;

/// The days that a typed date stands for: "2024", "2024-03" or "2024-03-02"; `None` if it is no date.
#[must_use]
pub fn days(text: &str) -> Option<DateRange> {
    let text = text.trim();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        4 if digits(text) => {
            let year = text.parse().ok()?;
            DateRange::new(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)
        }
        7 => {
            let (year, month) = text
                .split_once('-')
                .filter(|(year, month)| digits(year) && digits(month))?;
            let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
            DateRange::new(first, first.last_of_month())
        }
        _ => text.parse().ok(),
    }
}

/// One end of a span of time: its first day if `first`, else its last one.
#[must_use]
pub fn day(text: &str, first: bool) -> Option<Date> {
    let days = days(text)?;
    Some(if first { days.first() } else { days.last() })
}
