//! A real panic on the main thread: the report holds no word of the text that the panic quotes, and a note for the next
//! start stays until the program says that it goes on. One test: a panic hook is the whole process's.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test that fails is meant to stop; one panics on purpose"
)]

use std::fs;
use std::sync::Mutex;

use claimdesk::project::{Home, reports};

static TOLD: Mutex<Vec<std::path::PathBuf>> = Mutex::new(Vec::new());

/// Panics as code does that cuts a text in the middle of a character: the message quotes the text.
fn cut(text: &str) -> &str {
    &text[..text.len() - 1]
}

fn break_down(thread: &str) {
    let broken = || cut("Toll said that 21 people died in Brask: “no”").len();
    let broken = std::thread::Builder::new()
        .name(thread.to_owned())
        .spawn(broken)
        .unwrap();
    let panic = broken.join().unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.contains("Toll"), "the panic quotes the text: {message}");
}

#[test]
fn a_report_quotes_no_article_and_the_next_start_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    reports::install(home.clone(), true, |file| {
        TOLD.lock().unwrap().push(file.to_owned());
    });
    for number in 0..60 {
        reports::note_command(if number == 59 { "Accept" } else { "Next item" });
    }

    break_down("Opening articles");
    assert_eq!(
        home.take_break_down(),
        None,
        "a job that breaks down is told at once"
    );
    break_down("main");
    reports::survived();
    assert_eq!(home.take_break_down(), None, "the window went on");
    break_down("main");
    let told = home.take_break_down().unwrap();
    assert_eq!(home.take_break_down(), None, "told once");

    let all = TOLD.lock().unwrap().clone();
    assert_eq!(all.len(), 3);
    assert_eq!(all.last(), Some(&told.report));
    for file in &all {
        let text = fs::read_to_string(file).unwrap();
        for part in [
            "tests/reports.rs:",
            "not a char boundary",
            "Next item\nAccept\n",
            "0: ",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        for word in ["Toll", "Brask", "died", "people"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
        assert_eq!(text.matches("Next item").count(), 49);
    }

    // One that comes again and again does not fill the disk.
    for _ in 0..30 {
        break_down("main");
    }
    assert!(fs::read_dir(home.reports()).unwrap().count() <= 2 * reports::MOST);
}
