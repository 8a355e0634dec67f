//! Which format a file is in.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use crate::exchange::export::{FORMATS, Format};

/// How much of a file is looked at.
const ENOUGH: u64 = 1 << 16;

/// No format is recognised.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The format cannot be told. Name it; import reads {}.", readable())]
pub struct NotDetected;

fn readable() -> String {
    let names: Vec<&str> = FORMATS
        .iter()
        .filter(|format| format.is_read())
        .map(|format| format.id)
        .collect();
    names.join(", ")
}

/// The format of a file or folder, by its name and first lines.
///
/// # Errors
/// [`NotDetected`] also if the file cannot be read.
pub fn detect(path: &Path) -> Result<&'static Format, NotDetected> {
    let id = if path.is_dir() { folder(path) } else { file(path) };
    id.and_then(Format::find).ok_or(NotDetected)
}

fn folder(path: &Path) -> Option<&'static str> {
    let entries = fs::read_dir(path).ok()?;
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    let has = |ending: &str| names.iter().any(|name| name.to_string_lossy().ends_with(ending));
    if has(".ann") {
        Some("brat")
    } else if has(".jsonld") {
        Some("web-annotation")
    } else if has("labeling-config.xml") || has("tasks.json") {
        Some("label-studio")
    } else if has(".json") {
        names
            .iter()
            .filter(|name| name.to_string_lossy().ends_with(".json"))
            .find_map(|name| file(&path.join(name)))
    } else {
        None
    }
}

fn file(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?.to_string_lossy().to_ascii_lowercase();
    match extension.as_str() {
        "ann" => return Some("brat"),
        "jsonld" => return Some("web-annotation"),
        _ => {}
    }
    if !path.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(ENOUGH).read_to_end(&mut bytes).ok()?;
    let head = String::from_utf8_lossy(&bytes);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if !(head.starts_with('{') || head.starts_with('[')) {
        return table(head);
    }
    let keys = keys(head);
    let spans = ["\"label\":[", "\"label\": [", "\"labels\":[", "\"labels\": ["];
    let is = |wanted: &[&str]| wanted.iter().all(|key| keys.contains(*key));
    [
        ("uima-json", &["%FEATURE_STRUCTURES"][..]),
        ("uima-json", &["%TYPES"]),
        ("web-annotation", &["@context", "target"]),
        ("jsonl", &["text", "actors", "claims"]),
        ("label-studio", &["data", "annotations"]),
        ("label-studio", &["data", "completions"]),
        ("label-studio", &["data", "predictions"]),
        ("prodigy", &["text", "spans", "answer"]),
        ("prodigy", &["text", "spans", "_input_hash"]),
        ("doccano-relations", &["text", "entities", "relations"]),
        ("doccano-relations", &["text", "entities", "start_offset"]),
        // Their spans have keys called like doccano's.
        ("spacy", &["text", "ents"]),
        ("prodigy", &["text", "spans"]),
        ("doccano", &["text", "label"]),
        ("doccano", &["text", "labels"]),
        ("spacy", &["text", "entities"]),
    ]
    .into_iter()
    .find(|(_, wanted)| is(wanted))
    // Labels of whole texts are no annotations.
    .filter(|(id, _)| *id != "doccano" || spans.iter().any(|list| head.contains(list)))
    .map(|(id, _)| match id {
        // Label Studio's short form has doccano's keys, with objects in the list.
        "doccano" if head.contains("\"labels\"") && head.contains("\"start\"") => "label-studio",
        id => id,
    })
}

/// The keys of the first object, as far as it is in `head`.
fn keys(head: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let (mut depth, mut objects) = (0_usize, Vec::new());
    let mut chars = head.char_indices();
    let mut last = None;
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                let mut escaped = false;
                let end = chars.find(|(_, c)| {
                    let ends = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    ends
                });
                last = end.and_then(|(end, _)| head.get(at + 1..end));
            }
            ':' if objects.len() == 1 && objects.last() == Some(&depth) => {
                keys.extend(last.take().map(str::to_owned));
            }
            '{' | '[' => {
                depth += 1;
                if c == '{' {
                    objects.push(depth);
                }
            }
            '}' | ']' => {
                if c == '}' {
                    objects.pop();
                    if objects.is_empty() {
                        break;
                    }
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
    }
    keys
}

/// Columns of words and tags.
fn table(head: &str) -> Option<&'static str> {
    let rows: Vec<&str> = head
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with("-DOCSTART-") && !line.starts_with('#'))
        .take(20)
        .collect();
    let is_tag = |tag: &str| {
        tag == "O"
            || tag.split_once('-').is_some_and(|(mark, label)| {
                matches!(mark, "B" | "I" | "E" | "S" | "L" | "U") && !label.is_empty()
            })
    };
    let last_is_tag = |row: &&&str| row.split([' ', '\t']).next_back().is_some_and(is_tag);
    // The last line may be cut off.
    let whole = rows.len().saturating_sub(1).max(1);
    if rows.is_empty() || rows.iter().take(whole).filter(last_is_tag).count() < whole {
        return None;
    }
    let tabs = rows.iter().take(whole).all(|row| row.split('\t').count() == 2);
    Some(if tabs { "iob2" } else { "conll" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_the_first_object() {
        for (head, expected) in [
            (
                "{\"text\": \"a \\\"label\\\": b\", \"ents\": [{\"label\": 1}]}",
                "ents text",
            ),
            (
                "[{\"data\": {\"text\": \"}\"}, \"annotations\": [",
                "annotations data",
            ),
            ("{\"a\": 1}\n{\"b\": 1}", "a"),
            ("{", ""),
            ("[1, 2]", ""),
            ("{\"a\": \"cut", "a"),
        ] {
            let found: Vec<String> = keys(head).into_iter().collect();
            assert_eq!(found.join(" "), expected, "{head}");
        }
    }
}
