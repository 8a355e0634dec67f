//! Files and folders: what is read, in which order, and what is said about the rest.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::decode::{Damage, Decoded, NotText, decode};
use super::{Kind, data_set, draft, html, nothing_to_read, problem, too_long};
use crate::annotation::Metadata;
use crate::exchange::{ColumnMap, Draft, Problem, is_data_set};
use crate::suggest::Stop;
use crate::text::MAX_ARTICLE_BYTES;

/// How deep folders are read. Real collections are a few levels deep.
const DEEPEST: usize = 64;

type Each<'a> = &'a mut dyn FnMut(Result<Draft, Problem>);

/// Reads a file or folder that the user named.
pub fn read_named(path: &Path, columns: Option<&ColumnMap>, stop: &Stop, each: Each<'_>) {
    match std::fs::metadata(path) {
        Err(error) => each(Err(unreadable(path, &error))),
        Ok(meta) if meta.is_dir() => read_folder(path, columns, stop, each),
        Ok(meta) if !meta.is_file() => each(Err(problem(
            path,
            None,
            "This is a device or a pipe, not a file.",
            "Save what it gives as a file and open that.",
        ))),
        Ok(_) => read_file(path, &file_name(path), Found::Named, columns, stop, each),
    }
}

/// How a file came to be read: a file that was only found in a folder is passed over in silence if it is of another kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Named,
    InFolder,
}

fn read_folder(folder: &Path, columns: Option<&ColumnMap>, stop: &Stop, each: Each<'_>) {
    let base = file_name(&std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()));
    let mut found_any = false;
    for entry in walk(folder) {
        if stop.is_set() {
            return;
        }
        let entry = match entry {
            Ok(entry) => entry,
            Err(problem) => {
                found_any = true;
                each(Err(problem));
                continue;
            }
        };
        if !entry.file_type().is_file() || kind_of(entry.path()) == Extension::Other {
            continue;
        }
        found_any = true;
        let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = format!("{base}/{}", inside.to_string_lossy().replace('\\', "/"));
        read_file(entry.path(), &name, Found::InFolder, columns, stop, each);
    }
    if !found_any {
        each(Err(problem(
            folder,
            None,
            "There is no article in this folder.",
            "Choose a folder with .txt, .md, .html, .csv, .tsv, .jsonl or .json files.",
        )));
    }
}

/// What is in a folder and the folders in it, sorted by name. Hidden things are passed over, links are followed.
pub fn walk(folder: &Path) -> impl Iterator<Item = Result<DirEntry, Problem>> {
    let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
    let walk = WalkDir::new(folder)
        .follow_links(true)
        .max_depth(DEEPEST)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(move |entry| entry.depth() == 0 || !hidden(entry.file_name()));
    walk.map(|entry| {
        entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            if error.loop_ancestor().is_some() {
                return problem(
                    &path,
                    None,
                    "This link leads back to a folder that it is in.",
                    "Nothing is lost: the folder is read once. Remove the link to get rid of this message.",
                );
            }
            let error = error.into_io_error();
            unreadable(
                &path,
                &error.unwrap_or_else(|| std::io::Error::other("it cannot be read")),
            )
        })
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Extension {
    Article(Kind),
    DataSet,
    None,
    Other,
}

fn kind_of(path: &Path) -> Extension {
    if is_data_set(path) {
        return Extension::DataSet;
    }
    let Some(extension) = path.extension() else {
        return Extension::None;
    };
    match extension.to_string_lossy().to_ascii_lowercase().as_str() {
        "txt" | "text" => Extension::Article(Kind::Text),
        "md" | "markdown" => Extension::Article(Kind::Markdown),
        "html" | "htm" | "xhtml" => Extension::Article(Kind::Html),
        _ => Extension::Other,
    }
}

fn read_file(
    path: &Path,
    name: &str,
    found: Found,
    columns: Option<&ColumnMap>,
    stop: &Stop,
    each: Each<'_>,
) {
    let extension = kind_of(path);
    if extension == Extension::DataSet {
        data_set::read(path, name, columns, stop, each);
        return;
    }
    let bytes = match read_bytes(path) {
        Ok(bytes) => bytes,
        Err(problem) => return each(Err(problem)),
    };
    if bytes.is_empty() {
        each(Err(problem(
            path,
            None,
            "There is nothing to read: the file is empty.",
            "Choose a file that has text in it.",
        )));
        return;
    }
    let declared = html::declared_encoding(&bytes);
    let Decoded { text, damage } = match decode(&bytes, declared) {
        Ok(decoded) => decoded,
        // A folder may hold a file without extension that is a program.
        Err(_) if found == Found::InFolder && extension == Extension::None => return,
        Err(refused) => return each(Err(not_text(path, refused))),
    };
    if text.len() > MAX_ARTICLE_BYTES {
        return each(Err(too_long(path)));
    }
    let kind = match extension {
        Extension::Article(kind) => kind,
        _ if html::looks_like_html(&text) => Kind::Html,
        _ => Kind::Text,
    };
    let known = Metadata {
        imported_from: name.to_owned(),
        ..Metadata::default()
    };
    let Some(draft) = draft(kind, &text, known) else {
        return each(Err(nothing_to_read(path, kind)));
    };
    if let Some(damage) = damage {
        each(Err(damaged(path, damage, &text)));
    }
    each(Ok(draft));
}

/// The text of a file that is no larger than one article may be; what is wrong with it, if anything, is told beside it.
///
/// # Errors
/// A problem if it cannot be read or is not text.
pub fn read_text(path: &Path) -> Result<(String, Option<Problem>), Problem> {
    let bytes = read_bytes(path)?;
    let Decoded { text, damage } = decode(&bytes, None).map_err(|refused| not_text(path, refused))?;
    let damage = damage.map(|damage| damaged(path, damage, &text));
    Ok((text.into_owned(), damage))
}

/// The bytes of a file that holds one article; never more than twice the longest article (UTF-16).
///
/// # Errors
/// A problem if it cannot be read or is too long.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    let most = 2 * MAX_ARTICLE_BYTES as u64;
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let size = file.metadata().map_or(0, |meta| meta.len());
    if size > most {
        return Err(too_long(path));
    }
    let mut bytes = Vec::new();
    // The size is a promise that a growing file does not keep.
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(path, &error))?;
    let is_utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    if bytes.len() as u64 > most || (bytes.len() > MAX_ARTICLE_BYTES && !is_utf16) {
        return Err(too_long(path));
    }
    Ok(bytes)
}

/// The last part of a path.
pub fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// A problem for what the system does not let us read.
pub fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let (what, hint) = match error.kind() {
        ErrorKind::NotFound => ("There is no such file.", "Check the name and the folder."),
        ErrorKind::PermissionDenied => (
            "You are not allowed to read this.",
            "Ask its owner for permission, or copy it to a folder of your own.",
        ),
        _ => {
            return problem(
                path,
                None,
                format!("It could not be read: {error}."),
                "Check that the disk is still connected, and try again.",
            );
        }
    };
    problem(path, None, what, hint)
}

/// A problem for what is not text.
pub fn not_text(path: &Path, refused: NotText) -> Problem {
    match refused {
        NotText::Known(kind) => problem(
            path,
            None,
            format!("This is {kind}, not text."),
            "Save its text as a .txt, .md or .html file and open that.",
        ),
        NotText::Binary => problem(
            path,
            None,
            "This file is not text.",
            "Open it in the program that made it, and save its text as a .txt file.",
        ),
    }
}

fn damaged(path: &Path, damage: Damage, text: &str) -> Problem {
    match damage {
        Damage::CutOff => problem(
            path,
            Some(text.lines().count().max(1)),
            "The file ends in the middle of a character, so its end is probably missing; it was opened up to there.",
            "Get the file again if you need the rest.",
        ),
        Damage::BadBytes(count) => problem(
            path,
            text.lines()
                .position(|line| line.contains('\u{fffd}'))
                .map(|line| line + 1),
            format!("{count} places could not be read and show as \u{fffd}."),
            "Compare these places with the original before you quote them.",
        ),
        Damage::DoubtfulEncoding => problem(
            path,
            None,
            "The file does not say how its letters are written down; it was read as Windows-1252.",
            "If the letters look wrong, save the file as UTF-8 and open it again.",
        ),
    }
}
