//! From a project in memory to version 1.
//!
//! What a file keeps is a little less fine than what memory can hold: scores have three decimals, times have
//! milliseconds, decisions stand in the order of their times (those of the same millisecond in text order). What was
//! once through a file is the same after every further round.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::anchor::quote;
use super::events::event_body;
use super::history::{Sides, fold};
use super::names::Named;
use super::{
    ActorBody, ActorFile, ArticleFile, BodyFile, ChangeFile, DecisionFile, EntryFile, EventBody, EventFile,
    EvidenceFile, FigureFile, FormerFile, ItemFile, KindFile, MetadataFile, OriginFile, PartyFile,
    ProjectFile, RatingFile, ReferenceFile, Side, SpanFile, VERSION, VerdictFile, ZoneFile,
};
use crate::annotation::{
    Actor, ActorId, Article, Body, Change, Claim, Decision, EventId, Figure, Item, ItemId, KindLabel,
    Mention, Metadata, Origin, Party, Past, Project, Quote, Verdict, sort_key, to_millisecond,
};
use crate::text::{ArticleText, Span, Zone};

/// A score with three decimals, 0 for what is no number.
#[must_use]
pub fn rounded(score: f32) -> f32 {
    if score.is_finite() {
        (score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
    } else {
        0.0
    }
}

/// Name of a value, empty for what an empty field means.
pub(super) fn unless_default<T: Named>(value: T) -> String {
    if value == T::DEFAULT {
        String::new()
    } else {
        value.name().to_owned()
    }
}

fn time(at: Timestamp) -> String {
    to_millisecond(at).to_string()
}

/// `project.ron`.
#[must_use]
pub fn project(project: &Project) -> ProjectFile {
    let mut of_actor: BTreeMap<ActorId, Vec<&Decision>> = BTreeMap::new();
    let mut of_event: BTreeMap<EventId, Vec<&Decision>> = BTreeMap::new();
    let mut history = Vec::new();
    for decision in by_time(&project.decisions) {
        match &decision.change {
            Change::Actor { id, .. } => of_actor.entry(*id).or_default().push(decision),
            Change::Event { id, .. } => of_event.entry(*id).or_default().push(decision),
            _ => history.push(decision_file(decision, Words::NONE)),
        }
    }
    let mut actors: Vec<&Actor> = project.actors.values().collect();
    actors.sort_by_key(|actor| (actor.name.to_lowercase(), actor.id));
    let actors = actors
        .into_iter()
        .map(|actor| {
            let now = actor_body(actor);
            let chain = of_actor.remove(&actor.id).unwrap_or_default();
            ActorFile {
                id: actor.id.to_string(),
                history: actor_entries(&chain, Some(&now)),
                actor: now,
            }
        })
        .collect();
    let former_actors = of_actor
        .into_iter()
        .map(|(id, chain)| FormerFile {
            id: id.to_string(),
            history: actor_entries(&chain, None),
        })
        .collect();
    let events = project.events.values().map(|event| {
        let now = event_body(event);
        let chain = of_event.remove(&event.id).unwrap_or_default();
        EventFile {
            id: event.id.to_string(),
            history: event_entries(&chain, Some(&now)),
            event: now,
        }
    });
    let events = events.collect();
    let former_events = of_event.into_iter().map(|(id, chain)| FormerFile {
        id: id.to_string(),
        history: event_entries(&chain, None),
    });
    let former_events = former_events.collect();
    ProjectFile {
        format: VERSION,
        title: project.title.clone(),
        kinds: project.scheme.kinds.iter().map(kind).collect(),
        ratings: RatingFile::all(&project.scheme.ratings),
        references: project.references.iter().map(ReferenceFile::of).collect(),
        reviewers: project.reviewers.clone(),
        actors,
        former_actors,
        events,
        former_events,
        apart: project
            .apart
            .iter()
            .map(|(a, b)| (a.to_string(), b.to_string()))
            .collect(),
        history,
    }
}

/// Oldest first, in the precision of the file.
fn by_time(decisions: &[Decision]) -> Vec<&Decision> {
    let mut sorted: Vec<_> = decisions.iter().collect();
    sorted.sort_by_key(|decision| to_millisecond(decision.at));
    sorted
}

pub(super) fn kind(label: &KindLabel) -> KindFile {
    KindFile {
        id: label.id.to_string(),
        title: label.title.clone(),
        badge: label.badge.clone(),
        colour: label.colour.clone(),
    }
}

pub(super) fn actor_body(actor: &Actor) -> ActorBody {
    ActorBody {
        name: actor.name.clone(),
        aliases: actor.aliases.clone(),
        kind: actor.kind.to_string(),
        side: actor.side.clone(),
        note: actor.note.clone(),
        external_id: actor.external_id.clone(),
        formerly: actor.formerly.iter().map(ToString::to_string).collect(),
    }
}

fn event_entries(chain: &[&Decision], now: Option<&EventBody>) -> Vec<EntryFile<EventBody>> {
    entries(chain, now, |_, change| match change {
        Change::Event { before, after, .. } => {
            Some((before.as_ref().map(event_body), after.as_ref().map(event_body)))
        }
        _ => None,
    })
}

fn actor_entries(chain: &[&Decision], now: Option<&ActorBody>) -> Vec<EntryFile<ActorBody>> {
    entries(chain, now, |_, change| match change {
        Change::Actor { before, after, .. } => {
            Some((before.as_ref().map(actor_body), after.as_ref().map(actor_body)))
        }
        _ => None,
    })
}

fn entries<T: PartialEq + Clone>(
    chain: &[&Decision],
    now: Option<&T>,
    sides: impl Fn(usize, &Change) -> Option<(Option<T>, Option<T>)>,
) -> Vec<EntryFile<T>> {
    let chain: Vec<_> = chain
        .iter()
        .enumerate()
        .filter_map(|(index, d)| Some((d, sides(index, &d.change)?)))
        .collect();
    let sides: Vec<_> = chain
        .iter()
        .map(|(d, (before, after))| Sides {
            action: d.action,
            before: before.clone(),
            after: after.clone(),
        })
        .collect();
    chain
        .iter()
        .zip(fold(&sides, now))
        .map(|((decision, _), (before, after))| EntryFile {
            at: time(decision.at),
            by: decision.by.clone(),
            did: decision.action.name().to_owned(),
            before,
            after,
        })
        .collect()
}

/// Where the words of spans come from.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    text: Option<&'a ArticleText>,
    /// Words that the text had.
    lost: Option<&'a BTreeMap<Span, Quote>>,
    /// Words that it had for the older part of an item's history.
    past: Option<&'a Past>,
}

impl<'a> Words<'a> {
    pub(super) const NONE: Self = Self {
        text: None,
        lost: None,
        past: None,
    };

    const fn of(text: &'a ArticleText) -> Self {
        Self {
            text: Some(text),
            ..Self::NONE
        }
    }

    /// Those of a side of a decision, counted from the oldest.
    fn of_side(self, side: usize) -> Self {
        let past = self.past.filter(|past| side < past.sides);
        Self {
            lost: past.map_or(self.lost, |past| Some(&past.words)),
            ..self
        }
    }
}

/// A file in `articles/`.
#[must_use]
pub fn article(article: &Article) -> ArticleFile {
    let text = &article.text;
    let words = Words::of(text);
    let mut of_item: BTreeMap<ItemId, Vec<&Decision>> = BTreeMap::new();
    let mut history = Vec::new();
    for decision in by_time(&article.decisions) {
        match &decision.change {
            Change::Item { id, .. } => of_item.entry(*id).or_default().push(decision),
            _ => history.push(decision_file(decision, words)),
        }
    }
    let mut items: Vec<&Item> = article.items.values().collect();
    items.sort_by_key(|item| (sort_key(&item.body), item.id));
    let items = items
        .into_iter()
        .map(|item| {
            let past = article.past.get(&item.id);
            item_file(item, &mut of_item, Words { past, ..words })
        })
        .collect();
    let mut orphans: Vec<_> = article.orphans.values().collect();
    orphans.sort_by_key(|orphan| (sort_key(&orphan.item.body), orphan.item.id));
    let orphans = orphans
        .into_iter()
        .map(|orphan| {
            let lost = Some(&orphan.words);
            item_file(&orphan.item, &mut of_item, Words { lost, ..words })
        })
        .collect();
    let former_items = of_item
        .into_iter()
        .map(|(id, chain)| {
            let past = article.past.get(&id);
            FormerFile {
                id: id.to_string(),
                history: item_entries(&chain, None, Words { past, ..words }),
            }
        })
        .collect();
    let meta = metadata(&article.metadata);
    ArticleFile {
        format: VERSION,
        title: meta.title,
        publisher: meta.publisher,
        author: meta.author,
        published: meta.published,
        url: meta.url,
        language: meta.language,
        imported_from: meta.imported_from,
        added: time(article.added),
        state: unless_default(article.state),
        note: article.note.clone(),
        suggested_by: article.suggested_by.clone(),
        sha256: text.hash().to_string(),
        text: text.as_str().to_owned(),
        zones: article.zones.iter().map(|z| zone(*z, text)).collect(),
        items,
        orphans,
        former_items,
        history,
    }
}

fn item_file(item: &Item, of_item: &mut BTreeMap<ItemId, Vec<&Decision>>, words: Words<'_>) -> ItemFile {
    let now = body(&item.body, words);
    let chain = of_item.remove(&item.id).unwrap_or_default();
    ItemFile {
        id: item.id.to_string(),
        status: item.status.name().to_owned(),
        suggested: item.origin.as_ref().map(origin),
        history: item_entries(&chain, Some(&now), words),
        body: now,
    }
}

fn item_entries(chain: &[&Decision], now: Option<&BodyFile>, words: Words<'_>) -> Vec<EntryFile<BodyFile>> {
    entries(chain, now, |index, change| match change {
        Change::Item { before, after, .. } => {
            let side = |side: &Option<Body>, index| side.as_ref().map(|b| body(b, words.of_side(index)));
            Some((side(before, 2 * index), side(after, 2 * index + 1)))
        }
        _ => None,
    })
}

pub(super) fn metadata(meta: &Metadata) -> MetadataFile {
    MetadataFile {
        title: meta.title.clone(),
        publisher: meta.publisher.clone(),
        author: meta.author.clone(),
        published: meta.published.map(|day| day.to_string()).unwrap_or_default(),
        url: meta.url.clone(),
        language: meta.language.clone(),
        imported_from: meta.imported_from.clone(),
    }
}

pub(super) fn origin(origin: &Origin) -> OriginFile {
    OriginFile {
        by: origin.suggester.clone(),
        version: origin.version.clone(),
        score: rounded(origin.score),
        reason: origin.reason.clone(),
    }
}

fn offset(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

/// The first words of a span, for people who read the file.
fn first_words(span: Span, text: &ArticleText) -> String {
    let line = text.slice(span).lines().next().unwrap_or_default();
    let end = line.char_indices().nth(40).map_or(line.len(), |(at, _)| at);
    line.get(..end).unwrap_or_default().trim_end().to_owned()
}

pub(super) fn zone(zone: Zone, text: &ArticleText) -> ZoneFile {
    let (start, end) = (offset(zone.span.start()), offset(zone.span.end()));
    ZoneFile(
        zone.kind.name().to_owned(),
        start,
        end,
        first_words(zone.span, text),
    )
}

fn span(span: Span, words: Words<'_>) -> SpanFile {
    let lost = words.lost.and_then(|lost| lost.get(&span)).cloned();
    let quote = lost.or_else(|| words.text.map(|text| quote(text, span)));
    let quote = quote.unwrap_or_default();
    let (start, end) = (offset(span.start()), offset(span.end()));
    SpanFile(start, end, quote.words, quote.before, quote.after)
}

pub(super) fn body(body: &Body, words: Words<'_>) -> BodyFile {
    match body {
        Body::Mention(m) => mention(m, words),
        Body::Claim(c) => claim(c, words),
    }
}

fn id(actor: Option<ActorId>) -> String {
    actor.map(|id| id.to_string()).unwrap_or_default()
}

fn mention(mention: &Mention, words: Words<'_>) -> BodyFile {
    BodyFile::Mention {
        at: span(mention.span, words),
        kind: mention.kind.to_string(),
        form: unless_default(mention.form),
        actor: id(mention.actor),
        note: mention.note.clone(),
    }
}

fn claim(claim: &Claim, words: Words<'_>) -> BodyFile {
    let at = |s: Span| span(s, words);
    BodyFile::Claim {
        content: claim.content.iter().copied().map(at).collect(),
        cue: claim.cue.map(at),
        source: claim.source.map(at),
        speaker: id(claim.speaker),
        via: claim.via.as_ref().map(|via| party(via, at(via.span))),
        within: claim.within.map(|outer| outer.to_string()).unwrap_or_default(),
        act: unless_default(claim.act),
        quote: unless_default(claim.quote),
        figures: claim.figures.iter().map(|f| figure(f, at(f.span))).collect(),
        targets: claim
            .targets
            .iter()
            .map(|target| party(target, at(target.span)))
            .collect(),
        check_worthiness: rounded(claim.check_worthiness),
        verdict: claim.verdict.as_ref().map(verdict),
        note: claim.note.clone(),
    }
}

fn party(party: &Party, at: SpanFile) -> PartyFile {
    PartyFile {
        at,
        actor: id(party.actor),
    }
}

fn figure(figure: &Figure, at: SpanFile) -> FigureFile {
    FigureFile {
        at,
        value: figure.value,
        to: figure.value_to,
        bound: unless_default(figure.bound),
        measure: unless_default(figure.measure),
        who: figure.who.clone(),
        place: figure.place.clone(),
        when: figure.when.clone(),
        date: figure.date.map(|days| days.to_string()).unwrap_or_default(),
        by: figure.by.clone(),
    }
}

fn verdict(verdict: &Verdict) -> VerdictFile {
    let evidence = verdict.evidence.iter().map(EvidenceFile::of);
    VerdictFile {
        rating: verdict.rating.to_string(),
        rationale: verdict.rationale.clone(),
        evidence: evidence.collect(),
    }
}

/// A decision that is not written under its thing. Nothing of it is left out.
pub(super) fn decision_file(decision: &Decision, words: Words<'_>) -> DecisionFile {
    fn whole<T>(side: Option<T>) -> Side<T> {
        side.map_or(Side::Nothing, Side::Is)
    }
    let change = match &decision.change {
        Change::Item { id, before, after } => ChangeFile::Item {
            id: id.to_string(),
            before: whole(before.as_ref().map(|b| body(b, words))),
            after: whole(after.as_ref().map(|b| body(b, words))),
        },
        Change::Actor { id, before, after } => ChangeFile::Actor {
            id: id.to_string(),
            before: whole(before.as_ref().map(actor_body)),
            after: whole(after.as_ref().map(actor_body)),
        },
        Change::Event { id, before, after } => ChangeFile::Event {
            id: id.to_string(),
            before: whole(before.as_ref().map(event_body)),
            after: whole(after.as_ref().map(event_body)),
        },
        Change::Zone {
            span: at,
            before,
            after,
        } => ChangeFile::Zone {
            at: SpanFile::new(
                offset(at.start()),
                offset(at.end()),
                words.text.map(|text| first_words(*at, text)).unwrap_or_default(),
            ),
            before: before.name().to_owned(),
            after: after.name().to_owned(),
        },
        Change::Metadata { before, after } => ChangeFile::Metadata {
            before: metadata(before),
            after: metadata(after),
        },
        Change::State { before, after } => ChangeFile::State {
            before: before.name().to_owned(),
            after: after.name().to_owned(),
        },
    };
    DecisionFile {
        at: time(decision.at),
        by: decision.by.clone(),
        did: decision.action.name().to_owned(),
        change,
    }
}
