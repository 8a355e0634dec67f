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
