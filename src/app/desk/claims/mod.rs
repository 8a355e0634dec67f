//! The page “Claims”: the claims of every article in one table, to filter, to sort, and to decide many at once.

mod cells;
mod change;
mod filters;
mod gathering;
mod grid;
mod keys;
mod layout;
#[cfg(test)]
mod tests;

use eframe::egui;
use egui::accesskit::Live;
use egui::{RichText, Ui};

use crate::annotation::{ActorId, ArticleId, ItemId};
use crate::app::command::UiCommand;
use crate::app::parts::drop_down;
use crate::app::theme::Theme;
use crate::app::view::{Act, View};
use crate::desk::claims::{Speaker, Table};
use crate::project::ClaimsTableWish;
use crate::review::{BulkChange, Focus};

use cells::Told;
use change::{Answered, Asking, Claims, Deed};
use filters::{Asked, Filters};
use gathering::Gathering;
use grid::{Done, GridState, Look};
use keys::Wish;
use layout::Layout;

pub use grid::table_id;

/// How far an arrow key scrolls sideways, in points.
const ASIDE: f32 = 80.0;

/// What the page remembers between frames. Start a new one with every project.
#[derive(Default)]
pub struct ClaimsPage {
    filters: Filters,
    layout: Layout,
    adopted: bool,
    changed: bool,
    gathering: Gathering,
    grid: GridState,
    /// Whether each claim of the table is marked, by its number.
    marks: Vec<bool>,
    marked: usize,
    /// Where marking with Shift began and where it is now, as rows.
    stretch: Option<(usize, usize)>,
    /// The claim at the cursor.
    at: Option<(ArticleId, ItemId)>,
    /// The focus of the session when it was last looked at.
    seen: Option<Focus>,
    asking: Option<Asking>,
    /// The last frame in which the page was shown.
    frame: Option<u64>,
}

impl ClaimsPage {
    /// Shows only the claims of `actor` from now on.
    pub fn show_claims_of(&mut self, actor: ActorId) {
        self.filters.clear();
        self.filters.filter.speaker = Some(Speaker::Actor(actor));
    }

    /// Gives the table the keyboard when it is next shown.
    pub const fn take_keyboard(&mut self) {
        self.grid.focus();
    }

    /// Puts the cursor into the field of words when the page is next shown.
    pub const fn focus_filter(&mut self) {
        self.filters.focus_field();
    }

    /// Whether a dialog of the page is open.
    pub const fn asks(&self) -> bool {
        self.asking.is_some()
    }

    /// Lays the table out as it was last time, unless that was done already.
    pub fn adopt(&mut self, wish: &ClaimsTableWish) {
        if !std::mem::replace(&mut self.adopted, true) {
            self.layout = Layout::of(wish);
        }
    }

    /// How the table is laid out now, if that has changed since this was last asked.
    pub fn take_wish(&mut self) -> Option<ClaimsTableWish> {
        std::mem::take(&mut self.changed).then(|| self.layout.wish())
    }

    /// Shows the page in all the space of `ui`.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        let frame = ui.ctx().cumulative_frame_nr();
        let opened = self.frame.is_none_or(|last| last + 1 < frame);
        self.frame = Some(frame);
        if opened {
            self.seen = None;
        }
        let nobody = ui.memory(|memory| memory.focused().is_none());
        if nobody || (opened && !ui.ctx().text_edit_focused()) {
            self.grid.focus();
        }
        self.update(ui.ctx(), view, acts);
        let free = self.asking.is_none() && !egui::Popup::is_any_open(ui.ctx());
        if free && ui.memory(|memory| memory.has_focus(table_id())) {
            for wish in keys::take(ui) {
                self.answer(wish, view, acts);
            }
        }
        let project = view.session.project();
        match self.filters.show(ui, project, &mut self.layout) {
            Some(Asked::Actor) => self.asking = Some(Asking::filter_by_speaker(project)),
            Some(Asked::Article) => self.asking = Some(Asking::filter_by_article(project)),
            Some(Asked::Table) => self.grid.focus(),
            Some(Asked::Columns) => self.changed = true,
            None => {}
        }
        // What was just chosen shows in this frame where that costs nothing.
        self.update(ui.ctx(), view, acts);
        self.bar(ui, view, acts);
        self.table(ui, view, acts);
        self.ask(ui.ctx(), view, acts);
    }

    /// Takes in new rows, and goes where the session went.
    fn update(&mut self, ctx: &egui::Context, view: &View<'_>, acts: &mut Vec<Act>) {
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
    fn follow(&mut self, before: &Table, view: &View<'_>, acts: &mut Vec<Act>) {
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
    fn go_to_claim(&mut self, claim: Option<(ArticleId, ItemId)>) -> bool {
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
    fn claim(&self, row: usize) -> Option<(ArticleId, ItemId)> {
        let place = self.gathering.table.get(*self.gathering.shown.get(row)?)?;
        Some((place.block.article.clone(), place.row.item))
    }

    /// Lets the rest of the window look at the claim at the cursor.
    fn focus(&mut self, acts: &mut Vec<Act>) {
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
    fn move_to(&mut self, row: usize, extend: bool, acts: &mut Vec<Act>) {
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

    fn mark_rows(&mut self, rows: std::ops::RangeInclusive<usize>, on: bool) {
        let rows = self.gathering.shown.get(rows).unwrap_or_default();
        for number in rows {
            if let Some(mark) = self.marks.get_mut(*number as usize).filter(|mark| **mark != on) {
                *mark = on;
                self.marked = if on { self.marked + 1 } else { self.marked - 1 };
            }
        }
    }

    fn is_marked(&self, row: usize) -> bool {
        let number = self.gathering.shown.get(row);
        number.is_some_and(|number| self.marks.get(*number as usize) == Some(&true))
    }

    fn unmark(&mut self) {
        self.marks.fill(false);
        (self.marked, self.stretch) = (0, None);
    }

    fn answer(&mut self, wish: Wish, view: &View<'_>, acts: &mut Vec<Act>) {
        let count = self.gathering.shown.len();
        let cursor = self.grid.cursor;
        let page = isize::try_from(self.grid.page()).unwrap_or(1);
        if count == 0 && !matches!(wish, Wish::Search) {
            return;
        }
        match wish {
            Wish::Move(by, extend) => self.move_to(cursor.saturating_add_signed(by), extend, acts),
            Wish::Page(by, extend) => self.move_to(cursor.saturating_add_signed(by * page), extend, acts),
            Wish::End(last, extend) => self.move_to(if last { count - 1 } else { 0 }, extend, acts),
            Wish::Aside(right) => self.grid.scroll_aside(if right { ASIDE } else { -ASIDE }),
            Wish::Open => self.deed(Deed::Open, view, acts),
            Wish::Mark => {
                self.mark_rows(cursor..=cursor, !self.is_marked(cursor));
                self.move_to(cursor, false, acts);
            }
            Wish::MarkAll => self.mark_rows(0..=count - 1, true),
            Wish::Unmark => self.unmark(),
            Wish::Accept => self.decide(BulkChange::Accept, view, acts),
            Wish::Reject => self.decide(BulkChange::Reject, view, acts),
            Wish::SetAct(act) => self.deed(Deed::Change(BulkChange::SetAct(act)), view, acts),
            Wish::Rate => self.deed(Deed::Rate, view, acts),
            Wish::Link => self.deed(Deed::Link, view, acts),
            Wish::Search => self.filters.focus_field(),
        }
    }

    /// Accepts or rejects by key; where it is one claim, goes on to the next.
    fn decide(&mut self, change: BulkChange, view: &View<'_>, acts: &mut Vec<Act>) {
        let alone = self.marked == 0;
        self.deed(Deed::Change(change), view, acts);
        if alone {
            self.move_to(self.grid.cursor + 1, false, acts);
        }
    }

    /// The marked claims as they are shown, else the one at the cursor.
    fn targets(&self) -> Claims {
        if self.marked == 0 {
            return self.claim(self.grid.cursor).into_iter().collect();
        }
        let rows = 0..self.gathering.shown.len();
        rows.filter(|row| self.is_marked(*row))
            .filter_map(|row| self.claim(row))
            .collect()
    }

    fn deed(&mut self, deed: Deed, view: &View<'_>, acts: &mut Vec<Act>) {
        let project = view.session.project();
        let claims = self.targets();
        if claims.is_empty() {
            return;
        }
        match deed {
            Deed::Change(change) => self.change(&change, &claims, view, acts),
            Deed::Rate => self.asking = Some(Asking::verdict(project, claims)),
            Deed::Link => self.asking = Some(Asking::speaker_of(project, claims)),
            Deed::Open => {
                if let Some((article, item)) = self.claim(self.grid.cursor) {
                    acts.push(Act::Read(Focus {
                        article: Some(article),
                        item: Some(item),
                    }));
                }
            }
        }
    }

    fn change(&mut self, change: &BulkChange, claims: &Claims, view: &View<'_>, acts: &mut Vec<Act>) {
        match change::begin(view.session.project(), change, claims) {
            Some(Ok(command)) => acts.push(Act::Run(command)),
            Some(Err(asking)) => self.asking = Some(asking),
            None => {}
        }
    }

    fn ask(&mut self, ctx: &egui::Context, view: &View<'_>, acts: &mut Vec<Act>) {
        let Some(asking) = self.asking.take() else { return };
        match asking.show(ctx) {
            Err(asking) => {
                self.asking = Some(asking);
                return;
            }
            Ok(Answered::Run(command)) => acts.push(Act::Run(command)),
            Ok(Answered::Change(change, claims)) => self.change(&change, &claims, view, acts),
            Ok(Answered::Speaker(speaker)) => self.filters.filter.speaker = speaker,
            Ok(Answered::Article(article)) => self.filters.filter.article = article,
            Ok(Answered::Nothing) => {}
        }
        if self.asking.is_none() {
            self.grid.focus();
        }
    }

    /// How many claims there are, and what can be done with those that are marked.
    fn bar(&mut self, ui: &mut Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        let theme = Theme::of(ui);
        let mut deed = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = theme.spacing.s;
            let label = ui.label(RichText::new(self.count()).small().color(theme.palette.weak));
            ui.ctx()
                .accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
            if self.gathering.is_under_way() && self.gathering.is_ready() {
                ui.label(RichText::new("Updating…").small().color(theme.palette.weak));
            }
            if self.gathering.shown.is_empty() {
                return;
            }
            ui.separator();
            if self.marked > 0 {
                ui.label(format!("{} marked", grouped(self.marked)));
                if ui.button("Unmark").clicked() {
                    self.unmark();
                }
            }
            let what = if self.marked > 0 {
                "the marked claims"
            } else {
                "the claim at the cursor"
            };
            for (title, wanted) in [
                ("Accept", Deed::Change(BulkChange::Accept)),
                ("Reject", Deed::Change(BulkChange::Reject)),
                ("Verdict…", Deed::Rate),
                ("Speaker…", Deed::Link),
            ] {
                let tip = format!("{} {what}", title.trim_end_matches('…'));
                if ui.button(title).on_hover_text(tip).clicked() {
                    deed = Some(wanted);
                }
            }
            drop_down(ui, "More", |ui| change::menu(ui, &mut deed)).accessible_name("More to do with claims");
        });
        if let Some(deed) = deed {
            self.deed(deed, view, acts);
        }
        ui.add_space(theme.spacing.s);
    }

    fn count(&self) -> String {
        if !self.gathering.is_ready() {
            return String::new();
        }
        let (shown, all) = (self.gathering.shown.len(), self.gathering.table.len());
        let claims = if all == 1 { "claim" } else { "claims" };
        if shown == all {
            format!("{} {claims}", grouped(all))
        } else {
            format!("{} of {} {claims}", grouped(shown), grouped(all))
        }
    }

    fn table(&mut self, ui: &mut Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        let space = ui.available_rect_before_wrap();
        if self.gathering.has_failed() {
            ui.label("The claims could not be gathered. Change a filter to try again.");
            return;
        }
        if !self.gathering.is_ready() {
            ui.label("Gathering claims…");
            return;
        }
        if self.gathering.table.is_empty() {
            grid::empty(
                ui,
                "No claims yet.",
                "Open articles, or select words in the reader and press C.",
            );
            if ui.button(UiCommand::OpenFiles.title()).clicked() {
                acts.push(Act::Do(UiCommand::OpenFiles));
            }
            return;
        }
        if self.gathering.shown.is_empty() {
            grid::empty(
                ui,
                "No claim matches the filters.",
                "Rejected claims show under “Status”.",
            );
            if ui.button("Clear filters").clicked() {
                self.filters.clear();
                self.grid.focus();
            }
            return;
        }
        let project = view.session.project();
        let Gathering { table, shown, .. } = &self.gathering;
        let columns: Vec<_> = self.layout.columns.iter().map(|shown| shown.column).collect();
        let marks = &self.marks;
        let look = |row: usize| {
            let number = *shown.get(row)?;
            let told = Told::of(project, table.get(number)?)?;
            let cells: Vec<String> = columns.iter().map(|column| told.cell(*column)).collect();
            Some(Look {
                id: number,
                name: told.name(&cells),
                cells,
                status: told.item.status,
                marked: marks.get(number as usize) == Some(&true),
            })
        };
        let mut deed = None;
        let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(space));
        let done = grid::show(
            &mut inner,
            &mut self.grid,
            &mut self.layout,
            shown.len(),
            look,
            |ui| change::menu(ui, &mut deed),
        );
        for done in done {
            self.clicked(done, view, acts);
        }
        if let Some(deed) = deed {
            self.deed(deed, view, acts);
        }
    }

    fn clicked(&mut self, done: Done, view: &View<'_>, acts: &mut Vec<Act>) {
        match done {
            Done::Clicked(row, held) => {
                self.grid.focus();
                if held.command {
                    self.mark_rows(row..=row, !self.is_marked(row));
                }
                self.move_to(row, held.shift, acts);
            }
            Done::Ticked(row) => {
                self.grid.focus();
                self.mark_rows(row..=row, !self.is_marked(row));
                self.move_to(row, false, acts);
            }
            Done::Menu(row) => {
                if !self.is_marked(row) {
                    self.unmark();
                }
                self.move_to(row, false, acts);
            }
            Done::Opened(row) => {
                self.move_to(row, false, acts);
                self.deed(Deed::Open, view, acts);
            }
            Done::Sort(column) => {
                self.layout.sort_by(column);
                self.changed = true;
            }
            Done::Resized => self.changed = true,
        }
    }
}

/// A number with its thousands apart: "200,000".
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
