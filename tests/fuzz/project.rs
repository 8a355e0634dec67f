//! Floor 2, project: any file in a project folder opens or is refused with a word; what opened can be saved, and the
//! save opens as the same.

use std::fs;
use std::path::Path;

use claimdesk::project::journal::{Story, frame, from_bytes};
use claimdesk::project::{Home, check, create, load};
use claimdesk::review::{Command, Session};
use sha2::{Digest as _, Sha256};

use crate::run::{folder, samples};

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/format");

fn read(name: &str) -> Vec<u8> {
    fs::read(Path::new(GOLDEN).join(name)).unwrap()
}

fn articles() -> Vec<Vec<u8>> {
    let whole = [
        "v1/articles/shelling-in-northgate.ron",
        "v1-figures/articles/flood-in-aven.ron",
        "v1/articles/fire-in-the-harbour.ron",
    ];
    // Most of the tries shall start from what opens.
    let whole = whole.iter().cycle().take(9).map(|name| read(name));
    samples(&["ron"]).into_iter().chain(whole).collect()
}

fn projects() -> Vec<Vec<u8>> {
    let whole = std::iter::repeat_n(read("v1/project.ron"), 4);
    samples(&["ron"]).into_iter().chain(whole).collect()
}

/// A project in `folder` opens, or says why not; if it opens, a save of it opens as the same.
fn opens_and_stays_the_same(folder: &Path) {
    let project = folder.join("p");
    let loaded = match load(&project) {
        Ok(loaded) => loaded,
        Err(error) => {
            assert!(error.to_string().contains("project.ron"), "{error}");
            return;
        }
    };
    check(&project).unwrap();
    for warning in &loaded.warnings {
        assert!(warning.to_string().contains(".ron"), "{warning}");
    }
    let fresh = folder.join("fresh");
    fs::remove_dir_all(&fresh).ok();
    create(&fresh, &loaded.project).unwrap();
    let again = load(&fresh).unwrap();
    let told: Vec<String> = again.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(told, [""; 0], "what we wrote has nothing wrong with it");
    assert!(
        again.project == loaded.project,
        "{:#?}\n{:#?}",
        loaded.project,
        again.project
    );
}

fn prepare() -> tempfile::TempDir {
    let folder = folder();
    fs::create_dir_all(folder.path().join("p/articles")).unwrap();
    fs::write(folder.path().join("p/project.ron"), read("v1/project.ron")).unwrap();
    fs::write(
        folder.path().join("p/articles/fire.ron"),
        read("v1/articles/fire-in-the-harbour.ron"),
    )
    .unwrap();
    folder
}

target!(article_file, 400, articles(), {
    let folder = prepare();
    move |input: &[u8]| {
        fs::write(folder.path().join("p/articles/shelling-in-northgate.ron"), input).unwrap();
        opens_and_stays_the_same(folder.path());
    }
});

target!(project_file, 400, projects(), {
    let folder = prepare();
    let article = read("v1/articles/shelling-in-northgate.ron");
    fs::write(
        folder.path().join("p/articles/shelling-in-northgate.ron"),
        article,
    )
    .unwrap();
    move |input: &[u8]| {
        fs::write(folder.path().join("p/project.ron"), input).unwrap();
        opens_and_stays_the_same(folder.path());
    }
});

target!(preferences, 400, samples(&["ron"]), {
    let folder = folder();
    move |input: &[u8]| {
        let home = Home::at(folder.path());
        fs::write(folder.path().join("preferences.ron"), input).unwrap();
        let (preferences, problem) = home.preferences();
        assert!(problem.is_none_or(|problem| problem.contains("defaults")));
        assert!((11.0..=32.0).contains(&preferences.text_size));
        home.keep_preferences(&preferences).unwrap();
        assert_eq!(home.preferences(), (preferences, None));
    }
});

target!(where_one_left_off, 300, samples(&["ron"]), {
    let folder = folder();
    let home = Home::at(folder.path());
    let project = folder.path().join("p");
    home.keep_view_state(&project, &claimdesk::project::ViewState::default())
        .unwrap();
    let file = fs::read_dir(folder.path().join("state/views"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    move |input: &[u8]| {
        let _ = &folder;
        fs::write(&file, input).unwrap();
        let (state, _) = home.view_state(&project);
        home.keep_view_state(&project, &state).unwrap();
        assert_eq!(home.view_state(&project), (state, None));
    }
});

/// What a session leaves in its journal, record by record.
fn records() -> Vec<Vec<u8>> {
    let project = claimdesk::project::demo().unwrap();
    let articles: Vec<_> = project.in_order().into_iter().cloned().collect();
    let mut session = Session::new(project, "Ada");
    let at = "2031-03-04T10:00:00Z".parse().unwrap();
    for article in articles.iter().take(2) {
        let mut items: Vec<_> = article.items.keys().copied().collect();
        items.truncate(4);
        session
            .run(
                Command::Accept {
                    article: article.id.clone(),
                    items,
                },
                at,
            )
            .unwrap();
    }
    session.run(Command::SetTitle("Another".to_owned()), at).unwrap();
    session.undo();
    session.take_records().iter().map(frame).collect()
}

/// A journal is read up to the first record that is damaged, and what was read can be written and read again.
fn journal_holds(input: &[u8]) {
    let found = from_bytes(input);
    assert!(found.length <= input.len() as u64);
    assert_eq!(found.damage.is_none(), found.length == input.len() as u64);
    let again: Vec<u8> = found.records.iter().flat_map(frame).collect();
    let back = from_bytes(&again);
    assert!(back.damage.is_none() && back.records.len() == found.records.len());
    // A record of another hand may be finer than what we write; written once, it stays as it is.
    assert!(back.records.iter().flat_map(frame).eq(again));
    let _ = Story::of(found.records).is_unsaved();
}

target!(
    journal,
    300,
    vec![records().concat(), records()[0].clone()],
    journal_holds
);

target!(
    record_with_a_right_checksum,
    400,
    records()
        .into_iter()
        .map(|record| record[record.iter().position(|b| *b == b'\n').unwrap() + 1..].to_vec())
        .collect(),
    |payload: &[u8]| {
        let sum = Sha256::digest(payload)
            .iter()
            .take(8)
            .fold(String::new(), |sum, byte| format!("{sum}{byte:02x}"));
        let head = format!("#{} {sum}\n", payload.len());
        journal_holds(&[head.as_bytes(), payload, b"\n"].concat());
    }
);
