//! A project: articles that are reviewed together, with one scheme and one list of actors.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{
    Actor, ActorId, Article, ArticleId, Decision, Event, EventId, KindId, LabelScheme, ReferenceTable,
};

/// A project in memory. Cloning is cheap: articles are shared until they change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Project {
    /// What to call it.
    pub title: String,
    /// The kinds its mentions and the ratings its claims can have.
    pub scheme: LabelScheme,
    /// Who reviewed, in the order in which they first decided something.
    pub reviewers: Vec<String>,
    /// The actors behind the mentions.
    pub actors: BTreeMap<ActorId, Actor>,
    /// The articles.
    pub articles: BTreeMap<ArticleId, Arc<Article>>,
    /// Claims that belong together, as people decided it.
    pub events: BTreeMap<EventId, Event>,
    /// What people decided about the project itself (its actors and events), oldest first.
    pub decisions: Vec<Decision>,
    /// Tables to hold figures against, by differing files.
    pub references: Vec<ReferenceTable>,
    /// Pairs of actors that look like one and are not, the smaller id first (see [`pair`]).
    pub apart: BTreeSet<(ActorId, ActorId)>,
}

/// Two actors in the order in which [`Project::apart`] has them.
#[must_use]
pub fn pair(a: ActorId, b: ActorId) -> (ActorId, ActorId) {
    (a.min(b), a.max(b))
}

impl Project {
    /// An empty project.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// The article, if it is here.
    #[must_use]
    pub fn article(&self, id: &ArticleId) -> Option<&Arc<Article>> {
        self.articles.get(id)
    }

    /// Articles in the order in which they came in.
    #[must_use]
    pub fn in_order(&self) -> Vec<&Arc<Article>> {
        let mut found: Vec<_> = self.articles.values().collect();
        found.sort_by_key(|article| (article.added, article.id.clone()));
        found
    }

    /// The actors that ids of merged ones mean now. An id that an actor has is never among them.
    #[must_use]
    pub fn redirects(&self) -> BTreeMap<ActorId, ActorId> {
        let mut redirects = BTreeMap::new();
        for actor in self.actors.values() {
            for id in &actor.formerly {
                if !self.actors.contains_key(id) {
                    redirects.entry(*id).or_insert(actor.id);
                }
            }
        }
        redirects
    }

    /// The actor that `name` belongs to, among those of `kind` if there are several.
    #[must_use]
    pub fn actor_called(&self, name: &str, kind: &KindId) -> Option<&Actor> {
        let mut called = self.actors.values().filter(|actor| actor.is_called(name));
        let first = called.next()?;
        if first.kind == *kind {
            return Some(first);
        }
        called.find(|actor| actor.kind == *kind)
    }
}
