//! What every part of the window sees, and what it can ask for.
//!
//! A view gets a shared look at the session and answers with [`Act`]s. The shell applies them once per frame, in one
//! place; no view changes anything itself.

use crate::annotation::{ActorId, ArticleId, ItemId};
use crate::review::{Command, Focus, Part, Session, Show};
use crate::text::Span;

use super::command::UiCommand;
use super::grounds::Grounds;

/// What a view sees.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The project under review, with the focus.
    pub session: &'a Session,
    /// Which items the queue holds.
    pub show: Show,
    /// Which part of the focused item the boundary keys move.
    pub part: Part,
    /// The words that are selected in the reader, if any.
    pub selection: Option<Span>,
    /// What verdicts rest on outside the project's own files.
    pub grounds: &'a Grounds,
}

/// What a view asks for.
#[derive(Clone, Debug)]
pub enum Act {
    /// Change the project.
    Run(Command),
    /// What a key or the palette would do.
    Do(UiCommand),
    /// Look at an article or item, scrolled into view where it is shown; the page stays.
    Focus(Focus),
    /// Show an article or item in the reader.
    Read(Focus),
    /// Show an actor with everything that is theirs.
    ShowActor(ActorId),
    /// Change the project and say so, in these words, with a button to take it back.
    RunWithUndo(Command, String),
    /// Show the claims of an actor in the table.
    ShowClaimsOf(ActorId),
    /// Make another part of the focused item the active one.
    FocusPart(Part),
    /// Show these words in the reader and select them.
    Reveal {
        /// In which article.
        article: ArticleId,
        /// Which words.
        span: Span,
    },
    /// Pick the file of a piece of evidence.
    PickEvidence {
        /// In which article.
        article: ArticleId,
        /// Of which claim.
        item: ItemId,
        /// Which piece, from 0.
        index: usize,
    },
}
