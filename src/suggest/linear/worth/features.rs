//! What the model of check-worthiness sees.

use std::ops::Range;

use super::super::super::doc::{Doc, Word};
use super::super::super::gazetteer::{Gazetteer, NameKind, Tag};
use super::super::super::lexicon::Class;
use super::super::super::{Input, Stop};
use super::super::hash::{Feature, bucket, mix, mix3, of_bits, of_text};
use crate::text::{ArticleText, TokenKind};

/// Most tokens that are looked at: what is worth a check in a longer statement shows in its beginning.
const LONGEST: usize = 200;

/// Letters of the pieces of words.
const PIECE: usize = 4;

/// The features of a text that is one statement.
#[must_use]
pub fn features_of(text: &ArticleText) -> Vec<Feature> {
    let input = Input::of(text);
    Doc::new(&input, &Stop::default())
        .map(|doc| features(&doc, std::slice::from_ref(&(0..doc.len()))))
        .unwrap_or_default()
}

/// What a token is to the templates.
#[derive(Clone, Copy)]
struct Seen {
    word: u32,
    stem: u32,
    /// Words that carry no content as they are, others by what they are.
    kind: u32,
    number: bool,
}

/// Before the first token.
const EDGE: Seen = Seen {
    word: 1,
    stem: 1,
    kind: 1,
    number: false,
};

/// The features of stretches of an article, sorted, each once. Quotation marks do not count.
pub(in crate::suggest) fn features(doc: &Doc<'_>, parts: &[Range<usize>]) -> Vec<Feature> {
    let mut out = Vec::new();
    let mut put = |template: u32, value: u32| out.push(mix(template, value));
    let mut counts = Counts::default();
    let mut before = EDGE;
    let mut number = 0_u32;
    let tokens = parts.iter().flat_map(Clone::clone);
    for i in tokens.filter(|i| !doc.is_quote_mark(*i)).take(LONGEST) {
        let word = doc.word(i);
        let here = see(doc, i, word);
        put(1, here.word);
        put(2, here.stem);
        put(3, mix(before.stem, here.stem));
        put(4, here.kind);
        put(5, mix(before.kind, here.kind));
        put(6, mix(before.stem, here.kind));
        put(7, of_bits(word.class.bits()));
        pieces(&word.lower, |piece| put(8, of_text(piece)));
        if number < 3 {
            put(9, mix(number, here.word));
            put(10, mix(number, here.kind));
        }
        counts.add(word, here, number);
        before = here;
        number += 1;
    }
    counts.put(number, put);
    out.sort_unstable();
    out.dedup();
    out
}

#[derive(Default)]
struct Counts {
    numbers: u32,
    names: u32,
    past: u32,
    modal: u32,
    speaker: u32,
    addressed: u32,
}

impl Counts {
    fn add(&mut self, word: &Word<'_>, seen: Seen, number: u32) {
        let lower: &str = &word.lower;
        self.numbers += u32::from(seen.number);
        self.names += u32::from(word.capital && number > 0);
        self.past += u32::from(word.tags.is_mostly(Tag::Past));
        self.modal += u32::from(word.class.any(Class::MODAL) || word.tags.is_mostly(Tag::Modal));
        self.speaker += u32::from(matches!(
            lower,
            "i" | "my" | "me" | "i'm" | "i've" | "i'll" | "i'd"
        ));
        self.addressed += u32::from(matches!(lower, "you" | "your"));
    }

    fn put(&self, tokens: u32, mut put: impl FnMut(u32, u32)) {
        let length = bucket(tokens as usize);
        let any = |count: u32| count.min(1);
        put(11, length);
        put(12, self.numbers.min(4));
        put(13, self.names.min(4));
        put(14, self.past.min(3));
        put(15, self.speaker.min(3));
        put(16, self.modal.min(3));
        put(17, self.addressed.min(3));
        put(18, mix3(any(self.numbers), any(self.past), any(self.modal)));
        put(19, mix3(any(self.numbers), any(self.names), length));
    }
}

fn see(doc: &Doc<'_>, i: usize, word: &Word<'_>) -> Seen {
    let in_digits = doc.kind(i) == Some(TokenKind::Number);
    if in_digits || word.class.any(Class::NUMBER_WORD) {
        let kind = number_kind(&word.lower);
        return Seen {
            word: if in_digits {
                mix(2, kind)
            } else {
                of_text(&word.lower)
            },
            stem: mix(2, kind),
            kind: mix(2, u32::from(kind == YEAR)),
            number: true,
        };
    }
    Seen {
        word: of_text(&word.lower),
        stem: of_text(stem(&word.lower)),
        kind: kind(doc, i, word),
        number: false,
    }
}

/// Kind of a number that is most likely a year.
const YEAR: u32 = 3;

fn number_kind(lower: &str) -> u32 {
    let digits = lower.bytes().filter(u8::is_ascii_digit).count();
    if digits == 4 && (lower.starts_with("19") || lower.starts_with("20")) {
        YEAR
    } else if digits == 0 {
        9
    } else if lower.contains('.') {
        4
    } else if lower.contains(',') {
        5
    } else {
        10 + digits.min(4) as u32
    }
}

fn kind(doc: &Doc<'_>, i: usize, word: &Word<'_>) -> u32 {
    if doc.kind(i) != Some(TokenKind::Word) || doc.is_function_word(i) {
        return of_text(&word.lower);
    }
    if word.capital && !doc.is_ordinary(i) {
        let listed = Gazetteer::embedded().name(word.text).map(|name| name.kind);
        return match listed {
            Some(NameKind::Person) => 11,
            Some(NameKind::Place) => 12,
            Some(NameKind::State | NameKind::Demonym) => 13,
            Some(_) => 14,
            None if word.tags.is_given_name() || word.tags.is_surname() => 11,
            None => 15,
        };
    }
    let all = [
        Tag::Noun,
        Tag::Adjective,
        Tag::Adverb,
        Tag::Past,
        Tag::Present,
        Tag::Base,
        Tag::Participle,
        Tag::Gerund,
    ];
    let found = all.iter().position(|tag| word.tags.is_mostly(*tag));
    found.map_or(40, |n| 20 + n as u32)
}

/// The word without the commonest endings: enough to put "taxes" and "taxed" together.
fn stem(lower: &str) -> &str {
    ["'s", "ies", "ing", "ied", "ed", "es", "s", "ly", "e", "y"]
        .iter()
        .find_map(|ending| lower.strip_suffix(ending).filter(|stem| stem.len() >= 3))
        .unwrap_or(lower)
}

/// All pieces of [`PIECE`] letters of a word that is longer.
fn pieces(lower: &str, mut take: impl FnMut(&str)) {
    let starts = || lower.char_indices().map(|(at, _)| at);
    let mut ends = starts().skip(PIECE).chain([lower.len()]).peekable();
    if ends.peek() == Some(&lower.len()) {
        return;
    }
    for (start, end) in starts().zip(ends) {
        if let Some(piece) = lower.get(start..end) {
            take(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_words() {
        let of = |word: &str| {
            let mut found = Vec::new();
            pieces(word, |piece| found.push(piece.to_owned()));
            found
        };
        assert_eq!(of("größer"), ["größ", "röße", "ößer"]);
        assert!(of("road").is_empty() && of("").is_empty());
    }

    #[test]
    fn stems() {
        for (word, expected) in [
            ("taxes", "tax"),
            ("taxed", "tax"),
            ("is", "is"),
            ("cities", "cit"),
        ] {
            assert_eq!(stem(word), expected);
        }
    }

    #[test]
    fn quotation_marks_and_order_of_stretches_do_not_count() {
        let of = |text: &str| features_of(&ArticleText::new(text));
        assert_eq!(of("“Taxes rose.”"), of("Taxes rose."));
        assert!(of("").len() < 12);
        assert_ne!(of("Taxes rose."), of("Taxes fell."));
    }
}
