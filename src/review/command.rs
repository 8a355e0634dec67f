//! Commands: what a view can ask the session to do.

use crate::annotation::{
    Actor, ActorId, ArticleId, ArticleState, Body, Event, EventId, ItemId, KindId, LabelScheme, Metadata,
    ReferenceTable,
};
use crate::exchange::Draft;
use crate::exchange::annotated::Annotated;
use crate::suggest::Suggestions;
use crate::text::ZoneKind;

use super::{BulkChange, Suggested, TakeIn};

/// A change that a person asks for. Each becomes one step of the history.
#[derive(Clone, Debug)]
pub enum Command {
    /// Take proposals as they are.
    Accept {
        /// In which article.
        article: ArticleId,
        /// Which.
        items: Vec<ItemId>,
    },
    /// Turn proposals down, or take away what was added by hand.
    Reject {
        /// In which article.
        article: ArticleId,
        /// Which.
        items: Vec<ItemId>,
    },
    /// Decide about many items at once, in any articles. What needs no change is left out.
    Bulk {
        /// Which, each with its article.
        items: Vec<(ArticleId, ItemId)>,
        /// What is done to each.
        change: BulkChange,
    },
    /// Change an item; a proposal becomes an annotation by it.
    Correct {
        /// In which article.
        article: ArticleId,
        /// Which.
        item: ItemId,
        /// How it shall be.
        body: Body,
        /// What changes, for "Undo …" ("set kind").
        what: &'static str,
    },
    /// Put an item that lost its place where it most likely belongs.
    PlaceOrphan {
        /// In which article.
        article: ArticleId,
        /// Which.
        item: ItemId,
    },
    /// Let an item go that lost its place.
    DropOrphan {
        /// In which article.
        article: ArticleId,
        /// Which.
        item: ItemId,
    },
    /// Add items by hand.
    Add {
        /// In which article.
        article: ArticleId,
        /// What; those that are there already are left out.
        bodies: Vec<Body>,
    },
    /// Set the zone of the paragraph at `offset`.
    SwitchZone {
        /// In which article.
        article: ArticleId,
        /// A byte in the paragraph.
        offset: usize,
        /// Its new zone.
        kind: ZoneKind,
    },
    /// Say where an article stands.
    SetState {
        /// Which article.
        article: ArticleId,
        /// Where it stands.
        state: ArticleState,
    },
    /// Change what is known about an article.
    SetMetadata {
        /// Which article.
        article: ArticleId,
        /// What is known.
        metadata: Box<Metadata>,
    },
    /// Set the remark on an article.
    SetNote {
        /// Which article.
        article: ArticleId,
        /// The remark.
        note: String,
    },
    /// Bring in articles; those whose text is here already are left out and reported.
    AddArticles {
        /// The articles with what was proposed for each.
        articles: Vec<(Draft, Option<Suggestions>)>,
        /// Who proposed.
        by: Suggested,
    },
    /// Bring in articles that others have annotated. Where the text is here already, the items join those that are there.
    AddAnnotated {
        /// The articles.
        articles: Vec<Annotated>,
    },
    /// Take in a colleague's copy of the project.
    TakeInCopy(Box<TakeIn>),
    /// Take an article out of the project.
    RemoveArticle {
        /// Which.
        article: ArticleId,
    },
    /// Replace the undecided proposals of articles. Articles that are gone are left out.
    Suggest {
        /// Which articles, with what is proposed now.
        articles: Vec<(ArticleId, Suggestions)>,
        /// By whom.
        by: Suggested,
    },
    /// Add or change an actor.
    SetActor {
        /// How it shall be.
        actor: Actor,
    },
    /// Make several actors one: what is known about the others and all that is theirs goes to `into`.
    MergeActors {
        /// Who stays.
        into: ActorId,
        /// Who is the same; who is named first wins where only one can.
        others: Vec<ActorId>,
    },
    /// Make what stands under some of an actor's names a new actor.
    SplitActor {
        /// Whose names they are.
        actor: ActorId,
        /// The names, letter case and white space aside.
        names: Vec<String>,
        /// What the new actor is.
        kind: KindId,
        /// What to call it.
        new_name: String,
    },
    /// Remember that two actors who look like one are two.
    KeepApart(ActorId, ActorId),
    /// Link a mention (or the speaker of a claim) to an actor, or unlink it.
    Link {
        /// In which article.
        article: ArticleId,
        /// Which item.
        item: ItemId,
        /// To whom.
        to: LinkTo,
    },
    /// Decide about claims that were proposed as one event, or put claims together by hand. Several events are one step, as
    /// when claims move from one to another.
    SetEvents {
        /// How they shall be; `status` says what was decided.
        events: Vec<Event>,
        /// Events to forget: their claims may be proposed again, or have gone into others.
        forget: Vec<EventId>,
    },
    /// Call the project something else.
    SetTitle(String),
    /// Change the kinds or the scale of ratings.
    SetScheme(LabelScheme),
    /// Change which reference tables are attached.
    SetReferences(Vec<ReferenceTable>),
}

/// Whom to link to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTo {
    /// Nobody.
    Nobody,
    /// An actor of the project.
    Actor(ActorId),
    /// A new actor of that name, of the kind of the mention.
    New(String),
}

/// Why a command was not done. The project is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The article is not in the project.
    #[error("The article is not in the project any more.")]
    NoArticle,
    /// The item is not in the article.
    #[error("The item is not in the article any more.")]
    NoItem,
    /// The actor is not in the project.
    #[error("The actor is not in the project any more.")]
    NoActor,
    /// An actor without a name.
    #[error("An actor needs a name.")]
    NoName,
    /// Nothing in the text is like the words of an item that lost its place.
    #[error("There is no place to put the item. Mark the words by hand, then drop it.")]
    NoCandidate,
    /// Somebody has marked the same words already.
    #[error("These words are marked already. Drop the item, or remove that mark first.")]
    Marked,
    /// A span is not of the article's text.
    #[error("The marked words are not in this article.")]
    NotInText,
    /// The claim that it shall stand within is gone, was rejected, or stands within another one.
    #[error("The claim cannot stand within that one.")]
    NoOuter,
    /// Several items were to be decided at once, and two people decided each of them differently.
    #[error("Two people decided these differently. Decide them one by one.")]
    Contested,
    /// Nothing would change.
    #[error("Nothing to change.")]
    Nothing,
}
