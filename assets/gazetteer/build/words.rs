//! Word forms with their parts of speech from treebanks, first names and surnames from the lists of office-holders.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use claimdesk::suggest::gazetteer::Tag;

use crate::phoenix::{Entry, List};

#[derive(Default)]
pub struct Words {
    pub counts: BTreeMap<String, BTreeMap<Tag, u32>>,
    pub given: BTreeMap<String, u32>,
    pub surnames: BTreeMap<String, u32>,
    /// First names by who bears them: men, women, both.
    pub bearers: BTreeMap<String, Bearers>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bearers {
    Men,
    Women,
    Both,
}

impl Words {
    pub fn read_treebank(&mut self, text: &str) {
        for line in text.lines() {
            let fields: Vec<_> = line.split('\t').collect();
            let [id, form, _, upos, xpos, ..] = fields.as_slice() else {
                continue;
            };
            if id.contains(['-', '.']) || form.chars().count() > 30 {
                continue;
            }
            let plain = form
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
            if let (true, Some(tag)) = (plain, tag_of(upos, xpos)) {
                *self
                    .counts
                    .entry(form.to_lowercase().replace('’', "'"))
                    .or_default()
                    .entry(tag)
                    .or_default() += 1;
            }
        }
    }

    pub fn read_given_names(&mut self, text: &str) {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((label, names)) = line.split_once(':') else {
                continue;
            };
            let bearers = match label {
                "male" => Bearers::Men,
                "female" => Bearers::Women,
                _ => Bearers::Both,
            };
            for name in names.split_whitespace() {
                self.bearers.insert(name.to_owned(), bearers);
            }
        }
    }

    pub fn count_people(&mut self, entries: &[(List, Entry)]) {
        for (list, entry) in entries {
            if *list != List::Countries || entry.is_country() || !entry.is_person(*list, self) {
                continue;
            }
            let Some(name) = entry.names.first() else { continue };
            let parts: Vec<_> = name.split(' ').collect();
            let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
                continue;
            };
            for (part, counts) in [(first, &mut self.given), (last, &mut self.surnames)] {
                if part.chars().count() > 2 && part.chars().all(char::is_alphabetic) {
                    *counts.entry(part.to_lowercase()).or_default() += 1;
                }
            }
        }
    }

    /// Whether people write the word in lower case.
    pub fn is_ordinary(&self, word: &str) -> bool {
        self.counts.get(&word.to_lowercase()).is_some_and(|tags| {
            let names = tags.get(&Tag::Name).copied().unwrap_or_default();
            tags.values().sum::<u32>() > 2 * names
        })
    }

    pub fn is_given(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let counted = self.given.get(&lower).is_some_and(|n| *n >= 3);
        (counted || self.bearers.contains_key(&lower)) && !self.is_ordinary(word)
    }

    pub fn is_surname(&self, word: &str) -> bool {
        self.surnames.get(&word.to_lowercase()).is_some_and(|n| *n >= 3) && !self.is_ordinary(word)
    }

    pub fn build(&self) -> Result<Vec<u8>, Box<dyn Error>> {
        let keys: BTreeSet<&String> = self
            .counts
            .keys()
            .chain(self.given.keys())
            .chain(self.surnames.keys())
            .chain(self.bearers.keys())
            .collect();
        let mut builder = fst::MapBuilder::memory();
        for key in keys {
            let mut bits = 0_u64;
            if let Some(tags) = self.counts.get(key) {
                let total: u32 = tags.values().sum();
                if total >= 2 {
                    let most = tags.iter().max_by_key(|(tag, n)| (**n, std::cmp::Reverse(**tag)));
                    if let Some((tag, _)) = most {
                        bits |= 1 << (32 + *tag as u64);
                    }
                    for (tag, n) in tags {
                        if 20 * n >= total {
                            bits |= 1 << *tag as u64;
                        }
                    }
                }
            }
            bits |= u64::from(self.is_given(key)) << 62 | u64::from(self.is_surname(key)) << 63;
            let bearers = self.bearers.get(key);
            bits |= u64::from(bearers == Some(&Bearers::Men)) << 60
                | u64::from(bearers == Some(&Bearers::Women)) << 61;
            if bits != 0 {
                builder.insert(key, bits)?;
            }
        }
        Ok(builder.into_inner()?)
    }
}

pub fn tag_of(upos: &str, xpos: &str) -> Option<Tag> {
    Some(match (upos, xpos) {
        ("NOUN", _) => Tag::Noun,
        ("PROPN", _) => Tag::Name,
        ("ADJ", _) => Tag::Adjective,
        ("ADV", _) => Tag::Adverb,
        ("DET", _) | ("PRON", "PRP$") => Tag::Determiner,
        ("PRON", _) => Tag::Pronoun,
        ("ADP", _) => Tag::Preposition,
        ("PART", _) => Tag::Particle,
        ("CCONJ", _) => Tag::And,
        ("SCONJ", _) => Tag::Subjunction,
        ("NUM", _) => Tag::Number,
        (_, "MD") => Tag::Modal,
        ("VERB" | "AUX", "VBD") => Tag::Past,
        ("VERB" | "AUX", "VBZ") => Tag::Present,
        ("VERB" | "AUX", "VBP" | "VB") => Tag::Base,
        ("VERB" | "AUX", "VBN") => Tag::Participle,
        ("VERB" | "AUX", "VBG") => Tag::Gerund,
        _ => return None,
    })
}
