//! JSON Lines for doccano (<https://doccano.github.io/doccano/>): sequence labelling, without and with relations.
//!
//! doccano takes an empty line and a byte order mark for errors, and what it does not know of an object for details of the
//! text. Ids of spans and relations count through the whole file.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::reading::{
    Building, Each, METADATA, NO_PLACE, Tally, article_name, count_of, list_of, metadata_fields, metadata_of,
    name_of, no_text, objects,
};
use crate::annotation::{Article, Project};
use crate::exchange::export::{Files, Format, Reader, Shape, Writer};
use crate::exchange::import::Object;
use crate::exchange::loss::Losses;
use crate::exchange::marks::{Holds, Mark, Marked};
use crate::suggest::Stop;
use crate::text::{OffsetMap, Unit};

/// Spans only.
pub const FORMAT: Format = Format {
    id: "doccano",
    title: "doccano, spans",
    about: "One text per line with labelled spans, for doccano's sequence labelling.",
    shape: Shape::File("jsonl"),
    holds: Holds {
        metadata: true,
        ..Holds::SPANS
    },
    writer: |_, _| Box::<Lines>::default(),
    reader: Some(Reader::Marks(read)),
};

/// Spans and relations.
pub const RELATIONS: Format = Format {
    id: "doccano-relations",
    title: "doccano, spans and relations",
    about: "One text per line with labelled spans and relations between them, for doccano projects that use relations.",
    shape: Shape::File("jsonl"),
    holds: Holds {
        metadata: true,
        links: true,
        ..Holds::SPANS
    },
    writer: |_, _| {
        Box::new(Lines {
            with_links: true,
            ..Lines::default()
        })
    },
    reader: Some(Reader::Marks(read)),
};

#[derive(Default)]
struct Lines {
    with_links: bool,
    spans: usize,
    relations: usize,
}

impl Writer for Lines {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        let format = if self.with_links { &RELATIONS } else { &FORMAT };
        let marked = Marked::of(article, project, &format.holds, losses);
        let points = OffsetMap::new(marked.text.as_str());
        let ends = marked.marks.iter().filter_map(|mark| {
            let [start, end] = points.span_from_bytes(mark.hull()?, Unit::CodePoint);
            Some((start, end, &mark.label))
        });
        let mut line = metadata_fields(&marked.metadata);
        let mut put = |key: &str, value: Value| line.insert(key.to_owned(), value);
        put("id", marked.name.clone().into());
        put("text", marked.text.as_str().into());
        put("Comments", Value::Array(Vec::new()));
        if self.with_links {
            let first = self.spans + 1;
            let entities: Vec<Value> = ends
                .enumerate()
                .map(|(index, (start, end, label))| {
                    json!({"id": first + index, "start_offset": start, "end_offset": end, "label": label})
                })
                .collect();
            let relations: Vec<Value> = marked
                .links
                .iter()
                .zip(self.relations + 1..)
                .map(|(link, id)| {
                    json!({"id": id, "from_id": first + link.from, "to_id": first + link.to, "type": link.label})
                })
                .collect();
            self.spans += entities.len();
            self.relations += relations.len();
            put("entities", entities.into());
            put("relations", relations.into());
        } else {
            let labels: Vec<Value> = ends
                .map(|(start, end, label)| json!([start, end, label]))
                .collect();
            put("label", labels.into());
        }
        files.write("", ascii(&Value::Object(line)).as_bytes())
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        files.write("", b"")
    }
}

/// A line in ASCII. doccano guesses the encoding of a file, and what is no letter of English can mislead it.
fn ascii(value: &Value) -> String {
    let mut line = String::new();
    let mut units = [0; 2];
    for c in value.to_string().chars() {
        if c.is_ascii() {
            line.push(c);
        } else {
            let units = c.encode_utf16(&mut units);
            line.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    line.push('\n');
    line
}

fn read(path: &Path, stop: &Stop, each: Each<'_>) {
    let mut tally = Tally::new(path);
    objects(path, stop, &mut |object| match object {
        Ok(object) => article(path, &object, &mut tally, each),
        Err(problem) => each(Err(problem)),
    });
    tally.tell(each);
}

/// The keys that are read, the details of the article aside.
const READ: [&str; 7] = [
    "id",
    "text",
    "label",
    "labels",
    "entities",
    "relations",
    "Comments",
];

fn article(path: &Path, object: &Object, tally: &mut Tally<'_>, each: Each<'_>) {
    let (fields, line) = (&object.fields, object.line);
    // Older versions call the text "data".
    let text = fields.get("text").or_else(|| fields.get("data"));
    let Some(text) = text.and_then(Value::as_str) else {
        return each(Err(no_text(path, object)));
    };
    let mut building = match Building::new(path, line, text) {
        Ok(building) => building,
        Err(problem) => return each(Err(problem)),
    };
    for label in ["label", "labels"]
        .into_iter()
        .flat_map(|key| list_of(fields.get(key)))
    {
        match label {
            Value::Array(list) => {
                take(&mut building, list.first(), list.get(1), list.get(2));
            }
            Value::Object(span) => {
                let get = |name: &str, other: &str| span.get(name).or_else(|| span.get(other));
                take(
                    &mut building,
                    get("start_offset", "start"),
                    get("end_offset", "end"),
                    span.get("label"),
                );
            }
            _ => tally.add("categories of a text", NO_PLACE, line, 1),
        }
    }
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    for entity in list_of(fields.get("entities")) {
        let id = name_of(entity.get("id"));
        if !id.is_empty() && ids.contains_key(&id) {
            building.complain(
                format!("The id {id} is there already; this span was left out."),
                "Give each span an id of its own.",
            );
            continue;
        }
        let found = take(
            &mut building,
            entity.get("start_offset"),
            entity.get("end_offset"),
            entity.get("label"),
        );
        ids.extend(found.map(|index| (id, index)));
    }
    for relation in list_of(fields.get("relations")) {
        let end = |key: &str| ids.get(&name_of(relation.get(key))).copied();
        match end("from_id").zip(end("to_id")) {
            Some((from, to)) => building.link(from, to, name_of(relation.get("type"))),
            None => building.complain(
                "A relation leads to a span that is not there; it was left out.",
                "Check the ids of the relation.",
            ),
        }
    }
    tally.add("comments", NO_PLACE, line, list_of(fields.get("Comments")).len());
    for key in fields.keys() {
        let is_read = READ.contains(&key.as_str()) || METADATA.contains(&key.as_str()) || key == "data";
        if !is_read && !is_empty(fields, key) {
            tally.add(format!("details “{key}” of texts"), NO_PLACE, line, 1);
        }
    }
    building.finish(&article_name(path, object, None), metadata_of(fields), each);
}

fn is_empty(fields: &Map<String, Value>, key: &str) -> bool {
    match fields.get(key) {
        Some(Value::Array(list)) => list.is_empty(),
        Some(Value::Object(map)) => map.is_empty(),
        Some(value) => name_of(Some(value)).is_empty(),
        None => true,
    }
}

fn take(
    building: &mut Building<'_>,
    start: Option<&Value>,
    end: Option<&Value>,
    label: Option<&Value>,
) -> Option<usize> {
    let label = name_of(label);
    if label.is_empty() {
        building.complain(
            "A span has no label; it was left out.",
            "A span is [0, 3, \"person\"], or an object with start_offset, end_offset and label.",
        );
        return None;
    }
    let span = building.span(count_of(start), count_of(end))?;
    Some(building.mark(Mark::new(label, span)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_bad, check_junk, file, round_trip};
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        round_trip(&FORMAT);
        round_trip(&RELATIONS);
    }

    #[test]
    fn ids_are_unique_and_lines_are_not_empty() {
        let text = file(&RELATIONS, "");
        let mut ids = std::collections::BTreeSet::new();
        for line in text.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            for entity in line["entities"].as_array().unwrap() {
                assert!(ids.insert(entity["id"].as_u64().unwrap()));
            }
        }
        assert!(text.is_ascii());
        assert!(ids.len() > 10 && !text.contains("\n\n") && text.ends_with("}\n"));
        assert!(file(&FORMAT, "").lines().nth(1).unwrap().contains("\"label\":[]"));
    }

    #[test]
    fn bad_and_foreign_lines() {
        let relations = "{\"text\":\"😀 Ada left\",\"entities\":[{\"id\":1,\"start_offset\":2,\"end_offset\":5,\"label\":\"A\"},{\"id\":1,\"start_offset\":2,\"end_offset\":5,\"label\":\"B\"},{\"id\":\"2\",\"start_offset\":6,\"end_offset\":10,\"label\":\"C\"}],\"relations\":[{\"from_id\":1,\"to_id\":2,\"type\":\"r\"},{\"from_id\":1,\"to_id\":9,\"type\":\"r\"}]}";
        for format in [&FORMAT, &RELATIONS] {
            check_bad(
                format,
                "a.jsonl",
                &[
                    (
                        "{\"id\":7,\"text\":\"Ada\",\"label\":[[0,3,\"A\"],[0,4,\"A\"],[0,3,\"\"],\"x\"],\"Comments\":[\"c\"],\"wire\":\"w\",\"none\":null}",
                        &[
                            "1: There is no text from 0 to 4",
                            "1: A span has no label",
                            "1: Left out: 1 × categories",
                            "1: Left out: 1 × comments",
                            "1: Left out: 1 × details “wire”",
                        ],
                        &["A 0\"Ada\""],
                    ),
                    (
                        relations,
                        &["1: The id 1 is there already", "1: A relation leads"],
                        &["A 5", "A 5\"Ada\" [] None Added None --r--> C 9", "C 9\"left\""],
                    ),
                    (
                        "{\"data\":\"Ada\",\"labels\":[[0,3,\"A\"]]}\n\n{\"text\":null}",
                        &["3: Object 2 has no text"],
                        &["A 0\"Ada\""],
                    ),
                ],
            );
            check_bad(
                format,
                "a.json",
                &[(
                    "[{\"text\":\"Ada\",\"label\":[[0,3,\"A\"]]}]",
                    &[],
                    &["A 0\"Ada\""],
                )],
            );
            check_bad(
                format,
                "a.json",
                &[(
                    "{\"text\":\"Ada\",\"label\":[[0,3,\"A\"]]}\n{\"text\":\"Ada\"}",
                    &[],
                    &["A 0\"Ada\""],
                )],
            );
            check_junk(format, "a.jsonl", relations.as_bytes());
        }
    }
}
