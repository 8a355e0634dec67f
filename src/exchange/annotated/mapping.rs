//! What the labels of somebody else's file are here.

use std::collections::BTreeMap;

use crate::annotation::{KindId, LabelScheme};
use crate::exchange::marks::{CLAIM, CUE, FIGURE, PARTS, SOURCE, TARGET, VIA, kind_of, label_of};

/// What a label becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A mention of that kind. If the project lacks it, it gets it.
    Kind(KindId),
    /// A part of a claim: one of [`PARTS`].
    Part(&'static str),
    /// Nothing: it is left out.
    Nothing,
}

/// What each label becomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    by: BTreeMap<String, Meaning>,
}

/// A mapping file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} A mapping is a JSON object such as {{\"PER\": \"person\", \"MISC\": \"\"}}; \"\" leaves a label out."
)]
pub struct NotMapping(String);

/// Labels that other corpora use for what we have, in lower case without marks between words.
const KNOWN: &[(&str, &str)] = &[
    ("per", "person"),
    ("people", "person"),
    ("org", "organization"),
    ("organisation", "organization"),
    ("company", "organization"),
    ("ngo", "organization"),
    ("gpe", "state"),
    ("country", "state"),
    ("government", "state"),
    ("military", "armed_force"),
    ("militaryorganisation", "armed_force"),
    ("norp", "group"),
    ("population", "group"),
    ("loc", "place"),
    ("location", "place"),
    ("fac", "place"),
    ("content", CLAIM),
    ("quote", CLAIM),
    ("quotation", CLAIM),
    ("statement", CLAIM),
    ("verb", CUE),
    ("speaker", SOURCE),
    ("holder", SOURCE),
    ("number", FIGURE),
    ("cardinal", FIGURE),
    ("quantity", FIGURE),
    ("addressee", TARGET),
    ("through", VIA),
];

impl Meaning {
    /// What `label` most likely is: what is called so here, or what other corpora call so. Else nothing.
    #[must_use]
    pub fn guess(label: &str, scheme: &LabelScheme) -> Self {
        let folded = fold(label);
        if let Some(part) = PARTS.iter().find(|part| **part == label) {
            return Self::Part(part);
        }
        let called = |kind: &&crate::annotation::KindLabel| {
            label_of(&kind.id) == label || fold(kind.id.as_str()) == folded || fold(&kind.title) == folded
        };
        if let Some(kind) = scheme.kinds.iter().find(called) {
            return Self::Kind(kind.id.clone());
        }
        let known = KNOWN
            .iter()
            .find(|(theirs, _)| *theirs == folded)
            .map(|(_, ours)| *ours);
        let ours = known.or_else(|| PARTS.iter().find(|part| **part == folded).copied());
        ours.map_or(Self::Nothing, |ours| {
            Self::called(ours, scheme).unwrap_or(Self::Nothing)
        })
    }

    /// What is called so here; `None` if nothing is.
    #[must_use]
    pub fn called(name: &str, scheme: &LabelScheme) -> Option<Self> {
        if let Some(part) = PARTS.iter().find(|part| **part == name) {
            return Some(Self::Part(part));
        }
        let kind = kind_of(name);
        scheme.get(&kind).is_some().then_some(Self::Kind(kind))
    }

    /// What to call it in a mapping file.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Kind(kind) => label_of(kind),
            Self::Part(part) => (*part).to_owned(),
            Self::Nothing => String::new(),
        }
    }
}

/// Letters and digits in lower case.
fn fold(label: &str) -> String {
    label
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl Mapping {
    /// Reads a mapping file. A name that is none of the project's kinds and no part of a claim is a new kind.
    ///
    /// # Errors
    /// [`NotMapping`] says where it fails.
    pub fn read(source: &str, scheme: &LabelScheme) -> Result<Self, NotMapping> {
        let source = source.strip_prefix('\u{feff}').unwrap_or(source);
        let named: BTreeMap<String, String> = serde_json::from_str(source)
            .map_err(|error| NotMapping(format!("Line {}: {error}.", error.line())))?;
        let mut mapping = Self::default();
        for (label, name) in named {
            let name = name.trim();
            let meaning = if name.is_empty() {
                Meaning::Nothing
            } else {
                Meaning::called(name, scheme).unwrap_or_else(|| Meaning::Kind(kind_of(name)))
            };
            mapping.by.insert(label, meaning);
        }
        Ok(mapping)
    }

    /// As a mapping file.
    #[must_use]
    pub fn write(&self) -> String {
        let named: BTreeMap<&str, String> = self
            .by
            .iter()
            .map(|(label, m)| (label.as_str(), m.name()))
            .collect();
        serde_json::to_string_pretty(&named).unwrap_or_default()
    }

    /// Says what a label becomes.
    pub fn set(&mut self, label: &str, meaning: Meaning) {
        self.by.insert(label.to_owned(), meaning);
    }

    /// What a label becomes; guessed if nobody said it.
    #[must_use]
    pub fn get(&self, label: &str, scheme: &LabelScheme) -> Meaning {
        match self.by.get(label) {
            Some(meaning) => meaning.clone(),
            None => Meaning::guess(label, scheme),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_others() {
        let mut scheme = LabelScheme::default();
        scheme.kinds.push(crate::annotation::KindLabel {
            id: KindId::new("source"),
            title: "Kind of source".to_owned(),
            badge: "Q".to_owned(),
            colour: String::new(),
        });
        for (label, expected) in [
            ("person", "person"),
            ("PERSON", "person"),
            ("PER", "person"),
            ("Armed force", "armed_force"),
            ("B-Armed", ""),
            ("cue", "cue"),
            ("Source", "kind_source"),
            ("source", "source"),
            ("kind_source", "kind_source"),
            ("Quote", "claim"),
            ("MISC", ""),
        ] {
            assert_eq!(Meaning::guess(label, &scheme).name(), expected, "{label}");
        }
    }

    #[test]
    fn mapping_files() {
        let scheme = LabelScheme::default();
        let mapping = Mapping::read(
            "{\"A\": \"person\", \"B\": \"\", \"C\": \"court\", \"D\": \"cue\"}",
            &scheme,
        )
        .unwrap();
        assert_eq!(mapping.get("A", &scheme), Meaning::Kind(KindId::PERSON));
        assert_eq!(mapping.get("B", &scheme), Meaning::Nothing);
        assert_eq!(mapping.get("C", &scheme), Meaning::Kind(KindId::new("court")));
        assert_eq!(mapping.get("D", &scheme), Meaning::Part(CUE));
        assert_eq!(mapping.get("ORG", &scheme), Meaning::Kind(KindId::ORGANIZATION));
        assert_eq!(Mapping::read(&mapping.write(), &scheme), Ok(mapping));
        for bad in ["", "[]", "{\"A\": 1}", "{\"A\": \"person\""] {
            assert!(Mapping::read(bad, &scheme).is_err(), "{bad}");
        }
    }
}
