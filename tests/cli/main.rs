//! The real program in folders of its own: every command, exit status, bad input, closed pipes.
#![expect(clippy::unwrap_used, reason = "a test that fails is meant to stop")]

mod exchange;
mod learning;
mod merge;
mod place;
mod projects;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::Stdio;

use serde_json::Value;

use place::{Place, STORY, ran, slice};

#[test]
fn suggest_prints_a_line_per_article_in_order() {
    let place = Place::new();
    place.write("one.txt", format!("\u{feff}{}", STORY.replace('\n', "\r\n")));
    place.write(
        "set.csv",
        "id,text\n7,Ada Toll said no.\n8,Ben Okoro denied it.\n",
    );
    let ran = place.run(&["suggest", "set.csv", "one.txt"]).check(0, &[]);
    let records = ran.records();
    let ids: Vec<_> = records
        .iter()
        .map(|record| record["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["set.csv#7", "set.csv#8", "one.txt"]);
    let record = &records[2];
    assert_eq!(record["text"], STORY, "the text as it is counted in");
    let text = record["text"].as_str().unwrap();
    let marked: Vec<_> = record["actors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| slice(text, &a["start"], &a["end"]))
        .collect();
    for name in ["Ada Toll", "Ben Okoro"] {
        assert!(marked.iter().any(|marked| marked == name), "{name} in {marked:?}");
    }
    for claim in record["claims"].as_array().unwrap() {
        for part in claim["content"].as_array().unwrap() {
            slice(text, &part[0], &part[1]);
        }
        assert!(claim["act"].is_string() && claim["quote"].is_string() && claim["score"].is_number());
    }
    let line = ran.out.lines().last().unwrap();
    assert!(line.starts_with("{\"id\":\"one.txt\",\"text\":\""), "{line}");
}

#[test]
fn suggest_leaves_boilerplate_out_unless_asked() {
    let place = Place::new();
    let text = "A quiet day in Velmora\n\nBy Ada Toll\n\nThe bridge was closed, Ben Okoro said on Monday.\n";
    place.write("one.txt", text);
    let names = |arguments: &[&str]| -> Vec<String> {
        let records = place.run(arguments).check(0, &[]).records();
        let actors = records[0]["actors"].as_array().unwrap();
        actors
            .iter()
            .map(|a| slice(text, &a["start"], &a["end"]))
            .collect()
    };
    let (usual, all) = (
        names(&["suggest", "one.txt"]),
        names(&["suggest", "--boilerplate", "one.txt"]),
    );
    let has = |names: &[String], name: &str| names.iter().any(|found| found == name);
    assert!(has(&usual, "Ben Okoro") && !has(&usual, "Ada Toll"), "{usual:?}");
    assert!(has(&all, "Ben Okoro") && has(&all, "Ada Toll"), "{all:?}");
}

#[test]
fn suggest_gives_the_same_bytes_for_any_number_of_jobs() {
    let place = Place::new();
    let mut lines = String::new();
    for n in 0..200 {
        let text = STORY.replace("21", &n.to_string()).repeat(1 + n % 5);
        lines.push_str(&serde_json::json!({ "id": format!("a{n}"), "text": text }).to_string());
        lines.push('\n');
    }
    place.write("set.jsonl", &lines);
    let one = place.run(&["suggest", "--jobs", "1", "set.jsonl"]).check(0, &[]);
    let four = place.run(&["suggest", "--jobs", "4", "set.jsonl"]).check(0, &[]);
    assert_eq!(one.records().len(), 200);
    assert!(one.out == four.out, "the output depends on --jobs");
    let streamed = place
        .run_with(&["suggest", "--jobs", "3", "-"], &lines)
        .check(0, &[]);
    let ids: Vec<_> = streamed
        .records()
        .iter()
        .map(|record| record["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, (0..200).map(|n| format!("a{n}")).collect::<Vec<_>>());
}

#[test]
fn standard_input_is_answered_line_by_line() {
    let place = Place::new();
    let mut command = place.command(&["suggest", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for n in 0..3 {
        writeln!(stdin, "{{\"id\":{n},\"text\":\"Ada Toll said no.\"}}").unwrap();
        stdin.flush().unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["id"], n.to_string());
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_bad_line_costs_only_itself() {
    let place = Place::new();
    let input = "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\",\"txt\":1}\nnot json\n{\"id\":\"c\",\"text\":\"Two.\"}\n";
    let ran = place.run_with(&["suggest", "-"], input);
    let ran = ran.check(
        1,
        &[
            "standard input:2: Not an article: missing field `text`",
            "standard input:3:",
            "Each line",
        ],
    );
    assert_eq!(ran.records().len(), 2);
}

#[test]
fn bad_articles_are_named_and_the_others_still_done() {
    let place = Place::new();
    place.write("good.txt", STORY);
    place.write("empty.txt", "");
    place.write(
        "picture.txt",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\xff\xfe".repeat(50),
    );
    place.write("cut.txt", &STORY.as_bytes()[..STORY.find('🔥').unwrap() + 2]);
    for (bad, code) in [
        ("empty.txt", 1),
        ("picture.txt", 1),
        ("cut.txt", 1),
        ("nowhere.txt", 3),
    ] {
        let ran = place
            .run(&["suggest", bad, "good.txt"])
            .check(code, &["claimdesk: ", bad]);
        assert_eq!(ran.records().last().unwrap()["id"], "good.txt");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let place = Place::new();
    let line = serde_json::json!({ "id": "a", "text": STORY.repeat(20) }).to_string() + "\n";
    place.write("set.jsonl", line.repeat(400));
    let mut command = place.command(&["suggest", "set.jsonl"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    ran(&output).check(0, &[]);

    // Nor is it one that nobody reads messages.
    let mut command = place.command(&["suggest", "nowhere.txt"]);
    let mut child = command
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(3));
}

#[test]
fn wrong_usage_is_2_and_help_has_examples() {
    let place = Place::new();
    place.write("a.txt", STORY);
    place.run(&["new", "p"]).check(0, &[]);
    for wrong in [
        &["suggest"] as &[&str],
        &["suggest", "--jobs", "0", "a.txt"],
        &["suggest", "--no-such-flag", "a.txt"],
        &["export", "p"],
        &["export", "--format", "jsonl"],
        &["export", "p", "--format", "no-such-format"],
        &["import", "p", "-"],
    ] {
        let ran = place.run(wrong);
        assert_eq!(ran.code, 2, "{wrong:?}: {}", ran.err);
        assert!(!ran.err.is_empty());
    }
    for command in ["suggest", "new", "import", "export"] {
        let help = place.run(&[command, "--help"]).check(0, &[]);
        assert!(help.out.contains("Example"), "{}", help.out);
    }
    assert!(place.run(&["--help"]).check(0, &[]).out.contains("Exit status"));
    place
        .run(&["sugest"])
        .check(3, &["sugest: There is no such file or command."]);
}
