//! Repairing a project: what reading put right is written, the rest stays for a person.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::load::faults;
use super::{LoadError, SaveError, Warning, folder_of, load, save};
use crate::annotation::Article;

/// What became of a project.
#[derive(Clone, Debug, Default)]
pub struct Repaired {
    /// What was put right, each with its place in the file as it was.
    pub mended: Vec<Warning>,
    /// What only a person can put right.
    pub stays: Vec<Warning>,
    /// Where the files are that were written over, as they were.
    pub set_aside: Vec<PathBuf>,
}

/// Why a project was not repaired.
#[derive(Debug, thiserror::Error)]
pub enum RepairError {
    /// It cannot be opened; nothing was changed.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// It cannot be written, or not wholly.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// Writes what reading the project in `folder` put right, as any save does: files that held something else are put into
/// `set-aside` first, and files that could not be read are left as they are.
///
/// # Errors
/// [`RepairError`].
pub fn repair(folder: &Path) -> Result<Repaired, RepairError> {
    let mut loaded = load(folder)?;
    let (stays, mended) = faults(&loaded, folder)
        .into_iter()
        .partition(|warning| warning.stays);
    let mut repaired = Repaired {
        mended,
        stays,
        set_aside: Vec::new(),
    };
    if !loaded.base.is_repaired() {
        return Ok(repaired);
    }
    let ids: Vec<_> = loaded.base.repaired().cloned().collect();
    for id in ids {
        // A save writes what is another object than the one that was read.
        if let Some(article) = loaded.project.articles.get_mut(&id) {
            *article = Arc::new(Article::clone(article));
        }
    }
    let folder = folder_of(folder).unwrap_or_else(|| folder.to_owned());
    save(&folder, &loaded.project, &mut loaded.base, false)?;
    repaired.set_aside = loaded.base.set_aside().to_vec();
    Ok(repaired)
}
