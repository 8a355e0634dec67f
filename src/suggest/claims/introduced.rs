//! Whom the article has introduced by a noun: "Norvan, an airline" is "the airline", "her brother, Omar Toll" is "her brother",
//! and "the baker" is who keeps the bakery of the sentence before.

use std::ops::Range;

use super::super::actors::{Found, Kind, introductions};
use super::super::gazetteer::Tag;
use super::super::gender::{self, Gender};
use super::super::lexicon::Class;
use super::reference::{BODIES, REACH, References, Spoken, Wanted};
use crate::annotation::Form;
use crate::text::TokenKind;

/// How many tokens back another one of a trade is looked for, before "the baker" is the person talked about.
const OTHERS: usize = 400;

/// Longest noun phrase before a name, in tokens.
const LONGEST_PHRASE: usize = 10;

impl References<'_, '_> {
    /// "The office", "her brother": only who was introduced so. "The baker" is also whom the article has just been about,
    /// unless it speaks of another baker.
    pub(super) fn as_introduced(&self, source: &Range<usize>, head: usize, spoken: Spoken) -> Option<usize> {
        let noun = self.doc.lower(head);
        let kind = introductions::kind_of(self.doc, head);
        let kinds: &[Kind] = match kind {
            Some(Kind::Person) => &[Kind::Person],
            Some(Kind::Place) => return None,
            Some(_) => BODIES,
            None if matches!(noun, "office" | "bureau" | "body") => BODIES,
            None if self.doc.is(head, Class::FAMILY) => &[Kind::Person],
            None => return None,
        };
        let wanted = Wanted {
            kinds,
            gender: gender::of_noun(noun),
            noun: Some(noun),
            strict: true,
            least: None,
        };
        self.heaviest(source, &wanted, spoken).or_else(|| {
            let the = self.doc.lower(source.start) == "the" && kind == Some(Kind::Person);
            self.talked_about(source, noun, wanted.gender).filter(|_| the)
        })
    }

    /// The person with a name whom the sentence before is about, in this paragraph or in the one that ends before it.
    pub(super) fn talked_about(&self, source: &Range<usize>, noun: &str, gender: Gender) -> Option<usize> {
        let mut near = source.start.saturating_sub(OTHERS)..source.start;
        if near.any(|i| self.doc.lower(i) == noun) {
            return None;
        }
        let end = self.found.partition_point(|f| f.tokens.end <= source.start);
        let here = self.doc.sentence_of(source.start);
        let near = (end.saturating_sub(REACH)..end).rev().map_while(|index| {
            let place = self.places.get(index)?;
            (place.sentence + 2 >= here).then_some((self.found.get(index)?, place))
        });
        let subject = near
            .filter(|(f, place)| {
                let opens = f
                    .tokens
                    .start
                    .checked_sub(1)
                    .is_none_or(|b| self.doc.is_mark(b, &[".", "!", "?"]));
                let whose = self.doc.is_mark(f.tokens.end, &[","]) && !place.aside;
                f.kind == Kind::Person && f.form == Form::Named && (place.subject || opens || whose)
            })
            .find(|(f, _)| !self.doc.is_quoted(f.tokens.start))?;
        let actor = subject.0.actor?;
        let known = self.genders.get(actor).copied().unwrap_or_default();
        (gender == Gender::Unknown || known == Gender::Unknown || known == gender).then_some(actor)
    }

    /// Whether the noun is part of the mention's name, its title, or its apposition: "Prime Minister Toll", "Toll, the
    /// minister", "Aven Council", "Norvan Airlines" for "the airline".
    pub(super) fn bears(&self, mention: &Found, noun: &str) -> bool {
        let is = |i: usize| {
            let word = self.doc.lower(i);
            word == noun || (noun.len() > 4 && word.strip_suffix('s') == Some(noun))
        };
        let start = mention.tokens.start;
        if mention.tokens.clone().any(is) {
            return true;
        }
        let title = (start.saturating_sub(5)..start)
            .rev()
            .take_while(|i| {
                self.doc.kind(*i) == Some(TokenKind::Word) && !self.doc.is_finite(*i)
                    || self.doc.kind(*i) == Some(TokenKind::Possessive)
            })
            .any(is);
        if self.comes_before(mention, noun) {
            return true;
        }
        let next = mention.tokens.end;
        let apposition = self.doc.is_mark(next, &[",", "("]) || self.doc.is_dash(next);
        title
            || apposition
                && (next + 1..next + 9)
                    .take_while(|i| !self.doc.is_mark(*i, &[",", ".", ";", ")"]) && !self.doc.is_finite(*i))
                    .any(is)
    }

    /// "The mayor of Aven, Ada Toll, said", "Her brother, Omar Toll,": the noun phrase before the comma is hers.
    fn comes_before(&self, mention: &Found, noun: &str) -> bool {
        let doc = self.doc;
        let mut start = mention.tokens.start;
        while start > 0
            && (doc.is_title_stop(start - 1) || doc.is(start - 1, Class::TITLE) && doc.capital(start - 1))
        {
            start -= 1;
        }
        let Some(comma) = start.checked_sub(1).filter(|b| doc.is_mark(*b, &[","])) else {
            return false;
        };
        let word = |i: &usize| {
            matches!(doc.kind(*i), Some(TokenKind::Word | TokenKind::Possessive)) && !doc.is_finite(*i)
        };
        let phrase = (comma.saturating_sub(LONGEST_PHRASE)..comma)
            .rev()
            .take_while(word);
        let Some(first) = phrase.last() else { return false };
        let article = (first..comma).find(|i| doc.is(*i, Class::ARTICLE));
        let whole = article.is_some_and(|article| {
            let opening = article
                .checked_sub(1)
                .is_none_or(|b| doc.kind(b) == Some(TokenKind::Punctuation));
            let head = (article..comma)
                .take_while(|i| !doc.mostly(*i, Tag::Preposition))
                .last();
            opening && head.is_some_and(|head| doc.lower(head) == noun)
        });
        whole && (doc.is_mark(mention.tokens.end, &[",", "."]) || doc.is_finite_here(mention.tokens.end))
    }
}
