//! The words that the rules name: classes of words and the cues of reported speech.
//!
//! Both come from text files under `assets/gazetteer` that a person can read and extend; they are parsed once, in about
//! a millisecond, at the first article.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::annotation::Act;

static WORDS: &str = include_str!("../../assets/gazetteer/words.txt");
static CUES: &str = include_str!("../../assets/gazetteer/cues.txt");

/// A set of word classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Class(u64);

macro_rules! classes {
    ($($name:ident = $label:literal),+ $(,)?) => {
        classes!(@constants 0_u64; $($name)+);
        const NAMES: &[(&str, Class)] = &[$(($label, Class::$name)),+];
    };
    (@constants $n:expr; $first:ident $($rest:ident)*) => {
        impl Class {
            pub(super) const $first: Self = Self(1 << ($n));
        }
        classes!(@constants $n + 1; $($rest)*);
    };
    (@constants $n:expr;) => {};
}

classes! {
    DETERMINER = "determiner",
    ARTICLE = "article",
    PRONOUN = "pronoun",
    DAY = "day",
    MONTH = "month",
    TIME = "time",
    TITLE = "title",
    TITLE_PART = "title-part",
    FAMILY = "family",
    SPEAKER = "speaker",
    HEAD_ORGANIZATION = "head-organization",
    HEAD_STATE = "head-state",
    HEAD_ARMED = "head-armed",
    HEAD_MEDIA = "head-media",
    HEAD_PLACE = "head-place",
    HEAD_NONE = "head-none",
    IS_STATE = "is-state",
    IS_STATE_WITH = "is-state-with",
    IS_ARMED = "is-armed",
    IS_ARMED_WITH = "is-armed-with",
    IS_GROUP = "is-group",
    IS_GROUP_WITH = "is-group-with",
    IS_MEDIA_WITH = "is-media-with",
    IS_BODY_WITH = "is-body-with",
    IS_SOURCE = "is-source",
    IS_SOURCE_WITH = "is-source-with",
    SPEAKS_UNNAMED = "speaks-unnamed",
    SPEAKS_GROUP = "speaks-group",
    SPEECH_NOUN = "speech-noun",
    ARMED_MODIFIER = "armed-modifier",
    MEDIA_MODIFIER = "media-modifier",
    POWER_MODIFIER = "power-modifier",
    SOURCE_MODIFIER = "source-modifier",
    NO_MODIFIER = "no-modifier",
    PLACE_BEFORE = "place-before",
    PLACE_NOUN = "place-noun",
    PARTICLE = "name-particle",
    BE = "be",
    AUX = "aux",
    MODAL = "modal",
    NOT = "not",
    BOUNDARY = "boundary",
    ADDRESSEE = "reporter-object",
    NUMBER_WORD = "number-word",
    KILLED = "killed",
    WOUNDED = "wounded",
    DETAINED = "detained",
    DISPLACED = "displaced",
    MISSING = "missing",
    PEOPLE = "people",
    IF_PEOPLE = "if-people",
    COUNTED_PERSON = "counted-person",
    COUNTED_THING = "counted-thing",
    UNCOUNTED = "uncounted",
    QUANTITY = "quantity",
    ATTACK = "attack",
    REPORT_NOUN = "report-noun",
    BODY_NOUN = "body-noun",
    NO_ACRONYM = "no-acronym",
    COMPASS = "compass",
    DOCUMENT = "document",
    DEPUTY = "deputy",
    OUTLET = "outlet",
    NO_PERSON = "no-person",
}

impl Class {
    /// No class.
    pub(super) const NONE: Self = Self(0);
    /// Any head of a name that acts.
    pub(super) const HEAD: Self =
        Self(Self::HEAD_ORGANIZATION.0 | Self::HEAD_STATE.0 | Self::HEAD_ARMED.0 | Self::HEAD_MEDIA.0);
    /// Any head of a described actor.
    pub(super) const DESCRIBED: Self = Self(
        Self::IS_STATE.0
            | Self::IS_STATE_WITH.0
            | Self::IS_ARMED.0
            | Self::IS_ARMED_WITH.0
            | Self::IS_GROUP.0
            | Self::IS_GROUP_WITH.0
            | Self::IS_MEDIA_WITH.0
            | Self::IS_BODY_WITH.0
            | Self::IS_SOURCE.0
            | Self::IS_SOURCE_WITH.0
            | Self::SPEAKS_UNNAMED.0
            | Self::SPEAKS_GROUP.0,
    );
    /// What a figure can count.
    pub(super) const MEASURE: Self =
        Self(Self::KILLED.0 | Self::WOUNDED.0 | Self::DETAINED.0 | Self::DISPLACED.0 | Self::MISSING.0);

    /// The set without the other.
    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Either set.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Classes that came after the models were trained, and are no signs to them.
    const UNLEARNED: Self = Self(Self::DOCUMENT.0 | Self::DEPUTY.0 | Self::OUTLET.0 | Self::NO_PERSON.0);

    /// The set as bits, for what models see.
    pub(super) const fn bits(self) -> u64 {
        self.0 & !Self::UNLEARNED.0
    }

    /// Whether the sets share a class.
    pub(super) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// How a cue is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Takes what is said, before or after it.
    Say,
    /// Only with a clause or a quotation.
    Clause,
    /// Only with "that" or a quotation.
    That,
    /// Only with a quotation.
    Quote,
    /// Also with a plain object.
    Object,
    /// Only when beliefs are asked for.
    Belief,
}

/// Form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VerbForm {
    /// "say", plural present or infinitive.
    Base,
    /// "says".
    Present,
    /// "said", past or participle.
    Past,
    /// "saying".
    Gerund,
}

/// One form of a verb that reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CueWord {
    /// What the speaker does by it.
    pub act: Act,
    /// How it is used.
    pub used: Use,
    /// Its form.
    pub form: VerbForm,
    /// Its base form ("say").
    pub lemma: &'static str,
}

/// The parsed lists.
pub(super) struct Lexicon {
    classes: HashMap<&'static str, Class>,
    cues: HashMap<&'static str, CueWord>,
    /// Verb form and particle to cue.
    phrases: HashMap<(&'static str, &'static str), CueWord>,
}

impl Lexicon {
    /// The embedded lists.
    pub(super) fn embedded() -> &'static Self {
        static PARSED: OnceLock<Lexicon> = OnceLock::new();
        PARSED.get_or_init(|| Self::parse(WORDS, CUES))
    }

    fn parse(words: &'static str, cues: &'static str) -> Self {
        let mut classes: HashMap<&str, Class> = HashMap::new();
        for line in lines(words) {
            let Some((name, members)) = line.split_once(':') else {
                continue;
            };
            let Some((_, class)) = NAMES.iter().find(|(label, _)| *label == name) else {
                continue;
            };
            for word in members.split_whitespace() {
                let entry = classes.entry(word).or_default();
                *entry = entry.or(*class);
            }
        }
        let mut found = HashMap::new();
        let mut phrases = HashMap::new();
        for line in lines(cues) {
            let mut fields = line.split('|');
            let (Some(act), Some(used), Some(forms)) = (fields.next(), fields.next(), fields.next()) else {
                continue;
            };
            let used_as = match used {
                "say" => Use::Say,
                "object" | "phrase" => Use::Object,
                "belief" => Use::Belief,
                "that" => Use::That,
                "quote" => Use::Quote,
                _ => Use::Clause,
            };
            let forms: Vec<&str> = forms.split_whitespace().collect();
            for (i, form) in forms.iter().enumerate() {
                let verb_form = match i {
                    0 => VerbForm::Base,
                    1 => VerbForm::Present,
                    _ if i + 1 == forms.len() => VerbForm::Gerund,
                    _ => VerbForm::Past,
                };
                let cue = CueWord {
                    act: Act::parse(act).unwrap_or_default(),
                    used: used_as,
                    form: verb_form,
                    lemma: forms.first().copied().unwrap_or_default(),
                };
                match form.split_once('+') {
                    Some(phrase) => _ = phrases.entry(phrase).or_insert(cue),
                    None => _ = found.entry(*form).or_insert(cue),
                }
            }
        }
        Self {
            classes,
            cues: found,
            phrases,
        }
    }

    /// The classes of a word in lower case.
    pub(super) fn class(&self, lower: &str) -> Class {
        self.classes.get(lower).copied().unwrap_or_default()
    }

    /// The cue that a word in lower case can be.
    pub(super) fn cue(&self, lower: &str) -> Option<CueWord> {
        self.cues.get(lower).copied()
    }

    /// The cue that a verb forms with the particle after it ("called", "for").
    pub(super) fn phrase(&self, verb: &str, particle: &str) -> Option<CueWord> {
        // The map's keys live as long as the program; the lookup needs no such promise of its arguments.
        let key: (&str, &str) = (verb, particle);
        self.phrases.get(&key).copied()
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_and_act_of_the_files_is_known() {
        for line in lines(WORDS) {
            let name = line.split(':').next().unwrap();
            assert!(NAMES.iter().any(|(label, _)| *label == name), "{name}");
        }
        for line in lines(CUES) {
            assert!(Act::parse(line.split('|').next().unwrap()).is_some(), "{line}");
        }
    }

    #[test]
    fn cues_and_phrases() {
        let lexicon = Lexicon::embedded();
        assert_eq!(lexicon.cue("blamed").unwrap().act, Act::Accusation);
        assert_eq!(lexicon.cue("adding").unwrap().form, VerbForm::Gerund);
        assert_eq!(lexicon.phrase("called", "for").unwrap().act, Act::Demand);
        assert!(lexicon.class("brigade").any(Class::HEAD_ARMED));
    }
}
