//! Training of the attribution model on articles with the right claims.

use std::sync::Arc;
use std::thread;

use super::corpus::Annotated;
use super::evaluate::Sheets;
use super::trainer::{Settings, train};
use crate::suggest::linear::attribution::{Attribution, Gold, Layer, Part, Prepared, Scale};
use crate::suggest::linear::tagger::{Sequence, Tagger, Weights};
use crate::suggest::{Fast, Options, Stop, Stopped};

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

/// The least likelihoods that are tried.
const LEAST: [f32; 8] = [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5];

/// So many points of F1 are given up for fewer proposals: in text of another kind than the examples the unlikely ones
/// are wrong more often.
const NEARLY: f64 = 0.5;

/// Reads the scores of a trained model off articles that it has not seen: how likely a claim stands, and from where on
/// proposals are worth it by the F1 of claims.
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn settle(
    layer: &Layer,
    held_back: &[&Annotated],
    options: Options,
    stop: &Stop,
) -> Result<Scale, Stopped> {
    let mut scale = Scale::default();
    let Some(mut attribution) = Attribution::new(layer, scale).filter(|_| !held_back.is_empty()) else {
        return Ok(scale);
    };
    let mut points = Vec::new();
    for article in held_back {
        let prepared = Prepared::new(&article.input(&[], options), stop)?;
        let tags = prepared.tags(attribution.part(Part::Tokens));
        let gold = article.claims.clone().unwrap_or_default();
        for decision in prepared.decision_sequences(&tags, attribution.part(Part::Frames), options, &gold) {
            if let [no, yes] = attribution.part(Part::Claims).scores(&decision).as_slice() {
                points.push((f64::from(yes - no), decision.gold == [1]));
            }
        }
    }
    let (slope, shift) = line(&points);
    (scale.slope, scale.shift) = (slope as f32, shift as f32);
    let mut tried = Vec::new();
    for least in LEAST {
        attribution.scale = Scale { least, ..scale };
        let suggester = Fast::new(attribution.clone());
        let mut sheets = Sheets::default();
        for article in held_back {
            sheets.add(&suggester, article, &[], options, stop)?;
        }
        tried.push((least, sheets.evaluate().scores.of("claim").rates().f1));
    }
    let best = tried.iter().map(|(_, f1)| *f1).fold(0.0, f64::max);
    let enough = tried.iter().rev().find(|(_, f1)| *f1 >= best - NEARLY);
    scale.least = enough.map_or(scale.least, |(least, _)| *least);
    Ok(scale)
}

/// Longest step of slope and shift while the curve is fitted.
const STEP: f64 = 0.1;

/// Slope and shift of the logistic curve through `points` (Platt scaling), held near 1 and 0 where there are few.
fn line(points: &[(f64, bool)]) -> (f64, f64) {
    let (mut slope, mut shift) = (1.0, 0.0);
    for _ in 0..100 {
        // Newton's method in short steps, as it leaps too far where nearly all likelihoods are near 0 or 1; the penalty
        // counts as some ten points.
        let (mut g0, mut g1) = (3.0 * (1.0 - slope), -3.0 * shift);
        let (mut h00, mut h01, mut h11) = (3.0, 0.0, 3.0);
        for (x, right) in points {
            let likely = 1.0 / (1.0 + (-slope * x - shift).exp());
            let (miss, weight) = (f64::from(u8::from(*right)) - likely, likely * (1.0 - likely));
            g0 += miss * x;
            g1 += miss;
            h00 += weight * x * x;
            h01 += weight * x;
            h11 += weight;
        }
        let determinant = h00 * h11 - h01 * h01;
        slope += ((h11 * g0 - h01 * g1) / determinant).clamp(-STEP, STEP);
        shift += ((h00 * g1 - h01 * g0) / determinant).clamp(-STEP, STEP);
    }
    if slope.is_finite() && shift.is_finite() && slope > 0.0 {
        (slope, shift)
    } else {
        (1.0, 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_that_are_too_sure_are_read_as_less_sure() {
        // With a score of 4 three in four are right: the odds are 3, not e to the power of 4.
        let points: Vec<(f64, bool)> = (0..4000)
            .map(|n| {
                if n % 2 == 0 {
                    (4.0, n % 8 != 0)
                } else {
                    (-4.0, n % 8 == 1)
                }
            })
            .collect();
        let (slope, shift) = line(&points);
        assert!((slope * 4.0 - 3.0_f64.ln()).abs() < 0.05, "{slope}");
        assert!(shift.abs() < 0.05, "{shift}");
        assert_eq!(line(&[]), (1.0, 0.0));
    }
}
