//! Picking a source, a target or whom a claim came through: the nearest mentions get a letter, a key takes one.

use crate::annotation::{ActorId, Article, Item, Status};
use crate::text::Span;

/// What is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Who says it.
    Source,
    /// Whom it came through, second hand.
    Via,
    /// Whom it is about.
    Target,
}

/// A pick under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// What is picked.
    pub purpose: Purpose,
    choices: Vec<Choice>,
}

/// What can be picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The words.
    pub span: Span,
    /// The actor behind them.
    pub actor: Option<ActorId>,
}

impl Pick {
    /// Letters for the mentions nearest to `claim`; `None` if there are no mentions.
    pub fn new(article: &Article, claim: &Item, purpose: Purpose) -> Option<Self> {
        let home = claim.body.hull()?;
        let mut choices: Vec<Choice> = article
            .items
            .values()
            .filter(|item| item.status != Status::Rejected)
            .filter_map(|item| item.body.as_mention())
            .map(|mention| Choice {
                span: mention.span,
                actor: mention.actor,
            })
            .collect();
        let distance = |span: Span| {
            span.start()
                .abs_diff(home.start())
                .min(span.start().abs_diff(home.end()))
        };
        choices.sort_by_key(|choice| (distance(choice.span), choice.span));
        choices.dedup_by_key(|choice| choice.span);
        choices.truncate(26);
        (!choices.is_empty()).then_some(Self { purpose, choices })
    }

    /// What `letter` stands for.
    pub fn choice(&self, letter: char) -> Option<Choice> {
        let index = u32::from(letter.to_ascii_lowercase()).checked_sub(u32::from('a'))?;
        self.choices.get(usize::try_from(index).ok()?).copied()
    }

    /// What stands at byte `offset`, for picking with the mouse.
    pub fn at(&self, offset: usize) -> Option<Choice> {
        self.choices
            .iter()
            .copied()
            .find(|choice| choice.span.contains(offset))
    }

    /// The letters of the choices that begin in `span`.
    pub fn in_span(&self, span: Span) -> impl Iterator<Item = (char, Span)> {
        let letters = 'a'..='z';
        letters
            .zip(&self.choices)
            .filter(move |(_, c)| span.contains(c.span.start()))
            .map(|(l, c)| (l, c.span))
    }
}
