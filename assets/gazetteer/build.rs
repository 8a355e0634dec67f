//! Builds the embedded dictionaries: `names.fst` with `names.bin`, and `words.fst`.
//!
//! `cargo run --example build-gazetteer -- ../shared/corpora/lexicons` reads the word lists beside this file, the
//! Phoenix lists in the folder given, and the two treebanks in `syntax` beside that folder. The same input gives the
//! same bytes. README.md tells origin and licence of each.

#[path = "build/phoenix.rs"]
mod phoenix;
#[path = "build/words.rs"]
mod words;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use claimdesk::suggest::gazetteer::{Flags, NameKind, NameValue, push_key};
use phoenix::{BODY_WORDS, Entry, List, TITLE_WORDS, has_word, phoenix, title_case};
use words::Words;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args()
        .nth(1)
        .ok_or("Say where the lexicons are: build-gazetteer FOLDER")?;
    let folder = Path::new(&folder);
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/gazetteer");

    let mut words = Words::default();
    for name in ["gum-open.train.conllu", "ewt.train.conllu"] {
        words.read_treebank(&read(&folder.join("../syntax").join(name))?);
    }
    words.read_given_names(&read(&here.join("given-names.txt"))?);
    let mut names = Names::default();
    names.read_states(&read(&here.join("states.txt"))?);
    names.read_bodies(&read(&here.join("bodies.txt"))?);
    names.read_places(&read(&here.join("places.txt"))?);
    let entries = [
        ("Phoenix.MilNonState.actors.txt", List::Armed),
        ("Phoenix.Countries.actors.txt", List::Countries),
        ("Phoenix.International.actors.txt", List::International),
    ];
    let mut read_entries = Vec::new();
    for (name, list) in entries {
        for entry in phoenix(&read(&folder.join(name))?) {
            read_entries.push((list, entry));
        }
    }
    words.count_people(&read_entries);
    for (list, entry) in &read_entries {
        names.add_phoenix(*list, entry, &words);
    }
    let (fst, canonical) = names.build()?;
    fs::write(here.join("names.fst"), fst)?;
    fs::write(here.join("names.bin"), canonical)?;
    fs::write(here.join("words.fst"), words.build()?)?;
    println!("{} names, {} words", names.entries.len(), words.counts.len());
    Ok(())
}

/// The lists are Latin-1 in places; every byte is a character then.
fn read(path: &Path) -> Result<String, Box<dyn Error>> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|e| e.into_bytes().into_iter().map(char::from).collect()))
}

#[derive(Default)]
struct Names {
    /// Key to value without the canonical name, and that name.
    entries: BTreeMap<String, (NameKind, Flags, String)>,
}

impl Names {
    fn add(&mut self, name: &str, kind: NameKind, flags: Flags, canonical: &str) {
        let mut key = String::new();
        push_key(name, &mut key);
        if key.len() < 2 {
            return;
        }
        self.entries
            .entry(key)
            .or_insert_with(|| (kind, flags, canonical.to_owned()));
    }

    /// A name written as in print: the case decides how strictly it is matched.
    fn add_printed(&mut self, name: &str, kind: NameKind, extra: Flags, canonical: &str) {
        let letters: Vec<char> = name.chars().filter(|c| c.is_alphabetic()).collect();
        let mut flags = extra;
        if letters.len() <= 6 && letters.iter().all(|c| c.is_uppercase()) && !name.contains(' ') {
            flags = flags.with(Flags::CAPS);
        } else if letters.first().is_some_and(|c| c.is_lowercase()) {
            flags = flags.with(Flags::LOWER);
        }
        self.add(name, kind, flags, canonical);
    }

    fn read_states(&mut self, text: &str) {
        for line in text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let mut fields = line.split('|');
            let mut field = || fields.next().unwrap_or_default();
            let names: Vec<_> = field().split(';').collect();
            let canonical = names.first().copied().unwrap_or_default();
            for name in &names {
                self.add_printed(name, NameKind::State, Flags::NONE, canonical);
            }
            for demonym in field().split(' ').filter(|d| !d.is_empty()) {
                self.add(
                    &demonym.replace('-', " "),
                    NameKind::Demonym,
                    Flags::NONE,
                    canonical,
                );
            }
            for capital in field().split(';').filter(|c| !c.is_empty()) {
                self.add(capital, NameKind::Place, Flags::CAPITAL, canonical);
            }
        }
    }

    fn read_bodies(&mut self, text: &str) {
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let Some((kind, names)) = line.split_once('|') else {
                continue;
            };
            let Some(kind) = NameKind::parse(kind) else {
                continue;
            };
            let names: Vec<_> = names.split(';').collect();
            let canonical = names.first().copied().unwrap_or_default();
            for name in &names {
                let bare = name.strip_prefix("The ").unwrap_or(name);
                self.add_printed(bare, kind, Flags::LISTED, canonical);
            }
        }
    }

    fn read_places(&mut self, text: &str) {
        for line in text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let names: Vec<_> = line.split(';').collect();
            let canonical = names.first().copied().unwrap_or_default();
            for name in &names {
                self.add_printed(name, NameKind::Place, Flags::LISTED, canonical);
            }
        }
    }

    fn add_phoenix(&mut self, list: List, entry: &Entry, words: &Words) {
        let person = entry.is_person(list, words);
        let mut canonical = String::new();
        for name in &entry.names {
            let name = name.trim_start_matches("THE ");
            let parts: Vec<_> = name.split(' ').collect();
            let usable = name
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '.' | '&'))
                && (3..=60).contains(&name.len())
                && parts.len() <= 8
                && parts.iter().all(|p| !p.is_empty());
            if !usable {
                continue;
            }
            let single = parts.len() == 1;
            let ordinary = parts.iter().all(|p| words.is_ordinary(p));
            if single && (words.is_ordinary(name) || words.is_given(name) || words.is_surname(name)) {
                continue;
            }
            let (kind, flags) = if list == List::Countries && entry.is_country() {
                if ordinary
                    || has_word(name, BODY_WORDS)
                    || has_word(name, TITLE_WORDS)
                    || parts.len() > 4
                    || self.looks_like_a_state(name)
                {
                    continue;
                }
                (NameKind::Place, Flags::NONE)
            } else if person {
                if single || has_word(name, TITLE_WORDS) || name.len() < 7 || ordinary {
                    continue;
                }
                (NameKind::Person, Flags::NONE)
            } else {
                if has_word(name, TITLE_WORDS) || (ordinary && !has_word(name, BODY_WORDS)) {
                    continue;
                }
                let first = parts.first().copied().unwrap_or_default();
                if !has_word(name, BODY_WORDS)
                    && (first == "ABU" || (words.is_given(first) && parts.len() > 1 && parts.len() < 5))
                {
                    (NameKind::Person, Flags::NONE)
                } else if single {
                    if name.len() > 5 && list != List::Armed {
                        continue;
                    }
                    (
                        entry.kind(list, name),
                        if name.len() <= 5 { Flags::CAPS } else { Flags::NONE },
                    )
                } else {
                    (entry.kind(list, name), Flags::NONE)
                }
            };
            let own = title_case(name);
            if kind == NameKind::Place || (kind == NameKind::Person && !person) {
                self.add(name, kind, flags, &own);
                continue;
            }
            if canonical.is_empty() && !flags.has(Flags::CAPS) {
                canonical.clone_from(&own);
            }
            let shown = if canonical.is_empty() { &own } else { &canonical };
            let shown = shown.clone();
            self.add(name, kind, flags, &shown);
        }
    }

    /// A misspelt state or one of its adjectives, which the country blocks are full of.
    fn looks_like_a_state(&self, name: &str) -> bool {
        let mut key = String::new();
        push_key(name, &mut key);
        let stem: String = key.chars().take(4).collect();
        key.chars().count() >= 4
            && self
                .entries
                .range(stem.clone()..)
                .take_while(|(other, _)| other.starts_with(&stem))
                .any(|(_, (kind, ..))| matches!(kind, NameKind::State | NameKind::Demonym))
    }

    /// The map, and the table of canonical names that its values point into: a length byte before each name.
    fn build(&self) -> Result<(Vec<u8>, Vec<u8>), Box<dyn Error>> {
        let mut table = vec![0];
        let mut at: BTreeMap<&str, usize> = BTreeMap::new();
        let mut builder = fst::MapBuilder::memory();
        for (key, (kind, flags, canonical)) in &self.entries {
            let mut own = String::new();
            push_key(canonical, &mut own);
            // A name that is its own canonical one needs no entry, unless its print differs from plain title case.
            let offset = if own == *key && canonical == &title_case(&canonical.to_uppercase()) {
                0
            } else if let Some(offset) = at.get(canonical.as_str()) {
                *offset
            } else {
                let offset = table.len();
                table.push(u8::try_from(canonical.len())?);
                table.extend_from_slice(canonical.as_bytes());
                at.insert(canonical, offset);
                offset
            };
            builder.insert(key, NameValue::new(*kind, *flags, offset).to_bits())?;
        }
        Ok((builder.into_inner()?, table))
    }
}
