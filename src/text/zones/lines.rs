//! What a single line of a news page is, judged by its wording alone.
//!
//! The rules know the furniture of news pages (by-lines, date lines, share buttons, credits), never the subject of an
//! article. Each of them is anchored at the start or the end of a short line, so that a sentence of the article that
//! uses the same words is left alone.

use super::patterns::{CREDITS, DATE_LINE, FIRST_WORDS, FURNITURE, TEASER_MARKER, WHOLE_LINES};

/// Longest line, in bytes, that can be furniture.
const LONGEST: usize = 300;

/// Longest line, in bytes, that can be a date.
const LONGEST_DATE: usize = 120;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// "By Jane Doe, Toria Times".
    Byline,
    /// A line that is a date or time and nothing else.
    Date,
    /// Navigation, buttons, adverts, copyright, labels, photo credits, "Read more: …".
    Furniture,
    /// "… contributed to this report."
    Credits,
    /// What stands above a list of other articles ("More from", "Related articles").
    TeaserMarker,
    /// A highlight.
    Bullet,
    /// A few words that are no sentence: a headline, a subheading, the title of another article.
    Title,
    /// Running text.
    Prose,
}

/// What `line` is.
#[must_use]
pub fn classify(line: &str) -> Line {
    let line = line.trim();
    if line.len() > LONGEST {
        return Line::Prose;
    }
    if !line.contains(char::is_alphanumeric) {
        return Line::Furniture;
    }
    if line.starts_with(['•', '·', '▪', '‣', '◦']) || line.starts_with("* ") {
        return Line::Bullet;
    }
    let lower = line.to_lowercase();
    if let Some(known) = furniture(line, &lower) {
        return known;
    }
    let digit = line.bytes().any(|b| b.is_ascii_digit());
    if digit && line.len() <= LONGEST_DATE && DATE_LINE.is_match(&lower) {
        return Line::Date;
    }
    if byline_names(line).is_some() {
        return Line::Byline;
    }
    if !ends_sentence(line) && line.split_whitespace().count() <= 25 && !line.ends_with([',', ';']) {
        return Line::Title;
    }
    Line::Prose
}

/// Furniture, credits and the heads of lists of teasers. `lower` is `line` in lower case.
fn furniture(line: &str, lower: &str) -> Option<Line> {
    let bare = lower.trim_end_matches([' ', ':', '.', '…', '»', '›', '>']);
    if WHOLE_LINES.contains(bare) {
        return Some(Line::Furniture);
    }
    let start = lower.trim_start_matches(['(', '[', '"', '“', '_', '*']);
    let first = start
        .split([' ', ':', '\u{a0}', ',', '|', '/'])
        .next()
        .unwrap_or_default();
    let telling = FIRST_WORDS.contains(first)
        || lower.starts_with(['©', '(', '>', '»', '→', '›'])
        || lower.contains("rights reserved")
        || lower.contains("contributed")
        || lower.contains('/')
        || lower.contains(" via ")
        || (lower.len() < 40 && lower.starts_with(|c: char| c.is_ascii_digit()));
    if !telling {
        return None;
    }
    if [">>", "»", "→"].iter().any(|mark| lower.starts_with(mark)) {
        return Some(Line::Furniture);
    }
    if FURNITURE.iter().any(|pattern| pattern.is_match(lower)) || is_photo_credit(line) {
        return Some(Line::Furniture);
    }
    if CREDITS.iter().any(|pattern| pattern.is_match(lower)) {
        return Some(Line::Credits);
    }
    (TEASER_MARKER.is_match(lower) && !ends_sentence(line)).then_some(Line::TeaserMarker)
}

/// "Photo by Ana Reyl, Toria Times": a label, then names only.
fn is_photo_credit(line: &str) -> bool {
    const LABELS: [&str; 8] = [
        "photo",
        "photograph",
        "image",
        "picture",
        "pic",
        "video",
        "graphic",
        "illustration",
    ];
    let mut words = line
        .split([' ', '/', ',', '|', ':'])
        .filter(|word| !word.is_empty());
    let label = words.next().unwrap_or_default().to_lowercase();
    if !LABELS.contains(&label.trim_end_matches('s')) || line.ends_with('.') {
        return false;
    }
    let mut names = words
        .skip_while(|word| matches!(*word, "by" | "By" | "BY" | "of" | "courtesy"))
        .peekable();
    names.peek().is_some()
        && names.all(|word| word.starts_with(|c: char| c.is_uppercase() || c == '@') || word == "and")
}

/// The names in a by-line ("Jane Doe and Ali Noor, Toria Times" for "From Jane Doe and Ali Noor, Toria Times"); `None`
/// if `line` is not a by-line.
#[must_use]
pub fn byline_names(line: &str) -> Option<&str> {
    let line = line.trim();
    let names = OPENINGS.iter().find_map(|opening| {
        let (start, rest) = line.split_at_checked(opening.len())?;
        let names = rest.trim_start_matches(':').trim_start();
        (start.eq_ignore_ascii_case(opening) && names.len() < rest.len()).then_some(names)
    })?;
    if names.len() > LONGEST || ends_sentence(names) || !names.starts_with(char::is_uppercase) {
        return None;
    }
    // "By Monday the army had left" and headlines such as "By land and by sea" have words without capitals.
    let is_name = |word: &str| {
        word.contains(char::is_uppercase)
            || PARTICLES.contains(&word.to_lowercase().as_str())
            || word.contains('@')
            || word == "-"
    };
    let mut words = names
        .split([' ', ',', '/', '|', '\u{a0}'])
        .filter(|word| !word.is_empty());
    let first = words.clone().next().unwrap_or_default().to_lowercase();
    let count = words.clone().count();
    let fits = (2..=30).contains(&count) && words.all(is_name) && !NOT_A_NAME.contains(&first.as_str());
    let is_agency = AGENCIES.iter().any(|agency| names.eq_ignore_ascii_case(agency));
    (fits || is_agency).then_some(names)
}

/// Whether `line` ends as a sentence does.
#[must_use]
pub fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', ' ']);
    if !bare.ends_with(['.', '!', '…', '。', '؟', '।']) {
        // A question is a headline as often as not.
        return false;
    }
    // A headline may end in an abbreviation ("… says U.N.").
    let last = bare.rsplit(' ').next().unwrap_or_default();
    let is_abbreviation = last.len() >= 4
        && last
            .chars()
            .zip("A.A.A.A.A.".chars())
            .all(|(c, p)| if p == '.' { c == '.' } else { c.is_uppercase() });
    !is_abbreviation
}

/// What by-lines open with.
const OPENINGS: [&str; 12] = [
    "by",
    "from",
    "story by",
    "written by",
    "reported by",
    "report by",
    "reporting by",
    "words by",
    "text by",
    "author",
    "authors",
    "posted by",
];

/// Words that names are joined with.
const PARTICLES: [&str; 20] = [
    "and", "for", "in", "of", "at", "the", "de", "da", "del", "der", "den", "van", "von", "bin", "ibn", "al",
    "el", "la", "&", "with",
];

/// First words after "By" or "From" that tell that no name follows.
const NOT_A_NAME: [&str; 30] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "the",
    "a",
    "an",
    "our",
    "this",
    "that",
    "all",
    "here",
    "there",
    "now",
    "then",
    "in",
];

/// News agencies that sign articles by their name alone.
const AGENCIES: [&str; 16] = [
    "Reuters",
    "AFP",
    "AP",
    "CNN",
    "BBC",
    "BBC News",
    "Xinhua",
    "TASS",
    "UPI",
    "DPA",
    "EFE",
    "ANSA",
    "VOA",
    "Staff",
    "Staff Writer",
    "Agencies",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Line) {
        assert_eq!(classify(line), expected, "{line}");
    }

    #[test]
    fn furniture() {
        for line in [
            "Skip to main content",
            "Home",
            "Share this article",
            "Facebook Twitter Email Print",
            "Share Tweet 12 Comments",
            "Subscribe now",
            "Sign up for our morning newsletter.",
            "Follow Ana Reyl on Twitter @anareyl.",
            "Read more: Ferry sinks off Port Vell",
            "Related: The long road to Osk",
            "READ MORE ABOUT THE TORIAN FLOODS",
            "Story highlights",
            "Advertisement",
            "© 2014 Toria Times. All rights reserved.",
            "The Toria Times 2014. All Rights Reserved.",
            "Photo: Ana Reyl/Toria Times",
            "Image credit: Ana Reyl",
            "Ana Reyl/Reuters",
            "* * *",
            "Tags: Toria, floods",
        ] {
            check(line, Line::Furniture);
        }
    }

    #[test]
    fn around_the_text() {
        check("By Ana Reyl", Line::Byline);
        check("From Ana Reyl and Ben al-Osk, Toria Times", Line::Byline);
        check("By Reuters", Line::Byline);
        check("By ANA REYL in Port Vell", Line::Byline);
        check("updated 7:52 PM EST, Sat December 29, 2012", Line::Date);
        check("29 December 2012", Line::Date);
        check("Published: 2012-12-29 10:30 GMT", Line::Date);
        check("Sat, Dec. 29th 2012 | 10:30", Line::Date);
        check("3 hours ago", Line::Date);
        check(
            "The Times' Ana Reyl and Ben Osk contributed to this report.",
            Line::Credits,
        );
        check("(Reporting by Ana Reyl; Editing by Ben Osk)", Line::Credits);
        check("Part of complete coverage on", Line::TeaserMarker);
        check("More from Toria", Line::TeaserMarker);
        check("Most popular", Line::TeaserMarker);
        check("• NEW: Ferry was overloaded", Line::Bullet);
        check("Deadly day in Toria as envoys talk", Line::Title);
        check("Will the dam hold?", Line::Title);
    }

    #[test]
    fn sentences_of_the_article_stay() {
        for line in [
            "By Monday the army had left the town.",
            "From Port Vell the road leads north.",
            "More from the north arrived on Sunday.",
            "Related attacks killed four people on Monday.",
            "Share prices fell by a third on Monday.",
            "Copyright law was not his concern, the minister said.",
            "He said his party had contributed to this report of the committee, which names more than a dozen generals.",
            "December 29, 2012 was the bloodiest day of the war.",
            "Home to two million people, the city has no water.",
            "Watch groups said 14 people were killed.",
            "“They shelled us.”",
            "Video showed tanks on the bridge.",
            "Sign of the times: bread is sold by the slice.",
        ] {
            check(line, Line::Prose);
        }
    }
}
