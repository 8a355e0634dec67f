//! Orphans: items whose words the text of their article has no more.

use std::collections::BTreeMap;

use super::{Article, Body, Change, Decision, Item, ItemId};
use crate::text::Span;

/// An item that lost its place because the text was changed outside the program. It is kept as it was until a person says
/// where it belongs; nothing else counts it among the items.
#[derive(Clone, Debug, PartialEq)]
pub struct Orphan {
    /// The item. Its spans, and those of what was decided about it, count in the text as it was: in the present one they
    /// may lie anywhere or nowhere.
    pub item: Item,
    /// The words that these spans had. Those of the item all stand here; a span of its history that does not has the words
    /// of the present text.
    pub words: BTreeMap<Span, Quote>,
    /// Where the item most likely belongs in the present text. A guess, for a person to confirm.
    pub candidate: Option<Body>,
}

/// Words that spans of an item's history had, where the text has others now or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The words.
    pub words: BTreeMap<Span, Quote>,
    /// How many sides of decisions about the item they are of, counted from the oldest; each decision has two.
    pub sides: usize,
}

/// Words of a text with a little of what stood around them, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The words.
    pub words: String,
    /// What stood before them.
    pub before: String,
    /// What stood after them.
    pub after: String,
}

impl Quote {
    /// How many characters around the words, if they stand at byte `start` of `text`, are those that stood around them.
    #[must_use]
    pub fn likeness(&self, text: &str, start: usize) -> usize {
        let before = text.get(..start).unwrap_or_default();
        let end = start.saturating_add(self.words.len());
        let after = text.get(end..).unwrap_or_default();
        common(before.chars().rev(), self.before.chars().rev()) + common(after.chars(), self.after.chars())
    }

    /// How many characters are known around the words.
    #[must_use]
    pub fn known_around(&self) -> usize {
        self.before.chars().count() + self.after.chars().count()
    }
}

fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

impl Orphan {
    /// The words that the item is recognised by: the name, or the first words of a claim's content.
    #[must_use]
    pub fn shown(&self) -> &str {
        let first = main_span(&self.item.body);
        first
            .and_then(|span| self.words.get(&span))
            .map_or("", |quote| &quote.words)
    }

    /// The parts that the candidate lacks, as the words that they had.
    #[must_use]
    pub fn lacking(&self) -> Vec<&str> {
        let (Some(Body::Claim(new)), Body::Claim(old)) = (&self.candidate, &self.item.body) else {
            return Vec::new();
        };
        let mut lost = Vec::new();
        lost.extend(old.cue.filter(|_| new.cue.is_none()));
        lost.extend(old.source.filter(|_| new.source.is_none()));
        lost.extend(old.via.as_ref().filter(|_| new.via.is_none()).map(|via| via.span));
        // Which of several are gone cannot be read off the new places; then all are named.
        if new.figures.len() < old.figures.len() {
            lost.extend(old.figures.iter().map(|figure| figure.span));
        }
        if new.targets.len() < old.targets.len() {
            lost.extend(old.targets.iter().map(|target| target.span));
        }
        let words = lost.iter().filter_map(|span| self.words.get(span));
        words.map(|quote| quote.words.as_str()).collect()
    }
}

/// The span that an item is recognised by.
#[must_use]
pub fn main_span(body: &Body) -> Option<Span> {
    match body {
        Body::Mention(mention) => Some(mention.span),
        Body::Claim(claim) => claim.content.first().copied().or_else(|| claim.hull()),
    }
}

impl Article {
    /// The words that `span` had for one side of what was decided about an item, counted from the oldest.
    #[must_use]
    pub fn words_then(&self, id: ItemId, side: usize, span: Span) -> &str {
        let past = self.past.get(&id).filter(|past| side < past.sides);
        let lost = past.and_then(|past| past.words.get(&span));
        lost.map_or_else(|| self.text.slice(span), |quote| &quote.words)
    }

    /// Makes an item an orphan, or takes an orphan out. What its words were stays known for what was decided about it.
    pub fn set_orphan(&mut self, id: ItemId, orphan: Option<&Orphan>) {
        if let Some(orphan) = orphan {
            self.orphans.insert(id, orphan.clone());
            self.past.remove(&id);
            return;
        }
        let Some(orphan) = self.orphans.remove(&id) else {
            return;
        };
        let about =
            |decision: &&Decision| matches!(&decision.change, Change::Item { id: of, .. } if *of == id);
        // The decision that lets it go comes next; before that the item had its old words.
        let sides = 2 * self.decisions.iter().filter(about).count() + 1;
        let mut words = orphan.words;
        words.retain(|span, quote| !quote.words.is_empty() && self.text.slice(*span) != quote.words);
        if !words.is_empty() {
            self.past.insert(id, Past { words, sides });
        }
    }
}
