//! Steps about items, zones and actors: from what is asked to the edits that do it.

use jiff::Timestamp;

use crate::annotation::{
    Action, Actor, ActorId, Article, ArticleId, ArticleState, Body, Change, Item, ItemId, KindId, Status,
    main_span,
};
use crate::text::{ZoneKind, zones};

use super::nesting::{check_outer, let_go};
use super::{Edit, Field, LinkTo, Outcome, Refusal, Session};

/// The edits of a step and what it did.
pub(super) type Made = (Vec<Edit>, Outcome);

impl Session {
    /// The first decision in an article takes it into review.
    pub(super) fn started(article: &Article) -> Option<Edit> {
        (article.state == ArticleState::ToDo).then(|| {
            field(
                &article.id,
                Field::State(ArticleState::ToDo),
                Field::State(ArticleState::InReview),
            )
        })
    }

    pub(super) fn decide(
        &self,
        article_id: &ArticleId,
        items: &[ItemId],
        action: Action,
        at: Timestamp,
    ) -> Result<Made, Refusal> {
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
                    body: let_go(&item.body),
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
        let freed = self.freed(article, &edits, at);
        edits.extend(freed);
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

    pub(super) fn correct(
        &self,
        article_id: &ArticleId,
        id: ItemId,
        body: Body,
        what: &str,
        at: Timestamp,
    ) -> Result<Made, Refusal> {
        let article = self.find(article_id)?;
        let item = article.items.get(&id).ok_or(Refusal::NoItem)?;
        check_spans(article, &body)?;
        check_outer(article, Some(id), &body)?;
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
        let freed = self.freed(article, &edits, at);
        edits.extend(freed);
        Ok((
            edits,
            Outcome {
                label,
                items: vec![id],
                ..Outcome::default()
            },
        ))
    }

    pub(super) fn add(
        &self,
        article_id: &ArticleId,
        bodies: Vec<Body>,
        at: Timestamp,
    ) -> Result<Made, Refusal> {
        let article = self.find(article_id)?;
        let mut edits: Vec<Edit> = Self::started(article).into_iter().collect();
        let mut added: Vec<ItemId> = Vec::new();
        let mut outers: Vec<ItemId> = Vec::new();
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
            let taken = |id| article.has_id(id) || added.contains(&id);
            let id = twin.map_or_else(|| ItemId::for_body(&body, taken), |item| item.id);
            check_outer(article, twin.map(|item| item.id), &body)?;
            outers.extend(body.as_claim().and_then(|claim| claim.within));
            let before = twin.cloned();
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
        if outers.iter().any(|outer| added.contains(outer)) {
            return Err(Refusal::NoOuter);
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

    pub(super) fn switch_zone(
        &self,
        id: &ArticleId,
        offset: usize,
        kind: ZoneKind,
        at: Timestamp,
    ) -> Result<Made, Refusal> {
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

    pub(super) fn set_state(
        &self,
        id: &ArticleId,
        state: ArticleState,
        at: Timestamp,
    ) -> Result<Made, Refusal> {
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

    pub(super) fn set_actor(&self, actor: Actor, at: Timestamp) -> Made {
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

    pub(super) fn link(
        &self,
        article_id: &ArticleId,
        id: ItemId,
        to: LinkTo,
        at: Timestamp,
    ) -> Result<Made, Refusal> {
        let article = self.find(article_id)?;
        let item = article.items.get(&id).ok_or(Refusal::NoItem)?;
        let kind = item
            .body
            .as_mention()
            .map_or(KindId::PERSON, |mention| mention.kind.clone());
        let mut edits = Vec::new();
        let actor = match to {
            LinkTo::Nobody => None,
            LinkTo::Actor(actor) if !self.project.actors.contains_key(&actor) => {
                return Err(Refusal::NoActor);
            }
            LinkTo::Actor(actor) => Some(actor),
            LinkTo::New(name) => {
                let mut actor = Actor::new(name.trim(), kind);
                // One of that name that was merged is another one.
                let merged = |id| self.names.redirect(id).is_some();
                actor.id = ActorId::for_name_beside(&actor.name, &actor.kind, merged);
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

pub(super) fn field(article: &ArticleId, before: Field, after: Field) -> Edit {
    Edit::Field {
        article: article.clone(),
        before,
        after,
    }
}

pub(super) fn label(text: &str) -> Outcome {
    Outcome {
        label: text.to_owned(),
        ..Outcome::default()
    }
}

pub(super) fn check_spans(article: &Article, body: &Body) -> Result<(), Refusal> {
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
            if let (Some(b), Some(a)) = (&mut b.via, &a.via)
                && b.span == a.span
            {
                b.actor = a.actor;
            }
            b == a
        }
        _ => false,
    }
}

/// An item in a few words: “Ada Toll”, or the start of a claim's content.
#[must_use]
pub fn describe(article: &Article, body: &Body) -> String {
    shorten(
        main_span(body)
            .map(|span| article.text.slice(span))
            .unwrap_or_default(),
    )
}

/// The first words, in quotation marks.
pub(super) fn shorten(words: &str) -> String {
    let flat: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let flat = flat.trim_matches(['"', '“', '”', '\'']);
    match flat.char_indices().nth(40) {
        Some((end, _)) => format!("“{}…”", flat.get(..end).unwrap_or(flat).trim_end()),
        None => format!("“{flat}”"),
    }
}
