//! Claims about the same event side by side.

use super::*;
use crate::annotation::Event;

const ONE: &str = "Shells fall on Brask

The Brask Relief Council said that 21 people were killed in Brask on March 4, 2031.
";

const OTHER: &str = "Army speaks of fewer dead

The Norvan army said that 15 people were killed in Brask on March 4, 2031.

The Norvan army said that the harbour was calm.
";

fn desk() -> (Desk, Vec<PathBuf>) {
    let desk = Desk::new();
    let paths = vec![desk.path("one.txt"), desk.path("other.txt")];
    std::fs::write(&paths[0], ONE).unwrap();
    std::fs::write(&paths[1], OTHER).unwrap();
    (desk, paths)
}

fn compare(paths: &[PathBuf], desk: &Desk) -> Harness<'static, App> {
    let mut window = desk.window(paths, vec![]);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    settle(&mut window);
    window
}

fn events<'a>(window: &'a Harness<'static, App>) -> Vec<&'a Event> {
    window.state().session().project().events.values().collect()
}

const GROUP: &str = "Killed, Brask, 4 Mar 2031, 2 claims, proposed, 1 conflict";

#[test]
fn a_group_is_accepted_and_undone_with_one_key_each() {
    let (desk, paths) = desk();
    let mut window = compare(&paths, &desk);
    window.get_by_label(GROUP);
    window.get_by_label("Brask Relief Council: 21 killed; Norvan army: 15 killed; same day");
    window.key_press(Key::A);
    settle(&mut window);
    assert_eq!(events(&window)[0].status, Status::Accepted);
    assert_eq!(events(&window)[0].claims.len(), 2);
    window.get_by_label("Killed, Brask, 4 Mar 2031, 2 claims, accepted, 1 conflict");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(&mut window);
    assert!(events(&window).is_empty());
    window.get_by_label(GROUP);

    // Kept apart, the claims are not proposed again.
    window.key_press(Key::X);
    settle(&mut window);
    assert_eq!(events(&window)[0].status, Status::Rejected);
    assert!(window.query_by_label(GROUP).is_none());
}

#[test]
fn claims_go_in_and_out_and_lead_to_the_text() {
    let (desk, paths) = desk();
    let mut window = compare(&paths, &desk);
    window.get_by_label("Take out of the group: Norvan army").click();
    settle(&mut window);
    let event = events(&window)[0].clone();
    assert_eq!(
        (event.status, event.claims.len(), event.left_out.len()),
        (Status::Corrected, 1, 1)
    );

    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(&mut window);
    window.get_by_label("Title of the group").focus();
    window
        .get_by_label("Title of the group")
        .type_text("Shelling of Brask");
    window.key_press(Key::Enter);
    settle(&mut window);
    assert_eq!(events(&window)[0].title, "Shelling of Brask");

    // What undo makes of the title shows, and stays when something else is done.
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    settle(&mut window);
    window.get_by_label(GROUP);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num3);
    settle(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    settle(&mut window);
    assert_eq!(events(&window)[0].title, "Shelling of Brask");

    // A title that is being typed is not lost by going elsewhere.
    window.get_by_label("Title of the group").focus();
    settle(&mut window);
    window.get_by_label("Title of the group").type_text(", twice");
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    settle(&mut window);
    assert_eq!(events(&window)[0].title, "Shelling of Brask, twice");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num4);
    settle(&mut window);

    window.get_by_label_contains("Norvan army, ≠ 15 killed").click();
    settle(&mut window);
    let item = window.state().session().item().unwrap();
    let claim = item.body.as_claim().unwrap();
    assert!((claim.figures[0].value - 15.0).abs() < f64::EPSILON);
    window.get_by_label("Articles");
}
