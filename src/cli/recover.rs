//! `claimdesk recover`: work that a crash left in a project's journal goes into its files, without the window.

use std::path::Path;

use jiff::Timestamp;

use super::import::load;
use super::output;
use super::report::{Halt, Report};
use crate::project::journal::{self, Base, Found, Journal, Record, Story};
use crate::project::lock::{Holder, Lock, NoLock};
use crate::project::{self, user::Home};
use crate::review::{Left, Recovered, Session};
use crate::text::counted;

/// Runs the command.
pub fn run(folder: &Path, report: &Report) -> Result<(), Halt> {
    let folder = project::folder_of(folder).unwrap_or_else(|| folder.to_owned());
    let _lock = lock(&folder)?;
    let mut loaded = load(&folder, report)?;
    let path = journal::journal_of(&folder);
    let found = read(&path)?;
    if found.damage == Some(journal::Damage::Unreadable) {
        let copy = journal::keep_copy(&path, "unreadable").map_err(|error| unreadable(&path, &error))?;
        report.fault(format!(
            "{}: The end of the journal cannot be read. All before it is used; a copy is kept in {}.",
            path.display(),
            copy.display()
        ));
    }
    let left = Left::of(&loaded.project, &loaded.base.digest(), Story::of(found.records));
    let mut out = output::standard();
    let Left::Work(recovered, past) = left else {
        out.line("Nothing is left to take over.")?;
        return out.finish();
    };
    for conflict in &recovered.conflicts {
        report.fault(format!("{}: {conflict}", folder.display()));
    }
    let what = in_words(&recovered);
    let session = Session::resume(recovered.project, past, reviewer());
    project::save(&folder, session.project(), &mut loaded.base, false)?;
    let files = loaded.base.digest();
    let journal = Journal::on(path, &Found::default(), &Record::begun(Base::Folder), || {});
    let mut records = session.whole_journal(Base::Folder, Some(&files), usize::MAX);
    records.extend([Record::Saving, Record::Saved { files }]);
    let place = journal.path().display().to_string();
    journal.rewrite(records);
    journal.flush(std::time::Duration::from_mins(1));
    if let Some(why) = journal.trouble() {
        report.unreachable(format!(
            "{place}: Could not be written: {why}. The work is in the project's files all the same."
        ));
    }
    drop(journal);
    out.line(&format!("Taken over: {what}."))?;
    out.finish()
}

/// The lock of the project in `folder`, for a command that writes to it.
pub fn lock(folder: &Path) -> Result<Option<Lock>, Halt> {
    if !project::is_project(folder) {
        return Ok(None);
    }
    let who = Holder::this(&reviewer(), Timestamp::now());
    let refused = |why: String| Halt::Unreachable(format!("{}: {why}", folder.display()));
    match Lock::take(folder, &who, false) {
        Ok(lock) => Ok(Some(lock)),
        Err(NoLock::Held(holder)) => Err(refused(format!("{}. Close it there first.", holder.in_words()))),
        Err(NoLock::Elsewhere(holder)) => Err(refused(format!(
            "{}, as far as can be seen from here. If nobody has it open any more, open it once in the window and choose \"Work here anyway\".",
            holder.in_words()
        ))),
        Err(NoLock::ReadOnly) => Err(refused(
            "The folder cannot be written to. Copy the project elsewhere.".to_owned(),
        )),
        Err(NoLock::Io(error)) => Err(refused(format!(
            "The folder cannot be locked: {}.",
            project::in_words(&error)
        ))),
    }
}

/// Says if a project has work that is not in its files.
pub fn mention(folder: &Path, report: &Report) -> Result<(), Halt> {
    let folder = project::folder_of(folder).unwrap_or_else(|| folder.to_owned());
    let story = Story::of(read(&journal::journal_of(&folder))?.records);
    if !story.is_unsaved() {
        return Ok(());
    }
    let loaded = project::load(&folder)?;
    if let Left::Work(recovered, _) = Left::of(&loaded.project, &loaded.base.digest(), story) {
        report.note(format!(
            "{}: Work is in the journal and not in the files: {}. Open the project, or use \"claimdesk recover\".",
            folder.display(),
            in_words(&recovered)
        ));
    }
    Ok(())
}

fn in_words(recovered: &Recovered) -> String {
    let articles = counted(recovered.decisions.len(), "article", "articles");
    let last = recovered
        .latest
        .map_or_else(String::new, |at| format!(", the last one of {at}"));
    format!(
        "{} in {articles}{last}",
        counted(recovered.count(), "decision", "decisions")
    )
}

fn reviewer() -> String {
    Home::find()
        .map(|home| home.preferences().0.reviewer)
        .unwrap_or_default()
}

fn read(path: &Path) -> Result<Found, Halt> {
    journal::read(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Halt {
    Halt::Unreachable(format!(
        "{}: Could not be read: {}.",
        path.display(),
        project::in_words(error)
    ))
}
