//! Undo and redo: steps that were done and steps that were undone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::annotation::{ActorId, Article, ArticleId, ItemId};

use super::edit::Field;
use super::{Edit, Focus};

/// What the user sees as one change.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Number of the step, never used twice in a session.
    pub number: u64,
    /// What it was, for "Undo …" ("accept “Ada Toll”").
    pub label: String,
    /// Its edits in order.
    pub edits: Vec<Edit>,
    /// What had the focus before; undo goes back there.
    pub focus: Focus,
    /// Whether it brought proposals (opening, suggesting again). A later refinement of them becomes part of it.
    pub proposes: bool,
}

/// The steps of a session and where it was saved.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    numbers: u64,
    saved: u64,
}

/// A state of the project in its history. Two equal revisions of one session are the same state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision(u64);

impl History {
    /// Records a step that was just applied. What was undone before can no longer be redone.
    pub fn push(&mut self, label: String, edits: Vec<Edit>, focus: Focus, proposes: bool) {
        self.numbers += 1;
        self.undone.clear();
        self.done.push(Step {
            number: self.numbers,
            label,
            edits,
            focus,
            proposes,
        });
    }

    /// The state that the steps done so far lead to.
    #[must_use]
    pub fn revision(&self) -> Revision {
        Revision(self.done.last().map_or(0, |step| step.number))
    }

    /// Remembers that this state is on disk.
    pub const fn mark_saved(&mut self, revision: Revision) {
        self.saved = revision.0;
    }

    /// Whether the state differs from the saved one. Undoing back to the saved state makes it clean again.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.revision().0 != self.saved
    }

    /// What undo would take back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|step| step.label.as_str())
    }

    /// What redo would do again.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|step| step.label.as_str())
    }

    pub(super) fn take_undo(&mut self) -> Option<&Step> {
        let step = self.done.pop()?;
        self.undone.push(step);
        self.undone.last()
    }

    pub(super) fn take_redo(&mut self) -> Option<&Step> {
        let step = self.undone.pop()?;
        self.done.push(step);
        self.done.last()
    }

    /// Where a refinement of the proposals in `article` belongs; `None` while a step that could be done again brings
    /// proposals to the article or brings or takes the article itself.
    pub(super) fn place_of(&self, article: &ArticleId) -> Option<Place> {
        let mut mentioned = BTreeSet::new();
        for step in &self.undone {
            match step.touches(article, &mut mentioned) {
                Touch::Carries => return None,
                Touch::Mentions | Touch::Nothing => {}
            }
        }
        for (index, step) in self.done.iter().enumerate().rev() {
            if step.touches(article, &mut mentioned) == Touch::Carries {
                return Some(Place {
                    carrier: Some(index),
                    mentioned,
                });
            }
        }
        Some(Place {
            carrier: None,
            mentioned,
        })
    }

    /// The actors that steps after `carrier` brought in, with the step that did.
    pub(super) fn actors_since(&self, carrier: Option<usize>) -> BTreeMap<ActorId, usize> {
        let from = carrier.map_or(0, |index| index + 1);
        let steps = self.done.iter().enumerate().skip(from);
        steps
            .flat_map(|(index, step)| step.new_actors().map(move |id| (id, index)))
            .collect()
    }

    /// The actors that steps would bring in again.
    pub(super) fn actors_undone(&self) -> BTreeSet<ActorId> {
        self.undone.iter().flat_map(Step::new_actors).collect()
    }

    /// Makes an actor that came with the proposals of step `from` come with step `to` already, or before all steps;
    /// `false` if step `from` is a person's, who made the actor then and not earlier.
    pub(super) fn bring_forward(&mut self, actor: ActorId, from: usize, to: Option<usize>) -> bool {
        let Some(step) = self.done.get_mut(from).filter(|step| step.proposes) else {
            return false;
        };
        let mine = |edit: &Edit| matches!(edit, Edit::Actor { id, before: None, .. } if *id == actor);
        let Some(at) = step.edits.iter().position(mine) else {
            return false;
        };
        let edit = step.edits.remove(at);
        if let Some(step) = to.and_then(|index| self.done.get_mut(index)) {
            step.edits.push(edit);
        }
        true
    }

    /// Makes `edits`, which are about undecided proposals of one article that no later step mentions, part of the step
    /// that brought the proposals. `old` is the article before them and `new` after.
    pub(super) fn fold(&mut self, carrier: usize, edits: Vec<Edit>, old: &Arc<Article>, new: &Arc<Article>) {
        if let Some(step) = self.done.get_mut(carrier) {
            step.fold(edits, old, new);
        }
    }

    /// The articles that the steps done so far are about.
    pub(super) fn touched(&self) -> BTreeSet<&ArticleId> {
        let edits = self.done.iter().flat_map(|step| &step.edits);
        edits
            .filter_map(|edit| match edit {
                Edit::Item { article, .. } | Edit::Orphan { article, .. } | Edit::Field { article, .. } => {
                    Some(article)
                }
                Edit::Article { id, .. } => Some(id),
                Edit::Decide { article, .. } => article.as_ref(),
                Edit::Actor { .. } | Edit::Project { .. } => None,
            })
            .collect()
    }

    /// The actors that the steps done so far add or change.
    pub(super) fn touched_actors(&self) -> BTreeSet<ActorId> {
        let edits = self.done.iter().flat_map(|step| &step.edits);
        edits
            .filter_map(|edit| match edit {
                Edit::Actor { id, .. } => Some(*id),
                _ => None,
            })
            .collect()
    }
}

/// Where a refinement belongs.
pub(super) struct Place {
    /// The step that brought the proposals, counted from the oldest; `None` if they were there when the session began.
    pub carrier: Option<usize>,
    /// Items that later steps mention, or steps that could be done again: they are not touched.
    pub mentioned: BTreeSet<ItemId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Touch {
    Nothing,
    Mentions,
    Carries,
}

impl Step {
    /// What the step has to do with the proposals of `article`; the items that it mentions go into `mentioned`.
    fn touches(&self, article: &ArticleId, mentioned: &mut BTreeSet<ItemId>) -> Touch {
        let mut touch = Touch::Nothing;
        for edit in &self.edits {
            match edit {
                Edit::Article { id, .. } if id == article => return Touch::Carries,
                Edit::Item {
                    article: of,
                    id,
                    before,
                    after,
                } if of == article => {
                    if self.proposes {
                        return Touch::Carries;
                    }
                    let sides = before.iter().chain(after);
                    let claims = sides.filter_map(|item| item.body.as_claim());
                    mentioned.extend(claims.filter_map(|claim| claim.within));
                    mentioned.insert(*id);
                    touch = Touch::Mentions;
                }
                // A step that is taken back may need the id again.
                Edit::Orphan { article: of, id, .. } if of == article => {
                    mentioned.insert(*id);
                    touch = Touch::Mentions;
                }
                Edit::Field {
                    article: of,
                    after: Field::SuggestedBy(_),
                    ..
                } if of == article => return Touch::Carries,
                _ => {}
            }
        }
        touch
    }

    fn new_actors(&self) -> impl Iterator<Item = ActorId> {
        self.edits.iter().filter_map(|edit| match edit {
            Edit::Actor { id, before: None, .. } => Some(*id),
            _ => None,
        })
    }

    fn fold(&mut self, edits: Vec<Edit>, old: &Arc<Article>, new: &Arc<Article>) {
        let mut own: BTreeMap<ItemId, usize> = BTreeMap::new();
        let mut stamp = None;
        for (index, edit) in self.edits.iter_mut().enumerate() {
            match edit {
                Edit::Article {
                    id,
                    after: Some(snapshot),
                    ..
                } if *id == old.id => {
                    if Arc::ptr_eq(snapshot, old) {
                        *snapshot = Arc::clone(new);
                    } else {
                        let snapshot = Arc::make_mut(snapshot);
                        for edit in &edits {
                            edit.apply_to(snapshot);
                        }
                    }
                    let actors = edits
                        .into_iter()
                        .filter(|edit| matches!(edit, Edit::Actor { .. }));
                    self.edits.extend(actors);
                    return;
                }
                Edit::Item { article, id, .. } if *article == old.id => {
                    own.insert(*id, index);
                }
                Edit::Field {
                    article,
                    after: Field::SuggestedBy(_),
                    ..
                } if *article == old.id => stamp = Some(index),
                _ => {}
            }
        }
        for edit in edits {
            let known = match &edit {
                Edit::Item { id, .. } => own.get(id).copied(),
                Edit::Field { .. } => stamp,
                _ => None,
            };
            match (known.and_then(|index| self.edits.get_mut(index)), edit) {
                (Some(Edit::Item { after, .. }), Edit::Item { after: refined, .. }) => *after = refined,
                (Some(Edit::Field { after, .. }), Edit::Field { after: refined, .. }) => *after = refined,
                (_, edit) => self.edits.push(edit),
            }
        }
    }
}
