//! A name that was just confirmed counts at once wherever it stands: undecided mentions of it take its kind and actor,
//! and places where it was overlooked are proposed. All of it is part of the step that confirmed the name, so one undo
//! takes it back.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem::Finder;

use crate::annotation::{
    ActorId, Article, ArticleId, Body, Form, Item, ItemId, KindId, Mention, Origin, Status,
};
use crate::text::Span;

use super::confirmed::{Reading, confirmed};
use super::merge::Taken;
use super::search::whole_words;
use super::three_way::is_contested;
use super::{Edit, Session};

/// How sure a proposal is that a person's own decision stands behind.
const SCORE: f32 = 0.99;

/// Why it is made.
const REASON: &str = "confirmed in this project";

impl Session {
    /// What follows from the names that `edits` confirm. Call when they have been made.
    pub(super) fn spread(&self, edits: &[Edit]) -> Vec<Edit> {
        let settled: BTreeSet<(&ArticleId, ItemId)> = edits
            .iter()
            .filter_map(|edit| match edit {
                Edit::Item { article, id, .. } => Some((article, *id)),
                _ => None,
            })
            .collect();
        let mut found = Vec::new();
        for (name, (kind, actor)) in self.newly_confirmed(edits) {
            let finder = Finder::new(&name);
            for article in self.project.articles.values() {
                if finder.find(article.text.as_str().as_bytes()).is_some() {
                    let name = Name {
                        words: &name,
                        kind: &kind,
                        actor,
                    };
                    name.spread(article, &|id| settled.contains(&(&article.id, id)), &mut found);
                }
            }
        }
        found
    }

    /// The names that `edits` confirm for the first time, with the one reading that they have. A name that was confirmed
    /// as two kinds, or as two actors, has to be decided place by place.
    fn newly_confirmed(&self, edits: &[Edit]) -> BTreeMap<String, Reading> {
        let mut counts: BTreeMap<(String, Reading), usize> = BTreeMap::new();
        let mut latest: BTreeMap<String, Reading> = BTreeMap::new();
        for edit in edits {
            let Edit::Item {
                article,
                after: Some(after),
                before,
                ..
            } = edit
            else {
                continue;
            };
            let Some(article) = self.project.article(article) else {
                continue;
            };
            let now = confirmed(article, after);
            if now == before.as_ref().and_then(|before| confirmed(article, before)) {
                continue;
            }
            if let Some((name, reading)) = now {
                *counts.entry((name.to_owned(), reading.clone())).or_default() += 1;
                latest.insert(name.to_owned(), reading);
            }
        }
        latest.retain(|name, reading| {
            let new = counts.get(&(name.clone(), reading.clone())).copied().unwrap_or(0);
            self.confirmed.readings(name).all(|(other, count)| {
                if other == reading {
                    count <= new
                } else {
                    other.0 == reading.0 && other.1.is_none()
                }
            })
        });
        latest
    }
}

/// A confirmed name.
struct Name<'a> {
    words: &'a str,
    kind: &'a KindId,
    actor: Option<ActorId>,
}

impl Name<'_> {
    fn spread(&self, article: &Article, settled: &impl Fn(ItemId) -> bool, edits: &mut Vec<Edit>) {
        let mut edit = |id: ItemId, before: Option<&Item>, after: Item| {
            edits.push(Edit::Item {
                article: article.id.clone(),
                id,
                before: before.cloned(),
                after: Some(after),
            });
        };
        let mut relinked: Vec<(Span, ActorId)> = Vec::new();
        let undecided =
            |item: &&Item| item.status == Status::Suggested && !is_contested(item) && !settled(item.id);
        for item in article.items.values().filter(undecided) {
            let Body::Mention(mention) = &item.body else {
                continue;
            };
            if mention.form != Form::Named
                || article.text.slice(mention.span) != self.words
                || is_other_use(&mention.kind, self.kind)
            {
                continue;
            }
            let mut after = item.clone();
            let body = Mention {
                kind: self.kind.clone(),
                actor: self.actor.or(mention.actor),
                ..mention.clone()
            };
            if body == *mention {
                continue;
            }
            if let (Some(old), true) = (mention.actor, body.actor != mention.actor) {
                relinked.push((mention.span, old));
            }
            after.body = Body::Mention(body);
            if let Some(origin) = &mut after.origin {
                (origin.score, origin.reason) = (SCORE, REASON.to_owned());
            }
            edit(item.id, Some(item), after);
        }
        // Who was taken to speak under the name is now somebody else.
        if let Some(actor) = self.actor.filter(|_| !relinked.is_empty()) {
            for item in article.items.values().filter(undecided) {
                let Body::Claim(claim) = &item.body else { continue };
                let moved = claim.source.is_some_and(|source| {
                    relinked
                        .iter()
                        .any(|(span, old)| source.covers(*span) && claim.speaker == Some(*old))
                });
                if moved {
                    let mut after = item.clone();
                    if let Body::Claim(claim) = &mut after.body {
                        claim.speaker = Some(actor);
                    }
                    edit(item.id, Some(item), after);
                }
            }
        }
        self.propose(article, &mut edit);
    }

    /// Proposes the name where it stands and nothing is marked, proposed or rejected.
    fn propose(&self, article: &Article, edit: &mut impl FnMut(ItemId, Option<&Item>, Item)) {
        // What is written like any other word is not looked for by its letters.
        let Some((suggester, version)) = article.suggested_by.split_once(' ') else {
            return;
        };
        if !self
            .words
            .starts_with(|c: char| c.is_uppercase() || c.is_numeric())
        {
            return;
        }
        let taken = Taken::of(article, &|_| false);
        let mut fresh: BTreeSet<ItemId> = BTreeSet::new();
        for span in whole_words(article.text.as_str(), self.words) {
            if article.is_boilerplate(span.start())
                || taken.has_mention(span)
                || goes_on(article.text.as_str(), span.end())
            {
                continue;
            }
            let body = Body::Mention(Mention {
                span,
                kind: self.kind.clone(),
                form: Form::Named,
                actor: self.actor,
                note: String::new(),
            });
            let id = ItemId::for_body(&body, |id| article.has_id(id) || fresh.contains(&id));
            fresh.insert(id);
            let origin = Origin {
                suggester: suggester.to_owned(),
                version: version.to_owned(),
                score: SCORE,
                reason: REASON.to_owned(),
            };
            let after = Item {
                id,
                body,
                status: Status::Suggested,
                origin: Some(origin),
            };
            edit(id, None, after);
        }
    }
}

/// Whether a proposal of one kind may well be right beside a confirmation of the other: "Norva denied it" is the state,
/// "in Norva" the place.
fn is_other_use(proposed: &KindId, confirmed: &KindId) -> bool {
    let pair = [proposed, confirmed];
    pair.contains(&&KindId::STATE) && pair.contains(&&KindId::PLACE)
}

/// Whether the name is only the start of a longer one ("Karrin" in "Karrin Road").
fn goes_on(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let next = rest.strip_prefix(' ').or_else(|| rest.strip_prefix('-'));
    next.is_some_and(|next| next.starts_with(char::is_uppercase))
}
