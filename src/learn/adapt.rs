//! Learning from the reviewer: a layer on top of a model, learned in seconds from the articles that a project has decided.
//!
//! The layer holds only the weights that changed; without it the model is what it was. It is learned anew from all
//! reviewed articles each time, so it depends on them and on nothing else. Every fifth of them, by the hash of its text,
//! is kept out of the learning and tells whether it helped.

use std::sync::Arc;

use super::corpus::Annotated;
use super::evaluate::Sheets;
use super::score::Scores;
use super::trainer::{Settings, train};
use crate::suggest::linear::attribution::{Attribution, Conventions, Habits, Part, Prepared};
use crate::suggest::linear::tagger::{Sequence, Weights};
use crate::suggest::{Fast, KnownName, Options, Stop, Stopped};

/// Fewest reviewed articles to learn from: below, nothing could tell whether it helped.
pub const FEWEST: usize = 5;

/// One of so many reviewed articles is held back.
const HELD_BACK: u64 = 5;

/// What was learned from the reviewed articles.
#[derive(Clone, Debug)]
pub struct Learned {
    /// What to lay on top of the model.
    pub habits: Habits,
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

/// How step three is learned from some dozen articles: small steps, and a penalty for every departure from the model
/// below.
const SETTINGS: Settings = Settings {
    rounds: 8,
    rate: 0.05,
    penalty: 3e-3,
    least: 2,
    keep: usize::MAX,
    seed: 1,
};

/// The least likelihoods that are tried.
const LEAST: [f32; 9] = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6];

/// Reviewed articles to learn from, and those that are held back and tell whether it helped: the same ones each time.
#[must_use]
pub fn split<'a>(reviewed: &[&'a Annotated]) -> (Vec<&'a Annotated>, Vec<&'a Annotated>) {
    let (mut held_back, mut rest): (Vec<&Annotated>, Vec<&Annotated>) = reviewed
        .iter()
        .copied()
        .partition(|a| a.number().is_multiple_of(HELD_BACK));
    // Chance may hold back none, or all.
    let first = |from: &[&Annotated]| (0..from.len()).min_by_key(|n| from.get(*n).map(|a| a.number()));
    if held_back.is_empty()
        && let Some(at) = first(&rest)
    {
        held_back.push(rest.remove(at));
    } else if rest.is_empty()
        && let Some(at) = first(&held_back)
    {
        rest.push(held_back.remove(at));
    }
    (rest, held_back)
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
    let (rest, held_back) = split(reviewed);
    let claims = Arc::new(step_three(base, &rest, known, stop)?);
    let measure = |attribution: Attribution, on: &[&Annotated]| -> Result<Scores, Stopped> {
        let suggester = Fast::new(attribution);
        let mut sheets = Sheets::default();
        for article in on {
            sheets.add(&suggester, article, known, options, stop)?;
        }
        Ok(sheets.evaluate().scores)
    };
    // What spares the reviewer most on the articles that were learned from: one choice after the other, twice.
    let mut habits = Habits {
        claims,
        least: base.least,
        conventions: Conventions::default(),
    };
    let mut fewest = measure(base.clone().with(&habits), &rest)?.actions;
    for choice in choices().iter().chain(&choices()) {
        let mut tried = habits.clone();
        choice(&mut tried);
        if tried != habits {
            let actions = measure(base.clone().with(&tried), &rest)?.actions;
            if actions < fewest {
                (fewest, habits) = (actions, tried);
            }
        }
    }
    Ok(Some(Learned {
        before: measure(base.clone(), &held_back)?,
        after: measure(base.clone().with(&habits), &held_back)?,
        habits,
        from: rest.len(),
        held_back: held_back.len(),
    }))
}

type Choice = Box<dyn Fn(&mut Habits)>;

/// What can be chosen beside the weights.
fn choices() -> Vec<Choice> {
    let mut all: Vec<Choice> = vec![
        Box::new(|habits| habits.conventions.beliefs ^= true),
        Box::new(|habits| habits.conventions.wide_cues ^= true),
        Box::new(|habits| habits.conventions.comma_in_source ^= true),
    ];
    for least in LEAST {
        all.push(Box::new(move |habits| habits.least = least));
    }
    all
}

/// Weights on top of step three.
fn step_three(
    base: &Attribution,
    articles: &[&Annotated],
    known: &[KnownName],
    stop: &Stop,
) -> Result<Weights, Stopped> {
    let stands = base.part(Part::Claims);
    let mut decisions = Vec::new();
    for article in articles {
        // What reviewers say about beliefs counts, whether or not they were asked for.
        let options = Options { beliefs: true };
        let prepared = Prepared::new(&article.input(known, options), stop)?;
        let tags = prepared.tags(base.part(Part::Tokens));
        let gold = article.claims.clone().unwrap_or_default();
        for mut decision in prepared.decision_sequences(&tags, base.part(Part::Frames), options, &gold) {
            decision.given = stands.scores(&decision);
            decisions.push(decision);
        }
    }
    let decisions: Vec<&Sequence> = decisions.iter().collect();
    train(
        Part::Claims.labels(),
        &decisions,
        Some(stands.steps()),
        &SETTINGS,
        stop,
    )
}
