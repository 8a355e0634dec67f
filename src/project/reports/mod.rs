//! What the program says when it broke down: a report that holds no word of any article, and a note for the next start.
//!
//! A report has the version, the system, the time, the thread, the place in the program, the last commands by their
//! names in the menus, and names of functions. The message of a panic is kept only as far as it is the program's own
//! words ([`scrub`]): many quote what they stumbled over. Reports lie in the person's state folder, the last
//! [`MOST`] of them.

mod scrub;

use std::backtrace::Backtrace;
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::fs;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;

use super::Home;

/// How many reports are kept.
pub const MOST: usize = 20;
/// How many commands a report names.
const COMMANDS: usize = 50;
/// A panic that comes again and again is reported this often in one run.
const PER_RUN: usize = MOST;
/// Ends the name of a note that the program ended with the report of the same name.
const NOTE: &str = "stopped";

/// The commands given last, oldest first.
static GIVEN: Mutex<VecDeque<&'static str>> = Mutex::new(VecDeque::new());
/// The report that was written last in this run.
static LAST: Mutex<Option<PathBuf>> = Mutex::new(None);
static WRITTEN: AtomicUsize = AtomicUsize::new(0);

/// Remembers that a command was given, by its name in the menus.
pub fn note_command(name: &'static str) {
    if let Ok(mut given) = GIVEN.lock() {
        if given.len() == COMMANDS {
            given.pop_front();
        }
        given.push_back(name);
    }
}

/// The report that was written last in this run.
#[must_use]
pub fn last() -> Option<PathBuf> {
    LAST.lock().ok()?.clone()
}

/// From now on each panic leaves a report, and `told` is called with its file. With `window`, one on the main thread
/// leaves a note for the next start as well, until [`survived`].
pub fn install(home: Home, window: bool, told: fn(&Path)) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        before(info);
        if WRITTEN.fetch_add(1, Ordering::Relaxed) >= PER_RUN {
            return;
        }
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("without a name");
        let given = GIVEN
            .try_lock()
            .map(|given| given.iter().copied().collect())
            .unwrap_or_default();
        let panic = Panic::of(info, name, given);
        let fatal = window && name == "main";
        // Without a report there is nothing to tell that `before` has not told.
        if let Ok(file) = write(&home.reports(), Timestamp::now(), &panic, fatal) {
            if let Ok(mut last) = LAST.try_lock() {
                *last = Some(file.clone());
            }
            told(&file);
        }
    }));
}

/// What a report tells of a panic.
struct Panic {
    thread: String,
    place: String,
    message: String,
    commands: Vec<&'static str>,
    functions: Vec<String>,
}

impl Panic {
    fn of(info: &PanicHookInfo<'_>, thread: &str, commands: Vec<&'static str>) -> Self {
        let message = match info.payload().downcast_ref::<&'static str>() {
            // A literal of the program, which was compiled before any article was read.
            Some(literal) => (*literal).to_owned(),
            None => scrub::message(info.payload_as_str().unwrap_or_default()),
        };
        let place = info.location().map_or_else(String::new, |at| {
            format!("{}:{}:{}", scrub::source_file(at.file()), at.line(), at.column())
        });
        Self {
            thread: thread.to_owned(),
            place,
            message,
            commands,
            functions: scrub::functions(&Backtrace::force_capture().to_string()),
        }
    }

    fn text(&self, at: Timestamp) -> String {
        let mut text = format!(
            "Claimdesk broke down. This report holds no text of any article.\n\n\
             version:  {}\nsystem:   {} {}\ntime:     {at}\nthread:   {}\nplace:    {}\nmessage:  {}\n",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH,
            self.thread,
            self.place,
            self.message,
        );
        for (title, lines) in [
            ("commands, the last one at the end", self.commands.join("\n")),
            ("functions, the innermost first", self.functions.join("\n")),
        ] {
            // Writing to a string does not fail.
            let _ = write!(text, "\n{title}:\n{lines}\n");
        }
        text
    }
}

fn write(folder: &Path, at: Timestamp, panic: &Panic, fatal: bool) -> std::io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    // Colons are not allowed in names everywhere.
    let name = at.to_string().replace(':', "-");
    let file = folder.join(format!("{name}.txt"));
    fs::write(&file, panic.text(at))?;
    if fatal {
        fs::write(folder.join(format!("{name}.{NOTE}")), at.to_string())?;
    }
    let old = files(folder, "txt");
    for file in old.iter().take(old.len().saturating_sub(MOST)) {
        fs::remove_file(file).ok();
    }
    Ok(file)
}

/// The files in `folder` with this extension, oldest first: their names are times.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    files.sort();
    files
}

/// Takes back the note for the next start: the program goes on.
pub fn survived() {
    if let Some(file) = last() {
        fs::remove_file(file.with_extension(NOTE)).ok();
    }
}

/// That the program broke down when it was used last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokeDown {
    /// When.
    pub at: Timestamp,
    /// The report.
    pub report: PathBuf,
}

impl Home {
    /// The folder of the reports.
    #[must_use]
    pub fn reports(&self) -> PathBuf {
        self.state_folder().join("reports")
    }

    /// Whether the window broke down since this was asked last.
    #[must_use]
    pub fn take_break_down(&self) -> Option<BrokeDown> {
        let notes = files(&self.reports(), NOTE);
        let newest = notes.last()?;
        // A few bytes of ours; what else stands there is no time.
        let at = fs::metadata(newest)
            .ok()
            .filter(|meta| meta.is_file() && meta.len() < 100)
            .and_then(|_| fs::read_to_string(newest).ok()?.trim().parse().ok());
        let found = at.map(|at| BrokeDown {
            at,
            report: newest.with_extension("txt"),
        });
        for note in &notes {
            fs::remove_file(note).ok();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panic() -> Panic {
        Panic {
            thread: "main".to_owned(),
            place: "src/a.rs:1:2".to_owned(),
            message: "no text".to_owned(),
            commands: vec!["Accept", "Undo"],
            functions: vec!["0: claimdesk::a".to_owned()],
        }
    }

    #[test]
    fn the_last_reports_are_kept_and_the_next_start_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        assert_eq!(home.take_break_down(), None);
        let at = |second: i64| Timestamp::from_second(1_900_000_000 + second).unwrap();
        for second in 0..30 {
            write(&home.reports(), at(second), &panic(), second == 7 || second == 28).unwrap();
        }
        let reports = files(&home.reports(), "txt");
        assert_eq!(reports.len(), MOST);
        let text = fs::read_to_string(reports.last().unwrap()).unwrap();
        for part in [
            "version:",
            "src/a.rs:1:2",
            "Accept\nUndo",
            "0: claimdesk::a",
            "2030-",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let told = home.take_break_down().unwrap();
        assert_eq!(told.at, at(28));
        assert!(told.report.is_file());
        assert_eq!(home.take_break_down(), None);
    }
}
