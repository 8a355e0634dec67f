//! Who a source names by what they are: "a monitoring group", "one volunteer", "Toll's lawyer".
//!
//! A phrase is read from its head, the last noun before a comma, a preposition or a clause: what stands before it tells whose
//! it is, what stands behind it tells more of it.

use std::borrow::Cow;
use std::ops::Range;

use super::super::actors::{Found, Kind};
use super::super::doc::Doc;
use super::super::gazetteer::Tag;
use super::super::lexicon::{Class, Lexicon};
use super::Marks;
use crate::text::TokenKind;

/// Most tokens of "of whom" behind a head that become part of a name.
const LONGEST_WHOM: usize = 8;

/// The head of a source and what stands before it.
pub(super) struct Phrase {
    /// Up to and with the head.
    pub core: Range<usize>,
    /// The last word.
    pub head: usize,
    /// The mention that the head is part of.
    pub mention: Option<usize>,
    /// What stands behind the head and says of whom or what it is: "of the Aven Council".
    pub whom: Range<usize>,
}

/// What the head of a phrase is, where it is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// Speaks for somebody: "spokeswoman", "campaign".
    Deputy,
    /// Bears words: "report", "footage".
    Document,
    /// Acts and speaks.
    Actor(Kind),
}

impl Phrase {
    /// Reads a source. `None` for one that names nobody: "it", "no one".
    pub(super) fn new(doc: &Doc<'_>, marks: &Marks, source: &Range<usize>) -> Option<Self> {
        let mut start = source.start;
        // "one of Toll's advisers" is read from "Toll".
        if let Some(of) = (start + 1..source.end.min(start + 4)).find(|i| doc.lower(*i) == "of")
            && (start..of).all(|i| is_count(doc, i) || is_collection(doc.lower(i)))
            && !marks.has_mention(start)
        {
            start = of + 1;
        }
        while start < source.end && is_count(doc, start) && !marks.has_mention(start) {
            if matches!(doc.lower(start), "no" | "none" | "nobody" | "neither") {
                return None;
            }
            start += 1;
        }
        let reach = |start: usize| {
            let on = |i: &usize| goes_on(doc, marks, start, *i);
            (start..source.end).take_while(on).last()
        };
        let mut head = reach(start)?;
        // "small groups of protesters" is read from "protesters".
        if is_collection(doc.lower(head)) && doc.lower(head + 1) == "of" && !marks.has_mention(head) {
            start = head + 2;
            head = reach(start)?;
        }
        let of = head + 1;
        let article = usize::from(is_count(doc, of + 1) && !marks.has_mention(of + 1));
        let whom = Some(of + 1 + article)
            .filter(|_| doc.lower(of) == "of")
            .and_then(reach)
            .filter(|last| last - head <= LONGEST_WHOM);
        Some(Self {
            core: start..of,
            head,
            mention: marks.mention(head),
            whom: of..whom.map_or(of, |last| last + 1),
        })
    }

    /// The last mention before the head, and what joins it: "Toll" of "Toll's chief lawyer".
    pub(super) fn owner(&self, marks: &Marks) -> Option<usize> {
        let before = |i: &usize| marks.mention(*i).is_some();
        let at = (self.core.start..self.head).rev().find(before)?;
        marks.mention(at).filter(|owner| Some(*owner) != self.mention)
    }

    /// Whether the head stands alone, and nothing behind it tells more: "the company".
    pub(super) fn is_bare(&self, doc: &Doc<'_>, marks: &Marks) -> bool {
        self.words(doc, marks).len() == 1 && self.owner(marks).is_none() && self.whom.is_empty()
    }

    /// The words that say what they are: without articles and numbers, and without the owner's name.
    pub(super) fn words(&self, doc: &Doc<'_>, marks: &Marks) -> Range<usize> {
        let is_other = |i: &usize| {
            marks.has_mention(*i)
                || doc.kind(*i) != Some(TokenKind::Word)
                || is_count(doc, *i)
                || doc.is(*i, Class::NO_MODIFIER)
        };
        let last = (self.core.start..self.head).rev().find(is_other);
        last.map_or(self.core.start, |i| i + 1)..self.core.end
    }
}

/// "a number of officials", "a group of monitors": of what there are many.
fn is_collection(word: &str) -> bool {
    matches!(
        word,
        "number" | "group" | "groups" | "crowd" | "crowds" | "handful" | "pair" | "majority"
    )
}

/// Articles, possessive pronouns, numbers: what stands before a noun and says nothing of what it is.
fn is_count(doc: &Doc<'_>, i: usize) -> bool {
    doc.kind(i) == Some(TokenKind::Number)
        || doc.is(
            i,
            Class::DETERMINER
                .or(Class::NUMBER_WORD)
                .or(Class::QUANTITY)
                .or(Class::ARTICLE),
        )
}

/// Whether a phrase that begins at `start` reaches over token `i` on the way to its head.
fn goes_on(doc: &Doc<'_>, marks: &Marks, start: usize, i: usize) -> bool {
    if marks.has_mention(i) {
        return true;
    }
    match doc.kind(i) {
        Some(TokenKind::Possessive | TokenKind::Number) => return i > start,
        Some(TokenKind::Punctuation) => return doc.is_title_stop(i),
        Some(TokenKind::Word) => {}
        _ => return false,
    }
    let noun = doc.can_be(i, Tag::Noun) || doc.is(i, Class::SPEAKER.or(Class::TITLE));
    let clause = doc.mostly(i, Tag::Gerund) || doc.mostly(i, Tag::Participle);
    !doc.is(i, Class::BOUNDARY.or(Class::PRONOUN))
        && !doc.mostly(i, Tag::Preposition)
        && !doc.mostly(i, Tag::And)
        && (i == start || !doc.is_function_word(i))
        && (noun || !doc.is_finite(i))
        && (i == start || !clause || noun && doc.mostly(i + 1, Tag::Noun) && !doc.mostly(i - 1, Tag::Noun))
}

/// What the noun at `at` is, if a source can be that.
pub(super) fn head(doc: &Doc<'_>, at: usize) -> Option<Head> {
    if doc.kind(at) != Some(TokenKind::Word) {
        return None;
    }
    let class = doc.class(at);
    if class.any(Class::DOCUMENT.or(Class::REPORT_NOUN)) {
        return Some(Head::Document);
    }
    if class.any(Class::DEPUTY) {
        return Some(Head::Deputy);
    }
    kind(doc, at).map(Head::Actor)
}

fn kind(doc: &Doc<'_>, at: usize) -> Option<Kind> {
    let noun = doc.lower(at);
    let before = doc.lower(at.saturating_sub(1));
    if noun == "station" && !matches!(before, "tv" | "television" | "radio" | "news") {
        return None;
    }
    let one = match noun.strip_suffix("ies") {
        Some(stem) => Cow::Owned(format!("{stem}y")),
        None => Cow::Borrowed(noun.strip_suffix('s').unwrap_or(noun)),
    };
    let one = &*one;
    let class = doc.class(at);
    // The lists have many nouns in the singular alone.
    let either = if class == Class::NONE {
        Lexicon::embedded().class(one)
    } else {
        class
    };
    let counted =
        is_plural(noun) && class.any(Class::PEOPLE.or(Class::COUNTED_PERSON)) && !class.any(PERSONS);
    let others = matches!(noun, "family" | "parents" | "supporters" | "voters");
    if class.any(Class::OUTLET) || class.any(Class::IS_MEDIA_WITH) && before == "news" {
        Some(Kind::Media)
    } else if class.any(Class::IS_ARMED.or(Class::IS_ARMED_WITH)) && !matches!(one, "group" | "faction") {
        Some(Kind::ArmedForce)
    } else if either.any(Class::HEAD_STATE.or(Class::IS_STATE)) {
        Some(Kind::State)
    } else if class.any(Class::SPEAKS_GROUP.or(Class::IS_GROUP)) || counted || others {
        Some(Kind::Group)
    } else if either.any(PERSONS.or(Class::COUNTED_PERSON)) || is_other_person(one) {
        Some(Kind::UnnamedSource)
    } else if either.any(Class::HEAD_ORGANIZATION.or(Class::BODY_NOUN)) || matches!(one, "group" | "monitor")
    {
        Some(Kind::Organization)
    } else if class.any(Class::SPEAKER)
        || ends_as_person(one) && doc.can_be(at, Tag::Noun) && !either.any(Class::NO_PERSON)
    {
        Some(Kind::UnnamedSource)
    } else {
        None
    }
}

/// Who can be a source without a name.
const PERSONS: Class = Class::IS_SOURCE
    .or(Class::IS_SOURCE_WITH)
    .or(Class::SPEAKS_UNNAMED)
    .or(Class::TITLE)
    .or(Class::FAMILY);

/// Whether a phrase that begins with this word is of somebody who is known already.
pub(super) fn is_definite(word: &str) -> bool {
    matches!(
        word,
        "the" | "this" | "that" | "these" | "those" | "its" | "his" | "her" | "their"
    )
}

pub(super) fn is_plural(noun: &str) -> bool {
    noun.ends_with('s') && !noun.ends_with("ss") || noun.ends_with("men") || noun == "people"
}

/// Persons that no list and no ending tells.
fn is_other_person(noun: &str) -> bool {
    matches!(
        noun,
        "advocate"
            | "ally"
            | "candidate"
            | "caller"
            | "colleague"
            | "delegate"
            | "ex-husband"
            | "ex-wife"
            | "expatriate"
            | "friend"
            | "guest"
            | "informant"
            | "occupant"
            | "opponent"
            | "participant"
            | "relative"
            | "surrogate"
            | "veteran"
    )
}

/// Whether a noun ends as words for persons do: "volunteer", "scientist", "historian".
fn ends_as_person(noun: &str) -> bool {
    const ENDINGS: &[&str] = &["ist", "er", "or", "ian", "man", "men", "ee", "person"];
    noun.len() > 4 && ENDINGS.iter().any(|ending| noun.ends_with(ending))
}

/// The person whom a phrase ends in introducing: "his partner at the firm, Ada Toll, …", "the head of the Aven Council Ada
/// Toll". Not "an aide to Ada Toll".
pub(super) fn introduced<'f>(
    doc: &Doc<'_>,
    marks: &Marks,
    found: &'f [Found],
    phrase: &Phrase,
    source: &Range<usize>,
) -> Option<&'f Found> {
    let person = |at: usize| {
        let mention = found.get(marks.mention(at).filter(|_| at < source.end)?)?;
        let owner = doc.kind(mention.tokens.end) == Some(TokenKind::Possessive);
        (mention.kind == Kind::Person && !owner).then_some(mention)
    };
    let titled = |i: &usize| doc.is(*i, Class::TITLE.or(Class::TITLE_PART)) || doc.is_title_stop(*i);
    if let Some(comma) = (phrase.core.end..source.end).find(|i| doc.is_mark(*i, &[","])) {
        let name = |i: &usize| marks.has_mention(*i) || !titled(i);
        let at = (comma + 1..source.end).find(name)?;
        return person(at);
    }
    let last = person(source.end.checked_sub(1)?)?;
    let before = last
        .tokens
        .start
        .checked_sub(1)
        .filter(|i| *i >= phrase.core.end)?;
    let by_title = doc.capital(phrase.head) && doc.is(phrase.head, Class::TITLE);
    let apart = marks.has_mention(before) || doc.mostly(before, Tag::Noun) && !titled(&before);
    let one = !is_plural(doc.lower(phrase.head));
    (one && last.name.contains(' ') && (by_title && !doc.mostly(before, Tag::Preposition) || apart))
        .then_some(last)
}

/// The mention that a phrase adds a noun to: "the Norvan news agency", "Ada Toll head of the council" with its comma lost.
/// Not "a Norvan official", "Ada Toll's lawyer".
pub(super) fn described<'f>(
    doc: &Doc<'_>,
    marks: &Marks,
    found: &'f [Found],
    phrase: &Phrase,
    kind: Kind,
) -> Option<&'f Found> {
    let mention = found.get(phrase.owner(marks)?)?;
    let noun = doc.lower(phrase.head);
    let owns = doc.kind(mention.tokens.end) == Some(TokenKind::Possessive);
    let fits = match mention.kind {
        Kind::Person => {
            kind == Kind::UnnamedSource
                && mention.tokens.start == phrase.core.start
                && mention.name.contains(' ')
                && !doc.is(mention.tokens.start.wrapping_sub(1), Class::DETERMINER)
        }
        Kind::State | Kind::Place => false,
        Kind::Media | Kind::ArmedForce if mention.kind == kind => true,
        _ => matches!(
            noun,
            "group" | "movement" | "organization" | "organisation" | "monitor"
        ),
    };
    (fits && !owns && !is_plural(noun)).then_some(mention)
}
