//! Who decided, and whether they agree where several decided the same.

use std::collections::BTreeMap;

use crate::annotation::{Act, Body, Change, Decision, ItemId, KindId};
use crate::text::Span;

use super::Counts;

/// What one person did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reviewer {
    /// Their name; may be empty.
    pub name: String,
    /// Their decisions on mentions and claims.
    pub counts: Counts,
    /// Seconds of work, all articles together.
    pub seconds: u64,
}

/// Two people who decided the same items. Per item each one's last decision counts: they agree if both turned it down, or
/// both took it with the same words and the same kind or act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Who.
    pub names: [String; 2],
    /// How many items both decided.
    pub both: usize,
    /// On how many they agree.
    pub same: usize,
}

impl Pair {
    /// Share on which they agree, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.same as f64 / self.both.max(1) as f64
    }
}

pub(super) fn listed(people: BTreeMap<&str, Reviewer>) -> Vec<Reviewer> {
    let mut found: Vec<Reviewer> = people
        .into_iter()
        .map(|(name, reviewer)| Reviewer {
            name: name.to_owned(),
            ..reviewer
        })
        .collect();
    found.sort_by_key(|reviewer| std::cmp::Reverse(reviewer.counts.all()));
    found
}

/// What a decision comes down to; `None` if the item was turned down or taken away.
type Verdict<'a> = Option<Said<'a>>;

#[derive(Clone, Copy, PartialEq)]
enum Said<'a> {
    Mention(Span, &'a KindId),
    Claim(&'a [Span], Option<Span>, Option<Span>, Act),
}

impl<'a> Said<'a> {
    fn of(body: &'a Body) -> Self {
        match body {
            Body::Mention(mention) => Self::Mention(mention.span, &mention.kind),
            Body::Claim(claim) => Self::Claim(&claim.content, claim.cue, claim.source, claim.act),
        }
    }
}

/// Collects pairs, article by article.
#[derive(Default)]
pub(super) struct Pairs<'a> {
    found: BTreeMap<[&'a str; 2], [usize; 2]>,
}

impl<'a> Pairs<'a> {
    /// Adds the decisions of one article, oldest first.
    pub(super) fn add(&mut self, decisions: &[&'a Decision]) {
        if decisions
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.by == b.by))
        {
            return;
        }
        let mut last = BTreeMap::<ItemId, BTreeMap<&str, Verdict<'a>>>::new();
        for decision in decisions {
            if let Change::Item { id, after, .. } = &decision.change {
                let says = after.as_ref().map(Said::of);
                last.entry(*id).or_default().insert(&decision.by, says);
            }
        }
        for verdicts in last.values().filter(|verdicts| verdicts.len() > 1) {
            let mut rest = verdicts.iter();
            while let Some((name, says)) = rest.next() {
                for (other, others) in rest.clone() {
                    let [both, same] = self.found.entry([name, other]).or_default();
                    *both += 1;
                    *same += usize::from(says == others);
                }
            }
        }
    }

    pub(super) fn found(self) -> Vec<Pair> {
        self.found
            .into_iter()
            .map(|(names, [both, same])| Pair {
                names: names.map(str::to_owned),
                both,
                same,
            })
            .collect()
    }
}
