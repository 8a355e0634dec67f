//! The model of mentions: two passes and the kinds that they tell apart.

use std::sync::Arc;

use super::super::chain::{self, Label, OUTSIDE};
use super::super::tagger::{Sequence, Tagger, Weights};
use super::ready::Ready;
use crate::annotation::KindId;
use crate::suggest::{Stop, Stopped};
use crate::text::Span;

/// One chain over an article: the sum of several that were trained in different orders.
#[derive(Clone, Debug)]
pub struct Pass {
    tagger: Option<Tagger>,
    /// What "outside" is scored down by.
    eager: f32,
}

impl Pass {
    /// With the weights of one or more trainings, and what to score "outside" down by in each: more than nothing finds
    /// more spans, fewer of them right.
    #[must_use]
    pub fn new(weights: impl IntoIterator<Item = Arc<Weights>>, eager: f32) -> Self {
        let mut weights = weights.into_iter();
        let mut tagger = weights.next().map(Tagger::new);
        let mut count = 1.0;
        for more in weights {
            tagger = tagger.map(|tagger| tagger.with(more));
            count += 1.0;
        }
        Self {
            tagger,
            eager: eager * count,
        }
    }

    /// The labels of an article, one per token. `sequences` are its paragraphs.
    ///
    /// # Errors
    /// [`Stopped`] if `stop` was set before the end.
    pub fn labels(
        &self,
        ready: &Ready<'_>,
        sequences: &[Sequence],
        stop: &Stop,
    ) -> Result<Vec<Label>, Stopped> {
        let mut labels = vec![OUTSIDE; ready.len()];
        let Some(tagger) = &self.tagger else {
            return Ok(labels);
        };
        for (paragraph, sequence) in ready.doc.paragraphs.iter().zip(sequences) {
            stop.check()?;
            let mut scores = tagger.scores(sequence);
            for outside in scores.iter_mut().step_by(tagger.labels()) {
                *outside -= self.eager;
            }
            let best = chain::best(&scores, &sequence.edges, tagger.steps());
            let slots = labels.get_mut(paragraph.clone()).unwrap_or_default();
            for (slot, label) in slots.iter_mut().zip(best) {
                *slot = label;
            }
        }
        Ok(labels)
    }
}

/// A trained model.
#[derive(Clone, Debug, PartialEq)]
pub struct Mentions {
    /// The kinds, by class.
    pub kinds: Vec<KindId>,
    /// Weights of the first pass, from one or more trainings.
    pub first: Vec<Arc<Weights>>,
    /// Weights of the second pass.
    pub second: Vec<Arc<Weights>>,
    /// What both passes score "outside" down by.
    pub eager: f32,
}

impl Mentions {
    /// The mentions of an article, in text order.
    ///
    /// # Errors
    /// [`Stopped`] if `stop` was set before the end.
    pub fn find(&self, ready: &Ready<'_>, stop: &Stop) -> Result<Vec<(Span, KindId)>, Stopped> {
        let pass = |weights: &[Arc<Weights>]| Pass::new(weights.iter().cloned(), self.eager);
        let first = pass(&self.first).labels(ready, &ready.sequences(&[], None), stop)?;
        let second = pass(&self.second).labels(ready, &ready.sequences(&[], Some(&first)), stop)?;
        let found = ready.spans(&second).into_iter();
        Ok(found
            .filter_map(|(span, class)| Some((span, self.kinds.get(class)?.clone())))
            .collect())
    }

    /// As bytes: `eager`, the kinds, the weights of both passes.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.eager.to_le_bytes());
        out.push(self.kinds.len() as u8);
        for kind in &self.kinds {
            let name = kind.as_str().as_bytes();
            let name = name.get(..name.len().min(255)).unwrap_or_default();
            out.push(name.len() as u8);
            out.extend(name);
        }
        for pass in [&self.first, &self.second] {
            out.push(pass.len() as u8);
            for weights in pass {
                weights.write(out);
            }
        }
    }

    /// Reads what [`Mentions::write`] wrote; `None` if it is no such thing.
    #[must_use]
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (eager, rest) = bytes.split_first_chunk()?;
        *bytes = rest;
        let eager = f32::from_le_bytes(*eager);
        let mut kinds = Vec::new();
        for _ in 0..byte(bytes)? {
            let length = usize::from(byte(bytes)?);
            let (name, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            kinds.push(KindId::new(std::str::from_utf8(name).ok()?.to_owned()));
        }
        let labels = chain::labels_for(kinds.len());
        let mut pass = || {
            let mut all = Vec::new();
            for _ in 0..byte(bytes)? {
                let weights = Weights::read(bytes).filter(|weights| weights.table.labels() == labels)?;
                all.push(Arc::new(weights));
            }
            Some(all)
        };
        let (first, second) = (pass()?, pass()?);
        eager.is_finite().then_some(Self {
            kinds,
            first,
            second,
            eager,
        })
    }
}

fn byte(bytes: &mut &[u8]) -> Option<u8> {
    let (byte, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*byte)
}

#[cfg(test)]
mod tests {
    use super::super::super::chain::{Steps, labels_for};
    use super::super::super::table::Table;
    use super::*;

    #[test]
    fn bytes_come_back_or_are_refused() {
        let weights = |labels: usize| {
            Arc::new(Weights {
                table: Table::new(labels, &[(7, vec![1.0; labels])]),
                steps: Steps::zero(labels),
            })
        };
        let model = Mentions {
            kinds: vec![KindId::PERSON, KindId::new("ship".to_owned())],
            first: vec![weights(labels_for(2))],
            second: vec![weights(labels_for(2)); 2],
            eager: 0.25,
        };
        let mut bytes = Vec::new();
        model.write(&mut bytes);
        let mut rest = bytes.as_slice();
        assert_eq!(Mentions::read(&mut rest).as_ref(), Some(&model));
        assert!(rest.is_empty());
        for length in (0..bytes.len()).step_by(7).chain([bytes.len() - 1]) {
            assert_eq!(Mentions::read(&mut &bytes[..length]), None, "{length}");
        }
        let other = Mentions {
            first: vec![weights(labels_for(1))],
            ..model
        };
        bytes.clear();
        other.write(&mut bytes);
        assert_eq!(
            Mentions::read(&mut bytes.as_slice()),
            None,
            "weights for other labels"
        );
    }
}
