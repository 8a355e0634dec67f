//! What the first line tells of the project besides kinds and actors.

use serde_json::Value;

use super::super::body::text;
use super::Reading;
use crate::annotation::{Measure, RatingId, RatingLabel, ReferenceColumns, ReferenceTable, Tone};

impl Reading<'_> {
    /// The scale of ratings; the one of a new project if the line has none.
    pub(super) fn ratings(&mut self, values: &[Value]) -> Vec<RatingLabel> {
        let mut ratings: Vec<RatingLabel> = Vec::new();
        for value in values {
            let rating = rating(value).filter(|new| ratings.iter().all(|known| known.id != new.id));
            ratings.extend(self.or_fault(rating, "rating of the scale"));
        }
        if ratings.is_empty() {
            ratings = RatingLabel::five();
        }
        ratings
    }

    /// The reference tables.
    pub(super) fn references(&mut self, values: &[Value]) -> Vec<ReferenceTable> {
        let mut tables: Vec<ReferenceTable> = Vec::new();
        for value in values {
            let table = table(value).filter(|new| tables.iter().all(|known| known.file != new.file));
            tables.extend(self.or_fault(table, "reference table"));
        }
        tables
    }
}

fn rating(value: &Value) -> Option<RatingLabel> {
    Some(RatingLabel {
        id: RatingId::new(value.get("id")?.as_str().filter(|id| !id.is_empty())?),
        title: value.get("title")?.as_str()?.to_owned(),
        tone: Tone::parse(value.get("tone")?.as_str()?)?,
    })
}

fn table(value: &Value) -> Option<ReferenceTable> {
    let columns = value.get("columns")?;
    let column = |part| text(columns, part);
    Some(ReferenceTable {
        title: text(value, "title"),
        file: value
            .get("file")?
            .as_str()
            .filter(|file| !file.is_empty())?
            .to_owned(),
        measure: Measure::parse(value.get("measure")?.as_str()?)?,
        columns: ReferenceColumns {
            date: column("date"),
            place: column("place"),
            number: column("number"),
            group: column("group"),
            cause: column("cause"),
            source: column("source"),
        },
    })
}
