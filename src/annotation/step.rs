//! Steps: what the user sees as one change.

use jiff::Timestamp;

use super::{ArticleId, Edit, ItemId};

/// What the reviewer looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// The open article.
    pub article: Option<ArticleId>,
    /// The item in it.
    pub item: Option<ItemId>,
}

/// What the user sees as one change.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Number of the step, never used twice in a session.
    pub number: u64,
    /// What it was, for "Undo …" ("accept “Ada Toll”").
    pub label: String,
    /// When it was made.
    pub at: Timestamp,
    /// Its edits in order.
    pub edits: Vec<Edit>,
    /// What had the focus before; undo goes back there.
    pub focus: Focus,
    /// Whether it brought proposals (opening, suggesting again). A later refinement of them becomes part of it.
    pub proposes: bool,
}
