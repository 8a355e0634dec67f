//! What a journal keeps, whenever the program ends and however far a save had come.

use proptest::prelude::*;

use super::history::arbitrary_command;
use super::*;
use crate::project::journal::{Base, Record, Story, frame, from_bytes};

/// The records as they come back from a file.
fn through_a_file(records: &[Record]) -> Vec<Record> {
    let bytes: Vec<u8> = records.iter().flat_map(frame).collect();
    let found = from_bytes(&bytes);
    assert_eq!((found.damage, found.records.len()), (None, records.len()));
    found.records
}

/// Decisions in an order of their own: files keep that of their times, and those of one moment in the order of the text.
fn as_in_files(project: &Project) -> Project {
    let mut project = project.clone();
    let key = |decision: &crate::annotation::Decision| (decision.at, format!("{:?}", decision.change));
    project.decisions.sort_by_key(key);
    for article in project.articles.values_mut() {
        std::sync::Arc::make_mut(article).decisions.sort_by_key(key);
    }
    project
}

fn later(second: usize) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + i64::try_from(second).unwrap()).unwrap()
}

#[test]
fn what_is_not_saved_is_told_and_taken_over_with_its_history() {
    let (mut session, article) = session();
    let files = session.project().clone();
    session.take_records();
    let mut records = vec![
        Record::begun(Base::Folder),
        Record::Saving,
        Record::Saved {
            files: "1".to_owned(),
        },
    ];
    let item = item_with(&session, "Ada Toll");
    for (command, second) in [
        (
            Command::Accept {
                article: article.clone(),
                items: vec![item],
            },
            1,
        ),
        (
            Command::SetNote {
                article: article.clone(),
                note: "ask".to_owned(),
            },
            2,
        ),
    ] {
        session.run(command, later(second)).unwrap();
    }
    records.extend(session.take_records());
    let Left::Work(recovered, past) = Left::of(&files, "1", Story::of(through_a_file(&records))) else {
        panic!("there is work")
    };
    assert_eq!((recovered.count(), recovered.latest), (1, Some(later(1))));
    assert_eq!(&recovered.project, session.project());
    let mut again = Session::resume(recovered.project, past, "Rae");
    assert!(again.history().is_dirty());
    assert_eq!(again.history().undo_label(), Some("edit article note"));
    again.undo();
    again.undo();
    assert_eq!(again.project(), &files);
}

#[test]
fn what_others_decided_stays_and_is_told() {
    let (mut session, article) = session();
    let files = session.project().clone();
    session.take_records();
    let item = item_with(&session, "Ada Toll");
    let other = item_with(&session, "Norvan army");
    let accept = |items| Command::Accept {
        article: article.clone(),
        items,
    };
    session.run(accept(vec![item, other]), later(1)).unwrap();
    let mut records = vec![
        Record::begun(Base::Folder),
        Record::Saving,
        Record::Saved {
            files: "1".to_owned(),
        },
    ];
    records.extend(session.take_records());
    // Meanwhile somebody rejected one of the two.
    let mut theirs = Session::new(files, "Ben");
    let reject = Command::Reject {
        article: article.clone(),
        items: vec![item],
    };
    theirs.run(reject, later(2)).unwrap();
    let Left::Work(recovered, past) = Left::of(theirs.project(), "2", Story::of(through_a_file(&records)))
    else {
        panic!("there is work")
    };
    let items = &recovered.project.article(&article).unwrap().items;
    assert_eq!(
        (items[&item].status, items[&other].status),
        (Status::Rejected, Status::Accepted)
    );
    assert_eq!(
        recovered.conflicts,
        ["“A day”: “Ada Toll” was decided elsewhere too and stays."]
    );
    assert_eq!(recovered.count(), 1);
    let mut again = Session::resume(recovered.project, past, "Rae");
    again.undo();
    assert_eq!(again.project(), theirs.project());
}

/// One record of every sort, with an edit of every sort.
fn every_record() -> Vec<Record> {
    let (mut session, article) = session();
    let item = item_with(&session, "Ada Toll");
    let army = item_with(&session, "Norvan army");
    let mut records = vec![Record::Begun {
        program: "0.1.0".to_owned(),
        base: Base::Demo,
    }];
    let commands = [
        Command::Reject {
            article: article.clone(),
            items: vec![army],
        },
        Command::Link {
            article: article.clone(),
            item,
            to: LinkTo::New("Ada Maria Toll".to_owned()),
        },
        Command::SwitchZone {
            article: article.clone(),
            offset: 0,
            kind: ZoneKind::Boilerplate,
        },
        Command::SetNote {
            article: article.clone(),
            note: "Ask \"her\".\nSoon.".to_owned(),
        },
        Command::SetState {
            article: article.clone(),
            state: ArticleState::Done,
        },
        Command::SetMetadata {
            article: article.clone(),
            metadata: Box::new(Metadata {
                title: "Another day".to_owned(),
                ..Metadata::default()
            }),
        },
        Command::SetTitle("Talks".to_owned()),
        Command::SetScheme(crate::annotation::LabelScheme::default()),
        Command::RemoveArticle { article },
    ];
    for (second, command) in commands.into_iter().enumerate() {
        // A scheme that is as it was is no change.
        session.run(command, later(second)).ok();
    }
    session.undo();
    session.undo();
    session.redo();
    records.extend(session.take_records());
    let mention = session.project().in_order()[0].items[&item].clone();
    let orphan = crate::annotation::Orphan {
        words: [(span_of("Brask"), crate::annotation::Quote::default())].into(),
        candidate: Some(mention.body.clone()),
        item: mention.clone(),
    };
    records.push(Record::Done(std::sync::Arc::new(Step {
        number: 99,
        label: "drop".to_owned(),
        at: later(99),
        edits: vec![Edit::Orphan {
            article: session.project().in_order()[0].id.clone(),
            id: item,
            before: Some(Box::new(orphan)),
            after: None,
        }],
        focus: Focus::default(),
        proposes: false,
    })));
    records.extend([
        Record::Beside {
            actors: session.project().actors.values().cloned().collect(),
            items: vec![(session.project().in_order()[0].id.clone(), mention)],
        },
        Record::Saving,
        Record::Saved {
            files: "00ff".to_owned(),
        },
        Record::Discarded,
    ]);
    records
}

#[test]
fn a_journal_of_this_version_stays_readable() {
    let golden = include_bytes!("../../../tests/data/format/v1-journal/journal");
    let found = from_bytes(golden);
    assert_eq!(found.damage, None);
    assert_eq!(found.records, through_a_file(&every_record()));
    assert_eq!(found.records.iter().flat_map(frame).collect::<Vec<u8>>(), golden);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_crash_costs_nothing_however_far_a_save_had_come(
        before in prop::collection::vec([0usize..20, 0usize..60, 0usize..60], 0..10),
        during in prop::collection::vec([0usize..20, 0usize..60, 0usize..60], 0..8),
        after in prop::collection::vec([0usize..20, 0usize..60, 0usize..60], 0..8),
        written in prop::collection::vec(any::<bool>(), 8),
    ) {
        let (mut session, _) = session();
        let mut second = 0;
        let mut go = |session: &mut Session, choices: Vec<[usize; 3]>| {
            for choice in choices {
                second += 1;
                match choice[0] {
                    18 => drop(session.undo()),
                    19 => drop(session.redo()),
                    _ => drop(session.run(arbitrary_command(session, choice), later(second))),
                }
                let focus = session.focus.clone();
                session.refocus(&focus);
            }
        };
        let mut records = vec![Record::begun(Base::Folder)];
        go(&mut session, before);
        records.extend(session.take_records());
        records.push(Record::Saving);
        let saved = session.project().clone();
        go(&mut session, during);
        records.extend(session.take_records());
        records.push(Record::Saved { files: "1".to_owned() });
        // A second save is cut off: some of its files are written.
        records.push(Record::Saving);
        let cut_off = session.project().clone();
        go(&mut session, after);
        records.extend(session.take_records());
        let mut files = if written[0] { cut_off.clone() } else { saved.clone() };
        files.articles = saved.articles.clone();
        let ids: std::collections::BTreeSet<ArticleId> =
            saved.articles.keys().chain(cut_off.articles.keys()).cloned().collect();
        for (id, written) in ids.into_iter().zip(written.iter().skip(1).cycle()) {
            if *written {
                match cut_off.article(&id) {
                    Some(article) => files.articles.insert(id, article.clone()),
                    None => files.articles.remove(&id),
                };
            }
        }
        // The files are read by a program that cuts links to actors that are not there.
        let mut expected = as_in_files(session.project());
        let story = Story::of(through_a_file(&records));
        let (project, past) = match Left::of(&files, "1", story) {
            Left::Work(recovered, past) => {
                prop_assert_eq!(&recovered.conflicts, &Vec::<String>::new());
                (recovered.project, past)
            }
            Left::History(past) => (files, past),
            Left::Nothing | Left::Foreign => (files, Past::default()),
        };
        let mut got = as_in_files(&project);
        // Names that were written before a crash stay known as reviewers.
        got.reviewers.sort();
        expected.reviewers.sort();
        prop_assert_eq!(&got.reviewers, &expected.reviewers);
        prop_assert_eq!(&got, &expected);
        // And the history leads back as it did.
        let mut again = Session::resume(project, past, "Rae");
        prop_assert_eq!(again.history().undo_label(), session.history().undo_label());
        prop_assert_eq!(again.history().redo_label(), session.history().redo_label());
        while session.undo().is_some() {
            prop_assert!(again.undo().is_some());
            prop_assert_eq!(as_in_files(again.project()).articles, as_in_files(session.project()).articles);
        }
    }
}
