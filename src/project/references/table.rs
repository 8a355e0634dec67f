//! Reading reference tables: CSV and the like with a heading.

use std::path::{Path, PathBuf};

use csv::{ByteRecord, ReaderBuilder};

use super::cells::{amount, guess};
use super::inside;
use crate::annotation::{DateRange, ReferenceColumns, ReferenceRecord, ReferenceTable};
use crate::project::io_words::in_words;
use crate::project::regular;

/// The most rows of a table.
pub const MOST_ROWS: usize = 1_000_000;

/// The largest file of a table, in bytes.
pub const MOST_BYTES: u64 = 512 << 20;

/// How many rows are shown to choose columns by.
const SHOWN_ROWS: usize = 5;

/// Why a table cannot be read or attached.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file is not there or cannot be read.
    #[error("{0} cannot be read: {1}. Put the file back, or detach the table.")]
    Unreadable(PathBuf, String),
    /// The path leads out of the project.
    #[error("“{0}” leads out of the project's folder. Detach the table and attach it again.")]
    Outside(String),
    /// It is no text.
    #[error(
        "{0} is no table in a text file. Save the table as CSV in the program that made it, and attach that."
    )]
    NotText(PathBuf),
    /// It is too large.
    #[error("{0} is larger than {max} MB. Attach the part of it that you need.", max = MOST_BYTES >> 20)]
    TooLarge(PathBuf),
    /// It has no rows.
    #[error("{0} has no rows below its heading. Choose a table with a heading and one record per row.")]
    Empty(PathBuf),
    /// A column is not there.
    #[error("{file} has no column “{column}”. It has: {known}. Detach the table and attach it again.")]
    NoColumn {
        /// The file.
        file: PathBuf,
        /// What was looked for.
        column: String,
        /// What there is.
        known: String,
    },
    /// It could not be copied.
    #[error(
        "{0} could not be copied into the project's folder: {1}. Copy it there yourself and attach the copy."
    )]
    NotCopied(PathBuf, String),
}

/// A table to choose columns of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its first rows, each with one value per column.
    pub rows: Vec<Vec<String>>,
    /// What the columns seem to hold.
    pub guess: ReferenceColumns,
}

/// The records of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// The records, in the order of the file.
    pub records: Vec<ReferenceRecord>,
    /// How many rows were left out.
    pub left_out: usize,
    /// The first of them: its line and what is wrong.
    pub first_fault: Option<(usize, &'static str)>,
    /// Whether there are more rows than [`MOST_ROWS`]; the rest was not read.
    pub is_cut: bool,
}

impl Records {
    /// What was wrong with the rows, in a sentence; `None` if nothing was.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let mut said = Vec::new();
        if let Some((line, what)) = self.first_fault {
            let rows = if self.left_out == 1 {
                "row was"
            } else {
                "rows were"
            };
            said.push(format!(
                "{} {rows} left out (line {line}: {what}).",
                self.left_out
            ));
        }
        if self.is_cut {
            said.push(format!("Only the first {MOST_ROWS} rows were read."));
        }
        (!said.is_empty()).then(|| said.join(" "))
    }
}

/// Looks at the heading and the first rows of the table at `path`.
///
/// # Errors
/// The file cannot be read, is no text, or has nothing below its heading.
pub fn look(path: &Path) -> Result<Sheet, TableError> {
    let (heading, mut rows) = table(path)?;
    let fields = |record: &ByteRecord| -> Vec<String> {
        let texts = record.iter().map(text);
        texts
            .chain(std::iter::repeat_with(String::new))
            .take(heading.len())
            .collect()
    };
    let mut shown = Vec::new();
    let mut record = ByteRecord::new();
    while shown.len() < SHOWN_ROWS && rows.read_byte_record(&mut record).unwrap_or(false) {
        shown.push(fields(&record));
    }
    if shown.is_empty() {
        return Err(TableError::Empty(path.to_owned()));
    }
    Ok(Sheet {
        guess: guess(&heading),
        columns: heading,
        rows: shown,
    })
}

/// Reads the records of `reference`, whose file lies in `folder`. `days` reads the whole column of days at once, because one
/// row may tell how another is to be read.
///
/// # Errors
/// The file cannot be read, is no text, or lacks a column. Rows that make no record are counted, not errors.
pub fn read(
    folder: &Path,
    reference: &ReferenceTable,
    days: impl Fn(&[String]) -> Vec<Option<DateRange>>,
) -> Result<Records, TableError> {
    let path = inside(folder, &reference.file).ok_or_else(|| TableError::Outside(reference.file.clone()))?;
    let (heading, mut rows) = table(&path)?;
    let place = |column: &str| -> Result<Option<usize>, TableError> {
        if column.is_empty() {
            return Ok(None);
        }
        let found = heading.iter().position(|name| name == column);
        found.map(Some).ok_or_else(|| TableError::NoColumn {
            file: path.clone(),
            column: column.to_owned(),
            known: shown(&heading),
        })
    };
    let needed = |column: &str, part: &str| {
        place(column)?.ok_or_else(|| TableError::NoColumn {
            file: path.clone(),
            column: part.to_owned(),
            known: shown(&heading),
        })
    };
    let columns = &reference.columns;
    let date = needed(&columns.date, "Date")?;
    let number = needed(&columns.number, "Number")?;
    let others = [&columns.place, &columns.group, &columns.cause, &columns.source];
    let [place_at, group_at, cause_at, source_at] = others.map(|column| place(column));
    let (place_at, group_at, cause_at, source_at) = (place_at?, group_at?, cause_at?, source_at?);
    let mut found = Records::default();
    let mut dates: Vec<String> = Vec::new();
    let mut half: Vec<(f64, ReferenceRecord)> = Vec::new();
    let mut record = ByteRecord::new();
    let mut line = 1;
    loop {
        if half.len() + found.left_out >= MOST_ROWS {
            found.is_cut = rows.read_byte_record(&mut record).unwrap_or(false);
            break;
        }
        match rows.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                found.leave_out(line + 1, "it cannot be read");
                if error.is_io_error() {
                    break;
                }
                continue;
            }
        }
        let at = record
            .position()
            .map_or(line + 1, |at| usize::try_from(at.line()).unwrap_or(line));
        line = at;
        if record.len() != heading.len() {
            found.leave_out(at, "it has more or fewer fields than the heading");
            continue;
        }
        let field = |column: Option<usize>| {
            let bytes = column.and_then(|column| record.get(column));
            bytes.map(text).unwrap_or_default()
        };
        let Some(count) = amount(&field(Some(number))) else {
            found.leave_out(at, "it has no number");
            continue;
        };
        dates.push(field(Some(date)));
        half.push((
            count,
            ReferenceRecord {
                line: at,
                days: DateRange::day(jiff::civil::Date::ZERO),
                place: field(place_at),
                number: count,
                group: field(group_at),
                cause: field(cause_at),
                source: field(source_at),
            },
        ));
    }
    let mut read = days(&dates).into_iter();
    for (_, record) in half {
        match read.next().flatten() {
            Some(days) => found.records.push(ReferenceRecord { days, ..record }),
            None => found.leave_out(record.line, "it has no day that can be read"),
        }
    }
    Ok(found)
}

impl Records {
    fn leave_out(&mut self, line: usize, what: &'static str) {
        self.left_out += 1;
        if self.first_fault.is_none_or(|(first, _)| line < first) {
            self.first_fault = Some((line, what));
        }
    }
}

type Rows = csv::Reader<std::io::Cursor<Vec<u8>>>;

/// The heading of the table at `path`, and its rows as UTF-8.
fn table(path: &Path) -> Result<(Vec<String>, Rows), TableError> {
    let bytes = regular::read(path, MOST_BYTES)
        .map_err(|error| TableError::Unreadable(path.to_owned(), in_words(&error)))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(TableError::TooLarge(path.to_owned()));
    }
    let bytes = utf8(bytes).ok_or_else(|| TableError::NotText(path.to_owned()))?;
    let separator = separator(&bytes);
    let mut rows = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(std::io::Cursor::new(bytes));
    let mut record = ByteRecord::new();
    if !rows.read_byte_record(&mut record).unwrap_or(false) {
        return Err(TableError::Empty(path.to_owned()));
    }
    let heading = record.iter().enumerate().map(|(index, field)| {
        let name = text(field);
        if name.is_empty() {
            format!("column {}", index + 1)
        } else {
            name
        }
    });
    Ok((heading.collect(), rows))
}

/// The text of a file as UTF-8; `None` if it is no text.
fn utf8(bytes: Vec<u8>) -> Option<Vec<u8>> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&bytes) {
        let (text, _) = encoding.decode_with_bom_removal(&bytes);
        return Some(text.into_owned().into_bytes());
    }
    let start = bytes.get(..8192).unwrap_or(&bytes);
    if start.contains(&0) || start.starts_with(b"PK\x03\x04") || start.starts_with(b"%PDF-") {
        return None;
    }
    if std::str::from_utf8(&bytes).is_ok() {
        return Some(bytes);
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    Some(text.into_owned().into_bytes())
}

fn text(field: &[u8]) -> String {
    String::from_utf8_lossy(field).trim().to_owned()
}

/// The separator with which the first rows look most like a table: equal rows, then many columns.
fn separator(bytes: &[u8]) -> u8 {
    let start = bytes.get(..64 << 10).unwrap_or(bytes);
    let rated = b"|\t;,".iter().map(|separator| {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(*separator)
            .from_reader(start);
        let records = reader.into_byte_records().take(20).map_while(Result::ok);
        let lengths: Vec<usize> = records.map(|record| record.len()).collect();
        let columns = lengths.first().copied().unwrap_or_default();
        let equal = lengths.iter().filter(|length| **length == columns).count();
        ((columns > 1, equal, columns), *separator)
    });
    rated
        .max_by_key(|(rating, _)| *rating)
        .map_or(b',', |(_, separator)| separator)
}

fn shown(names: &[String]) -> String {
    let mut shown: Vec<String> = names
        .iter()
        .take(12)
        .map(|name| name.chars().take(30).collect())
        .collect();
    if names.len() > shown.len() {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(texts: &[String]) -> Vec<Option<DateRange>> {
        texts.iter().map(|text| text.parse().ok()).collect()
    }

    fn attached(content: &[u8]) -> (tempfile::TempDir, ReferenceTable) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("t.csv"), content).unwrap();
        let table = ReferenceTable {
            file: "t.csv".to_owned(),
            columns: ReferenceColumns {
                date: "date".to_owned(),
                place: "place".to_owned(),
                number: "killed".to_owned(),
                ..ReferenceColumns::default()
            },
            ..ReferenceTable::default()
        };
        (folder, table)
    }

    #[test]
    fn rows_become_records_and_bad_ones_are_counted() {
        let content = "\u{feff}date;place;killed;more\n2024-03-02;Brask;1,234;\n;Brask;3;\n2024-03-03;\"Lun;\nnorth\";no;\n\
                       2024-03-04;Lun;5\n2024-03-02 to 2024-03-05;Lun;7;x\n";
        let (folder, table) = attached(content.as_bytes());
        let found = read(folder.path(), &table, days).unwrap();
        let told: Vec<String> = found
            .records
            .iter()
            .map(|record| {
                format!(
                    "{} {} {} {}",
                    record.line, record.days, record.place, record.number
                )
            })
            .collect();
        assert_eq!(
            told,
            ["2 2024-03-02 Brask 1234", "7 2024-03-02 to 2024-03-05 Lun 7"]
        );
        assert_eq!(
            found.fault().as_deref(),
            Some("3 rows were left out (line 3: it has no day that can be read).")
        );
    }

    #[test]
    fn hostile_files_are_refused_with_a_reason() {
        let nul = [b"date,place,killed\n".as_slice(), &[0; 64]].concat();
        let garbage: Vec<u8> = (0..4096_u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 | 1)
            .collect();
        for (name, content, expected) in [
            ("empty", b"".as_slice(), "has no rows below its heading"),
            ("binary", &nul, "is no table in a text file"),
            ("zip", b"PK\x03\x04abc", "is no table in a text file"),
            (
                "wrong columns",
                b"day,town\n2024-03-02,Brask\n",
                "has no column “date”. It has: day, town",
            ),
            ("garbage", &garbage, "has no column"),
        ] {
            let (folder, table) = attached(content);
            let error = read(folder.path(), &table, days).unwrap_err().to_string();
            assert!(error.contains(expected), "{name}: {error}");
        }
        let (folder, table) = attached(b"date,place,killed\n2024-03-02,Brask,1e400\n2024-03-02,Brask,\"4");
        let found = read(folder.path(), &table, days).unwrap();
        assert_eq!((found.records.len(), found.left_out), (1, 1));
        for file in ["gone.csv", "../t.csv", "/etc/hosts", "."] {
            let table = ReferenceTable {
                file: file.to_owned(),
                ..table.clone()
            };
            read(folder.path(), &table, days).unwrap_err();
        }
        let only_heading = attached(b"date,place,killed\n");
        assert!(look(&only_heading.0.path().join("t.csv")).is_err());
    }

    #[test]
    fn columns_are_guessed_from_their_names() {
        let (folder, _) =
            attached("Date of death,Location,Killed,Cause_of_death\n2024-03-02,Caf\u{e9},4\n".as_bytes());
        let sheet = look(&folder.path().join("t.csv")).unwrap();
        let guess = &sheet.guess;
        assert_eq!(
            [
                &guess.date,
                &guess.place,
                &guess.number,
                &guess.cause,
                &guess.group
            ],
            ["Date of death", "Location", "Killed", "Cause_of_death", ""]
        );
        assert_eq!(sheet.rows, [["2024-03-02", "Caf\u{e9}", "4", ""]]);
    }
}
