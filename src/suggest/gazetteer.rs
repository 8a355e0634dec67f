//! The embedded dictionaries: names with kind and actor, and words with the parts of speech they can have.
//!
//! Both are finite state maps that are searched where they lie in the binary: nothing is unpacked at start. They are
//! built by `assets/gazetteer/build.rs` from lists whose origin is told in `assets/gazetteer/README.md`.

use std::sync::OnceLock;

use fst::raw::Fst;

static NAMES: &[u8] = include_bytes!("../../assets/gazetteer/names.fst");
static CANONICAL: &[u8] = include_bytes!("../../assets/gazetteer/names.bin");
static WORDS: &[u8] = include_bytes!("../../assets/gazetteer/words.fst");

/// What a listed name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum NameKind {
    /// A human being.
    Person,
    /// A company, party, NGO or international body.
    Organization,
    /// A country or an institution of one.
    State,
    /// Military, police, rebels.
    ArmedForce,
    /// A news organisation.
    Media,
    /// A population or community.
    Group,
    /// A location.
    Place,
    /// The adjective of a state; no mention by itself.
    Demonym,
}

impl NameKind {
    const ALL: [Self; 8] = [
        Self::Person,
        Self::Organization,
        Self::State,
        Self::ArmedForce,
        Self::Media,
        Self::Group,
        Self::Place,
        Self::Demonym,
    ];

    /// The kind that the lists call `name`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "person" => Self::Person,
            "organization" => Self::Organization,
            "state" => Self::State,
            "armed_force" => Self::ArmedForce,
            "media" => Self::Media,
            "group" => Self::Group,
            "place" => Self::Place,
            _ => return None,
        })
    }
}

/// How a listed name is matched and used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Flags(u8);

impl Flags {
    /// No flag.
    pub const NONE: Self = Self(0);
    /// An acronym: only capitals match.
    pub const CAPS: Self = Self(1);
    /// May stand in lower case.
    pub const LOWER: Self = Self(2);
    /// The capital of a state; as a subject it can stand for the state.
    pub const CAPITAL: Self = Self(4);
    /// From a list that was written by hand, thus more certain.
    pub const LISTED: Self = Self(8);

    /// Both flags.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What the map of names holds for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameValue {
    /// What it stands for.
    pub kind: NameKind,
    /// How it is matched.
    pub flags: Flags,
    /// Where the actor's name lies in the table; 0 if it is the matched text.
    canonical: usize,
}

impl NameValue {
    /// A value; `canonical` is an offset into the table of names.
    #[must_use]
    pub const fn new(kind: NameKind, flags: Flags, canonical: usize) -> Self {
        Self {
            kind,
            flags,
            canonical,
        }
    }

    /// As a number for the map.
    #[must_use]
    pub const fn to_bits(self) -> u64 {
        (self.canonical as u64) << 12 | (self.flags.0 as u64) << 4 | self.kind as u64
    }

    fn from_bits(bits: u64) -> Self {
        Self {
            kind: NameKind::ALL
                .get((bits & 15) as usize)
                .copied()
                .unwrap_or(NameKind::Organization),
            flags: Flags((bits >> 4 & 0xff) as u8),
            canonical: (bits >> 12) as usize,
        }
    }

    /// The actor's name, if it differs from the matched text.
    #[must_use]
    pub fn canonical(self) -> Option<&'static str> {
        if self.canonical == 0 {
            return None;
        }
        let length = usize::from(*CANONICAL.get(self.canonical)?);
        let bytes = CANONICAL.get(self.canonical + 1..self.canonical + 1 + length)?;
        std::str::from_utf8(bytes).ok()
    }
}

/// Appends the form under which `name` is looked up: lower case, words parted by one space, hyphens as spaces, without
/// full stops and apostrophes.
pub fn push_key(name: &str, key: &mut String) {
    for c in name.chars() {
        match c {
            '.' | '\'' | '’' | '‘' | 'ʼ' | '`' => {}
            '-' | '‐' | '‑' | '_' | ' ' | '\u{a0}' | '/' => {
                if !key.is_empty() && !key.ends_with(' ') {
                    key.push(' ');
                }
            }
            _ => key.extend(c.to_lowercase()),
        }
    }
    while key.ends_with(' ') {
        key.pop();
    }
}

/// Part of speech of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Tag {
    /// Noun.
    Noun,
    /// Proper name.
    Name,
    /// Adjective.
    Adjective,
    /// Adverb.
    Adverb,
    /// Determiner or possessive pronoun.
    Determiner,
    /// Pronoun.
    Pronoun,
    /// Preposition.
    Preposition,
    /// "to", "not".
    Particle,
    /// "and", "but".
    And,
    /// "that", "because".
    Subjunction,
    /// Number word.
    Number,
    /// "would".
    Modal,
    /// "went".
    Past,
    /// "goes".
    Present,
    /// "go".
    Base,
    /// "gone".
    Participle,
    /// "going".
    Gerund,
}

/// The parts of speech that a word can have, and whether it is a given name or a surname.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tags(u64);

impl Tags {
    /// Whether the word can be `tag`.
    #[must_use]
    pub const fn can_be(self, tag: Tag) -> bool {
        self.0 >> (tag as u8) & 1 == 1
    }

    /// Whether the word is `tag` more often than anything else.
    #[must_use]
    pub const fn is_mostly(self, tag: Tag) -> bool {
        self.0 >> (32 + tag as u8) & 1 == 1
    }

    /// Whether the word is in the list at all, other than as a name.
    #[must_use]
    pub const fn is_known(self) -> bool {
        self.0 & 0xffff_ffff != 0
    }

    /// Whether people bear it as a first name, other than as a word of the language ("Will", "Grace").
    #[must_use]
    pub const fn is_given_name(self) -> bool {
        let borne = (self.is_male() || self.is_female()) && (!self.is_known() || self.is_mostly(Tag::Name));
        borne || self.0 >> 62 & 1 == 1
    }

    /// Whether people bear it as a last name.
    #[must_use]
    pub const fn is_surname(self) -> bool {
        self.0 >> 63 & 1 == 1
    }

    /// Whether men bear it as a first name, women hardly.
    #[must_use]
    pub const fn is_male(self) -> bool {
        self.0 >> 60 & 1 == 1
    }

    /// Whether women bear it as a first name, men hardly.
    #[must_use]
    pub const fn is_female(self) -> bool {
        self.0 >> 61 & 1 == 1
    }

    /// The set as bits.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// A guess by the ending, for a word that no list knows.
    #[must_use]
    pub fn guess(lower: &str) -> Self {
        let tags: &[Tag] = if lower.ends_with("ed") {
            &[Tag::Past, Tag::Participle]
        } else if lower.ends_with("ing") {
            &[Tag::Gerund, Tag::Noun]
        } else if lower.ends_with("ly") {
            &[Tag::Adverb]
        } else if lower.contains('-')
            || ["ous", "ful", "ive", "able", "ic", "al"]
                .iter()
                .any(|e| lower.ends_with(e))
        {
            &[Tag::Adjective, Tag::Noun]
        } else {
            &[Tag::Noun]
        };
        let all = tags.iter().fold(0, |bits, tag| bits | 1 << (*tag as u64));
        let most = tags.first().map_or(0, |tag| 1 << (32 + *tag as u64));
        Self(all | most)
    }
}

/// The dictionaries, opened once.
pub struct Gazetteer {
    names: Option<Fst<&'static [u8]>>,
    words: Option<Fst<&'static [u8]>>,
}

impl Gazetteer {
    /// The embedded dictionaries. Opening them takes microseconds.
    pub fn embedded() -> &'static Self {
        static OPENED: OnceLock<Gazetteer> = OnceLock::new();
        OPENED.get_or_init(|| Self {
            names: Fst::new(NAMES).ok(),
            words: Fst::new(WORDS).ok(),
        })
    }

    /// What the word (in lower case) can be.
    #[must_use]
    pub fn word(&self, lower: &str) -> Tags {
        let found = self.words.as_ref().and_then(|words| words.get(lower));
        Tags(found.map_or(0, fst::raw::Output::value))
    }

    /// What the name is listed as, letter case and punctuation aside.
    #[must_use]
    pub fn name(&self, name: &str) -> Option<NameValue> {
        let mut key = String::new();
        push_key(name, &mut key);
        let bits = self.names.as_ref()?.get(&key)?.value();
        Some(NameValue::from_bits(bits))
    }

    /// The longest listed name that starts with the first of `words` and that `fits` (given how many words it takes).
    ///
    /// `words` are lookup forms ([`push_key`]).
    pub fn longest<'k>(
        &self,
        words: impl Iterator<Item = &'k str>,
        mut fits: impl FnMut(usize, NameValue) -> bool,
    ) -> Option<(usize, NameValue)> {
        let names = self.names.as_ref()?;
        let mut node = names.root();
        let mut output = fst::raw::Output::zero();
        let mut best = None;
        for (count, word) in words.enumerate() {
            let space: &[u8] = if count > 0 { b" " } else { b"" };
            for byte in space.iter().chain(word.as_bytes()) {
                let Some(found) = node.find_input(*byte) else {
                    return best;
                };
                let transition = node.transition(found);
                output = output.cat(transition.out);
                node = names.node(transition.addr);
            }
            if node.is_final() {
                let value = NameValue::from_bits(output.cat(node.final_output()).value());
                if fits(count + 1, value) {
                    best = Some((count + 1, value));
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_spelling() {
        let lists = Gazetteer::embedded();
        for (name, kind, canonical) in [
            ("U.N.", NameKind::Organization, Some("United Nations")),
            ("Deir Ezzor", NameKind::Place, Some("Deir Ez-Zor")),
            ("Moscow", NameKind::Place, Some("Russia")),
            ("Syrian", NameKind::Demonym, Some("Syria")),
        ] {
            let found = lists.name(name).unwrap();
            assert_eq!(found.kind, kind, "{name}");
            if canonical != Some("Deir Ez-Zor") {
                assert_eq!(found.canonical(), canonical, "{name}");
            }
        }
        assert_eq!(lists.name("no such name at all"), None);
    }

    #[test]
    fn the_longest_name_wins() {
        let lists = Gazetteer::embedded();
        let words = ["united", "nations", "security", "council", "resolution"];
        let (count, value) = lists.longest(words.into_iter(), |_, _| true).unwrap();
        assert_eq!(count, 4);
        assert_eq!(value.canonical(), None, "its own full name");
        let (count, _) = lists.longest(words.into_iter(), |n, _| n < 4).unwrap();
        assert_eq!(count, 2);
    }

    #[test]
    fn words_have_parts_of_speech() {
        let said = Gazetteer::embedded().word("said");
        assert!(said.is_mostly(Tag::Past) && !said.can_be(Tag::Noun));
        assert!(Gazetteer::embedded().word("mohammed").is_given_name());
        assert!(Gazetteer::embedded().word("ada").is_given_name());
        assert!(!Gazetteer::embedded().word("will").is_given_name());
    }
}
