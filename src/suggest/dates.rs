//! Days behind the words of an article: "Saturday", "last week", "since March 2011".
//!
//! A weekday is the latest one up to the day of publication, as news style has it; periods are whole calendar weeks
//! (from Monday), months and years. What lies in the day's future is cut: an article does not report it. Words that
//! leave a choice are not resolved.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Period, ToSpan as _};

use crate::annotation::DateRange;

/// The days that `words` stand for in an article published on `published`; `None` if they cannot be known.
///
/// Reads weekdays, days and months with or without a year, years, "yesterday", "last week", "the past three days", "two
/// months ago", days as 2013-03-12, two of these joined by "to", "and" or a dash, and "since" before any of them. A year
/// of its own needs no day of publication.
#[must_use]
pub fn resolve(words: &str, published: Option<Date>) -> Option<DateRange> {
    let lower = words.to_lowercase();
    let tokens: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '–' | '—'))
        .map(|token| token.trim_matches(|c: char| matches!(c, '.' | '"' | '“' | '”' | ';')))
        .filter(|token| !token.is_empty() && !matches!(*token, "the" | "of"))
        .take(40)
        .collect();
    let open = tokens.contains(&"since");
    let start = tokens.iter().position(|t| *t == "since").map_or(0, |at| at + 1);
    let reader = Reader { published };
    let mut found: Vec<DateRange> = Vec::new();
    let mut at = start;
    while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Some((range, used)) => {
                found.push(range);
                at += used.max(1);
            }
            // "since the unrest began in March": other words may stand between; elsewhere they would change the sense.
            None if open || is_filler(rest.first().copied().unwrap_or_default()) => at += 1,
            None => return None,
        }
    }
    let (first, last) = (found.first()?, found.last()?);
    if open {
        return (found.len() == 1).then(|| DateRange::new(first.first(), published?))?;
    }
    match found.len() {
        1 => Some(*first),
        2 => DateRange::new(first.first(), last.last()).filter(|_| first.last() < last.first()),
        _ => None,
    }
}

/// Words that change nothing about the day.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "on" | "in"
            | "at"
            | "to"
            | "and"
            | "from"
            | "between"
            | "during"
            | "early"
            | "late"
            | "mid"
            | "earlier"
            | "morning"
            | "evening"
            | "afternoon"
            | "night"
            | "noon"
            | "midnight"
            | "over"
            | "-"
            | "local"
            | "time"
            | "year"
            | "month"
    )
}

struct Reader {
    published: Option<Date>,
}

impl Reader {
    /// The expression that `words` start with, and how many of them it takes.
    fn read(&self, words: &[&str]) -> Option<(DateRange, usize)> {
        let word = |i: usize| words.get(i).copied().unwrap_or_default();
        if let Some(day) = iso(word(0)) {
            return Some((DateRange::day(day), 1));
        }
        self.relative(words)
            .or_else(|| self.month(words))
            .or_else(|| self.weekday(words))
            .or_else(|| year(word(0)).and_then(|year| Some((whole_year(year)?, 1))))
    }

    fn relative(&self, words: &[&str]) -> Option<(DateRange, usize)> {
        let word = |i: usize| words.get(i).copied().unwrap_or_default();
        match word(0) {
            "today" | "tonight" => Some((DateRange::day(self.published?), 1)),
            "yesterday" => Some((DateRange::day(self.back(1.days())?), 1)),
            "overnight" => Some((DateRange::new(self.back(1.days())?, self.published?)?, 1)),
            "this" => {
                if matches!(word(1), "morning" | "afternoon" | "evening") {
                    return Some((DateRange::day(self.published?), 2));
                }
                let whole = self.unit(word(1), 0)?;
                Some((
                    DateRange::new(whole.first(), whole.last().min(self.published?))?,
                    2,
                ))
            }
            "last" | "past" | "previous" => {
                if let Some(day) = weekday(word(1)) {
                    return Some((self.last_weekday(day, false)?, 2));
                }
                if let Some(month) = month(word(1)) {
                    return Some((self.last_month(month, false)?, 2));
                }
                if word(1) == "night" {
                    return Some((DateRange::new(self.back(1.days())?, self.published?)?, 2));
                }
                if let Some(count) = count(word(1)) {
                    return Some((
                        DateRange::new(self.back(period(word(2), count)?)?, self.published?)?,
                        3,
                    ));
                }
                // "last week" is the calendar week; "the past week" the seven days up to now.
                let range = if word(0) == "past" {
                    DateRange::new(self.back(period(word(1), 1)?)?, self.published?)?
                } else {
                    self.unit(word(1), 1)?
                };
                Some((range, 2))
            }
            first if word(2) == "ago" => {
                let count = count(first)?;
                let range = match word(1) {
                    "hour" | "hours" => return None,
                    "day" | "days" => DateRange::day(self.back(period("days", count)?)?),
                    unit => self.unit(unit, count)?,
                };
                Some((range, 3))
            }
            _ => None,
        }
    }

    /// "March 12, 2013", "12 March", "March 12-14", "March 2013", "March".
    fn month(&self, words: &[&str]) -> Option<(DateRange, usize)> {
        let word = |i: usize| words.get(i).copied().unwrap_or_default();
        if let (Some(first), Some(number)) = (day(word(0)), month(word(1))) {
            let year = year(word(2));
            let date = self.date(year, number, first)?;
            return Some((DateRange::day(date), 2 + usize::from(year.is_some())));
        }
        let number = month(word(0))?;
        if let Some(year) = year(word(1)) {
            return Some((whole_month(year, number)?, 2));
        }
        if let Some((first, last)) = word(1)
            .split_once('-')
            .and_then(|(a, b)| Some((day(a)?, day(b)?)))
        {
            let year = year(word(2));
            let start = self.date(year, number, first)?;
            let end = Date::new(start.year(), number, last).ok()?;
            return Some((DateRange::new(start, end)?, 2 + usize::from(year.is_some())));
        }
        if let Some(first) = day(word(1)) {
            // "March 12 to 14", "March 12 and 14, 2013"
            if matches!(word(2), "to" | "and" | "-")
                && let Some(last) = day(word(3))
                && month(word(4)).is_none()
            {
                let year = year(word(4));
                let start = self.date(year, number, first)?;
                let end = Date::new(start.year(), number, last).ok()?;
                return Some((DateRange::new(start, end)?, 4 + usize::from(year.is_some())));
            }
            let year = year(word(2));
            let date = self.date(year, number, first)?;
            return Some((DateRange::day(date), 2 + usize::from(year.is_some())));
        }
        Some((self.last_month(number, true)?, 1))
    }

    /// "Saturday", "Saturday, March 12".
    fn weekday(&self, words: &[&str]) -> Option<(DateRange, usize)> {
        let day = weekday(words.first()?)?;
        match self.month(words.get(1..).unwrap_or_default()) {
            Some((date, used)) => (date.first().weekday() == day).then_some((date, used + 1)),
            None => Some((self.last_weekday(day, true)?, 1)),
        }
    }

    fn back(&self, period: Period) -> Option<Date> {
        self.published?.checked_sub(period).ok()
    }

    /// The latest such weekday; the day of publication counts if `today` is set.
    fn last_weekday(&self, day: Weekday, today: bool) -> Option<DateRange> {
        let mut back = i64::from(day.until(self.published?.weekday()));
        if back == 0 && !today {
            back = 7;
        }
        Some(DateRange::day(self.back(back.days())?))
    }

    /// A day without a year is the latest one up to the day of publication.
    fn date(&self, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
        if let Some(year) = year {
            return Date::new(year, month, day).ok();
        }
        let published = self.published?;
        [published.year(), published.year() - 1]
            .into_iter()
            .filter_map(|year| Date::new(year, month, day).ok())
            .find(|date| *date <= published)
    }

    fn last_month(&self, month: i8, this: bool) -> Option<DateRange> {
        let published = self.published?;
        let current = published.month() >= month && (this || published.month() > month);
        let whole = whole_month(published.year() - i16::from(!current), month)?;
        DateRange::new(whole.first(), whole.last().min(published))
    }

    /// The calendar week, month or year that lies `back` before the one of the day of publication.
    fn unit(&self, unit: &str, back: i64) -> Option<DateRange> {
        let published = self.published?;
        match unit {
            "week" | "weeks" => {
                let since_monday = i64::from(Weekday::Monday.until(published.weekday()));
                let monday = self.back((since_monday + 7 * back).days())?;
                DateRange::new(monday, monday.checked_add(6.days()).ok()?)
            }
            "weekend" => {
                let week = self.unit("week", back)?;
                DateRange::new(week.last().checked_sub(1.days()).ok()?, week.last())
            }
            "month" | "months" => {
                let date = self.back(Period::new().try_months(back).ok()?)?;
                whole_month(date.year(), date.month())
            }
            "year" | "years" => whole_year(published.year() - i16::try_from(back).ok()?),
            _ => None,
        }
    }
}

fn period(unit: &str, count: i64) -> Option<Period> {
    let new = Period::new();
    match unit {
        // A day begun counts: the past 24 hours reach into yesterday.
        "hour" | "hours" => new.try_days((count + 23) / 24).ok(),
        "day" | "days" => new.try_days(count).ok(),
        "week" | "weeks" => new.try_weeks(count).ok(),
        "month" | "months" => new.try_months(count).ok(),
        "year" | "years" => new.try_years(count).ok(),
        _ => None,
    }
}

fn whole_month(year: i16, month: i8) -> Option<DateRange> {
    let first = Date::new(year, month, 1).ok()?;
    DateRange::new(first, first.last_of_month())
}

fn whole_year(year: i16) -> Option<DateRange> {
    DateRange::new(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)
}

fn iso(word: &str) -> Option<Date> {
    (word.len() == 10 && word.bytes().filter(|b| *b == b'-').count() == 2)
        .then(|| word.parse().ok())
        .flatten()
}

fn year(word: &str) -> Option<i16> {
    let year: i16 = (word.len() == 4).then(|| word.parse().ok())??;
    (1900..2100).contains(&year).then_some(year)
}

fn day(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    let day: i8 = (digits.len() <= 2).then(|| digits.parse().ok())??;
    (1..=31).contains(&day).then_some(day)
}

/// "two", "24", "a".
fn count(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] = [
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    let named = WORDS
        .iter()
        .skip(1)
        .position(|w| *w == word)
        .and_then(|n| i64::try_from(n + 1).ok());
    named.or_else(|| word.parse().ok().filter(|n| (1..=999).contains(n)))
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let fits = |name: &&str| {
        **name == *word || word == "sept" && **name == *"september" || name.get(..3) == Some(word)
    };
    let at = MONTHS.iter().position(fits)?;
    i8::try_from(at + 1).ok()
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" | "thurs" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published on a Wednesday.
    fn check(words: &str, expected: &str) {
        let published: Date = "2024-05-15".parse().unwrap();
        let found = resolve(words, Some(published)).map_or_else(String::new, |range| range.to_string());
        assert_eq!(found, expected, "{words}");
    }

    #[test]
    fn days() {
        check("Monday", "2024-05-13");
        check("on Wednesday", "2024-05-15");
        check("last Wednesday", "2024-05-08");
        check("Thursday", "2024-05-09");
        check("Wednesday evening", "2024-05-15");
        check("yesterday", "2024-05-14");
        check("three days ago", "2024-05-12");
        check("March 12", "2024-03-12");
        check("12 December", "2023-12-12");
        check("Dec. 3, 2019", "2019-12-03");
        check("Sunday, May 12", "2024-05-12");
        check("Monday, May 12", "");
        check("2024-01-05", "2024-01-05");
        check("on the 3rd of March 2020", "2020-03-03");
    }

    #[test]
    fn periods() {
        check("Saturday and Sunday", "2024-05-11 to 2024-05-12");
        check("last week", "2024-05-06 to 2024-05-12");
        check("this month", "2024-05-01 to 2024-05-15");
        check("in April", "2024-04-01 to 2024-04-30");
        check("in February 2023", "2023-02-01 to 2023-02-28");
        check("June", "2023-06-01 to 2023-06-30");
        check("in 2013", "2013-01-01 to 2013-12-31");
        check("the past three days", "2024-05-12 to 2024-05-15");
        check("in last 24 hours", "2024-05-14 to 2024-05-15");
        check("two months ago", "2024-03-01 to 2024-03-31");
        check("March 12-14", "2024-03-12 to 2024-03-14");
        check("between 3 March and 7 March", "2024-03-03 to 2024-03-07");
        check("since April", "2024-04-01 to 2024-05-15");
        check("since the unrest began in March 2011", "2011-03-01 to 2024-05-15");
    }

    #[test]
    fn what_cannot_be_known() {
        check("since the unrest began", "");
        check("during the war", "");
        check("before 2013", "");
        check("after Monday", "");
        check("", "");
        check("31 February", "");
        assert_eq!(resolve("Monday", None), None);
        assert_eq!(resolve("since 2013", None), None);
        assert_eq!(
            resolve("in 2013", None).unwrap().to_string(),
            "2013-01-01 to 2013-12-31"
        );
    }
}
