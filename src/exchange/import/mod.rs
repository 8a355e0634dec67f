//! Opening: from files of any origin to [`Draft`]s.
//!
//! What a file is, is told by its extension; without a known one its content decides. One bad file never keeps the
//! others from being read: each thing that could not be read or had to be changed is a [`Problem`]. Articles come one at a
//! time ([`import_each`]), so that a data set of any size passes through in constant memory.

mod data_set;
mod dates;
mod decode;
mod files;
mod html;
mod markdown;
mod outlets;
mod plain;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{ColumnMap, Draft, Imported, Problem};
use crate::annotation::Metadata;
use crate::suggest::Stop;
use crate::text::zones::find_zones_titled;
use crate::text::{ArticleText, MAX_ARTICLE_BYTES, normalise};

pub(super) use data_set::Next;
pub(super) use data_set::json::{self, Object};
pub(super) use data_set::utf8::as_utf8;
pub use data_set::{DataSetPreview, columns_of};
pub(super) use decode::{decode, decode_unmarked};
pub use files::unreadable;
pub(super) use files::{file_name, not_text, read_bytes, read_text, walk};

/// Reads files and folders. Never fails as a whole: what cannot be read becomes a [`Problem`].
///
/// `columns` maps data sets (CSV, TSV, JSON Lines); without it the columns are guessed from their names. `progress` is
/// called with how many articles are read so far. When `stop` is set, what has been read by then is returned.
pub fn import(
    paths: &[PathBuf],
    columns: Option<&ColumnMap>,
    stop: &Stop,
    progress: &mut dyn FnMut(usize),
) -> Imported {
    let mut imported = Imported::default();
    import_each(paths, columns, stop, &mut |found| match found {
        Ok(draft) => {
            imported.drafts.push(draft);
            progress(imported.drafts.len());
        }
        Err(problem) => imported.problems.push(problem),
    });
    imported
}

/// As [`import`], but hands over each article and each problem as it comes, in the order of the input, and keeps none.
pub fn import_each(
    paths: &[PathBuf],
    columns: Option<&ColumnMap>,
    stop: &Stop,
    each: &mut dyn FnMut(Result<Draft, Problem>),
) {
    for path in paths {
        if stop.is_set() {
            return;
        }
        files::read_named(path, columns, stop, each);
    }
}

/// Reads text from the clipboard: plain text, or the source of an HTML page.
///
/// # Errors
/// A problem if there is nothing to read or too much of it.
pub fn from_pasted(text: &str) -> Result<Draft, Problem> {
    from_text("pasted text", text)
}

/// Reads text that is in memory already, such as standard input. `name` goes into `imported_from` and stands for the file
/// in a problem.
///
/// # Errors
/// A problem if there is nothing to read or too much of it.
pub fn from_text(name: &str, text: &str) -> Result<Draft, Problem> {
    let kind = if html::looks_like_html(text) {
        Kind::Html
    } else {
        Kind::Text
    };
    let file = Path::new(name);
    if text.len() > MAX_ARTICLE_BYTES {
        return Err(too_long(file));
    }
    draft(
        kind,
        text,
        Metadata {
            imported_from: name.to_owned(),
            ..Metadata::default()
        },
    )
    .ok_or_else(|| nothing_to_read(file, kind))
}

/// The day of publication: as a publisher states it, else as the top of the text does. A date that can be read in two ways
/// is not read.
#[must_use]
pub fn publication_day(stated: &str, text: &ArticleText) -> Option<Date> {
    dates::find_date(stated).or_else(|| plain::date_line(text))
}

/// The days of a column of a table, as publishers write them. Where day and month could be swapped, the first row that
/// proves an order decides for all; what cannot be read for sure is `None`.
#[must_use]
pub fn days_of(column: &[String]) -> Vec<Option<Date>> {
    dates::days_of(column)
}

/// How the text of an article is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Markdown,
    Html,
}

/// An article from its decoded source. What `known` holds wins over what is found; `None` if there is no text in it.
fn draft(kind: Kind, source: &str, known: Metadata) -> Option<Draft> {
    let source = normalise(source);
    let (text, found) = match kind {
        Kind::Text => (source, Metadata::default()),
        Kind::Markdown => markdown::read(&source),
        Kind::Html => html::read(&source),
    };
    // An entity of a page ("&#13;") can bring back what was taken out of its source.
    let text = normalise(&text);
    if text.trim().is_empty() {
        return None;
    }
    let mut metadata = merge(known, found);
    let text = ArticleText::new(text);
    let zones = find_zones_titled(&text, &metadata.title);
    plain::fill(&mut metadata, &text, &zones);
    Some(Draft {
        metadata,
        text,
        zones,
    })
}

fn merge(known: Metadata, found: Metadata) -> Metadata {
    let either = |known: String, found: String| if known.is_empty() { found } else { known };
    Metadata {
        title: either(known.title, found.title),
        publisher: either(known.publisher, found.publisher),
        author: either(known.author, found.author),
        published: known.published.or(found.published),
        url: either(known.url, found.url),
        language: either(known.language, found.language),
        imported_from: either(known.imported_from, found.imported_from),
    }
}

pub(super) fn problem(
    file: &Path,
    line: Option<usize>,
    what: impl Into<String>,
    hint: impl Into<String>,
) -> Problem {
    Problem {
        file: file.to_owned(),
        line,
        what: what.into(),
        hint: hint.into(),
    }
}

pub(super) fn too_long(file: &Path) -> Problem {
    problem(
        file,
        None,
        format!(
            "The text is longer than {} MB, the most that one article can have.",
            MAX_ARTICLE_BYTES / 1024 / 1024
        ),
        "Cut it into articles, or save it as a data set with one article per row.",
    )
}

fn nothing_to_read(file: &Path, kind: Kind) -> Problem {
    match kind {
        Kind::Html => problem(
            file,
            None,
            "There is nothing to read: the page has no text.",
            "If the page shows its text only in a browser, copy the text there and paste it.",
        ),
        _ => problem(
            file,
            None,
            "There is nothing to read: the text is empty.",
            "Choose a file that has text in it.",
        ),
    }
}
