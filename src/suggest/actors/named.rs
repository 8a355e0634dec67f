//! Names: known ones from the lists, unknown ones by the capitals, heads, titles and words around them.

use super::super::doc::{Case, Doc, Sentence};
use super::super::gazetteer::{Flags, Gazetteer, NameKind, NameValue, Tag};
use super::super::known::Known;
use super::super::lexicon::Class;
use super::unknown::{self, speaks};
use super::{Found, Grounds, Kind, Pending};
use super::{introductions, run};
use crate::annotation::KindId;
use crate::text::{Span, TokenKind};

/// The reason of names that a person has confirmed.
pub(super) const CONFIRMED: &str = "confirmed in this project";

/// Finds the names in one sentence.
pub(super) fn find(
    doc: &Doc<'_>,
    sentence: &Sentence,
    known: &Known<'_>,
    found: &mut Vec<Found>,
    pending: &mut Vec<Pending>,
) {
    let end = sentence.tokens.end;
    let mut i = sentence.tokens.start;
    while i < end {
        if let Some((count, name)) = known.at(doc, i, end)
            && let Some(mut mention) = Found::new(doc, i..i + count, kind_of(&name.kind), 0.99, CONFIRMED)
        {
            if mention.kind.id() != name.kind {
                mention.own_kind = Some(name.kind.clone());
            }
            found.push(mention.called(Some(&name.actor)).on(Grounds::Told));
            i += count;
            continue;
        }
        if !doc.capital(i) {
            i += lower_case_name(doc, sentence, i, found).unwrap_or(1);
            continue;
        }
        if let Some(mention) = introductions::at(doc, sentence, i) {
            i = mention.tokens.end;
            found.push(mention);
            continue;
        }
        if let Some(next) = skip_opener(doc, sentence, i) {
            // "Brown said": an ordinary word, and yet the surname of somebody named elsewhere?
            let noun = doc.mostly(i, Tag::Noun) || doc.mostly(i, Tag::Adjective) || doc.mostly(i, Tag::Base);
            if noun
                && sentence.case == Case::Running
                && (speaks(doc, i + 1)
                    || doc.is(i + 1, Class::AUX.or(Class::BE))
                    || doc.kind(i + 1) == Some(TokenKind::Possessive)
                    || doc.is_finite(i + 1))
            {
                pending.push(Pending {
                    tokens: i..i + 1,
                    weak: false,
                    opener: true,
                });
            }
            i = next;
            continue;
        }
        let stop = run::end(doc, sentence, i);
        i = parse(doc, sentence, i, stop, found, pending).max(i + 1);
    }
}

fn kind_of(kind: &KindId) -> Kind {
    [
        Kind::Organization,
        Kind::Person,
        Kind::State,
        Kind::ArmedForce,
        Kind::Media,
        Kind::Group,
        Kind::UnnamedSource,
        Kind::Place,
    ]
    .into_iter()
    .find(|k| k.id() == *kind)
    .unwrap_or(Kind::Organization)
}

/// "peshmerga": a listed name that may stand in lower case. Gives the number of tokens it takes.
fn lower_case_name(doc: &Doc<'_>, sentence: &Sentence, i: usize, found: &mut Vec<Found>) -> Option<usize> {
    if doc.kind(i) != Some(TokenKind::Word) || (doc.is_ordinary(i) && doc.text_of(i) != "eastern") {
        return None;
    }
    let (count, value) = listed(doc, sentence, i)?;
    if !value.flags.has(Flags::LOWER) {
        return None;
    }
    push_listed(doc, i, count, value, found);
    Some(count)
}

/// The longest listed name at `i` whose letter case fits.
pub(super) fn listed(doc: &Doc<'_>, sentence: &Sentence, i: usize) -> Option<(usize, NameValue)> {
    let end = sentence.tokens.end.min(i + 10);
    // Full stops and brackets part names; a hyphen between tokens ("U.N.-Arab") does too.
    let mut stop = i;
    while stop < end && matches!(doc.kind(stop), Some(TokenKind::Word | TokenKind::Number)) {
        stop += 1;
    }
    // The possessive inside "World Workers' Party" is rare; such names are matched up to it.
    let keys = (i..stop).map(|j| &*doc.word(j).key);
    Gazetteer::embedded().longest(keys, |count, value| fits(doc, sentence, i, count, value))
}

fn fits(doc: &Doc<'_>, sentence: &Sentence, i: usize, count: usize, value: NameValue) -> bool {
    let last = i + count - 1;
    if value.flags.has(Flags::CAPS) {
        let dotted = doc.text_of(i).contains('.');
        let shouting = sentence.case == Case::Upper && !dotted && doc.is_ordinary(i);
        return doc.word(i).all_caps && !shouting;
    }
    let capitals = (i..=last).all(|j| {
        doc.capital(j)
            || doc.is_function_word(j)
            || doc.is(j, Class::PARTICLE)
            || doc.kind(j) == Some(TokenKind::Number)
    });
    if value.flags.has(Flags::LOWER) {
        return doc.capital(last) || !doc.capital(i) || capitals;
    }
    let ordinary_opener = count == 1
        && doc.opens(i, sentence)
        && !value.flags.has(Flags::LISTED)
        && value.kind != NameKind::State
        && doc.is_ordinary(i);
    let shouting = sentence.case != Case::Running && count == 1 && doc.is_ordinary(i);
    capitals && doc.capital(i) && doc.capital(last) && !ordinary_opener && !shouting
}

/// A capital that only the place in the sentence demands: gives where to go on.
fn skip_opener(doc: &Doc<'_>, sentence: &Sentence, i: usize) -> Option<usize> {
    if doc.is(i, Class::DAY.or(Class::MONTH))
        && !(doc.is(i, Class::MONTH) && doc.lower(i) == "may" && !doc.capital(i))
    {
        return Some(i + 1);
    }
    // "Toria-based Institute": an adjective before the name.
    let lower_part = doc
        .text_of(i)
        .split('-')
        .skip(1)
        .any(|p| p.starts_with(char::is_lowercase));
    if lower_part
        && doc.capital(i + 1)
        && listed(doc, sentence, i).is_none()
        && !doc.lower(i).starts_with("al-")
    {
        return Some(i + 1);
    }
    if doc.text_of(i) == "I" || doc.lower(i).starts_with("i'") {
        return Some(i + 1);
    }
    if doc.is_function_word(i) && !doc.word(i).all_caps {
        return Some(i + 1);
    }
    if listed(doc, sentence, i).is_some() || !doc.opens(i, sentence) {
        return None;
    }
    let tags = doc.word(i).tags;
    let verbal = [
        Tag::Past,
        Tag::Present,
        Tag::Base,
        Tag::Participle,
        Tag::Gerund,
        Tag::Adverb,
    ]
    .iter()
    .any(|tag| tags.is_mostly(*tag));
    let title = doc.is(i, Class::TITLE) && doc.capital(i + 1);
    // "Rebels said", "Violence in", "Meanwhile": an ordinary word that no name follows.
    if doc.is_ordinary(i) && !tags.is_given_name() && !title && (verbal || !doc.capital(i + 1)) {
        return Some(i + 1);
    }
    None
}

pub(super) fn push_listed(doc: &Doc<'_>, i: usize, count: usize, value: NameValue, found: &mut Vec<Found>) {
    let Some(kind) = Kind::of_list(value.kind) else {
        return;
    };
    let capital = value.flags.has(Flags::CAPITAL);
    let state = capital && acts(doc, i, i + count);
    let kind = if state { Kind::State } else { kind };
    let score = match (value.flags.has(Flags::LISTED), kind) {
        (_, Kind::State) if !state => 0.96,
        (true, _) => 0.95,
        _ if capital => 0.9,
        (_, Kind::Person) => 0.85,
        _ => 0.8,
    };
    let reason = match kind {
        _ if state => "capital that acts, stands for its state",
        Kind::State => "list of states and their bodies",
        Kind::Person => "list of office-holders",
        Kind::Place => "list of places",
        Kind::ArmedForce => "list of armed forces",
        Kind::Media => "list of media",
        _ => "list of organisations",
    };
    if let Some(mention) = Found::new(doc, i..i + count, kind, score, reason) {
        // A capital's list entry names its state; as a place it keeps its own name.
        let canonical = if capital && !state {
            None
        } else {
            value.canonical()
        };
        found.push(mention.called(canonical).on(Grounds::Told));
    }
}

/// Whether the name at `start..end` is the subject of a verb of acting or saying.
fn acts(doc: &Doc<'_>, start: usize, end: usize) -> bool {
    // "Moscow and Ankara said": together.
    let (start, end) = (with_capital_before(doc, start), with_capital_behind(doc, end));
    let before = start.checked_sub(1).filter(|b| doc.lower(*b) != "that");
    if before.is_some_and(|b| {
        doc.can_be(b, Tag::Preposition)
            || doc.is(b, Class::PLACE_BEFORE)
            || doc.mostly(b, Tag::And)
            || doc.is_dash(b)
            || doc.is(b, Class::ARTICLE)
            || doc.is_mark(b, &[","])
    }) {
        return false;
    }
    let mut verb = end;
    while doc.mostly(verb, Tag::Adverb) || doc.lower(verb) == "also" {
        verb += 1;
    }
    let word = doc.word(verb);
    if word.class.any(Class::BE) || word.capital {
        return false;
    }
    let modal = word.class.any(Class::AUX.or(Class::MODAL))
        && !doc.is(verb + 1, Class::BE)
        && doc.lower(verb + 1) != "been";
    modal
        || word.tags.is_mostly(Tag::Present)
        || (word.cue.is_some() && word.tags.can_be(Tag::Past))
        || (word.tags.is_mostly(Tag::Past) && !word.tags.can_be(Tag::Noun))
        // "accepted the offer": what has an object is no participle.
        || (doc.is_finite_here(verb) && doc.is(verb + 1, Class::ARTICLE))
}

/// Whether the token is a capital or a state by itself.
fn can_act(doc: &Doc<'_>, i: usize) -> bool {
    let listed = Gazetteer::embedded()
        .name(doc.text_of(i))
        .filter(|_| doc.capital(i));
    listed.is_some_and(|value| value.kind == NameKind::State || value.flags.has(Flags::CAPITAL))
}

/// "London" of "London and Tokyo have shown interest", for "Tokyo".
fn with_capital_before(doc: &Doc<'_>, start: usize) -> usize {
    let other = start.checked_sub(2);
    let joined = other.filter(|other| doc.lower(start - 1) == "and" && can_act(doc, *other));
    joined.unwrap_or(start)
}

/// "and Tokyo" of it, for "London".
fn with_capital_behind(doc: &Doc<'_>, end: usize) -> usize {
    if doc.lower(end) == "and" && can_act(doc, end + 1) {
        end + 2
    } else {
        end
    }
}

/// Reads a run of capitalised tokens. Gives where to go on.
fn parse(
    doc: &Doc<'_>,
    sentence: &Sentence,
    start: usize,
    stop: usize,
    found: &mut Vec<Found>,
    pending: &mut Vec<Pending>,
) -> usize {
    let mut at = start;
    while at < stop {
        if doc.is(at, Class::DAY.or(Class::MONTH)) || (doc.is_function_word(at) && !doc.word(at).all_caps) {
            at += 1;
            continue;
        }
        let list = listed(doc, sentence, at);
        let list_end = list.map_or(at, |(count, _)| at + count);
        if let Some((body, kind)) = run::body(doc, at, stop, sentence)
            && body > list_end
        {
            push_body(doc, at, body, kind, found);
            at = body;
            continue;
        }
        if let Some((count, value)) = list {
            match value.kind {
                NameKind::Person if run::person_goes_on(doc, at, at + count, stop) => {}
                NameKind::Demonym => {
                    at += count;
                    continue;
                }
                // "Jordan" before a surname, "Washington" before a noun of its own: the run decides.
                NameKind::Place | NameKind::State
                    if count == 1
                        && doc.word(at).tags.is_given_name()
                        && run::looks_like_surname(doc, at + 1, stop) => {}
                _ => {
                    push_listed(doc, at, count, value, found);
                    at += count;
                    continue;
                }
            }
        }
        if let Some(end) = compass(doc, sentence, at, stop) {
            push_body(doc, at, end, Kind::Place, found);
            at = end;
            continue;
        }
        if let Some(name) = run::after_titles(doc, at, stop) {
            // "President of the United States Ada Toll": what the office is of has a name too.
            if let Some(of) = (at..name).find(|i| doc.lower(*i) == "of") {
                let owner = of + 1 + usize::from(doc.is(of + 1, Class::ARTICLE));
                if listed(doc, sentence, owner).is_some_and(|(_, v)| v.kind != NameKind::Demonym) {
                    at = owner;
                    continue;
                }
            }
            if name < stop && name > at {
                at = push_person(doc, name, stop, 0.9, "title before a name", found);
                continue;
            }
            if name >= stop {
                return stop;
            }
        }
        if let Some(parts) = hyphenated(doc, at) {
            found.extend(parts);
            at += 1;
            continue;
        }
        at = unknown::parse(doc, sentence, at, stop, found, pending);
    }
    at
}

/// "Western Norway": where the place that starts at `at` with a point of the compass ends.
fn compass(doc: &Doc<'_>, sentence: &Sentence, at: usize, stop: usize) -> Option<usize> {
    let named = (at..stop)
        .find(|i| !doc.is(*i, Class::COMPASS))
        .filter(|i| *i > at)?;
    let (count, value) = listed(doc, sentence, named)?;
    let place = matches!(value.kind, NameKind::Place | NameKind::State) && !value.flags.has(Flags::CAPS);
    (place && named + count <= stop).then_some(named + count)
}

fn push_body(doc: &Doc<'_>, start: usize, end: usize, kind: Kind, found: &mut Vec<Found>) {
    let reason = match kind {
        Kind::State => "name of a state body",
        Kind::ArmedForce => "name of an armed force",
        Kind::Media => "name of a news organisation",
        Kind::Place => "name of a place",
        _ => "name of an organisation",
    };
    let score = if end - start > 2 { 0.85 } else { 0.78 };
    found.extend(Found::new(doc, start..end, kind, score, reason));
}

fn push_person(
    doc: &Doc<'_>,
    start: usize,
    stop: usize,
    score: f32,
    reason: &'static str,
    found: &mut Vec<Found>,
) -> usize {
    let end = run::person_end(doc, start, stop);
    found.extend(Found::new(doc, start..end, Kind::Person, score, reason));
    end.max(start + 1)
}

/// "Ada-Bel highway": places that a hyphen joins.
fn hyphenated(doc: &Doc<'_>, i: usize) -> Option<Vec<Found>> {
    let text = doc.text_of(i);
    let tok = doc.tok(i)?;
    let mut at = tok.span.start();
    let mut parts = Vec::new();
    for part in text.split('-') {
        let capital = part.chars().next().is_some_and(char::is_uppercase);
        if let Some(value) = Gazetteer::embedded().name(part).filter(|_| capital)
            && matches!(value.kind, NameKind::Place | NameKind::State)
            && !value.flags.has(Flags::CAPS)
            && let Some(mut mention) =
                Found::new(doc, i..i + 1, Kind::of_list(value.kind)?, 0.75, "list of places")
        {
            mention.span = Span::new(at, at + part.len())?;
            part.clone_into(&mut mention.name);
            parts.push(mention.on(Grounds::Told));
        }
        at += part.len() + 1;
    }
    let all_capital = text
        .split('-')
        .all(|p| p.chars().next().is_some_and(char::is_uppercase));
    (text.contains('-') && all_capital && !parts.is_empty()).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::suggest_by;
    use super::super::super::{Options, Rules};
    use crate::annotation::KindId;

    #[test]
    fn a_capital_that_acts_is_its_state() {
        for (text, words, state) in [
            ("Moscow and Ankara said it rained.", "Moscow", true),
            ("Moscow and Ankara said it rained.", "Ankara", true),
            ("London and Tokyo have shown interest.", "Tokyo", true),
            ("Reykjavik accepted the offer within the hour.", "Reykjavik", true),
            ("He said that Moscow would not agree.", "Moscow", true),
            ("He went to Moscow and Ankara said no.", "Moscow", false),
            ("Roads between Moscow and Minsk closed.", "Minsk", false),
            ("Fires in Moscow and Minsk have spread.", "Minsk", false),
        ] {
            let found = suggest_by(&Rules, text, Options::default());
            let is_it = |m: &&super::super::super::ProposedMention| {
                text.get(m.span.start()..m.span.end()) == Some(words)
            };
            let kind = found.mentions.iter().find(is_it).map(|m| m.kind.clone());
            let expected = if state { KindId::STATE } else { KindId::PLACE };
            assert_eq!(kind, Some(expected), "{text}: {words}");
        }
    }
}
