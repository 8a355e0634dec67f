//! Opening files: what each kind of file gives, and what is said about files that are no good.

#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "helpers of tests may panic as tests do"
)]

use std::fs;
use std::path::{Path, PathBuf};

use claimdesk::exchange::{ColumnMap, Imported, columns_of, from_pasted, from_text, import, import_each};
use claimdesk::suggest::Stop;
use claimdesk::text::ZoneKind;
use proptest::prelude::*;
use tempfile::TempDir;

const LEAD: &str =
    "A ferry sank off Port Vell on Monday and at least twelve people drowned, the coast guard said.";

fn open(paths: &[&Path]) -> Imported {
    let paths: Vec<PathBuf> = paths.iter().map(|p| p.to_path_buf()).collect();
    import(&paths, None, &Stop::default(), &mut |_| ())
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// One file: its text if it gives one article, and what the problems say.
fn check(name: &str, bytes: &[u8], text: Option<&str>, problems: &[&str]) {
    let folder = folder(&[(name, bytes)]);
    let imported = open(&[&folder.path().join(name)]);
    let found: Vec<_> = imported.drafts.iter().map(|d| d.text.as_str()).collect();
    assert_eq!(
        found,
        text.into_iter().collect::<Vec<_>>(),
        "{name}: {:?}",
        imported.problems
    );
    let said: Vec<_> = imported.problems.iter().map(|p| p.what.as_str()).collect();
    assert_eq!(said.len(), problems.len(), "{name}: {said:?}");
    for (said, expected) in said.iter().zip(problems) {
        assert!(said.contains(expected), "{name}: {said}");
    }
    assert!(
        imported
            .problems
            .iter()
            .all(|p| p.hint.ends_with('.') && p.file.ends_with(name))
    );
}

#[test]
fn bad_files_are_named_and_explained() {
    check("empty.txt", b"", None, &["the file is empty"]);
    check("blank.txt", b" \n\n ", None, &["the text is empty"]);
    check(
        "page.html",
        b"<html><script>1</script></html>",
        None,
        &["the page has no text"],
    );
    check(
        "picture.txt",
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
        None,
        &["a PNG image"],
    );
    check("program.txt", &[0, 1, 2, 3, 0, 0, 7, 250], None, &["not text"]);
    check(
        "cut.txt",
        b"She said \xE2\x80",
        Some("She said "),
        &["in the middle of a character"],
    );
    check("utf16.txt", b"\xFF\xFEa\0\xE9\0\r\0\n\0b\0", Some("aé\nb"), &[]);
    check("latin.txt", b"\x93caf\xE9\x94", Some("“café”"), &[]);
    check(
        "mark.txt",
        b"\xEF\xBB\xBFone\r\ntwo\rthree",
        Some("one\ntwo\nthree"),
        &[],
    );
    check("report.pdf", b"%PDF-1.4", None, &["a PDF document"]);
    check("notes", b"plain notes", Some("plain notes"), &[]);
    check("saved", b"<!DOCTYPE html><p>A page</p>", Some("A page"), &[]);
    check("notes.text", LEAD.as_bytes(), Some(LEAD), &[]);
    check("empty.csv", b"", None, &["no rows"]);
    check("empty.jsonl", b"\n\n", None, &["no rows"]);
    check("empty.json", b"", None, &["ends in the middle"]);
    check(
        "columns.csv",
        b"a,b\n1,2\n3,4\n",
        None,
        &["the columns are \"a\", \"b\""],
    );
    check("row.csv", b"id,text\n1,\n", None, &["no text in column \"text\""]);
}

#[test]
fn fifty_megabytes_are_refused_before_they_are_read() {
    let folder = folder(&[]);
    for name in ["long.txt", "long.html", "long.md"] {
        let path = folder.path().join(name);
        fs::File::create(&path).unwrap().set_len(50 << 20).unwrap();
        let imported = open(&[&path]);
        assert!(imported.drafts.is_empty());
        assert!(
            imported.problems[0].what.contains("longer than 32 MB"),
            "{:?}",
            imported.problems
        );
    }
}

#[test]
fn missing_files_and_folders() {
    let folder = folder(&[("a.txt", b"A"), ("picture.png", b"\x89PNG")]);
    let missing = folder.path().join("none.txt");
    let imported = open(&[&missing, &folder.path().join("a.txt")]);
    assert_eq!(imported.drafts.len(), 1, "the others are read");
    assert_eq!(imported.problems[0].what, "There is no such file.");
    assert_eq!(imported.problems[0].file, missing);
    let empty = TempDir::new().unwrap();
    assert!(
        open(&[empty.path()]).problems[0]
            .what
            .contains("no article in this folder")
    );
}

#[test]
fn folders_are_read_in_order_and_hidden_files_are_not() {
    let folder = folder(&[
        ("b.txt", b"B"),
        ("a/z.md", b"# Z"),
        ("a/y.html", b"<p>Y"),
        (".hidden.txt", b"H"),
        (".git/config.txt", b"H"),
        ("picture.png", b"\x89PNG\0"),
        ("c.csv", b"id,text\n7,C\n"),
        ("program", &[0x7F, b'E', b'L', b'F', 0, 0]),
    ]);
    let imported = open(&[folder.path()]);
    let texts: Vec<_> = imported.drafts.iter().map(|d| d.text.as_str()).collect();
    assert_eq!(texts, ["Y", "Z", "B", "C"]);
    assert_eq!(imported.problems, []);
    let base = folder.path().file_name().unwrap().to_str().unwrap();
    let from: Vec<_> = imported
        .drafts
        .iter()
        .map(|d| d.metadata.imported_from.clone())
        .collect();
    assert_eq!(
        from,
        [
            format!("{base}/a/y.html"),
            format!("{base}/a/z.md"),
            format!("{base}/b.txt"),
            format!("{base}/c.csv#7")
        ]
    );
    let hidden = open(&[&folder.path().join(".hidden.txt")]);
    assert_eq!(hidden.drafts.len(), 1, "named directly");
}

#[cfg(unix)]
#[test]
fn loops_of_folders_end() {
    let folder = folder(&[("a/one.txt", b"One")]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("a/broken.txt")).unwrap();
    let imported = open(&[folder.path()]);
    assert_eq!(imported.drafts.len(), 1);
    assert_eq!(imported.problems.len(), 2, "{:?}", imported.problems);
}

#[cfg(unix)]
#[test]
fn devices_and_unreadable_files_are_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    assert!(
        open(&[Path::new("/dev/null")]).problems[0]
            .what
            .contains("device or a pipe")
    );
    let folder = folder(&[("a.txt", b"A")]);
    let path = folder.path().join("a.txt");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything.
    if fs::read(&path).is_err() {
        assert!(open(&[&path]).problems[0].what.contains("not allowed"));
    }
}

#[test]
fn an_article_with_everything() {
    let source = format!(
        "Skip to main content\n\nFerry sinks off Port Vell\n\nFrom Ana Reyl and Ben Osk, TNN\nupdated 7:52 PM EST, Sat December 29, 2012\n  • NEW: Captain held\n\n(TNN) -- {LEAD}\n\n\"We saw no boats,\" said Mira Tal, a fisher.\n\nTNN's Ola Kem contributed to this report.\n\nPart of complete coverage on\nTorian floods\nupdated 8:28 AM EST, Tue March 4, 2014\nThe dam at Osk has been repaired, officials say.\nupdated 5:32 AM EST, Tue February 18, 2014\nFarmers return to the valley after a year.\n"
    );
    let folder = folder(&[("ferry.txt", source.as_bytes())]);
    let imported = open(&[&folder.path().join("ferry.txt")]);
    let draft = &imported.drafts[0];
    assert_eq!(draft.metadata.title, "Ferry sinks off Port Vell");
    assert_eq!(draft.metadata.author, "Ana Reyl and Ben Osk");
    assert_eq!(draft.metadata.publisher, "TNN");
    assert_eq!(draft.metadata.published.unwrap().to_string(), "2012-12-29");
    let zones: Vec<_> = draft
        .zones
        .iter()
        .map(|z| (z.kind, draft.text.slice(z.span).lines().count()))
        .collect();
    assert_eq!(
        zones,
        [
            (ZoneKind::Boilerplate, 1),
            (ZoneKind::Headline, 1),
            (ZoneKind::Boilerplate, 2),
            (ZoneKind::Boilerplate, 8)
        ]
    );
}

/// Pages of four kinds, and the text that stands beside each of them.
#[test]
fn pages_become_their_articles() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import");
    for (name, title, publisher, author, date) in [
        (
            "modern",
            "Ferry sinks off Port Vell, twelve dead",
            "Toria Times",
            "Ana Reyl, Ben Osk",
            "2012-12-29",
        ),
        (
            "tables",
            "Dam at Osk has broken, thousands flee",
            "TPA",
            "Ola Kem",
            "",
        ),
        (
            "boxes",
            "Envoys meet in Osk as fighting goes on",
            "TNN",
            "Rami Del",
            "2014-03-04",
        ),
        (
            "blog",
            "What the ministry did not say",
            "Notes from Toria",
            "Ola Kem",
            "2017-04-05",
        ),
    ] {
        let imported = open(&[&data.join(format!("{name}.html"))]);
        assert_eq!(imported.problems, [], "{name}");
        let draft = &imported.drafts[0];
        let expected = fs::read_to_string(data.join(format!("{name}.txt"))).unwrap();
        assert_eq!(draft.text.as_str(), expected.trim_end(), "{name}");
        let metadata = &draft.metadata;
        let published = metadata.published.map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(
            [
                metadata.title.as_str(),
                &metadata.publisher,
                &metadata.author,
                &published
            ],
            [title, publisher, author, date],
            "{name}"
        );
    }
}

#[test]
fn pasted_text() {
    let draft = from_pasted("<!DOCTYPE html><title>T</title><p>Pasted &amp; read").unwrap();
    assert_eq!(draft.text.as_str(), "Pasted & read");
    assert_eq!(from_pasted("1 < 2 & 3").unwrap().text.as_str(), "1 < 2 & 3");
    assert!(from_pasted(" \n").unwrap_err().what.contains("nothing to read"));
    let draft = from_text("standard input", "One.").unwrap();
    assert_eq!(draft.metadata.imported_from, "standard input");
}

#[test]
fn data_sets_with_chosen_columns() {
    let folder = folder(&[("d.csv", b"nr;words;who\n1;\"Two\nlines\";Ana Reyl\n2;Three;\n3\n")]);
    let path = folder.path().join("d.csv");
    let preview = columns_of(&path).unwrap();
    assert_eq!(preview.columns, ["nr", "words", "who"]);
    assert_eq!(preview.guess.text, "");
    assert_eq!(preview.rows[0], ["1", "Two\nlines", "Ana Reyl"]);
    let map = ColumnMap {
        text: "words".into(),
        author: Some("who".into()),
        id: Some("nr".into()),
        ..ColumnMap::default()
    };
    let imported = import(
        std::slice::from_ref(&path),
        Some(&map),
        &Stop::default(),
        &mut |_| (),
    );
    assert_eq!(imported.drafts.len(), 2);
    assert_eq!(imported.drafts[0].metadata.author, "Ana Reyl");
    assert_eq!(imported.drafts[0].metadata.imported_from, "d.csv#1");
    assert_eq!(imported.problems.len(), 1);
    assert_eq!(imported.problems[0].line, Some(5));
    let map = ColumnMap {
        text: "none".into(),
        ..ColumnMap::default()
    };
    let imported = import(&[path], Some(&map), &Stop::default(), &mut |_| ());
    assert!(
        imported.problems[0].what.contains("no column \"none\""),
        "{:?}",
        imported.problems
    );
    assert_eq!(imported.problems.len(), 1);
}

#[test]
fn one_clear_date_settles_the_order_of_all() {
    let folder = folder(&[
        ("d.csv", b"text,date\nOne,4/5/2017\nTwo,4/29/2017\n"),
        (
            "e.csv",
            b"text,date\nOne,4/5/2017\nTwo,4/29/2017\nThree,29/4/2017\n",
        ),
    ]);
    let imported = open(&[folder.path()]);
    let dates: Vec<_> = imported
        .drafts
        .iter()
        .map(|d| d.metadata.published.map(|d| d.to_string()))
        .collect();
    let dates: Vec<_> = dates.iter().map(Option::as_deref).collect();
    let (april, late) = (Some("2017-04-05"), Some("2017-04-29"));
    assert_eq!(dates, [april, late, None, late, late]);
}

#[test]
fn an_import_can_be_stopped() {
    let rows = "{\"text\":\"A row\"}\n".repeat(1000);
    let folder = folder(&[("d.jsonl", rows.as_bytes())]);
    let stop = Stop::default();
    let mut seen = 0;
    import_each(&[folder.path().to_owned()], None, &stop, &mut |found| {
        assert!(found.is_ok());
        seen += 1;
        if seen == 10 {
            stop.set();
        }
    });
    assert_eq!(seen, 10);
}

#[test]
fn hostile_pages_take_no_longer_than_their_length() {
    let n = 100_000;
    for page in [
        "<div>".repeat(n) + "deep" + &"</div>".repeat(n),
        "<div>".repeat(n) + "deep" + &"</span>".repeat(n),
        "<b x=1><p>".repeat(n) + "deep",
        "<table><tr><td>".repeat(n) + "deep",
        "<!--".repeat(n) + "deep",
        "<title>".repeat(n) + "deep",
        "<script>".repeat(n) + "</script>deep",
        "<a href=\"".repeat(n) + "deep",
        "<".repeat(n) + " deep",
        "&".repeat(n) + "deep",
        format!("<p {}>deep", "x=1 ".repeat(n)),
        "<li>deep".repeat(n),
        "<article><p>deep</p></article>".repeat(n),
    ] {
        let started = std::time::Instant::now();
        let draft = from_pasted(&format!("<html>{page}"));
        if let Ok(draft) = draft {
            let text = draft.text.as_str();
            assert!(
                text.contains("deep"),
                "{}: {}",
                &page[..20],
                text.chars().take(80).collect::<String>()
            );
        }
        assert!(
            started.elapsed().as_secs() < 5,
            "{} took {:?}",
            &page[..20],
            started.elapsed()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..400),
        "(<[a-z/!]{0,4}|[a-z]=|\"|'|>|&#?x?[0-9a-z]{0,4};?|text|\n|,|;|\t|\\{|\\}|\\[|\\]|:|[a-zé ]{0,6}|\\*|_|---|#){0,80}".prop_map(String::into_bytes),
    ]) {
        let folder = TempDir::new().unwrap();
        for extension in ["txt", "md", "html", "csv", "tsv", "jsonl", "ndjson", "json", "bin"] {
            let path = folder.path().join(format!("x.{extension}"));
            fs::write(&path, &bytes).unwrap();
            let imported = open(&[&path]);
            prop_assert!(!imported.drafts.is_empty() || !imported.problems.is_empty(), "{extension}: nothing is dropped in silence");
            for draft in imported.drafts {
                prop_assert!(draft.zones.iter().all(|z| draft.text.holds(z.span)));
            }
            let _ = columns_of(&path);
        }
    }
}
