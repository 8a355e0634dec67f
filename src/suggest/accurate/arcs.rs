//! Which cue a source or a content belongs to: a bilinear score between each of its words and the first word of each cue,
//! as in graph-based dependency parsing (Dozat and Manning 2017).

use std::ops::Range;

use rten_simd::SimdUnaryOp as _;
use rten_vecmath::Tanh;

use super::linear::{Floats, Kernels};

/// A linear layer in floats.
pub(super) struct Plain {
    /// Rows of weights, one per output.
    pub weights: Vec<f32>,
    pub bias: Vec<f32>,
}

impl Plain {
    /// `y = W x + b` for `rows` of inputs.
    pub(super) fn run(&self, kernels: &Kernels, rows: &[f32], into: &mut Vec<f32>) {
        let outputs = self.bias.len();
        let inputs = self.weights.len() / outputs.max(1);
        let weights = Floats::new(&self.weights, outputs, inputs).transposed();
        let rows = Floats::new(rows, rows.len() / inputs.max(1), inputs);
        kernels.multiply(into, rows, weights, 1.0);
        for row in into.chunks_exact_mut(outputs.max(1)) {
            for (y, bias) in row.iter_mut().zip(&self.bias) {
                *y += bias;
            }
        }
    }
}

/// The head that links.
pub(super) struct Arcs {
    pub dependent: Plain,
    pub head: Plain,
    /// One row more than `head` has outputs, for a dependent's constant.
    pub bilinear: Vec<f32>,
    /// Added by the distance from dependent to head, see [`bucket`].
    pub distance: Vec<f32>,
}

/// Scores of one window, each the mean over the networks' arcs.
pub(super) struct Links<'a> {
    members: Vec<Scores<'a>>,
}

/// Scores of one window by one network.
struct Scores<'a> {
    dependents: Vec<f32>,
    heads: Vec<f32>,
    size: usize,
    distance: &'a [f32],
}

/// What a span was linked to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Choice {
    /// Index into the candidates; `None` for none of them.
    pub candidate: Option<usize>,
    /// Geometric mean over the span's words of the probability of this choice, 0 to 1.
    pub probability: f32,
}

impl Arcs {
    /// Prepares the scores between the words of a window, given by their vectors.
    fn scores(&self, kernels: &Kernels, words: &[f32]) -> Scores<'_> {
        let size = self.head.bias.len();
        let (mut dependents, mut heads, mut mixed) = (Vec::new(), Vec::new(), Vec::new());
        self.dependent.run(kernels, words, &mut dependents);
        self.head.run(kernels, words, &mut heads);
        Tanh {}.map_mut(&mut dependents);
        Tanh {}.map_mut(&mut heads);
        let (square, constant) = self.bilinear.split_at(size * size);
        let rows = Floats::new(&dependents, dependents.len() / size.max(1), size);
        let factor = (size as f32).sqrt().recip();
        kernels.multiply(&mut mixed, rows, Floats::new(square, size, size), factor);
        for row in mixed.chunks_exact_mut(size.max(1)) {
            for (y, c) in row.iter_mut().zip(constant) {
                *y += c * factor;
            }
        }
        Scores {
            dependents: mixed,
            heads,
            size,
            distance: &self.distance,
        }
    }
}

impl Scores<'_> {
    fn of(&self, dependent: usize, head: usize) -> f32 {
        let row = |data: &[f32], n: usize| n * self.size..((n + 1) * self.size).min(data.len());
        let dependents = self.dependents.get(row(&self.dependents, dependent));
        let heads = self.heads.get(row(&self.heads, head));
        let product: f32 = dependents
            .unwrap_or_default()
            .iter()
            .zip(heads.unwrap_or_default())
            .map(|(a, b)| a * b)
            .sum();
        product
            + bucket(dependent, head, self.distance.len())
                .map_or(0.0, |at| self.distance.get(at).copied().unwrap_or(0.0))
    }
}

impl<'a> Links<'a> {
    /// No network yet.
    pub(super) fn new() -> Self {
        Self { members: Vec::new() }
    }

    /// Adds what one more network says of the words of the same window, given by its vectors for them.
    pub(super) fn add(&mut self, arcs: &'a Arcs, kernels: &Kernels, words: &[f32]) {
        self.members.push(arcs.scores(kernels, words));
    }

    pub(super) fn score(&self, dependent: usize, head: usize) -> f32 {
        let sum: f32 = self.members.iter().map(|scores| scores.of(dependent, head)).sum();
        sum / self.members.len().max(1) as f32
    }

    /// Which of the `candidates` (first words) the words of `span` belong to. All are numbers of words in the window.
    pub(super) fn choose(&self, span: Range<usize>, candidates: &[usize]) -> Choice {
        let mut sums = vec![0.0_f32; candidates.len() + 1];
        let count = span.len().max(1) as f32;
        for word in span {
            // To itself: to none.
            let heads = candidates.iter().chain(std::iter::once(&word));
            let scores: Vec<f32> = heads.map(|head| self.score(word, *head)).collect();
            let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let total = top + scores.iter().map(|s| (s - top).exp()).sum::<f32>().ln();
            for (sum, score) in sums.iter_mut().zip(&scores) {
                *sum += score - total;
            }
        }
        let first = (0, f32::NEG_INFINITY);
        let (best, sum) = sums.iter().enumerate().fold(
            first,
            |best, (at, sum)| if *sum > best.1 { (at, *sum) } else { best },
        );
        Choice {
            candidate: Some(best).filter(|at| *at < candidates.len()),
            probability: (sum / count).exp().clamp(0.0, 1.0),
        }
    }
}

/// Distances 0; 1; 2 and 3; 4 to 7; … as places in a list of `count` values, those to the right after the middle.
fn bucket(dependent: usize, head: usize, count: usize) -> Option<usize> {
    let farthest = count.checked_sub(1)? / 2;
    let steps = dependent
        .abs_diff(head)
        .checked_ilog2()
        .map_or(0, |log| 1 + log as usize)
        .min(farthest);
    Some(if head >= dependent {
        farthest + steps
    } else {
        farthest - steps
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_fall_into_buckets() {
        let of = |dependent, head| bucket(dependent, head, 17).unwrap();
        assert_eq!((of(5, 5), of(5, 6), of(5, 4)), (8, 9, 7));
        assert_eq!((of(5, 7), of(5, 8), of(5, 9), of(10, 2)), (10, 10, 11, 4));
        assert_eq!((of(0, 5000), of(5000, 0)), (16, 0));
        assert_eq!(bucket(1, 2, 0), None);
    }
}
