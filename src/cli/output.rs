//! Where results go: standard output, which may be closed at any time, or a file, which is there whole or not at all.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::Path;

use atomic_write_file::AtomicWriteFile;

use super::report::Halt;
use crate::project::in_words;

/// A place for results.
pub struct Output {
    to: To,
    name: String,
}

enum To {
    Standard(BufWriter<io::Stdout>),
    File(Box<BufWriter<AtomicWriteFile>>),
}

/// Standard output.
pub fn standard() -> Output {
    Output {
        to: To::Standard(BufWriter::new(io::stdout())),
        name: "standard output".to_owned(),
    }
}

/// Whether results are seen on a terminal.
pub fn is_on_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The file at `path`, or standard output for "-". A file that is there is written over only with `force`, and not before
/// [`Output::finish`].
pub fn to_path(path: &Path, force: bool) -> Result<Output, Halt> {
    if path == Path::new("-") {
        return Ok(standard());
    }
    let name = path.display().to_string();
    if path.is_dir() {
        return Err(Halt::Unreachable(format!(
            "{name}: This is a folder. Name a file in it."
        )));
    }
    if path.exists() && !force {
        return Err(Halt::Unreachable(format!(
            "{name}: The file is there already. Use --force to write over it."
        )));
    }
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let file = AtomicWriteFile::open(real).map_err(|error| not_written(&name, &error))?;
    Ok(Output {
        to: To::File(Box::new(BufWriter::new(file))),
        name,
    })
}

fn not_written(name: &str, error: &io::Error) -> Halt {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Halt::Closed;
    }
    Halt::Unreachable(format!(
        "{name}: Could not be written: {}. Write to another place.",
        in_words(error)
    ))
}

impl Output {
    /// Writes bytes.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Halt> {
        let result = match &mut self.to {
            To::Standard(out) => out.write_all(bytes),
            To::File(out) => out.write_all(bytes),
        };
        result.map_err(|error| not_written(&self.name, &error))
    }

    /// Where bytes can be written by somebody else.
    pub fn writer(&mut self) -> &mut dyn Write {
        match &mut self.to {
            To::Standard(out) => out,
            To::File(out) => out,
        }
    }

    /// What to say when that failed.
    pub fn not_written(&self, error: &io::Error) -> Halt {
        not_written(&self.name, error)
    }

    /// Writes a line.
    pub fn line(&mut self, line: &str) -> Result<(), Halt> {
        self.bytes(line.as_bytes())?;
        self.bytes(b"\n")
    }

    /// Lets a reader see what was written so far.
    pub fn flush(&mut self) -> Result<(), Halt> {
        match &mut self.to {
            To::Standard(out) => out.flush().map_err(|error| not_written(&self.name, &error)),
            To::File(_) => Ok(()),
        }
    }

    /// Makes it stay. Without this a file is as it was.
    pub fn finish(self) -> Result<(), Halt> {
        let result = match self.to {
            To::Standard(mut out) => out.flush(),
            To::File(out) => out
                .into_inner()
                .map_err(io::IntoInnerError::into_error)
                .and_then(AtomicWriteFile::commit),
        };
        result.map_err(|error| not_written(&self.name, &error))
    }
}
