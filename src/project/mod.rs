//! Floor 2: projects on disk.
//!
//! A project is a folder: `project.ron` (title, kinds, reviewers, actors) and `articles/<article id>.ron`, one per
//! article. The files are RON that people can read, compare and merge; [`format`] has their types.
//!
//! Promises: [`load`] never panics and never changes anything; a damaged article costs that article, not the project.
//! [`save`] writes each file whole or not at all, writes only what changed, reads back what it is about to write, and
//! does not write over what another program changed. No content of a file is ever thrown away: what a save replaces
//! against the odds (an article that was removed, a file that could only be read in part) goes to the folder
//! `set-aside` in the project.

pub mod backups;
mod candidates;
mod demo;
pub mod format;
mod io_words;
pub mod journal;
mod load;
pub mod lock;
mod network_folder;
mod one_file;
pub mod references;
mod regular;
mod repair;
pub mod reports;
#[cfg(test)]
mod round_trip;
mod save;
pub mod user;
mod warning;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub use demo::demo;
pub use io_words::in_words;
pub use load::{LoadError, Loaded, check, load};
pub use network_folder::network_folder;
pub use one_file::{
    OneFile, holds_project, read_article_file, read_project_file, write_article_file, write_project_file,
};
pub use repair::{RepairError, Repaired, repair};
pub use save::{SaveBase, SaveError, create, save};
pub use user::{ClaimsTableWish, ColumnWish, Home, Preferences, ViewState};
pub use warning::Warning;

/// The file that makes a folder a project.
const PROJECT_FILE: &str = "project.ron";
/// The folder of the articles.
const ARTICLES: &str = "articles";
/// The folder for what was replaced or removed.
const SET_ASIDE: &str = "set-aside";

/// The folder of the project that `path` names: the folder itself or its `project.ron`.
#[must_use]
pub fn folder_of(path: &Path) -> Option<PathBuf> {
    if path.join(PROJECT_FILE).is_file() {
        return Some(path.to_owned());
    }
    let is_head = path.file_name().is_some_and(|name| name == PROJECT_FILE) && path.is_file();
    if !is_head {
        return None;
    }
    let parent = path.parent().unwrap_or(Path::new("."));
    Some(if parent.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        parent.to_owned()
    })
}

/// Whether `path` names a project.
#[must_use]
pub fn is_project(path: &Path) -> bool {
    folder_of(path).is_some()
}

/// The first `count` bytes in hexadecimal digits.
fn hex(bytes: &[u8], count: usize) -> String {
    bytes.iter().take(count).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
