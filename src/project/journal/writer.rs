//! Writing a journal, on a thread of its own.
//!
//! A record is handed to the system as soon as it comes, so that it survives this program; that the system brings it to
//! the disk, so that it survives a power cut, is seen to by a second thread, which takes as long as the disk takes.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use atomic_write_file::AtomicWriteFile;

use super::file::{self, Damage};
use super::{Found, Record};
use crate::project::in_words;

/// How long after a failure writing is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// A journal that is written. Records go to disk in the order in which they are handed in, each within moments; dropping
/// it waits for them.
pub struct Journal {
    path: PathBuf,
    sender: Option<Sender<Message>>,
    thread: Option<std::thread::JoinHandle<()>>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    trouble: Option<String>,
    lost_file: bool,
}

enum Message {
    Append(Record),
    Rewrite(Vec<Record>),
    Flush(Sender<()>),
}

impl Journal {
    /// A journal in the file at `path` that goes on after what was `found` there; if that is nothing, `begun` is its
    /// first record. No file is made before there is something to write. `wake` is called when [`Self::trouble`] changes.
    #[must_use]
    pub fn on(path: PathBuf, found: &Found, begun: &Record, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (sender, receiver) = channel();
        let state = Arc::<Mutex<State>>::default();
        let writer = Writer {
            path: path.clone(),
            file: None,
            good: found.length,
            damage: found.damage,
            begins: file::frame(begun),
            pending: Vec::new(),
            anew: None,
            state: Arc::clone(&state),
            wake: Arc::new(wake),
            syncer: None,
        };
        let thread = std::thread::Builder::new()
            .name("Journal".to_owned())
            .spawn(move || writer.run(&receiver));
        let thread = match thread {
            Ok(thread) => Some(thread),
            Err(error) => {
                tell(&state, Some(in_words(&error)));
                None
            }
        };
        Self {
            path,
            sender: Some(sender),
            thread,
            state,
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a record.
    pub fn append(&self, record: Record) {
        self.send(Message::Append(record));
    }

    /// Puts these records in the place of all that was handed in before. As long as that fails, records go on being added
    /// to the file as it was, if there was one.
    pub fn rewrite(&self, records: Vec<Record>) {
        self.send(Message::Rewrite(records));
    }

    /// Waits until everything handed in so far is on disk, or has failed to get there, at most for `patience`.
    pub fn flush(&self, patience: Duration) {
        let (reply, done) = channel();
        self.send(Message::Flush(reply));
        // Whether it took too long or failed is told by `trouble`.
        done.recv_timeout(patience).ok();
    }

    fn send(&self, message: Message) {
        if let Some(sender) = &self.sender {
            // A writer that is gone has told so.
            sender.send(message).ok();
        }
    }

    /// Why the last records are not on disk, in words; writing is tried again every second. `None` if all is well.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.trouble.clone()
    }

    /// Whether somebody took the file away or changed it, so that it has to be written anew; asked once.
    #[must_use]
    pub fn take_lost_file(&self) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut state.lost_file)
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            // A panic there was told when it happened.
            thread.join().ok();
        }
    }
}

fn tell(state: &Mutex<State>, trouble: Option<String>) -> bool {
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let changed = state.trouble != trouble;
    state.trouble = trouble;
    changed
}

/// What the system could not bring to the disk it may have forgotten: everything is written anew.
fn sync_failed(state: &Mutex<State>, error: &io::Error) {
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    state.trouble = Some(in_words(error));
    state.lost_file = true;
}

struct Writer {
    path: PathBuf,
    file: Option<File>,
    /// Bytes of the file that hold whole records.
    good: u64,
    damage: Option<Damage>,
    /// What a new file begins with.
    begins: Vec<u8>,
    /// What is not on disk yet.
    pending: Vec<u8>,
    /// What takes the place of the whole file, with what was handed in after it; tried until it is there.
    anew: Option<Vec<u8>>,
    state: Arc<Mutex<State>>,
    wake: Arc<dyn Fn() + Send + Sync>,
    syncer: Option<Sender<File>>,
}

impl Writer {
    fn run(mut self, receiver: &Receiver<Message>) {
        loop {
            let first = if self.pending.is_empty() && self.anew.is_none() {
                receiver.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                receiver.recv_timeout(AGAIN)
            };
            let mut flushed = Vec::new();
            let ends = matches!(first, Err(RecvTimeoutError::Disconnected));
            for message in first
                .into_iter()
                .chain(std::iter::from_fn(|| receiver.try_recv().ok()))
            {
                match message {
                    Message::Append(record) => {
                        let bytes = file::frame(&record);
                        if let Some(anew) = &mut self.anew {
                            anew.extend(&bytes);
                        }
                        self.pending.extend(bytes);
                    }
                    Message::Rewrite(records) => {
                        self.anew = Some(records.iter().flat_map(file::frame).collect());
                    }
                    Message::Flush(reply) => flushed.push(reply),
                }
            }
            let mut trouble = self.rewrite().err();
            // A file that nothing is known of is not added to: what is there would be lost.
            if !self.pending.is_empty() && (self.anew.is_none() || self.good > 0) {
                trouble = self.write().err().or(trouble);
            }
            if trouble.is_some() {
                // What a failed write left is cut off when the file is opened again.
                self.file = None;
            }
            if tell(&self.state, trouble.map(|error| in_words(&error))) {
                (self.wake)();
            }
            if !flushed.is_empty()
                && let Some(Err(error)) = self.file.as_ref().map(File::sync_data)
            {
                sync_failed(&self.state, &error);
            }
            for reply in flushed {
                // Who asked may have stopped waiting.
                reply.send(()).ok();
            }
            if ends {
                return;
            }
        }
    }

    /// Brings what is pending to disk.
    fn write(&mut self) -> io::Result<()> {
        // A file that was taken away or replaced under us would swallow what is written to it.
        if self.file.is_some() && fs::metadata(&self.path).map(|meta| meta.len()).ok() != Some(self.good) {
            self.file = None;
            self.good = 0;
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.lost_file = true;
            drop(state);
            (self.wake)();
        }
        if self.file.is_none() {
            if self.good == 0
                && fs::metadata(&self.path).is_ok_and(|meta| meta.len() > 0)
                && self.damage.is_none()
            {
                self.damage = Some(Damage::Unreadable);
            }
            self.file = Some(file::open(&self.path, self.good, self.damage.take())?);
        }
        let Some(out) = &mut self.file else { return Ok(()) };
        let is_new = self.good == 0;
        let whole;
        let bytes = if is_new {
            whole = [self.begins.as_slice(), &self.pending].concat();
            &whole
        } else {
            &self.pending
        };
        if let Err(error) = out.write_all(bytes) {
            // Cut off at once, so that a reader meets whole records only; opening again does it if this fails.
            out.set_len(self.good).ok();
            return Err(error);
        }
        self.good += bytes.len() as u64;
        self.pending.clear();
        if let Ok(file) = out.try_clone() {
            self.sync_soon(file);
        }
        match self.path.parent().filter(|_| is_new) {
            // The folder has a new entry, which must outlast a power cut as well.
            Some(folder) => sync_folder(folder),
            None => Ok(()),
        }
    }

    /// Has the second thread bring the file to the disk.
    fn sync_soon(&mut self, file: File) {
        let syncer = self.syncer.get_or_insert_with(|| {
            let (sender, receiver) = channel::<File>();
            let (state, wake) = (Arc::clone(&self.state), Arc::clone(&self.wake));
            // Without a thread the system writes when it sees fit, half a minute at most.
            drop(
                std::thread::Builder::new()
                    .name("Journal sync".to_owned())
                    .spawn(move || {
                        while let Ok(file) = receiver.recv() {
                            let file = receiver.try_iter().last().unwrap_or(file);
                            if let Err(error) = file.sync_data() {
                                sync_failed(&state, &error);
                                wake();
                            }
                        }
                    }),
            );
            sender
        });
        // The thread ends with this writer and not before.
        syncer.send(file).ok();
    }

    /// Brings what is to take the place of the whole file there, if there is such.
    fn rewrite(&mut self) -> io::Result<()> {
        let Some(bytes) = &self.anew else { return Ok(()) };
        self.file = None;
        if let Some(folder) = self.path.parent() {
            file::make_own_folder(folder)?;
        }
        let mut out = AtomicWriteFile::open(&self.path)?;
        out.write_all(bytes)?;
        out.commit()?;
        self.good = bytes.len() as u64;
        self.anew = None;
        self.damage = None;
        self.pending.clear();
        Ok(())
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    // Some file systems refuse to sync a folder; the record itself is on disk.
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        result => result,
    }
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::journal::{Base, read};

    const PATIENCE: Duration = Duration::from_secs(20);

    fn journal(path: &Path) -> Journal {
        let found = read(path).unwrap();
        Journal::on(path.to_owned(), &found, &Record::begun(Base::Folder), || {})
    }

    #[test]
    fn records_come_after_those_that_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".claimdesk").join("journal");
        drop(journal(&path));
        assert!(!path.exists(), "nothing to write, nothing made");
        for (record, length) in [(Record::Undone, 2), (Record::Redone, 3)] {
            journal(&path).append(record.clone());
            let found = read(&path).unwrap().records;
            assert_eq!((found.len(), found.last()), (length, Some(&record)));
        }
        // A torn end goes when writing goes on.
        let mut bytes = fs::read(&path).unwrap();
        bytes.extend_from_slice(b"#80 0123");
        fs::write(&path, bytes).unwrap();
        journal(&path).append(Record::Saving);
        let found = read(&path).unwrap();
        assert_eq!((found.records.len(), found.damage), (4, None));
    }

    #[test]
    fn a_file_that_is_taken_away_is_asked_for_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own").join("journal");
        let journal = journal(&path);
        journal.append(Record::Undone);
        journal.flush(PATIENCE);
        assert!(!journal.take_lost_file());
        fs::remove_dir_all(folder.path().join("own")).unwrap();
        journal.append(Record::Redone);
        journal.flush(PATIENCE);
        assert!(journal.take_lost_file() && !journal.take_lost_file());
        assert_eq!(
            read(&path).unwrap().records.len(),
            2,
            "the beginning, and the record itself"
        );
        journal.rewrite(vec![Record::begun(Base::Folder), Record::Undone, Record::Redone]);
        journal.append(Record::Saving);
        journal.flush(PATIENCE);
        assert_eq!(read(&path).unwrap().records.len(), 4);
        assert_eq!(journal.trouble(), None);
    }

    #[test]
    fn what_cannot_be_written_is_told_and_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("own");
        // A file stands where the folder has to be.
        fs::write(&own, "").unwrap();
        let path = own.join("journal");
        let journal = Journal::on(
            path.clone(),
            &Found::default(),
            &Record::begun(Base::Folder),
            || {},
        );
        journal.append(Record::Undone);
        journal.flush(PATIENCE);
        assert!(journal.trouble().is_some());
        fs::remove_file(&own).unwrap();
        journal.append(Record::Redone);
        journal.flush(PATIENCE);
        assert_eq!(journal.trouble(), None);
        assert_eq!(
            read(&path).unwrap().records.len(),
            3,
            "nothing of what waited is missing"
        );
    }

    #[test]
    fn a_file_that_cannot_be_written_anew_is_told_and_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("own");
        let path = own.join("journal");
        journal(&path).append(Record::Undone);
        // This journal has not read what stands there.
        let begun = Record::begun(Base::Folder);
        let journal = Journal::on(path.clone(), &Found::default(), &begun, || {});
        let away = folder.path().join("away");
        fs::rename(&own, &away).unwrap();
        fs::write(&own, "").unwrap();
        journal.rewrite(vec![begun, Record::Redone]);
        // By the second time the first has been answered; the failure must not be forgotten then.
        for _ in 0..2 {
            journal.flush(PATIENCE);
            assert!(journal.trouble().is_some());
        }
        journal.append(Record::Saving);
        fs::remove_file(&own).unwrap();
        fs::rename(&away, &own).unwrap();
        journal.flush(PATIENCE);
        assert_eq!(journal.trouble(), None);
        let records = read(&path).unwrap().records;
        assert_eq!(records[1..], [Record::Redone, Record::Saving], "once each");
        assert_eq!(
            fs::read_dir(&own).unwrap().count(),
            2,
            "no copy of something unreadable"
        );
    }
}
