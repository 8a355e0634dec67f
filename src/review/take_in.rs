//! Taking a colleague's copy of a project into the open one.
//!
//! The copies know no common version, but their records tell what both knew: of a thing about which only one side decided
//! something that the other does not know, the other side's value is what both began with. Against that, article by
//! article, the two are merged as [`three_way`](super::three_way) does it: what was decided only there comes in as it was
//! decided there, a proposal gives way to a decision, and what both decided without knowing of each other and differently
//! waits for a person. Taking the same copy in again changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::annotation::{
    ActorId, Article, ArticleId, ArticleState, Decision, Edit, Item, ItemId, Orphan, Project, ProjectField,
    Status,
};
use crate::text::TextHash;

use super::steps::{Made, label};
use super::three_way::{Knows, Thing, is_contested, merge_article, merge_project};
use super::{Outcome, Session};

/// What taking a copy in will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Articles that only the copy has.
    pub new: usize,
    /// Articles of which the copy has something new.
    pub changed: usize,
    /// Items that come to stand as the copy has them.
    pub taken: usize,
    /// Items that both decided alike.
    pub same: usize,
    /// Items that wait for a person because both decided them and differ.
    pub differing: usize,
    /// Entries of the record of decisions that come in.
    pub decisions: usize,
    /// Titles, states, kinds and the like that both changed; ours stay.
    pub kept: usize,
}

/// A copy that is ready to be taken in.
#[derive(Clone, Debug)]
pub struct TakeIn {
    theirs: Arc<Project>,
    /// What it was worked out against. Articles are compared by where they are, so that this is at once.
    ours: Project,
    edits: Vec<Edit>,
    /// Actors that one of the two has merged into others.
    redirects: BTreeMap<ActorId, ActorId>,
    /// What it will do.
    pub tally: Tally,
    /// The articles that come in or change, in the order of the open project.
    pub articles: Vec<ArticleId>,
}

impl TakeIn {
    /// Works out what taking `theirs` into `ours` means. Linear in both; nothing is changed.
    #[must_use]
    pub fn of(ours: &Project, theirs: &Arc<Project>) -> Self {
        let mut taking = Self {
            theirs: Arc::clone(theirs),
            ours: ours.clone(),
            edits: Vec::new(),
            redirects: BTreeMap::new(),
            tally: Tally::default(),
            articles: Vec::new(),
        };
        taking.project(theirs);
        let mut by_text: BTreeMap<TextHash, &ArticleId> = BTreeMap::new();
        for article in ours.articles.values() {
            by_text.entry(article.text.hash()).or_insert(&article.id);
        }
        let mut names: BTreeSet<ArticleId> = ours.articles.keys().cloned().collect();
        let mut joined: BTreeSet<&ArticleId> = BTreeSet::new();
        for article in theirs.in_order() {
            let own = ours.article(&article.id).filter(|own| own.text == article.text);
            let twin = own.or_else(|| ours.article(by_text.get(&article.text.hash())?));
            match twin {
                Some(twin) => {
                    joined.insert(&twin.id);
                    taking.join(twin, article);
                }
                None => taking.bring(article, &mut names),
            }
        }
        for article in ours
            .in_order()
            .into_iter()
            .filter(|article| !joined.contains(&article.id))
        {
            taking.keep(article);
        }
        taking
    }

    /// Whether the copy has nothing that is not here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Whether `project` is what this was worked out against.
    fn fits(&self, project: &Project) -> bool {
        let ours = &self.ours;
        let same = |(a, b): (&Arc<Article>, &Arc<Article>)| Arc::ptr_eq(a, b);
        project.articles.len() == ours.articles.len()
            && project.articles.values().zip(ours.articles.values()).all(same)
            && project.actors == ours.actors
            && project.events == ours.events
            && (&project.apart, &project.references) == (&ours.apart, &ours.references)
            && project.decisions.len() == ours.decisions.len()
            && (&project.title, &project.scheme, &project.reviewers)
                == (&ours.title, &ours.scheme, &ours.reviewers)
    }

    /// Title, scheme, reviewers, tables, events, actors.
    fn project(&mut self, theirs: &Project) {
        let ours = &self.ours;
        let knows = Knows::of(&ours.decisions, &theirs.decisions);
        let mut base = Project {
            // A copy may be called something else; that is no decision.
            title: theirs.title.clone(),
            decisions: knows.common(&ours.decisions),
            ..Project::default()
        };
        base.scheme.kinds.clear();
        for (id, our) in &ours.actors {
            let was = match (knows.ours(Thing::Actor(*id)), knows.theirs(Thing::Actor(*id))) {
                (true, true) => None,
                (false, true) => Some(our),
                (_, false) => theirs.actors.get(id),
            };
            base.actors.extend(was.map(|actor| (*id, actor.clone())));
        }
        for id in ours.events.keys().chain(theirs.events.keys()) {
            let was = match (knows.ours(Thing::Event(*id)), knows.theirs(Thing::Event(*id))) {
                (true, true) => None,
                (false, true) => ours.events.get(id),
                (_, false) => theirs.events.get(id),
            };
            base.events.extend(was.map(|event| (*id, event.clone())));
        }
        let merged = merge_project(Some(&base), ours, theirs);
        self.tally.kept += merged.conflicts.len();
        let project = merged.project;
        let mut edits = Vec::new();
        if project.scheme != ours.scheme {
            edits.push(Edit::Project {
                before: ProjectField::Scheme(ours.scheme.clone()),
                after: ProjectField::Scheme(project.scheme.clone()),
            });
        }
        if project.reviewers != ours.reviewers {
            edits.push(Edit::Project {
                before: ProjectField::Reviewers(ours.reviewers.clone()),
                after: ProjectField::Reviewers(project.reviewers.clone()),
            });
        }
        if project.references != ours.references {
            edits.push(Edit::Project {
                before: ProjectField::References(ours.references.clone()),
                after: ProjectField::References(project.references.clone()),
            });
        }
        for two in ours.apart.symmetric_difference(&project.apart) {
            let is = project.apart.contains(two);
            edits.push(Edit::Project {
                before: ProjectField::Apart(*two, !is),
                after: ProjectField::Apart(*two, is),
            });
        }
        let ids: BTreeSet<_> = ours.events.keys().chain(project.events.keys()).collect();
        for id in ids {
            let (before, after) = (ours.events.get(id), project.events.get(id));
            if before != after {
                edits.push(Edit::Event {
                    id: *id,
                    before: before.cloned(),
                    after: after.cloned(),
                });
            }
        }
        self.redirects = project.redirects();
        let ids: BTreeSet<_> = ours.actors.keys().chain(project.actors.keys()).collect();
        for id in ids {
            let (before, after) = (ours.actors.get(id), project.actors.get(id));
            if before != after {
                edits.push(Edit::Actor {
                    id: *id,
                    before: before.cloned(),
                    after: after.cloned(),
                });
            }
        }
        let new = knows.added(&theirs.decisions);
        self.tally.decisions += new.len();
        edits.extend(new.into_iter().map(|decision| Edit::Decide {
            article: None,
            decision: Box::new(decision.clone()),
        }));
        self.edits.extend(edits);
    }

    /// The article with the actors that those it names were merged into.
    fn with_actors(&self, article: &Arc<Article>) -> Arc<Article> {
        let mut article = Arc::clone(article);
        if article.names_any_of(&self.redirects) {
            Arc::make_mut(&mut article).redirect(&self.redirects);
        }
        article
    }

    /// An article that only the open project has.
    fn keep(&mut self, article: &Arc<Article>) {
        let now = self.with_actors(article);
        if !Arc::ptr_eq(&now, article) {
            self.tally.changed += 1;
            self.articles.push(article.id.clone());
            self.edits.push(Edit::Article {
                id: article.id.clone(),
                before: Some(Arc::clone(article)),
                after: Some(now),
            });
        }
    }

    /// An article that is not here.
    fn bring(&mut self, article: &Arc<Article>, names: &mut BTreeSet<ArticleId>) {
        let mut article = self.with_actors(article);
        if names.contains(&article.id) {
            let id = ArticleId::from_name(article.id.as_str(), |id| names.contains(id));
            Arc::make_mut(&mut article).id = id;
        }
        names.insert(article.id.clone());
        self.tally.new += 1;
        self.tally.decisions += article.decisions.len();
        self.articles.push(article.id.clone());
        self.edits.push(Edit::Article {
            id: article.id.clone(),
            before: None,
            after: Some(article),
        });
    }

    /// An article that both have.
    fn join(&mut self, before: &Arc<Article>, theirs: &Arc<Article>) {
        let (ours, theirs) = (&self.with_actors(before), &self.with_actors(theirs));
        let knows = Knows::of(&ours.decisions, &theirs.decisions);
        let base = base(ours, theirs, &knows);
        // The texts are the same, or they would not have met.
        let Ok(merged) = merge_article(Some(&base), ours, theirs) else {
            return;
        };
        let is = merged.article;
        let tally = &mut self.tally;
        tally.kept += merged
            .conflicts
            .iter()
            .filter(|conflict| conflict.item.is_none())
            .count();
        tally.decisions += is.decisions.len() - ours.decisions.len();
        for (id, item) in &theirs.items {
            let (our, new) = (ours.items.get(id), is.items.get(id));
            let had = our.is_some_and(|our| our.status != Status::Suggested);
            let waited = our.is_some_and(is_contested);
            match new {
                Some(new) if is_contested(new) => tally.differing += usize::from(!waited),
                _ if item.status == Status::Suggested => {}
                new if new != our => tally.taken += 1,
                _ => tally.same += usize::from(had),
            }
        }
        let gone = ours.items.keys().filter(|id| !theirs.items.contains_key(id));
        for id in gone {
            match is.items.get(id) {
                None => tally.taken += 1,
                Some(new) if is_contested(new) && ours.items.get(id) != Some(new) => tally.differing += 1,
                Some(_) => {}
            }
        }
        if is != **before {
            tally.changed += 1;
            self.articles.push(is.id.clone());
            self.edits.push(Edit::Article {
                id: is.id.clone(),
                before: Some(Arc::clone(before)),
                after: Some(Arc::new(is)),
            });
        }
    }
}

/// An item with its place, or one that lost it.
type Slot = (Option<Item>, Option<Orphan>);

fn slot(article: &Article, id: ItemId) -> Slot {
    (article.items.get(&id).cloned(), article.orphans.get(&id).cloned())
}

/// What both began with, as far as their records tell.
fn base(ours: &Article, theirs: &Article, knows: &Knows<'_>) -> Article {
    // What was proposed, found or noted since is no decision: `three_way` knows what to do without a base.
    let mut base = Article {
        // Ours stays.
        suggested_by: theirs.suggested_by.clone(),
        decisions: knows.common(&ours.decisions),
        ..Article::new(
            ours.id.clone(),
            ours.added,
            ours.metadata.clone(),
            ours.text.clone(),
            Vec::new(),
        )
    };
    // Of a thing that only one side changed, what the other has is the base; of one that neither did, ours stays.
    let which = |thing| match (knows.ours(thing), knows.theirs(thing)) {
        (true, true) => None,
        (false, true) => Some(ours),
        (_, false) => Some(theirs),
    };
    base.metadata = which(Thing::Metadata).map_or_else(Default::default, |side| side.metadata.clone());
    base.state = match which(Thing::State) {
        // The first decision takes an article into review without an entry of its own.
        Some(_) if ours.state == ArticleState::ToDo => ArticleState::ToDo,
        side => side.map_or_else(Default::default, |side| side.state),
    };
    if !knows.zones(true) || !knows.zones(false) {
        let side = if knows.zones(false) { ours } else { theirs };
        base.zones.clone_from(&side.zones);
    }
    let ids: BTreeSet<ItemId> = [ours, theirs]
        .into_iter()
        .flat_map(|side| side.items.keys().chain(side.orphans.keys()))
        .copied()
        .collect();
    for id in ids {
        let thing = Thing::Item(id);
        if !knows.both(thing) {
            continue;
        }
        let (our, their) = (slot(ours, id), slot(theirs, id));
        let (item, orphan) = match which(thing) {
            Some(side) => slot(side, id),
            // Both changed it. Where one took it away, it has to be known that there was something to take.
            None if our == (None, None) => began(their),
            None if their == (None, None) => began(our),
            None => (None, None),
        };
        base.items.extend(item.map(|item| (id, item)));
        base.orphans.extend(orphan.map(|orphan| (id, orphan)));
    }
    base
}

/// Something that was there and that neither side has any more.
fn began((item, orphan): Slot) -> Slot {
    let other = |mut item: Item| {
        item.status = if item.status == Status::Suggested {
            Status::Added
        } else {
            Status::Suggested
        };
        item.origin = None;
        item
    };
    let orphan = orphan.map(|orphan| Orphan {
        item: other(orphan.item),
        ..orphan
    });
    (item.map(other), orphan)
}

/// One side of a difference: who decided, and what they want.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinion<'a> {
    /// Their last decision about the item.
    pub decision: &'a Decision,
    /// How the item is if it is done as they say; `None` if they turned it down.
    pub body: Option<&'a crate::annotation::Body>,
}

/// Who decided what about an item that waits because people differ, in the order in which they decided. Empty if the
/// record does not tell.
#[must_use]
pub fn opinions<'a>(article: &'a Article, item: &Item) -> Vec<Opinion<'a>> {
    let Some(origin) = item.origin.as_ref().filter(|_| is_contested(item)) else {
        return Vec::new();
    };
    let mut last: BTreeMap<&str, Opinion<'_>> = BTreeMap::new();
    for decision in &article.decisions {
        if let crate::annotation::Change::Item { id, after, .. } = &decision.change
            && *id == item.id
        {
            let body = after.as_ref();
            last.insert(&decision.by, Opinion { decision, body });
        }
    }
    let mut found: Vec<Opinion<'_>> = last.into_values().collect();
    // Whoever decided before all of that is not named in the reason.
    let named = |opinion: &Opinion<'_>| {
        let by = &opinion.decision.by;
        !by.is_empty() && origin.reason.contains(&format!("{by}: "))
    };
    if found.iter().filter(|opinion| named(opinion)).count() > 1 {
        found.retain(named);
    }
    found.sort_by_key(|opinion| opinion.decision.at);
    found
}

impl Session {
    /// The edits that take a copy in.
    pub(super) fn take_in(&self, taking: &TakeIn) -> Made {
        let again;
        let taking = if taking.fits(&self.project) {
            taking
        } else {
            again = TakeIn::of(&self.project, &taking.theirs);
            &again
        };
        let outcome = Outcome {
            articles: taking.articles.clone(),
            ..label("take in a colleague’s copy")
        };
        (taking.edits.clone(), outcome)
    }
}
