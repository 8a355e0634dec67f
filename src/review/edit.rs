//! How an edit is made and taken back.
//!
//! Nothing else in the program writes to a project.

use std::sync::Arc;

use crate::annotation::{
    Article, ArticleId, Decision, Edit, Field, Item, ItemId, Orphan, Project, ProjectField,
};

impl Edit {
    /// Makes the change.
    pub fn apply(&self, project: &mut Project) {
        match self {
            Self::Item {
                article, id, after, ..
            } => set_item(project, article, *id, after.as_ref()),
            Self::Orphan {
                article, id, after, ..
            } => set_orphan(project, article, *id, after.as_deref()),
            Self::Actor { id, after, .. } => set(&mut project.actors, id, after.as_ref()),
            Self::Event { id, after, .. } => set(&mut project.events, id, after.as_ref()),
            Self::Article { id, after, .. } => set(&mut project.articles, id, after.as_ref()),
            Self::Field { article, after, .. } => set_field(project, article, after),
            Self::Project { after, .. } => set_project_field(project, after),
            Self::Decide { article, decision } => {
                if let Some(log) = log(project, article.as_ref()) {
                    log.push((**decision).clone());
                }
            }
        }
    }

    /// Makes the change to an article that stands outside a project. What is not about an article does nothing.
    pub(super) fn apply_to(&self, article: &mut Article) {
        match self {
            Self::Item { id, after, .. } => set(&mut article.items, id, after.as_ref()),
            Self::Orphan { id, after, .. } => article.set_orphan(*id, after.as_deref()),
            Self::Field { after, .. } => put_field(article, after),
            Self::Decide { decision, .. } => article.decisions.push((**decision).clone()),
            Self::Actor { .. } | Self::Event { .. } | Self::Article { .. } | Self::Project { .. } => {}
        }
    }

    /// Takes the change back. Exact if everything that was applied later has been taken back before.
    pub fn revert(&self, project: &mut Project) {
        match self {
            Self::Item {
                article, id, before, ..
            } => set_item(project, article, *id, before.as_ref()),
            Self::Orphan {
                article, id, before, ..
            } => set_orphan(project, article, *id, before.as_deref()),
            Self::Actor { id, before, .. } => set(&mut project.actors, id, before.as_ref()),
            Self::Event { id, before, .. } => set(&mut project.events, id, before.as_ref()),
            Self::Article { id, before, .. } => set(&mut project.articles, id, before.as_ref()),
            Self::Field { article, before, .. } => set_field(project, article, before),
            Self::Project { before, .. } => set_project_field(project, before),
            Self::Decide { article, decision } => {
                if let Some(log) = log(project, article.as_ref()) {
                    take_out(log, decision);
                }
            }
        }
    }
}

fn set<K: Ord + Clone, V: Clone>(map: &mut std::collections::BTreeMap<K, V>, key: &K, value: Option<&V>) {
    match value {
        Some(value) => map.insert(key.clone(), value.clone()),
        None => map.remove(key),
    };
}

fn article_mut<'a>(project: &'a mut Project, id: &ArticleId) -> Option<&'a mut Article> {
    project.articles.get_mut(id).map(Arc::make_mut)
}

fn set_item(project: &mut Project, article: &ArticleId, id: ItemId, item: Option<&Item>) {
    if let Some(article) = article_mut(project, article) {
        set(&mut article.items, &id, item);
    }
}

fn set_orphan(project: &mut Project, article: &ArticleId, id: ItemId, orphan: Option<&Orphan>) {
    if let Some(article) = article_mut(project, article) {
        article.set_orphan(id, orphan);
    }
}

fn set_field(project: &mut Project, article: &ArticleId, field: &Field) {
    if let Some(article) = article_mut(project, article) {
        put_field(article, field);
    }
}

pub(super) fn put_field(article: &mut Article, field: &Field) {
    match field.clone() {
        Field::Zones(zones) => article.zones = zones,
        Field::Metadata(metadata) => article.metadata = *metadata,
        Field::State(state) => article.state = state,
        Field::Note(note) => article.note = note,
        Field::SuggestedBy(name) => article.suggested_by = name,
    }
}

pub(super) fn set_project_field(project: &mut Project, field: &ProjectField) {
    match field.clone() {
        ProjectField::Title(title) => project.title = title,
        ProjectField::Reviewers(reviewers) => project.reviewers = reviewers,
        ProjectField::Scheme(scheme) => project.scheme = scheme,
        ProjectField::References(tables) => project.references = tables,
        ProjectField::Apart(pair, true) => {
            project.apart.insert(pair);
        }
        ProjectField::Apart(pair, false) => {
            project.apart.remove(&pair);
        }
    }
}

fn log<'a>(project: &'a mut Project, article: Option<&ArticleId>) -> Option<&'a mut Vec<Decision>> {
    match article {
        Some(id) => article_mut(project, id).map(|article| &mut article.decisions),
        None => Some(&mut project.decisions),
    }
}

/// Takes the entry out that `decision` left: the last one, but in a project that was opened again entries of one
/// moment may stand in another order.
fn take_out(log: &mut Vec<Decision>, decision: &Decision) {
    if let Some(at) = log.iter().rposition(|entry| entry.is_entry_of(decision)) {
        log.remove(at);
    }
}
