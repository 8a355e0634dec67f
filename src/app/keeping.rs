//! Keeping work safe between saves: the journal that every change goes to, the lock that makes this window the only
//! writer, and what an earlier session left.

mod found;
mod read_only;

use std::path::{Path, PathBuf};
use std::time::Duration;

use eframe::egui;

use crate::project::journal::{self, Base, Journal, Record};
use crate::project::lock::{Holder, Lock};

use super::App;

pub use found::{Abandoned, Held, Work};
pub use read_only::ReadOnly;

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
                let why = read_only::refusal(&no_lock).why;
                self.toasts
                    .warning(format!("Unsaved work cannot be kept against a crash. {why}"));
                self.keeping.told = Some(why);
            }
        }
    }

    /// The project has been saved in another folder, which becomes its place.
    pub(super) fn move_keeping(&mut self, ctx: &egui::Context, folder: &Path) {
        let old = std::mem::take(&mut self.keeping);
        if let Some(journal) = old.journal.as_ref().filter(|_| old.unsaved.is_none()) {
            // The old project stays as it was saved; what was done since is in the new one.
            journal.append(Record::Discarded);
        }
        leave(old, true);
        self.keeping.base = Base::Folder;
        match Lock::take(folder, &self.holder(), true) {
            Ok(lock) => {
                self.keeping.lock = Some(lock);
                let journal = journal_in(ctx, folder, &journal::Found::default(), Base::Folder);
                journal.rewrite(self.whole_journal());
                self.keeping.journal = Some(journal);
            }
            Err(no_lock) => self.keeping.read_only = Some(read_only::refusal(&no_lock)),
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
        self.send_records();
        if let Some(journal) = &self.keeping.journal {
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
        self.send_records();
        leave(std::mem::take(&mut self.keeping), false);
    }

    /// Sends what is still to be told to the journal, if there is one.
    fn send_records(&mut self) {
        let records = self.session.take_records();
        if let Some(journal) = &self.keeping.journal {
            for record in records {
                journal.append(record);
            }
        }
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
