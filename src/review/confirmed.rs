//! The names that people have confirmed in a project, kept up to date with every edit.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotation::{ActorId, Article, Form, Item, KindId, Project};
use crate::suggest::KnownName;

use super::Edit;

/// What a name was confirmed as: kind and actor.
pub type Reading = (KindId, Option<ActorId>);

/// Names with what they were confirmed as, and how often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmed(BTreeMap<String, BTreeMap<Reading, usize>>);

impl Confirmed {
    /// Of a whole project.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let mut confirmed = Self::default();
        for article in project.articles.values() {
            confirmed.article(article, true);
        }
        confirmed
    }

    /// Follows an edit of `project`, forward or back. The text of an article never changes, so it does not matter
    /// whether the edit was made already; an article that came or went brings its text along.
    pub fn follow(&mut self, project: &Project, edit: &Edit, forward: bool) {
        match edit {
            Edit::Item {
                article,
                before,
                after,
                ..
            } => {
                let Some(article) = project.article(article) else {
                    return;
                };
                let (gone, come) = if forward { (before, after) } else { (after, before) };
                for (item, comes) in [(gone, false), (come, true)] {
                    if let Some((name, reading)) = item.as_ref().and_then(|item| confirmed(article, item)) {
                        self.count(name, reading, comes);
                    }
                }
            }
            Edit::Article { before, after, .. } => {
                let (gone, come) = if forward { (before, after) } else { (after, before) };
                for (article, comes) in [(gone, false), (come, true)] {
                    if let Some(article) = article {
                        self.article(article, comes);
                    }
                }
            }
            _ => {}
        }
    }

    fn article(&mut self, article: &Article, comes: bool) {
        for item in article.items.values() {
            if let Some((name, reading)) = confirmed(article, item) {
                self.count(name, reading, comes);
            }
        }
    }

    fn count(&mut self, name: &str, reading: Reading, comes: bool) {
        if comes {
            *self
                .0
                .entry(name.to_owned())
                .or_default()
                .entry(reading)
                .or_default() += 1;
            return;
        }
        let Some(readings) = self.0.get_mut(name) else {
            return;
        };
        if let Some(count) = readings.get_mut(&reading) {
            *count = count.saturating_sub(1);
        }
        readings.retain(|_, count| *count > 0);
        if readings.is_empty() {
            self.0.remove(name);
        }
    }

    /// What `name` was confirmed as, and how often.
    pub fn readings(&self, name: &str) -> impl Iterator<Item = (&Reading, usize)> {
        let readings = self.0.get(name).into_iter().flatten();
        readings.map(|(reading, count)| (reading, *count))
    }

    /// The names for a suggester.
    #[must_use]
    pub fn known(&self, project: &Project) -> Vec<KnownName> {
        let mut known: BTreeSet<(&str, &KindId, &str)> = BTreeSet::new();
        for (name, readings) in &self.0 {
            for (kind, actor) in readings.keys() {
                let actor = actor.and_then(|id| project.actors.get(&id));
                known.insert((name, kind, actor.map_or(name, |actor| &actor.name)));
            }
        }
        known
            .into_iter()
            .map(|(name, kind, actor)| KnownName {
                name: name.to_owned(),
                kind: kind.clone(),
                actor: actor.to_owned(),
            })
            .collect()
    }
}

/// The name that `item` confirms and what it confirms it as. Single letters are no names.
pub(super) fn confirmed<'a>(article: &'a Article, item: &Item) -> Option<(&'a str, Reading)> {
    let mention = item.body.as_mention().filter(|_| item.is_annotation())?;
    let name = article.text.slice(mention.span);
    (mention.form == Form::Named && name.chars().nth(1).is_some())
        .then(|| (name, (mention.kind.clone(), mention.actor)))
}
