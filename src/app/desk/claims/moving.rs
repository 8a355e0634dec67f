//! Where the cursor is, what is marked, and how both follow the rows when other ones come.

use eframe::egui;

use crate::annotation::{ArticleId, ItemId};
use crate::app::view::{Act, View};
use crate::desk::claims::Table;
use crate::review::Focus;

use super::ClaimsPage;
use super::change::Claims;
use super::gathering::Gathering;

impl ClaimsPage {
    /// Takes in new rows, and goes where the session went.
    pub(super) fn update(&mut self, ctx: &egui::Context, view: &View<'_>, acts: &mut Vec<Act>) {
        let (filter, sort) = (&self.filters.filter, self.layout.sort);
        if let Some(before) = self.gathering.update(ctx, view.session, filter, sort) {
            self.follow(&before, view, acts);
        }
        let focus = &view.session.focus;
        if self.gathering.is_ready() && self.seen.as_ref() != Some(focus) {
            self.seen = Some(focus.clone());
            let wanted = focus.article.clone().zip(focus.item);
            if wanted.is_some() && wanted != self.at {
                self.go_to_claim(wanted);
            }
        }
    }

    /// Brings cursor and marks over to rows that have just come.
    pub(super) fn follow(&mut self, before: &Table, view: &View<'_>, acts: &mut Vec<Act>) {
        let Gathering { table, shown, .. } = &self.gathering;
        let carried = if self.marked > 0 {
            table.carry(before, &self.marks)
        } else {
            Vec::new()
        };
        self.marks = vec![false; table.len()];
        self.marked = 0;
        // What is not seen is not marked: nothing is done to it.
        for number in shown {
            let number = *number as usize;
            let was = carried.get(number).copied().unwrap_or(false);
            if let Some(mark) = self.marks.get_mut(number).filter(|_| was) {
                *mark = true;
                self.marked += 1;
            }
        }
        self.stretch = None;
        let focus = &view.session.focus;
        let followed = self.at.is_some() && focus.article.clone().zip(focus.item) == self.at;
        let at = self.at.clone();
        if !self.go_to_claim(at) {
            let row = self.grid.cursor.min(self.gathering.shown.len().saturating_sub(1));
            self.at = self.claim(row);
            // The claim that was decided went out of sight: the next one has its place.
            if followed {
                self.grid.go_to(row);
                self.focus(acts);
            }
        }
    }

    /// Goes to the row of a claim; whether it is shown.
    pub(super) fn go_to_claim(&mut self, claim: Option<(ArticleId, ItemId)>) -> bool {
        let number = claim
            .as_ref()
            .and_then(|(article, item)| self.gathering.table.find(article, *item));
        let row = number.and_then(|number| self.gathering.shown.iter().position(|shown| *shown == number));
        if let Some(row) = row {
            self.grid.go_to(row);
            self.at = claim;
        }
        row.is_some()
    }

    /// The claim of a row.
    pub(super) fn claim(&self, row: usize) -> Option<(ArticleId, ItemId)> {
        let place = self.gathering.table.get(*self.gathering.shown.get(row)?)?;
        Some((place.block.article.clone(), place.row.item))
    }

    /// Lets the rest of the window look at the claim at the cursor.
    pub(super) fn focus(&mut self, acts: &mut Vec<Act>) {
        if let Some((article, item)) = self.at.clone() {
            let focus = Focus {
                article: Some(article),
                item: Some(item),
            };
            self.seen = Some(focus.clone());
            acts.push(Act::Focus(focus));
        }
    }

    /// Moves the cursor, marking what it passes if `extend`.
    pub(super) fn move_to(&mut self, row: usize, extend: bool, acts: &mut Vec<Act>) {
        let row = row.min(self.gathering.shown.len().saturating_sub(1));
        if extend {
            let (from, last) = self.stretch.unwrap_or((self.grid.cursor, self.grid.cursor));
            self.mark_rows(from.min(last)..=from.max(last), false);
            self.mark_rows(from.min(row)..=from.max(row), true);
            self.stretch = Some((from, row));
        } else {
            self.stretch = None;
        }
        let moved = row != self.grid.cursor;
        self.grid.go_to(row);
        self.at = self.claim(row);
        if moved
            || self
                .seen
                .as_ref()
                .is_none_or(|seen| seen.item != self.at.as_ref().map(|at| at.1))
        {
            self.focus(acts);
        }
    }

    pub(super) fn mark_rows(&mut self, rows: std::ops::RangeInclusive<usize>, on: bool) {
        let rows = self.gathering.shown.get(rows).unwrap_or_default();
        for number in rows {
            if let Some(mark) = self.marks.get_mut(*number as usize).filter(|mark| **mark != on) {
                *mark = on;
                self.marked = if on { self.marked + 1 } else { self.marked - 1 };
            }
        }
    }

    pub(super) fn is_marked(&self, row: usize) -> bool {
        let number = self.gathering.shown.get(row);
        number.is_some_and(|number| self.marks.get(*number as usize) == Some(&true))
    }

    pub(super) fn unmark(&mut self) {
        self.marks.fill(false);
        (self.marked, self.stretch) = (0, None);
    }

    /// The marked claims as they are shown, else the one at the cursor.
    pub(super) fn targets(&self) -> Claims {
        if self.marked == 0 {
            return self.claim(self.grid.cursor).into_iter().collect();
        }
        let rows = 0..self.gathering.shown.len();
        rows.filter(|row| self.is_marked(*row))
            .filter_map(|row| self.claim(row))
            .collect()
    }
}
