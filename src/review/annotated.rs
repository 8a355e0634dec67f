//! The step that brings in articles which others have annotated.
//!
//! An article whose text is new comes in with its items. Where the text is here already, its items join those that are
//! there: what is new is added, a proposal is decided by them, and what somebody decided here stays as it is.

mod project;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::annotation::{
    Action, ActorId, Article, ArticleId, ArticleState, Body, Change, Decision, Item, ItemId, KindId,
    KindLabel, Orphan, Project, ProjectField, Status,
};
use crate::exchange::annotated::Annotated;

use super::nesting::let_go;
use super::steps::{Made, label};
use super::{Edit, Outcome, Session};

/// Colour of kinds that come in with labels of others: grey, until somebody gives them one.
const NEW_KIND: &str = "#6e7781";

impl Session {
    pub(super) fn add_annotated(&self, articles: Vec<Annotated>, at: Timestamp) -> Made {
        let mut import = Import::new(self, at);
        let about = articles.iter().find_map(|annotated| annotated.about.clone());
        if let Some(about) = &about {
            import.project(about);
        }
        let mut hashes: BTreeMap<_, ArticleId> = self
            .project
            .articles
            .values()
            .map(|article| (article.text.hash(), article.id.clone()))
            .collect();
        let mut seen = BTreeSet::new();
        for (number, annotated) in articles.into_iter().enumerate() {
            let Annotated {
                mut article, actors, ..
            } = annotated;
            let hash = article.text.hash();
            // Line without an article that only tells of the project.
            if article.text.as_str().is_empty() {
                continue;
            }
            let known = import.actors(&actors);
            relink(&mut article, &known);
            sound(&mut article);
            if let Some(twin) = hashes.get(&hash).cloned() {
                if seen.insert(twin.clone()) {
                    import.outcome.duplicates.push(twin.clone());
                }
                import.join(&twin, article);
            } else {
                let id = import.article(article, number);
                seen.insert(id.clone());
                hashes.insert(hash, id);
            }
        }
        import.done()
    }
}

/// An import on a copy of the project.
struct Import<'a> {
    session: &'a Session,
    at: Timestamp,
    copy: Project,
    edits: Vec<Edit>,
    outcome: Outcome,
    /// Actors by what they are called, in lower case.
    called: HashMap<String, Vec<ActorId>>,
    /// Whom the ids of merged actors mean.
    redirects: BTreeMap<ActorId, ActorId>,
    kinds: BTreeSet<KindId>,
    reviewers: Vec<String>,
}

impl<'a> Import<'a> {
    fn new(session: &'a Session, at: Timestamp) -> Self {
        let mut called: HashMap<String, Vec<ActorId>> = HashMap::new();
        for actor in session.project.actors.values() {
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                called.entry(name.to_lowercase()).or_default().push(actor.id);
            }
        }
        Self {
            session,
            at,
            copy: session.project.clone(),
            edits: Vec::new(),
            outcome: Outcome::default(),
            called,
            redirects: session.project.redirects(),
            kinds: BTreeSet::new(),
            reviewers: Vec::new(),
        }
    }

    fn make(&mut self, edit: Edit) {
        edit.apply(&mut self.copy);
        self.edits.push(edit);
    }

    fn used(&mut self, article: &Article) {
        let bodies = article.items.values().map(|item| &item.body);
        self.kinds
            .extend(bodies.filter_map(|body| Some(body.as_mention()?.kind.clone())));
    }

    /// An article whose text is new.
    fn article(&mut self, mut article: Article, number: usize) -> ArticleId {
        let wanted = article.id.clone();
        let id = if self.copy.articles.contains_key(&wanted) {
            ArticleId::from_name(wanted.as_str(), |id| self.copy.articles.contains_key(id))
        } else {
            wanted
        };
        article.id = id.clone();
        if article.added == Timestamp::UNIX_EPOCH {
            // A millisecond apart, so that the articles stay in the order of the file.
            let after = SignedDuration::from_millis(i64::try_from(number).unwrap_or(i64::MAX));
            article.added = self.at.checked_add(after).unwrap_or(self.at);
        }
        if article.decisions.is_empty() {
            let mut items: Vec<&Item> = article.items.values().collect();
            items.sort_by_key(|item| (crate::annotation::sort_key(&item.body), item.id));
            article.decisions = items
                .into_iter()
                .filter_map(|item| self.taken_over(item))
                .collect();
            if article.state == ArticleState::ToDo && !article.decisions.is_empty() {
                article.state = ArticleState::InReview;
            }
        }
        let mut by: Vec<String> = article
            .decisions
            .iter()
            .map(|decision| decision.by.clone())
            .collect();
        by.dedup();
        self.reviewers.extend(by);
        self.used(&article);
        self.outcome.items.extend(article.items.keys());
        self.outcome.articles.push(id.clone());
        self.make(Edit::Article {
            id: id.clone(),
            before: None,
            after: Some(Arc::new(article)),
        });
        id
    }

    /// The decision by which an item of others is ours.
    fn taken_over(&self, item: &Item) -> Option<Decision> {
        let body = || Some(item.body.clone());
        let (action, before, after) = match item.status {
            Status::Suggested => return None,
            Status::Rejected => (Action::Rejected, body(), None),
            Status::Accepted => (Action::Accepted, body(), body()),
            Status::Corrected | Status::Added => (Action::Added, None, body()),
        };
        Some(Decision {
            at: self.at,
            by: self.session.reviewer().to_owned(),
            action,
            change: Change::Item {
                id: item.id,
                before,
                after,
            },
        })
    }

    /// The items of an article whose text is here already.
    fn join(&mut self, twin: &ArticleId, theirs: Article) {
        self.used(&theirs);
        let Some(here) = self.copy.articles.get(twin).map(Arc::clone) else {
            return;
        };
        let mut places: HashMap<String, ItemId> = here
            .items
            .values()
            .map(|item| (item.body.fingerprint(), item.id))
            .collect();
        let mut ids: BTreeMap<ItemId, ItemId> = BTreeMap::new();
        let (inner, outer): (Vec<Item>, Vec<Item>) = theirs
            .items
            .into_values()
            .partition(|item| item.body.as_claim().is_some_and(|claim| claim.within.is_some()));
        let mut edits = Vec::new();
        let mut now = Article::clone(&here);
        for mut item in outer.into_iter().chain(inner) {
            if let Body::Claim(claim) = &mut item.body {
                let outer = claim.within.and_then(|outer| ids.get(&outer)).copied();
                claim.within = outer.filter(|outer| now.can_hold_claims(*outer));
            }
            let before = places
                .get(&item.body.fingerprint())
                .and_then(|id| now.items.get(id))
                .cloned();
            let theirs = item.id;
            let (after, action) = match (&before, item.status) {
                (None, _) => {
                    if now.has_id(item.id) {
                        item.id = ItemId::for_body(&item.body, |id| now.has_id(id));
                    }
                    let action = match item.status {
                        Status::Suggested => None,
                        Status::Rejected => Some(Action::Rejected),
                        _ => Some(Action::Added),
                    };
                    (item, action)
                }
                (Some(ours), status) if ours.status == Status::Suggested && status != Status::Suggested => {
                    decided(ours, item, &now)
                }
                (Some(ours), status) => {
                    ids.insert(theirs, ours.id);
                    let agree =
                        ours.body == item.body && ours.is_annotation() == (status != Status::Rejected);
                    self.outcome.kept += usize::from(!agree && status != Status::Suggested);
                    continue;
                }
            };
            ids.insert(theirs, after.id);
            places.insert(after.body.fingerprint(), after.id);
            now.items.insert(after.id, after.clone());
            self.outcome.items.push(after.id);
            let change = Change::Item {
                id: after.id,
                before: before.as_ref().map(|item| item.body.clone()),
                after: (after.status != Status::Rejected).then(|| after.body.clone()),
            };
            edits.push(Edit::Item {
                article: twin.clone(),
                id: after.id,
                before,
                after: Some(after),
            });
            edits.extend(action.map(|action| self.session.decision(Some(twin), action, change, self.at)));
        }
        if edits.iter().any(|edit| matches!(edit, Edit::Decide { .. })) {
            edits.extend(Session::started(&here));
        }
        let freed = self.session.freed(&now, &edits, self.at);
        edits.extend(freed);
        for edit in edits {
            self.make(edit);
        }
    }

    fn done(mut self) -> Made {
        let before = self.copy.scheme.clone();
        let mut after = before.clone();
        for kind in std::mem::take(&mut self.kinds) {
            if after.get(&kind).is_none() {
                after.kinds.push(new_kind(kind));
            }
        }
        if after != before {
            self.make(Edit::Project {
                before: ProjectField::Scheme(before),
                after: ProjectField::Scheme(after),
            });
        }
        let before = self.copy.reviewers.clone();
        let mut after = before.clone();
        let decided = |edit: &Edit| match edit {
            Edit::Decide { decision, .. } => Some(decision.by.clone()),
            _ => None,
        };
        self.reviewers.extend(self.edits.iter().filter_map(decided));
        for reviewer in std::mem::take(&mut self.reviewers) {
            if !after.contains(&reviewer) {
                after.push(reviewer);
            }
        }
        if after != before {
            self.make(Edit::Project {
                before: ProjectField::Reviewers(before),
                after: ProjectField::Reviewers(after),
            });
        }
        let count = self.outcome.articles.len() + self.outcome.duplicates.len();
        let name = match count {
            1 => label("import an annotated article").label,
            many => format!("import {many} annotated articles"),
        };
        self.outcome.label = name;
        (self.edits, self.outcome)
    }
}

/// What becomes of a proposal of ours that others have decided.
fn decided(ours: &Item, theirs: Item, now: &Article) -> (Item, Option<Action>) {
    if theirs.status == Status::Rejected {
        let rejected = Item {
            status: Status::Rejected,
            body: let_go(&ours.body),
            ..ours.clone()
        };
        return (rejected, Some(Action::Rejected));
    }
    let mut body = theirs.body;
    if let Body::Claim(claim) = &mut body
        && now.claims_within(ours.id).next().is_some()
    {
        claim.within = None;
    }
    let same = body == ours.body;
    let (status, action) = if same {
        (Status::Accepted, Action::Accepted)
    } else {
        (Status::Corrected, Action::Corrected)
    };
    let item = Item {
        body,
        status,
        ..ours.clone()
    };
    (item, Some(action))
}

fn new_kind(id: KindId) -> KindLabel {
    let words = id.as_str().replace('_', " ");
    let mut letters = words.chars();
    let title: String = letters
        .next()
        .map(|first| {
            first
                .to_uppercase()
                .chain(letters.flat_map(char::to_lowercase))
                .collect()
        })
        .unwrap_or_default();
    let badge: String = words
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect();
    KindLabel {
        title,
        badge: badge.to_uppercase(),
        colour: NEW_KIND.to_owned(),
        id,
    }
}

/// Puts the project's ids of actors in the place of the file's.
fn relink(article: &mut Article, known: &BTreeMap<ActorId, ActorId>) {
    let body = |body: &mut Body| {
        for link in body.actors_mut() {
            *link = link.and_then(|id| known.get(&id)).copied();
        }
    };
    if known.iter().all(|(theirs, ours)| theirs == ours) && known_all(article, known) {
        return;
    }
    article.items.values_mut().for_each(|item| body(&mut item.body));
    let orphan = |orphan: &mut Orphan| {
        body(&mut orphan.item.body);
        orphan.candidate.iter_mut().for_each(body);
    };
    article.orphans.values_mut().for_each(orphan);
}

fn known_all(article: &Article, known: &BTreeMap<ActorId, ActorId>) -> bool {
    let items = article
        .items
        .values()
        .chain(article.orphans.values().map(|orphan| &orphan.item));
    items
        .flat_map(|item| item.body.actors().collect::<Vec<_>>())
        .all(|id| known.contains_key(&id))
}

/// Takes out what no project may have: items that do not stand in the text, claims without content, claims within what cannot
/// hold them.
fn sound(article: &mut Article) {
    let text = article.text.clone();
    let says_something = |item: &Item| item.body.as_claim().is_none_or(|claim| !claim.content.is_empty());
    article
        .items
        .retain(|_, item| item.fits(&text) && says_something(item));
    let broken: Vec<ItemId> = article
        .items
        .values()
        .filter(|item| {
            let outer = item.body.as_claim().and_then(|claim| claim.within);
            outer.is_some_and(|outer| outer == item.id || !article.can_hold_claims(outer))
        })
        .map(|item| item.id)
        .collect();
    for id in broken {
        if let Some(item) = article.items.get_mut(&id) {
            item.body = let_go(&item.body);
        }
    }
}
