//! Projects on disk: what is saved comes back, what is damaged costs only itself, what others wrote is not lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use claimdesk::annotation::{
    Action, Article, ArticleId, Body, Change, Decision, Form, Item, ItemId, KindId, Mention, Metadata,
    Project, Status,
};
use claimdesk::project::{LoadError, Loaded, SaveError, check, create, is_project, load, save};
use claimdesk::text::ArticleText;
use jiff::Timestamp;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/format/v1");

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A copy of the golden project that may be changed.
fn golden() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("p");
    copy(Path::new(GOLDEN), &project);
    (folder, project)
}

const NORTHGATE: &str = "articles/shelling-in-northgate.ron";

/// Every file of a folder with its content.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(
                files(&entry.path())
                    .into_iter()
                    .map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)),
            );
        } else {
            found.push((name, fs::read(entry.path()).unwrap()));
        }
    }
    found.sort();
    found
}

fn edit(path: &Path, from: &str, to: &str) {
    let source = fs::read_to_string(path).unwrap();
    assert!(source.contains(from), "{from}");
    fs::write(path, source.replacen(from, to, 1)).unwrap();
}

fn with_note(project: &mut Project, id: &str, note: &str) {
    let article = project.articles.get_mut(&ArticleId::parse(id).unwrap()).unwrap();
    Arc::make_mut(article).note = note.to_owned();
}

fn messages(loaded: &Loaded) -> String {
    loaded.warnings.iter().map(|w| format!("{w}\n")).collect()
}

#[test]
fn the_files_of_version_1_stay_readable_and_the_same() {
    let (_keep, folder) = golden();
    let loaded = load(&folder).unwrap();
    assert_eq!(messages(&loaded), "");
    assert_eq!(loaded.project.articles.len(), 2);
    let article = loaded
        .project
        .article(&ArticleId::parse("shelling-in-northgate").unwrap())
        .unwrap();
    assert_eq!(article.items.len(), 8);
    assert_eq!(article.decisions.len(), 10);
    let words: Vec<_> = article
        .annotations()
        .iter()
        .map(|i| article.text.slice(i.body.hull().unwrap()))
        .collect();
    assert_eq!(words[1..], ["Government troops", "Northgate", "armed gangs"]);

    let fresh = folder.with_file_name("fresh");
    create(&fresh, &loaded.project).unwrap();
    assert_eq!(files(&fresh), files(Path::new(GOLDEN)));
    let again = load(&fresh).unwrap();
    assert_eq!(again.project, loaded.project);
}

#[test]
fn only_what_changed_is_written() {
    let (_keep, folder) = golden();
    let mut loaded = load(&folder).unwrap();
    let before = files(&folder);
    save(&folder, &loaded.project, &mut loaded.base, false).unwrap();
    assert_eq!(files(&folder), before);

    // A foreign change in a file that this save has no reason to touch is neither lost nor in the way.
    edit(
        &folder.join(NORTHGATE),
        "Second source needed.",
        "From elsewhere.",
    );
    with_note(&mut loaded.project, "fire-in-the-harbour", "Mine.");
    save(&folder, &loaded.project, &mut loaded.base, false).unwrap();
    assert!(
        fs::read_to_string(folder.join(NORTHGATE))
            .unwrap()
            .contains("From elsewhere.")
    );
    assert!(
        fs::read_to_string(folder.join("articles/fire-in-the-harbour.ron"))
            .unwrap()
            .contains("Mine.")
    );
    assert_eq!(loaded.base.set_aside().len(), 0);
}

#[test]
fn what_another_program_changed_is_not_written_over_unasked() {
    let (_keep, folder) = golden();
    let mut loaded = load(&folder).unwrap();
    edit(
        &folder.join(NORTHGATE),
        "Second source needed.",
        "From elsewhere.",
    );
    with_note(&mut loaded.project, "shelling-in-northgate", "Mine.");
    with_note(&mut loaded.project, "fire-in-the-harbour", "Mine too.");
    let before = files(&folder);
    let error = save(&folder, &loaded.project, &mut loaded.base, false).unwrap_err();
    assert!(
        matches!(&error, SaveError::Changed { files } if files.len() == 1),
        "{error}"
    );
    assert!(error.to_string().contains("shelling-in-northgate.ron"), "{error}");
    assert_eq!(files(&folder), before, "nothing was written");

    save(&folder, &loaded.project, &mut loaded.base, true).unwrap();
    assert!(
        fs::read_to_string(folder.join(NORTHGATE))
            .unwrap()
            .contains("Mine.")
    );
    let aside = loaded.base.set_aside().to_vec();
    assert!(fs::read_to_string(&aside[0]).unwrap().contains("From elsewhere."));
    save(&folder, &loaded.project, &mut loaded.base, false).unwrap();
}

#[test]
fn a_removed_article_is_set_aside_and_can_come_back() {
    let (_keep, folder) = golden();
    let mut loaded = load(&folder).unwrap();
    let whole = loaded.project.clone();
    let id = ArticleId::parse("shelling-in-northgate").unwrap();
    let article = loaded.project.articles.remove(&id).unwrap();
    save(&folder, &loaded.project, &mut loaded.base, false).unwrap();
    assert!(!folder.join(NORTHGATE).exists());
    assert_eq!(load(&folder).unwrap().project.articles.len(), 1);
    assert_eq!(files(&folder.join("set-aside")).len(), 1);
    loaded.project.articles.insert(id, article);
    save(&folder, &loaded.project, &mut loaded.base, false).unwrap();
    assert_eq!(load(&folder).unwrap().project, whole);
}

/// Damages the golden article and says what the warnings must mention, and how many items are left (`None`: the
/// article does not open).
#[test]
fn damage_costs_only_itself_and_is_told_with_its_place() {
    type Damage = fn(&Path);
    let cases: [(&str, Damage, Option<usize>, &[&str]); 16] = [
        (
            "cut in half",
            |p| {
                let bytes = fs::read(p).unwrap();
                fs::write(p, &bytes[..bytes.len() / 2]).unwrap();
            },
            None,
            &["shelling-in-northgate.ron:", "ends too early", "^"],
        ),
        (
            "empty",
            |p| fs::write(p, "").unwrap(),
            None,
            &["The file is empty."],
        ),
        (
            "not text",
            |p| fs::write(p, [0x89, b'P', b'N', b'G', 0xff]).unwrap(),
            None,
            &["not UTF-8", ":1"],
        ),
        (
            "misspelt field",
            |p| edit(p, "note: \"Second", "nota: \"Second"),
            None,
            &["nota", ".ron:12:5:", "^"],
        ),
        (
            "merge conflict",
            |p| edit(p, "    state:", "<<<<<<< HEAD\n    state:"),
            None,
            &["merge conflict", "^"],
        ),
        (
            "newer",
            |p| edit(p, "format: 1", "format: 7,\n    moods: [1]"),
            None,
            &["newer Claimdesk (format 7)"],
        ),
        (
            "mark and line ends",
            |p| {
                let source = fs::read_to_string(p).unwrap().replace('\n', "\r\n");
                fs::write(p, format!("\u{feff}{source}")).unwrap();
            },
            Some(8),
            &[],
        ),
        (
            "offset past the end",
            |p| edit(p, "(275, 286, \"armed gangs\")", "(275, 9999, \"\")"),
            Some(7),
            &["430nj0s8 is left out", "275..9999 is no place"],
        ),
        (
            "offset inside a character",
            |p| edit(p, "(275, 286, \"armed gangs\")", "(274, 286, \"\")"),
            Some(7),
            &["is left out"],
        ),
        (
            "words elsewhere",
            |p| edit(p, "(275, 286,", "(5, 16,"),
            Some(8),
            &["found at 275..286"],
        ),
        (
            "same id twice",
            |p| edit(p, "id: \"430nj0s8\"", "id: \"02wjz5k0\""),
            Some(8),
            &["Two items have the id"],
        ),
        (
            "no id",
            |p| edit(p, "id: \"430nj0s8\"", "id: \"?\""),
            Some(8),
            &["no id of an item"],
        ),
        (
            "no such act",
            |p| edit(p, "act: \"denial\"", "act: \"shouting\""),
            Some(8),
            &["\"shouting\" is no act", "statement, accusation"],
        ),
        (
            "no such kind",
            |p| edit(p, "kind: \"group\"", "kind: \"mob\""),
            Some(8),
            &["no kind \"mob\""],
        ),
        (
            "no such actor",
            |p| edit(p, "actor: \"7d07z4k3\"", "actor: \"00000000\""),
            Some(8),
            &["actor 00000000 is not in project.ron"],
        ),
        (
            "figure out of range",
            |p| edit(p, "value: 21", "value: -3"),
            Some(8),
            &["cannot be counted"],
        ),
    ];
    for (name, damage, left, expected) in cases {
        let (_keep, folder) = golden();
        let path = folder.join(NORTHGATE);
        damage(&path);
        let damaged = files(&folder);
        let mut loaded = load(&folder).unwrap();
        assert_eq!(files(&folder), damaged, "{name}: opening changes nothing");
        let told = messages(&loaded);
        assert_eq!(told.is_empty(), expected.is_empty(), "{name}: {told}");
        for part in expected {
            assert!(told.contains(part), "{name}: no {part} in {told}");
        }
        let id = ArticleId::parse("shelling-in-northgate").unwrap();
        let article = loaded
            .project
            .articles
            .get(&id)
            .map(|article| article.items.len());
        assert_eq!(article, left, "{name}: {told}");
        assert_eq!(loaded.untouchable.len(), usize::from(left.is_none()), "{name}");
        assert_eq!(check(&folder).unwrap().is_empty(), expected.is_empty(), "{name}");

        // A save that has nothing to say about this article leaves it as it is.
        with_note(&mut loaded.project, "fire-in-the-harbour", "Mine.");
        save(&folder, &loaded.project, &mut loaded.base, false).unwrap();
        let original = &damaged.iter().find(|(file, _)| file == NORTHGATE).unwrap().1;
        assert_eq!(&fs::read(&path).unwrap(), original, "{name}");

        // One that has keeps what was there.
        let mut article = loaded.project.articles.get(&id).map_or_else(
            || {
                let text = ArticleText::new("Imported again.");
                Article::new(
                    id.clone(),
                    Timestamp::UNIX_EPOCH,
                    Metadata::default(),
                    text,
                    Vec::new(),
                )
            },
            |article| Article::clone(article),
        );
        article.note = "Changed.".to_owned();
        loaded.project.articles.insert(id, Arc::new(article));
        save(&folder, &loaded.project, &mut loaded.base, false).unwrap();
        let kept = fs::read_dir(folder.join("set-aside"))
            .map(Iterator::count)
            .unwrap_or_default();
        assert_eq!(kept, usize::from(!expected.is_empty()), "{name}");
        if let [aside] = loaded.base.set_aside() {
            assert_eq!(&fs::read(aside).unwrap(), original, "{name}");
        }
        let again = load(&folder).unwrap();
        assert_eq!(messages(&again), "", "{name}");
        assert_eq!(again.project, loaded.project, "{name}");
    }
}

#[test]
fn text_that_was_edited_by_hand_keeps_what_can_be_found() {
    let (_keep, folder) = golden();
    let path = folder.join(NORTHGATE);
    edit(&path, "Home | World | Weather\n", "Home\n");
    edit(&path, "accused “armed gangs” of", "accused nobody of");
    let loaded = load(&folder).unwrap();
    let told = messages(&loaded);
    assert!(
        told.contains("shelling-in-northgate.ron:14: The text was changed outside Claimdesk."),
        "{told}"
    );
    assert!(
        told.contains("430nj0s8 is left out: \"armed gangs\" is not at 275..286"),
        "{told}"
    );
    let article = loaded
        .project
        .article(&ArticleId::parse("shelling-in-northgate").unwrap())
        .unwrap();
    let words: Vec<_> = article
        .items
        .values()
        .filter_map(|item| item.body.as_mention())
        .map(|mention| article.text.slice(mention.span))
        .collect();
    for expected in [
        "Government troops",
        "Northgate",
        "Saturday",
        "Orlan Rights Watch",
        "Ada Toll",
    ] {
        assert!(words.contains(&expected), "{expected} in {words:?}\n{told}");
    }
    let northgate = article
        .items
        .values()
        .find(|i| i.status == Status::Corrected)
        .unwrap();
    assert_eq!(
        northgate.body.hull().unwrap().range(),
        97..106,
        "the second Northgate, as far on as its neighbours"
    );
    let zones: Vec<_> = article
        .zones
        .iter()
        .map(|zone| article.text.slice(zone.span))
        .collect();
    assert_eq!(zones, ["Shelling in Northgate kills at least 21", "By Mira Holt"]);
}

#[test]
fn a_project_that_cannot_open_says_why() {
    let (_keep, folder) = golden();
    let head = folder.join("project.ron");
    let fails = |expected: &str| {
        let error = load(&folder).unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    };
    let source = fs::read_to_string(&head).unwrap();
    fs::write(&head, &source[..source.len() / 2]).unwrap();
    fails("project.ron:");
    fs::write(
        &head,
        source.replacen("format: 1", "format: 2,\n    colour: \"x\"", 1),
    )
    .unwrap();
    fails("newer Claimdesk (format 2, this one reads format 1)");
    fs::write(&head, source.replacen("format: 1", "format: 2", 1)).unwrap();
    fails("newer Claimdesk");
    fs::remove_file(&head).unwrap();
    fails("Not a project");
    assert!(!is_project(&folder));
    assert!(matches!(
        load(&folder.join("nowhere")),
        Err(LoadError::Missing(_))
    ));
}

#[test]
fn a_project_is_made_only_where_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let project = Project::new("Mine");
    let there = folder.path().join("p");
    create(&there, &project).unwrap();
    assert!(is_project(&there) && is_project(&there.join("project.ron")));
    assert!(matches!(
        create(&there, &project),
        Err(SaveError::Occupied { .. })
    ));
    let deep = create(&folder.path().join("no/such/parent"), &project).unwrap_err();
    assert!(
        deep.to_string().contains("Make the folder above it first"),
        "{deep}"
    );
    fs::write(folder.path().join("file"), "").unwrap();
    assert!(matches!(
        create(&folder.path().join("file"), &project),
        Err(SaveError::Occupied { .. })
    ));
}

#[cfg(unix)]
#[test]
fn links_and_write_protection_are_respected() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let (_keep, folder) = golden();
    let elsewhere = folder.with_file_name("elsewhere.ron");
    fs::rename(folder.join(NORTHGATE), &elsewhere).unwrap();
    symlink(&elsewhere, folder.join(NORTHGATE)).unwrap();
    fs::set_permissions(&elsewhere, fs::Permissions::from_mode(0o640)).unwrap();
    let mut loaded = load(&folder).unwrap();
    with_note(&mut loaded.project, "shelling-in-northgate", "Mine.");
    save(&folder, &loaded.project, &mut loaded.base, false).unwrap();
    assert!(fs::symlink_metadata(folder.join(NORTHGATE)).unwrap().is_symlink());
    assert!(fs::read_to_string(&elsewhere).unwrap().contains("Mine."));
    assert_eq!(
        fs::metadata(&elsewhere).unwrap().permissions().mode() & 0o777,
        0o640
    );

    fs::set_permissions(&elsewhere, fs::Permissions::from_mode(0o440)).unwrap();
    with_note(&mut loaded.project, "shelling-in-northgate", "Mine again.");
    let error = save(&folder, &loaded.project, &mut loaded.base, false).unwrap_err();
    assert!(matches!(error, SaveError::Protected(_)), "{error}");
    fs::set_permissions(&elsewhere, fs::Permissions::from_mode(0o640)).unwrap();
    save(&folder, &loaded.project, &mut loaded.base, false).unwrap();
}

/// Two people decide about neighbouring items; git merges both without a conflict.
#[test]
fn git_merges_decisions_about_different_items() {
    let (_keep, folder) = golden();
    let decide = |project: &Project, item: &str, by: &str| {
        let mut project = project.clone();
        let id = ItemId::parse(item).unwrap();
        let article = project
            .articles
            .get_mut(&ArticleId::parse("shelling-in-northgate").unwrap())
            .unwrap();
        let article = Arc::make_mut(article);
        let item: &mut Item = article.items.get_mut(&id).unwrap();
        item.status = Status::Accepted;
        let body = Some(item.body.clone());
        article.decisions.push(Decision {
            at: "2031-03-06T00:00:00Z".parse().unwrap(),
            by: by.to_owned(),
            action: Action::Accepted,
            change: Change::Item {
                id,
                before: body.clone(),
                after: body,
            },
        });
        project
    };
    let base = load(&folder).unwrap().project;
    let write = |name: &str, project: &Project| {
        let target = folder.with_file_name(name);
        create(&target, project).unwrap();
        target.join(NORTHGATE)
    };
    let ours = write("ours", &decide(&base, "gxkptgpa", "Ines"));
    let theirs = write("theirs", &decide(&base, "b02cc842", "Ben Okoro"));
    let merged = std::process::Command::new("git")
        .args(["merge-file", "-p"])
        .args([&ours, &folder.join(NORTHGATE), &theirs])
        .output();
    let Ok(merged) = merged else { return };
    assert!(
        merged.status.success(),
        "{}",
        String::from_utf8_lossy(&merged.stdout)
    );
    fs::write(folder.join(NORTHGATE), merged.stdout).unwrap();
    let loaded = load(&folder).unwrap();
    assert_eq!(messages(&loaded), "");
    let both = decide(&decide(&base, "gxkptgpa", "Ines"), "b02cc842", "Ben Okoro");
    assert_eq!(loaded.project, both);
}

/// Decisions of one moment come back in text order, scores with three decimals, times with milliseconds.
#[test]
fn what_is_finer_than_the_file_is_the_same_from_then_on() {
    let folder = tempfile::tempdir().unwrap();
    let text = ArticleText::new("Ada met Ben.");
    let id = ArticleId::parse("a").unwrap();
    let at: Timestamp = "2031-03-04T05:06:07.123456789Z".parse().unwrap();
    let mut article = Article::new(id.clone(), at, Metadata::default(), text.clone(), Vec::new());
    for range in [8..11, 0..3] {
        let (span, kind) = (text.span(range).unwrap(), KindId::PERSON);
        let body = Body::Mention(Mention {
            span,
            kind,
            form: Form::Named,
            actor: None,
            note: String::new(),
        });
        let id = ItemId::for_body(&body, |_| false);
        let change = Change::Item {
            id,
            before: None,
            after: Some(body.clone()),
        };
        article.decisions.push(Decision {
            at,
            by: "Ada".to_owned(),
            action: Action::Added,
            change,
        });
        article.items.insert(
            id,
            Item {
                id,
                body,
                status: Status::Added,
                origin: None,
            },
        );
    }
    let mut project = Project::new("Fine");
    project.articles.insert(id.clone(), Arc::new(article.clone()));
    create(&folder.path().join("one"), &project).unwrap();
    let loaded = load(&folder.path().join("one")).unwrap();
    let back = &loaded.project.articles[&id];
    assert_eq!(back.items, article.items);
    assert_eq!(back.decisions.len(), 2);
    assert_eq!(back.added.to_string(), "2031-03-04T05:06:07.123Z");
    create(&folder.path().join("two"), &loaded.project).unwrap();
    assert_eq!(
        files(&folder.path().join("one")),
        files(&folder.path().join("two"))
    );
    assert_eq!(load(&folder.path().join("two")).unwrap().project, loaded.project);
}
