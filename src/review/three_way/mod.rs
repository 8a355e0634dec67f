//! Two people's work on one article, or on what a project has besides its articles, as one: by value, thing by thing,
//! against what both began with.
//!
//! What one side changed is as that side has it. What two people decided differently becomes a proposal again
//! ([`is_contested`]) that says who decided what, so that the review queue brings it up. Every decision of both sides
//! stays in the record.

mod events;
mod fields;
mod items;
mod links;
mod log;
mod past;
mod project;
mod says;

use std::fmt;
use std::sync::Arc;

use crate::annotation::{Article, ArticleState, Item, ItemId, Status};

use items::Side;
use log::Log;
pub(super) use log::{Knows, Thing};
pub use project::{MergedProject, merge_project};

/// The suggester of what a merge leaves to decide.
pub const MERGE: &str = "merge";

/// Whether two people decided differently about `item`, and nobody has decided between them yet.
#[must_use]
pub fn is_contested(item: &Item) -> bool {
    let origin = item.origin.as_ref();
    item.status == Status::Suggested && origin.is_some_and(|origin| origin.suggester == MERGE)
}

/// What two sides have differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What it is about: the words of an item, or the name of a field.
    pub what: String,
    /// What our side has.
    pub ours: String,
    /// What their side has.
    pub theirs: String,
    /// The item that is to be decided again; `None` where our side stays.
    pub item: Option<ItemId>,
}

impl Conflict {
    fn told(what: &str, ours: &str, theirs: &str) -> Self {
        Self {
            what: what.to_owned(),
            ours: ours.to_owned(),
            theirs: theirs.to_owned(),
            item: None,
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what, ours, theirs, ..
        } = self;
        if self.item.is_some() {
            write!(
                f,
                "{what}: {ours}; {theirs}. It is undecided again: decide it in the window."
            )
        } else {
            write!(
                f,
                "{what}: {ours} (ours), {theirs} (theirs). Ours stays; change it in the window if theirs is right."
            )
        }
    }
}

/// An article of two sides.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The article, whole and valid whatever is left to decide.
    pub article: Article,
    /// What is left.
    pub conflicts: Vec<Conflict>,
}

/// The sides have different texts, so that the places of one say nothing about the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The text differs between the two sides.")]
pub struct TextsDiffer;

/// Merges two versions of an article that both come from `base`; without one both sides added it.
///
/// # Errors
/// [`TextsDiffer`] if the sides do not have the same text.
pub fn merge_article(
    base: Option<&Article>,
    ours: &Article,
    theirs: &Article,
) -> Result<Merged, TextsDiffer> {
    if ours.text != theirs.text {
        return Err(TextsDiffer);
    }
    if let Some(base) = base {
        let [base, ours, theirs] = links::followed(base, ours, theirs);
        return Ok(merge(Some(&base), &ours, &theirs));
    }
    Ok(merge(None, ours, theirs))
}

fn merge(base: Option<&Article>, ours: &Article, theirs: &Article) -> Merged {
    let mut conflicts = Vec::new();
    let known = base.map_or(&[] as &[_], |base| &base.decisions);
    let side = |article| Side {
        article,
        log: Log::of(&article.decisions, known),
    };
    let mut merged = Article {
        metadata: fields::metadata(base, &ours.metadata, &theirs.metadata, &mut conflicts),
        zones: fields::zones(base, ours, theirs, &mut conflicts),
        state: fields::state(base, ours.state, theirs.state, &mut conflicts),
        note: fields::note(base.map_or("", |base| &base.note), &ours.note, &theirs.note),
        decisions: log::union(&ours.decisions, &theirs.decisions),
        added: ours.added.min(theirs.added),
        suggested_by: match base {
            Some(base) if base.suggested_by == theirs.suggested_by => ours.suggested_by.clone(),
            None if theirs.suggested_by.is_empty() => ours.suggested_by.clone(),
            _ => theirs.suggested_by.clone(),
        },
        ..Article::new(
            ours.id.clone(),
            ours.added,
            ours.metadata.clone(),
            ours.text.clone(),
            Vec::new(),
        )
    };
    items::merge(&mut merged, base, &side(ours), &side(theirs), &mut conflicts);
    items::free_claims(&mut merged, &mut conflicts);
    past::merge(&mut merged, ours, theirs);
    // What is undecided again is not done.
    if merged.state == ArticleState::Done && conflicts.iter().any(|conflict| conflict.item.is_some()) {
        merged.state = ArticleState::InReview;
    }
    Merged {
        article: merged,
        conflicts,
    }
}

/// A change of an article from `was` to `new`, made to what it `is`; `None` if that has another text.
pub(super) fn carried(was: &Arc<Article>, is: &Arc<Article>, new: Arc<Article>) -> Option<Arc<Article>> {
    if is == was {
        return Some(new);
    }
    let merged = merge_article(Some(was), is, &new).ok()?;
    Some(Arc::new(merged.article))
}
