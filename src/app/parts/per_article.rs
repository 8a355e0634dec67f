//! Values that are worked out from one article and kept until that article changes.
//!
//! Articles are shared behind an `Arc` that moves whenever its article changes, so an unchanged pointer means an
//! unchanged article. The pointer is kept as a `Weak`: it costs no copy on the next change, and as long as it is held
//! its address is not given to another article.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use crate::annotation::{Article, ArticleId, Project};
use crate::review::{Revision, Session};

/// A cheap sign that tells states of a project apart, of one session or of two that follow each other.
#[derive(Clone, Debug)]
pub struct Stamp {
    revision: Revision,
    refinements: u64,
    count: usize,
    ends: [Weak<Article>; 2],
}

impl Stamp {
    /// Of the state that `session` is in.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let articles = &session.project().articles;
        let weak = |article: Option<&Arc<Article>>| article.map(Arc::downgrade).unwrap_or_default();
        Self {
            revision: session.history().revision(),
            refinements: session.refinements(),
            count: articles.len(),
            ends: [
                weak(articles.values().next()),
                weak(articles.values().next_back()),
            ],
        }
    }
}

impl PartialEq for Stamp {
    fn eq(&self, other: &Self) -> bool {
        self.revision == other.revision
            && self.refinements == other.refinements
            && self.count == other.count
            && self.ends.iter().zip(&other.ends).all(|(a, b)| Weak::ptr_eq(a, b))
    }
}

/// A value per article.
#[derive(Debug)]
pub struct PerArticle<T> {
    known: BTreeMap<ArticleId, (Weak<Article>, T)>,
}

impl<T> Default for PerArticle<T> {
    fn default() -> Self {
        Self {
            known: BTreeMap::new(),
        }
    }
}

impl<T> PerArticle<T> {
    /// Works out again what changed. `make` gets the article and the value it had before. Returns whether articles came
    /// or went.
    pub fn refresh(&mut self, project: &Project, mut make: impl FnMut(&Article, Option<&T>) -> T) -> bool {
        if self.known.keys().eq(project.articles.keys()) {
            for (entry, article) in self.known.values_mut().zip(project.articles.values()) {
                renew(entry, article, &mut make);
            }
            return false;
        }
        self.known.retain(|id, _| project.articles.contains_key(id));
        for (id, article) in &project.articles {
            if let Some(entry) = self.known.get_mut(id) {
                renew(entry, article, &mut make);
            } else {
                let entry = (Arc::downgrade(article), make(article, None));
                self.known.insert(id.clone(), entry);
            }
        }
        true
    }

    /// The value of an article.
    #[must_use]
    pub fn get(&self, id: &ArticleId) -> Option<&T> {
        self.known.get(id).map(|(_, value)| value)
    }

    /// All values, in the order of the ids.
    pub fn values(&self) -> impl Iterator<Item = (&ArticleId, &T)> {
        self.known.iter().map(|(id, (_, value))| (id, value))
    }
}

fn renew<T>(
    entry: &mut (Weak<Article>, T),
    article: &Arc<Article>,
    make: &mut impl FnMut(&Article, Option<&T>) -> T,
) {
    if !std::ptr::eq(entry.0.as_ptr(), Arc::as_ptr(article)) {
        *entry = (Arc::downgrade(article), make(article, Some(&entry.1)));
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::annotation::Metadata;
    use crate::text::ArticleText;

    fn project(names: &[&str]) -> Project {
        let mut project = Project::new("Test");
        for name in names {
            let id = ArticleId::from_name(name, |_| false);
            let text = ArticleText::new(format!("Words of {name}."));
            let article = Article::new(
                id.clone(),
                Timestamp::UNIX_EPOCH,
                Metadata::default(),
                text,
                vec![],
            );
            project.articles.insert(id, Arc::new(article));
        }
        project
    }

    fn made(values: &mut PerArticle<usize>, project: &Project) -> Vec<String> {
        let mut made = Vec::new();
        let _ = values.refresh(project, |article, before| {
            made.push(article.id.to_string());
            before.map_or(0, |n| n + 1)
        });
        made
    }

    #[test]
    fn only_what_changed_is_worked_out_again() {
        let mut project = project(&["a", "b", "c"]);
        let mut values = PerArticle::default();
        assert_eq!(made(&mut values, &project), ["a", "b", "c"]);
        assert!(made(&mut values, &project).is_empty());

        let b = ArticleId::parse("b").unwrap();
        // In place, as a session changes it: nobody else holds the article.
        Arc::make_mut(project.articles.get_mut(&b).unwrap()).note = "changed".to_owned();
        assert_eq!(made(&mut values, &project), ["b"]);
        assert_eq!(values.get(&b), Some(&1));

        project.articles.remove(&b);
        assert!(made(&mut values, &project).is_empty());
        assert_eq!(values.values().count(), 2);
    }

    #[test]
    fn stamps_tell_projects_apart() {
        let one = Session::new(project(&["a"]), "Rae");
        let two = Session::new(project(&["a"]), "Rae");
        assert_eq!(Stamp::of(&one), Stamp::of(&one));
        assert_ne!(Stamp::of(&one), Stamp::of(&two));
    }
}
