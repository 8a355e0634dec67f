//! Actors of a project that look like one, for a person to decide about.

use std::collections::{BTreeMap, BTreeSet};

use super::{Identity, Reason};

/// Most actors under one key that are paired with each other.
const MOST_PAIRED: usize = 100;

/// Two actors that may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair<Id> {
    /// Why; the surest reason there is.
    pub reason: Reason,
    /// The one with the smaller id.
    pub first: Id,
    /// The other.
    pub second: Id,
}

/// All pairs that may be one actor, the surest first. Other than [`Register`](super::Register), which has to decide, this
/// also tells of a surname that fits several persons and an acronym that fits several bodies.
#[must_use]
pub fn lookalikes<Id: Copy + Ord>(actors: impl IntoIterator<Item = (Id, Identity)>) -> Vec<Pair<Id>> {
    let actors: BTreeMap<Id, Identity> = actors.into_iter().collect();
    let mut by_key: BTreeMap<String, Vec<Id>> = BTreeMap::new();
    for (id, identity) in &actors {
        for key in identity.keys() {
            by_key.entry(key).or_default().push(*id);
        }
    }
    let mut pairs: BTreeSet<Pair<Id>> = BTreeSet::new();
    for ids in by_key.values() {
        for (at, first) in ids.iter().enumerate().take(MOST_PAIRED) {
            for second in ids.iter().take(MOST_PAIRED).skip(at + 1) {
                let (Some(a), Some(b)) = (actors.get(first), actors.get(second)) else {
                    continue;
                };
                if let Some(reason) = a.same(b) {
                    pairs.insert(Pair {
                        reason,
                        first: *first,
                        second: *second,
                    });
                }
            }
        }
    }
    pairs.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::KindId;

    #[test]
    fn every_pair_has_its_reason_once() {
        let actors = [
            ("Ada Toll", KindId::PERSON),
            ("Ben Toll", KindId::PERSON),
            ("Toll", KindId::PERSON),
            ("Aven Relief Committees", KindId::ORGANIZATION),
            ("ARC", KindId::ORGANIZATION),
            ("Ilmar Vestrin", KindId::PERSON),
            ("Ilmar Westrin", KindId::PERSON),
            ("Toll", KindId::MEDIA),
        ];
        let found = lookalikes(
            actors
                .iter()
                .map(|(name, kind)| Identity::new(name, [], kind))
                .enumerate(),
        );
        let shown: Vec<_> = found.iter().map(|p| (p.first, p.second, p.reason.id())).collect();
        assert_eq!(
            shown,
            [
                (2, 7, "name"),
                (5, 6, "transliteration"),
                (3, 4, "acronym"),
                (0, 2, "surname"),
                (1, 2, "surname"),
            ]
        );
    }

    #[test]
    fn thousands_of_one_surname_are_no_trouble() {
        let actors = (0..10_000).map(|id| (id, Identity::new(&format!("Ada{id} Toll"), [], &KindId::PERSON)));
        assert!(lookalikes(actors).len() < MOST_PAIRED * MOST_PAIRED);
    }
}
