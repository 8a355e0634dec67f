//! Our own JSON Lines: one object per article, offsets in Unicode code points, end-exclusive.
//!
//! The same object has two uses. `suggest` prints what a suggester proposes. An export of a project adds what people
//! made of it: status, decisions, verdicts, notes, zones, metadata, and the actors behind the ids. Fields that do not
//! apply are left out, save the few that readers rely on (`cue`, `source`, the fields of a figure), which are `null`.

mod fields;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use crate::annotation::{
    ActorId, Article, Body, Change, Claim, Decision, Item, ItemId, Mention, Project, Status, sort_key,
};
use crate::text::{ArticleText, OffsetMap};
use fields::{
    ArticleOut, ClaimOut, MentionOut, Reviewed, actor_out, claim_out, decision_out, mention_out, metadata,
    proposed, status, zone_out,
};

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

impl std::ops::AddAssign for LeftOut {
    fn add_assign(&mut self, more: Self) {
        self.suggested += more.suggested;
        self.rejected += more.rejected;
    }
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
