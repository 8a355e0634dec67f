//! Records by day, so that a figure is held against those of its days only.

use std::collections::HashMap;

use jiff::civil::Date;

use super::folded;
use super::found::{Found, Place};
use crate::annotation::{DateRange, Figure, Measure, ReferenceRecord, ReferenceTable};

/// The most records that are given for a figure.
pub const MOST_FOUND: usize = 20;

/// The most records of its days that a figure is held against, those that begin first.
const MOST_LOOKED_AT: usize = 20_000;

/// Records whose days are at most so many, by the first of them. A record of a year does not make those of a day slow.
#[derive(Debug)]
struct Class {
    longest: i32,
    /// First day and place in the list of records, sorted.
    starts: Vec<(i32, u32)>,
}

#[derive(Debug)]
struct Table {
    about: ReferenceTable,
    records: Vec<ReferenceRecord>,
    /// The folded place of each record, as an index of `names`.
    places: Vec<u32>,
    names: Vec<String>,
    classes: Vec<Class>,
}

/// The reference tables of a project.
#[derive(Debug, Default)]
pub struct Reference {
    tables: Vec<Table>,
}

/// Days since the beginning of time.
fn day(date: Date) -> i32 {
    let since = date.since(Date::MIN);
    since.map_or(0, |span| span.get_days())
}

impl Reference {
    /// The tables with their records.
    #[must_use]
    pub fn new(tables: Vec<(ReferenceTable, Vec<ReferenceRecord>)>) -> Self {
        let tables = tables
            .into_iter()
            .map(|(about, records)| Table::new(about, records));
        Self {
            tables: tables.collect(),
        }
    }

    /// Whether there is no record at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tables.iter().all(|table| table.records.is_empty())
    }

    /// How many records the table of this file has; `None` if there is no such table.
    #[must_use]
    pub fn count(&self, file: &str) -> Option<usize> {
        let table = self.tables.iter().find(|table| table.about.file == file)?;
        Some(table.records.len())
    }

    /// The records that tell of what `figure` counts, the closest first, at most [`MOST_FOUND`]. None without days.
    #[must_use]
    pub fn find(&self, figure: &Figure) -> Vec<Found<'_>> {
        let Some(days) = figure.date else {
            return Vec::new();
        };
        let place = folded(&figure.place);
        let mut found: Vec<(_, Found<'_>)> = Vec::new();
        for table in self.tables.iter().filter(|table| table.counts(figure.measure)) {
            let mut compared: HashMap<u32, Option<Place>> = HashMap::new();
            table.each_near(days, |index| {
                let (Some(record), Some(name)) = (table.records.get(index), table.places.get(index)) else {
                    return;
                };
                let how = *compared.entry(*name).or_insert_with(|| {
                    let there = usize::try_from(*name).ok().and_then(|name| table.names.get(name));
                    Place::between(&place, there.map_or("", String::as_str))
                });
                if let Some(how) = how
                    && let Some(one) = Found::new(&table.about, record, figure, days, how)
                {
                    found.push((one.rank(figure), one));
                }
            });
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.truncate(MOST_FOUND);
        found.into_iter().map(|(_, one)| one).collect()
    }
}

impl Table {
    fn new(about: ReferenceTable, records: Vec<ReferenceRecord>) -> Self {
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut names = Vec::new();
        let mut places = Vec::with_capacity(records.len());
        // Up to 1, 8, 64, 512 … days.
        let mut classes: Vec<Class> = [1, 8, 64, 512, i32::MAX]
            .map(|longest| Class {
                longest,
                starts: Vec::new(),
            })
            .into();
        for (index, record) in (0_u32..).zip(&records) {
            let name = folded(&record.place);
            let place = known.get(&name).copied().unwrap_or_else(|| {
                let new = u32::try_from(names.len()).unwrap_or(u32::MAX);
                names.push(name.clone());
                known.insert(name, new);
                new
            });
            places.push(place);
            let (first, last) = (day(record.days.first()), day(record.days.last()));
            let length = last - first + 1;
            if let Some(class) = classes.iter_mut().find(|class| length <= class.longest) {
                class.starts.push((first, index));
            }
        }
        for class in &mut classes {
            class.starts.sort_unstable();
        }
        Self {
            about,
            records,
            places,
            names,
            classes,
        }
    }

    /// Whether its numbers can be held against those of `measure`.
    fn counts(&self, measure: Measure) -> bool {
        self.about.measure == measure || self.about.measure == Measure::Other
    }

    /// The records of which a day is within one of `days`.
    fn each_near(&self, days: DateRange, mut each: impl FnMut(usize)) {
        let (first, last) = (day(days.first()) - 1, day(days.last()) + 1);
        for class in &self.classes {
            let from = first.saturating_sub(class.longest);
            let begin = class.starts.partition_point(|(start, _)| *start < from);
            let near = class.starts.get(begin..).unwrap_or_default().iter();
            let near = near.take_while(|(start, _)| *start <= last);
            for (_, index) in near.take(MOST_LOOKED_AT) {
                each(usize::try_from(*index).unwrap_or(usize::MAX));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn record(line: usize, days: &str, place: &str, number: f64) -> ReferenceRecord {
        ReferenceRecord {
            line,
            days: days.parse().unwrap(),
            place: place.to_owned(),
            number,
            group: String::new(),
            cause: String::new(),
            source: String::new(),
        }
    }

    fn figure(days: &str, place: &str, value: f64) -> Figure {
        Figure {
            span: Span::new(0, 1).unwrap(),
            value,
            value_to: None,
            bound: crate::annotation::Bound::Exactly,
            measure: Measure::Killed,
            who: String::new(),
            place: place.to_owned(),
            when: String::new(),
            date: days.parse().ok(),
            by: String::new(),
        }
    }

    fn reference(measure: Measure, records: Vec<ReferenceRecord>) -> Reference {
        let table = ReferenceTable {
            title: "Toria counts".to_owned(),
            file: "references/toria.csv".to_owned(),
            measure,
            ..ReferenceTable::default()
        };
        Reference::new(vec![(table, records)])
    }

    fn lines(reference: &Reference, figure: &Figure) -> Vec<usize> {
        reference.find(figure).iter().map(|one| one.record.line).collect()
    }

    #[test]
    fn records_of_the_same_days_and_place_are_found_the_closest_first() {
        let all = reference(
            Measure::Killed,
            vec![
                record(2, "2024-03-01", "Brask", 21.0),
                record(3, "2024-03-02", "Brask", 34.0),
                record(4, "2024-03-02", "Old Brask", 21.0),
                record(5, "2024-03-02", "Lun", 21.0),
                record(6, "2024-03-04", "Brask", 21.0),
                record(7, "2024-02-20 to 2024-03-10", "Brask", 400.0),
                record(8, "2024-03-02", "", 21.0),
                record(9, "2020-01-01 to 2024-12-31", "brásk", 9000.0),
                record(10, "2024-03-02", "Braskov", 21.0),
            ],
        );
        for (days, place, expected) in [
            ("2024-03-02", "Brask", vec![3, 7, 9, 4, 8, 2]),
            ("2024-03-02", "the town of Old Brask", vec![4, 3, 7, 9, 8, 2]),
            ("2024-03-05", "Brask", vec![7, 9, 6]),
            ("2024-03-02", "Nowhere", vec![8]),
            ("", "Brask", vec![]),
            ("1990-01-01", "Brask", vec![]),
        ] {
            let mut found = lines(&all, &figure(days, place, 21.0));
            let mut expected = expected;
            assert_eq!(found.len(), expected.len(), "{days} {place}: {found:?}");
            if days != "2024-03-02" || place != "Brask" {
                found.sort_unstable();
                expected.sort_unstable();
            }
            assert_eq!(found, expected, "{days} {place}");
        }
    }

    #[test]
    fn a_table_answers_for_what_it_counts() {
        let one = || vec![record(2, "2024-03-02", "Brask", 21.0)];
        let asked = figure("2024-03-02", "Brask", 21.0);
        for (measure, expected) in [(Measure::Killed, 1), (Measure::Other, 1), (Measure::Wounded, 0)] {
            assert_eq!(
                reference(measure, one()).find(&asked).len(),
                expected,
                "{measure:?}"
            );
        }
        assert!(Reference::default().find(&asked).is_empty());
    }

    /// 100,000 records of ten years: a figure takes well under a millisecond (bounded loosely, for slow machines without
    /// optimisation).
    #[test]
    fn a_large_table_is_no_slower() {
        let start: Date = "2011-01-01".parse().unwrap();
        let records = (0..100_000).map(|i: i32| {
            let day = start.saturating_add(jiff::Span::new().days(i % 3650));
            let place = format!("Place {}", i % 997);
            record(
                usize::try_from(i).unwrap(),
                &day.to_string(),
                &place,
                f64::from(i % 50),
            )
        });
        let all = reference(Measure::Killed, records.collect());
        let asked = figure("2015-06-01", "Place 5", 21.0);
        let begun = std::time::Instant::now();
        for _ in 0..20 {
            std::hint::black_box(all.find(&asked));
        }
        let each = begun.elapsed() / 20;
        println!("{each:?} per figure");
        assert!(each.as_millis() < 20, "{each:?}");
        let years = figure("2012-01-01 to 2014-12-31", "Place 5", 21.0);
        assert_eq!(all.find(&years).len(), MOST_FOUND);
    }
}
