//! What verdicts rest on: evidence, the scale of ratings, reference tables.

use serde::Deserialize;

use super::super::out::Node;
use super::names::Named as _;
use super::reader::{KEPT, Reader};
use super::write::Struct;
use crate::annotation::{
    Bearing, Evidence, Measure, RatingId, RatingLabel, ReferenceColumns, ReferenceTable, Tone,
};

/// A piece of evidence.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceFile {
    /// What it does to the claim.
    #[serde(default)]
    pub bearing: String,
    /// What it is called.
    #[serde(default)]
    pub title: String,
    /// Who published it.
    #[serde(default)]
    pub source: String,
    /// When: a day, or as it was typed.
    #[serde(default)]
    pub date: String,
    /// Where.
    #[serde(default)]
    pub url: String,
    /// The words that matter.
    #[serde(default)]
    pub quote: String,
    /// A copy, relative to the project's folder.
    #[serde(default)]
    pub file: String,
}

/// A rating of the project's scale.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingFile {
    /// Name in files.
    pub id: String,
    /// Name on screen.
    pub title: String,
    /// What it says about a claim; left out for "open".
    #[serde(default)]
    pub tone: String,
}

/// A reference table. Columns that it lacks are left out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceFile {
    /// What to call it.
    #[serde(default)]
    pub title: String,
    /// Relative to the project's folder.
    pub file: String,
    /// What its numbers count.
    #[serde(default)]
    pub measure: String,
    /// Name of the column with the days.
    #[serde(default)]
    pub date: String,
    /// Name of the column with the places.
    #[serde(default)]
    pub place: String,
    /// Name of the column with the numbers.
    #[serde(default)]
    pub number: String,
    /// Name of the column that says whom they count.
    #[serde(default)]
    pub group: String,
    /// Name of the column with the causes.
    #[serde(default)]
    pub cause: String,
    /// Name of the column with the sources.
    #[serde(default)]
    pub source: String,
}

impl EvidenceFile {
    pub(super) fn of(evidence: &Evidence) -> Self {
        Self {
            bearing: super::from_domain::unless_default(evidence.bearing),
            title: evidence.title.clone(),
            source: evidence.source.clone(),
            date: evidence.date.clone(),
            url: evidence.url.clone(),
            quote: evidence.quote.clone(),
            file: evidence.file.clone(),
        }
    }

    pub(super) fn read(&self, bearing: Bearing) -> Evidence {
        Evidence {
            bearing,
            title: self.title.clone(),
            source: self.source.clone(),
            date: self.date.clone(),
            url: self.url.clone(),
            quote: self.quote.clone(),
            file: self.file.clone(),
        }
    }

    pub(super) fn node(&self) -> Node {
        let fields = Struct::default()
            .string("bearing", &self.bearing)
            .string("title", &self.title)
            .string("source", &self.source)
            .string("date", &self.date)
            .string("url", &self.url)
            .string("quote", &self.quote)
            .string("file", &self.file);
        Node::Line("", fields.0)
    }
}

impl RatingFile {
    /// The scale, in order; none for the one of a new project.
    pub(super) fn all(ratings: &[RatingLabel]) -> Vec<Self> {
        if ratings == RatingLabel::five() {
            return Vec::new();
        }
        let file = |label: &RatingLabel| Self {
            id: label.id.to_string(),
            title: label.title.clone(),
            tone: super::from_domain::unless_default(label.tone),
        };
        ratings.iter().map(file).collect()
    }

    pub(super) fn node(&self) -> Node {
        let fields = Struct::default()
            .with("id", Node::string(&self.id))
            .with("title", Node::string(&self.title))
            .string("tone", &self.tone);
        Node::Line("", fields.0)
    }

    /// The rating; `None` if its tone is not known.
    pub(super) fn strictly(self) -> Option<RatingLabel> {
        Some(RatingLabel {
            tone: match self.tone.as_str() {
                "" => Tone::DEFAULT,
                name => Tone::from_name(name)?,
            },
            id: RatingId::new(self.id),
            title: self.title,
        })
    }
}

impl ReferenceFile {
    pub(super) fn of(table: &ReferenceTable) -> Self {
        let columns = table.columns.clone();
        Self {
            title: table.title.clone(),
            file: table.file.clone(),
            measure: super::from_domain::unless_default(table.measure),
            date: columns.date,
            place: columns.place,
            number: columns.number,
            group: columns.group,
            cause: columns.cause,
            source: columns.source,
        }
    }

    pub(super) fn node(&self) -> Node {
        let fields = Struct::default()
            .string("title", &self.title)
            .with("file", Node::string(&self.file))
            .string("measure", &self.measure)
            .string("date", &self.date)
            .string("place", &self.place)
            .string("number", &self.number)
            .string("group", &self.group)
            .string("cause", &self.cause)
            .string("source", &self.source);
        Node::Line("", fields.0)
    }

    fn table(self, measure: Measure) -> ReferenceTable {
        ReferenceTable {
            title: self.title,
            file: self.file,
            columns: ReferenceColumns {
                date: self.date,
                place: self.place,
                number: self.number,
                group: self.group,
                cause: self.cause,
                source: self.source,
            },
            measure,
        }
    }

    /// The table; `None` if its measure is not known.
    pub(super) fn strictly(self) -> Option<ReferenceTable> {
        let measure = match self.measure.as_str() {
            "" => Measure::DEFAULT,
            name => Measure::from_name(name)?,
        };
        Some(self.table(measure))
    }
}

impl Reader<'_, '_> {
    /// The scale of ratings; the one of a new project if the file has none.
    pub(super) fn ratings(&mut self, files: Vec<RatingFile>) -> Vec<RatingLabel> {
        self.thing.clear();
        let mut ratings: Vec<RatingLabel> = Vec::new();
        for file in files {
            let id = RatingId::new(file.id);
            if ratings.iter().any(|label| label.id == id) {
                self.warn(
                    format!("The rating \"{id}\" is there twice; the second is left out."),
                    KEPT,
                );
                continue;
            }
            ratings.push(RatingLabel {
                id,
                title: file.title,
                tone: self.pick(&file.tone),
            });
        }
        if ratings.is_empty() {
            ratings = RatingLabel::five();
        }
        ratings
    }

    /// The reference tables, one of each file.
    pub(super) fn references(&mut self, files: Vec<ReferenceFile>) -> Vec<ReferenceTable> {
        self.thing.clear();
        let mut tables: Vec<ReferenceTable> = Vec::new();
        for file in files {
            if tables.iter().any(|table| table.file == file.file) {
                self.warn(
                    format!(
                        "The reference table \"{}\" is there twice; the second is left out.",
                        file.file
                    ),
                    KEPT,
                );
                continue;
            }
            let measure = self.pick(&file.measure);
            tables.push(file.table(measure));
        }
        tables
    }
}
