//! The formats of project files, and how a file becomes one of them.
//!
//! Promises: a file of a newer version is recognised as such and never guessed at; a damaged one is told with line,
//! column and what to do. Version 1 is the only one so far; each later one adds a module and a step from the one
//! before.

mod out;
pub mod v1;

use std::path::Path;

use ron::error::SpannedError;
use serde::de::DeserializeOwned;

use super::io_words::in_words;
use super::regular;
use super::warning::Warning;

/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// Why a file is not read.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// It is not there.
    Missing,
    /// Written by a newer Claimdesk, in this format.
    Newer(u32),
    /// Damaged, too large, or not to be opened.
    Damaged(Box<Warning>),
}

/// A file type that says which version it is.
pub(super) trait Versioned: DeserializeOwned {
    fn version(&self) -> u32;
}

impl Versioned for v1::ProjectFile {
    fn version(&self) -> u32 {
        self.format
    }
}

impl Versioned for v1::ArticleFile {
    fn version(&self) -> u32 {
        self.format
    }
}

/// Reads a file's bytes, at most [`MAX_FILE_BYTES`].
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let damaged = |what: String, hint: &str| Unreadable::Damaged(Box::new(Warning::about(path, what, hint)));
    let open = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Unreadable::Missing,
        _ => damaged(format!("Could not be read: {}.", in_words(&error)), ""),
    };
    let bytes = regular::read(path, MAX_FILE_BYTES).map_err(open)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(damaged(
            "The file is larger than 256 MB.".to_owned(),
            "A project file is never that large.",
        ));
    }
    Ok(bytes)
}

/// The text of a file: without byte order mark, with the line ends that Claimdesk writes (git may change them).
pub(super) fn decode(path: &Path, bytes: Vec<u8>) -> Result<String, Unreadable> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error
            .as_bytes()
            .iter()
            .take(valid)
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        let what = "The file is not UTF-8 text.";
        let hint = "Bring back an older copy, or save it as UTF-8 in an editor.";
        Unreadable::Damaged(Box::new(Warning {
            line: Some(line),
            ..Warning::about(path, what, hint)
        }))
    })?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    Ok(if text.contains("\r\n") {
        text.replace("\r\n", "\n")
    } else {
        text
    })
}

/// Reads `source`, the content of the file at `path`.
pub(super) fn parse<T: Versioned>(path: &Path, source: &str) -> Result<T, Unreadable> {
    match ron::from_str::<T>(source) {
        Ok(file) if file.version() == v1::VERSION => Ok(file),
        Ok(file) => Err(wrong_version(path, file.version())),
        Err(error) => match version_line(source) {
            Some(version) if version != v1::VERSION => Err(wrong_version(path, version)),
            _ => Err(Unreadable::Damaged(Box::new(damage(path, source, &error)))),
        },
    }
}

fn wrong_version(path: &Path, version: u32) -> Unreadable {
    if version > v1::VERSION {
        return Unreadable::Newer(version);
    }
    let what = format!("There is no format {version}.");
    Unreadable::Damaged(Box::new(Warning::about(
        path,
        what,
        "Bring back an older copy of the file.",
    )))
}

/// The number after the first `format:`, even if the rest of the file cannot be read.
fn version_line(source: &str) -> Option<u32> {
    source.lines().take(20).find_map(|line| {
        let rest = line
            .trim_start()
            .trim_start_matches('(')
            .trim_start()
            .strip_prefix("format:")?;
        rest.trim().trim_end_matches(',').parse().ok()
    })
}

fn damage(path: &Path, source: &str, error: &SpannedError) -> Warning {
    let conflict = source.lines().position(|line| line.starts_with("<<<<<<< "));
    if let Some(line) = conflict {
        let what = "The file holds a merge conflict of git.";
        let hint =
            "Choose one side between the marks \"<<<<<<<\" and \">>>>>>>\", then open the project again.";
        return Warning::about(path, what, hint).at(source, line + 1, 1);
    }
    let cut = !source.trim_end().ends_with(')');
    if source.trim().is_empty() {
        let hint = "Bring back an older copy of the file.";
        return Warning::about(path, "The file is empty.", hint);
    }
    if cut {
        let what = "The file ends too early: its end is missing.";
        let hint = "Bring back an older copy of the file; Claimdesk leaves this one as it is.";
        let last = source.trim_end().lines().last().unwrap_or_default();
        let (line, column) = (source.trim_end().lines().count(), last.chars().count() + 1);
        return Warning::about(path, what, hint).at(source, line, column);
    }
    let what = format!("The file cannot be read: {}.", error.code);
    let hint = "Correct the place in an editor, or bring back an older copy of the file.";
    let start = error.span.start;
    Warning::about(path, what, hint).at(source, start.line, start.col)
}
