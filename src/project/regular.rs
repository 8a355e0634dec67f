//! Reading files that may be anything: a pipe that never says a word, a device without an end, a link in a circle.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// The bytes of the file at `path`, at most `most` and one more, by which the caller knows that there are more. Only
/// a regular file is opened: a pipe would wait for ever, a device may have no end.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let meta = fs::metadata(path)?;
    if meta.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !meta.is_file() {
        return Err(io::Error::other("it is a pipe or a device, not a file"));
    }
    let size = meta.len().min(most.saturating_add(1));
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    // The size is a promise that a file which grows does not keep.
    File::open(path)?
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// An error if something is at `path` that is not a file of ours to write to: a link could lead out of the project to
/// a file that is somebody's, a pipe would wait for ever.
pub fn ours(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_file() => Ok(()),
        Ok(_) => Err(io::Error::other(format!(
            "{} is a link or a folder or a pipe, where a file of this program should be",
            path.display()
        ))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// All bytes of the file at `path`.
pub fn read_whole(path: &Path) -> io::Result<Vec<u8>> {
    read(path, u64::MAX)
}
