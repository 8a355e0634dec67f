//! Projects on disk: what is saved comes back, what is damaged costs only itself, what others wrote is not lost.
#![expect(clippy::unwrap_used, reason = "a test that fails is meant to stop")]

mod damage;
mod golden;
mod hostile;
mod orphans;
mod repair;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use claimdesk::annotation::{
    Action, Article, ArticleId, Body, Change, Decision, Form, Item, ItemId, KindId, Mention, Metadata,
    Project, Status, main_span,
};
use claimdesk::project::{SaveError, create, is_project, load, save};
use claimdesk::text::ArticleText;
use jiff::Timestamp;

use golden::{
    GOLDEN_DESK, GOLDEN_FIGURES, GOLDEN_ORPHANS, NORTHGATE, copy, edit, files, golden, messages, with_note,
};

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

    same_when_written(&loaded.project);
}

/// What is written says the same, and is the same from then on. (What stands around repeated words is written since it
/// is known to be needed; files without it are as good.)
fn same_when_written(project: &Project) {
    let keep = tempfile::tempdir().unwrap();
    let (one, two) = (keep.path().join("one"), keep.path().join("two"));
    create(&one, project).unwrap();
    let again = load(&one).unwrap();
    assert_eq!(messages(&again), "");
    assert_eq!(again.project, *project);
    create(&two, &again.project).unwrap();
    assert_eq!(files(&one), files(&two));
}

#[test]
fn orphans_and_what_stands_around_words_stay_readable_and_the_same() {
    let loaded = load(Path::new(GOLDEN_ORPHANS)).unwrap();
    assert_eq!(messages(&loaded), "");
    let article = loaded
        .project
        .article(&ArticleId::parse("shelling-in-northgate").unwrap())
        .unwrap();
    let orphans: Vec<_> = article
        .orphans
        .values()
        .map(|orphan| {
            let place = orphan.candidate.as_ref().and_then(main_span);
            (
                orphan.shown(),
                orphan.item.status,
                place.map(|span| article.text.slice(span)),
            )
        })
        .collect();
    let expected = [
        ("armed gangs", Status::Added, None),
        ("Ada Toll", Status::Suggested, Some("Ada Tohl")),
        (
            "\"We fired at nobody,\"",
            Status::Suggested,
            Some("\"We fired at nobody,\""),
        ),
    ];
    assert_eq!(orphans, expected);
    let decisions = |id: &str| {
        let id = ItemId::parse(id).unwrap();
        let of = |d: &&Decision| matches!(&d.change, Change::Item { id: of, .. } if *of == id);
        article.decisions.iter().filter(of).count()
    };
    assert_eq!(decisions("430nj0s8"), 1, "its history is still its own");
    let keep = tempfile::tempdir().unwrap();
    let fresh = keep.path().join("fresh");
    create(&fresh, &loaded.project).unwrap();
    assert_eq!(files(&fresh), files(Path::new(GOLDEN_ORPHANS)));
}

#[test]
fn what_the_desk_added_stays_readable_and_the_same() {
    let loaded = load(Path::new(GOLDEN_DESK)).unwrap();
    assert_eq!(messages(&loaded), "");
    let project = &loaded.project;
    let ratings: Vec<&str> = project
        .scheme
        .ratings
        .iter()
        .map(|label| label.id.as_str())
        .collect();
    assert_eq!(ratings, ["supported", "not enough info", "refuted"]);
    assert_eq!(project.references[0].file, "references/register.csv");
    let event = project.events.values().next().unwrap();
    assert_eq!((event.claims.len(), event.left_out.len()), (2, 1));
    assert_eq!(event.title, "Shelling of Northgate");
    assert_eq!(project.apart.len(), 1);
    assert_eq!(project.redirects().len(), 1);
    let items = project
        .articles
        .values()
        .flat_map(|article| article.items.values());
    let mut verdicts = items.filter_map(|item| item.body.as_claim()?.verdict.as_ref());
    let evidence = &verdicts.next().unwrap().evidence[0];
    assert_eq!(
        (evidence.date.as_str(), evidence.file.as_str()),
        ("2031-03-05", "evidence/list.pdf")
    );
    same_when_written(project);
}

#[test]
fn the_days_of_figures_stay_readable_and_the_same() {
    let loaded = load(Path::new(GOLDEN_FIGURES)).unwrap();
    assert_eq!(messages(&loaded), "");
    let article = loaded
        .project
        .article(&ArticleId::parse("flood-in-aven").unwrap())
        .unwrap();
    let claims = article.items.values().filter_map(|item| item.body.as_claim());
    let mut days: Vec<_> = claims
        .flat_map(|claim| &claim.figures)
        .map(|figure| (figure.value.to_string(), figure.date.unwrap().to_string()))
        .collect();
    days.sort();
    let expected = [
        ("12000", "2024-03-01 to 2024-05-15"),
        ("15", "2024-05-11"),
        ("21", "2024-05-11"),
    ];
    assert_eq!(
        days,
        expected.map(|(value, days)| (value.to_owned(), days.to_owned()))
    );

    same_when_written(&loaded.project);
    let keep = tempfile::tempdir().unwrap();
    let damaged = keep.path().join("damaged");
    copy(Path::new(GOLDEN_FIGURES), &damaged);
    edit(
        &damaged.join("articles/flood-in-aven.ron"),
        "2024-03-01 to 2024-05-15",
        "2024-05-15 to 2024-03-01",
    );
    let loaded = load(&damaged).unwrap();
    assert!(
        messages(&loaded).contains("no range of days"),
        "{}",
        messages(&loaded)
    );
    assert_eq!(loaded.project.articles.len(), 1);
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
