//! Files that lie in a project's folder beside its own: copies of evidence and reference tables.
//!
//! Paths are relative to the folder, with `/` between names, and never lead out of it: a project that came from elsewhere
//! must not make anybody read what is not part of it.

mod cells;
mod table;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

pub use table::{MOST_BYTES, MOST_ROWS, Records, Sheet, TableError, look, read};

use super::io_words::in_words;
use super::regular;
use crate::annotation::Project;

/// The folder of a project that copies of reference tables lie in.
pub const FOLDER: &str = "references";

/// Where `file` lies; `None` if it is empty or leads out of `folder`.
#[must_use]
pub fn inside(folder: &Path, file: &str) -> Option<PathBuf> {
    if file.is_empty() || file.contains('\\') || file.contains('\0') {
        return None;
    }
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    let path = Path::new(file);
    path.components().all(is_plain).then(|| folder.join(path))
}

/// The path of `file` as a project in `folder` keeps it; `None` if it does not lie in there.
#[must_use]
pub fn relative(folder: &Path, file: &Path) -> Option<String> {
    let (folder, file) = (folder.canonicalize().ok()?, file.canonicalize().ok()?);
    let names: Option<Vec<&str>> = file
        .strip_prefix(&folder)
        .ok()?
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    let path = names?.join("/");
    inside(&folder, &path).map(|_| path)
}

/// Makes the table at `file` part of the project in `folder`, and gives its path there. A file that lies in the folder stays
/// where it is; any other is copied into [`FOLDER`], under another name if one of that name with other bytes is there.
///
/// # Errors
/// The file is too large or could not be copied.
pub fn take_in(folder: &Path, file: &Path) -> Result<String, TableError> {
    if let Some(known) = relative(folder, file) {
        return Ok(known);
    }
    let failed = |error: io::Error| TableError::NotCopied(file.to_owned(), in_words(&error));
    let bytes = regular::read(file, MOST_BYTES).map_err(failed)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(TableError::TooLarge(file.to_owned()));
    }
    let to = folder.join(FOLDER);
    match fs::symlink_metadata(&to) {
        Ok(meta) if meta.is_dir() => {}
        // A link could lead anywhere.
        Ok(_) => {
            let what = format!("“{FOLDER}” in the project is a link or a file, not a folder");
            return Err(failed(io::Error::other(what)));
        }
        Err(_) => fs::create_dir(&to).map_err(failed)?,
    }
    for number in 1..1000 {
        let name = name_of(file, number);
        let place = to.join(&name);
        match File::create_new(&place) {
            Ok(mut new) => {
                let written = io::Write::write_all(&mut new, &bytes).and_then(|()| new.sync_all());
                if let Err(error) = written {
                    // Half a table would be read as a whole one.
                    fs::remove_file(&place).ok();
                    return Err(failed(error));
                }
                return Ok(format!("{FOLDER}/{name}"));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let there = regular::read(&place, MOST_BYTES);
                if there.is_ok_and(|there| there == bytes) {
                    return Ok(format!("{FOLDER}/{name}"));
                }
            }
            Err(error) => return Err(failed(error)),
        }
    }
    Err(failed(io::ErrorKind::AlreadyExists.into()))
}

/// Copies the tables and the files of evidence of `project` from one folder to another, never over a file that is there.
/// Gives the paths of those that could not be copied.
pub fn carry(from: &Path, to: &Path, project: &Project) -> Vec<String> {
    let mut files: BTreeSet<&str> = project
        .references
        .iter()
        .map(|table| table.file.as_str())
        .collect();
    for article in project.articles.values() {
        let claims = article.items.values().filter_map(|item| item.body.as_claim());
        let verdicts = claims.filter_map(|claim| claim.verdict.as_ref());
        files.extend(
            verdicts
                .flat_map(|verdict| &verdict.evidence)
                .map(|one| one.file.as_str()),
        );
    }
    let is_left = |file: &&str| {
        let places = inside(from, file).zip(inside(to, file));
        !file.is_empty() && places.is_none_or(|(old, new)| copy(&old, &new).is_err())
    };
    files.into_iter().filter(is_left).map(str::to_owned).collect()
}

fn copy(old: &Path, new: &Path) -> io::Result<()> {
    let bytes = regular::read(old, MOST_BYTES)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    if let Some(folder) = new.parent() {
        fs::create_dir_all(folder)?;
    }
    let written = io::Write::write_all(&mut File::create_new(new)?, &bytes);
    if written.is_err() {
        fs::remove_file(new).ok();
    }
    written
}

/// The name of a file without what paths cannot have everywhere, numbered from the second on.
fn name_of(file: &Path, number: usize) -> String {
    let plain = |text: Option<&std::ffi::OsStr>| -> String {
        let text = text.unwrap_or_default().to_string_lossy();
        let chars = text.chars().map(|c| {
            let is_odd = c.is_control()
                || matches!(
                    c,
                    '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{fffd}'
                );
            if is_odd { '_' } else { c }
        });
        chars.take(100).collect()
    };
    let (stem, extension) = (plain(file.file_stem()), plain(file.extension()));
    let extension = if extension.is_empty() {
        "csv".to_owned()
    } else {
        extension
    };
    match number {
        1 => format!("{stem}.{extension}"),
        number => format!("{stem} {number}.{extension}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leads_out_of_the_folder() {
        let folder = Path::new("/p");
        for (file, expected) in [
            ("references/a.csv", Some("/p/references/a.csv")),
            ("./a", Some("/p/./a")),
            ("", None),
            ("..", None),
            ("a/../../b", None),
            ("/etc/hosts", None),
            ("..\\b", None),
            ("a\0", None),
        ] {
            assert_eq!(inside(folder, file), expected.map(PathBuf::from), "{file}");
        }
    }

    #[test]
    fn a_table_is_copied_and_never_over_another_one() {
        let keep = tempfile::tempdir().unwrap();
        let folder = keep.path().join("p");
        fs::create_dir(&folder).unwrap();
        let file = keep.path().join("toll.csv");
        for (content, expected) in [
            ("a", "references/toll.csv"),
            ("a", "references/toll.csv"),
            ("b", "references/toll 2.csv"),
            ("a", "references/toll.csv"),
        ] {
            fs::write(&file, content).unwrap();
            let path = take_in(&folder, &file).unwrap();
            assert_eq!(path, expected);
            assert_eq!(
                fs::read_to_string(inside(&folder, &path).unwrap()).unwrap(),
                content
            );
        }
        let there = folder.join("references/toll 2.csv");
        assert_eq!(take_in(&folder, &there).unwrap(), "references/toll 2.csv");
        assert!(take_in(&folder, keep.path()).is_err(), "a folder is no table");
        #[cfg(unix)]
        {
            let other = keep.path().join("q");
            fs::create_dir(&other).unwrap();
            std::os::unix::fs::symlink(keep.path(), other.join("references")).unwrap();
            assert!(take_in(&other, &file).is_err(), "a link could lead anywhere");
        }
    }

    #[test]
    fn what_a_project_names_comes_along_to_another_folder() {
        let keep = tempfile::tempdir().unwrap();
        let [from, to] = ["p", "q"].map(|name| keep.path().join(name));
        fs::create_dir_all(from.join(FOLDER)).unwrap();
        fs::create_dir_all(to.join(FOLDER)).unwrap();
        for name in ["a.csv", "there.csv", "unnamed.csv"] {
            fs::write(from.join(FOLDER).join(name), "new").unwrap();
        }
        fs::write(to.join("references/there.csv"), "old").unwrap();
        let table = |file: &str| crate::annotation::ReferenceTable {
            file: file.to_owned(),
            ..Default::default()
        };
        let files = [
            "references/a.csv",
            "references/there.csv",
            "references/gone.csv",
            "../out.csv",
        ];
        let project = Project {
            references: files.map(table).to_vec(),
            ..Project::default()
        };
        assert_eq!(
            carry(&from, &to, &project),
            ["../out.csv", "references/gone.csv", "references/there.csv"]
        );
        let content = |name: &str| fs::read_to_string(to.join(FOLDER).join(name)).ok();
        assert_eq!(content("a.csv").as_deref(), Some("new"));
        assert_eq!(content("there.csv").as_deref(), Some("old"), "never over a file");
        assert_eq!(content("unnamed.csv"), None);
    }

    #[test]
    fn what_lies_in_the_folder_is_named_from_there() {
        let keep = tempfile::tempdir().unwrap();
        let folder = keep.path().join("p");
        std::fs::create_dir_all(folder.join("evidence")).unwrap();
        std::fs::write(folder.join("evidence/a b.pdf"), "x").unwrap();
        std::fs::write(keep.path().join("out.pdf"), "x").unwrap();
        let of = |path: PathBuf| relative(&folder, &path);
        assert_eq!(
            of(folder.join("evidence/a b.pdf")).as_deref(),
            Some("evidence/a b.pdf")
        );
        assert_eq!(of(folder.join("../out.pdf")), None);
        assert_eq!(of(folder.join("gone.pdf")), None);
    }
}
