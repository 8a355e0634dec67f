//! Floor 4: the window.

pub mod command;
pub mod reader;
pub mod theme;
pub mod view;

use std::path::PathBuf;

/// What to open the window on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Launch {
    /// The demo project.
    Demo,
    /// A project folder.
    Project(PathBuf),
    /// Articles; none for what was open last.
    Files(Vec<PathBuf>),
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// Why there is no window, in words.
pub fn run(launch: Launch) -> Result<(), String> {
    Err(format!("The window is not built yet ({launch:?})."))
}
