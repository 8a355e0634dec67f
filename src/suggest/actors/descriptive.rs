//! Described actors: "government troops", "Syrian state TV", "the rebels", "a source close to the talks".
//!
//! Each is a head noun with the modifiers before it; which heads stand alone and which need a modifier is told by the
//! classes in `assets/gazetteer/words.txt`.

use std::ops::Range;

use super::super::doc::{Case, Doc, Sentence};
use super::super::gazetteer::{Gazetteer, NameKind, Tag};
use super::super::lexicon::Class;
use super::{Found, Kind};
use crate::text::TokenKind;

/// Most modifiers before a head.
const MOST_MODIFIERS: usize = 4;

/// Finds the described actors of one sentence; `named` are the names of the article, sorted.
pub(super) fn find(doc: &Doc<'_>, sentence: &Sentence, named: &[Found], found: &mut Vec<Found>) {
    let Some(first) = doc.tok(sentence.tokens.start) else {
        return;
    };
    let mut next = named.partition_point(|f| f.span.end() <= first.span.start());
    for head in sentence.tokens.clone() {
        while named.get(next).is_some_and(|f| f.tokens.end <= head) {
            next += 1;
        }
        if named.get(next).is_some_and(|f| f.tokens.contains(&head)) || !doc.is(head, Class::DESCRIBED) {
            continue;
        }
        let before = next.checked_sub(1).and_then(|i| named.get(i));
        let after = named.get(next);
        if let Some(mention) = at(doc, sentence, head, before, after) {
            found.push(mention);
        }
    }
}

/// What stands before a head.
#[derive(Default)]
struct Modifiers {
    start: usize,
    class: Class,
    demonym: Option<String>,
    /// A name right before the head or its modifiers ("U.S.", "Hezbollah").
    named: Option<Kind>,
    owner: Option<String>,
}

fn at(
    doc: &Doc<'_>,
    sentence: &Sentence,
    head: usize,
    before: Option<&Found>,
    after: Option<&Found>,
) -> Option<Found> {
    let class = doc.class(head);
    let followed_by_name = after.is_some_and(|f| f.tokens.start == head + 1);
    let role_next = doc.is(head + 1, Class::SPEAKER) && !doc.is(head + 1, Class::DESCRIBED);
    if is_modifier(doc, sentence, head, followed_by_name) && !(class.any(Class::IS_GROUP) && role_next) {
        return None;
    }
    let modifiers = modifiers(doc, sentence, head, before);
    let plural = doc.lower(head).ends_with('s') || doc.lower(head).ends_with("men");
    let qualified = modifiers.demonym.is_some() || modifiers.named.is_some();
    let speaks = speaks(doc, sentence, head + 1) || inverted(doc, modifiers.start, head + 1);
    let m = modifiers.class;
    let mut end = head + 1;
    let mut start = modifiers.start;
    let (kind, score, reason) = if class.any(Class::IS_SOURCE) {
        end = source_end(doc, sentence, head + 1);
        if end == head + 1 && !speaks && m == Class::NONE && !qualified {
            return None;
        }
        (Kind::UnnamedSource, 0.85, "unnamed source")
    } else if class.any(Class::SPEAKS_UNNAMED) && speaks && modifiers.named != Some(Kind::Person) {
        (Kind::UnnamedSource, 0.75, "unnamed speakers")
    } else if class.any(Class::IS_SOURCE_WITH) && (qualified || m.any(Class::SOURCE_MODIFIER)) {
        let person = followed_by_name && after.is_some_and(|f| f.kind == Kind::Person);
        // "an LCC spokesman": the name is the mention.
        let name_alone = modifiers.named.is_some() && !plural;
        let definite = doc.lower(start.saturating_sub(1)) == "the" && !plural;
        if person
            || name_alone
            || definite
            || !(plural || speaks || doc.is(start.saturating_sub(1), Class::DETERMINER))
        {
            return None;
        }
        end = source_end(doc, sentence, head + 1);
        let group = class.any(Class::IS_GROUP_WITH) && !speaks;
        (
            if group { Kind::Group } else { Kind::UnnamedSource },
            0.65,
            "role without a name",
        )
    } else if class.any(Class::IS_STATE) {
        (Kind::State, 0.85, "word for a government")
    } else if class.any(Class::IS_STATE_WITH) && state_with(doc, head, &modifiers) {
        (Kind::State, 0.75, "powers or a state body")
    } else if class.any(Class::IS_ARMED) && !followed_by_name {
        (Kind::ArmedForce, 0.82, "word for armed people")
    } else if class.any(Class::IS_ARMED_WITH)
        && armed_with(doc, head, &modifiers)
        && (plural || !followed_by_name)
    {
        (Kind::ArmedForce, 0.82, "armed force described")
    } else if class.any(Class::IS_GROUP) {
        (Kind::Group, 0.8, "word for a group")
    } else if class.any(Class::SPEAKS_GROUP) && speaks {
        (Kind::Group, 0.65, "people who speak")
    } else if class.any(Class::IS_GROUP_WITH) && group_with(doc, head, &modifiers) {
        (Kind::Group, 0.6, "group described")
    } else if class.any(Class::IS_MEDIA_WITH) && m.any(Class::MEDIA_MODIFIER) {
        let only_news =
            doc.lower(head.saturating_sub(1)) == "news" && modifiers.start + 1 == head && !qualified;
        if only_news
            || doc.lower(head).starts_with("agenc") && !doc.lower(head.saturating_sub(1)).starts_with("news")
        {
            return None;
        }
        (Kind::Media, 0.8, "media described")
    } else if class.any(Class::IS_BODY_WITH) && modifiers.named == Some(Kind::Organization) {
        (Kind::Organization, 0.75, "staff of a named body")
    } else {
        return None;
    };
    if kind == Kind::State && class.any(Class::IS_STATE) && !qualified {
        // "a transitional government": the noun is what acts.
        start = if (start..head).all(|i| doc.is(i, Class::ARMED_MODIFIER)) {
            start
        } else {
            head
        };
    }
    let title_case = sentence.case != Case::Running;
    let score = if title_case { score - 0.1 } else { score };
    let mut mention = Found::new(doc, start..end, kind, score, reason)?.described();
    mention.owner = modifiers.demonym.or(modifiers.owner);
    Some(mention)
}

/// The head is only part of a longer noun phrase ("government building", "rebel-held").
fn is_modifier(doc: &Doc<'_>, sentence: &Sentence, head: usize, followed_by_name: bool) -> bool {
    let next = head + 1;
    if next >= sentence.tokens.end || followed_by_name {
        return false;
    }
    if doc.kind(next) != Some(TokenKind::Word) || doc.is_function_word(next) || doc.is_finite(next) {
        return false;
    }
    let word = doc.word(next);
    if word.capital && !doc.capital(head) {
        return false;
    }
    if word.class.any(Class::DESCRIBED) {
        return true;
    }
    let verb = [
        Tag::Past,
        Tag::Present,
        Tag::Base,
        Tag::Participle,
        Tag::Gerund,
        Tag::Adverb,
    ]
    .iter()
    .any(|tag| word.tags.is_mostly(*tag));
    let plural_head = doc.lower(head).ends_with('s');
    // A plural is hardly ever a modifier: "rebels control", "forces shell".
    !verb
        && !plural_head
        && word.tags.can_be(Tag::Noun)
        && !doc.is(next, Class::DAY.or(Class::TIME))
        && word.cue.is_none()
}

fn modifiers(doc: &Doc<'_>, sentence: &Sentence, head: usize, before: Option<&Found>) -> Modifiers {
    let mut found = Modifiers {
        start: head,
        ..Modifiers::default()
    };
    let earliest = sentence.tokens.start.max(head.saturating_sub(MOST_MODIFIERS));
    let mut at = head;
    while at > earliest {
        let i = at - 1;
        if let Some(name) = before
            && name.tokens.contains(&i)
        {
            let usable = name.tokens.end == at
                && matches!(
                    name.kind,
                    Kind::State | Kind::Organization | Kind::ArmedForce | Kind::Person | Kind::Group
                )
                && name.tokens.start >= sentence.tokens.start;
            if usable {
                found.named = Some(name.kind);
                found.owner = Some(name.name.clone());
                if name.kind != Kind::Person
                    || doc.lower(head) == "regime"
                    || doc.lower(head) == "administration"
                {
                    found.start = name.tokens.start;
                } else {
                    found.named = None;
                }
            }
            break;
        }
        if doc.kind(i) == Some(TokenKind::Possessive) {
            if let Some(name) = before
                && name.tokens.end == i
            {
                found.owner = Some(name.name.clone());
            }
            break;
        }
        let word = doc.word(i);
        let demonym = Gazetteer::embedded()
            .name(word.text)
            .filter(|v| v.kind == NameKind::Demonym && word.capital);
        let modifier_class = Class::ARMED_MODIFIER
            .or(Class::MEDIA_MODIFIER)
            .or(Class::POWER_MODIFIER)
            .or(Class::SOURCE_MODIFIER);
        let adjective = word.tags.is_mostly(Tag::Adjective)
            || (word.tags.is_mostly(Tag::Participle)
                && i > sentence.tokens.start
                && doc.is(i - 1, Class::DETERMINER));
        let fits = demonym.is_some() || word.class.any(modifier_class) || adjective;
        if !fits
            || word
                .class
                .any(Class::NO_MODIFIER.or(Class::DETERMINER).or(Class::NUMBER_WORD))
            || doc.kind(i) != Some(TokenKind::Word)
        {
            break;
        }
        // "said opposition fighters": a capital that only opens the sentence is fine; a verb is not a modifier.
        if (word.cue.is_some() && !word.class.any(modifier_class))
            || word.tags.is_mostly(Tag::Past)
            || word.tags.is_mostly(Tag::Present)
        {
            break;
        }
        found.class = found.class.or(word.class);
        if let Some(value) = demonym {
            found.demonym = value.canonical().map(str::to_owned);
        }
        found.start = i;
        at = i;
    }
    found
}

fn state_with(doc: &Doc<'_>, head: usize, modifiers: &Modifiers) -> bool {
    let word = doc.lower(head);
    let plural = matches!(
        word,
        "states" | "countries" | "nations" | "powers" | "governments"
    );
    if plural {
        return modifiers.class.any(Class::POWER_MODIFIER) && modifiers.named.is_none();
    }
    if word == "country" {
        return false;
    }
    if word == "ministry" {
        return modifiers.start < head;
    }
    modifiers.demonym.is_some() || modifiers.named.is_some()
}

fn armed_with(doc: &Doc<'_>, head: usize, modifiers: &Modifiers) -> bool {
    let word = doc.lower(head);
    let qualified = modifiers.demonym.is_some()
        || matches!(
            modifiers.named,
            Some(Kind::State | Kind::ArmedForce | Kind::Organization)
        );
    if matches!(
        word,
        "group" | "groups" | "faction" | "factions" | "unit" | "units" | "convoy"
    ) {
        let direct = doc.class(head.saturating_sub(1)).any(Class::ARMED_MODIFIER);
        return direct
            && !matches!(
                doc.lower(head.saturating_sub(1)),
                "opposition" | "government" | "democratic" | "popular" | "resistance"
            )
            && modifiers.start < head;
    }
    if word == "military" {
        let possessive = doc.kind(head.saturating_sub(1)) == Some(TokenKind::Possessive);
        return qualified
            || (!possessive && doc.is(head.saturating_sub(1), Class::ARTICLE) && doc.is_finite(head + 1));
    }
    qualified || (modifiers.start < head && modifiers.class.any(Class::ARMED_MODIFIER))
}

fn group_with(doc: &Doc<'_>, head: usize, modifiers: &Modifiers) -> bool {
    if modifiers.start == head {
        return false;
    }
    let opposition = (modifiers.start..head).any(|i| {
        matches!(
            doc.lower(i),
            "opposition" | "dissident" | "anti-government" | "pro-democracy"
        )
    });
    match doc.lower(head) {
        "activists" | "residents" => true,
        "community" | "communities" | "minority" => {
            modifiers.demonym.is_some() || (modifiers.start..head).any(|i| doc.capital(i))
        }
        _ => opposition,
    }
}

/// Whether a verb of saying follows at `at`, over a prepositional phrase at most.
fn speaks(doc: &Doc<'_>, sentence: &Sentence, at: usize) -> bool {
    let mut verb = at;
    if doc.mostly(verb, Tag::Preposition) && !doc.is(verb, Class::BOUNDARY) {
        let limit = sentence.tokens.end.min(verb + 6);
        while verb < limit && !doc.is_finite(verb) && doc.kind(verb) == Some(TokenKind::Word) {
            verb += 1;
        }
    }
    while verb < sentence.tokens.end && (doc.mostly(verb, Tag::Adverb) || doc.is(verb, Class::AUX)) {
        verb += 1;
    }
    verb < sentence.tokens.end
        && doc
            .word(verb)
            .cue
            .is_some_and(|c| c.used != super::super::lexicon::Use::Belief)
}

/// "…," said activists.
fn inverted(doc: &Doc<'_>, start: usize, end: usize) -> bool {
    start >= 2
        && matches!(doc.lower(start - 1), "said" | "say" | "says" | "added")
        && (doc.is_quote_mark(start - 2) || doc.is_mark(start - 2, &[","]))
        && (doc.is_mark(end, &[".", ","]) || doc.is(end, Class::BOUNDARY))
}

/// Where the words end that tell which source it is: "familiar with the decision", "in the defence ministry".
pub(in super::super) fn source_end(doc: &Doc<'_>, sentence: &Sentence, start: usize) -> usize {
    let limit = sentence.tokens.end.min(start + 12);
    let mut at = start;
    let opens = match doc.lower(at) {
        "familiar" | "close" | "briefed" | "inside" | "within" | "near" => true,
        "in" | "at" | "from" | "with" => !doc.is(at + 1, Class::DAY.or(Class::MONTH)),
        _ => false,
    };
    if !opens {
        return start;
    }
    while at < limit && is_inside_phrase(doc, at) {
        at += 1;
    }
    // A phrase cannot end in a preposition or article.
    while at > start && (doc.is_function_word(at - 1) || doc.kind(at - 1) == Some(TokenKind::Possessive)) {
        at -= 1;
    }
    at
}

fn is_inside_phrase(doc: &Doc<'_>, i: usize) -> bool {
    matches!(
        doc.kind(i),
        Some(TokenKind::Word | TokenKind::Possessive | TokenKind::Number)
    ) && !doc.is_finite(i)
        && !doc.is(i, Class::BOUNDARY.or(Class::DAY).or(Class::PRONOUN))
        && doc.word(i).cue.is_none()
}

/// The tokens of a description that bear its meaning, for comparing two: lower case, without articles.
pub(super) fn key(doc: &Doc<'_>, tokens: Range<usize>) -> String {
    let mut key = String::new();
    for i in tokens {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(doc.lower(i));
    }
    key
}
