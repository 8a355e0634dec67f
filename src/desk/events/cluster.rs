//! Putting claims together: each joins the group that it is most like, or begins one.
//!
//! Claims come with their days in order, dated ones first, so that the groups of a day are there before claims whose day
//! is only guessed. A claim is compared with a few members of the groups that share a measure with its day or place, or a rare word, with
//! it, so that the time stays in proportion to the number of claims.

use std::collections::{BTreeSet, HashMap};

use crate::annotation::{ClaimRef, DateRange, EventId, Measure, Project, Status};
use crate::suggest::{Stop, Stopped};

use super::alike::{ENOUGH, Weights};
use super::sight::Sight;
use super::words::hash;

/// With how many members of a group a claim is compared.
const COMPARED: usize = 8;
/// How many of its rarest words lead a claim to others.
const RARE: usize = 5;
/// How many claims are proposed together at most: nobody looks through more.
const MOST: usize = 400;
/// How many groups one key leads to at most; a word or day that leads to more leads to the latest of them.
const LEADS: usize = 48;
/// How many days of a range lead to others.
const DAYS: i32 = 10;

/// Claims that belong together, as indexes.
#[derive(Debug, Default)]
pub(super) struct Cluster {
    /// The decided event, if it is one.
    pub event: Option<EventId>,
    pub members: Vec<usize>,
    /// Claims that are proposed for a decided event.
    pub more: Vec<usize>,
    /// Nothing joins it: somebody said that its claims do not belong together.
    is_closed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Day(Measure, i32),
    Place(Measure, u32),
    Word(u32),
}

pub(super) fn cluster(project: &Project, sights: &[Sight], stop: &Stop) -> Result<Vec<Cluster>, Stopped> {
    let weights = Weights::of(sights);
    let index: HashMap<&ClaimRef, usize> = sights.iter().zip(0..).map(|(s, i)| (&s.claim, i)).collect();
    let mut work = Work {
        sights,
        weights: &weights,
        clusters: Vec::new(),
        leads: HashMap::new(),
        apart: HashMap::new(),
    };
    let mut settled: BTreeSet<usize> = BTreeSet::new();
    for event in project.events.values() {
        let members: Vec<usize> = event
            .claims
            .iter()
            .filter_map(|c| index.get(c).copied())
            .collect();
        if event.status == Status::Rejected {
            for member in &members {
                work.apart.entry(*member).or_default().push(event.id);
            }
        } else {
            settled.extend(&members);
        }
        let number = work.clusters.len();
        let is_closed = event.status == Status::Rejected;
        if !is_closed {
            for member in &members {
                work.lead(*member, number);
            }
        }
        work.clusters.push(Cluster {
            event: Some(event.id),
            members,
            more: Vec::new(),
            is_closed,
        });
    }
    let mut order: Vec<usize> = (0..sights.len()).filter(|i| !settled.contains(i)).collect();
    order.sort_by_cached_key(|i| {
        let sight = sights.get(*i);
        sight.map(|s| (!s.is_dated, s.days.map(DateRange::first), s.tolls.is_empty(), *i))
    });
    for (done, claim) in order.into_iter().enumerate() {
        if done % 256 == 0 {
            stop.check()?;
        }
        work.place(project, claim);
    }
    Ok(work.clusters)
}

struct Work<'a> {
    sights: &'a [Sight],
    weights: &'a Weights,
    clusters: Vec<Cluster>,
    /// The groups that a key leads to, the latest last.
    leads: HashMap<Key, Vec<usize>>,
    /// The events that somebody said are none, by the claims in them.
    apart: HashMap<usize, Vec<EventId>>,
}

impl Work<'_> {
    /// Puts a claim into the group that it is most like, or into one of its own.
    fn place(&mut self, project: &Project, claim: usize) {
        let Some(sight) = self.sights.get(claim) else {
            return;
        };
        let mut candidates: BTreeSet<usize> = BTreeSet::new();
        for key in self.keys(sight) {
            candidates.extend(self.leads.get(&key).into_iter().flatten());
        }
        let mut best: Option<(f32, usize)> = None;
        for number in candidates {
            let Some(cluster) = self.clusters.get(number) else {
                continue;
            };
            let is_full = cluster.members.len() + cluster.more.len() >= MOST;
            if cluster.is_closed || is_full || self.is_kept_out(project, cluster, claim) {
                continue;
            }
            let alike = self.alike(cluster, sight);
            if alike >= ENOUGH && best.is_none_or(|(most, _)| alike > most) {
                best = Some((alike, number));
            }
        }
        let number = best.map_or(self.clusters.len(), |(_, number)| number);
        match self.clusters.get_mut(number) {
            Some(cluster) if cluster.event.is_some() => cluster.more.push(claim),
            Some(cluster) => cluster.members.push(claim),
            None => self.clusters.push(Cluster {
                members: vec![claim],
                ..Cluster::default()
            }),
        }
        self.lead(claim, number);
    }

    /// How much `sight` is like the members of a group: the mean, which keeps chains of claims from growing of which only
    /// neighbours are alike.
    fn alike(&self, cluster: &Cluster, sight: &Sight) -> f32 {
        let members = cluster.members.iter().take(COMPARED);
        let members: Vec<&Sight> = members.filter_map(|i| self.sights.get(*i)).collect();
        let sum: f32 = members
            .iter()
            .map(|member| self.weights.alike(member, sight))
            .sum();
        if members.is_empty() {
            0.0
        } else {
            sum / members.len() as f32
        }
    }

    fn is_kept_out(&self, project: &Project, cluster: &Cluster, claim: usize) -> bool {
        let taken_out = || {
            let event = cluster.event.and_then(|id| project.events.get(&id))?;
            let sight = self.sights.get(claim)?;
            Some(event.left_out.binary_search(&sight.claim).is_ok())
        };
        if taken_out() == Some(true) {
            return true;
        }
        let Some(mine) = self.apart.get(&claim) else {
            return false;
        };
        let members = cluster.members.iter().chain(&cluster.more);
        members
            .filter_map(|member| self.apart.get(member))
            .any(|theirs| mine.iter().any(|event| theirs.contains(event)))
    }

    /// Lets the keys of a claim lead to a group.
    fn lead(&mut self, claim: usize, number: usize) {
        let Some(sight) = self.sights.get(claim) else {
            return;
        };
        for key in self.keys(sight) {
            let leads = self.leads.entry(key).or_default();
            if leads.contains(&number) {
                continue;
            }
            if leads.len() >= LEADS {
                leads.remove(0);
            }
            leads.push(number);
        }
    }

    fn keys(&self, sight: &Sight) -> Vec<Key> {
        let mut keys = Vec::new();
        let mut measures: Vec<Measure> = sight.tolls.iter().map(|toll| toll.measure).collect();
        measures.sort();
        measures.dedup();
        measures.retain(|measure| *measure != Measure::Other);
        if let Some(days) = sight.days {
            let number = |day: jiff::civil::Date| {
                let epoch = jiff::civil::Date::constant(1970, 1, 1);
                epoch.until(day).map_or(0, |span| span.get_days())
            };
            let (first, last) = (number(days.first()), number(days.last()));
            for day in first - 1..=last.min(first + DAYS) + 1 {
                keys.extend(measures.iter().map(|measure| Key::Day(*measure, day)));
            }
        }
        for place in sight.places.iter().take(RARE) {
            keys.extend(measures.iter().map(|measure| Key::Place(*measure, hash(place))));
        }
        let mut words: Vec<u32> = sight.stems.clone();
        let weight = |stem: &u32| self.weights.of_stem(*stem);
        words.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
        keys.extend(words.into_iter().take(RARE).map(Key::Word));
        keys
    }
}
