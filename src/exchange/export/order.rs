//! A whole export: what is chosen, how it is split, and how it comes to the disk, whole or not at all.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use atomic_write_file::AtomicWriteFile;

use super::card::{About, card};
use super::{Choice, Files, Folder, Format, Settings, Shape, Single, Split, anonymous, export};
use crate::annotation::{KindId, KindLabel, Project};
use crate::exchange::loss::Losses;
use crate::suggest::Stop;

/// What is to be written.
#[derive(Clone, Debug)]
pub struct Order {
    /// In which format.
    pub format: &'static Format,
    /// How.
    pub settings: Settings,
    /// What of the project.
    pub choice: Choice,
    /// In which parts; a card of the data set is written with them.
    pub split: Option<Split>,
    /// Whether names of persons are replaced.
    pub is_nameless: bool,
}

/// What an order takes of a project.
#[derive(Debug)]
pub struct Prepared {
    /// The parts with their names; one called "" if nothing is split.
    pub parts: Vec<(&'static str, Project)>,
    /// What was left out so far.
    pub losses: Losses,
}

/// Why nothing was written. What was there is as it was.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// A folder stands where a file shall be.
    #[error("{}: This is a folder. Name a file in it.", .0.display())]
    IsFolder(PathBuf),
    /// A file or a folder with something in it stands where a folder shall be. It is not for us to remove.
    #[error("{}: There is something already. Name a new folder.", .0.display())]
    IsThere(PathBuf),
    /// The system refused.
    #[error("{}: Could not be written: {}. Write to another place.", .path.display(), .error)]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The user stopped it.
    #[error("Stopped; nothing was written.")]
    Stopped,
}

impl Order {
    /// An export of everything in `format`.
    #[must_use]
    pub fn new(format: &'static Format) -> Self {
        Self {
            format,
            settings: Settings::default(),
            choice: Choice::default(),
            split: None,
            is_nameless: false,
        }
    }

    /// Whether it makes a folder.
    #[must_use]
    pub const fn is_folder(&self) -> bool {
        self.split.is_some() || matches!(self.format.shape, Shape::Folder)
    }

    /// Chooses, replaces names and splits, in this order.
    #[must_use]
    pub fn prepare(&self, project: &Project) -> Prepared {
        let mut losses = Losses::default();
        let mut chosen = self.choice.of(project, &mut losses);
        if self.is_nameless {
            chosen = anonymous::without_names(&chosen, &mut losses);
        }
        super::of_project(&chosen, self.format, &mut losses);
        if self.split.is_some() {
            name_kinds(&mut chosen);
        }
        let parts = match self.split {
            Some(split) => split.of(&chosen),
            None => vec![("", chosen)],
        };
        Prepared { parts, losses }
    }

    /// Writes to `to`, a file or a folder as [`Order::is_folder`] says. `progress` is called after each article.
    ///
    /// # Errors
    /// [`NotWritten`]; then nothing has changed at `to`.
    pub fn write(
        &self,
        project: &Project,
        to: &Path,
        stop: &Stop,
        progress: &mut dyn FnMut(),
    ) -> Result<Losses, NotWritten> {
        let prepared = self.prepare(project);
        let result = if self.is_folder() {
            self.folder(&prepared, to, stop, progress)
        } else {
            self.file(prepared, to, stop, progress)
        };
        result.map_err(|error| match error {
            Failed::There => NotWritten::IsThere(to.to_owned()),
            Failed::Folder => NotWritten::IsFolder(to.to_owned()),
            Failed::Io(_) if stop.is_set() => NotWritten::Stopped,
            Failed::Io(error) => NotWritten::Io {
                path: to.to_owned(),
                error,
            },
        })
    }

    /// Writes an order that makes one file to an open output.
    ///
    /// # Errors
    /// What `out` says.
    pub fn write_to(
        &self,
        project: &Project,
        out: impl Write,
        stop: &Stop,
        progress: &mut dyn FnMut(),
    ) -> io::Result<Losses> {
        let Prepared { parts, mut losses } = self.prepare(project);
        let mut single = Single(out);
        for (_, part) in &parts {
            losses.append(export(
                part,
                self.format,
                &self.settings,
                &mut single,
                stop,
                progress,
            )?);
        }
        single.0.flush()?;
        Ok(losses)
    }

    fn file(
        &self,
        prepared: Prepared,
        to: &Path,
        stop: &Stop,
        progress: &mut dyn FnMut(),
    ) -> Result<Losses, Failed> {
        if to.is_dir() {
            return Err(Failed::Folder);
        }
        let Prepared { parts, mut losses } = prepared;
        let real = fs::canonicalize(to).unwrap_or_else(|_| to.to_owned());
        let mut out = Single(BufWriter::new(AtomicWriteFile::open(real)?));
        for (_, part) in &parts {
            losses.append(export(
                part,
                self.format,
                &self.settings,
                &mut out,
                stop,
                progress,
            )?);
        }
        out.0
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .commit()?;
        Ok(losses)
    }

    fn folder(
        &self,
        prepared: &Prepared,
        to: &Path,
        stop: &Stop,
        progress: &mut dyn FnMut(),
    ) -> Result<Losses, Failed> {
        if fs::symlink_metadata(to).is_ok() && !is_empty_folder(to) {
            return Err(Failed::There);
        }
        // Beside the place where it goes, so that it can be moved there in one piece.
        let partial = Partial::beside(to)?;
        let mut files = Folder::new(&partial.0);
        let losses = self.parts(prepared, &mut files, stop, progress)?;
        files.finish()?;
        fs::create_dir_all(&partial.0)?;
        if is_empty_folder(to) {
            fs::remove_dir(to)?;
        }
        fs::rename(&partial.0, to)?;
        Ok(losses)
    }

    /// Writes the parts into a folder, with the card if there are several.
    fn parts(
        &self,
        prepared: &Prepared,
        files: &mut dyn Files,
        stop: &Stop,
        progress: &mut dyn FnMut(),
    ) -> io::Result<Losses> {
        let mut losses = prepared.losses.clone();
        for (name, part) in &prepared.parts {
            let name = match self.format.shape {
                _ if name.is_empty() => String::new(),
                Shape::Folder => format!("{name}/"),
                Shape::File(extension) => format!("{name}.{extension}"),
            };
            let mut files = Within { files, name: &name };
            losses.append(export(
                part,
                self.format,
                &self.settings,
                &mut files,
                stop,
                progress,
            )?);
        }
        if self.split.is_some() {
            let about = About {
                format: self.format,
                choice: &self.choice,
                split: self.split,
                tokens: &self.settings.tokens,
                is_nameless: self.is_nameless,
                losses: &losses,
            };
            files.write("README.md", card(&prepared.parts, &about).as_bytes())?;
        }
        Ok(losses)
    }
}

/// Puts every kind that is used into the scheme: where kinds are numbered they have the same number in every part.
fn name_kinds(project: &mut Project) {
    let items = project
        .articles
        .values()
        .flat_map(|article| article.items.values());
    let used: BTreeSet<KindId> = items
        .filter_map(|item| Some(item.body.as_mention()?.kind.clone()))
        .collect();
    for id in used {
        if project.scheme.get(&id).is_none() {
            project.scheme.kinds.push(KindLabel {
                title: id.to_string(),
                badge: String::new(),
                colour: String::new(),
                id,
            });
        }
    }
}

enum Failed {
    There,
    Folder,
    Io(io::Error),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn is_empty_folder(path: &Path) -> bool {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir());
    is_folder && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// The files of one part: a folder of the export, or one file of it.
struct Within<'a> {
    files: &'a mut dyn Files,
    name: &'a str,
}

impl Files for Within<'_> {
    fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.files.write(&format!("{}{name}", self.name), bytes)
    }
}

/// A folder that goes when nothing came of it.
struct Partial(PathBuf);

impl Partial {
    fn beside(to: &Path) -> io::Result<Self> {
        let parent = match to.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        (0..100)
            .map(|number| parent.join(format!(".{name}.partial-{}-{number}", std::process::id())))
            .find(|path| fs::create_dir(path).is_ok())
            .map(Self)
            .ok_or_else(|| match fs::read_dir(&parent) {
                Err(error) => error,
                Ok(_) => io::Error::from(io::ErrorKind::PermissionDenied),
            })
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Renamed away if all went well.
        fs::remove_dir_all(&self.0).ok();
    }
}
