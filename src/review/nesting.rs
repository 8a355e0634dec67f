//! Claims within claims: which can stand within which, and what becomes of them when the outer one goes.
//!
//! A claim's link always leads to a claim of its article that nobody rejected and that stands within none itself
//! ([`Article::can_hold_claims`]). Each command that would break that takes the link back in the same step.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::annotation::{Action, Article, Body, Change, Claim, Item, ItemId, Status};
use crate::text::Span;

use super::{Edit, Refusal, Session};

/// The claim in whose content `item` stands, as the spans tell: the longest one that can hold it.
#[must_use]
pub fn outer_by_place(article: &Article, item: &Item) -> Option<ItemId> {
    let inner = item.body.as_claim()?;
    let place = inner.cue.or_else(|| inner.content.first().copied())?;
    if article.claims_within(item.id).next().is_some() {
        return None;
    }
    let length = |claim: &Claim| claim.content.iter().copied().map(Span::len).sum::<usize>();
    article
        .items
        .values()
        .filter(|outer| outer.id != item.id && article.can_hold_claims(outer.id))
        .filter_map(|outer| Some((outer.id, outer.body.as_claim()?)))
        .filter(|(_, outer)| {
            outer.content.iter().any(|span| span.covers(place)) && length(outer) > length(inner)
        })
        .max_by_key(|(id, outer)| (length(outer), std::cmp::Reverse(*id)))
        .map(|(id, _)| id)
}

/// Refuses a body that says it stands within what cannot hold it. `id` is the item it is for, if there is one already.
pub(super) fn check_outer(article: &Article, id: Option<ItemId>, body: &Body) -> Result<(), Refusal> {
    let Some(outer) = body.as_claim().and_then(|claim| claim.within) else {
        return Ok(());
    };
    let holds_some = id.is_some_and(|id| article.claims_within(id).next().is_some());
    if id == Some(outer) || holds_some || !article.can_hold_claims(outer) {
        return Err(Refusal::NoOuter);
    }
    Ok(())
}

/// `body` without its link.
pub(super) fn let_go(body: &Body) -> Body {
    let mut body = body.clone();
    if let Body::Claim(claim) = &mut body {
        claim.within = None;
    }
    body
}

impl Session {
    /// What must follow `edits`, the changes of a step: the claims within an item that can hold none after them are let
    /// go. What a person stands behind leaves a decision; a proposal is not decided by it.
    pub(super) fn freed(&self, article: &Article, edits: &[Edit], at: Timestamp) -> Vec<Edit> {
        let mut changed: BTreeMap<ItemId, Option<&Item>> = BTreeMap::new();
        for edit in edits {
            if let Edit::Item { id, after, .. } = edit {
                changed.insert(*id, after.as_ref());
            }
        }
        let holds = |after: Option<&Item>| {
            after.is_some_and(|item| item.status != Status::Rejected && item.body.as_claim().is_some())
        };
        let gone = changed.iter().filter(|(_, after)| !holds(**after));
        let mut freed = Vec::new();
        for inner in gone.flat_map(|(outer, _)| article.claims_within(*outer)) {
            let Some(now) = changed.get(&inner.id).copied().unwrap_or(Some(inner)) else {
                continue;
            };
            let after = Item {
                body: let_go(&now.body),
                ..now.clone()
            };
            let change = Change::Item {
                id: now.id,
                before: Some(now.body.clone()),
                after: Some(after.body.clone()),
            };
            let decided = now.is_annotation();
            freed.push(Edit::Item {
                article: article.id.clone(),
                id: now.id,
                before: Some(now.clone()),
                after: Some(after),
            });
            if decided {
                freed.push(self.decision(Some(&article.id), Action::Corrected, change, at));
            }
        }
        freed
    }
}

#[cfg(test)]
mod tests;
