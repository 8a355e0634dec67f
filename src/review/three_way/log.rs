//! The record of decisions of two sides as one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::annotation::{Action, ActorId, Change, Decision, EventId, ItemId};
use crate::text::Span;

/// What a decision is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
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
