//! CSV and TSV. The separator is found by trying; fields may be quoted and hold line ends.

use std::io::BufRead;
use std::path::Path;

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::capped::{Progress, capped};
use super::utf8::as_utf8;
use super::{EachRow, LONGEST_ROW, Next, Row, columns};
use crate::exchange::import::decode::{Damage, NotText, decode, decode_unmarked};
use crate::exchange::import::problem;

/// Reads the rows of a table; the first one names the columns.
pub fn rows(path: &Path, mut file: impl BufRead, is_tsv: bool, each: EachRow<'_>) {
    let start = file.fill_buf().unwrap_or_default();
    if let Err(refused) = decode(start, None) {
        let kind = match refused {
            NotText::Known(kind) => kind,
            NotText::Binary => "no text",
        };
        each(Err(problem(
            path,
            None,
            format!("This is {kind}, not a table in a text file."),
            "Save the table as CSV in the program that made it, and open that.",
        )));
        return;
    }
    let mut file = as_utf8(file);
    let separator = separator(file.fill_buf().unwrap_or_default(), is_tsv);
    let (file, progress) = capped(file, LONGEST_ROW);
    let mut table = reader(file, separator);
    let mut record = ByteRecord::new();
    let mut heading: Option<Vec<String>> = None;
    let mut number = 0;
    let mut told_encoding = false;
    let mut last_line = None;
    let mut last_is_open = false;
    loop {
        progress.next_row();
        match table.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                let what = if progress.is_used_up() {
                    format!(
                        "The row after this line is longer than {} MB; reading ended there.",
                        LONGEST_ROW / 1024 / 1024
                    )
                } else {
                    "The file could not be read beyond this line.".to_owned()
                };
                each(Err(problem(
                    path,
                    last_line,
                    what,
                    "Look for a quotation mark that is never closed.",
                )));
                return;
            }
        }
        let line = Some(first_line(&progress, table.position().byte(), &record));
        last_line = line;
        let Some(names) = &heading else {
            heading = Some(names(&record));
            continue;
        };
        number += 1;
        while record.len() > names.len() && record.get(record.len() - 1).is_some_and(<[u8]>::is_empty) {
            record.truncate(record.len() - 1);
        }
        last_is_open = record
            .iter()
            .next_back()
            .is_some_and(|field| field.contains(&b'\n'));
        let row = if record.len() == names.len() {
            let (row, damage) = row(names, &record, line, number);
            let tell = match damage {
                Some(Damage::DoubtfulEncoding) => !std::mem::replace(&mut told_encoding, true),
                Some(_) => true,
                None => false,
            };
            if let Some(damage) = damage.filter(|_| tell)
                && each(Err(damaged(path, line, damage))) == Next::End
            {
                return;
            }
            Ok(row)
        } else {
            Err(problem(
                path,
                line,
                format!(
                    "This row has {} where the heading has {}; it was left out.",
                    count(record.len()),
                    count(names.len())
                ),
                "Look for a missing or extra separator, or a text that holds one without quotation marks.",
            ))
        };
        if each(row) == Next::End {
            return;
        }
    }
    if last_is_open && progress.last_byte() != b'"' {
        each(Err(problem(
            path,
            last_line,
            "A quotation mark in this row is never closed, so the rest of the file was read as part of it.",
            "Close the quotation mark, or write it twice where it belongs to the text.",
        )));
    }
}

/// The line on which the record starts that ends at byte `end`. The reader's own count takes blank lines before the
/// record, and the second half of `\r\n`, for part of it.
fn first_line(progress: &Progress, end: u64, record: &ByteRecord) -> usize {
    // A field that is never closed ends with the line end that would have ended the row.
    let is_open = progress.is_at(end) && record.as_slice().ends_with(b"\n") && progress.last_byte() != b'"';
    let inside = record.as_slice().split(|byte| *byte == b'\n').count() - 1 - usize::from(is_open);
    progress
        .line_of(end.saturating_sub(1))
        .saturating_sub(inside)
        .max(1)
}

fn count(fields: usize) -> String {
    if fields == 1 {
        "1 field".to_owned()
    } else {
        format!("{fields} fields")
    }
}

fn reader<R: std::io::Read>(file: R, separator: u8) -> Reader<R> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(file)
}

fn names(record: &ByteRecord) -> Vec<String> {
    let field = |(index, field): (usize, &[u8])| {
        let name = decode_unmarked(field, None).text.trim().to_owned();
        if name.is_empty() {
            format!("column {}", index + 1)
        } else {
            name
        }
    };
    record.iter().enumerate().map(field).collect()
}

fn row(names: &[String], record: &ByteRecord, line: Option<usize>, number: usize) -> (Row, Option<Damage>) {
    let mut damage = None;
    let cells = names
        .iter()
        .zip(record.iter())
        .map(|(name, field)| {
            let decoded = decode_unmarked(field, None);
            damage = damage.or(decoded.damage);
            (name.clone(), decoded.text.into_owned())
        })
        .collect();
    (Row { line, number, cells }, damage)
}

fn damaged(path: &Path, line: Option<usize>, damage: Damage) -> crate::exchange::Problem {
    match damage {
        Damage::CutOff => problem(
            path,
            line,
            "A field of this row ends in the middle of a character; it was read up to there.",
            "Get the file again if you need the rest.",
        ),
        Damage::BadBytes(count) => problem(
            path,
            line,
            format!("{count} places in this row could not be read and show as \u{fffd}."),
            "Compare these places with the original before you quote them.",
        ),
        Damage::DoubtfulEncoding => problem(
            path,
            line,
            "The file does not say how its letters are written down; it was read as Windows-1252.",
            "If the letters look wrong, save the file as UTF-8 and open it again.",
        ),
    }
}

/// The separator with which the start of the table looks most like one: a column named as text, equal rows, many columns.
fn separator(start: &[u8], is_tsv: bool) -> u8 {
    let order: [u8; 4] = if is_tsv { *b"\t,;|" } else { *b",;\t|" };
    let rated = order.into_iter().rev().map(|separator| {
        let mut lengths = Vec::new();
        let mut has_text = false;
        for record in reader(start, separator)
            .into_byte_records()
            .take(20)
            .map_while(Result::ok)
        {
            if lengths.is_empty() {
                let names = names(&record);
                has_text = !columns::guess(names.iter().map(String::as_str)).text.is_empty();
            }
            lengths.push(record.len());
        }
        // The sample ends somewhere in a row.
        if lengths.len() > 2 {
            lengths.pop();
        }
        let columns = lengths.first().copied().unwrap_or_default();
        let equal = lengths.iter().filter(|length| **length == columns).count() * 100 / lengths.len().max(1);
        ((has_text, columns > 1, equal, columns), separator)
    });
    rated
        .max_by_key(|(rating, _)| *rating)
        .map_or(b',', |(_, separator)| separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &[u8], expected: &[&str]) {
        let mut seen = Vec::new();
        rows(Path::new("x.csv"), source, false, &mut |row| {
            seen.push(match row {
                Ok(row) => {
                    let cells: Vec<_> = row
                        .cells
                        .iter()
                        .map(|(name, value)| format!("{name}={value}"))
                        .collect();
                    format!("{} {}", row.line.unwrap_or_default(), cells.join("|"))
                }
                Err(problem) => format!("{} ! {}", problem.line.unwrap_or_default(), problem.what),
            });
            Next::Go
        });
        let fits = seen.len() == expected.len() && seen.iter().zip(expected).all(|(s, e)| s.starts_with(e));
        assert!(fits, "{}: {seen:#?}", String::from_utf8_lossy(source));
    }

    #[test]
    fn tables() {
        check(
            b"id,text\n1,a\n2,\"b, \"\"c\"\"\nd\"\n3,e\n",
            &["2 id=1|text=a", "3 id=2|text=b, \"c\"\nd", "5 id=3|text=e"],
        );
        check(
            b"\xEF\xBB\xBFid;text\r\n1;a, b\r\n2;c\r\n",
            &["2 id=1|text=a, b", "3 id=2|text=c"],
        );
        check(b"id\ttext\n1\ta, b; c\n", &["2 id=1|text=a, b; c"]);
        check(b"text\nonly one\n", &["2 text=only one"]);
        check(b"id,text\n1,caf\xE9\n", &["2 id=1|text=café"]);
        check(b"\xFF\xFEt\0e\0x\0t\0\n\0a\0\n\0", &["2 text=a"]);
        check(b"", &[]);
        check(b"id,text\n", &[]);
    }

    #[test]
    fn ragged_rows_are_listed_with_their_line() {
        check(
            b"id,text\n1,a\n2\n\n3,b,c\n4,d,,\n5,e\n",
            &[
                "2 id=1|text=a",
                "3 ! This row has 1 field where the heading has 2 fields",
                "5 ! This row has 3 fields",
                "6 id=4|text=d",
                "7 id=5|text=e",
            ],
        );
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed() {
        check(
            b"id,text\n1,\"a\n2,b\n3,c\n",
            &["2 id=1|text=a\n2,b\n3,c", "2 ! A quotation mark in this row"],
        );
        check(b"id,text\n1,\"a\nb\"\n", &["2 id=1|text=a\nb"]);
    }

    #[test]
    fn other_formats_are_refused() {
        check(b"PK\x03\x04abc", &["0 ! This is a ZIP archive"]);
    }
}
