//! Characters that are not seen, in the text and in names.

use super::*;

const SPOOFED: &str = "Talks \u{202e}llats\u{202c} in Norva

Foreign Minister Ada\u{200b} Toll said that 12 people were killed in Brask.
";

#[test]
fn what_is_hidden_in_a_text_is_shown_and_stays_in_it() {
    let desk = Desk::new();
    std::fs::write(desk.path("spoofed.txt"), SPOOFED).unwrap();
    let harness = desk.window(&[desk.path("spoofed.txt")], Vec::new());
    harness.get_by_label_contains("3 hidden characters: ");
    for name in [
        "Hidden here: right-to-left override (U+202E)",
        "Hidden here: end of a change of direction (U+202C)",
        "Hidden here: zero width space (U+200B)",
    ] {
        harness.get_by_label(name);
    }
    // A title is written out, so that it cannot pass for another one.
    assert!(
        harness
            .query_all_by_label_contains("Talks ‹RLO›llats‹PDF› in Norva")
            .count()
            > 0
    );
    let article = harness.state().session.article().unwrap();
    assert_eq!(article.text.as_str(), SPOOFED);
}

#[test]
fn a_text_without_any_says_nothing() {
    let desk = Desk::new();
    let harness = desk.on_article(Vec::new());
    assert!(harness.query_by_label_contains("hidden character").is_none());
}
