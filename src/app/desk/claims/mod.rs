//! The page “Claims”: the claims of every article in one table, to filter, to sort, and to decide many at once.

mod cells;
mod change;
mod filters;
mod gathering;
mod grid;
mod keys;
mod layout;
mod moving;
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
use crate::desk::claims::Speaker;
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
            Some(Err(asking)) => self.asking = Some(*asking),
            None => {}
        }
    }

    fn ask(&mut self, ctx: &egui::Context, view: &View<'_>, acts: &mut Vec<Act>) {
        let Some(answered) = self.asking.as_mut().and_then(|asking| asking.show(ctx)) else {
            return;
        };
        self.asking = None;
        match answered {
            Answered::Run(command) => acts.push(Act::Run(command)),
            Answered::Change(change, claims) => self.change(&change, &claims, view, acts),
            Answered::Speaker(speaker) => self.filters.filter.speaker = speaker,
            Answered::Article(article) => self.filters.filter.article = article,
            Answered::Nothing => {}
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
                name: cells::name(&cells),
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
