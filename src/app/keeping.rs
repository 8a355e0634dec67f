//! Keeping work safe between saves: the journal that every change goes to, the lock that makes this window the only
//! writer, and what an earlier session left.

use std::path::{Path, PathBuf};
use std::time::Duration;

use eframe::egui;
use jiff::Timestamp;

use crate::annotation::Project;
use crate::project::journal::{self, Base, Journal, Record, Story};
use crate::project::lock::{Holder, Lock, NoLock};
use crate::project::{Home, Loaded};
use crate::review::{Left, Past, Recovered, Session};

use super::dialogs::{Answered, Ask};
use super::jobs::Job;
use super::modal::Modal;
use super::{App, Storage};

/// About how large a journal may grow before its oldest steps are left out, in bytes.
const HISTORY_BYTES: usize = 32 << 20;
/// How long a closing window waits for its journal.
const PATIENCE: Duration = Duration::from_secs(3);

/// What keeps the open project.
pub struct Keeping {
    journal: Option<Journal>,
    lock: Option<Lock>,
    base: Base,
    /// The folder of its own that a project without a folder has among the program's state.
    unsaved: Option<PathBuf>,
    read_only: Option<ReadOnly>,
    told: Option<String>,
}

impl Default for Keeping {
    fn default() -> Self {
        Self::of(Base::Empty)
    }
}

/// Why nothing can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOnly {
    /// For the person, two sentences.
    pub why: String,
    /// Whether the person may insist.
    pub may_take_over: bool,
}

impl Keeping {
    /// For a project without a folder. Nothing is written before something changes.
    pub fn of(base: Base) -> Self {
        Self {
            journal: None,
            lock: None,
            base,
            unsaved: None,
            read_only: None,
            told: None,
        }
    }

    /// Why nothing can be changed, if so.
    pub const fn read_only(&self) -> Option<&ReadOnly> {
        self.read_only.as_ref()
    }

    /// Why the last changes are not on disk, if so.
    pub fn trouble(&self) -> Option<&str> {
        self.told.as_deref()
    }
}

/// What was found beside a project's files when it was opened.
pub struct Held {
    lock: Result<Lock, NoLock>,
    found: journal::Found,
    left: Left,
    unsaved: bool,
    problem: Option<String>,
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
    /// Who works in this window, for locks.
    pub(super) fn holder(&self) -> Holder {
        Holder::this(self.session.reviewer(), (self.clock)())
    }

    /// Sends what has happened to the journal.
    pub(super) fn keep(&mut self, ctx: &egui::Context) {
        let records = self.session.take_records();
        if self.keeping.read_only.is_some() {
            return;
        }
        if !records.is_empty() && self.keeping.journal.is_none() {
            self.begin_unsaved(ctx);
        }
        let Some(journal) = &self.keeping.journal else {
            return;
        };
        for record in records {
            journal.append(record);
        }
        if journal.take_lost_file() {
            journal.rewrite(self.whole_journal());
        }
        let trouble = journal.trouble();
        if trouble != self.keeping.told {
            match &trouble {
                Some(why) => self.toasts.error(format!(
                    "Your last changes are not on disk: {why}. They are tried again every second; make room or save the project elsewhere."
                )),
                None => self.toasts.success("Your changes are on disk again."),
            }
            self.keeping.told = trouble;
        }
    }

    fn whole_journal(&self) -> Vec<Record> {
        let files = self.storage.base.as_ref().map(crate::project::SaveBase::digest);
        let files = files.filter(|files| !files.is_empty());
        self.session
            .whole_journal(self.keeping.base, files.as_deref(), HISTORY_BYTES)
    }

    /// Makes a place for the work on a project that has no folder.
    fn begin_unsaved(&mut self, ctx: &egui::Context) {
        let Some(home) = &self.home else { return };
        let folder = home.new_unsaved((self.clock)());
        match Lock::take(&folder, &self.holder(), false) {
            Ok(lock) => {
                self.keeping.lock = Some(lock);
                self.keeping.journal = Some(journal_in(
                    ctx,
                    &folder,
                    &journal::Found::default(),
                    self.keeping.base,
                ));
                self.keeping.unsaved = Some(folder);
            }
            Err(_) if self.keeping.told.is_some() => {}
            Err(no_lock) => {
                let why = refusal(&no_lock).why;
                self.toasts
                    .warning(format!("Unsaved work cannot be kept against a crash. {why}"));
                self.keeping.told = Some(why);
            }
        }
    }

    /// The project has been saved in another folder, which becomes its place.
    pub(super) fn move_keeping(&mut self, ctx: &egui::Context, folder: &Path) {
        let old = std::mem::take(&mut self.keeping);
        leave(old, true);
        self.keeping.base = Base::Folder;
        match Lock::take(folder, &self.holder(), true) {
            Ok(lock) => {
                self.keeping.lock = Some(lock);
                let journal = journal_in(ctx, folder, &journal::Found::default(), Base::Folder);
                journal.rewrite(self.whole_journal());
                self.keeping.journal = Some(journal);
            }
            Err(no_lock) => self.keeping.read_only = Some(refusal(&no_lock)),
        }
    }

    /// Tells the journal that a save begins.
    pub(super) fn saving_begins(&mut self, ctx: &egui::Context) {
        self.keep(ctx);
        if let Some(journal) = &self.keeping.journal {
            journal.append(Record::Saving);
        }
    }

    /// Tells the journal that the save has ended well.
    pub(super) fn saving_ended(&self) {
        if let (Some(journal), Some(base)) = (&self.keeping.journal, &self.storage.base) {
            journal.append(Record::Saved { files: base.digest() });
        }
    }

    /// Lets go of the open project: it is closed, or another takes its place. Work that is not saved has been given up.
    pub(super) fn release(&mut self) {
        let dirty = self.session.history().is_dirty();
        let late = self.session.take_records();
        if let Some(journal) = &self.keeping.journal {
            for record in late {
                journal.append(record);
            }
            if dirty {
                journal.append(Record::Discarded);
            } else if self.session.history().is_amended() || is_large(journal.path()) {
                journal.rewrite(self.whole_journal());
            }
        }
        leave(std::mem::take(&mut self.keeping), true);
    }

    /// Lets go of everything at once because the program ends, without giving anything up.
    pub(super) fn abandon(&mut self) {
        for record in self.session.take_records() {
            if let Some(journal) = &self.keeping.journal {
                journal.append(record);
            }
        }
        leave(std::mem::take(&mut self.keeping), false);
    }

    /// Goes on with a project that was read, with what was found beside it.
    pub(super) fn go_on_with(&mut self, ctx: &egui::Context, project: Project, storage: Storage, held: Held) {
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
            Err(no_lock) => keeping.read_only = Some(refusal(&no_lock)),
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
        if let Some(problem) = held.problem {
            self.toasts.warning(problem);
        }
        self.work = work.into_iter().chain(self.work.drain(..)).collect();
    }

    /// Looks for work without a folder that earlier sessions left.
    pub(super) fn look_for_work(&mut self, ctx: &egui::Context) {
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
    pub(super) fn offer_work(&mut self) {
        if self.modal.is_some() || self.loading.is_some() || self.opening.is_some() || self.picker.is_open() {
            return;
        }
        if self.work.is_empty() {
            return;
        }
        let work = self.work.remove(0);
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
    pub(super) fn answer_work(&mut self, ctx: &egui::Context, work: Work, answer: Answered) {
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

    /// Says above the reader why nothing can be changed, and what can be done about it.
    pub(super) fn read_only_bar(&mut self, ui: &mut egui::Ui) {
        let Some(read_only) = self.keeping.read_only().cloned() else {
            return;
        };
        let theme = super::theme::Theme::of(ui);
        let ctx = ui.ctx().clone();
        ui.horizontal_wrapped(|ui| {
            let mark = egui::RichText::new("Read-only").color(theme.palette.warning).strong();
            ui.label(mark);
            ui.label(format!("{} You can read and search, but not change anything.", read_only.why));
            let folder = self.storage.folder.clone();
            if ui.button("Try again").clicked()
                && let Some(folder) = folder.clone()
            {
                self.load(&ctx, folder);
            }
            if read_only.may_take_over
                && ui
                    .button("Work here anyway")
                    .on_hover_text("Only if nobody works on it there any more: two who save would be in each other's way.")
                    .clicked()
                && let Some(folder) = folder
            {
                self.load_insisting(&ctx, folder, true);
            }
            if ui.button("Save a copy…").clicked() {
                self.pick(&ctx, super::files::Wanted::SaveAs);
            }
        });
    }

    /// Whether anything can be changed; tells why not.
    pub(super) fn may_change(&mut self) -> bool {
        let Some(read_only) = &self.keeping.read_only else {
            return true;
        };
        self.toasts
            .info(format!("Nothing was changed. {}", read_only.why));
        false
    }
}

fn journal_in(ctx: &egui::Context, folder: &Path, found: &journal::Found, base: Base) -> Journal {
    let wake = ctx.clone();
    Journal::on(
        journal::journal_of(folder),
        found,
        &Record::begun(base),
        move || {
            wake.request_repaint();
        },
    )
}

/// Closes the journal and gives the lock back. `settled`: nothing in it is still wanted for a project without a folder.
fn leave(keeping: Keeping, settled: bool) {
    if let Some(journal) = &keeping.journal {
        journal.flush(PATIENCE);
    }
    drop(keeping.journal);
    drop(keeping.lock);
    if let Some(folder) = keeping.unsaved.filter(|_| settled) {
        // What stays behind is found empty at the next start, and goes then.
        std::fs::remove_dir_all(folder).ok();
    }
}

fn is_large(journal: &Path) -> bool {
    std::fs::metadata(journal).is_ok_and(|meta| meta.len() > 2 * HISTORY_BYTES as u64)
}

fn refusal(no_lock: &NoLock) -> ReadOnly {
    let (why, may_take_over) = match no_lock {
        NoLock::Held(holder) => (format!("{} works on this project.", holder.in_words()), false),
        NoLock::Elsewhere(holder) => (
            format!(
                "{} seems to work on this project on another computer.",
                holder.in_words()
            ),
            true,
        ),
        NoLock::ReadOnly => ("The folder cannot be written to.".to_owned(), false),
        NoLock::Io(error) => (
            format!(
                "The folder cannot be locked: {}.",
                crate::project::in_words(error)
            ),
            false,
        ),
    };
    ReadOnly { why, may_take_over }
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

/// "2 articles".
fn count(number: usize, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
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
        (_, 0) => count(decisions, "decision"),
        _ => format!(
            "{} in {}",
            count(decisions, "decision"),
            count(articles, "article")
        ),
    };
    let last = recovered
        .latest
        .map_or_else(String::new, |at| format!(", the last one {}", when(at)));
    let explanation = format!("“{title}” was not closed properly. {where_to}\n{what}{last}.");
    let named = |id: &crate::annotation::ArticleId| {
        recovered
            .project
            .article(id)
            .map_or_else(|| id.to_string(), |article| article.title().to_owned())
    };
    let mut lines: Vec<(String, String)> = recovered
        .decisions
        .iter()
        .map(|(id, number)| (named(id), count(*number, "decision")))
        .collect();
    if recovered.about_actors > 0 {
        lines.push(("Actors".to_owned(), count(recovered.about_actors, "decision")));
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
    Ask::new(
        "Unsaved work was found",
        explanation,
        lines,
        "Take over",
        "Leave out",
    )
}

impl Home {
    /// A new folder for work that has none of its own; not made yet.
    fn new_unsaved(&self, at: Timestamp) -> PathBuf {
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
