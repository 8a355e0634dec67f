//! How much two claims are alike.

use std::collections::{BTreeMap, HashMap};

use crate::annotation::{DateRange, Measure};

use super::sight::Sight;
use super::words::is_place_in;

/// From here on two claims are taken to be about the same thing. Found on claims of articles about attacks on many days and
/// places: lower puts different attacks of one day in one city together, higher tears tolls apart that name no place.
pub(super) const ENOUGH: f32 = 0.5;

/// Rare words count more than common ones: the weight of each stem in the project.
pub(super) struct Weights {
    weights: HashMap<u32, f32>,
}

impl Weights {
    pub(super) fn of(sights: &[Sight]) -> Self {
        let mut counts: HashMap<u32, f32> = HashMap::new();
        for stem in sights.iter().flat_map(|sight| &sight.stems) {
            *counts.entry(*stem).or_default() += 1.0;
        }
        let all = sights.len() as f32 + 1.0;
        let weights = counts
            .into_iter()
            .map(|(stem, count)| (stem, (all / count).ln()))
            .collect();
        Self { weights }
    }

    pub(super) fn of_stem(&self, stem: u32) -> f32 {
        self.weights.get(&stem).copied().unwrap_or_default()
    }

    fn length(&self, stems: &[u32]) -> f32 {
        stems
            .iter()
            .map(|stem| self.of_stem(*stem).powi(2))
            .sum::<f32>()
            .sqrt()
    }

    /// Cosine of the weighted words, 0 to 1.
    fn wording(&self, a: &[u32], b: &[u32]) -> f32 {
        let mut shared = 0.0;
        let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
        while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => {
                    left.next();
                }
                std::cmp::Ordering::Greater => {
                    right.next();
                }
                std::cmp::Ordering::Equal => {
                    shared += self.of_stem(**x).powi(2);
                    left.next();
                    right.next();
                }
            }
        }
        let lengths = self.length(a) * self.length(b);
        if lengths > 0.0 { shared / lengths } else { 0.0 }
    }

    /// How much two claims are alike, 0 to 1; 0 for claims that cannot be about the same.
    pub(super) fn alike(&self, a: &Sight, b: &Sight) -> f32 {
        let inside = |inner: &Sight, outer: &Sight| {
            inner.claim.article == outer.claim.article && inner.within == Some(outer.claim.item)
        };
        if inside(a, b) || inside(b, a) {
            return 0.0;
        }
        let wording = self.wording(&a.stems, &b.stems);
        let Some(day) = days(a, b) else { return 0.0 };
        let actors = shared(&a.actors, &b.actors);
        let Some(toll) = tolls(a, b) else {
            // Without figures only the words tell; the same day and the same people make them surer.
            return if wording < 0.3 {
                0.0
            } else {
                0.75 * wording + 0.15 * day.max(0.0) + 0.1 * actors
            };
        };
        // Different numbers by one speaker in one article are about different things, or a part of the other.
        if a.claim.article == b.claim.article && a.speaker == b.speaker && toll < 0.999 {
            return 0.0;
        }
        let place = places(a, b);
        if place < 0.0 && wording < 0.5 {
            return 0.0;
        }
        0.3 * day + 0.3 * place + 0.15 * toll + 0.35 * wording + 0.1 * actors
    }
}

/// 1 for the same day, less for days that are near or not sure; `None` for days that are apart.
fn days(a: &Sight, b: &Sight) -> Option<f32> {
    let (Some(x), Some(y)) = (a.days, b.days) else {
        let of_week = |one: &Sight, other: &Sight| {
            let (weekday, days) = one.weekday.zip(other.days.filter(|_| other.is_dated))?;
            (days.first() == days.last()).then(|| days.first().weekday() == weekday)
        };
        return match of_week(a, b).or_else(|| of_week(b, a)) {
            Some(true) => Some(0.6),
            Some(false) => None,
            None => Some(0.2),
        };
    };
    let apart = |x: DateRange, y: DateRange| {
        let days = |from: jiff::civil::Date, to: jiff::civil::Date| {
            from.until(to).map_or(i64::MAX, |span| i64::from(span.get_days()))
        };
        days(x.last(), y.first()).max(days(y.last(), x.first())).max(0)
    };
    let gap = apart(x, y);
    match (a.is_dated && b.is_dated, gap) {
        (true, 0) => Some(1.0),
        (true, 1) => Some(0.3),
        (false, 0) => Some(0.7),
        (false, 1..=2) => Some(0.4),
        (false, 3..=6) => Some(0.0),
        _ => None,
    }
}

/// 1 for a place that both name, less where it only stands around one of them, negative where they name different ones.
fn places(a: &Sight, b: &Sight) -> f32 {
    let meet = |x: &[String], y: &[String]| x.iter().any(|p| y.iter().any(|q| is_place_in(p, q)));
    if meet(&a.places, &b.places) {
        return 1.0;
    }
    let around = meet(&a.places, &b.around) || meet(&a.around, &b.places);
    match (a.places.is_empty(), b.places.is_empty()) {
        (false, false) if around => 0.2,
        (false, false) => -0.5,
        _ if around => 0.6,
        (true, true) if meet(&a.around, &b.around) => 0.4,
        _ => 0.0,
    }
}

/// Whether both have a number of one measure, the more the closer the numbers are; `None` if they do not.
fn tolls(a: &Sight, b: &Sight) -> Option<f32> {
    let harm = |sight: &Sight| -> Vec<(Measure, f64)> {
        let tolls = sight.tolls.iter();
        tolls
            .filter(|toll| toll.measure != Measure::Other)
            .map(|toll| (toll.measure, toll.value))
            .collect()
    };
    let mut best: Option<f32> = None;
    for (measure, x) in harm(a) {
        for (other, y) in harm(b) {
            if measure == other {
                let ratio = (x.min(y) / x.max(y).max(1.0)) as f32;
                let near = if ratio > 0.999 { 1.0 } else { 0.7 * ratio };
                best = Some(best.map_or(near, |best| best.max(near)));
            }
        }
    }
    best
}

/// Share of what two sorted lists have in common.
fn shared<T: Ord>(a: &[T], b: &[T]) -> f32 {
    let both = a.iter().filter(|x| b.binary_search(x).is_ok()).count();
    let all = a.len() + b.len() - both;
    if all == 0 { 0.0 } else { both as f32 / all as f32 }
}

/// What the claims of a group have in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Common {
    /// The days that most of those say that say any.
    pub days: Option<DateRange>,
    /// The place that most name, if it is more than one.
    pub place: String,
    /// The measure that most have a figure of.
    pub measure: Option<Measure>,
    /// Whether more than one claim says these days.
    is_same_day: bool,
}

impl Common {
    pub(super) fn of(claims: &[Sight]) -> Self {
        let days = most(
            claims
                .iter()
                .filter(|claim| claim.is_dated)
                .filter_map(|c| c.days),
        );
        let place = most(claims.iter().flat_map(|claim| claim.places.iter()));
        let enough = |count: usize| count > 1 && count * 3 >= claims.len();
        let place = place.filter(|(_, count)| enough(*count) || claims.len() == 1);
        let shown = place.and_then(|(place, _)| {
            let called = claims.iter().filter(|claim| claim.places.contains(place));
            called
                .map(|claim| claim.place.as_str())
                .find(|words| super::words::fold(words) == *place)
                .map_or_else(|| Some(capitals(place)), |words| Some(words.to_owned()))
        });
        let measures = claims.iter().flat_map(|claim| {
            let mut measures: Vec<Measure> = claim.tolls.iter().map(|toll| toll.measure).collect();
            measures.sort();
            measures.dedup();
            measures.into_iter().filter(|measure| *measure != Measure::Other)
        });
        Self {
            is_same_day: days.is_some_and(|(_, count)| count > 1),
            days: days.map(|(days, _)| days),
            place: shown.unwrap_or_default(),
            measure: most(measures)
                .filter(|(_, count)| enough(*count) || claims.len() == 1)
                .map(|(measure, _)| measure),
        }
    }

    /// Why the claims are proposed together.
    pub(super) fn reason(&self) -> String {
        let mut same: Vec<&str> = Vec::new();
        if self.measure.is_some() {
            same.push("measure");
        }
        if !self.place.is_empty() {
            same.push("place");
        }
        if self.is_same_day {
            same.push("day");
        }
        match (self.measure, same.as_slice()) {
            (None, _) | (_, []) => "Their words are alike.".to_owned(),
            (_, [one]) => format!("Same {one}, like words."),
            (_, [first @ .., last]) => format!("Same {} and {last}.", first.join(", ")),
        }
    }
}

/// A folded name with capitals, for where nobody names it as it stands.
fn capitals(folded: &str) -> String {
    let words = folded.split(' ').map(|word| {
        let mut chars = word.chars();
        let first = chars
            .next()
            .map(|c| c.to_uppercase().to_string())
            .unwrap_or_default();
        first + chars.as_str()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What comes most often, the smallest of those that come equally often.
fn most<T: Ord + Clone>(all: impl Iterator<Item = T>) -> Option<(T, usize)> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    let mut best: Option<(T, usize)> = None;
    for (one, count) in counts {
        if best.as_ref().is_none_or(|(_, most)| count > *most) {
            best = Some((one, count));
        }
    }
    best
}
