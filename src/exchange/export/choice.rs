//! What of a project goes into an export: decided or not, by whom, when.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::annotation::{Article, ArticleState, Change, Decision, ItemId, Project, Status};
use crate::exchange::loss::{Loss, Losses};

/// Which items to take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Items {
    /// All that the format can hold.
    #[default]
    All,
    /// What people stand behind.
    Confirmed,
    /// That, and what they turned down: examples of what is not wanted.
    Decided,
}

/// What to take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Which items.
    pub items: Items,
    /// Only decisions by these reviewers; empty for all.
    pub reviewers: Vec<String>,
    /// Only decisions from this day on (in UTC).
    pub since: Option<Date>,
    /// Only decisions up to this day, included.
    pub until: Option<Date>,
    /// Only articles whose review is done.
    pub done: bool,
}

impl Choice {
    fn asks_who_and_when(&self) -> bool {
        !self.reviewers.is_empty() || self.since.is_some() || self.until.is_some()
    }

    /// The part of `project` that is chosen. Articles of which everything is taken are shared, not copied. An item counts as
    /// decided by who decided last.
    #[must_use]
    pub fn of(&self, project: &Project, losses: &mut Losses) -> Project {
        if *self == Self::default() {
            return project.clone();
        }
        let mut chosen = project.clone();
        chosen.articles.retain(|_, article| {
            let kept = !self.done || article.state == ArticleState::Done;
            losses.add(Loss::Articles, usize::from(!kept));
            kept
        });
        for article in chosen.articles.values_mut() {
            let left_out = self.left_out(article, losses);
            if !left_out.is_empty() {
                let mut copy = Article::clone(article);
                copy.items.retain(|id, _| !left_out.contains(id));
                let before = copy.decisions.len();
                copy.decisions.retain(
                    |decision| !matches!(&decision.change, Change::Item { id, .. } if left_out.contains(id)),
                );
                losses.add(Loss::History, before - copy.decisions.len());
                *article = Arc::new(copy);
            }
        }
        chosen
    }

    fn left_out(&self, article: &Article, losses: &mut Losses) -> BTreeSet<ItemId> {
        let last = if self.asks_who_and_when() {
            last_decisions(article)
        } else {
            std::collections::BTreeMap::new()
        };
        let mut left_out = BTreeSet::new();
        for item in article.items.values() {
            let loss = match (item.status, self.items) {
                (Status::Suggested, Items::Confirmed | Items::Decided) => Some(Loss::Undecided),
                (Status::Rejected, Items::Confirmed) => Some(Loss::Rejected),
                (Status::Suggested, Items::All) => None,
                _ => (self.asks_who_and_when() && !self.is_chosen(last.get(&item.id).copied()))
                    .then_some(Loss::NotChosen),
            };
            if let Some(loss) = loss {
                losses.add(loss, 1);
                left_out.insert(item.id);
            }
        }
        left_out
    }

    fn is_chosen(&self, last: Option<&Decision>) -> bool {
        let Some(decision) = last else { return false };
        let day = decision.at.to_zoned(jiff::tz::TimeZone::UTC).date();
        (self.reviewers.is_empty() || self.reviewers.contains(&decision.by))
            && self.since.is_none_or(|since| day >= since)
            && self.until.is_none_or(|until| day <= until)
    }
}

/// The last decision about each item.
fn last_decisions(article: &Article) -> std::collections::BTreeMap<ItemId, &Decision> {
    let mut last = std::collections::BTreeMap::new();
    for decision in &article.decisions {
        if let Change::Item { id, .. } = &decision.change {
            last.insert(*id, decision);
        }
    }
    last
}
