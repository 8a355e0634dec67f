//! Names as a trained network reads them, held against those of the rules.
//!
//! What a list or a person says stands. Where the rules only guess by what stands around a name, the network decides, and
//! where they have nothing, it adds what it is sure of; a rule it overrules only when it is sure. It reads no capitals, so
//! that what it adds must have them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::doc::{Case, Doc};
use super::super::gazetteer::{Gazetteer, NameKind};
use super::super::lexicon::Class;
use super::{Found, Grounds, Kind};
use crate::text::TokenKind;

/// How likely a name must be to stand where the rules have none, 0 to 1.
const SURE_TO_ADD: f32 = 0.8;

/// How likely another kind, or other ends, must be to overrule a rule.
const SURE_OF_KIND: f32 = 0.8;
const SURE_OF_ENDS: f32 = 0.9;

/// The same, to overrule a guess.
const FAIR: f32 = 0.6;

/// A guess that scores less stands only where the network reads the same words. Of such guesses one in five is right.
const DOUBTFUL: f32 = 0.6;

/// An acronym has no more letters.
const LONGEST_ACRONYM: usize = 6;

/// How many of the names that the network reads with a likelihood of 1 are right: where the rules have none, and where
/// they guess a name in the same words (development parts of GUM and `CrossNER`).
const ALONE: f32 = 0.7;
const WITH_GUESS: f32 = 0.8;

/// A name that a network has read. No two share a token.
#[derive(Clone, Debug)]
pub(in super::super) struct Sighting {
    pub tokens: Range<usize>,
    /// Person, organization or place; `None` for what is named but is no actor: events, laws, peoples.
    pub kind: Option<Kind>,
    /// How likely its words are part of such a name, 0 to 1.
    pub likelihood: f32,
}

/// The names that stand when both are asked, in no order.
pub(super) fn weigh(doc: &Doc<'_>, found: Vec<Found>, seen: &[Sighting]) -> Vec<Found> {
    let names: Vec<Seen> = of_one_kind(doc, seen)
        .into_iter()
        .map(|sighting| Seen {
            name: alone(doc, &sighting),
            sighting,
            answered: false,
        })
        .collect();
    let bodies = called_bodies(doc, &found);
    let mut page = Page::new(doc, names);
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    let (mut unseen, mut giving_way) = (Vec::new(), Vec::new());
    for mut mention in found {
        if mention.kind == Kind::Organization && bodies.contains(doc.words_of(mention.tokens.clone())) {
            mention.grounds = Grounds::Told;
        }
        let likeliest = page.likeliest(&mention.tokens);
        match judge(mention, likeliest) {
            Judged::Stands(mention) => {
                page.answer(&mention.tokens);
                kept.push(mention);
            }
            Judged::Unseen(mention) => unseen.push(mention),
            Judged::GivesWay(mention) => giving_way.push(mention),
        }
    }
    // What would give way to a name that itself gave way to another stands.
    let stands = giving_way
        .into_iter()
        .filter(|mention| page.is_answered(&mention.tokens));
    kept.extend(stands.collect::<Vec<_>>());
    page.add_to(&mut kept);
    // "Observatory chief Ada Toll": what stands elsewhere in the article stands here.
    let kinds: HashMap<&str, Kind> = kept
        .iter()
        .map(|f| (doc.words_of(f.tokens.clone()), f.kind))
        .collect();
    let known = unseen.into_iter().filter_map(|mut mention| {
        mention.kind = *kinds.get(doc.words_of(mention.tokens.clone()))?;
        Some(mention)
    });
    let known: Vec<Found> = known.collect();
    kept.extend(known);
    kept
}

/// The names that the article itself calls bodies ("the aid group Norvan"), and that a guess takes for such.
fn called_bodies<'d>(doc: &Doc<'d>, found: &[Found]) -> HashSet<&'d str> {
    let called = |mention: &&Found| {
        let before = mention.tokens.start.wrapping_sub(1);
        mention.grounds == Grounds::Guess
            && mention.kind == Kind::Organization
            && doc.is(before, Class::BODY_NOUN)
            && !doc.capital(before)
    };
    let names = found.iter().filter(called);
    names
        .map(|mention| doc.words_of(mention.tokens.clone()))
        .collect()
}

/// A sighting, and what became of it.
struct Seen {
    sighting: Sighting,
    /// The name that it is where the rules have none.
    name: Option<Found>,
    /// Whether a name of the rules stands in its place.
    answered: bool,
}

/// The sightings by their places.
struct Page {
    seen: Vec<Seen>,
    /// Per token, the number of its sighting.
    at: Vec<Option<usize>>,
}

impl Page {
    fn new(doc: &Doc<'_>, seen: Vec<Seen>) -> Self {
        let mut at = vec![None; doc.len()];
        for (number, one) in seen.iter().enumerate() {
            at.get_mut(one.sighting.tokens.clone())
                .unwrap_or_default()
                .fill(Some(number));
        }
        Self { seen, at }
    }

    fn touched(&self, tokens: &Range<usize>) -> Vec<usize> {
        let mut numbers: Vec<usize> = self
            .at
            .get(tokens.clone())
            .into_iter()
            .flatten()
            .flatten()
            .copied()
            .collect();
        numbers.dedup();
        numbers
    }

    fn likeliest(&self, tokens: &Range<usize>) -> Option<&Seen> {
        let touched = self.touched(tokens).into_iter();
        let seen = touched.filter_map(|number| self.seen.get(number));
        seen.max_by(|a, b| a.sighting.likelihood.total_cmp(&b.sighting.likelihood))
    }

    /// Whether names of the rules stand in the place of everything read there.
    fn is_answered(&self, tokens: &Range<usize>) -> bool {
        let touched = self.touched(tokens).into_iter();
        let mut seen = touched.filter_map(|number| self.seen.get(number)).peekable();
        seen.peek().is_some() && seen.all(|one| one.answered)
    }

    fn answer(&mut self, tokens: &Range<usize>) {
        for number in self.touched(tokens) {
            if let Some(one) = self.seen.get_mut(number) {
                one.answered = true;
            }
        }
    }

    /// The names of sightings that nothing answered.
    fn add_to(self, kept: &mut Vec<Found>) {
        let sure = |one: &Seen| !one.answered && one.sighting.likelihood >= SURE_TO_ADD;
        let left = self.seen.into_iter().filter(sure);
        kept.extend(left.filter_map(|one| one.name));
    }
}

/// One name has one kind: what most places of the same words are read as, by likelihood.
fn of_one_kind(doc: &Doc<'_>, seen: &[Sighting]) -> Vec<Sighting> {
    let mut sums: HashMap<&str, Vec<(Option<Kind>, f32)>> = HashMap::new();
    for sighting in seen {
        let kinds = sums.entry(doc.words_of(sighting.tokens.clone())).or_default();
        match kinds.iter_mut().find(|(kind, _)| *kind == sighting.kind) {
            Some((_, sum)) => *sum += sighting.likelihood,
            None => kinds.push((sighting.kind, sighting.likelihood)),
        }
    }
    let of_most = |sighting: &Sighting| {
        let kinds = sums.get(doc.words_of(sighting.tokens.clone()));
        // The first of equals: the same on every run.
        let most = kinds
            .into_iter()
            .flatten()
            .fold(None, |most: Option<(_, f32)>, next| {
                if most.is_some_and(|(_, sum)| sum >= next.1) {
                    most
                } else {
                    Some(*next)
                }
            });
        Sighting {
            kind: most.map_or(sighting.kind, |(kind, _)| kind),
            ..sighting.clone()
        }
    };
    seen.iter().map(of_most).collect()
}

enum Judged {
    Stands(Found),
    /// A guess that the network does not share.
    Unseen(Found),
    GivesWay(Found),
}

/// What becomes of a name of the rules, given the likeliest name that the network reads in its words.
fn judge(mut mention: Found, seen: Option<&Seen>) -> Judged {
    // What is short for a body's name in the article, too. A surname may be a village as well.
    let short = mention.listed && mention.kind != Kind::Person;
    if mention.grounds == Grounds::Told || short || mention.own_kind.is_some() {
        return Judged::Stands(mention);
    }
    let guess = mention.grounds == Grounds::Guess;
    let Some(Seen { sighting, name, .. }) = seen else {
        return if guess {
            Judged::Unseen(mention)
        } else {
            Judged::Stands(mention)
        };
    };
    let sure = |by_rule: f32| sighting.likelihood >= if guess { FAIR } else { by_rule };
    if sighting.tokens != mention.tokens {
        // "Secretary of State Ada Toll" and "Norvan Coalition": the rules know where a title ends, and that a people or a
        // place is part of the name of a body.
        let ends_alike = sighting.tokens.end == mention.tokens.end;
        let within =
            sighting.tokens.start >= mention.tokens.start && sighting.tokens.end <= mention.tokens.end;
        let of_place = within && (ends_alike || sighting.kind == Some(Kind::Place));
        let titled = !guess
            && match mention.kind {
                Kind::Person => ends_alike,
                Kind::Place => false,
                _ => of_place,
            };
        let same = name.as_ref().is_some_and(|name| name.tokens == mention.tokens);
        let other = sighting.kind.is_none() && guess;
        // "Toll" of "the Toll government".
        let part = sighting.kind.is_some()
            && name.is_none()
            && sighting.tokens.start == mention.tokens.start
            && mention.tokens.end < sighting.tokens.end;
        let better = !same && (name.is_some() && sighting.likelihood >= SURE_TO_ADD || other);
        return if better && sure(SURE_OF_ENDS) && !titled {
            Judged::GivesWay(mention)
        } else if guess && mention.score < DOUBTFUL && !part {
            Judged::Unseen(mention)
        } else {
            Judged::Stands(mention)
        };
    }
    let agreed = sighting.kind.is_some_and(|kind| agree(mention.kind, kind));
    if agreed || !sure(SURE_OF_KIND) {
        if agreed && guess {
            mention.score = mention.score.max(sighting.likelihood * WITH_GUESS);
        }
        return Judged::Stands(mention);
    }
    match (sighting.kind, name) {
        (Some(_), Some(name)) => Judged::Stands(Found {
            score: sighting.likelihood * WITH_GUESS,
            ..name.clone()
        }),
        // An acronym that reads like a person, a name without capitals: no reason to give up what the rules say.
        (Some(_), None) => Judged::Stands(mention),
        (None, _) => Judged::GivesWay(mention),
    }
}

/// Whether a kind of the rules is one of those that the network calls `coarse`.
const fn agree(kind: Kind, coarse: Kind) -> bool {
    match coarse {
        Kind::Person => matches!(kind, Kind::Person),
        Kind::Place => matches!(kind, Kind::Place | Kind::State),
        _ => matches!(
            kind,
            Kind::Organization | Kind::Media | Kind::ArmedForce | Kind::Group | Kind::State
        ),
    }
}

const fn reason(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "reads like the name of a person",
        Kind::Place => "reads like the name of a place",
        _ => "reads like the name of a body",
    }
}

/// The name that a sighting is by itself, if its words can be one.
fn alone(doc: &Doc<'_>, seen: &Sighting) -> Option<Found> {
    let kind = seen.kind?;
    let mut tokens = seen.tokens.clone();
    let opens = |i: usize| {
        is_compound(doc, i)
            || kind == Kind::Person && (doc.is(i, Class::TITLE) || doc.is_title_stop(i) || is_people(doc, i))
    };
    while tokens.len() > 1 && opens(tokens.start) {
        tokens.start += 1;
    }
    let (first, last) = (tokens.start, tokens.end.checked_sub(1)?);
    let is_name = |i: usize| {
        doc.kind(i) == Some(TokenKind::Word)
            && doc.capital(i)
            && !doc.is(i, Class::DAY.or(Class::MONTH))
            && !doc.is_function_word(i)
            && !is_compound(doc, i)
    };
    let number = doc.kind(last) == Some(TokenKind::Number) && first < last;
    // "Norvan city of Dalvira" is more than a name.
    let plain = |i: usize| {
        doc.kind(i) == Some(TokenKind::Word)
            && !doc.capital(i)
            && !doc.is_function_word(i)
            && !doc.is(i, Class::PARTICLE)
    };
    if !is_name(first) || !(is_name(last) || number) || tokens.clone().any(plain) {
        return None;
    }
    let running = doc.case_at(first) == Case::Running;
    let acronym =
        running && doc.word(first).all_caps && doc.text_of(first).chars().count() <= LONGEST_ACRONYM;
    let not_alone = is_people(doc, first)
        || !running && doc.is_ordinary(first)
        || doc.is(first, Class::TITLE)
        || kind == Kind::Person && (acronym || doc.capital(tokens.end));
    if first == last && not_alone {
        return None;
    }
    let listed = Gazetteer::embedded().name(doc.words_of(tokens.clone()));
    let known = listed.and_then(|value| Some((Kind::of_list(value.kind)?, value.canonical())));
    let known = known.filter(|(listed, _)| agree(*listed, kind));
    let score = seen.likelihood * ALONE;
    let finer = known.as_ref().map_or(kind, |(kind, _)| *kind);
    let mention = Found::new(doc, tokens, finer, score, reason(kind))?;
    Some(match known {
        Some((_, canonical)) => mention.called(canonical),
        None => mention,
    })
}

/// "Norvan", "Norvans": who somebody is, and no name of one.
fn is_people(doc: &Doc<'_>, i: usize) -> bool {
    let listed = Gazetteer::embedded().name(doc.text_of(i));
    doc.capital(i) && listed.is_some_and(|value| value.kind == NameKind::Demonym)
}

/// "Norvan-held": an adjective, whatever is named in it.
fn is_compound(doc: &Doc<'_>, i: usize) -> bool {
    let mut parts = doc.text_of(i).split('-').skip(1);
    doc.capital(i) && parts.any(|part| part.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests;
