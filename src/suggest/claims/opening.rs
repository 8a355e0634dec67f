//! What stands between a cue and what is said: the day, the occasion, the one spoken to.

use super::super::doc::{Doc, Sentence};
use super::super::gazetteer::Tag;
use super::super::lexicon::{Class, Use};
use super::Marks;
use super::cues::Cue;
use crate::text::TokenKind;

/// Where what is said begins after a cue that ends before `start`: past the day, the place, the one spoken to.
pub(super) fn begin(doc: &Doc<'_>, marks: &Marks, sentence: &Sentence, cue: &Cue) -> usize {
    let end = sentence.tokens.end;
    let mut at = cue.tokens.end;
    let objects = cue.word.used == Use::Object;
    let addressed = matches!(
        cue.word.lemma,
        "tell" | "inform" | "assure" | "remind" | "warn" | "ask" | "advise" | "promise"
    );
    if addressed && at < end && !doc.is_quote_mark(at) {
        let past = addressee(doc, marks, at, end);
        let marked = matches!(doc.lower(past), "that" | "to")
            || doc.is_quote_mark(past)
            || doc.is_mark(past, &[",", ":"])
            || is_time(doc, past);
        if marked || cue.word.lemma == "tell" {
            at = past;
        }
    }
    if objects && !is_time(doc, at) {
        return at;
    }
    let mut moved = true;
    while moved && at < end {
        moved = false;
        let next = over_time(doc, at, end);
        if next > at {
            at = next;
            moved = true;
        }
        let next = over_setting(doc, marks, at, end);
        if next > at {
            at = next;
            moved = true;
        }
    }
    if let Some(that) = (at..end.min(at + 12))
        .take_while(|i| {
            !doc.is_finite(*i)
                && !doc.is_mark(*i, &[",", ":", ";", "."])
                && !doc.is_quote_mark(*i)
                && !doc.is(*i, Class::PRONOUN)
        })
        .find(|i| doc.lower(*i) == "that" && *i > at)
        && (doc.can_be(at, Tag::Preposition) || doc.mostly(at, Tag::Adverb))
    {
        at = that;
    }
    while at < end && (doc.is_mark(at, &[",", ":"]) || (doc.is_dash(at) && !objects)) {
        at += 1;
    }
    at
}

fn is_time(doc: &Doc<'_>, i: usize) -> bool {
    doc.is(i, Class::DAY) || (matches!(doc.lower(i), "on" | "late" | "early") && doc.is(i + 1, Class::DAY))
}

/// "Thursday", "on Wednesday evening", "late last week", "on June 3, 2015", "at 7 p.m.".
fn over_time(doc: &Doc<'_>, start: usize, end: usize) -> usize {
    let mut at = start;
    let on = matches!(
        doc.lower(at),
        "on" | "late"
            | "early"
            | "earlier"
            | "in"
            | "last"
            | "this"
            | "later"
            | "at"
            | "during"
            | "also"
            | "back"
    );
    let timely = |i: usize| {
        doc.is(i, Class::DAY.or(Class::MONTH)) && doc.capital(i)
            || matches!(doc.lower(i), "today" | "yesterday" | "tonight")
    };
    if on {
        let mut ahead = at + 1;
        while ahead < end
            && ahead < at + 3
            && matches!(
                doc.lower(ahead),
                "on" | "last" | "this" | "late" | "early" | "the" | "in"
            )
        {
            ahead += 1;
        }
        let unit = matches!(
            doc.lower(ahead),
            "week" | "month" | "year" | "morning" | "afternoon" | "evening" | "night" | "day"
        ) && (ahead > at + 1 || matches!(doc.lower(at), "last" | "this" | "earlier" | "later"));
        let year = doc.kind(ahead) == Some(TokenKind::Number)
            && doc.text_of(ahead).len() == 4
            && doc.lower(at) == "in";
        if timely(ahead) || unit || year {
            at = ahead + 1;
        } else if matches!(doc.lower(at), "later" | "earlier") && doc.is_mark(at + 1, &[",", ".", ":"]) {
            return at + 1;
        } else {
            return start;
        }
    } else if timely(at) {
        at += 1;
    } else {
        return start;
    }
    while at < end
        && (matches!(
            doc.lower(at),
            "morning" | "afternoon" | "evening" | "night" | "local" | "time"
        ) || (doc.kind(at) == Some(TokenKind::Number) && doc.text_of(at).len() <= 4)
            || (doc.is_mark(at, &[","])
                && doc.kind(at + 1) == Some(TokenKind::Number)
                && doc.text_of(at + 1).len() == 4))
    {
        at += 1;
    }
    at
}

/// "in a statement", "in an interview with CNN", "at a news conference in Ankara", "on Twitter", "by phone", "of X".
fn over_setting(doc: &Doc<'_>, marks: &Marks, start: usize, end: usize) -> usize {
    if !matches!(
        doc.lower(start),
        "in" | "at" | "on" | "by" | "during" | "after" | "via" | "to" | "through" | "following" | "from"
    ) {
        return start;
    }
    let mut at = start + 1;
    let mut setting = false;
    while at < end && at < start + 16 {
        let lower = doc.lower(at);
        if matches!(
            lower,
            "statement"
                | "interview"
                | "conference"
                | "briefing"
                | "speech"
                | "report"
                | "letter"
                | "press"
                | "remarks"
                | "message"
                | "email"
                | "e-mail"
                | "tweet"
                | "twitter"
                | "facebook"
                | "phone"
                | "telephone"
                | "meeting"
                | "address"
                | "post"
                | "call"
                | "television"
                | "tv"
                | "video"
                | "skype"
                | "debate"
                | "hearing"
                | "website"
                | "talks"
                | "reporters"
                | "journalists"
                | "release"
                | "article"
                | "memo"
                | "blog"
                | "show"
                | "rally"
                | "comments"
                | "op-ed"
                | "visit"
                | "ceremony"
        ) {
            setting = true;
        }
        if doc.is_mark(at, &[",", ":", ".", ";"])
            || doc.is_quote_mark(at)
            || doc.is_dash(at)
            || doc.is(at, Class::BOUNDARY) && lower != "after"
        {
            break;
        }
        if setting
            && !matches!(
                lower,
                "with" | "in" | "on" | "at" | "to" | "for" | "of" | "by" | "from" | "after"
            )
            && !marks.has_mention(at)
            && !is_noun_like(doc, at)
            && !doc.is(at, Class::ARTICLE)
        {
            break;
        }
        // A second noun phrase right behind the setting begins what is said.
        if setting && doc.is(at, Class::ARTICLE.or(Class::PRONOUN)) && !doc.can_be(at - 1, Tag::Preposition) {
            break;
        }
        if doc.is_finite(at) || doc.is(at, Class::PRONOUN) {
            break;
        }
        at += 1;
    }
    if !setting || (doc.is_finite(at) && at < end) {
        return start;
    }
    at
}

fn is_noun_like(doc: &Doc<'_>, i: usize) -> bool {
    doc.can_be(i, Tag::Noun)
        || doc.capital(i)
        || doc.mostly(i, Tag::Adjective)
        || doc.kind(i) == Some(TokenKind::Possessive)
}

/// "told reporters in Ankara", "told CNN's Ada Toll", "told him".
fn addressee(doc: &Doc<'_>, marks: &Marks, start: usize, end: usize) -> usize {
    let mut at = start;
    let limit = end.min(start + 14);
    let mut named = false;
    while at < limit {
        let pronoun = at == start && (doc.is(at, Class::ADDRESSEE) || doc.is(at, Class::PRONOUN));
        if pronoun {
            at += 1;
            named = true;
            if doc.is(at - 1, Class::PRONOUN)
                || matches!(doc.lower(at - 1), "him" | "her" | "them" | "me" | "us")
            {
                break;
            }
            continue;
        }
        if marks.has_mention(at) || doc.is(at, Class::ADDRESSEE) {
            named = true;
            at += 1;
            continue;
        }
        let lower = doc.lower(at);
        if named && matches!(lower, "that" | "to") {
            break;
        }
        if named
            && (doc.is(at, Class::PRONOUN)
                || (doc.is(at, Class::ARTICLE)
                    && !doc.mostly(at - 1, Tag::Preposition)
                    && doc.kind(at - 1) != Some(TokenKind::Possessive)))
        {
            break;
        }
        let inside = doc.is(at, Class::DETERMINER)
            || is_noun_like(doc, at)
            || doc.kind(at) == Some(TokenKind::Possessive)
            || matches!(lower, "of" | "in" | "at" | "and" | "for" | "from" | "on");
        if !inside || doc.is(at, Class::DAY) || doc.is_finite(at) || doc.is_quote_mark(at) {
            break;
        }
        if is_noun_like(doc, at) {
            named = true;
        }
        at += 1;
    }
    while at > start
        && (doc.mostly(at - 1, Tag::Preposition)
            || doc.mostly(at - 1, Tag::And)
            || doc.is(at - 1, Class::ARTICLE))
    {
        at -= 1;
    }
    at
}
