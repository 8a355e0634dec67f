//! Reading Web Annotations, whoever wrote them: a list, a page or a collection of them, or a single one, in a `.jsonld` file
//! beside which the text lies as `.txt`.
//!
//! A place is where the position says, if the quoted words stand there; else where they stand, if that is one place only.

use std::collections::BTreeMap;
use std::path::Path;

use memchr::memmem;
use serde_json::{Map, Value};

use crate::exchange::formats::opened::{each_file, text_beside, text_of};
use crate::exchange::formats::reading::{Building, Each, METADATA, metadata_of};
use crate::exchange::import::problem;
use crate::exchange::marks::{Field, Known, Mark};
use crate::suggest::Stop;
use crate::text::{Span, Unit, normalise};

/// How many bytes are compared in one file in search of quoted words. A file whose quotes all stand elsewhere, or nowhere,
/// would otherwise take the product of their number and the length of the text.
const SEARCHED: usize = 1 << 30;
/// A byte order mark.
const MARK: char = '\u{feff}';

/// Reads a file, or the `.jsonld` files of a folder.
pub fn read(path: &Path, stop: &Stop, each: Each<'_>) {
    each_file(path, "jsonld", stop, each, &mut |file, name, each| {
        let Some(text) = text_beside(file, each) else {
            return;
        };
        match text_of(file) {
            Ok(json) => read_file(file, name, &json, &text, each),
            Err(problem) => each(Err(problem)),
        }
    });
}

fn read_file(file: &Path, name: &str, json: &str, text: &str, each: Each<'_>) {
    let value: Value = match serde_json::from_str(json.trim_start_matches('\u{feff}')) {
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
    let one = std::slice::from_ref(&value);
    let items = |value: &'_ Value| value.get("items").and_then(Value::as_array).cloned();
    let collected;
    let annotations: &[Value] = match &value {
        Value::Array(all) => all,
        // A page has items; a collection may carry its first page.
        _ => match items(&value).or_else(|| items(value.get("first")?)) {
            Some(all) => {
                collected = all;
                &collected
            }
            None => one,
        },
    };
    let building = match Building::new(file, None, text) {
        Ok(building) => building,
        Err(problem) => return each(Err(problem)),
    };
    let mut reading = Reading {
        building,
        stem: name.rsplit('/').next().unwrap_or(name),
        left: SEARCHED,
        details: Map::new(),
        places: BTreeMap::new(),
        unknown: 0,
    };
    let mut links = Vec::new();
    for (number, annotation) in annotations.iter().enumerate() {
        let id = match annotation.get("id").and_then(Value::as_str) {
            Some(id) => id.to_owned(),
            None => format!("number {}", number + 1),
        };
        if !annotation.is_object() {
            reading.tell(&id, "it is no object");
        } else if is_link(annotation) {
            links.push((id, annotation));
        } else {
            reading.annotation(&id, annotation);
        }
    }
    for (id, link) in links {
        reading.link(&id, link);
    }
    if reading.unknown > 0 {
        let what = format!("{} bodies have no place here and are left out.", reading.unknown);
        reading
            .building
            .complain(what, "Their annotations are read all the same.");
    }
    let metadata = metadata_of(&reading.details);
    reading.building.finish(name, metadata, each);
}

struct Reading<'a> {
    building: Building<'a>,
    /// What the file is called without its extension.
    stem: &'a str,
    /// How many bytes may still be searched.
    left: usize,
    /// What is known about the article.
    details: Map<String, Value>,
    /// Index of the mark that each annotation is.
    places: BTreeMap<String, usize>,
    /// Bodies that nothing is known about.
    unknown: usize,
}

impl Reading<'_> {
    fn tell(&mut self, annotation: &str, why: &str) {
        self.building.complain(
            format!("The annotation {annotation} is left out: {why}."),
            "Export it again, or annotate these words by hand.",
        );
    }

    fn annotation(&mut self, name: &str, annotation: &Value) {
        let bodies: Vec<&Value> = several(annotation.get("body")).collect();
        let targets: Vec<&Value> = several(annotation.get("target")).collect();
        let about_all = |target: &&Value| target.is_string();
        if !targets.is_empty() && targets.iter().all(about_all) {
            let own: Vec<(&str, &str)> = bodies.iter().filter_map(|body| field_of(body)).collect();
            if own.is_empty() {
                return self.tell(name, "it has no place in the text");
            }
            for (field, value) in own {
                self.detail(field, value);
            }
            return;
        }
        if targets.is_empty() {
            return self.tell(name, "it has no target");
        }
        let mark = self.mark(annotation, &bodies);
        for target in targets {
            if let Some(source) = other_source(target, self.stem) {
                self.tell(name, &format!("it is about another text ({source})"));
                continue;
            }
            match self.place(target) {
                Ok(span) => {
                    let mark = Mark {
                        parts: vec![span],
                        ..mark.clone()
                    };
                    let index = self.building.mark(mark);
                    self.places.entry(name.to_owned()).or_insert(index);
                }
                Err(why) => self.tell(name, why),
            }
        }
    }

    /// What an annotation says, not yet anywhere.
    fn mark(&mut self, annotation: &Value, bodies: &[&Value]) -> Mark {
        let motivation = several(annotation.get("motivation")).find_map(Value::as_str);
        let mut label = None;
        let (mut actor, mut fields) = (None, Vec::new());
        for body in bodies {
            let value = body.as_str().or_else(|| body.get("value")?.as_str());
            let purpose = several(body.get("purpose"))
                .find_map(Value::as_str)
                .or(motivation);
            match (purpose, value) {
                (Some("tagging" | "classifying") | None, Some(value)) if label.is_none() => {
                    label = Some(value);
                }
                (Some("identifying"), Some(value)) if actor.is_none() => {
                    let id = body.get("claimdesk:actor").and_then(Value::as_str);
                    actor = Some(Known {
                        id: id.unwrap_or_default().to_owned(),
                        name: value.to_owned(),
                    });
                }
                (Some("describing"), Some(value)) => {
                    let name = body.get("claimdesk:field").and_then(Value::as_str);
                    self.field(&mut fields, name.and_then(Field::parse), value);
                }
                (Some("commenting"), Some(value)) => self.field(&mut fields, Some(Field::Note), value),
                _ => self.unknown += 1,
            }
        }
        fields.sort_by_key(|(field, _)| *field);
        Mark {
            label: label.or(motivation).unwrap_or("annotation").to_owned(),
            parts: Vec::new(),
            fields,
            actor,
            status: crate::annotation::Status::Added,
            origin: None,
            item: None,
        }
    }

    fn field(&mut self, fields: &mut Vec<(Field, String)>, field: Option<Field>, value: &str) {
        match field.filter(|field| fields.iter().all(|(known, _)| known != field)) {
            Some(field) if !value.is_empty() => fields.push((field, value.to_owned())),
            _ => self.unknown += 1,
        }
    }

    fn detail(&mut self, field: &str, value: &str) {
        if METADATA.contains(&field) {
            self.details.insert(field.to_owned(), value.into());
        } else {
            self.unknown += 1;
        }
    }

    /// Where a target is.
    fn place(&mut self, target: &Value) -> Result<Span, &'static str> {
        let (mut position, mut quote) = (None, None);
        for selector in several(target.get("selector")) {
            let number = |name: &str| usize::try_from(selector.get(name)?.as_u64()?).ok();
            match selector.get("type").and_then(Value::as_str) {
                Some("TextPositionSelector") => position = Some((number("start"), number("end"))),
                Some("TextQuoteSelector") => quote = Some(selector),
                _ => {}
            }
        }
        let words = |name: &str| {
            let found = quote.and_then(|quote| quote.get(name)?.as_str());
            found.map(normalise_within)
        };
        let exact = words("exact").filter(|words| !words.is_empty());
        let place = position.and_then(|(start, end)| self.building.place(start?, end?, Unit::CodePoint));
        match (exact, place) {
            (None, Some(place)) => Ok(place),
            (Some(exact), Some(place)) if is_quoted(self.building.words(place), &exact) => Ok(place),
            (Some(exact), _) => {
                let prefix = words("prefix").unwrap_or_default();
                let prefix = prefix.trim_start_matches(MARK);
                let suffix = words("suffix").unwrap_or_default();
                let found = self.find(&exact, prefix, &suffix);
                let bare = exact.trim_start_matches(MARK);
                if found.is_err() && bare != exact && !bare.is_empty() {
                    return self.find(bare, prefix, &suffix);
                }
                found
            }
            (None, None) if position.is_some() => Err("its position is no place in the text"),
            (None, None) => Err("it has neither a position nor a quote"),
        }
    }

    /// The one place of the quoted words.
    fn find(&mut self, exact: &str, prefix: &str, suffix: &str) -> Result<Span, &'static str> {
        let text = self.building.text();
        let all = text.as_str();
        let around = prefix.len() + suffix.len() + 1;
        let mut found = None;
        self.left = self
            .left
            .checked_sub(all.len())
            .ok_or("its words stand elsewhere, and too many of this file do")?;
        // One step from a place to the next, so that words that overlap with themselves count as often as they stand there.
        let mut from = 0;
        let finder = memmem::Finder::new(exact);
        while let Some(at) = all
            .as_bytes()
            .get(from..)
            .and_then(|rest| finder.find(rest))
            .map(|at| at + from)
        {
            self.left = self
                .left
                .checked_sub(around + exact.len())
                .ok_or("its words stand in too many places")?;
            let end = at + exact.len();
            let before = all.get(..at).unwrap_or_default();
            let after = all.get(end..).unwrap_or_default();
            if before.ends_with(prefix) && after.starts_with(suffix) {
                if found.is_some() {
                    return Err("its words stand in several places, and its position is none of them");
                }
                found = text.span(at..end);
            }
            from = at + 1;
        }
        found.ok_or("its words are not in the text")
    }

    fn link(&mut self, name: &str, link: &Value) {
        let label =
            several(link.get("body")).find_map(|body| body.as_str().or_else(|| body.get("value")?.as_str()));
        let ends: Vec<&str> = several(link.get("target")).filter_map(reference).collect();
        let known: Vec<Option<usize>> = ends.iter().map(|end| self.places.get(*end).copied()).collect();
        let Some((Some(from), others)) = known.split_first() else {
            return self.tell(name, "what it links is not there");
        };
        if others.contains(&None) || others.is_empty() {
            self.tell(name, "what it links is not there");
        }
        for to in others.iter().flatten() {
            self.building.link(*from, *to, label.unwrap_or("linking"));
        }
    }
}

/// Words of a quote as the text has them. A byte order mark is gone from the start of a text, but not from its middle.
fn normalise_within(words: &str) -> String {
    let bare = words.trim_start_matches(MARK);
    let marks = words.strip_suffix(bare).unwrap_or_default();
    format!("{marks}{}", normalise(bare))
}

/// Whether what stands at a place is what a quote says, which may begin with the mark that the text has lost.
fn is_quoted(words: &str, exact: &str) -> bool {
    words == exact || words == exact.trim_start_matches(MARK)
}

/// Whether all its targets are other annotations.
fn is_link(annotation: &Value) -> bool {
    several(annotation.get("motivation")).any(|motivation| motivation.as_str() == Some("linking"))
        && several(annotation.get("target")).all(|target| reference(target).is_some())
}

/// The id that a target is.
fn reference(target: &Value) -> Option<&str> {
    target.as_str().or_else(|| {
        target
            .get("id")?
            .as_str()
            .filter(|_| target.get("selector").is_none())
    })
}

/// A value, or those of a list.
fn several(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (list, one) = match value {
        Some(Value::Array(all)) => (all.as_slice(), None),
        other => ([].as_slice(), other),
    };
    list.iter().chain(one)
}

/// A detail of the article.
fn field_of(body: &Value) -> Option<(&str, &str)> {
    Some((
        body.get("claimdesk:field")?.as_str()?,
        body.get("value")?.as_str()?,
    ))
}

/// The text file that a target names, if it is not the one called `name`.
fn other_source<'a>(target: &'a Value, name: &str) -> Option<&'a str> {
    let source = target.get("source")?;
    let source = source.as_str().or_else(|| source.get("id")?.as_str())?;
    let file = source.rsplit(['/', ':']).next().unwrap_or(source);
    file.strip_suffix(".txt").filter(|stem| *stem != name)
}
