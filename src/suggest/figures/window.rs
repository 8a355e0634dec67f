//! A stretch of tokens that is read by itself.

use std::ops::Range;

use super::super::doc::Doc;
use super::super::gazetteer::Tag;
use super::super::lexicon::Class;
use super::harm_words::{self, Told};
use crate::text::TokenKind;

/// Tokens of an article of which nothing outside is seen: a claim's content, or a sentence.
///
/// Indices are those of the article; one that lies outside answers like an empty word, so that looking back and ahead needs
/// no care at the edges.
pub(super) struct Window<'d, 'a> {
    pub doc: &'d Doc<'a>,
    pub range: Range<usize>,
    /// What words of harm say that are no class of the lexicon, by token.
    harms: Vec<(usize, Told)>,
}

impl<'d, 'a> Window<'d, 'a> {
    pub(super) fn new(doc: &'d Doc<'a>, range: Range<usize>) -> Self {
        let bare = Self {
            doc,
            range,
            harms: Vec::new(),
        };
        let told = |i: usize| {
            let closes = |back: usize| bare.is_stop(i + back);
            Some((i, harm_words::told(|behind| bare.lower(i + behind), closes)?))
        };
        let harms = bare
            .range
            .clone()
            .filter(|i| bare.is_word(*i))
            .filter_map(told)
            .collect();
        Self { harms, ..bare }
    }

    fn told(&self, i: usize) -> Option<Told> {
        let at = self.harms.binary_search_by_key(&i, |told| told.0).ok()?;
        self.harms.get(at).map(|told| told.1)
    }

    /// The last word of what the verb at `i` is: "down" of "gunned down".
    pub(super) fn end_of_verb(&self, i: usize) -> usize {
        i + self.told(i).map_or(0, |told| told.behind)
    }

    /// Whether the word at `i` says what happened only with others, or is in no class of the lexicon: "rounded up".
    pub(super) fn is_idiom(&self, i: usize) -> bool {
        self.told(i).is_some()
    }

    /// Whether the word at `i` says of those before it how they are: "in custody".
    pub(super) fn is_state(&self, i: usize) -> bool {
        self.told(i).is_some_and(|told| told.state)
    }

    /// The classes of the word at `i`, those of idioms included.
    pub(super) fn class(&self, i: usize) -> Class {
        if !self.range.contains(&i) {
            return Class::NONE;
        }
        let class = self.doc.class(i);
        // "lost overboard": the idiom says what the word alone does not.
        self.told(i).map_or(class, |told| {
            class.without(Class::MEASURE.or(Class::IF_PEOPLE)).or(told.class)
        })
    }

    /// The index `back` before `i`, or one that lies outside.
    pub(super) fn before(&self, i: usize, back: usize) -> usize {
        i.checked_sub(back)
            .filter(|b| *b >= self.range.start)
            .unwrap_or(usize::MAX)
    }

    /// The word at `i` in lower case.
    pub(super) fn lower(&self, i: usize) -> &'d str {
        if self.range.contains(&i) {
            self.doc.lower(i)
        } else {
            ""
        }
    }

    pub(super) fn is(&self, i: usize, class: Class) -> bool {
        self.class(i).any(class)
    }

    pub(super) fn capital(&self, i: usize) -> bool {
        self.range.contains(&i) && self.doc.capital(i)
    }

    pub(super) fn can_be(&self, i: usize, tag: Tag) -> bool {
        self.range.contains(&i) && self.doc.can_be(i, tag)
    }

    pub(super) fn mostly(&self, i: usize, tag: Tag) -> bool {
        self.range.contains(&i) && self.doc.mostly(i, tag)
    }

    pub(super) fn is_word(&self, i: usize) -> bool {
        self.range.contains(&i) && self.doc.kind(i) == Some(TokenKind::Word)
    }

    pub(super) fn is_digits(&self, i: usize) -> bool {
        self.range.contains(&i) && self.doc.kind(i) == Some(TokenKind::Number)
    }

    /// A token that ends a statement: full stop, semicolon, colon, question and exclamation mark.
    pub(super) fn is_stop(&self, i: usize) -> bool {
        !self.range.contains(&i)
            || (self.doc.kind(i) == Some(TokenKind::Punctuation)
                && self
                    .doc
                    .text_of(i)
                    .starts_with(['.', ';', ':', '!', '?', '•', '|']))
    }

    /// A weekday or month written as a name.
    pub(super) fn is_calendar(&self, i: usize) -> bool {
        self.capital(i) && self.is(i, Class::DAY.or(Class::MONTH))
    }

    /// A person or what a number of persons is called.
    pub(super) fn is_people(&self, i: usize) -> bool {
        self.is(i, Class::PEOPLE.or(Class::COUNTED_PERSON))
    }

    /// A finite verb other than auxiliaries, as far as the word tells.
    pub(super) fn is_full_verb(&self, i: usize) -> bool {
        self.is_word(i)
            && !self.is(i, Class::BE.or(Class::AUX).or(Class::MODAL))
            && !self.capital(i)
            && (self.doc.is_finite(i) || self.doc.is_finite_here(i))
    }
}
