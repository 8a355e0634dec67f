//! The rules' decisions as a model sees them: the rules are an expert whose word counts, not the last word.

use std::ops::Range;

use super::super::claims::Draft;
use super::super::doc::Doc;
use super::chain::{self, Label};
use super::hash::of_text;

/// Class of a source.
pub(in crate::suggest) const SOURCE: usize = 0;
/// Class of content, where sources and contents of one claim are told apart.
pub(in crate::suggest) const CONTENT: usize = 1;
/// Class of a cue.
pub(in crate::suggest) const CUE: usize = 2;

/// What the rules made of one token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::suggest) struct Verdict {
    /// Part of a claim, as a label of the classes [`SOURCE`], [`CONTENT`] and [`CUE`].
    pub label: Label,
    /// Number of the draft that it belongs to, plus one.
    pub draft: u32,
    /// The pattern that the draft was made by.
    pub pattern: u32,
}

/// The rules' drafts, by token.
pub(in crate::suggest) struct RuleView {
    verdicts: Vec<Verdict>,
}

impl RuleView {
    pub(in crate::suggest) fn new(doc: &Doc<'_>, drafts: &[Draft]) -> Self {
        let mut verdicts = vec![Verdict::default(); doc.len()];
        for (number, draft) in drafts.iter().enumerate() {
            let pattern = of_text(&draft.reason);
            let mut put = |class: usize, range: &Range<usize>| {
                for (n, verdict) in verdicts
                    .get_mut(range.clone())
                    .unwrap_or_default()
                    .iter_mut()
                    .enumerate()
                {
                    *verdict = Verdict {
                        label: if n == 0 {
                            chain::first_of(class)
                        } else {
                            chain::inside_of(class)
                        },
                        draft: number as u32 + 1,
                        pattern,
                    };
                }
            };
            for range in &draft.content {
                put(CONTENT, range);
            }
            if let Some(range) = &draft.source {
                put(SOURCE, range);
            }
            if let Some(range) = &draft.cue {
                put(CUE, range);
            }
        }
        Self { verdicts }
    }

    pub(in crate::suggest) fn at(&self, i: usize) -> Verdict {
        self.verdicts.get(i).copied().unwrap_or_default()
    }

    /// The draft whose cue shares a token with `cue`.
    pub(in crate::suggest) fn draft_of(&self, cue: &Range<usize>) -> Option<usize> {
        cue.clone().find_map(|i| {
            let verdict = self.at(i);
            let is_cue = chain::class_of(verdict.label) == Some(CUE);
            (is_cue && verdict.draft > 0).then(|| verdict.draft as usize - 1)
        })
    }
}
