//! Actors that only the source of a claim names: "a monitoring group", "one volunteer", "Toll's lawyer".
//!
//! What the rules for actors take for a description ("activists", "a source close to the talks") they find themselves; here
//! is who speaks all the same. The same words are of the same actor, and "the doctor" is the one who spoke last as a doctor.

use std::collections::HashMap;
use std::ops::Range;

use super::super::ProposedActor;
use super::super::actors::{Found, Kind, grouping::Actors, source_end};
use super::super::doc::Doc;
use super::super::gender::{self, Gender};
use super::Marks;
use super::voice::{self, Phrase};

/// How sure such a mention is: of 163 in two samples of news, read through, about nine in ten were right.
const SCORE: f32 = 0.85;

/// The actors and mentions that sources add, in text order.
#[derive(Default)]
pub(in super::super) struct Newcomers {
    /// How many actors the article has without them.
    base: usize,
    actors: Vec<ProposedActor>,
    kinds: Vec<Kind>,
    mentions: Vec<Found>,
    by_name: HashMap<(Kind, String), usize>,
    by_head: HashMap<String, usize>,
}

impl Newcomers {
    pub(super) fn new(actors: &Actors) -> Self {
        Self {
            base: actors.list.len(),
            ..Self::default()
        }
    }

    /// What an actor of theirs is.
    pub(super) fn kind(&self, actor: usize) -> Option<Kind> {
        self.kinds.get(actor.checked_sub(self.base)?).copied()
    }

    /// The one who spoke last under this noun.
    pub(super) fn called(&self, noun: &str) -> Option<usize> {
        self.by_head.get(noun).copied()
    }

    /// Of what gender an actor of theirs is, if it is one person.
    pub(super) fn gender(&self, actor: usize) -> Option<Gender> {
        let name = &self.actors.get(actor.checked_sub(self.base)?)?.name;
        let noun = name.rsplit(' ').next().unwrap_or(name);
        let person = self.kind(actor) == Some(Kind::UnnamedSource) && !voice::is_plural(noun);
        person.then(|| gender::of_noun(noun))
    }

    /// The actor of a phrase that names nobody else: the one that is known, or a new one if its words are.
    pub(super) fn meet(
        &mut self,
        doc: &Doc<'_>,
        marks: &Marks,
        phrase: &Phrase,
        kind: Kind,
        (owner, known): (Option<&str>, Option<usize>),
    ) -> Option<usize> {
        let words = phrase.words(doc, marks);
        let mut name = doc.words_of(words.start..phrase.whom.end).to_owned();
        // The capital of a sentence's first word is none of the name's.
        if doc.is_ordinary(words.start)
            && let Some(first) = name.get_mut(..1)
        {
            first.make_ascii_lowercase();
        }
        if let Some(owner) = owner {
            name = format!("{owner}'s {name}");
        }
        let tokens = extended(doc, marks, &words, phrase, kind);
        let mut mention = Found::who_speaks(doc, tokens, kind, SCORE)?;
        let key = (kind, name.to_lowercase());
        let actor = known.unwrap_or_else(|| {
            *self.by_name.entry(key).or_insert_with(|| {
                self.kinds.push(kind);
                self.actors.push(ProposedActor {
                    name,
                    aliases: Vec::new(),
                    kind: kind.id(),
                });
                self.base + self.actors.len() - 1
            })
        });
        self.by_head.insert(doc.lower(phrase.head).to_owned(), actor);
        mention.actor = Some(actor);
        let met = self.mentions.iter().rev().take(4);
        if !met.clone().any(|other| other.span.overlaps(mention.span)) {
            self.mentions.push(mention);
        }
        Some(actor)
    }

    /// Adds them to what the article has.
    pub(in super::super) fn join(self, actors: &mut Vec<ProposedActor>, found: &mut Vec<Found>) {
        actors.extend(self.actors);
        found.extend(self.mentions);
        found.sort_by_key(|mention| mention.span);
        found.dedup_by_key(|mention| mention.span);
    }
}

/// With the words behind the head that tell who it is ("close to the talks"), unless another mention is among them.
fn extended(doc: &Doc<'_>, marks: &Marks, words: &Range<usize>, phrase: &Phrase, kind: Kind) -> Range<usize> {
    let sentence = doc.sentences.get(doc.sentence_of(words.start));
    let end = match sentence.filter(|_| kind == Kind::UnnamedSource) {
        Some(sentence) if phrase.whom.is_empty() => source_end(doc, sentence, words.end),
        _ => phrase.whom.end,
    };
    let apart = !(words.end..end).any(|i| marks.has_mention(i));
    words.start..if apart { end } else { words.end }
}
