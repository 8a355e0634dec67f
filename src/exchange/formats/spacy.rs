//! JSON Lines for spaCy (<https://spacy.io/api/doc#from_json>): one document per line, as `Doc.from_json` takes it.
//!
//! `ents` are the mentions that do not overlap, the longest first; `spans` has all mentions and all parts of claims in two
//! groups; `entities` repeats `ents` in the short form of training examples. The tokens are ours, and white space that is
//! more than one space after a token is a token, since spaCy makes it one. Every span is on the borders of tokens. A
//! `DocBin` is made of the file so:
//!
//! ```python
//! import json, spacy
//! from spacy.tokens import Doc, DocBin
//!
//! nlp, bin = spacy.blank("en"), DocBin(store_user_data=True)
//! for line in open("export.jsonl", encoding="utf-8"):
//!     bin.add(Doc(nlp.vocab).from_json(json.loads(line), validate=True))
//! bin.to_disk("train.spacy")
//! ```

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::aligned::Aligned;
use super::reading::{
    Building, Each, NO_PLACE, Tally, add_details, article_name, count_of, list_of, metadata_fields,
    metadata_of, name_of, no_text, objects, take_details,
};
use crate::annotation::{Article, Project};
use crate::exchange::export::{Files, Format, Reader, Shape, Tokenizer, Writer};
use crate::exchange::import::Object;
use crate::exchange::loss::Losses;
use crate::exchange::marks::{Field, Holds, Known, Mark, Marked};
use crate::suggest::Stop;
use crate::text::Span;

/// The format.
pub const FORMAT: Format = Format {
    id: "spacy",
    title: "spaCy JSON Lines",
    about: "One document per line with tokens, entities and span groups, as spaCy's Doc.from_json and training take it.",
    shape: Shape::File("jsonl"),
    holds: Holds {
        actors: true,
        fields: Field::ALL,
        metadata: true,
        ..Holds::SPANS
    },
    writer: |_, settings| {
        Box::new(Lines {
            tokens: settings.tokens.clone(),
        })
    },
    reader: Some(Reader::Marks(read)),
};

struct Lines {
    tokens: Tokenizer,
}

impl Writer for Lines {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        let marked = Marked::of(article, project, &FORMAT.holds, losses);
        let aligned = Aligned::new(&marked, &self.tokens);
        let placed: Vec<(&Mark, Span)> = marked
            .marks
            .iter()
            .filter_map(|mark| Some((mark, aligned.tokens_of(mark, losses)?.1)))
            .collect();
        let group = |is_part: bool| -> Vec<Value> {
            let marks = placed.iter().filter(|(mark, _)| mark.is_part() == is_part);
            marks
                .map(|(mark, span)| object(mark, aligned.points(*span)))
                .collect()
        };
        let entities = entities(&placed);
        let ends: Vec<([usize; 2], &Mark)> = entities
            .iter()
            .map(|(mark, span)| (aligned.points(*span), *mark))
            .collect();
        let (words, _) = aligned.words();
        let tokens = words.iter().enumerate().map(|(id, word)| {
            let [start, end] = aligned.points(word.span);
            json!({"id": id, "start": start, "end": end})
        });
        let sentences = aligned.cut.sentences.iter().filter_map(|range| {
            let tokens = aligned.cut.tokens.get(range.clone())?;
            let [start, end] = aligned.points(tokens.first()?.hull(*tokens.last()?));
            Some(json!({"start": start, "end": end}))
        });
        let mut meta = metadata_fields(&marked.metadata);
        meta.insert("id".to_owned(), marked.name.clone().into());
        let line = json!({
            "text": marked.text.as_str(),
            "tokens": tokens.collect::<Vec<_>>(),
            "sents": sentences.collect::<Vec<_>>(),
            "ents": ends.iter().map(|(ends, mark)| object(mark, *ends)).collect::<Vec<_>>(),
            "entities": ends.iter().map(|([start, end], mark)| json!([start, end, mark.label])).collect::<Vec<_>>(),
            "spans": {"mentions": group(false), "claims": group(true)},
            "meta": meta,
        });
        files.write("", format!("{line}\n").as_bytes())
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        files.write("", b"")
    }
}

/// A span; `from_json` takes no values but text and numbers.
fn object(mark: &Mark, [start, end]: [usize; 2]) -> Value {
    let mut object = Map::new();
    add_details(mark, &mut object);
    object.remove("actor");
    object.insert("start".to_owned(), start.into());
    object.insert("end".to_owned(), end.into());
    object.insert("label".to_owned(), mark.label.clone().into());
    let actor = mark.actor.as_ref().map_or("", |actor| &actor.id);
    object.insert("kb_id".to_owned(), actor.into());
    Value::Object(object)
}

/// The mentions that can all be entities of one document, in the order of the text.
fn entities<'a>(placed: &[(&'a Mark, Span)]) -> Vec<(&'a Mark, Span)> {
    let mut longest: Vec<(&Mark, Span)> = placed
        .iter()
        .copied()
        .filter(|(mark, _)| !mark.is_part())
        .collect();
    longest.sort_by_key(|(_, span)| Reverse(span.len()));
    let mut taken: BTreeMap<usize, (&Mark, Span)> = BTreeMap::new();
    for (mark, span) in longest {
        let before = taken.range(..span.end()).next_back();
        if before.is_some_and(|(_, (_, other))| other.overlaps(span)) {
            // It is in the span groups, so nothing is lost.
            continue;
        }
        taken.insert(span.start(), (mark, span));
    }
    taken.into_values().collect()
}

fn read(path: &Path, stop: &Stop, each: Each<'_>) {
    let mut tally = Tally::new(path);
    objects(path, stop, &mut |object| match object {
        Ok(object) => article(path, &object, &mut tally, each),
        Err(problem) => each(Err(problem)),
    });
    tally.tell(each);
}

fn article(path: &Path, object: &Object, tally: &mut Tally<'_>, each: Each<'_>) {
    let fields = &object.fields;
    let Some(text) = fields.get("text").and_then(Value::as_str) else {
        return each(Err(no_text(path, object)));
    };
    let mut building = match Building::new(path, object.line, text) {
        Ok(building) => building,
        Err(problem) => return each(Err(problem)),
    };
    match fields.get("spans") {
        Some(Value::Object(groups)) => {
            for group in groups.values() {
                for span in list_of(Some(group)) {
                    take(&mut building, span);
                }
            }
        }
        spans => {
            for span in list_of(spans) {
                take(&mut building, span);
            }
        }
    }
    // What the groups have already is there once.
    let mut known: BTreeSet<(Span, String)> = keys(&building).collect();
    for key in ["ents", "entities"] {
        let begin = building.marks.len();
        for span in list_of(fields.get(key)) {
            take(&mut building, span);
        }
        let new = building.marks.split_off(begin);
        building.marks.extend(new.into_iter().filter(|mark| {
            mark.hull()
                .is_none_or(|span| !known.contains(&(span, mark.label.clone())))
        }));
        known = keys(&building).collect();
    }
    let line = object.line;
    let categories = fields.get("cats").and_then(Value::as_object).map_or(0, Map::len);
    tally.add("categories of a text (“cats”)", NO_PLACE, line, categories);
    let tagged = list_of(fields.get("tokens")).iter().filter(|token| {
        ["tag", "pos", "lemma", "dep", "morph"]
            .iter()
            .any(|key| token.get(key).is_some())
    });
    tally.add(
        "tokens with grammar (tag, lemma, dependency)",
        NO_PLACE,
        line,
        tagged.count(),
    );
    let meta = fields.get("meta").and_then(Value::as_object);
    let metadata = meta.map(metadata_of).unwrap_or_default();
    building.finish(&article_name(path, object, None), metadata, each);
}

fn keys<'a>(building: &'a Building<'_>) -> impl Iterator<Item = (Span, String)> + 'a {
    let marks = building.marks.iter();
    marks.filter_map(|mark| Some((mark.hull()?, mark.label.clone())))
}

/// A span: an object, or `[start, end, label]`.
fn take(building: &mut Building<'_>, span: &Value) {
    let (start, end, label, object) = match span {
        Value::Object(object) => (
            object.get("start"),
            object.get("end"),
            object.get("label"),
            Some(object),
        ),
        Value::Array(list) => (list.first(), list.get(1), list.get(2), None),
        _ => (None, None, None, None),
    };
    let label = name_of(label);
    if label.is_empty() {
        building.complain(
            "A span has no label; it was left out.",
            "A span is {\"start\": 0, \"end\": 3, \"label\": \"person\"} or [0, 3, \"person\"].",
        );
        return;
    }
    let Some(place) = building.span(count_of(start), count_of(end)) else {
        return;
    };
    let mut mark = Mark::new(label, place);
    if let Some(object) = object {
        take_details(&mut mark, object);
        let id = name_of(object.get("kb_id"));
        match &mut mark.actor {
            Some(actor) => actor.id = id,
            None if !id.is_empty() => {
                mark.actor = Some(Known {
                    id,
                    name: String::new(),
                });
            }
            None => {}
        }
    }
    building.mark(mark);
}

#[cfg(test)]
mod tests {
    use super::super::testing::{aligned_round_trip, check_bad, check_junk, file};
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        aligned_round_trip(&FORMAT);
    }

    #[test]
    fn what_is_written() {
        let text = file(&FORMAT, "");
        let line: Value = serde_json::from_str(text.lines().nth(2).unwrap()).unwrap();
        let ents = line["ents"].as_array().unwrap();
        let place = |span: &Value| [span["start"].as_u64().unwrap(), span["end"].as_u64().unwrap()];
        for (ent, next) in ents.iter().zip(&ents[1..]) {
            assert!(place(ent)[1] <= place(next)[0], "{ent} {next}");
        }
        let chars: Vec<char> = line["text"].as_str().unwrap().chars().collect();
        let mut at = 0;
        for token in line["tokens"].as_array().unwrap() {
            let [start, end] = place(token);
            let between: String = chars[at as usize..start as usize].iter().collect();
            assert!(between.is_empty() || between == " ", "{between:?}");
            at = end;
        }
        assert_eq!(chars[at as usize..].len(), 0);
        assert_eq!(line["entities"].as_array().unwrap().len(), ents.len());
        assert!(line["spans"]["mentions"].as_array().unwrap().len() > ents.len());
    }

    #[test]
    fn bad_and_foreign_lines() {
        check_bad(
            &FORMAT,
            "a.jsonl",
            &[
                (
                    "{\"text\":\"😀 Ada left\",\"entities\":[[2,5,\"PER\"]]}",
                    &[],
                    &["PER 5\"Ada\""],
                ),
                (
                    "{\"text\":\"\\ufeff\\r\\nAda\",\"spans\":[{\"start\":3,\"end\":6,\"label\":\"PER\"}]}\r\n\r\n",
                    &[],
                    &["PER 1\"Ada\""],
                ),
                (
                    "{\"text\":\"Ada\",\"ents\":[{\"start\":0,\"end\":3,\"label\":\"A\"}],\"spans\":{\"sc\":[{\"start\":0,\"end\":3,\"label\":\"A\",\"kb_id\":\"Q1\"}]}}",
                    &[],
                    &["A 0\"Ada\" [] Some(Known { id: \"Q1\""],
                ),
                (
                    "{\"text\":\"Ada\",\"ents\":[{\"start\":1,\"end\":9,\"label\":\"A\"},{\"start\":2,\"end\":1,\"label\":\"A\"},{\"start\":-1,\"end\":1,\"label\":\"A\"},{\"start\":0,\"end\":1},7]}",
                    &[
                        "1: There is no text from 1 to 9",
                        "1: There is no text from 2 to 1",
                        "1: There is no text from ?",
                        "1: A span has no label",
                        "1: A span has no label",
                    ],
                    &[],
                ),
                (
                    "{\"text\":7}\n[]\n{\"text\":\"a\",\"cats\":{\"x\":1.0},\"ents\":3,\"tokens\":[{\"id\":0,\"tag\":\"NN\"}]}\n{\"text\":\"b",
                    &[
                        "1: Object 1 has no text",
                        "2: This line is not a JSON object",
                        "4: This line ends",
                        "3: Left out: 1 × categories",
                        "3: Left out: 1 × tokens",
                    ],
                    &[],
                ),
                (
                    "[{\"text\":\"Ada\",\"entities\":[[0,3,\"PER\"]]}]",
                    &[],
                    &["PER 0\"Ada\""],
                ),
            ],
        );
        check_junk(
            &FORMAT,
            "a.jsonl",
            b"{\"text\":\"Ada left\",\"entities\":[[0,3,\"PER\"]]}\n",
        );
    }
}
