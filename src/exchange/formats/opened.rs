//! Opening what a reader was given: one file, or the files of a folder.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::reading::open;
use crate::exchange::Problem;
use crate::exchange::import::{problem, unreadable};

/// How deep folders are read. Real collections are a few levels deep.
const DEEPEST: usize = 64;
/// The longest file that is read, in bytes: what is read lies in memory several times over.
const LONGEST: u64 = 512 * 1024 * 1024;

/// The file at `path`, or those in the folder there that have the extension, sorted by name. Hidden ones are passed over.
///
/// # Errors
/// A problem if there is nothing there, or nothing of that kind.
pub fn files_of(path: &Path, extension: &str) -> Result<Vec<PathBuf>, Problem> {
    let meta = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !meta.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
    let found: Vec<PathBuf> = WalkDir::new(path)
        .max_depth(DEEPEST)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name()))
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|file| {
            file.extension()
                .is_some_and(|known| known.eq_ignore_ascii_case(extension))
                && file.is_file()
        })
        .collect();
    if found.is_empty() {
        return Err(problem(
            path,
            None,
            format!("There is no .{extension} file in this folder."),
            "Choose the folder that the other program wrote.",
        ));
    }
    Ok(found)
}

/// The text of the file at `path`, byte order mark and line ends as they are.
///
/// # Errors
/// A problem if it cannot be read, is no regular file, too long, or not UTF-8.
pub fn text_of(path: &Path) -> Result<String, Problem> {
    let file = open(path)?;
    let mut bytes = Vec::new();
    file.take(LONGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > LONGEST {
        return Err(problem(
            path,
            None,
            format!("The file is longer than {} MB.", LONGEST / 1024 / 1024),
            "Cut it into several.",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..good).unwrap_or_default();
        problem(
            path,
            Some(1 + memchr::memchr_iter(b'\n', before).count()),
            "This is not text in UTF-8.",
            "Save it as UTF-8, or take the file that the other program wrote.",
        )
    })
}

/// What a file is called without its extension.
pub fn stem(path: &Path) -> String {
    path.file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}
