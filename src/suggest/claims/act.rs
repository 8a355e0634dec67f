//! What a speaker does: state, accuse, deny, admit, demand, predict, judge. It is read from the cue with the words that belong to
//! it: a negation, a particle, "to" and a verb.

use std::ops::Range;

use super::super::act_words::{self, ActWord, Role};
use super::super::doc::Doc;
use super::super::gazetteer::Tag;
use super::super::lexicon::{Class, Lexicon, Use};
use crate::annotation::Act;

/// How far behind a word, in tokens, what belongs to it may stand.
const REACH: usize = 12;

/// How far behind "expressed", in tokens, "regret" may stand.
const CARRIED: usize = 5;

/// How far before a cue, in tokens, its negation may stand.
const NEGATION: usize = 3;

/// A word of a cue as it is used there.
struct Reading {
    at: usize,
    act: Act,
    role: Role,
    spoken: bool,
}

/// What the words of a cue do; none that is known states.
pub(super) fn of(doc: &Doc<'_>, cue: &Range<usize>) -> Act {
    let readings = readings(doc, cue);
    let tells = |role: Role| move |reading: &&Reading| reading.role == role && reading.act != Act::Statement;
    // "would like to stress": what is liked does not count beside what is said.
    let speaks = readings
        .iter()
        .any(|reading| reading.role != Role::Noun && reading.spoken);
    let mut verbs = readings.iter().filter(|reading| reading.spoken || !speaks);
    let topic = readings.iter().find(|reading| reading.role == Role::Topic);
    let noun = readings
        .iter()
        .find(tells(Role::Noun))
        .filter(|noun| topic.is_none_or(|topic| topic.at > noun.at));
    let Some(reading) = verbs.find(tells(Role::Verb)).or(noun) else {
        return Act::Statement;
    };
    // Who "did not deny" has denied nothing; who "did not expect" still says what will be.
    if reading.spoken && is_negated(doc, cue, reading) {
        Act::Statement
    } else {
        reading.act
    }
}

/// Whether the words of a cue say something, and do not only believe or intend it.
pub(in super::super) fn is_speech(doc: &Doc<'_>, cue: &Range<usize>) -> bool {
    cue.clone().any(|i| doc.is_mark(i, &[":"])) || readings(doc, cue).iter().any(|reading| reading.spoken)
}

fn readings(doc: &Doc<'_>, cue: &Range<usize>) -> Vec<Reading> {
    let mut found: Vec<Reading> = cue.clone().filter_map(|i| reading(doc, i)).collect();
    if let Some(last) = found.last().filter(|last| last.role == Role::Carrier) {
        let near = last.at + 1..doc.len().min(last.at + CARRIED);
        let carried = near
            .take_while(|i| !ends_clause(doc, *i))
            .filter_map(|i| reading(doc, i))
            .find(|reading| reading.role == Role::Noun || !reading.spoken);
        found.extend(carried.map(|reading| Reading {
            role: Role::Noun,
            ..reading
        }));
    }
    found
}

fn reading(doc: &Doc<'_>, at: usize) -> Option<Reading> {
    let as_cue = || {
        let phrase =
            after(doc, at).find_map(|next| Lexicon::embedded().phrase(doc.lower(at), doc.lower(next)));
        phrase.or(doc.word(at).cue).map(|cue| Reading {
            at,
            act: cue.act,
            role: Role::Verb,
            spoken: cue.used != Use::Belief,
        })
    };
    let words = act_words::readings(doc.lower(at));
    let fitting = words.iter().find(|word| fits(doc, at, word));
    let Some(word) = fitting else { return as_cue() };
    Some(Reading {
        at,
        act: word.act,
        role: word.role,
        // "citing the army" is no speech of who cites.
        spoken: match word.role {
            Role::Topic => as_cue().is_some_and(|cue| cue.spoken),
            _ => word.spoken,
        },
    })
}

fn fits(doc: &Doc<'_>, at: usize, word: &ActWord) -> bool {
    let fits_here = match word.role {
        Role::Noun => doc.word(at).cue.is_none() || is_noun(doc, at),
        _ => !(doc.can_be(at, Tag::Noun) && is_noun(doc, at)),
    };
    if !fits_here {
        return false;
    }
    let follow = |from: usize, words: &[&str]| (from..).zip(words).all(|(i, word)| doc.lower(i) == *word);
    let next = word.next.is_empty() || after(doc, at).any(|from| follow(from, &word.next));
    let with = || {
        let mut clause = (at + 1..doc.len().min(at + REACH)).take_while(|i| !ends_clause(doc, *i));
        clause.any(|i| follow(i, &word.with) && (word.with != ["to"] || is_verb_behind(doc, i)))
    };
    next && (word.with.is_empty() || with())
}

/// "his call", "a new claim": a word that is a verb elsewhere.
fn is_noun(doc: &Doc<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        doc.is(before, Class::DETERMINER.or(Class::ARTICLE))
            || doc.kind(before) == Some(crate::text::TokenKind::Possessive)
            || matches!(
                doc.lower(before),
                "his" | "her" | "its" | "their" | "our" | "my" | "your"
            )
            || doc.mostly(before, Tag::Adjective)
    }) || matches!(doc.lower(at + 1), "about" | "of" | "from" | "over" | "by")
}

/// Where the words that follow may begin: behind the word, or behind an adverb or a day: "called again for".
fn after(doc: &Doc<'_>, at: usize) -> impl Iterator<Item = usize> {
    let between = |i: &usize| doc.mostly(*i, Tag::Adverb) || doc.is(*i, Class::DAY);
    let adverbs = (at + 1..at + 3).take_while(between).count();
    at + 1..=at + 1 + adverbs
}

/// "to leave", "to not leave", "to hand over".
fn is_verb_behind(doc: &Doc<'_>, to: usize) -> bool {
    let between = |i: usize| doc.is(i, Class::NOT) || doc.mostly(i, Tag::Adverb) || doc.is_quote_mark(i);
    let particle = |i: usize| matches!(doc.lower(i), "over" | "out" | "up" | "down" | "back" | "off");
    let verb = (to + 1..to + 3).find(|i| !between(*i));
    verb.is_some_and(|i| doc.can_be(i, Tag::Base) || particle(i + 1))
}

/// Whether what stands behind `i` no longer belongs to a verb before it.
fn ends_clause(doc: &Doc<'_>, i: usize) -> bool {
    is_break(doc, i)
        || doc.is_finite(i)
        || matches!(
            doc.lower(i),
            "that"
                | "whether"
                | "if"
                | "who"
                | "which"
                | "how"
                | "why"
                | "what"
                | "when"
                | "where"
                | "because"
        )
}

fn is_break(doc: &Doc<'_>, i: usize) -> bool {
    doc.is_quote_mark(i) || doc.is_mark(i, &[",", ".", ";", ":", "!", "?"])
}

/// "did not deny", "refused to rule out", "no apology".
fn is_negated(doc: &Doc<'_>, cue: &Range<usize>, reading: &Reading) -> bool {
    let denies = |i: usize| {
        doc.is(i, Class::NOT)
            || doc.lower(i) == "cannot"
            || ["refus", "declin", "fail"]
                .iter()
                .any(|stem| doc.lower(i).starts_with(stem))
            || doc.lower(i) == "short" && doc.lower(i + 1) == "of"
            || reading.role == Role::Noun && doc.lower(i) == "no"
    };
    (cue.start.saturating_sub(NEGATION)..reading.at)
        .rev()
        .take_while(|i| *i >= cue.start || !is_break(doc, *i))
        .any(denies)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::{Input, Stop};
    use crate::text::{ArticleText, Span};

    /// Calls `check` with the words in brackets.
    fn with_cue(marked: &str, check: impl FnOnce(&Doc<'_>, &Range<usize>)) {
        let (before, rest) = marked.split_once('[').unwrap();
        let (cue, after) = rest.split_once(']').unwrap();
        let text = ArticleText::new([before, cue, after].concat());
        let input = Input::of(&text);
        let doc = Doc::new(&input, &Stop::default()).unwrap();
        let span = Span::new(before.len(), before.len() + cue.len()).unwrap();
        check(&doc, &doc.tokens_in(span));
    }

    #[test]
    fn what_belongs_to_a_cue_tells_what_is_done() {
        for (text, expected) in [
            ("Toll [said] it rained.", Act::Statement),
            ("Toll [told] reporters it rained.", Act::Statement),
            ("Toll [told] residents to stay at home.", Act::Demand),
            ("Residents were [told] not to leave.", Act::Demand),
            ("Toll [told] reporters he wants to leave.", Act::Statement),
            ("Toll [asked] whether she had to leave.", Act::Statement),
            ("Toll [asked] not to be named.", Act::Demand),
            ("Toll [called] again for talks.", Act::Demand),
            ("Toll [called] him a liar.", Act::Opinion),
            ("Toll [repeated his call for] talks.", Act::Demand),
            ("Toll [warned] that it would rain.", Act::Prediction),
            ("Toll [warned] villagers against swimming.", Act::Demand),
            ("Toll [promised] to come.", Act::Prediction),
            ("Toll [swore] to come back.", Act::Prediction),
            ("Toll [swore] that she had seen it.", Act::Statement),
            ("Toll [denied] it.", Act::Denial),
            ("Toll did not [deny] it.", Act::Statement),
            ("Toll refused to [rule out] a vote.", Act::Statement),
            ("Toll [ruled out] a vote.", Act::Denial),
            ("Toll [pleaded] guilty to theft.", Act::Admission),
            ("Toll [pleaded] not guilty to theft.", Act::Denial),
            ("Toll [made no apology for] it.", Act::Statement),
            ("Toll [issued an apology for] it.", Act::Admission),
            ("Toll [expressed] deep regret over it.", Act::Admission),
            ("Toll [expressed] support for it.", Act::Opinion),
            ("Toll [called] Friday for talks.", Act::Demand),
            ("She was [told] to hand over the keys.", Act::Demand),
            ("Toll [faces questions about] it.", Act::Statement),
            ("Toll [held] the army responsible for it.", Act::Accusation),
            ("Toll [asked about allegations] of theft.", Act::Statement),
            ("Toll [made allegations] of theft.", Act::Accusation),
            ("Toll [described] the vote as a farce.", Act::Opinion),
            ("Toll [described] how it rained.", Act::Statement),
            ("Toll does not [support] the plan.", Act::Opinion),
            ("Toll would [like to stress] it.", Act::Statement),
            ("Toll gave [an order] to leave.", Act::Statement),
        ] {
            with_cue(text, |doc, cue| assert_eq!(of(doc, cue), expected, "{text}"));
        }
    }

    #[test]
    fn words_of_speech_and_others() {
        for (text, expected) in [
            ("Toll [said] it rained.", true),
            ("[According to] Toll it rained.", true),
            ("Toll[:] it rained.", true),
            ("Toll [thanked] the crew.", true),
            ("Toll [issued an apology for] it.", true),
            ("Toll [asked about] it.", true),
            ("A report [citing] the army says so.", false),
            ("Toll [hopes] to come.", false),
            ("Toll [despises] the plan.", false),
            ("Rebels [attacked] the town.", false),
            ("Toll [walked] home.", false),
        ] {
            with_cue(text, |doc, cue| {
                assert_eq!(is_speech(doc, cue), expected, "{text}");
            });
        }
    }
}
