//! What is looked at when claims are compared.

use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, Weekday};
use regex::Regex;

use crate::annotation::{
    Act, ActorId, Article, Bound, Claim, ClaimRef, DateRange, Figure, Item, ItemId, KindId, Measure, Status,
};
use crate::review::Show;
use crate::review::queue::is_queued;
use crate::suggest::dates;
use crate::text::Span;

use super::words::{fold, stems};

/// How far from a claim a place is looked for that it does not name itself, in bytes.
const NEAR: usize = 800;
/// How many days before its publication an article without dates is taken to be about.
const RECENT: i64 = 2;

/// One claim as it is compared with others.
#[derive(Clone, Debug, PartialEq)]
pub struct Sight {
    /// Which claim.
    pub claim: ClaimRef,
    /// Who says it, if known.
    pub speaker: Option<ActorId>,
    /// What the speaker does by it.
    pub act: Act,
    /// Whether a person stands behind it.
    pub is_decided: bool,
    /// The days it is about: those of its figures, else the days before its publication.
    pub days: Option<DateRange>,
    /// The day of the week that it names, where nothing tells which week.
    pub(super) weekday: Option<Weekday>,
    /// Whether the article itself says these days.
    pub is_dated: bool,
    /// The day of publication.
    pub published: Option<Date>,
    /// Its figures.
    pub tolls: Vec<Toll>,
    /// The folded places that it names.
    pub places: Vec<String>,
    /// The first place it names, as it stands there; empty if it names none.
    pub place: String,
    /// The claim in which it stands.
    pub(super) within: Option<ItemId>,
    /// Where it stands, in bytes.
    pub(super) at: usize,
    /// The folded places that are named around it.
    pub(super) around: Arc<Vec<String>>,
    pub(super) actors: Vec<ActorId>,
    /// See [`stems`].
    pub(super) stems: Vec<u32>,
}

/// A figure as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Toll {
    /// Where the number stands.
    pub span: Option<Span>,
    /// What it counts.
    pub measure: Measure,
    /// The number.
    pub value: f64,
    /// The upper end of a range.
    pub value_to: Option<f64>,
    /// How it bounds the truth.
    pub bound: Bound,
    /// Place, in the article's words; empty if unknown.
    pub place: String,
    /// The days it is about, if said.
    pub days: Option<DateRange>,
    /// Whether it is the whole number and not a part of it ("21 people, *four* children among them").
    pub is_main: bool,
}

impl Toll {
    fn of(figure: &Figure) -> Self {
        Self {
            span: Some(figure.span),
            measure: figure.measure,
            value: figure.value,
            value_to: figure.value_to,
            bound: figure.bound,
            place: figure.place.clone(),
            days: figure.date,
            is_main: true,
        }
    }

    #[cfg(test)]
    pub(super) fn of_value(value: f64) -> Self {
        Self {
            span: None,
            measure: Measure::Killed,
            value,
            value_to: None,
            bound: Bound::Exactly,
            place: String::new(),
            days: None,
            is_main: true,
        }
    }

    /// What the true number can be if this is right, both ends included. "About" is a tenth to either side.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let top = self.value_to.unwrap_or(self.value);
        match self.bound {
            Bound::Exactly => (self.value, top),
            Bound::About => (self.value * 0.9, top * 1.1),
            Bound::AtLeast => (self.value, f64::INFINITY),
            Bound::MoreThan => (self.value + 1.0, f64::INFINITY),
            Bound::UpTo => (0.0, top),
        }
    }
}

/// The claims of an article in text order. Rejected ones and proposals in boilerplate do not count.
pub(super) fn of_article(article: &Article) -> Vec<Sight> {
    let counts = |item: &&Item| item.status != Status::Rejected && is_queued(article, item, Show::All);
    let mut places: Vec<(usize, &str)> = article
        .items
        .values()
        .filter(counts)
        .filter_map(|item| item.body.as_mention())
        .filter(|mention| mention.kind == KindId::PLACE)
        .map(|mention| (mention.span.start(), article.text.slice(mention.span)))
        .collect();
    places.sort_unstable();
    let mut actors: Vec<(Span, ActorId)> = article
        .items
        .values()
        .filter_map(|item| item.body.as_mention())
        .filter_map(|mention| Some((mention.span, mention.actor?)))
        .collect();
    actors.sort_unstable_by_key(|(span, actor)| (span.start(), *actor));
    let named = Named {
        often: often(&places),
        places,
        actors,
    };
    let mut sights: Vec<Sight> = article
        .items
        .values()
        .filter(counts)
        .filter_map(|item| sight(article, item, item.body.as_claim()?, &named))
        .collect();
    sights.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.claim.cmp(&b.claim)));
    sights
}

/// Whom and what an article names, in text order.
struct Named<'a> {
    places: Vec<(usize, &'a str)>,
    /// The folded places that it names most.
    often: Vec<String>,
    actors: Vec<(Span, ActorId)>,
}

/// How many places an article is taken to be about.
const MOST_PLACES: usize = 3;

/// The folded places that are named most, those that come first of equally many.
fn often(places: &[(usize, &str)]) -> Vec<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for (_, words) in places {
        let place = fold(words);
        match counts.iter_mut().find(|(known, _)| *known == place) {
            Some((_, count)) => *count += 1,
            None => counts.push((place, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
        .into_iter()
        .take(MOST_PLACES)
        .map(|(place, _)| place)
        .collect()
}

impl<'a> Named<'a> {
    fn places(&self, from: usize, to: usize) -> impl Iterator<Item = &'a str> {
        let first = self.places.partition_point(|(at, _)| *at < from);
        let rest = self.places.iter().skip(first);
        rest.take_while(move |(at, _)| *at < to).map(|(_, words)| *words)
    }

    fn actors(&self, within: Span) -> impl Iterator<Item = ActorId> {
        let first = self
            .actors
            .partition_point(|(span, _)| span.start() < within.start());
        let rest = self.actors.iter().skip(first);
        rest.take_while(move |(span, _)| span.start() < within.end())
            .filter(move |(span, _)| span.end() <= within.end())
            .map(|(_, actor)| *actor)
    }
}

fn sight(article: &Article, item: &Item, claim: &Claim, named: &Named<'_>) -> Option<Sight> {
    let hull = claim.hull()?;
    let content = claim
        .content
        .iter()
        .map(|span| article.text.slice(*span))
        .collect::<Vec<_>>()
        .join(" ");
    let mut tolls: Vec<Toll> = claim.figures.iter().map(Toll::of).collect();
    mark_parts(&mut tolls);
    let inside = claim.content.iter().copied().reduce(Span::hull)?;
    let said_places: Vec<&str> = tolls
        .iter()
        .filter(|toll| toll.is_main && !toll.place.is_empty())
        .map(|toll| toll.place.as_str())
        .chain(named.places(inside.start(), inside.end()))
        .collect();
    let mut folded: Vec<String> = said_places.iter().map(|place| fold(place)).collect();
    folded.sort();
    folded.dedup();
    let near = hull.start().saturating_sub(NEAR).max(NEAR);
    let mut around: Vec<String> = named
        .places(0, NEAR)
        .chain(named.places(near, hull.start() + NEAR))
        .map(fold)
        .chain(named.often.iter().cloned())
        .collect();
    around.sort();
    around.dedup();
    let said = tolls
        .iter()
        .filter(|toll| toll.is_main)
        .find_map(|toll| toll.days);
    let said = said.or_else(|| tolls.iter().find_map(|toll| toll.days));
    let published = article.metadata.published;
    let said = said.or_else(|| {
        let words = claim.figures.iter().map(|figure| figure.when.as_str());
        let words = words.filter(|words| !words.is_empty());
        words
            .chain([content.as_str()])
            .find_map(|words| named_days(words, published))
    });
    let recent = published.and_then(|day| {
        let first = day.checked_sub(jiff::Span::new().days(RECENT)).ok()?;
        DateRange::new(first, day)
    });
    let targets = claim.targets.iter().filter_map(|target| target.actor);
    let mut actors: Vec<ActorId> = targets.chain(named.actors(inside)).collect();
    actors.sort_unstable();
    actors.dedup();
    Some(Sight {
        claim: ClaimRef {
            article: article.id.clone(),
            item: item.id,
        },
        speaker: claim.speaker,
        act: claim.act,
        is_decided: item.is_annotation(),
        days: said.or(recent),
        weekday: if said.or(recent).is_none() {
            let whens = claim.figures.iter().map(|figure| figure.when.as_str());
            whens.chain([content.as_str()]).find_map(weekday)
        } else {
            None
        },
        is_dated: said.is_some(),
        published,
        place: said_places
            .first()
            .map(|place| (*place).to_owned())
            .unwrap_or_default(),
        places: folded,
        within: claim.within,
        at: hull.start(),
        around: Arc::new(around),
        actors,
        stems: stems(&content),
        tolls,
    })
}

/// Words for a day as claims have them: "on Tuesday", "14 May", "March 4, 2031", "yesterday".
static DAYS: LazyLock<Regex> = LazyLock::new(|| {
    let months = "(?:January|February|March|April|May|June|July|August|September|October|November|December)";
    let days = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
    let pattern = format!(
        r"\b(?:\d{{1,2}} {months}(?: \d{{4}})?|{months} \d{{1,2}}(?:, \d{{4}})?|(?:last )?{days}|yesterday|\d{{4}}-\d\d-\d\d)\b"
    );
    #[expect(
        clippy::unwrap_used,
        reason = "the pattern is a constant, and the tests compile it"
    )]
    Regex::new(&pattern).unwrap()
});

/// The first day that `words` name, for claims whose figures say none.
fn named_days(words: &str, published: Option<Date>) -> Option<DateRange> {
    DAYS.find_iter(words)
        .find_map(|found| dates::resolve(found.as_str(), published))
}

/// The first day of the week in `words`.
fn weekday(words: &str) -> Option<Weekday> {
    // Whatever day it is read from, a weekday resolves to one of that name.
    let any = Date::constant(2024, 1, 1);
    let days = DAYS
        .find_iter(words)
        .filter(|found| found.as_str().ends_with("day"));
    let mut days = days.filter(|found| !found.as_str().eq_ignore_ascii_case("yesterday"));
    let found = dates::resolve(days.next()?.as_str(), Some(any))?;
    Some(found.first().weekday())
}

/// Of several numbers of one measure at one place in a claim the largest is the whole.
fn mark_parts(tolls: &mut [Toll]) {
    let largest = |tolls: &[Toll], toll: &Toll| {
        tolls
            .iter()
            .filter(|other| other.measure == toll.measure && toll.measure != Measure::Other)
            .map(|other| other.value)
            .fold(f64::NEG_INFINITY, f64::max)
    };
    let wholes: Vec<f64> = tolls.iter().map(|toll| largest(tolls, toll)).collect();
    for (toll, whole) in tolls.iter_mut().zip(wholes) {
        toll.is_main = toll.measure == Measure::Other || toll.value >= whole;
    }
}
