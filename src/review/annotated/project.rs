//! What a file tells of its project: kinds, actors, events, tables.

use std::collections::BTreeMap;

use super::Import;
use crate::annotation::{Action, Actor, ActorId, Change, Edit, ProjectField};
use crate::exchange::annotated::AboutProject;

impl Import<'_> {
    /// What a file tells of its project: an empty one becomes it, save for the title; another one gets kinds and actors.
    pub(super) fn project(&mut self, about: &AboutProject) {
        let is_empty =
            self.copy.articles.is_empty() && self.copy.actors.is_empty() && self.copy.decisions.is_empty();
        let before = self.copy.scheme.clone();
        let mut after = before.clone();
        if is_empty && !about.scheme.kinds.is_empty() {
            after = about.scheme.clone();
        }
        for kind in &about.scheme.kinds {
            if after.get(&kind.id).is_none() {
                after.kinds.push(kind.clone());
            }
        }
        if after != before {
            self.make(Edit::Project {
                before: ProjectField::Scheme(before),
                after: ProjectField::Scheme(after),
            });
        }
        if is_empty {
            for (id, actor) in &about.actors {
                self.actor(*id, actor.clone());
            }
            for (id, event) in &about.events {
                self.make(Edit::Event {
                    id: *id,
                    before: None,
                    after: Some(event.clone()),
                });
            }
            for two in &about.apart {
                self.make(Edit::Project {
                    before: ProjectField::Apart(*two, false),
                    after: ProjectField::Apart(*two, true),
                });
            }
            for decision in &about.decisions {
                self.make(Edit::Decide {
                    article: None,
                    decision: Box::new(decision.clone()),
                });
            }
            self.reviewers.extend(about.reviewers.iter().cloned());
            if self.copy.references.is_empty() && !about.references.is_empty() {
                self.make(Edit::Project {
                    before: ProjectField::References(Vec::new()),
                    after: ProjectField::References(about.references.clone()),
                });
            }
        }
    }

    pub(super) fn actor(&mut self, id: ActorId, mut actor: Actor) {
        // Who is here as somebody of their own is not merged by an import.
        let (here, redirects) = (&self.copy.actors, &self.redirects);
        actor
            .formerly
            .retain(|id| !here.contains_key(id) && !redirects.contains_key(id));
        self.redirects
            .extend(actor.formerly.iter().map(|former| (*former, id)));
        for name in std::iter::once(&actor.name).chain(&actor.aliases) {
            self.called.entry(name.to_lowercase()).or_default().push(id);
        }
        self.kinds.insert(actor.kind.clone());
        self.make(Edit::Actor {
            id,
            before: None,
            after: Some(actor),
        });
    }

    /// The project's actors for those of an article; whom it does not have comes in.
    pub(super) fn actors(&mut self, actors: &BTreeMap<ActorId, Actor>) -> BTreeMap<ActorId, ActorId> {
        let mut known = BTreeMap::new();
        for (id, actor) in actors {
            // Merged here, or merged there with one who is here still.
            let merged = || {
                let formerly = actor.formerly.iter();
                let mut there = formerly.filter(|id| self.copy.actors.contains_key(id));
                self.redirects.get(id).or_else(|| there.next()).copied()
            };
            let here = if self.copy.actors.contains_key(id) {
                Some(*id)
            } else if let Some(here) = merged() {
                Some(here)
            } else {
                self.called
                    .get(&actor.name.to_lowercase())
                    .and_then(|ids| {
                        ids.iter()
                            .find(|id| self.copy.actors.get(id).is_some_and(|a| a.kind == actor.kind))
                    })
                    .copied()
            };
            let here = here.unwrap_or_else(|| {
                let change = Change::Actor {
                    id: *id,
                    before: None,
                    after: Some(actor.clone()),
                };
                self.actor(*id, actor.clone());
                let decided = self.session.decision(None, Action::Added, change, self.at);
                self.make(decided);
                *id
            });
            known.insert(*id, here);
        }
        known
    }
}
