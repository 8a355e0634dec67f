//! Exports: a project in the formats of other programs, article by article, whatever its size.
//!
//! A format is a room of `exchange/formats` and an entry of [`FORMATS`]. It says what it holds; what it does not is told
//! as [`Losses`]. Files are written through [`Files`], so that a preview, a test and the disk get the same bytes.

mod anonymous;
mod card;
mod choice;
mod files;
mod order;
mod split;
mod tokens;

use std::io;
use std::path::Path;

pub use choice::{Choice, Items};
pub use files::{Files, Folder, InMemory, Single};
pub use order::{NotWritten, Order, Prepared};
pub use split::{NotWeights, Split};
pub use tokens::{Tokenised, Tokenizer};

use super::annotated::Annotated;
use super::loss::{Loss, Losses};
use super::marks::{Holds, Marked};
use super::{Problem, formats};
use crate::annotation::{Article, Project};
use crate::suggest::Stop;

/// All formats, in the order in which they are listed.
pub static FORMATS: &[&Format] = &[
    &formats::jsonl::FORMAT,
    &formats::brat::FORMAT,
    &formats::conll::FORMAT,
    &formats::conll::IOB2,
    &formats::spacy::FORMAT,
    &formats::prodigy::FORMAT,
    &formats::doccano::FORMAT,
    &formats::doccano::RELATIONS,
    &formats::label_studio::FORMAT,
    &formats::uima::XMI,
    &formats::uima::JSON,
    &formats::web_annotation::FORMAT,
    &formats::hugging_face::FORMAT,
    &formats::hugging_face::PARQUET,
    &formats::tables::CSV,
    &formats::tables::TSV,
    &formats::claim_review::FORMAT,
    &formats::report::HTML,
    &formats::report::MARKDOWN,
];

/// What an export is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One file with this extension.
    File(&'static str),
    /// A folder.
    Folder,
}

/// A format.
#[derive(Debug)]
pub struct Format {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its name on screen.
    pub title: &'static str,
    /// What it is for, one sentence.
    pub about: &'static str,
    /// A file or a folder.
    pub shape: Shape,
    /// What it can hold.
    pub holds: Holds,
    /// Begins an export.
    pub writer: fn(&Project, &Settings) -> Box<dyn Writer>,
    /// Reads a file or folder of it.
    pub reader: Option<Reader>,
}

/// Hands over what is found in a file or folder, as it is found.
pub type Read<T> = fn(&Path, &Stop, &mut dyn FnMut(Result<T, Problem>));

/// Reads annotated articles from a file or folder, one at a time, in the order of the input. What cannot be read is handed over as
/// a problem with file and line, and the rest is read all the same.
#[derive(Clone, Copy, Debug)]
pub enum Reader {
    /// The file has labelled places, and somebody has to say what the labels are here.
    Marks(Read<Marked>),
    /// The file has articles of ours.
    Whole(Read<Annotated>),
}

/// Writes an export.
pub trait Writer {
    /// Adds an article.
    ///
    /// # Errors
    /// What `files` says.
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()>;

    /// Writes what comes at the end. Called once, also if there was no article.
    ///
    /// # Errors
    /// What `files` says.
    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()>;
}

/// How an export is to be written.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// How texts are cut into tokens, by formats that have them.
    pub tokens: Tokenizer,
    /// Address under which the reviews will be published, for formats that need one; empty if not known.
    pub site: String,
}

impl Format {
    /// The format of that name.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        FORMATS.iter().copied().find(|format| format.id == id)
    }

    /// Whether annotated articles are read from it.
    #[must_use]
    pub const fn is_read(&self) -> bool {
        self.reader.is_some()
    }
}

/// Writes the articles of `project` into `files` as they are; [`Order`] is for all that can be chosen, and counts what of the
/// project itself is left out.
///
/// `progress` is called after each article. When `stop` is set it ends early, as an interrupted write.
///
/// # Errors
/// What `files` says.
pub fn export(
    project: &Project,
    format: &Format,
    settings: &Settings,
    files: &mut dyn Files,
    stop: &Stop,
    progress: &mut dyn FnMut(),
) -> io::Result<Losses> {
    let mut losses = Losses::default();
    let mut writer = (format.writer)(project, settings);
    for article in project.in_order() {
        if stop.is_set() {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "stopped"));
        }
        writer.article(article, project, files, &mut losses)?;
        progress();
    }
    writer.finish(files)?;
    Ok(losses)
}

/// What a format leaves out that belongs to the project and to no article.
fn of_project(project: &Project, format: &Format, losses: &mut Losses) {
    if format.holds.rest {
        return;
    }
    losses.add(Loss::Project, 1);
    let detailed = project.actors.values().filter(|actor| {
        !(actor.aliases.is_empty()
            && actor.side.is_empty()
            && actor.note.is_empty()
            && actor.external_id.is_empty())
    });
    losses.add(Loss::ActorDetails, detailed.count());
    losses.add(Loss::History, project.decisions.len());
}
