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
use crate::suggest::linear::chain::Steps;
use crate::suggest::linear::table::Table;
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
const LEAST: [f32; 7] = [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];

/// What the weights do for an article is measured with those from the articles of other parts.
const PARTS: usize = 3;

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
    let decisions = decisions(base, &rest, known, stop)?;
    let steps = base.part(Part::Claims).steps();
    let weights = |of: &dyn Fn(usize) -> bool| -> Result<Arc<Weights>, Stopped> {
        let chosen = decisions.iter().enumerate().filter(|(n, _)| of(*n));
        let chosen: Vec<&Sequence> = chosen.flat_map(|(_, of_article)| of_article).collect();
        train(Part::Claims.labels(), &chosen, Some(steps), &SETTINGS, stop).map(Arc::new)
    };
    let mut parts = Vec::new();
    for part in 0..PARTS {
        parts.push(weights(&|n| n % PARTS != part)?);
    }
    let effort = Effort {
        base,
        known,
        options,
        stop,
    };
    let nothing = Arc::new(Weights {
        table: Table::new(Part::Claims.labels(), &[]),
        steps: Steps::zero(Part::Claims.labels()),
    });
    let (plain, with_nothing) = effort.choose(&rest, &|_| nothing.clone())?;
    // With weights from articles other than the one that is measured.
    let apart = |n: usize| parts.get(n % PARTS).unwrap_or(&nothing).clone();
    let (weighed, with_weights) = effort.choose(&rest, &apart)?;
    let habits = if with_weights < with_nothing {
        Habits {
            claims: weights(&|_| true)?,
            ..weighed
        }
    } else {
        plain
    };
    Ok(Some(Learned {
        before: effort.scores(&held_back, &|_| base.clone())?,
        after: effort.scores(&held_back, &|_| base.clone().with(&habits))?,
        habits,
        from: rest.len(),
        held_back: held_back.len(),
    }))
}

/// Measures what the reviewer has to do.
struct Effort<'a> {
    base: &'a Attribution,
    known: &'a [KnownName],
    options: Options,
    stop: &'a Stop,
}

impl Effort<'_> {
    fn scores(
        &self,
        articles: &[&Annotated],
        model: &dyn Fn(usize) -> Attribution,
    ) -> Result<Scores, Stopped> {
        let mut sheets = Sheets::default();
        for (n, article) in articles.iter().enumerate() {
            let suggester = Fast::new(model(n));
            sheets.add(&suggester, article, self.known, self.options, self.stop)?;
        }
        Ok(sheets.evaluate().scores)
    }

    /// The choices that make least work on `articles` with these weights for each: one after the other, twice. With the
    /// work.
    fn choose(
        &self,
        articles: &[&Annotated],
        weights: &dyn Fn(usize) -> Arc<Weights>,
    ) -> Result<(Habits, usize), Stopped> {
        let actions = |habits: &Habits| -> Result<usize, Stopped> {
            let model = |n: usize| {
                self.base.clone().with(&Habits {
                    claims: weights(n),
                    ..habits.clone()
                })
            };
            Ok(self.scores(articles, &model)?.actions)
        };
        let mut habits = Habits {
            claims: weights(0),
            least: self.base.scale.least,
            conventions: Conventions::default(),
        };
        let mut fewest = actions(&habits)?;
        for choice in choices().iter().chain(&choices()) {
            let mut tried = habits.clone();
            choice(&mut tried);
            if tried != habits {
                let count = actions(&tried)?;
                if count < fewest {
                    (fewest, habits) = (count, tried);
                }
            }
        }
        Ok((habits, fewest))
    }
}

type Choice = Box<dyn Fn(&mut Habits)>;

/// What can be chosen beside the weights.
fn choices() -> Vec<Choice> {
    let mut all: Vec<Choice> = vec![
        Box::new(|habits| habits.conventions.beliefs ^= true),
        Box::new(|habits| habits.conventions.wide_cues ^= true),
        Box::new(|habits| habits.conventions.comma_in_source ^= true),
        Box::new(|habits| habits.conventions.only_with_cue ^= true),
    ];
    for least in LEAST {
        all.push(Box::new(move |habits| habits.least = least));
    }
    all
}

/// The decisions of step three that the articles hold, with what the model below says.
fn decisions(
    base: &Attribution,
    articles: &[&Annotated],
    known: &[KnownName],
    stop: &Stop,
) -> Result<Vec<Vec<Sequence>>, Stopped> {
    let stands = base.part(Part::Claims);
    // What reviewers say about beliefs counts, whether or not they were asked for.
    let options = Options { beliefs: true };
    let mut found = Vec::new();
    for article in articles {
        let prepared = Prepared::new(&article.input(known, options), stop)?;
        let tags = prepared.tags(base.part(Part::Tokens));
        let gold = article.claims.clone().unwrap_or_default();
        let mut of_article = prepared.decision_sequences(&tags, base.part(Part::Frames), options, &gold);
        for decision in &mut of_article {
            decision.given = stands.scores(decision);
        }
        found.push(of_article);
    }
    Ok(found)
}
