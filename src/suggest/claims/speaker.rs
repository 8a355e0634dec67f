//! Who speaks: from the source phrase, or from what was said before where that is a pronoun or a quotation stands alone.

use std::ops::Range;

use super::super::actors::{Found, Kind, grouping::Actors, introductions};
use super::super::doc::{Case, Doc};
use super::super::gazetteer::Tag;
use super::newcomers::Newcomers;
use super::reference::{References, Someone, Spoken};
use super::voice::{self, Head, Phrase};
use super::{Draft, Marks};
use crate::annotation::Form;
use crate::text::TokenKind;

/// The actors in the order in which they speak and are named.
pub(super) struct Speakers<'a, 'd> {
    doc: &'a Doc<'d>,
    found: &'a [Found],
    actors: &'a Actors,
    marks: &'a Marks,
    references: References<'a, 'd>,
    spoken: Spoken,
    newcomers: Newcomers,
}

/// How many tokens of a sentence can be its subject: "The head of the council, Ada Toll, 52,".
const SUBJECT: usize = 12;

/// Whom a source names.
enum Named {
    Actor(usize),
    Newcomer(Newcomer),
    Nobody,
}

/// Somebody who is no actor of the rules.
struct Newcomer {
    phrase: Phrase,
    kind: Kind,
    /// The actor whose they are: "Toll" of "Toll's lawyer".
    owner: Option<usize>,
    /// Which newcomer they are, if they spoke before.
    known: Option<usize>,
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
            newcomers: Newcomers::new(actors),
        }
    }

    pub(super) fn into_newcomers(self) -> Newcomers {
        self.newcomers
    }

    /// The actor behind a source, without taking it for the last speaker.
    pub(super) fn aside(&self, source: &Range<usize>) -> Option<usize> {
        match self.who(source).0 {
            Named::Actor(actor) => Some(actor),
            Named::Newcomer(newcomer) => newcomer.known,
            Named::Nobody => None,
        }
    }

    /// Whether the source of a claim within a claim is who makes the outer one: "I told them so," Toll said.
    pub(super) fn is_own(&self, source: &Range<usize>) -> bool {
        source.len() == 1 && matches!(self.doc.lower(source.start), "i" | "we" | "me" | "us")
    }

    /// Who a source is: by its words, or by what was said before; and the person without a name that it goes on with.
    fn who(&self, source: &Range<usize>) -> (Named, Option<Someone>) {
        let actor = |found: Option<usize>| found.map_or(Named::Nobody, Named::Actor);
        let someone = self.references.goes_on(source, self.spoken);
        let named = match (self.named(source), someone) {
            (named @ Named::Actor(_), _) => named,
            (_, Some(someone)) => actor(someone.actor),
            (Named::Nobody, None) => actor(self.referred(source)),
            (newcomer, None) => newcomer,
        };
        (named, someone)
    }

    fn meet(&mut self, newcomer: &Newcomer) -> Option<usize> {
        let owner = newcomer.owner.and_then(|actor| self.actors.list.get(actor));
        let owner = owner.map(|actor| actor.name.as_str());
        let (phrase, kind) = (&newcomer.phrase, newcomer.kind);
        self.newcomers
            .meet(self.doc, self.marks, phrase, kind, (owner, newcomer.known))
    }

    fn kind(&self, actor: usize) -> Option<Kind> {
        self.actors.kind(actor).or_else(|| self.newcomers.kind(actor))
    }

    /// Who speaks in a draft with this content. Call it in text order.
    ///
    /// A quotation that stands alone goes on with who spoke before. Where a cue has nobody behind it ("is expected to"), and
    /// in what the article says itself, nobody speaks.
    pub(super) fn of(&mut self, draft: &Draft, content: &[Range<usize>]) -> Option<usize> {
        let Some(source) = &draft.source else {
            let begins = content.first().map(|first| first.start);
            // Not "“Gas attack” kills 58", which the article says.
            let ends = content.last().map(|last| last.end).unwrap_or_default();
            let is_quoted = |i: usize| {
                let quote = self.doc.quote_from(i).filter(|_| self.doc.is_quote_mark(i));
                quote.is_some_and(|quote| quote.tokens.end + 1 >= ends || content.len() > 1)
            };
            let stands_alone = draft.cue.is_none() && begins.is_some_and(is_quoted);
            let begins = begins.filter(|_| stands_alone)?;
            if let Some(person) = self.introduced(begins) {
                self.spoken.last = Some(person);
                self.spoken.last_kind = self.kind(person);
                self.spoken.last_person = Some(person);
                self.spoken.someone = None;
            }
            return self.spoken.last;
        };
        let (who, someone) = self.who(source);
        let actor = match who {
            Named::Actor(actor) => Some(actor),
            Named::Newcomer(newcomer) => self.meet(&newcomer),
            Named::Nobody => None,
        };
        let gender = match someone {
            Some(someone) => Some(someone.gender),
            None => self
                .references
                .without_name(source)
                .or_else(|| self.newcomers.gender(actor?)),
        };
        let parts = content.iter().chain(&draft.cue).chain([source]);
        let until = parts.map(|part| part.end).max().unwrap_or_default();
        let is_person = |actor| self.kind(actor) == Some(Kind::Person);
        self.spoken.someone = gender
            .filter(|_| someone.is_some() || !actor.is_some_and(is_person))
            .map(|gender| Someone { actor, gender, until });
        self.spoken.at = Some(source.start);
        self.spoken.several = source.clone().any(|i| self.doc.lower(i) == "and");
        self.spoken.document = self.is_document(source);
        if let Some(actor) = actor {
            self.spoken.last = Some(actor);
            self.spoken.last_kind = self.kind(actor);
            match self.spoken.last_kind {
                Some(Kind::Person) => self.spoken.last_person = Some(actor),
                Some(Kind::UnnamedSource) => {}
                _ => self.spoken.last_body = Some(actor),
            }
        } else {
            self.spoken.last = None;
        }
        actor
    }

    /// The person whom the sentence before a quotation is about: "Ada Toll shrugged. “We will see.”" Nobody if somebody spoke
    /// there: then the quotation goes on with that.
    fn introduced(&self, quotation: usize) -> Option<usize> {
        let doc = self.doc;
        let before = doc.sentences.get(doc.sentence_of(quotation).checked_sub(1)?)?;
        let spoke = self.spoken.at.is_some_and(|at| at >= before.tokens.start);
        let quoted = |i: usize| doc.is_quoted(i) || doc.is_quote_mark(i);
        if spoke || before.case != Case::Running || before.tokens.clone().any(quoted) {
            return None;
        }
        let reach = before.tokens.end.min(before.tokens.start + SUBJECT);
        let verb = (before.tokens.start + 1..reach).find(|i| doc.is_finite_here(*i));
        let person = (before.tokens.start..verb.unwrap_or(reach))
            .rev()
            .find_map(|i| self.marks.mention(i).and_then(|m| self.found.get(m)))
            .filter(|mention| mention.kind == Kind::Person)
            .filter(|mention| {
                // "The rest went to Ada Toll", "… Ada Toll Eleven children were killed": names that are no subject.
                let of = (1..=2).any(|back| {
                    let at = mention.tokens.start.checked_sub(back);
                    at.is_some_and(|at| at >= before.tokens.start && doc.mostly(at, Tag::Preposition))
                });
                let other = |i: usize| doc.capital(i) || doc.mostly(i, Tag::Noun);
                !of && !verb.is_some_and(|verb| (mention.tokens.end..verb).any(other))
            });
        let first = before.tokens.start..before.tokens.start + 1;
        let pronoun = matches!(doc.lower(first.start), "he" | "she");
        person
            .and_then(|mention| mention.actor)
            .or_else(|| pronoun.then(|| self.referred(&first)).flatten())
    }

    /// Whom the phrase names: by its head, and where that tells nothing, by a mention in it.
    fn named(&self, source: &Range<usize>) -> Named {
        let mentioned = || self.mentioned(source).map_or(Named::Nobody, Named::Actor);
        let Some(phrase) = Phrase::new(self.doc, self.marks, source) else {
            return mentioned();
        };
        if let Some(mention) = phrase.mention {
            // "The militia" is the one that the article introduced so.
            let described = self
                .found
                .get(mention)
                .is_some_and(|f| f.form == Form::Descriptive);
            let bare = described
                && phrase.core.len() == 1
                && self.doc.lower(source.start) == "the"
                && introductions::kind_of(self.doc, phrase.head).is_some();
            let introduced = bare
                .then(|| self.references.called(source, self.spoken))
                .flatten();
            let named = introduced.filter(|actor| self.actors.is_named(*actor));
            return match named {
                Some(actor) => Named::Actor(actor),
                None => self.acting(mention).map_or_else(mentioned, Named::Actor),
            };
        }
        let owner = phrase.owner(self.marks).and_then(|mention| self.acting(mention));
        match voice::head(self.doc, phrase.head) {
            Some(Head::Actor(kind)) => {
                let newcomer = Newcomer {
                    phrase,
                    kind,
                    owner,
                    known: None,
                };
                self.by_noun(source, newcomer).unwrap_or_else(mentioned)
            }
            Some(Head::Document) => owner
                .or_else(|| self.author(source, &phrase))
                .map_or_else(mentioned, Named::Actor),
            Some(Head::Deputy) => match mentioned() {
                // "A spokesman" of nobody knows whom is a person; "the office" is not.
                Named::Nobody if self.doc.lower(phrase.head).starts_with("spokes") => {
                    Named::Newcomer(Newcomer {
                        phrase,
                        kind: Kind::UnnamedSource,
                        owner: None,
                        known: None,
                    })
                }
                Named::Nobody => self
                    .references
                    .called(source, self.spoken)
                    .map_or(Named::Nobody, Named::Actor),
                somebody => somebody,
            },
            None => mentioned(),
        }
    }

    /// The actor of a mention; places do not speak.
    fn acting(&self, mention: usize) -> Option<usize> {
        let mention = self.found.get(mention)?;
        mention.actor.filter(|_| mention.kind != Kind::Place)
    }

    /// Who is meant by a noun for people or bodies; `None` if a mention in the phrase tells more.
    fn by_noun(&self, source: &Range<usize>, newcomer: Newcomer) -> Option<Named> {
        let (phrase, kind) = (&newcomer.phrase, newcomer.kind);
        let introduced = voice::introduced(self.doc, self.marks, self.found, phrase, source)
            .or_else(|| voice::described(self.doc, self.marks, self.found, phrase, kind));
        if let Some(actor) = introduced.and_then(|f| f.actor) {
            return Some(Named::Actor(actor));
        }
        // Officials speak for their state, and the staff of a body for it.
        let one = !voice::is_plural(self.doc.lower(phrase.head));
        let of_body = newcomer.owner.and_then(|actor| self.kind(actor)) != Some(Kind::Person);
        if kind == Kind::UnnamedSource && one && newcomer.owner.is_some() && of_body {
            return None;
        }
        if self.doc.capital(phrase.head) && phrase.head > source.start {
            return None;
        }
        if !voice::is_definite(self.doc.lower(source.start)) {
            return Some(Named::Newcomer(newcomer));
        }
        // Who spoke as a monitor before is "the monitor", unless somebody else is called one.
        let known = self.newcomers.called(self.doc.lower(phrase.head));
        let other = match known {
            Some(_) if self.spoken.last == known => None,
            Some(_) => self.references.called(source, self.spoken),
            None => self.referred(source),
        };
        if let Some(actor) = other {
            return Some(Named::Actor(actor));
        }
        // "The company" is a company that has a name, which was not found; "the mayor" is a person at least.
        let body = !matches!(kind, Kind::UnnamedSource | Kind::Group);
        Some(
            if known.is_none() && body && phrase.is_bare(self.doc, self.marks) {
                Named::Nobody
            } else {
                Named::Newcomer(Newcomer { known, ..newcomer })
            },
        )
    }

    /// Whether the source is something that bears words, or goes on with that: "the report", "it".
    fn is_document(&self, source: &Range<usize>) -> bool {
        let head = Phrase::new(self.doc, self.marks, source).filter(|phrase| phrase.mention.is_none());
        let bears = head.is_some_and(|p| voice::head(self.doc, p.head) == Some(Head::Document));
        let goes_on = source.len() == 1 && self.doc.lower(source.start) == "it";
        bears || goes_on && self.spoken.document
    }

    /// Who made what bears the words: "a study by Toll".
    fn author(&self, source: &Range<usize>, phrase: &Phrase) -> Option<usize> {
        let near = phrase.core.end..source.end.min(phrase.core.end + 4);
        let by = near.into_iter().find(|i| self.doc.lower(*i) == "by")?;
        let author = Phrase::new(self.doc, self.marks, &(by + 1..source.end))?;
        self.acting(author.mention?)
    }

    /// A mention in the phrase: the first person, else the first that no possessive follows.
    fn mentioned(&self, source: &Range<usize>) -> Option<usize> {
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
        if source.len() == 1 && matches!(self.doc.lower(source.start), "who" | "which") {
            return self.antecedent(source.start);
        }
        self.references.resolve(source, self.spoken)
    }

    /// The mention that "who" or "which" refers to: right before it, or in the phrase before it.
    fn antecedent(&self, pronoun: usize) -> Option<usize> {
        let person = self.doc.lower(pronoun) == "who";
        let mention = |i: usize| self.marks.mention(i).and_then(|m| self.found.get(m));
        let fits = |f: &&Found| person || !matches!(f.kind, Kind::Person | Kind::Place);
        let reach = if person { 6 } else { 2 };
        (pronoun.saturating_sub(reach)..pronoun)
            .rev()
            .find_map(mention)
            .filter(fits)
            .and_then(|f| f.actor)
    }
}

#[cfg(test)]
mod tests;
