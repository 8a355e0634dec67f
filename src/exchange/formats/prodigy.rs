//! JSON Lines for Prodigy (<https://prodi.gy/docs/api-interfaces>): tasks with tokens, spans, relations and an answer.
//!
//! All that people stand behind in an article is one task with the answer "accept"; each thing that they turned down is a
//! task of its own with the answer "reject" and nothing else in it. `token_end` of a span is the number of its last
//! token, and a relation counts its ends by that number, too. The hashes are left out: Prodigy computes them. Details
//! and actors are further keys of a span, which Prodigy keeps.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::aligned::{Aligned, Word};
use super::reading::{
    Building, Each, NO_PLACE, Tally, add_details, article_name, count_of, list_of, metadata_fields,
    metadata_of, name_of, no_text, objects, take_details,
};
use crate::annotation::{Article, Project, Status};
use crate::exchange::export::{Files, Format, Shape, Tokenizer, Writer};
use crate::exchange::import::Object;
use crate::exchange::loss::{Loss, Losses};
use crate::exchange::marks::{CLAIM, Field, Holds, Keep, Mark, Marked, PIECE_OF, WITHIN};
use crate::suggest::Stop;
use crate::text::Span;

/// The format.
pub const FORMAT: Format = Format {
    id: "prodigy",
    title: "Prodigy tasks",
    about: "Tasks with spans and relations; what was rejected is there as tasks with the answer “reject”.",
    shape: Shape::File("jsonl"),
    holds: Holds {
        keep: Keep::Decided,
        links: true,
        actors: true,
        fields: Field::ALL,
        metadata: true,
        ..Holds::SPANS
    },
    writer: |_, settings| {
        Box::new(Tasks {
            tokens: settings.tokens.clone(),
        })
    },
    reader: Some(read),
};

struct Tasks {
    tokens: Tokenizer,
}

impl Writer for Tasks {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        losses: &mut Losses,
    ) -> io::Result<()> {
        let marked = Marked::of(article, project, &FORMAT.holds, losses);
        let aligned = Aligned::new(&marked, &self.tokens);
        let (words, places) = aligned.words();
        let places: Vec<Option<Place>> = marked
            .marks
            .iter()
            .map(|mark| {
                let (range, span) = aligned.tokens_of(mark, losses)?;
                Some(Place {
                    span,
                    first: *places.get(range.start)?,
                    last: *places.get(range.end - 1)?,
                })
            })
            .collect();
        let task = Task {
            marked: &marked,
            aligned: &aligned,
            words: &words,
            places: &places,
        };
        let (rejected, kept): (Vec<usize>, Vec<usize>) = (0..marked.marks.len()).partition(|index| {
            let mark = marked.marks.get(*index);
            mark.is_some_and(|mark| mark.status == Status::Rejected)
        });
        task.write(&kept.into_iter().collect(), "accept", files)?;
        for group in task.groups(&rejected, losses) {
            task.write(&group, "reject", files)?;
        }
        Ok(())
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        files.write("", b"")
    }
}

/// Where a mark stands: its tokens' hull, the first and the last token.
#[derive(Clone, Copy)]
struct Place {
    span: Span,
    first: usize,
    last: usize,
}

struct Task<'a> {
    marked: &'a Marked,
    aligned: &'a Aligned<'a>,
    words: &'a [Word],
    places: &'a [Option<Place>],
}

impl Task<'_> {
    /// What was rejected, one thing after the other: a mention, or a claim with its pieces and parts.
    fn groups(&self, rejected: &[usize], losses: &mut Losses) -> Vec<BTreeSet<usize>> {
        let rejected: BTreeSet<usize> = rejected.iter().copied().collect();
        let links = &self.marked.links;
        let pieces: BTreeSet<usize> = links
            .iter()
            .filter(|link| link.label == PIECE_OF)
            .map(|link| link.from)
            .collect();
        let mut groups: BTreeMap<usize, BTreeSet<usize>> = rejected
            .iter()
            .filter(|index| {
                let mark = self.marked.marks.get(**index);
                mark.is_some_and(|mark| !mark.is_part() || mark.label == CLAIM) && !pieces.contains(index)
            })
            .map(|index| (*index, BTreeSet::from([*index])))
            .collect();
        for link in links {
            let (head, other) = if link.label == PIECE_OF {
                (link.to, link.from)
            } else {
                (link.from, link.to)
            };
            if link.label == WITHIN {
                losses.add(
                    Loss::Nesting,
                    usize::from(rejected.contains(&head) || rejected.contains(&other)),
                );
            } else if let Some(group) = groups.get_mut(&head) {
                group.insert(other);
            }
        }
        groups.into_values().collect()
    }

    fn write(&self, group: &BTreeSet<usize>, answer: &str, files: &mut dyn Files) -> io::Result<()> {
        let marked = self.marked;
        let text = |span: Span| marked.text.slice(span);
        let tokens = self.words.iter().enumerate().map(|(id, word)| {
            let [start, end] = self.aligned.points(word.span);
            json!({"text": text(word.span), "start": start, "end": end, "id": id, "ws": word.space})
        });
        let placed = group.iter().filter_map(|index| {
            let mark = marked.marks.get(*index)?;
            Some((*index, mark, (*self.places.get(*index)?)?))
        });
        let placed: BTreeMap<usize, (&Mark, Place)> = placed
            .map(|(index, mark, place)| (index, (mark, place)))
            .collect();
        let spans: Vec<Value> = placed
            .iter()
            .map(|(index, (mark, place))| {
                let mut span = self.ends(*index, mark, *place);
                span.insert("text".to_owned(), text(place.span).into());
                add_details(mark, &mut span);
                Value::Object(span)
            })
            .collect();
        let relations = marked.links.iter().filter_map(|link| {
            let (head, head_place) = placed.get(&link.from)?;
            let (child, child_place) = placed.get(&link.to)?;
            Some(json!({
                "head": head_place.last,
                "child": child_place.last,
                "head_span": self.ends(link.from, head, *head_place),
                "child_span": self.ends(link.to, child, *child_place),
                "label": link.label,
            }))
        });
        let mut meta = metadata_fields(&marked.metadata);
        meta.insert("id".to_owned(), marked.name.clone().into());
        let task = json!({
            "text": marked.text.as_str(),
            "tokens": tokens.collect::<Vec<_>>(),
            "spans": spans,
            "relations": relations.collect::<Vec<_>>(),
            "meta": meta,
            "answer": answer,
        });
        files.write("", format!("{task}\n").as_bytes())
    }

    fn ends(&self, index: usize, mark: &Mark, place: Place) -> Map<String, Value> {
        let [start, end] = self.aligned.points(place.span);
        let span = json!({
            "id": index,
            "start": start,
            "end": end,
            "token_start": place.first,
            "token_end": place.last,
            "label": mark.label,
        });
        match span {
            Value::Object(span) => span,
            _ => Map::new(),
        }
    }
}

/// Tasks about the same text become one article, wherever they stand: a first pass counts them.
fn read(path: &Path, stop: &Stop, each: Each<'_>) {
    let key = |object: &Object| {
        let text = object.fields.get("text").and_then(Value::as_str)?;
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Some(hasher.finish())
    };
    let mut left: HashMap<u64, usize> = HashMap::new();
    objects(path, stop, &mut |object| {
        if let Some(key) = object.ok().as_ref().and_then(key) {
            *left.entry(key).or_default() += 1;
        }
    });
    let mut tally = Tally::new(path);
    let mut open: HashMap<u64, Vec<Object>> = HashMap::new();
    objects(path, stop, &mut |object| match object {
        Ok(object) => match key(&object) {
            Some(key) => {
                open.entry(key).or_default().push(object);
                let more = left.entry(key).or_insert(1);
                *more -= 1;
                if *more == 0
                    && let Some(tasks) = open.remove(&key)
                {
                    left.remove(&key);
                    article(path, &tasks, &mut tally, each);
                }
            }
            None => each(Err(no_text(path, &object))),
        },
        Err(problem) => each(Err(problem)),
    });
    // The file grew or was changed between the two passes.
    for tasks in open.into_values() {
        article(path, &tasks, &mut tally, each);
    }
    tally.tell(each);
}

fn article(path: &Path, tasks: &[Object], tally: &mut Tally<'_>, each: Each<'_>) {
    let answer = |task: &Object| name_of(task.fields.get("answer"));
    for task in tasks {
        let ignored = answer(task) == "ignore";
        tally.add(
            "tasks with the answer “ignore”",
            NO_PLACE,
            task.line,
            usize::from(ignored),
        );
    }
    let answered: Vec<&Object> = tasks.iter().filter(|task| answer(task) != "ignore").collect();
    let Some(first) = answered.first() else { return };
    let text = first
        .fields
        .get("text")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let mut building = match Building::new(path, first.line, text) {
        Ok(building) => building,
        Err(problem) => return each(Err(problem)),
    };
    for task in &answered {
        if let Some(line) = task.line {
            building.at_line(line);
        }
        let status = if answer(task) == "reject" {
            Status::Rejected
        } else {
            Status::Added
        };
        read_task(task, status, &mut building, tally);
    }
    let meta = first.fields.get("meta").and_then(Value::as_object);
    let metadata = meta.map(metadata_of).unwrap_or_default();
    building.finish(&article_name(path, first, None), metadata, each);
}

fn read_task(task: &Object, status: Status, building: &mut Building<'_>, tally: &mut Tally<'_>) {
    // Marks of the task by id, by place and label, and by last token, so that a relation finds its ends.
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_place: BTreeMap<(usize, usize, String), usize> = BTreeMap::new();
    let mut by_token: BTreeMap<usize, usize> = BTreeMap::new();
    for span in list_of(task.fields.get("spans")) {
        let number = |key: &str| count_of(span.get(key));
        let (start, end, label) = (number("start"), number("end"), name_of(span.get("label")));
        if label.is_empty() {
            building.complain("A span has no label; it was left out.", "Give each span a label.");
            continue;
        }
        let Some(place) = building.span(start, end) else {
            continue;
        };
        let words = span.get("text").and_then(Value::as_str);
        if words.is_some_and(|words| !building.is_same(place, words)) {
            building.complain(
                "The words of a span are not those at its place in the text; it was left out.",
                "The text was changed after it was annotated.",
            );
            continue;
        }
        let mut mark = Mark::new(label.clone(), place);
        mark.status = status;
        if let Some(object) = span.as_object() {
            take_details(&mut mark, object);
        }
        let index = building.mark(mark);
        by_place.insert((start.unwrap_or_default(), end.unwrap_or_default(), label), index);
        if let Some(last) = number("token_end") {
            by_token.insert(last, index);
        }
        let id = name_of(span.get("id"));
        if !id.is_empty() {
            by_id.insert(id, index);
        }
    }
    for relation in list_of(task.fields.get("relations")) {
        let end = |key: &str, token: &str| {
            let span = relation.get(key);
            let part = |key: &str| span.and_then(|span| span.get(key));
            let ends = count_of(part("start")).zip(count_of(part("end")));
            let place = ends.map(|(start, end)| (start, end, name_of(part("label"))));
            by_id
                .get(&name_of(part("id")))
                .or_else(|| by_place.get(&place?))
                .or_else(|| by_token.get(&count_of(relation.get(token))?))
                .copied()
        };
        match end("head_span", "head").zip(end("child_span", "child")) {
            Some((from, to)) => building.link(from, to, name_of(relation.get("label"))),
            None => building.complain(
                "A relation leads to a span that is not there; it was left out.",
                "Relations between tokens that are no spans have no place here.",
            ),
        }
    }
    let chosen = list_of(task.fields.get("accept")).len();
    tally.add("chosen options (“accept”)", NO_PLACE, task.line, chosen);
}

#[cfg(test)]
mod tests {
    use super::super::testing::{aligned_round_trip, check_bad, check_junk, file, written};
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        aligned_round_trip(&FORMAT);
    }

    #[test]
    fn tasks_are_as_prodigy_has_them() {
        let mut answers = Vec::new();
        for line in file(&FORMAT, "").lines() {
            let task: Value = serde_json::from_str(line).unwrap();
            let tokens = task["tokens"].as_array().unwrap();
            for (id, token) in tokens.iter().enumerate() {
                assert_eq!(token["id"], id);
            }
            let token = |value: &Value| &tokens[value.as_u64().unwrap() as usize];
            let spans = task["spans"].as_array().unwrap();
            for span in spans {
                assert_eq!(token(&span["token_start"])["start"], span["start"]);
                assert_eq!(token(&span["token_end"])["end"], span["end"]);
            }
            for relation in task["relations"].as_array().unwrap() {
                assert_eq!(relation["head"], relation["head_span"]["token_end"]);
                assert_eq!(relation["child"], relation["child_span"]["token_end"]);
            }
            let labels: Vec<&str> = spans.iter().map(|span| span["label"].as_str().unwrap()).collect();
            let answer = task["answer"].as_str().unwrap();
            answers.push(if answer == "accept" {
                answer.to_owned()
            } else {
                labels.join("+")
            });
        }
        answers.sort();
        assert_eq!(answers, ["accept", "accept", "cue+claim", "state"]);
        let (_, losses) = written(&FORMAT);
        assert_eq!(
            (losses.count(Loss::Rejected), losses.count(Loss::Undecided)),
            (0, 2)
        );
    }

    #[test]
    fn bad_and_foreign_tasks() {
        let task = |answer: &str, spans: &str| {
            format!("{{\"text\":\"Ada left Brask\",\"answer\":\"{answer}\",\"spans\":[{spans}]}}\n")
        };
        let span = "{\"start\":0,\"end\":3,\"label\":\"A\",\"token_end\":0}";
        let other = "{\"start\":9,\"end\":14,\"label\":\"B\",\"token_end\":2}";
        let merged = format!(
            "{}{{\"text\":\"x\"}}\n{}{}",
            task("accept", span),
            task("reject", other),
            task("ignore", other)
        );
        let related = task("accept", &format!("{span},{other}")).replace("]}", "],\"relations\":[{\"head\":0,\"child\":2,\"label\":\"r\"},{\"head\":0,\"child\":1,\"label\":\"r\"},{\"head\":0,\"child\":0,\"label\":\"r\"}]}");
        check_bad(
            &FORMAT,
            "a.jsonl",
            &[
                (
                    &merged,
                    &["4: Left out: 1 × tasks with the answer"],
                    &["A 0\"Ada\" [] None Added", "B 9\"Brask\" [] None Rejected"],
                ),
                (
                    &related,
                    &[
                        "1: A relation leads to a span that is not there",
                        "1: A link leads from a span to itself",
                    ],
                    &["A 0", "A 0\"Ada\" [] None Added None --r--> B 9\"Brask\"", "B 9"],
                ),
                (
                    &task(
                        "accept",
                        "{\"start\":0,\"end\":3,\"label\":\"A\",\"text\":\"Adb\"},{\"start\":3,\"end\":99,\"label\":\"A\"},{\"start\":0,\"end\":3}",
                    ),
                    &[
                        "1: The words",
                        "1: There is no text from 3 to 99",
                        "1: A span has no label",
                    ],
                    &[],
                ),
                (
                    "{\"text\":\"a\",\"options\":[],\"accept\":[\"x\"]}",
                    &["1: Left out: 1 × chosen"],
                    &[],
                ),
            ],
        );
        check_junk(&FORMAT, "a.jsonl", task("reject", span).as_bytes());
    }
}
