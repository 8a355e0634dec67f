//! Scales of ratings, files of evidence and reference tables, with files on a real disk.

use super::*;
use crate::annotation::{Bearing, Figure, RatingId};
use crate::app::command::UiCommand;

const TABLE: &str = "Date;Location;Killed;Cause;Source
2027-01-12;Brask;34;shelling;Hospital of Brask
2027-01-13;Old Brask;12;;
2027-01-12;Lun;12;;
someday;Brask;3;;
";

/// A window on a project in the folder `mine`, a claim with 12 dead in Brask on 12 January 2027 in focus. The first answer
/// of the picker is taken for the folder.
fn on_claim(desk: &Desk, answers: Vec<Picked>) -> Harness<'static, App> {
    let mut all = vec![Picked::Paths(vec![desk.path("mine")])];
    all.extend(answers);
    let mut harness = desk.on_article(all);
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    let session = &mut harness.state_mut().session;
    let article = session.article().unwrap().clone();
    let has_figure = |item: &&Item| {
        item.body
            .as_claim()
            .is_some_and(|claim| !claim.figures.is_empty())
    };
    let item = article.items.values().find(has_figure).unwrap();
    let mut body = item.body.clone();
    if let Body::Claim(claim) = &mut body {
        claim.figures[0] = Figure {
            value: 12.0,
            place: "Brask".to_owned(),
            date: "2027-01-12".parse().ok(),
            ..claim.figures[0].clone()
        };
        claim.figures.truncate(1);
    }
    let (id, article) = (item.id, article.id.clone());
    let command = crate::review::Command::Correct {
        article: article.clone(),
        item: id,
        body,
        what: "set figure",
    };
    session.run(command, clock()).unwrap();
    session.refocus(&crate::review::Focus {
        article: Some(article),
        item: Some(id),
    });
    settle(&mut harness);
    harness
}

fn perform(harness: &mut Harness<'_, App>, command: UiCommand) {
    let ctx = harness.ctx.clone();
    harness.state_mut().perform(&ctx, command);
    settle(harness);
}

fn click(harness: &mut Harness<'_, App>, name: &str) {
    harness.get_by_label(name).scroll_to_me();
    harness.run();
    harness.get_by_label(name).click();
    settle(harness);
}

fn evidence(harness: &Harness<'_, App>) -> Vec<crate::annotation::Evidence> {
    let verdict = &focused(harness).body.as_claim().unwrap().verdict;
    verdict
        .iter()
        .flat_map(|verdict| verdict.evidence.clone())
        .collect()
}

#[test]
fn a_table_is_attached_and_what_it_says_becomes_evidence() {
    let desk = Desk::new();
    let file = desk.path("toria.csv");
    std::fs::write(&file, TABLE).unwrap();
    let answers = vec![Picked::Paths(vec![file]), Picked::Paths(vec![desk.path("other")])];
    let mut harness = on_claim(&desk, answers);
    let before = harness.state().session.project().clone();
    perform(&mut harness, UiCommand::AttachTable);
    assert!(matches!(harness.state().modal, Some(Modal::Attach(..))));
    click(&mut harness, "Attach");
    let copy = desk.path("mine/references/toria.csv");
    assert_eq!(std::fs::read_to_string(&copy).unwrap(), TABLE);
    let table = harness.state().session.project().references[0].clone();
    assert_eq!(
        (table.title.as_str(), table.file.as_str()),
        ("toria", "references/toria.csv")
    );
    harness.get_by_label("2027-01-12, Brask: 34 killed, shelling");
    harness.get_by_label("table: 34, claim: 12, 22 fewer (65 %)");
    harness.get_by_label("table: 12, claim: 12; a day later, place: Old Brask");
    assert!(harness.query_by_label_contains("Lun: 12").is_none());
    assert!(
        harness
            .query_by_label_contains("1 row was left out (line 5:")
            .is_some(),
        "a bad row is told"
    );
    click(&mut harness, "Add as evidence: record 1 of figure 1");
    let added = evidence(&harness);
    assert_eq!(added[0].bearing, Bearing::Contradicts);
    assert_eq!(added[0].source, "Hospital of Brask");
    assert_eq!(added[0].file, "references/toria.csv");
    harness.get_by_label("Added as evidence: record 1 of figure 1");
    // Saved and read again it is the same, and the table is read by itself.
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    let saved = harness.state().session.project().clone();
    let again = crate::project::load(&desk.path("mine")).unwrap();
    assert!(again.warnings.is_empty());
    assert_eq!(again.project.references, saved.references);
    // In another folder the table is there, too.
    perform(&mut harness, UiCommand::SaveAs);
    assert!(desk.path("other/references/toria.csv").exists());
    harness.get_by_label("2027-01-12, Brask: 34 killed, shelling");
    perform(&mut harness, UiCommand::ReferenceTables);
    harness.get_by_label("toria, 3 records");
    harness.get_by_label("1 row was left out (line 5: it has no day that can be read).");
    click(&mut harness, "Detach");
    assert!(harness.state().session.project().references.is_empty());
    assert!(harness.query_by_label_contains("table: 34").is_none());
    assert!(copy.exists(), "the file stays");
    for _ in 0..3 {
        perform(&mut harness, UiCommand::Undo);
    }
    assert_eq!(*harness.state().session.project(), before);
}

#[test]
fn without_a_folder_no_table_is_attached() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    perform(&mut harness, UiCommand::AttachTable);
    assert!(
        harness
            .query_by_label_contains("Save the project first: a reference table")
            .is_some()
    );
}

#[test]
fn a_table_that_is_none_is_refused_with_a_reason() {
    let desk = Desk::new();
    let file = desk.path("photo.csv");
    std::fs::write(&file, [0; 300]).unwrap();
    let mut harness = on_claim(&desk, vec![Picked::Paths(vec![file])]);
    perform(&mut harness, UiCommand::AttachTable);
    assert!(harness.state().modal.is_none());
    assert!(
        harness
            .query_by_label_contains("is no table in a text file")
            .is_some()
    );
    assert!(!desk.path("mine/references").exists());
}

#[test]
fn a_file_of_evidence_lies_in_the_projects_folder() {
    let desk = Desk::new();
    let outside = desk.path("outside.pdf");
    std::fs::write(&outside, "x").unwrap();
    let inside = desk.path("mine/evidence/list.pdf");
    let mut harness = on_claim(
        &desk,
        vec![Picked::Paths(vec![outside]), Picked::Paths(vec![inside.clone()])],
    );
    std::fs::create_dir(desk.path("mine/evidence")).unwrap();
    std::fs::write(&inside, "x").unwrap();
    press(&mut harness, &[Key::V]);
    // The number keys are those of the scale while a rating has the keyboard.
    press(&mut harness, &[Key::Num5]);
    let rating = |harness: &Harness<'_, App>| {
        let verdict = focused(harness).body.as_claim().unwrap().verdict.clone();
        verdict.map(|verdict| verdict.rating)
    };
    assert_eq!(rating(&harness), Some(RatingId::FALSE));
    press(&mut harness, &[Key::Num3]);
    assert_eq!(rating(&harness), Some(RatingId::UNPROVEN));
    click(&mut harness, "Add evidence");
    click(&mut harness, "Pick file of evidence 1");
    assert_eq!(evidence(&harness)[0].file, "");
    assert!(
        harness
            .query_by_label_contains("lies outside the project's folder")
            .is_some()
    );
    click(&mut harness, "Pick file of evidence 1");
    assert_eq!(evidence(&harness)[0].file, "evidence/list.pdf");
    let missing = "There is no such file in the project's folder.";
    assert!(harness.query_by_label(missing).is_none());
    std::fs::remove_file(&inside).unwrap();
    harness.input_mut().focused = false;
    harness.run();
    harness.input_mut().focused = true;
    settle(&mut harness);
    assert!(harness.query_by_label(missing).is_some(), "looked again");
}

#[test]
fn the_scale_of_ratings_is_changed_in_one_step() {
    let desk = Desk::new();
    let mut harness = on_claim(&desk, Vec::new());
    let before = harness.state().session.project().clone();
    perform(&mut harness, UiCommand::RatingScale);
    click(&mut harness, "Supported or refuted");
    click(&mut harness, "Use this scale");
    let titles: Vec<&str> = (harness.state().session.project().scheme.ratings.iter())
        .map(|label| label.title.as_str())
        .collect();
    assert_eq!(titles, ["Supported", "Not enough info", "Refuted"]);
    assert_eq!(
        harness.state().session.history().undo_label(),
        Some("change rating scale")
    );
    harness.get_by_label("Refuted");
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    let again = crate::project::load(&desk.path("mine")).unwrap();
    assert_eq!(again.project.scheme, harness.state().session.project().scheme);
    perform(&mut harness, UiCommand::Undo);
    assert_eq!(*harness.state().session.project(), before);
}
