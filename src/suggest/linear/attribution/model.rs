//! The model of the three steps, and the claims that it finds.

use std::ops::Range;
use std::sync::Arc;

use super::super::super::Options;
use super::super::super::claims::Draft;
use super::super::super::doc::Doc;
use super::super::super::lexicon::{Class, Lexicon};
use super::super::chain::labels_for;
use super::super::tagger::{Sequence, Tagger, Weights};
use super::Prepared;
use super::candidates::Tags;
use super::claim::Built;
use super::gold::Gold;
use crate::annotation::Act;

/// One of the three steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Which words are cues, sources and contents.
    Tokens,
    /// What belongs to one cue.
    Frames,
    /// Whether a claim stands.
    Claims,
}

impl Part {
    /// All, in the order in which they work.
    pub const ALL: [Self; 3] = [Self::Tokens, Self::Frames, Self::Claims];

    /// Number of labels of the step's chain.
    #[must_use]
    pub const fn labels(self) -> usize {
        match self {
            Self::Tokens => labels_for(3),
            Self::Frames => labels_for(2),
            Self::Claims => 2,
        }
    }
}

/// The weights of the three steps from one training: a whole model, or what a project learned on top of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// In the order of [`Part::ALL`].
    pub parts: [Arc<Weights>; 3],
}

/// A model of attribution.
#[derive(Clone, Debug)]
pub struct Attribution {
    tokens: Tagger,
    frames: Tagger,
    claims: Tagger,
    /// Least likelihood for a claim to be proposed.
    pub least: f32,
}

impl Attribution {
    /// From the weights of the three steps; `None` if they are for other labels.
    #[must_use]
    pub fn new(layer: &Layer, least: f32) -> Option<Self> {
        let [tokens, frames, claims] = &layer.parts;
        let fits = layer
            .parts
            .iter()
            .zip(Part::ALL)
            .all(|(weights, part)| weights.table.labels() == part.labels());
        fits.then(|| Self {
            tokens: Tagger::new(tokens.clone()),
            frames: Tagger::new(frames.clone()),
            claims: Tagger::new(claims.clone()),
            least,
        })
    }

    /// The tagger of a step.
    #[must_use]
    pub const fn part(&self, part: Part) -> &Tagger {
        match part {
            Part::Tokens => &self.tokens,
            Part::Frames => &self.frames,
            Part::Claims => &self.claims,
        }
    }

    /// With a layer on top.
    #[must_use]
    pub fn with(self, layer: &Layer) -> Self {
        let [tokens, frames, claims] = &layer.parts;
        Self {
            tokens: self.tokens.with(tokens.clone()),
            frames: self.frames.with(frames.clone()),
            claims: self.claims.with(claims.clone()),
            least: self.least,
        }
    }

    /// Claims of an article, in no particular order.
    pub(in crate::suggest) fn claims(&self, article: &Prepared<'_>, options: Options) -> Vec<Draft> {
        let tags = article.tags(&self.tokens);
        let built = article.build(&tags, &self.frames);
        let likely = article.likelihoods(&built, options.beliefs, &self.claims);
        let mut order: Vec<(f32, &Built)> = likely.into_iter().zip(&built).collect();
        order.retain(|(likely, _)| *likely >= self.least);
        order.sort_by(|a, b| {
            b.0.total_cmp(&a.0)
                .then(a.1.candidate.cue.start.cmp(&b.1.candidate.cue.start))
        });
        let mut taken = vec![0_u8; article.doc.len()];
        let mut drafts: Vec<Draft> = Vec::new();
        for (likely, built) in order {
            if let Some(draft) = article.accept(built, likely, &mut taken) {
                drafts.push(draft);
            }
        }
        article.add_floating(&taken, &mut drafts);
        drafts
    }
}

/// Marks of what is taken.
const IN_CONTENT: u8 = 1;
const IN_CUE: u8 = 2;

impl Prepared<'_> {
    /// A draft, unless its cue lies in what another claim states, or most of what it states is stated by another.
    fn accept(&self, built: &Built, likely: f32, taken: &mut [u8]) -> Option<Draft> {
        let all = |range: &Range<usize>, taken: &[u8], flag: u8| {
            let slots = taken.get(range.clone()).unwrap_or_default();
            slots.iter().filter(|slot| **slot & flag != 0).count()
        };
        let cue = &built.candidate.cue;
        if all(cue, taken, IN_CONTENT) == cue.len() {
            return None;
        }
        let length: usize = built.content.iter().map(ExactSizeIterator::len).sum();
        let shared: usize = built.content.iter().map(|c| all(c, taken, IN_CONTENT)).sum();
        if shared * 2 > length {
            return None;
        }
        // It may not swallow the cue of a surer claim.
        if built.content.iter().any(|c| all(c, taken, IN_CUE) > 0) {
            return None;
        }
        for (range, flag) in built
            .content
            .iter()
            .map(|c| (c, IN_CONTENT))
            .chain([(cue, IN_CUE)])
        {
            for slot in taken.get_mut(range.clone()).unwrap_or_default() {
                *slot |= flag;
            }
        }
        let by_rule = built.candidate.draft.and_then(|d| self.drafts.get(d));
        Some(Draft {
            content: built.content.clone(),
            cue: Some(cue.clone()),
            source: built.source.clone(),
            act: by_rule.map_or_else(|| act(&self.doc, cue), |draft| draft.act),
            score: likely,
            reason: match by_rule {
                Some(draft) => draft.reason.clone(),
                None => format!("learned: “{}” reports", self.doc.words_of(cue.clone())).into(),
            },
            paragraph: built.candidate.paragraph,
        })
    }

    /// The rules' quotations without a cue, where no claim has them.
    fn add_floating(&self, taken: &[u8], drafts: &mut Vec<Draft>) {
        let free = |draft: &&Draft| {
            draft.cue.is_none()
                && draft.content.iter().all(|c| {
                    taken
                        .get(c.clone())
                        .unwrap_or_default()
                        .iter()
                        .all(|slot| *slot == 0)
                })
        };
        drafts.extend(self.drafts.iter().filter(free).cloned());
    }

    /// Sequences for step two: one per cue that step one or the rules found, with nothing to label where it is none.
    #[must_use]
    pub fn frame_sequences(&self, tags: &Tags, gold: &Gold) -> Vec<Sequence> {
        let claims = self.gold_tokens(gold);
        let touch = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        self.candidates(tags)
            .iter()
            .filter(|candidate| self.is_decided_at(candidate.paragraph, gold))
            .map(|candidate| {
                let right = claims
                    .iter()
                    .find(|gold| gold.cue.as_ref().is_some_and(|cue| touch(cue, &candidate.cue)));
                self.frame_sequence(tags, candidate, right)
            })
            .collect()
    }

    /// Sequences for step three: one per claim that steps one and two put together.
    #[must_use]
    pub fn decision_sequences(
        &self,
        tags: &Tags,
        frames: &Tagger,
        options: Options,
        gold: &Gold,
    ) -> Vec<Sequence> {
        let claims = self.gold_tokens(gold);
        let built = self.build(tags, frames);
        let all = self.claim_sequences(&built, options.beliefs, Some(&claims));
        all.into_iter()
            .zip(&built)
            .filter(|(_, built)| self.is_decided_at(built.candidate.paragraph, gold))
            .map(|(sequence, _)| sequence)
            .collect()
    }

    fn is_decided_at(&self, paragraph: usize, gold: &Gold) -> bool {
        let tokens = self.doc.paragraphs.get(paragraph);
        tokens.is_some_and(|tokens| self.is_decided(tokens, gold))
    }
}

/// The act of a cue that no rule found: that of its verb, unless a negation turns it round.
fn act(doc: &Doc<'_>, cue: &Range<usize>) -> Act {
    let negated = (cue.start.saturating_sub(3)..cue.end).any(|i| doc.is(i, Class::NOT));
    let found = cue.clone().find_map(|i| {
        let phrase = Lexicon::embedded().phrase(doc.lower(i), doc.lower(i + 1));
        phrase.or(doc.word(i).cue).map(|cue| cue.act)
    });
    match (found.unwrap_or_default(), negated) {
        (Act::Denial | Act::Accusation | Act::Admission, true) => Act::Statement,
        (act, _) => act,
    }
}
