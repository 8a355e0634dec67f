//! A stretch of tokens that is read by itself.

use std::ops::Range;

use super::super::doc::Doc;
use super::super::gazetteer::Tag;
use super::super::lexicon::Class;
use crate::text::TokenKind;

/// Tokens of an article of which nothing outside is seen: a claim's content, or a sentence.
///
/// Indices are those of the article; one that lies outside answers like an empty word, so that looking back and ahead needs
/// no care at the edges.
pub(super) struct Window<'d, 'a> {
    pub doc: &'d Doc<'a>,
    pub range: Range<usize>,
}

impl<'d> Window<'d, '_> {
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
        self.range.contains(&i) && self.doc.is(i, class)
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
