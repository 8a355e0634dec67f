//! Steps about items that lost their place: put where they most likely belong, or let go.

use jiff::Timestamp;

use crate::annotation::{Action, Article, ArticleId, Change, Item, ItemId, Orphan, Status};

use super::nesting::let_go;
use super::steps::{Made, check_spans, shorten};
use super::{Edit, Outcome, Refusal, Session};

impl Session {
    /// The orphan becomes an item with its former status and origin.
    pub(super) fn place_orphan(&self, id: &ArticleId, item: ItemId, at: Timestamp) -> Result<Made, Refusal> {
        let article = self.find(id)?;
        let orphan = article.orphans.get(&item).ok_or(Refusal::NoItem)?;
        let mut body = orphan.candidate.clone().ok_or(Refusal::NoCandidate)?;
        check_spans(article, &body)?;
        let mut twins = article
            .items
            .values()
            .filter(|other| other.body.fingerprint() == body.fingerprint());
        if article.items.contains_key(&item) || twins.clone().any(Item::is_annotation) {
            return Err(Refusal::Marked);
        }
        // What was proposed at that place meanwhile is settled by it.
        let twin = twins.find(|other| other.status == Status::Suggested);
        let outer = body.as_claim().and_then(|claim| claim.within);
        let holds =
            |outer: ItemId| article.can_hold_claims(outer) && twin.is_none_or(|twin| twin.id != outer);
        if orphan.item.status == Status::Rejected || outer.is_some_and(|outer| !holds(outer)) {
            body = let_go(&body);
        }
        let after = Item {
            body: body.clone(),
            ..orphan.item.clone()
        };
        let mut edits: Vec<Edit> = Self::started(article).into_iter().collect();
        edits.extend(twin.map(|twin| set_item(article, twin.id, Some(twin), None)));
        edits.push(set_orphan(article, item, orphan));
        edits.push(set_item(article, item, None, Some(after)));
        let change = Change::Item {
            id: item,
            before: Some(orphan.item.body.clone()),
            after: Some(body),
        };
        edits.push(self.decision(Some(id), Action::Corrected, change, at));
        let freed = self.freed(article, &edits, at);
        edits.extend(freed);
        Ok((edits, outcome("put back", orphan, vec![item])))
    }

    /// The orphan is let go; what it was stays in the record.
    pub(super) fn drop_orphan(&self, id: &ArticleId, item: ItemId, at: Timestamp) -> Result<Made, Refusal> {
        let article = self.find(id)?;
        let orphan = article.orphans.get(&item).ok_or(Refusal::NoItem)?;
        let mut edits: Vec<Edit> = Self::started(article).into_iter().collect();
        edits.push(set_orphan(article, item, orphan));
        let change = Change::Item {
            id: item,
            before: Some(orphan.item.body.clone()),
            after: None,
        };
        edits.push(self.decision(Some(id), Action::Removed, change, at));
        Ok((edits, outcome("drop", orphan, Vec::new())))
    }
}

fn set_item(article: &Article, id: ItemId, before: Option<&Item>, after: Option<Item>) -> Edit {
    Edit::Item {
        article: article.id.clone(),
        id,
        before: before.cloned(),
        after,
    }
}

fn set_orphan(article: &Article, id: ItemId, orphan: &Orphan) -> Edit {
    Edit::Orphan {
        article: article.id.clone(),
        id,
        before: Some(Box::new(orphan.clone())),
        after: None,
    }
}

fn outcome(verb: &str, orphan: &Orphan, items: Vec<ItemId>) -> Outcome {
    Outcome {
        label: format!("{verb} {}", shorten(orphan.shown())),
        items,
        ..Outcome::default()
    }
}

#[cfg(test)]
mod tests;
