//! Words that say what happened to people, and which side of them the people stand on.
//!
//! "21 people were killed": the people stand before. "It killed 21 people", "the death of 21 people": after.

use super::super::gazetteer::Tag;
use super::super::lexicon::Class;
use super::phrase::is_attribute;
use super::window::Window;
use crate::annotation::Measure;

/// Where those stand whom the word is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// "21 people were killed", "21 dead", "21 fled".
    Before,
    /// "killed 21 people", "the killing of 21".
    After,
    /// It says something of the noun after it, not of a number: "the wounded soldier".
    Noun,
}

/// A word that says what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Harm {
    pub measure: Measure,
    pub side: Side,
    /// Says so only of people: "captured".
    pub if_people: bool,
}

// "shot dead and wounded": a word has one class; the order matters for none of them.
const MEASURES: [(Class, Measure); 5] = [
    (Class::KILLED, Measure::Killed),
    (Class::WOUNDED, Measure::Wounded),
    (Class::DETAINED, Measure::Detained),
    (Class::DISPLACED, Measure::Displaced),
    (Class::MISSING, Measure::Missing),
];

/// The measure that a class of words states.
pub(super) fn measure_of(class: Class) -> Option<Measure> {
    let stated = MEASURES.into_iter().find(|(of, _)| class.any(*of));
    stated.map(|(_, measure)| measure)
}

/// The class of the words that state a measure; none for [`Measure::Other`].
pub(super) fn class_of(measure: Measure) -> Class {
    let states = MEASURES.into_iter().find(|(_, of)| *of == measure);
    states.map_or(Class::NONE, |(class, _)| class)
}

/// What the word at `i` says happened; `None` if it says nothing.
pub(super) fn harm(w: &Window<'_, '_>, i: usize) -> Option<Harm> {
    if !w.is_word(i) {
        return None;
    }
    let class = w.class(i);
    let found = |measure, side| Harm {
        measure,
        side,
        if_people: class.any(Class::IF_PEOPLE),
    };
    if matches!(w.lower(i), "blew" | "blown" | "blow" | "blowing")
        && matches!(w.lower(i + 1), "themselves" | "himself" | "herself" | "itself")
        && w.lower(i + 2) == "up"
    {
        return Some(found(Measure::Killed, Side::Before));
    }
    let measure = measure_of(class)?;
    if w.is_state(i) {
        return Some(found(measure, Side::Before));
    }
    let side = match w.lower(i) {
        // Read with their numbers: "the death toll rose to 12" (`toll`), "12 refugees" (`Counted`).
        "toll" => return None,
        "refugees" | "detainees" | "prisoners" | "captives" | "evacuees" | "corpses" | "bodies" => {
            return None;
        }
        "lost" if w.is(i + 1, Class::ARTICLE) => return None,
        "lives" => lives(w, i)?,
        "martyrs" if w.lower(w.before(i, 1)) == "as" => Side::Before,
        "dead" | "missing" | "homeless" | "hostage" | "captive" | "unaccounted" => bearing(w, i),
        "died" | "dies" | "die" | "dying" | "perished" | "fled" | "flee" | "fleeing" | "disappeared"
        | "vanished" | "drowned" => Side::Before,
        _ if is_noun(w, i) => noun(w, i)?,
        _ => verb(w, i),
    };
    Some(found(measure, side))
}

/// How far "killed, wounded and abducted" is followed, in tokens.
const COORDINATED: usize = 8;

/// "lost their lives", "claimed the lives of 12", "claimed 12 lives".
fn lives(w: &Window<'_, '_>, i: usize) -> Option<Side> {
    let taken = (1..=5).any(|back| {
        matches!(
            w.lower(w.before(i, back)),
            "lost"
                | "lose"
                | "losing"
                | "claimed"
                | "claiming"
                | "claim"
                | "claims"
                | "cost"
                | "costing"
                | "took"
                | "taken"
                | "taking"
                | "gave"
                | "given"
                | "sacrificed"
        )
    });
    taken.then(|| {
        if w.lower(i + 1) == "of" {
            Side::After
        } else {
            Side::Before
        }
    })
}

fn bearing(w: &Window<'_, '_>, i: usize) -> Side {
    let shot = w.lower(i) == "dead" && w.lower(w.before(i, 1)) == "shot";
    if shot && opens_object(w, i + 1) {
        Side::After
    } else if is_attribute(w, i) || matches!(w.lower(i + 1), "body" | "bodies") {
        Side::Noun
    } else {
        Side::Before
    }
}

/// Nouns of harm; only "of" ties them to a number.
fn is_noun(w: &Window<'_, '_>, i: usize) -> bool {
    let gerund = w.lower(i).ends_with("ing");
    if gerund {
        return w.lower(i + 1) == "of" || w.is(w.before(i, 1), Class::ARTICLE) && !opens_object(w, i + 1);
    }
    matches!(
        w.lower(i),
        "death"
            | "deaths"
            | "killings"
            | "martyrs"
            | "martyrdom"
            | "execution"
            | "executions"
            | "murder"
            | "murders"
            | "fatality"
            | "fatalities"
            | "kill"
            | "injuries"
            | "injury"
            | "massacre"
            | "massacres"
            | "wound"
            | "arrest"
            | "arrests"
            | "detention"
            | "detentions"
            | "abduction"
            | "abductions"
            | "kidnappings"
            | "displacement"
            | "disappearances"
            | "hostages"
    ) && !(matches!(w.lower(i), "kill" | "arrest" | "murder" | "massacre" | "wound")
        && opens_object(w, i + 1))
}

fn noun(w: &Window<'_, '_>, i: usize) -> Option<Side> {
    (w.lower(i + 1) == "of").then_some(Side::After)
}

fn verb(w: &Window<'_, '_>, i: usize) -> Side {
    // "either killed or wounded": both are about the same people.
    let mut first = i;
    while first + COORDINATED > i {
        let (one, two) = (w.before(first, 1), w.before(first, 2));
        if w.is(one, Class::MEASURE) {
            first = one;
        // "freed 29 hostages and taken eight captive": those are people, and no second verb.
        } else if matches!(w.lower(one), "and" | "or") && w.is(two, Class::MEASURE) && !w.is_people(two) {
            first = two;
        } else {
            break;
        }
    }
    let gerund = w.lower(i).ends_with("ing");
    let participle = !gerund && (w.can_be(i, Tag::Participle) || w.lower(i).ends_with("ed"));
    let left = w.is_people(w.before(i, 1))
        && (2..=7).any(|back| matches!(w.lower(w.before(i, back)), "leaving" | "left" | "leaves"));
    let among =
        matches!(w.lower(w.before(first, 1)), "those" | "people" | "persons") && !opens_number(w, i + 1);
    if participle && (among || left || is_passive(w, first)) {
        return Side::Before;
    }
    // "the war of the 1990s killed 12"
    let after_number = w.is_digits(w.before(first, 1)) && !w.doc.text_of(w.before(first, 1)).ends_with('s')
        || w.is(w.before(first, 1), Class::NUMBER_WORD.or(Class::QUANTITY))
        || matches!(w.lower(w.before(first, 1)), "more" | "others");
    if participle && after_number && !is_attribute(w, i) {
        return Side::Before;
    }
    // "killing and injuring scores"
    let mut last = i;
    while last < i + COORDINATED
        && matches!(w.lower(last + 1), "and" | "or")
        && w.is(last + 2, Class::MEASURE)
    {
        last += 2;
    }
    let coordinated = last > i && verb(w, last) == Side::After;
    if opens_object(w, w.end_of_verb(last) + 1) || coordinated {
        return Side::After;
    }
    let noun_next = w.is_people(i + 1)
        || (w.capital(i + 1) && !w.is_calendar(i + 1))
        || w.mostly(i + 1, Tag::Adjective) && w.lower(i + 1) != "due"
        || w.mostly(i + 1, Tag::Noun);
    if !noun_next {
        return Side::Before;
    }
    let one = w.before(i, 1);
    let attribute = w.is(one, Class::ARTICLE.or(Class::DETERMINER))
        || w.mostly(one, Tag::Preposition)
        || w.mostly(one, Tag::And)
        || one == usize::MAX && !gerund;
    if attribute && !gerund {
        Side::Noun
    } else {
        Side::After
    }
}

/// "were killed", "have also been killed", "was reportedly badly wounded".
fn is_passive(w: &Window<'_, '_>, i: usize) -> bool {
    for back in 1..=4 {
        let at = w.before(i, back);
        if w.is(at, Class::BE) || matches!(w.lower(at), "got" | "get" | "getting") {
            return true;
        }
        let passes = w.mostly(at, Tag::Adverb)
            || w.is(at, Class::NOT)
            || matches!(
                w.lower(at),
                "either" | "also" | "reportedly" | "badly" | "all" | "both"
            );
        if !passes {
            return false;
        }
    }
    false
}

/// Whether an object begins at `i`: a number, an article or a pronoun.
fn opens_object(w: &Window<'_, '_>, i: usize) -> bool {
    if is_number(w, i) {
        // "five soldiers killed 12 wounded": the next number has a word of its own.
        let participle = w.can_be(i + 1, Tag::Participle) || w.lower(i + 1) == "dead";
        let own = w.is(i + 1, Class::MEASURE) && participle && !is_attribute(w, i + 1) && !w.is_people(i + 1);
        return !own;
    }
    opens_number(w, i)
        || matches!(
            w.lower(i),
            "him"
                | "them"
                | "her"
                | "us"
                | "many"
                | "several"
                | "others"
                | "civilians"
                | "another"
                | "all"
                | "both"
        )
        || w.is(i, Class::ARTICLE)
}

/// Whether a number stands at `i`, with or without words that bound it.
fn opens_number(w: &Window<'_, '_>, i: usize) -> bool {
    match w.lower(i) {
        "at" => matches!(w.lower(i + 1), "least" | "most"),
        "over" | "under" | "below" | "around" | "about" | "some" | "nearly" | "almost" | "between"
        | "roughly" | "approximately" | "another" | "perhaps" | "maybe" | "possibly" | "exactly" => {
            is_number(w, i + 1) || is_number(w, i + 2)
        }
        "more" | "fewer" | "less" | "well" | "up" | "upwards" | "as" | "no" | "close" | "an" => {
            (1..=3).any(|n| is_number(w, i + n))
        }
        _ => is_number(w, i),
    }
}

fn is_number(w: &Window<'_, '_>, i: usize) -> bool {
    let i = i + usize::from(w.range.contains(&i) && w.doc.is_quote_mark(i));
    let words = Class::NUMBER_WORD.or(Class::QUANTITY);
    w.is_digits(i) || w.is(i, words) || w.lower(i) == "a" && w.is(i + 1, words)
}
