//! An article made ready for the taggers: what the rules and lists say about each token.

use std::ops::Range;

use super::super::super::actors::{self, Found};
use super::super::super::doc::Doc;
use super::super::super::gazetteer::{Flags, Gazetteer, Tag};
use super::super::super::known::Known;
use super::super::super::lexicon::Class;
use super::super::super::{Input, Stop, Stopped};
use super::super::chain::{self, Label, OUTSIDE};
use super::super::hash::{mix, mix3, of_text};
use super::super::sight::Sight;
use super::super::tagger::Sequence;
use super::document::Votes;
use super::features;
use super::hints::Hints;
use crate::text::{Span, TokenKind};

/// Longest listed name, in tokens.
const LONGEST_NAME: usize = 8;

/// Verbs that a word can end in.
const VERBS: &[&str] = &["'ve", "'re", "'ll", "'d", "'m", "’ve", "’re", "’ll", "’d", "’m"];

/// Spans with the number of their class.
pub type Spans = Vec<(Span, usize)>;

/// An article made ready.
pub struct Ready<'a> {
    pub(super) doc: Doc<'a>,
    pub(super) sight: Sight,
    pub(super) views: Vec<View>,
    /// What taggers that learned elsewhere say about each token, one list per tagger.
    pub(super) hints: Vec<Vec<Label>>,
}

/// What is known about a token beside its word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct View {
    /// The rules' mention that it is in, and where in it.
    pub rule: u32,
    /// Why the rules think so.
    pub reason: u32,
    /// The listed name that it is in, and where in it.
    pub listed: u32,
    /// The last noun of the noun phrase that it is in; itself where it is in none.
    pub head: u32,
    /// First token of that noun phrase.
    pub opening: u32,
}

impl<'a> Ready<'a> {
    /// Goes over the article with the rules and with the taggers of `hints`.
    ///
    /// # Errors
    /// [`Stopped`] if `stop` was set before the end.
    pub fn new(input: &Input<'a>, hints: &Hints, stop: &Stop) -> Result<Self, Stopped> {
        let doc = Doc::new(input, stop)?;
        let (found, _) = actors::find(&doc, &Known::new(input.known), None, stop)?;
        let sight = Sight::new(&doc);
        let views = views(&doc, &found);
        let mut ready = Self {
            doc,
            sight,
            views,
            hints: Vec::new(),
        };
        for pass in &hints.passes {
            let labels = pass.labels(&ready, &ready.sequences(&[], None), stop)?;
            ready.hints.push(labels);
        }
        Ok(ready)
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

    /// Where the paragraphs are, as [`Ready::sequences`] hands them out.
    #[must_use]
    pub fn paragraphs(&self) -> Vec<Option<Span>> {
        self.doc
            .paragraphs
            .iter()
            .map(|p| self.doc.span(p.clone()))
            .collect()
    }

    /// One sequence per paragraph, with the labels that `gold` asks for. `first` is what the first pass made of the article,
    /// for the second pass.
    #[must_use]
    pub fn sequences(&self, gold: &[(Span, usize)], first: Option<&[Label]>) -> Vec<Sequence> {
        let right = self.labels(gold);
        let votes = first.map(|labels| Votes::new(&self.doc, labels));
        let paragraphs = self.doc.paragraphs.iter();
        paragraphs
            .map(|paragraph| self.sequence(paragraph, &right, votes.as_ref()))
            .collect()
    }

    fn sequence(&self, paragraph: &Range<usize>, right: &[Label], votes: Option<&Votes<'_>>) -> Sequence {
        let mut sequence = Sequence::default();
        let mut found = Vec::new();
        for i in paragraph.clone() {
            found.clear();
            features::of_token(self, i, paragraph, &mut found);
            if let Some(votes) = votes {
                votes.features(self, i, paragraph, &mut found);
            }
            let label = right.get(i).copied().unwrap_or(OUTSIDE);
            sequence.push(&found, self.sight.place(i).edge, label);
        }
        sequence
    }

    pub(super) fn view(&self, i: usize) -> View {
        self.views.get(i).copied().unwrap_or_default()
    }

    /// The labels of spans. Where two share a token, the longer one stays.
    fn labels(&self, spans: &[(Span, usize)]) -> Vec<Label> {
        let mut labels = vec![OUTSIDE; self.doc.len()];
        let mut order: Vec<(Range<usize>, usize)> = spans
            .iter()
            .map(|(span, class)| (self.doc.tokens_in(*span), *class))
            .collect();
        order.sort_by_key(|(tokens, _)| (std::cmp::Reverse(tokens.len()), tokens.start));
        for (tokens, class) in order {
            let Some(slots) = labels.get_mut(tokens) else {
                continue;
            };
            if slots.iter().any(|label| *label != OUTSIDE) {
                continue;
            }
            for (n, slot) in slots.iter_mut().enumerate() {
                *slot = if n == 0 {
                    chain::first_of(class)
                } else {
                    chain::inside_of(class)
                };
            }
        }
        labels
    }

    /// The spans of labels.
    #[must_use]
    pub fn spans(&self, labels: &[Label]) -> Spans {
        chain::spans(labels)
            .into_iter()
            .filter_map(|(class, tokens)| Some((self.without_verb(self.doc.span(tokens)?), class)))
            .collect()
    }

    /// The span without the verb that its last word ends in: "they" of "they've".
    fn without_verb(&self, span: Span) -> Span {
        let words = self.doc.text.slice(span);
        let without = VERBS.iter().find_map(|verb| words.strip_suffix(verb));
        without
            .and_then(|without| Span::new(span.start(), span.start() + without.len()))
            .unwrap_or(span)
    }
}

fn views(doc: &Doc<'_>, found: &[Found]) -> Vec<View> {
    let mut views = vec![View::default(); doc.len()];
    for mention in found {
        let kind = mix3(1, mention.kind as u32, mention.form as u32);
        let reason = of_text(mention.reason);
        each(&mut views, mention.tokens.clone(), |view, at| {
            view.rule = mix(kind, at);
            view.reason = mix(reason, at);
        });
    }
    for sentence in &doc.sentences {
        let mut i = sentence.tokens.start;
        while i < sentence.tokens.end {
            let end = sentence.tokens.end.min(i + LONGEST_NAME);
            let keys = (i..end).map(|j| &*doc.word(j).key);
            let capital = doc.capital(i);
            let listed =
                Gazetteer::embedded().longest(keys, |_, value| capital || value.flags.has(Flags::LOWER));
            if let Some((count, value)) = listed.filter(|_| !doc.word(i).key.is_empty()) {
                let kind = mix3(2, value.kind as u32, u32::from(value.flags.has(Flags::LISTED)));
                each(&mut views, i..i + count, |view, at| view.listed = mix(kind, at));
                i += count;
            } else {
                i += 1;
            }
        }
    }
    phrases(doc, &mut views);
    views
}

/// Calls `write` with each token of a span and where it stands in it: first, later, last.
fn each(views: &mut [View], tokens: Range<usize>, mut write: impl FnMut(&mut View, u32)) {
    let last = tokens.len().saturating_sub(1);
    let slots = views.get_mut(tokens).unwrap_or_default();
    for (n, view) in slots.iter_mut().enumerate() {
        write(view, u32::from(n > 0) + 2 * u32::from(n == last));
    }
}

/// Finds the noun phrases by the words alone: their heads and where they begin.
fn phrases(doc: &Doc<'_>, views: &mut [View]) {
    let is_noun = |i: usize| {
        let word = doc.word(i);
        word.capital && !doc.is_function_word(i)
            || doc.mostly(i, Tag::Noun)
            || doc.mostly(i, Tag::Name)
            || !word.tags.is_known() && doc.kind(i) == Some(TokenKind::Word)
    };
    let opens = |i: usize| doc.is(i, Class::DETERMINER) || doc.mostly(i, Tag::Determiner);
    let belongs = |i: usize| {
        is_noun(i)
            || opens(i)
            || [Tag::Adjective, Tag::Number, Tag::Gerund, Tag::Participle]
                .iter()
                .any(|tag| doc.mostly(i, *tag))
            || doc.kind(i) == Some(TokenKind::Number)
    };
    for sentence in &doc.sentences {
        let mut head: Option<usize> = None;
        for i in sentence.tokens.clone().rev() {
            if !belongs(i) {
                head = None;
            } else if head.is_none() && is_noun(i) {
                head = Some(i);
            }
            if let Some(view) = views.get_mut(i) {
                view.head = head.unwrap_or(i) as u32;
            }
            if opens(i) {
                head = None;
            }
        }
        let mut opening = sentence.tokens.start;
        for i in sentence.tokens.clone() {
            if !belongs(i) || opens(i) || i > 0 && !belongs(i - 1) {
                opening = i;
            }
            if let Some(view) = views.get_mut(i) {
                view.opening = opening as u32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ArticleText;

    fn with_ready(text: &str, check: impl FnOnce(&ArticleText, &Ready<'_>)) {
        let text = ArticleText::new(text);
        let input = Input::of(&text);
        check(
            &text,
            &Ready::new(&input, &Hints::default(), &Stop::default()).unwrap(),
        );
    }

    #[test]
    fn spans_become_labels_and_come_back() {
        with_ready("They've met the mayor of Aven.\nAven is old.", |text, ready| {
            let span = |words: &str| {
                let start = text.as_str().find(words).unwrap();
                Span::new(start, start + words.len()).unwrap()
            };
            let gold = [
                (span("They"), 0),
                (span("the mayor of Aven"), 0),
                (span("Aven"), 1),
            ];
            let labels = ready.labels(&gold);
            // The longer of two that share a token, and no verb.
            assert_eq!(
                ready.spans(&labels),
                [(span("They"), 0), (span("the mayor of Aven"), 0)]
            );
            assert_eq!(ready.sequences(&gold, None).len(), 2);
            assert_eq!(ready.paragraphs().len(), 2);
        });
    }

    #[test]
    fn heads_and_openings_of_phrases() {
        with_ready("The old Velmoran security forces left the city.", |_, ready| {
            let of = |i: usize| {
                (
                    ready.doc.text_of(ready.view(i).head as usize),
                    ready.doc.text_of(ready.view(i).opening as usize),
                )
            };
            assert_eq!(of(0), ("forces", "The"));
            assert_eq!(of(2), ("forces", "The"));
            assert_eq!(of(7), ("city", "the"));
        });
    }
}
