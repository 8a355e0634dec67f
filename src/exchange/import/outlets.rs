//! Names of outlets where articles carry them: after a by-line, before the first sentence, in the credits.

use crate::text::ArticleText;
use crate::text::zones::lines::{Line, classify};

/// "Jane Doe and Ali Noor, CNN" is "Jane Doe and Ali Noor" of "CNN"; "Reuters" is nobody of "Reuters".
pub fn split_outlet(names: &str) -> (&str, &str) {
    let names = names.trim().trim_end_matches([',', '.', ';', '|']).trim();
    if !names.contains(" and ") && !names.contains(',') && is_outlet(names) {
        return ("", names);
    }
    let Some((at, separator)) = names.rmatch_indices([',', '|', '/']).next() else {
        return (names, "");
    };
    let (author, outlet) = names.split_at_checked(at).unwrap_or((names, ""));
    let outlet = outlet.strip_prefix(separator).unwrap_or(outlet).trim();
    if is_outlet(outlet) {
        (author.trim(), outlet)
    } else {
        (names, "")
    }
}

/// Agencies that no word in their name gives away.
const AGENCIES: [&str; 9] = [
    "Reuters",
    "Xinhua",
    "Associated Press",
    "The Associated Press",
    "Agence France-Presse",
    "Al Jazeera",
    "Al-Jazeera",
    "Deutsche Welle",
    "Tass",
];

/// Words that papers, stations and agencies have in their names.
const WORDS: [&str; 35] = [
    "News",
    "Times",
    "Post",
    "Press",
    "Agency",
    "Herald",
    "Guardian",
    "Journal",
    "Tribune",
    "Today",
    "Radio",
    "TV",
    "Television",
    "Chronicle",
    "Gazette",
    "Telegraph",
    "Observer",
    "Mail",
    "Star",
    "Monitor",
    "Independent",
    "Standard",
    "Network",
    "Broadcasting",
    "Magazine",
    "Review",
    "Bulletin",
    "Courier",
    "Examiner",
    "Mirror",
    "Online",
    "Service",
    "Globe",
    "Daily",
    "Weekly",
];

/// Whether `name` looks like the name of an outlet: a known agency, short capitals, a domain, or a telling word.
fn is_outlet(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = words.first().copied().unwrap_or_default();
    let capitals = (2..=5).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_uppercase());
    let is_domain = [".com", ".org", ".net", ".news", ".co.uk"]
        .iter()
        .any(|end| name.ends_with(end));
    let is_name =
        |word: &&str| word.starts_with(char::is_uppercase) || matches!(*word, "of" | "the" | "de" | "&");
    AGENCIES.contains(&name)
        || (words.len() == 1 && (capitals || is_domain))
        || (words.len() == 2 && capitals)
        || ((1..=6).contains(&words.len())
            && words.iter().all(is_name)
            && words.iter().any(|w| WORDS.contains(w)))
}

/// "Toria News" for "PORT VELL, Jan 3 (Toria News) - The ferry …" and "(Toria News) -- The ferry …".
pub fn dateline_outlet(paragraph: &str) -> Option<&str> {
    let (place, rest) = paragraph.split_once('(')?;
    let (outlet, after) = rest.split_once(')')?;
    let is_place = place.len() <= 80
        && place
            .split_whitespace()
            .all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || word.len() < 4);
    let dash = ["-", "–", "—", ":"]
        .iter()
        .any(|dash| after.trim_start().starts_with(dash));
    let is_name = (2..=40).contains(&outlet.len()) && outlet.starts_with(char::is_uppercase);
    (is_place && dash && is_name).then_some(outlet.trim())
}

/// "Toria News" for "Toria News' Ana Reyl and Ben Osk contributed to this report."
pub fn credited_outlet(text: &ArticleText) -> Option<&str> {
    let last = text
        .paragraphs()
        .iter()
        .rev()
        .take(60)
        .map(|p| text.slice(*p).trim());
    last.filter(|line| line.contains(['\'', '’']) && classify(line) == Line::Credits)
        .find_map(|line| {
            let (outlet, after) = line.split_once(['\'', '’'])?;
            let outlet = outlet.trim_start_matches(['(', '[', '—', ' ']);
            let after = after.strip_prefix('s').unwrap_or(after).strip_prefix(' ')?;
            let mut words = outlet.split(' ');
            let is_name =
                words.clone().count() <= 4 && words.all(|word| word.starts_with(char::is_uppercase));
            (is_name && after.starts_with(char::is_uppercase)).then_some(outlet)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_outlets() {
        for (given, expected) in [
            ("Ana Reyl and Ben Osk, TNN", ("Ana Reyl and Ben Osk", "TNN")),
            ("Ana Reyl, Toria Times", ("Ana Reyl", "Toria Times")),
            ("Ana Reyl | BBC News", ("Ana Reyl", "BBC News")),
            ("Reuters", ("", "Reuters")),
            ("Ana Reyl, Ben Osk", ("Ana Reyl, Ben Osk", "")),
            ("Ana Reyl", ("Ana Reyl", "")),
            ("", ("", "")),
        ] {
            assert_eq!(split_outlet(given), expected, "{given}");
        }
    }

    #[test]
    fn datelines() {
        for (given, expected) in [
            (
                "PORT VELL, Jan. 3 (Toria News) - A ferry sank.",
                Some("Toria News"),
            ),
            ("(TNN) -- A ferry sank.", Some("TNN")),
            ("Port Vell, Toria (AFP) – A ferry sank.", Some("AFP")),
            ("The captain of the ferry (Ben Osk) - who fled - was found.", None),
            ("A ferry (the Mira) sank.", None),
        ] {
            assert_eq!(dateline_outlet(given), expected, "{given}");
        }
    }
}
