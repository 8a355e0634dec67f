//! What the first pass made of an article, as the second one sees it.

use std::ops::Range;

use super::super::super::doc::Doc;
use super::super::chain::{self, Label};
use super::super::hash::{Feature, mix, mix3};
use super::ready::Ready;

/// Most classes, and one for "outside".
const CLASSES: usize = 11;

/// How often each word of an article got each class.
pub(super) struct Votes<'l> {
    labels: &'l [Label],
    by_word: Vec<[u16; CLASSES]>,
}

fn class(label: Label) -> usize {
    chain::class_of(label)
        .map_or(0, |class| class + 1)
        .min(CLASSES - 1)
}

impl<'l> Votes<'l> {
    pub(super) fn new(doc: &Doc<'_>, labels: &'l [Label]) -> Self {
        let mut by_word = vec![[0_u16; CLASSES]; doc.words().len()];
        for (i, label) in labels.iter().enumerate() {
            if let Some(votes) = by_word.get_mut(doc.word_number(i))
                && let Some(count) = votes.get_mut(class(*label))
            {
                *count = count.saturating_add(1);
            }
        }
        Self { labels, by_word }
    }

    /// The class that the other places of token `i`'s word have most often, and how clearly.
    fn elsewhere(&self, ready: &Ready<'_>, i: usize) -> u32 {
        let Some(mut votes) = self.by_word.get(ready.doc.word_number(i)).copied() else {
            return 0;
        };
        let own = self.labels.get(i).map_or(0, |label| class(*label));
        if let Some(count) = votes.get_mut(own) {
            *count = count.saturating_sub(1);
        }
        let all: u32 = votes.iter().map(|count| u32::from(*count)).sum();
        let best = votes
            .iter()
            .enumerate()
            .max_by_key(|(class, count)| (**count, std::cmp::Reverse(*class)));
        let Some((class, count)) = best.filter(|_| all > 0) else {
            return 1;
        };
        let sure = u32::from(u32::from(*count) * 4 > all * 3) + u32::from(all > 2);
        mix3(2, class as u32, sure)
    }

    pub(super) fn features(
        &self,
        ready: &Ready<'_>,
        i: usize,
        within: &Range<usize>,
        out: &mut Vec<Feature>,
    ) {
        let own = self.labels.get(i).map_or(99, |label| u32::from(*label));
        let here = ready.sight.word(i);
        let mut put = |template: u32, value: u32| out.push(mix(template, value));
        let elsewhere = self.elsewhere(ready, i);
        put(205, elsewhere);
        put(206, mix(elsewhere, here.most));
        put(207, mix(elsewhere, own));
        let head = ready.view(i).head as usize;
        let of_head = self.elsewhere(ready, head);
        put(208, mix(of_head, (head - i.min(head)).min(4) as u32));
        put(209, mix(of_head, own));
        if let Some(j) = i.checked_add(1).filter(|j| within.contains(j)) {
            put(210, mix(elsewhere, self.elsewhere(ready, j)));
        }
        if let Some(j) = i.checked_sub(1).filter(|j| within.contains(j)) {
            put(211, mix(self.elsewhere(ready, j), elsewhere));
        }
    }
}
