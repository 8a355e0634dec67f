//! A claim that step two put together, before anybody knows whether it stands.

use std::ops::Range;

use super::super::super::claims::Draft;
use super::super::chain::{self, ExpSteps, Label, Marginals};
use super::super::rule_view::{CONTENT, SOURCE};
use super::super::tagger::Tagger;
use super::Prepared;
use super::candidates::{Candidate, Tags};
use super::gold::GoldTokens;

/// Where step two is less sure than this of what a claim states, what the rules say holds. In the held-back part of the
/// training it costs nothing, and in other kinds of text the rules know the ends of clauses better.
const TRUSTED: f32 = 0.8;

/// A claim by one cue.
#[derive(Clone, Debug)]
pub(super) struct Built {
    pub candidate: Candidate,
    pub content: Vec<Range<usize>>,
    pub source: Option<Range<usize>>,
    /// Likelihood of the least likely label in the content, and in the source (1 where there is none).
    pub content_likely: f32,
    pub source_likely: f32,
    /// The same for the content with the token after it, which says whether it ends there.
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
    pub(super) fn build(&self, tags: &Tags, frames: &Tagger, beliefs: bool) -> Vec<Built> {
        let steps = ExpSteps::new(frames.steps());
        let mut marginals = Marginals::default();
        let mut features = Vec::new();
        self.candidates(tags, beliefs)
            .into_iter()
            .filter_map(|candidate| {
                let window = self.window(tags, &candidate);
                let scores = self.frame_scores(tags, &candidate, window.clone(), frames, &mut features);
                let edges = self.sight.edges(window.clone());
                let path = chain::best(&scores, &edges, frames.steps());
                let mut spans = chain::spans(&path);
                if !spans.iter().any(|(class, _)| *class == CONTENT) {
                    let draft = candidate.draft.and_then(|d| self.drafts.get(d))?;
                    spans = in_window(draft, &window);
                    if spans.is_empty() {
                        return None;
                    }
                }
                marginals.compute(&scores, &edges, &steps);
                let mut built = put_together(
                    candidate,
                    window.start,
                    &path,
                    &spans,
                    &marginals,
                    frames.labels(),
                );
                if built.edge_likely < TRUSTED
                    && let Some(draft) = built.candidate.draft.and_then(|d| self.drafts.get(d))
                {
                    built.content.clone_from(&draft.content);
                }
                Some(built)
            })
            .collect()
    }
}

/// The content and the source of a draft, as far as the window reaches.
fn in_window(draft: &Draft, window: &Range<usize>) -> Vec<(usize, Range<usize>)> {
    let inside = |range: &Range<usize>| {
        let start = range.start.max(window.start).checked_sub(window.start)?;
        let end = range.end.min(window.end).checked_sub(window.start)?;
        (start < end).then_some(start..end)
    };
    let contents = draft
        .content
        .iter()
        .filter_map(inside)
        .map(|range| (CONTENT, range));
    let source = draft
        .source
        .iter()
        .filter_map(inside)
        .map(|range| (SOURCE, range));
    let mut spans: Vec<_> = contents.collect();
    if !spans.is_empty() {
        spans.extend(source);
    }
    spans
}

fn put_together(
    candidate: Candidate,
    start: usize,
    path: &[Label],
    spans: &[(usize, Range<usize>)],
    marginals: &Marginals,
    labels: usize,
) -> Built {
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
