//! From version 1 to a project in memory. What does not fit is repaired or left out, and always told; nothing panics.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::super::super::warning::Notes;
use super::anchor::Anchors;
use super::history::{Sides, unfold};
use super::items::Found;
use super::names::Named as _;
use super::reader::{KEPT, Reader, Spans, shown};
use super::{
    ActorBody, ActorFile, ArticleFile, BodyFile, ChangeFile, DecisionFile, EntryFile, FormerFile, KindFile,
    MetadataFile, ProjectFile, Side, SpanFile, ZoneFile,
};
use crate::annotation::{
    Action, Actor, ActorId, Article, ArticleId, Body, Change, Decision, Event, EventId, ItemId, KindId,
    KindLabel, LabelScheme, Project, RatingLabel, pair,
};
use crate::text::{ArticleText, MAX_ARTICLE_BYTES, Span, TextHash, Zone, ZoneKind, normalise};

/// A project without its articles.
pub(in crate::project) fn project(file: ProjectFile, notes: &mut Notes<'_>) -> Project {
    let mut reader = Reader {
        notes,
        thing: String::new(),
        anchors: None,
        edited: false,
    };
    let mut decisions: Vec<Decision> = Vec::new();
    let mut actors: BTreeMap<ActorId, Actor> = BTreeMap::new();
    for file in file.actors {
        reader.actor(file, &mut actors, &mut decisions);
    }
    for former in file.former_actors {
        reader.former_actor(former, &mut decisions);
    }
    let mut events: BTreeMap<EventId, Event> = BTreeMap::new();
    for file in file.events {
        reader.event(file, &mut events, &mut decisions);
    }
    for former in file.former_events {
        reader.former_event(former, &mut decisions);
    }
    decisions.extend(
        file.history
            .into_iter()
            .filter_map(|decision| reader.decision(decision)),
    );
    decisions.sort_by_key(|decision| decision.at);
    let ratings = reader.ratings(file.ratings);
    let scheme = reader.scheme(file.kinds, ratings);
    let references = reader.references(file.references);
    let apart = reader.apart(&file.apart);
    reader.formerly(&mut actors);
    Project {
        title: file.title,
        scheme,
        reviewers: file.reviewers,
        actors,
        articles: BTreeMap::new(),
        events,
        decisions,
        apart,
        references,
    }
}

/// An article; `None` if its text cannot be used at all.
pub(in crate::project) fn article(
    file: &ArticleFile,
    id: ArticleId,
    notes: &mut Notes<'_>,
) -> Option<Article> {
    let edited = TextHash::parse(&file.sha256) != Some(TextHash::of(&file.text));
    let text = if edited {
        normalise(&file.text)
    } else {
        file.text.clone()
    };
    if text.len() > MAX_ARTICLE_BYTES {
        notes.field(
            "text",
            "The text is longer than 32 MB.",
            "Split the article and import the parts.",
        );
        return None;
    }
    let text = ArticleText::new(text);
    let anchors = Anchors::new(&text, file.spans());
    let mut reader = Reader {
        notes,
        thing: String::new(),
        anchors: Some(&anchors),
        edited,
    };
    if edited {
        reader.notes.field(
            "sha256",
            "The text was changed outside Claimdesk.",
            "Spans whose words still stand where they were stay; see the other messages on this file for the rest.",
        );
    }
    let mut read = Found::default();
    reader.items(file, &text, &mut read);
    for former in &file.former_items {
        reader.former_item(former, &text, &mut read);
    }
    let Found {
        items,
        orphans,
        past,
        mut decisions,
    } = read;
    reader.thing.clear();
    decisions.extend(
        file.history
            .iter()
            .cloned()
            .filter_map(|decision| reader.decision(decision)),
    );
    decisions.sort_by_key(|decision| decision.at);
    let metadata = reader.metadata(MetadataFile {
        title: file.title.clone(),
        publisher: file.publisher.clone(),
        author: file.author.clone(),
        published: file.published.clone(),
        url: file.url.clone(),
        language: file.language.clone(),
        imported_from: file.imported_from.clone(),
    });
    let zones = reader.zones(&file.zones, &text, edited);
    let state = reader.pick(&file.state);
    Some(Article {
        id,
        added: reader.time(&file.added),
        metadata,
        zones,
        state,
        note: file.note.clone(),
        suggested_by: file.suggested_by.clone(),
        items,
        orphans,
        past,
        decisions,
        text: text.clone(),
    })
}

impl Reader<'_, '_> {
    fn former_item(&mut self, file: &FormerFile<BodyFile>, text: &ArticleText, read: &mut Found) {
        self.thing.clone_from(&file.id);
        let Some(id) = ItemId::parse(&file.id) else {
            self.warn(
                format!("\"{}\" is no id of an item; its history is left out.", file.id),
                KEPT,
            );
            return;
        };
        let history = file.history.iter().cloned();
        let spans = self.past_spans();
        let told = self.entries(history, None, |reader, file| reader.past_body(&file, spans));
        read.decisions
            .extend(told.into_iter().map(|told| item_decision(id, told)));
        self.past(id, &file.history, text, read);
    }

    fn actor(
        &mut self,
        file: ActorFile,
        actors: &mut BTreeMap<ActorId, Actor>,
        decisions: &mut Vec<Decision>,
    ) {
        self.thing.clone_from(&file.id);
        let id = ActorId::parse(&file.id).unwrap_or_else(|| {
            let id = ActorId::for_name(&file.actor.name, &KindId::new(file.actor.kind.clone()));
            self.warn(
                format!("\"{}\" is no id of an actor; read as {id}.", file.id),
                KEPT,
            );
            id
        });
        for former in &file.actor.formerly {
            if ActorId::parse(former).is_none() {
                self.warn(format!("\"{former}\" is no id of an actor; left out."), KEPT);
            }
        }
        let actor = actor(id, file.actor);
        let told = self.entries(file.history.into_iter(), Some(&actor), |_, body| {
            Some(self::actor(id, body))
        });
        let told = told.into_iter().map(|told| actor_decision(id, told));
        if let Some(known) = actors.get_mut(&id) {
            let new: Vec<_> = told.filter(|decision| !decisions.contains(decision)).collect();
            decisions.extend(new);
            // Two people who meet the same name give its actor the same id; a merge of their files has both.
            let names: BTreeSet<String> = known
                .aliases
                .drain(..)
                .chain(actor.aliases)
                .chain([actor.name])
                .filter(|n| *n != known.name)
                .collect();
            known.aliases = names.into_iter().collect();
            known.formerly.extend(actor.formerly);
            known.formerly.sort();
            known.formerly.dedup();
            let called = known.name.clone();
            self.warn(
                format!("The actor \"{called}\" is there twice; read as one."),
                KEPT,
            );
            return;
        }
        decisions.extend(told);
        actors.insert(id, actor);
    }

    fn apart(&mut self, files: &[(String, String)]) -> BTreeSet<(ActorId, ActorId)> {
        self.thing.clear();
        let mut apart = BTreeSet::new();
        for (a, b) in files {
            match (ActorId::parse(a), ActorId::parse(b)) {
                (Some(a), Some(b)) if a != b => {
                    apart.insert(pair(a, b));
                }
                _ => self.warn(
                    format!("\"{a}\" and \"{b}\" are no two actors to keep apart; left out."),
                    KEPT,
                ),
            }
        }
        apart
    }

    /// An id is that of one actor: what an actor has is nobody's former id, and what two had before is the first one's.
    fn formerly(&mut self, actors: &mut BTreeMap<ActorId, Actor>) {
        let ids: BTreeSet<ActorId> = actors.keys().copied().collect();
        let mut seen = BTreeSet::new();
        for actor in actors.values_mut() {
            self.thing = actor.id.to_string();
            let mut lost = Vec::new();
            actor.formerly.retain(|id| {
                let fine = !ids.contains(id) && seen.insert(*id);
                if !fine {
                    lost.push(*id);
                }
                fine
            });
            for id in lost {
                self.warn(
                    format!("\"{id}\" is another actor's id; it is left out of the former ones."),
                    KEPT,
                );
            }
        }
        self.thing.clear();
    }

    fn former_actor(&mut self, file: FormerFile<ActorBody>, decisions: &mut Vec<Decision>) {
        self.thing.clone_from(&file.id);
        let Some(id) = ActorId::parse(&file.id) else {
            self.warn(
                format!("\"{}\" is no id of an actor; its history is left out.", file.id),
                KEPT,
            );
            return;
        };
        let told = self.entries(file.history.into_iter(), None, |_, body| {
            Some(self::actor(id, body))
        });
        decisions.extend(told.into_iter().map(|told| actor_decision(id, told)));
    }

    /// The entries under one thing with both sides put back.
    pub(super) fn entries<F, T: Clone>(
        &mut self,
        entries: impl Iterator<Item = EntryFile<F>>,
        now: Option<&T>,
        read: impl Fn(&Self, F) -> Option<T>,
    ) -> Vec<Told<T>> {
        let mut heads = Vec::new();
        let mut chain = Vec::new();
        for entry in entries {
            let Some(action) = Action::from_name(&entry.did) else {
                self.warn(
                    format!("\"{}\" is no action; the entry is left out.", entry.did),
                    KEPT,
                );
                continue;
            };
            let mut side = |side: Side<F>| match side {
                Side::Told => Side::Told,
                Side::Nothing => Side::Nothing,
                Side::Is(file) => read(self, file).map_or_else(
                    || {
                        self.warn(
                            "What an entry of the history says cannot be read; that side is left out.",
                            KEPT,
                        );
                        Side::Nothing
                    },
                    Side::Is,
                ),
            };
            let (before, after) = (side(entry.before), side(entry.after));
            heads.push((self.time(&entry.at), entry.by));
            chain.push((action, before, after));
        }
        let sides = unfold(chain, now);
        heads
            .into_iter()
            .zip(sides)
            .map(|((at, by), sides)| (at, by, sides))
            .collect()
    }

    pub(super) fn decision(&mut self, file: DecisionFile) -> Option<Decision> {
        let whole = |reader: &Self, side: Side<BodyFile>| match side {
            Side::Is(body) => reader.past_body(&body, Spans::Past),
            Side::Told | Side::Nothing => None,
        };
        let change = match file.change {
            ChangeFile::Item { id, before, after } => ItemId::parse(&id).map(|id| Change::Item {
                id,
                before: whole(self, before),
                after: whole(self, after),
            }),
            ChangeFile::Actor { id, before, after } => ActorId::parse(&id).map(|id| {
                let side = |side| match side {
                    Side::Is(body) => Some(self::actor(id, body)),
                    Side::Told | Side::Nothing => None,
                };
                Change::Actor {
                    id,
                    before: side(before),
                    after: side(after),
                }
            }),
            ChangeFile::Event { id, before, after } => EventId::parse(&id).map(|id| {
                let side = |side| match side {
                    Side::Is(body) => super::events::event(id, body),
                    Side::Told | Side::Nothing => None,
                };
                Change::Event {
                    id,
                    before: side(before),
                    after: side(after),
                }
            }),
            ChangeFile::Zone { at, before, after } => {
                let span = self.past_span(&SpanFile::new(at.0, at.1, String::new()));
                let (before, after) = (self.pick(&before), self.pick(&after));
                span.map(|span| Change::Zone { span, before, after })
            }
            ChangeFile::Metadata { before, after } => Some(Change::Metadata {
                before: Box::new(self.metadata(before)),
                after: Box::new(self.metadata(after)),
            }),
            ChangeFile::State { before, after } => Some(Change::State {
                before: self.pick(&before),
                after: self.pick(&after),
            }),
        };
        let action = Action::from_name(&file.did);
        let (Some(change), Some(action)) = (change, action) else {
            self.warn(
                format!("An entry of the history ({}, {}) is left out.", file.at, file.did),
                KEPT,
            );
            return None;
        };
        Some(Decision {
            at: self.time(&file.at),
            by: file.by,
            action,
            change,
        })
    }

    fn zones(&mut self, files: &[ZoneFile], text: &ArticleText, edited: bool) -> Vec<Zone> {
        let mut zones: Vec<Zone> = Vec::new();
        for ZoneFile(kind, start, end, words) in files {
            let kind: ZoneKind = self.pick(kind);
            let span = if edited {
                self.edited_zone(*start, *end, words, text)
            } else {
                usize::try_from(*start)
                    .ok()
                    .zip(usize::try_from(*end).ok())
                    .and_then(|(s, e)| text.span(s..e))
            };
            let after = zones.last().map_or(0, |last| last.span.end());
            match span.filter(|span| span.start() >= after) {
                Some(span) => zones.push(Zone { span, kind }),
                None => self.warn(
                    format!(
                        "The {} at {start}..{end} (\"{}\") has no place in the text; left out.",
                        kind.name(),
                        shown(words)
                    ),
                    "Set the zone of these paragraphs again if they are still there.",
                ),
            }
        }
        zones
    }

    /// Whole paragraphs around where the zone's first words are now.
    fn edited_zone(&self, start: i64, end: i64, words: &str, text: &ArticleText) -> Option<Span> {
        let file = SpanFile::new(
            start,
            start.saturating_add(i64::try_from(words.len()).ok()?),
            words.to_owned(),
        );
        let at = self.anchors?.find(&file)?.span().start();
        let first = text.paragraph_at(at)?;
        let length = usize::try_from(end.saturating_sub(start)).ok()?;
        let paragraphs = text.paragraphs();
        let last = text
            .paragraph_at(at.saturating_add(length).saturating_sub(1))
            .unwrap_or(paragraphs.len() - 1);
        Some(paragraphs.get(first)?.hull(*paragraphs.get(last.max(first))?))
    }

    fn scheme(&mut self, files: Vec<KindFile>, ratings: Vec<RatingLabel>) -> LabelScheme {
        self.thing.clear();
        if files.is_empty() {
            return LabelScheme {
                ratings,
                ..LabelScheme::default()
            };
        }
        let mut kinds: Vec<KindLabel> = Vec::new();
        for file in files {
            let id = KindId::new(file.id);
            if kinds.iter().any(|kind| kind.id == id) {
                self.warn(
                    format!("The kind \"{id}\" is there twice; the second is left out."),
                    KEPT,
                );
                continue;
            }
            kinds.push(KindLabel {
                id,
                title: file.title,
                badge: file.badge,
                colour: file.colour,
            });
        }
        LabelScheme { kinds, ratings }
    }
}

pub(super) fn actor(id: ActorId, body: ActorBody) -> Actor {
    let formerly: BTreeSet<ActorId> = body.formerly.iter().filter_map(|id| ActorId::parse(id)).collect();
    Actor {
        id,
        name: body.name,
        aliases: body.aliases,
        kind: KindId::new(body.kind),
        side: body.side,
        note: body.note,
        external_id: body.external_id,
        formerly: formerly.into_iter().collect(),
    }
}

/// When, by whom, and what a decision did.
pub(super) type Told<T> = (Timestamp, String, Sides<T>);

pub(super) fn item_decision(id: ItemId, told: Told<Body>) -> Decision {
    decision(told, |before, after| Change::Item { id, before, after })
}

fn actor_decision(id: ActorId, told: Told<Actor>) -> Decision {
    decision(told, |before, after| Change::Actor { id, before, after })
}

pub(super) fn decision<T>(
    (at, by, sides): Told<T>,
    change: impl Fn(Option<T>, Option<T>) -> Change,
) -> Decision {
    Decision {
        at,
        by,
        action: sides.action,
        change: change(sides.before, sides.after),
    }
}
