//! Data sets: files with one article per row (CSV, TSV, JSON Lines, JSON).
//!
//! Rows are read one at a time, whatever the size of the file. A row that cannot be read is listed with its line and the
//! next one is tried.

mod capped;
mod columns;
pub mod json;
mod table;
pub mod utf8;

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::dates::{Order, find_date_in, order_of};
use super::files::unreadable;
use super::{Kind, draft, html, problem};
use crate::annotation::Metadata;
use crate::exchange::{ColumnMap, Draft, Problem};
use crate::suggest::Stop;
use crate::text::MAX_ARTICLE_BYTES;

/// The longest row, in bytes: the longest article with room for escapes and for the other columns.
const LONGEST_ROW: usize = 2 * MAX_ARTICLE_BYTES;

/// What to show when the columns of a data set are mapped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataSetPreview {
    /// The columns it has, in order.
    pub columns: Vec<String>,
    /// What they seem to hold; `text` is empty if no column looks like the text.
    pub guess: ColumnMap,
    /// The first rows, at most five, each with one value per column.
    pub rows: Vec<Vec<String>>,
}

/// One row: where it is and what it holds, by column.
pub struct Row {
    line: Option<usize>,
    /// Number of the row, from 1, headings not counted.
    number: usize,
    cells: Vec<(String, String)>,
}

impl Row {
    fn get(&self, column: &str) -> Option<&str> {
        self.cells
            .iter()
            .find(|(name, _)| name == column)
            .map(|(_, value)| value.as_str())
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|(name, _)| name.as_str())
    }
}

/// Whether to go on with the next row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// There is more to do.
    Go,
    /// That was enough.
    End,
}

type EachRow<'a> = &'a mut dyn FnMut(Result<Row, Problem>) -> Next;

/// Reads the rows of the data set at `path`; `name` is what to call it in `imported_from`.
pub fn read(
    path: &Path,
    name: &str,
    columns: Option<&ColumnMap>,
    stop: &Stop,
    each: &mut dyn FnMut(Result<Draft, Problem>),
) {
    let mut nothing = true;
    let mut orders = DateOrder::default();
    rows(path, &mut |row| {
        if stop.is_set() {
            nothing = false;
            return Next::End;
        }
        nothing = false;
        let row = match row {
            Ok(row) => row,
            Err(problem) => {
                each(Err(problem));
                return Next::Go;
            }
        };
        let found = match columns {
            Some(map) => check_columns(path, map, &row).map(|()| map.clone()),
            None => guess_columns(path, &row),
        };
        match found {
            Ok(map) => {
                let order = orders.get(path, &map, &row);
                each(article(path, name, &row, &map, order));
                Next::Go
            }
            // The next rows have the same columns; one message is enough.
            Err(problem) => {
                each(Err(problem));
                Next::End
            }
        }
    });
    if nothing {
        each(Err(problem(
            path,
            None,
            "There is nothing to read: the data set has no rows.",
            "Choose a data set with one article per row.",
        )));
    }
}

/// The columns of the data set at `path`, what they seem to hold, and its first rows.
///
/// # Errors
/// A problem if the file cannot be read or has no rows.
pub fn columns_of(path: &Path) -> Result<DataSetPreview, Problem> {
    let mut preview = DataSetPreview::default();
    let mut first = Vec::new();
    let mut trouble = None;
    rows(path, &mut |row| {
        match row {
            Ok(row) => {
                for name in row.names() {
                    if !preview.columns.iter().any(|c| c == name) {
                        preview.columns.push(name.to_owned());
                    }
                }
                first.push(row);
            }
            Err(problem) => trouble = trouble.take().or(Some(problem)),
        }
        if first.len() < 5 { Next::Go } else { Next::End }
    });
    if preview.columns.is_empty() {
        return Err(trouble.unwrap_or_else(|| {
            problem(
                path,
                None,
                "There is nothing to read: the data set has no rows.",
                "Choose a data set with one article per row.",
            )
        }));
    }
    let cell = |row: &Row, column: &String| row.get(column).unwrap_or_default().to_owned();
    preview.rows = first
        .iter()
        .map(|row| preview.columns.iter().map(|c| cell(row, c)).collect())
        .collect();
    preview.guess = columns::guess(preview.columns.iter().map(String::as_str));
    Ok(preview)
}

fn rows(path: &Path, each: EachRow<'_>) {
    let file = match File::open(path) {
        Ok(file) => BufReader::with_capacity(1 << 16, file),
        Err(error) => {
            each(Err(unreadable(path, &error)));
            return;
        }
    };
    let extension = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    match extension.as_str() {
        "jsonl" | "ndjson" => json::lines(path, file, &mut |object| each(object.map(json::row))),
        "json" => json::array(path, file, &mut |object| each(object.map(json::row))),
        _ => table::rows(path, file, extension == "tsv", each),
    }
}

/// A map that the user gave has to fit; only the text has to have a value in every row.
fn check_columns(path: &Path, map: &ColumnMap, row: &Row) -> Result<(), Problem> {
    let named = [
        &map.title,
        &map.publisher,
        &map.author,
        &map.published,
        &map.url,
        &map.id,
    ];
    let wanted = std::iter::once(&map.text).chain(named.into_iter().flatten());
    // Objects of JSON Lines may lack what they have no value for, so only the text can be asked of them.
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    let is_table = extension == "csv" || extension == "tsv";
    for column in wanted.take(if is_table { 7 } else { 1 }) {
        if row.get(column).is_none() {
            return Err(no_column(path, &format!("There is no column \"{column}\""), row));
        }
    }
    Ok(())
}

fn guess_columns(path: &Path, row: &Row) -> Result<ColumnMap, Problem> {
    let map = columns::guess(row.names());
    if map.text.is_empty() {
        return Err(no_column(
            path,
            "No column looks like the text of an article",
            row,
        ));
    }
    Ok(map)
}

fn no_column(path: &Path, what: &str, row: &Row) -> Problem {
    let names: Vec<_> = row.names().take(40).map(|name| format!("\"{name}\"")).collect();
    problem(
        path,
        row.line,
        format!("{what}; the columns are {}.", names.join(", ")),
        "Say which column holds the text.",
    )
}

/// How many rows are looked at to learn the order of day and month.
const SAMPLE: usize = 2000;

/// The order of day and month in the column of dates: one date such as 4/29/2017 tells it for all. Found out when the
/// first date needs it.
#[derive(Default)]
struct DateOrder {
    is_known: bool,
    order: Option<Order>,
}

impl DateOrder {
    fn get(&mut self, path: &Path, map: &ColumnMap, row: &Row) -> Option<Order> {
        let column = map.published.as_deref()?;
        let value = row.get(column)?;
        if value.trim().is_empty() || find_date_in(value, None).is_some() {
            return None;
        }
        if !std::mem::replace(&mut self.is_known, true) {
            self.order = date_order(path, column);
        }
        self.order
    }
}

fn date_order(path: &Path, column: &str) -> Option<Order> {
    let (mut seen, mut order, mut contradicted) = (0, None, false);
    rows(path, &mut |row| {
        seen += 1;
        if let Some(found) = row.ok().and_then(|row| order_of(row.get(column)?)) {
            contradicted |= order.is_some_and(|order| order != found);
            order = Some(found);
        }
        if seen < SAMPLE && !contradicted {
            Next::Go
        } else {
            Next::End
        }
    });
    order.filter(|_| !contradicted)
}

/// The article in a row.
fn article(
    path: &Path,
    name: &str,
    row: &Row,
    map: &ColumnMap,
    order: Option<Order>,
) -> Result<Draft, Problem> {
    let cell = |column: &Option<String>| {
        let value = column
            .as_ref()
            .and_then(|column| row.get(column))
            .unwrap_or_default();
        value.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let text = row.get(&map.text).unwrap_or_default();
    if text.len() > MAX_ARTICLE_BYTES {
        return Err(problem(
            path,
            row.line,
            format!(
                "The text of this row is longer than {} MB.",
                MAX_ARTICLE_BYTES / 1024 / 1024
            ),
            "Cut it into several rows.",
        ));
    }
    let id = cell(&map.id);
    let id = if id.is_empty() { row.number.to_string() } else { id };
    let known = Metadata {
        title: cell(&map.title),
        publisher: cell(&map.publisher),
        author: cell(&map.author),
        published: find_date_in(&cell(&map.published), order),
        url: cell(&map.url),
        language: String::new(),
        imported_from: format!("{name}#{id}"),
    };
    let kind = if html::looks_like_html(text) {
        Kind::Html
    } else {
        Kind::Text
    };
    draft(kind, text, known).ok_or_else(|| {
        problem(
            path,
            row.line,
            format!(
                "This row has no text in column \"{}\"; it was left out.",
                map.text
            ),
            "Fill in the text, or choose another column for it.",
        )
    })
}
