//! Steps that bring articles and suggestions in.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::annotation::{Article, ArticleId};
use crate::exchange::Draft;
use crate::suggest::Suggestions;

use super::merge::merge;
use super::session::follow;
use super::steps::{Made, field, label};
use super::{Edit, Field, Outcome, Session, Suggested};

impl Session {
    pub(super) fn add_articles(
        &self,
        articles: Vec<(Draft, Option<Suggestions>)>,
        by: &Suggested,
        at: Timestamp,
    ) -> Made {
        // The suggestions of one article refer to actors that another one brought, so the steps are tried on a copy.
        let mut copy = self.project.clone();
        let mut names = self.names.clone();
        let mut hashes: BTreeMap<_, _> = copy
            .articles
            .values()
            .map(|a| (a.text.hash(), a.id.clone()))
            .collect();
        let mut edits: Vec<Edit> = Vec::new();
        let mut outcome = Outcome::default();
        for (number, (draft, suggestions)) in articles.into_iter().enumerate() {
            if let Some(twin) = hashes.get(&draft.text.hash()) {
                outcome.duplicates.push(twin.clone());
                continue;
            }
            let name = if draft.metadata.title.is_empty() {
                &draft.metadata.imported_from
            } else {
                &draft.metadata.title
            };
            let id = ArticleId::from_name(name, |id| copy.articles.contains_key(id));
            hashes.insert(draft.text.hash(), id.clone());
            // A millisecond apart, so that the articles of a data set stay in its order.
            let added = at
                .checked_add(jiff::SignedDuration::from_millis(
                    i64::try_from(number).unwrap_or(i64::MAX),
                ))
                .unwrap_or(at);
            let mut article = Article::new(id.clone(), added, draft.metadata, draft.text, draft.zones);
            let proposals = suggestions
                .map(|s| merge(&copy, &names, &article, &s, by))
                .unwrap_or_default();
            if !proposals.is_empty() || !by.by.is_empty() {
                article.suggested_by = by.stamp();
            }
            for edit in proposals {
                match edit {
                    Edit::Item {
                        id,
                        after: Some(item),
                        ..
                    } => {
                        article.items.insert(id, item);
                    }
                    actor => {
                        actor.apply(&mut copy);
                        follow(&mut names, &actor, true);
                        edits.push(actor);
                    }
                }
            }
            let edit = Edit::Article {
                id: id.clone(),
                before: None,
                after: Some(Arc::new(article)),
            };
            edit.apply(&mut copy);
            edits.push(edit);
            outcome.articles.push(id);
        }
        outcome.label = match outcome.articles.as_slice() {
            [id] => format!(
                "open “{}”",
                copy.article(id).map(|a| a.title().to_owned()).unwrap_or_default()
            ),
            many => format!("open {} articles", many.len()),
        };
        (edits, outcome)
    }

    pub(super) fn suggest(&self, articles: &[(ArticleId, Suggestions)], by: &Suggested) -> Made {
        // As above: an article may refer to actors that one before it brought.
        let mut copy = self.project.clone();
        let mut names = self.names.clone();
        let mut edits: Vec<Edit> = Vec::new();
        let mut outcome = label("suggest again");
        for (id, suggestions) in articles {
            let Some(article) = copy.article(id).map(Arc::clone) else {
                continue;
            };
            let mut made = merge(&copy, &names, &article, suggestions, by);
            if article.suggested_by != by.stamp() {
                let before = Field::SuggestedBy(article.suggested_by.clone());
                made.push(field(id, before, Field::SuggestedBy(by.stamp())));
            }
            drop(article);
            for edit in &made {
                edit.apply(&mut copy);
                follow(&mut names, edit, true);
            }
            if !made.is_empty() {
                outcome.articles.push(id.clone());
            }
            edits.append(&mut made);
        }
        if outcome.articles.len() > 1 {
            outcome.label = format!("suggest again in {} articles", outcome.articles.len());
        }
        (edits, outcome)
    }
}
