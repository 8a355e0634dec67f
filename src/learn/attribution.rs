//! Training of the attribution model on articles with the right claims.

use std::sync::Arc;

use super::trainer::{Settings, train};
use crate::suggest::linear::attribution::{Attribution, GoldClaim, Part, Prepared};
use crate::suggest::linear::tagger::{Tagger, Weights};
use crate::suggest::{Stop, Stopped};

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
    /// Least likelihood for a claim to be proposed.
    pub least: f32,
}

impl Default for Plan {
    fn default() -> Self {
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
            least: 0.4,
        }
    }
}

/// An article with its right claims.
pub struct Example<'a> {
    /// The article, made ready.
    pub article: Prepared<'a>,
    /// Its claims, all of them.
    pub claims: Vec<GoldClaim>,
}

/// Trains a model from nothing.
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn train_attribution(
    examples: &[Example<'_>],
    plan: &Plan,
    told: &mut dyn FnMut(&str),
    stop: &Stop,
) -> Result<Option<Attribution>, Stopped> {
    let folds = plan.folds.max(1);
    let part = |fold: usize, inside: bool| {
        examples
            .iter()
            .enumerate()
            .filter(move |(n, _)| (n % folds == fold) == inside || folds == 1)
            .map(|(_, example)| example)
    };
    told("step one");
    let tokens = |examples: &mut dyn Iterator<Item = &Example<'_>>| {
        let sequences: Vec<_> = examples
            .flat_map(|e| e.article.token_sequences(&e.claims))
            .collect();
        train(Part::Tokens.labels(), &sequences, None, &plan.tokens, stop).map(Arc::new)
    };
    let all_tokens = tokens(&mut examples.iter())?;
    let mut fold_tags = Vec::new();
    for fold in 0..folds {
        let tagger = if folds == 1 {
            Tagger::new(all_tokens.clone())
        } else {
            Tagger::new(tokens(&mut part(fold, false))?)
        };
        let tags: Vec<_> = part(fold, true).map(|e| (e, e.article.tags(&tagger))).collect();
        fold_tags.push(tags);
        stop.check()?;
    }
    told("step two");
    let frames = |without: Option<usize>| -> Result<Arc<Weights>, Stopped> {
        let mut sequences = Vec::new();
        for (fold, tags) in fold_tags.iter().enumerate() {
            if Some(fold) == without {
                continue;
            }
            for (example, tags) in tags {
                sequences.extend(example.article.frame_sequences(tags, &example.claims));
            }
            stop.check()?;
        }
        train(Part::Frames.labels(), &sequences, None, &plan.frames, stop).map(Arc::new)
    };
    let all_frames = frames(None)?;
    told("step three");
    let mut sequences = Vec::new();
    for (fold, tags) in fold_tags.iter().enumerate() {
        let tagger = if folds == 1 {
            Tagger::new(all_frames.clone())
        } else {
            Tagger::new(frames(Some(fold))?)
        };
        for (example, tags) in tags {
            sequences.extend(example.article.decision_sequences(tags, &tagger, true, &example.claims));
        }
        stop.check()?;
    }
    let claims = train(Part::Claims.labels(), &sequences, None, &plan.claims, stop)?;
    Ok(Attribution::new(
        all_tokens,
        all_frames,
        Arc::new(claims),
        plan.least,
    ))
}
