//! Which articles the library shows, in which order.

use std::cmp::Reverse;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::annotation::{Article, ArticleId, ArticleState};
use crate::app::parts::{PerArticle, Stamp};
use crate::review::queue::most_worth;
use crate::review::{Progress, Session};

/// By what the library is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As the articles came in.
    #[default]
    Added,
    /// By day of publication, the newest first, those without at the end.
    Date,
    /// By title, letter case aside.
    Title,
    /// By the number of undecided proposals, the most first.
    WorkLeft,
    /// By the most check-worthy claim, whatever was decided about it, the most first; articles without claims last.
    Worth,
}

impl Sort {
    pub(super) const ALL: [Self; 5] = [Self::Added, Self::Date, Self::Title, Self::WorkLeft, Self::Worth];

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Added => "As added",
            Self::Date => "By date",
            Self::Title => "By title",
            Self::WorkLeft => "By work left",
            Self::Worth => "Most worth checking",
        }
    }
}

/// Which articles to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// Words that must all be in title, publisher or author; letter case aside.
    pub words: String,
    /// State; `None` for all.
    pub state: Option<ArticleState>,
}

impl Filter {
    pub(super) fn is_set(&self) -> bool {
        self.state.is_some() || !self.words.trim().is_empty()
    }

    fn lets_pass(&self, words: &[String], facts: &Facts) -> bool {
        self.state.is_none_or(|state| facts.state == state)
            && words.iter().all(|word| facts.haystack.contains(word.as_str()))
    }
}

/// What the order depends on, per article.
#[derive(Debug, PartialEq, Eq)]
struct Facts {
    progress: Progress,
    /// Check-worthiness of its most check-worthy claim in millionths.
    worth: Option<u32>,
    state: ArticleState,
    added: Timestamp,
    published: Option<Date>,
    title: String,
    haystack: String,
}

impl Facts {
    fn of(article: &Article) -> Self {
        let data = &article.metadata;
        let title = article.title().to_lowercase();
        let haystack = format!("{title}\n{}\n{}", data.publisher, data.author).to_lowercase();
        Self {
            progress: Progress::of(article),
            worth: most_worth(article).map(|worth| (worth.clamp(0.0, 1.0) * 1e6) as u32),
            state: article.state,
            added: article.added,
            published: data.published,
            title,
            haystack,
        }
    }

    /// Whether at most the progress and the worth differ.
    fn differs_in_progress_only(&self, other: &Self) -> bool {
        self.state == other.state
            && self.added == other.added
            && self.published == other.published
            && self.haystack == other.haystack
    }
}

/// The order, kept until something changes it.
#[derive(Debug, Default)]
pub(super) struct Order {
    facts: PerArticle<Facts>,
    stamp: Option<Stamp>,
    made_for: Option<(Filter, Sort)>,
    ids: Vec<ArticleId>,
    changed: bool,
}

impl Order {
    pub(super) fn ids(&self) -> &[ArticleId] {
        &self.ids
    }

    pub(super) fn progress(&self, id: &ArticleId) -> Progress {
        self.facts.get(id).map(|facts| facts.progress).unwrap_or_default()
    }

    /// Whether the order is another one since the last call.
    pub(super) const fn take_changed(&mut self) -> bool {
        std::mem::replace(&mut self.changed, false)
    }

    pub(super) fn update(&mut self, session: &Session, filter: &Filter, sort: Sort) -> &[ArticleId] {
        let stamp = Stamp::of(session);
        let mut stale = !matches!(&self.made_for, Some((f, s)) if f == filter && *s == sort);
        if self.stamp.as_ref() != Some(&stamp) {
            let came_or_went = self.facts.refresh(session.project(), |article, before| {
                let facts = Facts::of(article);
                stale |= before.is_none_or(|before| {
                    !before.differs_in_progress_only(&facts)
                        || (sort == Sort::WorkLeft && before.progress != facts.progress)
                        || (sort == Sort::Worth && before.worth != facts.worth)
                });
                facts
            });
            stale |= came_or_went;
            self.stamp = Some(stamp);
        }
        if stale {
            self.sort(filter, sort);
            self.made_for = Some((filter.clone(), sort));
            self.changed = true;
        }
        &self.ids
    }

    fn sort(&mut self, filter: &Filter, sort: Sort) {
        let words: Vec<String> = filter.words.split_whitespace().map(str::to_lowercase).collect();
        let mut found: Vec<(&ArticleId, &Facts)> = self
            .facts
            .values()
            .filter(|(_, facts)| filter.lets_pass(&words, facts))
            .collect();
        found.sort_by(|(a_id, a), (b_id, b)| {
            let by = match sort {
                Sort::Added => std::cmp::Ordering::Equal,
                // `None` sorts before every date, so it comes last here.
                Sort::Date => b.published.cmp(&a.published),
                Sort::Title => a.title.cmp(&b.title),
                Sort::Worth => b.worth.cmp(&a.worth),
                Sort::WorkLeft => Reverse(a.progress.undecided).cmp(&Reverse(b.progress.undecided)),
            };
            by.then_with(|| (a.added, a_id).cmp(&(b.added, b_id)))
        });
        self.ids = found.into_iter().map(|(id, _)| id.clone()).collect();
    }
}
