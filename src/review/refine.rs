//! Refinements: what a slower suggester finds in an article that is open already.
//!
//! A refinement comes by itself, between two decisions of a reviewer, so it must not be a step of the history: undo
//! would stop at it. It becomes part of the step that brought the proposals (in what that step does and in what redo
//! does again), or of the project as it was opened. It touches only undecided proposals that no later step mentions;
//! such changes and those steps do not depend on each other, so undoing and redoing stay exact.
//!
//! What was opened from disk and changed by nothing but a refinement goes back to disk as it was, see
//! [`Session::to_save`]: a project that was opened to be read stays as it is, and a decision in one article does not
//! rewrite the files of the others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::annotation::{ActorId, Article, Body, Change, Decision, Item, ItemId, Project};
use crate::suggest::Suggestions;

use super::merge::{Scope, merge_where};
use super::steps::field;
use super::{Edit, Field, Session, Suggested};

/// What a suggester brings for an article that is open already.
pub struct Refinement<'a> {
    /// The article that the suggester read.
    pub article: &'a Article,
    /// What the suggestions take the place of. [`Scope::Whole`] also says that the suggester is done with the article.
    pub scope: Scope,
    /// What it proposes.
    pub suggestions: &'a Suggestions,
    /// Who proposes.
    pub by: &'a Suggested,
    /// Names of the suggesters whose undecided proposals these take the place of.
    pub replaces: &'a [&'a str],
    /// Items that are being worked on and stay as they are; the item in focus always does.
    pub keep: &'a BTreeSet<ItemId>,
}

/// What became of a refinement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refined {
    /// Proposals have changed.
    Changed,
    /// It brought nothing new.
    Same,
    /// The article is gone, or is not what the suggester read: text, zones or day of publication differ.
    Outdated,
    /// It cannot be taken in while a step that brings proposals to the article, or takes it away, waits to be redone.
    NotNow,
}

impl Session {
    /// Puts a refinement in the place of undecided proposals. Nothing that a person decided changes, nor does the focus,
    /// and what was rejected does not come back.
    pub fn refine(&mut self, refinement: &Refinement<'_>) -> Refined {
        let read = refinement.article;
        let Some(old) = self.project.article(&read.id).map(Arc::clone) else {
            return Refined::Outdated;
        };
        let unchanged = old.text == read.text
            && old.zones == read.zones
            && old.metadata.published == read.metadata.published;
        if !unchanged {
            return Refined::Outdated;
        }
        let Some(place) = self.history.place_of(&old.id) else {
            return Refined::NotNow;
        };
        let focused = self
            .focus
            .item
            .filter(|_| self.focus.article.as_ref() == Some(&old.id));
        let stays = |item: &Item| {
            place.mentioned.contains(&item.id)
                || refinement.keep.contains(&item.id)
                || focused == Some(item.id)
                || item
                    .origin
                    .as_ref()
                    .is_none_or(|origin| !refinement.replaces.contains(&origin.suggester.as_str()))
        };
        let mut edits = merge_where(
            &self.project,
            &self.names,
            &old,
            refinement.suggestions,
            refinement.by,
            refinement.scope,
            &stays,
        );
        // An item that was there once and may come back by undo or redo must not come by another way as well.
        edits.retain(|edit| !matches!(edit, Edit::Item { id, .. } if place.mentioned.contains(id)));
        // For the same reason nothing can stand within it.
        for edit in &mut edits {
            if let Edit::Item {
                after: Some(item), ..
            } = edit
                && let Body::Claim(claim) = &mut item.body
            {
                claim.within = claim.within.filter(|outer| !place.mentioned.contains(outer));
            }
        }
        self.settle_actors(&mut edits, place.carrier);
        if refinement.scope == Scope::Whole && old.suggested_by != refinement.by.stamp() {
            let before = Field::SuggestedBy(old.suggested_by.clone());
            edits.push(field(&old.id, before, Field::SuggestedBy(refinement.by.stamp())));
        }
        if edits.is_empty() {
            return Refined::Same;
        }
        self.beside.extend(edits.iter().filter_map(|edit| match edit {
            Edit::Actor { id, before: None, .. } => Some(*id),
            _ => None,
        }));
        self.make(&edits);
        match (place.carrier, self.project.article(&old.id)) {
            (Some(carrier), Some(new)) => self.history.fold(carrier, edits, &old, new),
            _ => {
                self.refined.insert(old.id.clone());
            }
        }
        self.refinements += 1;
        Refined::Changed
    }

    /// How many refinements have changed something: a sign, beside the revision, that proposals are not what they were.
    #[must_use]
    pub const fn refinements(&self) -> u64 {
        self.refinements
    }

    /// The project as it goes to disk: what only a refinement changed since it was read from there is as it was read.
    #[must_use]
    pub fn to_save(&self) -> Project {
        let mut project = self.project.clone();
        let touched = self.history.touched();
        let redirects = project.redirects();
        for id in self.refined.iter().filter(|id| !touched.contains(*id)) {
            if let Some(opened) = self.opened.get(id) {
                let mut opened = Arc::clone(opened);
                // An actor that was merged since is who it is now, as it would be on the next reading.
                if opened.names_any_of(&redirects) {
                    Arc::make_mut(&mut opened).redirect(&redirects);
                }
                project.articles.insert(id.clone(), opened);
            }
        }
        if !self.refined_actors.is_empty() {
            let mut used = self.history.touched_actors();
            // Every article: one that goes to disk as it was read may refer to an actor that a refinement only gave a name.
            for article in project.articles.values() {
                used.extend(article.items.values().flat_map(|item| item.body.actors()));
                used.extend(article.decisions.iter().flat_map(decided_actors));
            }
            project
                .actors
                .retain(|id, _| used.contains(id) || !self.refined_actors.contains(id));
        }
        project
    }

    /// Makes sure that the proposals in `edits` refer only to actors that are there from the step `carrier` on: a new
    /// actor comes with that step, one that other proposals brought later comes earlier, and one that a person made
    /// later is not referred to.
    fn settle_actors(&mut self, edits: &mut Vec<Edit>, carrier: Option<usize>) {
        let later = self.history.actors_since(carrier);
        let undone = self.history.actors_undone();
        let mut known: BTreeMap<ActorId, bool> = BTreeMap::new();
        for edit in edits.iter() {
            if let Edit::Actor { id, before, .. } = edit {
                known.insert(*id, !undone.contains(id));
                if carrier.is_none() && before.is_none() && !undone.contains(id) {
                    self.refined_actors.insert(*id);
                }
            }
        }
        for edit in edits.iter_mut() {
            let Edit::Item {
                after: Some(item), ..
            } = edit
            else {
                continue;
            };
            for id in item.body.actors().collect::<BTreeSet<_>>() {
                let may = *known.entry(id).or_insert_with(|| match later.get(&id) {
                    None if undone.contains(&id) => false,
                    None => true,
                    Some(step) => {
                        let moved = self.history.bring_forward(id, *step, carrier);
                        if moved && carrier.is_none() {
                            self.refined_actors.insert(id);
                        }
                        moved
                    }
                });
                if !may {
                    unlink(&mut item.body, id);
                }
            }
        }
        edits.retain(|edit| match edit {
            Edit::Actor { id, .. } => known.get(id).copied().unwrap_or(true),
            Edit::Item { before, after, .. } => before != after,
            _ => true,
        });
    }
}

fn unlink(body: &mut Body, actor: ActorId) {
    keep_links(body, &|id| id != actor, &|_| true);
}

/// Cuts the links to actors and outer claims that do not pass.
pub(super) fn keep_links(body: &mut Body, actor: &dyn Fn(ActorId) -> bool, outer: &dyn Fn(ItemId) -> bool) {
    match body {
        Body::Mention(mention) => mention.actor = mention.actor.filter(|id| actor(*id)),
        Body::Claim(claim) => {
            claim.speaker = claim.speaker.filter(|id| actor(*id));
            claim.within = claim.within.filter(|id| outer(*id));
            let parties = claim.via.iter_mut().chain(&mut claim.targets);
            for party in parties {
                party.actor = party.actor.filter(|id| actor(*id));
            }
        }
    }
}

/// The actors that a decision about an item refers to.
fn decided_actors(decision: &Decision) -> impl Iterator<Item = ActorId> {
    let (before, after) = match &decision.change {
        Change::Item { before, after, .. } => (before.as_ref(), after.as_ref()),
        _ => (None, None),
    };
    before.into_iter().chain(after).flat_map(Body::actors)
}
