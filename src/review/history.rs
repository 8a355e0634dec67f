//! Undo and redo: steps that were done and steps that were undone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::annotation::{ActorId, Article, ArticleId, Edit, Field, Focus, ItemId, Step};

/// The steps of a session and where it was saved.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Arc<Step>>,
    undone: Vec<Arc<Step>>,
    numbers: u64,
    saved: u64,
    log: Vec<Happened>,
    amended: bool,
    /// How many of the steps done were there when the session began, less those that were taken back since.
    earlier: usize,
    /// The articles that steps were about which were there when the session began and have been taken back.
    reopened: BTreeSet<ArticleId>,
}

/// What happened to the history, for a journal.
#[derive(Clone, Debug)]
pub(super) enum Happened {
    Done(Arc<Step>),
    Undone,
    Redone,
}

/// A state of the project in its history. Two equal revisions of one session are the same state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision(u64);

impl History {
    /// The history that an earlier session left. `saved`: whether the state that the steps done lead to is on disk;
    /// otherwise none of its states counts as being there.
    pub(super) fn of(done: Vec<Arc<Step>>, undone: Vec<Arc<Step>>, saved: bool) -> Self {
        let numbers = done.iter().chain(&undone).map(|step| step.number).max();
        let mut history = Self {
            earlier: if saved { done.len() } else { 0 },
            done,
            undone,
            numbers: numbers.unwrap_or(0),
            ..Self::default()
        };
        history.saved = if saved { history.revision().0 } else { u64::MAX };
        history
    }

    /// Records a step that was just applied. What was undone before can no longer be redone.
    pub fn push(&mut self, label: String, at: Timestamp, edits: Vec<Edit>, focus: Focus, proposes: bool) {
        self.numbers += 1;
        self.undone.clear();
        let step = Arc::new(Step {
            number: self.numbers,
            label,
            at,
            edits,
            focus,
            proposes,
        });
        self.log.push(Happened::Done(Arc::clone(&step)));
        self.done.push(step);
    }

    /// What happened since this was last asked.
    pub(super) fn take_log(&mut self) -> Vec<Happened> {
        std::mem::take(&mut self.log)
    }

    /// The steps that were done, oldest first, and those that were undone, the one to be done again first last.
    #[must_use]
    pub fn steps(&self) -> (&[Arc<Step>], &[Arc<Step>]) {
        (&self.done, &self.undone)
    }

    /// Whether refinements have changed steps after they were made.
    #[must_use]
    pub const fn is_amended(&self) -> bool {
        self.amended
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

    /// Number of the last step in the state that is on disk; 0 if that has none.
    pub(super) const fn saved_number(&self) -> u64 {
        self.saved
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

    pub(super) fn take_undo(&mut self) -> Option<Arc<Step>> {
        let step = self.done.pop()?;
        if self.done.len() < self.earlier {
            self.earlier = self.done.len();
            self.reopened.extend(articles_of(&step).cloned());
        }
        self.undone.push(Arc::clone(&step));
        self.log.push(Happened::Undone);
        Some(step)
    }

    pub(super) fn take_redo(&mut self) -> Option<Arc<Step>> {
        let step = self.undone.pop()?;
        self.done.push(Arc::clone(&step));
        self.log.push(Happened::Redone);
        Some(step)
    }

    /// Where a refinement of the proposals in `article` belongs; `None` while a step that could be done again brings
    /// proposals to the article or brings or takes the article itself.
    pub(super) fn place_of(&self, article: &ArticleId) -> Option<Place> {
        let mut mentioned = BTreeSet::new();
        for step in &self.undone {
            match touches(step, article, &mut mentioned) {
                Touch::Carries => return None,
                Touch::Mentions | Touch::Nothing => {}
            }
        }
        for (index, step) in self.done.iter().enumerate().rev() {
            if touches(step, article, &mut mentioned) == Touch::Carries {
                // What an earlier session opened was here when this one began.
                return Some(Place {
                    carrier: Some(index).filter(|index| *index >= self.earlier),
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
        let from = carrier.map_or(self.earlier, |index| index + 1);
        let steps = self.done.iter().enumerate().skip(from);
        steps
            .flat_map(|(index, step)| new_actors(step).map(move |id| (id, index)))
            .collect()
    }

    /// The actors that steps would bring in again, or take away again.
    pub(super) fn actors_undone(&self) -> BTreeSet<ActorId> {
        let edits = self.undone.iter().flat_map(|step| &step.edits);
        edits
            .filter_map(|edit| match edit {
                Edit::Actor { id, before: None, .. } | Edit::Actor { id, after: None, .. } => Some(*id),
                _ => None,
            })
            .collect()
    }

    /// Makes an actor that came with the proposals of step `from` come with step `to` already, or before all steps;
    /// `false` if step `from` is a person's, who made the actor then and not earlier.
    pub(super) fn bring_forward(&mut self, actor: ActorId, from: usize, to: Option<usize>) -> bool {
        let Some(step) = self.done.get_mut(from).filter(|step| step.proposes) else {
            return false;
        };
        let step = Arc::make_mut(step);
        self.amended = true;
        let mine = |edit: &Edit| matches!(edit, Edit::Actor { id, before: None, .. } if *id == actor);
        let Some(at) = step.edits.iter().position(mine) else {
            return false;
        };
        let edit = step.edits.remove(at);
        if let Some(step) = to.and_then(|index| self.done.get_mut(index)) {
            Arc::make_mut(step).edits.push(edit);
        }
        true
    }

    /// Makes `edits`, which are about undecided proposals of one article that no later step mentions, part of the step
    /// that brought the proposals. `old` is the article before them and `new` after.
    pub(super) fn fold(&mut self, carrier: usize, edits: Vec<Edit>, old: &Arc<Article>, new: &Arc<Article>) {
        if let Some(step) = self.done.get_mut(carrier) {
            fold(Arc::make_mut(step), edits, old, new);
            self.amended = true;
        }
    }

    /// The articles that the steps of this session are about, and those whose earlier steps it took back.
    pub(super) fn touched(&self) -> BTreeSet<&ArticleId> {
        let steps = self.done.iter().skip(self.earlier);
        steps
            .flat_map(|step| articles_of(step))
            .chain(&self.reopened)
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

/// The articles that a step is about.
fn articles_of(step: &Step) -> impl Iterator<Item = &ArticleId> {
    step.edits.iter().filter_map(|edit| match edit {
        Edit::Item { article, .. } | Edit::Orphan { article, .. } | Edit::Field { article, .. } => {
            Some(article)
        }
        Edit::Article { id, .. } => Some(id),
        Edit::Decide { article, .. } => article.as_ref(),
        Edit::Actor { .. } | Edit::Event { .. } | Edit::Project { .. } => None,
    })
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

/// What the step has to do with the proposals of `article`; the items that it mentions go into `mentioned`.
fn touches(step: &Step, article: &ArticleId, mentioned: &mut BTreeSet<ItemId>) -> Touch {
    let mut touch = Touch::Nothing;
    for edit in &step.edits {
        match edit {
            Edit::Article { id, .. } if id == article => return Touch::Carries,
            Edit::Item {
                article: of,
                id,
                before,
                after,
            } if of == article => {
                if step.proposes {
                    return Touch::Carries;
                }
                let sides = before.iter().chain(after);
                let claims = sides.filter_map(|item| item.body.as_claim());
                mentioned.extend(claims.filter_map(|claim| claim.within));
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

fn new_actors(step: &Step) -> impl Iterator<Item = ActorId> {
    step.edits.iter().filter_map(|edit| match edit {
        Edit::Actor { id, before: None, .. } => Some(*id),
        _ => None,
    })
}

fn fold(step: &mut Step, edits: Vec<Edit>, old: &Arc<Article>, new: &Arc<Article>) {
    let mut own: BTreeMap<ItemId, usize> = BTreeMap::new();
    let mut stamp = None;
    for (index, edit) in step.edits.iter_mut().enumerate() {
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
                step.edits.extend(actors);
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
        match (known.and_then(|index| step.edits.get_mut(index)), edit) {
            (Some(Edit::Item { after, .. }), Edit::Item { after: refined, .. }) => *after = refined,
            (Some(Edit::Field { after, .. }), Edit::Field { after: refined, .. }) => *after = refined,
            (_, edit) => step.edits.push(edit),
        }
    }
}
