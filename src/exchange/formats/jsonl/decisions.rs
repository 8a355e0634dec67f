//! Decisions of a line.

use serde_json::Value;

use super::body::{Count, actor, item_id, parse, span};
use super::events::event;
use super::line::MetadataIn;
use super::read::{Reading, item_body, zone_kind};
use crate::annotation::{Action, ActorId, ArticleState, Change, Decision, EventId, ItemId};

/// Every action of a decision.
pub const ACTIONS: [Action; 5] = [
    Action::Accepted,
    Action::Corrected,
    Action::Rejected,
    Action::Added,
    Action::Removed,
];

impl Reading<'_> {
    /// A decision, about `item` if it stands with one; `side` is the number of its first side among those about the item.
    pub(super) fn decision(&mut self, value: &Value, item: Option<ItemId>, side: usize) -> Option<Decision> {
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let at = text("at").and_then(|at| at.parse().ok());
        let at = self.or_fault(at, "time of a decision")?;
        let action = self.or_fault(text("did").and_then(parse::action), "action of a decision")?;
        let about = text("about");
        let sides = [value.get("before"), value.get("after")].map(|side| side.filter(|side| !side.is_null()));
        let key = sides
            .iter()
            .flatten()
            .find_map(|side| side.as_object()?.keys().next());
        let change = match (item, key.map(String::as_str)) {
            (Some(id), _) => self.item_change(id, sides, side),
            (None, Some("mention" | "claim")) => {
                let id = about.and_then(item_id);
                id.and_then(|id| {
                    let before = self.decisions.iter().filter(|d| is_about(d, id)).count();
                    self.item_change(id, sides, 2 * before)
                })
            }
            (None, Some("actor")) => about.and_then(ActorId::parse).map(|id| {
                let side = |value: Option<&Value>| value.and_then(|value| actor(id, value.get("actor")?));
                Change::Actor {
                    id,
                    before: side(sides[0]),
                    after: side(sides[1]),
                }
            }),
            (None, Some("event")) => about.and_then(EventId::parse).map(|id| {
                let side = |value: Option<&Value>| value.and_then(|value| event(id, value.get("event")?));
                Change::Event {
                    id,
                    before: side(sides[0]),
                    after: side(sides[1]),
                }
            }),
            (None, Some("zone")) => (|| {
                let kind = |value: Option<&Value>| zone_kind(value?.get("zone")?.get("kind")?.as_str()?);
                let zone = sides.iter().flatten().find_map(|side| side.get("zone"))?;
                Some(Change::Zone {
                    span: span(zone, &Count::Points(&self.raw))?,
                    before: kind(sides[0])?,
                    after: kind(sides[1])?,
                })
            })(),
            (None, Some("state")) => {
                let state = |value: Option<&Value>| ArticleState::parse(value?.get("state")?.as_str()?);
                state(sides[0])
                    .zip(state(sides[1]))
                    .map(|(before, after)| Change::State { before, after })
            }
            (None, Some("metadata")) => {
                let side = |value: Option<&Value>| {
                    serde_json::from_value::<MetadataIn>(value?.get("metadata")?.clone()).ok()
                };
                match (side(sides[0]), side(sides[1])) {
                    (Some(before), Some(after)) => Some(Change::Metadata {
                        before: Box::new(self.metadata(before)),
                        after: Box::new(self.metadata(after)),
                    }),
                    _ => None,
                }
            }
            _ => None,
        };
        let change = self.or_fault(change, "change of a decision")?;
        Some(Decision {
            at,
            by: text("by").unwrap_or_default().to_owned(),
            action,
            change,
        })
    }

    fn item_change(&mut self, id: ItemId, sides: [Option<&Value>; 2], first: usize) -> Option<Change> {
        let past = self.past.get(&id).map_or(0, |past| past.sides);
        let read = |value: Option<&Value>, number: usize| match value {
            None => Some(None),
            Some(value) if number < past => item_body(value, &Count::Bytes).ok().map(Some),
            Some(value) => item_body(value, &Count::Points(&self.raw)).ok().map(Some),
        };
        Some(Change::Item {
            id,
            before: read(sides[0], first)?,
            after: read(sides[1], first + 1)?,
        })
    }
}

fn is_about(decision: &Decision, id: ItemId) -> bool {
    matches!(&decision.change, Change::Item { id: of, .. } if *of == id)
}
