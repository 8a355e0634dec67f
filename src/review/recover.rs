//! Taking over what a journal has and the project's files lack.
//!
//! The files may be of any moment since the last save (a save may have been cut off), and other people may have changed
//! them meanwhile. So nothing is replayed blindly: for each thing the journal changed it tells every value that the thing
//! has had. If the thing has one of these now, it gets the last one; if it has another, somebody else changed it, and it
//! stays as it is and is told. Proposals that nobody decided about are no obstacle, whatever they are.

mod after;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::annotation::{
    Actor, ActorId, Article, ArticleId, Change, Decision, Edit, Event, EventId, Field, Item, ItemId, Orphan,
    Project, ProjectField, Status,
};
use crate::project::journal::{Happened, Story};
use crate::review::three_way::carried;
use crate::text::ArticleText;

use after::{tidy, told};

/// A project with what a journal had beyond its files.
#[derive(Clone, Debug)]
pub struct Recovered {
    /// The project.
    pub project: Project,
    /// How many decisions it has that the files lack, by article, the most first.
    pub decisions: Vec<(ArticleId, usize)>,
    /// How many of them are about actors.
    pub about_actors: usize,
    /// When the last of them was made.
    pub latest: Option<Timestamp>,
    /// Whether it is another project than that of the files at all.
    pub changed: bool,
    /// What was left as it is, because it was changed elsewhere; one sentence each.
    pub conflicts: Vec<String>,
}

impl Recovered {
    /// All decisions that the files lack.
    #[must_use]
    pub fn count(&self) -> usize {
        self.about_actors + self.decisions.iter().map(|(_, count)| count).sum::<usize>()
    }
}

/// What has values over time.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Article(ArticleId),
    Item(ArticleId, ItemId),
    Orphan(ArticleId, ItemId),
    Actor(ActorId),
    Event(EventId),
    Field(ArticleId, &'static str),
    Title,
    Scheme,
    Reviewers,
    References,
    Apart(ActorId, ActorId),
}

#[derive(Clone, PartialEq)]
enum Value {
    Article(Option<Arc<Article>>),
    Item(Option<Item>),
    Orphan(Option<Box<Orphan>>),
    Actor(Option<Actor>),
    Event(Option<Event>),
    Field(Field),
    Project(ProjectField),
}

/// What `story` has beyond `project`, which is what the files say.
#[must_use]
pub fn recover(project: &Project, story: &Story) -> Recovered {
    let mut chains: BTreeMap<Key, Vec<Value>> = BTreeMap::new();
    // What followed a merge of actors elsewhere is no other decision.
    let redirects = project.redirects();
    let now = |mut value: Value| {
        if let Value::Item(Some(item)) = &mut value {
            item.body.redirect(&redirects);
        }
        value
    };
    for (key, before, after) in edits(story).filter_map(|(edit, forward)| change(edit, forward)) {
        let chain = chains.entry(key).or_insert_with(|| vec![now(before)]);
        chain.push(now(after));
    }
    let mut new = project.clone();
    for happened in &story.unsaved {
        if let Happened::Beside(actors, items) = happened {
            beside(&mut new, actors, items);
        }
    }
    let mut conflicts: BTreeMap<Key, String> = BTreeMap::new();
    for (key, chain) in &chains {
        if let Some(why) = conflict(project, key, chain, &chains, &redirects) {
            conflicts.insert(key.clone(), why);
        }
    }
    for (edit, forward) in edits(story) {
        if let Edit::Decide { article, decision } = edit {
            if !about(decision, article.as_ref()).is_some_and(|key| conflicts.contains_key(&key)) {
                decide(&mut new, edit, forward);
            }
        } else if let Some((key, before, after)) = change(edit, forward)
            && !conflicts.contains_key(&key)
        {
            set(&mut new, &key, &before, after);
        }
    }
    tidy(&mut new);
    told(project, new, conflicts.into_values().collect())
}

/// The edits of everything that happened, in order, and whether each was made or taken back.
fn edits(story: &Story) -> impl Iterator<Item = (&Edit, bool)> {
    story.unsaved.iter().flat_map(|happened| {
        let (made, taken_back) = match happened {
            Happened::Done(step) => (step.edits.as_slice(), [].as_slice()),
            Happened::Undone(step) => ([].as_slice(), step.edits.as_slice()),
            Happened::Beside(..) => ([].as_slice(), [].as_slice()),
        };
        let made = made.iter().map(|edit| (edit, true));
        made.chain(taken_back.iter().rev().map(|edit| (edit, false)))
    })
}

/// What a decision is about.
fn about(decision: &Decision, article: Option<&ArticleId>) -> Option<Key> {
    let article = article.cloned();
    Some(match &decision.change {
        Change::Item { id, .. } => Key::Item(article?, *id),
        Change::Actor { id, .. } => Key::Actor(*id),
        Change::Event { id, .. } => Key::Event(*id),
        Change::Zone { .. } => Key::Field(article?, "zones"),
        Change::Metadata { .. } => Key::Field(article?, "details"),
        Change::State { .. } => Key::Field(article?, "state"),
    })
}

/// Makes the entry that `edit` is, unless it is there, or takes it out.
fn decide(project: &mut Project, edit: &Edit, forward: bool) {
    let Edit::Decide { article, decision } = edit else {
        return;
    };
    let log = match article {
        Some(id) => project.article(id).map(|article| &article.decisions),
        None => Some(&project.decisions),
    };
    let there = log.is_some_and(|log| log.iter().rev().any(|entry| decision.is_entry_of(entry)));
    if forward && !there {
        edit.apply(project);
    } else if !forward {
        edit.revert(project);
    }
}

/// What an edit changes, from what, to what.
fn change(edit: &Edit, forward: bool) -> Option<(Key, Value, Value)> {
    let (key, before, after) = match edit {
        Edit::Item {
            article,
            id,
            before,
            after,
        } => (
            Key::Item(article.clone(), *id),
            Value::Item(before.clone()),
            Value::Item(after.clone()),
        ),
        Edit::Orphan {
            article,
            id,
            before,
            after,
        } => (
            Key::Orphan(article.clone(), *id),
            Value::Orphan(before.clone()),
            Value::Orphan(after.clone()),
        ),
        Edit::Actor { id, before, after } => (
            Key::Actor(*id),
            Value::Actor(before.clone()),
            Value::Actor(after.clone()),
        ),
        Edit::Event { id, before, after } => (
            Key::Event(*id),
            Value::Event(before.clone()),
            Value::Event(after.clone()),
        ),
        Edit::Article { id, before, after } => (
            Key::Article(id.clone()),
            Value::Article(before.clone()),
            Value::Article(after.clone()),
        ),
        Edit::Field {
            article,
            before,
            after,
        } => (
            Key::Field(article.clone(), field_name(before)),
            Value::Field(before.clone()),
            Value::Field(after.clone()),
        ),
        Edit::Project { before, after } => {
            let key = match before {
                ProjectField::Title(_) => Key::Title,
                ProjectField::Reviewers(_) => Key::Reviewers,
                ProjectField::Scheme(_) => Key::Scheme,
                ProjectField::References(_) => Key::References,
                ProjectField::Apart((a, b), _) => Key::Apart(*a, *b),
            };
            (key, Value::Project(before.clone()), Value::Project(after.clone()))
        }
        Edit::Decide { .. } => return None,
    };
    Some(if forward {
        (key, before, after)
    } else {
        (key, after, before)
    })
}

const fn field_name(field: &Field) -> &'static str {
    match field {
        Field::Zones(_) => "zones",
        Field::Metadata(_) => "details",
        Field::State(_) => "state",
        Field::Note(_) => "note",
        Field::SuggestedBy(_) => "suggester",
    }
}

/// The thing as `project` has it.
fn get(project: &Project, key: &Key) -> Option<Value> {
    Some(match key {
        Key::Article(id) => Value::Article(project.article(id).cloned()),
        Key::Item(article, id) => Value::Item(project.article(article)?.items.get(id).cloned()),
        Key::Orphan(article, id) => {
            let orphans = &project.article(article)?.orphans;
            Value::Orphan(orphans.get(id).cloned().map(Box::new))
        }
        Key::Actor(id) => Value::Actor(project.actors.get(id).cloned()),
        Key::Event(id) => Value::Event(project.events.get(id).cloned()),
        Key::Field(article, name) => {
            let article = project.article(article)?;
            Value::Field(match *name {
                "zones" => Field::Zones(article.zones.clone()),
                "details" => Field::Metadata(Box::new(article.metadata.clone())),
                "state" => Field::State(article.state),
                "note" => Field::Note(article.note.clone()),
                _ => Field::SuggestedBy(article.suggested_by.clone()),
            })
        }
        Key::Title => Value::Project(ProjectField::Title(project.title.clone())),
        Key::Scheme => Value::Project(ProjectField::Scheme(project.scheme.clone())),
        Key::References => Value::Project(ProjectField::References(project.references.clone())),
        Key::Reviewers => Value::Project(ProjectField::Reviewers(project.reviewers.clone())),
        Key::Apart(a, b) => {
            let two = (*a, *b);
            Value::Project(ProjectField::Apart(two, project.apart.contains(&two)))
        }
    })
}

/// Why the thing cannot have what the journal says.
fn conflict(
    project: &Project,
    key: &Key,
    chain: &[Value],
    chains: &BTreeMap<Key, Vec<Value>>,
    redirects: &BTreeMap<ActorId, ActorId>,
) -> Option<String> {
    let article_title = |id: &ArticleId| match project.article(id) {
        Some(article) => article.title().to_owned(),
        None => id.to_string(),
    };
    match key {
        // What is there stays; names are added. A pair is kept apart or is not: it has had both values.
        Key::Reviewers | Key::Apart(..) | Key::Field(_, "suggester") => None,
        Key::Article(id) => {
            let is = project.article(id)?;
            let last = chain.last();
            let goes = matches!(last, Some(Value::Article(None)));
            let known = chain.iter().any(|value| match value {
                Value::Article(Some(known)) if goes => {
                    is.decisions.len() <= known.decisions.len() + later_decisions(chains, id)
                }
                Value::Article(Some(known)) => known.text == is.text,
                _ => false,
            });
            (!known).then(|| {
                let title = article_title(id);
                if goes {
                    format!("“{title}” was removed here and changed elsewhere; it stays.")
                } else {
                    format!("“{title}” was opened here, but another article has its place; it is left out.")
                }
            })
        }
        Key::Item(article, _) | Key::Orphan(article, _) | Key::Field(article, _) => {
            let in_chain = chains.get(&Key::Article(article.clone())).into_iter().flatten();
            let texts: Vec<&ArticleText> = in_chain
                .filter_map(|value| match value {
                    Value::Article(article) => article.as_ref(),
                    _ => None,
                })
                .chain(project.article(article))
                .map(|article| &article.text)
                .collect();
            if texts.is_empty() {
                return Some(format!(
                    "The article “{article}” is not there any more; changes in it are left out."
                ));
            }
            let fits = chain.iter().all(|value| match value {
                Value::Item(Some(item)) => texts.iter().any(|text| item.fits(text)),
                _ => true,
            });
            let mut is = get(project, key);
            if let Some(Value::Item(Some(item))) = &mut is {
                item.body.redirect(redirects);
            }
            // What came in since the last save nobody else has touched; another may have had its name before.
            let same = chains.contains_key(&Key::Article(article.clone()))
                || is.as_ref().is_none_or(|is| has_been(is, chain));
            let title = article_title(article);
            match (fits, same) {
                (false, _) => Some(format!(
                    "“{title}”: its text was changed; an item has no place in it."
                )),
                (_, false) => Some(match key {
                    Key::Field(_, name) => {
                        format!("“{title}”: its {name} was changed elsewhere too and stays.")
                    }
                    _ => format!(
                        "“{title}”: {} was decided elsewhere too and stays.",
                        words(project, article, is)
                    ),
                }),
                _ => None,
            }
        }
        Key::Actor(_) | Key::Event(_) | Key::Title | Key::Scheme | Key::References => {
            let is = get(project, key)?;
            let merged = match key {
                Key::Actor(id) if is == Value::Actor(None) => redirect(project, *id),
                _ => None,
            };
            let fine = has_been(&is, chain)
                || is == Value::Event(None)
                || (is == Value::Actor(None) && merged.is_none());
            (!fine).then(|| match is {
                Value::Actor(None) => {
                    let was = chain.iter().rev().find_map(|value| match value {
                        Value::Actor(actor) => actor.as_ref(),
                        _ => None,
                    });
                    format!(
                        "The actor “{}” was merged into “{}” elsewhere and stays so.",
                        was.map_or("", |actor| &actor.name),
                        merged.map_or("", |actor| &actor.name)
                    )
                }
                Value::Actor(Some(actor)) => {
                    format!("The actor “{}” was changed elsewhere too and stays.", actor.name)
                }
                Value::Event(_) => {
                    "Claims of one event were put together otherwise elsewhere; that stays.".to_owned()
                }
                _ => match key {
                    Key::Title => "The project was renamed elsewhere too; that name stays.",
                    Key::References => "The reference tables were changed elsewhere too and stay.",
                    _ => "The kinds and ratings were changed elsewhere too and stay.",
                }
                .to_owned(),
            })
        }
    }
}

/// Whom the id of an actor that was merged means.
fn redirect(project: &Project, id: ActorId) -> Option<&Actor> {
    project.actors.values().find(|actor| actor.formerly.contains(&id))
}

fn later_decisions(chains: &BTreeMap<Key, Vec<Value>>, id: &ArticleId) -> usize {
    chains
        .iter()
        .filter(|(key, _)| matches!(key, Key::Item(article, _) | Key::Field(article, _) if article == id))
        .map(|(_, chain)| chain.len())
        .sum()
}

/// Whether the thing has had this value; an undecided proposal is as good as any other, and as none.
fn has_been(is: &Value, chain: &[Value]) -> bool {
    let undecided = |value: &Value| match value {
        Value::Item(item) => item.as_ref().is_none_or(|item| item.status == Status::Suggested),
        _ => false,
    };
    chain.contains(is) || (undecided(is) && chain.iter().any(undecided))
}

fn words(project: &Project, article: &ArticleId, item: Option<Value>) -> String {
    let span = match item {
        Some(Value::Item(Some(item))) => item.body.hull(),
        _ => None,
    };
    let text = project.article(article).map(|article| &article.text);
    let words = span
        .zip(text)
        .map(|(span, text)| text.slice(span))
        .unwrap_or_default();
    let short: String = words.chars().take(40).collect();
    let dots = if short.len() < words.len() { "…" } else { "" };
    format!("“{short}{dots}”")
}

fn set(project: &mut Project, key: &Key, before: &Value, value: Value) {
    match (key, value) {
        (Key::Article(id), Value::Article(article)) => match article {
            Some(article) => {
                // One that is there may be newer than the journal's first sight of it.
                let merged = match (project.article(id), before) {
                    (None, _) => Some(article),
                    (Some(is), Value::Article(Some(was))) => carried(was, is, article),
                    _ => None,
                };
                project.articles.extend(merged.map(|new| (id.clone(), new)));
            }
            None => {
                project.articles.remove(id);
            }
        },
        (Key::Item(article, id), Value::Item(item)) => {
            let Some(article) = project.articles.get_mut(article).map(Arc::make_mut) else {
                return;
            };
            match item {
                Some(item) if item.fits(&article.text) => article.items.insert(*id, item),
                Some(_) => None,
                None => article.items.remove(id),
            };
        }
        (Key::Orphan(article, id), Value::Orphan(orphan)) => {
            if let Some(article) = project.articles.get_mut(article).map(Arc::make_mut) {
                article.set_orphan(*id, orphan.as_deref());
            }
        }
        (Key::Actor(id), Value::Actor(actor)) => {
            match actor {
                Some(actor) => project.actors.insert(*id, actor),
                None => project.actors.remove(id),
            };
        }
        (Key::Event(id), Value::Event(event)) => {
            match event {
                Some(event) => project.events.insert(*id, event),
                None => project.events.remove(id),
            };
        }
        (Key::Field(article, _), Value::Field(field)) => {
            if let Some(article) = project.articles.get_mut(article).map(Arc::make_mut) {
                super::edit::put_field(article, &field);
            }
        }
        (Key::Reviewers, Value::Project(ProjectField::Reviewers(names))) => {
            if *before == Value::Project(ProjectField::Reviewers(project.reviewers.clone())) {
                project.reviewers = names;
                return;
            }
            for name in names {
                if !project.reviewers.contains(&name) {
                    project.reviewers.push(name);
                }
            }
        }
        (_, Value::Project(field)) => super::edit::set_project_field(project, &field),
        _ => {}
    }
}

fn beside(project: &mut Project, actors: &[Actor], items: &[(ArticleId, Item)]) {
    for actor in actors {
        project.actors.entry(actor.id).or_insert_with(|| actor.clone());
    }
    for (article, item) in items {
        if let Some(article) = project.articles.get_mut(article)
            && !article.items.contains_key(&item.id)
            && item.fits(&article.text)
        {
            Arc::make_mut(article).items.insert(item.id, item.clone());
        }
    }
}
