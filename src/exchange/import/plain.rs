//! What plain text tells about itself: headline, by-line, date line, and the agency that signs its first paragraph.
//!
//! Everything here is a reading of layout. What is not clear stays empty, for the reviewer to fill in.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::dates::find_date;
use super::outlets::{credited_outlet, dateline_outlet, split_outlet};
use crate::annotation::Metadata;
use crate::text::zones::lines::{Line, byline_names, classify};
use crate::text::{ArticleText, Zone, ZoneKind};

/// How many paragraphs at the top are looked at.
const HEAD: usize = 20;

/// Fills the empty fields of `metadata` from `text`.
pub fn fill(metadata: &mut Metadata, text: &ArticleText, zones: &[Zone]) {
    let head = head(text);
    if metadata.title.is_empty() {
        let headline = zones.iter().find(|zone| zone.kind == ZoneKind::Headline);
        if let Some(headline) = headline {
            metadata.title = clean_title(text.slice(headline.span));
        }
    }
    let signed = head
        .iter()
        .find(|(_, line)| *line == Line::Byline)
        .and_then(|(text, _)| byline_names(text));
    let (author, outlet) = signed.map_or(("", ""), split_outlet);
    set(&mut metadata.author, author);
    set(&mut metadata.publisher, outlet);
    if metadata.publisher.is_empty() {
        let first = head
            .iter()
            .find(|(_, line)| *line == Line::Prose)
            .map(|(text, _)| *text);
        let outlet = first
            .and_then(dateline_outlet)
            .or_else(|| credited_outlet(text))
            .unwrap_or_default();
        set(&mut metadata.publisher, outlet);
    }
    if metadata.published.is_none() {
        metadata.published = dated(&head, text);
    }
}

/// The day of publication that `text` states at its top, in a date line or before its first words.
pub fn date_line(text: &ArticleText) -> Option<Date> {
    dated(&head(text), text)
}

fn head(text: &ArticleText) -> Vec<(&str, Line)> {
    let head = text.paragraphs().iter().take(HEAD);
    head.map(|p| {
        let line = text.slice(*p).trim();
        (line, classify(line))
    })
    .collect()
}

fn dated(head: &[(&str, Line)], text: &ArticleText) -> Option<Date> {
    let line = head
        .iter()
        .find(|(_, line)| *line == Line::Date)
        .map(|(text, _)| *text);
    let line = line.or_else(|| text.as_str().trim_start().lines().next().and_then(leading_date));
    line.and_then(find_date)
}

fn set(field: &mut String, found: &str) {
    if field.is_empty() {
        found.clone_into(field);
    }
}

/// A headline on one line, without a label before it.
fn clean_title(headline: &str) -> String {
    let line = headline.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = LABEL.find(&line).and_then(|label| line.get(label.end()..));
    bare.map_or(line.clone(), str::to_owned)
}

/// The date that opens an article whose layout was lost ("Wed 05 Apr 2017 Ferry sinks. A ferry …").
fn leading_date(line: &str) -> Option<&str> {
    line.bytes().take(40).any(|b| b.is_ascii_digit()).then_some(())?;
    let opening = LEADING_DATE.captures(line)?.name("date")?;
    Some(opening.as_str())
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| one(r"(?i)^(headline|title)\s*:\s*"));

/// Only a date that a new sentence or a dash follows is a date line; "December 29, 2012 was …" is not.
static LEADING_DATE: LazyLock<Regex> = LazyLock::new(|| {
    one(
        r#"^\W{0,3}((?i:published|posted|updated|last updated|date of publication)(\s+(on|at))?:?\s+)?(?<date>([A-Z][a-z]{2,8}\.?,?\s+)?(\d{1,2}\s+[A-Z][a-z]{2,8}\.?,?\s+\d{4}|[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[.-]\d{1,2}[.-]\d{4}))(\s*[-–—|:/(]|\s+(at\s+)?["“‘(\d\p{Lu}]|\s*$)"#,
    )
});

fn one(pattern: &str) -> Regex {
    #[expect(
        clippy::unwrap_used,
        reason = "the pattern is a constant, and the tests compile it"
    )]
    Regex::new(pattern).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::zones::find_zones;

    fn check(text: &str, expected: [&str; 4]) {
        let text = ArticleText::new(text);
        let mut found = Metadata::default();
        fill(&mut found, &text, &find_zones(&text));
        let date = found.published.map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(
            [found.title.as_str(), &found.author, &found.publisher, &date],
            expected,
            "{}",
            text.as_str()
        );
    }

    #[test]
    fn headline_by_line_and_dates() {
        const LEAD: &str =
            "A ferry sank off Port Vell on Monday and at least twelve people drowned, the coast guard said.";
        check(
            &format!(
                "Skip to main content\n\nFerry sinks off Port Vell\n\nFrom Ana Reyl and Ben Osk, TNN\nupdated 7:52 PM EST, Sat December 29, 2012\n\n{LEAD}"
            ),
            [
                "Ferry sinks off Port Vell",
                "Ana Reyl and Ben Osk",
                "TNN",
                "2012-12-29",
            ],
        );
        check(
            &format!("PORT VELL, Jan 3 (Toria News) - {LEAD}\n\n{LEAD}"),
            ["", "", "Toria News", ""],
        );
        check(
            &format!("(TNN) -- {LEAD}\n\nTNN's Ana Reyl contributed to this report."),
            ["", "", "TNN", ""],
        );
        check(
            &format!("{LEAD}\n\nTNN's Ana Reyl contributed to this report."),
            ["", "", "TNN", ""],
        );
        check(
            &format!("Wed 05 Apr 2017 Ferry sinks. {LEAD}"),
            ["", "", "", "2017-04-05"],
        );
        for opening in [
            "Published March 23 2016 A ferry sank.",
            "Date of publication 23 March 2016 14 drowned.",
            "23-03-2016 Ferry sinks.",
            "23.03.2016(updated 1121 24.03.2016) Ferry sinks.",
            "Wed 23 Mar 2016 at 1514 Ferry sinks.",
        ] {
            check(&format!("{opening} {LEAD}"), ["", "", "", "2016-03-23"]);
        }
        check(
            &format!("December 29, 2012 was a bad day. {LEAD}"),
            ["", "", "", ""],
        );
        check(
            &format!("Headline: Ferry sinks\nBy Reuters\n\n{LEAD}"),
            ["Ferry sinks", "", "Reuters", ""],
        );
        check(&format!("{LEAD}\n{LEAD}"), ["", "", "", ""]);
        check("", ["", "", "", ""]);
    }
}
