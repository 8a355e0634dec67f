//! An article made ready: cut into tokens, gone over by the rules, seen as numbers.

use std::ops::Range;

use super::super::super::actors::{Found, grouping::Actors};
use super::super::super::claims::{self, Draft, Marks};
use super::super::super::doc::Doc;
use super::super::super::rules;
use super::super::super::{Input, Options, Stop, Stopped};
use super::super::chain::{self, Label, OUTSIDE};
use super::super::rule_view::{CONTENT, CUE, RuleView, SOURCE};
use super::super::sight::Sight;
use super::super::tagger::Sequence;
use super::gold::{Gold, GoldClaim, GoldTokens};
use super::tokens;

/// An article made ready for the models.
pub struct Prepared<'a> {
    pub(in crate::suggest) doc: Doc<'a>,
    pub(in crate::suggest) found: Vec<Found>,
    pub(in crate::suggest) people: Actors,
    pub(in crate::suggest) marks: Marks,
    /// The rules' claims, beliefs included.
    pub(in crate::suggest) drafts: Vec<Draft>,
    pub(super) sight: Sight,
    pub(super) rules: RuleView,
}

impl<'a> Prepared<'a> {
    /// Goes over the article with the rules.
    ///
    /// # Errors
    /// [`Stopped`] if `stop` was set before the end.
    pub fn new(input: &Input<'a>, stop: &Stop) -> Result<Self, Stopped> {
        let doc = Doc::new(input, stop)?;
        let (found, people) = rules::actors(&doc, input, None, stop)?;
        let marks = Marks::new(&doc, &found);
        let drafts = claims::by_rules(&doc, &marks, Options { beliefs: true }, stop)?;
        let sight = Sight::new(&doc);
        let rules = RuleView::new(&doc, &drafts);
        Ok(Self {
            doc,
            found,
            people,
            marks,
            drafts,
            sight,
            rules,
        })
    }

    /// Number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.doc.len()
    }

    /// Whether there is nothing to look at.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.doc.len() == 0
    }

    /// One sequence per paragraph for step one, with the labels that `gold` asks for.
    #[must_use]
    pub fn token_sequences(&self, gold: &Gold) -> Vec<Sequence> {
        let labels = self.token_labels(&gold.claims);
        self.doc
            .paragraphs
            .iter()
            .filter(|paragraph| self.is_decided(paragraph, gold))
            .map(|paragraph| self.token_sequence(paragraph, &labels))
            .collect()
    }

    /// Whether all claims of a paragraph are known.
    pub(super) fn is_decided(&self, paragraph: &Range<usize>, gold: &Gold) -> bool {
        self.doc
            .span(paragraph.clone())
            .is_some_and(|span| gold.covers(span))
    }

    pub(super) fn token_sequence(&self, paragraph: &Range<usize>, labels: &[Label]) -> Sequence {
        let mut sequence = Sequence::default();
        let mut features = Vec::new();
        for i in paragraph.clone() {
            tokens::features(self, i, paragraph, &mut features);
            let label = labels.get(i).copied().unwrap_or(OUTSIDE);
            sequence.push(&features, self.sight.place(i).edge, label);
        }
        sequence
    }

    fn token_labels(&self, gold: &[GoldClaim]) -> Vec<Label> {
        let mut labels = vec![OUTSIDE; self.doc.len()];
        for claim in gold {
            let Some(claim) = GoldTokens::new(&self.doc, claim) else {
                continue;
            };
            for range in &claim.content {
                put(&mut labels, CONTENT, range);
            }
            if let Some(range) = &claim.source {
                put(&mut labels, SOURCE, range);
            }
            if let Some(range) = &claim.cue {
                put(&mut labels, CUE, range);
            }
        }
        repair(&mut labels);
        labels
    }

    pub(super) fn gold_tokens(&self, gold: &Gold) -> Vec<GoldTokens> {
        gold.claims
            .iter()
            .filter_map(|claim| GoldTokens::new(&self.doc, claim))
            .collect()
    }
}

/// Labels the tokens of a span.
pub(super) fn put(labels: &mut [Label], class: usize, range: &Range<usize>) {
    for (n, label) in labels
        .get_mut(range.clone())
        .unwrap_or_default()
        .iter_mut()
        .enumerate()
    {
        *label = if n == 0 {
            chain::first_of(class)
        } else {
            chain::inside_of(class)
        };
    }
}

/// Where one span was put over another, what is left of the other begins anew.
pub(super) fn repair(labels: &mut [Label]) {
    let mut before = OUTSIDE;
    for label in labels {
        if !chain::follows(before, *label) {
            *label -= 1;
        }
        before = *label;
    }
}
