//! A trained chain: weights of features and of steps; perhaps with a layer on top that a project learned.

use std::sync::Arc;

use super::chain::{self, Label, Steps};
use super::hash::Feature;
use super::table::Table;

/// Sequences of tokens with their features, as learning wants them.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// The features of all tokens, one after the other.
    pub features: Vec<Feature>,
    /// Where the features of each token end.
    pub ends: Vec<u32>,
    /// The edge before each token.
    pub edges: Vec<u8>,
    /// The right labels.
    pub gold: Vec<Label>,
    /// What is added to the scores before anything was learned, per token and label; empty for nothing. To learn on top
    /// of a model, its scores.
    pub given: Vec<f32>,
}

impl Sequence {
    /// Adds a token.
    pub fn push(&mut self, features: &[Feature], edge: u8, gold: Label) {
        self.features.extend(features);
        self.ends.push(self.features.len() as u32);
        self.edges.push(edge);
        self.gold.push(gold);
    }

    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no token.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The features of each token.
    pub fn tokens(&self) -> impl Iterator<Item = &[Feature]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let range = start..*end as usize;
            start = *end as usize;
            self.features.get(range).unwrap_or_default()
        })
    }
}

/// The weights of a trained chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// Of the features.
    pub table: Table,
    /// Of the steps between labels.
    pub steps: Steps,
}

impl Weights {
    /// The weights as bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.table.write(out);
        for weight in self.steps.weights() {
            out.extend(weight.to_le_bytes());
        }
    }

    /// Reads what [`Weights::write`] wrote and takes it off `bytes`; `None` if it is no such thing.
    #[must_use]
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let table = Table::read(bytes)?;
        let labels = table.labels();
        let (steps, rest) = bytes.split_at_checked(Steps::count(labels) * 4)?;
        *bytes = rest;
        let steps: Vec<f32> = steps
            .as_chunks()
            .0
            .iter()
            .map(|bytes| f32::from_le_bytes(*bytes))
            .collect();
        if labels > chain::MAX_LABELS || steps.iter().any(|weight| !weight.is_finite()) {
            return None;
        }
        Some(Self {
            table,
            steps: Steps::from_weights(labels, steps)?,
        })
    }
}

/// Labels sequences. Cloning shares the weights.
#[derive(Clone, Debug)]
pub struct Tagger {
    layers: Vec<Arc<Weights>>,
    steps: Steps,
}

impl Tagger {
    /// With the weights of one training.
    #[must_use]
    pub fn new(weights: Arc<Weights>) -> Self {
        let steps = weights.steps.clone();
        Self {
            layers: vec![weights],
            steps,
        }
    }

    /// With a layer of weights on top, which are added to those below. Layers for other labels change nothing.
    #[must_use]
    pub fn with(mut self, layer: Arc<Weights>) -> Self {
        if layer.table.labels() == self.labels() {
            self.steps.add(&layer.steps);
            self.layers.push(layer);
        }
        self
    }

    /// Number of labels.
    #[must_use]
    pub fn labels(&self) -> usize {
        self.layers.first().map_or(1, |layer| layer.table.labels())
    }

    /// Weights of the steps, of all layers together.
    #[must_use]
    pub const fn steps(&self) -> &Steps {
        &self.steps
    }

    /// Adds the scores of a token with these features to `scores`, one number per label.
    pub fn score(&self, features: &[Feature], scores: &mut [f32]) {
        for layer in &self.layers {
            layer.table.add(features, scores);
        }
    }

    /// The scores of every token of `sequence`, with what is given.
    #[must_use]
    pub fn scores(&self, sequence: &Sequence) -> Vec<f32> {
        let labels = self.labels();
        let mut scores = sequence.given.clone();
        scores.resize(sequence.len() * labels, 0.0);
        for (features, scores) in sequence.tokens().zip(scores.chunks_exact_mut(labels)) {
            self.score(features, scores);
        }
        scores
    }
}
