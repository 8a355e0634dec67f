//! Crashes, second windows, folders that cannot be written to.

use super::window::close;
use super::*;
use crate::project::journal;
use crate::review::Command;

/// What the program leaves behind when it is killed: nothing is closed in order.
fn crash(mut harness: Harness<'_, App>) {
    harness.state_mut().abandon();
}

/// A project in a folder with two decisions saved and two more after that.
fn unsaved_work(desk: &Desk) -> (PathBuf, Project) {
    let folder = desk.path("mine");
    let mut harness = desk.on_article(vec![Picked::Paths(vec![folder.clone()])]);
    harness.state_mut().preferences.autosave = false;
    press(&mut harness, &[Key::Tab, Key::Enter, Key::X]);
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    press(&mut harness, &[Key::Enter, Key::X]);
    let project = harness.state().session.project().clone();
    crash(harness);
    (folder, project)
}

fn statuses(project: &Project) -> Vec<Status> {
    let articles = project.articles.values();
    articles
        .flat_map(|article| article.items.values().map(|item| item.status))
        .collect()
}

#[test]
fn after_a_crash_the_work_is_offered_and_taken_over() {
    let desk = Desk::new();
    let (folder, project) = unsaved_work(&desk);
    let mut again = desk.window(std::slice::from_ref(&folder), Vec::new());
    assert_ne!(
        statuses(again.state().session.project()),
        statuses(&project),
        "not by itself"
    );
    again.get_by_label("Take over");
    again.get_by_label_contains("2 decisions in 1 article, the last one");
    press(&mut again, &[Key::Escape]);
    again.get_by_label("Take over");
    press(&mut again, &[Key::Enter]);
    assert_eq!(again.state().session.project().articles, project.articles);
    assert!(again.state().session.history().is_dirty());
    // Killed again before it is saved: offered again, and undo goes on where it was.
    crash(again);
    let mut again = desk.window(std::slice::from_ref(&folder), Vec::new());
    press(&mut again, &[Key::Enter]);
    assert_eq!(again.state().session.project().articles, project.articles);
    press_with(&mut again, CTRL, Key::Z, 3);
    assert_ne!(statuses(again.state().session.project()), statuses(&project));
    press_with(&mut again, CTRL_SHIFT, Key::Z, 3);
    press_with(&mut again, CTRL, Key::S, 1);
    settle(&mut again);
    crash(again);
    let again = desk.window(&[folder], Vec::new());
    assert!(again.query_by_label("Unsaved work was found").is_none());
    assert_eq!(again.state().session.project().articles, project.articles);
}

#[test]
fn work_that_is_left_out_is_kept_beside_the_journal() {
    let desk = Desk::new();
    let (folder, _) = unsaved_work(&desk);
    let mut again = desk.window(std::slice::from_ref(&folder), Vec::new());
    let before = again.state().session.project().clone();
    again.get_by_label("Leave out").click();
    again.run();
    assert_eq!(*again.state().session.project(), before);
    crash(again);
    let own = folder.join(journal::OWN_FOLDER);
    let kept = std::fs::read_dir(own)
        .unwrap()
        .filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_string_lossy().starts_with("journal-left-out")
        })
        .count();
    assert_eq!(kept, 1);
    let again = desk.window(&[folder], Vec::new());
    assert!(again.query_by_label("Unsaved work was found").is_none());
}

#[test]
fn work_that_never_had_a_folder_is_offered_at_the_next_start() {
    let desk = Desk::new();
    let mut harness = desk.on_article(Vec::new());
    press(&mut harness, &[Key::Tab, Key::Enter, Key::X]);
    let project = harness.state().session.project().clone();
    crash(harness);
    let mut again = desk.window(&[], Vec::new());
    again.get_by_label_contains("It was never saved in a folder.");
    press(&mut again, &[Key::Enter]);
    assert_eq!(again.state().session.project().articles, project.articles);
    // Given up on purpose, it is gone.
    close(&mut again);
    again.get_by_label("Discard changes").click();
    again.run();
    eframe::App::on_exit(again.state_mut(), None);
    drop(again);
    let again = desk.window(&[], Vec::new());
    assert!(again.query_by_label("Unsaved work was found").is_none());
    assert!(again.state().session.project().articles.len() > 1, "the demo");
}

#[test]
fn undo_goes_on_after_a_normal_restart() {
    let desk = Desk::new();
    let folder = desk.path("mine");
    let mut harness = desk.on_article(vec![Picked::Paths(vec![folder.clone()])]);
    press(&mut harness, &[Key::Tab, Key::Enter, Key::X, Key::Enter]);
    press_with(&mut harness, CTRL, Key::Z, 1);
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    let labels = |harness: &Harness<'_, App>| {
        let history = harness.state().session.history();
        (
            history.undo_label().map(str::to_owned),
            history.redo_label().map(str::to_owned),
        )
    };
    let (saved, at_end) = (harness.state().session.project().clone(), labels(&harness));
    eframe::App::on_exit(harness.state_mut(), None);
    drop(harness);
    let mut again = desk.window(&[folder], Vec::new());
    assert_eq!(labels(&again), at_end);
    assert!(!again.state().session.history().is_dirty());
    press_with(&mut again, CTRL, Key::Z, 4);
    assert!(
        again.state().session.project().articles.is_empty(),
        "back to before the article came"
    );
    press_with(&mut again, CTRL_SHIFT, Key::Z, 4);
    assert_eq!(again.state().session.project().articles, saved.articles);
    assert!(!again.state().session.history().is_dirty(), "as it was saved");
}

#[test]
fn a_second_window_reads_and_says_who_works() {
    let desk = Desk::new();
    let folder = desk.path("mine");
    let mut first = desk.on_article(vec![Picked::Paths(vec![folder.clone()])]);
    press_with(&mut first, CTRL, Key::S, 1);
    settle(&mut first);
    let mut second = desk.window(std::slice::from_ref(&folder), Vec::new());
    second.get_by_label_contains("Rae has this project open (on ");
    second.get_by_label("Read-only");
    let before = second.state().session.project().clone();
    press(&mut second, &[Key::Tab, Key::Enter]);
    assert_eq!(*second.state().session.project(), before);
    second.get_by_label_contains("Nothing was changed.");
    // The first goes on undisturbed, and once it is closed the second may.
    press(&mut first, &[Key::Tab, Key::Enter]);
    press_with(&mut first, CTRL, Key::S, 1);
    settle(&mut first);
    let saved = first.state().session.project().clone();
    eframe::App::on_exit(first.state_mut(), None);
    drop(first);
    second.get_by_label("Try again").click();
    settle(&mut second);
    assert!(second.query_by_label("Read-only").is_none());
    assert_eq!(second.state().session.project().articles, saved.articles);
    press(&mut second, &[Key::Tab, Key::Enter]);
    assert!(second.state().session.history().is_dirty());
}

/// A project that is open, with a decision that is not saved, while another program rejected the second item in its file.
fn changed_elsewhere(desk: &Desk) -> Harness<'static, App> {
    let folder = desk.path("mine");
    let mut harness = desk.on_article(vec![Picked::Paths(vec![folder.clone()])]);
    harness.state_mut().preferences.autosave = false;
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    press(&mut harness, &[Key::Tab, Key::Enter]);
    let loaded = crate::project::load(&folder).unwrap();
    let (mut base, mut theirs) = (loaded.base, Session::new(loaded.project, "Ben"));
    let article = theirs.project().in_order()[0].clone();
    let mine = harness.state().session.project().in_order()[0].annotations()[0].id;
    let mut items: Vec<&Item> = article.items.values().filter(|item| item.id != mine).collect();
    items.sort_by_key(|item| crate::annotation::sort_key(&item.body));
    let reject = Command::Reject {
        article: article.id.clone(),
        items: vec![items[0].id],
    };
    theirs.run(reject, clock()).unwrap();
    crate::project::save(&folder, theirs.project(), &mut base, false).unwrap();
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    harness
}

#[test]
fn files_that_another_program_changed_are_shown_on_both_sides() {
    let desk = Desk::new();
    let mut harness = changed_elsewhere(&desk);
    harness.get_by_label_contains("there: rejected by Ben · here: undecided");
    harness.get_by_label("Save over").click();
    harness.run();
    settle(&mut harness);
    assert!(!harness.state().session.history().is_dirty());
    let saved = crate::project::load(&desk.path("mine")).unwrap().project;
    assert!(!statuses(&saved).contains(&Status::Rejected));
    assert!(
        desk.path("mine").join("set-aside").is_dir(),
        "their version is kept"
    );
}

#[test]
fn what_another_program_changed_is_taken_in_with_ones_own_work() {
    let desk = Desk::new();
    let mut harness = changed_elsewhere(&desk);
    harness.get_by_label("Take theirs in").click();
    harness.run();
    settle(&mut harness);
    let statuses = statuses(harness.state().session.project());
    assert!(statuses.contains(&Status::Rejected) && statuses.contains(&Status::Accepted));
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    assert!(!harness.state().session.history().is_dirty());
}

#[test]
fn an_earlier_version_opens_as_a_copy() {
    let desk = Desk::new();
    let (folder, copy) = (desk.path("mine"), desk.path("copy"));
    let picked = [folder.clone(), copy.clone()].map(|path| Picked::Paths(vec![path]));
    let mut harness = desk.on_article(picked.to_vec());
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    let first = harness.state().session.project().clone();
    press(&mut harness, &[Key::Tab, Key::Enter, Key::X]);
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    let ctx = harness.ctx.clone();
    harness.state_mut().perform(&ctx, UiCommand::Versions);
    settle(&mut harness);
    assert!(harness.query_by_label_contains("2 files not as now").is_some());
    press(&mut harness, &[Key::Enter]);
    settle(&mut harness);
    settle(&mut harness);
    assert_eq!(
        harness.state().folder(),
        Some(copy.canonicalize().unwrap().as_path())
    );
    assert_eq!(statuses(harness.state().session.project()), statuses(&first));
}

#[test]
fn work_that_was_saved_elsewhere_is_not_offered_again() {
    let desk = Desk::new();
    let (folder, copy) = (desk.path("mine"), desk.path("copy"));
    let picked = [folder.clone(), copy.clone()].map(|path| Picked::Paths(vec![path]));
    let mut harness = desk.on_article(picked.to_vec());
    harness.state_mut().preferences.autosave = false;
    press_with(&mut harness, CTRL, Key::S, 1);
    settle(&mut harness);
    press(&mut harness, &[Key::Tab, Key::Enter]);
    press_with(&mut harness, CTRL_SHIFT, Key::S, 1);
    settle(&mut harness);
    assert_eq!(
        harness.state().folder(),
        Some(copy.canonicalize().unwrap().as_path())
    );
    drop(harness);
    let again = desk.window(&[folder], Vec::new());
    assert!(again.query_by_label("Take over").is_none());
    assert_eq!(again.state().session.project().in_order()[0].decisions.len(), 0);
}
