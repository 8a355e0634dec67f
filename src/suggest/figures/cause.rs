//! By whom people came to harm: "killed by X", "X killed 12", "in X's strikes".

use std::ops::Range;

use super::super::actors::{Found, Kind};
use super::super::gazetteer::{Gazetteer, NameKind, Tag};
use super::super::lexicon::Class;
use super::details::{AHEAD, BEHIND, Mentions};
use super::harm::{Side, harm};
use super::harm_words::{Part, is_part};
use super::phrase::counted;
use crate::annotation::{Form, Measure};

/// How long, in tokens, the clause before "killing" may be.
const CLAUSE: usize = 40;

/// How far, in tokens, who claims responsibility may stand before the verb: "the group that calls itself … has claimed".
const CLAIMED: usize = 4;

/// The score below which a name was taken for a person by little.
const GUESSED: f32 = 0.5;

impl<'w> Mentions<'w, '_, '_> {
    pub(super) fn is_actor(mention: &Found) -> bool {
        !matches!(mention.kind, Kind::Place | Kind::UnnamedSource | Kind::Media)
    }

    fn actor(&self, i: usize) -> Option<&'w Found> {
        // "Floods drove 400 people": a capital at the start that was only guessed to be a person.
        let guessed = |m: &Found| m.kind == Kind::Person && m.score < GUESSED;
        self.at(i).filter(|m| Self::is_actor(m) && !guessed(m))
    }

    /// By whom: "by X", the subject of "killed", whose strikes they were, or who attacked before.
    pub(super) fn cause_of(&self, here: &Range<usize>, measure: Measure) -> String {
        self.by_phrase(here.end..here.end + AHEAD)
            .or_else(|| self.subject(here, measure))
            .or_else(|| self.attacker(here))
            .or_else(|| {
                matches!(measure, Measure::Killed | Measure::Wounded)
                    .then(|| self.attacked_before(here).or_else(|| self.claimed(here)))
                    .flatten()
            })
            .unwrap_or_default()
    }

    /// "… killed 12; the Lenn Front claimed responsibility", in the same sentence or the next.
    fn claimed(&self, here: &Range<usize>) -> Option<String> {
        let doc = self.w.doc;
        let number = doc.sentence_of(here.start);
        let sentences = doc.sentences.get(number..doc.sentences.len().min(number + 2))?;
        let (first, last) = (sentences.first()?, sentences.last()?);
        let from = first.tokens.start.max(here.start.saturating_sub(CLAUSE));
        let mut tokens = from..last.tokens.end.min(here.end + 2 * CLAUSE);
        let verb = tokens.find(|i| {
            matches!(doc.lower(*i), "claimed" | "claims" | "claim")
                && (i + 1..i + 3).any(|j| doc.lower(j) == "responsibility")
        })?;
        let who = (1..=CLAIMED)
            .filter_map(|back| verb.checked_sub(back))
            .find_map(|i| self.mention_of(i))?;
        let acts = matches!(who.kind, Kind::ArmedForce | Kind::Organization) && who.form == Form::Named;
        let denied = (who.tokens.start..verb).any(|i| doc.is(i, Class::NOT));
        (acts && !denied).then(|| doc.text.slice(who.span).to_owned())
    }

    /// "Police fired into the crowd, and the hospital counted four dead".
    fn attacked_before(&self, here: &Range<usize>) -> Option<String> {
        let w = self.w;
        let verb = (w.range.start..here.start)
            .rev()
            .take(CLAUSE)
            .take_while(|i| {
                let aside = matches!(w.lower(*i), "who" | "which" | "that" | "where");
                !w.is_stop(*i) && (aside || !w.is(*i, Class::BOUNDARY))
            })
            .find(|i| {
                is_part(w.lower(*i), Part::Attack)
                    && (w.is_full_verb(*i) || w.is(w.before(*i, 1), Class::AUX))
                    && !w.is(w.before(*i, 1), Class::BE)
            })?;
        let who = self.before_verb(verb);
        let force = self
            .actor(who.start)
            .filter(|m| m.kind == Kind::ArmedForce && m.tokens.end == who.end)
            .map(|m| self.together(m));
        force.or_else(|| self.armed(who))
    }

    /// "were killed by X", "in strikes by X".
    fn by_phrase(&self, tokens: Range<usize>) -> Option<String> {
        let w = self.w;
        let by = tokens
            .take_while(|i| !w.is_stop(*i))
            .find(|i| w.lower(*i) == "by")?;
        let one = w.before(by, 1);
        // "a town held by X": who holds it did nothing here.
        let holds = w.is(one, Class::IF_PEOPLE);
        let other_verb = (w.mostly(one, Tag::Participle) || w.mostly(one, Tag::Past))
            && !w.is(one, Class::MEASURE)
            && !is_part(w.lower(one), Part::Attack);
        if holds || other_verb {
            return None;
        }
        let metonym = self.at(by + 1).filter(|m| m.kind == Kind::Place);
        let named = (by + 1..by + 6)
            .take_while(|i| !w.is_stop(*i) && !w.is_full_verb(*i))
            .find_map(|i| self.actor(i))
            .or(metonym);
        let phrase = counted(w, by + 1 + usize::from(w.is(by + 1, Class::ARTICLE))).words;
        // "by Leeds magistrates": not Leeds.
        let part_of = named.is_some_and(|m| phrase.contains(&m.tokens.start) && m.tokens.end < phrase.end);
        let described = (named.is_none() || part_of).then(|| self.armed(phrase)).flatten();
        described.or_else(|| named.map(|m| self.together(m)))
    }

    /// A mention with those that "and" joins to it: "the regime and its ally Russia".
    fn together(&self, mention: &Found) -> String {
        let w = self.w;
        let Range { mut start, mut end } = mention.tokens;
        let joins = |i: usize| matches!(w.lower(i), "its" | "their" | "the" | "ally" | "allies");
        let mut before = w.before(start, 1);
        while joins(before) {
            before = w.before(before, 1);
        }
        if w.lower(before) == "and"
            && let Some(first) = self.mention_of(w.before(before, 1)).filter(|m| Self::is_actor(m))
            && w.range.contains(&first.tokens.start)
        {
            start = first.tokens.start;
        }
        if w.lower(end) == "and" {
            // "by the army and Toll said": a clause of its own.
            let next = (end + 1..end + 5).find(|i| !joins(*i));
            if let Some(last) = next
                .and_then(|i| self.actor(i))
                .filter(|m| w.is(m.tokens.end, Class::MEASURE) || !w.is_full_verb(m.tokens.end))
            {
                end = last.tokens.end;
            }
        }
        w.doc.words_of(start..end).to_owned()
    }

    /// The words, if they are a description of somebody who can do harm: "US-led coalition", "army units".
    fn armed(&self, words: Range<usize>) -> Option<String> {
        let w = self.w;
        let forces = Class::IS_ARMED
            .or(Class::IS_ARMED_WITH)
            .or(Class::IS_STATE)
            .or(Class::HEAD_ARMED);
        let of_arms = forces.or(Class::ARMED_MODIFIER);
        let acts = |i: usize| {
            w.is_people(i)
                || w.is(i, forces.or(Class::ATTACK))
                || matches!(
                    w.lower(i),
                    "coalition" | "alliance" | "group" | "groups" | "organization" | "organizations"
                )
        };
        let doer = |i: usize| is_part(w.lower(i), Part::Doer);
        let head = words.end.checked_sub(1);
        let armed = head.is_some_and(doer)
            || head.is_some_and(acts)
                && words
                    .clone()
                    .any(|i| w.is(i, of_arms) || matches!(w.lower(i), "extremist" | "terrorists"));
        armed.then(|| w.doc.words_of(words).to_owned())
    }

    /// "X killed 12", "X bombed a town, killing 12": the nearest actor before the verb.
    fn subject(&self, here: &Range<usize>, measure: Measure) -> Option<String> {
        let w = self.w;
        let harming = (1..=BEHIND)
            .map(|back| w.before(here.start, back))
            .take_while(|i| !w.is_stop(*i))
            // Who takes away bodies did not kill.
            .filter(|i| harm(w, *i).is_some_and(|h| h.side == Side::After && h.measure == measure))
            .last()?;
        // Who lost people did not kill them.
        if w.lower(harming).starts_with("los") {
            return None;
        }
        // "accused the army of killing 12" names the one right before.
        let accused = matches!(w.lower(w.before(harming, 1)), "of" | "for");
        // "are still holding"
        let progressive = w.is(w.before(harming, 1), Class::BE) || w.is(w.before(harming, 2), Class::BE);
        if accused || progressive || !w.lower(harming).ends_with("ing") {
            return self.subject_of(harming);
        }
        // What is behind "killing" does not say who did; the verb of the clause before it has the same subject.
        let verb = (1..=CLAUSE)
            .map(|back| w.before(harming, back))
            .take_while(|i| !w.is_stop(*i))
            .find(|i| {
                // "has used", "were bombed"
                let helped = w.can_be(*i, Tag::Participle) && w.is(w.before(*i, 1), Class::AUX.or(Class::BE));
                // "a market where civilians were gathered", not "adding that rebels fired".
                let subordinate = (1..=6).map(|back| w.before(*i, back)).any(|at| {
                    at > w.range.start
                        && matches!(w.lower(at), "who" | "that" | "which" | "where")
                        && w.doc.word(at - 1).cue.is_none()
                });
                (w.is_full_verb(*i) || helped) && !subordinate
            });
        // "kidnappers holding 12 nurses"
        let Some(verb) = verb else {
            let who = self.before_verb(harming);
            return (who.start <= w.range.start + 1)
                .then(|| self.armed(who))
                .flatten();
        };
        let passive = w.is(w.before(verb, 1), Class::BE);
        if passive {
            self.by_phrase(verb..harming)
        } else {
            self.subject_of(verb)
        }
    }

    fn subject_of(&self, verb: usize) -> Option<String> {
        let w = self.w;
        let mut one = w.before(verb, 1);
        while w.is(one, Class::AUX.or(Class::BE)) || w.mostly(one, Tag::Adverb) {
            one = w.before(one, 1);
        }
        // "The front said it had killed 12"
        if matches!(w.lower(one), "it" | "they" | "he" | "she" | "we" | "i") {
            let source = self.source.filter(|s| !w.doc.is(s.start, Class::PRONOUN));
            return source.map(|s| w.doc.words_of(s.clone()).to_owned());
        }
        // "Fighters overran a post of the union and killed 12": both verbs have the same subject.
        if w.lower(one) == "and"
            && let Some(first) = (1..=BEHIND)
                .map(|back| w.before(one, back))
                .take_while(|i| !w.is_stop(*i) && !w.is(*i, Class::BOUNDARY))
                .find(|i| w.is_full_verb(*i) || is_part(w.lower(*i), Part::Attack))
        {
            return self.subject_right_before(first);
        }
        self.subject_right_before(verb)
    }

    /// The nearest actor before a verb.
    fn subject_right_before(&self, verb: usize) -> Option<String> {
        let w = self.w;
        let before = (1..=BEHIND).map(|back| w.before(verb, back)).take_while(|i| {
            !w.is_stop(*i) && !matches!(w.lower(*i), "when" | "after" | "while" | "as" | "that" | "which")
        });
        // "The strikes by X killed 12"
        let start = before.clone().last()?;
        if let Some(agent) = self.by_phrase(start..verb) {
            return Some(agent);
        }
        before
            .filter_map(|i| self.actor(i))
            .find(|mention| self.can_act(mention.tokens.start))
            .map(|m| self.together(m))
            .or_else(|| {
                let words = self.before_verb(verb);
                let strike = words.end.checked_sub(1).filter(|last| is_event(w.lower(*last)))?;
                self.owner_of(strike)
            })
            .or_else(|| self.armed(self.before_verb(verb)))
    }

    /// "the war in Syria killed 12": what stands in or from somewhere does nothing.
    fn can_act(&self, i: usize) -> bool {
        !matches!(
            self.w.lower(self.before_modifiers(i)),
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
        // "a court in Aven jailed"
        if let Some(place) = self
            .mention_of(w.before(end, 1))
            .filter(|m| m.kind == Kind::Place)
            && w.is(w.before(place.tokens.start, 1), Class::PLACE_BEFORE)
        {
            end = place.tokens.start - 1;
        }
        let mut start = end;
        while start > w.range.start
            && start + 4 > end
            && w.is_word(start - 1)
            && (w.can_be(start - 1, Tag::Noun) || w.mostly(start - 1, Tag::Adjective) || w.capital(start - 1))
            && !w.doc.is_function_word(start - 1)
            && self.mention_of(start - 1).is_none_or(|m| m.kind != Kind::Place)
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
            if !w.is_word(at) {
                return None;
            }
            let mention = self.mention_of(at);
            let model = |m: &Found| w.doc.text.slice(m.span).contains(|c: char| c.is_ascii_digit());
            if let Some(owner) = mention.filter(|m| Self::is_actor(m) && m.tokens.end <= weapon && !model(m))
            {
                return Some(w.doc.text.slice(owner.span).to_owned());
            }
            if w.doc.is_function_word(at) || w.is(at, Class::ARTICLE) || w.is_calendar(at) {
                return None;
            }
            if self.names_owner(at) {
                let mut start = at;
                while self.names_owner(w.before(start, 1)) && self.is_of_owner(w.before(start, 1)) {
                    start = w.before(start, 1);
                }
                return Some(w.doc.words_of(start..at + 1).to_owned());
            }
        }
        None
    }

    /// Whether a word before the owner's belongs to its name: "Syrian regime", "US-led coalition", "Nusra militant".
    fn is_of_owner(&self, i: usize) -> bool {
        let w = self.w;
        if self.mention_of(i).is_some_and(Self::is_actor) {
            return true;
        }
        let name = Gazetteer::embedded().name(w.doc.text_of(i));
        name.is_some_and(|value| matches!(value.kind, NameKind::Demonym | NameKind::State))
            || w.is(i, Class::ARMED_MODIFIER)
            || w.lower(i).ends_with("-led")
    }

    /// Whether a word before a weapon says whose it is: "US", "Syrian", "regime".
    fn names_owner(&self, i: usize) -> bool {
        let w = self.w;
        let place = self
            .mention_of(i)
            .is_some_and(|m| matches!(m.kind, Kind::Place | Kind::Media));
        let weapon = w.is(i, Class::ATTACK.or(Class::COUNTED_THING).or(Class::MEASURE))
            || matches!(
                w.lower(i),
                "air" | "suicide" | "barrel" | "artillery" | "chemical" | "gas" | "deadly" | "heavy"
            );
        let names = w.capital(i) && !w.is(i, Class::UNCOUNTED) && !w.is_calendar(i) && !place;
        let model = w.doc.text_of(i).contains(|c: char| c.is_ascii_digit());
        w.is_word(i)
            && !w.doc.is_function_word(i)
            && !weapon
            && !model
            && (names || w.is(i, Class::ARMED_MODIFIER))
    }
}

/// An attack, not those who attack: "strikes", not "warplanes".
fn is_event(word: &str) -> bool {
    matches!(
        word.trim_end_matches('s'),
        "strike"
            | "airstrike"
            | "air-strike"
            | "raid"
            | "attack"
            | "assault"
            | "shelling"
            | "bombing"
            | "bombardment"
    )
}
