//! Reading the notation in JSON, whoever wrote it.
//!
//! Every structure with a begin and an end is a mark, save tokens, sentences and the like; its label is the feature
//! `kind`, `role`, `label` or `value`, else the short name of its type. Structures with a governor and a dependent are links.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value};

use crate::annotation::Metadata;
use crate::exchange::formats::opened::{each_file, text_of};
use crate::exchange::formats::reading::{Building, Each};
use crate::exchange::import::problem;
use crate::exchange::marks::{Field, Known, Mark};
use crate::suggest::Stop;
use crate::text::Unit;

/// Features that can be the label, the best first.
const LABELS: [&str; 4] = ["kind", "role", "label", "value"];
/// Short names of types that say nothing about the article's content.
const PASSED_OVER: [&str; 4] = ["Token", "Sentence", "DocumentAnnotation", "Sofa"];
/// How many names of unknown features a problem lists.
const NAMED: usize = 8;

/// A feature structure with its number.
type Numbered<'a> = (Option<u64>, &'a Map<String, Value>);
/// Reads a file, or the `.json` files of a folder.
pub fn read(path: &Path, stop: &Stop, each: Each<'_>) {
    each_file(
        path,
        "json",
        stop,
        each,
        &mut |file, name, each| match text_of(file) {
            Ok(text) => read_file(file, name, &text, each),
            Err(problem) => each(Err(problem)),
        },
    );
}

fn read_file(file: &Path, name: &str, text: &str, each: Each<'_>) {
    let value: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value) => value,
        Err(error) => {
            return each(Err(problem(
                file,
                Some(error.line()),
                format!("This is not readable as JSON: {error}."),
                "Export it again; the file may be cut off.",
            )));
        }
    };
    let (all, strange) = structures(&value);
    if strange > 0 {
        each(Err(problem(
            file,
            None,
            format!("{strange} entries of %FEATURE_STRUCTURES are no objects and are left out."),
            "Export it again; the file may be damaged.",
        )));
    }
    let sofas: Vec<(u64, &str)> = all
        .iter()
        .filter(|(_, one)| short_type(one) == "Sofa")
        .filter_map(|(id, one)| Some(((*id)?, one.get("sofaString")?.as_str()?)))
        .collect();
    if sofas.is_empty() {
        return each(Err(problem(
            file,
            None,
            "There is no text in it (no Sofa with a sofaString).",
            "Choose a UIMA CAS JSON file, version 0.4.",
        )));
    }
    let one_text = sofas.len() == 1;
    let first = sofas.first().map(|(id, _)| *id);
    let mut seen = BTreeSet::new();
    let mut of_sofa: BTreeMap<u64, Vec<&Numbered<'_>>> = BTreeMap::new();
    for structure in &all {
        if let Some(sofa) = number(structure.1, "@sofa").or(first) {
            of_sofa.entry(sofa).or_default().push(structure);
        }
    }
    for (number_of, (sofa, text)) in sofas.into_iter().enumerate() {
        // Two texts with one number would each get all that is said about either.
        if !seen.insert(sofa) {
            each(Err(problem(
                file,
                None,
                format!("Two texts have the number {sofa}; the second is left out."),
                "Export it again.",
            )));
            continue;
        }
        let name = if one_text {
            name.to_owned()
        } else {
            format!("{name}-{}", number_of + 1)
        };
        let building = match Building::new(file, None, text) {
            Ok(building) => building,
            Err(problem) => {
                each(Err(problem));
                continue;
            }
        };
        let mut reading = Reading {
            building,
            metadata: Metadata::default(),
            places: BTreeMap::new(),
            unknown: BTreeMap::new(),
        };
        let here = of_sofa.remove(&sofa).unwrap_or_default();
        for (id, one) in &here {
            reading.mark(*id, one);
        }
        for (id, one) in here.iter().filter(|(_, one)| is_link(one)) {
            reading.link(*id, one);
        }
        if !reading.unknown.is_empty() {
            let count: usize = reading.unknown.values().sum();
            let names: Vec<&str> = reading.unknown.keys().take(NAMED).map(String::as_str).collect();
            let what = format!("{count} details have no place here: {}.", names.join(", "));
            reading
                .building
                .complain(what, "Their spans are read all the same.");
        }
        reading.building.finish(&name, reading.metadata, each);
    }
}

/// The feature structures with their numbers, and how many entries are none.
fn structures(value: &Value) -> (Vec<Numbered<'_>>, usize) {
    let (all, entries) = match value.get("%FEATURE_STRUCTURES") {
        Some(Value::Array(all)) => {
            let known = all.iter().filter_map(Value::as_object);
            (known.map(|one| (number(one, "%ID"), one)).collect(), all.len())
        }
        // Older writers have an object whose keys are the numbers.
        Some(Value::Object(all)) => {
            let known = all.iter().filter_map(|(key, one)| Some((key, one.as_object()?)));
            let numbered = known.map(|(key, one)| (key.parse().ok().or_else(|| number(one, "%ID")), one));
            (numbered.collect(), all.len())
        }
        _ => (Vec::new(), 0),
    };
    let strange = entries - all.len();
    (all, strange)
}

struct Reading<'a> {
    building: Building<'a>,
    metadata: Metadata,
    /// Index of the mark that each id is.
    places: BTreeMap<u64, usize>,
    /// Features that nothing is known about, with how often they came.
    unknown: BTreeMap<String, usize>,
}

impl Reading<'_> {
    fn mark(&mut self, id: Option<u64>, one: &Map<String, Value>) {
        let short = short_type(one);
        if matches!(short, "Article" | "DocumentMetaData") {
            return self.article(one, short == "Article");
        }
        if PASSED_OVER.contains(&short) || is_link(one) {
            return;
        }
        let (begin, end) = (offset(one, "begin"), offset(one, "end"));
        let (begin, end) = match (begin, end) {
            (Some(begin), Some(end)) => (begin, end),
            (None, None) if !one.contains_key("begin") && !one.contains_key("end") => {
                // A structure that is no annotation, such as a list: it has no place in a text.
                return self.count_unknown(short);
            }
            _ => return self.misplaced(id, short),
        };
        let Some(span) = self.building.place(begin, end, Unit::Utf16) else {
            return self.misplaced(id, short);
        };
        let text_of = |name: &str| one.get(name).and_then(Value::as_str).filter(|t| !t.is_empty());
        let label = LABELS.iter().find(|name| text_of(name).is_some());
        let mut mark = Mark::new(label.and_then(|name| text_of(name)).unwrap_or(short), span);
        let mut actor = Known {
            id: String::new(),
            name: String::new(),
        };
        for (name, value) in one {
            let words = match value {
                Value::String(words) => words.clone(),
                Value::Number(number) => number.to_string(),
                Value::Bool(yes) => yes.to_string(),
                Value::Null => continue,
                _ => {
                    self.count_unknown(name);
                    continue;
                }
            };
            match name.as_str() {
                "begin" | "end" | "@sofa" | "^begin" | "^end" => {}
                own if own.starts_with('%') => {}
                own if label == Some(&own) => {}
                "actor" => actor.id = words,
                "actorName" => actor.name = words,
                own => match Field::parse(own.trim_start_matches('#')) {
                    Some(field) if mark.field(field).is_none() => mark.fields.push((field, words)),
                    _ => self.count_unknown(own),
                },
            }
        }
        mark.fields.retain(|(_, value)| !value.is_empty());
        mark.fields.sort_by_key(|(field, _)| *field);
        mark.actor = (!(actor.id.is_empty() && actor.name.is_empty())).then_some(actor);
        let index = self.building.mark(mark);
        if let Some(id) = id
            && self.places.insert(id, index).is_some()
        {
            self.building.complain(
                format!("Two annotations have the number {id}."),
                "Links to it may lead to the wrong one; export it again.",
            );
        }
    }

    fn article(&mut self, one: &Map<String, Value>, is_ours: bool) {
        let text_of = |name: &str| {
            one.get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let meta = &mut self.metadata;
        let fill = |known: &mut String, found: String| {
            if !found.is_empty() && (is_ours || known.is_empty()) {
                *known = found;
            }
        };
        if is_ours {
            fill(&mut meta.title, text_of("title"));
            fill(&mut meta.publisher, text_of("publisher"));
            fill(&mut meta.author, text_of("author"));
            fill(&mut meta.url, text_of("url"));
            fill(&mut meta.language, text_of("language"));
            fill(&mut meta.imported_from, text_of("importedFrom"));
            meta.published = text_of("published").parse().ok();
            return;
        }
        fill(&mut meta.title, text_of("documentTitle"));
        fill(&mut meta.url, text_of("documentUri"));
        let language = text_of("language");
        if language != "x-unspecified" {
            fill(&mut meta.language, language);
        }
    }

    fn misplaced(&mut self, id: Option<u64>, short: &str) {
        let number = id.map_or_else(|| "without a number".to_owned(), |id| format!("number {id}"));
        self.building.complain(
            format!(
                "The annotation {number} ({short}) is left out: its begin and end are no place in the text."
            ),
            "Offsets count UTF-16 units, the end is not included.",
        );
    }

    fn link(&mut self, id: Option<u64>, one: &Map<String, Value>) {
        let place = |name: &str| number(one, name).and_then(|id| self.places.get(&id).copied());
        let (Some(from), Some(to)) = (place("@Governor"), place("@Dependent")) else {
            let number = id.map_or_else(|| "without a number".to_owned(), |id| format!("number {id}"));
            return self.building.complain(
                format!("The link {number} is left out: one of its ends is not there."),
                "Export it again with all annotations.",
            );
        };
        let label = LABELS.iter().find_map(|name| one.get(*name)?.as_str());
        self.building
            .link(from, to, label.unwrap_or_else(|| short_type(one)));
    }

    fn count_unknown(&mut self, name: &str) {
        *self.unknown.entry(name.to_owned()).or_default() += 1;
    }
}

fn is_link(one: &Map<String, Value>) -> bool {
    one.contains_key("@Governor") && one.contains_key("@Dependent")
}

fn short_type(one: &Map<String, Value>) -> &str {
    let name = one.get("%TYPE").and_then(Value::as_str).unwrap_or_default();
    name.rsplit('.').next().unwrap_or(name)
}

fn number(one: &Map<String, Value>, name: &str) -> Option<u64> {
    one.get(name)?.as_u64()
}

/// An offset. The specification calls it `^begin`, writers `begin`.
fn offset(one: &Map<String, Value>, name: &str) -> Option<usize> {
    let value = one.get(name).or_else(|| one.get(&format!("^{name}")))?;
    usize::try_from(value.as_u64()?).ok()
}
