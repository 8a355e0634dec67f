//! Actors that come from elsewhere: copies, imports, merges of what was merged.

use super::*;

#[test]
fn a_copy_with_other_actors_events_and_tables_is_taken_in() {
    use crate::annotation::{ClaimRef, Event, EventId, ReferenceTable};
    use crate::review::TakeIn;

    let (project, first, second) = news();
    let mut there = Session::new(project.clone(), "Öz");
    let article = project.articles.keys().next().unwrap().clone();
    let items = &project.articles[&article].items;
    let claim = items
        .values()
        .find(|item| item.body.as_claim().is_some())
        .unwrap();
    let claims = vec![ClaimRef {
        article: article.clone(),
        item: claim.id,
    }];
    let event = Event {
        id: EventId::for_claims(&claims, |_| false),
        title: "Rain".to_owned(),
        status: Status::Added,
        claims,
        left_out: Vec::new(),
        note: String::new(),
    };
    let table = ReferenceTable {
        title: "Rain".to_owned(),
        file: "references/rain.csv".to_owned(),
        ..ReferenceTable::default()
    };
    for command in [
        Command::MergeActors {
            into: first.id,
            others: vec![second.id],
        },
        Command::SetEvents {
            events: vec![event.clone()],
            forget: Vec::new(),
        },
        Command::SetReferences(vec![table.clone()]),
    ] {
        there.run(command, at()).unwrap();
    }

    let mut here = Session::new(project, "Rae");
    let item = here.project().articles[&article].items.values();
    let waits = item
        .filter(|item| item.status == Status::Suggested)
        .map(|item| item.id);
    let items = waits.collect();
    here.run(Command::Accept { article, items }, at()).unwrap();
    let mine = here.project().clone();
    let theirs = Arc::new(there.project().clone());
    let taking = TakeIn::of(&mine, &theirs);
    here.run(Command::TakeInCopy(Box::new(taking)), at()).unwrap();
    let now = here.project();
    assert_eq!(now.actors, theirs.actors);
    assert!(linked(now).iter().all(|id| now.actors.contains_key(id)));
    assert_eq!(now.events.values().collect::<Vec<_>>(), [&event]);
    assert_eq!(now.references, [table]);
    let again = TakeIn::of(now, &theirs);
    assert!(again.is_empty());
    here.undo().unwrap();
    assert_eq!(here.project(), &mine);
}

#[test]
fn who_was_merged_twice_is_still_known() {
    let mut project = Project::new("Test");
    let three = ["Ada Toll", "Ilan Merk", "Oren Vask"].map(person);
    for actor in &three {
        project.actors.insert(actor.id, actor.clone());
    }
    let mut session = Session::new(project.clone(), "Rae");
    let [toll, merk, vask] = three.map(|actor| actor.id);
    for (into, other) in [(merk, toll), (vask, merk)] {
        let others = vec![other];
        session.run(Command::MergeActors { into, others }, at()).unwrap();
    }
    assert_eq!(
        [toll, merk, vask].map(|id| session.names.redirect(id)),
        [Some(vask), Some(vask), None]
    );
    session.undo().unwrap();
    assert_eq!(
        [toll, merk].map(|id| session.names.redirect(id)),
        [Some(merk), None]
    );
    session.undo().unwrap();
    assert_eq!(session.names.redirect(toll), None);
    assert_eq!(session.project(), &project);
}

#[test]
fn an_import_that_names_a_former_id_comes_to_the_actor() {
    let (mut project, first, second) = news();
    let article = crate::annotation::Article::clone(project.articles.values().next().unwrap());
    project.articles.clear();
    let mut session = Session::new(project, "Rae");
    session.run(merge(&first, &[&second]), at()).unwrap();
    // Not by its name, which it has no more.
    let mut nameless = session.project().actors[&first.id].clone();
    nameless.aliases.clear();
    session.run(Command::SetActor { actor: nameless }, at()).unwrap();
    let articles = vec![crate::exchange::annotated::Annotated {
        article,
        actors: [first.clone(), second]
            .into_iter()
            .map(|actor| (actor.id, actor))
            .collect(),
        about: None,
    }];
    session.run(Command::AddAnnotated { articles }, at()).unwrap();
    assert_eq!(session.project().actors.keys().collect::<Vec<_>>(), [&first.id]);
    assert_eq!(linked(session.project()), [first.id].into());
}
