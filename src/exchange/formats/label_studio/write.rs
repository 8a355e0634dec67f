//! Writing tasks, one at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde_json::{Value, json};

use super::config::config;
use super::reading::metadata_fields;
use super::{ACTOR, FORMAT, LABEL, TASKS, TEXT, brat};
use crate::annotation::{Article, Project};
use crate::exchange::export::{Files, Writer};
use crate::exchange::loss::{Loss, Losses};
use crate::exchange::marks::{Link, Mark, Marked, NO_SCHEME, Values};
use crate::text::{OffsetMap, Unit};

/// A folder being written.
pub struct Tasks {
    labels: BTreeSet<String>,
    config: String,
    begun: bool,
}

impl Tasks {
    /// A folder for articles of that project.
    pub fn new(project: &Project) -> Self {
        let labels = BTreeSet::new();
        Self {
            config: config(project, &brat::kinds(project, &labels)),
            labels,
            begun: false,
        }
    }
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
        let before = self.labels.len();
        self.labels
            .extend(marked.marks.iter().map(|mark| mark.label.clone()));
        if self.labels.len() > before {
            self.config = config(project, &brat::kinds(project, &self.labels));
        }
        let begin = if self.begun { ",\n" } else { "[\n" };
        self.begun = true;
        files.write(TASKS, format!("{begin}{}", task(&marked, losses)).as_bytes())
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        let end: &[u8] = if self.begun { b"\n]\n" } else { b"[]\n" };
        files.write(TASKS, end)?;
        files.write("labeling-config.xml", self.config.as_bytes())
    }
}

fn task(marked: &Marked, losses: &mut Losses) -> Value {
    // The marks of the annotation under `None`, those of each suggester's prediction under its name and version.
    let mut results: BTreeMap<Option<(String, String)>, Vec<usize>> = BTreeMap::new();
    let owner = |mark: &Mark| -> Option<(String, String)> {
        let origin = mark.origin.as_ref().filter(|_| !mark.is_annotation());
        origin
            .map(|origin| (origin.suggester.clone(), origin.version.clone()))
            .or_else(|| (!mark.is_annotation()).then(Default::default))
    };
    for (index, mark) in marked.marks.iter().enumerate() {
        results.entry(owner(mark)).or_default().push(index);
    }
    let owner_of = |index: usize| marked.marks.get(index).map(owner);
    let mut links: BTreeMap<Option<(String, String)>, Vec<&Link>> = BTreeMap::new();
    for link in &marked.links {
        match (owner_of(link.from), owner_of(link.to)) {
            (Some(from), Some(to)) if from == to => links.entry(from).or_default().push(link),
            // A relation stays within one annotation or prediction.
            _ => losses.add(Loss::Nesting, 1),
        }
    }
    let points = OffsetMap::new(marked.text.as_str());
    let (mut annotations, mut predictions) = (Vec::new(), Vec::new());
    for (owner, marks) in results {
        let mut result = Vec::new();
        let mut scores = Vec::new();
        for index in marks {
            if let Some(mark) = marked.marks.get(index) {
                scores.extend(mark.origin.as_ref().map(|origin| f64::from(origin.score)));
                region(marked, &points, index, mark, &mut result);
            }
        }
        result.extend(links.remove(&owner).unwrap_or_default().into_iter().map(|link| {
            json!({
                "type": "relation",
                "from_id": id(link.from),
                "to_id": id(link.to),
                "direction": "right",
                "labels": [link.label],
            })
        }));
        match owner {
            None => {
                annotations.push(json!({"was_cancelled": false, "ground_truth": false, "result": result}));
            }
            Some((suggester, version)) => {
                let score = scores.iter().sum::<f64>() / (scores.len().max(1) as f64);
                predictions.push(json!({
                    "model_version": format!("{suggester} {version}"),
                    "score": score,
                    "result": result,
                }));
            }
        }
    }
    let mut data = metadata_fields(&marked.metadata);
    data.insert(TEXT.to_owned(), marked.text.as_str().into());
    data.insert("id".to_owned(), marked.name.clone().into());
    json!({"data": data, "annotations": annotations, "predictions": predictions})
}

fn id(index: usize) -> String {
    format!("m{index}")
}

/// The results for one mark: its region, its details and its actor.
fn region(marked: &Marked, points: &OffsetMap<'_>, index: usize, mark: &Mark, result: &mut Vec<Value>) {
    let Some(span) = mark.hull() else { return };
    let [start, end] = points.span_from_bytes(span, Unit::CodePoint);
    let words = marked.text.slice(span);
    let about = |from: &str, kind: &str, key: &str, value: Value| {
        let mut place = json!({"start": start, "end": end});
        // The words go where the text of a text field does not.
        if key != TEXT
            && let Some(place) = place.as_object_mut()
        {
            place.insert(TEXT.to_owned(), words.into());
        }
        if let Some(place) = place.as_object_mut() {
            place.insert(key.to_owned(), value);
        }
        json!({"id": id(index), "from_name": from, "to_name": TEXT, "type": kind, "value": place})
    };
    let mut labelled = about(LABEL, "labels", "labels", json!([mark.label]));
    if let Some(origin) = &mark.origin
        && let Some(labelled) = labelled.as_object_mut()
    {
        let kind = if mark.is_annotation() {
            "prediction-changed"
        } else {
            "prediction"
        };
        labelled.insert("origin".to_owned(), kind.into());
        labelled.insert("score".to_owned(), f64::from(origin.score).into());
        labelled.insert(
            "meta".to_owned(),
            json!({"text": [origin.reason], "suggester": origin.suggester, "version": origin.version}),
        );
    }
    result.push(labelled);
    for (field, value) in &mark.fields {
        let name = field.name();
        result.push(match field.values(&NO_SCHEME) {
            Values::OneOf(_) => about(name, "choices", "choices", json!([value])),
            Values::Number => about(name, "number", "number", number(value)),
            Values::Text => about(name, "textarea", TEXT, json!([value])),
        });
    }
    if let Some(actor) = &mark.actor {
        result.push(about(ACTOR, "textarea", TEXT, json!([actor.name, actor.id])));
    }
}

/// A number as such: whole ones without a fraction.
fn number(value: &str) -> Value {
    let whole = value.parse::<u64>().map(Value::from);
    whole
        .or_else(|_| value.parse::<f64>().map(Value::from))
        .unwrap_or_else(|_| value.into())
}
