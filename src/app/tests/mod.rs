//! The window as a user meets it: keys, clicks, names; files on a real disk.

mod actors;
mod claims;
mod compare;
mod copies;
mod exchange;
mod files;
mod hidden;
mod keeping;
mod learning;
mod mishaps;
mod orphans;
mod reference;
mod refining;
mod window;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::Timestamp;

use super::picker::{FakePicker, Picked};
use super::suggesting::Supply;
use super::*;
use crate::annotation::{Body, Item, Status};
use crate::suggest::Rules;

const ARTICLE: &str = "Harbour talks stall in Norva

Foreign Minister Ada Toll said on Tuesday that 12 people were killed in Brask. \
The Norvan army denied shelling the town.

“We counted at least 30 wounded,” said Ilan Merk, a spokesman for the Brask Relief Council. \
Toll accused the rebels of attacking the harbour. She hopes that the talks will go on.
";

/// A clock that moves on by a second whenever it is read.
fn clock() -> Timestamp {
    static SECONDS: AtomicI64 = AtomicI64::new(1_800_000_000);
    Timestamp::from_second(SECONDS.fetch_add(1, Ordering::Relaxed)).unwrap()
}

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("talks.txt"), ARTICLE).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn window(&self, paths: &[PathBuf], answers: Vec<Picked>) -> Harness<'static, App> {
        let fast = Supply::new(|| Arc::new(Rules));
        let accurate = Arc::clone(&fast);
        let mut harness = self.window_with(
            paths,
            answers,
            Suggesters {
                fast,
                accurate,
                learn: false,
            },
        );
        settle(&mut harness);
        harness
    }

    /// A window with suggesters of the test's own, not waited for.
    fn window_with(
        &self,
        paths: &[PathBuf],
        answers: Vec<Picked>,
        suggesters: Suggesters,
    ) -> Harness<'static, App> {
        let launch = Launch {
            paths: paths.to_vec(),
        };
        let home = Home::at(&self.path("home"));
        let (mut preferences, _) = home.preferences();
        "Rae".clone_into(&mut preferences.reviewer);
        home.keep_preferences(&preferences).unwrap();
        Harness::builder()
            .with_size([1400.0, 900.0])
            .with_max_steps(12)
            .build_eframe(move |cc| {
                let picker = Box::new(FakePicker::new(answers));
                App::new(
                    &cc.egui_ctx,
                    launch,
                    Surroundings {
                        home: Some(home),
                        picker,
                        clock,
                        suggesters,
                    },
                )
            })
    }

    /// A window on the article of this file, without a project folder.
    fn on_article(&self, answers: Vec<Picked>) -> Harness<'static, App> {
        self.window(&[self.path("talks.txt")], answers)
    }
}

/// Waits for what goes on in the background, then for the window to rest.
fn settle(harness: &mut Harness<'_, App>) {
    for _ in 0..4000 {
        harness.step();
        let app = harness.state();
        // Proposals are not refined while a question waits for its answer.
        let asks = matches!(app.modal, Some(Modal::Recover(..)));
        if (asks || !app.is_busy()) && !app.picker.is_open() && app.waiting.is_empty() {
            harness.run();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(!harness.state().is_busy(), "a job does not end");
    harness.run();
}

fn press(harness: &mut Harness<'_, App>, keys: &[Key]) {
    for key in keys {
        harness.key_press(*key);
        harness.run();
    }
}

fn press_with(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key, times: usize) {
    for _ in 0..times {
        harness.key_press_modifiers(modifiers, key);
        harness.run();
    }
}

const CTRL_SHIFT: Modifiers = Modifiers {
    alt: false,
    ctrl: true,
    shift: true,
    mac_cmd: false,
    command: true,
};
const CTRL: Modifiers = Modifiers {
    shift: false,
    ..CTRL_SHIFT
};

fn focused<'a>(harness: &'a Harness<'_, App>) -> &'a Item {
    harness.state().session.item().expect("an item has the focus")
}

fn words(harness: &Harness<'_, App>) -> String {
    let article = harness.state().session.article().unwrap();
    let item = focused(harness);
    article
        .text
        .slice(crate::review::part::span_of(&item.body, harness.state().reader.part).unwrap())
        .to_owned()
}

/// Walks on until the item in focus has these words.
fn walk_to(harness: &mut Harness<'_, App>, wanted: &str) {
    for _ in 0..40 {
        press(harness, &[Key::Tab]);
        if words(harness) == wanted {
            return;
        }
    }
    panic!("no item with the words {wanted:?}");
}
