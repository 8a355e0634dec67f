//! Written, read, and read from others.

use super::*;
use crate::exchange::formats::testing::{check_shown, read_folder, round_trip, text_of, written};

#[test]
fn read_as_written() {
    round_trip(&FORMAT);
}

#[test]
fn an_annotation_says_words_and_place() {
    let (files, _) = written(&FORMAT);
    let all: Vec<Value> = serde_json::from_str(&text_of(&files, "full.jsonld")).unwrap();
    let text: Vec<char> = text_of(&files, "full.txt").chars().collect();
    let mut seen = 0;
    for one in &all {
        let selectors = &one["target"]["selector"];
        if let (Some(start), Some(end)) = (selectors[1]["start"].as_u64(), selectors[1]["end"].as_u64()) {
            let words: String = text[start as usize..end as usize].iter().collect();
            assert_eq!(selectors[0]["exact"], words);
            seen += 1;
        }
    }
    assert!(seen > 10);
    assert_eq!(text_of(&files, "void.jsonld"), "[\n]\n");
}

fn check(json: &str, marks: &str, problems: &[&str]) {
    let text = "é😀 Ada\r\nsaid Ada said";
    check_shown(&FORMAT, &[("a.jsonld", json), ("a.txt", text)], marks, problems);
}

#[test]
fn what_others_write() {
    let of = |selector: &str| {
        format!(
            r#"{{"id":"x:1","type":"Annotation","motivation":"tagging","body":{{"value":"PER"}},"target":{{"source":"http://example.org/","selector":{selector}}}}}"#
        )
    };
    let position =
        |start: i64, end: i64| format!(r#"{{"type":"TextPositionSelector","start":{start},"end":{end}}}"#);
    let quote =
        |exact: &str, more: &str| format!(r#"{{"type":"TextQuoteSelector","exact":"{exact}"{more}}}"#);
    check(&of(&position(3, 6)), "PER@7:Ada", &[]);
    check(
        &of(&format!("[{},{}]", quote("Ada", ""), position(3, 6))),
        "PER@7:Ada",
        &[],
    );
    let moved = format!("[{},{}]", quote("Ada", r#","suffix":" said""#), position(0, 2));
    check(&of(&moved), "PER@16:Ada", &[]);
    check(&of(&quote("Ada\\r\\nsaid", "")), "PER@7:Ada\nsaid", &[]);
    check(
        &of(&format!("[{},{}]", quote("Ada", ""), position(0, 2))),
        "",
        &["several places"],
    );
    check(&of(&quote("Toll", "")), "", &["not in the text"]);
    for (start, end) in [(6, 3), (3, 3), (-1, 3), (3, 9_999_999)] {
        check(&of(&position(start, end)), "", &["no place"]);
    }
    check(&of(r#"{"type":"CssSelector","value":"p"}"#), "", &["neither"]);
    let page = format!(
        r#"{{"type":"AnnotationPage","items":[{},7,{{}}]}}"#,
        of(&position(3, 6))
    );
    check(&page, "PER@7:Ada", &["no object", "no target"]);
    let second = of(&position(13, 16)).replace("x:1", "x:2");
    let link = |ends: &str| {
        format!(
            r#"[{},{second},{{"id":"x:3","motivation":"linking","body":[{{"value":"by"}}],"target":[{ends}]}}]"#,
            of(&position(3, 6))
        )
    };
    check(
        &link(r#""x:2",{"id":"x:1"}"#),
        "PER@7:Ada, PER@16:Ada, 1>0 by",
        &[],
    );
    check(&link(r#""x:2","x:9""#), "PER@7:Ada, PER@16:Ada", &["not there"]);
    let elsewhere = of(&position(3, 6)).replace("http://example.org/", "b.txt");
    check(&elsewhere, "", &["another text"]);
}

#[test]
fn invisible_marks_are_words_in_the_middle_of_a_text() {
    for (text, exact, position, found) in [
        ("a \u{feff}Ada", "\u{feff}Ada", [2, 6], "t@2:\u{feff}Ada"),
        ("a \u{feff}Ada", "\u{feff}Ada", [0, 1], "t@2:\u{feff}Ada"),
        ("\u{feff}Ada", "\u{feff}Ada", [0, 4], "t@0:Ada"),
        ("\u{feff}Ada", "\u{feff}Ada", [0, 1], "t@0:Ada"),
    ] {
        let json = json!({"body": "t", "target": {"selector": [
            {"type": "TextQuoteSelector", "exact": exact},
            {"type": "TextPositionSelector", "start": position[0], "end": position[1]},
        ]}});
        check_shown(
            &FORMAT,
            &[("a.jsonld", &json.to_string()), ("a.txt", text)],
            found,
            &[],
        );
    }
}

#[test]
fn what_is_no_file_of_it() {
    check("", "", &["not readable"]);
    check("[{", "", &["not readable"]);
    check("[]", "", &[]);
    check("\u{feff}[]", "", &[]);
    check(&"[".repeat(100_000), "", &["not readable"]);
    let (found, problems) = read_folder(&FORMAT, &[("a.jsonld", b"[]")]);
    assert_eq!((found.len(), problems.len()), (0, 1));
    let (found, problems) = read_folder(&FORMAT, &[("a.jsonld", b"\xff"), ("a.txt", b"a")]);
    assert_eq!((found.len(), problems.len()), (0, 1));
}

#[test]
fn lost_quotes_take_no_for_ever() {
    let text = "a".repeat(200_000);
    let quote = format!(
        r#"{{"target":{{"selector":{{"type":"TextQuoteSelector","exact":"a","prefix":"b{}"}}}}}}"#,
        "a".repeat(90_000)
    );
    let json = format!("[{}]", vec![quote; 50].join(","));
    let (found, problems) = read_folder(
        &FORMAT,
        &[("a.jsonld", json.as_bytes()), ("a.txt", text.as_bytes())],
    );
    assert_eq!((found.len(), problems.len()), (1, 50));
}
