//! The review queue: which item comes next, in one article and across the project.

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;

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

/// In which order the queue goes. It hides nothing: every order has the same items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Articles as they came in, items as they stand in the text.
    #[default]
    Text,
    /// The article with the most check-worthy claim first; in it the claims by falling check-worthiness, then the
    /// mentions. What was decided counts as well, so that the order stays while it is gone through.
    Worth,
}

impl Order {
    /// Where `item` stands in its article.
    fn key(self, item: &Item) -> impl Ord + use<> {
        let claim = item.body.as_claim();
        let rank = match self {
            Self::Text => (false, Reverse(0)),
            Self::Worth => (
                claim.is_none(),
                Reverse(claim.map_or(0, |claim| worth_rank(claim.check_worthiness))),
            ),
        };
        (rank, sort_key(&item.body), item.id)
    }

    fn articles(self, project: &Project) -> Vec<&Arc<Article>> {
        let articles = project.in_order();
        if self == Self::Text {
            return articles;
        }
        let rank = |article: &Article| Reverse(most_worth(article).map(worth_rank));
        let mut ranked: Vec<_> = articles
            .into_par_iter()
            .map(|article| (rank(article), article))
            .collect();
        // Stable: articles that are worth as much stay as they came in.
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, article)| article).collect()
    }
}

/// A number that grows with a check-worthiness. Of floats that are not negative the bits are in order.
fn worth_rank(worth: f32) -> u32 {
    let fits = worth.is_finite() && worth > 0.0;
    if fits { worth.to_bits() } else { 0 }
}

/// The check-worthiness of the most check-worthy claim of an article, whatever was decided about it; `None` without
/// claims.
#[must_use]
pub fn most_worth(article: &Article) -> Option<f32> {
    let claims = article.items.values().filter_map(|item| item.body.as_claim());
    claims.map(|claim| claim.check_worthiness).reduce(f32::max)
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

/// The queue of one article.
#[must_use]
pub fn queue(article: &Article, show: Show, order: Order) -> Vec<&Item> {
    let mut items: Vec<_> = article
        .items
        .values()
        .filter(|item| is_queued(article, item, show))
        .collect();
    items.sort_by_cached_key(|item| order.key(item));
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
/// queue of the whole project is empty but for `from` itself. Without an item in focus the search starts at byte `at` in
/// the order of the text, and before the first item in any other.
#[must_use]
pub fn neighbour(
    project: &Project,
    from: &Focus,
    at: usize,
    forward: bool,
    show: Show,
    order: Order,
) -> Option<Focus> {
    // Most steps stay in the article; only then is it worth while to put all of them in order.
    if let Some(here) = from.article.as_ref().and_then(|id| project.article(id))
        && let Some(item) = within(here, from.item, at, forward, show, order)
    {
        return Some(focus(&here.id, item));
    }
    let articles = order.articles(project);
    let count = articles.len();
    let open = from
        .article
        .as_ref()
        .and_then(|id| articles.iter().position(|a| a.id == *id));
    // Without an open article the first one comes first, and before it the last one.
    let open = open.unwrap_or(if forward { count.saturating_sub(1) } else { 0 });
    for step in 1..=count {
        let index = if forward {
            (open + step) % count
        } else {
            (open + count - step) % count
        };
        let article: &Arc<Article> = articles.get(index)?;
        let edge = if forward { 0 } else { usize::MAX };
        if let Some(item) = within(article, None, edge, forward, show, order)
            && (from.article.as_ref() != Some(&article.id) || Some(item) != from.item)
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

fn within(
    article: &Article,
    from: Option<ItemId>,
    at: usize,
    forward: bool,
    show: Show,
    order: Order,
) -> Option<ItemId> {
    let key = |item: &Item| order.key(item);
    let start = |item: &Item| item.body.hull().map_or(0, Span::start);
    let current = from.and_then(|id| article.items.get(&id)).map(&key);
    // One pass without sorting: the next item has to be there at once in the longest article.
    let beyond = |item: &&Item| match (&current, forward) {
        (Some(current), true) => key(item) > *current,
        (Some(current), false) => key(item) < *current,
        (None, _) if order == Order::Worth => forward || at == usize::MAX,
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
    let others = queue(article, Show::Undecided, Order::Text);
    found.extend(
        others
            .into_iter()
            .filter(like)
            .map(|other| other.id)
            .filter(|id| *id != item.id),
    );
    found
}
