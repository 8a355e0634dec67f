//! The project of `tests/data/format/v1`, and what the tests do with copies of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use claimdesk::annotation::{ArticleId, Project};
use claimdesk::project::Loaded;

/// Written once; must stay readable for ever.
pub const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/format/v1");

/// As [`GOLDEN`], with the days of figures.
pub const GOLDEN_FIGURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/format/v1-figures");

/// As [`GOLDEN`], with items that lost their place and with what stands around words that stand there twice.
pub const GOLDEN_ORPHANS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/format/v1-orphans");

/// As [`GOLDEN`], with what the desk added: a scale of ratings, a reference table, more about evidence, merged and kept-apart
/// actors, an event.
pub const GOLDEN_DESK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/format/v1-desk");

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A copy of the golden project that may be changed.
pub fn golden() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("p");
    copy(Path::new(GOLDEN), &project);
    (folder, project)
}

pub const NORTHGATE: &str = "articles/shelling-in-northgate.ron";

/// Every file of a folder with its content.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(
                files(&entry.path())
                    .into_iter()
                    .map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)),
            );
        } else {
            found.push((name, fs::read(entry.path()).unwrap()));
        }
    }
    found.sort();
    found
}

pub fn edit(path: &Path, from: &str, to: &str) {
    let source = fs::read_to_string(path).unwrap();
    assert!(source.contains(from), "{from}");
    fs::write(path, source.replacen(from, to, 1)).unwrap();
}

pub fn with_note(project: &mut Project, id: &str, note: &str) {
    let article = project.articles.get_mut(&ArticleId::parse(id).unwrap()).unwrap();
    note.clone_into(&mut Arc::make_mut(article).note);
}

pub fn messages(loaded: &Loaded) -> String {
    loaded
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}
