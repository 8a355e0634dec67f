//! Events, which belong to the whole project: claims of several articles that are about the same thing.

use serde::Serialize;
use serde_json::Value;

use crate::annotation::{ArticleId, ClaimRef, Event, EventId, ItemId, Status};

/// An event; its claims are pairs of article and item.
#[derive(Serialize)]
pub struct EventOut<'a> {
    title: &'a str,
    status: &'static str,
    claims: Vec<[String; 2]>,
    left_out: Vec<[String; 2]>,
    note: &'a str,
}

pub fn event_out(event: &Event) -> EventOut<'_> {
    let claims = |claims: &[ClaimRef]| {
        let named = claims.iter().map(|c| [c.article.to_string(), c.item.to_string()]);
        named.collect()
    };
    EventOut {
        title: &event.title,
        status: match event.status {
            Status::Suggested | Status::Accepted => "accepted",
            Status::Corrected => "corrected",
            Status::Added => "added",
            Status::Rejected => "rejected",
        },
        claims: claims(&event.claims),
        left_out: claims(&event.left_out),
        note: &event.note,
    }
}

/// The event that `value` tells; `None` if a part of it cannot be read.
pub fn event(id: EventId, value: &Value) -> Option<Event> {
    let text = |key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let claims = |key: &str| -> Option<Vec<ClaimRef>> {
        let claims = value
            .get(key)
            .and_then(Value::as_array)
            .map_or(&[] as &[_], Vec::as_slice);
        let claim = |pair: &Value| {
            Some(ClaimRef {
                article: ArticleId::parse(pair.get(0)?.as_str()?)?,
                item: ItemId::parse(pair.get(1)?.as_str()?)?,
            })
        };
        let mut claims = claims.iter().map(claim).collect::<Option<Vec<_>>>()?;
        claims.sort();
        claims.dedup();
        Some(claims)
    };
    Some(Event {
        id,
        title: text("title"),
        status: match text("status").as_str() {
            "accepted" => Status::Accepted,
            "corrected" => Status::Corrected,
            "added" => Status::Added,
            "rejected" => Status::Rejected,
            _ => return None,
        },
        claims: claims("claims")?,
        left_out: claims("left_out")?,
        note: text("note"),
    })
}
