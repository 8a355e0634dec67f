//! Who speaks: from the source phrase, or from what was said before where that is a pronoun or nothing.

use std::ops::Range;

use super::super::actors::{Found, Kind, grouping::Actors};
use super::super::doc::Doc;
use super::Marks;
use super::reference::{References, Spoken};
use crate::text::TokenKind;

/// The actors in the order in which they speak and are named.
pub(super) struct Speakers<'a, 'd> {
    doc: &'a Doc<'d>,
    found: &'a [Found],
    actors: &'a Actors,
    marks: &'a Marks,
    references: References<'a, 'd>,
    spoken: Spoken,
}

impl<'a, 'd> Speakers<'a, 'd> {
    pub(super) fn new(doc: &'a Doc<'d>, found: &'a [Found], actors: &'a Actors, marks: &'a Marks) -> Self {
        Self {
            doc,
            found,
            actors,
            marks,
            references: References::new(doc, found, actors),
            spoken: Spoken::default(),
        }
    }

    /// The actor behind a source, without taking it for the last speaker.
    pub(super) fn aside(&self, source: &Range<usize>) -> Option<usize> {
        self.named(source).or_else(|| self.referred(source))
    }

    /// The actor behind a source. Call it in text order.
    pub(super) fn of(&mut self, source: Option<Range<usize>>) -> Option<usize> {
        let Some(source) = source else {
            return self.spoken.last;
        };
        let actor = self.aside(&source);
        if let Some(actor) = actor {
            self.spoken.last = Some(actor);
            if self.actors.kind(actor) == Some(Kind::Person) {
                self.spoken.last_person = Some(actor);
            } else {
                self.spoken.last_body = Some(actor);
            }
        } else {
            self.spoken.last = None;
        }
        actor
    }

    /// A mention in the phrase: the first person, else the first that no possessive follows.
    fn named(&self, source: &Range<usize>) -> Option<usize> {
        let mut mentions: Vec<usize> = source.clone().filter_map(|i| self.marks.mention(i)).collect();
        mentions.dedup();
        let of = |m: &usize| self.found.get(*m);
        let comma = source
            .clone()
            .find(|i| self.doc.is_mark(*i, &[","]))
            .unwrap_or(source.end);
        let person = mentions
            .iter()
            .filter_map(of)
            .find(|f| f.kind == Kind::Person && f.tokens.start < comma);
        let free = mentions.iter().filter_map(of).find(|f| {
            let object = f.tokens.start > source.start
                && matches!(
                    self.doc.lower(f.tokens.start - 1),
                    "to" | "in" | "at" | "from" | "near" | "with" | "on" | "against" | "about"
                );
            let owner = self.doc.kind(f.tokens.end) == Some(TokenKind::Possessive);
            f.kind != Kind::Place && !object && !owner
        });
        let any = mentions.iter().filter_map(of).find(|f| f.kind != Kind::Place);
        person.or(free).or(any).and_then(|f| f.actor)
    }

    /// A pronoun, "the group", "the minister".
    fn referred(&self, source: &Range<usize>) -> Option<usize> {
        if source.len() == 1 && self.doc.lower(source.start) == "who" {
            return self.antecedent(source.start);
        }
        self.references.resolve(source, self.spoken)
    }

    /// The mention that "who" refers to: right before it, or in the phrase before it.
    fn antecedent(&self, who: usize) -> Option<usize> {
        (who.saturating_sub(6)..who)
            .rev()
            .find_map(|i| self.marks.mention(i))
            .and_then(|m| self.found.get(m))
            .and_then(|f| f.actor)
    }
}
