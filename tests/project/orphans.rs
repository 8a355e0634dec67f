//! What becomes of orphans that a person settles, on disk.

use std::fs;
use std::path::Path;

use claimdesk::annotation::{ArticleId, Item, ItemId, Status};
use claimdesk::project::{load, save};
use claimdesk::review::{Command, Session};
use jiff::Timestamp;

use crate::golden::{GOLDEN_ORPHANS, NORTHGATE, copy, edit, files, messages};

/// The record keeps the words that the text no longer has, and the text may be changed again.
#[test]
fn what_is_settled_keeps_its_words_in_the_record() {
    let keep = tempfile::tempdir().unwrap();
    let folder = keep.path().join("p");
    copy(Path::new(GOLDEN_ORPHANS), &folder);
    let mut loaded = load(&folder).unwrap();
    let article = ArticleId::parse("shelling-in-northgate").unwrap();
    let id = |text: &str| ItemId::parse(text).unwrap();
    let mut session = Session::new(loaded.project, "Ines");
    let place = |item: &str| Command::PlaceOrphan {
        article: article.clone(),
        item: id(item),
    };
    let drop = |item: &str| Command::DropOrphan {
        article: article.clone(),
        item: id(item),
    };
    let commands = [place("b02cc842"), place("gxkptgpa"), drop("430nj0s8")];
    for (command, second) in commands.into_iter().zip(1_940_000_000..) {
        let at = Timestamp::from_second(second).unwrap();
        session.run(command, at).unwrap();
    }
    save(&folder, session.project(), &mut loaded.base, false).unwrap();
    assert_eq!(loaded.base.set_aside().len(), 0);
    let written = fs::read_to_string(folder.join(NORTHGATE)).unwrap();
    for entry in [
        r#"did: "corrected", before: Is(Mention(at: (223, 231, "Ada Toll"), kind"#,
        r#"body: Mention(at: (223, 231, "Ada Tohl"), kind"#,
        r#"did: "removed", before: Is(Mention(at: (275, 286, "armed gangs"), kind"#,
        r#"source: (223, 258, "Ada Toll, Toria's interior minister")"#,
    ] {
        assert!(written.contains(entry), "{entry} in {written}");
    }
    assert!(!written.contains("orphans:"));
    let again = load(&folder).unwrap();
    assert_eq!(messages(&again), "");
    assert_eq!(again.project, *session.project());
    let known = again.project.article(&article).unwrap();
    let status = |item: &str| known.items.get(&id(item)).map(|item: &Item| item.status);
    assert_eq!(
        (status("b02cc842"), status("430nj0s8")),
        (Some(Status::Suggested), None)
    );

    // The next change of the text moves what is there; the words of the past stay what they were.
    edit(&folder.join(NORTHGATE), "Home | World | Weather\n", "Home\n");
    let mut loaded = load(&folder).unwrap();
    let moved = loaded.project.article(&article).unwrap().clone();
    assert!(moved.orphans.is_empty(), "{}", messages(&loaded));
    crate::golden::with_note(&mut loaded.project, article.as_str(), "Changed.");
    save(&folder, &loaded.project, &mut loaded.base, false).unwrap();
    let written = fs::read_to_string(folder.join(NORTHGATE)).unwrap();
    assert!(written.contains(r#"(275, 286, "armed gangs")"#), "{written}");
    assert!(
        written.contains(r#"at: (205, 213, "Ada Tohl"), kind"#),
        "{written}"
    );
    let before = files(&folder);
    let mut again = load(&folder).unwrap();
    assert_eq!(again.project, loaded.project);
    save(&folder, &again.project, &mut again.base, false).unwrap();
    assert_eq!(files(&folder), before);
}

/// An entry of a history that cannot be read leaves no words behind that nothing refers to.
#[test]
fn what_is_left_out_of_a_history_leaves_nothing() {
    let keep = tempfile::tempdir().unwrap();
    for (number, (from, to)) in [
        (
            r#"did: "corrected", before: Is(Mention(at: (107, 124, "town of Northgate")"#,
            r#"did: "correct", before: Is(Mention(at: (107, 124, "town by Northgate")"#,
        ),
        (
            r#"did: "corrected", before: Is(Mention(at: (107, 124, "town of Northgate")"#,
            r#"did: "corrected", before: Is(Mention(at: (107, -4, "town by Northgate")"#,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let folder = keep.path().join(number.to_string());
        copy(Path::new("tests/data/format/v1"), &folder);
        edit(&folder.join(NORTHGATE), from, to);
        let loaded = load(&folder).unwrap();
        let fresh = keep.path().join(format!("fresh{number}"));
        claimdesk::project::create(&fresh, &loaded.project).unwrap();
        assert_eq!(load(&fresh).unwrap().project, loaded.project, "{to}");
    }
}
