//! JSON Lines, and JSON files with an array of objects.

use std::io::{BufRead, BufReader, Read as _};
use std::path::Path;

use serde::de::{Deserializer as _, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::capped::{Progress, capped};
use super::{LONGEST_ROW, Next, Row};
use crate::exchange::Problem;
use crate::exchange::import::decode::{Damage, NotText, decode};
use crate::exchange::import::{files::unreadable, problem};

/// An object of a file.
pub struct Object {
    /// The line it stands on, where each has one of its own.
    pub line: Option<usize>,
    /// Its number in the file, from 1.
    pub number: usize,
    /// What it holds.
    pub fields: Map<String, Value>,
}

/// Takes objects, and says whether to go on.
pub type EachObject<'a> = &'a mut dyn FnMut(Result<Object, Problem>) -> Next;

/// One object per line.
pub fn lines(path: &Path, file: impl BufRead, each: EachObject<'_>) {
    let mut file = super::utf8::as_utf8(file);
    let mut bytes = Vec::new();
    let (mut line, mut number) = (0, 0);
    loop {
        bytes.clear();
        line += 1;
        let read = (&mut file).take(LONGEST_ROW as u64).read_until(b'\n', &mut bytes);
        match read {
            Err(error) => {
                each(Err(unreadable(path, &error)));
                return;
            }
            Ok(0) => return,
            Ok(_) => {}
        }
        if bytes.len() >= LONGEST_ROW && !bytes.ends_with(b"\n") {
            each(Err(problem(
                path,
                Some(line),
                format!(
                    "This line is longer than {} MB; reading ended here.",
                    LONGEST_ROW / 1024 / 1024
                ),
                "Check that every article stands on a line of its own.",
            )));
            return;
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        number += 1;
        let row = read_line(path, &bytes, line, number);
        let refused = row.is_err() && line == 1 && decode(&bytes, None).is_err();
        if each(row) == Next::End || refused {
            return;
        }
    }
}

fn read_line(path: &Path, bytes: &[u8], line: usize, number: usize) -> Result<Object, Problem> {
    let refuse = |what: String| {
        problem(
            path,
            Some(line),
            what,
            "Each line has to be one JSON object, such as {\"id\": \"1\", \"text\": \"…\"}.",
        )
    };
    let text = decode(bytes, None).map_err(|refused| match refused {
        NotText::Known(kind) => refuse(format!("This is {kind}, not JSON Lines.")),
        NotText::Binary => refuse("This line is not text.".to_owned()),
    })?;
    if text.damage == Some(Damage::CutOff) {
        return Err(refuse(
            "The file ends in the middle of this line; the line was left out.".to_owned(),
        ));
    }
    match serde_json::from_str::<Map<String, Value>>(text.text.trim()) {
        Ok(fields) => Ok(Object {
            line: Some(line),
            number,
            fields,
        }),
        Err(error) if error.is_eof() => Err(refuse(
            "This line ends in the middle of its JSON object; it was left out.".to_owned(),
        )),
        Err(error) => Err(refuse(format!(
            "This line is not a JSON object (column {}); it was left out.",
            error.column()
        ))),
    }
}

/// An object as a row of a table.
pub fn row(object: Object) -> Row {
    let Object { line, number, fields } = object;
    let cells = fields
        .into_iter()
        .map(|(name, value)| (name, cell(value)))
        .collect();
    Row { line, number, cells }
}

/// A value as the text of a cell: lists of names become one line, lists of paragraphs become paragraphs.
fn cell(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Array(items) => {
            let items: Vec<String> = items
                .into_iter()
                .map(cell)
                .filter(|item| !item.is_empty())
                .collect();
            let long = items.iter().any(|item| item.len() > 100);
            items.join(if long { "\n\n" } else { ", " })
        }
        Value::Object(mut object) => match object.remove("name") {
            Some(Value::String(name)) => name,
            _ => Value::Object(object).to_string(),
        },
        other => other.to_string(),
    }
}

/// An array of objects, or one object. Objects are handed on while the file is being read.
pub fn array(path: &Path, file: impl BufRead, each: EachObject<'_>) {
    let (reader, progress) = capped(super::utf8::as_utf8(file), LONGEST_ROW);
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(reader));
    let mut ended = false;
    let walk = Walk {
        each: &mut *each,
        path,
        progress: progress.clone(),
        number: 0,
        ended: &mut ended,
    };
    let result = json.deserialize_any(walk);
    if ended {
        return;
    }
    let Err(error) = result.and_then(|()| json.end()) else {
        return;
    };
    let what = if progress.is_used_up() {
        format!(
            "One article is longer than {} MB; reading ended there.",
            LONGEST_ROW / 1024 / 1024
        )
    } else if error.is_eof() {
        "The file ends in the middle; what stands before was read.".to_owned()
    } else {
        format!(
            "This is not valid JSON (column {}); what stands before was read.",
            error.column()
        )
    };
    let hint = "The file has to be an array of objects, such as [{\"id\": \"1\", \"text\": \"…\"}].";
    each(Err(problem(
        path,
        Some(error.line()).filter(|line| *line > 0),
        what,
        hint,
    )));
}

/// Goes through an array and hands on each object.
struct Walk<'a> {
    each: EachObject<'a>,
    path: &'a Path,
    progress: Progress,
    number: usize,
    ended: &'a mut bool,
}

impl Walk<'_> {
    fn hand_on(&mut self, value: Value) -> Next {
        self.number += 1;
        let number = self.number;
        match value {
            Value::Object(fields) => (self.each)(Ok(Object {
                line: None,
                number,
                fields,
            })),
            _ => (self.each)(Err(problem(
                self.path,
                None,
                format!("Item {number} of the array is not an object; it was left out."),
                "Each item has to be an object, such as {\"id\": \"1\", \"text\": \"…\"}.",
            ))),
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<Value>()? {
            self.progress.next_row();
            if self.hand_on(item) == Next::End {
                *self.ended = true;
                return Err(A::Error::custom("ended"));
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<(), A::Error> {
        let mut object = Map::new();
        while let Some((key, value)) = entries.next_entry::<String, Value>()? {
            object.insert(key, value);
        }
        *self.ended = self.hand_on(Value::Object(object)) == Next::End;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(read: fn(&Path, &[u8], EachObject<'_>), source: &str, expected: &[&str]) {
        let mut seen = Vec::new();
        read(Path::new("x"), source.as_bytes(), &mut |object| {
            seen.push(match object {
                Ok(object) => {
                    let row = row(object);
                    format!("{:?} {:?}", row.line, row.cells)
                }
                Err(problem) => format!("{:?} {}", problem.line, problem.what),
            });
            Next::Go
        });
        let fits = seen.len() == expected.len() && seen.iter().zip(expected).all(|(s, e)| s.starts_with(e));
        assert!(fits, "{source}: {seen:#?}");
    }

    #[test]
    fn json_lines() {
        check(
            lines_of,
            "{\"text\":\"a\",\"n\":1}\r\n\n{\"text\":[\"b\",\"c\"]}",
            &[
                "Some(1) [(\"n\", \"1\"), (\"text\", \"a\")]",
                "Some(3) [(\"text\", \"b, c\")]",
            ],
        );
        check(
            lines_of,
            "{\"text\":\"a\"}\n[1]\n{\"text\":\"b",
            &[
                "Some(1) [",
                "Some(2) This line is not a JSON object",
                "Some(3) This line ends in the middle",
            ],
        );
        check(lines_of, "", &[]);
    }

    #[test]
    fn json_arrays() {
        check(
            array_of,
            "[{\"text\":\"a\"}, 7, {\"text\":{\"name\":\"b\"}}]",
            &[
                "None [(\"text\", \"a\")]",
                "None Item 2 of the array",
                "None [(\"text\", \"b\")]",
            ],
        );
        check(array_of, "{\"text\":\"a\"}", &["None [(\"text\", \"a\")]"]);
        check(
            array_of,
            "[{\"text\":\"a\"},\n{\"te",
            &["None [", "Some(2) The file ends in the middle"],
        );
        check(array_of, "7", &["Some(1) This is not valid JSON"]);
        let deep = "[".repeat(100_000);
        check(array_of, &deep, &["Some(1) This is not valid JSON"]);
    }

    fn lines_of(path: &Path, source: &[u8], each: EachObject<'_>) {
        lines(path, source, each);
    }

    fn array_of(path: &Path, source: &[u8], each: EachObject<'_>) {
        array(path, source, each);
    }
}
