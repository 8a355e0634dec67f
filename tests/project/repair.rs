//! `repair` writes what reading put right, once, and leaves the rest alone.

use std::fs;

use claimdesk::annotation::ArticleId;
use claimdesk::project::{LoadError, RepairError, check, load, repair};

use crate::damage::DAMAGES;
use crate::golden::{NORTHGATE, edit, files, golden, messages};

#[test]
fn after_a_repair_nothing_is_left_to_repair() {
    for (name, damage, left, expected) in DAMAGES {
        let (_keep, folder) = golden();
        let path = folder.join(NORTHGATE);
        damage(&path);
        let original = fs::read(&path).unwrap();
        let before = files(&folder);
        let read = load(&folder).unwrap().project;

        let repaired = repair(&folder).unwrap();
        let found = repaired.mended.len() + repaired.stays.len();
        assert_eq!(found == 0, expected.is_empty(), "{name}");
        let readable = left.is_some();
        let lost = left.map_or(0, |left| 8 - left);
        assert_eq!(repaired.stays.len(), if readable { lost } else { 1 }, "{name}");
        if readable && found > 0 {
            let [aside] = repaired.set_aside.as_slice() else {
                panic!("{name}: {repaired:?}");
            };
            assert_eq!(fs::read(aside).unwrap(), original, "{name}: the file as it was");
        } else {
            assert_eq!(files(&folder), before, "{name}: nothing was touched");
        }

        let wrong = check(&folder).unwrap();
        assert!(wrong.iter().all(|warning| warning.stays), "{name}: {wrong:?}");
        assert_eq!(wrong.len(), repaired.stays.len(), "{name}: {wrong:?}");
        let after = files(&folder);
        let again = repair(&folder).unwrap();
        assert_eq!((again.mended.len(), again.set_aside.len()), (0, 0), "{name}");
        assert_eq!(files(&folder), after, "{name}: a second repair writes nothing");
        let loaded = load(&folder).unwrap();
        assert_eq!(loaded.project, read, "{name}: what was read is what was written");
        assert_eq!(loaded.waiting.len(), lost, "{name}");
        assert_eq!(messages(&loaded).is_empty(), readable, "{name}");
    }
}

#[test]
fn a_project_of_a_newer_program_is_refused_and_left_alone() {
    for (damage, expected) in [
        ("format: 2", "Written by a newer Claimdesk (format 2"),
        ("format: one", "project.ron:3:"),
    ] {
        let (_keep, folder) = golden();
        edit(&folder.join("project.ron"), "format: 1", damage);
        edit(&folder.join(NORTHGATE), "score: 0.88", "score: NaN");
        let before = files(&folder);
        let error = repair(&folder).unwrap_err();
        assert!(matches!(
            error,
            RepairError::Load(LoadError::Newer { .. } | LoadError::Damaged(_))
        ));
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(files(&folder), before);
    }
}

#[test]
fn what_is_wrong_in_the_projects_own_file_is_repaired_too() {
    let (_keep, folder) = golden();
    let head = folder.join("project.ron");
    edit(&head, "id: \"place\"", "id: \"group\"");
    edit(&head, "id: \"g26w3et0\"", "id: \"?\"");
    let repaired = repair(&folder).unwrap();
    assert_eq!(
        (repaired.mended.len(), repaired.stays.len()),
        (3, 0),
        "{repaired:?}"
    );
    assert_eq!(repaired.set_aside.len(), 2, "the kind is one of an article");
    assert!(check(&folder).unwrap().is_empty());
}

/// Two files with one text are for a person to choose from.
#[test]
fn what_is_not_damage_is_not_touched() {
    let (_keep, folder) = golden();
    fs::copy(folder.join(NORTHGATE), folder.join("articles/copy.ron")).unwrap();
    fs::copy(folder.join(NORTHGATE), folder.join("articles/A copy.ron")).unwrap();
    let before = files(&folder);
    let repaired = repair(&folder).unwrap();
    assert_eq!(
        (repaired.mended.len(), repaired.stays.len()),
        (0, 2),
        "{repaired:?}"
    );
    assert_eq!(files(&folder), before);
    assert!(
        load(&folder)
            .unwrap()
            .project
            .article(&ArticleId::parse("copy").unwrap())
            .is_some()
    );
}
