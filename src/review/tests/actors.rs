//! Actors that are merged, split and kept apart.

mod taken_in;

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::history::arbitrary_command;
use super::*;
use crate::annotation::{Actor, ActorId, Change, Item, Orphan, Party, Quote, pair};
use crate::project::journal::{Base, Record, Story};
use crate::project::{create, load};
use crate::review::three_way::{merge_article, merge_project};

const NEWS: &str = "Yusuf Lavor met Ada Toll. Lavor said it rained. He said more.\n\
                    Yousuf Lavor, cited by Ivan Lavor, left.";

fn span(words: &str) -> Span {
    let start = NEWS.find(words).unwrap();
    Span::new(start, start + words.len()).unwrap()
}

fn person(name: &str) -> Actor {
    Actor::new(name, KindId::PERSON)
}

fn names(words: &str, actor: &Actor) -> Body {
    Body::Mention(Mention {
        span: span(words),
        kind: KindId::PERSON,
        form: Form::Named,
        actor: Some(actor.id),
        note: String::new(),
    })
}

fn put(article: &mut crate::annotation::Article, body: Body, status: Status) -> ItemId {
    let id = ItemId::for_body(&body, |id| article.has_id(id));
    let origin = None;
    article.items.insert(
        id,
        Item {
            id,
            body,
            status,
            origin,
        },
    );
    id
}

/// Two spellings of one minister, in all the places where an actor can stand.
fn news() -> (Project, Actor, Actor) {
    let (first, second) = (person("Yusuf Lavor"), person("Yousuf Lavor"));
    let id = ArticleId::from_name("news", |_| false);
    let text = ArticleText::new(NEWS);
    let mut article = crate::annotation::Article::new(id.clone(), at(), Metadata::default(), text, vec![]);
    put(&mut article, names("Yusuf Lavor", &first), Status::Accepted);
    put(&mut article, names("Yousuf Lavor", &second), Status::Suggested);
    put(&mut article, names("Lavor said", &second), Status::Rejected);
    let claim = |content: &str, source: Option<&str>, speaker: &Actor, party: &Actor| {
        Body::Claim(Box::new(Claim {
            content: vec![span(content)],
            source: source.map(span),
            speaker: Some(speaker.id),
            via: Some(Party {
                span: span("Ivan Lavor"),
                actor: Some(party.id),
            }),
            targets: vec![Party {
                span: span("Ada Toll"),
                actor: Some(party.id),
            }],
            ..Claim::default()
        }))
    };
    put(
        &mut article,
        claim("it rained", Some("Lavor"), &second, &first),
        Status::Suggested,
    );
    let lost = claim("said more", None, &second, &second);
    let orphan = Orphan {
        item: Item {
            id: ItemId::for_body(&lost, |_| false),
            body: lost.clone(),
            status: Status::Accepted,
            origin: None,
        },
        words: lost
            .spans()
            .into_iter()
            .map(|span| {
                let words = NEWS.get(span.range()).unwrap().to_owned();
                (
                    span,
                    Quote {
                        words,
                        ..Quote::default()
                    },
                )
            })
            .collect(),
        candidate: Some(lost),
    };
    article.orphans.insert(orphan.item.id, orphan);
    let mut project = Project::new("News");
    for actor in [&first, &second] {
        project.actors.insert(actor.id, actor.clone());
    }
    project.articles.insert(id, Arc::new(article));
    (project, first, second)
}

fn linked(project: &Project) -> BTreeSet<ActorId> {
    let articles = project.articles.values();
    articles
        .flat_map(|article| {
            let items = article.items.values().map(|item| &item.body);
            let orphans = article.orphans.values();
            let orphans =
                orphans.flat_map(|orphan| std::iter::once(&orphan.item.body).chain(&orphan.candidate));
            items.chain(orphans).flat_map(Body::actors)
        })
        .collect()
}

fn merge(into: &Actor, others: &[&Actor]) -> Command {
    Command::MergeActors {
        into: into.id,
        others: others.iter().map(|actor| actor.id).collect(),
    }
}

#[test]
fn a_merge_moves_everything_and_leaves_one_decision_per_actor() {
    let (mut project, first, second) = news();
    let third = person("Ivan Lavor");
    project.actors.insert(third.id, third.clone());
    project.apart = [pair(first.id, second.id), pair(second.id, third.id)].into();
    let mut session = Session::new(project.clone(), "Rae");
    let done = session.run(merge(&first, &[&second, &first]), at()).unwrap();
    assert_eq!(done.label, "merge actor “Yousuf Lavor” into “Yusuf Lavor”");
    let now = session.project();
    assert_eq!(linked(now), [first.id].into());
    let one = &now.actors[&first.id];
    assert_eq!(one.aliases, ["Yousuf Lavor"]);
    assert_eq!(one.formerly, [second.id]);
    assert!(!now.actors.contains_key(&second.id));
    assert_eq!(
        now.apart,
        [pair(first.id, third.id)].into(),
        "who is apart from the one is apart from the other"
    );
    let about: Vec<_> = now.decisions.iter().map(|d| (&d.change, d.action)).collect();
    assert!(
        matches!(
            about[..],
            [
                (Change::Actor { id: a, .. }, Action::Corrected),
                (Change::Actor { id: b, after: None, .. }, Action::Removed)
            ] if *a == first.id && *b == second.id
        ),
        "{about:?}"
    );
    assert!(now.articles.values().all(|article| article.decisions.is_empty()));
    session.undo();
    assert_eq!(*session.project(), project);
    session.redo();
    let gone = session.run(merge(&first, &[&second]), at());
    assert_eq!(gone, Err(Refusal::NoActor));
    assert_eq!(session.run(merge(&first, &[&first]), at()), Err(Refusal::Nothing));
}

#[test]
fn a_split_takes_along_what_stands_under_the_names() {
    let (project, first, second) = news();
    let mut session = Session::new(project, "Rae");
    session.run(merge(&first, &[&second]), at()).unwrap();
    let before = session.project().clone();
    let split = |names: &[&str], new_name: &str| Command::SplitActor {
        actor: first.id,
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        kind: KindId::PERSON,
        new_name: new_name.to_owned(),
    };
    // The words of a mention decide; a rejected one goes along.
    session
        .run(split(&["yousuf  LAVOR", "Lavor"], "Yousuf Lavor"), at())
        .unwrap();
    let now = session.project();
    let back = &now.actors[&second.id];
    assert_eq!(back.aliases, ["Lavor", "yousuf LAVOR"]);
    assert!(
        now.actors[&first.id].formerly.is_empty(),
        "the old id is its own again"
    );
    assert!(now.actors[&first.id].aliases.is_empty());
    assert_eq!(now.apart, [pair(first.id, second.id)].into());
    let article = now.articles.values().next().unwrap();
    let shown = |item: &Item| {
        let claim = item.body.as_claim();
        let words = NEWS.get(item.body.hull().unwrap().range()).unwrap().to_owned();
        match claim {
            None => (
                words,
                item.body.actors().map(|id| id == second.id).collect::<Vec<_>>(),
            ),
            Some(claim) => (
                "claim".to_owned(),
                vec![
                    claim.speaker == Some(second.id),
                    claim.via.as_ref().unwrap().actor == Some(second.id),
                    claim.targets[0].actor == Some(second.id),
                ],
            ),
        }
    };
    let mut found: Vec<_> = article.items.values().map(shown).collect();
    found.sort();
    let expected = |words: &str, moved: &[bool]| (words.to_owned(), moved.to_vec());
    assert_eq!(
        found,
        [
            expected("Lavor said", &[false]),
            expected("Yousuf Lavor", &[true]),
            expected("Yusuf Lavor", &[false]),
            expected("claim", &[true, false, false]),
        ],
        "the source is “Lavor”; the words of via and target are no names of his"
    );
    let orphan = article.orphans.values().next().unwrap();
    let speaker = |body: &Body| body.as_claim().unwrap().speaker;
    assert_eq!(
        speaker(&orphan.item.body),
        Some(first.id),
        "no words say who, and one of his mentions stays"
    );
    session.undo();
    assert_eq!(*session.project(), before);
    for (command, refusal) in [
        (split(&["Nobody"], "Nobody"), Refusal::Nothing),
        (split(&["Lavor"], "  "), Refusal::NoName),
    ] {
        assert_eq!(session.run(command, at()), Err(refusal));
    }
    // With nobody of the old name left, what has no words of its own goes along.
    let all = ["Yusuf Lavor", "Yousuf Lavor"];
    session.run(split(&all, "Yusuf Lavor"), at()).unwrap();
    let now = session.project();
    let new = *now.actors.keys().find(|id| **id != first.id).unwrap();
    assert_ne!(new, second.id, "the name's id is taken; the next one is not");
    let orphan = now
        .articles
        .values()
        .next()
        .unwrap()
        .orphans
        .values()
        .next()
        .unwrap();
    assert_eq!(speaker(&orphan.item.body), Some(new));
    assert_eq!(speaker(orphan.candidate.as_ref().unwrap()), Some(new));
}

#[test]
fn a_pair_that_is_kept_apart_is_not_proposed_again() {
    let (project, first, second) = news();
    let mut session = Session::new(project.clone(), "Rae");
    assert_eq!(same_actors(session.project()).len(), 1);
    session
        .run(Command::KeepApart(second.id, first.id), at())
        .unwrap();
    assert_eq!(same_actors(session.project()), []);
    let again = session.run(Command::KeepApart(first.id, second.id), at());
    assert_eq!(again, Err(Refusal::Nothing));
    session.undo();
    assert_eq!(*session.project(), project);
}

#[test]
fn what_names_a_former_id_means_the_actor() {
    let (project, first, second) = news();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut session = Session::new(project.clone(), "Rae");
    session.run(merge(&first, &[&second]), at()).unwrap();
    // The article's file is of before the merge, as after a merge of branches.
    let mut mixed = session.project().clone();
    mixed.articles.clone_from(&project.articles);
    create(&path, &mixed).unwrap();
    let mut loaded = load(&path).unwrap();
    assert_eq!(loaded.warnings, []);
    assert_eq!(loaded.project, *session.project());
    // The next save writes it, so that a split does not take along what merely was not written anew.
    crate::project::save(&path, &loaded.project, &mut loaded.base, false).unwrap();
    let file = std::fs::read_to_string(path.join("articles/news.ron")).unwrap();
    assert!(!file.contains(&second.id.to_string()), "{file}");
    // A suggester that finds the old name proposes this actor, even where others bear the name.
    let mut more = session.project().clone();
    more.actors.get_mut(&first.id).unwrap().aliases.clear();
    let mut session = Session::new(more, "Rae");
    let mut suggestions = suggestions();
    suggestions.actors[0].name = "Yousuf Lavor".to_owned();
    suggestions.actors[0].aliases.clear();
    let add = Command::AddArticles {
        articles: vec![(draft(TEXT), Some(suggestions))],
        by: by(),
    };
    session.run(add, at()).unwrap();
    assert_eq!(session.project().actors.len(), 1);
}

#[test]
fn branches_that_merge_and_split_come_together() {
    let (base, first, second) = news();
    let after = |base: &Project, who: &str, commands: Vec<Command>| {
        let mut session = Session::new(base.clone(), who);
        for command in commands {
            session.run(command, at()).unwrap();
        }
        session.project().clone()
    };
    let ours = after(&base, "Rae", vec![merge(&first, &[&second])]);
    let article = base.articles.keys().next().unwrap().clone();
    let items: Vec<ItemId> = base.articles[&article].items.keys().copied().collect();
    let mut renamed = second.clone();
    "Norva".clone_into(&mut renamed.side);
    let theirs = after(
        &base,
        "Öz",
        vec![
            Command::SetActor { actor: renamed },
            Command::Accept { article, items },
        ],
    );
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = merge_project(Some(&base), one, other);
        assert_eq!(merged.conflicts, []);
        let actors = &merged.project.actors;
        assert_eq!(actors.keys().collect::<Vec<_>>(), [&first.id]);
        let is = &actors[&first.id];
        assert_eq!((is.side.as_str(), &is.formerly[..]), ("Norva", &[second.id][..]));
        // What followed the actors does not contradict what was decided about the items.
        let sides = [&base, one, other].map(|project| project.articles.values().next().unwrap());
        let merged = merge_article(Some(sides[0]), sides[1], sides[2]).unwrap();
        assert_eq!(merged.conflicts, []);
        assert!(merged.article.items.values().all(Item::is_annotation));
        let actors: BTreeSet<_> = merged
            .article
            .items
            .values()
            .flat_map(|i| i.body.actors())
            .collect();
        assert_eq!(actors, [first.id].into());
    }
    // One took the merge back, by a split.
    let split = Command::SplitActor {
        actor: first.id,
        names: vec!["Yousuf Lavor".to_owned()],
        kind: KindId::PERSON,
        new_name: "Yousuf Lavor".to_owned(),
    };
    let split = after(&ours, "Öz", vec![split]);
    let noted = after(&ours, "Rae", vec![Command::SetTitle("Now".to_owned())]);
    let merged = merge_project(Some(&ours), &noted, &split).project;
    assert_eq!(merged.actors, split.actors);
    assert_eq!(merged.apart, split.apart);
    // Each into the other: one of them stays.
    let other_way = after(&base, "Öz", vec![merge(&second, &[&first])]);
    let merged = merge_project(Some(&base), &ours, &other_way).project;
    let back = merge_project(Some(&base), &other_way, &ours).project;
    assert_eq!(merged.actors.len(), 1);
    assert_eq!(merged.actors, back.actors);
}

#[test]
fn an_older_journal_comes_to_the_actor() {
    let (base, first, second) = news();
    let mut mine = Session::new(base.clone(), "Rae");
    mine.take_records();
    let mut records = vec![
        Record::begun(Base::Folder),
        Record::Saving,
        Record::Saved {
            files: "1".to_owned(),
        },
    ];
    let article = base.articles.values().next().unwrap();
    let is_his = |item: &&Item| item.body.actors().next() == Some(second.id);
    let items: Vec<ItemId> = article
        .items
        .values()
        .filter(is_his)
        .map(|item| item.id)
        .collect();
    let mut sided = second.clone();
    "Norva".clone_into(&mut sided.side);
    for command in [
        Command::SetActor { actor: sided },
        Command::Accept {
            article: article.id.clone(),
            items: items.clone(),
        },
    ] {
        mine.run(command, at()).unwrap();
    }
    records.extend(mine.take_records());
    // Meanwhile somebody merged the two.
    let mut theirs = Session::new(base, "Ben");
    theirs.run(merge(&first, &[&second]), at()).unwrap();
    let Left::Work(recovered, _) = Left::of(theirs.project(), "2", Story::of(records)) else {
        panic!("there is work")
    };
    assert_eq!(
        recovered.conflicts,
        ["The actor “Yousuf Lavor” was merged into “Yusuf Lavor” elsewhere and stays so."]
    );
    let now = &recovered.project;
    assert_eq!(now.actors, theirs.project().actors);
    assert_eq!(linked(now), [first.id].into());
    let article = now.articles.values().next().unwrap();
    assert!(items.iter().all(|id| article.items[id].is_annotation()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn merges_and_splits_are_taken_back_and_survive_saving(
        choices in prop::collection::vec([9usize..18, 0usize..60, 0usize..60], 1..24),
    ) {
        let (project, ..) = news();
        let mut session = Session::new(project.clone(), "Rae");
        session.refocus(&Focus::default());
        for choice in choices {
            drop(session.run(arbitrary_command(&session, choice), at()));
            let now = session.project();
            let formerly: Vec<ActorId> = now.actors.values().flat_map(|a| a.formerly.clone()).collect();
            let once: BTreeSet<ActorId> = formerly.iter().copied().collect();
            prop_assert_eq!(once.len(), formerly.len(), "one actor has it");
            prop_assert!(once.iter().all(|id| !now.actors.contains_key(id)));
            prop_assert!(linked(now).iter().all(|id| now.actors.contains_key(id)));
            prop_assert!(now.apart.iter().all(|(a, b)| a < b));
        }
        let folder = tempfile::tempdir().unwrap();
        create(&folder.path().join("p"), session.project()).unwrap();
        let loaded = load(&folder.path().join("p")).unwrap();
        prop_assert_eq!(&loaded.project.actors, &session.project().actors);
        prop_assert_eq!(&loaded.project.apart, &session.project().apart);
        while session.undo().is_some() {}
        prop_assert_eq!(session.project(), &project);
    }
}

#[test]
fn nothing_is_linked_to_an_actor_that_is_not_there() {
    let (mut session, article) = session();
    let item = item_with(&session, "Ada Toll");
    let before = session.project().clone();
    let link = Command::Link {
        article,
        item,
        to: LinkTo::Actor(Actor::new("Nobody", KindId::GROUP).id),
    };
    assert_eq!(session.run(link, at()), Err(Refusal::NoActor));
    assert_eq!(session.project(), &before);
}
