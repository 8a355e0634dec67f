//! Panics in a frame, and what the next start tells.

use super::*;

/// Makes the next `times` frames break down and draws until the window rests or gives up.
fn break_frames(harness: &mut Harness<'_, App>, times: usize) {
    harness.state_mut().mishaps.on_purpose = times;
    for _ in 0..6 {
        harness.step();
    }
}

#[test]
fn a_view_that_breaks_down_costs_its_frame_and_nothing_else() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    walk_to(&mut harness, "Ada Toll");
    press(&mut harness, &[Key::Enter]);
    let before = harness.state().session.project().clone();
    break_frames(&mut harness, 1);
    harness.run();
    harness.get_by_label_contains("Something went wrong while drawing. Your work is intact.");
    harness.get_by_label_contains("Foreign Minister Ada Toll");
    assert!(!harness.state().quit);
    assert_eq!(*harness.state().session.project(), before);
    // The keyboard still works.
    walk_to(&mut harness, "Norvan army");
    press(&mut harness, &[Key::Enter]);
    assert_ne!(*harness.state().session.project(), before);
}

#[test]
fn frames_that_break_down_again_and_again_close_the_window() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    break_frames(&mut harness, 2);
    assert!(!harness.state().mishaps.gave_up, "twice is bad luck");
    break_frames(&mut harness, 1);
    assert!(harness.state().mishaps.gave_up);
    assert!(mishap::verdict().unwrap_err().contains("3 times"));
}

#[test]
fn the_next_start_tells_of_a_break_down_once() {
    let desk = Desk::new();
    let reports = Home::at(&desk.path("home")).reports();
    std::fs::create_dir_all(&reports).unwrap();
    std::fs::write(reports.join("a.stopped"), "2031-03-05T10:42:07Z").unwrap();
    let harness = desk.on_article(Vec::new());
    harness.get_by_label_contains("Claimdesk stopped unexpectedly");
    drop(harness);
    let harness = desk.on_article(Vec::new());
    assert!(harness.query_by_label_contains("stopped unexpectedly").is_none());
}
