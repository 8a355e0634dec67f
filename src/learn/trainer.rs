//! Training of a linear chain: conditional likelihood, climbed by stochastic gradient steps whose size shrinks per weight
//! (`AdaGrad`; Duchi, Hazan and Singer 2011), with an L2 penalty and averaging of the last rounds.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::suggest::linear::chain::{ExpSteps, MAX_LABELS, Marginals, Steps};
use crate::suggest::linear::hash::Feature;
use crate::suggest::linear::table::{Row, Table};
use crate::suggest::linear::tagger::{Sequence, Weights};
use crate::suggest::{Stop, Stopped};

/// How to train.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Times to go over the examples.
    pub rounds: usize,
    /// Size of the first step of a weight.
    pub rate: f32,
    /// L2 penalty per example in which a weight takes part.
    pub penalty: f32,
    /// Least number of tokens that a feature must occur at.
    pub least: u32,
    /// Most features to keep. The others go after training: those of small weight or rare.
    pub keep: usize,
    /// Where the order of the examples starts from.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rounds: 8,
            rate: 0.2,
            penalty: 1e-4,
            least: 2,
            keep: usize::MAX,
            seed: 1,
        }
    }
}

/// Features are hashes already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.0 = u64::from(value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

type Index = HashMap<Feature, u32, BuildHasherDefault<AsItIs>>;

/// Weights while they are learned: per row one weight per label, then the sum of its squared gradients per label.
struct Rows {
    labels: usize,
    values: Vec<f32>,
}

impl Rows {
    fn add(&self, row: u32, scores: &mut [f32]) {
        let at = row as usize * self.labels * 2;
        let weights = self.values.get(at..at + self.labels).unwrap_or_default();
        for (score, weight) in scores.iter_mut().zip(weights) {
            *score += weight;
        }
    }

    fn step(&mut self, row: u32, gradient: &[f32], settings: &Settings) {
        let at = row as usize * self.labels * 2;
        let Some(values) = self.values.get_mut(at..at + self.labels * 2) else {
            return;
        };
        let (weights, squares) = values.split_at_mut(self.labels);
        climb(weights, squares, gradient, settings);
    }
}

fn climb(weights: &mut [f32], squares: &mut [f32], gradient: &[f32], settings: &Settings) {
    for ((weight, square), gradient) in weights.iter_mut().zip(squares).zip(gradient) {
        let gradient = gradient - settings.penalty * *weight;
        *square += gradient * gradient;
        *weight += settings.rate * gradient / (*square + 0.1).sqrt();
    }
}

/// A sequence whose features are rows.
struct Compact<'a> {
    rows: Vec<u32>,
    ends: Vec<u32>,
    of: &'a Sequence,
}

/// Trains a chain with `labels` labels.
///
/// What the sequences have as `given` is added to their scores and not learned again: so a layer is learned on top of a
/// model. `given_steps` does the same for the steps.
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn train(
    labels: usize,
    sequences: &[&Sequence],
    given_steps: Option<&Steps>,
    settings: &Settings,
    stop: &Stop,
) -> Result<Weights, Stopped> {
    let index = index(sequences, settings.least);
    let compact: Vec<Compact<'_>> = sequences.iter().map(|s| compact(s, &index)).collect();
    let mut rows = Rows {
        labels,
        values: vec![0.0; index.len() * labels * 2],
    };
    let count = Steps::count(labels);
    let (mut steps, mut step_squares) = (vec![0.0_f32; count], vec![0.0_f32; count]);
    let mut averaged = vec![0.0_f32; index.len() * labels];
    let mut averaged_steps = vec![0.0_f32; count];
    let last_rounds = settings.rounds.div_ceil(3);
    let mut order: Vec<u32> = (0..compact.len() as u32).collect();
    let mut random = Random(settings.seed);
    let mut marginals = Marginals::default();
    let mut scores = Vec::new();
    let mut raised = raise(labels, &steps, given_steps);
    for round in 0..settings.rounds {
        random.shuffle(&mut order);
        for (n, number) in order.iter().enumerate() {
            if n % 64 == 0 {
                stop.check()?;
                raised = raise(labels, &steps, given_steps);
            }
            let Some(sequence) = compact.get(*number as usize) else {
                continue;
            };
            scores.clear();
            scores.extend(&sequence.of.given);
            scores.resize(sequence.ends.len() * labels, 0.0);
            for (token, scores) in tokens(sequence).zip(scores.chunks_exact_mut(labels)) {
                for row in token {
                    rows.add(*row, scores);
                }
            }
            marginals.compute(&scores, &sequence.of.edges, &raised);
            let mut gradient = [0.0_f32; MAX_LABELS];
            for ((token, likely), gold) in tokens(sequence)
                .zip(marginals.likely.chunks_exact(labels))
                .zip(&sequence.of.gold)
            {
                let mut most = 0.0_f32;
                for (l, (gradient, likely)) in gradient.iter_mut().zip(likely).enumerate() {
                    *gradient = f32::from(u8::from(l == usize::from(*gold))) - likely;
                    most = most.max(gradient.abs());
                }
                if most < 1e-3 {
                    continue;
                }
                let gradient = gradient.get(..labels).unwrap_or_default();
                for row in token {
                    rows.step(*row, gradient, settings);
                }
            }
            step_gradient(sequence.of, labels, &marginals, &raised, |at, gradient| {
                if let (Some(weight), Some(square)) = (steps.get_mut(at..=at), step_squares.get_mut(at..=at))
                {
                    climb(weight, square, &[gradient], settings);
                }
            });
        }
        if round + last_rounds >= settings.rounds {
            let share = 1.0 / last_rounds as f32;
            for (sum, row) in averaged
                .chunks_exact_mut(labels)
                .zip(rows.values.chunks_exact(labels * 2))
            {
                for (sum, weight) in sum.iter_mut().zip(row) {
                    *sum += weight * share;
                }
            }
            for (sum, weight) in averaged_steps.iter_mut().zip(&steps) {
                *sum += weight * share;
            }
        }
    }
    let found = keep(&index, &compact, &averaged, labels, settings.keep);
    Ok(Weights {
        table: Table::new(labels, &found),
        steps: Steps::from_weights(labels, averaged_steps).unwrap_or_else(|| Steps::zero(labels)),
    })
}

/// The features with their weights, at most `most`: the ones that count most, by weight and by how often they occur.
fn keep(index: &Index, sequences: &[Compact<'_>], weights: &[f32], labels: usize, most: usize) -> Vec<Row> {
    let mut counts = vec![0_u32; index.len()];
    for row in sequences.iter().flat_map(|s| &s.rows) {
        if let Some(count) = counts.get_mut(*row as usize) {
            *count += 1;
        }
    }
    let mut found: Vec<(f32, Row)> = index
        .iter()
        .filter_map(|(feature, row)| {
            let at = *row as usize * labels;
            let weights = weights.get(at..at + labels)?.to_vec();
            let size = weights.iter().fold(0.0_f32, |most, w| most.max(w.abs()));
            let count = counts.get(*row as usize).copied().unwrap_or_default();
            Some((size * (count as f32).sqrt(), (*feature, weights)))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.0.cmp(&b.1.0)));
    found.truncate(most);
    let mut rows: Vec<Row> = found.into_iter().map(|(_, row)| row).collect();
    rows.sort_by_key(|(feature, _)| *feature);
    rows
}

fn raise(labels: usize, steps: &[f32], given: Option<&Steps>) -> ExpSteps {
    let mut all = Steps::from_weights(labels, steps.to_vec()).unwrap_or_else(|| Steps::zero(labels));
    if let Some(given) = given {
        all.add(given);
    }
    ExpSteps::new(&all)
}

/// Numbers the features that occur often enough, in the order in which they first occur.
fn index(sequences: &[&Sequence], least: u32) -> Index {
    let mut counts = Index::default();
    for feature in sequences.iter().flat_map(|s| s.features.iter()) {
        *counts.entry(*feature).or_default() += 1;
    }
    let mut index = Index::default();
    for feature in sequences.iter().flat_map(|s| s.features.iter()) {
        if counts.get(feature).is_some_and(|count| *count >= least) {
            let next = index.len() as u32;
            index.entry(*feature).or_insert(next);
        }
    }
    index
}

fn compact<'a>(sequence: &'a Sequence, index: &Index) -> Compact<'a> {
    let mut rows = Vec::with_capacity(sequence.features.len());
    let mut ends = Vec::with_capacity(sequence.len());
    for token in sequence.tokens() {
        rows.extend(token.iter().filter_map(|feature| index.get(feature)));
        ends.push(rows.len() as u32);
    }
    Compact {
        rows,
        ends,
        of: sequence,
    }
}

fn tokens<'a>(sequence: &'a Compact<'_>) -> impl Iterator<Item = &'a [u32]> {
    let mut start = 0;
    sequence.ends.iter().map(move |end| {
        let range = start..*end as usize;
        start = *end as usize;
        sequence.rows.get(range).unwrap_or_default()
    })
}

/// Calls `climb` with the place of each step's weight and its gradient: what is right less what is expected.
fn step_gradient(
    sequence: &Sequence,
    labels: usize,
    marginals: &Marginals,
    raised: &ExpSteps,
    mut climb: impl FnMut(usize, f32),
) {
    let place = |edge: u8, from: usize, to: usize| (usize::from(edge) * labels + from) * labels + to;
    let pairs = sequence.gold.iter().zip(sequence.gold.iter().skip(1));
    let right: Vec<usize> = pairs
        .zip(sequence.edges.iter().skip(1))
        .map(|((from, to), edge)| place(*edge, usize::from(*from), usize::from(*to)))
        .collect();
    let mut token = 0;
    let mut expected_of_right = 0.0;
    marginals.each_step(&sequence.edges, raised, |i, edge, from, to, likely| {
        if i != token {
            if token > 0
                && let Some(at) = right.get(token - 1)
            {
                climb(*at, 1.0 - expected_of_right);
            }
            token = i;
            expected_of_right = 0.0;
        }
        let at = place(edge, from, to);
        if right.get(i - 1) == Some(&at) {
            expected_of_right = likely;
        } else {
            climb(at, -likely);
        }
    });
    if token > 0
        && let Some(at) = right.get(token - 1)
    {
        climb(*at, 1.0 - expected_of_right);
    }
}

/// Pseudo-random numbers (splitmix64), the same everywhere.
pub(super) struct Random(pub u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}
