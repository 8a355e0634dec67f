//! What the article itself says a name is: "Hands for Norvan, a charity", "the newspaper Aven Voice", "The firm, Norvan
//! Tarin, said".
//!
//! Such a noun tells more than any form of the name, so it also tells where a name is that has none: one that ordinary
//! words begin, or that links join. The nouns come from `assets/gazetteer/introductions.txt`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use super::super::doc::{Case, Doc, Sentence};
use super::super::gazetteer::Tag;
use super::super::lexicon::Class;
use super::grouping::surname;
use super::{Found, Grounds, Kind, Pending, named, run};
use crate::annotation::Form;
use crate::text::TokenKind;

static NOUNS: &str = include_str!("../../../assets/gazetteer/introductions.txt");

/// Longest name, longest noun phrase that introduces one, in tokens.
const LONGEST_NAME: usize = 9;
const LONGEST_PHRASE: usize = 8;

/// Among how many introduced names that begin alike the one is looked for.
const MOST_COMPARED: usize = 20;

const REASON: &str = "the article says what it is";

/// How sure a name is that the article says the kind of.
const SCORE: f32 = 0.88;

/// The last noun of an introduction, and the words that must stand before it.
struct Noun {
    before: Vec<&'static str>,
    kind: Kind,
}

#[derive(Default)]
struct Table {
    nouns: HashMap<&'static str, Vec<Noun>>,
    outlets: Vec<&'static str>,
    opens_place: Vec<&'static str>,
}

impl Table {
    fn add(&mut self, noun: &'static str, kind: Kind) {
        let mut words = noun.split('+').rev();
        if let Some(last) = words.next() {
            let before = words.collect();
            self.nouns.entry(last).or_default().push(Noun { before, kind });
        }
    }
}

fn table() -> &'static Table {
    static PARSED: OnceLock<Table> = OnceLock::new();
    PARSED.get_or_init(|| {
        let mut table = Table::default();
        for (kind, nouns) in lines() {
            let words = nouns.split_whitespace();
            match (kind, kind_called(kind)) {
                ("outlet", _) => table.outlets.extend(words),
                ("opens-place", _) => table.opens_place.extend(words),
                (_, Some(kind)) => words.for_each(|noun| table.add(noun, kind)),
                (_, None) => {}
            }
        }
        for nouns in table.nouns.values_mut() {
            nouns.sort_by_key(|noun| std::cmp::Reverse(noun.before.len()));
        }
        table
    })
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    let written = NOUNS.lines().filter(|line| !line.starts_with('#'));
    written.filter_map(|line| line.split_once(": "))
}

fn kind_called(name: &str) -> Option<Kind> {
    Some(match name {
        "organization" => Kind::Organization,
        "media" => Kind::Media,
        "armed_force" => Kind::ArmedForce,
        "state" => Kind::State,
        "place" => Kind::Place,
        "person" => Kind::Person,
        _ => return None,
    })
}

/// What a thing or person is whose noun phrase ends in `head`.
pub(in super::super) fn kind_of(doc: &Doc<'_>, head: usize) -> Option<Kind> {
    if doc.capital(head) && doc.case_at(head) != Case::Running {
        return None;
    }
    let fits = |noun: &&Noun| {
        let words = noun.before.iter().enumerate();
        let mut pairs = words.map(|(back, word)| (head.checked_sub(back + 1), word));
        pairs.all(|(at, word)| at.is_some_and(|at| doc.lower(at) == *word))
    };
    let nouns = table().nouns.get(doc.lower(head))?;
    nouns.iter().find(fits).map(|noun| noun.kind)
}

/// Tells the names that only media bear, "Radio Norvan" and "Le Courrier de Tarin", and those that only places bear, "Mount
/// Norvan", from others that are guessed.
pub(super) fn tell_by_words(doc: &Doc<'_>, found: &mut [Found]) {
    let open = |f: &&mut Found| {
        let body = f.kind == Kind::Organization || f.grounds == Grounds::Guess;
        body && f.form == Form::Named && !f.listed && f.own_kind.is_none() && f.tokens.len() > 1
    };
    let is_outlet = |i: usize| doc.capital(i) && table().outlets.contains(&doc.lower(i));
    for mention in found.iter_mut().filter(open) {
        let place = table().opens_place.contains(&doc.lower(mention.tokens.start));
        if mention.tokens.clone().any(is_outlet) {
            mention.kind = Kind::Media;
            mention.reason = "name of a news organisation";
        } else if place && mention.grounds == Grounds::Guess {
            mention.kind = Kind::Place;
            mention.reason = "name of a place";
        }
    }
}

/// The name at `start` and its kind, if the words around it say what it is.
pub(super) fn at(doc: &Doc<'_>, sentence: &Sentence, start: usize) -> Option<Found> {
    if sentence.case != Case::Running || !can_open(doc, start) {
        return None;
    }
    let end = end_of_name(doc, sentence, start);
    let kind = behind(doc, sentence, start, end).or_else(|| before(doc, sentence, start, end));
    // Persons have better marks: first names, titles, ages.
    let kind = kind.filter(|kind| *kind != Kind::Person)?;
    // "Norvan Times, a Tarin organization": its form tells more.
    let kind = match run::body(doc, start, end, sentence) {
        Some((to, finer)) if to == end && kind == Kind::Organization => finer,
        _ => kind,
    };
    let listed = named::listed(doc, sentence, start);
    if listed.is_some_and(|(count, _)| start + count >= end) {
        return None;
    }
    named_so(doc, start..end, kind)
}

fn named_so(doc: &Doc<'_>, tokens: Range<usize>, kind: Kind) -> Option<Found> {
    let name = Found::new(doc, tokens, kind, SCORE, REASON)?;
    Some(name.on(Grounds::Told))
}

/// Finds the names that the article has introduced wherever it has them again, in place of what they were taken for there.
pub(super) fn repeat(doc: &Doc<'_>, found: &mut Vec<Found>, pending: &mut Vec<Pending>) {
    let persons: HashSet<String> = found
        .iter()
        .filter(|f| f.kind == Kind::Person && f.tokens.len() > 1)
        .map(|f| surname(&f.name))
        .collect();
    let mut introduced: HashMap<&str, Vec<(Vec<&str>, Kind)>> = HashMap::new();
    let mut taken = HashSet::new();
    for mention in found.iter().filter(|f| f.reason == REASON) {
        taken.extend(mention.tokens.clone());
        let words: Vec<&str> = mention.tokens.clone().map(|i| doc.text_of(i)).collect();
        let Some(first) = words.first() else { continue };
        // Alone it can be the person as well as the company.
        if words.len() == 1 && persons.contains(&first.to_lowercase()) {
            continue;
        }
        let same = introduced.entry(*first).or_default();
        if same.len() < MOST_COMPARED && !same.iter().any(|(other, _)| *other == words) {
            same.push((words, mention.kind));
        }
    }
    if introduced.is_empty() {
        return;
    }
    for names in introduced.values_mut() {
        names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    let mut again = Vec::new();
    let mut at = 0;
    while at < doc.len() {
        let names = introduced.get(doc.text_of(at)).filter(|_| !taken.contains(&at));
        let is_here = |words: &[&str]| {
            words
                .iter()
                .enumerate()
                .all(|(i, word)| doc.text_of(at + i) == *word)
        };
        let name = names.into_iter().flatten().find(|(words, _)| is_here(words));
        // "Hands" alone at the head of a sentence can be the word; "Voice of Norvan" is the name.
        // "Mr Norvel" is nobody's company.
        let name = name.filter(|(words, _)| (words.len() > 1 || !doc.is_ordinary(at)) && can_open(doc, at));
        if let Some((words, kind)) = name {
            let tokens = at..at + words.len();
            at = tokens.end;
            again.extend(named_so(doc, tokens, *kind));
        } else {
            at += 1;
        }
    }
    let here: HashSet<usize> = again.iter().flat_map(|f| f.tokens.clone()).chain(taken).collect();
    pending.retain(|p| !p.tokens.clone().any(|i| here.contains(&i)));
    let within = |f: &Found| f.tokens.clone().any(|i| here.contains(&i));
    found.retain(|f| f.reason == REASON || f.reason == named::CONFIRMED || f.listed || !within(f));
    found.extend(again);
}

fn can_open(doc: &Doc<'_>, i: usize) -> bool {
    doc.capital(i)
        && doc.kind(i) == Some(TokenKind::Word)
        && !doc.is(i, Class::DAY.or(Class::MONTH).or(Class::TITLE))
        && !i
            .checked_sub(1)
            .is_some_and(|b| doc.is(b, Class::TITLE) || doc.is_title_stop(b))
        && (!doc.is_function_word(i) || is_foreign_article(doc.text_of(i)))
}

fn is_foreign_article(word: &str) -> bool {
    matches!(
        word,
        "La" | "Le" | "Les" | "El" | "Los" | "Las" | "Die" | "Der" | "Das" | "Il" | "Al"
    )
}

/// Where the name that opens at `start` ends: capitals, numbers, possessives, and links with a capital behind them.
fn end_of_name(doc: &Doc<'_>, sentence: &Sentence, start: usize) -> usize {
    let limit = sentence.tokens.end.min(start + LONGEST_NAME);
    let (mut at, mut end) = (start, start);
    while at < limit {
        let word = doc.kind(at) == Some(TokenKind::Word);
        if word && doc.capital(at) {
            if doc.is(at, Class::DAY.or(Class::MONTH)) {
                break;
            }
            end = at + 1;
        } else if doc.kind(at) == Some(TokenKind::Number) {
            end = at + 1;
        } else if end + 2 < at || !links(doc, start, at, word) {
            break;
        }
        at += 1;
    }
    end
}

/// Whether a name goes on over the token. "Voice of Norvan" is one, "Toll of Norvan" is Toll; "the Drivers' Front" is one,
/// "Norvan's Front" is Norvan's.
fn links(doc: &Doc<'_>, start: usize, at: usize, word: bool) -> bool {
    if doc.kind(at) == Some(TokenKind::Possessive) {
        return doc.is_ordinary(at - 1) && doc.capital(at + 1);
    }
    let english = matches!(doc.lower(at), "of" | "for" | "and" | "the" | "in" | "against");
    word && (english && doc.is_ordinary(start) || is_foreign_link(doc.lower(at)))
}

fn is_foreign_link(word: &str) -> bool {
    matches!(
        word,
        "&" | "de"
            | "des"
            | "du"
            | "del"
            | "da"
            | "do"
            | "di"
            | "la"
            | "le"
            | "les"
            | "et"
            | "y"
            | "e"
            | "i"
            | "sur"
            | "van"
            | "von"
            | "der"
            | "den"
            | "al"
            | "bin"
    )
}

/// "Hands for Norvan, a charity that …", "Norvan, the state-owned mining group, said".
fn behind(doc: &Doc<'_>, sentence: &Sentence, start: usize, end: usize) -> Option<Kind> {
    if end == start || !doc.is_mark(end, &[","]) {
        return None;
    }
    let opener = doc.opens(start, sentence);
    if end == start + 1 && doc.is_ordinary(start) && opener {
        return None;
    }
    let from = end + 1;
    let limit = sentence.tokens.end.min(from + LONGEST_PHRASE);
    // "the country's biggest bank", "a bank", "one of its banks".
    let named = |i: &usize| {
        matches!(
            doc.kind(*i),
            Some(TokenKind::Word | TokenKind::Number | TokenKind::Possessive)
        ) && !doc.is_finite(*i)
            && !doc.mostly(*i, Tag::Preposition)
    };
    let owner = (from..limit)
        .take_while(named)
        .filter(|i| doc.kind(*i) == Some(TokenKind::Possessive))
        .last();
    let article = doc.lower(from);
    let indefinite = matches!(article, "a" | "an");
    if !indefinite && !matches!(article, "the" | "its" | "their" | "another") && owner.is_none() {
        return None;
    }
    let first = owner.map_or(from + 1, |owner| owner + 1);
    let closing = |i: &usize| {
        doc.kind(*i) != Some(TokenKind::Word)
            || doc.is(*i, Class::BOUNDARY)
            || doc.mostly(*i, Tag::Preposition)
            || doc.mostly(*i, Tag::And)
            || *i > first
                && kind_of(doc, *i - 1).is_some()
                && (doc.is_finite_here(*i) || doc.mostly(*i, Tag::Participle))
    };
    let close = (first..limit).find(closing)?;
    let head = close.checked_sub(1).filter(|head| *head >= first)?;
    let kind = kind_of(doc, head)?;
    let stops = doc.is_mark(close, &[",", ".", ";", ")"]) || doc.is_dash(close);
    // "Toll, the army, and the police": a list. "Toll, the newspaper reported": who says it.
    let listed = doc.mostly(close, Tag::And) || stops && doc.mostly(close + 1, Tag::And);
    let acts = (doc.is_finite_here(close) || doc.mostly(close, Tag::Participle))
        && !(doc.mostly(close + 1, Tag::Preposition) && doc.word(close).cue.is_none());
    let bare = !indefinite && head == from + 1 && stops;
    // "In Norvan, the army of …", "in the Aven House, a group of …": a place where something happens.
    let before = start - usize::from(start > 0 && doc.lower(start - 1) == "the");
    let within = before.checked_sub(1).is_some_and(|b| {
        doc.is(b, Class::PLACE_BEFORE) && !matches!(doc.lower(b), "to" | "from" | "between")
    });
    let elsewhere = within && !matches!(kind, Kind::Place | Kind::Media) && owner.is_none();
    let crowd = doc.lower(close) == "of" && doc.lower(head) == "group";
    if listed || acts || bare || elsewhere || crowd {
        return None;
    }
    Some(kind)
}

/// "the newspaper Aven Voice", "The firm, Norvan Tarin, said".
fn before(doc: &Doc<'_>, sentence: &Sentence, start: usize, end: usize) -> Option<Kind> {
    let comma = start.checked_sub(1).is_some_and(|b| doc.is_mark(b, &[","]));
    let head = start.checked_sub(if comma { 2 } else { 1 })?;
    let kind = kind_of(doc, head).filter(|kind| !matches!(kind, Kind::Place | Kind::State))?;
    let earliest = sentence.tokens.start.max(head.saturating_sub(LONGEST_PHRASE));
    let opens = |i: &usize| doc.is(*i, Class::ARTICLE) || doc.kind(*i) == Some(TokenKind::Possessive);
    let plain = |i: &usize| {
        opens(i) || doc.kind(*i) == Some(TokenKind::Word) && !doc.is_finite(*i) && !doc.is_function_word(*i)
    };
    let article = (earliest..head).rev().take_while(plain).find(opens)?;
    // "all of the group", "a party": of an apposition without a comma the noun is definite.
    let definite = !matches!(
        doc.lower(article),
        "a" | "an" | "any" | "each" | "every" | "no" | "some"
    );
    let single = end == start + 1;
    let given = doc.word(start).tags.is_given_name();
    if !definite || end == start || given && (kind != Kind::Media || comma) {
        return None;
    }
    if !comma {
        // "the company Toll founded", "the group Norvan and others": who does it, and what else is named.
        let goes_on =
            doc.is_finite_here(end) && doc.word(end).cue.is_none() && !doc.is(end, Class::AUX.or(Class::BE));
        let sure = kind == Kind::Media || !single;
        return (sure && !goes_on).then_some(kind);
    }
    let closed = doc.is_mark(end, &[",", "."]) && !doc.mostly(end + 1, Tag::And);
    let outside = article
        .checked_sub(1)
        .is_some_and(|b| b >= sentence.tokens.start && doc.mostly(b, Tag::Preposition));
    let opening = article == sentence.tokens.start || doc.is_mark(article.wrapping_sub(1), &[",", ";"]);
    let own =
        doc.kind(article) == Some(TokenKind::Possessive) || matches!(doc.lower(article), "its" | "their");
    (closed && !outside && (opening || own || !single)).then_some(kind)
}

#[cfg(test)]
mod tests;
