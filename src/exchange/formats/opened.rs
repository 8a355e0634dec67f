//! Opening what a reader was given: one file, or the files of a folder.

use std::io::Read as _;
use std::path::Path;

use super::reading::{Each, not_a_file, open};
use crate::exchange::Problem;
use crate::exchange::import::{problem, read_bytes, read_text, unreadable, walk};
use crate::suggest::Stop;

/// The longest file that is read, in bytes: what is read lies in memory several times over.
const LONGEST: u64 = 512 * 1024 * 1024;

/// Hands the file at `path` to `read`, or those in the folder there that have the extension, each with what to call its
/// article: the way to it without the extension.
pub fn each_file(
    path: &Path,
    extension: &str,
    stop: &Stop,
    each: Each<'_>,
    read: &mut dyn FnMut(&Path, &str, Each<'_>),
) {
    match std::fs::metadata(path) {
        Err(error) => return each(Err(unreadable(path, &error))),
        Ok(meta) if meta.is_file() => return read(path, &stem(path), each),
        Ok(meta) if !meta.is_dir() => return each(Err(not_a_file(path, false))),
        Ok(_) => {}
    }
    let mut any = false;
    for entry in walk(path) {
        if stop.is_set() {
            return;
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(problem) => {
                each(Err(problem));
                continue;
            }
        };
        let file = entry.path();
        let is_one = file
            .extension()
            .is_some_and(|known| known.eq_ignore_ascii_case(extension));
        if !is_one || entry.file_type().is_dir() {
            continue;
        }
        any = true;
        if entry.file_type().is_file() {
            let inside = file.strip_prefix(path).unwrap_or(file).with_extension("");
            read(file, &inside.to_string_lossy().replace('\\', "/"), each);
        } else {
            each(Err(not_a_file(file, false)));
        }
    }
    if !any {
        each(Err(problem(
            path,
            None,
            format!("There is no .{extension} file in this folder."),
            "Choose the folder that the other program wrote.",
        )));
    }
}

/// The text that lies beside a file of annotations, under its name with `.txt`.
pub fn text_beside(path: &Path, each: Each<'_>) -> Option<String> {
    let beside = path.with_extension("txt");
    let is_file = std::fs::metadata(&beside).is_ok_and(|meta| meta.is_file());
    if !is_file || beside == path {
        each(Err(problem(
            path,
            None,
            "There is no text beside it, only the annotations.",
            "Put the .txt file of the same name into the same folder.",
        )));
        return None;
    }
    // Not decoded as imports do it: offsets count a byte order mark, which the text of an import has lost.
    let read = read_bytes(&beside).and_then(|bytes| match String::from_utf8(bytes) {
        Ok(text) => Ok((text, None)),
        Err(_) => read_text(&beside),
    });
    match read {
        Ok((text, damage)) => {
            if let Some(damage) = damage {
                each(Err(damage));
            }
            Some(text)
        }
        Err(problem) => {
            each(Err(problem));
            None
        }
    }
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
