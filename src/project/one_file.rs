//! One file of a project by itself, wherever it lies: what a merge of two versions reads and writes.

use std::io::Write as _;
use std::path::Path;

use atomic_write_file::AtomicWriteFile;

use super::format::{self, Unreadable, Versioned, v1};
use super::load::LoadError;
use super::regular;
use super::save::{SaveError, read_back};
use super::warning::{Notes, Warning};
use crate::annotation::{Article, ArticleId, Project};

/// What stands in a file.
#[derive(Debug)]
pub struct OneFile<T> {
    /// The article, or the project without its articles.
    pub content: T,
    /// What of the file could not be read as it stands.
    pub warnings: Vec<Warning>,
}

/// The file as it is read, with its source; `None` if it is not there or empty. Messages call it `shown`.
fn read<T: Versioned>(path: &Path, shown: &Path) -> Result<Option<(T, String)>, LoadError> {
    let load = || -> Result<Option<(T, String)>, Unreadable> {
        let bytes = format::read_bytes(path)?;
        if bytes.trim_ascii().is_empty() {
            return Ok(None);
        }
        let source = format::decode(shown, bytes)?;
        Ok(Some((format::parse(shown, &source)?, source)))
    };
    match load() {
        Ok(read) => Ok(read),
        Err(Unreadable::Missing) => Ok(None),
        Err(Unreadable::Newer(version)) => Err(LoadError::Newer {
            file: shown.to_owned(),
            version,
        }),
        Err(Unreadable::Damaged(warning)) => Err(LoadError::Damaged(warning)),
    }
}

/// Whether the file at `path` holds what `project.ron` does.
#[must_use]
pub fn holds_project(path: &Path) -> bool {
    matches!(read::<v1::ProjectFile>(path, path), Ok(Some(_)))
}

/// Reads the file of an article; `None` if it is not there or empty. Messages call it `shown`.
///
/// # Errors
/// [`LoadError`] if there is something that cannot be read.
pub fn read_article_file(
    path: &Path,
    shown: &Path,
    id: &ArticleId,
) -> Result<Option<OneFile<Article>>, LoadError> {
    let Some((file, source)) = read::<v1::ArticleFile>(path, shown)? else {
        return Ok(None);
    };
    let mut notes = Notes::new(shown, &source);
    let article = v1::to_domain::article(&file, id.clone(), &mut notes);
    let warnings = notes.found;
    if let Some(content) = article {
        return Ok(Some(OneFile { content, warnings }));
    }
    let unusable = || Warning::about(shown, "The text cannot be used.", "Bring back an older copy.");
    let why = warnings.into_iter().next().unwrap_or_else(unusable);
    Err(LoadError::Damaged(Box::new(why)))
}

/// The same for `project.ron`.
///
/// # Errors
/// As [`read_article_file`].
pub fn read_project_file(path: &Path, shown: &Path) -> Result<Option<OneFile<Project>>, LoadError> {
    let Some((file, source)) = read::<v1::ProjectFile>(path, shown)? else {
        return Ok(None);
    };
    let mut notes = Notes::new(shown, &source);
    let content = v1::to_domain::project(file, &mut notes);
    let warnings = notes.found;
    Ok(Some(OneFile { content, warnings }))
}

/// Writes an article into the file at `path`, whole or not at all, as a save would.
///
/// # Errors
/// [`SaveError`]; the file is then as it was.
pub fn write_article_file(path: &Path, article: &Article) -> Result<(), SaveError> {
    let file = v1::from_domain::article(article);
    write(path, &file, &file.write())
}

/// The same for `project.ron`.
///
/// # Errors
/// As [`write_article_file`].
pub fn write_project_file(path: &Path, project: &Project) -> Result<(), SaveError> {
    let file = v1::from_domain::project(project);
    write(path, &file, &file.write())
}

fn write<T: Versioned + PartialEq>(path: &Path, file: &T, new: &str) -> Result<(), SaveError> {
    let io = |source| SaveError::Io {
        file: path.to_owned(),
        source,
    };
    read_back(path, new, file)?;
    regular::ours(path).map_err(io)?;
    if std::fs::metadata(path).is_ok_and(|meta| meta.permissions().readonly()) {
        return Err(SaveError::Protected(path.to_owned()));
    }
    let mut out = AtomicWriteFile::open(path).map_err(io)?;
    out.write_all(new.as_bytes()).map_err(io)?;
    out.commit().map_err(io)
}
