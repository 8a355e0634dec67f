//! Items that lost their place, as a reviewer meets them.

use super::*;

/// A project in which four items are decided, and whose text was then changed in an editor.
fn edited(desk: &Desk) -> PathBuf {
    let folder = desk.path("mine");
    let mut harness = desk.on_article(vec![Picked::Paths(vec![folder.clone()])]);
    for name in ["Ada Toll", "Norvan army", "Ilan Merk"] {
        walk_to(&mut harness, name);
        press(&mut harness, &[Key::Enter]);
    }
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    drop(harness);
    let file = std::fs::read_dir(folder.join("articles")).unwrap().next();
    let file = file.unwrap().unwrap().path();
    let source = std::fs::read_to_string(&file).unwrap();
    let (text, items) = source.split_at(source.find("    items:").unwrap());
    let text = text
        .replace("Ada Toll", "Ava Toll")
        .replace("The Norvan army", "It")
        .replace("Ilan Merk", "Ilan Merck");
    std::fs::write(&file, text + items).unwrap();
    folder
}

fn orphans(harness: &Harness<'_, App>) -> Vec<String> {
    let article = harness.state().session.article().unwrap();
    let decided = article
        .orphans
        .values()
        .filter(|orphan| orphan.item.is_annotation());
    let mut words: Vec<_> = decided.map(|orphan| orphan.shown().to_owned()).collect();
    words.sort();
    words
}

#[test]
fn items_that_lost_their_place_are_placed_or_dropped() {
    let desk = Desk::new();
    let folder = edited(&desk);
    let mut harness = desk.window(std::slice::from_ref(&folder), Vec::new());
    assert!(
        matches!(harness.state().modal, Some(Modal::Report(_))),
        "it is told"
    );
    press(&mut harness, &[Key::Escape]);
    assert_eq!(orphans(&harness), ["Ada Toll", "Ilan Merk", "Norvan army"]);
    harness.get_by_label_contains("lost their place because the text was changed.");
    assert!(harness.query_all_by_label_contains("Ava Toll").next().is_some());

    let before = harness.state().session.project().clone();
    harness.get_by_label("Put “Ada Toll” here").click();
    harness.run();
    assert_eq!(words(&harness), "Ava Toll", "and it has the focus");
    assert_eq!(focused(&harness).status, Status::Accepted);
    harness.get_by_label("Drop “Norvan army”").click();
    harness.run();
    assert_eq!(orphans(&harness), ["Ilan Merk"]);
    press(&mut harness, &[Key::Escape]);
    for _ in 0..2 {
        press_with(&mut harness, CTRL, Key::Z, 1);
    }
    assert_eq!(*harness.state().session.project(), before);
    for _ in 0..2 {
        press_with(&mut harness, CTRL_SHIFT, Key::Z, 1);
    }

    // What is left waits on disk.
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    let saved = harness.state().session.project().articles.clone();
    drop(harness);
    let mut harness = desk.window(&[folder], Vec::new());
    assert_eq!(harness.state().session.project().articles, saved);
    assert!(harness.state().modal.is_none(), "the file is as it should be");
    harness.get_by_label("Put “Ilan Merk” here");
    harness.get_by_label("Hide list").click();
    harness.run();
    assert!(harness.query_by_label("Put “Ilan Merk” here").is_none());
}

#[test]
fn by_keys_all_are_placed_one_after_the_other() {
    let desk = Desk::new();
    let folder = edited(&desk);
    let mut harness = desk.window(&[folder], Vec::new());
    press(&mut harness, &[Key::Escape]);
    let count = |harness: &Harness<'_, App>| harness.state().session.article().unwrap().orphans.len();
    let before = count(&harness);
    press(&mut harness, &[Key::L, Key::Enter]);
    assert_eq!(count(&harness), before - 1);
    press(&mut harness, &[Key::Enter]);
    assert_eq!(count(&harness), before - 2, "the next one has the keyboard");
}
