//! The right claims of an article, as people marked them.

use std::ops::Range;

use super::super::super::doc::Doc;
use crate::text::Span;

/// A claim that is known to be right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoldClaim {
    /// What is stated.
    pub content: Vec<Span>,
    /// The words that report.
    pub cue: Option<Span>,
    /// Who states it.
    pub source: Option<Span>,
}

/// The right claims of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gold {
    /// The claims.
    pub claims: Vec<GoldClaim>,
    /// The parts of the article whose claims these are, sorted; elsewhere nobody has decided yet. `None` for the whole.
    pub within: Option<Vec<Span>>,
}

impl Gold {
    /// Claims that are all claims of their article.
    #[must_use]
    pub const fn all(claims: Vec<GoldClaim>) -> Self {
        Self { claims, within: None }
    }

    /// Whether all claims around `span` are known.
    #[must_use]
    pub fn covers(&self, span: Span) -> bool {
        let covers = |parts: &Vec<Span>| parts.iter().any(|part| part.covers(span));
        self.within.as_ref().is_none_or(covers)
    }
}

/// The same in tokens.
#[derive(Clone, Debug, Default)]
pub(super) struct GoldTokens {
    pub content: Vec<Range<usize>>,
    pub cue: Option<Range<usize>>,
    pub source: Option<Range<usize>>,
}

impl GoldTokens {
    /// `None` if nothing of its content lies in a part of the article that is looked at.
    pub(super) fn new(doc: &Doc<'_>, claim: &GoldClaim) -> Option<Self> {
        let tokens = |span: &Span| Some(doc.tokens_in(*span)).filter(|range| !range.is_empty());
        let content: Vec<_> = claim.content.iter().filter_map(tokens).collect();
        (!content.is_empty()).then(|| Self {
            content,
            cue: claim.cue.as_ref().and_then(tokens),
            source: claim.source.as_ref().and_then(tokens),
        })
    }
}
