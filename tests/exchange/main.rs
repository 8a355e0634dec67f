//! Exports and imports from outside: what is written, what comes back, and what is said to be lost.
#![expect(clippy::unwrap_used, reason = "a test that fails is meant to stop")]

mod round_trips;
mod torture;

use std::path::Path;

use claimdesk::project::{create, load};

use torture::torture;

/// The files are there for the readers of other programs, which know no Rust. Set `CLAIMDESK_WRITE_TORTURE` to write them anew.
#[test]
fn the_files_of_the_torture_project_are_that_project() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/torture");
    let project = torture();
    if std::env::var_os("CLAIMDESK_WRITE_TORTURE").is_some() {
        std::fs::remove_dir_all(&folder).ok();
        create(&folder, &project).unwrap();
    }
    let loaded = load(&folder).unwrap();
    assert_eq!(loaded.warnings.len(), 0, "{:?}", loaded.warnings);
    assert!(loaded.project == project, "write the files anew");
}
