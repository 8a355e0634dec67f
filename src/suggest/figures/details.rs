//! What belongs to a number besides its measure: where, and by whom.

use std::ops::Range;

use super::super::actors::{Found, Kind};
use super::super::claims::Marks;
use super::super::gazetteer::Tag;
use super::super::lexicon::Class;
use super::harm::{Side, harm};
use super::phrase::counted;
use super::window::Window;
use crate::annotation::Form;

/// How far, in tokens, a place or a perpetrator may stand from the number.
const AHEAD: usize = 30;
const BEHIND: usize = 20;

/// Finds mentions in the window.
pub(super) struct Mentions<'w, 'd, 'a> {
    pub w: &'w Window<'d, 'a>,
    pub found: &'w [Found],
    pub marks: &'w Marks,
}

impl<'w> Mentions<'w, '_, '_> {
    fn at(&self, i: usize) -> Option<&'w Found> {
        let mention = self.found.get(self.marks.mention(i)?)?;
        (self.w.range.contains(&i) && mention.tokens.start == i).then_some(mention)
    }

    fn words(&self, mention: &Found) -> String {
        self.w.doc.text.slice(mention.span).to_owned()
    }

    fn place(&self, i: usize) -> Option<&'w Found> {
        let w = self.w;
        let m = self.at(i)?;
        // "in US air strikes", "in Syrian regime shelling": whose they were, not where.
        let modifies = w.is(m.tokens.end, Class::ATTACK)
            || w.lower(m.tokens.end) == "air"
            || w.lower(m.tokens.end).starts_with('-');
        let inside = |back: usize| matches!(w.lower(w.before(i, back)), "in" | "across" | "inside");
        let side = [
            "northern",
            "southern",
            "eastern",
            "western",
            "central",
            "neighboring",
            "neighbouring",
        ];
        let state = m.kind == Kind::State
            && m.form == Form::Named
            && (inside(1) || inside(2) && side.contains(&w.lower(w.before(i, 1))));
        let adjective = w.lower(i).contains('-') && w.lower(i).ends_with("held");
        (!modifies && !adjective && (m.kind == Kind::Place || state)).then_some(m)
    }

    /// Where: the first place after the number, up to the next number that has one of its own; else the last before it.
    pub(super) fn place_of(&self, here: &Range<usize>) -> String {
        let mut aside = false;
        let ahead = (here.end..here.end + AHEAD)
            .take_while(|i| !self.w.is_stop(*i))
            .filter(|i| {
                // "militants (banned in …)"
                aside = (aside || self.w.doc.is_mark(*i, &["("])) && !self.w.doc.is_mark(*i, &[")"]);
                !aside
            })
            .find_map(|i| self.place(i));
        let behind = || {
            (1..=BEHIND)
                .map(|back| self.w.before(here.start, back))
                .take_while(|i| !self.w.is_stop(*i))
                .find_map(|i| self.place(i))
        };
        ahead
            .or_else(behind)
            .map_or_else(String::new, |place| self.words(place))
    }

    fn actor(&self, i: usize) -> Option<&'w Found> {
        self.at(i)
            .filter(|m| !matches!(m.kind, Kind::Place | Kind::UnnamedSource | Kind::Media))
    }

    /// By whom: "by X", the subject of "killed", or whose strikes they were.
    pub(super) fn cause_of(&self, here: &Range<usize>) -> String {
        self.by_phrase(here)
            .or_else(|| self.subject(here))
            .or_else(|| self.attacker(here))
            .unwrap_or_default()
    }

    /// "were killed by X", "in strikes by X".
    fn by_phrase(&self, here: &Range<usize>) -> Option<String> {
        let w = self.w;
        let by = (here.end..here.end + AHEAD)
            .take_while(|i| !w.is_stop(*i))
            .find(|i| w.lower(*i) == "by")?;
        let one = w.before(by, 1);
        // "a town held by X": who holds it did nothing here.
        let holds = w.is(one, Class::IF_PEOPLE);
        let other_verb =
            (w.mostly(one, Tag::Participle) || w.mostly(one, Tag::Past)) && !w.is(one, Class::MEASURE);
        if holds || other_verb {
            return None;
        }
        let named = (by + 1..by + 6)
            .take_while(|i| !w.is_stop(*i) && !w.is_full_verb(*i))
            .find_map(|i| self.actor(i))
            .map(|m| self.words(m));
        named.or_else(|| self.armed(counted(w, by + 1 + usize::from(w.is(by + 1, Class::ARTICLE))).words))
    }

    /// The words, if they are a description of somebody who can do harm: "US-led coalition", "army units".
    fn armed(&self, words: Range<usize>) -> Option<String> {
        let w = self.w;
        let of_arms = Class::IS_ARMED
            .or(Class::IS_ARMED_WITH)
            .or(Class::IS_STATE)
            .or(Class::ARMED_MODIFIER)
            .or(Class::HEAD_ARMED);
        let acts = |i: usize| {
            w.is_people(i)
                || w.is(
                    i,
                    Class::IS_ARMED
                        .or(Class::IS_ARMED_WITH)
                        .or(Class::IS_STATE)
                        .or(Class::HEAD_ARMED),
                )
                || w.is(i, Class::ATTACK)
                || matches!(
                    w.lower(i),
                    "coalition" | "alliance" | "group" | "groups" | "organization" | "organizations"
                )
        };
        let head = words.end.checked_sub(1).is_some_and(acts);
        let armed = head && words.clone().any(|i| w.is(i, of_arms));
        armed.then(|| w.doc.words_of(words).to_owned())
    }

    /// "X killed 12": the nearest actor before the verb whose object the number is.
    fn subject(&self, here: &Range<usize>) -> Option<String> {
        let w = self.w;
        let verb = (1..=BEHIND)
            .map(|back| w.before(here.start, back))
            .take_while(|i| !w.is_stop(*i))
            .filter(|i| harm(w, *i).is_some_and(|h| h.side == Side::After))
            .last()?;
        (1..=BEHIND)
            .map(|back| w.before(verb, back))
            .take_while(|i| {
                !w.is_stop(*i) && !matches!(w.lower(*i), "when" | "after" | "while" | "as" | "that" | "which")
            })
            .find_map(|i| self.actor(i).filter(|_| self.can_act(i)))
            .map(|m| self.words(m))
            .or_else(|| self.armed(self.before_verb(verb)))
    }

    /// "the war in Syria killed 12": what stands in or from somewhere does nothing.
    fn can_act(&self, i: usize) -> bool {
        let w = self.w;
        !matches!(
            w.lower(w.before(i, 1)),
            "in" | "across" | "inside" | "from" | "near" | "at" | "on" | "against" | "with"
        )
    }

    /// The noun phrase right before a verb: "the air force also killed".
    fn before_verb(&self, verb: usize) -> Range<usize> {
        let w = self.w;
        let mut end = verb;
        while end > w.range.start
            && (w.is(end - 1, Class::AUX.or(Class::BE)) || w.mostly(end - 1, Tag::Adverb))
        {
            end -= 1;
        }
        let mut start = end;
        while start > w.range.start
            && start + 4 > end
            && w.is_word(start - 1)
            && (w.can_be(start - 1, Tag::Noun) || w.mostly(start - 1, Tag::Adjective) || w.capital(start - 1))
            && !w.doc.is_function_word(start - 1)
        {
            start -= 1;
        }
        start..end
    }

    /// "in US air strikes", "Regime shelling killed 12": the words before the weapon that name whose it is.
    fn attacker(&self, here: &Range<usize>) -> Option<String> {
        let w = self.w;
        let ahead = (here.end..here.end + AHEAD).take_while(|i| !w.is_stop(*i));
        let behind = (1..=BEHIND)
            .map(|back| w.before(here.start, back))
            .take_while(|i| !w.is_stop(*i));
        ahead.chain(behind).find_map(|i| self.owner_of(i))
    }

    fn owner_of(&self, weapon: usize) -> Option<String> {
        let w = self.w;
        if !w.is(weapon, Class::ATTACK) || w.is(weapon + 1, Class::ATTACK) {
            return None;
        }
        let mut at = weapon;
        for _ in 0..4 {
            at = w.before(at, 1);
            if !w.is_word(at) || w.doc.is_function_word(at) || w.is(at, Class::ARTICLE) || w.is_calendar(at) {
                return None;
            }
            let place = self
                .marks
                .mention(at)
                .and_then(|m| self.found.get(m))
                .is_some_and(|m| matches!(m.kind, Kind::Place | Kind::Media));
            let names =
                w.capital(at) && !w.is(at, Class::UNCOUNTED) && !place || w.is(at, Class::ARMED_MODIFIER);
            let weapon = w.is(at, Class::ATTACK.or(Class::COUNTED_THING).or(Class::MEASURE))
                || matches!(
                    w.lower(at),
                    "air" | "suicide" | "barrel" | "artillery" | "chemical" | "gas" | "deadly" | "heavy"
                );
            if names && !weapon {
                return Some(w.doc.words_of(at..at + 1).to_owned());
            }
        }
        None
    }
}
