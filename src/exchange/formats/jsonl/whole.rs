//! The fields that only an export of a project has: what is the project's own, and what has no place in a text.

use std::collections::BTreeMap;

use serde::Serialize;

use super::events::EventOut;
use super::fields::{ActorOut, DecisionOut, Points, Proposed, Reviewed, SideOut};
use crate::annotation::{KindLabel, Quote, RatingLabel, ReferenceTable};
use crate::text::Span;

/// What belongs to a whole project.
#[derive(Serialize)]
pub struct ProjectOut<'a> {
    pub title: &'a str,
    pub kinds: Vec<KindOut<'a>>,
    /// None for the scale of a new project.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<RatingOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<ReferenceOut<'a>>,
    pub reviewers: &'a [String],
    pub actors: BTreeMap<String, ActorOut<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub events: BTreeMap<String, EventOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<[String; 2]>,
    pub decisions: Vec<DecisionOut<'a>>,
}

#[derive(Serialize)]
pub struct KindOut<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub badge: &'a str,
    pub colour: &'a str,
}

#[derive(Serialize)]
pub struct RatingOut<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub tone: &'static str,
}

#[derive(Serialize)]
pub struct ReferenceOut<'a> {
    pub title: &'a str,
    pub file: &'a str,
    pub measure: &'static str,
    pub columns: BTreeMap<&'static str, &'a str>,
}

/// An item without a place: its offsets are bytes of the text as it was, those of its candidate code points as everywhere.
#[derive(Serialize)]
pub struct OrphanOut<'a> {
    #[serde(flatten)]
    pub reviewed: Reviewed<'a>,
    #[serde(flatten)]
    pub proposed: Proposed<'a>,
    pub body: SideOut<'a>,
    pub words: Vec<WordsOut<'a>>,
    pub candidate: Option<SideOut<'a>>,
}

#[derive(Serialize)]
pub struct PastOut<'a> {
    /// How many sides of decisions, from the oldest, count in bytes of the text as it was.
    pub sides: usize,
    pub words: Vec<WordsOut<'a>>,
}

#[derive(Serialize)]
pub struct WordsOut<'a> {
    pub bytes: Points,
    pub words: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub before: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub after: &'a str,
}

pub fn words_out(words: &BTreeMap<Span, Quote>) -> Vec<WordsOut<'_>> {
    words
        .iter()
        .map(|(span, quote)| WordsOut {
            bytes: [span.start(), span.end()],
            words: &quote.words,
            before: &quote.before,
            after: &quote.after,
        })
        .collect()
}

pub fn kind_out(kind: &KindLabel) -> KindOut<'_> {
    KindOut {
        id: kind.id.as_str(),
        title: &kind.title,
        badge: &kind.badge,
        colour: &kind.colour,
    }
}

/// The scale; nothing for the one of a new project.
pub fn ratings_out(ratings: &[RatingLabel]) -> Vec<RatingOut<'_>> {
    if ratings == RatingLabel::five() {
        return Vec::new();
    }
    ratings
        .iter()
        .map(|label| RatingOut {
            id: label.id.as_str(),
            title: &label.title,
            tone: label.tone.id(),
        })
        .collect()
}

pub fn reference_out(table: &ReferenceTable) -> ReferenceOut<'_> {
    let c = &table.columns;
    let columns = [
        ("date", &c.date),
        ("place", &c.place),
        ("number", &c.number),
        ("group", &c.group),
        ("cause", &c.cause),
        ("source", &c.source),
    ];
    let columns = columns.into_iter().filter(|(_, name)| !name.is_empty());
    ReferenceOut {
        title: &table.title,
        file: &table.file,
        measure: table.measure.id(),
        columns: columns.map(|(part, name)| (part, name.as_str())).collect(),
    }
}
