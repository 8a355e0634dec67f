//! What the formats for people (tables, reports, drafts of reviews) say of a claim.

use std::collections::BTreeMap;

use crate::annotation::{
    ActorId, Article, Bound, Change, Claim, Decision, Figure, Item, ItemId, Measure, Project, sort_key,
};
use crate::exchange::loss::{Loss, Losses};
use crate::exchange::marks::{Holds, Marked};
use crate::text::{ArticleText, Span};

/// Counts what a format that shows evidence, but otherwise holds so much, leaves out of an article.
pub fn count_losses(article: &Article, project: &Project, holds: &Holds, losses: &mut Losses) {
    let mut found = Losses::default();
    let _ = Marked::of(article, project, holds, &mut found);
    losses.append(found.without(Loss::Evidence));
}

/// The items of an article in the order of the text.
pub fn items(article: &Article) -> Vec<&Item> {
    let mut items: Vec<&Item> = article.items.values().collect();
    items.sort_by_key(|item| (sort_key(&item.body), item.id));
    items
}

/// The last decision about each item.
pub fn decisions(article: &Article) -> BTreeMap<ItemId, &Decision> {
    let of = |decision: &Decision| match &decision.change {
        Change::Item { id, .. } => Some(*id),
        _ => None,
    };
    let all = article.decisions.iter();
    all.filter_map(|decision| Some((of(decision)?, decision)))
        .collect()
}

/// The name of an actor; empty if there is none.
pub fn name(project: &Project, actor: Option<ActorId>) -> &str {
    let actor = actor.and_then(|id| project.actors.get(&id));
    actor.map_or("", |actor| &actor.name)
}

/// Words in several places, with a sign between them.
pub fn words(text: &ArticleText, spans: &[Span]) -> String {
    let words: Vec<&str> = spans.iter().map(|span| text.slice(*span)).collect();
    words.join(" […] ")
}

/// Who says it: the actor, else the words of the source.
pub fn speaker<'a>(claim: &Claim, article: &'a Article, project: &'a Project) -> &'a str {
    match name(project, claim.speaker) {
        "" => claim.source.map_or("", |span| article.text.slice(span)),
        name => name,
    }
}

/// A number as people write it: 21, 0.71.
pub fn number(value: f64) -> String {
    format!("{}", (value * 1e6).round() / 1e6)
}

/// "at least 21 killed, people, Brask, on Saturday (2024-03-02), by the army".
pub fn figure(figure: &Figure) -> String {
    let mut count = number(figure.value);
    if figure.bound != Bound::Exactly {
        count = format!("{} {count}", figure.bound.id());
    }
    if let Some(to) = figure.value_to {
        count = format!("{count} to {}", number(to));
    }
    if figure.measure != Measure::Other {
        count = format!("{count} {}", figure.measure.id());
    }
    let when = match figure.date {
        Some(days) if figure.when.is_empty() => days.to_string(),
        Some(days) => format!("{} ({days})", figure.when),
        None => figure.when.clone(),
    };
    let by = if figure.by.is_empty() {
        String::new()
    } else {
        format!("by {}", figure.by)
    };
    let parts = [count, figure.who.clone(), figure.place.clone(), when, by];
    let said: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    said.join(", ")
}
