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

    /// The same where that id may be another actor's: then the next free one after it.
    #[must_use]
    pub fn for_name_beside(name: &str, kind: &KindId, taken: impl Fn(Self) -> bool) -> Self {
        let mut id = Self::for_name(name, kind);
        while taken(id) {
            id = Self((id.0 + 1) & ((1 << 40) - 1));
        }
        id
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
    /// The ids of actors that were merged into this one, sorted. No actor of the project has one of them. What still names
    /// one (a file of another branch, an older journal, an import) means this actor.
    pub formerly: Vec<ActorId>,
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
            formerly: Vec::new(),
        }
    }

    /// Takes over what is known about `other`, which turned out to be this actor: its names as aliases, its ids, what is
    /// not known here, and its remark where that says something else.
    pub fn take_in(&mut self, other: &Self) {
        self.aliases.push(other.name.clone());
        self.aliases.extend(other.aliases.iter().cloned());
        self.settle_aliases();
        self.formerly.push(other.id);
        self.formerly.extend(&other.formerly);
        self.formerly.sort();
        self.formerly.dedup();
        self.formerly.retain(|id| *id != self.id);
        for (mine, others) in [
            (&mut self.side, &other.side),
            (&mut self.external_id, &other.external_id),
        ] {
            if mine.is_empty() {
                mine.clone_from(others);
            }
        }
        if self.note.is_empty() || other.note.contains(&self.note) {
            self.note.clone_from(&other.note);
        } else if !self.note.contains(&other.note) {
            self.note = format!("{}\n{}", self.note.trim_end(), other.note);
        }
    }

    /// Sorts the aliases, each once and without the name.
    pub fn settle_aliases(&mut self) {
        self.aliases.sort();
        self.aliases.dedup();
        self.aliases.retain(|alias| *alias != self.name);
    }

    /// Whether `name` is its name or one of its aliases, letter case aside.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.name.to_lowercase() == name || self.aliases.iter().any(|a| a.to_lowercase() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_actor_knows_what_the_other_was() {
        let mut toll = Actor::new("Ada Toll", KindId::PERSON);
        toll.note = "General.".to_owned();
        let mut other = Actor::new("Adah Toll", KindId::PERSON);
        other.aliases = vec!["Ada Toll".to_owned(), "Toll".to_owned()];
        other.formerly = vec![ActorId::for_name("Mrs Toll", &KindId::PERSON), toll.id];
        "army".clone_into(&mut other.side);
        "From Brask.".clone_into(&mut other.note);
        let mut ids = vec![other.id, other.formerly[0]];
        ids.sort();
        toll.take_in(&other);
        assert_eq!(toll.aliases, ["Adah Toll", "Toll"]);
        assert_eq!(toll.formerly, ids, "never its own id");
        assert_eq!(
            (toll.side.as_str(), toll.note.as_str()),
            ("army", "General.\nFrom Brask.")
        );
        let once = toll.clone();
        toll.take_in(&other);
        assert_eq!(toll, once, "taking it in again changes nothing");
    }

    #[test]
    fn an_id_that_is_taken_gives_the_next() {
        let id = ActorId::for_name("Toll", &KindId::PERSON);
        let free = ActorId::for_name_beside("Toll", &KindId::PERSON, |taken| taken == id);
        assert_ne!(free, id);
        assert_eq!(free.0, (id.0 + 1) & ((1 << 40) - 1));
    }
}
