//! Folders that were made to harm: what is no file where one is expected, links that lead out or round in circles, names
//! that nobody means well with. Opening ends soon, says what is wrong, and nothing outside is touched.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use claimdesk::annotation::{Article, ArticleId, Metadata};
use claimdesk::project::lock::{Holder, Lock};
use claimdesk::project::{Home, LoadError, Loaded, check, load, save};
use claimdesk::text::ArticleText;

use crate::golden::{NORTHGATE, golden, messages, with_note};

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

fn replace(path: &Path, make: impl Fn(&Path)) {
    if path.is_dir() {
        fs::remove_dir_all(path).unwrap();
    } else {
        fs::remove_file(path).unwrap();
    }
    make(path);
}

/// What `work` gives; a test that waits on a pipe would wait for ever.
fn soon<T: Send + 'static>(name: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, answer) = channel();
    std::thread::spawn(move || sender.send(work()));
    let given = answer.recv_timeout(Duration::from_mins(1));
    assert!(given.is_ok(), "{name}: does not end");
    given.unwrap()
}

fn opened(name: &str, folder: &Path) -> Result<Loaded, LoadError> {
    let folder = folder.to_owned();
    soon(name, move || load(&folder))
}

const SECRET: &str = "Nobody reads this.\n";

type Harm = fn(&Path);

/// Where the golden project has a file for an article.
#[test]
fn what_is_no_article_costs_only_itself() {
    let cases: [(&str, Harm, &str); 8] = [
        ("a pipe", pipe, "a pipe or a device"),
        ("a folder", |path| fs::create_dir(path).unwrap(), "it is a folder"),
        (
            "a device without an end",
            |path| symlink("/dev/zero", path).unwrap(),
            "a pipe or a device",
        ),
        (
            "a link to itself",
            |path| symlink(path, path).unwrap(),
            "Could not be read",
        ),
        (
            "a link to nowhere",
            |path| symlink("nowhere", path).unwrap(),
            "went away",
        ),
        (
            "a link out of the folder",
            |path| symlink("../../secret.txt", path).unwrap(),
            "ends too early",
        ),
        (
            "a link to a folder",
            |path| symlink("/", path).unwrap(),
            "it is a folder",
        ),
        (
            "one huge line",
            |path| fs::write(path, "(".repeat(8 << 20)).unwrap(),
            "ends too early",
        ),
    ];
    for (name, harm, told) in cases {
        let (_keep, folder) = golden();
        let secret = folder.with_file_name("secret.txt");
        fs::write(&secret, SECRET).unwrap();
        replace(&folder.join(NORTHGATE), harm);
        let mut loaded = opened(name, &folder).unwrap();
        assert!(messages(&loaded).contains(told), "{name}: {}", messages(&loaded));
        assert_eq!(loaded.project.articles.len(), 1, "{name}");
        assert_eq!(loaded.untouchable, [folder.join(NORTHGATE)], "{name}");

        // The other article can be decided and saved. A new one of the same name takes the place of a link, never that
        // of what it leads to.
        with_note(&mut loaded.project, "fire-in-the-harbour", "Mine.");
        let at = loaded.project.in_order()[0].added;
        let id = ArticleId::parse("shelling-in-northgate").unwrap();
        let text = ArticleText::new("The army denied it.");
        let fresh = Article::new(id.clone(), at, Metadata::default(), text, Vec::new());
        loaded.project.articles.insert(id, Arc::new(fresh));
        let place = folder.clone();
        let result = soon(name, move || {
            save(&place, &loaded.project, &mut loaded.base, false)
        });
        let taken = fs::symlink_metadata(folder.join(NORTHGATE)).unwrap().is_file();
        assert_eq!(result.is_ok(), taken, "{name}: {result:?}");
        let fire = fs::read_to_string(folder.join("articles/fire-in-the-harbour.ron")).unwrap();
        assert!(fire.contains("Mine."), "{name}");
        assert_eq!(fs::read_to_string(&secret).unwrap(), SECRET, "{name}");
    }
}

#[test]
fn names_that_lead_elsewhere_are_no_articles() {
    let names: [&[u8]; 12] = [
        b"..ron",
        b"...ron",
        b"%2e%2e.ron",
        b"con.ron",
        b"com1.ron",
        b"a b.ron",
        b"-\\..\\x.ron",
        b"A.ron",
        "\u{202e}nor.ron".as_bytes(),
        b"a\nb.ron",
        b"a\xff\xfe.ron",
        &[b'a'; 85],
    ];
    for name in names {
        let (_keep, folder) = golden();
        let mut name = name.to_vec();
        if !name.ends_with(b".ron") {
            name.extend(b".ron");
        }
        let path = folder.join("articles").join(OsStr::from_bytes(&name));
        fs::copy(folder.join(NORTHGATE), &path).unwrap();
        let loaded = opened("name", &folder).unwrap();
        assert_eq!(loaded.project.articles.len(), 2, "{}", path.display());
        let hidden = name.starts_with(b".");
        assert_eq!(
            loaded.untouchable.len(),
            usize::from(!hidden),
            "{}",
            path.display()
        );
        assert_eq!(
            messages(&loaded).contains("is not that of an article"),
            !hidden,
            "{}",
            path.display()
        );
    }
    for id in [
        "",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "/etc/passwd",
        "a\0",
        "nul",
        "ä",
        "A",
        &"a".repeat(81),
    ] {
        assert_eq!(ArticleId::parse(id), None, "{id}");
    }
}

/// Where the project has its head or its folder of articles.
#[test]
fn a_project_without_a_head_says_so() {
    let cases: [(&str, Harm); 5] = [
        ("a folder", |path| fs::create_dir(path).unwrap()),
        ("a pipe", pipe),
        ("a link to itself", |path| symlink(path, path).unwrap()),
        ("a link to nowhere", |path| symlink("nowhere", path).unwrap()),
        ("a device without an end", |path| {
            symlink("/dev/zero", path).unwrap();
        }),
    ];
    for (name, harm) in cases {
        let (_keep, folder) = golden();
        replace(&folder.join("project.ron"), harm);
        for path in [folder.clone(), folder.join("project.ron")] {
            let error = opened(name, &path).unwrap_err();
            assert!(
                matches!(error, LoadError::NotAProject(_) | LoadError::Missing(_)),
                "{name}: {error}"
            );
        }
    }
}

#[test]
fn a_folder_of_articles_that_is_none_leaves_a_project_without_articles() {
    let cases: [(&str, Harm, usize); 5] = [
        ("a file", |path| fs::write(path, "x").unwrap(), 1),
        ("a pipe", pipe, 1),
        ("a link to itself", |path| symlink(path, path).unwrap(), 1),
        ("a link to nowhere", |path| symlink("nowhere", path).unwrap(), 0),
        ("a link to all files", |path| symlink("/", path).unwrap(), 0),
    ];
    for (name, harm, told) in cases {
        let (_keep, folder) = golden();
        replace(&folder.join("articles"), harm);
        let loaded = opened(name, &folder).unwrap();
        assert_eq!(loaded.project.articles.len(), 0, "{name}");
        assert_eq!(loaded.warnings.len(), told, "{name}: {}", messages(&loaded));
        let place = folder.clone();
        soon(name, move || check(&place)).unwrap();
    }
}

#[test]
fn settings_that_are_no_file_cost_only_themselves() {
    let cases: [(&str, Harm); 4] = [
        ("a pipe", pipe),
        ("a folder", |path| fs::create_dir(path).unwrap()),
        ("a device without an end", |path| {
            symlink("/dev/zero", path).unwrap();
        }),
        ("not text", |path| fs::write(path, [0xff, 0xfe, 0]).unwrap()),
    ];
    for (name, harm) in cases {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        harm(&folder.path().join("preferences.ron"));
        let (preferences, problem) = soon(name, move || home.preferences());
        assert!(
            preferences.autosave && problem.unwrap().contains("defaults"),
            "{name}"
        );
    }
}

/// Where a project keeps the program's own files: nothing that they lead to is written to.
#[test]
fn own_files_that_lead_elsewhere_are_not_written_to() {
    let cases: [(&str, &str, Harm); 6] = [
        ("folder", ".claimdesk", |path| {
            symlink("../outside", path).unwrap();
        }),
        ("lock", ".claimdesk/lock", |path| {
            symlink("../../outside/secret", path).unwrap();
        }),
        ("holder", ".claimdesk/holder.ron", |path| {
            symlink("../../outside/secret", path).unwrap();
        }),
        ("pipe for a lock", ".claimdesk/lock", pipe),
        ("pipe for a holder", ".claimdesk/holder.ron", pipe),
        ("journal", ".claimdesk/journal", |path| {
            symlink("../../outside/secret", path).unwrap();
        }),
    ];
    for (name, place, harm) in cases {
        let (_keep, folder) = golden();
        let outside = folder.with_file_name("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("secret"), SECRET).unwrap();
        if place != ".claimdesk" {
            fs::create_dir(folder.join(".claimdesk")).unwrap();
        }
        harm(&folder.join(place));
        let project = folder.clone();
        let refused = soon(name, move || {
            let who = Holder::this("Ada", "2031-03-04T10:00:00Z".parse().unwrap());
            let lock = Lock::take(&project, &who, true);
            let journal = claimdesk::project::journal::read(&project.join(".claimdesk/journal"));
            lock.is_err() || journal.is_err()
        });
        assert!(refused, "{name}");
        assert_eq!(
            fs::read_to_string(outside.join("secret")).unwrap(),
            SECRET,
            "{name}"
        );
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1, "{name}");
    }
}
