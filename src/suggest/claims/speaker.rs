//! Who speaks: from the source phrase, or from what was said before where that is a pronoun or a quotation stands alone.

use std::ops::Range;

use super::super::actors::{Found, Kind, grouping::Actors};
use super::super::doc::Doc;
use super::reference::{References, Someone, Spoken};
use super::{Draft, Marks};
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
        self.behind(source).0
    }

    /// The actor behind a source, and the person without a name that it goes on with.
    fn behind(&self, source: &Range<usize>) -> (Option<usize>, Option<Someone>) {
        let someone = self.references.goes_on(source, self.spoken);
        let named = self.named(source);
        let actor = named.or_else(|| someone.map_or_else(|| self.referred(source), |someone| someone.actor));
        (actor, someone)
    }

    /// Who speaks in a draft with this content. Call it in text order.
    ///
    /// A quotation that stands alone goes on with who spoke before. Where a cue has nobody behind it ("is expected to"), and
    /// in what the article says itself, nobody speaks.
    pub(super) fn of(&mut self, draft: &Draft, content: &[Range<usize>]) -> Option<usize> {
        let Some(source) = &draft.source else {
            let begins = content.first().map(|first| first.start);
            let stands_alone = draft.cue.is_none() && begins.is_some_and(|i| self.doc.is_quote_mark(i));
            return self.spoken.last.filter(|_| stands_alone);
        };
        let (actor, someone) = self.behind(source);
        let gender = match someone {
            Some(someone) => Some(someone.gender),
            None => self.references.without_name(source),
        };
        let parts = content.iter().chain(&draft.cue).chain([source]);
        let until = parts.map(|part| part.end).max().unwrap_or_default();
        let is_person = |actor| self.actors.kind(actor) == Some(Kind::Person);
        self.spoken.someone = gender
            .filter(|_| someone.is_some() || !actor.is_some_and(is_person))
            .map(|gender| Someone { actor, gender, until });
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

#[cfg(test)]
mod tests {
    use super::super::super::linear::attribution::Prepared;
    use super::super::super::{Input, ProposedClaim, Stop};
    use super::super::{Draft, complete};
    use crate::annotation::Act;
    use crate::text::{ArticleText, Span};

    /// Who speaks in the last of the claims with these sources, cues and contents.
    fn last_speaker(text: &str, claims: &[(&str, &str, &str)]) -> Option<String> {
        let text = ArticleText::new(text);
        let article = Prepared::new(&Input::of(&text), &Stop::default()).unwrap();
        let part = |words: &str| {
            let start = text.as_str().find(words).filter(|_| !words.is_empty())?;
            let span = Span::new(start, start + words.len())?;
            Some(article.doc.tokens_in(span))
        };
        let drafts = claims.iter().map(|(source, cue, content)| Draft {
            content: part(content).into_iter().collect(),
            cue: part(cue),
            source: part(source),
            act: Act::Statement,
            score: 0.9,
            reason: "test".into(),
            paragraph: 0,
        });
        let found = complete(&article.doc, &article.found, &article.people, drafts.collect());
        let ProposedClaim { speaker, .. } = found.last().unwrap();
        speaker.map(|actor| article.people.list[actor].name.clone())
    }

    #[test]
    fn only_a_quotation_that_stands_alone_goes_on_with_who_spoke_before() {
        const SAID: (&str, &str, &str) = ("Ada Toll", "said", "it rained");
        for (then, claims, expected) in [
            (
                "\n\n\"Nobody came to see us at all.\"",
                vec![("", "", "\"Nobody came to see us at all.\"")],
                Some("Ada Toll"),
            ),
            (
                " The bill is expected to pass in May.",
                vec![("", "is expected", "to pass in May")],
                None,
            ),
            // What the article says itself is found without a draft.
            (
                " At least 21 people were killed in Aven on Saturday.",
                Vec::new(),
                None,
            ),
            (
                " At least 21 people were killed in Aven.\n\n\"Nobody came to see us at all.\"",
                vec![("", "", "\"Nobody came to see us at all.\"")],
                Some("Ada Toll"),
            ),
        ] {
            let text = format!("Ada Toll said it rained.{then}");
            let claims: Vec<_> = [SAID].into_iter().chain(claims).collect();
            assert_eq!(last_speaker(&text, &claims).as_deref(), expected, "{text}");
        }
    }
}
