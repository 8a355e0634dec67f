//! Opening a project: what can be read is read, what cannot is told and left alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::format::{self, Unreadable, v1};
use super::save::{Fingerprint, SaveBase};
use super::warning::{Notes, Warning};
use super::{ARTICLES, PROJECT_FILE, folder_of, in_words};
use crate::annotation::{Article, ArticleId, Body, ItemId, KindId, KindLabel, Project, Status};

/// A project that was opened.
#[derive(Debug)]
pub struct Loaded {
    /// The project, as far as it could be read.
    pub project: Project,
    /// What could not, by file.
    pub warnings: Vec<Warning>,
    /// Items that lost their place earlier and wait for a person; nothing is wrong with their files.
    pub waiting: Vec<Warning>,
    /// Files of articles that are not in `project`. A save never writes over them.
    pub untouchable: Vec<PathBuf>,
    /// What a save compares with.
    pub base: SaveBase,
}

/// Why a project cannot be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// No such folder.
    #[error("{}: There is no such folder. Check the name, or make a project with \"claimdesk new\".", .0.display())]
    Missing(PathBuf),
    /// A folder or file without `project.ron`.
    #[error("{}: Not a project: there is no project.ron in it. Make a project with \"claimdesk new\".", .0.display())]
    NotAProject(PathBuf),
    /// Written by a newer program.
    #[error(
        "{}: Written by a newer Claimdesk (format {version}, this one reads format {}). Use the newer program; nothing was changed.",
        file.display(), v1::VERSION
    )]
    Newer {
        /// The file.
        file: PathBuf,
        /// Its format.
        version: u32,
    },
    /// `project.ron` cannot be read.
    #[error("{0}")]
    Damaged(Box<Warning>),
}

impl LoadError {
    /// Whether the files are at fault, not the way to them.
    #[must_use]
    pub const fn is_damage(&self) -> bool {
        matches!(self, Self::Newer { .. } | Self::Damaged(_))
    }
}

/// Opens the project in `folder` (or whose `project.ron` is given).
///
/// # Errors
/// [`LoadError`] if there is no project or its `project.ron` cannot be read. Damaged articles are warnings.
pub fn load(folder: &Path) -> Result<Loaded, LoadError> {
    let Some(folder) = folder_of(folder) else {
        return Err(if folder.exists() {
            LoadError::NotAProject(folder.to_owned())
        } else {
            LoadError::Missing(folder.to_owned())
        });
    };
    let path = folder.join(PROJECT_FILE);
    let (file, source, fingerprint) =
        read::<v1::ProjectFile>(&path).map_err(|unreadable| match unreadable {
            Unreadable::Missing => LoadError::NotAProject(folder.clone()),
            Unreadable::Newer(version) => LoadError::Newer {
                file: path.clone(),
                version,
            },
            Unreadable::Damaged(warning) => LoadError::Damaged(warning),
        })?;
    let mut notes = Notes::new(&path, &source);
    let mut project = v1::to_domain::project(file, &mut notes);
    let mut warnings = notes.found;
    let mut waiting = Vec::new();
    let mut base = SaveBase::new(&folder, fingerprint, !warnings.is_empty());
    let mut untouchable = BTreeSet::new();
    let files = article_files(&folder, &mut warnings, &mut untouchable);
    let read: Vec<_> = files
        .into_par_iter()
        .map(|(id, path)| (read_article(&path, &id), id, path))
        .collect();
    let mut articles: BTreeMap<ArticleId, (Article, Fingerprint, bool)> = BTreeMap::new();
    for (result, id, path) in read {
        match result {
            Ok(read) => {
                articles.insert(id, (read.article, read.fingerprint, !read.found.is_empty()));
                warnings.extend(read.found);
                waiting.extend(read.waiting);
            }
            Err(found) => {
                warnings.extend(found.into_iter().map(Warning::for_a_person));
                untouchable.insert(path);
            }
        }
    }
    let redirects = project.redirects();
    for (id, (mut article, fingerprint, mut repaired)) in articles {
        let path = folder.join(ARTICLES).join(format!("{id}.ron"));
        let before = warnings.len();
        // Actors that were merged are not lost. What still names them is written with the next save, though nothing else
        // changes there: one who is split off again would take it along.
        let old_names = article.names_any_of(&redirects);
        let in_file = old_names.then(|| Arc::new(article.clone()));
        if old_names {
            article.redirect(&redirects);
        }
        fit(&mut article, &mut project, &path, &mut warnings);
        repaired |= warnings.len() > before;
        let article = Arc::new(article);
        base.know(in_file.as_ref().unwrap_or(&article), fingerprint, repaired);
        project.articles.insert(id, article);
    }
    base.leave_alone(&untouchable);
    Ok(Loaded {
        project,
        warnings,
        waiting,
        untouchable: untouchable.into_iter().collect(),
        base,
    })
}

/// Everything that is wrong with the files of a project, and what in them waits for a person.
///
/// # Errors
/// As [`load`].
pub fn check(folder: &Path) -> Result<Vec<Warning>, LoadError> {
    Ok(faults(&load(folder)?, folder))
}

/// The same for a project that was read from `folder`.
pub(super) fn faults(loaded: &Loaded, folder: &Path) -> Vec<Warning> {
    let mut warnings = [loaded.warnings.as_slice(), &loaded.waiting].concat();
    let folder = folder_of(folder).unwrap_or_else(|| folder.to_owned());
    let mut texts = BTreeMap::new();
    for article in loaded.project.in_order() {
        if let Some(first) = texts.insert(article.text.hash(), article.id.clone()) {
            let path = folder.join(ARTICLES).join(format!("{}.ron", article.id));
            let what = format!("The text is the same as that of {first}.ron.");
            warnings.push(Warning::about(&path, what, "Remove one of the two articles.").for_a_person());
        }
    }
    warnings
}

/// A file with its content and fingerprint.
fn read<T: format::Versioned>(path: &Path) -> Result<(T, String, Fingerprint), Unreadable> {
    let bytes = format::read_bytes(path)?;
    let fingerprint = Fingerprint::of(&bytes);
    let source = format::decode(path, bytes)?;
    Ok((format::parse(path, &source)?, source, fingerprint))
}

/// An article that could be read, and what was wrong with its file.
struct ReadArticle {
    article: Article,
    fingerprint: Fingerprint,
    found: Vec<Warning>,
    waiting: Vec<Warning>,
}

fn read_article(path: &Path, id: &ArticleId) -> Result<ReadArticle, Vec<Warning>> {
    let (file, source, fingerprint) = read::<v1::ArticleFile>(path).map_err(|unreadable| {
        vec![match unreadable {
            Unreadable::Missing => {
                Warning::about(path, "The file went away while the project was opened.", "")
            }
            Unreadable::Newer(version) => {
                let what = format!("The article was written by a newer Claimdesk (format {version}).");
                Warning::about(
                    path,
                    what,
                    "Open it with the newer program; this one leaves it as it is.",
                )
            }
            Unreadable::Damaged(warning) => *warning,
        }]
    })?;
    let mut notes = Notes::new(path, &source);
    match v1::to_domain::article(&file, id.clone(), &mut notes) {
        Some(article) => Ok(ReadArticle {
            article,
            fingerprint,
            found: notes.found,
            waiting: notes.waiting,
        }),
        None => Err(notes.found),
    }
}

/// The files in `articles`, by id. Hidden files (a save that was cut off leaves one) and other kinds are passed over.
fn article_files(
    folder: &Path,
    warnings: &mut Vec<Warning>,
    untouchable: &mut BTreeSet<PathBuf>,
) -> Vec<(ArticleId, PathBuf)> {
    let articles = folder.join(ARTICLES);
    let entries = match std::fs::read_dir(&articles) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            let what = format!("The folder could not be read: {}.", in_words(&error));
            warnings.push(Warning::about(&articles, what, "").for_a_person());
            return Vec::new();
        }
    };
    let mut files = Vec::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        // A name that is no text is none of ours, but what it names is not passed over in silence.
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let Some(stem) = name.strip_suffix(".ron").filter(|_| !name.starts_with('.')) else {
            continue;
        };
        if let Some(id) = ArticleId::parse(stem) {
            files.push((id, path));
            continue;
        }
        let hint = "Rename it with small letters, digits and \"-\" to open it.";
        let what = "The name is not that of an article.";
        warnings.push(Warning::about(&path, what, hint).for_a_person());
        untouchable.insert(path);
    }
    files.sort();
    files
}

/// Makes an article fit its project: kinds the scheme lacks are added to it, links to actors that are not there go.
fn fit(article: &mut Article, project: &mut Project, path: &Path, warnings: &mut Vec<Warning>) {
    free_claims(article, path, warnings);
    let mut lost = BTreeSet::new();
    let mut unknown: BTreeSet<KindId> = BTreeSet::new();
    for body in article.bodies_mut() {
        for actor in body.actors_mut() {
            if actor.is_some_and(|id| !project.actors.contains_key(&id)) {
                lost.extend(actor.take());
            }
        }
        if let Some(mention) = body.as_mention()
            && project.scheme.get(&mention.kind).is_none()
        {
            unknown.insert(mention.kind.clone());
        }
    }
    for id in lost {
        let what = format!("The actor {id} is not in project.ron; links to it are left out.");
        let hint = "Link the mentions again, or bring back the project.ron that goes with this article.";
        warnings.push(Warning::about(path, what, hint));
    }
    for kind in unknown {
        let what = format!("The project has no kind \"{kind}\"; added.");
        warnings.push(Warning::about(
            path,
            what,
            "Give it a title and colour in project.ron, or change the mentions.",
        ));
        project.scheme.kinds.push(KindLabel {
            title: kind.to_string(),
            badge: kind
                .as_str()
                .chars()
                .take(1)
                .flat_map(char::to_uppercase)
                .collect(),
            colour: "kind.place".to_owned(),
            id: kind,
        });
    }
}

/// Takes away the links of claims to an outer claim that is not there, was rejected, or stands within another one: two
/// people's work on one article can come together so.
fn free_claims(article: &mut Article, path: &Path, warnings: &mut Vec<Warning>) {
    let holds = |id: &ItemId| article.can_hold_claims(*id);
    let loose: Vec<(ItemId, ItemId)> = article
        .items
        .values()
        .filter_map(|item| Some((item, item.body.as_claim()?.within?)))
        .filter(|(item, outer)| item.status == Status::Rejected || !holds(outer))
        .map(|(item, outer)| (item.id, outer))
        .collect();
    for (id, outer) in loose {
        if let Some(Body::Claim(claim)) = article.items.get_mut(&id).map(|item| &mut item.body) {
            claim.within = None;
        }
        let what = format!("The claim {id} cannot stand within {outer}; the link is left out.");
        let hint = "Look whether the claim still stands by itself.";
        warnings.push(Warning::about(path, what, hint));
    }
}
