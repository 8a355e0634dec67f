//! Articles from the command line: files through `exchange`, standard input line by line.

use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::report::Report;
use crate::annotation::Metadata;
use crate::exchange::{ColumnMap, Draft, Problem, import_each, publication_day};
use crate::project::in_words;
use crate::suggest::Stop;
use crate::text::{ArticleText, MAX_ARTICLE_BYTES, normalise, zones::find_zones_titled};

/// The longest line of standard input: an article of the greatest length with every character escaped.
const MAX_LINE_BYTES: u64 = MAX_ARTICLE_BYTES as u64 * 6 + 64 * 1024;

/// Whether a path stands for standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// Reads what is named, in order, and hands in each article until no more are wanted. What cannot be read is reported.
pub fn read(
    paths: &[PathBuf],
    columns: Option<&ColumnMap>,
    report: &Report,
    hand_in: &mut dyn FnMut(Draft) -> bool,
) {
    let stop = Stop::default();
    for path in paths {
        if stop.is_set() {
            return;
        }
        if is_standard_input(path) {
            if !read_lines(&mut io::stdin().lock(), report, hand_in) {
                stop.set();
            }
            continue;
        }
        if let Err(error) = std::fs::metadata(path) {
            let hint = "Check the name and whether you may read it.";
            report.unreachable(format!(
                "{}: Could not be read: {}. {hint}",
                path.display(),
                in_words(&error)
            ));
            continue;
        }
        let switch = stop.clone();
        import_each(
            std::slice::from_ref(path),
            columns,
            &stop,
            &mut |found| match found {
                _ if switch.is_set() => {}
                Ok(draft) => {
                    if !hand_in(draft) {
                        switch.set();
                    }
                }
                Err(problem) => tell(&problem, report),
            },
        );
    }
}

fn tell(problem: &Problem, report: &Report) {
    report.fault(problem);
}

/// A line of standard input. Other fields are passed over.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: serde_json::Value,
    text: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    published: serde_json::Value,
}

/// Reads JSON Lines; `false` if no more are wanted.
fn read_lines(input: &mut dyn BufRead, report: &Report, hand_in: &mut dyn FnMut(Draft) -> bool) -> bool {
    let mut input = BufReader::with_capacity(256 * 1024, input);
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        let mut limited = (&mut input).take(MAX_LINE_BYTES);
        match limited.read_until(b'\n', &mut bytes) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => {
                report.unreachable(format!(
                    "standard input:{number}: Could not be read: {}.",
                    in_words(&error)
                ));
                return true;
            }
        }
        let is_cut = !bytes.ends_with(b"\n") && bytes.len() as u64 == MAX_LINE_BYTES;
        if is_cut && skip_line(&mut input).is_err() {
            return true;
        }
        let line = bytes
            .strip_prefix("\u{feff}".as_bytes())
            .unwrap_or(&bytes)
            .trim_ascii();
        if line.is_empty() {
            continue;
        }
        let fault = |what: &str, hint: &str| report.fault(format!("standard input:{number}: {what} {hint}"));
        if is_cut {
            fault("The line is too long.", "An article can have 32 MB.");
            continue;
        }
        match serde_json::from_slice::<Line>(line) {
            Ok(line) if line.text.len() > MAX_ARTICLE_BYTES => {
                fault("The text is longer than 32 MB.", "Cut it into articles.");
            }
            Ok(line) => {
                if !hand_in(draft(line, number)) {
                    return false;
                }
            }
            Err(error) => {
                let why = error.to_string();
                let why = why.split(" at line ").next().unwrap_or_default();
                let what = format!("Not an article: {why} (column {}).", error.column());
                fault(
                    &what,
                    "Each line is to be an object like {\"id\": \"a1\", \"text\": \"…\"}.",
                );
            }
        }
    }
    true
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, ended) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if ended {
            return Ok(());
        }
    }
}

/// Without an id the number of the line is one.
fn draft(line: Line, number: usize) -> Draft {
    let id = match line.id {
        serde_json::Value::String(id) => id,
        serde_json::Value::Null => number.to_string(),
        other => other.to_string(),
    };
    let text = ArticleText::new(normalise(&line.text));
    let title = line.title.unwrap_or_default();
    let zones = find_zones_titled(&text, &title);
    Draft {
        metadata: Metadata {
            title,
            published: publication_day(line.published.as_str().unwrap_or_default(), &text),
            imported_from: id,
            ..Metadata::default()
        },
        text,
        zones,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_article_or_a_message() {
        let mut ids = Vec::new();
        let input = "\u{feff}{\"id\":\"a\",\"text\":\"x\\r\\ny\"}\n\n{\"text\":\"\",\"more\":[1]}\n[1]\n{\"id\":7,\"text\":\"z\"}";
        let all = read_lines(&mut input.as_bytes(), &Report::default(), &mut |draft| {
            ids.push((draft.metadata.imported_from, draft.text.as_str().to_owned()));
            true
        });
        assert!(all);
        let expected = [("a", "x\ny"), ("3", ""), ("7", "z")];
        assert_eq!(ids, expected.map(|(id, text)| (id.to_owned(), text.to_owned())));
    }
}
