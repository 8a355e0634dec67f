//! Learning from the reviewer: a layer on top of a model, learned in seconds from the articles that a project has decided.
//!
//! The layer holds only the weights that changed; without it the model is what it was. It is learned anew from all
//! reviewed articles each time, so it depends on them and on nothing else. Every fifth of them, by the hash of its text,
//! is kept out of the learning and tells whether it helped.

use std::sync::Arc;

use super::attribution::{Example, Plan, train_attribution};
use super::corpus::Annotated;
use super::evaluate::Sheets;
use super::score::Scores;
use super::trainer::Settings;
use crate::suggest::linear::attribution::{Attribution, Layer, Prepared};
use crate::suggest::{Fast, KnownName, Options, Stop, Stopped};

/// Fewest reviewed articles to learn from: below, nothing could tell whether it helped.
pub const FEWEST: usize = 5;

/// One of so many reviewed articles is held back.
const HELD_BACK: u64 = 5;

/// What was learned from the reviewed articles.
#[derive(Clone, Debug)]
pub struct Learned {
    /// What to lay on top of the model.
    pub layer: Arc<Layer>,
    /// How many articles it was learned from.
    pub from: usize,
    /// How many articles were held back.
    pub held_back: usize,
    /// Scores on those without the layer.
    pub before: Scores,
    /// Scores on those with it.
    pub after: Scores,
}

impl Learned {
    /// Whether the layer is to be used: it saves a reviewer work on the articles that were held back, or costs none.
    #[must_use]
    pub fn is_better(&self) -> bool {
        match (self.before.effort(), self.after.effort()) {
            (Some(before), Some(after)) => after <= before,
            _ => false,
        }
    }
}

/// How a layer is learned from some dozen articles: small steps, and a penalty for every departure from the model below.
const fn plan(options: Options) -> Plan {
    let settings = Settings {
        rounds: 6,
        rate: 0.1,
        penalty: 1e-3,
        least: 1,
        seed: 1,
    };
    Plan {
        tokens: settings,
        frames: settings,
        claims: Settings {
            rate: 0.2,
            ..settings
        },
        folds: 3,
        options,
    }
}

/// Learns a layer on top of `base` from `reviewed` articles. `None` if there are fewer than [`FEWEST`].
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn learn(
    base: &Attribution,
    reviewed: &[&Annotated],
    known: &[KnownName],
    options: Options,
    stop: &Stop,
) -> Result<Option<Learned>, Stopped> {
    if reviewed.len() < FEWEST {
        return Ok(None);
    }
    let (mut held_back, mut rest): (Vec<&Annotated>, Vec<&Annotated>) = reviewed
        .iter()
        .copied()
        .partition(|a| number(a).is_multiple_of(HELD_BACK));
    // Chance may hold back none, or all.
    let first = |from: &[&Annotated]| (0..from.len()).min_by_key(|n| from.get(*n).map(|a| number(a)));
    if held_back.is_empty()
        && let Some(at) = first(&rest)
    {
        held_back.push(rest.remove(at));
    } else if rest.is_empty()
        && let Some(at) = first(&held_back)
    {
        rest.push(held_back.remove(at));
    }
    let mut examples = Vec::new();
    for article in &rest {
        examples.push(Example {
            article: Prepared::new(&article.input(known, options), stop)?,
            gold: article.claims.clone().unwrap_or_default(),
        });
    }
    let refs: Vec<&Example<'_>> = examples.iter().collect();
    let layer = train_attribution(&refs, Some(base), &plan(options), &mut |_, _| {}, stop)?;
    let measure = |attribution: Attribution| -> Result<Scores, Stopped> {
        let suggester = Fast::new(attribution);
        let mut sheets = Sheets::default();
        for article in &held_back {
            sheets.add(&suggester, article, known, options, stop)?;
        }
        Ok(sheets.evaluate().scores)
    };
    Ok(Some(Learned {
        before: measure(base.clone())?,
        after: measure(base.clone().with(&layer))?,
        layer: Arc::new(layer),
        from: rest.len(),
        held_back: held_back.len(),
    }))
}

/// A number that belongs to the article's text, the same on every machine.
fn number(article: &Annotated) -> u64 {
    let hex = article.text.hash().to_string();
    u64::from_str_radix(hex.get(..15).unwrap_or_default(), 16).unwrap_or_default()
}
