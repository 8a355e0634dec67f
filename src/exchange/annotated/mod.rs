//! Articles that others have annotated: from marks to items, by a mapping of labels.

mod detect;
mod mapping;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub use detect::{NotDetected, detect};
pub use mapping::{Mapping, Meaning, NotMapping};

use super::Problem;
use super::export::{Format, Reader};
use super::loss::Losses;
use super::marks::Marked;
use crate::annotation::{Actor, ActorId, Article, Decision, Event, EventId, LabelScheme, ReferenceTable};
use crate::suggest::Stop;

/// An article with items, not yet in a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotated {
    /// The article; its id may be taken in the project. Where it has decisions they are of those who made them.
    pub article: Article,
    /// The actors that its items refer to.
    pub actors: BTreeMap<ActorId, Actor>,
    /// What a file of ours tells of the project that it comes from, once.
    pub about: Option<Box<AboutProject>>,
}

/// What belongs to a whole project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AboutProject {
    /// What it is called.
    pub title: String,
    /// The kinds.
    pub scheme: LabelScheme,
    /// Who reviewed.
    pub reviewers: Vec<String>,
    /// All its actors.
    pub actors: BTreeMap<ActorId, Actor>,
    /// Pairs of actors that are kept apart, the smaller id first.
    pub apart: BTreeSet<(ActorId, ActorId)>,
    /// Claims that belong together.
    pub events: BTreeMap<EventId, Event>,
    /// What was decided about actors and events.
    pub decisions: Vec<Decision>,
    /// The tables that figures are held against; their files do not come along.
    pub references: Vec<ReferenceTable>,
}

/// What a file brings, before it is known what its labels mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Marks with labels.
    Marks(Box<Marked>),
    /// An article of ours, whole.
    Whole(Box<Annotated>),
}

impl Found {
    /// The labels in it, each as often as it is used.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let marks = match self {
            Self::Marks(marked) => marked.marks.as_slice(),
            Self::Whole(_) => &[],
        };
        marks.iter().map(|mark| mark.label.as_str())
    }

    /// The article, with labels understood as `mapping` says.
    #[must_use]
    pub fn with(self, mapping: &Mapping, scheme: &LabelScheme, losses: &mut Losses) -> Annotated {
        match self {
            Self::Marks(marked) => marked.together(mapping, scheme, losses),
            Self::Whole(annotated) => *annotated,
        }
    }
}

/// Reads annotated articles, one at a time. What cannot be read is handed over as a problem, and the rest is read all the
/// same.
pub fn read(path: &Path, format: &Format, stop: &Stop, each: &mut dyn FnMut(Result<Found, Problem>)) {
    match format.reader {
        None => {}
        Some(Reader::Whole(reader)) => reader(path, stop, &mut |read| {
            each(read.map(|annotated| Found::Whole(Box::new(annotated))));
        }),
        Some(Reader::Marks(reader)) => reader(path, stop, &mut |read| {
            each(read.map(|marked| Found::Marks(Box::new(marked))));
        }),
    }
}
