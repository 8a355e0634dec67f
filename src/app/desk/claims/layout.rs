//! Which columns the table has, how wide they are, and by what it is sorted.

use crate::desk::claims::{Column, Sort};
use crate::project::{ClaimsTableWish, ColumnWish};

/// Least and greatest width of a column in points.
pub(super) const WIDTHS: std::ops::RangeInclusive<f32> = 40.0..=1200.0;

/// A column that is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shown {
    pub column: Column,
    /// In points.
    pub width: f32,
}

/// The columns from left to right, and the order of the rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    pub columns: Vec<Shown>,
    pub sort: Option<Sort>,
}

impl Default for Layout {
    fn default() -> Self {
        let first = Column::ALL.into_iter().take(Column::FIRST);
        Self {
            columns: first.map(shown).collect(),
            sort: None,
        }
    }
}

const fn shown(column: Column) -> Shown {
    let width = match column {
        Column::Content => 290.0,
        Column::Article => 150.0,
        Column::Actor => 130.0,
        Column::Figures => 110.0,
        Column::Place | Column::Status | Column::Verdict | Column::Reviewer => 92.0,
        Column::Act | Column::Date | Column::Quote => 82.0,
        Column::Worth => 54.0,
    };
    Shown { column, width }
}

impl Layout {
    /// As a person liked it. What is not known any more is passed over; a table has one column at least.
    pub fn of(wish: &ClaimsTableWish) -> Self {
        let mut columns: Vec<Shown> = Vec::new();
        for known in &wish.columns {
            let Some(column) = Column::parse(&known.name) else {
                continue;
            };
            if columns.iter().any(|shown| shown.column == column) {
                continue;
            }
            let mut shown = shown(column);
            if known.width > 0.0 {
                shown.width = known.width.clamp(*WIDTHS.start(), *WIDTHS.end());
            }
            columns.push(shown);
        }
        let sort = Column::parse(&wish.sort).map(|column| Sort {
            column,
            descending: wish.descending,
        });
        if columns.is_empty() {
            columns = Self::default().columns;
        }
        Self { columns, sort }
    }

    /// As it is to be remembered.
    pub fn wish(&self) -> ClaimsTableWish {
        let columns = self.columns.iter().map(|shown| ColumnWish {
            name: shown.column.id().to_owned(),
            width: shown.width.round(),
        });
        ClaimsTableWish {
            columns: columns.collect(),
            sort: self.sort.map_or("", |sort| sort.column.id()).to_owned(),
            descending: self.sort.is_some_and(|sort| sort.descending),
        }
    }

    /// Sorts by a column; if it is sorted by it, the other way round. What is most worth checking comes first at first.
    pub fn sort_by(&mut self, column: Column) {
        let descending = match self.sort {
            Some(sort) if sort.column == column => !sort.descending,
            _ => column == Column::Worth,
        };
        self.sort = Some(Sort { column, descending });
    }

    /// Shows or hides a column. The last one stays.
    pub fn toggle(&mut self, column: Column) {
        match self.columns.iter().position(|shown| shown.column == column) {
            Some(at) if self.columns.len() > 1 => {
                self.columns.remove(at);
            }
            Some(_) => {}
            None => self.columns.push(shown(column)),
        }
    }

    /// Moves a column one place to the left or right.
    pub fn shift(&mut self, column: Column, left: bool) {
        let Some(at) = self.columns.iter().position(|shown| shown.column == column) else {
            return;
        };
        let to = if left { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(to) = to.filter(|to| *to < self.columns.len()) {
            self.columns.swap(at, to);
        }
    }

    /// Makes a column wider, or narrower if `by` is negative, by so many points.
    pub fn widen(&mut self, column: Column, by: f32) {
        if let Some(shown) = self.columns.iter_mut().find(|shown| shown.column == column) {
            shown.width = (shown.width + by).clamp(*WIDTHS.start(), *WIDTHS.end());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(layout: &Layout) -> String {
        let names: Vec<&str> = layout.columns.iter().map(|shown| shown.column.id()).collect();
        names.join(" ")
    }

    #[test]
    fn a_layout_comes_back_and_strange_ones_are_mended() {
        let mut layout = Layout::default();
        layout.sort_by(Column::Worth);
        layout.sort_by(Column::Actor);
        layout.sort_by(Column::Actor);
        layout.toggle(Column::Place);
        layout.toggle(Column::Act);
        layout.shift(Column::Place, true);
        layout.shift(Column::Actor, true);
        layout.widen(Column::Actor, 25.0);
        assert_eq!(
            names(&layout),
            "actor content figures date status verdict worth place article"
        );
        assert_eq!(Layout::of(&layout.wish()), layout);
        let column = |name: &str, width| ColumnWish {
            name: name.to_owned(),
            width,
        };
        let strange = ClaimsTableWish {
            columns: vec![column("moon", 9.0), column("act", 1.0), column("act", 80.0)],
            sort: "moon".to_owned(),
            descending: true,
        };
        let mended = Layout::of(&strange);
        assert_eq!((names(&mended).as_str(), mended.sort), ("act", None));
        assert!(WIDTHS.contains(&mended.columns[0].width));
        let mut one = mended;
        one.toggle(Column::Act);
        assert_eq!(names(&one), "act", "the last column stays");
        assert_eq!(Layout::of(&ClaimsTableWish::default()), Layout::default());
    }
}
