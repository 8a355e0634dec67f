//! Reading our own lines back.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use jiff::Timestamp;
use serde_json::Value;

use super::body::{Count, actor, body, parse, span, words};
use super::events;
use super::line::{Line, MetadataIn, ProjectIn};
use crate::annotation::{
    Actor, ActorId, Article, ArticleId, ArticleState, Body, Decision, EventId, Item, ItemId, KindId,
    KindLabel, LabelScheme, Metadata, Origin, Orphan, Past, Status, pair,
};
use crate::exchange::Problem;
use crate::exchange::annotated::{AboutProject, Annotated};
use crate::exchange::import::unreadable;
use crate::exchange::marks::Raw;
use crate::suggest::Stop;
use crate::text::{MAX_ARTICLE_BYTES, TextHash, Zone, ZoneKind};

/// The longest line, in bytes: the longest article with room for its items.
const LONGEST: u64 = 8 * MAX_ARTICLE_BYTES as u64;

/// Something in a line that cannot be used: what it is.
pub type Fault = String;

/// Reads the articles of the file at `path`, each as soon as its line is read.
pub fn read(path: &Path, stop: &Stop, each: &mut dyn FnMut(Result<Annotated, Problem>)) {
    let problem = |line, what: String, hint: &str| Problem {
        file: path.to_owned(),
        line,
        what,
        hint: hint.to_owned(),
    };
    if std::fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        let what = "This is no file.".to_owned();
        return each(Err(problem(None, what, "Name a file of JSON Lines.")));
    }
    let mut file = match File::open(path) {
        Ok(file) => BufReader::new(file),
        Err(error) => return each(Err(unreadable(path, &error))),
    };
    let (mut number, mut bytes, mut nothing) = (0, Vec::new(), true);
    while !stop.is_set() {
        bytes.clear();
        number += 1;
        match (&mut file).take(LONGEST).read_until(b'\n', &mut bytes) {
            Err(error) => return each(Err(unreadable(path, &error))),
            Ok(0) => break,
            Ok(_) => {}
        }
        if bytes.len() as u64 >= LONGEST && !bytes.ends_with(b"\n") {
            let what = "This line is too long; reading ended here.".to_owned();
            return each(Err(problem(Some(number), what, "Write one article per line.")));
        }
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        nothing = false;
        let mut faults = Vec::new();
        match article(&bytes, number, &mut faults) {
            Ok(annotated) => {
                for fault in faults {
                    let hint = "It was left out; the rest of the line was read.";
                    each(Err(problem(Some(number), fault, hint)));
                }
                each(Ok(annotated));
            }
            Err(what) => {
                let hint =
                    "Each line has to be one article as \"claimdesk export --format jsonl\" writes it.";
                each(Err(problem(Some(number), what, hint)));
            }
        }
    }
    if nothing && !stop.is_set() {
        let what = "There is nothing to read: the file is empty.".to_owned();
        each(Err(problem(
            None,
            what,
            "Choose a file with an article per line.",
        )));
    }
}

/// What is gathered while a line is read.
pub(super) struct Reading<'a> {
    pub(super) raw: Raw<'a>,
    items: BTreeMap<ItemId, Item>,
    /// Decisions with the item that they are about, in the order in which they stand.
    pub(super) decisions: Vec<Decision>,
    pub(super) past: BTreeMap<ItemId, Past>,
    faults: &'a mut Vec<Fault>,
}

fn article(bytes: &[u8], number: usize, faults: &mut Vec<Fault>) -> Result<Annotated, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let line: Line = serde_json::from_slice(bytes).map_err(|error| {
        let what = if error.is_eof() {
            "ends in the middle"
        } else {
            "is not one of ours"
        };
        format!("The line {what} (column {}: {}).", error.column(), short(&error))
    })?;
    if line.text.len() > MAX_ARTICLE_BYTES {
        return Err("The text is longer than an article can be.".to_owned());
    }
    let raw = Raw::new(&line.text);
    let text = raw.text().clone();
    if let Some(hash) = &line.sha256
        && TextHash::parse(hash) != Some(text.hash())
    {
        faults.push("The text is not the one that was exported; items may stand at other words.".to_owned());
    }
    let title = match &line.id {
        Value::String(id) => id.clone(),
        Value::Null => format!("line {number}"),
        other => other.to_string(),
    };
    let id = ArticleId::parse(&title).unwrap_or_else(|| ArticleId::from_name(&title, |_| false));
    let added = line
        .added
        .as_deref()
        .and_then(|at| at.parse().ok())
        .unwrap_or(Timestamp::UNIX_EPOCH);
    let mut reading = Reading {
        raw,
        items: BTreeMap::new(),
        decisions: Vec::new(),
        past: BTreeMap::new(),
        faults,
    };
    for (id, past) in &line.past {
        reading.read_past(id, past);
    }
    for value in &line.actors {
        reading.item(value, "mention", None);
    }
    for value in &line.claims {
        reading.item(value, "claim", None);
    }
    let mut orphans = BTreeMap::new();
    for value in &line.orphans {
        if let Some(orphan) = reading.orphan(value) {
            orphans.insert(orphan.item.id, orphan);
        }
    }
    let metadata = reading.metadata(line.metadata);
    let mut article = Article::new(id, added, metadata, text.clone(), Vec::new());
    article.zones = match &line.zones {
        Some(zones) => reading.zones(zones),
        None => crate::text::zones::find_zones_titled(&text, &article.metadata.title),
    };
    if let Some(state) = &line.state {
        article.state = reading
            .or_fault(ArticleState::parse(state), "state")
            .unwrap_or_default();
    }
    for value in &line.decisions {
        let decision = reading.decision(value, None, 0);
        reading.decisions.extend(decision);
    }
    let mut actors = BTreeMap::new();
    for (id, value) in &line.known_actors {
        actors.extend(reading.actor(id, value).map(|actor| (actor.id, actor)));
    }
    let about = line.project.map(|project| Box::new(reading.about(project)));
    let Reading {
        items,
        mut decisions,
        past,
        ..
    } = reading;
    decisions.sort_by_key(|decision| decision.at);
    article.note = line.note;
    article.suggested_by = line.suggested_by;
    article.items = items;
    article.decisions = decisions;
    article.orphans = orphans;
    article.past = past;
    unlink(&mut article, &mut actors, about.as_deref(), faults);
    Ok(Annotated {
        article,
        actors,
        about,
    })
}

/// The library's words without the place, which is told by us.
fn short(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// Actors that the line refers to without saying who they are: those of the project, or nobody.
fn unlink(
    article: &mut Article,
    actors: &mut BTreeMap<ActorId, Actor>,
    about: Option<&AboutProject>,
    faults: &mut Vec<Fault>,
) {
    if let Some(about) = about {
        for (id, actor) in &about.actors {
            actors.entry(*id).or_insert_with(|| actor.clone());
        }
    }
    let mut unknown = 0;
    for item in article.items.values_mut() {
        let mut check = |actor: &mut Option<ActorId>| {
            if actor.is_some_and(|id| !actors.contains_key(&id)) {
                *actor = None;
                unknown += 1;
            }
        };
        match &mut item.body {
            Body::Mention(mention) => check(&mut mention.actor),
            Body::Claim(claim) => {
                check(&mut claim.speaker);
                claim.via.iter_mut().for_each(|via| check(&mut via.actor));
                claim
                    .targets
                    .iter_mut()
                    .for_each(|target| check(&mut target.actor));
            }
        }
    }
    if unknown > 0 {
        faults.push(format!("{unknown} links to actors that the line does not know."));
    }
}

impl Reading<'_> {
    pub(super) fn or_fault<T>(&mut self, found: Option<T>, what: &str) -> Option<T> {
        if found.is_none() {
            self.faults.push(format!("The {what} cannot be read."));
        }
        found
    }

    pub(super) fn metadata(&mut self, meta: MetadataIn) -> Metadata {
        let published = meta.published.as_deref().and_then(|day| {
            let day = day.parse().ok();
            self.or_fault(day, "day of publication")
        });
        Metadata {
            title: meta.title,
            publisher: meta.publisher,
            author: meta.author,
            published,
            url: meta.url,
            language: meta.language,
            imported_from: meta.imported_from,
        }
    }

    fn zones(&mut self, zones: &[Value]) -> Vec<Zone> {
        let mut found: Vec<Zone> = Vec::new();
        for value in zones {
            let zone = (|| {
                Some(Zone {
                    span: span(value, &Count::Points(&self.raw))?,
                    kind: zone_kind(value.get("kind")?.as_str()?)?,
                })
            })();
            let in_order = |zone: &Zone| {
                found
                    .last()
                    .is_none_or(|last| last.span.end() <= zone.span.start())
            };
            let zone = zone.filter(in_order);
            found.extend(self.or_fault(zone, "zone"));
        }
        found
    }

    /// An item with its decisions; a claim with those nested in it.
    fn item(&mut self, value: &Value, what: &str, within: Option<ItemId>) {
        let read = body(value, what, &Count::Points(&self.raw));
        let mut body = match read {
            Ok(body) => body,
            Err(fault) => return self.faults.push(fault),
        };
        if let Body::Claim(claim) = &mut body {
            claim.within = within;
        }
        let stated = value.get("item").and_then(Value::as_str).and_then(ItemId::parse);
        let id = stated
            .filter(|id| !self.items.contains_key(id))
            .unwrap_or_else(|| ItemId::for_body(&body, |id| self.items.contains_key(&id)));
        let Some((status, origin)) = self.standing(value) else {
            return;
        };
        self.items.insert(
            id,
            Item {
                id,
                body,
                status,
                origin,
            },
        );
        self.history(value, id);
        for inner in value
            .get("nested")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let deeper = inner
                .get("nested")
                .and_then(Value::as_array)
                .is_some_and(|deeper| !deeper.is_empty());
            if within.is_some() || deeper {
                self.faults
                    .push("A claim stands within one that stands within another.".to_owned());
            } else {
                let holder = (status != Status::Rejected).then_some(id);
                self.item(inner, "claim", holder);
            }
        }
    }

    fn standing(&mut self, value: &Value) -> Option<(Status, Option<Origin>)> {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let score = value.get("score").and_then(Value::as_f64);
        let status = match text("status") {
            Some(status) => self.or_fault(parse::status(&status), "status")?,
            None if score.is_some() => Status::Suggested,
            None => Status::Added,
        };
        let origin = (score.is_some() || text("suggester").is_some()).then(|| Origin {
            suggester: text("suggester").unwrap_or_else(|| "imported".to_owned()),
            version: text("suggester_version").unwrap_or_default(),
            score: score.unwrap_or_default().clamp(0.0, 1.0) as f32,
            reason: text("reason").unwrap_or_default(),
        });
        Some((status, origin))
    }

    fn history(&mut self, value: &Value, id: ItemId) {
        let decisions = value.get("decisions").and_then(Value::as_array);
        for (number, decision) in decisions.into_iter().flatten().enumerate() {
            let decision = self.decision(decision, Some(id), 2 * number);
            self.decisions.extend(decision);
        }
    }

    fn orphan(&mut self, value: &Value) -> Option<Orphan> {
        let id = value.get("item").and_then(Value::as_str).and_then(ItemId::parse);
        let id = self.or_fault(id, "id of an item that lost its place")?;
        let read = |value: Option<&Value>, count: &Count<'_>| {
            let value = value.filter(|value| !value.is_null())?;
            Some(item_body(value, count))
        };
        let body = match read(value.get("body"), &Count::Bytes)? {
            Ok(body) => body,
            Err(fault) => {
                self.faults.push(fault);
                return None;
            }
        };
        let candidate = read(value.get("candidate"), &Count::Points(&self.raw)).and_then(Result::ok);
        let (status, origin) = self.standing(value)?;
        self.past.insert(
            id,
            Past {
                words: BTreeMap::new(),
                sides: usize::MAX,
            },
        );
        self.history(value, id);
        self.past.remove(&id);
        Some(Orphan {
            item: Item {
                id,
                body,
                status,
                origin,
            },
            words: words(value.get("words")),
            candidate,
        })
    }

    fn read_past(&mut self, id: &str, value: &Value) {
        let sides = value
            .get("sides")
            .and_then(Value::as_u64)
            .and_then(|n| usize::try_from(n).ok());
        let past = ItemId::parse(id).zip(sides);
        if let Some((id, sides)) = self.or_fault(past, "past of an item") {
            let words = words(value.get("words"));
            self.past.insert(id, Past { words, sides });
        }
    }

    fn actor(&mut self, id: &str, value: &Value) -> Option<Actor> {
        let found = ActorId::parse(id).and_then(|id| actor(id, value));
        self.or_fault(found, "actor")
    }

    fn about(&mut self, project: ProjectIn) -> AboutProject {
        let kinds = project.kinds.into_iter().map(|kind| KindLabel {
            id: KindId::new(kind.id),
            title: kind.title,
            badge: kind.badge,
            colour: kind.colour,
        });
        let mut about = AboutProject {
            title: project.title,
            scheme: LabelScheme {
                kinds: kinds.collect(),
                ratings: self.ratings(&project.ratings),
            },
            references: self.references(&project.references),
            reviewers: project.reviewers,
            ..AboutProject::default()
        };
        for (id, value) in &project.actors {
            about
                .actors
                .extend(self.actor(id, value).map(|actor| (actor.id, actor)));
        }
        for (id, value) in &project.events {
            let event = EventId::parse(id).and_then(|id| events::event(id, value));
            about
                .events
                .extend(self.or_fault(event, "event").map(|event| (event.id, event)));
        }
        for [a, b] in &project.apart {
            let two = ActorId::parse(a).zip(ActorId::parse(b));
            let two = self.or_fault(two.filter(|(a, b)| a != b), "pair of actors to keep apart");
            about.apart.extend(two.map(|(a, b)| pair(a, b)));
        }
        for value in &project.decisions {
            about.decisions.extend(self.decision(value, None, 0));
        }
        about
    }
}

/// A body that says itself whether it is a mention or a claim.
pub(super) fn item_body(value: &Value, count: &Count<'_>) -> Result<Body, Fault> {
    let known = ["mention", "claim"]
        .into_iter()
        .find_map(|what| Some((what, value.get(what)?)));
    match known {
        Some((what, value)) => body(value, what, count),
        None => Err("A decision is about neither a mention nor a claim.".to_owned()),
    }
}

pub(super) fn zone_kind(name: &str) -> Option<ZoneKind> {
    match name {
        "body" => Some(ZoneKind::Body),
        "headline" => Some(ZoneKind::Headline),
        "boilerplate" => Some(ZoneKind::Boilerplate),
        _ => None,
    }
}

mod about;
#[cfg(test)]
mod tests;
