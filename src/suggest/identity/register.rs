//! Actors met so far, found again by any of their names.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::{Identity, Reason};

/// Most actors under one key that are compared. Where there are more ("Mohammed"), a short name tells nothing.
const MOST_COMPARED: usize = 100;

/// Actors by their names. Finding takes a time that does not grow with the number of actors.
#[derive(Clone, Debug)]
pub struct Register<Id> {
    actors: BTreeMap<Id, Identity>,
    by_key: HashMap<String, BTreeSet<Id>>,
    /// Oldest first; only kept where there is a limit.
    order: VecDeque<Id>,
    limit: usize,
}

impl<Id> Default for Register<Id> {
    fn default() -> Self {
        Self {
            actors: BTreeMap::new(),
            by_key: HashMap::new(),
            order: VecDeque::new(),
            limit: usize::MAX,
        }
    }
}

impl<Id: Copy + Ord> Register<Id> {
    /// A register that forgets the actor that came in first when there are more than `limit`.
    #[must_use]
    pub fn with_limit(limit: usize) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// Adds an actor, or gives one other names.
    pub fn set(&mut self, id: Id, identity: Identity) {
        let known = self.remove(id);
        for key in identity.keys() {
            self.by_key.entry(key).or_default().insert(id);
        }
        self.actors.insert(id, identity);
        if self.limit == usize::MAX {
            return;
        }
        if !known {
            self.order.push_back(id);
        }
        while self.actors.len() > self.limit
            && let Some(oldest) = self.order.pop_front()
        {
            self.remove(oldest);
        }
    }

    /// The actor that `wanted` is, which bears its names from then on; if there is none, it comes in as `new`.
    pub fn settle(&mut self, wanted: Identity, new: Id) -> Id {
        let id = self.find(&wanted).map_or(new, |(id, _)| id);
        self.add_names(id, wanted);
        id
    }

    /// Gives an actor the names of `other` too; brings it in if it is new.
    pub fn add_names(&mut self, id: Id, other: Identity) {
        match self.actors.get(&id) {
            None => self.set(id, other),
            Some(known) => {
                let mut both = known.clone();
                if both.absorb(&other) {
                    self.set(id, both);
                }
            }
        }
    }

    /// The folded full names of an actor.
    pub(in super::super) fn names(&self, id: Id) -> impl Iterator<Item = &[String]> {
        self.actors.get(&id).into_iter().flat_map(Identity::names)
    }

    /// Takes an actor out. Says whether it was there.
    pub fn remove(&mut self, id: Id) -> bool {
        let Some(identity) = self.actors.remove(&id) else {
            return false;
        };
        for key in identity.keys() {
            if let Some(ids) = self.by_key.get_mut(&key) {
                ids.remove(&id);
                if ids.is_empty() {
                    self.by_key.remove(&key);
                }
            }
        }
        true
    }

    /// The actor that is the same as `wanted`, if only one can be meant.
    #[must_use]
    pub fn find(&self, wanted: &Identity) -> Option<(Id, Reason)> {
        let (exact, near): (Vec<String>, Vec<String>) =
            wanted.keys().into_iter().partition(|key| key.starts_with('='));
        self.among(&exact, wanted).or_else(|| self.among(&near, wanted))
    }

    fn among(&self, keys: &[String], wanted: &Identity) -> Option<(Id, Reason)> {
        let mut candidates: BTreeSet<Id> = BTreeSet::new();
        for ids in keys.iter().filter_map(|key| self.by_key.get(key)) {
            candidates.extend(ids.iter().take(MOST_COMPARED));
        }
        let mut best: Option<(bool, Reason, bool, bool)> = None;
        let mut found: Vec<Id> = Vec::new();
        for id in candidates {
            let Some(actor) = self.actors.get(&id) else {
                continue;
            };
            let Some((reason, drawn)) = actor.judge(wanted) else {
                continue;
            };
            // Among bodies of one name, the one of the same kind; a person before a body of that name.
            let rank = (
                actor.class != wanted.class,
                reason,
                drawn,
                actor.kind != wanted.kind,
            );
            if best.is_none_or(|b| rank < b) {
                best = Some(rank);
                found.clear();
            }
            if best == Some(rank) {
                found.push(id);
            }
        }
        let (_, reason, ..) = best?;
        match found.as_slice() {
            [id] => Some((*id, reason)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::KindId;

    fn register(actors: &[(&str, KindId)]) -> Register<usize> {
        let mut register = Register::default();
        for (id, (names, kind)) in actors.iter().enumerate() {
            let mut all = names.split('|');
            register.set(id, Identity::new(all.next().unwrap(), all, kind));
        }
        register
    }

    fn find(register: &Register<usize>, name: &str, kind: &KindId) -> Option<(usize, Reason)> {
        register.find(&Identity::new(name, [], kind))
    }

    #[test]
    fn a_surname_finds_its_person_while_there_is_one() {
        let mut people = register(&[("Ada Toll", KindId::PERSON), ("Ben Vestrin", KindId::PERSON)]);
        assert_eq!(find(&people, "Toll", &KindId::PERSON), Some((0, Reason::Surname)));
        people.set(2, Identity::new("Carl Toll", ["Toll"], &KindId::PERSON));
        assert_eq!(
            find(&people, "Carl Toll", &KindId::PERSON),
            Some((2, Reason::Name))
        );
        // Stated of one, possible for both: still two persons of that surname.
        people.set(0, Identity::new("Ada Toll", ["Toll"], &KindId::PERSON));
        assert_eq!(find(&people, "Toll", &KindId::PERSON), None);
        people.set(3, Identity::new("Toll", [], &KindId::PERSON));
        assert_eq!(
            find(&people, "Toll", &KindId::PERSON),
            Some((3, Reason::Name)),
            "kept apart by somebody"
        );
        people.remove(3);
        people.remove(2);
        assert_eq!(find(&people, "Toll", &KindId::PERSON), Some((0, Reason::Surname)));
    }

    #[test]
    fn an_acronym_finds_what_it_was_stated_for() {
        let bodies = register(&[
            ("Aven Relief Committees|ARC", KindId::ORGANIZATION),
            ("Aven Rescue Corps", KindId::ORGANIZATION),
        ]);
        assert_eq!(
            find(&bodies, "ARC", &KindId::ORGANIZATION),
            Some((0, Reason::Acronym))
        );
        let bodies = register(&[
            ("Aven Relief Committees", KindId::ORGANIZATION),
            ("Aven Rescue Corps", KindId::ORGANIZATION),
        ]);
        assert_eq!(
            find(&bodies, "ARC", &KindId::ORGANIZATION),
            None,
            "could be either"
        );
    }

    #[test]
    fn the_kind_decides_between_bodies_of_one_name() {
        let bodies = register(&[("Aven Front", KindId::MEDIA), ("Aven Front", KindId::ARMED_FORCE)]);
        assert_eq!(
            find(&bodies, "Aven Front", &KindId::ARMED_FORCE),
            Some((1, Reason::Name))
        );
        assert_eq!(find(&bodies, "Aven Front", &KindId::STATE), None);
    }

    #[test]
    fn a_limited_register_forgets_the_oldest() {
        let mut register = Register::with_limit(2);
        for (id, name) in ["Ada Toll", "Ben Vestrin", "Carl Oskam"].into_iter().enumerate() {
            register.set(id, Identity::new(name, [], &KindId::PERSON));
        }
        assert_eq!(find(&register, "Ada Toll", &KindId::PERSON), None);
        assert!(find(&register, "Ben Vestrin", &KindId::PERSON).is_some());
        assert!(register.by_key.len() <= 4 && register.order.len() == 2);
    }

    #[test]
    fn many_of_one_surname_cost_no_more() {
        let mut register = Register::default();
        for id in 0..20_000 {
            register.set(id, Identity::new(&format!("Ada{id} Toll"), [], &KindId::PERSON));
        }
        let found = find(&register, "Ada19999 Toll", &KindId::PERSON);
        assert_eq!(found, Some((19_999, Reason::Name)));
        assert_eq!(find(&register, "Toll", &KindId::PERSON), None);
    }
}
