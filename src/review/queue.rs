//! The review queue: which item comes next, in one article and across the project.

use std::sync::Arc;

use crate::annotation::{Article, ArticleId, Item, ItemId, Project, Status, sort_key};

use crate::text::Span;

use super::Focus;
use super::three_way::is_contested;

/// Which items the queue holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Those that wait for a decision.
    #[default]
    Undecided,
    /// Decided ones too, save the rejected.
    All,
    /// Only those that people decided differently.
    Differences,
}

/// Whether `item` is in the queue. Proposals inside boilerplate are not: a reviewer has said that nothing counts there.
#[must_use]
pub fn is_queued(article: &Article, item: &Item, show: Show) -> bool {
    match item.status {
        // What two people decided differently counted for at least one of them.
        Status::Suggested => {
            is_contested(item)
                || show != Show::Differences
                    && item
                        .body
                        .hull()
                        .is_some_and(|span| !article.is_boilerplate(span.start()))
        }
        Status::Rejected => false,
        _ => show == Show::All,
    }
}

/// The queue of one article in text order.
#[must_use]
pub fn queue(article: &Article, show: Show) -> Vec<&Item> {
    let mut items: Vec<_> = article
        .items
        .values()
        .filter(|item| is_queued(article, item, show))
        .collect();
    items.sort_by_key(|item| (sort_key(&item.body), item.id));
    items
}

/// How far an article is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Items a person decided, rejected ones included.
    pub decided: usize,
    /// Proposals that wait.
    pub undecided: usize,
}

impl Progress {
    /// Of one article.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        let undecided = article
            .items
            .values()
            .filter(|item| is_queued(article, item, Show::Undecided))
            .count();
        let decided = article
            .items
            .values()
            .filter(|item| item.status != Status::Suggested)
            .count();
        Self { decided, undecided }
    }

    /// Share of decided items, 0 to 1; 1 where there is nothing to decide.
    #[must_use]
    pub fn share(self) -> f32 {
        let all = self.decided + self.undecided;
        if all == 0 {
            1.0
        } else {
            self.decided as f32 / all as f32
        }
    }
}

/// The item after (`forward`) or before `from` in the open article, then in the articles that follow; `None` if the
/// queue of the whole project is empty but for `from` itself. Without an item in focus the search starts at byte `at`.
#[must_use]
pub fn neighbour(project: &Project, from: &Focus, at: usize, forward: bool, show: Show) -> Option<Focus> {
    let articles = project.in_order();
    let open = from
        .article
        .as_ref()
        .and_then(|id| articles.iter().position(|a| a.id == *id))
        .unwrap_or(0);
    let here = articles.get(open)?;
    if let Some(item) = within(here, from.item, at, forward, show) {
        return Some(focus(&here.id, item));
    }
    let count = articles.len();
    for step in 1..=count {
        let index = if forward {
            (open + step) % count
        } else {
            (open + count - step) % count
        };
        let article: &Arc<Article> = articles.get(index)?;
        let edge = if forward { 0 } else { usize::MAX };
        if let Some(item) = within(article, None, edge, forward, show)
            && (index != open || Some(item) != from.item)
        {
            return Some(focus(&article.id, item));
        }
    }
    None
}

fn focus(article: &ArticleId, item: ItemId) -> Focus {
    Focus {
        article: Some(article.clone()),
        item: Some(item),
    }
}

fn within(article: &Article, from: Option<ItemId>, at: usize, forward: bool, show: Show) -> Option<ItemId> {
    let key = |item: &Item| (sort_key(&item.body), item.id);
    let start = |item: &Item| item.body.hull().map_or(0, Span::start);
    let current = from.and_then(|id| article.items.get(&id)).map(key);
    // One pass without sorting: the next item has to be there at once in the longest article.
    let beyond = |item: &&Item| match (current, forward) {
        (Some(current), true) => key(item) > current,
        (Some(current), false) => key(item) < current,
        (None, true) => start(item) >= at,
        (None, false) => start(item) < at,
    };
    let candidates = article
        .items
        .values()
        .filter(beyond)
        .filter(|item| is_queued(article, item, show));
    let found = if forward {
        candidates.min_by_key(|item| key(item))
    } else {
        candidates.max_by_key(|item| key(item))
    };
    found.map(|item| item.id)
}

/// The undecided proposals that are like `item`: mentions of the same words or the same actor with the same kind, or
/// claims at least as sure. The item itself comes first. What people differ about is decided one by one.
#[must_use]
pub fn alike(article: &Article, item: &Item) -> Vec<ItemId> {
    let score = |item: &Item| item.origin.as_ref().map_or(0.0, |origin| origin.score);
    let like = |other: &&Item| match (item.body.as_mention(), other.body.as_mention()) {
        _ if is_contested(item) || is_contested(other) => false,
        (Some(a), Some(b)) => {
            let same_words = article.text.slice(a.span) == article.text.slice(b.span);
            a.kind == b.kind && (same_words || (a.actor.is_some() && a.actor == b.actor))
        }
        (None, None) => score(other) >= score(item),
        _ => false,
    };
    let mut found = vec![item.id];
    let others = queue(article, Show::Undecided);
    found.extend(
        others
            .into_iter()
            .filter(like)
            .map(|other| other.id)
            .filter(|id| *id != item.id),
    );
    found
}
