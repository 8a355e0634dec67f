//! Mentions, claims and actors from the objects of a line.

use std::collections::BTreeMap;

use serde_json::Value;

use super::read::Fault;
use crate::annotation::{
    Act, Actor, ActorId, Bearing, Body, Bound, Claim, DateRange, Evidence, Figure, Form, ItemId, KindId,
    Measure, Mention, Party, Quote, QuoteType, RatingId, Verdict,
};
use crate::exchange::marks::Raw;
use crate::text::{Span, Unit};

/// What the offsets of an object count in.
pub enum Count<'a> {
    /// Code points of the line's text.
    Points(&'a Raw<'a>),
    /// Bytes of a text that is not there any more.
    Bytes,
}

impl Count<'_> {
    fn span(&self, start: &Value, end: &Value) -> Option<Span> {
        let number = |value: &Value| value.as_u64().and_then(|n| usize::try_from(n).ok());
        let (start, end) = (number(start)?, number(end)?);
        match self {
            Count::Points(raw) => raw.span(start, end, Unit::CodePoint),
            // Where a file says so; more than an article can have cannot be meant.
            Count::Bytes => Span::new(start, end).filter(|_| end <= crate::text::MAX_ARTICLE_BYTES),
        }
    }

    /// A pair of numbers.
    fn pair(&self, value: &Value) -> Option<Span> {
        match value.as_array()?.as_slice() {
            [start, end] => self.span(start, end),
            _ => None,
        }
    }
}

/// The span of an object with `start` and `end`.
pub fn span(value: &Value, count: &Count<'_>) -> Option<Span> {
    count.span(value.get("start")?, value.get("end")?)
}

/// Names of closed lists.
pub mod parse {
    use crate::annotation::{Action, Status};

    /// A status.
    pub fn status(name: &str) -> Option<Status> {
        let all = [
            Status::Suggested,
            Status::Accepted,
            Status::Corrected,
            Status::Added,
            Status::Rejected,
        ];
        all.into_iter()
            .find(|status| super::super::fields::status(*status) == name)
    }

    /// What was done.
    pub fn action(name: &str) -> Option<Action> {
        let all = super::super::decisions::ACTIONS;
        all.into_iter()
            .find(|action| super::super::fields::action(*action) == name)
    }
}

pub fn item_id(text: &str) -> Option<ItemId> {
    ItemId::parse(text)
}

pub fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn actor_id(value: &Value, key: &str) -> Option<ActorId> {
    value.get(key).and_then(Value::as_str).and_then(ActorId::parse)
}

/// A field that may be missing or `null`; a fault if it is something else that cannot be read.
fn optional<T>(value: &Value, key: &str, read: impl Fn(&Value) -> Option<T>) -> Result<Option<T>, Fault> {
    match value.get(key).filter(|value| !value.is_null()) {
        None => Ok(None),
        Some(found) => read(found).map(Some).ok_or_else(|| {
            format!(
                "“{key}” of an item cannot be read, or is not in the text: {}.",
                shown(found)
            )
        }),
    }
}

fn list<T>(value: &Value, key: &str, read: impl Fn(&Value) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
    match value.get(key).filter(|value| !value.is_null()) {
        None => Ok(Vec::new()),
        Some(Value::Array(values)) => values.iter().map(read).collect(),
        Some(other) => Err(format!("“{key}” of an item is no list: {}.", shown(other))),
    }
}

fn shown(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}

/// A mention or a claim.
///
/// # Errors
/// What is wrong with it.
pub fn body(value: &Value, what: &str, count: &Count<'_>) -> Result<Body, Fault> {
    if what == "claim" {
        return claim(value, count).map(|claim| Body::Claim(Box::new(claim)));
    }
    let span = span(value, count)
        .ok_or_else(|| format!("A mention does not stand in the text: {}.", shown(value)))?;
    let kind = value
        .get("kind")
        .and_then(Value::as_str)
        .filter(|kind| !kind.is_empty());
    let kind = kind.ok_or_else(|| format!("A mention has no kind: {}.", shown(value)))?;
    Ok(Body::Mention(Mention {
        span,
        kind: KindId::new(kind.to_owned()),
        form: optional(value, "form", |v| Form::parse(v.as_str()?))?.unwrap_or_default(),
        actor: actor_id(value, "actor"),
        note: text(value, "note"),
    }))
}

fn claim(value: &Value, count: &Count<'_>) -> Result<Claim, Fault> {
    let content = list(value, "content", |pair| {
        count
            .pair(pair)
            .ok_or_else(|| format!("A claim's content is not in the text: {}.", shown(pair)))
    })?;
    let is_sorted = content
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a.end() <= b.start()));
    if !is_sorted {
        return Err("The spans of a claim's content are not in order.".to_owned());
    }
    let pair = |key| optional(value, key, |v| count.pair(v));
    let claim = Claim {
        content,
        cue: pair("cue")?,
        source: pair("source")?,
        speaker: actor_id(value, "speaker"),
        via: pair("via")?.map(|span| Party {
            span,
            actor: actor_id(value, "via_actor"),
        }),
        within: value
            .get("within")
            .and_then(Value::as_str)
            .and_then(ItemId::parse),
        act: optional(value, "act", |v| Act::parse(v.as_str()?))?.unwrap_or_default(),
        quote: optional(value, "quote", |v| QuoteType::parse(v.as_str()?))?.unwrap_or_default(),
        figures: list(value, "figures", |figure_in| figure(figure_in, count))?,
        targets: list(value, "targets", |target| {
            let span = span(target, count)
                .ok_or_else(|| format!("A target is not in the text: {}.", shown(target)))?;
            Ok(Party {
                span,
                actor: actor_id(target, "actor"),
            })
        })?,
        check_worthiness: optional(value, "check_worthiness", |v| {
            v.as_f64().filter(|worth| (0.0..=1.0).contains(worth))
        })?
        .unwrap_or_default() as f32,
        verdict: match value.get("verdict").filter(|value| !value.is_null()) {
            Some(found) => Some(verdict(found)?),
            None => None,
        },
        note: text(value, "note"),
    };
    if claim.content.is_empty() {
        return Err("A claim has no content.".to_owned());
    }
    Ok(claim)
}

fn figure(value: &Value, count: &Count<'_>) -> Result<Figure, Fault> {
    let fault = || {
        format!(
            "A figure cannot be read, or is not in the text: {}.",
            shown(value)
        )
    };
    let amount = |v: &Value| v.as_f64().filter(|n| n.is_finite() && *n >= 0.0);
    let span = span(value, count).ok_or_else(fault)?;
    let number = value.get("value").and_then(amount).ok_or_else(fault)?;
    let day = |key| optional(value, key, |v| v.as_str()?.parse().ok());
    let date = match (day("when_from")?, day("when_to")?) {
        (Some(first), Some(last)) => Some(DateRange::new(first, last).ok_or_else(fault)?),
        _ => None,
    };
    Ok(Figure {
        span,
        value: number,
        value_to: optional(value, "value_to", |v| amount(v).filter(|to| *to >= number))?,
        bound: optional(value, "bound", |v| Bound::parse(v.as_str()?))?.unwrap_or_default(),
        measure: optional(value, "measure", |v| Measure::parse(v.as_str()?))?.unwrap_or_default(),
        who: text(value, "who"),
        place: text(value, "where"),
        when: text(value, "when"),
        date,
        by: text(value, "by"),
    })
}

fn verdict(value: &Value) -> Result<Verdict, Fault> {
    Ok(Verdict {
        rating: optional(value, "rating", |v| Some(RatingId::new(v.as_str()?)))?.unwrap_or_default(),
        rationale: text(value, "rationale"),
        evidence: list(value, "evidence", |item| {
            Ok(Evidence {
                bearing: optional(item, "bearing", |v| Bearing::parse(v.as_str()?))?.unwrap_or_default(),
                title: text(item, "title"),
                source: text(item, "source"),
                date: text(item, "date"),
                url: text(item, "url"),
                quote: text(item, "quote"),
                file: text(item, "file"),
            })
        })?,
    })
}

/// An actor; `None` if it has no name or no kind.
pub fn actor(id: ActorId, value: &Value) -> Option<Actor> {
    let mut actor = Actor::new(
        value.get("name")?.as_str()?,
        KindId::new(value.get("kind")?.as_str()?.to_owned()),
    );
    actor.id = id;
    let aliases = value.get("aliases").and_then(Value::as_array);
    actor.aliases = aliases
        .into_iter()
        .flatten()
        .filter_map(|alias| Some(alias.as_str()?.to_owned()))
        .collect();
    actor.aliases.sort();
    actor.side = text(value, "side");
    actor.note = text(value, "note");
    actor.external_id = text(value, "external_id");
    let formerly = value.get("formerly").and_then(Value::as_array);
    actor.formerly = formerly
        .into_iter()
        .flatten()
        .filter_map(|id| ActorId::parse(id.as_str()?))
        .collect();
    actor.formerly.sort();
    actor.formerly.dedup();
    Some(actor)
}

/// Words by the bytes at which they stood.
pub fn words(value: Option<&Value>) -> BTreeMap<Span, Quote> {
    let read = |entry: &Value| {
        let span = Count::Bytes.pair(entry.get("bytes")?)?;
        let quote = Quote {
            words: text(entry, "words"),
            before: text(entry, "before"),
            after: text(entry, "after"),
        };
        Some((span, quote))
    };
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(read)
        .collect()
}
