//! Whatever two people do, in whatever order, their work comes together.

use proptest::prelude::*;

use super::super::history::arbitrary_command;
use super::*;
use crate::annotation::{Decision, Item};
use crate::project::{create, load};

/// Decisions with how often each is there.
pub(super) fn counted(decisions: &[Decision]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for d in decisions {
        let thing = match &d.change {
            crate::annotation::Change::Item { id, .. } => format!("item {id}"),
            crate::annotation::Change::Actor { id, .. } => format!("actor {id}"),
            crate::annotation::Change::Zone { span, .. } => format!("zone {span:?}"),
            crate::annotation::Change::Metadata { .. } => "details".to_owned(),
            crate::annotation::Change::Event { id, .. } => id.to_string(),
            crate::annotation::Change::State { .. } => "state".to_owned(),
        };
        *counts
            .entry(format!("{} {} {:?} {thing}", d.at, d.by, d.action))
            .or_default() += 1;
    }
    counts
}

pub(super) fn expected(ours: &[Decision], theirs: &[Decision]) -> BTreeMap<String, usize> {
    let mut both = counted(ours);
    for (entry, count) in counted(theirs) {
        let is = both.entry(entry).or_default();
        *is = (*is).max(count);
    }
    both
}

/// The item whatever it stands within.
pub(super) fn loose(item: Option<&Item>) -> Option<Item> {
    let mut item = item?.clone();
    item.body = crate::review::nesting::let_go(&item.body);
    Some(item)
}

pub(super) type Choices = Vec<[usize; 3]>;

pub(super) fn choices(most: usize) -> impl Strategy<Value = Choices> {
    prop::collection::vec([0usize..14, 0usize..60, 0usize..60], 0..most)
}

/// A project after what a person might have done to its one article.
pub(super) fn lived(project: &Project, who: &str, first: usize, choices: &Choices) -> Project {
    let mut session = Session::new(project.clone(), who);
    let article = only_article(project).id.clone();
    session.refocus(&Focus {
        article: Some(article),
        item: None,
    });
    for (index, choice) in choices.iter().enumerate() {
        if !matches!(choice[0], 10 | 11) {
            let command = arbitrary_command(&session, *choice);
            drop(session.run(command, time(first + 2 * index)));
        }
    }
    session.project().clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_history_of_two_people_loses_anything(before in choices(6), our in choices(12), their in choices(12)) {
        let (session, id) = session();
        let base = lived(session.project(), "Ines", 1, &before);
        let ours = lived(&base, "Rae", 100, &our);
        let theirs = lived(&base, "Öz", 101, &their);
        let (b, o, t) = (only_article(&base), only_article(&ours), only_article(&theirs));
        let Merged { article, conflicts } = merge_article(Some(b), o, t).unwrap();

        prop_assert_eq!(counted(&article.decisions), expected(&o.decisions, &t.decisions));
        prop_assert!(article.decisions.is_sorted_by_key(|decision| decision.at));
        for item in b.items.keys().chain(o.items.keys()).chain(t.items.keys()) {
            let [was, our, their] = [b, o, t].map(|side| side.items.get(item));
            let is = article.items.get(item);
            if was == their || our == their {
                prop_assert_eq!(loose(is), loose(our));
            } else if was == our {
                prop_assert_eq!(loose(is), loose(their));
            } else if is.is_some_and(is_contested) {
                prop_assert!(conflicts.iter().any(|conflict| conflict.item == Some(*item)));
            } else {
                let is = loose(is);
                prop_assert!(is.is_none() || is == loose(our) || is == loose(their));
            }
        }

        let back = merge_article(Some(b), t, o).unwrap();
        prop_assert_eq!(counted(&back.article.decisions), counted(&article.decisions));
        prop_assert_eq!(back.conflicts.len(), conflicts.len());
        prop_assert!(back.article.items.keys().eq(article.items.keys()));
        for (there, here) in back.article.items.values().zip(article.items.values()) {
            prop_assert_eq!(there.status, here.status);
            if here.status != Status::Suggested {
                prop_assert_eq!(there, here);
            }
        }

        let mut merged = merge_project(Some(&base), &ours, &theirs).project;
        prop_assert_eq!(counted(&merged.decisions), expected(&ours.decisions, &theirs.decisions));
        merged.articles.insert(id.clone(), Arc::new(article));
        let folder = tempfile::tempdir().unwrap();
        create(&folder.path().join("p"), &merged).unwrap();
        let loaded = load(&folder.path().join("p")).unwrap();
        prop_assert_eq!(loaded.warnings, []);
        let (read, wrote) = (loaded.project.article(&id).unwrap(), only_article(&merged));
        prop_assert_eq!(&read.items, &wrote.items);
        prop_assert_eq!(counted(&read.decisions), counted(&wrote.decisions));
        prop_assert_eq!(&loaded.project.actors, &merged.actors);
        // Merging again with either side changes nothing.
        let again = merge_article(Some(o), wrote, o).unwrap();
        prop_assert_eq!(&again.article.items, &wrote.items);
        prop_assert_eq!(again.conflicts, []);
    }
}
