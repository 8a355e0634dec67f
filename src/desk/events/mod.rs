//! Events: which claims of a project are about the same thing, and where they contradict each other.
//!
//! [`Gatherer`] looks at every claim once ([`sight`]), puts together what is alike in day, place, measure, actors and
//! wording ([`alike`], [`cluster`]), and works out what does not go together ([`conflict`]). What people decided
//! ([`crate::annotation::Event`]) stands: decided events keep their claims and only get more proposed, and two claims
//! that somebody kept apart are never proposed together.
//!
//! Promises: the same project gives the same groups, in time that grows with the number of claims.

mod alike;
mod cluster;
mod conflict;
mod sight;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use rayon::prelude::*;

use crate::annotation::{
    Article, ArticleId, ClaimRef, DateRange, Event, EventId, Item, Measure, Project, Status,
};
use crate::suggest::{Stop, Stopped};

pub use conflict::{Conflict, Said};
pub use sight::{Sight, Toll};
pub use words::{bounded, days_in_words};

/// Claims about the same thing, proposed or decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The event as it is, or as it would be if it were accepted.
    pub event: Event,
    /// [`Status::Suggested`], or what somebody decided.
    pub status: Status,
    /// What to call it: its own title, or measure, place and days.
    pub title: String,
    /// Its claims that are there, earliest day first.
    pub claims: Vec<Sight>,
    /// Claims that are proposed for a decided event besides its own.
    pub more: Vec<Sight>,
    /// Why the claims are proposed together; empty for what people put together.
    pub reason: String,
    /// What does not go together in it.
    pub conflicts: Vec<Conflict>,
    /// The days that it is about, if known.
    pub days: Option<DateRange>,
    /// The place that most of its claims are about; empty if none is.
    pub place: String,
}

impl Group {
    /// What was decided about it, for tables and JSON: "proposed", "accepted", "corrected", "added", "rejected".
    #[must_use]
    pub const fn status_name(&self) -> &'static str {
        match self.status {
            Status::Suggested => "proposed",
            Status::Accepted => "accepted",
            Status::Corrected => "corrected",
            Status::Added => "added",
            Status::Rejected => "rejected",
        }
    }

    /// How it would stand in `project` with `status`. What was decided since it was gathered stands.
    #[must_use]
    pub fn decided(&self, project: &Project, status: Status) -> Event {
        let event = project.events.get(&self.event.id).unwrap_or(&self.event);
        Event {
            status,
            ..event.clone()
        }
    }
}

/// Gathers groups, and remembers what it saw of articles that have not changed.
#[derive(Debug, Default)]
pub struct Gatherer {
    known: BTreeMap<ArticleId, (Weak<Article>, Arc<Vec<Sight>>)>,
}

impl Gatherer {
    /// All groups of the project: those with conflicts first, then the largest, then by day and title. With them every claim that was looked at, see
    /// [`Gatherer::look`].
    ///
    /// # Errors
    /// If `stop` asks to end early.
    pub fn gather(&mut self, project: &Project, stop: &Stop) -> Result<(Vec<Group>, Vec<Sight>), Stopped> {
        let sights = self.look(project, stop)?;
        let clusters = cluster::cluster(project, &sights, stop)?;
        let mut groups: Vec<Group> = clusters
            .par_iter()
            .filter_map(|cluster| group(project, &sights, cluster))
            .collect();
        let key = |group: &Group| {
            (
                group.status == Status::Rejected,
                group.conflicts.is_empty(),
                std::cmp::Reverse(group.claims.len()),
                group.days.map(DateRange::first),
                group.title.clone(),
                group.event.id,
            )
        };
        groups.sort_by_cached_key(key);
        Ok((groups, sights))
    }

    /// Every claim of the project in the order of its articles.
    ///
    /// # Errors
    /// If `stop` asks to end early.
    pub fn look(&mut self, project: &Project, stop: &Stop) -> Result<Vec<Sight>, Stopped> {
        self.known.retain(|id, _| project.articles.contains_key(id));
        let changed: Vec<&Arc<Article>> = project
            .articles
            .values()
            .filter(|article| {
                let known = self.known.get(&article.id);
                known.is_none_or(|(of, _)| !std::ptr::eq(of.as_ptr(), Arc::as_ptr(article)))
            })
            .collect();
        let seen: Vec<_> = changed
            .into_par_iter()
            .map(|article| (article, Arc::new(sight::of_article(article))))
            .collect();
        for (article, sights) in seen {
            self.known
                .insert(article.id.clone(), (Arc::downgrade(article), sights));
        }
        stop.check()?;
        let mut all = Vec::new();
        for article in project.in_order() {
            if let Some((_, sights)) = self.known.get(&article.id) {
                all.extend(sights.iter().cloned());
            }
        }
        Ok(all)
    }
}

/// The claim that `claim` names, if it is there and counts.
#[must_use]
pub fn find<'a>(project: &'a Project, claim: &ClaimRef) -> Option<(&'a Arc<Article>, &'a Item)> {
    let article = project.article(&claim.article)?;
    let item = article.items.get(&claim.item)?;
    item.body.as_claim()?;
    Some((article, item))
}

/// The group that a cluster is; `None` for a proposal that compares nothing.
fn group(project: &Project, sights: &[Sight], cluster: &cluster::Cluster) -> Option<Group> {
    let pick = |indexes: &[usize]| -> Vec<Sight> {
        let mut picked: Vec<Sight> = indexes.iter().filter_map(|i| sights.get(*i)).cloned().collect();
        picked.sort_by(|a, b| {
            let key = |sight: &Sight| (sight.days.map(DateRange::first), sight.published);
            key(a).cmp(&key(b)).then_with(|| a.claim.cmp(&b.claim))
        });
        picked
    };
    let claims = pick(&cluster.members);
    let more = pick(&cluster.more);
    let common = alike::Common::of(&claims);
    let (event, status) = if let Some(id) = cluster.event {
        let event = project.events.get(&id)?.clone();
        let status = event.status;
        (event, status)
    } else {
        if !compares(&claims) {
            return None;
        }
        let mut refs: Vec<ClaimRef> = claims.iter().map(|sight| sight.claim.clone()).collect();
        refs.sort();
        let event = Event {
            id: EventId::for_claims(&refs, |id| project.events.contains_key(&id)),
            title: String::new(),
            status: Status::Accepted,
            claims: refs,
            left_out: Vec::new(),
            note: String::new(),
        };
        (event, Status::Suggested)
    };
    let title = if event.title.is_empty() {
        words::title(project, &claims, &common)
    } else {
        event.title.clone()
    };
    let reason = if status == Status::Suggested {
        common.reason()
    } else {
        String::new()
    };
    let conflicts = if status == Status::Rejected {
        Vec::new()
    } else {
        conflict::conflicts(project, &claims, &common)
    };
    Some(Group {
        event,
        status,
        title,
        reason,
        conflicts,
        days: common.days,
        place: common.place,
        claims,
        more,
    })
}

/// Whether there is something to compare: two articles, or two who speak.
fn compares(claims: &[Sight]) -> bool {
    let differ = |a: &Sight, b: &Sight| a.claim.article != b.claim.article || a.speaker != b.speaker;
    claims
        .first()
        .is_some_and(|first| claims.iter().skip(1).any(|other| differ(first, other)))
}

/// Every figure of a measure in the project, earliest first: what a plot over time shows. `place` narrows it to claims
/// about a place of that name (any case); empty for all.
#[must_use]
pub fn over_time<'a>(sights: &'a [Sight], measure: Measure, place: &str) -> Vec<(&'a Sight, &'a Toll)> {
    let wanted = words::fold(place);
    let mut found: Vec<(&Sight, &Toll)> = sights
        .iter()
        .flat_map(|sight| sight.tolls.iter().map(move |toll| (sight, toll)))
        .filter(|(_, toll)| toll.measure == measure && toll.is_main)
        .filter(|(sight, _)| {
            wanted.is_empty()
                || sight
                    .places
                    .iter()
                    .any(|place| words::is_place_in(place, &wanted))
        })
        .collect();
    found.sort_by_key(|(sight, toll)| {
        (
            toll.days.or(sight.days).map(DateRange::first),
            sight.claim.clone(),
        )
    });
    found
}

#[cfg(test)]
mod tests;
