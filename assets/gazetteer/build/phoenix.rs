//! The Phoenix lists: blocks of a name, its synonyms and its dated codes.

use claimdesk::suggest::gazetteer::NameKind;

use crate::words::Words;

/// A word that Phoenix lists as part of a body's name, never of a person's or town's.
pub const BODY_WORDS: &[&str] = &[
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
pub const TITLE_WORDS: &[&str] = &[
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

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum List {
    Armed,
    Countries,
    International,
}

/// One block of a Phoenix list: a name, its synonyms and its codes.
pub struct Entry {
    pub names: Vec<String>,
    pub codes: Vec<String>,
}

pub fn phoenix(text: &str) -> Vec<Entry> {
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
    pub fn is_country(&self) -> bool {
        self.codes.first().is_some_and(|code| code.len() == 3)
    }

    pub fn is_person(&self, list: List, words: &Words) -> bool {
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

    pub fn kind(&self, list: List, name: &str) -> NameKind {
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

pub fn has_word(name: &str, list: &[&str]) -> bool {
    name.split([' ', '-'])
        .any(|word| list.contains(&word.to_lowercase().as_str()))
}

/// "DEIR AL-ZOR" as a newspaper prints it.
pub fn title_case(name: &str) -> String {
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
