//! Messages on standard error, the exit status that follows from them, and progress.

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::project::{LoadError, SaveError};

/// Why a command ends before it is done.
#[derive(Debug)]
pub enum Halt {
    /// Nobody reads the output any more.
    Closed,
    /// The input is at fault.
    Fault(String),
    /// Asked for in the wrong way.
    Usage(String),
    /// Something cannot be read or written.
    Unreachable(String),
}

impl From<LoadError> for Halt {
    fn from(error: LoadError) -> Self {
        if error.is_damage() {
            Self::Fault(error.to_string())
        } else {
            Self::Unreachable(error.to_string())
        }
    }
}

impl From<SaveError> for Halt {
    fn from(error: SaveError) -> Self {
        Self::Unreachable(error.to_string())
    }
}

/// Says where the report on a panic is.
pub fn tell_of_report(file: &std::path::Path) {
    // When nobody can read this there is nobody to tell.
    let _ = writeln!(
        io::stderr(),
        "claimdesk: A report without article text is in {}.",
        file.display()
    );
}

const FAULT: u8 = 1;
const USAGE: u8 = 2;
const UNREACHABLE: u8 = 3;

/// Takes messages from any thread; a progress bar never tears through them.
#[derive(Default)]
pub struct Report {
    worst: AtomicU8,
    bar: Mutex<Option<ProgressBar>>,
}

impl Report {
    /// The input is at fault; the command goes on with the rest.
    pub fn fault(&self, message: impl Display) {
        self.worst.fetch_max(FAULT, Ordering::Relaxed);
        self.say(&message);
    }

    /// Something cannot be read or written; the command goes on with the rest.
    pub fn unreachable(&self, message: impl Display) {
        self.worst.fetch_max(UNREACHABLE, Ordering::Relaxed);
        self.say(&message);
    }

    /// Worth knowing.
    pub fn note(&self, message: impl Display) {
        self.say(&message);
    }

    /// The command ends.
    pub fn halt(&self, halt: &Halt) {
        match halt {
            Halt::Closed => {}
            Halt::Fault(message) => self.fault(message),
            Halt::Unreachable(message) => self.unreachable(message),
            Halt::Usage(message) => {
                self.worst.fetch_max(USAGE, Ordering::Relaxed);
                self.say(message);
            }
        }
    }

    /// What the process ends with.
    pub fn exit_code(&self) -> ExitCode {
        self.end_progress();
        ExitCode::from(self.worst.load(Ordering::Relaxed))
    }

    fn say(&self, message: &dyn Display) {
        // Standard error may be closed too; then there is nobody to tell.
        let write = || drop(writeln!(io::stderr().lock(), "claimdesk: {message}"));
        match self.bar.lock() {
            Ok(bar) if bar.is_some() => bar.iter().for_each(|bar| bar.suspend(write)),
            _ => write(),
        }
    }

    /// Shows progress from now on if a person can see it: standard error is a terminal, and the output does not go to
    /// the same one.
    pub fn progress(&self, what: &'static str, total: Option<u64>, output_on_terminal: bool) {
        if !io::stderr().is_terminal() || output_on_terminal {
            return;
        }
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
        let template = match total {
            Some(_) => "{msg} {wide_bar} {human_pos}/{human_len} ({eta} left)",
            None => "{spinner} {msg} {human_pos} ({per_sec})",
        };
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(120));
        self.end_progress();
        if let Ok(mut shown) = self.bar.lock() {
            *shown = Some(bar);
        }
    }

    /// One more is done.
    pub fn step(&self) {
        if let Ok(bar) = self.bar.lock() {
            bar.iter().for_each(|bar| bar.inc(1));
        }
    }

    /// Takes the progress off the terminal.
    pub fn end_progress(&self) {
        if let Ok(mut bar) = self.bar.lock()
            && let Some(bar) = bar.take()
        {
            bar.finish_and_clear();
        }
    }
}
