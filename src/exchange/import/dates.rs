//! Days of publication as publishers write them. A date that can be read in two ways is not read at all.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use regex::{Captures, Regex};

#[expect(
    clippy::unwrap_used,
    reason = "the patterns are constants and a test compiles them"
)]
static PATTERNS: LazyLock<[Regex; 5]> = LazyLock::new(|| {
    let month = r"(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?";
    let weekday = r"(?:\b(?<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?";
    [
        r"\b(?<year>\d{4})-(?<number>\d{1,2})-(?<day>\d{1,2})(?:\b|T|t)".to_owned(),
        format!(r"(?i){weekday}\b{month}\s+(?<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?<year>\d{{4}})\b"),
        format!(r"(?i){weekday}\b(?<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?{month},?[\s-]+(?<year>\d{{4}})\b"),
        r"\b(?<year>\d{4})/(?<number>\d{1,2})/(?<day>\d{1,2})\b".to_owned(),
        r"\b(?<first>\d{1,2})[/.-](?<second>\d{1,2})[/.-](?<year>\d{4})\b".to_owned(),
    ]
    .map(|pattern| Regex::new(&pattern).unwrap())
});

/// In which order day and month stand in dates such as 4/5/2017.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 4 May.
    DayFirst,
    /// April 5.
    MonthFirst,
}

/// The order that `date` proves: in 4/29/2017 the month comes first. `None` if it proves nothing.
pub fn order_of(date: &str) -> Option<Order> {
    let found = PATTERNS.last()?.captures(date)?;
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<u8>().ok());
    match (number("first")?, number("second")?) {
        (13..=31, 1..=12) => Some(Order::DayFirst),
        (1..=12, 13..=31) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// The first date in `text`; `None` if there is none, if it does not exist, if its weekday is wrong, or if day and
/// month could be swapped.
pub fn find_date(text: &str) -> Option<Date> {
    find_date_in(text, None)
}

/// As [`find_date`], for text whose order of day and month is known.
pub fn find_date_in(text: &str, order: Option<Order>) -> Option<Date> {
    text.bytes().any(|b| b.is_ascii_digit()).then_some(())?;
    let found = PATTERNS.iter().filter_map(|pattern| pattern.captures(text));
    let first = found.min_by_key(|c| c.get(0).map(|m| m.start()))?;
    read(&first, order)
}

/// The days of a column of a table. Where day and month could be swapped, the first date that proves an order decides for
/// all of them.
pub fn days_of(column: &[String]) -> Vec<Option<Date>> {
    let order = column.iter().find_map(|date| order_of(date));
    column.iter().map(|date| find_date_in(date, order)).collect()
}

fn read(found: &Captures<'_>, order: Option<Order>) -> Option<Date> {
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i8>().ok());
    let year: i16 = found.name("year")?.as_str().parse().ok()?;
    let (month, day) = if let (Some(first), Some(second)) = (number("first"), number("second")) {
        match (first > 12, second > 12, order) {
            (true, false, _) | (false, false, Some(Order::DayFirst)) => (second, first),
            (false, true, _) | (false, false, Some(Order::MonthFirst)) => (first, second),
            _ if first == second => (first, second),
            _ => return None,
        }
    } else {
        let month = number("number").or_else(|| month_number(found.name("month")?.as_str()))?;
        (month, number("day")?)
    };
    if !(1600..=2200).contains(&year) {
        return None;
    }
    let date = Date::new(year, month, day).ok()?;
    let weekday = found.name("weekday").and_then(|m| weekday(m.as_str()));
    weekday.is_none_or(|w| w == date.weekday()).then_some(date)
}

fn month_number(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = name.get(..3)?.to_ascii_lowercase();
    let index = MONTHS.iter().position(|m| *m == start)?;
    i8::try_from(index + 1).ok()
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name.to_ascii_lowercase().as_str() {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_publishers_write_them() {
        for (given, expected) in [
            ("updated 7:52 PM EST, Sat December 29, 2012", "2012-12-29"),
            ("December 29, 2012", "2012-12-29"),
            ("29 December 2012", "2012-12-29"),
            ("Published: Dec. 29th, 2012 at noon", "2012-12-29"),
            ("2012-12-29", "2012-12-29"),
            ("2012-12-29T23:59:00-05:00", "2012-12-29"),
            ("Wed 05 Apr 2017 A headline", "2017-04-05"),
            ("Wednesday, 5 April 2017", "2017-04-05"),
            ("29-Dec-2012", "2012-12-29"),
            ("29.12.2012", "2012-12-29"),
            ("12/29/2012", "2012-12-29"),
            ("2012/12/29 10:00", "2012-12-29"),
            ("4/4/2017", "2017-04-04"),
            ("Thu, 29 Nov 2012 10:00:00 GMT", "2012-11-29"),
        ] {
            assert_eq!(
                find_date(given).map(|d| d.to_string()).as_deref(),
                Some(expected),
                "{given}"
            );
        }
    }

    #[test]
    fn a_known_order_settles_it() {
        let read = |text, order| find_date_in(text, Some(order)).map(|d| d.to_string());
        assert_eq!(read("4/5/2017", Order::MonthFirst).as_deref(), Some("2017-04-05"));
        assert_eq!(read("4/5/2017", Order::DayFirst).as_deref(), Some("2017-05-04"));
        assert_eq!(
            read("29/5/2017", Order::MonthFirst).as_deref(),
            Some("2017-05-29")
        );
        assert_eq!(order_of("4/29/2017"), Some(Order::MonthFirst));
        assert_eq!(order_of("29.4.2017"), Some(Order::DayFirst));
        assert_eq!(order_of("4/5/2017"), None);
    }

    #[test]
    fn left_empty_rather_than_guessed() {
        for given in [
            "",
            "5/4/2017",
            "February 30, 2012",
            "Mon December 29, 2012",
            "in December 2012",
            "more than 2012-99-99",
            "Decade 12, 2012",
        ] {
            assert_eq!(find_date(given), None, "{given}");
        }
    }
}
