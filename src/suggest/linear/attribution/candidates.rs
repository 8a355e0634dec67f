//! What step one found, and the words that step two tries as cues.

use std::ops::Range;

use super::super::chain::{self, ExpSteps, Label, Marginals, OUTSIDE};
use super::super::rule_view::CUE;
use super::super::tagger::Tagger;
use super::Prepared;
use crate::suggest::claims;

/// Least likelihood of being part of a cue for a token to be tried as one.
const WEAK: f32 = 0.15;

/// Above this likelihood of belonging to nothing a token is left alone by step two, save next to others.
const SURELY_NOTHING: f32 = 0.999;

/// A paragraph has at most one cue in so many tokens, and a few more. Beyond that lie only texts made to be slow.
const TOKENS_PER_CUE: usize = 8;

/// What step one made of an article.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    /// The best labels.
    pub(super) labels: Vec<Label>,
    /// Likelihood of being part of a cue.
    pub(super) cue: Vec<f32>,
    /// Whether it may be part of anything.
    pub(super) taken: Vec<bool>,
}

impl Tags {
    pub(super) fn label(&self, i: usize) -> Label {
        self.labels.get(i).copied().unwrap_or(OUTSIDE)
    }

    pub(super) fn may_be_taken(&self, i: usize) -> bool {
        self.taken.get(i).copied().unwrap_or_default()
    }
}

/// Words that may be a cue.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub cue: Range<usize>,
    /// How likely step one finds it, 0 to 1.
    pub likely: f32,
    /// Whether step one's best labels have it.
    pub best: bool,
    /// The rules' draft with this cue.
    pub draft: Option<usize>,
    /// Index into the paragraphs.
    pub paragraph: usize,
}

impl Prepared<'_> {
    /// Labels every token by step one.
    #[must_use]
    pub fn tags(&self, tagger: &Tagger) -> Tags {
        let mut tags = Tags::default();
        let steps = ExpSteps::new(tagger.steps());
        let mut marginals = Marginals::default();
        let mut features = Vec::new();
        let mut scores = Vec::new();
        let labels = tagger.labels();
        for paragraph in &self.doc.paragraphs {
            scores.clear();
            scores.resize(paragraph.len() * labels, 0.0);
            for (i, scores) in paragraph.clone().zip(scores.chunks_exact_mut(labels)) {
                super::tokens::features(self, i, paragraph, &mut features);
                tagger.score(&features, scores);
            }
            let edges = self.sight.edges(paragraph.clone());
            tags.labels.extend(chain::best(&scores, &edges, tagger.steps()));
            marginals.compute(&scores, &edges, &steps);
            let (first, inside) = (chain::first_of(CUE), chain::inside_of(CUE));
            tags.cue.extend(marginals.likely.chunks_exact(labels).map(|row| {
                [first, inside]
                    .iter()
                    .filter_map(|l| row.get(usize::from(*l)))
                    .sum::<f32>()
            }));
            let rows = marginals.likely.chunks_exact(labels);
            tags.taken
                .extend(rows.map(|row| row.first().is_some_and(|nothing| *nothing < SURELY_NOTHING)));
        }
        tags
    }

    /// The words to try as cues, in text order, without overlaps: what step one found, what the rules found, and what
    /// step one found less likely than not. Without `beliefs` only those that report speech.
    pub(super) fn candidates(&self, tags: &Tags, beliefs: bool) -> Vec<Candidate> {
        let mut found = Vec::new();
        for (number, paragraph) in self.doc.paragraphs.iter().enumerate() {
            let before = found.len();
            let mut taken = vec![false; paragraph.len()];
            let mut add = |cue: Range<usize>, best: bool| {
                let inside = cue.start - paragraph.start..cue.end - paragraph.start;
                let slots = taken.get_mut(inside).unwrap_or_default();
                let is_remark = claims::remark_around(&self.doc, cue.start).is_some();
                if is_remark || slots.is_empty() || slots.contains(&true) {
                    return;
                }
                slots.fill(true);
                if !beliefs && !claims::is_speech(&self.doc, &cue) {
                    return;
                }
                let likely = tags.cue.get(cue.clone()).unwrap_or_default();
                found.push(Candidate {
                    likely: likely.iter().copied().fold(0.0, f32::max).clamp(0.0, 1.0),
                    best,
                    draft: self.rules.draft_of(&cue),
                    paragraph: number,
                    cue,
                });
            };
            let labels = tags.labels.get(paragraph.clone()).unwrap_or_default();
            for (class, range) in chain::spans(labels) {
                if class == CUE {
                    add(paragraph.start + range.start..paragraph.start + range.end, true);
                }
            }
            let mut i = paragraph.start;
            while i < paragraph.end {
                let verdict = self.rules.at(i);
                if verdict.label == chain::first_of(CUE) {
                    let inside =
                        |j: &usize| *j < paragraph.end && self.rules.at(*j).label == chain::inside_of(CUE);
                    let end = (i + 1..=paragraph.end).find(|j| !inside(j)).unwrap_or(i + 1);
                    add(i..end, false);
                }
                i += 1;
            }
            let weak = |i: usize| {
                i < paragraph.end
                    && tags.cue.get(i).copied().unwrap_or_default() >= WEAK
                    && chain::class_of(tags.label(i)) != Some(CUE)
            };
            let mut i = paragraph.start;
            while i < paragraph.end {
                let end = (i..=paragraph.end).find(|j| !weak(*j)).unwrap_or(i);
                if end > i {
                    add(i..end, false);
                }
                i = end.max(i + 1);
            }
            let most = paragraph.len() / TOKENS_PER_CUE + 3;
            if found.len() - before > most {
                let mut new = found.split_off(before);
                new.sort_by(|a, b| b.likely.total_cmp(&a.likely).then(a.cue.start.cmp(&b.cue.start)));
                new.truncate(most);
                found.append(&mut new);
            }
            if let Some(new) = found.get_mut(before..) {
                new.sort_by_key(|candidate| candidate.cue.start);
            }
        }
        found
    }
}
