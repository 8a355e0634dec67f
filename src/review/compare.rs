//! Two sides of one article, where somebody else changed its file: what they changed, and how it stands here.

use std::collections::BTreeSet;

use crate::annotation::{Article, Body, Change, Item, ItemId, Project, Status};

/// Something that is not the same on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sides {
    /// What: the words of an item, or a part of the article; with the article's title.
    pub what: String,
    /// How it is there.
    pub theirs: String,
    /// How it is here.
    pub ours: String,
}

/// What `theirs` has otherwise than `base`, which both sides began with, and how it is in `ours`.
#[must_use]
pub fn compare(base: Option<&Article>, theirs: &Article, ours: Option<&Article>) -> Vec<Sides> {
    let title = theirs.title();
    let ids: BTreeSet<ItemId> = theirs
        .items
        .keys()
        .chain(base.into_iter().flat_map(|base| base.items.keys()))
        .copied()
        .collect();
    let mut items: Vec<(usize, Sides)> = Vec::new();
    for id in ids {
        let item = |article: Option<&Article>| article.and_then(|article| article.items.get(&id)).cloned();
        let (before, there, here) = (item(base), item(Some(theirs)), item(ours));
        let undecided =
            |item: &Option<Item>| item.as_ref().is_none_or(|item| item.status == Status::Suggested);
        if there == before || (undecided(&there) && undecided(&before)) {
            continue;
        }
        let shown = there.as_ref().or(before.as_ref()).map(|item| &item.body);
        let place = shown.and_then(Body::hull).map_or(0, crate::text::Span::start);
        items.push((
            place,
            Sides {
                what: format!("{title}: {}", words(theirs, shown)),
                theirs: side(there.as_ref(), theirs, id),
                ours: ours.map_or_else(
                    || "the article is not here".to_owned(),
                    |ours| side(here.as_ref(), ours, id),
                ),
            },
        ));
    }
    items.sort_by_key(|(place, _)| *place);
    let mut all: Vec<Sides> = items.into_iter().map(|(_, sides)| sides).collect();
    if let (Some(base), Some(ours)) = (base, ours) {
        let parts = [
            ("its note", base.note != theirs.note, ours.note != base.note),
            (
                "its details",
                base.metadata != theirs.metadata,
                ours.metadata != base.metadata,
            ),
            ("its zones", base.zones != theirs.zones, ours.zones != base.zones),
            ("its state", base.state != theirs.state, ours.state != base.state),
        ];
        let changed = |changed: bool| if changed { "changed" } else { "as it was" }.to_owned();
        all.extend(
            parts
                .into_iter()
                .filter(|(_, there, _)| *there)
                .map(|(part, there, here)| Sides {
                    what: format!("{title}: {part}"),
                    theirs: changed(there),
                    ours: changed(here),
                }),
        );
    } else if ours.is_none() && all.is_empty() {
        all.push(Sides {
            what: title.to_owned(),
            theirs: "the article is there".to_owned(),
            ours: "the article is not here".to_owned(),
        });
    }
    all
}

/// What is otherwise in the heads of two projects: title, actors, events, ratings, reference tables.
#[must_use]
pub fn compare_heads(theirs: &Project, ours: &Project) -> Vec<Sides> {
    let mut all = Vec::new();
    if theirs.title != ours.title {
        all.push(Sides {
            what: "Title of the project".to_owned(),
            theirs: theirs.title.clone(),
            ours: ours.title.clone(),
        });
    }
    let scale = |project: &Project| {
        let titles = project.scheme.ratings.iter().map(|label| label.title.as_str());
        titles.collect::<Vec<_>>().join(", ")
    };
    if theirs.scheme.ratings != ours.scheme.ratings {
        all.push(Sides {
            what: "Scale of ratings".to_owned(),
            theirs: scale(theirs),
            ours: scale(ours),
        });
    }
    let tables = |project: &Project| match project.references.as_slice() {
        [] => "none".to_owned(),
        tables => {
            let titles = tables.iter().map(|table| table.title.as_str());
            titles.collect::<Vec<_>>().join(", ")
        }
    };
    if theirs.references != ours.references {
        all.push(Sides {
            what: "Reference tables".to_owned(),
            theirs: tables(theirs),
            ours: tables(ours),
        });
    }
    let ids: BTreeSet<_> = theirs.actors.keys().chain(ours.actors.keys()).collect();
    for id in ids {
        let (there, here) = (theirs.actors.get(id), ours.actors.get(id));
        if there == here {
            continue;
        }
        let shown = |side: Option<&crate::annotation::Actor>| {
            side.map_or_else(
                || "not there".to_owned(),
                |actor| {
                    let aliases = if actor.aliases.is_empty() {
                        String::new()
                    } else {
                        format!(", also {}", actor.aliases.join(", "))
                    };
                    format!("{} ({}{aliases})", actor.name, actor.kind)
                },
            )
        };
        let name = there.or(here).map(|actor| actor.name.clone()).unwrap_or_default();
        all.push(Sides {
            what: format!("Actor {name}"),
            theirs: shown(there),
            ours: shown(here),
        });
    }
    let ids: BTreeSet<_> = theirs.events.keys().chain(ours.events.keys()).collect();
    for id in ids {
        let (there, here) = (theirs.events.get(id), ours.events.get(id));
        if there == here {
            continue;
        }
        let shown = |side: Option<&crate::annotation::Event>| match side {
            None => "not there".to_owned(),
            Some(event) if event.status == Status::Rejected => "not one event".to_owned(),
            Some(event) => crate::text::counted(event.claims.len(), "claim", "claims"),
        };
        let name = there
            .or(here)
            .map(|event| event.title.clone())
            .unwrap_or_default();
        all.push(Sides {
            what: format!("Event {}", if name.is_empty() { id.to_string() } else { name }),
            theirs: shown(there),
            ours: shown(here),
        });
    }
    all
}

fn words(article: &Article, body: Option<&Body>) -> String {
    let first = body.and_then(|body| match body {
        Body::Mention(mention) => Some(mention.span),
        Body::Claim(claim) => claim.content.first().copied(),
    });
    let words = first
        .and_then(|span| article.text.span(span.start()..span.end()))
        .map(|span| article.text.slice(span))
        .unwrap_or_default();
    let short: String = words.chars().take(60).collect();
    let dots = if short.len() < words.len() { "…" } else { "" };
    format!("“{short}{dots}”")
}

/// "rejected by Ben".
fn side(item: Option<&Item>, article: &Article, id: ItemId) -> String {
    let last = article
        .decisions
        .iter()
        .rev()
        .find(|decision| matches!(decision.change, Change::Item { id: about, .. } if about == id));
    let by = last.map_or_else(String::new, |decision| format!(" by {}", decision.by));
    match item.map(|item| item.status) {
        None if last.is_some() => format!("removed{by}"),
        None => "not there".to_owned(),
        Some(Status::Suggested) => "undecided".to_owned(),
        Some(Status::Accepted) => format!("accepted{by}"),
        Some(Status::Corrected) => format!("corrected{by}"),
        Some(Status::Added) => format!("added{by}"),
        Some(Status::Rejected) => format!("rejected{by}"),
    }
}
