//! Reading tasks, also those that others answered.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use serde_json::Value;

use super::reading::{
    Building, Each, NO_PLACE, Tally, article_name, count_of, list_of, metadata_of, name_of, no_text, objects,
    take_details,
};
use crate::annotation::Status;
use crate::exchange::import::Object;
use crate::exchange::marks::Mark;
use crate::suggest::Stop;

/// Tasks about the same text become one article, wherever they stand: a first pass counts them.
pub fn read(path: &Path, stop: &Stop, each: Each<'_>) {
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
