//! Actors across all articles: how often each occurs, which look like one, and everything that is one actor's.
//!
//! What a reviewer rejected does not count.

mod detail;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::annotation::{Actor, ActorId, Article, Body, KindId, Project, Status};
use crate::review::{name_key, same_actors};
use crate::suggest::identity::Reason;

pub use detail::{Detail, Form, Place};

/// How often an actor occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// In how many articles.
    pub articles: usize,
    /// How often it is mentioned.
    pub mentions: usize,
    /// Of how many claims it is the speaker.
    pub claims: usize,
    /// In how many claims it is named otherwise: through whom the words came, or whom they are about.
    pub named: usize,
}

/// How often each actor occurs in one article.
pub type Tally = BTreeMap<ActorId, Totals>;

/// Counts one article.
#[must_use]
pub fn tally(article: &Article) -> Tally {
    let mut tally = Tally::new();
    for item in article.items.values().filter(|i| i.status != Status::Rejected) {
        let mut add = |actor: Option<ActorId>, count: fn(&mut Totals)| {
            if let Some(actor) = actor {
                let totals = tally.entry(actor).or_default();
                totals.articles = 1;
                count(totals);
            }
        };
        match &item.body {
            Body::Mention(mention) => add(mention.actor, |totals| totals.mentions += 1),
            Body::Claim(claim) => {
                add(claim.speaker, |totals| totals.claims += 1);
                let parties = claim.via.iter().chain(&claim.targets);
                let mut named: Vec<ActorId> = parties.filter_map(|party| party.actor).collect();
                named.sort();
                named.dedup();
                for actor in named {
                    add(Some(actor), |totals| totals.named += 1);
                }
            }
        }
    }
    tally
}

/// An actor as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Which.
    pub id: ActorId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: KindId,
    /// How often it occurs.
    pub totals: Totals,
    /// Its names in lower case, the name first, for searching.
    names: Vec<String>,
    /// Its side in lower case.
    side: String,
}

/// Two actors that look like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Who would stay.
    pub into: ActorId,
    /// Who would become it.
    pub other: ActorId,
    /// Why.
    pub reason: Reason,
}

/// All actors of a project.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// By name.
    actors: Vec<Known>,
    at: BTreeMap<ActorId, usize>,
    /// The surest first.
    pub proposals: Vec<Proposal>,
    /// The sides that are in use, sorted.
    pub sides: Vec<String>,
}

/// In what order actors are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By name.
    #[default]
    Name,
    /// The most mentioned first.
    Mentions,
    /// Who says the most first.
    Claims,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Name, Self::Mentions, Self::Claims];

    /// In words, for a list to choose from.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Mentions => "Most mentions",
            Self::Claims => "Most claims",
        }
    }
}

/// Which actors are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that a name, an alias or the side has in it, letter case aside.
    pub words: String,
    /// Only this kind.
    pub kind: Option<KindId>,
    /// In what order.
    pub sort: Sort,
}

impl Overview {
    /// Of `project`, whose articles count as `tallies` says.
    #[must_use]
    pub fn of<'a>(project: &Project, tallies: impl IntoIterator<Item = &'a Tally>) -> Self {
        let mut totals: BTreeMap<ActorId, Totals> = BTreeMap::new();
        for (actor, one) in tallies.into_iter().flatten() {
            let sum = totals.entry(*actor).or_default();
            sum.articles += one.articles;
            sum.mentions += one.mentions;
            sum.claims += one.claims;
            sum.named += one.named;
        }
        let known = |actor: &Actor| Known {
            id: actor.id,
            name: actor.name.clone(),
            kind: actor.kind.clone(),
            totals: totals.get(&actor.id).copied().unwrap_or_default(),
            names: std::iter::once(&actor.name)
                .chain(&actor.aliases)
                .map(|name| name_key(name))
                .collect(),
            side: actor.side.to_lowercase(),
        };
        let mut actors: Vec<Known> = project.actors.values().map(known).collect();
        actors.sort_by(|a, b| (a.names.first(), a.id).cmp(&(b.names.first(), b.id)));
        let at = actors
            .iter()
            .enumerate()
            .map(|(i, known)| (known.id, i))
            .collect();
        let mut sides: Vec<String> = project
            .actors
            .values()
            .map(|actor| actor.side.clone())
            .filter(|side| !side.is_empty())
            .collect();
        sides.sort();
        sides.dedup();
        let mut overview = Self {
            actors,
            at,
            proposals: Vec::new(),
            sides,
        };
        let pairs = same_actors(project).into_iter();
        let mut proposals: Vec<Proposal> = pairs
            .filter_map(|pair| overview.proposal(pair.first, pair.second, pair.reason))
            .collect();
        // The surest first, and of those what most depends on.
        let weight = |id| overview.get(id).map_or(0, |known| known.totals.mentions);
        proposals.sort_by_key(|proposal| {
            let both = weight(proposal.into) + weight(proposal.other);
            (proposal.reason, Reverse(both), proposal.into, proposal.other)
        });
        overview.proposals = proposals;
        overview
    }

    /// Who of two would stay: the full name beside a short one, else who is mentioned more.
    fn proposal(&self, a: ActorId, b: ActorId, reason: Reason) -> Option<Proposal> {
        let (first, second) = (self.get(a)?, self.get(b)?);
        let weight = |known: &Known| {
            let length = known.name.chars().count();
            let full = matches!(reason, Reason::Acronym | Reason::Surname);
            (if full { length } else { 0 }, known.totals.mentions, length)
        };
        let second_stays = weight(second) > weight(first);
        let (into, other) = if second_stays { (b, a) } else { (a, b) };
        Some(Proposal { into, other, reason })
    }

    /// The actor, if it is in the project.
    #[must_use]
    pub fn get(&self, id: ActorId) -> Option<&Known> {
        self.actors.get(*self.at.get(&id)?)
    }

    /// How many actors there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.actors.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }

    /// The actors that `filter` lets through, in its order.
    #[must_use]
    pub fn listed(&self, filter: &Filter) -> Vec<ActorId> {
        let words = name_key(&filter.words);
        let fits = |known: &&Known| {
            filter.kind.as_ref().is_none_or(|kind| known.kind == *kind)
                && (words.is_empty()
                    || known.side.contains(&words)
                    || known.names.iter().any(|name| name.contains(&words)))
        };
        let mut listed: Vec<&Known> = self.actors.iter().filter(fits).collect();
        match filter.sort {
            Sort::Name => {}
            Sort::Mentions => listed.sort_by_key(|known| Reverse(known.totals.mentions)),
            Sort::Claims => listed.sort_by_key(|known| Reverse(known.totals.claims)),
        }
        listed.into_iter().map(|known| known.id).collect()
    }

    /// At most `most` actors other than `except` that could be called `typed`, the likeliest first.
    #[must_use]
    pub fn offers(&self, typed: &str, except: ActorId, most: usize) -> Vec<&Known> {
        let typed = name_key(typed);
        let rank = |known: &Known| known.names.iter().filter_map(|name| fit(name, &typed)).min();
        let mut found: Vec<_> = self
            .actors
            .iter()
            .filter(|known| known.id != except)
            .filter_map(|known| Some((rank(known)?, Reverse(known.totals.mentions), known)))
            .collect();
        found.sort_by_key(|(rank, mentions, _)| (*rank, *mentions));
        found.into_iter().take(most).map(|(.., known)| known).collect()
    }
}

/// How well a name fits what was typed: 0 the same, 1 begins so, 2 a word of it begins so, 3 holds it.
fn fit(name: &str, typed: &str) -> Option<usize> {
    if name == typed {
        Some(0)
    } else if name.starts_with(typed) {
        Some(1)
    } else if name.split(' ').any(|word| word.starts_with(typed)) {
        Some(2)
    } else {
        name.contains(typed).then_some(3)
    }
}

/// Why two actors look like one, in words.
#[must_use]
pub const fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Name => "The same name, written a little differently",
        Reason::Spelling => "Two spellings of one name, or a given name in full and in short",
        Reason::Acronym => "One is the other's acronym",
        Reason::Surname => "One is the other's surname",
    }
}

#[cfg(test)]
mod tests;
