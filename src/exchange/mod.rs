//! Floor 2: formats in and out.
//!
//! Imports turn files of any origin into [`Draft`]s: text that has been decoded and normalised once, with what could be
//! found about it. Exports write decided work for other programs. Nothing is dropped in silence: what could not be read
//! or carried is listed.

pub mod annotated;
pub mod export;
pub mod formats;
mod import;
pub mod loss;
pub mod marks;

use std::path::{Path, PathBuf};

pub use import::{
    DataSetPreview, columns_of, days_of, from_pasted, from_text, import, import_each, publication_day,
};

use crate::annotation::Metadata;
use crate::text::{ArticleText, Zone};

/// An article as an import found it, not yet in a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What was found about it.
    pub metadata: Metadata,
    /// Its text, normalised.
    pub text: ArticleText,
    /// Its zones.
    pub zones: Vec<Zone>,
}

/// What an import brought.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The articles, in the order of the input.
    pub drafts: Vec<Draft>,
    /// What could not be read or carried.
    pub problems: Vec<Problem>,
}

/// Something that an import could not read or carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: PathBuf,
    /// Line in it, from 1, where one is at fault.
    pub line: Option<usize>,
    /// What happened, one sentence.
    pub what: String,
    /// What to do about it, one sentence.
    pub hint: String,
}

impl std::fmt::Display for Problem {
    /// `file:line: what hint`, as compilers print it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {} {}", self.what, self.hint)
    }
}

/// Which columns of a data set hold what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap {
    /// The text; needed.
    pub text: String,
    /// The title, if there is a column for it. So for the others.
    pub title: Option<String>,
    /// Outlet.
    pub publisher: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Identity of the row, for `imported_from`.
    pub id: Option<String>,
}

/// Whether the file at `path` is a data set, whose columns a user may want to map.
#[must_use]
pub fn is_data_set(path: &Path) -> bool {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    matches!(
        extension.to_ascii_lowercase().as_str(),
        "csv" | "tsv" | "jsonl" | "ndjson" | "json"
    )
}
