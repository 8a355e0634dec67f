//! What stands right around a number: the words it counts, and the words that bound it.

use std::ops::Range;

use super::super::gazetteer::Tag;
use super::super::lexicon::Class;
use super::numbers::Number;
use super::window::Window;
use crate::annotation::Bound;

/// How many words a counted noun can have before it.
const LONGEST: usize = 7;

/// The words that a number counts.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    /// The noun with its modifiers; empty if the number stands for itself ("32 were hurt", "19 others").
    pub words: Range<usize>,
    /// The last noun.
    pub head: Option<usize>,
    /// The token after everything that belongs to the number and its noun.
    pub end: usize,
}

/// The words counted, after the number.
pub(super) fn counted(w: &Window<'_, '_>, number_end: usize) -> Counted {
    let mut start = number_end;
    // The quotation marks of “"hundreds" more” and a lost one.
    if w.doc.is_quote_mark(start) {
        start += 1;
    }
    while matches!(
        w.lower(start),
        "more" | "other" | "additional" | "further" | "new" | "or" | "so"
    ) && !w.is(start, Class::PEOPLE)
    {
        start += 1;
    }
    if w.lower(start) == "of" {
        start += 1;
        while w.is(start, Class::ARTICLE) || w.lower(start) == "own" {
            start += 1;
        }
    }
    let mut head = None;
    let mut at = start;
    while at < start + LONGEST {
        if w.range.contains(&at) && w.doc.is_mark(at, &["("]) {
            // "35 Daesh (outlawed in …) militants"
            let close = (at + 1..at + 8).find(|i| w.doc.is_mark(*i, &[")"]));
            match close.filter(|c| goes_on(w, c + 1, true)) {
                Some(close) => at = close + 1,
                None => break,
            }
        }
        // "three children close to the road": what follows the people who are counted is about them no more.
        let of_people = head.is_some_and(|h| h + 1 == at && w.is_people(h));
        // "terrorist explosions", "rebel positions": a single person is what the next word is about.
        let modifies = w.is(at, Class::COUNTED_THING)
            && head.is_some_and(|h| !w.lower(h).ends_with('s') && !w.is(h, Class::PEOPLE));
        let whole = of_people && !w.is_people(at) && !modifies;
        if whole || !goes_on(w, at, head.is_some()) {
            break;
        }
        if w.can_be(at, Tag::Noun) || w.is_people(at) || w.capital(at) {
            head = Some(at);
        }
        at += 1;
    }
    let end = head.map_or(start, |h| h + 1);
    let mut from = start;
    // "12 wounded soldiers": says how they fared, not who they are.
    while from + 1 < end && w.is(from, Class::MEASURE) && !w.is_people(from) {
        from += 1;
    }
    let names_nobody = head.is_none_or(|h| {
        h + 1 == from + 1
            && (w.lower(h) == "others"
                || w.is(h, Class::MEASURE) && !w.is_people(h) && w.lower(h) != "bodies")
    });
    Counted {
        words: if names_nobody { end..end } else { from..end },
        head,
        end,
    }
}

/// Whether the word at `i` still belongs to the noun phrase.
fn goes_on(w: &Window<'_, '_>, i: usize, has_noun: bool) -> bool {
    if !w.is_word(i)
        || w.is_calendar(i)
        || w.lower(i) == "overnight"
        || w.is(i, Class::BOUNDARY.or(Class::PRONOUN))
    {
        return false;
    }
    if w.is_people(i) {
        return true;
    }
    if w.is(i, Class::MEASURE) {
        let noun =
            w.mostly(i, Tag::Noun) && !w.can_be(i, Tag::Participle) && !matches!(w.lower(i), "dead" | "hurt");
        return is_attribute(w, i) || noun && !has_noun;
    }
    if w.doc.is_function_word(i) || w.is_full_verb(i) && !(w.can_be(i, Tag::Noun) && w.is_people(i + 1)) {
        return false;
    }
    w.mostly(i, Tag::Adjective)
        || w.capital(i)
        || w.can_be(i, Tag::Noun)
        || w.is_people(i + 1) && (w.can_be(i, Tag::Participle) || w.can_be(i, Tag::Adjective))
}

/// "wounded soldiers", "displaced people": a harm that the next noun bears as an attribute.
pub(super) fn is_attribute(w: &Window<'_, '_>, i: usize) -> bool {
    w.is(i, Class::MEASURE)
        && !w.is_people(i)
        && (w.can_be(i, Tag::Participle) || w.can_be(i, Tag::Adjective) || w.can_be(i, Tag::Past))
        && !w.is(w.before(i, 1), Class::BE.or(Class::AUX))
        && !w.is_calendar(i + 1)
        && (w.is_people(i + 1) && w.lower(i + 1) != "others"
            || w.mostly(i + 1, Tag::Adjective) && w.is_people(i + 2)
            || w.capital(i + 1) && w.is_people(i + 2))
}

/// The number's bound, and the first token of the words that state it (the number's own first token if none do).
pub(super) fn bound(w: &Window<'_, '_>, start: usize, number: &Number) -> (Bound, usize) {
    let word = |back: usize| w.lower(w.before(start, back));
    let mut skip = 0;
    // “ "hundreds" ”
    while w.doc.is_quote_mark(w.before(start, skip + 1)) {
        skip += 1;
    }
    let (three, two, one) = (word(skip + 3), word(skip + 2), word(skip + 1));
    let at = |words: usize| w.before(start, skip + words);
    let stated = match (three, two, one) {
        ("as", "many" | "high" | "much", "as") => Some((Bound::UpTo, 3)),
        ("no" | "not", "fewer" | "less", "than")
        | ("as", "few" | "low", "as")
        | ("a", "minimum", "of")
        | ("at", "least", "some") => Some((Bound::AtLeast, 3)),
        ("in", "excess", "of") | ("well", "more", "than") => Some((Bound::MoreThan, 3)),
        ("a", "total" | "combined", "of") => Some((Bound::Exactly, 3)),
        (_, "at", "least") => Some((Bound::AtLeast, 2)),
        (_, "more" | "greater" | "higher" | "larger", "than") | (_, "well" | "far", "over") => {
            Some((Bound::MoreThan, 2))
        }
        (_, "upwards", "of") => Some((Bound::MoreThan, 2)),
        (_, "up", "to") | (_, "at", "most") | (_, "less" | "fewer", "than") => Some((Bound::UpTo, 2)),
        (_, "close", "to") | (_, "an", "estimated") => Some((Bound::About, 2)),
        (
            _,
            _,
            "over" | "exceeding" | "exceed" | "exceeds" | "exceeded" | "topped" | "surpassed" | "above",
        ) => Some((Bound::MoreThan, 1)),
        (_, _, "under" | "below") if w.is_people(number.end) => Some((Bound::UpTo, 1)),
        (_, _, "minimum") => Some((Bound::AtLeast, 1)),
        (
            _,
            _,
            "about" | "around" | "nearly" | "almost" | "roughly" | "approximately" | "some" | "estimated"
            | "circa" | "approx" | "perhaps" | "maybe" | "possibly",
        ) => Some((Bound::About, 1)),
        _ => None,
    };
    if let Some((bound, words)) = stated {
        return (bound, at(words));
    }
    let after = (w.lower(number.end), w.lower(number.end + 1));
    let bound = match after {
        ("or", "more") | ("+", _) => Bound::AtLeast,
        ("or", "so") => Bound::About,
        ("or", "fewer" | "less") => Bound::UpTo,
        _ => number.bound.unwrap_or_default(),
    };
    (bound, start)
}
