//! Names that no list knows: typed by first names, titles and the words around them.

use super::super::doc::{Case, Doc, Sentence};
use super::super::gazetteer::Tag;
use super::super::identity::trade;
use super::super::lexicon::Class;
use super::run;
use super::{Found, Kind, Pending};

/// A name that no list knows. Gives where to go on.
pub(super) fn parse(
    doc: &Doc<'_>,
    sentence: &Sentence,
    start: usize,
    stop: usize,
    found: &mut Vec<Found>,
    pending: &mut Vec<Pending>,
) -> usize {
    let end = run::person_end(doc, start, stop).max(start + 1);
    // "Carmaker NVM": the word before an acronym tells what it is.
    let acronym = (start + 1..end).find(|i| doc.word(*i).all_caps && doc.text_of(*i).len() > 1);
    if let Some(acronym) = acronym.filter(|a| (start..*a).all(|i| doc.is(i, Class::BODY_NOUN))) {
        return parse(doc, sentence, acronym, stop, found, pending);
    }
    let count = end - start;
    let before = start.checked_sub(1);
    let titled = before.is_some_and(|b| doc.is(b, Class::TITLE) && !doc.is_mark(b, &[","]))
        || (before.is_some_and(|b| doc.is_mark(b, &[","])) && start >= 2 && doc.is(start - 2, Class::FAMILY));
    let running = sentence.case == Case::Running;
    let given = doc.word(start).tags.is_given_name();
    let of_place = start >= 2 && doc.lower(start - 1) == "of" && doc.is(start - 2, Class::PLACE_NOUN);
    let place_noun_before = before.is_some_and(|b| doc.is(b, Class::PLACE_NOUN)) && !titled;
    let place_noun_after = doc.is(end, Class::PLACE_NOUN);
    let ordinary = (start..end).all(|i| doc.is_ordinary(i));
    let speaks = speaks(doc, end) || inverted(doc, start, end);
    // "Ada Computer": a person's name does not end in a trade.
    if count >= 2 && given && running && trade::closing(doc.text_of(end - 1)).is_some() {
        let company = Found::new(
            doc,
            start..end,
            Kind::Organization,
            0.78,
            "name of an organisation",
        );
        found.extend(company);
        return end;
    }
    if titled && running && !ordinary {
        found.extend(Found::new(
            doc,
            start..end,
            Kind::Person,
            0.88,
            "title before a name",
        ));
        return end;
    }
    if count >= 2 && given && (running || !ordinary_tail(doc, start, end)) {
        found.extend(Found::new(doc, start..end, Kind::Person, 0.87, "first name"));
        return end;
    }
    if (of_place || (running && (place_noun_before || (place_noun_after && !ordinary)))) && !speaks {
        found.extend(Found::new(
            doc,
            start..end,
            Kind::Place,
            0.75,
            "beside a word for a place",
        ));
        return end;
    }
    if doc.is(start, Class::DESCRIBED) && count == 1 {
        return end;
    }
    if !running || doc.is(start, Class::NO_ACRONYM) && doc.word(start).all_caps {
        for i in start..end {
            pending.push(Pending {
                tokens: i..i + 1,
                weak: true,
                opener: false,
            });
        }
        return end;
    }
    pending.push(Pending {
        tokens: start..end,
        weak: false,
        opener: ordinary && count == 1 && doc.opens(start, sentence),
    });
    end
}

/// Whether words after the first are ordinary ones, as in a headline ("Ali Says Talks").
fn ordinary_tail(doc: &Doc<'_>, start: usize, end: usize) -> bool {
    (start + 1..end).any(|i| doc.is_ordinary(i))
}

/// Whether a verb of saying follows.
pub(super) fn speaks(doc: &Doc<'_>, end: usize) -> bool {
    let mut verb = end;
    while doc.mostly(verb, Tag::Adverb) || doc.is(verb, Class::AUX) {
        verb += 1;
    }
    doc.word(verb).cue.is_some() && !doc.capital(verb)
}

/// "…," said Toll.
pub(super) fn inverted(doc: &Doc<'_>, start: usize, end: usize) -> bool {
    start >= 2
        && doc.word(start - 1).cue.is_some()
        && (doc.is_quote_mark(start - 2) || doc.is_mark(start - 2, &[","]))
        && (doc.is_mark(end, &[".", ",", ";"]) || doc.is(end, Class::BOUNDARY))
}

/// ", a lawyer", ", head of", ", 42,".
pub(super) fn role_follows(doc: &Doc<'_>, end: usize) -> bool {
    (doc.is_mark(end, &[",", "("]) || doc.is_dash(end))
        && ((end + 1..end + 6).any(|i| doc.is(i, Class::SPEAKER.or(Class::TITLE)) && !doc.capital(i))
            && (end + 1..end + 6)
                .take_while(|i| !doc.is(*i, Class::SPEAKER.or(Class::TITLE)))
                .all(|i| !doc.is_finite(i) && !doc.is_mark(i, &[",", ".", ";"]))
            || run::is_age(doc, end + 1))
}
