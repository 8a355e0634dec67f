//! Actors: the person or body behind mentions, across all articles of a project.

use std::fmt;

use super::KindId;

/// Identity of an actor within a project: a hash of the name and kind under which it first appeared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorId(u64);

impl ActorId {
    /// Id of an actor that appears for the first time.
    #[must_use]
    pub fn for_name(name: &str, kind: &KindId) -> Self {
        Self(super::hash40(&format!("a {kind} {}", name.to_lowercase())))
    }

    /// Reads the eight characters that [`fmt::Display`] writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        super::parse_base32(text).map(Self)
    }
}

impl fmt::Display for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::write_base32(self.0, f)
    }
}

impl fmt::Debug for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A person or body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Identity within the project.
    pub id: ActorId,
    /// The name a reviewer wants to see.
    pub name: String,
    /// Other names for it, as they stand in articles; sorted, without `name`.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: KindId,
    /// Whose side it is on, in the project's own words; empty if not said.
    pub side: String,
    /// A reviewer's remark.
    pub note: String,
    /// Its id in a register of the reviewer's choice (Wikidata, ISNI); empty if none.
    pub external_id: String,
}

impl Actor {
    /// An actor that is known by name and kind only.
    #[must_use]
    pub fn new(name: &str, kind: KindId) -> Self {
        Self {
            id: ActorId::for_name(name, &kind),
            name: name.to_owned(),
            aliases: Vec::new(),
            kind,
            side: String::new(),
            note: String::new(),
            external_id: String::new(),
        }
    }

    /// Whether `name` is its name or one of its aliases, letter case aside.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.name.to_lowercase() == name || self.aliases.iter().any(|a| a.to_lowercase() == name)
    }
}
