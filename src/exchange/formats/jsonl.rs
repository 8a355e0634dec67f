//! Our own JSON Lines: one object per article, offsets in Unicode code points, end-exclusive.
//!
//! The same object has two uses. `suggest` prints what a suggester proposes. An export of a project adds what people
//! made of it: status, decisions, verdicts, notes, zones, metadata, and the actors behind the ids. Fields that do not
//! apply are left out, save the few that readers rely on (`cue`, `source`, the fields of a figure), which are `null`.
//!
//! A claim that stands within another one is printed inside it, under `nested`, and not in the list of claims. The
//! corpora mark outermost claims only; so whoever counts the list, to score or to train, counts the same on both sides.
//! Where the outer claim is not printed (it was not confirmed), the inner one stands in the list.
//!
//! The first line of an export also has what belongs to the whole project, under `project`: title, kinds, reviewers, actors
//! and what was decided about them. A project without articles is a line with an empty text. Items that lost their place count in
//! UTF-8 bytes of the text as it was, under `orphans`; so do, in the decisions about an item, as many sides as `past` says.

mod body;
mod decisions;
mod events;
mod fields;
mod line;
mod read;
mod whole;

pub use read::read;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use crate::annotation::{Article, Body, Change, Claim, Decision, Item, ItemId, Mention, Project, sort_key};
use crate::exchange::export::{Files, Format, Reader, Shape, Writer};
use crate::exchange::loss::Losses;
use crate::exchange::marks::Holds;
use crate::text::{ArticleText, OffsetMap};
use events::event_out;
use fields::{
    ArticleOut, ClaimOut, Map, MentionOut, Reviewed, actor_out, body_out, claim_out, decision_out,
    mention_out, metadata, proposed, sides_in_bytes, status, zone_out,
};
use whole::{OrphanOut, PastOut, ProjectOut, kind_out, ratings_out, reference_out, words_out};

/// The format.
pub const FORMAT: Format = Format {
    id: "jsonl",
    title: "Claimdesk JSON Lines",
    about: "Everything, one article per line, with status and decisions of every item; reads back without loss.",
    shape: Shape::File("jsonl"),
    holds: Holds::ALL,
    writer: |project, _| {
        Box::new(Lines {
            project: Some(project.clone()),
        })
    },
    reader: Some(Reader::Whole(read)),
};

/// The JSON Schema (draft 2020-12) of a line.
pub const SCHEMA: &str = include_str!("../../../assets/formats/jsonl.schema.json");

struct Lines {
    /// What the first line has to tell, until it is written.
    project: Option<Project>,
}

impl Writer for Lines {
    fn article(
        &mut self,
        article: &Article,
        project: &Project,
        files: &mut dyn Files,
        _: &mut Losses,
    ) -> io::Result<()> {
        let mut record = Record::of_article(article, project);
        if self.project.take().is_some() {
            record.project = Some(project_out(project, &record.points));
        }
        let mut line = Vec::new();
        record.write(&mut line)?;
        files.write("", &line)
    }

    fn finish(&mut self, files: &mut dyn Files) -> io::Result<()> {
        let Some(project) = self.project.take() else {
            return Ok(());
        };
        let text = ArticleText::new("");
        let mut record = Record::new("", &text);
        record.project = Some(project_out(&project, &record.points));
        let mut line = Vec::new();
        record.write(&mut line)?;
        files.write("", &line)
    }
}

fn project_out<'a>(project: &'a Project, points: &Map<'_>) -> ProjectOut<'a> {
    ProjectOut {
        title: &project.title,
        kinds: project.scheme.kinds.iter().map(kind_out).collect(),
        ratings: ratings_out(&project.scheme.ratings),
        references: project.references.iter().map(reference_out).collect(),
        reviewers: &project.reviewers,
        actors: project
            .actors
            .values()
            .map(|actor| (actor.id.to_string(), actor_out(actor)))
            .collect(),
        events: project
            .events
            .values()
            .map(|event| (event.id.to_string(), event_out(event)))
            .collect(),
        apart: project
            .apart
            .iter()
            .map(|(a, b)| [a.to_string(), b.to_string()])
            .collect(),
        decisions: project
            .decisions
            .iter()
            .map(|decision| decision_out([points, points], decision, true))
            .collect(),
    }
}

/// One article as one line.
#[derive(Serialize)]
pub struct Record<'a> {
    id: String,
    text: &'a str,
    actors: Vec<MentionOut<'a>>,
    claims: Vec<ClaimOut<'a>>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    article: Option<ArticleOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project: Option<ProjectOut<'a>>,
    #[serde(skip)]
    points: Map<'a>,
}

/// A proposed claim to print.
#[derive(Debug)]
pub struct ProposedOut<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// How sure, 0 to 1.
    pub score: f32,
    /// Why.
    pub reason: &'a str,
    /// The claims in its content.
    pub nested: Vec<Self>,
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
            project: None,
            points: Map::Points(OffsetMap::new(text.as_str())),
        }
    }

    /// Adds a proposed mention.
    pub fn propose_mention(&mut self, mention: &'a Mention, score: f32, reason: &'a str) {
        let mut out = mention_out(&self.points, mention);
        out.proposed = proposed(score, reason);
        self.actors.push(out);
    }

    /// Adds a proposed claim.
    pub fn propose_claim(&mut self, claim: ProposedOut<'a>) {
        let out = self.proposed_claim(claim);
        self.claims.push(out);
    }

    fn proposed_claim(&self, proposal: ProposedOut<'a>) -> ClaimOut<'a> {
        let mut out = claim_out(&self.points, proposal.claim);
        out.proposed = proposed(proposal.score, proposal.reason);
        let nested = proposal.nested.into_iter();
        out.nested = nested.map(|inner| self.proposed_claim(inner)).collect();
        out
    }

    /// An article of a project with what people made of it.
    #[must_use]
    pub fn of_article(article: &'a Article, project: &'a Project) -> Self {
        let mut record = Self::new(article.id.as_str(), &article.text);
        let mut of_item: BTreeMap<ItemId, Vec<&Decision>> = BTreeMap::new();
        let mut others = Vec::new();
        for decision in &article.decisions {
            match &decision.change {
                Change::Item { id, .. } if article.has_id(*id) => {
                    of_item.entry(*id).or_default().push(decision);
                }
                _ => others.push(decision),
            }
        }
        let mut items: Vec<&Item> = article.items.values().collect();
        items.sort_by_key(|item| (sort_key(&item.body), item.id));
        let mut named = BTreeSet::new();
        let mut places: BTreeMap<ItemId, usize> = BTreeMap::new();
        let mut within = Vec::new();
        for item in items {
            named.extend(item.body.actors());
            let decisions = of_item.remove(&item.id).unwrap_or_default();
            let past = article.past.get(&item.id).map_or(0, |past| past.sides);
            record.reviewed(item, &decisions, past);
            if let Some(claim) = item.body.as_claim() {
                places.insert(item.id, within.len());
                within.push(claim.within);
            }
        }
        let within: Vec<Option<usize>> = within
            .into_iter()
            .map(|outer| outer.and_then(|outer| places.get(&outer).copied()))
            .collect();
        for (claim, outer) in record.claims.iter_mut().zip(&within) {
            if outer.is_none() {
                claim.within = None;
            }
        }
        record.claims = nested(record.claims, &within);
        let orphans = article.orphans.values().map(|orphan| {
            named.extend(orphan.item.body.actors());
            let decisions = of_item.remove(&orphan.item.id).unwrap_or_default();
            let sides = usize::MAX;
            OrphanOut {
                reviewed: record.history_of(&orphan.item, &decisions, sides),
                proposed: proposed_by(&orphan.item),
                body: body_out(&Map::Bytes, &orphan.item.body),
                words: words_out(&orphan.words),
                candidate: orphan
                    .candidate
                    .as_ref()
                    .map(|body| body_out(&record.points, body)),
            }
        });
        let orphans = orphans.collect();
        let past = article.past.iter().map(|(id, past)| {
            let out = PastOut {
                sides: past.sides,
                words: words_out(&past.words),
            };
            (id.to_string(), out)
        });
        let meta = &article.metadata;
        let actors = named.iter().filter_map(|id| project.actors.get(id));
        let mut sides: BTreeMap<ItemId, usize> = BTreeMap::new();
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
                .map(|decision| {
                    let maps = match &decision.change {
                        Change::Item { id, .. } => {
                            let seen = sides.entry(*id).or_default();
                            *seen += 2;
                            let past = article.past.get(id).map_or(0, |past| past.sides);
                            sides_in_bytes(&record.points, *seen - 2, past)
                        }
                        _ => [&record.points, &record.points],
                    };
                    decision_out(maps, decision, true)
                })
                .collect(),
            orphans,
            past: past.collect(),
        });
        record
    }

    fn history_of(&self, item: &'a Item, decisions: &[&'a Decision], past: usize) -> Reviewed<'a> {
        let origin = item.origin.as_ref();
        Reviewed {
            item: item.id.to_string(),
            status: status(item.status),
            suggester: origin.map(|origin| origin.suggester.as_str()),
            suggester_version: origin.map(|origin| origin.version.as_str()),
            decisions: decisions
                .iter()
                .enumerate()
                .map(|(n, decision)| decision_out(sides_in_bytes(&self.points, 2 * n, past), decision, false))
                .collect(),
        }
    }

    fn reviewed(&mut self, item: &'a Item, decisions: &[&'a Decision], past: usize) {
        let reviewed = Some(self.history_of(item, decisions, past));
        let proposed = proposed_by(item);
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

/// Moves each claim into the one at the given place. One that is itself within another holds none.
fn nested<'a>(all: Vec<ClaimOut<'a>>, within: &[Option<usize>]) -> Vec<ClaimOut<'a>> {
    let outer = |index: usize| within.get(index).copied().flatten();
    let holder = |index: usize| outer(index).filter(|o| *o != index && *o < all.len() && outer(*o).is_none());
    let holders: Vec<Option<usize>> = (0..all.len()).map(holder).collect();
    let mut inner: BTreeMap<usize, Vec<ClaimOut<'a>>> = BTreeMap::new();
    let mut kept = Vec::new();
    for (index, (claim, holder)) in all.into_iter().zip(holders).enumerate() {
        match holder {
            Some(holder) => inner.entry(holder).or_default().push(claim),
            None => kept.push((index, claim)),
        }
    }
    kept.into_iter()
        .map(|(index, claim)| ClaimOut {
            nested: inner.remove(&index).unwrap_or_default(),
            ..claim
        })
        .collect()
}

fn proposed_by(item: &Item) -> fields::Proposed<'_> {
    let origin = item.origin.as_ref();
    origin
        .map(|origin| proposed(origin.score, &origin.reason))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{ArticleId, Metadata, Party, Status};
    use crate::text::Span;

    /// "é" is two bytes and one code point.
    const TEXT: &str = "é: Toll said, citing Ada, that Brask fell, the army said";

    fn span(words: &str) -> Span {
        let start = TEXT.find(words).unwrap();
        Span::new(start, start + words.len()).unwrap()
    }

    fn claim(content: &str, cue: &str, within: Option<ItemId>) -> Claim {
        Claim {
            content: vec![span(content)],
            cue: Some(span(cue)),
            within,
            ..Claim::default()
        }
    }

    /// Cues of the list, with those nested in each.
    fn cues(line: &serde_json::Value) -> String {
        let list = line.get("claims").or_else(|| line.get("nested"));
        let claims = list.and_then(|list| list.as_array()).cloned().unwrap_or_default();
        let one = |claim: &serde_json::Value| {
            let inner = cues(claim);
            format!(
                "{}{}",
                claim["cue"][0],
                if inner.is_empty() {
                    inner
                } else {
                    format!("({inner})")
                }
            )
        };
        claims.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn printed(record: &Record<'_>) -> serde_json::Value {
        let mut line = Vec::new();
        record.write(&mut line).unwrap();
        serde_json::from_slice(&line).unwrap()
    }

    #[test]
    fn a_claim_within_another_is_printed_inside_it() {
        let text = ArticleText::new(TEXT);
        let mut outer = claim("Toll said, citing Ada, that Brask fell", "said", None);
        outer.via = Some(Party {
            span: span("Ada"),
            actor: None,
        });
        let inner = claim("that Brask fell", "citing", None);
        let mut record = Record::new("a", &text);
        let out = |claim, nested| ProposedOut {
            claim,
            score: 0.5,
            reason: "",
            nested,
        };
        record.propose_claim(out(&outer, vec![out(&inner, vec![])]));
        let line = printed(&record);
        assert_eq!(cues(&line), "8(14)");
        assert_eq!(line["claims"][0]["via"], serde_json::json!([21, 24]));
    }

    #[test]
    fn where_the_outer_claim_is_left_out_the_inner_one_stands_in_the_list() {
        let text = ArticleText::new(TEXT);
        let now = jiff::Timestamp::UNIX_EPOCH;
        let id = ArticleId::parse("a").unwrap();
        let mut article = Article::new(id, now, Metadata::default(), text, Vec::new());
        let mut put = |claim: Claim, status| {
            let body = Body::Claim(Box::new(claim));
            let id = ItemId::for_body(&body, |_| false);
            let origin = None;
            article.items.insert(
                id,
                Item {
                    id,
                    body,
                    status,
                    origin,
                },
            );
            id
        };
        let outer = put(
            claim("Toll said, citing Ada, that Brask fell", "said", None),
            Status::Suggested,
        );
        put(claim("that Brask fell", "citing", Some(outer)), Status::Accepted);
        let project = Project::new("Test");
        assert_eq!(cues(&printed(&Record::of_article(&article, &project))), "8(14)");
        article.items.remove(&outer);
        let line = printed(&Record::of_article(&article, &project));
        assert_eq!(cues(&line), "14");
        assert_eq!(line["claims"][0].get("within"), None);
    }
}
