//! JSON Lines for Prodigy (<https://prodi.gy/docs/api-interfaces>): tasks with tokens, spans, relations and an answer.
//!
//! All that people stand behind in an article is one task with the answer "accept"; each thing that they turned down is a
//! task of its own with the answer "reject" and nothing else in it. `token_end` of a span is the number of its last
//! token, and a relation counts its ends by that number, too. The hashes are left out: Prodigy computes them. Details
//! and actors are further keys of a span, which Prodigy keeps.

mod read;
mod write;

use super::{aligned, reading};
use crate::exchange::export::{Format, Reader, Shape};
use crate::exchange::marks::{Field, Holds, Keep};

/// The format.
pub const FORMAT: Format = Format {
    id: "prodigy",
    title: "Prodigy tasks",
    about: "Tasks with spans and relations; what was rejected is there as tasks with the answer “reject”.",
    shape: Shape::File("jsonl"),
    holds: Holds {
        keep: Keep::Decided,
        links: true,
        actors: true,
        fields: Field::ALL,
        metadata: true,
        ..Holds::SPANS
    },
    writer: |_, settings| {
        Box::new(write::Tasks {
            tokens: settings.tokens.clone(),
        })
    },
    reader: Some(Reader::Marks(read::read)),
};

#[cfg(test)]
mod tests {
    use super::super::testing::{aligned_round_trip, check_bad, check_junk, file, written};
    use serde_json::Value;

    use super::*;
    use crate::exchange::loss::Loss;

    #[test]
    fn what_is_written_reads_back() {
        aligned_round_trip(&FORMAT);
    }

    #[test]
    fn tasks_are_as_prodigy_has_them() {
        let mut answers = Vec::new();
        for line in file(&FORMAT, "").lines() {
            let task: Value = serde_json::from_str(line).unwrap();
            let tokens = task["tokens"].as_array().unwrap();
            for (id, token) in tokens.iter().enumerate() {
                assert_eq!(token["id"], id);
            }
            let token = |value: &Value| &tokens[value.as_u64().unwrap() as usize];
            let spans = task["spans"].as_array().unwrap();
            for span in spans {
                assert_eq!(token(&span["token_start"])["start"], span["start"]);
                assert_eq!(token(&span["token_end"])["end"], span["end"]);
            }
            for relation in task["relations"].as_array().unwrap() {
                assert_eq!(relation["head"], relation["head_span"]["token_end"]);
                assert_eq!(relation["child"], relation["child_span"]["token_end"]);
            }
            let labels: Vec<&str> = spans.iter().map(|span| span["label"].as_str().unwrap()).collect();
            let answer = task["answer"].as_str().unwrap();
            answers.push(if answer == "accept" {
                answer.to_owned()
            } else {
                labels.join("+")
            });
        }
        answers.sort();
        assert_eq!(
            answers,
            [
                "accept",
                "accept",
                "accept",
                "accept",
                "cue+claim",
                "group",
                "state"
            ]
        );
        let (_, losses) = written(&FORMAT);
        assert_eq!(
            (losses.count(Loss::Rejected), losses.count(Loss::Undecided)),
            (0, 3)
        );
    }

    #[test]
    fn bad_and_foreign_tasks() {
        let task = |answer: &str, spans: &str| {
            format!("{{\"text\":\"Ada left Brask\",\"answer\":\"{answer}\",\"spans\":[{spans}]}}\n")
        };
        let span = "{\"start\":0,\"end\":3,\"label\":\"A\",\"token_end\":0}";
        let other = "{\"start\":9,\"end\":14,\"label\":\"B\",\"token_end\":2}";
        let merged = format!(
            "{}{{\"text\":\"x\"}}\n{}{}",
            task("accept", span),
            task("reject", other),
            task("ignore", other)
        );
        let related = task("accept", &format!("{span},{other}")).replace("]}", "],\"relations\":[{\"head\":0,\"child\":2,\"label\":\"r\"},{\"head\":0,\"child\":1,\"label\":\"r\"},{\"head\":0,\"child\":0,\"label\":\"r\"}]}");
        check_bad(
            &FORMAT,
            "a.jsonl",
            &[
                (
                    &merged,
                    &["4: Left out: 1 × tasks with the answer"],
                    &["A 0\"Ada\" [] None Added", "B 9\"Brask\" [] None Rejected"],
                ),
                (
                    &related,
                    &[
                        "1: A relation leads to a span that is not there",
                        "1: A link leads from a span to itself",
                    ],
                    &["A 0", "A 0\"Ada\" [] None Added None --r--> B 9\"Brask\"", "B 9"],
                ),
                (
                    &task(
                        "accept",
                        "{\"start\":0,\"end\":3,\"label\":\"A\",\"text\":\"Adb\"},{\"start\":3,\"end\":99,\"label\":\"A\"},{\"start\":0,\"end\":3}",
                    ),
                    &[
                        "1: The words",
                        "1: There is no text from 3 to 99",
                        "1: A span has no label",
                    ],
                    &[],
                ),
                (
                    "{\"text\":\"a\",\"options\":[],\"accept\":[\"x\"]}",
                    &["1: Left out: 1 × chosen"],
                    &[],
                ),
            ],
        );
        check_junk(&FORMAT, "a.jsonl", task("reject", span).as_bytes());
    }
}
