//! Reading exports of Label Studio: the full form, its smaller sister `JSON_MIN`, and tasks on lines of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value};

use super::reading::{
    Building, Each, NO_PLACE, Tally, article_name, count_of, list_of, metadata_of, name_of, no_text, objects,
};
use super::{ACTOR, TASKS, TEXT};
use crate::annotation::{Origin, Status};
use crate::exchange::import::{Object, unreadable};
use crate::exchange::marks::{Field, Known, Mark};
use crate::suggest::Stop;

/// Reads a folder as we write it, or a file of tasks.
pub fn read(path: &Path, stop: &Stop, each: Each<'_>) {
    let is_folder = match std::fs::metadata(path) {
        Ok(meta) => meta.is_dir(),
        Err(error) => return each(Err(unreadable(path, &error))),
    };
    let file = if is_folder {
        path.join(TASKS)
    } else {
        path.to_owned()
    };
    let mut tally = Tally::new(&file);
    objects(&file, stop, &mut |object| match object {
        Ok(object) => article(&file, &object, &mut tally, each),
        Err(problem) => each(Err(problem)),
    });
    tally.tell(each);
}

/// The text of a task: the field of that name, or the longest one.
fn text_of(data: &Map<String, Value>) -> Option<&str> {
    data.get(TEXT).and_then(Value::as_str).or_else(|| {
        let texts = data.values().filter_map(Value::as_str);
        texts.max_by_key(|text| text.len())
    })
}

fn article(path: &Path, object: &Object, tally: &mut Tally<'_>, each: Each<'_>) {
    let (fields, line) = (&object.fields, object.line);
    // JSON_MIN has no "data": what would be in it stands beside the results.
    let data = match fields.get("data") {
        Some(data) => data.as_object(),
        None => Some(fields).filter(|fields| fields.get(TEXT).is_some_and(Value::is_string)),
    };
    let Some((data, text)) = data.and_then(|data| Some((data, text_of(data)?))) else {
        return each(Err(no_text(path, object)));
    };
    let building = match Building::new(path, line, text) {
        Ok(building) => building,
        Err(problem) => return each(Err(problem)),
    };
    let mut reading = Reading {
        building,
        tally,
        line,
        ids: BTreeMap::new(),
    };
    reading.annotations(fields);
    for prediction in list_of(fields.get("predictions")) {
        let origin = origin_of(prediction);
        reading.results(list_of(prediction.get("result")), Some(&origin));
    }
    if !fields.contains_key("data") {
        let regions = fields.values().flat_map(|value| list_of(Some(value)));
        let regions: Vec<Value> = regions
            .filter(|region| region.get("start").is_some() && region.get("labels").is_some())
            .map(|value| serde_json::json!({"type": "labels", "value": value}))
            .collect();
        reading.results(&regions, None);
    }
    let metadata = metadata_of(data);
    reading
        .building
        .finish(&article_name_in(path, object, data), metadata, each);
}

/// Our own id stands among the data; the number that Label Studio gives a task comes after it.
fn article_name_in(path: &Path, object: &Object, data: &Map<String, Value>) -> String {
    let ours = name_of(data.get("id"));
    if ours.is_empty() {
        article_name(path, object, None)
    } else {
        ours
    }
}

fn origin_of(prediction: &Value) -> Origin {
    let model = name_of(prediction.get("model_version"));
    let (suggester, version) = model.rsplit_once(' ').unwrap_or((&model, ""));
    Origin {
        suggester: if suggester.is_empty() {
            "Label Studio"
        } else {
            suggester
        }
        .to_owned(),
        version: version.to_owned(),
        score: score_of(prediction).unwrap_or_default(),
        reason: String::new(),
    }
}

fn score_of(value: &Value) -> Option<f32> {
    let score = value.get("score")?.as_f64()?;
    (0.0..=1.0).contains(&score).then_some(score as f32)
}

struct Reading<'a, 'b, 'c> {
    building: Building<'a>,
    tally: &'b mut Tally<'c>,
    line: Option<usize>,
    /// Marks by the ids of their regions, for the list of results that is being read.
    ids: BTreeMap<String, usize>,
}

impl Reading<'_, '_, '_> {
    fn left_out(&mut self, what: impl Into<String>, count: usize) {
        self.tally.add(what, NO_PLACE, self.line, count);
    }

    /// One annotation is read: the one that is called the truth, or the first.
    fn annotations(&mut self, fields: &Map<String, Value>) {
        let all = ["annotations", "completions"]
            .into_iter()
            .flat_map(|key| list_of(fields.get(key)));
        let is = |annotation: &Value, key: &str| annotation.get(key) == Some(&Value::Bool(true));
        let (skipped, kept): (Vec<&Value>, Vec<&Value>) = all.partition(|one| is(one, "was_cancelled"));
        self.left_out("annotations that were skipped", skipped.len());
        self.left_out(
            "annotations of further people for the same text",
            kept.len().saturating_sub(1),
        );
        let truth = kept.iter().find(|one| is(one, "ground_truth"));
        if let Some(annotation) = truth.or_else(|| kept.first()) {
            self.results(list_of(annotation.get("result")), None);
        }
    }

    /// A list of results: regions, what is said about them, relations. Ids hold within the list.
    fn results(&mut self, results: &[Value], origin: Option<&Origin>) {
        self.ids.clear();
        // Regions that were left out and told, so that what hangs on them is not told again.
        let mut refused = BTreeSet::new();
        for result in results {
            if labels_of(result).is_some() && self.region(result, origin).is_none() {
                refused.insert(name_of(result.get("id")));
            }
        }
        for result in results {
            if name_of(result.get("type")) == "relation" {
                self.relation(result);
            } else if labels_of(result).is_none() && !refused.contains(&name_of(result.get("id"))) {
                self.detail(result);
            }
        }
    }

    fn region(&mut self, result: &Value, origin: Option<&Origin>) -> Option<usize> {
        let value = result.get("value")?;
        let labels = labels_of(result)?;
        let Some(label) = labels
            .first()
            .map(|label| name_of(Some(label)))
            .filter(|l| !l.is_empty())
        else {
            self.left_out("regions without a label", 1);
            return None;
        };
        self.left_out("further labels of a region", labels.len() - 1);
        // Regions of web pages count from elements; their place in the whole text is beside that.
        let place = value.get("globalOffsets").unwrap_or(value);
        let span = self
            .building
            .span(count_of(place.get("start")), count_of(place.get("end")))?;
        let words = value.get(TEXT).and_then(Value::as_str);
        let is_same = words.is_none_or(|words| {
            self.building.is_same(span, words) || self.building.is_same(span, &words.replace("\\n", "\n"))
        });
        if !is_same {
            self.building.complain(
                "The words of a span are not those at its place in the text; it was left out.",
                "The text was changed after it was annotated, or the offsets count something else than characters.",
            );
            return None;
        }
        let id = name_of(result.get("id"));
        if !id.is_empty() && self.ids.contains_key(&id) {
            self.building.complain(
                format!("The id {id} is there already; this region was left out."),
                "Give each region an id of its own.",
            );
            // The first of that id keeps what hangs on it.
            return self.ids.get(&id).copied();
        }
        let mut mark = Mark::new(label, span);
        if origin.is_some() {
            mark.status = Status::Suggested;
        }
        mark.origin = own_origin(result, origin);
        let index = self.building.mark(mark);
        self.ids.insert(id, index);
        Some(index)
    }

    fn detail(&mut self, result: &Value) {
        let name = name_of(result.get("from_name"));
        let value = result.get("value");
        let get = |key: &str| value.and_then(|value| value.get(key));
        let index = self.ids.get(&name_of(result.get("id"))).copied();
        let mark = index.and_then(|index| self.building.marks.get_mut(index));
        // "text" of a choice or a number is the words of the region.
        let key = if get("choices").is_some() { "choices" } else { TEXT };
        let texts: Vec<String> = match get(key) {
            Some(Value::Array(texts)) => texts.iter().map(|text| name_of(Some(text))).collect(),
            one => vec![name_of(one)],
        };
        let text = [get("number"), get("rating")]
            .into_iter()
            .map(name_of)
            .find(|text| !text.is_empty())
            .unwrap_or_else(|| texts.join("\n"));
        match (mark, Field::parse(&name)) {
            (Some(mark), None) if name == ACTOR && mark.actor.is_none() => {
                let mut parts = texts.into_iter();
                let (name, id) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                mark.actor = Some(Known { id, name });
            }
            (Some(mark), Some(field)) if mark.field(field).is_none() && !text.is_empty() => {
                mark.fields.push((field, text));
            }
            (None, _) if get("start").is_some() => self.left_out("regions without a label", 1),
            _ => self.left_out(format!("results “{name}”"), 1),
        }
    }

    fn relation(&mut self, result: &Value) {
        let end = |key: &str| self.ids.get(&name_of(result.get(key))).copied();
        let Some((from, to)) = end("from_id").zip(end("to_id")) else {
            self.building.complain(
                "A relation leads to a region that is not there; it was left out.",
                "Check whether the region was left out, too.",
            );
            return;
        };
        let labels = list_of(result.get("labels"));
        let label = name_of(labels.first());
        self.left_out("further labels of a relation", labels.len().saturating_sub(1));
        match name_of(result.get("direction")).as_str() {
            "left" => self.building.link(to, from, label),
            "bi" => {
                self.building.link(from, to, label.clone());
                self.building.link(to, from, label);
            }
            _ => self.building.link(from, to, label),
        }
    }
}

/// The labels of a result that is a region; their key is called like the type of the control.
fn labels_of(result: &Value) -> Option<&[Value]> {
    let value = result.get("value")?;
    ["labels", "hypertextlabels"]
        .into_iter()
        .find_map(|key| value.get(key))
        .map(|labels| list_of(Some(labels)))
}

/// Where a region comes from: what it says itself, else what the prediction says.
fn own_origin(result: &Value, of_prediction: Option<&Origin>) -> Option<Origin> {
    let meta = result.get("meta");
    let part = |key: &str| name_of(meta.and_then(|meta| meta.get(key)));
    let suggester = part("suggester");
    if suggester.is_empty() && of_prediction.is_none() {
        return None;
    }
    let mut origin = of_prediction.cloned().unwrap_or(Origin {
        suggester: String::new(),
        version: String::new(),
        score: 0.0,
        reason: String::new(),
    });
    if !suggester.is_empty() {
        origin.suggester = suggester;
        origin.version = part("version");
    }
    if let Some(score) = score_of(result) {
        origin.score = score;
    }
    let reason = list_of(meta.and_then(|meta| meta.get(TEXT))).first();
    origin.reason = name_of(reason);
    Some(origin)
}
