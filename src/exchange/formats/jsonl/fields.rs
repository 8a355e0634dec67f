//! The fields of a line, and what of the domain goes into each.

use std::collections::BTreeMap;

use serde::Serialize;

use super::events::{EventOut, event_out};
use super::whole::{OrphanOut, PastOut};
use crate::annotation::{
    Action, Actor, ActorId, Body, Change, Claim, Decision, Event, Figure, Mention, Metadata, Status, Verdict,
};
use crate::text::{OffsetMap, Span, Unit, ZoneKind};

/// Start and end in code points.
pub type Points = [usize; 2];

/// What an export has beyond what was proposed.
#[derive(Serialize)]
pub struct ArticleOut<'a> {
    pub metadata: MetadataOut<'a>,
    pub state: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub note: &'a str,
    pub added: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub suggested_by: &'a str,
    pub sha256: String,
    pub zones: Vec<ZoneOut>,
    /// The actors that this line refers to, by id.
    pub known_actors: BTreeMap<String, ActorOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<DecisionOut<'a>>,
    /// Items that lost their place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub orphans: Vec<OrphanOut<'a>>,
    /// Words that the text no longer has, by the item whose history they are of.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub past: BTreeMap<String, PastOut<'a>>,
}

/// What offsets count in.
pub enum Map<'a> {
    /// Code points of the article's text.
    Points(OffsetMap<'a>),
    /// Bytes of a text that is not there any more.
    Bytes,
}

#[derive(Serialize)]
pub struct MetadataOut<'a> {
    pub title: &'a str,
    pub publisher: &'a str,
    pub author: &'a str,
    pub published: Option<String>,
    pub url: &'a str,
    pub language: &'a str,
    pub imported_from: &'a str,
}

#[derive(Serialize)]
pub struct ZoneOut {
    pub start: usize,
    pub end: usize,
    pub kind: &'static str,
}

#[derive(Serialize)]
pub struct ActorOut<'a> {
    pub name: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub aliases: &'a [String],
    pub kind: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub side: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub note: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub external_id: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
}

#[derive(Serialize)]
pub struct MentionOut<'a> {
    pub start: usize,
    pub end: usize,
    pub kind: &'a str,
    pub form: &'static str,
    pub actor: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub note: &'a str,
    #[serde(flatten)]
    pub proposed: Proposed<'a>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<Reviewed<'a>>,
}

#[derive(Serialize)]
pub struct ClaimOut<'a> {
    pub content: Vec<Points>,
    pub cue: Option<Points>,
    pub source: Option<Points>,
    pub speaker: Option<String>,
    /// Who the words came through, second hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via_actor: Option<String>,
    /// Item that this claim stands within, where items have ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    pub act: &'static str,
    pub quote: &'static str,
    pub figures: Vec<FigureOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<TargetOut>,
    pub check_worthiness: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<VerdictOut<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub note: &'a str,
    #[serde(flatten)]
    pub proposed: Proposed<'a>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<Reviewed<'a>>,
    /// The claims that stand within this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nested: Vec<ClaimOut<'a>>,
}

/// How sure the suggester is, and why; empty for what a person added.
#[derive(Serialize, Default)]
pub struct Proposed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
}

/// What people made of an item.
#[derive(Serialize)]
pub struct Reviewed<'a> {
    pub item: String,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggester: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggester_version: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<DecisionOut<'a>>,
}

#[derive(Serialize)]
pub struct FigureOut<'a> {
    pub start: usize,
    pub end: usize,
    pub value: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_to: Option<Number>,
    pub bound: &'static str,
    pub measure: &'static str,
    pub who: Option<&'a str>,
    #[serde(rename = "where")]
    pub place: Option<&'a str>,
    pub when: Option<&'a str>,
    /// First and last day that `when` stands for, as 2024-03-02; left out if they are not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when_to: Option<String>,
    pub by: Option<&'a str>,
}

/// Whole numbers without a decimal point.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Number {
    Whole(u64),
    Other(f64),
}

#[derive(Serialize)]
pub struct TargetOut {
    pub start: usize,
    pub end: usize,
    pub actor: Option<String>,
}

#[derive(Serialize)]
pub struct VerdictOut<'a> {
    pub rating: &'a str,
    pub rationale: &'a str,
    pub evidence: Vec<EvidenceOut<'a>>,
}

#[derive(Serialize)]
pub struct EvidenceOut<'a> {
    pub bearing: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub title: &'a str,
    pub source: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub date: &'a str,
    pub url: &'a str,
    pub quote: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub file: &'a str,
}

#[derive(Serialize)]
pub struct DecisionOut<'a> {
    pub at: String,
    pub by: &'a str,
    pub did: &'static str,
    /// Item or actor that it was about, where the line does not say so already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    pub before: Option<SideOut<'a>>,
    pub after: Option<SideOut<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SideOut<'a> {
    Mention(MentionOut<'a>),
    Claim(Box<ClaimOut<'a>>),
    Actor(ActorOut<'a>),
    Event(EventOut<'a>),
    Zone(ZoneOut),
    State(&'static str),
    Metadata(MetadataOut<'a>),
}

pub fn proposed(score: f32, reason: &str) -> Proposed<'_> {
    Proposed {
        score: Some(rounded(score)),
        reason: Some(reason),
    }
}

/// Three decimals; 0 for what is no number, which JSON cannot carry.
fn rounded(score: f32) -> f32 {
    if score.is_finite() {
        (score * 1000.0).round() / 1000.0
    } else {
        0.0
    }
}

fn points(map: &Map<'_>, span: Span) -> Points {
    match map {
        Map::Points(map) => map.span_from_bytes(span, Unit::CodePoint),
        Map::Bytes => [span.start(), span.end()],
    }
}

/// What the two sides of a decision count in, if `before` sides come before it and the first `past` ones are of another text.
pub fn sides_in_bytes<'a, 'b>(points: &'a Map<'b>, before: usize, past: usize) -> [&'a Map<'b>; 2] {
    [before, before + 1].map(|side| if side < past { &Map::Bytes } else { points })
}

fn id(actor: Option<ActorId>) -> Option<String> {
    actor.map(|id| id.to_string())
}

pub fn mention_out<'a>(map: &Map<'_>, mention: &'a Mention) -> MentionOut<'a> {
    let [start, end] = points(map, mention.span);
    MentionOut {
        start,
        end,
        kind: mention.kind.as_str(),
        form: mention.form.id(),
        actor: id(mention.actor),
        note: &mention.note,
        proposed: Proposed::default(),
        reviewed: None,
    }
}

pub fn claim_out<'a>(map: &Map<'_>, claim: &'a Claim) -> ClaimOut<'a> {
    let at = |span: Span| points(map, span);
    let targets = claim.targets.iter().map(|target| {
        let [start, end] = at(target.span);
        TargetOut {
            start,
            end,
            actor: id(target.actor),
        }
    });
    ClaimOut {
        content: claim.content.iter().map(|span| at(*span)).collect(),
        cue: claim.cue.map(at),
        source: claim.source.map(at),
        speaker: id(claim.speaker),
        via: claim.via.as_ref().map(|via| at(via.span)),
        via_actor: claim.via.as_ref().and_then(|via| id(via.actor)),
        within: claim.within.map(|outer| outer.to_string()),
        act: claim.act.id(),
        quote: claim.quote.id(),
        figures: claim
            .figures
            .iter()
            .map(|figure| figure_out(at(figure.span), figure))
            .collect(),
        targets: targets.collect(),
        check_worthiness: rounded(claim.check_worthiness),
        verdict: claim.verdict.as_ref().map(verdict_out),
        note: &claim.note,
        proposed: Proposed::default(),
        reviewed: None,
        nested: Vec::new(),
    }
}

fn figure_out([start, end]: Points, figure: &Figure) -> FigureOut<'_> {
    fn known(text: &str) -> Option<&str> {
        (!text.is_empty()).then_some(text)
    }
    FigureOut {
        start,
        end,
        value: number(figure.value),
        value_to: figure.value_to.map(number),
        bound: figure.bound.id(),
        measure: figure.measure.id(),
        who: known(&figure.who),
        place: known(&figure.place),
        when: known(&figure.when),
        when_from: figure.date.map(|days| days.first().to_string()),
        when_to: figure.date.map(|days| days.last().to_string()),
        by: known(&figure.by),
    }
}

fn number(value: f64) -> Number {
    // Up to here every whole number is exact as a float.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && (0.0..=EXACT).contains(&value) {
        Number::Whole(value as u64)
    } else {
        Number::Other(value)
    }
}

fn verdict_out(verdict: &Verdict) -> VerdictOut<'_> {
    let evidence = verdict.evidence.iter().map(|evidence| EvidenceOut {
        bearing: evidence.bearing.id(),
        title: &evidence.title,
        source: &evidence.source,
        date: &evidence.date,
        url: &evidence.url,
        quote: &evidence.quote,
        file: &evidence.file,
    });
    VerdictOut {
        rating: verdict.rating.as_str(),
        rationale: &verdict.rationale,
        evidence: evidence.collect(),
    }
}

pub fn actor_out(actor: &Actor) -> ActorOut<'_> {
    ActorOut {
        name: &actor.name,
        aliases: &actor.aliases,
        kind: actor.kind.as_str(),
        side: &actor.side,
        note: &actor.note,
        external_id: &actor.external_id,
        formerly: actor.formerly.iter().map(ToString::to_string).collect(),
    }
}

pub fn metadata(meta: &Metadata) -> MetadataOut<'_> {
    MetadataOut {
        title: &meta.title,
        publisher: &meta.publisher,
        author: &meta.author,
        published: meta.published.map(|day| day.to_string()),
        url: &meta.url,
        language: &meta.language,
        imported_from: &meta.imported_from,
    }
}

pub fn zone_out(map: &Map<'_>, span: Span, kind: ZoneKind) -> ZoneOut {
    let [start, end] = points(map, span);
    let kind = match kind {
        ZoneKind::Body => "body",
        ZoneKind::Headline => "headline",
        ZoneKind::Boilerplate => "boilerplate",
    };
    ZoneOut { start, end, kind }
}

pub const fn status(status: Status) -> &'static str {
    match status {
        Status::Suggested => "suggested",
        Status::Accepted => "accepted",
        Status::Corrected => "corrected",
        Status::Added => "added",
        Status::Rejected => "rejected",
    }
}

pub const fn action(action: Action) -> &'static str {
    match action {
        Action::Accepted => "accepted",
        Action::Corrected => "corrected",
        Action::Rejected => "rejected",
        Action::Added => "added",
        Action::Removed => "removed",
    }
}

pub fn body_out<'a>(map: &Map<'_>, body: &'a Body) -> SideOut<'a> {
    match body {
        Body::Mention(mention) => SideOut::Mention(mention_out(map, mention)),
        Body::Claim(claim) => SideOut::Claim(Box::new(claim_out(map, claim))),
    }
}

pub fn decision_out<'a>(maps: [&Map<'_>; 2], decision: &'a Decision, with_id: bool) -> DecisionOut<'a> {
    let [old, new] = maps;
    let (about, before, after) = match &decision.change {
        Change::Item { id, before, after } => {
            let side = |map, side: &'a Option<Body>| side.as_ref().map(|body| body_out(map, body));
            (Some(id.to_string()), side(old, before), side(new, after))
        }
        Change::Actor { id, before, after } => {
            let side = |side: &'a Option<Actor>| side.as_ref().map(|actor| SideOut::Actor(actor_out(actor)));
            (Some(id.to_string()), side(before), side(after))
        }
        Change::Event { id, before, after } => {
            let side = |side: &'a Option<Event>| side.as_ref().map(|event| SideOut::Event(event_out(event)));
            (Some(id.to_string()), side(before), side(after))
        }
        Change::Zone { span, before, after } => {
            let side = |kind| Some(SideOut::Zone(zone_out(new, *span, kind)));
            (None, side(*before), side(*after))
        }
        Change::Metadata { before, after } => {
            let side = |meta: &'a Metadata| Some(SideOut::Metadata(metadata(meta)));
            (None, side(before), side(after))
        }
        Change::State { before, after } => (
            None,
            Some(SideOut::State(before.id())),
            Some(SideOut::State(after.id())),
        ),
    };
    DecisionOut {
        at: decision.at.to_string(),
        by: &decision.by,
        did: action(decision.action),
        about: about.filter(|_| with_id),
        before,
        after,
    }
}
