//! Exports and imports of annotated articles on the command line.

use std::fs;
use std::path::Path;

use crate::place::Place;

fn torture() -> String {
    format!("{}/tests/data/torture", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_format_is_listed_with_what_it_holds_and_can_be_written() {
    let place = Place::new();
    let list = place.run(&["export", "--format"]).check(0, &[]).out;
    let formats: Vec<&str> = list
        .lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    for wanted in [
        "jsonl",
        "brat",
        "conll",
        "iob2",
        "spacy",
        "prodigy",
        "doccano",
        "doccano-relations",
        "label-studio",
        "uima-xmi",
        "uima-json",
        "web-annotation",
        "hugging-face",
        "parquet",
        "csv",
        "tsv",
        "claim-review",
        "html",
        "markdown",
    ] {
        assert!(formats.contains(&wanted), "{wanted}: {list}");
    }
    assert_eq!(
        list.lines().filter(|line| line.contains("; holds ")).count(),
        formats.len()
    );
    let torture = torture();
    for format in formats {
        let out = format!("out-{format}");
        let told: &[&str] = if format == "jsonl" { &[] } else { &["Left out: "] };
        place
            .run(&["export", &torture, "--format", format, "--out", &out])
            .check(0, told);
        assert!(place.path(&out).exists(), "{format}");
    }
    let schema = place.run(&["export", "--schema"]).check(0, &[]).out;
    assert!(serde_json::from_str::<serde_json::Value>(&schema).unwrap()["$defs"]["claim"].is_object());
}

#[test]
fn a_folder_with_something_in_it_stays_as_it_is() {
    let place = Place::new();
    place.write("mine/notes.txt", "mine");
    let torture = torture();
    place
        .run(&["export", &torture, "--format", "brat", "--out", "mine"])
        .check(3, &["mine: There is something already. Name a new folder."]);
    place
        .run(&["export", &torture, "--format", "brat"])
        .check(2, &["This export is a folder"]);
    let left: Vec<_> = fs::read_dir(place.path("mine")).unwrap().collect();
    assert_eq!(left.len(), 1);
    let beside = fs::read_dir(place.path("mine").parent().unwrap()).unwrap();
    assert!(
        beside
            .into_iter()
            .all(|entry| !entry.unwrap().file_name().to_string_lossy().contains("partial")),
        "nothing half done is left"
    );
}

#[test]
fn training_data_is_chosen_split_and_described() {
    let place = Place::new();
    let torture = torture();
    place
        .run(&[
            "export",
            &torture,
            "--format",
            "jsonl",
            "--only",
            "decided",
            "--by",
            "Rae",
            "--split",
            "50/0/50",
            "--seed",
            "3",
            "--without-names",
            "--out",
            "set",
        ])
        .check(
            0,
            &[
                "items that others or other days decided",
                "persons' names, replaced",
            ],
        );
    let read = |name: &str| fs::read_to_string(place.path(&format!("set/{name}"))).unwrap();
    let lines = read("train.jsonl") + &read("test.jsonl");
    assert!(!place.path("set/dev.jsonl").exists());
    assert_eq!(lines.lines().count(), 3, "each article once");
    assert!(!lines.contains("Toll") && lines.contains("Person 1"), "{lines}");
    place
        .run(&[
            "export", &torture, "--format", "iob2", "--split", "50/25/25", "--out", "tags",
        ])
        .check(0, &["1 project's title", "2 actors' aliases"]);
    let card = read("README.md");
    for wanted in [
        "| | train | test |",
        "Split: 50/0/50 by article, seed 3",
        "Decided by: Rae",
        "Names of persons were replaced",
        "## What is not in it",
        "`armed_force`",
    ] {
        assert!(card.contains(wanted), "{wanted}: {card}");
    }
    for (bad, said) in [
        (["--split", "80"], "\"80\" is not a split"),
        (["--tokens", "("], "is not a pattern"),
    ] {
        place
            .run(&[
                "export", &torture, "--format", "conll", "--out", "x", bad[0], bad[1],
            ])
            .check(2, &[said]);
    }
}

#[test]
fn an_import_changes_nothing_until_it_is_told_to() {
    let place = Place::new();
    place.run(&["new", "p"]).check(0, &[]);
    let project = |place: &Place| fs::read_to_string(place.path("p/project.ron")).unwrap();
    let before = project(&place);
    let lines = "{\"text\": \"Ada Toll left.\", \"label\": [[0, 8, \"PER\"]]}\n\
                 {\"text\": \"Old Mill burnt.\", \"label\": [[0, 8, \"THING\"], [4, 99, \"PER\"]]}\n{\"text\": \"cu";
    place.write("theirs.jsonl", lines);
    let told = [
        "theirs.jsonl:2:",
        "theirs.jsonl:3:",
        "1 span with the label \"THING\"",
        "Nothing was changed. With --yes 2 articles can be imported",
    ];
    place
        .run(&["import", "p", "theirs.jsonl", "--format", "auto"])
        .check(1, &told);
    assert_eq!(project(&place), before);
    assert!(
        !place.path("p/articles").exists()
            || fs::read_dir(place.path("p/articles")).unwrap().next().is_none()
    );

    place.write("labels.json", "{\"THING\": \"building\"}");
    let ran = place
        .run(&[
            "import",
            "p",
            "theirs.jsonl",
            "--format",
            "doccano",
            "--labels",
            "labels.json",
            "--yes",
        ])
        .check(1, &["theirs.jsonl:3:"]);
    assert_eq!(ran.out, "2 articles added, 0 joined, 2 items taken over.\n");
    assert!(
        project(&place).contains("building"),
        "the new kind is in the scheme"
    );
    place.run(&["check", "p"]).check(0, &[]);

    place.write(
        "more.jsonl",
        "{\"text\": \"Ada Toll left.\", \"label\": [[0, 8, \"PER\"], [9, 13, \"cue\"]]}\n",
    );
    let ran = place
        .run(&["import", "p", "more.jsonl", "--format", "doccano", "--yes"])
        .check(0, &["cue"]);
    assert_eq!(ran.out, "0 articles added, 1 joined, 0 items taken over.\n");

    for (arguments, code, said) in [
        (
            &["import", "p", "theirs.jsonl", "--format", "html"][..],
            2,
            "cannot be imported",
        ),
        (
            &["import", "p", "nowhere.jsonl", "--format", "doccano"],
            1,
            "nowhere.jsonl",
        ),
        (
            &["import", "p", "p/project.ron", "--format", "auto"],
            1,
            "The format cannot be told",
        ),
        (
            &[
                "import",
                "p",
                "more.jsonl",
                "--format",
                "auto",
                "--labels",
                "theirs.jsonl",
            ],
            1,
            "A mapping is a JSON object",
        ),
    ] {
        place.run(arguments).check(code, &[said]);
    }
}

/// A project goes out in our own lines and comes back into an empty one as it was.
#[test]
fn our_lines_make_the_same_project_again() {
    let place = Place::new();
    let torture = torture();
    place
        .run(&["export", &torture, "--format", "jsonl", "--out", "all.jsonl"])
        .check(0, &[]);
    place
        .run(&["new", "q", "--title", "Torture, “spring” <2024> & more"])
        .check(0, &[]);
    place
        .run(&["import", "q", "all.jsonl", "--format", "jsonl"])
        .check(0, &[]);
    let articles = Path::new(&torture).join("articles");
    for entry in fs::read_dir(articles).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let again = fs::read_to_string(place.path(&format!("q/articles/{name}"))).unwrap();
        assert!(again == fs::read_to_string(&path).unwrap(), "{name}");
    }
}
