//! The main job by keys, and the window itself.

use super::*;

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
    walk_to(&mut harness, "Norvan army");
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
    assert_eq!(words(&harness), "The Norvan army");
    press(&mut harness, &[Key::CloseCurlyBracket]);
    assert_eq!(words(&harness), "The Norvan army denied");
    press(&mut harness, &[Key::OpenCurlyBracket, Key::CloseBracket]);
    assert_eq!(words(&harness), "Norvan army");

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

pub(super) fn close(harness: &mut Harness<'_, App>) {
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
