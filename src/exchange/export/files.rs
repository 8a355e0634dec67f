//! Where the bytes of an export go.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The files of an export. A format that is one file calls it "".
pub trait Files {
    /// Adds bytes at the end of the file `name`: names joined by "/", no "..". Folders come to be as they are named.
    ///
    /// # Errors
    /// What the system says.
    fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()>;
}

/// A folder that is being filled.
pub struct Folder {
    root: PathBuf,
    open: Option<(String, BufWriter<File>)>,
    begun: std::collections::BTreeSet<String>,
}

impl Folder {
    /// Fills `root`, which is empty or not there yet.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            open: None,
            begun: std::collections::BTreeSet::new(),
        }
    }

    /// Hands everything to the system.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(mut self) -> io::Result<()> {
        self.close()
    }

    fn close(&mut self) -> io::Result<()> {
        match self.open.take() {
            // Not brought to the disk file by file: with thousands of them that takes minutes, and an export can be made again.
            Some((_, mut file)) => file.flush(),
            None => Ok(()),
        }
    }
}

impl Files for Folder {
    fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        if let Some((open, file)) = &mut self.open
            && open == name
        {
            return file.write_all(bytes);
        }
        self.close()?;
        let is_safe = name.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !is_safe {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("\"{name}\" is no name for a file"),
            ));
        }
        let path = self.root.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let is_new = self.begun.insert(name.to_owned());
        let file = OpenOptions::new().create_new(is_new).append(true).open(path)?;
        let mut file = BufWriter::new(file);
        file.write_all(bytes)?;
        self.open = Some((name.to_owned(), file));
        Ok(())
    }
}

/// One file, or standard output. The name is not asked for.
pub struct Single<W: Write>(pub W);

impl<W: Write> Files for Single<W> {
    fn write(&mut self, _: &str, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }
}

/// Files in memory, for previews.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InMemory {
    /// Content by name.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Files for InMemory {
    fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.files
            .entry(name.to_owned())
            .or_default()
            .extend_from_slice(bytes);
        Ok(())
    }
}
