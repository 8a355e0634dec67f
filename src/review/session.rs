//! The session: a project under review, its history, and who reviews.

use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::annotation::{
    Action, ActorId, Article, ArticleId, Change, Decision, Item, ItemId, Project, to_millisecond,
};
use crate::suggest::KnownName;

use super::confirmed::Confirmed;
use super::names::Names;
use super::steps::{field, label};
use super::{Command, Edit, Field, Focus, History, Past, ProjectField, Refusal, Revision};

/// What a command did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What was done, for a message ("accepted 12 items").
    pub label: String,
    /// Items that were added or changed, in the order asked.
    pub items: Vec<ItemId>,
    /// How many proposals changed or came because a name in them was confirmed.
    pub follows: usize,
    /// Articles that came in, or whose proposals are new.
    pub articles: Vec<ArticleId>,
    /// Articles that were here already under the given id, for drafts left out or items that joined theirs.
    pub duplicates: Vec<ArticleId>,
    /// Items that an import has otherwise than somebody decided here; they stay as they are here.
    pub kept: usize,
    /// Items of a bulk change that were left alone because two people decided them differently.
    pub contested: usize,
    /// Items of a bulk change that are not there any more.
    pub gone: usize,
}

/// What undo or redo did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Travelled {
    /// The step that was taken back or done again.
    pub label: String,
    /// Where to look.
    pub focus: Focus,
}

/// A project under review.
pub struct Session {
    pub(super) project: Project,
    pub(super) names: Names,
    pub(super) confirmed: Confirmed,
    pub(super) history: History,
    /// The articles as they were when the session began.
    pub(super) opened: BTreeMap<ArticleId, Arc<Article>>,
    /// Which of them a refinement has changed.
    pub(super) refined: BTreeSet<ArticleId>,
    /// Actors that a refinement added to what was here when the session began.
    pub(super) refined_actors: BTreeSet<ActorId>,
    /// All actors that refinements added; a journal may not know them.
    pub(super) beside: BTreeSet<ActorId>,
    pub(super) refinements: u64,
    pub(super) reviewer: String,
    /// What the reviewer looks at; plain state of the view, not part of the history.
    pub focus: Focus,
}

impl Session {
    /// Starts on `project`, which counts as saved.
    #[must_use]
    pub fn new(project: Project, reviewer: impl Into<String>) -> Self {
        Self {
            names: Names::of(&project),
            confirmed: Confirmed::of(&project),
            opened: project.articles.clone(),
            project,
            history: History::default(),
            refined: BTreeSet::new(),
            refined_actors: BTreeSet::new(),
            beside: BTreeSet::new(),
            refinements: 0,
            reviewer: reviewer.into(),
            focus: Focus::default(),
        }
    }

    /// Goes on with a project whose history an earlier session left in a journal.
    #[must_use]
    pub fn resume(project: Project, past: Past, reviewer: impl Into<String>) -> Self {
        let mut session = Self::new(project, reviewer);
        if let Some(files) = past.files {
            // What only the journal has is to be saved, and the rest stays as it was read.
            session.opened = files;
        }
        session.history = History::of(past.done, past.undone, past.saved);
        session
    }

    /// The project.
    #[must_use]
    pub const fn project(&self) -> &Project {
        &self.project
    }

    /// Undo, redo, revisions.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// Remembers that `revision` is on disk.
    pub const fn mark_saved(&mut self, revision: Revision) {
        self.history.mark_saved(revision);
    }

    /// Whose name stands under decisions.
    #[must_use]
    pub fn reviewer(&self) -> &str {
        &self.reviewer
    }

    /// Sets whose name stands under decisions from now on.
    pub fn set_reviewer(&mut self, name: impl Into<String>) {
        self.reviewer = name.into();
    }

    /// The open article.
    #[must_use]
    pub fn article(&self) -> Option<&Arc<Article>> {
        self.project.article(self.focus.article.as_ref()?)
    }

    /// The item in focus.
    #[must_use]
    pub fn item(&self) -> Option<&Item> {
        self.article()?.items.get(&self.focus.item?)
    }

    /// The names that people confirmed, for the suggester.
    #[must_use]
    pub fn known_names(&self) -> Vec<KnownName> {
        self.confirmed.known(&self.project)
    }

    /// Does what is asked, as one step. `at` is the time that decisions bear.
    ///
    /// # Errors
    /// A [`Refusal`] if it cannot be done; then nothing has changed.
    pub fn run(&mut self, command: Command, at: Timestamp) -> Result<Outcome, Refusal> {
        // As fine as files keep it, so that an entry is the same after the project was opened again.
        let at = to_millisecond(at);
        let proposes = matches!(command, Command::AddArticles { .. } | Command::Suggest { .. });
        let confirms = matches!(
            command,
            Command::Accept { .. }
                | Command::Bulk { .. }
                | Command::Correct { .. }
                | Command::Add { .. }
                | Command::Link { .. }
        );
        let takes_in = matches!(command, Command::TakeInCopy(_));
        let (edits, outcome) = match command {
            Command::Accept { article, items } => self.decide(&article, &items, Action::Accepted, at)?,
            Command::Reject { article, items } => self.decide(&article, &items, Action::Rejected, at)?,
            Command::Bulk { items, change } => self.bulk(&items, &change, at)?,
            Command::Correct {
                article,
                item,
                body,
                what,
            } => self.correct(&article, item, body, what, at)?,
            Command::PlaceOrphan { article, item } => self.place_orphan(&article, item, at)?,
            Command::DropOrphan { article, item } => self.drop_orphan(&article, item, at)?,
            Command::Add { article, bodies } => self.add(&article, bodies, at)?,
            Command::SwitchZone {
                article,
                offset,
                kind,
            } => self.switch_zone(&article, offset, kind, at)?,
            Command::SetState { article, state } => self.set_state(&article, state, at)?,
            Command::SetMetadata { article, metadata } => {
                let old = self.find(&article)?;
                let (before, after) = (Box::new(old.metadata.clone()), metadata);
                let change = Change::Metadata {
                    before: before.clone(),
                    after: after.clone(),
                };
                let edits = vec![
                    field(&article, Field::Metadata(before), Field::Metadata(after)),
                    self.decision(Some(&article), Action::Corrected, change, at),
                ];
                (edits, label("edit article details"))
            }
            Command::SetNote { article, note } => {
                let old = self.find(&article)?.note.clone();
                (
                    vec![field(&article, Field::Note(old), Field::Note(note))],
                    label("edit article note"),
                )
            }
            Command::AddArticles { articles, by } => self.add_articles(articles, &by, at),
            Command::AddAnnotated { articles } => self.add_annotated(articles, at),
            Command::TakeInCopy(taking) => self.take_in(&taking),
            Command::RemoveArticle { article } => {
                let before = Arc::clone(self.find(&article)?);
                let name = label(&format!("remove “{}”", before.title()));
                (
                    vec![Edit::Article {
                        id: article,
                        before: Some(before),
                        after: None,
                    }],
                    name,
                )
            }
            Command::Suggest { articles, by } => self.suggest(&articles, &by),
            Command::SetActor { actor } => self.set_actor(actor, at),
            Command::MergeActors { into, others } => self.merge_actors(into, &others, at)?,
            Command::SplitActor {
                actor,
                names,
                kind,
                new_name,
            } => self.split_actor(actor, &names, kind, &new_name, at)?,
            Command::KeepApart(a, b) => self.keep_apart(a, b)?,
            Command::Link { article, item, to } => self.link(&article, item, to, at)?,
            Command::SetEvents { events, forget } => self.set_events(events, &forget, at)?,
            Command::SetTitle(title) => {
                let before = ProjectField::Title(self.project.title.clone());
                let after = ProjectField::Title(title);
                (vec![Edit::Project { before, after }], label("rename project"))
            }
            Command::SetScheme(scheme) => {
                let before = ProjectField::Scheme(self.project.scheme.clone());
                let what = if self.project.scheme.ratings == scheme.ratings {
                    "change kinds"
                } else {
                    "change rating scale"
                };
                let after = ProjectField::Scheme(scheme);
                (vec![Edit::Project { before, after }], label(what))
            }
            Command::SetReferences(tables) => {
                let before = ProjectField::References(self.project.references.clone());
                let what = if tables.len() < self.project.references.len() {
                    "detach reference table"
                } else {
                    "attach reference table"
                };
                let after = ProjectField::References(tables);
                (vec![Edit::Project { before, after }], label(what))
            }
        };
        if edits.is_empty() {
            return if outcome.duplicates.is_empty() {
                Err(Refusal::Nothing)
            } else {
                Ok(outcome)
            };
        }
        let mut edits = edits;
        // An import brings reviewers of its own, and has counted this one.
        let is_settled = |edit: &Edit| {
            matches!(
                edit,
                Edit::Project {
                    after: ProjectField::Reviewers(_),
                    ..
                }
            )
        };
        if !takes_in
            && edits.iter().any(|e| matches!(e, Edit::Decide { .. }))
            && !edits.iter().any(is_settled)
            && !self.project.reviewers.contains(&self.reviewer)
        {
            let before = self.project.reviewers.clone();
            let after = before.iter().cloned().chain([self.reviewer.clone()]).collect();
            let (before, after) = (ProjectField::Reviewers(before), ProjectField::Reviewers(after));
            edits.push(Edit::Project { before, after });
        }
        self.make(&edits);
        let mut outcome = outcome;
        if confirms {
            let follows = self.spread(&edits);
            self.make(&follows);
            outcome.follows = follows.len();
            edits.extend(follows);
        }
        self.history
            .push(outcome.label.clone(), at, edits, self.focus.clone(), proposes);
        Ok(outcome)
    }

    /// Makes edits, and keeps the indexes of names in step.
    pub(super) fn make(&mut self, edits: &[Edit]) {
        for edit in edits {
            edit.apply(&mut self.project);
            follow(&mut self.names, edit, true);
            self.confirmed.follow(&self.project, edit, true);
        }
    }

    /// Takes the last step back. The focus goes where the step was made.
    pub fn undo(&mut self) -> Option<Travelled> {
        let step = self.history.take_undo()?;
        for edit in step.edits.iter().rev() {
            edit.revert(&mut self.project);
            follow(&mut self.names, edit, false);
            self.confirmed.follow(&self.project, edit, false);
        }
        let travelled = Travelled {
            label: step.label.clone(),
            focus: step.focus.clone(),
        };
        self.refocus(&travelled.focus);
        Some(travelled)
    }

    /// Does the last step that was taken back again.
    pub fn redo(&mut self) -> Option<Travelled> {
        let step = self.history.take_redo()?;
        for edit in &step.edits {
            edit.apply(&mut self.project);
            follow(&mut self.names, edit, true);
            self.confirmed.follow(&self.project, edit, true);
        }
        let mut focus = step.focus.clone();
        if let Some(Edit::Article {
            id, after: Some(_), ..
        }) = step
            .edits
            .iter()
            .find(|edit| matches!(edit, Edit::Article { .. }))
        {
            focus.article = Some(id.clone());
            focus.item = None;
        }
        let travelled = Travelled {
            label: step.label.clone(),
            focus,
        };
        self.refocus(&travelled.focus);
        Some(travelled)
    }

    /// Goes to `focus` as far as it still exists.
    pub fn refocus(&mut self, focus: &Focus) {
        if focus
            .article
            .as_ref()
            .is_some_and(|id| self.project.articles.contains_key(id))
        {
            self.focus = focus.clone();
        }
        if self.article().is_none() {
            self.focus = Focus {
                article: self.project.in_order().first().map(|article| article.id.clone()),
                item: None,
            };
        }
        if self.item().is_none() {
            self.focus.item = None;
        }
    }

    pub(super) fn find(&self, article: &ArticleId) -> Result<&Arc<Article>, Refusal> {
        self.project.article(article).ok_or(Refusal::NoArticle)
    }

    pub(super) fn decision(
        &self,
        article: Option<&ArticleId>,
        action: Action,
        change: Change,
        at: Timestamp,
    ) -> Edit {
        Edit::Decide {
            article: article.cloned(),
            decision: Box::new(Decision {
                at,
                by: self.reviewer.clone(),
                action,
                change,
            }),
        }
    }
}

/// Keeps the index of names in step with an edit.
pub(super) fn follow(names: &mut Names, edit: &Edit, forward: bool) {
    if let Edit::Actor { before, after, .. } = edit {
        if forward {
            names.change(before.as_ref(), after.as_ref());
        } else {
            names.change(after.as_ref(), before.as_ref());
        }
    }
}
