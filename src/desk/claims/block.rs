//! What the claims of one article have to say to filters and sorting.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use jiff::Timestamp;

use crate::annotation::{
    Act, ActorId, Article, ArticleId, Change, Claim, DateRange, Item, ItemId, Measure, QuoteType, Status,
    sort_key,
};
use crate::text::Span;

use super::rating::{RatingKey, rating_of};

/// The claims of one article, in the order of the text.
#[derive(Debug)]
pub struct Block {
    /// The article that it is of.
    pub article: ArticleId,
    /// When the article came in.
    pub added: Timestamp,
    /// Its title in lower case, for sorting.
    pub(super) title: Box<str>,
    /// The claims.
    pub rows: Box<[Row]>,
    pub(super) figures: Box<[FigureFacts]>,
    /// Lower-cased words of all claims; rows say which are theirs.
    pub(super) words: Box<str>,
    /// Who decided anything here.
    pub(super) reviewers: Box<[Box<str>]>,
    of: Weak<Article>,
}

/// A claim.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its identity within the article.
    pub item: ItemId,
    /// Who says it, if known.
    pub speaker: Option<ActorId>,
    /// The days it is about: those of its figures from the first to the last, else the day of the article.
    pub days: Option<DateRange>,
    /// What it was rated.
    pub rating: Option<RatingKey>,
    /// How much it asks for a check, 0 to 1.
    pub worth: f32,
    /// What was decided.
    pub status: Status,
    /// What the speaker does by it.
    pub act: Act,
    /// How the content is given.
    pub quote: QuoteType,
    /// Where its content begins and ends, then where its source and its places end; bytes of the words.
    pub(super) words: [u32; 4],
    /// Its figures: the first one and how many.
    pub(super) figures: (u32, u16),
    /// Who decided last, from 1; 0 for nobody.
    pub(super) reviewer: u16,
}

/// A figure of a claim.
#[derive(Clone, Copy, Debug)]
pub(super) struct FigureFacts {
    pub value: f64,
    pub measure: Measure,
}

impl Block {
    /// Goes over the claims of an article.
    #[must_use]
    pub fn of(article: &Arc<Article>) -> Self {
        let claim = |item: &'_ Item| item.body.as_claim().is_some();
        let mut items: Vec<&Item> = article.items.values().filter(|item| claim(item)).collect();
        items.sort_by_cached_key(|item| (sort_key(&item.body), item.id));
        let mut reviewers: Vec<Box<str>> = Vec::new();
        let deciders = if items.is_empty() {
            BTreeMap::new()
        } else {
            deciders(article, &mut reviewers)
        };
        let mut gathering = Gathering {
            article,
            words: String::new(),
            figures: Vec::new(),
        };
        let rows = items
            .into_iter()
            .filter_map(|item| {
                let reviewer = deciders.get(&item.id).copied().unwrap_or(0);
                Some(gathering.row(item, item.body.as_claim()?, reviewer))
            })
            .collect();
        Self {
            article: article.id.clone(),
            added: article.added,
            title: article.title().to_lowercase().into_boxed_str(),
            rows,
            figures: gathering.figures.into_boxed_slice(),
            words: gathering.words.into_boxed_str(),
            reviewers: reviewers.into_boxed_slice(),
            of: Arc::downgrade(article),
        }
    }

    /// Whether `article` is still as it was gone over.
    #[must_use]
    pub fn is_of(&self, article: &Arc<Article>) -> bool {
        std::ptr::eq(self.of.as_ptr(), Arc::as_ptr(article))
    }

    /// Content and source of a row, in lower case.
    pub(super) fn said(&self, row: &Row) -> &str {
        let [start, _, end, _] = row.words;
        self.words(start, end)
    }

    /// Content of a row, in lower case.
    pub(super) fn content(&self, row: &Row) -> &str {
        let [start, end, _, _] = row.words;
        self.words(start, end)
    }

    /// Places of a row, in lower case, one a line.
    pub(super) fn places(&self, row: &Row) -> &str {
        let [_, _, start, end] = row.words;
        self.words(start, end)
    }

    pub(super) fn figures(&self, row: &Row) -> &[FigureFacts] {
        let (first, count) = row.figures;
        let first = first as usize;
        self.figures
            .get(first..first + usize::from(count))
            .unwrap_or_default()
    }

    pub(super) fn reviewer(&self, row: &Row) -> Option<&str> {
        let index = usize::from(row.reviewer).checked_sub(1)?;
        self.reviewers.get(index).map(|name| &**name)
    }

    fn words(&self, start: u32, end: u32) -> &str {
        self.words.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Who decided last about a claim; empty for nobody.
    #[must_use]
    pub fn decided_by(&self, row: &Row) -> &str {
        self.reviewer(row).unwrap_or_default()
    }

    /// How much memory it takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.article.as_str().len()
            + self.title.len()
            + self.words.len()
            + size_of_val(&*self.rows)
            + size_of_val(&*self.figures)
            + self
                .reviewers
                .iter()
                .map(|name| size_of_val(name) + name.len())
                .sum::<usize>()
    }
}

/// Who decided last about each item, as an index from 1 into `reviewers`.
fn deciders(article: &Article, reviewers: &mut Vec<Box<str>>) -> BTreeMap<ItemId, u16> {
    let mut last = BTreeMap::new();
    for decision in &article.decisions {
        let Change::Item { id, .. } = &decision.change else {
            continue;
        };
        let known = reviewers.iter().position(|name| **name == *decision.by);
        let index = known.unwrap_or_else(|| {
            reviewers.push(decision.by.as_str().into());
            reviewers.len() - 1
        });
        last.insert(*id, u16::try_from(index + 1).unwrap_or(0));
    }
    last
}

struct Gathering<'a> {
    article: &'a Article,
    words: String,
    figures: Vec<FigureFacts>,
}

impl Gathering<'_> {
    fn row(&mut self, item: &Item, claim: &Claim, reviewer: u16) -> Row {
        let start = self.at();
        self.spans(&claim.content);
        let content = self.at();
        if let Some(source) = claim.source {
            self.words.push('\n');
            self.spans(&[source]);
        }
        let source = self.at();
        for figure in claim.figures.iter().filter(|figure| !figure.place.is_empty()) {
            push_lower(&mut self.words, &figure.place);
            self.words.push('\n');
        }
        let first = self.figures.len();
        self.figures
            .extend(claim.figures.iter().map(|figure| FigureFacts {
                value: figure.value,
                measure: figure.measure,
            }));
        Row {
            item: item.id,
            speaker: claim.speaker,
            days: days_of(self.article, claim),
            rating: rating_of(claim),
            worth: claim.check_worthiness,
            status: item.status,
            act: claim.act,
            quote: claim.quote,
            words: [start, content, source, self.at()],
            figures: (
                u32::try_from(first).unwrap_or(u32::MAX),
                u16::try_from(claim.figures.len()).unwrap_or(u16::MAX),
            ),
            reviewer,
        }
    }

    fn at(&self) -> u32 {
        u32::try_from(self.words.len()).unwrap_or(u32::MAX)
    }

    fn spans(&mut self, spans: &[Span]) {
        for (i, span) in spans.iter().enumerate() {
            if i > 0 {
                self.words.push(' ');
            }
            push_lower(&mut self.words, self.article.text.slice(*span));
        }
    }
}

/// Adds `text` in lower case with single spaces, so that a line break in an article does not part two words that a
/// person types with a space.
fn push_lower(into: &mut String, text: &str) {
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if std::mem::take(&mut space) {
            into.push(' ');
        }
        if c.is_ascii() {
            into.push(c.to_ascii_lowercase());
        } else {
            into.extend(c.to_lowercase());
        }
    }
}

/// The days that a claim is about: those of its figures, else the day of its article.
#[must_use]
pub(super) fn days_of(article: &Article, claim: &Claim) -> Option<DateRange> {
    let figures = claim.figures.iter().filter_map(|figure| figure.date);
    let hull = figures.reduce(|a, b| {
        let hull = DateRange::new(a.first().min(b.first()), a.last().max(b.last()));
        hull.unwrap_or(a)
    });
    hull.or_else(|| article.metadata.published.map(DateRange::day))
}
