//! Edits: the smallest changes to a project, each with both sides of what it changes.
//!
//! Going back is setting the other side. Only [`crate::review`] makes edits; [`crate::project`] keeps them in its journal.

use std::sync::Arc;

use super::{
    Actor, ActorId, Article, ArticleId, ArticleState, Decision, Event, EventId, Item, ItemId, LabelScheme,
    Metadata, Orphan, ReferenceTable,
};
use crate::text::Zone;

/// One change to a project.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// An item appears, changes or goes.
    Item {
        /// In which article.
        article: ArticleId,
        /// Which item.
        id: ItemId,
        /// Before; `None` if it was not there.
        before: Option<Item>,
        /// After; `None` if it is gone.
        after: Option<Item>,
    },
    /// An item that lost its place is put somewhere or dropped.
    Orphan {
        /// In which article.
        article: ArticleId,
        /// Which item.
        id: ItemId,
        /// Before; `None` if it was no orphan.
        before: Option<Box<Orphan>>,
        /// After; `None` if it is none any more.
        after: Option<Box<Orphan>>,
    },
    /// An actor appears, changes or goes.
    Actor {
        /// Which.
        id: ActorId,
        /// Before.
        before: Option<Actor>,
        /// After.
        after: Option<Actor>,
    },
    /// Claims are put together, or apart.
    Event {
        /// Which.
        id: EventId,
        /// Before.
        before: Option<Event>,
        /// After.
        after: Option<Event>,
    },
    /// An article comes or goes, with everything in it.
    Article {
        /// Which.
        id: ArticleId,
        /// Before.
        before: Option<Arc<Article>>,
        /// After.
        after: Option<Arc<Article>>,
    },
    /// One of the plain fields of an article changes.
    Field {
        /// In which article.
        article: ArticleId,
        /// Before.
        before: Field,
        /// After; the same variant as `before`.
        after: Field,
    },
    /// A field of the project changes.
    Project {
        /// Before.
        before: ProjectField,
        /// After; the same variant as `before`.
        after: ProjectField,
    },
    /// A decision is recorded: in the article, or in the project if it is about an actor or event.
    Decide {
        /// In which article; `None` for the project.
        article: Option<ArticleId>,
        /// What was decided.
        decision: Box<Decision>,
    },
}

/// A plain field of an article.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// Its zones.
    Zones(Vec<Zone>),
    /// What is known about it.
    Metadata(Box<Metadata>),
    /// Where it stands.
    State(ArticleState),
    /// A reviewer's remark.
    Note(String),
    /// Who went over it last.
    SuggestedBy(String),
}

/// A field of a project.
#[derive(Clone, Debug, PartialEq)]
pub enum ProjectField {
    /// What it is called.
    Title(String),
    /// Who reviewed.
    Reviewers(Vec<String>),
    /// The kinds and ratings.
    Scheme(LabelScheme),
    /// The reference tables.
    References(Vec<ReferenceTable>),
    /// Whether two actors are kept apart. One pair, not all: a project may have thousands, and each is a step of its own.
    Apart((ActorId, ActorId), bool),
}
