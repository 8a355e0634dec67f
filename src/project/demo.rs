//! The demo project, which comes inside the program so that it opens wherever the program runs.

use std::path::Path;
use std::sync::Arc;

use crate::annotation::{ArticleId, Project};

use super::LoadError;
use super::format::{self, Unreadable, v1};
use super::warning::Notes;

/// Declares the files of the demo by the ids of its articles. A test holds the list against the folder.
macro_rules! articles {
    ($($id:literal,)+) => {
        const ARTICLES: &[(&str, &str)] =
            &[$(($id, include_str!(concat!("../../projects/demo/articles/", $id, ".ron"))),)+];
    };
}

const HEAD: &str = include_str!("../../projects/demo/project.ron");

articles! {
    "bulletin-431-dalvira-14-to-17-may",
    "commission-finds-nine-victims-of-gang-fire-in-dalvira",
    "dalvira-buries-its-dead-as-both-sides-trade-blame",
    "envoy-counts-the-missing-of-dalvira",
    "dalvira-market-wire-txt",
    "talks-on-velmora-end-in-tolm-without-a-truce",
    "who-opened-the-gates-of-halm",
}

/// The demo project. It has no folder until it is saved.
///
/// # Errors
/// [`LoadError::Damaged`] if the program was built with a demo that does not read; the tests rule it out.
pub fn demo() -> Result<Project, LoadError> {
    let damaged = |unreadable| match unreadable {
        Unreadable::Damaged(warning) => LoadError::Damaged(warning),
        Unreadable::Missing => LoadError::Missing("demo".into()),
        Unreadable::Newer(version) => LoadError::Newer {
            file: "demo".into(),
            version,
        },
    };
    let path = Path::new("demo/project.ron");
    let mut notes = Notes::new(path, HEAD);
    let mut project = v1::to_domain::project(format::parse(path, HEAD).map_err(damaged)?, &mut notes);
    for (id, source) in ARTICLES {
        let path = Path::new("demo/articles").join(format!("{id}.ron"));
        let file: v1::ArticleFile = format::parse(&path, source).map_err(damaged)?;
        let mut notes = Notes::new(&path, source);
        let article = ArticleId::parse(id).and_then(|id| v1::to_domain::article(&file, id, &mut notes));
        if let Some(article) = article {
            project.articles.insert(article.id.clone(), Arc::new(article));
        }
    }
    Ok(project)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::annotation::{QuoteType, Status};

    #[test]
    fn the_demo_is_the_project_in_the_repository() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/demo");
        let loaded = crate::project::load(&folder).unwrap();
        assert_eq!(loaded.warnings, []);
        assert!(
            demo().unwrap() == loaded.project,
            "the list of articles above has the files of projects/demo"
        );
    }

    #[test]
    fn the_demo_is_partly_reviewed_and_shows_every_part() {
        let project = demo().unwrap();
        let items: Vec<_> = project
            .articles
            .values()
            .flat_map(|article| article.items.values())
            .collect();
        let statuses: BTreeSet<Status> = items.iter().map(|item| item.status).collect();
        for status in [
            Status::Suggested,
            Status::Accepted,
            Status::Corrected,
            Status::Rejected,
        ] {
            assert!(statuses.contains(&status), "{status:?}");
        }
        let claims: Vec<_> = items.iter().filter_map(|item| item.body.as_claim()).collect();
        assert!(
            claims.iter().any(|claim| claim.content.len() > 1),
            "a claim in pieces"
        );
        assert!(
            claims.iter().any(|claim| claim.cue.is_none()),
            "a quote without a cue"
        );
        assert!(
            claims.iter().any(|claim| claim.figures.len() > 1),
            "several figures"
        );
        for quote in QuoteType::ALL {
            assert!(claims.iter().any(|claim| claim.quote == *quote), "{quote:?}");
        }
        let kinds: BTreeSet<_> = items
            .iter()
            .filter_map(|item| item.body.as_mention())
            .map(|mention| mention.kind.clone())
            .collect();
        assert_eq!(kinds.len(), project.scheme.kinds.len(), "every kind");
        let boilerplate = project.articles.values().any(|article| !article.zones.is_empty());
        assert!(boilerplate, "a page with parts that are not the article");
    }
}
