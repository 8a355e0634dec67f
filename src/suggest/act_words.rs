//! Words that tell what a speaker does: accuse, deny, promise … They come from a text file under `assets/gazetteer` that a
//! person can read and extend. Unlike the cues of [`super::lexicon`] they do not say where a claim is, and no model has learned
//! from them.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::OnceLock;

use crate::annotation::Act;

static ACTS: &str = include_str!("../../assets/gazetteer/acts.txt");

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Verb,
    Noun,
    /// A verb whose act is that of the noun behind it: "expressed regret".
    Carrier,
    /// A verb whose nouns tell what was spoken about: "asked about allegations".
    Topic,
}

/// One reading of a word.
#[derive(Clone, Debug)]
pub(super) struct ActWord {
    pub act: Act,
    pub role: Role,
    /// Whether it is speech by itself, and not only a belief or an attitude.
    pub spoken: bool,
    /// The words that must follow it: "out" for "rule out".
    pub next: Vec<&'static str>,
    /// Words that must stand behind it in its clause, side by side: "to", with a verb, for "asked residents to leave".
    pub with: Vec<&'static str>,
}

/// The readings of a word in lower case: those that ask for more first, and nouns before verbs.
pub(super) fn readings(lower: &str) -> &'static [ActWord] {
    static PARSED: OnceLock<HashMap<&str, Vec<ActWord>>> = OnceLock::new();
    let words = PARSED.get_or_init(|| parse(ACTS));
    words.get(lower).map_or(&[], Vec::as_slice)
}

fn parse(text: &'static str) -> HashMap<&'static str, Vec<ActWord>> {
    let mut found: HashMap<&str, Vec<ActWord>> = HashMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('|');
        let (Some(act), Some(used), Some(forms)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let (used, with) = used.split_once(" with ").unwrap_or((used, ""));
        let role = match used {
            "noun" | "mind" => Role::Noun,
            "carries" => Role::Carrier,
            "topic" => Role::Topic,
            _ => Role::Verb,
        };
        for form in forms.split_whitespace() {
            let mut words = form.split('+');
            let Some(word) = words.next() else { continue };
            found.entry(word).or_default().push(ActWord {
                act: Act::parse(act).unwrap_or_default(),
                role,
                spoken: !matches!(used, "does" | "mind"),
                next: words.collect(),
                with: with.split('+').filter(|word| !word.is_empty()).collect(),
            });
        }
    }
    for readings in found.values_mut() {
        readings.sort_by_key(|reading| {
            let asked = reading.next.len() * 2 + reading.with.len();
            (Reverse(asked), reading.role != Role::Noun)
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        for line in ACTS.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('|').collect();
            let [act, used, forms] = fields.as_slice() else {
                panic!("{line}");
            };
            assert!(Act::parse(act).is_some(), "{line}");
            let kind = used.split_once(" with ").map_or(*used, |(kind, _)| kind);
            assert!(
                ["says", "does", "noun", "mind", "carries", "topic"].contains(&kind),
                "{line}"
            );
            assert!(!forms.trim().is_empty(), "{line}");
        }
    }

    #[test]
    fn readings_that_ask_for_more_come_first() {
        let asked = readings("asked");
        assert_eq!(asked.first().map(|reading| reading.next.len()), Some(1));
        assert_eq!(asked.last().map(|reading| reading.role), Some(Role::Topic));
        assert!(readings("stone").is_empty());
    }
}
