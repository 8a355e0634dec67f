//! What became of proposals.
//!
//! An item counts once, with how it stands now: accepted as it is, corrected, or rejected. So a proposal that was accepted
//! and later corrected is a corrected one, and a bulk acceptance counts for each of its items. What waits or was added by
//! hand is nobody's proposal that was decided. The label is that of the proposal, whatever it was corrected to.

use std::collections::BTreeMap;

use crate::annotation::{Body, Item, LabelScheme, Status};
use crate::review::three_way::MERGE;

/// How many decided proposals went which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Taken as they are.
    pub accepted: usize,
    /// Changed.
    pub corrected: usize,
    /// Turned down.
    pub rejected: usize,
}

impl Share {
    /// All that were decided.
    #[must_use]
    pub const fn all(self) -> usize {
        self.accepted + self.corrected + self.rejected
    }

    /// Share that was taken as it is, 0 to 1; 0 without any.
    #[must_use]
    pub fn as_is(self) -> f64 {
        self.accepted as f64 / self.all().max(1) as f64
    }

    /// Share that held, as it is or changed, 0 to 1; 0 without any.
    #[must_use]
    pub fn held(self) -> f64 {
        (self.accepted + self.corrected) as f64 / self.all().max(1) as f64
    }

    const fn add(&mut self, status: Status) {
        match status {
            Status::Accepted => self.accepted += 1,
            Status::Corrected => self.corrected += 1,
            Status::Rejected => self.rejected += 1,
            Status::Suggested | Status::Added => {}
        }
    }
}

/// Number of bins of scores.
pub const BINS: usize = 10;

/// What became of proposals, seen three ways.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// By suggester with its version, mentions and claims apart ("rules 1, claims").
    pub by_suggester: BTreeMap<String, Share>,
    /// By kind of mention and act of claim ("Person", "Claim: denial").
    pub by_label: BTreeMap<String, Share>,
    /// By score: the first bin has the proposals with a score below 0.1, the last those of 0.9 and more.
    pub by_score: [Share; BINS],
}

impl Outcomes {
    /// Counts `item`, which was `proposed`, if it is a decided proposal.
    pub(super) fn add(&mut self, item: &Item, proposed: &Body, scheme: &LabelScheme) {
        let Some(origin) = &item.origin else { return };
        if !matches!(
            item.status,
            Status::Accepted | Status::Corrected | Status::Rejected
        ) {
            return;
        }
        let what = match proposed {
            Body::Mention(_) => "mentions",
            Body::Claim(_) => "claims",
        };
        let name = format!("{} {}", origin.suggester, origin.version);
        let suggester = self
            .by_suggester
            .entry(format!("{}, {what}", name.trim()))
            .or_default();
        suggester.add(item.status);
        let label = match proposed {
            Body::Mention(mention) => scheme
                .get(&mention.kind)
                .map_or_else(|| mention.kind.to_string(), |label| label.title.clone()),
            Body::Claim(claim) => format!("Claim: {}", claim.act.id()),
        };
        self.by_label.entry(label).or_default().add(item.status);
        // A merge has no opinion on what people differ about.
        if origin.suggester != MERGE && origin.score.is_finite() {
            let at = (origin.score.clamp(0.0, 1.0) * BINS as f32) as usize;
            if let Some(bin) = self.by_score.get_mut(at.min(BINS - 1)) {
                bin.add(item.status);
            }
        }
    }
}
