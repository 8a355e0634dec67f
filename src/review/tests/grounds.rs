//! Scales of ratings and reference tables: one step each, kept by the journal, merged.

use super::*;
use crate::annotation::{LabelScheme, RatingLabel, ReferenceColumns, ReferenceTable};
use crate::project::journal::{Base, Record, Story, frame, from_bytes};
use crate::review::three_way::merge_project;

fn table(name: &str) -> ReferenceTable {
    ReferenceTable {
        title: format!("Counts of “{name}”"),
        file: format!("references/{name}.csv"),
        columns: ReferenceColumns {
            date: "day".to_owned(),
            number: "killed, all".to_owned(),
            ..ReferenceColumns::default()
        },
        measure: crate::annotation::Measure::Killed,
    }
}

fn scale(ratings: Vec<RatingLabel>) -> LabelScheme {
    LabelScheme {
        ratings,
        ..LabelScheme::default()
    }
}

/// What was done and not saved, as the window finds it again after a crash.
fn unsaved(session: &mut Session) -> Story {
    let mut records = vec![
        Record::begun(Base::Folder),
        Record::Saving,
        Record::Saved {
            files: "1".to_owned(),
        },
    ];
    records.extend(session.take_records());
    let bytes: Vec<u8> = records.iter().flat_map(frame).collect();
    let found = from_bytes(&bytes);
    assert_eq!((found.damage, &found.records), (None, &records));
    Story::of(found.records)
}

#[test]
fn each_is_a_step_that_is_undone_and_survives_a_crash() {
    let (mut session, _) = session();
    let files = session.project().clone();
    session.take_records();
    for (command, label) in [
        (
            Command::SetScheme(scale(RatingLabel::three())),
            "change rating scale",
        ),
        (Command::SetReferences(vec![table("a")]), "attach reference table"),
        (
            Command::SetReferences(vec![table("a"), table("b")]),
            "attach reference table",
        ),
        (Command::SetReferences(vec![table("b")]), "detach reference table"),
        (
            Command::SetScheme(scale(RatingLabel::two())),
            "change rating scale",
        ),
    ] {
        session.run(command, at()).unwrap();
        assert_eq!(session.history().undo_label(), Some(label));
    }
    let story = unsaved(&mut session);
    let Left::Work(recovered, past) = Left::of(&files, "1", story) else {
        panic!("there is work")
    };
    assert_eq!(
        (recovered.conflicts.len(), &recovered.project),
        (0, session.project())
    );
    let mut again = Session::resume(recovered.project, past, "Rae");
    for session in [&mut session, &mut again] {
        while session.undo().is_some() && *session.project() != files {}
        assert_eq!(session.project(), &files);
    }
}

#[test]
fn what_was_changed_elsewhere_too_stays_and_is_told() {
    let (mut session, _) = session();
    let mut theirs = session.project().clone();
    session.take_records();
    let commands = [
        Command::SetScheme(scale(RatingLabel::three())),
        Command::SetReferences(vec![table("a")]),
    ];
    for command in commands {
        session.run(command, at()).unwrap();
    }
    theirs.scheme.ratings = RatingLabel::two();
    theirs.references = vec![table("b")];
    let recovered = recover(&theirs, &unsaved(&mut session));
    assert_eq!(recovered.project, theirs);
    assert_eq!(
        recovered.conflicts,
        [
            "The kinds and ratings were changed elsewhere too and stay.",
            "The reference tables were changed elsewhere too and stay.",
        ]
    );
}

#[test]
fn tables_of_both_sides_are_there_and_a_scale_is_that_of_whoever_changed_it() {
    let base = Project {
        references: vec![table("both"), table("ours went")],
        ..Project::new("Talks")
    };
    let mut ours = Project {
        references: vec![table("both"), table("a")],
        ..base.clone()
    };
    let mut theirs = Project {
        references: vec![
            table("both"),
            table("ours went"),
            ReferenceTable {
                title: "Other".to_owned(),
                ..table("b")
            },
        ],
        ..base.clone()
    };
    theirs.scheme.ratings = RatingLabel::three();
    let merged = merge_project(Some(&base), &ours, &theirs);
    let files = |project: &Project| -> Vec<String> {
        let tables = project.references.iter();
        tables
            .map(|table| table.file.replace("references/", ""))
            .collect()
    };
    assert_eq!(files(&merged.project), ["both.csv", "a.csv", "b.csv"]);
    assert_eq!(merged.project.scheme.ratings, RatingLabel::three());
    assert_eq!(merged.conflicts, []);
    ours.scheme.ratings = RatingLabel::two();
    ours.references.push(table("b"));
    let merged = merge_project(Some(&base), &ours, &theirs);
    assert_eq!(merged.project.scheme.ratings, RatingLabel::two());
    assert_eq!(merged.conflicts.len(), 2, "{:?}", merged.conflicts);
}
