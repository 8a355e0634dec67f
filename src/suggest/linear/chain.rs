//! Linear chains: the best sequence of labels, and how likely each label is.
//!
//! Labels are BIO: 0 is "outside", class `k` has `1 + 2k` for its first token and `2 + 2k` for the others. Only legal
//! sequences exist: "inside" follows its own class. A step from one label to the next is weighted by the two labels and by
//! the *edge* between the two tokens, a small number for what stands there (a comma, an opening quotation mark, …).

use std::ops::Range;

/// Most labels that a chain can have: ten classes and "outside".
pub const MAX_LABELS: usize = 21;

/// Number of kinds of edges.
pub const EDGES: usize = 16;

/// A label.
pub type Label = u8;

/// Label of tokens that belong to no span.
pub const OUTSIDE: Label = 0;

/// The label of the first token of a span of class `class`.
#[must_use]
pub const fn first_of(class: usize) -> Label {
    (1 + 2 * class) as Label
}

/// The label of the later tokens of a span of class `class`.
#[must_use]
pub const fn inside_of(class: usize) -> Label {
    (2 + 2 * class) as Label
}

/// Class of a label; `None` outside.
#[must_use]
pub const fn class_of(label: Label) -> Option<usize> {
    match label {
        0 => None,
        label => Some((label as usize - 1) / 2),
    }
}

/// Number of labels for `classes` classes.
#[must_use]
pub const fn labels_for(classes: usize) -> usize {
    1 + 2 * classes
}

/// Whether `label` is the first of a span.
#[must_use]
pub const fn is_first(label: Label) -> bool {
    label % 2 == 1
}

/// Whether `to` may follow `from`.
#[must_use]
pub const fn follows(from: Label, to: Label) -> bool {
    to == 0 || to % 2 == 1 || from == to || from + 1 == to
}

/// The spans of a sequence of labels: class and token range.
#[must_use]
pub fn spans(labels: &[Label]) -> Vec<(usize, Range<usize>)> {
    let mut found: Vec<(usize, Range<usize>)> = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (i, label) in labels.iter().copied().chain([OUTSIDE]).enumerate() {
        if let Some((class, start)) = open
            && (label == OUTSIDE || is_first(label))
        {
            found.push((class, start..i));
            open = None;
        }
        if let Some(class) = class_of(label)
            && open.is_none()
        {
            open = Some((class, i));
        }
    }
    found
}

/// Weights of the steps, by edge and the two labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps {
    labels: usize,
    weights: Vec<f32>,
}

impl Steps {
    /// Number of weights for `labels` labels.
    #[must_use]
    pub const fn count(labels: usize) -> usize {
        EDGES * labels * labels
    }

    /// All zero.
    #[must_use]
    pub fn zero(labels: usize) -> Self {
        Self {
            labels,
            weights: vec![0.0; Self::count(labels)],
        }
    }

    /// From weights in the order edge, from, to; `None` if there are too many or too few.
    #[must_use]
    pub fn from_weights(labels: usize, weights: Vec<f32>) -> Option<Self> {
        (weights.len() == Self::count(labels)).then_some(Self { labels, weights })
    }

    /// The weights in the order edge, from, to.
    #[must_use]
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// Adds the weights of `other`.
    pub fn add(&mut self, other: &Self) {
        for (mine, more) in self.weights.iter_mut().zip(&other.weights) {
            *mine += more;
        }
    }

    /// The weights of the steps over `edge` from `from`, by the label they lead to.
    #[cfg(test)]
    fn from(&self, edge: u8, from: usize) -> &[f32] {
        let at = (usize::from(edge) * self.labels + from) * self.labels;
        self.weights.get(at..at + self.labels).unwrap_or_default()
    }
}

/// Step weights in rows of fixed length, so that a row is computed at once. What is no legal step, or no label, has the
/// weight that `illegal` says.
fn padded<const LANES: usize>(steps: &Steps, illegal: f32, weight: impl Fn(f32) -> f32) -> Vec<[f32; LANES]> {
    let labels = steps.labels.max(1);
    let mut rows = Vec::with_capacity(EDGES * labels);
    for (n, step) in steps.weights.chunks_exact(labels).enumerate() {
        let from = (n % labels) as Label;
        let mut row = [illegal; LANES];
        for (to, (slot, step)) in row.iter_mut().zip(step).enumerate() {
            if follows(from, to as Label) {
                *slot = weight(*step);
            }
        }
        rows.push(row);
    }
    rows
}

/// Numbers per row for chains of few labels, and for all others.
const FEW: usize = 8;
const MANY: usize = 24;

/// The best legal sequence. `scores` holds `steps.labels` numbers per token, `edges` the edge before each token.
#[must_use]
pub fn best(scores: &[f32], edges: &[u8], steps: &Steps) -> Vec<Label> {
    if steps.labels <= FEW {
        best_in::<FEW>(scores, edges, steps)
    } else {
        best_in::<MANY>(scores, edges, steps)
    }
}

fn best_in<const LANES: usize>(scores: &[f32], edges: &[u8], steps: &Steps) -> Vec<Label> {
    let labels = steps.labels.max(1);
    let steps = padded::<LANES>(steps, f32::NEG_INFINITY, |weight| weight);
    let mut back: Vec<[Label; LANES]> = Vec::with_capacity(scores.len() / labels);
    let mut so_far = [f32::NEG_INFINITY; LANES];
    for (i, scores) in scores.chunks_exact(labels).enumerate() {
        let mut next = [f32::NEG_INFINITY; LANES];
        let mut come_from = [0_i32; LANES];
        if i == 0 {
            for (to, next) in next.iter_mut().enumerate().take(labels) {
                if follows(OUTSIDE, to as Label) {
                    *next = 0.0;
                }
            }
        } else {
            let first = usize::from(edges.get(i).copied().unwrap_or_default()) * labels;
            let rows = steps.get(first..first + labels).unwrap_or_default();
            for (from, (before, row)) in (0_i32..).zip(so_far.iter().zip(rows)) {
                for ((next, back), weight) in next.iter_mut().zip(&mut come_from).zip(row) {
                    let value = before + weight;
                    let better = value > *next;
                    *next = if better { value } else { *next };
                    *back = if better { from } else { *back };
                }
            }
        }
        for (next, score) in next.iter_mut().zip(scores) {
            *next += score;
        }
        back.push(come_from.map(|from| from as Label));
        so_far = next;
    }
    let mut label = (0..labels)
        .max_by(|a, b| {
            let of = |l: &usize| so_far.get(*l).copied().unwrap_or(f32::NEG_INFINITY);
            of(a).total_cmp(&of(b)).then(b.cmp(a))
        })
        .unwrap_or_default() as Label;
    let mut path = Vec::with_capacity(back.len());
    for back in back.iter().rev() {
        path.push(label);
        label = back.get(usize::from(label)).copied().unwrap_or_default();
    }
    path.reverse();
    path
}

/// How likely each label is for each token, and what learning needs besides.
#[derive(Clone, Debug, Default)]
pub struct Marginals {
    /// Per token and label.
    pub likely: Vec<f32>,
    /// Logarithm of the sum over all legal sequences.
    pub log_total: f64,
    forward: Vec<f32>,
    backward: Vec<f32>,
    raised: Vec<f32>,
    scale: Vec<f32>,
}

impl Marginals {
    /// Works them out by the forward-backward recursions, scaled at each token.
    pub fn compute(&mut self, scores: &[f32], edges: &[u8], steps: &ExpSteps) {
        match &steps.rows {
            Rows::Few(rows) => self.compute_in(scores, edges, steps.labels, rows),
            Rows::Many(rows) => self.compute_in(scores, edges, steps.labels, rows),
        }
    }

    fn compute_in<const LANES: usize>(
        &mut self,
        scores: &[f32],
        edges: &[u8],
        labels: usize,
        steps: &[[f32; LANES]],
    ) {
        let length = scores.len() / labels.max(1);
        for buffer in [
            &mut self.likely,
            &mut self.forward,
            &mut self.backward,
            &mut self.raised,
        ] {
            buffer.clear();
            buffer.resize(length * labels, 0.0);
        }
        self.scale.clear();
        self.log_total = 0.0;
        let rows_at = |i: usize| {
            let first = usize::from(edges.get(i).copied().unwrap_or_default()) * labels;
            steps.get(first..first + labels).unwrap_or_default()
        };
        let mut before = [0.0_f32; LANES];
        let rows = scores
            .chunks_exact(labels)
            .zip(self.raised.chunks_exact_mut(labels))
            .zip(self.forward.chunks_exact_mut(labels));
        for (i, ((scores, raised), forward)) in rows.enumerate() {
            let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            for (raised, score) in raised.iter_mut().zip(scores) {
                *raised = (score - most).exp();
            }
            let mut here = [0.0_f32; LANES];
            if i == 0 {
                for (to, here) in here.iter_mut().enumerate().take(labels) {
                    if follows(OUTSIDE, to as Label) {
                        *here = 1.0;
                    }
                }
            } else {
                for (value, row) in before.iter().zip(rows_at(i)) {
                    for (here, step) in here.iter_mut().zip(row) {
                        *here += value * step;
                    }
                }
            }
            for (here, raised) in here.iter_mut().zip(raised.iter()) {
                *here *= raised;
            }
            let sum: f32 = here.iter().take(labels).sum();
            let sum = sum.max(f32::MIN_POSITIVE);
            let part = 1.0 / sum;
            for here in &mut here {
                *here *= part;
            }
            for (forward, here) in forward.iter_mut().zip(&here) {
                *forward = *here;
            }
            self.scale.push(sum);
            self.log_total += f64::from(sum.ln()) + f64::from(most);
            before = here;
        }
        let mut after = [1.0_f32; LANES];
        for i in (0..length).rev() {
            let at = i * labels..(i + 1) * labels;
            if let (Some(backward), Some(forward), Some(likely)) = (
                self.backward.get_mut(at.clone()),
                self.forward.get(at.clone()),
                self.likely.get_mut(at.clone()),
            ) {
                for (((backward, forward), likely), after) in
                    backward.iter_mut().zip(forward).zip(likely).zip(&after)
                {
                    *backward = *after;
                    *likely = forward * after;
                }
            }
            if i == 0 {
                break;
            }
            let part = 1.0 / self.scale.get(i).copied().unwrap_or(1.0);
            let raised = self.raised.get(at).unwrap_or_default();
            let mut weighted = [0.0_f32; LANES];
            for ((weighted, raised), after) in weighted.iter_mut().zip(raised).zip(&after) {
                *weighted = raised * after * part;
            }
            let mut earlier = [0.0_f32; LANES];
            for (earlier, row) in earlier.iter_mut().zip(rows_at(i)) {
                let products = row.iter().zip(&weighted).map(|(step, weighted)| step * weighted);
                *earlier = products.sum();
            }
            after = earlier;
        }
    }

    /// Calls `take` with the later token, edge, from, to and the likelihood of each step that is at all likely.
    pub fn each_step(
        &self,
        edges: &[u8],
        steps: &ExpSteps,
        mut take: impl FnMut(usize, u8, usize, usize, f32),
    ) {
        let labels = steps.labels;
        let length = self.scale.len();
        for i in 1..length {
            let edge = edges.get(i).copied().unwrap_or_default();
            let scale = self.scale.get(i).copied().unwrap_or(1.0);
            let row = |of: &'_ [f32], i: usize, l: usize| of.get(i * labels + l).copied().unwrap_or_default();
            for from in 0..labels {
                let forward = row(&self.forward, i - 1, from);
                if forward < 1e-7 {
                    continue;
                }
                for (to, step) in steps.from(edge, from).iter().enumerate() {
                    let likely =
                        forward * step * row(&self.raised, i, to) * row(&self.backward, i, to) / scale;
                    if likely > 1e-6 {
                        take(i, edge, from, to, likely);
                    }
                }
            }
        }
    }
}

/// The exponentials of [`Steps`], zero where a step is not legal.
#[derive(Clone, Debug)]
pub struct ExpSteps {
    labels: usize,
    rows: Rows,
}

#[derive(Clone, Debug)]
enum Rows {
    Few(Vec<[f32; FEW]>),
    Many(Vec<[f32; MANY]>),
}

impl ExpSteps {
    /// Raises the weights.
    #[must_use]
    pub fn new(steps: &Steps) -> Self {
        let rows = if steps.labels <= FEW {
            Rows::Few(padded(steps, 0.0, f32::exp))
        } else {
            Rows::Many(padded(steps, 0.0, f32::exp))
        };
        Self {
            labels: steps.labels,
            rows,
        }
    }

    fn from(&self, edge: u8, from: usize) -> &[f32] {
        let at = usize::from(edge) * self.labels + from;
        let row = match &self.rows {
            Rows::Few(rows) => rows.get(at).map(<[f32; FEW]>::as_slice),
            Rows::Many(rows) => rows.get(at).map(<[f32; MANY]>::as_slice),
        };
        row.and_then(|row| row.get(..self.labels)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every legal sequence with its score, by trying all.
    fn all(scores: &[f32], edges: &[u8], steps: &Steps) -> Vec<(Vec<Label>, f32)> {
        let labels = steps.labels;
        let mut found: Vec<(Vec<Label>, f32)> = vec![(Vec::new(), 0.0)];
        for (i, row) in scores.chunks(labels).enumerate() {
            let mut longer = Vec::new();
            for (path, score) in &found {
                for (to, own) in row.iter().enumerate() {
                    let last = path.last().copied().unwrap_or(OUTSIDE);
                    if !follows(last, to as Label) {
                        continue;
                    }
                    let step = if i == 0 {
                        0.0
                    } else {
                        steps.from(edges[i], usize::from(last))[to]
                    };
                    let mut path = path.clone();
                    path.push(to as Label);
                    longer.push((path, score + step + own));
                }
            }
            found = longer;
        }
        found
    }

    fn example() -> (Vec<f32>, Vec<u8>, Steps) {
        let mut state = 1_u32;
        let mut next = || {
            state = super::super::hash::mix(state, 5);
            (state % 1000) as f32 / 250.0 - 2.0
        };
        let scores = (0..5 * 5).map(|_| next()).collect();
        let steps = (0..Steps::count(5)).map(|_| next()).collect();
        (
            scores,
            vec![0, 1, 2, 0, 3],
            Steps::from_weights(5, steps).unwrap(),
        )
    }

    #[test]
    fn the_best_sequence_is_the_best_of_all() {
        let (scores, edges, steps) = example();
        let all = all(&scores, &edges, &steps);
        let expected = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        assert_eq!(best(&scores, &edges, &steps), expected.0);
        assert!(best(&[], &[], &steps).is_empty());
    }

    #[test]
    fn likelihoods_are_shares_of_all_sequences() {
        let (scores, edges, steps) = example();
        let all = all(&scores, &edges, &steps);
        let total: f64 = all.iter().map(|(_, s)| f64::from(*s).exp()).sum();
        let mut marginals = Marginals::default();
        let raised = ExpSteps::new(&steps);
        marginals.compute(&scores, &edges, &raised);
        assert!((marginals.log_total - total.ln()).abs() < 1e-3);
        for token in 0..5 {
            for label in 0..5 {
                let share: f64 = all
                    .iter()
                    .filter(|(path, _)| usize::from(path[token]) == label)
                    .map(|(_, s)| f64::from(*s).exp() / total)
                    .sum();
                let found = f64::from(marginals.likely[token * 5 + label]);
                assert!((share - found).abs() < 1e-4, "{token} {label}: {share} {found}");
            }
        }
        let mut sum = 0.0;
        marginals.each_step(&edges, &raised, |_, _, _, _, likely| sum += likely);
        assert!((sum - 4.0).abs() < 1e-3, "four steps: {sum}");
    }

    #[test]
    fn spans_of_labels() {
        let found = spans(&[1, 2, 0, 3, 3, 4, 1]);
        assert_eq!(found, [(0, 0..2), (1, 3..4), (1, 4..6), (0, 6..7)]);
        assert!(!follows(0, 2) && follows(1, 2) && follows(2, 2) && !follows(2, 4) && follows(4, 1));
    }
}
