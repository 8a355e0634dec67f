//! What a model sees of each token, worked out once per article: numbers for its word, and where it stands.

use std::ops::Range;

use super::super::doc::{Doc, Word};
use super::super::gazetteer::Tag;
use super::super::lexicon::{Class, Use, VerbForm};
use super::chain::EDGES;
use super::hash::{bucket, mix, mix3, of_bits, of_text};
use crate::text::TokenKind;

/// Numbers for one word form.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::suggest) struct WordSight {
    /// The word in lower case; numbers with the same count of digits are the same word.
    pub word: u32,
    /// The parts of speech that it can have.
    pub speech: u32,
    /// The one that it has most often.
    pub most: u32,
    /// Capitals, digits, hyphens, length.
    pub shape: u32,
    pub prefix: u32,
    pub suffix2: u32,
    pub suffix3: u32,
    pub suffix4: u32,
    /// Classes of the word lists.
    pub class: u32,
    /// How it reports, if it does: act, use and form.
    pub cue: u32,
    /// Base form of the verb that reports.
    pub lemma: u32,
}

impl WordSight {
    fn new(word: &Word<'_>) -> Self {
        let lower: &str = &word.lower;
        let digits: String;
        let text = if lower.contains(|c: char| c.is_ascii_digit()) {
            digits = lower.replace(|c: char| c.is_ascii_digit(), "0");
            &digits
        } else {
            lower
        };
        let hash = of_text(text);
        let affix = |chars: usize| {
            let at = lower.char_indices().rev().nth(chars - 1).map_or(0, |(at, _)| at);
            of_text(lower.get(at..).unwrap_or_default())
        };
        let prefix = lower.char_indices().nth(3).map_or(lower.len(), |(at, _)| at);
        let cue = word.cue.map_or(0, |cue| {
            let form = match cue.form {
                VerbForm::Base => 1,
                VerbForm::Present => 2,
                VerbForm::Past => 3,
                VerbForm::Gerund => 4,
            };
            mix3(1 + use_number(cue.used), cue.act as u32, form)
        });
        Self {
            word: hash,
            speech: of_bits(word.tags.bits()),
            most: mix(3, most(word)),
            shape: shape(word.text),
            prefix: of_text(lower.get(..prefix).unwrap_or_default()),
            suffix2: affix(2),
            suffix3: affix(3),
            suffix4: affix(4),
            class: of_bits(word.class.bits()),
            cue,
            lemma: word.cue.map_or(0, |cue| of_text(cue.lemma)),
        }
    }
}

/// A number for how a cue is used.
pub(in crate::suggest) const fn use_number(used: Use) -> u32 {
    match used {
        Use::Say => 1,
        Use::Clause => 2,
        Use::That => 3,
        Use::Quote => 4,
        Use::Object => 5,
        Use::Belief => 6,
    }
}

fn most(word: &Word<'_>) -> u32 {
    let all = [
        Tag::Noun,
        Tag::Name,
        Tag::Adjective,
        Tag::Adverb,
        Tag::Determiner,
        Tag::Pronoun,
        Tag::Preposition,
        Tag::Particle,
        Tag::And,
        Tag::Subjunction,
        Tag::Number,
        Tag::Modal,
        Tag::Past,
        Tag::Present,
        Tag::Base,
        Tag::Participle,
        Tag::Gerund,
    ];
    let found = all.iter().position(|tag| word.tags.is_mostly(*tag));
    let print = u32::from(word.capital) + 2 * u32::from(word.all_caps);
    found.map_or(100, |n| n as u32) * 4 + print
}

/// Capitals as A, small letters as a, digits as 0, other signs as they are; runs as one, at most seven.
fn shape(text: &str) -> u32 {
    let mut hash = 0;
    let mut last = '\0';
    let mut runs = 0;
    for c in text.chars().take(30) {
        let class = if c.is_uppercase() {
            'A'
        } else if c.is_alphabetic() {
            'a'
        } else if c.is_numeric() {
            '0'
        } else {
            c
        };
        if class != last && runs < 7 {
            hash = mix(hash, class as u32);
            runs += 1;
        }
        last = class;
    }
    mix(hash, text.chars().nth(3).map_or(0, |_| 1))
}

/// What is known about one token beside its word.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::suggest) struct Place {
    word: u32,
    /// How it stands to quotation marks.
    pub quote: u8,
    /// Kind of the edge before it.
    pub edge: u8,
    /// What kind of mark it is, 0 for none.
    pub mark: u8,
    /// Sentence it belongs to.
    pub sentence: u32,
    /// Nearest verb that can report before it and after it in its sentence, outside quotations; itself counts for neither.
    pub cue_before: u32,
    pub cue_after: u32,
    /// Nearest finite verb before it and after it in its sentence.
    pub verb_before: u32,
    pub verb_after: u32,
    /// Nearest mark before it and after it in its sentence.
    pub mark_before: u32,
    pub mark_after: u32,
}

/// No such token.
pub(in crate::suggest) const NONE: u32 = u32::MAX;

/// Where a token stands in quotations.
pub(in crate::suggest) mod quote {
    pub const OUT: u8 = 0;
    pub const OPENS: u8 = 1;
    pub const FIRST: u8 = 2;
    pub const IN: u8 = 3;
    pub const CLOSES: u8 = 4;
    /// In a quotation of at most three words.
    pub const SCARE: u8 = 5;
}

/// An article as models see it.
pub(in crate::suggest) struct Sight {
    words: Vec<WordSight>,
    places: Vec<Place>,
    nothing: WordSight,
}

impl Sight {
    pub(in crate::suggest) fn new(doc: &Doc<'_>) -> Self {
        let mut places: Vec<Place> = (0..doc.len())
            .map(|i| Place {
                word: doc.word_number(i) as u32,
                mark: mark(doc, i),
                cue_before: NONE,
                cue_after: NONE,
                verb_before: NONE,
                verb_after: NONE,
                mark_before: NONE,
                mark_after: NONE,
                ..Place::default()
            })
            .collect();
        quotations(doc, &mut places);
        for (number, sentence) in doc.sentences.iter().enumerate() {
            neighbours(doc, sentence.tokens.clone(), number as u32, &mut places);
        }
        for i in 0..places.len() {
            let edge = edge(doc, &places, i);
            if let Some(place) = places.get_mut(i) {
                place.edge = edge;
            }
        }
        Self {
            words: doc.words().iter().map(WordSight::new).collect(),
            places,
            nothing: WordSight::default(),
        }
    }

    /// What the token's word is; past either end of `within` a number that stands for the edge.
    pub(in crate::suggest) fn word(&self, i: usize) -> &WordSight {
        self.places
            .get(i)
            .and_then(|p| self.words.get(p.word as usize))
            .unwrap_or(&self.nothing)
    }

    /// The word `offset` tokens from `i`, if that lies in `within`.
    pub(in crate::suggest) fn at(&self, i: usize, offset: isize, within: &Range<usize>) -> &WordSight {
        match i.checked_add_signed(offset) {
            Some(j) if within.contains(&j) => self.word(j),
            _ => &self.nothing,
        }
    }

    pub(in crate::suggest) fn place(&self, i: usize) -> Place {
        self.places.get(i).copied().unwrap_or_default()
    }

    /// The token whose number is `of`, with its distance to `i`.
    pub(in crate::suggest) fn near(&self, i: usize, of: u32) -> (&WordSight, u32) {
        if of == NONE {
            (&self.nothing, 15)
        } else {
            let j = of as usize;
            (self.word(j), bucket(i.abs_diff(j)))
        }
    }

    /// The edges before the tokens of `range`.
    pub(in crate::suggest) fn edges(&self, range: Range<usize>) -> Vec<u8> {
        let places = self.places.get(range).unwrap_or_default();
        places.iter().map(|p| p.edge).collect()
    }
}

/// Kind of mark: comma, full stop, colon, dash, bracket, quotation mark, other.
fn mark(doc: &Doc<'_>, i: usize) -> u8 {
    if doc.is_quote_mark(i) {
        return 6;
    }
    if doc.kind(i) != Some(TokenKind::Punctuation) {
        return 0;
    }
    match doc.text_of(i) {
        "," => 1,
        "." | "!" | "?" | "..." | "…" => 2,
        ":" | ";" => 3,
        _ if doc.is_dash(i) => 4,
        "(" | "[" | ")" | "]" => 5,
        _ => 7,
    }
}

fn quotations(doc: &Doc<'_>, places: &mut [Place]) {
    for found in &doc.quotes {
        let last = found.tokens.end - 1;
        let short = found.closed && found.inner_len() <= 3;
        for i in found.tokens.clone() {
            let state = if i == found.tokens.start {
                quote::OPENS
            } else if i == last && found.closed {
                quote::CLOSES
            } else if short {
                quote::SCARE
            } else if i == found.tokens.start + 1 {
                quote::FIRST
            } else {
                quote::IN
            };
            if let Some(place) = places.get_mut(i) {
                place.quote = state;
            }
        }
    }
}

fn neighbours(doc: &Doc<'_>, tokens: Range<usize>, number: u32, places: &mut [Place]) {
    let reports = |i: usize| {
        !doc.is_quoted(i)
            && (doc.word(i).cue.is_some()
                || doc.lower(i) == "according"
                || doc.is(i, Class::REPORT_NOUN) && !doc.capital(i))
    };
    let (mut cue, mut verb, mut mark) = (NONE, NONE, NONE);
    for i in tokens.clone() {
        let Some(place) = places.get_mut(i) else { break };
        place.sentence = number;
        (place.cue_before, place.verb_before, place.mark_before) = (cue, verb, mark);
        if reports(i) {
            cue = i as u32;
        }
        if doc.is_finite(i) {
            verb = i as u32;
        }
        if place.mark != 0 {
            mark = i as u32;
        }
    }
    (cue, verb, mark) = (NONE, NONE, NONE);
    for i in tokens.rev() {
        let Some(place) = places.get_mut(i) else { break };
        (place.cue_after, place.verb_after, place.mark_after) = (cue, verb, mark);
        if reports(i) {
            cue = i as u32;
        }
        if doc.is_finite(i) {
            verb = i as u32;
        }
        if place.mark != 0 {
            mark = i as u32;
        }
    }
}

/// What stands between token `i` and the one before it, as one of [`EDGES`] kinds.
fn edge(doc: &Doc<'_>, places: &[Place], i: usize) -> u8 {
    let here = places.get(i).copied().unwrap_or_default();
    let before = i
        .checked_sub(1)
        .and_then(|b| places.get(b))
        .copied()
        .unwrap_or_default();
    let kind = if here.quote == quote::OPENS {
        1
    } else if here.quote == quote::CLOSES {
        2
    } else if before.quote == quote::CLOSES {
        3
    } else if before.quote == quote::OPENS {
        4
    } else if before.sentence != here.sentence {
        5
    } else if here.quote != quote::OUT {
        6
    } else if here.mark == 1 {
        7
    } else if before.mark == 1 {
        8
    } else if here.mark == 2 {
        9
    } else if here.mark != 0 {
        10
    } else if before.mark != 0 {
        11
    } else if doc.lower(i) == "that" || doc.mostly(i, Tag::Subjunction) {
        12
    } else if doc.is_finite(i) {
        13
    } else if doc.mostly(i, Tag::Preposition) || doc.lower(i) == "to" {
        14
    } else if doc.is(i, Class::DETERMINER.or(Class::PRONOUN)) {
        15
    } else {
        0
    };
    debug_assert!(usize::from(kind) < EDGES);
    kind
}
