//! Label Studio (<https://labelstud.io/guide/task_format>): a folder with an array of tasks and the configuration of the
//! labelling page that shows them.
//!
//! What people stand behind is the annotation of a task; undecided proposals are its predictions, one for each suggester,
//! with their scores. A span is a region in one piece: the pieces of a claim are regions that a relation joins. Details
//! are results of their own with the id of their region. Offsets count code points.

mod config;
mod read;
mod write;

use super::{brat, reading};
use crate::exchange::export::{Format, Reader, Shape};
use crate::exchange::marks::{Field, Holds, Keep};

/// The format.
pub const FORMAT: Format = Format {
    id: "label-studio",
    title: "Label Studio tasks",
    about: "Tasks with annotations, relations and details, proposals as predictions, and the labelling configuration.",
    shape: Shape::Folder,
    holds: Holds {
        keep: Keep::Proposed,
        pieces: false,
        links: true,
        actors: true,
        fields: Field::ALL,
        origins: true,
        metadata: true,
        ..Holds::SPANS
    },
    writer: |project, _| Box::new(write::Tasks::new(project)),
    reader: Some(Reader::Marks(read::read)),
};

/// The name of the file of tasks in the folder.
const TASKS: &str = "tasks.json";
/// Name of the control for labels.
const LABEL: &str = "label";
/// Name of the text, and of its field in a task.
const TEXT: &str = "text";
/// Name of the control for actors: the name of one, then its id.
const ACTOR: &str = "actor";

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::testing::{check_bad, check_junk, file, round_trip};
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        round_trip(&FORMAT);
    }

    #[test]
    fn what_is_written() {
        let tasks: Value = serde_json::from_str(&file(&FORMAT, TASKS)).unwrap();
        let tasks = tasks.as_array().unwrap();
        assert_eq!(tasks.len(), 4);
        assert_eq!(tasks[1]["annotations"].as_array().unwrap().len(), 0);
        let task = &tasks[2];
        let chars: Vec<char> = task["data"]["text"].as_str().unwrap().chars().collect();
        let results = task["annotations"][0]["result"].as_array().unwrap();
        let regions: Vec<&Value> = results
            .iter()
            .filter(|result| result["type"] == "labels")
            .collect();
        for region in &regions {
            let value = &region["value"];
            let at = |key: &str| value[key].as_u64().unwrap() as usize;
            let words: String = chars[at("start")..at("end")].iter().collect();
            assert_eq!(value["text"], words);
        }
        for result in results.iter().filter(|result| result["type"] != "relation") {
            assert!(
                regions.iter().any(|region| region["id"] == result["id"]),
                "{result}"
            );
        }
        let prediction = &task["predictions"][0];
        assert_eq!(
            (&prediction["model_version"], &prediction["score"]),
            (&"rules 1".into(), &0.75.into())
        );
        assert!(
            file(&FORMAT, "labeling-config.xml")
                .contains("<Label value=\"weapon system\" background=\"#336699\"/>")
        );
    }

    #[test]
    fn bad_and_foreign_tasks() {
        let region = |id: &str, start: i32, end: i32, text: &str| {
            format!(
                "{{\"id\":\"{id}\",\"from_name\":\"l\",\"to_name\":\"t\",\"type\":\"labels\",\"value\":{{\"start\":{start},\"end\":{end},\"text\":\"{text}\",\"labels\":[\"A\"]}}}}"
            )
        };
        let task = |results: &str| {
            format!(
                "[{{\"id\":5,\"data\":{{\"text\":\"😀 Ada left\"}},\"annotations\":[{{\"result\":[{results}]}}]}}]"
            )
        };
        let good = region("a", 2, 5, "Ada");
        let two = format!("{good},{}", region("b", 6, 10, "left"));
        check_bad(
            &FORMAT,
            "a.json",
            &[
                (&task(&good), &[], &["A 5\"Ada\""]),
                (
                    &task(&format!(
                        "{good},{good},{},{}",
                        region("c", 2, 5, "Bda"),
                        region("d", 5, 2, "Ada")
                    )),
                    &[
                        "The id a is there already",
                        "The words of a span",
                        "There is no text from 5 to 2",
                    ],
                    &["A 5"],
                ),
                (
                    &task(&format!(
                        "{two},{{\"type\":\"relation\",\"from_id\":\"b\",\"to_id\":\"a\",\"direction\":\"left\",\"labels\":[\"r\"]}},{{\"type\":\"relation\",\"from_id\":\"b\",\"to_id\":\"z\"}}"
                    )),
                    &["A relation leads"],
                    &["A 5", "A 5\"Ada\" [] None Added None --r--> A 9", "A 9"],
                ),
                (
                    &task(&format!(
                        "{good},{{\"id\":\"a\",\"from_name\":\"bound\",\"type\":\"choices\",\"value\":{{\"choices\":[\"at least\"]}}}},{{\"id\":\"a\",\"from_name\":\"mood\",\"type\":\"choices\",\"value\":{{\"choices\":[\"x\"]}}}},{{\"from_name\":\"all\",\"type\":\"choices\",\"value\":{{\"choices\":[\"x\"]}}}},{{\"id\":\"v\",\"type\":\"labels\",\"value\":{{\"start\":1,\"end\":2}}}}"
                    )),
                    &[
                        "Left out: 1 × regions without a label",
                        "Left out: 1 × results “all”",
                        "Left out: 1 × results “mood”",
                    ],
                    &["A 5\"Ada\" [(Bound, \"at least\")]"],
                ),
                (
                    "[{\"data\":{\"text\":\"Ada\"},\"predictions\":[{\"model_version\":\"m 2\",\"score\":0.5,\"result\":[{\"id\":\"p\",\"type\":\"labels\",\"value\":{\"start\":0,\"end\":3,\"labels\":[\"A\",\"B\"]}}]}],\"completions\":[{\"was_cancelled\":true,\"result\":[]}]}]",
                    &[
                        "Left out: 1 × annotations that were skipped",
                        "Left out: 1 × further labels",
                    ],
                    &[
                        "A 0\"Ada\" [] None Suggested Some(Origin { suggester: \"m\", version: \"2\", score: 0.5",
                    ],
                ),
                (
                    "[{\"id\":1,\"text\":\"Ada\",\"label\":[{\"start\":0,\"end\":3,\"text\":\"Ada\",\"labels\":[\"A\"]}],\"annotator\":1}]",
                    &[],
                    &["A 0\"Ada\""],
                ),
                (
                    "[{\"data\":{}},{\"data\":7},{\"text\":\"a\"},8]",
                    &[
                        "Object 1 has no text",
                        "Object 2 has no text",
                        "Item 4 of the array",
                    ],
                    &[],
                ),
            ],
        );
        check_bad(
            &FORMAT,
            "a.jsonl",
            &[(task(&good).trim_matches(['[', ']']), &[], &["A 5"])],
        );
        check_junk(&FORMAT, "tasks.json", task(&two).as_bytes());
    }
}
