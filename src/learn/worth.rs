//! Training of the model of check-worthiness: a linear support vector machine, climbed one example at a time (dual
//! coordinate descent; Hsieh and others 2008), with a calibration learned from what it makes of examples that it has not
//! seen (Platt 1999).

use std::collections::HashMap;

use super::trainer::Random;
use crate::suggest::linear::hash::Feature;
use crate::suggest::linear::table::Row;
use crate::suggest::linear::worth::{Worth, length};
use crate::suggest::{Stop, Stopped};

/// How to train.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// What a mistake costs.
    pub cost: f64,
    /// What a mistake on an example that asks for a check costs, in mistakes on others.
    pub positive: f64,
    /// Times to go over the examples.
    pub rounds: usize,
    /// Least number of examples that a feature must occur in.
    pub least: u32,
    /// Parts that the examples are cut into for the calibration.
    pub folds: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cost: 0.05,
            positive: 3.0,
            rounds: 6,
            least: 3,
            folds: 3,
        }
    }
}

/// A statement with its features, sorted, and whether it asks for a check.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its features.
    pub features: Vec<Feature>,
    /// Whether it asks for a check.
    pub right: bool,
    /// Which part it belongs to where examples are cut into parts; equal texts belong together.
    pub fold: u32,
}

/// A trained model, with the likelihood from which on it says "yes" for the best F1.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The model.
    pub model: Worth,
    /// Least likelihood for a "yes".
    pub cut: f32,
}

/// Trains a model and calibrates it.
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn train(examples: &[&Example], settings: &Settings, stop: &Stop) -> Result<Trained, Stopped> {
    let folds = settings.folds.max(2) as u32;
    // The bits below may have parted the examples before.
    let part = |example: &Example| (example.fold >> 16) % folds;
    let mut unseen = Vec::with_capacity(examples.len());
    for fold in 0..folds {
        let (test, rest): (Vec<&Example>, Vec<&Example>) =
            examples.iter().copied().partition(|e| part(e) == fold);
        let model = uncalibrated(&rest, settings, stop)?;
        unseen.extend(test.iter().map(|e| (model.score(&e.features), e.right)));
    }
    let (slope, shift) = platt(&unseen);
    let model = uncalibrated(examples, settings, stop)?.calibrated(slope as f32, shift as f32);
    let mut likely: Vec<(f32, bool)> = unseen
        .iter()
        .map(|(score, right)| {
            let odds = slope * f64::from(*score) + shift;
            ((1.0 / (1.0 + (-odds).exp())) as f32, *right)
        })
        .collect();
    Ok(Trained {
        model,
        cut: best_cut(&mut likely),
    })
}

fn uncalibrated(examples: &[&Example], settings: &Settings, stop: &Stop) -> Result<Worth, Stopped> {
    let mut problem = Problem::new(examples, settings.least);
    let mut order: Vec<u32> = (0..examples.len() as u32).collect();
    let mut random = Random(1);
    for _ in 0..settings.rounds {
        stop.check()?;
        random.shuffle(&mut order);
        for n in &order {
            problem.climb(*n as usize, settings);
        }
    }
    Ok(Worth::new(&problem.rows(), 1.0, problem.bias as f32))
}

/// The examples with their features as numbers, and what was learned so far.
struct Problem {
    examples: Vec<Numbered>,
    features: Vec<Feature>,
    /// How much a feature counts: rare ones more.
    scales: Vec<f64>,
    weights: Vec<f64>,
    bias: f64,
}

struct Numbered {
    numbers: Vec<u32>,
    /// What the scale of each feature is multiplied by.
    size: f64,
    /// 1 or -1.
    sign: f64,
    /// The product of the example with itself.
    square: f64,
    /// The dual variable.
    alpha: f64,
}

impl Problem {
    fn new(examples: &[&Example], least: u32) -> Self {
        let mut counts: HashMap<Feature, u32> = HashMap::new();
        for feature in examples.iter().flat_map(|e| &e.features) {
            *counts.entry(*feature).or_default() += 1;
        }
        let mut features: Vec<Feature> = counts.iter().filter(|c| *c.1 >= least).map(|c| *c.0).collect();
        features.sort_unstable();
        let index: HashMap<Feature, u32> = features.iter().copied().zip(0..).collect();
        let rarity = |feature| {
            let count = counts.get(feature).copied().unwrap_or(1);
            ((examples.len() as f64 / f64::from(count)).ln() + 1.0).sqrt()
        };
        let scales: Vec<f64> = features.iter().map(rarity).collect();
        let scale = |number: &u32| scales.get(*number as usize).copied().unwrap_or_default();
        let numbered = examples.iter().map(|example| {
            let numbers: Vec<u32> = example
                .features
                .iter()
                .filter_map(|f| index.get(f).copied())
                .collect();
            let size = 1.0 / f64::from(length(example.features.len()));
            let square = numbers.iter().map(|n| (scale(n) * size).powi(2)).sum::<f64>();
            Numbered {
                numbers,
                size,
                sign: if example.right { 1.0 } else { -1.0 },
                square: square + 1.0,
                alpha: 0.0,
            }
        });
        Self {
            examples: numbered.collect(),
            weights: vec![0.0; features.len()],
            bias: 0.0,
            features,
            scales,
        }
    }

    /// The best value for one example's dual variable, the others being what they are (squared hinge loss).
    fn climb(&mut self, n: usize, settings: &Settings) {
        let Some(example) = self.examples.get_mut(n) else {
            return;
        };
        let cost = settings.cost
            * if example.sign > 0.0 {
                settings.positive
            } else {
                1.0
            };
        let slack = 0.5 / cost;
        let of = |all: &[f64], n: u32| all.get(n as usize).copied().unwrap_or_default();
        let sum: f64 = example
            .numbers
            .iter()
            .map(|n| of(&self.weights, *n) * of(&self.scales, *n))
            .sum();
        let margin = example.sign * (self.bias + example.size * sum);
        let gradient = margin - 1.0 + slack * example.alpha;
        let alpha = (example.alpha - gradient / (example.square + slack)).max(0.0);
        let step = (alpha - example.alpha) * example.sign;
        example.alpha = alpha;
        self.bias += step;
        for n in &example.numbers {
            let by = step * example.size * of(&self.scales, *n);
            if let Some(weight) = self.weights.get_mut(*n as usize) {
                *weight += by;
            }
        }
    }

    fn rows(&self) -> Vec<Row> {
        let weights = self.weights.iter().zip(&self.scales);
        self.features
            .iter()
            .zip(weights)
            .map(|(feature, (weight, scale))| (*feature, vec![(weight * scale) as f32]))
            .collect()
    }
}

/// Slope and shift that make the scores likelihoods: Newton's method with the targets of Lin, Lin and Weng (2007).
fn platt(scores: &[(f32, bool)]) -> (f64, f64) {
    let right = scores.iter().filter(|s| s.1).count() as f64;
    let wrong = scores.len() as f64 - right;
    let (high, low) = ((right + 1.0) / (right + 2.0), 1.0 / (wrong + 2.0));
    let (mut slope, mut shift) = (0.0_f64, ((right + 1.0) / (wrong + 1.0)).ln());
    for _ in 0..50 {
        let (mut ga, mut gb, mut haa, mut hab, mut hbb) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
        for (score, right) in scores {
            let score = f64::from(*score);
            let likely = 1.0 / (1.0 + (-(slope * score + shift)).exp());
            let off = likely - if *right { high } else { low };
            let curve = likely * (1.0 - likely);
            ga += off * score;
            gb += off;
            haa += curve * score * score;
            hab += curve * score;
            hbb += curve;
        }
        let det = haa * hbb - hab * hab;
        if det.abs() < 1e-12 || ga.abs() + gb.abs() < 1e-6 {
            break;
        }
        // Half steps at most as long as two: far from the best point whole ones can jump over it.
        let (da, db) = ((hbb * ga - hab * gb) / det, (haa * gb - hab * ga) / det);
        let long = (da.abs().max(db.abs()) / 2.0).max(1.0);
        slope -= da / long;
        shift -= db / long;
    }
    (slope, shift)
}

/// The likelihood from which on "yes" gives the best F1. Sorts.
fn best_cut(likely: &mut [(f32, bool)]) -> f32 {
    likely.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = likely.iter().filter(|l| l.1).count();
    let (mut right, mut best, mut cut) = (0, 0.0, 0.5);
    for (n, (likely, is_right)) in likely.iter().enumerate() {
        right += usize::from(*is_right);
        let f1 = 2.0 * right as f64 / (n + 1 + all) as f64;
        if f1 > best {
            (best, cut) = (f1, *likely);
        }
    }
    cut
}

/// What cross-validation found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// F1 of "asks for a check" where examples of both kinds are equally many, in percent: those that ask for none count in
    /// part. "Yes" is a likelihood above the share of such examples in training.
    pub balanced: f64,
    /// The same, mean of both classes.
    pub balanced_macro: f64,
    /// F1 of "asks for a check" over the examples as they are, in percent, with the cut that training found.
    pub natural: f64,
    /// Mean distance of likelihood and share that is right, in ten bins.
    pub calibration: f64,
}

/// Trains on all parts but one, tries the model on that one, for each of `folds` parts.
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn cross_validate(
    examples: &[Example],
    folds: u32,
    settings: &Settings,
    stop: &Stop,
) -> Result<Measured, Stopped> {
    let (mut natural, mut balanced) = (Counts::default(), Counts::default());
    let mut bins = [[0.0_f64; 2]; 10];
    let count = |of: &[&Example]| of.iter().filter(|e| e.right).count() as f64;
    for fold in 0..folds {
        let (test, rest): (Vec<&Example>, Vec<&Example>) =
            examples.iter().partition(|e| e.fold % folds == fold);
        let trained = train(&rest, settings, stop)?;
        let share = count(&rest) / rest.len().max(1) as f64;
        for example in test {
            let likely = trained.model.likelihood(&example.features);
            natural.add(example.right, likely >= trained.cut);
            balanced.add(example.right, f64::from(likely) >= share);
            let bin = ((likely * 10.0) as usize).min(9);
            if let Some([sum, right]) = bins.get_mut(bin) {
                *sum += f64::from(likely);
                *right += f64::from(u8::from(example.right));
            }
        }
    }
    let (right, wrong) = (
        balanced.hits + balanced.missed,
        balanced.false_hits + balanced.passed,
    );
    let balanced = balanced.weighted(right / wrong.max(1.0));
    let off: f64 = bins.iter().map(|[sum, right]| (sum - right).abs()).sum();
    Ok(Measured {
        balanced: balanced.f1(),
        balanced_macro: f64::midpoint(balanced.f1(), balanced.turned().f1()),
        natural: natural.f1(),
        calibration: off / examples.len().max(1) as f64,
    })
}

#[derive(Clone, Copy, Default)]
struct Counts {
    hits: f64,
    false_hits: f64,
    missed: f64,
    passed: f64,
}

impl Counts {
    fn add(&mut self, right: bool, yes: bool) {
        *match (right, yes) {
            (true, true) => &mut self.hits,
            (true, false) => &mut self.missed,
            (false, true) => &mut self.false_hits,
            (false, false) => &mut self.passed,
        } += 1.0;
    }

    /// With the examples that ask for no check counted so much each.
    fn weighted(mut self, weight: f64) -> Self {
        self.false_hits *= weight;
        self.passed *= weight;
        self
    }

    const fn turned(self) -> Self {
        Self {
            hits: self.passed,
            false_hits: self.missed,
            missed: self.false_hits,
            passed: self.hits,
        }
    }

    fn f1(self) -> f64 {
        let all = 2.0 * self.hits + self.false_hits + self.missed;
        if all > 0.0 { 200.0 * self.hits / all } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feature 1 speaks for a check nine times out of ten; feature 2 is always there.
    fn examples() -> Vec<Example> {
        let example = |n: u32| Example {
            features: if n.is_multiple_of(4) {
                vec![1, 2, 10 + n % 7]
            } else {
                vec![2, 3, 10 + n % 7]
            },
            right: n.is_multiple_of(4) != n.is_multiple_of(10),
            fold: n.wrapping_mul(0x9e37_79b9),
        };
        (0..2000).map(example).collect()
    }

    #[test]
    fn likelihoods_are_shares() {
        let examples = examples();
        let measured = cross_validate(&examples, 5, &Settings::default(), &Stop::default()).unwrap();
        assert!(
            measured.natural > 75.0 && measured.balanced > 80.0,
            "{measured:?}"
        );
        assert!(measured.calibration < 0.05, "{measured:?}");
    }

    #[test]
    fn the_same_examples_give_the_same_model() {
        let examples = examples();
        let refs: Vec<&Example> = examples.iter().collect();
        let train = || {
            train(&refs, &Settings::default(), &Stop::default())
                .unwrap()
                .model
        };
        assert_eq!(train().to_bytes(), train().to_bytes());
        let stop = Stop::default();
        stop.set();
        assert!(super::train(&refs, &Settings::default(), &stop).is_err());
    }

    #[test]
    fn nothing_to_learn_from_is_no_harm() {
        let trained = train(&[], &Settings::default(), &Stop::default()).unwrap();
        assert!(trained.model.likelihood(&[1]).is_finite());
        let measured = cross_validate(&[], 5, &Settings::default(), &Stop::default()).unwrap();
        assert!(measured.balanced.abs() < 1e-9);
    }

    #[test]
    fn rates() {
        let mut counts = Counts::default();
        for (right, yes) in [
            (true, true),
            (true, false),
            (false, true),
            (false, false),
            (false, false),
            (false, false),
        ] {
            counts.add(right, yes);
        }
        assert!((counts.f1() - 50.0).abs() < 1e-9);
        assert!((counts.weighted(0.5).f1() - 200.0 / 3.5).abs() < 1e-9);
        assert!((counts.turned().f1() - 75.0).abs() < 1e-9);
        assert!((best_cut(&mut [(0.2, false), (0.9, true), (0.6, true), (0.7, false)]) - 0.6).abs() < 1e-6);
    }
}
