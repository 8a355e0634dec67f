//! Mentions of actors and places in an article, and the actors behind them.
//!
//! Four steps: [`named`] finds names by the lists and by their form, with what the article itself says they are
//! ([`introductions`]), [`aliases`] decides on the words that only the rest of
//! the article explains (surnames, acronyms), [`sightings`] holds that against what a trained network sees, if one was
//! asked, [`descriptive`] finds described actors ("government troops", "a source close to the talks"). Then [`grouping`]
//! says which mentions are of one actor.

mod aliases;
mod bearers;
mod companies;
mod descriptive;
pub(super) mod evidence;
pub(super) mod grouping;
pub(super) mod introductions;
mod named;
mod run;
mod sightings;
mod surnames;
mod unknown;

use std::ops::Range;

use super::doc::Doc;
use super::gazetteer::NameKind;
use super::known::Known;
use super::{Stop, Stopped};
use crate::annotation::{Form, KindId};
use crate::text::Span;
pub(super) use descriptive::source_end;
use evidence::Evidence;
pub(super) use sightings::Sighting;

/// What is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Person,
    Organization,
    State,
    ArmedForce,
    Media,
    Group,
    UnnamedSource,
    Place,
}

impl Kind {
    pub(super) const fn id(self) -> KindId {
        match self {
            Self::Person => KindId::PERSON,
            Self::Organization => KindId::ORGANIZATION,
            Self::State => KindId::STATE,
            Self::ArmedForce => KindId::ARMED_FORCE,
            Self::Media => KindId::MEDIA,
            Self::Group => KindId::GROUP,
            Self::UnnamedSource => KindId::UNNAMED_SOURCE,
            Self::Place => KindId::PLACE,
        }
    }

    const fn of_list(kind: NameKind) -> Option<Self> {
        Some(match kind {
            NameKind::Person => Self::Person,
            NameKind::Organization => Self::Organization,
            NameKind::State => Self::State,
            NameKind::ArmedForce => Self::ArmedForce,
            NameKind::Media => Self::Media,
            NameKind::Group => Self::Group,
            NameKind::Place => Self::Place,
            NameKind::Demonym => return None,
        })
    }
}

/// What a mention and its kind rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grounds {
    /// A list, the word of a person, or what the article itself says it is.
    Told,
    /// A rule: a title, a first name, a word for a body, the full name elsewhere in the article.
    Rule,
    /// Only what stands around it.
    Guess,
}

/// A mention, before its actor is known.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub span: Span,
    /// The tokens that the span touches.
    pub tokens: Range<usize>,
    pub kind: Kind,
    /// The kind as a person confirmed it, where that is none of ours.
    pub own_kind: Option<KindId>,
    pub form: Form,
    pub score: f32,
    pub reason: &'static str,
    /// What the actor is called; the mention's own words if no list says otherwise.
    pub name: String,
    /// Whether `name` comes from a list.
    pub listed: bool,
    pub grounds: Grounds,
    /// Whose it is, for a described actor: the state or person before it ("Syria" of "Syrian troops").
    pub owner: Option<String>,
    /// Which actor, once known.
    pub actor: Option<usize>,
}

impl Found {
    fn new(
        doc: &Doc<'_>,
        tokens: Range<usize>,
        kind: Kind,
        score: f32,
        reason: &'static str,
    ) -> Option<Self> {
        Some(Self {
            span: doc.span(tokens.clone())?,
            name: doc.words_of(tokens.clone()).to_owned(),
            tokens,
            kind,
            own_kind: None,
            form: Form::Named,
            score,
            reason,
            listed: false,
            grounds: Grounds::Rule,
            owner: None,
            actor: None,
        })
    }

    /// Who speaks, by the words of the source alone.
    pub(super) fn who_speaks(doc: &Doc<'_>, tokens: Range<usize>, kind: Kind, score: f32) -> Option<Self> {
        Self::new(doc, tokens, kind, score, "who speaks, without a name").map(Self::described)
    }

    fn described(mut self) -> Self {
        self.form = Form::Descriptive;
        self
    }

    fn called(mut self, name: Option<&str>) -> Self {
        if let Some(name) = name {
            name.clone_into(&mut self.name);
        }
        self.listed = true;
        self
    }

    const fn on(mut self, grounds: Grounds) -> Self {
        self.grounds = grounds;
        self
    }

    pub(super) fn kind_id(&self) -> KindId {
        self.own_kind.clone().unwrap_or_else(|| self.kind.id())
    }
}

/// Capitalised words that only the rest of the article can explain: a surname or short form of somebody named in full
/// elsewhere, or a name that no list knows.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub tokens: Range<usize>,
    /// Whether its sentence writes names no different from other words.
    pub weak: bool,
    /// Whether it is an ordinary word with the capital of a sentence's first one: a name only if the article knows it.
    pub opener: bool,
}

/// All mentions, in text order, without overlaps, and the actors behind them. `seen` is what a network has read as names;
/// `None` if none was asked.
pub(super) fn find(
    doc: &Doc<'_>,
    known: &Known<'_>,
    seen: Option<&[Sighting]>,
    stop: &Stop,
) -> Result<(Vec<Found>, grouping::Actors), Stopped> {
    let mut found = names(doc, known, &mut |_, _| {}, stop)?;
    if let Some(seen) = seen {
        found = sightings::weigh(doc, found, seen);
    }
    introductions::tell_by_words(doc, &mut found);
    let mut paragraph = usize::MAX;
    found.sort_by_key(|f| (f.span.start(), std::cmp::Reverse(f.span.end())));
    let mut described = Vec::new();
    for sentence in &doc.sentences {
        if sentence.paragraph != paragraph {
            stop.check()?;
            paragraph = sentence.paragraph;
        }
        descriptive::find(doc, sentence, &found, &mut described);
    }
    found.append(&mut described);
    let mut found = without_overlaps(found);
    let actors = grouping::resolve(doc, &mut found);
    Ok((found, actors))
}

/// The names of the article, before those that overlap are left out.
fn names(
    doc: &Doc<'_>,
    known: &Known<'_>,
    see: &mut aliases::See<'_>,
    stop: &Stop,
) -> Result<Vec<Found>, Stopped> {
    let mut found = Vec::new();
    let mut pending = Vec::new();
    let mut paragraph = usize::MAX;
    for sentence in &doc.sentences {
        if sentence.paragraph != paragraph {
            stop.check()?;
            paragraph = sentence.paragraph;
        }
        named::find(doc, sentence, known, &mut found, &mut pending);
    }
    introductions::repeat(doc, &mut found, &mut pending);
    aliases::agree(doc, &mut found);
    aliases::resolve_pending(doc, &mut found, pending, see);
    Ok(found)
}

/// Every name that is left to the evidence, with the evidence.
pub(super) fn open_names(doc: &Doc<'_>) -> Vec<(Span, Evidence)> {
    let mut open = Vec::new();
    let mut see = |tokens: Range<usize>, evidence: &Evidence| {
        open.extend(doc.span(tokens).map(|span| (span, *evidence)));
    };
    // Nobody stops it here.
    let _ = names(doc, &Known::new(&[]), &mut see, &Stop::default());
    open
}

/// Of mentions that overlap, the longer one stays; of equals, the one found first.
fn without_overlaps(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|f| (f.span.start(), std::cmp::Reverse(f.span.end())));
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for mention in found {
        match kept.last_mut() {
            Some(last) if last.span.overlaps(mention.span) => {
                if mention.span.len() > last.span.len() {
                    *last = mention;
                }
            }
            _ => kept.push(mention),
        }
    }
    kept
}
