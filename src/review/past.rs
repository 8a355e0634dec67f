//! What earlier sessions left: the undo history, and work that is not in the project's files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::annotation::{Article, ArticleId, Edit, Focus, Project, ProjectField, Step};
use crate::project::journal::Story;

use super::recover::{Recovered, recover};

/// The history that a session goes on with.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// The steps that were done, oldest first.
    pub done: Vec<Arc<Step>>,
    /// The steps that were undone, the one to be done again first last.
    pub undone: Vec<Arc<Step>>,
    /// Whether the state that they lead to is on disk.
    pub saved: bool,
    /// The articles as they are there, if not.
    pub files: Option<BTreeMap<ArticleId, Arc<Article>>>,
}

/// What a journal has to say to a project.
#[derive(Debug)]
pub enum Left {
    /// Nothing.
    Nothing,
    /// The history that led to the project's files.
    History(Past),
    /// A history that does not lead to these files: other programs have changed them.
    Foreign,
    /// Work that is not in the files. To take it over, go on with [`Recovered::project`] and this past.
    Work(Box<Recovered>, Past),
}

impl Left {
    /// What `story` has to say to `project`, whose files have the digest `files`.
    #[must_use]
    pub fn of(project: &Project, files: &str, story: Story) -> Self {
        let known = story.files == files;
        if !story.is_unsaved() {
            return match (story.done.is_empty() && story.undone.is_empty(), known) {
                (true, _) => Self::Nothing,
                (false, true) => Self::History(Past {
                    done: story.done,
                    undone: story.undone,
                    saved: true,
                    files: None,
                }),
                (false, false) => Self::Foreign,
            };
        }
        let recovered = recover(project, &story);
        if !recovered.changed {
            // The save was done; only the word of it is missing.
            return if known || recovered.conflicts.is_empty() {
                Self::History(Past {
                    done: story.done,
                    undone: story.undone,
                    saved: true,
                    files: None,
                })
            } else {
                Self::Foreign
            };
        }
        let (done, undone) = if recovered.conflicts.is_empty() {
            (story.done, story.undone)
        } else {
            // The steps do not fit any more; one step brings what could be taken over.
            let number = story
                .done
                .iter()
                .chain(&story.undone)
                .map(|step| step.number)
                .max();
            (
                vec![Arc::new(one_step(project, &recovered, number.unwrap_or(0) + 1))],
                Vec::new(),
            )
        };
        let past = Past {
            done,
            undone,
            saved: false,
            files: Some(project.articles.clone()),
        };
        Self::Work(Box::new(recovered), past)
    }
}

fn one_step(old: &Project, recovered: &Recovered, number: u64) -> Step {
    let new = &recovered.project;
    let mut edits = Vec::new();
    if old.title != new.title {
        let (before, after) = (old.title.clone(), new.title.clone());
        edits.push(Edit::Project {
            before: ProjectField::Title(before),
            after: ProjectField::Title(after),
        });
    }
    if old.scheme != new.scheme {
        let (before, after) = (old.scheme.clone(), new.scheme.clone());
        edits.push(Edit::Project {
            before: ProjectField::Scheme(before),
            after: ProjectField::Scheme(after),
        });
    }
    if old.references != new.references {
        let (before, after) = (old.references.clone(), new.references.clone());
        edits.push(Edit::Project {
            before: ProjectField::References(before),
            after: ProjectField::References(after),
        });
    }
    if old.reviewers != new.reviewers {
        let (before, after) = (old.reviewers.clone(), new.reviewers.clone());
        edits.push(Edit::Project {
            before: ProjectField::Reviewers(before),
            after: ProjectField::Reviewers(after),
        });
    }
    for two in old.apart.symmetric_difference(&new.apart) {
        edits.push(Edit::Project {
            before: ProjectField::Apart(*two, old.apart.contains(two)),
            after: ProjectField::Apart(*two, new.apart.contains(two)),
        });
    }
    let actors = old
        .actors
        .keys()
        .chain(new.actors.keys().filter(|id| !old.actors.contains_key(id)));
    for id in actors {
        let (before, after) = (old.actors.get(id), new.actors.get(id));
        if before != after {
            edits.push(Edit::Actor {
                id: *id,
                before: before.cloned(),
                after: after.cloned(),
            });
        }
    }
    let events = old
        .events
        .keys()
        .chain(new.events.keys().filter(|id| !old.events.contains_key(id)));
    for id in events {
        let (before, after) = (old.events.get(id), new.events.get(id));
        if before != after {
            edits.push(Edit::Event {
                id: *id,
                before: before.cloned(),
                after: after.cloned(),
            });
        }
    }
    let articles = old
        .articles
        .keys()
        .chain(new.articles.keys().filter(|id| !old.articles.contains_key(id)));
    for id in articles {
        let (before, after) = (old.article(id), new.article(id));
        if before != after {
            edits.push(Edit::Article {
                id: id.clone(),
                before: before.cloned(),
                after: after.cloned(),
            });
        }
    }
    let decisions = new
        .decisions
        .iter()
        .filter(|decision| !old.decisions.iter().any(|entry| decision.is_entry_of(entry)));
    edits.extend(decisions.map(|decision| Edit::Decide {
        article: None,
        decision: Box::new(decision.clone()),
    }));
    Step {
        number,
        label: "take over unsaved work".to_owned(),
        at: recovered.latest.unwrap_or_default(),
        edits,
        focus: Focus::default(),
        proposes: false,
    }
}
