//! Decisions: the record of what people did. It only grows, save when the step that made an entry is undone.

use jiff::{Timestamp, TimestampRound, Unit};

use super::{Actor, ActorId, ArticleState, Body, Event, EventId, ItemId, Metadata};
use crate::text::{Span, ZoneKind};

/// One decision by one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// When.
    pub at: Timestamp,
    /// Name of the reviewer.
    pub by: String,
    /// What was done.
    pub action: Action,
    /// What it was about, before and after.
    pub change: Change,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// A proposal was taken as it is.
    Accepted,
    /// Something was changed.
    Corrected,
    /// A proposal was turned down.
    Rejected,
    /// Something was made by hand.
    Added,
    /// Something made by hand was taken away.
    Removed,
}

/// What a decision changed. `before` is `None` for what did not exist, `after` for what no longer does.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A mention or claim. On an acceptance both sides are the same.
    Item {
        /// Which.
        id: ItemId,
        /// Before.
        before: Option<Body>,
        /// After.
        after: Option<Body>,
    },
    /// An actor of the project.
    Actor {
        /// Which.
        id: ActorId,
        /// Before.
        before: Option<Actor>,
        /// After.
        after: Option<Actor>,
    },
    /// Claims that belong together.
    Event {
        /// Which.
        id: EventId,
        /// Before.
        before: Option<Event>,
        /// After.
        after: Option<Event>,
    },
    /// The zone of a paragraph.
    Zone {
        /// The paragraph.
        span: Span,
        /// Before.
        before: ZoneKind,
        /// After.
        after: ZoneKind,
    },
    /// What is known about an article.
    Metadata {
        /// Before.
        before: Box<Metadata>,
        /// After.
        after: Box<Metadata>,
    },
    /// Where an article stands.
    State {
        /// Before.
        before: ArticleState,
        /// After.
        after: ArticleState,
    },
}

impl Decision {
    /// Whether both are one entry of the log, whatever was rounded when one of them was in a file: same moment, person,
    /// action and thing.
    #[must_use]
    pub fn is_entry_of(&self, other: &Self) -> bool {
        self.at == other.at
            && self.by == other.by
            && self.action == other.action
            && match (&self.change, &other.change) {
                (Change::Item { id: a, .. }, Change::Item { id: b, .. }) => a == b,
                (Change::Actor { id: a, .. }, Change::Actor { id: b, .. }) => a == b,
                (Change::Event { id: a, .. }, Change::Event { id: b, .. }) => a == b,
                (Change::Zone { span: a, .. }, Change::Zone { span: b, .. }) => a == b,
                (Change::Metadata { .. }, Change::Metadata { .. })
                | (Change::State { .. }, Change::State { .. }) => true,
                _ => false,
            }
    }
}

/// A time with milliseconds, as fine as files keep it.
#[must_use]
pub fn to_millisecond(at: Timestamp) -> Timestamp {
    let down = TimestampRound::new()
        .smallest(Unit::Millisecond)
        .mode(jiff::RoundMode::Floor);
    at.round(down).unwrap_or(at)
}
