//! The window as a user meets it: keys, clicks, names; files on a real disk.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::Timestamp;

use super::picker::{FakePicker, Picked};
use super::*;
use crate::annotation::{Body, Item, Status};

const ARTICLE: &str = "Harbour talks stall in Norva

Foreign Minister Ada Toll said on Tuesday that 12 people were killed in Brask. \
The Norvan army denied shelling the town.

“We counted at least 30 wounded,” said Ilan Merk, a spokesman for the Brask Relief Council. \
Toll accused the rebels of attacking the harbour.
";

/// A clock that moves on by a second whenever it is read.
fn clock() -> Timestamp {
    static SECONDS: AtomicI64 = AtomicI64::new(1_800_000_000);
    Timestamp::from_second(SECONDS.fetch_add(1, Ordering::Relaxed)).unwrap()
}

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("talks.txt"), ARTICLE).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn window(&self, paths: &[PathBuf], answers: Vec<Picked>) -> Harness<'static, App> {
        let launch = Launch {
            paths: paths.to_vec(),
        };
        let home = Home::at(&self.path("home"));
        let (mut preferences, _) = home.preferences();
        "Rae".clone_into(&mut preferences.reviewer);
        home.keep_preferences(&preferences).unwrap();
        let mut harness = Harness::builder()
            .with_size([1400.0, 900.0])
            .with_max_steps(12)
            .build_eframe(move |cc| {
                let picker = Box::new(FakePicker::new(answers));
                App::new(
                    &cc.egui_ctx,
                    launch,
                    Surroundings {
                        home: Some(home),
                        picker,
                        clock,
                    },
                )
            });
        settle(&mut harness);
        harness
    }

    /// A window on the article of this file, without a project folder.
    fn on_article(&self, answers: Vec<Picked>) -> Harness<'static, App> {
        self.window(&[self.path("talks.txt")], answers)
    }
}

/// Waits for what goes on in the background, then for the window to rest.
fn settle(harness: &mut Harness<'_, App>) {
    for _ in 0..400 {
        harness.step();
        let app = harness.state();
        if !app.is_busy() && !app.picker.is_open() && app.waiting.is_empty() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(!harness.state().is_busy(), "a job does not end");
    harness.run();
}

fn press(harness: &mut Harness<'_, App>, keys: &[Key]) {
    for key in keys {
        harness.key_press(*key);
        harness.run();
    }
}

fn press_with(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key, times: usize) {
    for _ in 0..times {
        harness.key_press_modifiers(modifiers, key);
        harness.run();
    }
}

const CTRL_SHIFT: Modifiers = Modifiers {
    alt: false,
    ctrl: true,
    shift: true,
    mac_cmd: false,
    command: true,
};
const CTRL: Modifiers = Modifiers {
    shift: false,
    ..CTRL_SHIFT
};

fn focused<'a>(harness: &'a Harness<'_, App>) -> &'a Item {
    harness.state().session.item().expect("an item has the focus")
}

fn words(harness: &Harness<'_, App>) -> String {
    let article = harness.state().session.article().unwrap();
    let item = focused(harness);
    article
        .text
        .slice(crate::review::part::span_of(&item.body, harness.state().reader.part).unwrap())
        .to_owned()
}

/// Walks on until the item in focus has these words.
fn walk_to(harness: &mut Harness<'_, App>, wanted: &str) {
    for _ in 0..40 {
        press(harness, &[Key::Tab]);
        if words(harness) == wanted {
            return;
        }
    }
    panic!("no item with the words {wanted:?}");
}

#[test]
fn the_main_job_by_keys() {
    let desk = Desk::new();
    let folder = desk.path("talks");
    let mut harness = desk.on_article(vec![Picked::Paths(vec![folder.clone()])]);
    let opened = harness.state().session.project().clone();
    assert!(
        harness.query_all_by_label_contains("Mention, suggested").count() > 3,
        "marks have names"
    );

    // Accept, reject, relabel.
    walk_to(&mut harness, "Ada Toll");
    let marks = harness.query_all_by_label_contains("person: Ada Toll");
    let selected = marks
        .filter(|mark| mark.accesskit_node().toggled() == Some(eframe::egui::accesskit::Toggled::True))
        .count();
    assert!(selected > 0, "the mark on the page says that it has the focus");
    let toll = focused(&harness).id;
    press(&mut harness, &[Key::Enter]);
    assert_ne!(focused(&harness).id, toll, "accepting goes on");
    let rejected = focused(&harness).id;
    press(&mut harness, &[Key::X]);
    walk_to(&mut harness, "army");
    let army = focused(&harness).id;
    press(&mut harness, &[Key::Num3]);
    let article = harness.state().session.article().unwrap().clone();
    assert_eq!(article.items[&toll].status, Status::Accepted);
    assert_eq!(article.items[&rejected].status, Status::Rejected);
    assert_eq!(article.items[&army].status, Status::Corrected);
    assert_eq!(
        article.items[&army].body.as_mention().unwrap().kind.as_str(),
        "state"
    );
    assert!(article.decisions.iter().all(|decision| decision.by == "Rae"));

    // Move both boundaries.
    press(&mut harness, &[Key::OpenBracket]);
    assert_eq!(words(&harness), "Norvan army");
    press(&mut harness, &[Key::CloseCurlyBracket]);
    assert_eq!(words(&harness), "Norvan army denied");
    press(&mut harness, &[Key::OpenCurlyBracket, Key::CloseBracket]);
    assert_eq!(words(&harness), "army");

    // Add a claim with a source: cursor to the start, select words, c, s, the letter of the nearest mention.
    press(&mut harness, &[Key::Escape]);
    press_with(&mut harness, CTRL, Key::Home, 1);
    press_with(&mut harness, Modifiers::SHIFT, Key::ArrowRight, 3);
    press(&mut harness, &[Key::C]);
    assert_eq!(words(&harness), "Harbour talks stall");
    assert_eq!(focused(&harness).status, Status::Added);
    press(&mut harness, &[Key::S]);
    assert!(
        harness.state().reader.pick.is_some(),
        "the nearest mentions are lettered"
    );
    harness.event(eframe::egui::Event::Text("a".to_owned()));
    harness.run();
    press_with(&mut harness, Modifiers::SHIFT, Key::S, 1);
    harness.event(eframe::egui::Event::Text("b".to_owned()));
    harness.run();
    let claim = focused(&harness).body.as_claim().unwrap().clone();
    assert!(claim.source.is_some() && claim.via.is_some_and(|via| Some(via.span) != claim.source));

    // Undo all, redo all.
    let done = harness.state().session.project().clone();
    while harness
        .state()
        .session
        .history()
        .undo_label()
        .is_some_and(|label| !label.starts_with("open"))
    {
        press_with(&mut harness, CTRL, Key::Z, 1);
    }
    assert_eq!(*harness.state().session.project(), opened);
    while harness.state().session.history().redo_label().is_some() {
        press_with(&mut harness, CTRL_SHIFT, Key::Z, 1);
    }
    assert_eq!(*harness.state().session.project(), done);

    // Save, close, reopen: the same, focus included.
    assert!(harness.state().session.history().is_dirty());
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    assert!(!harness.state().session.history().is_dirty());
    assert_eq!(harness.state().folder(), Some(folder.as_path()));
    let saved = harness.state().session.project().clone();
    let focus = harness.state().session.focus.clone();
    assert!(focus.item.is_some());
    harness.state().keep_view_state();
    drop(harness);
    let again = desk.window(&[folder], Vec::new());
    let reopened = again.state().session.project();
    assert!(
        reopened.articles == saved.articles && reopened.actors == saved.actors,
        "reopened as it was saved"
    );
    assert_eq!(again.state().session.focus, focus);
}

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

#[test]
fn closing_with_unsaved_work_asks() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    close(&mut harness);
    harness.get_by_label_contains("has changes that are not saved");
    press(&mut harness, &[Key::Escape]);
    assert!(
        harness
            .query_by_label_contains("has changes that are not saved")
            .is_none()
    );
    assert!(!harness.state().quit);
    close(&mut harness);
    harness.get_by_label("Discard changes").click();
    harness.run();
    assert!(harness.state().quit);
}

fn close(harness: &mut Harness<'_, App>) {
    let viewport = harness.input().viewport_id;
    if let Some(info) = harness.input_mut().viewports.get_mut(&viewport) {
        info.events.push(eframe::egui::ViewportEvent::Close);
    }
    harness.step();
    if let Some(info) = harness.input_mut().viewports.get_mut(&viewport) {
        info.events.clear();
    }
    harness.run();
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

#[test]
fn every_mention_of_a_name_is_tagged_in_one_step() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    let article = harness.state().session.article().unwrap().clone();
    let at = article.text.as_str().find("Brask").unwrap();
    harness.state_mut().reader.selection = reader::Selection {
        anchor: at,
        head: at + 5,
    };
    press(&mut harness, &[Key::G]);
    let marked = |harness: &Harness<'_, App>| {
        let article = harness.state().session.article().unwrap().clone();
        let is_brask = |body: &Body| {
            body.as_mention()
                .is_some_and(|m| article.text.slice(m.span) == "Brask")
        };
        article
            .items
            .values()
            .filter(|item| item.is_annotation() && is_brask(&item.body))
            .count()
    };
    assert_eq!(marked(&harness), 2);
    press_with(&mut harness, CTRL, Key::Z, 1);
    assert_eq!(marked(&harness), 0);
}

#[test]
fn the_palette_and_the_shortcut_sheet_open_by_key() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    press_with(&mut harness, CTRL, Key::K, 1);
    assert!(matches!(harness.state().modal, Some(Modal::Palette(_))));
    press(&mut harness, &[Key::Escape]);
    assert!(harness.state().modal.is_none());
    press(&mut harness, &[Key::Questionmark]);
    assert!(matches!(harness.state().modal, Some(Modal::Shortcuts(_))));
}

#[test]
fn a_narrow_window_keeps_the_text() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    for width in [480.0, 700.0, 1000.0, 2560.0] {
        harness.set_size(eframe::egui::vec2(width, 500.0));
        harness.run();
        assert!(
            harness
                .query_by_label_contains("Foreign Minister Ada Toll")
                .is_some(),
            "{width}"
        );
    }
}
