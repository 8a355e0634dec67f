//! Ratings, evidence and reference tables.

use super::*;

#[test]
fn the_ratings_are_those_of_the_project_and_have_number_keys() {
    let mut inspector = of_claim();
    let mut scheme = inspector.state().session.project().scheme.clone();
    scheme.ratings = crate::annotation::RatingLabel::three();
    let set = Command::SetScheme(scheme);
    let session = &mut inspector.state_mut().session;
    session.run(set, jiff::Timestamp::UNIX_EPOCH).unwrap();
    inspector.run();
    assert!(inspector.query_by_label("Misleading").is_none());
    inspector.state_mut().panel.focus_verdict();
    inspector.run();
    assert!(inspector.get_by_label("Supported").is_focused());
    assert!(inspector.state().panel.rates());
    for (key, expected) in [
        (Key::Num3, "refuted"),
        (Key::Num2, "not enough info"),
        (Key::Num9, "not enough info"),
    ] {
        inspector.key_press(key);
        inspector.run();
        assert_eq!(verdict(&inspector).rating.as_str(), expected);
    }
    inspector.get_by_label("Ratings so far (2)").click();
    inspector.run();
    inspector.get_by_label_contains("Refuted, Rae, ");
    inspector.get_by_label_contains("From “Refuted” to “Not enough info”, Rae, ");
}

#[test]
fn a_rating_that_the_scale_lacks_is_shown_by_its_name() {
    let mut inspector = of_claim();
    press(&mut inspector, "Misleading");
    let mut scheme = inspector.state().session.project().scheme.clone();
    scheme.ratings = crate::annotation::RatingLabel::two();
    let set = Command::SetScheme(scheme);
    let session = &mut inspector.state_mut().session;
    session.run(set, jiff::Timestamp::UNIX_EPOCH).unwrap();
    inspector.run();
    inspector.get_by_label("Rated “misleading”, which the project's scale does not have.");
    press(&mut inspector, "False");
    assert_eq!(verdict(&inspector).rating, RatingId::FALSE);
}

#[test]
fn evidence_keeps_what_was_typed_and_says_when_it_is_no_day_or_no_file() {
    let mut inspector = of_claim();
    press(&mut inspector, "False");
    press(&mut inspector, "Add evidence");
    for (field, text) in [
        ("Evidence 1 Title", " List of the dead "),
        ("Evidence 1 Date", "spring of 2024"),
        ("Evidence 1 File", "evidence/list.pdf"),
    ] {
        write(&mut inspector, field, text);
        enter(&mut inspector);
    }
    let evidence = verdict(&inspector).evidence[0].clone();
    assert_eq!(
        [evidence.title.as_str(), &evidence.date, &evidence.file],
        ["List of the dead", "spring of 2024", "evidence/list.pdf"]
    );
    inspector.get_by_label("Not a day such as 2024-03-02; it stays as it was typed.");
    let missing = "There is no such file in the project's folder.";
    assert!(inspector.query_by_label(missing).is_none());
    let grounds = &mut inspector.state_mut().grounds;
    grounds.missing.insert("evidence/list.pdf".to_owned());
    grounds.has_folder = true;
    inspector.run();
    inspector.get_by_label(missing);
    inspector.get_by_label("Pick file of evidence 1").scroll_to_me();
    inspector.run();
    press(&mut inspector, "Pick file of evidence 1");
    assert!(matches!(
        inspector.state().acts.last(),
        Some(crate::app::view::Act::PickEvidence { index: 0, .. })
    ));
    write(&mut inspector, "Evidence 1 Date", "2024-03-02");
    enter(&mut inspector);
    assert!(inspector.query_by_label_contains("Not a day such as").is_none());
}
