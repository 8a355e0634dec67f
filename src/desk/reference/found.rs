//! A record that tells of what a figure counts, and how far the two differ.

use crate::annotation::{
    Bearing, Bound, DateRange, Evidence, Figure, Measure, ReferenceRecord, ReferenceTable,
};

use super::folded;

/// How the place of a record and that of a figure go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The same words.
    Same,
    /// One has the words of the other in it.
    Within,
    /// One of them is not known.
    Unknown,
}

impl Place {
    /// `None` if they are of different places. Both are folded.
    pub(super) fn between(a: &str, b: &str) -> Option<Self> {
        if a.is_empty() || b.is_empty() {
            Some(Self::Unknown)
        } else if a == b {
            Some(Self::Same)
        } else {
            (a.contains(b) || b.contains(a)).then_some(Self::Within)
        }
    }
}

/// What a record says about a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// The number lies within what the figure states.
    Agrees,
    /// It does, but the record is of the day before or after.
    Near,
    /// The number is another.
    Differs,
}

impl Standing {
    /// Name on screen.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Agrees => "Agrees",
            Self::Near => "Near",
            Self::Differs => "Differs",
        }
    }
}

/// A record that was found for a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<'a> {
    /// The table it stands in.
    pub table: &'a ReferenceTable,
    /// The record.
    pub record: &'a ReferenceRecord,
    /// What it says about the figure.
    pub standing: Standing,
    /// By how many days the record lies before (negative) or after the figure; 0 if they share a day.
    pub days_off: i32,
    /// How the places go together.
    pub place: Place,
}

/// The order in which records are shown, the smallest first.
pub(super) type Rank = (i32, Place, bool, u64, usize);

impl<'a> Found<'a> {
    /// `None` if the record is of other days.
    pub(super) fn new(
        table: &'a ReferenceTable,
        record: &'a ReferenceRecord,
        figure: &Figure,
        days: DateRange,
        place: Place,
    ) -> Option<Self> {
        let gap =
            |from: jiff::civil::Date, to: jiff::civil::Date| from.until(to).map_or(0, |span| span.get_days());
        let days_off = if record.days.last() < days.first() {
            -gap(record.days.last(), days.first())
        } else if record.days.first() > days.last() {
            gap(days.last(), record.days.first())
        } else {
            0
        };
        let standing = match (is_within(figure, record.number), days_off) {
            (false, _) => Standing::Differs,
            (true, 0) => Standing::Agrees,
            (true, _) => Standing::Near,
        };
        (days_off.abs() <= 1).then_some(Self {
            table,
            record,
            standing,
            days_off,
            place,
        })
    }

    pub(super) fn rank(&self, figure: &Figure) -> Rank {
        let shares = |ours: &str, theirs: &str| {
            let (ours, theirs) = (folded(ours), folded(theirs));
            ours.split_whitespace()
                .any(|word| word.len() > 2 && theirs.split_whitespace().any(|other| other == word))
        };
        let related = shares(&figure.by, &self.record.cause) || shares(&figure.who, &self.record.group);
        // A record of many days tells less about one of them.
        let days = self.record.days;
        let length = days.first().until(days.last()).map_or(0, |span| span.get_days());
        let off = (self.record.number - figure.value).abs() / figure.value.max(1.0);
        let off = (off * 1000.0).min(1e9) as u64;
        let spread = u64::from(length.unsigned_abs()).saturating_mul(1_000_000_000);
        (
            self.days_off.abs(),
            self.place,
            !related,
            spread.saturating_add(off),
            self.record.line,
        )
    }

    /// How the numbers differ, seen from the claim: "table: 34, claim: 21, 13 fewer (38 %)".
    #[must_use]
    pub fn difference(&self, figure: &Figure) -> String {
        let claim = match figure.value_to {
            Some(to) => format!("{} to {}", figure.value, to),
            None => figure.value.to_string(),
        };
        let claim = match figure.bound {
            Bound::Exactly => claim,
            bound => format!("{} {claim}", bound.id()),
        };
        let table = self.record.number;
        let said = format!("table: {table}, claim: {claim}");
        if self.standing != Standing::Differs {
            return said;
        }
        // What the claim would have to be changed by at least.
        let off = match figure.value_to {
            Some(to) if table > to => to - table,
            _ => figure.value - table,
        };
        if off == 0.0 {
            return said;
        }
        let more = if off > 0.0 { "more" } else { "fewer" };
        let rounded = (off.abs() * 100.0).round() / 100.0;
        let share = if table > 0.0 {
            format!(" ({:.0} %)", off.abs() / table * 100.0)
        } else {
            String::new()
        };
        format!("{said}, {rounded} {more}{share}")
    }

    /// What else differs: "a day later, place within Brask province". Empty if nothing does.
    #[must_use]
    pub fn apart(&self) -> String {
        let mut said = Vec::new();
        match self.days_off {
            0 => {}
            off if off < 0 => said.push("a day earlier".to_owned()),
            _ => said.push("a day later".to_owned()),
        }
        match self.place {
            Place::Same => {}
            Place::Within => said.push(format!("place: {}", self.record.place)),
            Place::Unknown => said.push("place not known".to_owned()),
        }
        said.join(", ")
    }

    /// The record in words: "2024-03-02, Brask: 34 killed, civilians, shelling".
    #[must_use]
    pub fn words(&self) -> String {
        let record = self.record;
        let mut said = record.days.to_string();
        if !record.place.is_empty() {
            said = format!("{said}, {}", record.place);
        }
        said = format!("{said}: {}", record.number);
        if self.table.measure != Measure::Other {
            said = format!("{said} {}", self.table.measure.id());
        }
        for more in [&record.group, &record.cause] {
            if !more.is_empty() {
                said = format!("{said}, {more}");
            }
        }
        said
    }

    /// The record as a piece of evidence.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        let source = &self.record.source;
        Evidence {
            bearing: match self.standing {
                Standing::Agrees => Bearing::Supports,
                Standing::Near => Bearing::Context,
                Standing::Differs => Bearing::Contradicts,
            },
            title: format!("{}, line {}", self.table.title, self.record.line),
            source: if source.is_empty() {
                self.table.title.clone()
            } else {
                source.clone()
            },
            date: self.record.days.to_string(),
            quote: self.words(),
            file: self.table.file.clone(),
            ..Evidence::default()
        }
    }
}

/// Whether `number` lies within what `figure` states. "About" leaves a tenth on both sides.
fn is_within(figure: &Figure, number: f64) -> bool {
    let (low, high) = (figure.value, figure.value_to.unwrap_or(figure.value));
    match figure.bound {
        Bound::Exactly => (low..=high).contains(&number),
        Bound::About => (low * 0.9..=high * 1.1).contains(&number),
        Bound::AtLeast => number >= low,
        Bound::MoreThan => number > low,
        Bound::UpTo => number <= high,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn numbers_are_held_against_the_bounds_of_the_claim() {
        let table = ReferenceTable {
            title: "Toria counts".to_owned(),
            file: "references/toria.csv".to_owned(),
            measure: Measure::Killed,
            ..ReferenceTable::default()
        };
        for (bound, value, to, number, standing, said) in [
            (
                Bound::Exactly,
                21.0,
                None,
                34.0,
                Standing::Differs,
                "table: 34, claim: 21, 13 fewer (38 %)",
            ),
            (
                Bound::Exactly,
                21.0,
                None,
                21.0,
                Standing::Agrees,
                "table: 21, claim: 21",
            ),
            (
                Bound::AtLeast,
                21.0,
                None,
                34.0,
                Standing::Agrees,
                "table: 34, claim: at least 21",
            ),
            (
                Bound::AtLeast,
                21.0,
                None,
                20.0,
                Standing::Differs,
                "table: 20, claim: at least 21, 1 more (5 %)",
            ),
            (
                Bound::MoreThan,
                21.0,
                None,
                21.0,
                Standing::Differs,
                "table: 21, claim: more than 21",
            ),
            (
                Bound::UpTo,
                21.0,
                None,
                4.0,
                Standing::Agrees,
                "table: 4, claim: up to 21",
            ),
            (
                Bound::About,
                20.0,
                None,
                22.0,
                Standing::Agrees,
                "table: 22, claim: about 20",
            ),
            (
                Bound::About,
                20.0,
                None,
                23.0,
                Standing::Differs,
                "table: 23, claim: about 20, 3 fewer (13 %)",
            ),
            (
                Bound::Exactly,
                15.0,
                Some(50.0),
                30.0,
                Standing::Agrees,
                "table: 30, claim: 15 to 50",
            ),
            (
                Bound::Exactly,
                15.0,
                Some(50.0),
                60.0,
                Standing::Differs,
                "table: 60, claim: 15 to 50, 10 fewer (17 %)",
            ),
            (
                Bound::Exactly,
                3.0,
                None,
                0.0,
                Standing::Differs,
                "table: 0, claim: 3, 3 more",
            ),
        ] {
            let days: DateRange = "2024-03-02".parse().unwrap();
            let figure = Figure {
                span: Span::new(0, 1).unwrap(),
                value,
                value_to: to,
                bound,
                measure: Measure::Killed,
                who: String::new(),
                place: String::new(),
                when: String::new(),
                date: Some(days),
                by: String::new(),
            };
            let record = ReferenceRecord {
                line: 7,
                days,
                place: "Brask".to_owned(),
                number,
                group: "civilians".to_owned(),
                cause: String::new(),
                source: String::new(),
            };
            let found = Found::new(&table, &record, &figure, days, Place::Same).unwrap();
            assert_eq!(
                (found.standing, found.difference(&figure).as_str()),
                (standing, said)
            );
            let evidence = found.evidence();
            assert_eq!(evidence.source, "Toria counts");
            assert_eq!(evidence.date, "2024-03-02");
            assert_eq!(
                evidence.quote,
                format!("2024-03-02, Brask: {number} killed, civilians")
            );
            let supports = evidence.bearing == Bearing::Supports;
            assert_eq!(supports, standing == Standing::Agrees);
        }
    }

    #[test]
    fn a_day_before_is_near_and_two_are_too_far() {
        let table = ReferenceTable::default();
        let figure_days: DateRange = "2024-03-02 to 2024-03-03".parse().unwrap();
        let figure = Figure {
            span: Span::new(0, 1).unwrap(),
            value: 5.0,
            value_to: None,
            bound: Bound::Exactly,
            measure: Measure::Killed,
            who: String::new(),
            place: "Brask".to_owned(),
            when: String::new(),
            date: Some(figure_days),
            by: String::new(),
        };
        for (days, expected) in [
            (
                "2024-03-01",
                Some((Standing::Near, "a day earlier, place: Old Brask")),
            ),
            (
                "2024-03-04",
                Some((Standing::Near, "a day later, place: Old Brask")),
            ),
            (
                "2024-03-03 to 2024-03-09",
                Some((Standing::Agrees, "place: Old Brask")),
            ),
            ("2024-02-29", None),
            ("2024-03-05", None),
        ] {
            let record = ReferenceRecord {
                line: 2,
                days: days.parse().unwrap(),
                place: "Old Brask".to_owned(),
                number: 5.0,
                group: String::new(),
                cause: String::new(),
                source: String::new(),
            };
            let found = Found::new(&table, &record, &figure, figure_days, Place::Within);
            let told = found.as_ref().map(|one| (one.standing, one.apart()));
            let told = told.as_ref().map(|(standing, apart)| (*standing, apart.as_str()));
            assert_eq!(told, expected, "{days}");
        }
    }
}
