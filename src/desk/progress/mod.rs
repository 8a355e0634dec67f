//! How far the review of a project is and what it found: decisions by day and reviewer, time by article, what became of
//! proposals, work left, agreement between reviewers. The window's page and `claimdesk stats` show the same figures.
//!
//! What counts as time: see [`time`]. What counts as accepted: see [`outcome`].

pub mod outcome;
pub mod reviewers;
pub mod tables;
pub mod time;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::annotation::{Action, Article, ArticleId, ArticleState, Body, Change, Decision, ItemId, Project};
use crate::review::Progress;
use crate::review::three_way::is_contested;

use outcome::Outcomes;
use reviewers::{Pair, Pairs, Reviewer};
use time::Spent;

/// The actions with their names, in the order of every list.
pub const ACTIONS: [(Action, &str); 5] = [
    (Action::Accepted, "accepted"),
    (Action::Corrected, "corrected"),
    (Action::Rejected, "rejected"),
    (Action::Added, "added"),
    (Action::Removed, "removed"),
];

/// How many decisions of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Proposals taken as they are.
    pub accepted: usize,
    /// Changes.
    pub corrected: usize,
    /// Proposals turned down.
    pub rejected: usize,
    /// Made by hand.
    pub added: usize,
    /// Made by hand and taken away.
    pub removed: usize,
}

impl Counts {
    /// One more of `action`.
    pub const fn add(&mut self, action: Action) {
        let count = match action {
            Action::Accepted => &mut self.accepted,
            Action::Corrected => &mut self.corrected,
            Action::Rejected => &mut self.rejected,
            Action::Added => &mut self.added,
            Action::Removed => &mut self.removed,
        };
        *count += 1;
    }

    /// How many of `action`.
    #[must_use]
    pub const fn get(self, action: Action) -> usize {
        match action {
            Action::Accepted => self.accepted,
            Action::Corrected => self.corrected,
            Action::Rejected => self.rejected,
            Action::Added => self.added,
            Action::Removed => self.removed,
        }
    }

    /// All together.
    #[must_use]
    pub const fn all(self) -> usize {
        self.accepted + self.corrected + self.rejected + self.added + self.removed
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            accepted: self.accepted + other.accepted,
            corrected: self.corrected + other.corrected,
            rejected: self.rejected + other.rejected,
            added: self.added + other.added,
            removed: self.removed + other.removed,
        }
    }
}

/// The decisions on mentions and claims of one day. Days without any are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day, in the time zone that was asked for.
    pub date: Date,
    /// Who decided how often.
    pub by: BTreeMap<String, Counts>,
}

impl Day {
    /// Of all reviewers together.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.by
            .values()
            .fold(Counts::default(), |sum, counts| sum.plus(*counts))
    }
}

/// What waits in the open project, whatever range was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Proposals that wait for a decision; those in boilerplate do not.
    pub undecided: usize,
    /// Items that people decided, rejected ones included.
    pub decided: usize,
    /// Items that a person stands behind.
    pub confirmed: usize,
    /// How many articles stand where: to do, in review, done.
    pub states: BTreeMap<ArticleState, usize>,
    /// Items that people decided differently, by article: its title and how many. Most first.
    pub differences: Vec<(ArticleId, String, usize)>,
}

impl Left {
    /// How many articles there are.
    #[must_use]
    pub fn articles(&self) -> usize {
        self.states.values().sum()
    }

    /// How many of them stand at `state`.
    #[must_use]
    pub fn at(&self, state: ArticleState) -> usize {
        self.states.get(&state).copied().unwrap_or_default()
    }
}

/// How fast items are decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Items decided.
    pub items: usize,
    /// In how many seconds of work.
    pub seconds: u64,
}

/// Fewer decided items than this say nothing about the pace.
pub const LEAST_ITEMS: usize = 20;
/// Less work than this, in seconds, says nothing about the pace.
pub const LEAST_SECONDS: u64 = 300;

impl Pace {
    fn of(items: usize, seconds: u64) -> Option<Self> {
        (items >= LEAST_ITEMS && seconds >= LEAST_SECONDS).then_some(Self { items, seconds })
    }

    /// Items in an hour of work.
    #[must_use]
    pub fn hourly(self) -> f64 {
        self.items as f64 * 3600.0 / self.seconds.max(1) as f64
    }

    /// How many seconds of work `items` more will take at this pace: an estimate.
    #[must_use]
    pub fn estimate(self, items: usize) -> u64 {
        let each = self.seconds as f64 / self.items.max(1) as f64;
        (each * items as f64).round() as u64
    }
}

/// Everything that is known about the review of a project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overview {
    /// What waits.
    pub left: Left,
    /// Decisions on mentions and claims by day, oldest first.
    pub days: Vec<Day>,
    /// All decisions by what they are about: a kind of mention, "claim", "actor entry" …
    pub about: BTreeMap<String, Counts>,
    /// Time by article, longest first; articles without decisions are left out.
    pub articles: Vec<Spent>,
    /// What became of proposals by who proposed, by label and by score.
    pub outcomes: Outcomes,
    /// Reviewers, the busiest first.
    pub reviewers: Vec<Reviewer>,
    /// Pairs of reviewers who decided the same items.
    pub pairs: Vec<Pair>,
    /// The pace; absent where too little was decided.
    pub pace: Option<Pace>,
}

impl Overview {
    /// All decisions in range.
    #[must_use]
    pub fn decisions(&self) -> usize {
        self.about.values().map(|counts| counts.all()).sum()
    }

    /// Seconds of work in range.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        self.articles.iter().map(|spent| spent.seconds).sum()
    }

    /// The middle of the times by article, in seconds; 0 without any.
    #[must_use]
    pub fn median_seconds(&self) -> u64 {
        let middle = self.articles.len() / 2;
        let at = |index: usize| self.articles.get(index).map_or(0, |spent| spent.seconds);
        if self.articles.len().is_multiple_of(2) && middle > 0 {
            u64::midpoint(at(middle - 1), at(middle))
        } else {
            at(middle)
        }
    }

    /// How many seconds of work are left: an estimate, absent where too little was decided or nothing is left.
    #[must_use]
    pub fn estimate(&self) -> Option<u64> {
        (self.left.undecided > 0)
            .then_some(self.pace?)
            .map(|pace| pace.estimate(self.left.undecided))
    }

    /// The decisions of all reviewers from the first day to the last in at most about a hundred stretches of 1, 7, 28 …
    /// days: the first day of each, with its counts. Stretches without decisions are in it.
    #[must_use]
    pub fn stretches(&self) -> (i32, Vec<(Date, Counts)>) {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else {
            return (1, Vec::new());
        };
        let length = days_between(first.date, last.date) + 1;
        let step = [1, 7, 28, 91]
            .into_iter()
            .find(|step| length / step <= 100)
            .unwrap_or(length / 100 + 1);
        let mut found: Vec<(Date, Counts)> = (0..=(length - 1) / step)
            .filter_map(|index| {
                let after = jiff::Span::new().try_days(index * step).ok()?;
                Some((first.date.checked_add(after).ok()?, Counts::default()))
            })
            .collect();
        for day in &self.days {
            let at = usize::try_from(days_between(first.date, day.date) / step).unwrap_or_default();
            if let Some((_, counts)) = found.get_mut(at) {
                *counts = counts.plus(day.counts());
            }
        }
        (step, found)
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// What is known about the review of `project`. Days are those of `zone`; with `since` only what was decided on that day
/// or later counts, save for the work that is left. Takes time linear in the decisions.
#[must_use]
pub fn overview(project: &Project, zone: &TimeZone, since: Option<Date>) -> Overview {
    let from = since.and_then(|date| Some(date.to_zoned(zone.clone()).ok()?.timestamp()));
    let counts = |decision: &Decision| from.is_none_or(|from| decision.at >= from);
    let mut found = Overview::default();
    let (mut days, mut pairs) = (BTreeMap::<Date, BTreeMap<&str, Counts>>::new(), Pairs::default());
    let mut people = BTreeMap::<&str, Reviewer>::new();
    let mut items = 0;
    for article in project.articles.values() {
        wait(&mut found.left, article);
        let mut decided = BTreeMap::<ItemId, Timestamp>::new();
        let mut first = BTreeMap::<ItemId, &Body>::new();
        for decision in &article.decisions {
            let Change::Item { id, before, .. } = &decision.change else {
                continue;
            };
            if let Some(body) = before {
                first.entry(*id).or_insert(body);
            }
            if !counts(decision) {
                continue;
            }
            decided.insert(*id, decision.at);
            let date = zone.to_datetime(decision.at).date();
            let by = days.entry(date).or_default();
            by.entry(&decision.by).or_default().add(decision.action);
        }
        items += decided.len();
        let in_range: Vec<&Decision> = article.decisions.iter().filter(|d| counts(d)).collect();
        for decision in &in_range {
            found
                .about
                .entry(about(&decision.change))
                .or_default()
                .add(decision.action);
        }
        pairs.add(&in_range);
        let times = time::by_reviewer(&in_range);
        for (name, spent) in &times {
            people.entry(name).or_default().seconds += spent;
        }
        if !times.is_empty() {
            found.articles.push(Spent {
                article: article.id.clone(),
                title: article.title().to_owned(),
                decisions: in_range.len(),
                seconds: times.values().sum(),
            });
        }
        for item in article.items.values() {
            if from.is_none() || decided.contains_key(&item.id) {
                let proposed = first.get(&item.id).copied().unwrap_or(&item.body);
                found.outcomes.add(item, proposed, &project.scheme);
            }
        }
    }
    for decision in project.decisions.iter().filter(|decision| counts(decision)) {
        let entry = found.about.entry(about(&decision.change)).or_default();
        entry.add(decision.action);
        people.entry(&decision.by).or_default();
    }
    for by in days.values() {
        for (name, counts) in by {
            let person = people.entry(name).or_default();
            person.counts = person.counts.plus(*counts);
        }
    }
    let named = |(name, counts): (&str, Counts)| (name.to_owned(), counts);
    found.days = days
        .into_iter()
        .map(|(date, by)| Day {
            date,
            by: by.into_iter().map(named).collect(),
        })
        .collect();
    found
        .articles
        .sort_by(|a, b| (b.seconds, b.decisions, &a.article).cmp(&(a.seconds, a.decisions, &b.article)));
    found
        .left
        .differences
        .sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
    found.reviewers = reviewers::listed(people);
    found.pairs = pairs.found();
    found.pace = Pace::of(items, found.seconds());
    found
}

fn wait(left: &mut Left, article: &Article) {
    let progress = Progress::of(article);
    left.undecided += progress.undecided;
    left.decided += progress.decided;
    left.confirmed += article.items.values().filter(|item| item.is_annotation()).count();
    *left.states.entry(article.state).or_default() += 1;
    let differ = article.items.values().filter(|item| is_contested(item)).count();
    if differ > 0 {
        left.differences
            .push((article.id.clone(), article.title().to_owned(), differ));
    }
}

/// What a decision was about: the kind of a mention, or what else.
fn about(change: &Change) -> String {
    match change {
        Change::Item { before, after, .. } => match after.as_ref().or(before.as_ref()) {
            Some(Body::Mention(mention)) => mention.kind.to_string(),
            Some(Body::Claim(_)) => "claim".to_owned(),
            None => "item".to_owned(),
        },
        Change::Actor { .. } => "actor entry".to_owned(),
        Change::Event { .. } => "claims of one event".to_owned(),
        Change::Zone { .. } => "zone".to_owned(),
        Change::Metadata { .. } => "article details".to_owned(),
        Change::State { .. } => "article state".to_owned(),
    }
}

#[cfg(test)]
mod tests;
