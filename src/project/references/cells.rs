//! What stands in the cells of a table: numbers, and headings that say what is below them.

use crate::annotation::ReferenceColumns;

/// A number as tables have it: "1,234", "1 234", "1.234.567", "3,5", "12.0". Finite and not negative.
#[must_use]
pub fn amount(text: &str) -> Option<f64> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’'))
        .collect();
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if text.len() > 40 || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // The last of two different marks is the decimal one; one mark alone groups thousands if it can, save a single point.
    let (commas, points) = (text.matches(',').count(), text.matches('.').count());
    let groups = |mark: char| {
        let mut parts = text.split(mark);
        parts.next().is_some_and(|first| first.len() <= 3) && parts.all(|part| part.len() == 3)
    };
    let plain = match (commas, points) {
        (0, 0 | 1) => text,
        (_, 0) if groups(',') => text.replace(',', ""),
        (1, 0) => text.replace(',', "."),
        (0, _) if groups('.') => text.replace('.', ""),
        (1.., 1..) if text.rfind(',') < text.rfind('.') => text.replace(',', ""),
        (1.., 1..) => text.replace('.', "").replace(',', "."),
        _ => return None,
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, "0"));
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// What the columns called `names` seem to hold.
pub(super) fn guess(names: &[String]) -> ReferenceColumns {
    let bare: Vec<String> = names
        .iter()
        .map(|name| {
            let letters = name.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        })
        .collect();
    let find = |wanted: &[&str]| {
        let at = wanted
            .iter()
            .find_map(|wanted| bare.iter().position(|name| name == wanted));
        at.and_then(|at| names.get(at)).cloned().unwrap_or_default()
    };
    ReferenceColumns {
        date: find(&[
            "date",
            "day",
            "eventdate",
            "dateofdeath",
            "dateofevent",
            "datetime",
            "time",
            "month",
            "year",
        ]),
        place: find(&[
            "place",
            "location",
            "town",
            "city",
            "village",
            "area",
            "site",
            "district",
            "province",
            "governorate",
            "region",
            "admin1",
            "where",
            "country",
        ]),
        number: find(&[
            "number",
            "count",
            "deaths",
            "killed",
            "fatalities",
            "casualties",
            "victims",
            "total",
            "best",
            "toll",
            "dead",
            "wounded",
            "injured",
            "displaced",
            "value",
        ]),
        group: find(&[
            "group",
            "victim",
            "who",
            "population",
            "status",
            "civilians",
            "sex",
            "type",
        ]),
        cause: find(&[
            "cause",
            "causeofdeath",
            "actor",
            "perpetrator",
            "by",
            "weapon",
            "eventtype",
            "event",
        ]),
        source: find(&["source", "sources", "reportedby", "publisher", "reference"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_tables() {
        for (text, expected) in [
            ("21", Some(21.0)),
            (" 1,234 ", Some(1234.0)),
            ("1 234", Some(1234.0)),
            ("1\u{a0}234", Some(1234.0)),
            ("1'234", Some(1234.0)),
            ("1.234.567", Some(1_234_567.0)),
            ("1,234.5", Some(1234.5)),
            ("1.234,5", Some(1234.5)),
            ("3,5", Some(3.5)),
            ("12.0", Some(12.0)),
            ("1.234", Some(1.234)),
            ("", None),
            ("-3", None),
            ("12 to 14 people", None),
            ("1e9", None),
            ("1,,2", None),
            ("NaN", None),
            (".", None),
            ("5.", None),
            ("99999999999999999999999999999999999999999", None),
        ] {
            assert_eq!(amount(text), expected, "{text:?}");
        }
    }
}
