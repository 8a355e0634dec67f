//! Names without what differs from print to print: letter case, marks on letters, articles, titles, "Inc.", whose
//! ministry it is.

use super::super::gazetteer::{Flags, Gazetteer, NameKind};
use super::super::lexicon::{Class as WordClass, Lexicon};
use super::Class;

/// Longest name that is taken apart, in words.
const LONGEST: usize = 16;

/// What is written after a company's name.
pub(super) const LEGAL_FORMS: &[&str] = &[
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "companies",
    "ltd",
    "limited",
    "plc",
    "llc",
    "lp",
    "llp",
    "sa",
    "sas",
    "nv",
    "ag",
    "gmbh",
    "se",
    "spa",
    "ab",
    "oy",
    "oyj",
    "asa",
    "kk",
    "bv",
    "pjsc",
    "ojsc",
    "oao",
    "ooo",
    "pty",
    "pte",
    "holding",
    "holdings",
    "group",
];

/// Words that two printings of a name can differ in.
const LINKS: &[&str] = &["the", "of", "and", "for", "on", "de", "du", "des", "la"];

/// Spellings of one word on the two sides of the ocean.
const SPELLINGS: &[(&str, &str)] = &[
    ("organisation", "organization"),
    ("defence", "defense"),
    ("centre", "center"),
    ("programme", "program"),
    ("labour", "labor"),
    ("theatre", "theater"),
    ("dept", "department"),
    ("govt", "government"),
    ("intl", "international"),
    ("assn", "association"),
    ("ministries", "ministry"),
];

/// Heads of state bodies whose names turn round: "Ministry of Defence", "Defence Ministry".
const TURNING: &[&str] = &["ministry", "department", "bureau", "office", "directorate"];

/// What stands before a surname as its article: "al-Toria", "Al Toria", "el-Toria".
const ARTICLES: &[&str] = &["al", "el", "ul", "ash", "as", "at", "ad", "an", "ar", "az", "ez"];

/// The words of a name as printed, at most [`LONGEST`], a hyphen parting words.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '-', '‐', '‑', '_', '/', '\u{a0}', '(', ')', ','])
        .filter(|word| !word.is_empty())
        .take(LONGEST)
}

/// One word in lower-case ASCII letters and digits.
pub(super) fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c == '&' {
            out.push_str("and");
        } else if !c.is_ascii() && c.is_alphanumeric() {
            let ascii = deunicode::deunicode_char(c).unwrap_or_default();
            out.extend(
                ascii
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .map(|a| a.to_ascii_lowercase()),
            );
        }
    }
    out
}

/// A person's name in its parts, without titles, articles of surnames and "Jr.": given names first.
pub(super) fn person(name: &str) -> Vec<String> {
    let lexicon = Lexicon::embedded();
    let mut parts: Vec<String> = words(name)
        .map(plain)
        .filter(|word| !word.is_empty() && word != "the")
        .collect();
    let titles = parts
        .iter()
        .take(parts.len().saturating_sub(1))
        .take_while(|word| lexicon.class(word).any(WordClass::TITLE))
        .count();
    parts.drain(..titles);
    while parts.len() > 1
        && parts
            .last()
            .is_some_and(|last| matches!(last.as_str(), "jr" | "sr" | "ii" | "iii" | "iv"))
    {
        parts.pop();
    }
    let count = parts.len();
    let mut kept = Vec::with_capacity(count);
    for (at, part) in parts.into_iter().enumerate() {
        if at + 1 < count && ARTICLES.contains(&part.as_str()) {
            continue;
        }
        kept.push(part);
    }
    kept
}

/// A body's or place's name in its words, without links and legal form; whose it is comes first, as the state's name.
/// Also tells how many words that name takes.
pub(super) fn body(name: &str, class: Class) -> (Vec<String>, usize) {
    if let Some(listed) = listed(name, class) {
        return body_words(listed);
    }
    let (mut parts, mut owner) = body_words(name);
    if class == Class::Body {
        without_legal_form(&mut parts);
        if parts.iter().any(|word| TURNING.contains(&word.as_str())) {
            parts.sort_unstable();
            owner = 0;
        }
    }
    (parts, owner)
}

/// What a list calls the actor that bears this name.
fn listed(name: &str, class: Class) -> Option<&'static str> {
    let value = Gazetteer::embedded().name(name)?;
    if value.flags.has(Flags::CAPS) && name.chars().any(char::is_lowercase) || value.flags.has(Flags::CAPITAL)
    {
        return None;
    }
    if Class::of_list(value.kind) != class {
        return None;
    }
    value.canonical()
}

fn body_words(name: &str) -> (Vec<String>, usize) {
    let all: Vec<&str> = words(name)
        .filter(|word| !LINKS.contains(&plain(word).as_str()) || word.chars().all(char::is_uppercase))
        .collect();
    let (owner, used) = owner(&all);
    let mut parts = owner.unwrap_or_default();
    let owner = parts.len();
    parts.extend(
        all.get(used..)
            .unwrap_or_default()
            .iter()
            .map(|word| {
                let word = word
                    .strip_suffix("'s")
                    .or_else(|| word.strip_suffix("’s"))
                    .unwrap_or(word);
                let word = plain(word);
                let other = SPELLINGS.iter().find(|(from, _)| *from == word);
                other.map_or(word, |(_, to)| (*to).to_owned())
            })
            .filter(|word| !word.is_empty() && word != "and"),
    );
    (parts, owner)
}

/// The state or body that opens a longer name ("U.S.", "Norwegian", "U.N."), by its full name, and how many words it takes.
fn owner(all: &[&str]) -> (Option<Vec<String>>, usize) {
    for count in (1..=2.min(all.len().saturating_sub(1))).rev() {
        let phrase = all.get(..count).unwrap_or_default().join(" ");
        let phrase = phrase.trim_end_matches("'s").trim_end_matches("’s");
        let value = Gazetteer::embedded()
            .name(phrase)
            .filter(|v| {
                matches!(v.kind, NameKind::State | NameKind::Demonym)
                    || v.kind == NameKind::Organization && v.flags.has(Flags::LISTED.with(Flags::CAPS))
            })
            .filter(|v| !v.flags.has(Flags::CAPS) || !phrase.chars().any(char::is_lowercase));
        if let Some(value) = value {
            let state = value.canonical().unwrap_or(phrase);
            return (Some(words(state).map(plain).collect()), count);
        }
    }
    (None, 0)
}

/// Takes "Inc.", "N.V." and an acronym of what stands before it off the end.
fn without_legal_form(parts: &mut Vec<String>) {
    while parts.len() > 1 {
        let Some((last, before)) = parts.split_last() else {
            return;
        };
        let acronym = before.len() > 1 && {
            let full: String = before.iter().filter_map(|word| word.chars().next()).collect();
            let legal = before
                .iter()
                .rev()
                .take_while(|w| LEGAL_FORMS.contains(&w.as_str()))
                .count();
            let short: String = full
                .chars()
                .take(full.chars().count().saturating_sub(legal))
                .collect();
            *last == full || (*last == short && short.len() > 1)
        };
        if !acronym && !LEGAL_FORMS.contains(&last.as_str()) {
            return;
        }
        parts.pop();
    }
}

/// The acronym that a name is, in lower case: "GCC", "U.N.", "`BoA`".
pub(super) fn acronym(name: &str) -> Option<String> {
    if name.contains([' ', '-']) || name.len() > 12 {
        return None;
    }
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    let upper = name.chars().filter(|c| c.is_uppercase()).count();
    let first = name.chars().next().is_some_and(char::is_uppercase);
    (first && (2..=8).contains(&letters) && upper >= 2 && upper * 2 >= letters).then(|| plain(name))
}

/// The acronyms that a name of several words can have: with and without its small words, with and without its legal form.
pub(super) fn initials(name: &str) -> Vec<String> {
    // "human rights watchdogs" describes somebody, and is no long form of "HRW".
    if !name.contains(char::is_uppercase) {
        return Vec::new();
    }
    let all: Vec<&str> = words(name).collect();
    let count = all.len()
        - all
            .iter()
            .rev()
            .take_while(|word| LEGAL_FORMS.contains(&plain(word).as_str()))
            .count();
    let mut found: Vec<String> = Vec::new();
    for words in [all.as_slice(), all.get(..count).unwrap_or_default()] {
        if words.len() < 2 {
            continue;
        }
        for small in [false, true] {
            let mut letters = String::new();
            for word in words {
                let capital = word
                    .chars()
                    .next()
                    .is_some_and(|c| c.is_uppercase() || c.is_numeric());
                if word.len() > 1 && word.chars().all(|c| c.is_uppercase() || c == '.') {
                    letters.push_str(&plain(word));
                } else if (capital || small) && !plain(word).is_empty() {
                    letters.extend(plain(word).chars().next());
                }
            }
            if letters.len() > 1 && !found.contains(&letters) {
                found.push(letters);
            }
        }
    }
    found
}

/// Whether a name tells its actor by itself, in any article: it is listed, or has a word that is no ordinary one.
pub(super) fn is_telling(name: &str, class: Class) -> bool {
    listed(name, class).is_some()
        || Gazetteer::embedded()
            .name(name)
            .is_some_and(|v| v.flags.has(Flags::LISTED))
        || words(name).any(|word| {
            let lower = plain(word);
            let tags = Gazetteer::embedded().word(&lower);
            word.chars().next().is_some_and(char::is_uppercase)
                && !LINKS.contains(&lower.as_str())
                && (!tags.is_known() || tags.is_mostly(super::super::gazetteer::Tag::Name))
        })
}
