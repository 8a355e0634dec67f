//! Builds the embedded dictionaries: `names.fst` with `names.bin`, and `words.fst`.
//!
//! `cargo run --example build-gazetteer -- ../shared/corpora/lexicons` reads the word lists beside this file, the
//! Phoenix lists in the folder given, and the two treebanks in `syntax` beside that folder. The same input gives the
//! same bytes. README.md tells origin and licence of each.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use claimdesk::suggest::gazetteer::{Flags, NameKind, NameValue, Tag, push_key};

/// A word that Phoenix lists as part of a body's name, never of a person's or town's.
const BODY_WORDS: &[&str] = &[
    "academy",
    "administration",
    "agency",
    "alliance",
    "army",
    "assembly",
    "association",
    "authority",
    "bank",
    "board",
    "brigade",
    "brigades",
    "bureau",
    "cabinet",
    "center",
    "centre",
    "church",
    "coalition",
    "command",
    "commission",
    "committee",
    "company",
    "congress",
    "corporation",
    "corps",
    "council",
    "court",
    "department",
    "embassy",
    "federation",
    "fighters",
    "force",
    "forces",
    "foundation",
    "front",
    "fund",
    "government",
    "group",
    "guard",
    "guards",
    "initiative",
    "institute",
    "jihad",
    "league",
    "liberation",
    "military",
    "militia",
    "ministry",
    "mission",
    "movement",
    "mujahideen",
    "network",
    "office",
    "opposition",
    "organisation",
    "organization",
    "parliament",
    "party",
    "police",
    "project",
    "radio",
    "rebels",
    "regime",
    "republic",
    "resistance",
    "school",
    "secretariat",
    "senate",
    "service",
    "services",
    "society",
    "state",
    "syndicate",
    "television",
    "times",
    "troops",
    "union",
    "university",
    "workers",
];

/// What a title looks like inside a listed name; the name with it is of no use.
const TITLE_WORDS: &[&str] = &[
    "president",
    "minister",
    "secretary",
    "general",
    "chief",
    "chairman",
    "king",
    "queen",
    "prince",
    "pope",
    "envoy",
    "leader",
    "ambassador",
    "spokesman",
    "rapporteur",
    "monitor",
    "peacekeeper",
    "representative",
    "director",
    "commissioner",
    "ruler",
    "monarch",
    "official",
    "head",
    "judge",
    "mayor",
    "governor",
    "sultan",
    "emir",
    "sheikh",
    "shah",
    "ayatollah",
];

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

#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Armed,
    Countries,
    International,
}

/// One block of a Phoenix list: a name, its synonyms and its codes.
struct Entry {
    names: Vec<String>,
    codes: Vec<String>,
}

fn phoenix(text: &str) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    for line in text.lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let uncommented = line.split([';', '#']).next().unwrap_or_default();
        let (name, codes) = uncommented.split_once('[').unwrap_or((uncommented, ""));
        let codes = codes
            .split(['[', ']'])
            .map(|c| c.split_whitespace().next().unwrap_or_default().to_owned())
            .filter(|c| !c.is_empty());
        let clean = name.split('(').next().unwrap_or_default().replace('_', " ");
        let clean = clean.trim().trim_start_matches('+').trim();
        if name.trim().is_empty() || line.starts_with('\t') || line.starts_with(' ') {
            if let Some(last) = found.last_mut() {
                last.codes.extend(codes);
            }
            continue;
        }
        if name.starts_with('+') {
            if let Some(last) = found.last_mut() {
                last.names.push(clean.to_owned());
                last.codes.extend(codes);
            }
            continue;
        }
        found.push(Entry {
            names: vec![clean.to_owned()],
            codes: codes.collect(),
        });
    }
    found
}

impl Entry {
    /// The header block of a country: its only code is the country's.
    fn is_country(&self) -> bool {
        self.codes.first().is_some_and(|code| code.len() == 3)
    }

    fn is_person(&self, list: List, words: &Words) -> bool {
        let Some(name) = self.names.first() else {
            return false;
        };
        let parts: Vec<_> = name.split(' ').collect();
        let plain =
            (2..=5).contains(&parts.len()) && !has_word(name, BODY_WORDS) && !has_word(name, TITLE_WORDS);
        let office = self.codes.iter().any(|c| c.contains("GOV") || c.contains("ELI"));
        match list {
            List::Countries => plain && office,
            List::International => plain && parts.first().is_some_and(|first| words.is_given(first)),
            List::Armed => false,
        }
    }

    fn kind(&self, list: List, name: &str) -> NameKind {
        let code = self.codes.first().map(String::as_str).unwrap_or_default();
        let role = code.get(3..).unwrap_or_default();
        let word = |w: &str| has_word(name, &[w]);
        if word("army") || word("brigade") || word("brigades") || word("militia") || word("police") {
            NameKind::ArmedForce
        } else if word("times") || word("television") || word("radio") || word("newspaper") {
            NameKind::Media
        } else if list == List::Armed
            || ["REB", "MIL", "COP", "UAF", "SEP", "INS"]
                .iter()
                .any(|r| role.starts_with(r))
        {
            NameKind::ArmedForce
        } else if role.starts_with("GOV")
            || role.starts_with("LEG")
            || role.starts_with("JUD")
            || role.starts_with("SPY")
        {
            NameKind::State
        } else {
            NameKind::Organization
        }
    }
}

fn has_word(name: &str, list: &[&str]) -> bool {
    name.split([' ', '-'])
        .any(|word| list.contains(&word.to_lowercase().as_str()))
}

/// "DEIR AL-ZOR" as a newspaper prints it.
fn title_case(name: &str) -> String {
    let mut out = String::new();
    for (i, word) in name.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let lower = word.to_lowercase();
        if i > 0
            && matches!(
                lower.as_str(),
                "of" | "the" | "and" | "for" | "in" | "to" | "bin" | "ibn" | "al" | "de" | "on"
            )
        {
            out.push_str(&lower);
            continue;
        }
        for (j, part) in lower.split('-').enumerate() {
            if j > 0 {
                out.push('-');
            }
            let mut chars = part.chars();
            if let Some(first) = chars.next() {
                out.extend(first.to_uppercase());
            }
            out.push_str(chars.as_str());
        }
    }
    out
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
                canonical = own.clone();
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

#[derive(Default)]
struct Words {
    counts: BTreeMap<String, BTreeMap<Tag, u32>>,
    given: BTreeMap<String, u32>,
    surnames: BTreeMap<String, u32>,
}

impl Words {
    fn read_treebank(&mut self, text: &str) {
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

    fn count_people(&mut self, entries: &[(List, Entry)]) {
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
    fn is_ordinary(&self, word: &str) -> bool {
        self.counts.get(&word.to_lowercase()).is_some_and(|tags| {
            let names = tags.get(&Tag::Name).copied().unwrap_or_default();
            tags.values().sum::<u32>() > 2 * names
        })
    }

    fn is_given(&self, word: &str) -> bool {
        self.given.get(&word.to_lowercase()).is_some_and(|n| *n >= 3) && !self.is_ordinary(word)
    }

    fn is_surname(&self, word: &str) -> bool {
        self.surnames.get(&word.to_lowercase()).is_some_and(|n| *n >= 3) && !self.is_ordinary(word)
    }

    fn build(&self) -> Result<Vec<u8>, Box<dyn Error>> {
        let keys: BTreeSet<&String> = self
            .counts
            .keys()
            .chain(self.given.keys())
            .chain(self.surnames.keys())
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
            if bits != 0 {
                builder.insert(key, bits)?;
            }
        }
        Ok(builder.into_inner()?)
    }
}

fn tag_of(upos: &str, xpos: &str) -> Option<Tag> {
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
