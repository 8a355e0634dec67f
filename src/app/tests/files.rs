//! Files that are not as they should be, and files that others changed.

use super::*;

#[test]
fn the_last_project_opens_by_itself_and_the_demo_at_first() {
    let desk = Desk::new();
    let first = desk.window(&[], Vec::new());
    assert!(first.state().session.project().articles.len() >= 4, "the demo");
    assert_eq!(
        first.state().folder(),
        None,
        "trying things out in the demo changes no file"
    );
    drop(first);
    let folder = desk.path("mine");
    let mut harness = desk.on_article(vec![Picked::Paths(vec![folder.clone()])]);
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    drop(harness);
    assert_eq!(
        desk.window(&[], Vec::new()).state().folder(),
        Some(folder.canonicalize().unwrap().as_path())
    );
}

/// Opens `content` under `name` beside an open article; returns how many articles came and what the window says.
fn open_beside(desk: &Desk, name: &str, content: &[u8]) -> usize {
    std::fs::write(desk.path(name), content).unwrap();
    let mut harness = desk.on_article(Vec::new());
    let before = harness.state().session.project().clone();
    let ctx = harness.ctx.clone();
    harness
        .state_mut()
        .open(&ctx, Opening::Paths(vec![desk.path(name)], None));
    settle(&mut harness);
    let now = harness.state().session.project().clone();
    assert!(
        before
            .articles
            .iter()
            .all(|(id, article)| now.articles.get(id) == Some(article)),
        "{name}"
    );
    let came = now.articles.len() - before.articles.len();
    if let Some(Modal::Report(_)) = harness.state().modal {
        assert!(
            harness.query_all_by_label_contains(name).next().is_some(),
            "{name} is named in the report"
        );
        press(&mut harness, &[Key::Escape]);
        assert!(harness.state().modal.is_none(), "{name}: the report closes");
    } else {
        assert!(came > 0, "{name}: nothing came and nothing was said");
    }
    // Given up, so that the next window does not offer it.
    harness.state_mut().release();
    came
}

#[test]
fn bad_input_is_told_and_harms_nothing() {
    let desk = Desk::new();
    let utf16: Vec<u8> = "\u{feff}Ilan Merk said so."
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let nested = format!("<html><body>{}<p>Ilan Merk said so.</p>", "<div>".repeat(10_000));
    let huge = "Nobody reads this. ".repeat(50 * 1024 * 1024 / 19);
    let cases: [(&str, &[u8], usize); 8] = [
        ("empty.txt", b"", 0),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0", 0),
        ("cut.json", b"[{\"text\": \"abc", 0),
        ("huge.txt", huge.as_bytes(), 0),
        ("cut.txt", b"Ilan Merk said so at the caf\xc3", 1),
        ("utf16.txt", &utf16, 1),
        ("nested.html", nested.as_bytes(), 1),
        (
            "ragged.csv",
            b"title,text\nOne,Ilan Merk said so.\nTwo,more,than,there\n",
            1,
        ),
    ];
    for (name, content, expected) in cases {
        assert_eq!(open_beside(&desk, name, content), expected, "{name}");
    }
}

#[test]
fn an_article_file_edited_by_hand_is_told() {
    let desk = Desk::new();
    let folder = desk.path("mine");
    let mut harness = desk.on_article(vec![Picked::Paths(vec![folder.clone()])]);
    press(&mut harness, &[Key::Tab, Key::Enter, Key::Enter]);
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    drop(harness);
    let file = only_article(&folder);
    let edited = std::fs::read_to_string(&file)
        .unwrap()
        .replacen("on Tuesday", "on a Tuesday", 1);
    std::fs::write(&file, &edited).unwrap();
    let again = desk.window(&[folder], Vec::new());
    assert!(
        matches!(again.state().modal, Some(Modal::Report(_))),
        "the window says so"
    );
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    assert!(
        again.query_all_by_label_contains(&name).next().is_some(),
        "and names the file"
    );
    drop(again);
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        edited,
        "the file is as it was"
    );
}

#[test]
fn a_damaged_project_leaves_what_is_open() {
    let desk = Desk::new();
    let bad = desk.path("bad");
    std::fs::create_dir(&bad).unwrap();
    std::fs::write(bad.join("project.ron"), "(format: 1, title: \"Half a pro").unwrap();
    let mut harness = desk.on_article(Vec::new());
    let before = harness.state().session.project().clone();
    let ctx = harness.ctx.clone();
    harness.state_mut().load(&ctx, bad);
    settle(&mut harness);
    assert_eq!(*harness.state().session.project(), before);
    assert!(
        harness.query_by_label_contains("project.ron").is_some(),
        "the message names the file"
    );
}

#[test]
fn opening_the_same_article_again_shows_it_once() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    let ctx = harness.ctx.clone();
    let copy = desk.path("copy.txt");
    std::fs::write(&copy, ARTICLE).unwrap();
    harness.state_mut().open(&ctx, Opening::Paths(vec![copy], None));
    settle(&mut harness);
    assert_eq!(harness.state().session.project().articles.len(), 1);
    assert!(harness.query_by_label_contains("is here already").is_some());
}

#[test]
fn what_another_program_changed_is_not_overwritten_unasked() {
    let desk = Desk::new();
    let folder = desk.path("shared");
    let mut harness = desk.on_article(vec![Picked::Paths(vec![folder.clone()])]);
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    let file = only_article(&folder);
    let foreign = std::fs::read_to_string(&file)
        .unwrap()
        .replace("suggested_by", "suggested_by ");
    std::fs::write(&file, &foreign).unwrap();
    press(&mut harness, &[Key::Tab, Key::Enter]);
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), foreign, "untouched");
    assert!(
        harness
            .query_by_label_contains("Another program changed")
            .is_some()
    );
}

fn only_article(folder: &Path) -> PathBuf {
    let mut files = std::fs::read_dir(folder.join("articles")).unwrap();
    files.next().unwrap().unwrap().path()
}
