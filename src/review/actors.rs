//! Steps about whole actors: two are one, one is two, two that look alike are not the same.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::annotation::{
    Action, Actor, ActorId, Article, Body, Change, KindId, Orphan, ProjectField, Status, pair,
};
use crate::text::Span;

use super::steps::{Made, label};
use super::{Edit, Outcome, Refusal, Session};

/// What names are compared by: letter case and white space do not count.
#[must_use]
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().flat_map(char::to_lowercase));
    }
    key
}

impl Session {
    /// One actor in the place of several. Each actor leaves a decision; the items that follow leave none: nobody decided
    /// anything about them, and thousands of entries for one merge would drown the record.
    pub(super) fn merge_actors(
        &self,
        into: ActorId,
        others: &[ActorId],
        at: Timestamp,
    ) -> Result<Made, Refusal> {
        let actors = &self.project.actors;
        let before = actors.get(&into).ok_or(Refusal::NoActor)?;
        let gone: BTreeMap<ActorId, &Actor> = others
            .iter()
            .filter(|id| **id != into)
            .map(|id| Some((*id, actors.get(id)?)))
            .collect::<Option<_>>()
            .ok_or(Refusal::NoActor)?;
        if gone.is_empty() {
            return Err(Refusal::Nothing);
        }
        let mut after = before.clone();
        // In the order in which they were named: what only one can give the first gives.
        let mut taken = BTreeSet::new();
        for id in others {
            if let Some(other) = gone.get(id).filter(|_| taken.insert(*id)) {
                after.take_in(other);
            }
        }
        let mut edits = self.actor_edits(Some(before), Some(after), at);
        for other in gone.values() {
            edits.extend(self.actor_edits(Some(other), None, at));
        }
        // Who is not one of those merged is not the one they are now, and what was kept apart and is one now is not apart.
        for (a, b) in &self.project.apart {
            let now = |id: &ActorId| if gone.contains_key(id) { into } else { *id };
            let (new_a, new_b) = (now(a), now(b));
            if (new_a, new_b) == (*a, *b) {
                continue;
            }
            edits.push(apart((*a, *b), false));
            let new = pair(new_a, new_b);
            let there = self.project.apart.contains(&new) || edits.contains(&apart(new, true));
            if new_a != new_b && !there {
                edits.push(apart(new, true));
            }
        }
        for article in self.project.articles.values() {
            let relink = |body: &mut Body, _: Option<&Orphan>| {
                for link in body.actors_mut() {
                    if link.is_some_and(|id| gone.contains_key(&id)) {
                        *link = Some(into);
                    }
                }
            };
            change_links(article, &|id| gone.contains_key(&id), &relink, &mut edits);
        }
        let outcome = match gone.values().next() {
            Some(other) if gone.len() == 1 => {
                label(&format!("merge actor “{}” into “{}”", other.name, before.name))
            }
            _ => label(&format!("merge {} actors into “{}”", gone.len(), before.name)),
        };
        Ok((edits, outcome))
    }

    /// A new actor for what stands under some names of one. As with a merge, the actors leave decisions and the items none.
    pub(super) fn split_actor(
        &self,
        id: ActorId,
        names: &[String],
        kind: KindId,
        new_name: &str,
        at: Timestamp,
    ) -> Result<Made, Refusal> {
        let actors = &self.project.actors;
        let before = actors.get(&id).ok_or(Refusal::NoActor)?;
        let keys: BTreeSet<String> = names.iter().map(|name| name_key(name)).collect();
        let new_name = new_name.split_whitespace().collect::<Vec<_>>().join(" ");
        if new_name.is_empty() {
            return Err(Refusal::NoName);
        }
        // The id that an actor of this name had before it was merged into this one is its own again, so that what still
        // names it elsewhere comes back to it.
        let others = actors.values().filter(|actor| actor.id != id);
        let formerly: BTreeSet<ActorId> = others.flat_map(|actor| &actor.formerly).copied().collect();
        let taken = |id| actors.contains_key(&id) || formerly.contains(&id);
        let mut new = Actor::new(&new_name, kind);
        new.id = ActorId::for_name_beside(&new.name, &new.kind, taken);
        new.aliases = names
            .iter()
            .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|name| !name.is_empty())
            .collect();
        let mut after = before.clone();
        after.formerly.retain(|id| *id != new.id);
        after.aliases.retain(|alias| {
            let moves = keys.contains(&name_key(alias));
            if moves {
                new.aliases.push(alias.clone());
            }
            !moves
        });
        new.settle_aliases();
        let mut edits = self.actor_edits(Some(before), Some(after), at);
        edits.extend(self.actor_edits(None, Some(new.clone()), at));
        // They were one, so they look alike; a person has just said that they are not.
        edits.push(apart(pair(id, new.id), true));
        let actors_only = edits.len();
        for article in self.project.articles.values() {
            split_article(article, id, new.id, &keys, &mut edits);
        }
        let had_alias = before.aliases.iter().any(|alias| keys.contains(&name_key(alias)));
        if edits.len() == actors_only && !had_alias {
            return Err(Refusal::Nothing);
        }
        Ok((
            edits,
            label(&format!("split “{}” off “{}”", new.name, before.name)),
        ))
    }

    /// Two actors that look like one stay two.
    pub(super) fn keep_apart(&self, a: ActorId, b: ActorId) -> Result<Made, Refusal> {
        let (Some(one), Some(other)) = (self.project.actors.get(&a), self.project.actors.get(&b)) else {
            return Err(Refusal::NoActor);
        };
        let two = pair(a, b);
        if a == b || self.project.apart.contains(&two) {
            return Err(Refusal::Nothing);
        }
        let outcome: Outcome = label(&format!("keep “{}” and “{}” apart", one.name, other.name));
        Ok((vec![apart(two, true)], outcome))
    }

    /// The edit that makes `before` `after`, with its decision; nothing if they are the same.
    fn actor_edits(&self, before: Option<&Actor>, after: Option<Actor>, at: Timestamp) -> Vec<Edit> {
        let Some(id) = before.or(after.as_ref()).map(|actor| actor.id) else {
            return Vec::new();
        };
        if before == after.as_ref() {
            return Vec::new();
        }
        let action = match (before, &after) {
            (None, _) => Action::Added,
            (_, None) => Action::Removed,
            _ => Action::Corrected,
        };
        let before = before.cloned();
        let change = Change::Actor {
            id,
            before: before.clone(),
            after: after.clone(),
        };
        vec![
            Edit::Actor { id, before, after },
            self.decision(None, action, change, at),
        ]
    }
}

fn apart(two: (ActorId, ActorId), is: bool) -> Edit {
    Edit::Project {
        before: ProjectField::Apart(two, !is),
        after: ProjectField::Apart(two, is),
    }
}

/// The edits of the items and orphans of `article` that refer to one of `actors` and that `change` changes. `change` gets
/// each body with the words of an orphan, where the body's spans count in the text as it was.
fn change_links(
    article: &Article,
    actors: &dyn Fn(ActorId) -> bool,
    change: &dyn Fn(&mut Body, Option<&Orphan>),
    edits: &mut Vec<Edit>,
) {
    // A copy only of what changes: most items of most articles have to do with other actors.
    for item in article.items.values() {
        if !item.body.actors().any(actors) {
            continue;
        }
        let mut after = item.clone();
        change(&mut after.body, None);
        if after != *item {
            edits.push(Edit::Item {
                article: article.id.clone(),
                id: item.id,
                before: Some(item.clone()),
                after: Some(after),
            });
        }
    }
    for orphan in article.orphans.values() {
        let mut after = orphan.clone();
        change(&mut after.item.body, Some(orphan));
        if let Some(body) = &mut after.candidate {
            change(body, None);
        }
        if after != *orphan {
            edits.push(Edit::Orphan {
                article: article.id.clone(),
                id: orphan.item.id,
                before: Some(Box::new(orphan.clone())),
                after: Some(Box::new(after)),
            });
        }
    }
}

/// What becomes the new actor's in one article: the mentions whose words are one of the names, and with them what a claim
/// says of its parties.
fn split_article(
    article: &Article,
    old: ActorId,
    new: ActorId,
    keys: &BTreeSet<String>,
    edits: &mut Vec<Edit>,
) {
    let is_named = |words: &str| keys.contains(&name_key(words));
    let mut moved: Vec<Span> = Vec::new();
    let (mut goes, mut stays) = (false, false);
    for item in article.items.values() {
        let Some(mention) = item.body.as_mention().filter(|m| m.actor == Some(old)) else {
            continue;
        };
        let counts = item.status != Status::Rejected;
        if is_named(article.text.slice(mention.span)) {
            moved.push(mention.span);
            goes |= counts;
        } else {
            stays |= counts;
        }
    }
    // With nobody of the old name left in the article, what it says of this actor without a name is about the new one.
    let all = goes && !stays;
    let change = |body: &mut Body, orphan: Option<&Orphan>| {
        let words = |span: Span| match orphan {
            Some(orphan) => orphan.words.get(&span).map_or("", |quote| &quote.words),
            None => article.text.slice(span),
        };
        let link = |actor: &mut Option<ActorId>, moves: bool| {
            if moves && *actor == Some(old) {
                *actor = Some(new);
            }
        };
        // Where the old text counts, nothing is known about what else stands in a span.
        let holds = |span: Span| orphan.is_none() && moved.iter().any(|name| span.covers(*name));
        let party = |span: Span| all || is_named(words(span)) || holds(span);
        match body {
            // A mention goes by its words alone.
            Body::Mention(mention) => link(&mut mention.actor, is_named(words(mention.span))),
            Body::Claim(claim) => {
                link(&mut claim.speaker, claim.source.map_or(all, party));
                for other in claim.via.iter_mut().chain(&mut claim.targets) {
                    link(&mut other.actor, party(other.span));
                }
            }
        }
    };
    change_links(article, &|id| id == old, &change, edits);
}
