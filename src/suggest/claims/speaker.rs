//! Who speaks: from the source phrase, or from what was said before where that is a pronoun or nothing.

use std::ops::Range;

use super::super::actors::{Found, Kind, grouping::Actors};
use super::super::doc::Doc;
use super::super::lexicon::Class;
use super::Marks;
use crate::annotation::Form;
use crate::text::TokenKind;

/// The actors in the order in which they speak and are named.
pub(super) struct Speakers<'a, 'd> {
    doc: &'a Doc<'d>,
    found: &'a [Found],
    actors: &'a Actors,
    marks: &'a Marks,
    /// The last speaker.
    last: Option<usize>,
    last_person: Option<usize>,
    last_body: Option<usize>,
}

impl<'a, 'd> Speakers<'a, 'd> {
    pub(super) const fn new(
        doc: &'a Doc<'d>,
        found: &'a [Found],
        actors: &'a Actors,
        marks: &'a Marks,
    ) -> Self {
        Self {
            doc,
            found,
            actors,
            marks,
            last: None,
            last_person: None,
            last_body: None,
        }
    }

    /// The actor behind a source. Call it in text order.
    pub(super) fn of(&mut self, source: Option<Range<usize>>, _paragraph: usize) -> Option<usize> {
        let Some(source) = source else {
            return self.last;
        };
        let actor = self.named(&source).or_else(|| self.referred(&source));
        if let Some(actor) = actor {
            self.last = Some(actor);
            if self.actors.kind(actor) == Some(Kind::Person) {
                self.last_person = Some(actor);
            } else {
                self.last_body = Some(actor);
            }
        } else {
            self.last = None;
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
        let words: Vec<&str> = source.clone().map(|i| self.doc.lower(i)).collect();
        let near = |kinds: &[Kind]| self.last_mention(source.start, kinds);
        match words.as_slice() {
            ["he" | "she"] => self.last_person_before(source.start),
            ["who"] => self.antecedent(source.start),
            ["they" | "we"] => self.last,
            ["it"] => {
                let bodies = [Kind::Organization, Kind::State, Kind::Media, Kind::ArmedForce];
                let body = self.last.filter(|a| Some(*a) == self.last_body);
                body.or_else(|| self.last_named(source.start, &bodies))
            }
            _ => {
                let head = *words.last()?;
                match head {
                    "agency" | "network" | "newspaper" | "channel" | "broadcaster" | "website" | "paper" => {
                        near(&[Kind::Media])
                    }
                    "group" | "organization" | "organisation" | "council" | "committee" | "party"
                    | "coalition" | "company" | "body" | "monitor" | "watchdog" => self
                        .last_named(source.start, &[Kind::Organization])
                        .or_else(|| self.last_named(source.start, &[Kind::ArmedForce, Kind::Group])),
                    "ministry" | "government" | "state" | "country" => near(&[Kind::State]),
                    "army" | "military" => near(&[Kind::ArmedForce]),
                    _ if self.doc.is(source.end.checked_sub(1)?, Class::TITLE)
                        && words.first() == Some(&"the") =>
                    {
                        self.last_person_before(source.start)
                    }
                    _ => None,
                }
            }
        }
    }

    /// The mention that "who" refers to: right before it, or in the phrase before it.
    fn antecedent(&self, who: usize) -> Option<usize> {
        (who.saturating_sub(6)..who)
            .rev()
            .find_map(|i| self.marks.mention(i))
            .and_then(|m| self.found.get(m))
            .and_then(|f| f.actor)
    }

    fn last_person_before(&self, token: usize) -> Option<usize> {
        let sentence = self.doc.sentences.partition_point(|s| s.tokens.end <= token);
        let start = self.doc.sentences.get(sentence).map_or(token, |s| s.tokens.start);
        // The subject of the sentence before is nearer than an earlier speaker.
        let previous = sentence
            .checked_sub(1)
            .and_then(|p| self.doc.sentences.get(p))
            .map_or(start, |s| s.tokens.start);
        let within = self.first_mention(previous..start, Kind::Person);
        within
            .or(self.last_person)
            .or_else(|| self.last_mention(token, &[Kind::Person]))
    }

    fn first_mention(&self, tokens: Range<usize>, kind: Kind) -> Option<usize> {
        let from = self.found.partition_point(|f| f.tokens.start < tokens.start);
        let later = self.found.get(from..).unwrap_or_default();
        later
            .iter()
            .take_while(|f| f.tokens.start < tokens.end)
            .find(|f| f.kind == kind)
            .and_then(|f| f.actor)
    }

    /// The last named actor of these kinds, the last speaker before all others.
    fn last_named(&self, before: usize, kinds: &[Kind]) -> Option<usize> {
        let speaker = self
            .last_body
            .filter(|a| self.actors.kind(*a).is_some_and(|k| kinds.contains(&k)));
        let end = self.found.partition_point(|f| f.tokens.start < before);
        let earlier = self.found.get(end.saturating_sub(60)..end).unwrap_or_default();
        let named = || {
            earlier
                .iter()
                .rev()
                .find(|f| kinds.contains(&f.kind) && f.form == Form::Named)
                .and_then(|f| f.actor)
        };
        speaker.or_else(named)
    }

    fn last_mention(&self, before: usize, kinds: &[Kind]) -> Option<usize> {
        let end = self.found.partition_point(|f| f.tokens.start < before);
        let earlier = self.found.get(end.saturating_sub(60)..end).unwrap_or_default();
        earlier
            .iter()
            .rev()
            .find(|f| kinds.contains(&f.kind))
            .and_then(|f| f.actor)
    }
}
