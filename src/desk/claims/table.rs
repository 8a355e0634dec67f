//! All claims of a project.

use std::cmp::Ordering;
use std::sync::Arc;

use rayon::prelude::*;

use crate::annotation::{Article, ArticleId, ItemId};

use super::block::{Block, Row};
use super::filter::{Filter, Sieve};
use super::order::{Keys, Names, Sort, Sorted, dealt};

/// The claims of every article, numbered from 0 in the order in which the articles came in and of their texts.
#[derive(Debug, Default)]
pub struct Table {
    blocks: Vec<Arc<Block>>,
    /// Number of the first claim of each block, and how many there are in all.
    starts: Vec<u32>,
}

/// The claims of a block that pass, each with its number.
fn passing<'a>(
    sieve: &'a Sieve<'_>,
    block: &'a Block,
    start: u32,
) -> impl Iterator<Item = (&'a Row, u32)> + 'a {
    let numbered = block.rows.iter().zip(start..);
    numbered.filter(move |(row, _)| sieve.lets_pass(block, row))
}

/// A claim of a table.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// What is known of its article.
    pub block: &'a Block,
    /// What is known of it.
    pub row: &'a Row,
}

impl Table {
    /// Goes over `articles`; what `before` knows of those that are as they were is taken over.
    #[must_use]
    pub fn of(before: Option<&Self>, articles: &[Arc<Article>]) -> Self {
        let mut articles: Vec<&Arc<Article>> = articles.iter().collect();
        articles.par_sort_unstable_by(|a, b| (a.added, &a.id).cmp(&(b.added, &b.id)));
        let mut known = before
            .map(|before| before.blocks.as_slice())
            .unwrap_or_default()
            .iter()
            .peekable();
        let known: Vec<Option<&Arc<Block>>> = articles
            .iter()
            .map(|article| {
                let order =
                    |block: &&Arc<Block>| (block.added, &block.article).cmp(&(article.added, &article.id));
                while known.next_if(|block| order(block) == Ordering::Less).is_some() {}
                known.next_if(|block| order(block) == Ordering::Equal)
            })
            .collect();
        let blocks: Vec<Arc<Block>> = articles
            .into_par_iter()
            .zip(known)
            .map(
                |(article, known)| match known.filter(|known| known.is_of(article)) {
                    Some(known) => Arc::clone(known),
                    None => Arc::new(Block::of(article)),
                },
            )
            .collect();
        let mut starts = Vec::with_capacity(blocks.len() + 1);
        let mut count: u32 = 0;
        for block in &blocks {
            starts.push(count);
            count = count.saturating_add(u32::try_from(block.rows.len()).unwrap_or(u32::MAX));
        }
        starts.push(count);
        Self { blocks, starts }
    }

    /// Number of claims.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.last().map_or(0, |count| *count as usize)
    }

    /// Whether there is no claim.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is known of each article, in the order in which they came in.
    #[must_use]
    pub fn blocks(&self) -> &[Arc<Block>] {
        &self.blocks
    }

    /// How much memory it takes, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let blocks: usize = self.blocks.iter().map(|block| block.bytes()).sum();
        blocks + size_of_val(&*self.blocks) + size_of_val(&*self.starts)
    }

    /// A claim by its number.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<Place<'_>> {
        let index = self
            .starts
            .partition_point(|start| *start <= number)
            .checked_sub(1)?;
        let (block, start) = (self.blocks.get(index)?, self.starts.get(index)?);
        let row = block.rows.get((number - start) as usize)?;
        Some(Place { block, row })
    }

    /// The number of a claim.
    #[must_use]
    pub fn find(&self, article: &ArticleId, item: ItemId) -> Option<u32> {
        let index = self.blocks.iter().position(|block| block.article == *article)?;
        let row = self
            .blocks
            .get(index)?
            .rows
            .iter()
            .position(|row| row.item == item)?;
        Some(self.starts.get(index)? + u32::try_from(row).ok()?)
    }

    /// The numbers of the claims that `filter` lets pass, sorted; without `sort` as they stand in the articles.
    #[must_use]
    pub fn select(&self, filter: &Filter, sort: Option<Sort>, names: Names) -> Vec<u32> {
        let sieve = Sieve::new(filter);
        let blocks = || {
            let blocks = self.blocks.par_iter().zip(&self.starts).enumerate();
            blocks.filter(|(_, (block, _))| sieve.takes_article(block))
        };
        let Some(sort) = sort else {
            return blocks()
                .flat_map_iter(|(_, (block, start))| passing(&sieve, block, *start).map(|(_, number)| number))
                .collect();
        };
        let keys = Keys::new(&self.blocks, sort, names);
        if !keys.has_rest() {
            let found: Vec<(u128, u32)> = blocks()
                .flat_map_iter(|(index, (block, start))| {
                    let keys = &keys;
                    passing(&sieve, block, *start)
                        .map(move |(row, number)| (keys.key(index, block, row), number))
                })
                .collect();
            return dealt(&found);
        }
        let mut found: Vec<Sorted<'_>> = blocks()
            .flat_map_iter(|(index, (block, start))| {
                let keys = &keys;
                passing(&sieve, block, *start)
                    .map(move |(row, number)| (keys.key(index, block, row), keys.rest(block, row), number))
            })
            .collect();
        found.par_sort_unstable_by(|a, b| keys.compare(a, b));
        found.into_iter().map(|(_, _, number)| number).collect()
    }

    /// What was noted of each claim of `before`, for the claims of this table; a claim that is new has nothing noted.
    #[must_use]
    pub fn carry<T: Copy + Default>(&self, before: &Self, noted: &[T]) -> Vec<T> {
        let mut carried = vec![T::default(); self.len()];
        let mut old = before.blocks.iter().zip(&before.starts).peekable();
        for (block, start) in self.blocks.iter().zip(&self.starts) {
            let order = |(known, _): &(&Arc<Block>, &u32)| {
                (known.added, &known.article).cmp(&(block.added, &block.article))
            };
            while old.next_if(|known| order(known) == Ordering::Less).is_some() {}
            let Some((known, from)) = old.next_if(|known| order(known) == Ordering::Equal) else {
                continue;
            };
            let same = Arc::ptr_eq(known, block);
            for (i, row) in block.rows.iter().enumerate() {
                let was = if same {
                    Some(i)
                } else {
                    known.rows.iter().position(|known| known.item == row.item)
                };
                let value = was.and_then(|was| noted.get(*from as usize + was));
                if let (Some(value), Some(slot)) = (value, carried.get_mut(*start as usize + i)) {
                    *slot = *value;
                }
            }
        }
        carried
    }
}
