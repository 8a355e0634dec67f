//! The journal: every change is on disk within moments of being made, long before it is saved.
//!
//! A journal belongs to a project, not to a session: it is the file `.claimdesk/journal` in the project's folder, or,
//! before a project has one, in a folder of its own among the program's state. It holds the steps of the history and
//! when they were saved. After a crash it has what the project's files lack; after a normal end it is the undo history.
//!
//! Promises: a record is read whole or not at all (each has its length and checksum); what follows a torn one is
//! ignored, and kept aside if there is sense in it; a journal is never a reason not to open a project. Nothing here
//! changes a project: what to do with what was found is for [`crate::review`] and the person.

mod file;
mod story;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::annotation::{Actor, ArticleId, Item, Step};

pub(super) use file::make_own_folder;
pub use file::{Damage, Found, frame, from_bytes, keep_copy, read};
pub use story::{Happened, Story};
pub use writer::Journal;

/// The folder in a project's folder for what is this program's own: journal, lock, backups.
pub const OWN_FOLDER: &str = ".claimdesk";
/// The journal in that folder.
const JOURNAL: &str = "journal";

/// One record.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// The first one of every journal.
    Begun {
        /// Version of the program.
        program: String,
        /// What the steps build on.
        base: Base,
    },
    /// A step was done.
    Done(Arc<Step>),
    /// The last step was taken back.
    Undone,
    /// The last step that was taken back was done again.
    Redone,
    /// Things that nobody decided about, which the next step refers to and the project's files may lack.
    Beside {
        /// Actors.
        actors: Vec<Actor>,
        /// Items, by article.
        items: Vec<(ArticleId, Item)>,
    },
    /// A save of the present state begins.
    Saving,
    /// The last save that began has ended well.
    Saved {
        /// Digest of the project's files after it, see [`super::SaveBase::digest`].
        files: String,
    },
    /// What was done since the last save was given up.
    Discarded,
}

/// What the steps of a journal build on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The project's files.
    Folder,
    /// An empty project.
    Empty,
    /// The demo project.
    Demo,
}

impl Base {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::Empty => "empty",
            Self::Demo => "demo",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::Folder, Self::Empty, Self::Demo]
            .into_iter()
            .find(|base| base.name() == name)
    }
}

impl Record {
    /// The first record of a journal that this program begins.
    #[must_use]
    pub fn begun(base: Base) -> Self {
        Self::Begun {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            base,
        }
    }
}

/// The journal of the project in `folder`.
#[must_use]
pub fn journal_of(folder: &Path) -> PathBuf {
    folder.join(OWN_FOLDER).join(JOURNAL)
}
