use super::*;
use crate::app::dialogs::testing::{self, Running};
use egui_kittest::kittest::Queryable as _;
use std::fs;
use tempfile::TempDir;

type Harness = testing::Harness<PathDialog, Vec<PathBuf>>;

/// A folder with `desk/`, `notes.txt`, `ships.txt`, `wire.csv`, `.hidden.txt`, and `desk/today.txt`.
fn folder() -> TempDir {
    let temp = tempfile::tempdir().unwrap();
    fs::create_dir(temp.path().join("desk")).unwrap();
    for name in [
        "notes.txt",
        "ships.txt",
        "wire.csv",
        ".hidden.txt",
        "desk/today.txt",
    ] {
        fs::write(temp.path().join(name), "words").unwrap();
    }
    temp
}

fn open(wanted: PathWanted, folder: &TempDir) -> Harness {
    let dialog = PathDialog::new("Open files", wanted, Some(folder.path().to_owned()));
    let mut harness = testing::harness(Running::new(dialog, PathDialog::show));
    settle(&mut harness);
    harness
}

/// Runs until the folder is read.
fn settle(harness: &mut Harness) {
    for _ in 0..200 {
        harness.run();
        if !harness.state().result.is_open() || !harness.state().dialog.loading() {
            harness.run();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("the folder was never read");
}

fn files() -> PathWanted {
    PathWanted::Files(vec!["txt".into()])
}

fn press(harness: &mut Harness, keys: &[Key]) {
    for key in keys {
        harness.key_press(*key);
        settle(harness);
    }
}

fn done(folder: &TempDir, names: &[&str]) -> DialogResult<Vec<PathBuf>> {
    DialogResult::Done(names.iter().map(|name| folder.path().join(name)).collect())
}

#[test]
fn lists_folders_first_and_leaves_out_hidden_and_other_types() {
    let folder = folder();
    let mut harness = open(files(), &folder);
    let row = |harness: &Harness, name: &str| harness.query_all_by_label_contains(name).count();
    assert_eq!(row(&harness, "desk, Folder"), 1);
    assert_eq!(
        (
            row(&harness, "notes.txt"),
            row(&harness, "wire.csv"),
            row(&harness, ".hidden")
        ),
        (1, 0, 0)
    );
    harness.get_by_label("Hidden files").click();
    settle(&mut harness);
    harness.get_by_label("All types").click();
    settle(&mut harness);
    assert_eq!((row(&harness, "wire.csv"), row(&harness, ".hidden.txt")), (1, 1));
}

#[test]
fn walking_by_keys() {
    let folder = folder();
    let mut harness = open(files(), &folder);
    // Parent folder, desk (current), notes.txt, ships.txt
    press(&mut harness, &[Key::ArrowDown, Key::ArrowUp, Key::Enter]);
    harness.get_by_label("today.txt");
    press(&mut harness, &[Key::ArrowUp, Key::Enter]);
    press(&mut harness, &[Key::Enter, Key::Enter]);
    assert_eq!(harness.state().result, done(&folder, &["desk/today.txt"]));
}

#[test]
fn typing_narrows_and_enter_takes_the_first() {
    let folder = folder();
    let mut harness = open(files(), &folder);
    harness.get_by_label("Path").type_text("ships");
    settle(&mut harness);
    assert_eq!(harness.query_all_by_label_contains("notes.txt").count(), 0);
    press(&mut harness, &[Key::Enter]);
    assert_eq!(harness.state().result, done(&folder, &["ships.txt"]));
}

#[test]
fn tab_completes_and_goes_up() {
    let folder = folder();
    let mut harness = open(files(), &folder);
    harness.get_by_label("Path").type_text("de");
    settle(&mut harness);
    press(&mut harness, &[Key::Tab]);
    assert!(harness.ctx.text_edit_focused());
    harness.get_by_label("today.txt");
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    settle(&mut harness);
    harness.get_by_label("notes.txt");
}

#[test]
fn several_files_by_ticking() {
    let folder = folder();
    let mut harness = open(files(), &folder);
    harness.get_by_label("ships.txt").click();
    settle(&mut harness);
    harness.get_by_label("notes.txt").click();
    settle(&mut harness);
    harness.get_by_label("2 chosen");
    harness.get_by_label("Open").click();
    settle(&mut harness);
    assert_eq!(harness.state().result, done(&folder, &["notes.txt", "ships.txt"]));
}

#[test]
fn a_folder_is_chosen() {
    let folder = folder();
    let mut harness = open(PathWanted::Folder, &folder);
    assert_eq!(harness.query_all_by_label_contains("notes.txt").count(), 0);
    harness.get_by_label("desk, Folder").click();
    settle(&mut harness);
    harness.get_by_label("Choose folder").click();
    settle(&mut harness);
    let DialogResult::Done(paths) = &harness.state().result else {
        panic!("not done")
    };
    assert_eq!(
        paths[0].canonicalize().unwrap(),
        folder.path().join("desk").canonicalize().unwrap()
    );
}

#[test]
fn an_existing_file_is_replaced_only_when_said_twice() {
    let folder = folder();
    let mut harness = open(PathWanted::SaveFile("ships.txt".into()), &folder);
    press(&mut harness, &[Key::Enter]);
    assert!(harness.state().result.is_open());
    harness.get_by_label("ships.txt exists. Press Replace to write over it.");
    harness.get_by_label("Replace").click();
    settle(&mut harness);
    assert_eq!(harness.state().result, done(&folder, &["ships.txt"]));
}

#[test]
fn a_new_folder_is_named() {
    let folder = folder();
    let mut harness = open(PathWanted::SaveFolder("port-vale".into()), &folder);
    press(&mut harness, &[Key::Enter]);
    assert_eq!(harness.state().result, done(&folder, &["port-vale"]));
}

#[test]
fn faults_are_said() {
    let folder = folder();
    let mut harness = open(files(), &folder);
    harness.get_by_label("Open").click();
    settle(&mut harness);
    harness.get_by_label_contains("Choose a file");
    harness.get_by_label("Path").type_text("nothing/of the kind");
    settle(&mut harness);
    harness.get_by_label_contains("cannot be read");
    press(&mut harness, &[Key::Enter]);
    assert!(harness.state().result.is_open());
    press(&mut harness, &[Key::Escape]);
    assert_eq!(harness.state().result, DialogResult::Cancelled);
}

#[test]
fn tiny_windows_do_not_panic() {
    let folder = folder();
    let mut harness = open(files(), &folder);
    for size in [[1.0, 1.0], [80.0, 60.0], [240.0, 160.0]] {
        harness.set_size(size.into());
        settle(&mut harness);
    }
}
