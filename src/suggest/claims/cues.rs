//! Cues: the verbs and phrases that report what somebody says.

use std::ops::Range;

use super::super::doc::{Case, Doc, Sentence};
use super::super::gazetteer::Tag;
use super::super::lexicon::{Class, CueWord, Lexicon, Use, VerbForm};
use super::anonymity;
use crate::annotation::Act;

/// A cue in a sentence.
#[derive(Clone, Debug)]
pub(super) struct Cue {
    /// The words of the cue: "said", "called for".
    pub tokens: Range<usize>,
    /// First token of the verb group, auxiliaries and adverbs included: "has also" of "has also said".
    pub group: usize,
    pub word: CueWord,
    pub shape: Shape,
}

/// How the cue stands to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A finite verb.
    Finite,
    /// ", adding …": the source is that of the clause before.
    Participle,
    /// "according to".
    AccordingTo,
}

const ACCORDING: CueWord = CueWord {
    act: Act::Statement,
    used: Use::Say,
    form: VerbForm::Gerund,
    lemma: "according to",
};

/// The cues of one sentence, from left to right. None lies in a quotation.
pub(super) fn find(doc: &Doc<'_>, sentence: &Sentence, beliefs: bool) -> Vec<Cue> {
    let mut found = Vec::new();
    for i in sentence.tokens.clone() {
        if doc.is_quoted(i) {
            continue;
        }
        if doc.lower(i) == "according" && doc.lower(i + 1) == "to" && i + 1 < sentence.tokens.end {
            found.push(Cue {
                tokens: i..i + 2,
                group: i,
                word: ACCORDING,
                shape: Shape::AccordingTo,
            });
        } else if let Some(cue) = verb(doc, sentence, i, beliefs)
            && anonymity::around(doc, i).is_none()
        {
            found.push(cue);
        }
    }
    found
}

fn verb(doc: &Doc<'_>, sentence: &Sentence, i: usize, beliefs: bool) -> Option<Cue> {
    let phrase = Lexicon::embedded().phrase(doc.lower(i), doc.lower(i + 1));
    let word = phrase.or(doc.word(i).cue)?;
    if word.used == Use::Belief && !beliefs {
        return None;
    }
    if doc.capital(i) && sentence.case == Case::Running && i != sentence.tokens.start {
        return None;
    }
    let tokens = i..i + 1 + usize::from(phrase.is_some());
    let mut group = i;
    let (mut be, mut modal, mut infinitive) = (false, false, false);
    let earliest = sentence.tokens.start.max(i.saturating_sub(6));
    while group > earliest {
        let b = group - 1;
        let class = doc.class(b);
        if class.any(Class::NOT) {
            if doc.lower(b).ends_with("n't") {
                be |= doc.lower(b).starts_with(['i', 'w', 'a']) && !doc.lower(b).starts_with("wo");
            }
        } else if class.any(Class::BE) {
            be = true;
        } else if class.any(Class::MODAL) {
            modal = true;
        } else if doc.lower(b) == "to" && group == i {
            infinitive = true;
        } else if !(class.any(Class::AUX) || is_adverb(doc, b)) {
            break;
        }
        if doc.is_quote_mark(b) {
            break;
        }
        group = b;
    }
    let passive = be && word.form == VerbForm::Past;
    let quoted_as = passive && word.lemma == "quote";
    if (passive && !quoted_as) || (infinitive) {
        return None;
    }
    // What would or could be said was not said.
    if modal && !matches!(doc.lower(group), "will") {
        return None;
    }
    let shape = if word.form == VerbForm::Gerund && !be {
        Shape::Participle
    } else {
        Shape::Finite
    };
    if shape == Shape::Finite && !is_verb_here(doc, sentence, i, group, word, &tokens) {
        return None;
    }
    if shape == Shape::Participle && !participle_fits(doc, sentence, i, word) {
        return None;
    }
    Some(Cue {
        tokens,
        group: if shape == Shape::Participle { i } else { group },
        word,
        shape,
    })
}

fn is_adverb(doc: &Doc<'_>, i: usize) -> bool {
    (doc.mostly(i, Tag::Adverb) && !doc.is(i, Class::BOUNDARY.or(Class::TIME)) && !doc.capital(i))
        || matches!(
            doc.lower(i),
            "also" | "further" | "then" | "later" | "earlier" | "previously"
        )
}

/// Noun or verb? "reports", "claims" and "calls" are both.
fn is_verb_here(
    doc: &Doc<'_>,
    sentence: &Sentence,
    i: usize,
    group: usize,
    word: CueWord,
    tokens: &Range<usize>,
) -> bool {
    let before = group.checked_sub(1).filter(|b| *b >= sentence.tokens.start);
    let next = tokens.end;
    if group == i
        && before.is_some_and(|b| {
            (doc.is(b, Class::ARTICLE) && !matches!(doc.lower(b), "this" | "these" | "those" | "that"))
                || (doc.is(b, Class::DETERMINER) && !doc.can_be(b, Tag::Pronoun) && doc.can_be(i, Tag::Noun))
                || (doc.mostly(b, Tag::Preposition) && !doc.is(b, Class::BOUNDARY))
                || doc.kind(b) == Some(crate::text::TokenKind::Possessive)
                || (doc.mostly(b, Tag::Adjective) && !doc.capital(b) && doc.can_be(i, Tag::Noun))
        })
    {
        return false;
    }
    // "the man accused of", "those blamed for": passive participles.
    if word.form == VerbForm::Past
        && group == i
        && ((word.lemma == "accuse" && doc.lower(next) == "of")
            || (matches!(
                word.lemma,
                "blame" | "condemn" | "criticize" | "criticise" | "praise"
            ) && matches!(doc.lower(next), "for" | "by" | "on"))
            || doc.lower(next) == "by")
    {
        return false;
    }
    if word.lemma == "call" && tokens.len() == 1 {
        // "a group called X", "what he calls X"
        let named = word.form == VerbForm::Past
            && before.is_some_and(|b| doc.mostly(b, Tag::Noun) && !doc.capital(b))
            && (doc.capital(next) || doc.is_quote_mark(next));
        let what = (sentence.tokens.start..group)
            .rev()
            .take(4)
            .any(|b| matches!(doc.lower(b), "what" | "as" | "so"));
        if named || what {
            return false;
        }
    }
    match word.form {
        VerbForm::Present => {
            let ambiguous = doc.can_be(i, Tag::Noun)
                || matches!(
                    word.lemma,
                    "report"
                        | "claim"
                        | "call"
                        | "comment"
                        | "demand"
                        | "note"
                        | "state"
                        | "charge"
                        | "post"
                        | "document"
                        | "quote"
                        | "question"
                        | "label"
                        | "point"
                );
            !ambiguous
                || !(doc.is_mark(next, &[".", ",", ";", ")"])
                    || matches!(
                        doc.lower(next),
                        "of" | "about" | "from" | "by" | "against" | "are" | "were" | "have"
                    ))
        }
        VerbForm::Base => {
            let noun = doc.can_be(i, Tag::Noun)
                || matches!(
                    word.lemma,
                    "state" | "report" | "claim" | "call" | "comment" | "demand" | "note"
                );
            let plural = before.is_some_and(|b| {
                matches!(doc.lower(b), "they" | "we" | "i" | "you" | "who")
                    || matches!(
                        doc.lower(b),
                        "percent"
                            | "%"
                            | "half"
                            | "third"
                            | "quarter"
                            | "most"
                            | "many"
                            | "some"
                            | "few"
                            | "others"
                            | "critics"
                    )
                    || doc.kind(b) == Some(crate::text::TokenKind::Number)
                    || (!noun && (doc.is_mark(b, &[",", ")"]) || doc.is_dash(b)))
                    || (doc.lower(b).ends_with('s') && doc.can_be(b, Tag::Noun))
                    || matches!(doc.lower(b), "people" | "police" | "men" | "women")
                    || doc.capital(b)
            });
            let helped = (group..i).any(|b| doc.is(b, Class::AUX));
            if noun {
                helped || before.is_some_and(|b| matches!(doc.lower(b), "they" | "we" | "i" | "you"))
            } else {
                plural || helped
            }
        }
        VerbForm::Past | VerbForm::Gerund => true,
    }
}

/// ", saying …", "a statement saying …", "and accusing …"; not "without saying".
fn participle_fits(doc: &Doc<'_>, sentence: &Sentence, i: usize, word: CueWord) -> bool {
    let Some(before) = i.checked_sub(1).filter(|b| *b >= sentence.tokens.start) else {
        return false;
    };
    let mark = doc.is_mark(before, &[","]) || doc.is_dash(before) || doc.is_quote_mark(before);
    if doc.can_be(i, Tag::Noun) && word.used != Use::Say && !mark {
        return false;
    }
    let quotes = doc.is_mark(i + 1, &[","]) && doc.is_quote_mark(i + 2);
    if doc.is_mark(i + 1, &[".", ","]) && !quotes {
        return false;
    }
    mark || doc.mostly(before, Tag::And)
        || (matches!(
            word.lemma,
            "say" | "accuse" | "urge" | "announce" | "claim" | "warn" | "deny" | "demand" | "state"
        ) && (doc.mostly(before, Tag::Noun) || doc.is(before, Class::DAY) || doc.capital(before))
            && !doc.is(before, Class::PEOPLE))
}
