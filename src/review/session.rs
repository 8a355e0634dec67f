//! The session: a project under review, its history, and who reviews.

use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::annotation::{
    Action, Actor, Article, ArticleId, ArticleState, Body, Change, Decision, Item, ItemId, KindId, Project,
    Status,
};
use crate::exchange::Draft;
use crate::suggest::{KnownName, Suggestions};
use crate::text::{ZoneKind, zones};

use super::edit::{Field, ProjectField};
use super::merge::{Names, merge};
use super::{Command, Edit, History, LinkTo, Refusal, Revision, Suggested};

/// What the reviewer looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// The open article.
    pub article: Option<ArticleId>,
    /// The item in it.
    pub item: Option<ItemId>,
}

/// What a command did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What was done, for a message ("accepted 12 items").
    pub label: String,
    /// Items that were added or changed, in the order asked.
    pub items: Vec<ItemId>,
    /// Articles that came in.
    pub articles: Vec<ArticleId>,
    /// Articles that were here already under the given id, for drafts left out.
    pub duplicates: Vec<ArticleId>,
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
    project: Project,
    names: Names,
    history: History,
    reviewer: String,
    /// What the reviewer looks at; plain state of the view, not part of the history.
    pub focus: Focus,
}

impl Session {
    /// Starts on `project`, which counts as saved.
    #[must_use]
    pub fn new(project: Project, reviewer: impl Into<String>) -> Self {
        Self {
            names: Names::of(&project),
            project,
            history: History::default(),
            reviewer: reviewer.into(),
            focus: Focus::default(),
        }
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
        let mut known: BTreeSet<(String, KindId, String)> = BTreeSet::new();
        for article in self.project.articles.values() {
            for item in article.items.values().filter(|item| item.is_annotation()) {
                let Some(mention) = item.body.as_mention() else {
                    continue;
                };
                let actor = mention.actor.and_then(|id| self.project.actors.get(&id));
                let name = article.text.slice(mention.span);
                if mention.form == crate::annotation::Form::Named && name.chars().count() > 1 {
                    let called = actor.map_or(name, |actor| actor.name.as_str());
                    known.insert((name.to_owned(), mention.kind.clone(), called.to_owned()));
                }
            }
        }
        known
            .into_iter()
            .map(|(name, kind, actor)| KnownName { name, kind, actor })
            .collect()
    }

    /// Does what is asked, as one step. `at` is the time that decisions bear.
    ///
    /// # Errors
    /// A [`Refusal`] if it cannot be done; then nothing has changed.
    pub fn run(&mut self, command: Command, at: Timestamp) -> Result<Outcome, Refusal> {
        let (edits, outcome) = match command {
            Command::Accept { article, items } => self.decide(&article, &items, Action::Accepted, at)?,
            Command::Reject { article, items } => self.decide(&article, &items, Action::Rejected, at)?,
            Command::Correct {
                article,
                item,
                body,
                what,
            } => self.correct(&article, item, body, what, at)?,
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
            Command::AddArticles { articles, by } => self.add_articles(articles, &by, at)?,
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
            Command::Suggest {
                article,
                suggestions,
                by,
            } => self.suggest(&article, &suggestions, &by)?,
            Command::SetActor { actor } => self.set_actor(actor, at),
            Command::Link { article, item, to } => self.link(&article, item, to, at)?,
            Command::SetTitle(title) => {
                let before = ProjectField::Title(self.project.title.clone());
                let after = ProjectField::Title(title);
                (vec![Edit::Project { before, after }], label("rename project"))
            }
            Command::SetScheme(scheme) => {
                let before = ProjectField::Scheme(self.project.scheme.clone());
                let after = ProjectField::Scheme(scheme);
                (vec![Edit::Project { before, after }], label("change kinds"))
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
        if edits.iter().any(|e| matches!(e, Edit::Decide { .. }))
            && !self.project.reviewers.contains(&self.reviewer)
        {
            let before = self.project.reviewers.clone();
            let after = before.iter().cloned().chain([self.reviewer.clone()]).collect();
            let (before, after) = (ProjectField::Reviewers(before), ProjectField::Reviewers(after));
            edits.push(Edit::Project { before, after });
        }
        for edit in &edits {
            edit.apply(&mut self.project);
            follow(&mut self.names, edit, true);
        }
        self.history
            .push(outcome.label.clone(), edits, self.focus.clone());
        Ok(outcome)
    }

    /// Takes the last step back. The focus goes where the step was made.
    pub fn undo(&mut self) -> Option<Travelled> {
        let step = self.history.take_undo()?;
        for edit in step.edits.iter().rev() {
            edit.revert(&mut self.project);
            follow(&mut self.names, edit, false);
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

    fn find(&self, article: &ArticleId) -> Result<&Arc<Article>, Refusal> {
        self.project.article(article).ok_or(Refusal::NoArticle)
    }

    fn decision(&self, article: Option<&ArticleId>, action: Action, change: Change, at: Timestamp) -> Edit {
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

    /// The first decision in an article takes it into review.
    fn started(article: &Article) -> Option<Edit> {
        (article.state == ArticleState::ToDo).then(|| {
            field(
                &article.id,
                Field::State(ArticleState::ToDo),
                Field::State(ArticleState::InReview),
            )
        })
    }

    fn decide(
        &self,
        article_id: &ArticleId,
        items: &[ItemId],
        action: Action,
        at: Timestamp,
    ) -> Result<(Vec<Edit>, Outcome), Refusal> {
        let article = self.find(article_id)?;
        let accept = action == Action::Accepted;
        let mut edits: Vec<Edit> = Self::started(article).into_iter().collect();
        let mut changed = Vec::new();
        for id in items {
            let item = article.items.get(id).ok_or(Refusal::NoItem)?;
            let settled = if accept {
                item.is_annotation()
            } else {
                item.status == Status::Rejected
            };
            if settled || changed.contains(id) {
                continue;
            }
            let by_hand = item.origin.is_none();
            let after = match (accept, by_hand) {
                (true, by_hand) => Some(Item {
                    status: if by_hand { Status::Added } else { Status::Accepted },
                    ..item.clone()
                }),
                (false, true) => None,
                (false, false) => Some(Item {
                    status: Status::Rejected,
                    ..item.clone()
                }),
            };
            let action = if after.is_none() { Action::Removed } else { action };
            let change = Change::Item {
                id: *id,
                before: Some(item.body.clone()),
                after: accept.then(|| item.body.clone()),
            };
            edits.push(Edit::Item {
                article: article_id.clone(),
                id: *id,
                before: Some(item.clone()),
                after,
            });
            edits.push(self.decision(Some(article_id), action, change, at));
            changed.push(*id);
        }
        if changed.is_empty() {
            return Err(Refusal::Nothing);
        }
        let verb = if accept { "accept" } else { "reject" };
        let label = match changed.as_slice() {
            [id] => format!(
                "{verb} {}",
                article
                    .items
                    .get(id)
                    .map(|i| describe(article, &i.body))
                    .unwrap_or_default()
            ),
            many => format!("{verb} {} items", many.len()),
        };
        Ok((
            edits,
            Outcome {
                label,
                items: changed,
                ..Outcome::default()
            },
        ))
    }

    fn correct(
        &self,
        article_id: &ArticleId,
        id: ItemId,
        body: Body,
        what: &str,
        at: Timestamp,
    ) -> Result<(Vec<Edit>, Outcome), Refusal> {
        let article = self.find(article_id)?;
        let item = article.items.get(&id).ok_or(Refusal::NoItem)?;
        check_spans(article, &body)?;
        if item.body == body {
            return Err(Refusal::Nothing);
        }
        let status = match item.status {
            Status::Added => Status::Added,
            // A note, a verdict or a link adds to a proposal without correcting it.
            Status::Suggested | Status::Accepted
                if body.fingerprint() == item.body.fingerprint() && only_adds(&item.body, &body) =>
            {
                Status::Accepted
            }
            _ => Status::Corrected,
        };
        let after = Item {
            body: body.clone(),
            status,
            ..item.clone()
        };
        let change = Change::Item {
            id,
            before: Some(item.body.clone()),
            after: Some(body),
        };
        let label = format!("{what} of {}", describe(article, &item.body));
        let mut edits: Vec<Edit> = Self::started(article).into_iter().collect();
        edits.push(Edit::Item {
            article: article_id.clone(),
            id,
            before: Some(item.clone()),
            after: Some(after),
        });
        edits.push(self.decision(Some(article_id), Action::Corrected, change, at));
        Ok((
            edits,
            Outcome {
                label,
                items: vec![id],
                ..Outcome::default()
            },
        ))
    }

    fn add(
        &self,
        article_id: &ArticleId,
        bodies: Vec<Body>,
        at: Timestamp,
    ) -> Result<(Vec<Edit>, Outcome), Refusal> {
        let article = self.find(article_id)?;
        let mut edits: Vec<Edit> = Self::started(article).into_iter().collect();
        let mut added: Vec<ItemId> = Vec::new();
        let mut shown = String::new();
        for body in bodies {
            check_spans(article, &body)?;
            let twin = article
                .items
                .values()
                .find(|item| item.body.fingerprint() == body.fingerprint());
            if twin.is_some_and(|item| item.is_annotation() && item.body == body) {
                continue;
            }
            // Marking what is proposed (or was rejected) at the same place settles that proposal.
            let (id, before) = match twin {
                Some(item) => (item.id, Some(item.clone())),
                None => {
                    let taken = |id| article.items.contains_key(&id) || added.contains(&id);
                    (ItemId::for_body(&body, taken), None)
                }
            };
            shown = describe(article, &body);
            let status = if before.as_ref().is_some_and(|b| b.origin.is_some()) {
                Status::Corrected
            } else {
                Status::Added
            };
            let action = if before.is_some() {
                Action::Corrected
            } else {
                Action::Added
            };
            let change = Change::Item {
                id,
                before: before.as_ref().map(|b| b.body.clone()),
                after: Some(body.clone()),
            };
            let origin = before.as_ref().and_then(|b| b.origin.clone());
            let after = Some(Item {
                id,
                body,
                status,
                origin,
            });
            edits.push(Edit::Item {
                article: article_id.clone(),
                id,
                before,
                after,
            });
            edits.push(self.decision(Some(article_id), action, change, at));
            added.push(id);
        }
        if added.is_empty() {
            return Err(Refusal::Nothing);
        }
        let label = if added.len() == 1 {
            format!("add {shown}")
        } else {
            format!("add {} items", added.len())
        };
        Ok((
            edits,
            Outcome {
                label,
                items: added,
                ..Outcome::default()
            },
        ))
    }

    fn switch_zone(
        &self,
        id: &ArticleId,
        offset: usize,
        kind: ZoneKind,
        at: Timestamp,
    ) -> Result<(Vec<Edit>, Outcome), Refusal> {
        let article = self.find(id)?;
        let paragraph = article
            .text
            .paragraph_at(offset)
            .and_then(|i| article.text.paragraphs().get(i).copied());
        let span = paragraph.ok_or(Refusal::NotInText)?;
        let before = zones::zone_at(&article.zones, span.start());
        if before == kind {
            return Err(Refusal::Nothing);
        }
        let after = zones::with_paragraph(&article.text, &article.zones, span.start(), kind);
        let edits = vec![
            field(id, Field::Zones(article.zones.clone()), Field::Zones(after)),
            self.decision(
                Some(id),
                Action::Corrected,
                Change::Zone {
                    span,
                    before,
                    after: kind,
                },
                at,
            ),
        ];
        Ok((edits, label("switch zone")))
    }

    fn set_state(
        &self,
        id: &ArticleId,
        state: ArticleState,
        at: Timestamp,
    ) -> Result<(Vec<Edit>, Outcome), Refusal> {
        let before = self.find(id)?.state;
        if before == state {
            return Err(Refusal::Nothing);
        }
        let edits = vec![
            field(id, Field::State(before), Field::State(state)),
            self.decision(
                Some(id),
                Action::Corrected,
                Change::State { before, after: state },
                at,
            ),
        ];
        Ok((edits, label(&format!("mark article as {}", state.id()))))
    }

    fn add_articles(
        &self,
        articles: Vec<(Draft, Option<Suggestions>)>,
        by: &Suggested,
        at: Timestamp,
    ) -> Result<(Vec<Edit>, Outcome), Refusal> {
        // The suggestions of one article refer to actors that another one brought, so the steps are tried on a copy.
        let mut copy = self.project.clone();
        let mut names = self.names.clone();
        let mut hashes: std::collections::BTreeMap<_, _> = copy
            .articles
            .values()
            .map(|a| (a.text.hash(), a.id.clone()))
            .collect();
        let mut edits: Vec<Edit> = Vec::new();
        let mut outcome = Outcome::default();
        for (draft, suggestions) in articles {
            if let Some(twin) = hashes.get(&draft.text.hash()) {
                outcome.duplicates.push(twin.clone());
                continue;
            }
            let name = if draft.metadata.title.is_empty() {
                &draft.metadata.imported_from
            } else {
                &draft.metadata.title
            };
            let id = ArticleId::from_name(name, |id| copy.articles.contains_key(id));
            hashes.insert(draft.text.hash(), id.clone());
            let mut article = Article::new(id.clone(), at, draft.metadata, draft.text, draft.zones);
            let proposals = suggestions
                .map(|s| merge(&copy, &names, &article, &s, by))
                .unwrap_or_default();
            if !proposals.is_empty() || !by.by.is_empty() {
                article.suggested_by = stamp(by);
            }
            for edit in proposals {
                match edit {
                    Edit::Item {
                        id,
                        after: Some(item),
                        ..
                    } => {
                        article.items.insert(id, item);
                    }
                    actor => {
                        actor.apply(&mut copy);
                        follow(&mut names, &actor, true);
                        edits.push(actor);
                    }
                }
            }
            let edit = Edit::Article {
                id: id.clone(),
                before: None,
                after: Some(Arc::new(article)),
            };
            edit.apply(&mut copy);
            edits.push(edit);
            outcome.articles.push(id);
        }
        outcome.label = match outcome.articles.as_slice() {
            [id] => format!(
                "open “{}”",
                copy.article(id).map(|a| a.title().to_owned()).unwrap_or_default()
            ),
            many => format!("open {} articles", many.len()),
        };
        Ok((edits, outcome))
    }

    fn suggest(
        &self,
        id: &ArticleId,
        suggestions: &Suggestions,
        by: &Suggested,
    ) -> Result<(Vec<Edit>, Outcome), Refusal> {
        let article = self.find(id)?;
        let mut edits = merge(&self.project, &self.names, article, suggestions, by);
        if article.suggested_by != stamp(by) {
            let before = Field::SuggestedBy(article.suggested_by.clone());
            edits.push(field(id, before, Field::SuggestedBy(stamp(by))));
        }
        Ok((edits, label("suggest again")))
    }

    fn set_actor(&self, actor: Actor, at: Timestamp) -> (Vec<Edit>, Outcome) {
        let before = self.project.actors.get(&actor.id).cloned();
        if before.as_ref() == Some(&actor) {
            return (Vec::new(), Outcome::default());
        }
        let name = label(&format!("edit actor “{}”", actor.name));
        let action = if before.is_some() {
            Action::Corrected
        } else {
            Action::Added
        };
        let change = Change::Actor {
            id: actor.id,
            before: before.clone(),
            after: Some(actor.clone()),
        };
        let decision = self.decision(None, action, change, at);
        (
            vec![
                Edit::Actor {
                    id: actor.id,
                    before,
                    after: Some(actor),
                },
                decision,
            ],
            name,
        )
    }

    fn link(
        &self,
        article_id: &ArticleId,
        id: ItemId,
        to: LinkTo,
        at: Timestamp,
    ) -> Result<(Vec<Edit>, Outcome), Refusal> {
        let article = self.find(article_id)?;
        let item = article.items.get(&id).ok_or(Refusal::NoItem)?;
        let kind = item
            .body
            .as_mention()
            .map_or(KindId::PERSON, |mention| mention.kind.clone());
        let mut edits = Vec::new();
        let actor = match to {
            LinkTo::Nobody => None,
            LinkTo::Actor(actor) => Some(actor),
            LinkTo::New(name) => {
                let actor = Actor::new(name.trim(), kind);
                let actor_id = actor.id;
                edits.extend(if self.project.actors.contains_key(&actor_id) {
                    Vec::new()
                } else {
                    self.set_actor(actor, at).0
                });
                Some(actor_id)
            }
        };
        let mut body = item.body.clone();
        match &mut body {
            Body::Mention(mention) => mention.actor = actor,
            Body::Claim(claim) => claim.speaker = actor,
        }
        let (more, outcome) = self.correct(article_id, id, body, "link actor", at)?;
        edits.extend(more);
        Ok((edits, outcome))
    }
}

fn field(article: &ArticleId, before: Field, after: Field) -> Edit {
    Edit::Field {
        article: article.clone(),
        before,
        after,
    }
}

fn label(text: &str) -> Outcome {
    Outcome {
        label: text.to_owned(),
        ..Outcome::default()
    }
}

fn stamp(by: &Suggested) -> String {
    format!("{} {}", by.by, by.version).trim().to_owned()
}

fn follow(names: &mut Names, edit: &Edit, forward: bool) {
    if let Edit::Actor { before, after, .. } = edit {
        if forward {
            names.change(before.as_ref(), after.as_ref());
        } else {
            names.change(after.as_ref(), before.as_ref());
        }
    }
}

fn check_spans(article: &Article, body: &Body) -> Result<(), Refusal> {
    let spans = body.spans();
    if spans.is_empty() || !spans.iter().all(|span| article.text.holds(*span)) {
        return Err(Refusal::NotInText);
    }
    Ok(())
}

/// Whether `after` differs from `before` only in what a reviewer adds on top.
fn only_adds(before: &Body, after: &Body) -> bool {
    match (before.clone(), after.clone()) {
        (Body::Mention(mut b), Body::Mention(a)) => {
            (b.actor, b.note) = (a.actor, a.note.clone());
            b == a
        }
        (Body::Claim(mut b), Body::Claim(a)) => {
            (b.speaker, b.note, b.verdict) = (a.speaker, a.note.clone(), a.verdict.clone());
            b == a
        }
        _ => false,
    }
}

/// An item in a few words: “Ada Toll”, or the start of a claim's content.
#[must_use]
pub fn describe(article: &Article, body: &Body) -> String {
    let span = match body {
        Body::Mention(mention) => Some(mention.span),
        Body::Claim(claim) => claim.content.first().copied().or_else(|| claim.hull()),
    };
    let words = span.map(|span| article.text.slice(span)).unwrap_or_default();
    let flat: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let flat = flat.trim_matches(['"', '“', '”', '\'']);
    match flat.char_indices().nth(40) {
        Some((end, _)) => format!("“{}…”", flat.get(..end).unwrap_or(flat).trim_end()),
        None => format!("“{flat}”"),
    }
}
