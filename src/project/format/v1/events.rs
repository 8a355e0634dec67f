//! Events from version 1: claims that belong together.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::names::Named as _;
use super::reader::{KEPT, Reader};
use super::to_domain::decision;
use super::{EntryFile, FormerFile};
use crate::annotation::{ArticleId, Change, ClaimRef, Decision, Event, EventId, ItemId, Status};

/// Claims that belong together.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventFile {
    /// Identity.
    pub id: String,
    /// What it is.
    pub event: EventBody,
    /// What was decided about it, oldest first.
    #[serde(default)]
    pub history: Vec<EntryFile<EventBody>>,
}

/// What is known about an event.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventBody {
    /// What it is called.
    #[serde(default)]
    pub title: String,
    /// What was decided.
    pub status: String,
    /// Article and item of each claim.
    #[serde(default)]
    pub claims: Vec<(String, String)>,
    /// Article and item of each claim that was taken out.
    #[serde(default)]
    pub left_out: Vec<(String, String)>,
    /// A remark.
    #[serde(default)]
    pub note: String,
}

/// An event as a file tells it.
pub(super) fn event_body(event: &Event) -> EventBody {
    let claims = |claims: &[ClaimRef]| {
        let named = claims.iter().map(|c| (c.article.to_string(), c.item.to_string()));
        named.collect()
    };
    EventBody {
        title: event.title.clone(),
        status: event.status.name().to_owned(),
        claims: claims(&event.claims),
        left_out: claims(&event.left_out),
        note: event.note.clone(),
    }
}

/// The event that a file tells; `None` if its status is none.
pub(super) fn event(id: EventId, body: EventBody) -> Option<Event> {
    let claims = |named: Vec<(String, String)>| {
        let mut claims: Vec<ClaimRef> = named
            .into_iter()
            .filter_map(|(article, item)| {
                Some(ClaimRef {
                    article: ArticleId::parse(&article)?,
                    item: ItemId::parse(&item)?,
                })
            })
            .collect();
        claims.sort();
        claims.dedup();
        claims
    };
    let status = Status::from_name(&body.status).filter(|status| *status != Status::Suggested)?;
    let mut event = Event {
        id,
        title: body.title,
        status,
        claims: claims(body.claims),
        left_out: claims(body.left_out),
        note: body.note,
    };
    let Event { claims, left_out, .. } = &mut event;
    left_out.retain(|claim| claims.binary_search(claim).is_err());
    Some(event)
}

impl Reader<'_, '_> {
    /// An event with its history. One that cannot be read is told and left out.
    pub(super) fn event(
        &mut self,
        file: EventFile,
        events: &mut BTreeMap<EventId, Event>,
        decisions: &mut Vec<Decision>,
    ) {
        self.thing.clone_from(&file.id);
        let given = file.event.claims.len() + file.event.left_out.len();
        let Some(found) = EventId::parse(&file.id).and_then(|id| event(id, file.event)) else {
            self.warn(
                format!("The event \"{}\" cannot be read; it is left out.", file.id),
                KEPT,
            );
            return;
        };
        if found.claims.len() + found.left_out.len() < given {
            self.warn(
                "Claims of an event stand there twice or have no readable id; those are left out.",
                KEPT,
            );
        }
        let id = found.id;
        let told = self.entries(file.history.into_iter(), Some(&found), |_, body| event(id, body));
        let told = told
            .into_iter()
            .map(|told| decision(told, |before, after| Change::Event { id, before, after }));
        if let Some(known) = events.get_mut(&id) {
            // Two people who put the same claims together give the event the same id; a merge of their files has both.
            for claim in found.claims {
                known.put_in(claim);
            }
            let new: Vec<_> = told.filter(|decision| !decisions.contains(decision)).collect();
            decisions.extend(new);
            self.warn(format!("The event \"{id}\" is there twice; read as one."), KEPT);
            return;
        }
        decisions.extend(told);
        events.insert(id, found);
    }

    /// The history of an event that is no more.
    pub(super) fn former_event(&mut self, file: FormerFile<EventBody>, decisions: &mut Vec<Decision>) {
        self.thing.clone_from(&file.id);
        let Some(id) = EventId::parse(&file.id) else {
            self.warn(
                format!("\"{}\" is no id of an event; its history is left out.", file.id),
                KEPT,
            );
            return;
        };
        let told = self.entries(file.history.into_iter(), None, |_, body| event(id, body));
        let told = told
            .into_iter()
            .map(|told| decision(told, |before, after| Change::Event { id, before, after }));
        decisions.extend(told);
    }
}
