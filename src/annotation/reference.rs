//! Reference tables: lists of events that others keep, to hold the figures of claims against.

use super::{DateRange, Measure};

/// A table that is attached to a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferenceTable {
    /// What to call it.
    pub title: String,
    /// The file, relative to the project's folder, with `/` between names.
    pub file: String,
    /// Which columns hold what.
    pub columns: ReferenceColumns,
    /// What its numbers count.
    pub measure: Measure,
}

/// Names of the columns that hold each part of a record; empty for what a table does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferenceColumns {
    /// The day or days. Needed.
    pub date: String,
    /// Where.
    pub place: String,
    /// How many. Needed.
    pub number: String,
    /// Whom it counts.
    pub group: String,
    /// What or who caused it.
    pub cause: String,
    /// Who says so.
    pub source: String,
}

impl ReferenceColumns {
    /// Every column with the name of its part, in the order in which people are asked.
    #[must_use]
    pub const fn parts(&self) -> [(&'static str, &String); 6] {
        [
            ("Date", &self.date),
            ("Place", &self.place),
            ("Number", &self.number),
            ("Group", &self.group),
            ("Cause", &self.cause),
            ("Source", &self.source),
        ]
    }

    /// The same, to be set.
    pub const fn parts_mut(&mut self) -> [(&'static str, &mut String); 6] {
        [
            ("Date", &mut self.date),
            ("Place", &mut self.place),
            ("Number", &mut self.number),
            ("Group", &mut self.group),
            ("Cause", &mut self.cause),
            ("Source", &mut self.source),
        ]
    }
}

/// A row of a reference table.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceRecord {
    /// Line of the file, from 1; the heading is the first.
    pub line: usize,
    /// When.
    pub days: DateRange,
    /// Where; empty if not known. So for the texts below.
    pub place: String,
    /// How many; finite and not negative.
    pub number: f64,
    /// Whom it counts.
    pub group: String,
    /// What or who caused it.
    pub cause: String,
    /// Who says so.
    pub source: String,
}
