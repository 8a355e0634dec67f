//! Both notations.

use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
use ::parquet::record::RowAccessor as _;
use serde_json::Value;

use super::*;
use crate::exchange::formats::testing::{text_of, torture, written};
use crate::exchange::loss::Loss;

fn rows() -> (Vec<Value>, Losses) {
    let (files, losses) = written(&FORMAT);
    let lines = text_of(&files, "data.jsonl");
    let rows = lines.lines().map(|line| serde_json::from_str(line).unwrap());
    (rows.collect(), losses)
}

/// The words that are tagged, with their labels.
fn tagged(row: &Value, column: &str, names: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let tags = row[column].as_array().unwrap();
    for (token, tag) in row["tokens"].as_array().unwrap().iter().zip(tags) {
        let name = &names[usize::try_from(tag.as_i64().unwrap()).unwrap()];
        let token = token.as_str().unwrap();
        match name.split_once('-').unwrap_or_default() {
            ("B", label) => found.push(format!("{label}: {token}")),
            ("I", _) => found.last_mut().unwrap().extend([" ", token]),
            _ => {}
        }
    }
    found
}

#[test]
fn mentions_and_claims_are_two_rows_of_tags() {
    let (rows, losses) = rows();
    let full = &rows[0];
    let (files, _) = written(&FORMAT);
    let card = text_of(&files, "README.md");
    let mut names = Names::of(&torture());
    assert!(
        names
            .kinds
            .iter()
            .all(|kind| card.contains(&format!("\"B-{kind}\"")))
    );
    assert!(card.contains("\"I-armed force\""), "{card}");
    // In the order in which they come in the text.
    for label in ["group", "person", "armed force"] {
        names.number(label);
    }
    let mentions = tagged(full, "ner_tags", &names.of_mentions());
    assert!(mentions.contains(&"person: Ada Toll".to_owned()), "{mentions:?}");
    // "cafe\u{301} L" ends within a token, which "un" shares then.
    assert!(
        mentions.iter().any(|words| words.ends_with("Lun")),
        "{mentions:?}"
    );
    // That one, "Smith's bri" and a name before a direction mark; not white space at the end of a span.
    assert_eq!(losses.count(Loss::Boundaries), 3, "{losses:?}");
    assert!(losses.count(Loss::Overlaps) > 2);
    let claims = tagged(full, "claim_tags", &of_claims());
    assert!(claims.contains(&"cue: said".to_owned()), "{claims:?}");
    for row in &rows {
        let count = row["tokens"].as_array().unwrap().len();
        for column in ["starts", "ends", "ner_tags", "claim_tags"] {
            assert_eq!(row[column].as_array().unwrap().len(), count);
        }
    }
}

#[test]
fn parquet_has_the_same_rows() {
    let (rows, _) = rows();
    let (files, _) = written(&PARQUET);
    let mut file = tempfile::tempfile().unwrap();
    std::io::Write::write_all(&mut file, &files.files[""]).unwrap();
    let read = SerializedFileReader::new(file).unwrap();
    let meta = read.metadata().file_metadata().key_value_metadata().unwrap();
    let features = meta.iter().find(|pair| pair.key == "huggingface").unwrap();
    assert!(features.value.as_ref().unwrap().contains("B-armed force"));
    let mut count = 0;
    for (row, expected) in read.get_row_iter(None).unwrap().zip(&rows) {
        let row = row.unwrap();
        assert_eq!(row.get_string(1).unwrap(), expected["text"].as_str().unwrap());
        for (place, name) in [(3, "starts"), (4, "ends"), (5, "ner_tags"), (6, "claim_tags")] {
            let list = row.get_list(place).unwrap();
            let values: Vec<Value> = list
                .elements()
                .iter()
                .map(|field| match field {
                    ::parquet::record::Field::Long(number) => Value::from(*number),
                    other => panic!("{other}"),
                })
                .collect();
            assert_eq!(Value::from(values), expected[name]);
        }
        count += 1;
    }
    assert_eq!(count, rows.len());
}

#[test]
fn names_are_safe_in_the_card() {
    assert_eq!(yaml("armed force"), "\"armed force\"");
    assert_eq!(yaml("a\"b\\😀\n"), "\"a\\\"b\\\\\\U0001F600\\U0000000A\"");
}
