//! Surnames of the persons that an article names in full, also where a town or a state bears the same name.

use std::collections::HashMap;
use std::ops::Range;

use super::super::doc::Doc;
use super::super::gazetteer::{Gazetteer, Tag};
use super::super::lexicon::Class;
use super::grouping::surname;
use super::named::CONFIRMED;
use super::unknown::{inverted, speaks};
use super::{Found, Grounds, Kind};
use crate::text::TokenKind;

/// The persons of an article by what they are called for short.
pub(super) struct Surnames(HashMap<String, Bearer>);

/// The first person of a surname.
pub(super) struct Bearer {
    full: String,
    /// Token where the name stands first.
    pub first: usize,
    /// Whether the article names others of this surname.
    shared: bool,
}

impl Surnames {
    pub(super) fn of(doc: &Doc<'_>, found: &[Found]) -> Self {
        let mut bearers: HashMap<String, Bearer> = HashMap::new();
        let persons = || {
            found
                .iter()
                .filter(|f| f.kind == Kind::Person && f.tokens.len() > 1)
        };
        let mut add = |short: String, mention: &Found, weaker: bool| {
            let new = || Bearer {
                full: mention.name.clone(),
                first: usize::MAX,
                shared: false,
            };
            if weaker && bearers.contains_key(&short) {
                return;
            }
            let bearer = bearers.entry(short).or_insert_with(new);
            bearer.first = bearer.first.min(mention.tokens.start);
            bearer.shared |= bearer.full != mention.name;
        };
        for mention in persons() {
            add(surname(doc.words_of(mention.tokens.clone())), mention, false);
        }
        for mention in persons() {
            if let Some(first) = first_surname(doc.words_of(mention.tokens.clone())) {
                add(first.to_lowercase(), mention, true);
            }
        }
        Self(bearers)
    }

    pub(super) fn bearer(&self, text: &str) -> Option<&Bearer> {
        self.0.get(&surname(text))
    }

    /// "Paris said" after "Florence Paris": a listed place or state is the person where it speaks, unless the article was
    /// about the place before.
    pub(super) fn take_from_places(&self, doc: &Doc<'_>, found: &mut [Found]) {
        let place = |f: &Found| {
            f.tokens.len() == 1
                && f.grounds == Grounds::Told
                && f.reason != CONFIRMED
                && matches!(f.kind, Kind::Place | Kind::State)
        };
        let mut before: HashMap<String, usize> = HashMap::new();
        for mention in found.iter().filter(|f| place(f)) {
            let first = before
                .entry(doc.text_of(mention.tokens.start).to_owned())
                .or_insert(usize::MAX);
            *first = mention.tokens.start.min(*first);
        }
        for mention in found.iter_mut().filter(|f| place(f)) {
            let text = doc.text_of(mention.tokens.start);
            let person = self.bearer(text).filter(|person| {
                person.first < mention.tokens.start
                    && before.get(text).is_none_or(|first| person.first < *first)
                    && says(doc, &mention.tokens)
            });
            if let Some(person) = person.and_then(|person| person.mention(doc, mention.tokens.clone())) {
                *mention = person;
            }
        }
    }
}

impl Bearer {
    /// The mention of the person at `tokens`. Whose surname it is where several bear it is for the grouping to say.
    pub(super) fn mention(&self, doc: &Doc<'_>, tokens: Range<usize>) -> Option<Found> {
        let says = says(doc, &tokens);
        let mention = Found::new(
            doc,
            tokens,
            Kind::Person,
            0.9,
            "surname of a person named in full",
        )?;
        let mention = mention.called((!self.shared).then_some(&self.full));
        Some(if says { mention.on(Grounds::Told) } else { mention })
    }
}

fn says(doc: &Doc<'_>, tokens: &Range<usize>) -> bool {
    speaks(doc, tokens.end) || inverted(doc, tokens.start, tokens.end)
}

/// "in Toll": a place, whoever is called so; not "confidence in Toll", "in Toll's view".
pub(super) fn is_in_it(doc: &Doc<'_>, name: usize) -> bool {
    let Some(before) = name.checked_sub(1) else {
        return false;
    };
    let trust = before.checked_sub(1).is_some_and(|b| {
        matches!(
            doc.lower(b),
            "confidence"
                | "faith"
                | "trust"
                | "trusted"
                | "belief"
                | "believe"
                | "believes"
                | "believed"
                | "interest"
                | "interested"
                | "disappointed"
        )
    });
    let within = match doc.lower(before) {
        "in" => !trust,
        "near" | "outside" => true,
        _ => false,
    };
    // "in Toll company papers": the noun is what it is in.
    let next = name + 1;
    let of_noun = doc.kind(next) == Some(TokenKind::Word)
        && doc.mostly(next, Tag::Noun)
        && !doc.is(next, Class::TIME)
        && !doc.capital(next);
    within && !of_noun && doc.kind(next) != Some(TokenKind::Possessive)
}

/// Whether lists know the first word of a name as a given name.
pub(super) fn begins_with_given_name(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default().to_lowercase();
    Gazetteer::embedded().word(&first).is_given_name()
}

fn is_plain(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.all(char::is_lowercase) && word.chars().count() > 3
}

/// The first of two surnames: "Reyl" of "Ana Reyl Torre".
pub(super) fn first_surname(name: &str) -> Option<&str> {
    let mut words = name.rsplit(' ');
    let (last, first) = (words.next()?, words.next()?);
    words.next()?;
    let tags = |word: &str| Gazetteer::embedded().word(&word.to_lowercase());
    // A word that no list has is as good as a surname, behind a given name that one has.
    let given = name.split(' ').count() == 3 && begins_with_given_name(name);
    let can_be = |word: &str| tags(word).is_surname() || given && !tags(word).is_known() && is_plain(word);
    (can_be(first) && !tags(first).is_given_name() && can_be(last)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::super::super::Rules;
    use super::super::super::tests::actor_of;

    /// The actor of the last mention of `words` in each text.
    #[test]
    fn surnames_are_those_of_their_persons() {
        for (text, words, expected) in [
            (
                "Ada Paris has run the branch since 2003. \"It was cold,\" Paris said.",
                "Paris",
                "Ada Paris",
            ),
            (
                "A director, Ada Milano, came. Milano said that it rained.",
                "Milano",
                "Ada Milano",
            ),
            ("Ada Paris came. A train left for Paris.", "Paris", "Paris"),
            (
                "Jordan said it would close a camp. Ada Jordan, a doctor, left. Jordan said that it rained.",
                "Jordan",
                "Jordan",
            ),
            (
                "Ada Dalvo came. Everybody has confidence in Dalvo.",
                "Dalvo",
                "Ada Dalvo",
            ),
            // What no list has between a given name and a surname is a surname, too.
            (
                "Mayor Elena Bracatorr Rivas came. Bracatorr said that it rained.",
                "Bracatorr",
                "Elena Bracatorr Rivas",
            ),
            (
                "Sheikh Omar bin Tarin left. Later Sheikh Omar said that it rained.",
                "Omar",
                "Omar bin Tarin",
            ),
            // The surname first; who is "Mr" is not the next "Ms".
            (
                "Tarn Sel-ryo left. Tarn Ji-nar came. Mr Tarn spoke. Ms Tarn said that it rained.",
                "Tarn",
                "Tarn Ji-nar",
            ),
            (
                "Elena Toll and Paolo Toll came. Mr Toll said that it rained.",
                "Toll",
                "Paolo Toll",
            ),
            (
                "Elena Toll and Paolo Toll came. Ms Toll said that it rained.",
                "Toll",
                "Elena Toll",
            ),
            (
                "Elena Toll and Paolo Toll came. Ms Toll sat down. Toll said that it rained.",
                "Toll",
                "Elena Toll",
            ),
            (
                "Ada Toll came. Ben Toll left. Toll said that it rained.",
                "Toll",
                "Ada Toll",
            ),
            (
                "Ben Toll came. Ada Toll left. Ada Toll is a judge. Toll said that it rained.",
                "Toll",
                "Ben Toll",
            ),
            (
                "Republican Ben Toll came. Ben Toll left. Toll said that it rained.",
                "Toll",
                "Ben Toll",
            ),
            (
                "Ben Toll came. It was about millions in Toll company papers.",
                "Toll",
                "Ben Toll",
            ),
            (
                "Judge Lucia Romero Ortiz came. Pedro Ortiz left. Romero Ortiz said that it rained.",
                "Romero Ortiz",
                "Lucia Romero Ortiz",
            ),
            (
                "Judge Lucia Romero Ortiz came. Pedro Ortiz left. Ortiz said that it rained.",
                "Ortiz",
                "Pedro Ortiz",
            ),
            (
                "Pedro Ortiz left. Judge Lucia Romero Ortiz came. Ortiz said that it rained.",
                "Ortiz",
                "Pedro Ortiz",
            ),
            (
                "Judge Lucia Romero Ortiz came. Romero said that it rained.",
                "Romero",
                "Lucia Romero Ortiz",
            ),
        ] {
            assert_eq!(actor_of(&Rules, text, words), expected, "{text}");
        }
    }

    #[test]
    fn a_place_that_shares_a_surname_stays_a_place() {
        let text =
            "Governor Ada Halden spoke in Halden. Halden said that houses near Halden were under water.";
        assert_eq!(actor_of(&Rules, text, "Halden"), "Halden");
    }

    #[test]
    fn names_may_begin_with_an_article_in_lower_case() {
        for town in ["Deir ez-Zor", "Deir al-Zor"] {
            assert_eq!(
                actor_of(&Rules, &format!("It rained in {town} on Monday."), town),
                "Deir ez-Zor"
            );
        }
    }
}
