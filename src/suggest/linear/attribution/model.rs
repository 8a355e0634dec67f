//! The model of the three steps, and the claims that it finds.

use std::ops::Range;
use std::sync::Arc;

use super::super::super::Options;
use super::super::super::claims::{self, Draft};
use super::super::chain::labels_for;
use super::super::hash::of_bytes;
use super::super::tagger::{Sequence, Tagger, Weights};
use super::Prepared;
use super::candidates::Tags;
use super::claim::Built;
use super::gold::Gold;

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

/// The weights of the three steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// In the order of [`Part::ALL`].
    pub parts: [Arc<Weights>; 3],
}

/// How scores of step three are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Least likelihood for a claim to be proposed.
    pub least: f32,
    /// What the logarithm of the odds is multiplied with, and what is added then, so that of the claims with a likelihood
    /// of 0.8 eight in ten stand.
    pub slope: f32,
    /// See `slope`.
    pub shift: f32,
}

impl Default for Scale {
    fn default() -> Self {
        Self {
            least: 0.25,
            slope: 1.0,
            shift: 0.0,
        }
    }
}

/// What a project learned from its reviewers, to lay on top of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Habits {
    /// Weights that are added to those of step three.
    pub claims: Arc<Weights>,
    /// Least likelihood for a claim to be proposed, in place of the model's.
    pub least: f32,
    /// How the project marks claims.
    pub conventions: Conventions,
}

impl Habits {
    /// A number, in letters, that other habits hardly share (FNV-1a over the weights and choices).
    #[must_use]
    pub fn number(&self) -> String {
        let mut bytes = Vec::new();
        self.claims.write(&mut bytes);
        bytes.extend(self.least.to_le_bytes());
        bytes.extend(self.conventions.number().as_bytes());
        format!("{:08x}", of_bytes(&bytes) >> 32)
    }
}

impl Conventions {
    /// Which of them hold, as letters.
    #[must_use]
    pub fn number(self) -> String {
        let all = [
            (self.beliefs, 'b'),
            (self.wide_cues, 'w'),
            (self.comma_in_source, 'c'),
            (self.only_with_cue, 'o'),
        ];
        all.into_iter()
            .filter(|(holds, _)| *holds)
            .map(|(_, letter)| letter)
            .collect()
    }
}

/// How claims are marked where people can differ. Without any of these they are marked as the program's manual says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Conventions {
    /// Beliefs and intentions are wanted though nobody asks for them: the reviewers add them.
    pub beliefs: bool,
    /// A cue is all of "also said on Friday", not only "said".
    pub wide_cues: bool,
    /// A comma after a source belongs to it.
    pub comma_in_source: bool,
    /// What has no cue is no claim: quotations that stand alone, casualties in the article's own voice.
    pub only_with_cue: bool,
}

/// A model of attribution. Cloning shares the weights.
#[derive(Clone, Debug)]
pub struct Attribution {
    tokens: Tagger,
    frames: Tagger,
    claims: Tagger,
    /// How the scores of step three are read.
    pub scale: Scale,
    /// How claims are marked.
    pub conventions: Conventions,
}

impl Attribution {
    /// From the weights of the three steps; `None` if they are for other labels.
    #[must_use]
    pub fn new(layer: &Layer, scale: Scale) -> Option<Self> {
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
            scale,
            conventions: Conventions::default(),
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

    /// With what a project learned on top.
    #[must_use]
    pub fn with(self, habits: &Habits) -> Self {
        Self {
            claims: self.claims.with(habits.claims.clone()),
            scale: Scale {
                least: habits.least,
                ..self.scale
            },
            conventions: habits.conventions,
            ..self
        }
    }

    /// Claims of an article, in no particular order.
    pub(in crate::suggest) fn claims(&self, article: &Prepared<'_>, options: Options) -> Vec<Draft> {
        let tags = article.tags(&self.tokens);
        let built = article.build(&tags, &self.frames, self.wants_beliefs(options));
        self.decide(article, &built)
    }

    /// Takes an article through the first two steps.
    #[must_use]
    pub fn lay_out<'a>(&self, article: Prepared<'a>) -> LaidOut<'a> {
        let tags = article.tags(&self.tokens);
        LaidOut {
            said: article.build(&tags, &self.frames, false),
            all: article.build(&tags, &self.frames, true),
            article,
        }
    }

    /// The same as [`Self::claims`] of an article that this model, or one with other habits, laid out.
    pub(in crate::suggest) fn claims_of(&self, article: &LaidOut<'_>, options: Options) -> Vec<Draft> {
        let built = if self.wants_beliefs(options) {
            &article.all
        } else {
            &article.said
        };
        self.decide(&article.article, built)
    }

    const fn wants_beliefs(&self, options: Options) -> bool {
        options.beliefs || self.conventions.beliefs
    }

    /// Step three: which of the claims stand.
    fn decide(&self, article: &Prepared<'_>, built: &[Built]) -> Vec<Draft> {
        let likely = article.likelihoods(built, &self.claims, self.scale);
        let mut order: Vec<(f32, &Built)> = likely.into_iter().zip(built).collect();
        order.retain(|(likely, _)| *likely >= self.scale.least);
        order.sort_by(|a, b| {
            b.0.total_cmp(&a.0)
                .then(a.1.candidate.cue.start.cmp(&b.1.candidate.cue.start))
        });
        let mut taken = vec![0_u8; article.doc.len()];
        let mut drafts: Vec<Draft> = Vec::new();
        for (likely, built) in order {
            if let Some(draft) = article.accept(built, likely, self.conventions, &mut taken) {
                drafts.push(draft);
            }
        }
        article.add_floating(&taken, &mut drafts);
        drafts
    }
}

/// An article after steps one and two, which no habit changes: for whoever tries several habits on it.
pub struct LaidOut<'a> {
    pub(in crate::suggest) article: Prepared<'a>,
    /// What can be a claim where only what is said is wanted.
    said: Vec<Built>,
    /// What can be a claim, beliefs and intentions included.
    all: Vec<Built>,
}

impl LaidOut<'_> {
    /// Sequences for step three: one per claim that steps one and two put together, where people decided.
    #[must_use]
    pub fn decision_sequences(&self, gold: &Gold) -> Vec<Sequence> {
        self.article.decisions(&self.all, gold)
    }
}

/// Marks of what is taken.
const IN_CONTENT: u8 = 1;
const IN_CUE: u8 = 2;

impl Prepared<'_> {
    /// A draft, unless its cue lies in what another claim states, or most of what it states is stated by another.
    fn accept(
        &self,
        built: &Built,
        likely: f32,
        conventions: Conventions,
        taken: &mut [u8],
    ) -> Option<Draft> {
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
        let narrow = by_rule
            .filter(|_| !conventions.wide_cues)
            .and_then(|draft| draft.cue.clone());
        let mut source = built.source.clone();
        if !conventions.comma_in_source {
            source = source.map(|source| claims::without_comma(&self.doc, source));
        }
        Some(Draft {
            content: built.content.clone(),
            cue: Some(narrow.unwrap_or_else(|| cue.clone())),
            source,
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

    /// Sequences for step two: one per right cue that step one or the rules found. Whether a claim stands is for step
    /// three to say, which needs to see the best that can be made of it.
    #[must_use]
    pub fn frame_sequences(&self, tags: &Tags, gold: &Gold) -> Vec<Sequence> {
        let claims = self.gold_tokens(gold);
        let touch = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        self.candidates(tags, true)
            .iter()
            .filter(|candidate| self.is_decided_at(candidate.paragraph, gold))
            .filter_map(|candidate| {
                let right = claims
                    .iter()
                    .find(|gold| gold.cue.as_ref().is_some_and(|cue| touch(cue, &candidate.cue)))?;
                Some(self.frame_sequence(tags, candidate, right))
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
        self.decisions(&self.build(tags, frames, options.beliefs), gold)
    }

    fn decisions(&self, built: &[Built], gold: &Gold) -> Vec<Sequence> {
        let all = self.claim_sequences(built, &self.gold_tokens(gold));
        all.into_iter()
            .zip(built)
            .filter(|(_, built)| self.is_decided_at(built.candidate.paragraph, gold))
            .map(|(sequence, _)| sequence)
            .collect()
    }

    fn is_decided_at(&self, paragraph: usize, gold: &Gold) -> bool {
        let tokens = self.doc.paragraphs.get(paragraph);
        tokens.is_some_and(|tokens| self.is_decided(tokens, gold))
    }
}
