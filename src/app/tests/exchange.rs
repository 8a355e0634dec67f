//! Exporting and importing through the window.

use super::*;
use crate::exchange::export::Format;

#[test]
fn an_export_shows_what_it_will_be_and_is_remembered() {
    let desk = Desk::new();
    let out = desk.path("out.jsonl");
    let mut harness = desk.on_article(vec![Picked::Paths(vec![out.clone()])]);
    press(&mut harness, &[Key::Tab, Key::Enter]);
    press_with(&mut harness, CTRL, Key::E, 1);
    settle(&mut harness);
    assert!(
        harness
            .query_by_label_contains("Nothing: the format holds everything")
            .is_some()
    );
    harness.run_steps(6);
    harness
        .get_by_role_and_label(egui::accesskit::Role::ComboBox, "Items")
        .click();
    harness.run_steps(4);
    harness.get_by_label("What people stand behind").click();
    harness.run_steps(4);
    settle(&mut harness);
    assert!(
        harness.query_by_label_contains("undecided proposal").is_some(),
        "the loss report follows the choice"
    );
    press(&mut harness, &[Key::Enter]);
    settle(&mut harness);
    let written = std::fs::read_to_string(&out).unwrap();
    assert!(
        written.starts_with("{\"id\":") && written.contains("\"accepted\""),
        "{written}"
    );
    assert!(!written.contains("\"suggested\""), "{written}");
    assert!(
        harness.query_by_label_contains("undecided proposal").is_some(),
        "told again"
    );
    assert_eq!(harness.state().preferences.export.items, "confirmed");
}

#[test]
fn a_folder_is_never_written_over() {
    let desk = Desk::new();
    let full = desk.path("full");
    std::fs::create_dir(&full).unwrap();
    std::fs::write(full.join("mine.txt"), "mine").unwrap();
    let mut harness = desk.on_article(vec![Picked::Paths(vec![full.clone()])]);
    harness.state_mut().preferences.export.is_split = true;
    press_with(&mut harness, CTRL, Key::E, 1);
    settle(&mut harness);
    press(&mut harness, &[Key::Enter]);
    settle(&mut harness);
    let entries: Vec<_> = std::fs::read_dir(&full)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    assert_eq!(
        entries.len(),
        2,
        "{entries:?}: the export has a folder of its own in it"
    );
    assert_eq!(std::fs::read_to_string(full.join("mine.txt")).unwrap(), "mine");
    let made = entries.iter().find(|path| path.is_dir()).unwrap();
    assert!(made.join("README.md").exists() && made.join("train.jsonl").exists());
}

#[test]
fn annotations_of_others_come_in_when_the_user_says_so() {
    if Format::find("doccano").is_none() {
        return;
    }
    let desk = Desk::new();
    let file = desk.path("theirs.jsonl");
    let line =
        |text: &str, label: &str| format!("{{\"text\": {text:?}, \"label\": [[0, 8, \"{label}\"]]}}\n");
    let lines = line("Ada Toll left.", "PER") + &line("Old Mill burnt.", "THING") + "{\"text\": \"cut";
    std::fs::write(&file, lines).unwrap();
    let mut harness = desk.on_article(vec![Picked::Paths(vec![file])]);
    let before = harness.state().session.project().clone();
    let ctx = harness.ctx.clone();
    harness.state_mut().perform(&ctx, UiCommand::ImportAnnotated);
    settle(&mut harness);
    assert!(
        harness
            .query_by_label_contains("2 articles with 2 labelled spans")
            .is_some()
    );
    assert!(
        harness.query_by_label_contains("theirs.jsonl:3").is_some(),
        "what is cut off is told"
    );
    assert!(
        harness.query_by_label_contains("mapped to nothing").is_some(),
        "and what THING costs"
    );
    assert_eq!(
        *harness.state().session.project(),
        before,
        "nothing has changed yet"
    );
    harness.run_steps(6);
    harness
        .get_by_role_and_label(egui::accesskit::Role::ComboBox, "THING")
        .click();
    harness.run_steps(4);
    harness.get_by_label("New kind “thing”").click();
    harness.run_steps(4);
    settle(&mut harness);
    assert!(harness.query_by_label_contains("mapped to nothing").is_none());
    press(&mut harness, &[Key::Enter]);
    settle(&mut harness);
    let project = harness.state().session.project();
    assert_eq!(project.articles.len(), before.articles.len() + 2);
    assert!(
        project
            .scheme
            .get(&crate::annotation::KindId::new("thing"))
            .is_some()
    );
    press_with(&mut harness, CTRL, Key::Z, 1);
    assert_eq!(
        *harness.state().session.project(),
        before,
        "one undo takes it back"
    );
}

#[test]
fn who_opens_annotated_texts_as_articles_is_told_of_the_annotations() {
    let desk = Desk::new();
    let file = desk.path("theirs.jsonl");
    std::fs::write(
        &file,
        "{\"text\": \"Ada Toll left.\", \"label\": [[0, 8, \"PER\"]]}\n",
    )
    .unwrap();
    let mut harness = desk.on_article(Vec::new());
    let ctx = harness.ctx.clone();
    harness
        .state_mut()
        .open(&ctx, Opening::Paths(vec![file.clone()], None));
    settle(&mut harness);
    assert!(harness.query_by_label_contains("has annotations in it").is_some());
    assert_eq!(harness.state().session.project().articles.len(), 2);
    std::fs::write(&file, "{\"text\": \"Ib Quill left.\", \"label\": \"fake\"}\n").unwrap();
    assert!(
        crate::exchange::annotated::detect(&file).is_err(),
        "a label of the whole text"
    );
}
