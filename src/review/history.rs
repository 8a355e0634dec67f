//! Undo and redo: steps that were done and steps that were undone.

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
    pub fn push(&mut self, label: String, edits: Vec<Edit>, focus: Focus) {
        self.numbers += 1;
        self.undone.clear();
        self.done.push(Step {
            number: self.numbers,
            label,
            edits,
            focus,
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
}
