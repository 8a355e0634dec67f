//! Our own JSON Lines: one object per article, offsets in Unicode code points, end-exclusive.
//!
//! The same object has two uses. `suggest` prints what a suggester proposes. An export of a project adds what people
//! made of it: status, decisions, verdicts, notes, zones, metadata, and the actors behind the ids. Fields that do not
//! apply are left out, save the few that readers rely on (`cue`, `source`, the fields of a figure), which are `null`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use crate::annotation::{
    Action, Actor, ActorId, Article, Body, Change, Claim, Decision, Figure, Item, ItemId, Mention, Metadata,
    Project, Status, Verdict, sort_key,
};
use crate::text::{ArticleText, OffsetMap, Span, Unit, ZoneKind};

/// Start and end in code points.
type Points = [usize; 2];

/// One article as one line.
#[derive(Serialize)]
pub struct Record<'a> {
    id: String,
    text: &'a str,
    actors: Vec<MentionOut<'a>>,
    claims: Vec<ClaimOut<'a>>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    article: Option<ArticleOut<'a>>,
    #[serde(skip)]
    points: OffsetMap<'a>,
}

/// What an export has beyond what was proposed.
#[derive(Serialize)]
struct ArticleOut<'a> {
    metadata: MetadataOut<'a>,
    state: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    added: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    suggested_by: &'a str,
    sha256: String,
    zones: Vec<ZoneOut>,
    /// The actors that this line refers to, by id.
    known_actors: BTreeMap<String, ActorOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    decisions: Vec<DecisionOut<'a>>,
}

#[derive(Serialize)]
struct MetadataOut<'a> {
    title: &'a str,
    publisher: &'a str,
    author: &'a str,
    published: Option<String>,
    url: &'a str,
    language: &'a str,
    imported_from: &'a str,
}

#[derive(Serialize)]
struct ZoneOut {
    start: usize,
    end: usize,
    kind: &'static str,
}

#[derive(Serialize)]
struct ActorOut<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    aliases: &'a [String],
    kind: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    side: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    external_id: &'a str,
}

#[derive(Serialize)]
struct MentionOut<'a> {
    start: usize,
    end: usize,
    kind: &'a str,
    form: &'static str,
    actor: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    #[serde(flatten)]
    proposed: Proposed<'a>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    reviewed: Option<Reviewed<'a>>,
}

#[derive(Serialize)]
struct ClaimOut<'a> {
    content: Vec<Points>,
    cue: Option<Points>,
    source: Option<Points>,
    speaker: Option<String>,
    act: &'static str,
    quote: &'static str,
    figures: Vec<FigureOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    targets: Vec<TargetOut>,
    check_worthiness: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<VerdictOut<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    #[serde(flatten)]
    proposed: Proposed<'a>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    reviewed: Option<Reviewed<'a>>,
}

/// How sure the suggester is, and why; empty for what a person added.
#[derive(Serialize, Default)]
struct Proposed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

/// What people made of an item.
#[derive(Serialize)]
struct Reviewed<'a> {
    item: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggester: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggester_version: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    decisions: Vec<DecisionOut<'a>>,
}

#[derive(Serialize)]
struct FigureOut<'a> {
    start: usize,
    end: usize,
    value: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_to: Option<Number>,
    bound: &'static str,
    measure: &'static str,
    who: Option<&'a str>,
    #[serde(rename = "where")]
    place: Option<&'a str>,
    when: Option<&'a str>,
    by: Option<&'a str>,
}

/// Whole numbers without a decimal point.
#[derive(Serialize)]
#[serde(untagged)]
enum Number {
    Whole(u64),
    Other(f64),
}

#[derive(Serialize)]
struct TargetOut {
    start: usize,
    end: usize,
    actor: Option<String>,
}

#[derive(Serialize)]
struct VerdictOut<'a> {
    rating: &'static str,
    rationale: &'a str,
    evidence: Vec<EvidenceOut<'a>>,
}

#[derive(Serialize)]
struct EvidenceOut<'a> {
    bearing: &'static str,
    source: &'a str,
    url: &'a str,
    quote: &'a str,
}

#[derive(Serialize)]
struct DecisionOut<'a> {
    at: String,
    by: &'a str,
    did: &'static str,
    /// Item or actor that it was about, where the line does not say so already.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    before: Option<SideOut<'a>>,
    after: Option<SideOut<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum SideOut<'a> {
    Mention(MentionOut<'a>),
    Claim(Box<ClaimOut<'a>>),
    Actor(ActorOut<'a>),
    Zone(ZoneOut),
    State(&'static str),
    Metadata(MetadataOut<'a>),
}

/// What an export of a project takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// Everything: proposals, rejected ones, decisions.
    All,
    /// Only what a person stands behind.
    Confirmed,
}

/// What an export left out, for the message that says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Undecided proposals.
    pub suggested: usize,
    /// Rejected proposals.
    pub rejected: usize,
}

impl<'a> Record<'a> {
    /// A line without items.
    #[must_use]
    pub fn new(id: impl Into<String>, text: &'a ArticleText) -> Self {
        Self {
            id: id.into(),
            text: text.as_str(),
            actors: Vec::new(),
            claims: Vec::new(),
            article: None,
            points: OffsetMap::new(text.as_str()),
        }
    }

    /// Adds a proposed mention.
    pub fn propose_mention(&mut self, mention: &'a Mention, score: f32, reason: &'a str) {
        let mut out = mention_out(&self.points, mention);
        out.proposed = proposed(score, reason);
        self.actors.push(out);
    }

    /// Adds a proposed claim.
    pub fn propose_claim(&mut self, claim: &'a Claim, score: f32, reason: &'a str) {
        let mut out = claim_out(&self.points, claim);
        out.proposed = proposed(score, reason);
        self.claims.push(out);
    }

    /// An article of a project with what people made of it.
    #[must_use]
    pub fn of_article(article: &'a Article, project: &'a Project, take: Take) -> (Self, LeftOut) {
        let mut record = Self::new(article.id.as_str(), &article.text);
        let mut left_out = LeftOut::default();
        let mut of_item: BTreeMap<ItemId, Vec<&Decision>> = BTreeMap::new();
        let mut others = Vec::new();
        for decision in &article.decisions {
            match &decision.change {
                Change::Item { id, .. } if article.items.contains_key(id) => {
                    of_item.entry(*id).or_default().push(decision);
                }
                _ => others.push(decision),
            }
        }
        let mut items: Vec<&Item> = article.items.values().collect();
        items.sort_by_key(|item| (sort_key(&item.body), item.id));
        let mut named = BTreeSet::new();
        for item in items {
            if take == Take::Confirmed && !item.is_annotation() {
                if item.status == Status::Rejected {
                    left_out.rejected += 1;
                } else {
                    left_out.suggested += 1;
                }
                continue;
            }
            named.extend(actors_of(&item.body));
            let decisions = of_item.remove(&item.id).unwrap_or_default();
            record.reviewed(item, &decisions);
        }
        let meta = &article.metadata;
        let actors = named.iter().filter_map(|id| project.actors.get(id));
        record.article = Some(ArticleOut {
            metadata: metadata(meta),
            state: article.state.id(),
            note: &article.note,
            added: article.added.to_string(),
            suggested_by: &article.suggested_by,
            sha256: article.text.hash().to_string(),
            zones: article
                .zones
                .iter()
                .map(|zone| zone_out(&record.points, zone.span, zone.kind))
                .collect(),
            known_actors: actors
                .map(|actor| (actor.id.to_string(), actor_out(actor)))
                .collect(),
            decisions: others
                .iter()
                .map(|decision| decision_out(&record.points, decision, true))
                .collect(),
        });
        (record, left_out)
    }

    fn reviewed(&mut self, item: &'a Item, decisions: &[&'a Decision]) {
        let origin = item.origin.as_ref();
        let reviewed = Some(Reviewed {
            item: item.id.to_string(),
            status: status(item.status),
            suggester: origin.map(|origin| origin.suggester.as_str()),
            suggester_version: origin.map(|origin| origin.version.as_str()),
            decisions: decisions
                .iter()
                .map(|decision| decision_out(&self.points, decision, false))
                .collect(),
        });
        let proposed = origin
            .map(|origin| proposed(origin.score, &origin.reason))
            .unwrap_or_default();
        match &item.body {
            Body::Mention(mention) => {
                let out = MentionOut {
                    proposed,
                    reviewed,
                    ..mention_out(&self.points, mention)
                };
                self.actors.push(out);
            }
            Body::Claim(claim) => {
                let out = ClaimOut {
                    proposed,
                    reviewed,
                    ..claim_out(&self.points, claim)
                };
                self.claims.push(out);
            }
        }
    }

    /// Writes the line with its line end.
    ///
    /// # Errors
    /// What `out` says.
    pub fn write(&self, mut out: impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut out, self)?;
        out.write_all(b"\n")
    }
}

fn proposed(score: f32, reason: &str) -> Proposed<'_> {
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

fn points(map: &OffsetMap<'_>, span: Span) -> Points {
    map.span_from_bytes(span, Unit::CodePoint)
}

fn id(actor: Option<ActorId>) -> Option<String> {
    actor.map(|id| id.to_string())
}

fn mention_out<'a>(map: &OffsetMap<'_>, mention: &'a Mention) -> MentionOut<'a> {
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

fn claim_out<'a>(map: &OffsetMap<'_>, claim: &'a Claim) -> ClaimOut<'a> {
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
        source: &evidence.source,
        url: &evidence.url,
        quote: &evidence.quote,
    });
    VerdictOut {
        rating: verdict.rating.id(),
        rationale: &verdict.rationale,
        evidence: evidence.collect(),
    }
}

fn actor_out(actor: &Actor) -> ActorOut<'_> {
    ActorOut {
        name: &actor.name,
        aliases: &actor.aliases,
        kind: actor.kind.as_str(),
        side: &actor.side,
        note: &actor.note,
        external_id: &actor.external_id,
    }
}

fn metadata(meta: &Metadata) -> MetadataOut<'_> {
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

fn zone_out(map: &OffsetMap<'_>, span: Span, kind: ZoneKind) -> ZoneOut {
    let [start, end] = points(map, span);
    let kind = match kind {
        ZoneKind::Body => "body",
        ZoneKind::Headline => "headline",
        ZoneKind::Boilerplate => "boilerplate",
    };
    ZoneOut { start, end, kind }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Suggested => "suggested",
        Status::Accepted => "accepted",
        Status::Corrected => "corrected",
        Status::Added => "added",
        Status::Rejected => "rejected",
    }
}

const fn action(action: Action) -> &'static str {
    match action {
        Action::Accepted => "accepted",
        Action::Corrected => "corrected",
        Action::Rejected => "rejected",
        Action::Added => "added",
        Action::Removed => "removed",
    }
}

fn body_out<'a>(map: &OffsetMap<'_>, body: &'a Body) -> SideOut<'a> {
    match body {
        Body::Mention(mention) => SideOut::Mention(mention_out(map, mention)),
        Body::Claim(claim) => SideOut::Claim(Box::new(claim_out(map, claim))),
    }
}

fn decision_out<'a>(map: &OffsetMap<'_>, decision: &'a Decision, with_id: bool) -> DecisionOut<'a> {
    let (about, before, after) = match &decision.change {
        Change::Item { id, before, after } => {
            let side = |side: &'a Option<Body>| side.as_ref().map(|body| body_out(map, body));
            (Some(id.to_string()), side(before), side(after))
        }
        Change::Actor { id, before, after } => {
            let side = |side: &'a Option<Actor>| side.as_ref().map(|actor| SideOut::Actor(actor_out(actor)));
            (Some(id.to_string()), side(before), side(after))
        }
        Change::Zone { span, before, after } => {
            let side = |kind| Some(SideOut::Zone(zone_out(map, *span, kind)));
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

fn actors_of(body: &Body) -> Vec<ActorId> {
    match body {
        Body::Mention(mention) => mention.actor.into_iter().collect(),
        Body::Claim(claim) => claim
            .speaker
            .into_iter()
            .chain(claim.targets.iter().filter_map(|t| t.actor))
            .collect(),
    }
}
