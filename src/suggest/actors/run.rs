//! Runs of capitalised tokens: how far one goes, and what its parts are.

use std::ops::Range;

use super::super::doc::{Doc, Sentence};
use super::super::gazetteer::{Flags, Gazetteer, NameKind, Tag};
use super::super::identity::trade;
use super::super::lexicon::Class;
use super::Kind;
use crate::text::TokenKind;

/// Longest run, in tokens.
const LONGEST: usize = 14;

/// Where the run that starts at `start` ends.
pub(super) fn end(doc: &Doc<'_>, sentence: &Sentence, start: usize) -> usize {
    let limit = sentence.tokens.end.min(start + LONGEST);
    let mut at = start + 1;
    while at < limit {
        if doc.is(at - 1, Class::DAY.or(Class::MONTH)) {
            break;
        }
        if doc.capital(at) && !(doc.is(at, Class::DAY.or(Class::MONTH)) && doc.text_of(at) != "March") {
            if doc.is_function_word(at)
                && !doc.word(at).all_caps
                && !doc.is(at, Class::PARTICLE)
                && doc.text_of(at).len() > 2
            {
                break;
            }
            at += 1;
        } else if let Some(next) = over_possessive(doc, start, at, limit) {
            at = next;
        } else if let Some(next) = over_particle(doc, at, limit).or_else(|| over_link(doc, start, at, limit))
        {
            at = next;
        } else {
            break;
        }
    }
    at
}

/// "Norvan Drivers' Union", "People's Front of Norvan": whose a body is by its name, not "Norvan's Union".
fn over_possessive(doc: &Doc<'_>, start: usize, at: usize, limit: usize) -> Option<usize> {
    let members = doc.lower(at - 1);
    let many = members.strip_suffix('s').is_some_and(is_noun)
        || matches!(members, "people" | "women" | "men" | "children");
    let capitals = (at + 1..limit).take_while(|i| doc.capital(*i) && doc.kind(*i) == Some(TokenKind::Word));
    let head = capitals
        .last()
        .is_some_and(|last| (at + 1..=last).any(|i| doc.is(i, Class::HEAD) && !doc.is(i, Class::HEAD_PLACE)));
    let begun = (start..at).any(|i| doc.is(i, Class::HEAD));
    let owned = doc.kind(at) == Some(TokenKind::Possessive) && doc.capital(at - 1);
    (owned && many && head && !begun).then_some(at + 1)
}

/// "Omar bin Salem", "Ursula von der Leyen".
fn over_particle(doc: &Doc<'_>, at: usize, limit: usize) -> Option<usize> {
    let mut next = at;
    while next < limit
        && next < at + 3
        && doc.is(next, Class::PARTICLE)
        && !doc.capital(next)
        && doc.lower(next) != "y"
    {
        next += 1;
    }
    (next > at && next < limit && doc.capital(next)).then_some(next + 1)
}

/// "Ministry of Defence", "Observatory for Human Rights", "Johnson & Johnson", "Secretary of State".
fn over_link(doc: &Doc<'_>, start: usize, at: usize, limit: usize) -> Option<usize> {
    let linked = (start..at).any(|i| doc.is(i, Class::HEAD)) || doc.is(at - 1, Class::TITLE);
    let mut next = at + 1;
    match doc.lower(at) {
        "&" => {}
        "of" | "for" | "on" if linked => {
            if matches!(doc.lower(next), "the") {
                next += 1;
            }
        }
        "and" if (start..at).any(|i| matches!(doc.lower(i), "of" | "for") && linked) => {
            // "Committee of X and Syria" are two, so are "Party of X and Front of Y"; "Ministry of Planning and Finance"
            // is one.
            if !doc.is_ordinary(next) || !doc.is_ordinary(at - 1) || doc.is(at - 1, Class::HEAD) {
                return None;
            }
        }
        "and" if !linked && opens_body(doc, start, at) => {}
        _ => return None,
    }
    (next < limit && doc.capital(next) && !doc.is(next, Class::DAY.or(Class::MONTH))).then_some(next + 1)
}

/// "the Ethics and Public Policy Centre": ordinary words with capitals, then "and" and more of them up to a head.
fn opens_body(doc: &Doc<'_>, start: usize, and: usize) -> bool {
    let the = start.checked_sub(1).is_some_and(|b| doc.lower(b) == "the");
    let plain = (start..and).all(|i| doc.is_ordinary(i) && !doc.is(i, Class::TITLE));
    let right = (and + 1..and + 6)
        .take_while(|i| doc.capital(*i) && doc.is_ordinary(*i) && !doc.is_function_word(*i))
        .last();
    let listed = Gazetteer::embedded().name(doc.words_of(start..and)).is_some();
    the && plain && !listed && right.is_some_and(|last| doc.is(last, Class::HEAD) && last > and + 1)
}

/// The body whose name starts at `start`: where it ends and what it is, by its last head noun.
pub(super) fn body(doc: &Doc<'_>, start: usize, stop: usize, sentence: &Sentence) -> Option<(usize, Kind)> {
    let stop = titles_from(doc, start, stop).map_or(stop, |title| title.start);
    // "of Norvan LLC Ada Toll": two names.
    let end = (start + 1..stop).find(|i| trade::is_end(doc.text_of(*i)));
    let stop = end.map_or(stop, |end| end + 1);
    let link = (start..stop).find(|i| matches!(doc.lower(*i), "of" | "for" | "on"));
    let core = start..link.unwrap_or(stop);
    let head = core
        .clone()
        .rev()
        .find(|i| doc.is(*i, Class::HEAD.or(Class::HEAD_PLACE).or(Class::HEAD_NONE)) && doc.capital(*i))?;
    // A headline writes "Army Kills" with capitals; the head must then end its run or be linked.
    if head == start && link != Some(head + 1) {
        return None;
    }
    if head == start && link.is_some() && doc.is(head, Class::HEAD_PLACE) {
        return None;
    }
    let opener = head == start + 1 && doc.opens(start, sentence) && doc.is_ordinary(start) && link.is_none();
    let end = if link == Some(head + 1) { stop } else { head + 1 };
    let kind = kind_of(doc, start, head)?;
    // "State TV" opens a sentence as a name does, "Last Front" does not.
    let outlet = kind == Kind::Media && doc.is(start, Class::MEDIA_MODIFIER);
    if opener && kind != Kind::State && kind != Kind::Organization && !outlet {
        return None;
    }
    // "Syrian army" in print with two capitals is a name; "Syrian Government" too.
    Some((end, kind))
}

/// A media agency is one of news; any other agency belongs to a state or stands for itself.
fn kind_of(doc: &Doc<'_>, start: usize, head: usize) -> Option<Kind> {
    let has = |words: &[&str]| (start..=head).any(|i| words.contains(&doc.lower(i)));
    let class = doc.class(head);
    if class.any(Class::HEAD_NONE) {
        return None;
    }
    if has(&[
        "news",
        "press",
        "television",
        "tv",
        "broadcasting",
        "radio",
        "media",
    ]) && !class.any(Class::HEAD_ARMED.or(Class::HEAD_STATE))
    {
        return Some(Kind::Media);
    }
    if has(&["intelligence", "security", "space"]) && doc.lower(head) == "agency" {
        return Some(Kind::State);
    }
    let demonym = Gazetteer::embedded()
        .name(doc.text_of(start))
        .is_some_and(|v| matches!(v.kind, NameKind::Demonym | NameKind::State));
    Some(if class.any(Class::HEAD_ARMED) {
        if doc.lower(head) == "front" && has(&["liberation", "popular", "national"]) && !has(&["islamic"]) {
            Kind::Organization
        } else {
            Kind::ArmedForce
        }
    } else if class.any(Class::HEAD_STATE) {
        Kind::State
    } else if class.any(Class::HEAD_MEDIA) {
        Kind::Media
    } else if class.any(Class::HEAD_PLACE) {
        Kind::Place
    } else if demonym && has(&["court"]) {
        Kind::State
    } else {
        Kind::Organization
    })
}

/// The titles in a run ("Foreign Minister"), if a name or the run's end follows them.
fn titles_from(doc: &Doc<'_>, start: usize, stop: usize) -> Option<Range<usize>> {
    let title = |i: &usize| doc.is(*i, Class::TITLE) && !is_surname_too(doc, *i, stop);
    let last = (start..stop).rev().find(title)?;
    let mut first = last;
    while first > start
        && (doc.is(first - 1, Class::TITLE)
            || (doc.is(first - 1, Class::TITLE_PART) && !doc.is(first - 1, Class::HEAD)))
    {
        first -= 1;
    }
    Some(first..last + 1)
}

/// Whether a title is a surname where it ends a run: "Mr. King", "Larry King". "Jordan's King" has none.
pub(super) fn is_surname_too(doc: &Doc<'_>, i: usize, stop: usize) -> bool {
    let Some(before) = i.checked_sub(1).filter(|_| i + 1 >= stop) else {
        return false;
    };
    let state = || {
        let listed = Gazetteer::embedded().name(doc.text_of(before));
        listed.is_some_and(|value| value.kind == NameKind::State)
    };
    let address = if doc.is_title_stop(before) {
        before - 1
    } else {
        before
    };
    let addressed = matches!(
        doc.lower(address),
        "mr" | "mrs" | "ms" | "miss" | "dr" | "sen" | "rep" | "gov" | "senator" | "representative"
    );
    let named = doc.capital(before) && doc.word(before).tags.is_given_name() && !state();
    let surname = matches!(
        doc.lower(i),
        "king"
            | "prince"
            | "pope"
            | "judge"
            | "major"
            | "marshal"
            | "count"
            | "duke"
            | "earl"
            | "baron"
            | "bishop"
    );
    doc.capital(i) && surname && (addressed || named)
}

/// Where the name begins if titles start at `start`; `stop` if nothing follows them.
pub(super) fn after_titles(doc: &Doc<'_>, start: usize, stop: usize) -> Option<usize> {
    let titles = titles_from(doc, start, stop)?;
    if titles.start != start {
        return None;
    }
    // "General Motors": a general has a name.
    if titles.len() == 1 && doc.lower(start) == "general" && is_common_noun(doc, titles.end) {
        return None;
    }
    let mut name = titles.end;
    if doc.is_mark(name, &["."]) {
        name += 1;
    }
    if doc.lower(name) == "of" {
        name += 1;
        while name < stop && (doc.is_ordinary(name) || doc.is(name, Class::ARTICLE)) {
            name += 1;
        }
    }
    Some(name.min(stop))
}

/// An ordinary noun that nobody is called.
fn is_common_noun(doc: &Doc<'_>, i: usize) -> bool {
    let tags = doc.word(i).tags;
    let lower = doc.lower(i);
    doc.capital(i)
        && !tags.is_given_name()
        && !tags.is_surname()
        && (doc.is_ordinary(i) || doc.is(i, Class::HEAD) || lower.strip_suffix('s').is_some_and(is_noun))
}

fn is_noun(lower: &str) -> bool {
    Gazetteer::embedded().word(lower).is_mostly(Tag::Noun)
}

/// Where a person's name that starts at `start` ends: before a head noun or title, after four names at most.
pub(super) fn person_end(doc: &Doc<'_>, start: usize, stop: usize) -> usize {
    let mut at = start;
    let mut names = 0;
    while at < stop {
        if matches!(doc.lower(at), "of" | "for" | "on" | "and" | "&" | "the") {
            break;
        }
        if at > start && doc.is(at, Class::TITLE) && !is_surname_too(doc, at, stop) {
            break;
        }
        if names >= 5 {
            break;
        }
        let list = (at > start)
            .then(|| Gazetteer::embedded().name(doc.text_of(at)))
            .flatten();
        let other = list.is_some_and(|v| {
            matches!(v.kind, NameKind::State | NameKind::Demonym)
                || v.kind == NameKind::Place && v.flags.has(Flags::LISTED)
        });
        let tags = doc.word(at).tags;
        if other && !tags.is_surname() && !tags.is_given_name() {
            break;
        }
        names += 1;
        at += 1;
    }
    // A particle cannot end a name.
    while at > start + 1 && doc.is(at - 1, Class::PARTICLE) && !doc.capital(at - 1) {
        at -= 1;
    }
    at
}

/// Whether a listed person's name has another part ("Omar Salem al-Toll").
pub(super) fn person_goes_on(doc: &Doc<'_>, start: usize, end: usize, stop: usize) -> bool {
    let whole = person_end(doc, start, stop);
    whole > end && (end..whole).all(|i| !doc.is_ordinary(i))
}

/// Whether the token could be a surname after a first name.
pub(super) fn looks_like_surname(doc: &Doc<'_>, i: usize, stop: usize) -> bool {
    i < stop
        && doc.kind(i) == Some(TokenKind::Word)
        && doc.capital(i)
        && !doc.is_ordinary(i)
        && !doc.is(i, Class::HEAD.or(Class::TITLE).or(Class::HEAD_PLACE))
}

/// ", 42,": an age after a person's name.
pub(super) fn is_age(doc: &Doc<'_>, i: usize) -> bool {
    doc.kind(i) == Some(TokenKind::Number) && doc.text_of(i).len() == 2 && doc.is_mark(i + 1, &[",", ")"])
}
