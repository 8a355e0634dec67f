//! Who a pronoun or a noun with "the" refers to: "he", "they", "the group", "the minister", "the news agency".
//!
//! Every mention that comes before and fits in kind, number and gender is weighed: how near it is, whether it was the
//! subject of its sentence, whether it spoke last, how often the article names it, whether it was introduced by that noun
//! ("Norvan, an airline" for "the airline"). The heaviest wins. The weights follow the salience factors of Lappin and Leass
//! (1994).

use std::ops::Range;

use super::super::actors::{Found, Kind, grouping::Actors};
use super::super::doc::Doc;
use super::super::gazetteer::Tag;
use super::super::gender::{self, Gender};
use super::super::lexicon::Class;
use super::voice;
use crate::annotation::Form;
use crate::text::TokenKind;

/// How many mentions back a reference can reach.
pub(super) const REACH: usize = 60;

/// What a mention must weigh for "it" and for "they": the subject of the sentence before does, what merely stands near does
/// not. Both refer to things that are no actors more often than "he" does.
const LEAST_FOR_IT: f32 = 0.3;
const LEAST_FOR_THEY: f32 = 0.9;

/// How many sentences a person without a name stays the one who is talked about.
const NEAR: usize = 3;

pub(super) const BODIES: &[Kind] = &[Kind::Organization, Kind::State, Kind::Media, Kind::ArmedForce];
const MANY: &[Kind] = &[
    Kind::Group,
    Kind::ArmedForce,
    Kind::Organization,
    Kind::UnnamedSource,
    Kind::Media,
    Kind::State,
];

/// What a phrase asks of the actor it refers to.
pub(super) struct Wanted<'w> {
    pub(super) kinds: &'w [Kind],
    pub(super) gender: Gender,
    /// The noun of the phrase, which can have introduced the actor.
    pub(super) noun: Option<&'w str>,
    /// Only what bears the noun or was introduced by it.
    pub(super) strict: bool,
    /// The least weight that is better than no answer; without it, who spoke before answers where nobody fits.
    pub(super) least: Option<f32>,
}

/// Who spoke before.
#[derive(Clone, Copy, Default)]
pub(super) struct Spoken {
    /// The last speaker.
    pub last: Option<usize>,
    /// What the last speaker is.
    pub last_kind: Option<Kind>,
    /// Whether the last source named several.
    pub several: bool,
    /// Whether the last source was something that bears words: "the report".
    pub document: bool,
    pub last_person: Option<usize>,
    pub last_body: Option<usize>,
    /// Where the last source begins.
    pub at: Option<usize>,
    /// Set while the last source was a person without a name.
    pub someone: Option<Someone>,
}

/// A person without a name who spoke: "a doctor", "a spokesman for the army".
#[derive(Clone, Copy)]
pub(super) struct Someone {
    /// The actor that stands for them, if any.
    pub actor: Option<usize>,
    pub gender: Gender,
    /// Where what they said ends, as the number of the token behind it.
    pub until: usize,
}

/// A mention as a candidate.
pub(super) struct Place {
    pub(super) sentence: usize,
    pub(super) subject: bool,
    /// Possessors and objects of prepositions are talked about less.
    pub(super) aside: bool,
    /// How many mentions of the actor came before.
    earlier: usize,
}

/// The mentions of an article, ready to be referred to.
pub(super) struct References<'a, 'd> {
    pub(super) doc: &'a Doc<'d>,
    pub(super) found: &'a [Found],
    actors: &'a Actors,
    pub(super) places: Vec<Place>,
    pub(super) genders: Vec<Gender>,
}

impl<'a, 'd> References<'a, 'd> {
    pub(super) fn new(doc: &'a Doc<'d>, found: &'a [Found], actors: &'a Actors) -> Self {
        let mut genders = vec![Gender::Unknown; actors.list.len()];
        let mut named = vec![0_usize; actors.list.len()];
        let mut places = Vec::with_capacity(found.len());
        let mut sentence = 0;
        for mention in found {
            while doc
                .sentences
                .get(sentence)
                .is_some_and(|s| s.tokens.end <= mention.tokens.start)
            {
                sentence += 1;
            }
            let before = mention.tokens.start.checked_sub(1);
            let aside = doc.kind(mention.tokens.end) == Some(TokenKind::Possessive)
                || before.is_some_and(|b| doc.mostly(b, Tag::Preposition));
            let mut verb = mention.tokens.end;
            while doc.mostly(verb, Tag::Adverb) {
                verb += 1;
            }
            let speaks = before.is_some_and(|b| doc.word(b).cue.is_some());
            let actor = mention.actor.unwrap_or_default();
            let count = named.get_mut(actor);
            places.push(Place {
                sentence,
                // "Her brother, Ada Toll, left": what the commas hold is the subject.
                subject: !aside && (doc.is_finite_here(verb) || speaks)
                    || before.is_some_and(|b| doc.is_mark(b, &[","]))
                        && doc.is_mark(verb, &[","])
                        && doc.is_finite_here(verb + 1),
                aside,
                earlier: count.as_deref().copied().unwrap_or_default(),
            });
            if let Some(count) = count {
                *count += 1;
            }
            if mention.kind == Kind::Person
                && let Some(gender) = genders.get_mut(actor)
                && *gender == Gender::Unknown
            {
                *gender = gender::of(doc, mention);
            }
        }
        Self {
            doc,
            found,
            actors,
            places,
            genders,
        }
    }

    /// The actor that the phrase at `source` refers to, if it is a pronoun or a noun that refers back. Whether "he" is a
    /// person without a name is for [`Self::goes_on`] to say first.
    pub(super) fn resolve(&self, source: &Range<usize>, spoken: Spoken) -> Option<usize> {
        let mut words: Vec<&str> = source.clone().map(|i| self.doc.lower(i)).collect();
        // "His claim that …": whose it is says it.
        if let [one] = words.as_mut_slice() {
            *one = match *one {
                "his" | "him" => "he",
                "her" => "she",
                "its" => "it",
                "their" | "them" => "they",
                other => other,
            };
        }
        let person = |gender| Wanted {
            kinds: &[Kind::Person],
            gender,
            noun: None,
            strict: false,
            least: None,
        };
        let of_kinds = |kinds, least| Wanted {
            kinds,
            gender: Gender::Unknown,
            noun: None,
            strict: false,
            least,
        };
        let here = self.doc.sentence_of(source.start);
        match words.as_slice() {
            [pronoun @ ("he" | "himself" | "she" | "herself")] => {
                self.heaviest(source, &person(gender::of_pronoun(pronoun)), spoken)
            }
            ["they"] => {
                let many = spoken.several || spoken.last_kind.is_some_and(|kind| MANY.contains(&kind));
                let last = spoken.last.filter(|_| many);
                last.or_else(|| self.heaviest(source, &of_kinds(MANY, Some(LEAST_FOR_THEY)), spoken))
            }
            // Outside quotation marks it is the author who speaks.
            ["we" | "i"] => spoken.last.filter(|_| self.doc.is_quoted(source.start)),
            ["it"] => {
                let near = |at: usize| here <= self.doc.sentence_of(at) + 1;
                // "The source … It added" is said of a person, too.
                let of_body = spoken
                    .last_kind
                    .is_some_and(|kind| BODIES.contains(&kind) || kind == Kind::UnnamedSource);
                if (spoken.document || of_body) && spoken.at.is_some_and(near) {
                    return spoken.last;
                }
                self.heaviest(source, &of_kinds(BODIES, Some(LEAST_FOR_IT)), spoken)
            }
            [first, ..] if voice::is_definite(first) => self.noun(source, spoken, false),
            _ => None,
        }
    }

    /// The person without a name that "he" or "she" at `source` is: who spoke last, unless somebody else was talked about since.
    /// A paragraph that does not begin with the pronoun is about whom the article is about.
    pub(super) fn goes_on(&self, source: &Range<usize>, spoken: Spoken) -> Option<Someone> {
        let gender = gender::of_pronoun(self.doc.lower(source.start));
        let fits = |other: Gender| other == Gender::Unknown || other == gender;
        if source.len() != 1 || gender == Gender::Unknown {
            return None;
        }
        let someone = spoken
            .someone
            .filter(|someone| someone.until > 0 && fits(someone.gender))?;
        let last = self.doc.sentence_of(someone.until - 1);
        let from = self.found.partition_point(|f| f.tokens.start < someone.until);
        let to = self.found.partition_point(|f| f.tokens.end <= source.start);
        let other = |index: usize| {
            let of_actor = |actor: usize| self.genders.get(actor).copied().unwrap_or_default();
            self.places.get(index).is_some_and(|place| place.subject)
                && self.found.get(index).is_some_and(|f| {
                    f.kind == Kind::Person && fits(f.actor.map(of_actor).unwrap_or_default())
                })
        };
        let (paragraph, before) = (
            self.doc.paragraph_of(source.start),
            self.doc.paragraph_of(someone.until - 1),
        );
        let begins = self
            .doc
            .paragraphs
            .get(paragraph)
            .is_some_and(|p| p.start == source.start);
        let near = self.doc.sentence_of(source.start) <= last + NEAR
            && (paragraph == before || begins && paragraph == before + 1);
        (near && !(from..to).any(other)).then_some(someone)
    }

    /// What the noun of a source says of the gender, if the source is a person without a name: "one resident", "an official at the
    /// council". "He" and "she" are never a body.
    pub(super) fn without_name(&self, source: &Range<usize>) -> Option<Gender> {
        let ends = |i: &usize| {
            self.doc.is_mark(*i, &[",", "("])
                || *i > source.start
                    && (self.doc.mostly(*i, Tag::Preposition)
                        || matches!(self.doc.lower(*i), "who" | "that" | "which"))
        };
        let end = source.clone().find(ends).unwrap_or(source.end);
        let head = end.checked_sub(1).filter(|head| *head > source.start)?;
        let noun = self.doc.lower(head);
        let one = matches!(self.doc.lower(source.start), "a" | "an" | "another" | "one");
        let body = self.doc.is(head, Class::BODY_NOUN) || self.doc.is(head, Class::HEAD_ORGANIZATION);
        (one && !body && !voice::is_plural(noun) && !self.doc.capital(head)).then(|| gender::of_noun(noun))
    }

    /// The actor that bears the noun of a phrase or was introduced with it.
    pub(super) fn called(&self, source: &Range<usize>, spoken: Spoken) -> Option<usize> {
        self.noun(source, spoken, true)
    }

    /// "the group", "the minister": by the last noun, or the one before a phrase that goes on. `strictly`: nobody who merely
    /// could be one.
    fn noun(&self, source: &Range<usize>, spoken: Spoken, strictly: bool) -> Option<usize> {
        let comma = source.clone().find(|i| self.doc.is_mark(*i, &[","]));
        let end = comma.unwrap_or(source.end);
        let owned = source
            .clone()
            .any(|i| self.doc.kind(i) == Some(TokenKind::Possessive));
        let head = end.checked_sub(1).filter(|h| *h > source.start && !owned)?;
        let noun = self.doc.lower(head);
        let definite = matches!(self.doc.lower(source.start), "the" | "this" | "that");
        let (kinds, title): (&[Kind], bool) = match noun {
            "newspaper" | "channel" | "broadcaster" | "paper" | "daily" | "weekly" | "magazine"
            | "station" | "outlet" | "website" => (&[Kind::Media], false),
            "agency" | "network" => (&[Kind::Media, Kind::Organization, Kind::State], false),
            "ministry" | "government" | "state" | "country" | "administration" | "department"
            | "parliament" | "kingdom" | "republic" | "embassy" => (&[Kind::State], false),
            "army" | "military" | "militia" | "force" | "brigade" | "police" => (&[Kind::ArmedForce], false),
            "group" | "body" | "organization" | "organisation" | "movement" | "faction" => {
                (&[Kind::Organization, Kind::ArmedForce, Kind::Group], false)
            }
            "monitor" => (&[Kind::Organization], false),
            "council" | "committee" | "party" | "coalition" | "court" | "commission" | "institute"
            | "foundation" | "university" | "league" | "alliance" | "bloc" | "board" => {
                (&[Kind::Organization, Kind::State], false)
            }
            _ if self.doc.is(head, Class::BODY_NOUN) || self.doc.is(head, Class::HEAD_ORGANIZATION) => {
                (&[Kind::Organization, Kind::Media], false)
            }
            "man" | "woman" | "suspect" | "victim" | "defendant" => (&[Kind::Person], false),
            _ if noun.ends_with("-year-old") => {
                let near = self.talked_about(source, noun, Gender::Unknown);
                if near.is_some() {
                    return near;
                }
                (&[Kind::Person], false)
            }
            _ if self.doc.is(head, Class::TITLE) && definite => (&[Kind::Person], true),
            _ => return self.as_introduced(source, head, spoken),
        };
        let wanted = |strict| Wanted {
            kinds,
            gender: gender::of_noun(noun),
            noun: Some(noun),
            strict,
            least: None,
        };
        // A title is the person's who was introduced with it; else whoever is talked about.
        let introduced = (title || strictly)
            .then(|| self.heaviest(source, &wanted(true), spoken))
            .flatten();
        if strictly {
            return introduced;
        }
        introduced.or_else(|| self.heaviest(source, &wanted(false), spoken))
    }

    pub(super) fn heaviest(
        &self,
        source: &Range<usize>,
        wanted: &Wanted<'_>,
        spoken: Spoken,
    ) -> Option<usize> {
        let end = self.found.partition_point(|f| f.tokens.end <= source.start);
        let sentence = self.doc.sentence_of(source.start);
        let quoted = self.doc.is_quoted(source.start);
        let mut best: Option<(f32, usize)> = None;
        for index in (end.saturating_sub(REACH)..end).rev() {
            let (Some(mention), Some(place)) = (self.found.get(index), self.places.get(index)) else {
                continue;
            };
            let Some(actor) = mention.actor.filter(|_| wanted.kinds.contains(&mention.kind)) else {
                continue;
            };
            let gender = self.genders.get(actor).copied().unwrap_or_default();
            let known = gender != Gender::Unknown && wanted.gender != Gender::Unknown;
            if known && gender != wanted.gender {
                continue;
            }
            let bears = wanted.noun.is_some_and(|noun| self.bears(mention, noun));
            if wanted.strict && !bears {
                continue;
            }
            let distance = sentence.saturating_sub(place.sentence) as f32;
            let mut weight = -distance.min(12.0) - 0.3 * (distance - 12.0).max(0.0) / 12.0;
            weight += if place.subject { 1.2 } else { 0.0 };
            weight -= if place.aside { 0.6 } else { 0.0 };
            weight += 0.35 * (place.earlier.min(8) as f32).sqrt();
            weight += if spoken.last == Some(actor) { 1.4 } else { 0.0 };
            weight += if spoken.last_person == Some(actor) || spoken.last_body == Some(actor) {
                0.8
            } else {
                0.0
            };
            weight += if bears { 3.0 } else { 0.0 };
            weight += if known { 0.5 } else { 0.0 };
            weight += if mention.form == Form::Named { 0.4 } else { -0.4 };
            // Of a person without a first name it is not sure that it is one.
            weight -= if mention.kind == Kind::Person && !mention.name.contains(' ') && !known {
                1.0
            } else {
                0.0
            };
            weight -= if self.doc.is_quoted(mention.tokens.start) && !quoted {
                4.0
            } else {
                0.0
            };
            // Among equals the nearer one, which was met first.
            if best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, actor));
            }
        }
        let spoke = [spoken.last, spoken.last_person, spoken.last_body]
            .into_iter()
            .flatten();
        if let Some(least) = wanted.least {
            return best
                .filter(|(weight, _)| *weight >= least)
                .map(|(_, actor)| actor);
        }
        best.map(|(_, actor)| actor).or_else(|| {
            let mut fits = spoke.filter(|a| self.actors.kind(*a).is_some_and(|k| wanted.kinds.contains(&k)));
            fits.next().filter(|_| !wanted.strict)
        })
    }
}
