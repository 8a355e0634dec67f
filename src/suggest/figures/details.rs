//! What belongs to a number besides its measure: where. By whom is told in [`super::cause`].

use std::ops::Range;

use super::super::actors::{Found, Kind};
use super::super::claims::Marks;
use super::super::gazetteer::Tag;
use super::super::lexicon::Class;
use super::window::Window;
use crate::annotation::Form;

/// How far, in tokens, a place or a perpetrator may stand from the number.
pub(super) const AHEAD: usize = 30;
pub(super) const BEHIND: usize = 20;

/// Finds mentions in the window.
pub(super) struct Mentions<'w, 'd, 'a> {
    pub w: &'w Window<'d, 'a>,
    pub found: &'w [Found],
    pub marks: &'w Marks,
    /// Who says what stands in the window.
    pub source: Option<&'w Range<usize>>,
}

impl<'w> Mentions<'w, '_, '_> {
    /// The mention that begins at `i`.
    pub(super) fn at(&self, i: usize) -> Option<&'w Found> {
        let mention = self.found.get(self.marks.mention(i)?)?;
        (self.w.range.contains(&i) && mention.tokens.start == i).then_some(mention)
    }

    fn place(&self, i: usize) -> Option<&'w Found> {
        let w = self.w;
        let m = self.at(i)?;
        // "in US air strikes", "in Syrian regime shelling": whose they were, not where.
        let modifies = w.is(m.tokens.end, Class::ATTACK)
            || w.lower(m.tokens.end) == "air"
            || w.lower(m.tokens.end).starts_with('-');
        let inside = |back: usize| matches!(w.lower(w.before(i, back)), "in" | "across" | "inside");
        let state = m.kind == Kind::State
            && m.form == Form::Named
            && (inside(1) || inside(2) && is_side(w.lower(w.before(i, 1))));
        let adjective = w.lower(i).contains('-') && w.lower(i).ends_with("held");
        // "strikes by Washington": who acts is no place.
        let acts = w.lower(w.before(i, 1)) == "by";
        (!modifies && !adjective && !acts && (m.kind == Kind::Place || state) && !self.is_base(i))
            .then_some(m)
    }

    /// Whether the place at `i` says where somebody is at home: "a group operating in Iraq and Syria".
    fn is_base(&self, i: usize) -> bool {
        let w = self.w;
        let mut at = i;
        // The last of several that are joined.
        while w.lower(w.before(at, 1)) == "and"
            && let Some(first) = self.mention_of(w.before(at, 2))
        {
            at = first.tokens.start;
        }
        let preposition = self.before_modifiers(at);
        let verb = w.before(preposition, 1);
        let stays = |word: &str| matches!(word, "operating" | "based" | "active" | "stationed");
        // "rebels fighting in Syria", not "the fierce fighting in Aven"
        let who = w.before(verb, 1);
        let fights = w.lower(verb) == "fighting" && (w.is_people(who) || self.mention_of(who).is_some());
        matches!(w.lower(preposition), "in" | "across" | "inside")
            && (stays(w.lower(verb))
                || fights
                || self
                    .mention_of(verb)
                    .is_some_and(|enemy| w.lower(w.before(enemy.tokens.start, 1)) == "fighting"))
    }

    /// The mention that the token at `i` is part of.
    pub(super) fn mention_of(&self, i: usize) -> Option<&'w Found> {
        self.found.get(self.marks.mention(i)?)
    }

    /// The token before the articles and adjectives that stand before `i`.
    pub(super) fn before_modifiers(&self, i: usize) -> usize {
        let w = self.w;
        let modifies = |at: usize| {
            w.is(at, Class::ARTICLE.or(Class::DETERMINER))
                || w.mostly(at, Tag::Adjective) && !w.mostly(at, Tag::Preposition)
                || is_side(w.lower(at))
        };
        let mut at = w.before(i, 1);
        while modifies(at) {
            at = w.before(at, 1);
        }
        at
    }

    /// A place before the statement that the number stands in: "… tore through the colliery, killing six; ten are missing".
    fn place_told_before(&self, here: &Range<usize>) -> Option<String> {
        let w = self.w;
        let opening = (1..=BEHIND)
            .map(|back| w.before(here.start, back))
            .find(|i| w.is_stop(*i))
            .filter(|i| w.lower(*i) == ";")?;
        self.place_in_statement(&(opening..opening))
    }

    /// Where: the first place after the number, up to the next number that has one of its own; else the last before it.
    pub(super) fn place_of(&self, here: &Range<usize>) -> String {
        self.place_in_statement(here)
            .or_else(|| self.place_told_before(here))
            .unwrap_or_default()
    }

    fn place_in_statement(&self, here: &Range<usize>) -> Option<String> {
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
            .map(|place| self.w.doc.text.slice(place.span).to_owned())
            .or_else(|| self.site_of(here))
    }
}

/// A part of a place: "northwestern", "rural".
fn is_side(word: &str) -> bool {
    let quarter = word.strip_suffix("ern").is_some_and(|side| {
        let side = side.trim_start_matches("north").trim_start_matches("south");
        matches!(side.trim_start_matches('-'), "" | "east" | "west")
    });
    quarter
        || matches!(
            word,
            "central" | "rural" | "neighboring" | "neighbouring" | "upper" | "lower"
        )
}
