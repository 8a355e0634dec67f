//! What earlier sessions left: the undo history of a project, and work that is in no file.

use std::path::{Path, PathBuf};

use eframe::egui;
use jiff::Timestamp;

use crate::annotation::Project;
use crate::project::journal::{self, Base, Story};
use crate::project::lock::{Holder, Lock, NoLock};
use crate::project::{Home, Loaded};
use crate::review::{Left, Past, Recovered, Session};

use super::super::dialogs::{Answered, Ask};
use super::super::jobs::Job;
use super::super::modal::Modal;
use super::super::parts::counted;
use super::super::{App, Storage};
use super::{Keeping, PATIENCE, journal_in, read_only};

/// What was found beside a project's files when it was opened.
pub struct Held {
    lock: Result<Lock, NoLock>,
    found: journal::Found,
    left: Left,
    unsaved: bool,
    problem: Option<String>,
    network: Option<String>,
}

impl Held {
    /// Takes the lock of the project in `folder`, before its files are read.
    pub fn take(folder: &Path, who: &Holder, insist: bool) -> Self {
        let lock = if crate::project::is_project(folder) {
            Lock::take(folder, who, insist)
        } else {
            // Nothing is made in a folder that is no project.
            Err(NoLock::ReadOnly)
        };
        Self {
            lock,
            found: journal::Found::default(),
            left: Left::Nothing,
            unsaved: false,
            problem: None,
            network: crate::project::network_folder(folder),
        }
    }

    /// Reads the journal, for a project whose files were read.
    pub fn read(&mut self, folder: &Path, loaded: &Loaded) {
        if self.lock.is_err() {
            return;
        }
        match journal::read(&journal::journal_of(folder)) {
            Ok(mut found) => {
                let story = Story::of(std::mem::take(&mut found.records));
                self.unsaved = story.is_unsaved();
                self.left = Left::of(&loaded.project, &loaded.base.digest(), story);
                self.problem = (found.damage == Some(journal::Damage::Unreadable)).then(|| {
                    "The end of the journal cannot be read; a copy is kept beside it. Look whether your last \
                     decisions are there."
                        .to_owned()
                });
                self.found = found;
            }
            Err(error) => {
                self.problem = Some(format!(
                    "The journal could not be read: {}. The project is as it was saved.",
                    crate::project::in_words(&error)
                ));
            }
        }
    }
}

/// Work without a folder that an earlier session left.
pub struct Abandoned {
    folder: PathBuf,
    lock: Lock,
    base: Base,
    project: Project,
    recovered: Recovered,
    past: Past,
}

/// Work that can be taken over.
pub enum Work {
    /// Of the project that is open.
    Here(Box<Recovered>, Past),
    /// Of a project that never had a folder.
    Elsewhere(Box<Abandoned>),
}

impl App {
    /// Goes on with a project that was read, with what was found beside it.
    pub(in crate::app) fn go_on_with(
        &mut self,
        ctx: &egui::Context,
        project: Project,
        storage: Storage,
        held: Held,
    ) {
        let folder = storage.folder.clone().unwrap_or_default();
        let reviewer = self.preferences.reviewer.clone();
        let mut keeping = Keeping::of(Base::Folder);
        let mut work = None;
        let mut foreign = false;
        let session = match held.left {
            Left::History(past) => Session::resume(project, past, reviewer),
            Left::Nothing => Session::new(project, reviewer),
            Left::Foreign => {
                foreign = true;
                Session::new(project, reviewer)
            }
            Left::Work(recovered, past) => {
                work = Some(Work::Here(recovered, past));
                Session::new(project, reviewer)
            }
        };
        match held.lock {
            Ok(lock) => {
                keeping.lock = Some(lock);
                keeping.journal = Some(journal_in(ctx, &folder, &held.found, Base::Folder));
            }
            Err(no_lock) => keeping.read_only = Some(read_only::refusal(&no_lock)),
        }
        self.begin(session, storage, keeping);
        if foreign {
            self.toasts.info(
                "The files were changed by another program, so undo begins anew. Every decision in them is there.",
            );
        }
        if let Some(journal) = &self.keeping.journal
            && work.is_none()
            && (foreign || held.unsaved)
        {
            journal.rewrite(self.whole_journal());
        }
        self.taking_in &= work.is_some();
        if let Some(kind) = held.network {
            self.toasts.info(format!(
                "This project is in a network folder ({kind}). Locks may not be seen there: open it on one computer at a time."
            ));
        }
        if let Some(problem) = held.problem {
            self.toasts.warning(problem);
        }
        self.work = work.into_iter().chain(self.work.drain(..)).collect();
    }

    /// Looks for work without a folder that earlier sessions left.
    pub(in crate::app) fn look_for_work(&mut self, ctx: &egui::Context) {
        let Some(home) = self.home.clone() else { return };
        let who = self.holder();
        self.looking = Some(Job::start(ctx, "Looking for unsaved work", move |_, _| {
            home.unsaved()
                .into_iter()
                .filter_map(|folder| abandoned(&folder, &who))
                .collect()
        }));
    }

    /// Asks about the work that was found, as soon as nothing else is asked.
    pub(in crate::app) fn offer_work(&mut self, ctx: &egui::Context) {
        if self.modal.is_some() || self.loading.is_some() || self.opening.is_some() || self.picker.is_open() {
            return;
        }
        if self.work.is_empty() {
            return;
        }
        let work = self.work.remove(0);
        if let Work::Here(recovered, _) = &work
            && std::mem::take(&mut self.taking_in)
        {
            if recovered.conflicts.is_empty() {
                // It was asked for already.
                return self.answer_work(ctx, work, Answered::Main);
            }
            let ask = ask_taking_in(self.session.project(), recovered);
            self.modal = Some(Modal::Recover(ask.insisting(), work));
            return;
        }
        let (title, project, recovered) = match &work {
            Work::Here(recovered, _) => (
                self.session.project().title.as_str(),
                self.session.project(),
                recovered.as_ref(),
            ),
            Work::Elsewhere(found) => (
                found.recovered.project.title.as_str(),
                &found.project,
                &found.recovered,
            ),
        };
        let ask = ask(title, project, recovered, matches!(work, Work::Elsewhere(_)));
        self.modal = Some(Modal::Recover(ask.insisting(), work));
    }

    /// Does what was answered about work that was found.
    pub(in crate::app) fn answer_work(&mut self, ctx: &egui::Context, work: Work, answer: Answered) {
        match (work, answer) {
            (Work::Here(recovered, past), Answered::Main) => {
                let reviewer = self.preferences.reviewer.clone();
                let keeping = std::mem::take(&mut self.keeping);
                let storage = std::mem::take(&mut self.storage);
                let focus = self.session.focus.clone();
                self.begin(
                    Session::resume(recovered.project, past, reviewer),
                    storage,
                    keeping,
                );
                self.session.refocus(&focus);
                if let Some(journal) = &self.keeping.journal {
                    journal.rewrite(self.whole_journal());
                }
                self.toasts
                    .success("The work was taken over. It is saved with the next save.");
            }
            (Work::Here(..), Answered::Other) => {
                let Some(journal) = &self.keeping.journal else {
                    return;
                };
                journal.flush(PATIENCE);
                match journal::keep_copy(journal.path(), "left-out") {
                    Ok(copy) => self
                        .toasts
                        .info(format!("Left out; it is kept in {}.", copy.display())),
                    Err(error) => {
                        let why = crate::project::in_words(&error);
                        return self.toasts.error(format!(
                            "It stays in the journal, because it could not be kept elsewhere: {why}."
                        ));
                    }
                }
                journal.rewrite(self.whole_journal());
            }
            (Work::Elsewhere(found), Answered::Main) => {
                if self.session.history().is_dirty() {
                    self.toasts.info(
                        "Save or discard what is open first; the work found is offered at the next start.",
                    );
                    return;
                }
                self.release();
                let reviewer = self.preferences.reviewer.clone();
                let mut keeping = Keeping::of(found.base);
                let journal = journal_in(ctx, &found.folder, &journal::Found::default(), found.base);
                keeping.lock = Some(found.lock);
                keeping.unsaved = Some(found.folder);
                keeping.journal = Some(journal);
                let session = Session::resume(found.recovered.project, found.past, reviewer);
                self.begin(session, Storage::default(), keeping);
                if let Some(journal) = &self.keeping.journal {
                    journal.rewrite(self.whole_journal());
                }
                self.toasts
                    .success("The work was taken over. Ctrl+S saves it in a folder.");
            }
            (Work::Elsewhere(found), Answered::Other) => {
                let kept = found.folder.with_extension("left-out");
                drop(found.lock);
                match std::fs::rename(&found.folder, &kept) {
                    Ok(()) => self
                        .toasts
                        .info(format!("Left out; it is kept in {}.", kept.display())),
                    Err(error) => self.toasts.warning(crate::project::in_words(&error)),
                }
            }
        }
    }
}

/// What the work without a folder in `folder` is, if nobody has it open; what is empty goes.
fn abandoned(folder: &Path, who: &Holder) -> Option<Abandoned> {
    let lock = Lock::take(folder, who, true).ok()?;
    let found = journal::read(&journal::journal_of(folder)).ok()?;
    let story = Story::of(found.records);
    let base = story.base;
    let project = match base {
        Base::Demo => crate::project::demo().ok()?,
        Base::Empty | Base::Folder => Project::new("Untitled"),
    };
    match Left::of(&project, "", story) {
        Left::Work(recovered, past) => Some(Abandoned {
            folder: folder.to_owned(),
            lock,
            base,
            project,
            recovered: *recovered,
            past,
        }),
        _ if found.damage == Some(journal::Damage::Unreadable) => None,
        _ => {
            drop(lock);
            // Only what is empty; it is looked at again if it cannot go.
            std::fs::remove_dir_all(folder).ok();
            None
        }
    }
}

/// "at 10:42", with the day if that is another.
fn when(at: Timestamp) -> String {
    let zone = jiff::tz::TimeZone::system();
    let at = at.to_zoned(zone.clone());
    let today = Timestamp::now().to_zoned(zone).date();
    let pattern = if at.date() == today {
        "at %H:%M"
    } else {
        "on %Y-%m-%d at %H:%M"
    };
    at.strftime(pattern).to_string()
}

fn ask(title: &str, files: &Project, recovered: &Recovered, no_folder: bool) -> Ask {
    let decisions = recovered.count();
    let articles = recovered.decisions.len();
    let where_to = if no_folder {
        "It was never saved in a folder."
    } else {
        "Its files do not have this work."
    };
    let what = match (decisions, articles) {
        (0, _) => "Changes without decisions".to_owned(),
        (_, 0) => counted(decisions, "decision", "decisions"),
        _ => format!(
            "{} in {}",
            counted(decisions, "decision", "decisions"),
            counted(articles, "article", "articles")
        ),
    };
    let last = recovered
        .latest
        .map_or_else(String::new, |at| format!(", the last one {}", when(at)));
    let explanation = format!("“{title}” was not closed properly. {where_to}\n{what}{last}.");
    Ask::new(
        "Unsaved work was found",
        explanation,
        lines(files, recovered),
        "Take over",
        "Leave out",
    )
}

/// For work that is added to what another program wrote.
fn ask_taking_in(files: &Project, recovered: &Recovered) -> Ask {
    let explanation = format!(
        "The files were read again. {} of yours can be added; what both changed stays as it is there.",
        counted(recovered.count(), "decision", "decisions")
    );
    Ask::new(
        "Your work and theirs",
        explanation,
        lines(files, recovered),
        "Add mine",
        "Leave mine out",
    )
}

/// What a project's files lack, by article, and what cannot be taken over.
fn lines(files: &Project, recovered: &Recovered) -> Vec<(String, String)> {
    let named = |id: &crate::annotation::ArticleId| {
        recovered
            .project
            .article(id)
            .map_or_else(|| id.to_string(), |article| article.title().to_owned())
    };
    let mut lines: Vec<(String, String)> = recovered
        .decisions
        .iter()
        .map(|(id, number)| (named(id), counted(*number, "decision", "decisions")))
        .collect();
    if recovered.about_actors > 0 {
        lines.push((
            "Actors".to_owned(),
            counted(recovered.about_actors, "decision", "decisions"),
        ));
    }
    let opened = recovered
        .project
        .articles
        .keys()
        .filter(|id| files.article(id).is_none());
    lines.extend(opened.map(|id| (named(id), "opened, not saved".to_owned())));
    lines.extend(
        recovered
            .conflicts
            .iter()
            .map(|why| (why.clone(), "not taken over".to_owned())),
    );
    lines
}

impl Home {
    /// A new folder for work that has none of its own; not made yet.
    pub(super) fn new_unsaved(&self, at: Timestamp) -> PathBuf {
        let name = format!("{}-{}", at.strftime("%Y%m%dT%H%M%S"), std::process::id());
        self.state_folder().join("unsaved").join(name)
    }

    /// The folders of work that has none of its own, the newest first.
    fn unsaved(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.state_folder().join("unsaved")) else {
            return Vec::new();
        };
        let mut folders: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.is_dir() && path.extension().is_none())
            .collect();
        folders.sort();
        folders.reverse();
        folders
    }
}
