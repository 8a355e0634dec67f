//! Saving a project: only what changed, each file whole or not at all, nothing of anybody else's.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use atomic_write_file::AtomicWriteFile;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use super::format::{self, Unreadable, Versioned, v1};
use super::regular::read_whole;
use super::{ARTICLES, PROJECT_FILE, SET_ASIDE, backups, in_words};
use crate::annotation::{Article, ArticleId, Project};

/// What was last read from or written to a project's folder, by which a save knows what to write and whether somebody
/// else has written there since. The default is that of a folder that holds nothing yet.
#[derive(Clone, Debug, Default)]
pub struct SaveBase {
    project: Option<Known<()>>,
    articles: BTreeMap<ArticleId, Known<Arc<Article>>>,
    untouchable: BTreeSet<PathBuf>,
    set_aside: Vec<PathBuf>,
    backup_problem: Option<String>,
}

#[derive(Clone, Debug)]
struct Known<T> {
    content: T,
    fingerprint: Fingerprint,
    /// The file holds more than could be read; it is kept when it is first written over.
    repaired: bool,
}

/// SHA-256 of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fingerprint([u8; 32]);

impl Fingerprint {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    fn in_full(self) -> String {
        super::hex(&self.0, 32)
    }

    /// Eight digits, enough for a file name.
    fn short(self) -> String {
        super::hex(&self.0, 4)
    }
}

/// SHA-256 of a file in hexadecimal digits.
pub(super) fn sum_of(bytes: &[u8]) -> String {
    Fingerprint::of(bytes).in_full()
}

impl SaveBase {
    pub(super) fn new(_folder: &Path, fingerprint: Fingerprint, repaired: bool) -> Self {
        Self {
            project: Some(Known {
                content: (),
                fingerprint,
                repaired,
            }),
            ..Self::default()
        }
    }

    pub(super) fn know(&mut self, article: &Arc<Article>, fingerprint: Fingerprint, repaired: bool) {
        let known = Known {
            content: Arc::clone(article),
            fingerprint,
            repaired,
        };
        self.articles.insert(article.id.clone(), known);
    }

    pub(super) fn leave_alone(&mut self, files: &BTreeSet<PathBuf>) {
        self.untouchable.extend(
            files
                .iter()
                .filter_map(|file| file.file_name())
                .map(PathBuf::from),
        );
    }

    /// The articles whose files hold something else than what was read from them.
    pub(super) fn repaired(&self) -> impl Iterator<Item = &ArticleId> {
        let repaired = self.articles.iter().filter(|(_, known)| known.repaired);
        repaired.map(|(id, _)| id)
    }

    /// Whether anything in the project's own file or its articles' is so.
    pub(super) fn is_repaired(&self) -> bool {
        self.project.as_ref().is_some_and(|known| known.repaired) || self.repaired().next().is_some()
    }

    /// The article as it was last read or written.
    #[must_use]
    pub fn article(&self, id: &ArticleId) -> Option<&Arc<Article>> {
        self.articles.get(id).map(|known| &known.content)
    }

    /// The project's files below its folder with their SHA-256, as they were last read or written.
    #[must_use]
    pub fn sums(&self) -> BTreeMap<String, String> {
        let articles = self.articles.iter().map(|(id, known)| {
            let sum = known.fingerprint.in_full();
            (format!("{ARTICLES}/{id}.ron"), sum)
        });
        let head = self
            .project
            .iter()
            .map(|known| (PROJECT_FILE.to_owned(), known.fingerprint.in_full()));
        head.chain(articles).collect()
    }

    /// Why the last save could not keep what it replaced as an earlier version, if so.
    #[must_use]
    pub fn backup_problem(&self) -> Option<&str> {
        self.backup_problem.as_deref()
    }

    /// Hexadecimal digits that tell the content of the project's files, as far as they are known: the same for the same
    /// files. Empty if there is no project yet.
    #[must_use]
    pub fn digest(&self) -> String {
        let Some(project) = &self.project else {
            return String::new();
        };
        let mut sum = Sha256::new();
        sum.update(project.fingerprint.0);
        for (id, known) in &self.articles {
            sum.update(id.as_str());
            sum.update([0]);
            sum.update(known.fingerprint.0);
        }
        super::hex(&sum.finalize(), 16)
    }

    /// Files that saves have put into `set-aside` so far, where they are now.
    #[must_use]
    pub fn set_aside(&self) -> &[PathBuf] {
        &self.set_aside
    }
}

/// Why a project was not saved, or not wholly. What was not written is on disk as it was before.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Another program changed files that this save would write.
    #[error("{}: Changed by another program since it was opened{}. Save by hand (Ctrl+S) to see both sides and to choose.",
        files.first().map(|file| file.display().to_string()).unwrap_or_default(), others(files))]
    Changed {
        /// The files.
        files: Vec<PathBuf>,
    },
    /// The system refused.
    #[error("{}: Could not be written: {}. {}", file.display(), in_words(source), hint(source))]
    Io {
        /// The file or folder.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is write-protected.
    #[error("{}: The file is write-protected. Allow writing to it, or save the project elsewhere.", .0.display())]
    Protected(PathBuf),
    /// What was about to be written did not read back as the same, so it was not written.
    #[error("{}: Was not written, because it would not have been readable: {why}. The file is as it was. Please report this.", file.display())]
    WouldNotRead {
        /// The file.
        file: PathBuf,
        /// What reading it said.
        why: String,
    },
    /// The file would be larger than [`format::MAX_FILE_BYTES`], so it was not written.
    #[error("{}: Was not written: it would be larger than 256 MB. Cut the article into smaller ones, or import it without proposals (--no-suggest).", .0.display())]
    TooLarge(PathBuf),
    /// [`create`] was asked to make a project where there is something.
    #[error("{}: {what}. Choose another folder.", folder.display())]
    Occupied {
        /// The folder.
        folder: PathBuf,
        /// What is there.
        what: &'static str,
    },
}

fn others(files: &[PathBuf]) -> String {
    match files.len() {
        0 | 1 => String::new(),
        2 => ", and so was one more file".to_owned(),
        more => format!(", and so were {} more files", more - 1),
    }
}

fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "Make room and save again.",
        io::ErrorKind::NotFound => "Make the folder above it first.",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "Save the project elsewhere.",
        _ => "Try again, or save the project elsewhere.",
    }
}

/// Makes a project in `folder`, which may be there but must hold no project and no articles.
///
/// # Errors
/// [`SaveError::Occupied`], or [`SaveError::Io`] if the folder cannot be made (the one above it must be there).
pub fn create(folder: &Path, project: &Project) -> Result<SaveBase, SaveError> {
    let occupied = |what| {
        Err(SaveError::Occupied {
            folder: folder.to_owned(),
            what,
        })
    };
    if folder.is_file() {
        return occupied("There is a file of that name");
    }
    if folder.join(PROJECT_FILE).exists() {
        return occupied("There is a project already");
    }
    if fs::read_dir(folder.join(ARTICLES)).is_ok_and(|mut entries| entries.next().is_some()) {
        return occupied("The folder \"articles\" in it is not empty");
    }
    let mut base = SaveBase::default();
    save(folder, project, &mut base, false)?;
    Ok(base)
}

/// Saves `project` into `folder`. `base` says what is there and is brought up to date, after an error too: what was
/// written until then is known, so that the next save goes on from there.
///
/// With `overwrite`, files that another program changed are put into `set-aside` and written all the same.
///
/// # Errors
/// [`SaveError`]. With [`SaveError::Changed`] nothing at all was written.
pub fn save(folder: &Path, project: &Project, base: &mut SaveBase, overwrite: bool) -> Result<(), SaveError> {
    let folder = &real_folder(folder)?;
    let changed: Vec<&Arc<Article>> = project
        .articles
        .values()
        .filter(|article| {
            !base
                .articles
                .get(&article.id)
                .is_some_and(|known| Arc::ptr_eq(&known.content, article))
        })
        .collect();
    let head = v1::from_domain::project(project);
    let head_path = folder.join(PROJECT_FILE);
    if !overwrite {
        let known = base.project.as_ref().map(|known| known.fingerprint);
        let mut files = Vec::new();
        if changed_by_others(&head_path, known, || head.write()) {
            files.push(head_path.clone());
        }
        files.par_extend(changed.par_iter().filter_map(|article| {
            let path = article_path(folder, &article.id);
            let known = base.articles.get(&article.id).map(|known| known.fingerprint);
            let foreign = !is_untouchable(base, &path)
                && changed_by_others(&path, known, || v1::from_domain::article(article).write());
            foreign.then_some(path)
        }));
        if !files.is_empty() {
            return Err(SaveError::Changed { files });
        }
    }
    base.backup_problem = keep_replaced(folder, project, base, &changed, &head)
        .err()
        .map(|error| in_words(&error));
    // Actors first: an article that is written next may refer to a new one.
    let keep = base.project.as_ref().is_some_and(|known| known.repaired);
    let known = base.project.as_ref().map(|known| known.fingerprint);
    let written = put(folder, &head_path, &head, v1::ProjectFile::write, known, keep)?;
    base.project = Some(Known {
        content: (),
        fingerprint: written.fingerprint,
        repaired: false,
    });
    base.set_aside.extend(written.set_aside);
    let articles = folder.join(ARTICLES);
    fs::create_dir_all(&articles).map_err(|source| SaveError::Io {
        file: articles,
        source,
    })?;
    let results: Vec<_> = changed
        .par_iter()
        .map(|article| {
            let path = article_path(folder, &article.id);
            let known = base.articles.get(&article.id);
            let keep = known.is_some_and(|known| known.repaired);
            let file = v1::from_domain::article(article);
            let fingerprint = known.map(|known| known.fingerprint);
            (
                *article,
                put(folder, &path, &file, v1::ArticleFile::write, fingerprint, keep),
            )
        })
        .collect();
    let mut failed = None;
    for (article, result) in results {
        match result {
            Ok(written) => {
                base.know(article, written.fingerprint, false);
                base.set_aside.extend(written.set_aside);
                base.untouchable.remove(Path::new(&format!("{}.ron", article.id)));
            }
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    match failed {
        Some(error) => Err(error),
        None => remove_gone(folder, project, base),
    }
}

/// Keeps the files that will be written or go as an earlier version of the project.
fn keep_replaced(
    folder: &Path,
    project: &Project,
    base: &SaveBase,
    changed: &[&Arc<Article>],
    head: &v1::ProjectFile,
) -> io::Result<()> {
    let known = base.sums();
    let gone = base
        .articles
        .keys()
        .filter(|id| !project.articles.contains_key(*id));
    let articles = changed.iter().map(|article| &article.id).chain(gone);
    let mut replaced: BTreeSet<String> = articles.map(|id| format!("{ARTICLES}/{id}.ron")).collect();
    if known.get(PROJECT_FILE) != Some(&sum_of(head.write().as_bytes())) {
        replaced.insert(PROJECT_FILE.to_owned());
    }
    replaced.retain(|file| known.contains_key(file));
    backups::keep(folder, &known, &replaced, jiff::Timestamp::now())
}

/// Puts the files of articles that are no more in the project into `set-aside`.
fn remove_gone(folder: &Path, project: &Project, base: &mut SaveBase) -> Result<(), SaveError> {
    let gone: Vec<ArticleId> = base
        .articles
        .keys()
        .filter(|id| !project.articles.contains_key(*id))
        .cloned()
        .collect();
    for id in gone {
        let path = article_path(folder, &id);
        if let Some(aside) = set_aside(folder, &path)? {
            fs::remove_file(&path).map_err(|source| SaveError::Io { file: path, source })?;
            base.set_aside.push(aside);
        }
        base.articles.remove(&id);
    }
    Ok(())
}

/// The folder with links followed, made if it is not there and the one above it is.
fn real_folder(folder: &Path) -> Result<PathBuf, SaveError> {
    let io = |source| SaveError::Io {
        file: folder.to_owned(),
        source,
    };
    if !folder.exists() {
        fs::create_dir(folder).map_err(io)?;
    }
    fs::canonicalize(folder).map_err(io)
}

fn article_path(folder: &Path, id: &ArticleId) -> PathBuf {
    folder.join(ARTICLES).join(format!("{id}.ron"))
}

fn is_untouchable(base: &SaveBase, path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| base.untouchable.contains(Path::new(name)))
}

/// Whether the file holds neither what is known of it nor what is about to be written.
fn changed_by_others(path: &Path, known: Option<Fingerprint>, new: impl Fn() -> String) -> bool {
    let Ok(bytes) = read_whole(path) else { return false };
    let there = Some(Fingerprint::of(&bytes));
    there != known && there != Some(Fingerprint::of(new().as_bytes()))
}

struct Written {
    fingerprint: Fingerprint,
    set_aside: Option<PathBuf>,
}

/// Brings one file up to date. What is there and not `known`, or to be kept, is set aside first.
fn put<T: Versioned + PartialEq>(
    folder: &Path,
    path: &Path,
    file: &T,
    write: impl Fn(&T) -> String,
    known: Option<Fingerprint>,
    keep: bool,
) -> Result<Written, SaveError> {
    // A file may be a link to one elsewhere; that one is replaced, not the link. A link that was never read as ours may
    // lead to anything, and is replaced itself.
    let linked = known.and_then(|_| fs::canonicalize(path).ok());
    let path = &linked.unwrap_or_else(|| path.to_owned());
    let new = write(file);
    let fingerprint = Fingerprint::of(new.as_bytes());
    let io = |source| SaveError::Io {
        file: path.clone(),
        source,
    };
    let there = match read_whole(path) {
        Ok(bytes) => Some(Fingerprint::of(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(io(error)),
    };
    if there == Some(fingerprint) {
        return Ok(Written {
            fingerprint,
            set_aside: None,
        });
    }
    read_back(path, &new, file)?;
    if there.is_some() && fs::metadata(path).is_ok_and(|meta| meta.permissions().readonly()) {
        return Err(SaveError::Protected(path.clone()));
    }
    let aside = if there.is_some() && (keep || there != known) {
        set_aside(folder, path)?
    } else {
        None
    };
    let mut out = AtomicWriteFile::open(path).map_err(io)?;
    out.write_all(new.as_bytes()).map_err(io)?;
    out.commit().map_err(io)?;
    Ok(Written {
        fingerprint,
        set_aside: aside,
    })
}

/// Makes sure that what is about to be written can be opened again and says the same.
pub(super) fn read_back<T: Versioned + PartialEq>(path: &Path, new: &str, file: &T) -> Result<(), SaveError> {
    let wrong = |why: String| SaveError::WouldNotRead {
        file: path.to_owned(),
        why,
    };
    if new.len() as u64 > format::MAX_FILE_BYTES {
        return Err(SaveError::TooLarge(path.to_owned()));
    }
    match format::parse::<T>(path, new) {
        Ok(read) if read == *file => Ok(()),
        Ok(_) => Err(wrong("it would have said something else".to_owned())),
        Err(Unreadable::Damaged(warning)) => Err(wrong(warning.what)),
        Err(_) => Err(wrong("it would have had another format".to_owned())),
    }
}

/// Copies a file into `set-aside`, under a name that tells its content; `None` if there is no such file.
fn set_aside(folder: &Path, path: &Path) -> Result<Option<PathBuf>, SaveError> {
    let bytes = match read_whole(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(SaveError::Io {
                file: path.to_owned(),
                source,
            });
        }
    };
    let aside = folder.join(SET_ASIDE);
    let io = |source| SaveError::Io {
        file: aside.clone(),
        source,
    };
    fs::create_dir_all(&aside).map_err(io)?;
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("file");
    let target = aside.join(format!("{stem}-{}.ron", Fingerprint::of(&bytes).short()));
    let mut out = AtomicWriteFile::open(&target).map_err(io)?;
    out.write_all(&bytes).map_err(io)?;
    out.commit().map_err(io)?;
    Ok(Some(target))
}
