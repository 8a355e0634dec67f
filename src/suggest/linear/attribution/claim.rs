//! A claim that step two put together, before anybody knows whether it stands.

use std::ops::Range;

use super::super::chain::{self, ExpSteps, Label, Marginals};
use super::super::rule_view::{CONTENT, SOURCE};
use super::super::tagger::Tagger;
use super::Prepared;
use super::candidates::{Candidate, Tags};
use super::gold::GoldTokens;

/// A claim by one cue.
#[derive(Clone, Debug)]
pub(super) struct Built {
    pub candidate: Candidate,
    pub content: Vec<Range<usize>>,
    pub source: Option<Range<usize>>,
    /// Likelihood of the least likely label in the content, and in the source (1 where there is none).
    pub content_likely: f32,
    pub source_likely: f32,
    /// Likelihood that there is no source.
    pub edge_likely: f32,
}

impl Built {
    pub(super) fn hull(&self) -> Range<usize> {
        let start = self.content.iter().map(|c| c.start).min().unwrap_or_default();
        let end = self.content.iter().map(|c| c.end).max().unwrap_or_default();
        start..end
    }

    /// Whether it is one of these: same cue, same source as far as they overlap, and at least half of the content.
    pub(super) fn is_right(&self, gold: &[GoldTokens]) -> bool {
        let touch = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let count = |content: &[Range<usize>]| content.iter().map(ExactSizeIterator::len).sum::<usize>();
        gold.iter().any(|gold| {
            let cue = gold
                .cue
                .as_ref()
                .is_some_and(|cue| touch(cue, &self.candidate.cue));
            let source = match (&gold.source, &self.source) {
                (Some(a), Some(b)) => touch(a, b),
                (None, None) => true,
                _ => false,
            };
            let shared: usize = gold
                .content
                .iter()
                .flat_map(|a| self.content.iter().map(move |b| (a, b)))
                .map(|(a, b)| a.end.min(b.end).saturating_sub(a.start.max(b.start)))
                .sum();
            cue && source && 4 * shared >= count(&gold.content) + count(&self.content)
        })
    }
}

impl Prepared<'_> {
    /// Puts together the claim of each candidate; those without content are left out.
    pub(super) fn build(&self, tags: &Tags, frames: &Tagger) -> Vec<Built> {
        let steps = ExpSteps::new(frames.steps());
        let mut marginals = Marginals::default();
        self.candidates(tags)
            .into_iter()
            .filter_map(|candidate| {
                let sequence = self.frame_sequence(tags, &candidate, None);
                let scores = frames.scores(&sequence);
                let path = chain::best(&scores, &sequence.edges, frames.steps());
                let spans = chain::spans(&path);
                if !spans.iter().any(|(class, _)| *class == CONTENT) {
                    return None;
                }
                marginals.compute(&scores, &sequence.edges, &steps);
                Some(self.put_together(candidate, &path, &spans, &marginals, frames.labels()))
            })
            .collect()
    }

    fn put_together(
        &self,
        candidate: Candidate,
        path: &[Label],
        spans: &[(usize, Range<usize>)],
        marginals: &Marginals,
        labels: usize,
    ) -> Built {
        let start = self.window(&candidate).start;
        let likely = |i: usize| {
            path.get(i)
                .and_then(|l| marginals.likely.get(i * labels + usize::from(*l)))
                .copied()
                .unwrap_or_default()
        };
        let least = |range: &Range<usize>| range.clone().map(likely).fold(1.0_f32, f32::min);
        // The token past the end says whether the span ends there.
        let with_end = |range: &Range<usize>| range.start..(range.end + 1).min(path.len());
        let shift = |range: &Range<usize>| start + range.start..start + range.end;
        let distance = |range: &Range<usize>| {
            let range = shift(range);
            if range.end <= candidate.cue.start {
                candidate.cue.start - range.end
            } else {
                range.start.saturating_sub(candidate.cue.end)
            }
        };
        let source = spans
            .iter()
            .filter(|(class, _)| *class == SOURCE)
            .map(|(_, range)| range)
            .min_by_key(|range| (distance(range), range.start));
        let contents = || {
            spans
                .iter()
                .filter(|(class, _)| *class == CONTENT)
                .map(|(_, r)| r)
        };
        Built {
            content: contents().map(shift).collect(),
            content_likely: contents().map(&least).fold(1.0, f32::min),
            edge_likely: contents().map(|r| least(&with_end(r))).fold(1.0, f32::min),
            source_likely: source.map_or(1.0, least),
            source: source.map(shift),
            candidate,
        }
    }
}
