//! Dialogs: each a plain struct that is kept while it is open and shown once per frame.
//!
//! None knows the project: strings go in, a [`DialogResult`] comes out. All of them put the keyboard where it is needed
//! when they open, close on Esc, take Enter for their main button (Ctrl+Enter where Enter makes a new line), name every
//! input for screen readers, and scroll rather than grow out of a small window.

mod ask;
mod bulk;
mod choose;
mod columns;
mod export;
mod labels;
mod list;
mod parts;
mod paste;
mod path;
mod ratings;
mod reference;
mod report;
mod seek;
#[cfg(test)]
pub(super) mod testing;
mod text_input;
mod unsaved;

pub use ask::{Answered, Ask};
pub use bulk::Bulk;
pub use choose::Choose;
pub use columns::Columns;
pub use export::{Export, LossLines, Preview};
pub use labels::{LabelUse, Labels};
pub use paste::Paste;
pub use path::{PathDialog, PathWanted};
pub use ratings::Ratings;
pub use reference::{Attach, Tables, TablesAnswer};
pub use report::{Report, ReportLine};
pub use seek::Seek;
pub use text_input::TextInput;
pub use unsaved::{Unsaved, UnsavedChoice};

pub(super) use list::{List, Row};
pub(super) use parts::{FirstFocus, Pressed, Shape, buttons, key_cap, rows, scroll};

/// "3 bytes", "12 kB", "4.1 MB".
fn text_size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// What a dialog says in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialogResult<T> {
    /// Nothing yet; show it again.
    Open,
    /// The user does not want to.
    Cancelled,
    /// The user's answer.
    Done(T),
}

impl<T> DialogResult<T> {
    /// Whether the dialog stays open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }
}
