//! What is in a folder, read on a thread: a folder on a slow disk must not stop the window.

use std::fs::DirEntry;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui::Context;

/// Something in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name; bytes that are no text are replaced.
    pub name: String,
    /// Its path, as the system knows it.
    pub path: PathBuf,
    /// Whether it is a folder, or a link to one.
    pub folder: bool,
    /// Its size, if it is a file.
    pub bytes: u64,
}

impl Entry {
    /// Whether the system hides it.
    pub fn hidden(&self) -> bool {
        self.name.starts_with('.')
    }

    /// Whether its name ends in one of `extensions` (lower case, no dot), or there are none.
    pub fn has_extension(&self, extensions: &[String]) -> bool {
        let own = self
            .path
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default()
            .to_lowercase();
        extensions.is_empty() || extensions.contains(&own)
    }
}

type Answer = Result<Vec<Entry>, String>;

/// The content of one folder, as far as it is known.
#[derive(Debug)]
pub struct Listing {
    /// The folder.
    pub folder: PathBuf,
    /// Folders first, then by name.
    pub entries: Vec<Entry>,
    /// Why it could not be read.
    pub error: Option<String>,
    waiting: Option<Receiver<Answer>>,
}

impl Listing {
    /// Starts to read `folder`; `ctx` is woken when it is read.
    pub fn start(folder: PathBuf, ctx: &Context) -> Self {
        let (sender, receiver) = channel();
        let (path, ctx) = (folder.clone(), ctx.clone());
        let thread = std::thread::Builder::new()
            .name("list folder".to_owned())
            .spawn(move || {
                let answer = catch_unwind(|| read(&path))
                    .unwrap_or_else(|_| Err("The folder could not be read.".to_owned()));
                // Nobody listens any more if the dialog has moved on.
                let _ = sender.send(answer);
                ctx.request_repaint();
            });
        let error = thread.err().map(|e| cannot_read(&folder, &e));
        Self {
            folder,
            entries: Vec::new(),
            error,
            waiting: Some(receiver),
        }
    }

    /// Whether it is still being read.
    pub const fn loading(&self) -> bool {
        self.waiting.is_some()
    }

    /// Takes what has been read; true if that changed something.
    pub fn poll(&mut self) -> bool {
        let Some(answer) = self.waiting.as_ref().map(Receiver::try_recv) else {
            return false;
        };
        match answer {
            Ok(Ok(entries)) => self.entries = entries,
            Ok(Err(error)) => self.error = Some(error),
            Err(TryRecvError::Empty) => return false,
            Err(TryRecvError::Disconnected) => {}
        }
        self.waiting = None;
        true
    }
}

fn cannot_read(folder: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be read: {error}.", folder.display())
}

fn read(folder: &Path) -> Answer {
    let entries = std::fs::read_dir(folder).map_err(|e| cannot_read(folder, &e))?;
    // An entry that vanishes while it is read is not there any more.
    let mut entries: Vec<Entry> = entries.flatten().map(|entry| entry_of(&entry)).collect();
    entries.sort_by_cached_key(|e| (!e.folder, e.name.to_lowercase(), e.name.clone()));
    Ok(entries)
}

fn entry_of(entry: &DirEntry) -> Entry {
    let path = entry.path();
    // Follows links, unlike the metadata of the entry itself.
    let metadata = std::fs::metadata(&path).ok();
    Entry {
        name: entry.file_name().to_string_lossy().into_owned(),
        folder: metadata.as_ref().is_some_and(std::fs::Metadata::is_dir),
        bytes: metadata.map_or(0, |m| m.len()),
        path,
    }
}
