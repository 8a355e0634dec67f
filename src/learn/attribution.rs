//! Training of the attribution model on articles with the right claims.

use std::sync::Arc;
use std::thread;

use super::trainer::{Settings, train};
use crate::suggest::linear::attribution::{Gold, Layer, Part, Prepared};
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
    /// What the examples were marked for.
    pub options: Options,
}

impl Plan {
    /// For a corpus of some hundred articles, with beliefs and intentions. The numbers of features make a model of under
    /// seven megabytes.
    #[must_use]
    pub fn from_nothing() -> Self {
        let settings = Settings {
            rounds: 10,
            rate: 0.1,
            ..Settings::default()
        };
        Self {
            tokens: Settings {
                least: 3,
                keep: 260_000,
                ..settings
            },
            frames: Settings {
                least: 4,
                keep: 420_000,
                ..settings
            },
            claims: Settings {
                least: 4,
                penalty: 1e-3,
                ..Settings::default()
            },
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

/// The examples are cut into so many parts, and later steps learn from what earlier ones make of a part that they have
/// not seen.
const FOLDS: usize = 2;

/// Trains the three steps.
///
/// `tell` is called with the number of trainings done and of all, for a progress bar.
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn train_attribution(
    examples: &[Example<'_>],
    plan: &Plan,
    tell: &mut dyn FnMut(usize, usize),
    stop: &Stop,
) -> Result<Layer, Stopped> {
    const OF: usize = 4 + 2 * FOLDS;
    let others = |fold: usize| -> Vec<&Example<'_>> {
        let kept = examples.iter().enumerate().filter(|(n, _)| n % FOLDS != fold);
        kept.map(|(_, example)| example).collect()
    };
    tell(0, OF);
    // Step one, as it sees articles that it has not learned from.
    let taggers: Vec<Tagger> = thread::scope(|scope| {
        let work = (0..FOLDS).map(|fold| scope.spawn(move || tokens(&others(fold), plan, stop)));
        let running: Vec<_> = work.collect();
        running
            .into_iter()
            .map(|thread| Ok(Tagger::new(thread.join().unwrap_or(Err(Stopped))?)))
            .collect::<Result<_, Stopped>>()
    })?;
    tell(FOLDS, OF);
    let mut tags = Vec::new();
    let mut frames: Vec<Vec<Sequence>> = Vec::new();
    for (n, example) in examples.iter().enumerate() {
        stop.check()?;
        if let Some(tagger) = taggers.get(n % FOLDS) {
            let found = example.article.tags(tagger);
            frames.push(example.article.frame_sequences(&found, &example.gold));
            tags.push(found);
        }
    }
    tell(FOLDS + 1, OF);
    // Step one and step two from everything, and step two as above.
    let all: Vec<&Example<'_>> = examples.iter().collect();
    let (all_tokens, all_frames, taggers) = thread::scope(|scope| {
        let frames = &frames;
        let part = |fold: usize| frames.iter().enumerate().filter(move |(n, _)| n % FOLDS != fold);
        let of =
            |sequences: Vec<&Sequence>| train(Part::Frames.labels(), &sequences, None, &plan.frames, stop);
        let all_frames = scope.spawn(move || of(frames.iter().flatten().collect()));
        let folds: Vec<_> = (0..FOLDS)
            .map(|fold| scope.spawn(move || of(part(fold).flat_map(|(_, sequences)| sequences).collect())))
            .collect();
        let all_tokens = tokens(&all, plan, stop)?;
        let join = |thread: thread::ScopedJoinHandle<'_, Result<Weights, Stopped>>| {
            thread.join().unwrap_or(Err(Stopped)).map(Arc::new)
        };
        let folds: Result<Vec<_>, Stopped> = folds
            .into_iter()
            .map(|fold| Ok(Tagger::new(join(fold)?)))
            .collect();
        Ok::<_, Stopped>((all_tokens, join(all_frames)?, folds?))
    })?;
    drop(frames);
    tell(OF - 1, OF);
    // Step three.
    let mut decisions = Vec::new();
    for (n, (example, tags)) in examples.iter().zip(&tags).enumerate() {
        stop.check()?;
        if let Some(tagger) = taggers.get(n % FOLDS) {
            decisions.extend(
                example
                    .article
                    .decision_sequences(tags, tagger, plan.options, &example.gold),
            );
        }
    }
    let decisions: Vec<&Sequence> = decisions.iter().collect();
    let claims = train(Part::Claims.labels(), &decisions, None, &plan.claims, stop)?;
    tell(OF, OF);
    Ok(Layer {
        parts: [all_tokens, all_frames, Arc::new(claims)],
    })
}

fn tokens(examples: &[&Example<'_>], plan: &Plan, stop: &Stop) -> Result<Arc<Weights>, Stopped> {
    let mut sequences: Vec<Sequence> = Vec::new();
    for example in examples {
        stop.check()?;
        sequences.extend(example.article.token_sequences(&example.gold));
    }
    let sequences: Vec<&Sequence> = sequences.iter().collect();
    train(Part::Tokens.labels(), &sequences, None, &plan.tokens, stop).map(Arc::new)
}
