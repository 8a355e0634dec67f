//! A linear-chain conditional random field over BIO tags (Lafferty et al. 2001): the best sequence by Viterbi's
//! algorithm, the probability of a span by the forward and backward sums. Sequences that are not legal BIO (an inside tag
//! that continues nothing) have no weight in either.

use std::ops::Range;

/// Logarithm of the weight of what is not legal.
const FORBIDDEN: f32 = -1e4;

/// A tag, with the number of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Outside,
    Begin(usize),
    Inside(usize),
}

/// A span of one kind.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tagged {
    pub words: Range<usize>,
    /// Index into [`Field::kinds`].
    pub kind: usize,
    /// Probability that exactly these words are such a span, 0 to 1.
    pub probability: f32,
}

/// The field of one head.
pub(super) struct Field {
    tags: Vec<Tag>,
    /// Names of the kinds, in the order of their first tag.
    pub kinds: Vec<String>,
    /// Row by row: from tag, to tag.
    transitions: Vec<f32>,
    start: Vec<f32>,
    end: Vec<f32>,
}

/// Sums over all sequences, in logarithms.
struct Sums {
    forward: Vec<f32>,
    backward: Vec<f32>,
    total: f32,
}

impl Field {
    /// A field over labels like "O", "B-cue", "I-cue"; `None` if sizes differ or a label is of another form.
    pub(super) fn new(
        labels: &[String],
        mut transitions: Vec<f32>,
        mut start: Vec<f32>,
        end: Vec<f32>,
    ) -> Option<Self> {
        let mut kinds: Vec<String> = Vec::new();
        let mut tags = Vec::with_capacity(labels.len());
        for label in labels {
            let mut number = |name: &str| {
                kinds.iter().position(|kind| kind == name).unwrap_or_else(|| {
                    kinds.push(name.to_owned());
                    kinds.len() - 1
                })
            };
            tags.push(match label.split_once('-') {
                None if label == "O" => Tag::Outside,
                Some(("B", name)) => Tag::Begin(number(name)),
                Some(("I", name)) => Tag::Inside(number(name)),
                _ => return None,
            });
        }
        let n = tags.len();
        if n == 0 || transitions.len() != n * n || start.len() != n || end.len() != n {
            return None;
        }
        for (row, from) in transitions.chunks_exact_mut(n).zip(&tags) {
            for (weight, to) in row.iter_mut().zip(&tags) {
                *weight += if follows(*from, *to) { 0.0 } else { FORBIDDEN };
            }
        }
        for (weight, to) in start.iter_mut().zip(&tags) {
            *weight += if follows(Tag::Outside, *to) {
                0.0
            } else {
                FORBIDDEN
            };
        }
        Some(Self {
            tags,
            kinds,
            transitions,
            start,
            end,
        })
    }

    /// Number of tags.
    pub(super) fn len(&self) -> usize {
        self.tags.len()
    }

    /// Rules out, in one word's row of emissions, that the word continues a span.
    pub(super) fn forbid_inside(&self, row: &mut [f32]) {
        for (emission, tag) in row.iter_mut().zip(&self.tags) {
            if matches!(tag, Tag::Inside(_)) {
                *emission += FORBIDDEN;
            }
        }
    }

    /// The spans of the best sequence. `emissions` has one row of [`Self::len`] values per word.
    pub(super) fn spans(&self, emissions: &[f32]) -> Vec<Tagged> {
        let mut found: Vec<Tagged> = Vec::new();
        let tags = self.best(emissions);
        if tags.iter().all(|tag| *tag == Tag::Outside) {
            return found;
        }
        for (at, tag) in tags.iter().enumerate() {
            match tag {
                Tag::Begin(kind) => found.push(Tagged {
                    words: at..at + 1,
                    kind: *kind,
                    probability: 0.0,
                }),
                Tag::Inside(_) => {
                    if let Some(last) = found.last_mut() {
                        last.words.end = at + 1;
                    }
                }
                Tag::Outside => {}
            }
        }
        let sums = self.sums(emissions);
        for span in &mut found {
            span.probability = self.probability(emissions, &sums, span).unwrap_or_default();
        }
        found
    }

    /// Probability of each word to be part of a span of this kind, 0 to 1.
    pub(super) fn likely(&self, emissions: &[f32], kind: usize) -> Vec<f32> {
        let n = self.len();
        let sums = self.sums(emissions);
        let rows = sums.forward.chunks_exact(n).zip(sums.backward.chunks_exact(n));
        let of = |tag: &Tag| matches!(tag, Tag::Begin(k) | Tag::Inside(k) if *k == kind);
        rows.map(|(forward, backward)| {
            let scores = self.tags.iter().zip(forward.iter().zip(backward));
            let of_kind = scores.filter(|(tag, _)| of(tag)).map(|(_, (f, b))| f + b);
            (log_sum(of_kind) - sums.total).exp().clamp(0.0, 1.0)
        })
        .collect()
    }

    /// The best legal sequence of tags.
    pub(super) fn best(&self, emissions: &[f32]) -> Vec<Tag> {
        let n = self.len();
        let mut scores: Vec<f32> = vec![];
        let mut back: Vec<u8> = Vec::with_capacity(emissions.len());
        for row in emissions.chunks_exact(n) {
            let next = (0..n).zip(row).map(|(to, emission)| {
                if scores.is_empty() {
                    return (0, self.start.get(to).copied().unwrap_or(FORBIDDEN) + emission);
                }
                let weights = self.transitions.iter().skip(to).step_by(n);
                let (from, score) = best_of(scores.iter().zip(weights).map(|(s, w)| s + w));
                (from, score + emission)
            });
            let next: Vec<(usize, f32)> = next.collect();
            back.extend(
                next.iter()
                    .map(|(from, _)| u8::try_from(*from).unwrap_or_default()),
            );
            scores = next.into_iter().map(|(_, score)| score).collect();
        }
        let (mut at, _) = best_of(scores.iter().zip(&self.end).map(|(s, e)| s + e));
        let mut path = Vec::with_capacity(back.len() / n);
        for row in back.chunks_exact(n).rev() {
            path.push(self.tags.get(at).copied().unwrap_or(Tag::Outside));
            at = row.get(at).copied().map_or(0, usize::from);
        }
        path.reverse();
        path
    }

    fn sums(&self, emissions: &[f32]) -> Sums {
        let n = self.len();
        let mut forward: Vec<f32> = Vec::with_capacity(emissions.len());
        let mut before: Vec<f32> = Vec::new();
        for row in emissions.chunks_exact(n) {
            let next = (0..n).zip(row).map(|(to, emission)| {
                if before.is_empty() {
                    return self.start.get(to).copied().unwrap_or(FORBIDDEN) + emission;
                }
                let weights = self.transitions.iter().skip(to).step_by(n);
                log_sum(before.iter().zip(weights).map(|(s, w)| s + w)) + emission
            });
            before = next.collect();
            forward.extend_from_slice(&before);
        }
        let total = log_sum(before.iter().zip(&self.end).map(|(s, e)| s + e));
        let mut backward = Vec::with_capacity(emissions.len());
        let mut after = self.end.clone();
        backward.extend(after.iter().rev());
        let rows = emissions.chunks_exact(n).len();
        for row in emissions.chunks_exact(n).rev().take(rows.saturating_sub(1)) {
            let previous = self
                .transitions
                .chunks_exact(n)
                .map(|weights| log_sum(weights.iter().zip(row).zip(&after).map(|((w, e), a)| w + e + a)));
            after = previous.collect();
            backward.extend(after.iter().rev());
        }
        backward.reverse();
        Sums {
            forward,
            backward,
            total,
        }
    }

    /// Probability that the span begins and ends where it does and is of its kind.
    fn probability(&self, emissions: &[f32], sums: &Sums, span: &Tagged) -> Option<f32> {
        let n = self.len();
        let number = |wanted: Tag| self.tags.iter().position(|tag| *tag == wanted);
        let weight = |from: usize, to: usize| self.transitions.get(from * n + to).copied();
        let mut tag = number(Tag::Begin(span.kind))?;
        let inside = number(Tag::Inside(span.kind));
        let mut score = *sums.forward.get(span.words.start * n + tag)?;
        for at in span.words.clone().skip(1) {
            score += weight(tag, inside?)? + emissions.get(at * n + inside?)?;
            tag = inside?;
        }
        let after = span.words.end * n;
        score += match (
            emissions.get(after..after + n),
            sums.backward.get(after..after + n),
        ) {
            (Some(next), Some(backward)) => {
                let others = (0..n).filter(|to| Some(*to) != inside);
                log_sum(others.filter_map(|to| Some(weight(tag, to)? + next.get(to)? + backward.get(to)?)))
            }
            _ => *self.end.get(tag)?,
        };
        Some((score - sums.total).exp().clamp(0.0, 1.0))
    }
}

fn follows(from: Tag, to: Tag) -> bool {
    match to {
        Tag::Inside(kind) => from == Tag::Begin(kind) || from == Tag::Inside(kind),
        Tag::Outside | Tag::Begin(_) => true,
    }
}

/// The first of the largest, with its place.
fn best_of(scores: impl Iterator<Item = f32>) -> (usize, f32) {
    let first = (0, f32::NEG_INFINITY);
    scores
        .enumerate()
        .fold(first, |best, next| if next.1 > best.1 { next } else { best })
}

/// Logarithm of a sum, from logarithms.
fn log_sum(scores: impl Iterator<Item = f32> + Clone) -> f32 {
    let top = scores.clone().fold(f32::NEG_INFINITY, f32::max);
    if top == f32::NEG_INFINITY {
        return top;
    }
    top + scores.map(|score| (score - top).exp()).sum::<f32>().ln()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LABELS: [&str; 5] = ["O", "B-cue", "I-cue", "B-source", "I-source"];

    fn field(weights: &[f32]) -> Field {
        let labels: Vec<String> = LABELS.iter().map(|l| (*l).to_owned()).collect();
        let (transitions, rest) = weights.split_at(25);
        let (start, end) = rest.split_at(5);
        Field::new(&labels, transitions.to_vec(), start.to_vec(), end.to_vec()).unwrap()
    }

    /// Every sequence of `length` tags with its weight.
    fn all(field: &Field, emissions: &[f32], length: usize) -> Vec<(Vec<usize>, f32)> {
        let mut sequences: Vec<(Vec<usize>, f32)> = vec![(vec![], 0.0)];
        for row in emissions.chunks(5).take(length) {
            sequences = sequences
                .into_iter()
                .flat_map(|(tags, weight)| {
                    (0..5).map(move |to| {
                        let step = tags
                            .last()
                            .map_or(field.start[to], |from: &usize| field.transitions[from * 5 + to]);
                        let mut tags = tags.clone();
                        tags.push(to);
                        (tags, weight + step + row[to])
                    })
                })
                .collect();
        }
        for (tags, weight) in &mut sequences {
            *weight += field.end[*tags.last().unwrap()];
        }
        sequences
    }

    #[test]
    fn labels_of_another_form_are_refused() {
        let labels = ["O".to_owned(), "cue".to_owned()];
        assert!(Field::new(&labels, vec![0.0; 4], vec![0.0; 2], vec![0.0; 2]).is_none());
        let labels = ["O".to_owned(), "B-cue".to_owned()];
        assert!(Field::new(&labels, vec![0.0; 3], vec![0.0; 2], vec![0.0; 2]).is_none());
    }

    #[test]
    fn no_words_give_no_spans() {
        assert_eq!(field(&[0.0; 35]).spans(&[]), []);
    }

    proptest! {
        #[test]
        fn tags_are_legal(weights in prop::collection::vec(-5.0_f32..5.0, 35), emissions in prop::collection::vec(-30.0_f32..30.0, 5..300)) {
            let tags = field(&weights).best(&emissions);
            prop_assert_eq!(tags.len(), emissions.len() / 5);
            let before = std::iter::once(&Tag::Outside).chain(&tags);
            for (from, to) in before.zip(&tags) {
                prop_assert!(follows(*from, *to), "{:?} after {:?}", to, from);
            }
        }

        #[test]
        fn agrees_with_trying_all_sequences(weights in prop::collection::vec(-2.0_f32..2.0, 35), emissions in prop::collection::vec(-3.0_f32..3.0, 20)) {
            let field = field(&weights);
            let sequences = all(&field, &emissions, 4);
            let best = sequences.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
            let best: Vec<Tag> = best.0.iter().map(|tag| field.tags[*tag]).collect();
            prop_assert_eq!(field.best(&emissions), best);
            let total: f32 = sequences.iter().map(|(_, weight)| weight.exp()).sum();
            for span in field.spans(&emissions) {
                let (begin, inside) = (1 + 2 * span.kind, 2 + 2 * span.kind);
                let with: f32 = sequences.iter().filter(|(tags, _)| {
                    tags[span.words.start] == begin
                        && tags[span.words.start + 1..span.words.end].iter().all(|tag| *tag == inside)
                        && tags.get(span.words.end) != Some(&inside)
                }).map(|(_, weight)| weight.exp()).sum();
                prop_assert!((span.probability - with / total).abs() < 1e-3, "{} {}", span.probability, with / total);
            }
        }
    }
}
