//! What does not go together in a group: figures that cannot both be right, and denials.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotation::{Act, ClaimRef, DateRange, Measure, Project};

use super::alike::Common;
use super::sight::{Sight, Toll};
use super::words::{bounded, days_in_words, fold, is_place_in};

/// What does not go together, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The measure, if it is about figures.
    pub measure: Option<Measure>,
    /// In words: "Opposition: 21 killed; State agency: 15 killed; same day".
    pub reason: String,
    /// The claims that contradict each other.
    pub claims: Vec<ClaimRef>,
    /// Whether it is one source that says different things.
    pub is_one_source: bool,
}

/// Who said a number, for tables and plots.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said(String);

impl Said {
    /// The source of a claim: the actor who says it, else the outlet in whose own voice it stands.
    #[must_use]
    pub fn by(project: &Project, sight: &Sight) -> Self {
        let speaker = sight.speaker.and_then(|id| project.actors.get(&id));
        if let Some(actor) = speaker {
            return Self(actor.name.clone());
        }
        let article = project.article(&sight.claim.article);
        let publisher = article.map(|article| article.metadata.publisher.as_str());
        match publisher {
            Some(publisher) if !publisher.is_empty() => Self(publisher.to_owned()),
            _ => {
                let title = article.map(|article| article.title()).unwrap_or_default();
                Self(format!("“{}”", short(title)))
            }
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

fn short(title: &str) -> String {
    let mut words = String::new();
    for word in title.split_whitespace() {
        if words.chars().count() + word.chars().count() > 28 && !words.is_empty() {
            words.push('…');
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// Every conflict of a group, those between sources first.
pub(super) fn conflicts(project: &Project, claims: &[Sight], common: &Common) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = Measure::ALL
        .iter()
        .filter(|measure| **measure != Measure::Other)
        .flat_map(|measure| of_measure(project, claims, common, *measure))
        .collect();
    found.extend(denials(project, claims));
    found.sort_by_key(|conflict| conflict.is_one_source);
    found
}

/// How many numbers a reason names.
const MOST_TOLD: usize = 8;

struct Voice<'a> {
    who: Said,
    sight: &'a Sight,
    toll: &'a Toll,
}

/// Figures of one measure that cannot both be right.
fn of_measure(project: &Project, claims: &[Sight], common: &Common, measure: Measure) -> Vec<Conflict> {
    let here = fold(&common.place);
    // A number of another place, in a claim that does not name this one.
    let elsewhere = |sight: &Sight, toll: &Toll| {
        let place = fold(&toll.place);
        let is_other = !place.is_empty() && !here.is_empty() && !is_place_in(&place, &here);
        is_other && !sight.places.iter().any(|place| is_place_in(place, &here))
    };
    let another_day = |toll: &Toll| {
        let (Some(days), Some(all)) = (toll.days, common.days) else {
            return false;
        };
        days.last() < all.first() || all.last() < days.first()
    };
    let voices: Vec<Voice<'_>> = claims
        .iter()
        .flat_map(|sight| sight.tolls.iter().map(move |toll| (sight, toll)))
        .filter(|(_, toll)| toll.measure == measure && toll.is_main)
        .filter(|(sight, toll)| !elsewhere(sight, toll) && !another_day(toll))
        .map(|(sight, toll)| Voice {
            who: Said::by(project, sight),
            sight,
            toll,
        })
        .collect();
    let ends: Vec<(f64, f64)> = voices.iter().map(|voice| voice.toll.range()).collect();
    let mut numbers: BTreeMap<&Said, usize> = BTreeMap::new();
    let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut whose: Vec<usize> = Vec::with_capacity(voices.len());
    for (i, voice) in voices.iter().enumerate() {
        let next = numbers.len();
        let number = *numbers.entry(&voice.who).or_insert(next);
        whose.push(number);
        of.entry(number).or_default().push(i);
    }
    let between = apart(&ends, &whose);
    let mut within: BTreeSet<usize> = BTreeSet::new();
    for own in of.values().filter(|own| own.len() > 1) {
        let ends: Vec<(f64, f64)> = own.iter().filter_map(|i| ends.get(*i)).copied().collect();
        let mut claims: BTreeMap<&ClaimRef, usize> = BTreeMap::new();
        let voices = own.iter().filter_map(|i| voices.get(*i));
        let claims: Vec<usize> = voices
            .map(|voice| {
                let next = claims.len();
                *claims.entry(&voice.sight.claim).or_insert(next)
            })
            .collect();
        within.extend(apart(&ends, &claims).iter().filter_map(|i| own.get(*i)));
    }
    let conflict = |indexes: &BTreeSet<usize>, is_one_source: bool| {
        let mut picked: Vec<&Voice<'_>> = indexes.iter().filter_map(|i| voices.get(*i)).collect();
        picked.sort_by(|a, b| {
            b.toll
                .value
                .total_cmp(&a.toll.value)
                .then_with(|| a.who.cmp(&b.who))
        });
        let mut said: Vec<String> = Vec::new();
        for voice in &picked {
            let words = format!("{}: {} {}", voice.who.name(), bounded(voice.toll), measure.id());
            if said.len() <= MOST_TOLD && !said.contains(&words) {
                said.push(words);
            }
        }
        if said.len() > MOST_TOLD {
            said.truncate(MOST_TOLD);
            said.push("and others".to_owned());
        }
        said.push(when(&picked));
        Conflict {
            measure: Some(measure),
            reason: said.join("; "),
            claims: refs(picked.iter().map(|voice| voice.sight)),
            is_one_source,
        }
    };
    let mut found = Vec::new();
    if !between.is_empty() {
        found.push(conflict(&between, false));
    }
    // What one source says differently is told by itself only where nobody else is part of it.
    if !within.is_empty() && !within.iter().all(|i| between.contains(i)) {
        found.push(conflict(&within, true));
    }
    found
}

/// Which of some numbers, by what each can be at least and at most, cannot be right together with one of somebody else, as
/// indexes; `whose` says whose each is. Linear: only the highest lower end and the lowest upper end of the others matter.
fn apart(ends: &[(f64, f64)], whose: &[usize]) -> BTreeSet<usize> {
    let differs = |a: usize, b: usize| whose.get(a) != whose.get(b);
    // The best one, and the best one of somebody else.
    let two = |better: &dyn Fn((f64, f64), (f64, f64)) -> bool| {
        let (mut first, mut second): (Option<usize>, Option<usize>) = (None, None);
        let is_better = |i: usize, than: Option<usize>| {
            let than = than.and_then(|than| ends.get(than));
            than.is_none_or(|than| ends.get(i).is_some_and(|end| better(*end, *than)))
        };
        for i in 0..ends.len() {
            if is_better(i, first) {
                if first.is_some_and(|first| differs(i, first)) {
                    second = first;
                }
                first = Some(i);
            } else if first.is_some_and(|first| differs(i, first)) && is_better(i, second) {
                second = Some(i);
            }
        }
        (first, second)
    };
    let lows = two(&|a, b| a.0 > b.0);
    let highs = two(&|a, b| a.1 < b.1);
    let other = |(first, second): (Option<usize>, Option<usize>), i: usize| {
        let other = first.filter(|first| differs(i, *first)).or(second);
        other.and_then(|other| ends.get(other)).copied()
    };
    let is_apart = |i: usize, (low, high): (f64, f64)| {
        other(lows, i).is_some_and(|(from, _)| high < from) || other(highs, i).is_some_and(|(_, to)| to < low)
    };
    let all = ends.iter().enumerate();
    all.filter(|(i, end)| is_apart(*i, **end))
        .map(|(i, _)| i)
        .collect()
}

/// "same day", "between 3 and 5 Mar 2031", "day not said".
fn when(voices: &[&Voice<'_>]) -> String {
    let days: Vec<Option<DateRange>> = voices
        .iter()
        .map(|voice| {
            voice
                .toll
                .days
                .or(voice.sight.days.filter(|_| voice.sight.is_dated))
        })
        .collect();
    let said: Vec<DateRange> = days.iter().flatten().copied().collect();
    let Some(first) = said.first() else {
        let published: BTreeSet<_> = voices.iter().map(|voice| voice.sight.published).collect();
        let one = published.len() == 1 && !published.contains(&None);
        let words = if one {
            "no day said, reported the same day"
        } else {
            "no day said"
        };
        return words.to_owned();
    };
    let overlap = said
        .iter()
        .all(|days| days.first() <= first.last() && first.first() <= days.last());
    if overlap && said.len() == voices.len() {
        return "same day".to_owned();
    }
    if overlap {
        return format!("{}, where a day is said", days_in_words(*first));
    }
    let from = said.iter().map(|days| days.first()).min();
    let to = said.iter().map(|days| days.last()).max();
    match from.zip(to).and_then(|(from, to)| DateRange::new(from, to)) {
        Some(days) => days_in_words(days),
        None => "different days".to_owned(),
    }
}

fn refs<'a>(sights: impl Iterator<Item = &'a Sight>) -> Vec<ClaimRef> {
    let all: BTreeSet<ClaimRef> = sights.map(|sight| sight.claim.clone()).collect();
    all.into_iter().collect()
}

/// One denies what others state.
fn denials(project: &Project, claims: &[Sight]) -> Option<Conflict> {
    let denies = |sight: &&Sight| sight.act == Act::Denial;
    let states = |sight: &&Sight| {
        matches!(sight.act, Act::Statement | Act::Accusation | Act::Admission) && sight.speaker.is_some()
    };
    let who = |sights: &[&Sight]| {
        let names: BTreeSet<Said> = sights.iter().map(|sight| Said::by(project, sight)).collect();
        let names: Vec<&str> = names.iter().map(Said::name).collect();
        names.join(", ")
    };
    let against: Vec<&Sight> = claims.iter().filter(denies).collect();
    let who_denies: BTreeSet<_> = against.iter().map(|sight| sight.speaker).collect();
    let stating: Vec<&Sight> = claims
        .iter()
        .filter(states)
        .filter(|sight| !who_denies.contains(&sight.speaker))
        .collect();
    if against.is_empty() || stating.is_empty() {
        return None;
    }
    Some(Conflict {
        measure: None,
        reason: format!("{} denies what {} says", who(&against), who(&stating)),
        claims: refs(against.iter().chain(&stating).copied()),
        is_one_source: false,
    })
}
