//! Training and scoring.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::place::Place;

const NAMES: [&str; 4] = ["Ada Toll", "Ben Okoro", "Mayor Ina Brandt", "The Aven League"];
const VERBS: [&str; 3] = ["said", "denied", "warned"];
const CONTENTS: [&str; 3] = [
    "the road to Northgate is closed",
    "three bridges were lost",
    "the harbour will open again",
];

/// `count` annotated articles of some invented sentences, one a line.
fn corpus(count: usize) -> String {
    let mut lines = String::new();
    for n in 0..count {
        let mut text = format!("News of day {n} from Aven.\n");
        let mut claims = Vec::new();
        for k in 0..4 {
            let pick = |from: &[&'static str], at: usize| *from.get(at % from.len()).unwrap();
            let (name, verb) = (pick(&NAMES, n + k), pick(&VERBS, n + 2 * k));
            let content = pick(&CONTENTS, n * k + 1);
            let start = text.len();
            writeln!(text, "{name} {verb} that {content}.").unwrap();
            let cue = start + name.len() + 1;
            let from = cue + verb.len() + 1;
            claims.push(serde_json::json!({
                "content": [[from, from + 5 + content.len()]],
                "cue": [cue, cue + verb.len()],
                "source": [start, start + name.len()],
            }));
        }
        let line = serde_json::json!({ "id": format!("a{n}"), "text": text, "claims": claims });
        writeln!(lines, "{line}").unwrap();
    }
    lines
}

#[test]
fn a_corpus_makes_a_model_that_suggests() {
    let place = Place::new();
    place.write("train.jsonl", corpus(40));
    let train = |output: &str| {
        place
            .run(&["train", "--corpus", "train.jsonl", "--output", output])
            .check(0, &["held back", "of the rules alone", "with the model"]);
        std::fs::read(place.path(output)).unwrap()
    };
    assert!(
        train("one.model") == train("two.model"),
        "the same input, the same model"
    );
    place
        .run(&["train", "--corpus", "train.jsonl", "--output", "one.model"])
        .check(3, &["The file is there already"]);
    let ran = place
        .run(&["suggest", "--model", "one.model", "train.jsonl"])
        .check(0, &[]);
    assert!(ran.out.contains("\"claims\":[{"));
    let ran = place
        .run(&["evaluate", "train.jsonl", "--model", "one.model", "--reliability"])
        .check(0, &[]);
    for word in ["speech claim", "effort", "calibration error"] {
        assert!(ran.out.contains(word), "{word} in {}", ran.out);
    }
}

#[test]
fn a_layer_says_whether_it_helped() {
    let place = Place::new();
    place.write("train.jsonl", corpus(8));
    place
        .run(&[
            "train",
            "--on-top",
            "--corpus",
            "train.jsonl",
            "--output",
            "my.model",
        ])
        .check(
            0,
            &[
                "each held back in its turn, without it",
                "each held back in its turn, with it",
            ],
        );
    place
        .run(&["suggest", "--model", "my.model", "train.jsonl"])
        .check(0, &[]);
    let ran = place
        .run(&["evaluate", "train.jsonl", "--curve", "5"])
        .check(0, &[]);
    assert!(ran.out.contains("effort saved"), "{}", ran.out);
}

#[test]
fn what_cannot_be_learned_from_is_refused() {
    let place = Place::new();
    place.write("two.jsonl", corpus(2));
    place.write("bad.jsonl", format!("{{}}\n{}", corpus(1)));
    place.write("no.model", "not a model");
    place.write("story.txt", "Ada Toll said no.");
    let check = |args: &[&str], code: i32, message: &str| {
        place.run(args).check(code, &[message]);
    };
    check(
        &["train", "--corpus", "two.jsonl", "--output", "m"],
        1,
        "too little to learn from: 2 articles",
    );
    check(&["train", "--output", "m"], 2, "PROJECT");
    check(&["train", "nowhere", "--output", "m"], 3, "Could not be read");
    check(
        &["evaluate", "bad.jsonl"],
        1,
        "bad.jsonl:1: Not an annotated article",
    );
    check(&["evaluate", "nowhere.jsonl"], 3, "Could not be read");
    check(
        &["suggest", "--model", "no.model", "story.txt"],
        1,
        "this is no model",
    );
    check(&["suggest", "--model", "m", "story.txt"], 3, "Could not be read");
    check(
        &[
            "suggest",
            "--suggester",
            "accurate",
            "--model",
            "no.model",
            "story.txt",
        ],
        2,
        "Only the fast suggester",
    );
    assert!(
        !place.path("m").exists(),
        "nothing is written where nothing was learned"
    );
}

#[test]
fn a_project_without_decisions_teaches_nothing() {
    let place = Place::new();
    place.write("story.txt", crate::place::STORY);
    place.run(&["new", "siege"]).check(0, &[]);
    place.run(&["import", "siege", "story.txt"]).check(0, &[]);
    place
        .run(&["train", "siege", "--output", "m"])
        .check(1, &["too little to learn from: 0 articles"]);
    place.run(&["evaluate", "siege"]).check(1, &["nothing to score"]);
}

/// The script that the project's goals are measured with lies outside the repository and is not there for everybody.
#[test]
fn scores_are_those_of_the_script() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/tools/score.py");
    let has_python = || Command::new("python3").arg("--version").output().is_ok();
    if !script.exists() || !has_python() {
        eprintln!("skipped: no python3 or no {}", script.display());
        return;
    }
    let place = Place::new();
    let mut gold = corpus(12);
    // Something to find fault with: other parts, and an article with nothing in it.
    gold = gold
        .replace("\"cue\":[", "\"confidence\":[")
        .replacen("\"confidence\":[", "\"cue\":[", 30);
    gold += "{\"id\":\"last\",\"text\":\"Nothing here.\",\"claims\":[],\"actors\":[{\"start\":0,\"end\":7,\"kind\":\"person\",\"form\":\"named\"}]}\n";
    place.write("gold.jsonl", &gold);
    let proposed = place.run_with(&["suggest", "-"], &gold).check(0, &[]).out;
    place.write("proposed.jsonl", proposed);
    let by_script = Command::new("python3")
        .arg(&script)
        .args([place.path("gold.jsonl"), place.path("proposed.jsonl")])
        .output()
        .unwrap();
    let by_script = String::from_utf8(by_script.stdout).unwrap();
    assert!(by_script.contains("effort"));
    let ours = place.run(&["evaluate", "gold.jsonl"]).check(0, &[]).out;
    assert_eq!(ours, by_script);
}

#[test]
fn mentions_are_learned_in_the_kinds_of_the_articles() {
    let place = Place::new();
    // Bridges are nothing that the program marks by itself.
    let mut lines = String::new();
    for n in 0..12 {
        let bridge = ["Otter Bridge", "Mill Bridge", "Long Bridge"].get(n % 3).unwrap();
        let text = format!("Workers closed the {bridge} on day {n}.\nThe {bridge} opens again next week.\n");
        let found: Vec<_> = text
            .match_indices(bridge)
            .map(|(at, _)| serde_json::json!({ "start": at, "end": at + bridge.len(), "type": "bridge" }))
            .collect();
        let line = serde_json::json!({ "id": format!("b{n}"), "text": text, "entities": found });
        writeln!(lines, "{line}").unwrap();
    }
    place.write("bridges.jsonl", lines);
    place
        .run(&[
            "train",
            "--mentions",
            "--corpus",
            "bridges.jsonl",
            "--output",
            "bridges.model",
        ])
        .check(0, &["Cross-validated in 5 parts"]);
    place.write(
        "new.txt",
        "The Weir Bridge is closed.\nNobody can cross the Weir Bridge today.\n",
    );
    let ran = place
        .run(&["suggest", "--model", "bridges.model", "new.txt"])
        .check(0, &[]);
    assert!(ran.out.contains("\"kind\":\"bridge\""), "{}", ran.out);
    place
        .run(&[
            "train",
            "--mentions",
            "--corpus",
            "new.txt",
            "--output",
            "none.model",
        ])
        .check(1, &["too little to learn from"]);
}
