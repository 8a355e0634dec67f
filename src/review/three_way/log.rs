//! The record of decisions of two sides as one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::annotation::{Action, ActorId, Change, Decision, EventId, ItemId};
use crate::text::Span;

/// What a decision is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::review) enum Thing {
    Item(ItemId),
    Actor(ActorId),
    Event(EventId),
    Zone(Span),
    Metadata,
    State,
}

/// What makes two decisions one entry, as [`Decision::is_entry_of`] says it.
type Entry<'a> = (Timestamp, &'a str, Action, Thing);

pub(super) const fn thing(decision: &Decision) -> Thing {
    match &decision.change {
        Change::Item { id, .. } => Thing::Item(*id),
        Change::Actor { id, .. } => Thing::Actor(*id),
        Change::Event { id, .. } => Thing::Event(*id),
        Change::Zone { span, .. } => Thing::Zone(*span),
        Change::Metadata { .. } => Thing::Metadata,
        Change::State { .. } => Thing::State,
    }
}

fn entry(decision: &Decision) -> Entry<'_> {
    (decision.at, &decision.by, decision.action, thing(decision))
}

fn counted(log: &[Decision]) -> BTreeMap<Entry<'_>, usize> {
    let mut counts = BTreeMap::new();
    for decision in log {
        *counts.entry(entry(decision)).or_default() += 1;
    }
    counts
}

/// Every entry of either side once, oldest first.
pub(super) fn union(ours: &[Decision], theirs: &[Decision]) -> Vec<Decision> {
    let mut there = counted(ours);
    let mut all = ours.to_vec();
    for decision in theirs {
        match there.get_mut(&entry(decision)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => all.push(decision.clone()),
        }
    }
    all.sort_by_key(|decision| decision.at);
    all
}

/// Which things are decided in two records, and which of them only in one.
pub(in crate::review) struct Knows<'a> {
    both: BTreeSet<Thing>,
    ours: BTreeSet<Thing>,
    theirs: BTreeSet<Thing>,
    our_entries: BTreeMap<Entry<'a>, usize>,
    their_entries: BTreeMap<Entry<'a>, usize>,
}

impl<'a> Knows<'a> {
    /// Compares two records.
    pub(in crate::review) fn of(ours: &'a [Decision], theirs: &'a [Decision]) -> Self {
        let (our_entries, their_entries) = (counted(ours), counted(theirs));
        let beyond = |log: &[Decision], other: &BTreeMap<Entry<'_>, usize>| -> BTreeSet<Thing> {
            let new = log
                .iter()
                .filter(|decision| !other.contains_key(&entry(decision)));
            new.map(thing).collect()
        };
        let known = ours
            .iter()
            .filter(|decision| their_entries.contains_key(&entry(decision)));
        Self {
            both: known.map(thing).collect(),
            ours: beyond(ours, &their_entries),
            theirs: beyond(theirs, &our_entries),
            our_entries,
            their_entries,
        }
    }

    /// Whether both records have the same entry about `thing`.
    pub(in crate::review) fn both(&self, thing: Thing) -> bool {
        self.both.contains(&thing)
    }

    /// Whether our record has an entry about `thing` that theirs lacks.
    pub(in crate::review) fn ours(&self, thing: Thing) -> bool {
        self.ours.contains(&thing)
    }

    /// Whether their record has an entry about `thing` that ours lacks.
    pub(in crate::review) fn theirs(&self, thing: Thing) -> bool {
        self.theirs.contains(&thing)
    }

    /// Whether a record (ours or theirs) has an entry about some zone that the other lacks.
    pub(in crate::review) fn zones(&self, ours: bool) -> bool {
        let new = if ours { &self.ours } else { &self.theirs };
        new.iter().any(|thing| matches!(thing, Thing::Zone(_)))
    }

    /// The entries of our record, `ours`, that theirs has too.
    pub(in crate::review) fn common(&self, ours: &[Decision]) -> Vec<Decision> {
        let known = ours
            .iter()
            .filter(|decision| self.their_entries.contains_key(&entry(decision)));
        known.cloned().collect()
    }

    /// The entries of their record, `theirs`, that ours lacks.
    pub(in crate::review) fn added<'b>(&self, theirs: &'b [Decision]) -> Vec<&'b Decision> {
        let mut there = self.our_entries.clone();
        theirs
            .iter()
            .filter(|decision| match there.get_mut(&entry(decision)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            })
            .collect()
    }
}

/// One side's record, by what was decided last about each thing.
pub(super) struct Log<'a> {
    last: BTreeMap<Thing, &'a Decision>,
    /// Things about which something was decided that the common base does not know.
    new: BTreeSet<Thing>,
}

impl<'a> Log<'a> {
    pub(super) fn of(log: &'a [Decision], base: &[Decision]) -> Self {
        let known = counted(base);
        let mut last: BTreeMap<Thing, &Decision> = BTreeMap::new();
        let mut new = BTreeSet::new();
        for decision in log {
            let thing = thing(decision);
            if last.get(&thing).is_none_or(|before| before.at <= decision.at) {
                last.insert(thing, decision);
            }
            if !known.contains_key(&entry(decision)) {
                new.insert(thing);
            }
        }
        Self { last, new }
    }

    /// Who decided last about `thing`; empty if nobody did.
    pub(super) fn who(&self, thing: Thing) -> &'a str {
        self.last.get(&thing).map_or("", |decision| &decision.by)
    }

    /// When that was.
    pub(super) fn when(&self, thing: Thing) -> Option<Timestamp> {
        self.last.get(&thing).map(|decision| decision.at)
    }

    /// Whether a person took `thing` away since the base.
    pub(super) fn took_away(&self, thing: Thing) -> bool {
        let gone = |decision: &&Decision| {
            matches!(
                &decision.change,
                Change::Item { after: None, .. }
                    | Change::Actor { after: None, .. }
                    | Change::Event { after: None, .. }
            )
        };
        self.new.contains(&thing) && self.last.get(&thing).is_some_and(gone)
    }
}
