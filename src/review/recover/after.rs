//! What is left to do once everything was taken over.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::annotation::{ActorId, ArticleId, Decision, Item, ItemId, Project};

use super::Recovered;

/// Cuts links to what is not there; those to actors that were merged go to the one they are now.
pub(super) fn tidy(project: &mut Project) {
    let redirects = project.redirects();
    let actors: BTreeSet<ActorId> = project.actors.keys().copied().collect();
    for article in project.articles.values_mut() {
        let loose = |item: &&Item| {
            item.body.actors().any(|id| !actors.contains(&id))
                || item
                    .body
                    .as_claim()
                    .and_then(|claim| claim.within)
                    .is_some_and(|outer| !article.can_hold_claims(outer))
        };
        let ids: Vec<ItemId> = article.items.values().filter(loose).map(|item| item.id).collect();
        if ids.is_empty() {
            continue;
        }
        let holds: BTreeSet<ItemId> = article
            .items
            .keys()
            .copied()
            .filter(|id| article.can_hold_claims(*id))
            .collect();
        let article = Arc::make_mut(article);
        for id in ids {
            if let Some(item) = article.items.get_mut(&id) {
                item.body.redirect(&redirects);
                super::super::refine::keep_links(&mut item.body, &|id| actors.contains(&id), &|id| {
                    holds.contains(&id)
                });
            }
        }
    }
}

pub(super) fn told(old: &Project, new: Project, conflicts: Vec<String>) -> Recovered {
    let mut latest = None;
    let mut count = |before: Option<&Vec<_>>, after: &[Decision]| {
        let new: Vec<_> = after
            .iter()
            .filter(|decision| !before.is_some_and(|log| log.iter().any(|entry| decision.is_entry_of(entry))))
            .collect();
        latest = latest.max(new.iter().map(|decision| decision.at).max());
        new.len()
    };
    let mut decisions: Vec<(ArticleId, usize)> = new
        .articles
        .iter()
        .filter(|(id, article)| old.article(id).is_none_or(|before| !Arc::ptr_eq(before, article)))
        .map(|(id, article)| {
            let before = old.article(id).map(|article| &article.decisions);
            (id.clone(), count(before, &article.decisions))
        })
        .filter(|(_, count)| *count > 0)
        .collect();
    decisions.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let about_actors = count(Some(&old.decisions), &new.decisions);
    Recovered {
        decisions,
        about_actors,
        latest,
        changed: new != *old,
        conflicts,
        project: new,
    }
}
