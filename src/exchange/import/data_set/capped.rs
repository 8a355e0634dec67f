//! A reader that gives up on a row without end, and knows on which line it is.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

/// Passes bytes on until more than a row's worth has been read since the last [`Progress::next_row`].
pub struct Capped<R> {
    inner: R,
    progress: Progress,
}

/// The other end of a [`Capped`] reader.
#[derive(Clone)]
pub struct Progress {
    left: Rc<Cell<usize>>,
    most: usize,
    last: Rc<Cell<u8>>,
    lines: Rc<RefCell<Lines>>,
}

/// Where lines end in the bytes that were read last.
#[derive(Default)]
struct Lines {
    read: u64,
    /// Line ends before `ends`.
    before: usize,
    ends: Vec<u64>,
}

impl Progress {
    /// A row has ended; the next may be as long again.
    pub fn next_row(&self) {
        self.left.set(self.most);
    }

    /// Whether a row was too long.
    pub fn is_used_up(&self) -> bool {
        self.left.get() == 0
    }

    /// The last byte so far that is not white space.
    pub fn last_byte(&self) -> u8 {
        self.last.get()
    }

    /// Whether `at` bytes are all that was read so far.
    pub fn is_at(&self, at: u64) -> bool {
        self.lines.borrow().read == at
    }

    /// The line, from 1, that holds byte number `at`, which has to be among the bytes of the last read.
    pub fn line_of(&self, at: u64) -> usize {
        let lines = self.lines.borrow();
        1 + lines.before + lines.ends.partition_point(|end| *end < at)
    }
}

/// Wraps `inner` so that a row of more than `most` bytes is an error.
pub fn capped<R: Read>(inner: R, most: usize) -> (Capped<R>, Progress) {
    let progress = Progress {
        left: Rc::new(Cell::new(most)),
        most,
        last: Rc::default(),
        lines: Rc::default(),
    };
    (
        Capped {
            inner,
            progress: progress.clone(),
        },
        progress,
    )
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.progress.left.get();
        if left == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a row is too long"));
        }
        let most = buffer.len().min(left);
        let read = self.inner.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.progress.left.set(left - read);
        let seen = buffer.get(..read).unwrap_or_default();
        if let Some(last) = seen.trim_ascii_end().last() {
            self.progress.last.set(*last);
        }
        if read > 0 {
            let mut lines = self.progress.lines.borrow_mut();
            lines.before += lines.ends.len();
            lines.ends.clear();
            let start = lines.read;
            let ends = (start..)
                .zip(seen)
                .filter(|(_, byte)| **byte == b'\n')
                .map(|(at, _)| at);
            lines.ends.extend(ends);
            lines.read += read as u64;
        }
        Ok(read)
    }
}
