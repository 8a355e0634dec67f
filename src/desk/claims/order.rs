//! In which order to show claims.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::annotation::{ActorId, Project, RatingId};

use super::block::{Block, Row};
use super::column::Column;

/// By what claims are sorted. Claims that are alike in it stay in the order of the articles and of the text, in both
/// directions; those that have nothing there come last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By this.
    pub column: Column,
    /// The largest first.
    pub descending: bool,
}

/// What a project has to sort by: the names of its actors, its scale of ratings.
#[derive(Clone, Debug, Default)]
pub struct Names {
    actors: Vec<(String, ActorId)>,
    ratings: Vec<RatingId>,
}

impl Names {
    /// Of a whole project, if `sort` needs them.
    #[must_use]
    pub fn of(project: &Project, sort: Option<Sort>) -> Self {
        let wanted = sort.is_some_and(|sort| sort.column == Column::Actor);
        let actors = project.actors.values().filter(|_| wanted);
        let ratings = project.scheme.ratings.iter();
        Self {
            actors: actors.map(|actor| (actor.name.clone(), actor.id)).collect(),
            ratings: ratings.map(|label| label.id.clone()).collect(),
        }
    }

    fn ranks(self) -> BTreeMap<ActorId, u128> {
        let mut names: Vec<(String, ActorId)> = self.actors;
        for (name, _) in &mut names {
            *name = name.to_lowercase();
        }
        names.par_sort_unstable();
        names
            .into_iter()
            .zip(0..)
            .map(|((_, id), rank)| (id, rank))
            .collect()
    }
}

/// Comes after every key.
const NOTHING: u128 = u128::MAX;

/// Makes keys for sorting: claims with smaller keys come first.
pub(super) struct Keys<'a> {
    sort: Sort,
    actors: BTreeMap<ActorId, u128>,
    ratings: Vec<RatingId>,
    reviewers: BTreeMap<&'a str, u128>,
    titles: Vec<u128>,
}

impl<'a> Keys<'a> {
    pub fn new(blocks: &'a [Arc<Block>], sort: Sort, names: Names) -> Self {
        let reviewers = match sort.column {
            Column::Reviewer => blocks
                .iter()
                .flat_map(|block| block.reviewers.iter().map(|name| &**name))
                .collect(),
            _ => BTreeSet::new(),
        };
        let titles = match sort.column {
            Column::Article => title_ranks(blocks),
            _ => Vec::new(),
        };
        Self {
            sort,
            ratings: names.ratings.clone(),
            actors: names.ranks(),
            reviewers: reviewers.into_iter().zip(0..).collect(),
            titles,
        }
    }

    /// The key of a row of the block with this index.
    pub fn key(&self, index: usize, block: &Block, row: &Row) -> u128 {
        let key = match self.sort.column {
            Column::Article => self.titles.get(index).copied(),
            Column::Actor => row.speaker.and_then(|id| self.actors.get(&id).copied()),
            Column::Content => Some(start_of(bare(block.content(row)))),
            Column::Act => Some(row.act as u128),
            Column::Quote => Some(row.quote as u128),
            Column::Figures => block.figures(row).first().map(|figure| {
                let value = u128::from(figure.value.max(0.0).to_bits());
                (value << 8) | figure.measure as u128
            }),
            Column::Place => Some(block.places(row))
                .filter(|place| !place.is_empty())
                .map(start_of),
            Column::Date => row
                .days
                .map(|days| (number(days.first()) << 32) | number(days.last())),
            Column::Status => Some(row.status as u128),
            // What the scale lacks comes after it.
            Column::Verdict => row.rating.as_ref().map(|rating| {
                let place = self.ratings.iter().position(|known| known == rating);
                place.unwrap_or(self.ratings.len()) as u128
            }),
            // Of floats that are not negative the bits are in order.
            Column::Worth => Some(u128::from(row.worth.max(0.0).to_bits())),
            Column::Reviewer => block
                .reviewer(row)
                .and_then(|name| self.reviewers.get(name).copied()),
        };
        match key {
            None => NOTHING,
            Some(key) if self.sort.descending => NOTHING - 1 - key.min(NOTHING - 1),
            Some(key) => key.min(NOTHING - 1),
        }
    }

    /// What a key has no room for: the rest of the text that is sorted by.
    pub fn rest(&self, block: &'a Block, row: &Row) -> &'a [u8] {
        let text = match self.sort.column {
            Column::Content => bare(block.content(row)),
            Column::Place => block.places(row),
            _ => return &[],
        };
        text.as_bytes().get(IN_KEY..).unwrap_or_default()
    }

    /// Whether a key may have no room for all of what is sorted by.
    pub const fn has_rest(&self) -> bool {
        matches!(self.sort.column, Column::Content | Column::Place)
    }

    /// Compares two claims by key and rest, then by number.
    pub fn compare(&self, a: &Sorted<'_>, b: &Sorted<'_>) -> Ordering {
        let rest = || {
            let rest = a.1.cmp(b.1);
            if self.sort.descending {
                rest.reverse()
            } else {
                rest
            }
        };
        a.0.cmp(&b.0).then_with(rest).then_with(|| a.2.cmp(&b.2))
    }
}

/// The numbers of claims by their keys; claims with one key stay as they come. Claims share few keys (acts, days, actors), so
/// that dealing them out is an order of magnitude quicker than comparing them.
pub(super) fn dealt(found: &[(u128, u32)]) -> Vec<u32> {
    let mut piles: HashMap<u128, Vec<u32>> = HashMap::new();
    for (key, number) in found {
        piles.entry(*key).or_default().push(*number);
    }
    let mut piles: Vec<(u128, Vec<u32>)> = piles.into_iter().collect();
    piles.par_sort_unstable_by_key(|(key, _)| *key);
    piles.into_iter().flat_map(|(_, numbers)| numbers).collect()
}

/// A claim that is being sorted: its key, the rest of its text, its number.
pub(super) type Sorted<'a> = (u128, &'a [u8], u32);

/// How many bytes of a text are in its key.
const IN_KEY: usize = 16;

/// Without the quotation marks that it begins with.
fn bare(words: &str) -> &str {
    words.trim_start_matches(['"', '“', '”', '„', '«', '\'', '‘', '’', ' '])
}

/// The first bytes of `text` as a number, so that most comparisons need not look at the text.
fn start_of(text: &str) -> u128 {
    let bytes = text.bytes().chain(std::iter::repeat(0)).take(IN_KEY);
    bytes.fold(0, |key, byte| (key << 8) | u128::from(byte))
}

/// A number that grows with the day.
fn number(day: Date) -> u128 {
    let year = u128::from((i32::from(day.year()) + 10_000).unsigned_abs());
    year * 400 + u128::from(day.day_of_year().unsigned_abs())
}

/// Where each block's title stands among all titles; the same for blocks of one title.
fn title_ranks(blocks: &[Arc<Block>]) -> Vec<u128> {
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    let title = |index: &usize| blocks.get(*index).map_or("", |block| &*block.title);
    order.par_sort_by(|a, b| title(a).cmp(title(b)));
    let mut ranks = vec![0; blocks.len()];
    let (mut rank, mut before) = (0, None);
    for index in order {
        if before.replace(title(&index)) != Some(title(&index)) {
            rank += 1;
        }
        if let Some(slot) = ranks.get_mut(index) {
            *slot = rank;
        }
    }
    ranks
}
