//! Links to actors that changed without anybody deciding about the item: an actor was merged or split, and its items
//! followed. What one side decided about such an item and what the other side's actors did to it do not contradict.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::annotation::{Article, Body, Change, Item, ItemId};

/// Base and both sides, each with the links that only a side's actors changed: as if the actors had been so before the
/// sides parted.
pub(super) fn followed<'a>(
    base: &'a Article,
    ours: &'a Article,
    theirs: &'a Article,
) -> [Cow<'a, Article>; 3] {
    let first = follow(base, base, ours);
    let second = follow(base, &first, theirs);
    let both = match second {
        Cow::Borrowed(_) => first,
        Cow::Owned(both) => Cow::Owned(both),
    };
    [both, follow(base, ours, theirs), follow(base, theirs, ours)]
}

/// `side` with what the actors of `other` did to the links that `side` has as they were.
fn follow<'a>(base: &Article, side: &'a Article, other: &Article) -> Cow<'a, Article> {
    let decided = decided(other);
    let mut changed: Vec<Item> = Vec::new();
    for (id, item) in &side.items {
        let (Some(was), Some(theirs)) = (base.items.get(id), other.items.get(id)) else {
            continue;
        };
        let (was, theirs) = (links(&was.body), links(&theirs.body));
        if was == theirs || decided.contains(id) {
            continue;
        }
        let mut item = item.clone();
        let mut mine = item.body.actors_mut();
        if mine.len() != was.len() || was.len() != theirs.len() {
            continue;
        }
        let mut moved = false;
        for ((mine, was), theirs) in mine.iter_mut().zip(was).zip(theirs) {
            if **mine == was && theirs != was {
                **mine = theirs;
                moved = true;
            }
        }
        if moved {
            changed.push(item);
        }
    }
    if changed.is_empty() {
        return Cow::Borrowed(side);
    }
    let mut article = side.clone();
    article
        .items
        .extend(changed.into_iter().map(|item| (item.id, item)));
    Cow::Owned(article)
}

/// The items of which a decision changed a link.
fn decided(article: &Article) -> BTreeSet<ItemId> {
    let decisions = article.decisions.iter();
    decisions
        .filter_map(|decision| match &decision.change {
            Change::Item {
                id,
                before: Some(before),
                after: Some(after),
            } if links(before) != links(after) => Some(*id),
            _ => None,
        })
        .collect()
}

fn links(body: &Body) -> Vec<Option<crate::annotation::ActorId>> {
    body.clone().actors_mut().into_iter().map(|link| *link).collect()
}
