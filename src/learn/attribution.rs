//! Training of the attribution model on articles with the right claims: from nothing, or as a layer on top of a model.

use std::sync::Arc;

use super::trainer::{Settings, train};
use crate::suggest::linear::attribution::{Attribution, Gold, Layer, Part, Prepared};
use crate::suggest::linear::tagger::{Sequence, Tagger, Weights};
use crate::suggest::{Options, Stop, Stopped};

/// How to train the three steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Step one.
    pub tokens: Settings,
    /// Step two.
    pub frames: Settings,
    /// Step three.
    pub claims: Settings,
    /// Parts that the examples are cut into, so that later steps learn from what earlier ones make of articles that they
    /// have not seen.
    pub folds: usize,
    /// What the examples were marked for.
    pub options: Options,
}

impl Plan {
    /// For a corpus of some hundred articles, with beliefs and intentions.
    #[must_use]
    pub fn from_nothing() -> Self {
        Self {
            tokens: Settings::default(),
            frames: Settings {
                least: 3,
                ..Settings::default()
            },
            claims: Settings {
                least: 4,
                penalty: 1e-3,
                ..Settings::default()
            },
            folds: 2,
            options: Options { beliefs: true },
        }
    }
}

/// An article with its right claims.
pub struct Example<'a> {
    /// The article, made ready.
    pub article: Prepared<'a>,
    /// Its claims.
    pub gold: Gold,
}

/// Trains the three steps; with `base`, what is to be added to it.
///
/// `tell` is called with the number of trainings done and of all, for a progress bar.
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn train_attribution(
    examples: &[&Example<'_>],
    base: Option<&Attribution>,
    plan: &Plan,
    tell: &mut dyn FnMut(usize, usize),
    stop: &Stop,
) -> Result<Layer, Stopped> {
    let folds = plan.folds.clamp(1, examples.len().max(1));
    let mut work = Work {
        base,
        plan,
        stop,
        done: 0,
        of: if folds == 1 { 3 } else { 3 + 2 * folds },
        tell,
    };
    let is_in = |n: usize, fold: usize| n % folds == fold;
    // Step one, and what it makes of articles that it has not seen.
    let all_tokens = work.tokens(examples)?;
    let mut tags = Vec::new();
    tags.resize_with(examples.len(), || None);
    for fold in 0..folds {
        let weights = if folds == 1 {
            all_tokens.clone()
        } else {
            let others: Vec<&Example<'_>> = without(examples, |n| is_in(n, fold));
            work.tokens(&others)?
        };
        let tagger = work.tagger(Part::Tokens, weights);
        for (n, (example, slot)) in examples.iter().zip(&mut tags).enumerate() {
            if is_in(n, fold) {
                stop.check()?;
                *slot = Some(example.article.tags(&tagger));
            }
        }
    }
    // Step two.
    let mut frames: Vec<Vec<Sequence>> = Vec::new();
    for (example, tags) in examples.iter().zip(&tags) {
        stop.check()?;
        let tags = tags.as_ref();
        let sequences = tags.map(|tags| example.article.frame_sequences(tags, &example.gold));
        frames.push(sequences.unwrap_or_default());
    }
    let all_frames = work.train(Part::Frames, frames.iter_mut())?;
    // Step three.
    let mut decisions = Vec::new();
    for fold in 0..folds {
        let weights = if folds == 1 {
            all_frames.clone()
        } else {
            let others = frames.iter_mut().enumerate().filter(|(n, _)| !is_in(*n, fold));
            work.train(Part::Frames, others.map(|(_, sequences)| sequences))?
        };
        let tagger = work.tagger(Part::Frames, weights);
        for (n, (example, tags)) in examples.iter().zip(&tags).enumerate() {
            if let Some(tags) = tags
                && is_in(n, fold)
            {
                stop.check()?;
                let article = &example.article;
                decisions.push(article.decision_sequences(tags, &tagger, plan.options, &example.gold));
            }
        }
    }
    drop(frames);
    let claims = work.train(Part::Claims, decisions.iter_mut())?;
    Ok(Layer {
        parts: [all_tokens, all_frames, claims],
    })
}

fn without<'e, 'a>(examples: &[&'e Example<'a>], left_out: impl Fn(usize) -> bool) -> Vec<&'e Example<'a>> {
    let kept = examples.iter().enumerate().filter(|(n, _)| !left_out(*n));
    kept.map(|(_, example)| *example).collect()
}

struct Work<'w> {
    base: Option<&'w Attribution>,
    plan: &'w Plan,
    stop: &'w Stop,
    done: usize,
    of: usize,
    tell: &'w mut dyn FnMut(usize, usize),
}

impl Work<'_> {
    fn tokens(&mut self, examples: &[&Example<'_>]) -> Result<Arc<Weights>, Stopped> {
        let mut sequences: Vec<Vec<Sequence>> = Vec::new();
        for example in examples {
            self.stop.check()?;
            sequences.push(example.article.token_sequences(&example.gold));
        }
        self.train(Part::Tokens, sequences.iter_mut())
    }

    fn train<'s>(
        &mut self,
        part: Part,
        sequences: impl Iterator<Item = &'s mut Vec<Sequence>>,
    ) -> Result<Arc<Weights>, Stopped> {
        let mut sequences: Vec<&mut Sequence> = sequences.flatten().collect();
        let settings = match part {
            Part::Tokens => &self.plan.tokens,
            Part::Frames => &self.plan.frames,
            Part::Claims => &self.plan.claims,
        };
        let mut steps = None;
        if let Some(base) = self.base {
            let tagger = base.part(part);
            for sequence in &mut sequences {
                self.stop.check()?;
                if !sequence.is_scored {
                    sequence.given = tagger.scores(sequence);
                    sequence.is_scored = true;
                }
            }
            steps = Some(tagger.steps());
        }
        let sequences: Vec<&Sequence> = sequences.into_iter().map(|s| &*s).collect();
        let weights = train(part.labels(), &sequences, steps, settings, self.stop)?;
        self.done += 1;
        (self.tell)(self.done, self.of);
        Ok(Arc::new(weights))
    }

    /// A tagger with these weights, on top of what it is to be added to.
    fn tagger(&self, part: Part, weights: Arc<Weights>) -> Tagger {
        match self.base {
            Some(base) => base.part(part).clone().with(weights),
            None => Tagger::new(weights),
        }
    }
}
