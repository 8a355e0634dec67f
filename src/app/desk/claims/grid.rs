//! The table itself: a header that stays in sight, rows of which only the visible ones are drawn, columns to resize.
//!
//! It is one stop for Tab; what keys do in it is said in [`super::keys`].

use eframe::egui;
use egui::accesskit::Role;
use egui::{
    Color32, CursorIcon, EventFilter, FontId, Id, Modifiers, Rect, Response, RichText, ScrollArea, Sense,
    Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use crate::annotation::Status;
use crate::app::parts::{elided, paint_status, status_colour};
use crate::app::theme::Theme;
use crate::desk::claims::{Column, Sort};

use super::layout::{Layout, Shown};

/// Height of a row in points.
const ROW: f32 = 26.0;
/// Height of the header in points.
const HEADER: f32 = 28.0;
/// Width of the box that marks a row, in points.
const MARK: f32 = 28.0;

/// The widget of the table.
pub fn table_id() -> Id {
    Id::unique("claims table")
}

/// Where the table is.
#[derive(Debug, Default)]
pub(super) struct GridState {
    /// The row that the keyboard is at.
    pub cursor: usize,
    reveal: bool,
    take_keyboard: bool,
    offset: Vec2,
    /// How far to scroll sideways.
    aside: f32,
    /// Space for rows, in points.
    height: f32,
}

impl GridState {
    /// Goes to a row and scrolls it into view.
    pub const fn go_to(&mut self, row: usize) {
        self.cursor = row;
        self.reveal = true;
    }

    /// Gives the table the keyboard when it is next shown.
    pub const fn focus(&mut self) {
        self.take_keyboard = true;
    }

    /// Scrolls sideways.
    pub fn scroll_aside(&mut self, by: f32) {
        self.aside += by;
    }

    /// How many rows fit into the table.
    pub fn page(&self) -> usize {
        ((self.height / ROW) as usize).saturating_sub(1).max(1)
    }
}

/// A row as it is drawn.
pub(super) struct Look {
    /// Identity, the same wherever the row stands.
    pub id: u32,
    /// The words of its cells, a column each.
    pub cells: Vec<String>,
    /// The row for screen readers.
    pub name: String,
    pub status: Status,
    pub marked: bool,
}

/// What was done in the table with the mouse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Done {
    /// A row was clicked, with these keys held.
    Clicked(usize, Modifiers),
    /// A row was clicked twice.
    Opened(usize),
    /// The box of a row was clicked.
    Ticked(usize),
    /// Its menu is to be shown.
    Menu(usize),
    /// The title of a column was clicked.
    Sort(Column),
    /// The width of a column was changed.
    Resized,
}

/// Shows the table in all the space of `ui`. `row` looks a row up, `menu` fills the menu of one.
pub(super) fn show(
    ui: &mut Ui,
    state: &mut GridState,
    layout: &mut Layout,
    count: usize,
    row: impl Fn(usize) -> Option<Look>,
    mut menu: impl FnMut(&mut Ui),
) -> Vec<Done> {
    state.cursor = state.cursor.min(count.saturating_sub(1));
    let space = ui.available_rect_before_wrap();
    let whole = ui.interact(space, table_id(), Sense::focusable_noninteractive());
    whole.widget_info(|| WidgetInfo::labeled(Role::Grid, true, "Claims"));
    if std::mem::take(&mut state.take_keyboard) {
        whole.request_focus();
    }
    let focused = whole.has_focus();
    if focused {
        let filter = EventFilter {
            tab: false,
            vertical_arrows: true,
            horizontal_arrows: true,
            escape: true,
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(table_id(), filter));
    }

    let mut done = Vec::new();
    let widths = widths(layout, space.width());
    let wide = MARK + widths.iter().sum::<f32>();
    let mut area = ScrollArea::both().id_salt("claims rows").auto_shrink(false);
    if std::mem::take(&mut state.reveal) {
        let top = state.cursor as f32 * ROW;
        let last = (top + ROW - state.height).max(0.0);
        area = area.vertical_scroll_offset(state.offset.y.clamp(last.min(top), top));
    }
    let aside = std::mem::take(&mut state.aside);
    if aside != 0.0 {
        area = area.horizontal_scroll_offset((state.offset.x + aside).max(0.0));
    }
    let inside = UiBuilder::new().accessibility_parent(table_id());
    let output = ui.scope_builder(inside, |ui| {
        area.show_viewport(ui, |ui, viewport| {
            ui.set_width(wide);
            ui.set_height(HEADER + ROW * count as f32);
            let origin = ui.max_rect().left_top();
            let top = origin.y + viewport.top();
            let below =
                Rect::from_min_max(pos2(origin.x, top + HEADER), pos2(origin.x + wide, f32::INFINITY));
            let clip = ui.clip_rect();
            ui.set_clip_rect(clip.intersect(below));
            let first = (viewport.top() / ROW).floor().max(0.0) as usize;
            let past = (((viewport.bottom() - HEADER) / ROW).ceil().max(0.0) as usize).min(count);
            for index in first..past {
                let left_top = pos2(origin.x, origin.y + HEADER + index as f32 * ROW);
                let rect = Rect::from_min_size(left_top, vec2(wide, ROW));
                let Some(look) = row(index) else { continue };
                let at_cursor = focused && index == state.cursor;
                let response = draw(ui, rect, &look, layout, &widths, (index, at_cursor, state.cursor));
                if at_cursor {
                    ui.ctx().accesskit_node_builder(table_id(), |node| {
                        node.set_active_descendant(response.id.accesskit_id());
                    });
                }
                if response.secondary_clicked() {
                    done.push(Done::Menu(index));
                }
                if response.double_clicked() {
                    done.push(Done::Opened(index));
                } else if response.clicked() {
                    let at = response.interact_pointer_pos();
                    if at.is_some_and(|at| at.x < rect.left() + MARK) {
                        done.push(Done::Ticked(index));
                    } else {
                        done.push(Done::Clicked(index, ui.input(|input| input.modifiers)));
                    }
                }
                response.context_menu(&mut menu);
            }
            ui.set_clip_rect(clip);
            let bar = Rect::from_min_size(pos2(origin.x, top), vec2(wide.max(clip.width()), HEADER));
            header(ui, bar, layout, &widths, &mut done);
        })
    });
    let output = output.inner;
    state.offset = output.state.clamped_offset();
    state.height = output.inner_rect.height() - HEADER;
    done
}

/// The widths of the columns; what is left of the space goes to the words of the claims.
fn widths(layout: &Layout, room: f32) -> Vec<f32> {
    let sum: f32 = layout.columns.iter().map(|shown| shown.width).sum();
    let spare = (room - MARK - sum - 12.0).max(0.0);
    let takes = layout
        .columns
        .iter()
        .position(|shown| shown.column == Column::Content);
    let width = |(i, shown): (usize, &Shown)| shown.width + if Some(i) == takes { spare } else { 0.0 };
    layout.columns.iter().enumerate().map(width).collect()
}

fn draw(
    ui: &Ui,
    rect: Rect,
    look: &Look,
    layout: &Layout,
    widths: &[f32],
    (index, at_cursor, cursor): (usize, bool, usize),
) -> Response {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let response = ui.interact(rect, Id::unique(("claims row", look.id)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, look.marked, &look.name));
    let painter = ui.painter();
    let fill = match (look.marked, index == cursor, response.hovered()) {
        (true, ..) => Some(c.selection),
        (false, true, _) => Some(c.focused_fill),
        (false, false, true) => Some(c.card_hovered),
        _ => None,
    };
    if let Some(fill) = fill {
        painter.rect_filled(rect, 0.0, fill);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, c.line));
    if at_cursor {
        let ring = Stroke::new(2.0, c.focus);
        painter.rect_stroke(rect.shrink(1.0), theme.radius.small, ring, StrokeKind::Inside);
    }
    tick(ui, rect, look.marked, theme);
    let font = FontId::proportional(13.0);
    let mut left = rect.left() + MARK;
    for ((shown, width), text) in layout.columns.iter().zip(widths).zip(&look.cells) {
        let mut start = left + theme.spacing.s;
        let end = left + width - theme.spacing.s;
        left += width;
        let colour = match shown.column {
            Column::Content => c.text,
            Column::Status => {
                let ink = status_colour(theme, look.status);
                paint_status(painter, pos2(start + 6.0, rect.center().y), 5.0, look.status, ink);
                start += 17.0;
                c.text
            }
            _ if look.status == Status::Rejected => c.weak,
            _ => c.text,
        };
        let galley = elided(ui, text, font.clone(), colour, end - start);
        let x = if shown.column == Column::Worth {
            (end - galley.size().x).max(start)
        } else {
            start
        };
        let y = rect.center().y - galley.size().y / 2.0;
        painter.galley(pos2(x, y), galley, colour);
    }
    response
}

/// The box that marks a row.
fn tick(ui: &Ui, rect: Rect, marked: bool, theme: &Theme) {
    let c = theme.palette;
    let side = 14.0;
    let frame = Rect::from_center_size(pos2(rect.left() + MARK / 2.0, rect.center().y), Vec2::splat(side));
    let edge = Stroke::new(1.0, c.field_line);
    ui.painter()
        .rect(frame, theme.radius.small, c.field, edge, StrokeKind::Inside);
    if marked {
        let at = |x: f32, y: f32| frame.min + vec2(x, y) * side;
        let points = vec![at(0.2, 0.52), at(0.42, 0.75), at(0.8, 0.25)];
        ui.painter()
            .add(egui::Shape::line(points, Stroke::new(2.0, c.accent)));
    }
}

fn header(ui: &Ui, bar: Rect, layout: &mut Layout, widths: &[f32], done: &mut Vec<Done>) {
    let theme = Theme::of(ui);
    let c = theme.palette;
    // Under the titles lies a widget, so that no row is clicked through it.
    ui.interact(bar, Id::unique("claims header"), Sense::CLICK);
    ui.painter().rect_filled(bar, 0.0, c.panel);
    ui.painter()
        .hline(bar.x_range(), bar.bottom() - 0.5, Stroke::new(1.0, c.field_line));
    let mut left = bar.left() + MARK;
    let mut dragged = None;
    for (shown, width) in layout.columns.iter().zip(widths) {
        let cell = Rect::from_min_size(pos2(left, bar.top()), vec2(*width, HEADER));
        left += width;
        let sort = layout.sort.filter(|sort| sort.column == shown.column);
        if title(ui, cell, shown.column, sort, theme).clicked() {
            done.push(Done::Sort(shown.column));
        }
        let edge = Rect::from_center_size(pos2(cell.right(), cell.center().y), vec2(9.0, HEADER));
        let grip = ui.interact(edge, Id::unique(("claims width", shown.column)), Sense::DRAG);
        grip.widget_info(|| {
            let name = format!("Width of {}", shown.column.title());
            WidgetInfo::labeled(Role::Splitter, true, name)
        });
        let active = grip.hovered() || grip.dragged();
        let line = Stroke::new(1.0, if active { c.focus } else { c.line });
        ui.painter()
            .vline(cell.right() - 0.5, cell.y_range().shrink(5.0), line);
        // The way to the handle is no part of the drag.
        if grip.dragged() && !grip.drag_started() {
            dragged = Some((shown.column, grip.drag_delta().x));
        }
        if grip.drag_stopped() {
            done.push(Done::Resized);
        }
        grip.on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal);
    }
    if let Some((column, by)) = dragged {
        layout.widen(column, by);
    }
}

/// The title of a column, with an arrow where the rows are sorted by it.
fn title(ui: &Ui, cell: Rect, column: Column, sort: Option<Sort>, theme: &Theme) -> Response {
    let c = theme.palette;
    let response = ui.interact(cell, Id::unique(("claims title", column)), Sense::click());
    response.widget_info(|| {
        let sorted = match sort {
            None => "",
            Some(Sort { descending: true, .. }) => ", sorted, largest first",
            Some(_) => ", sorted, smallest first",
        };
        let name = format!("Sort by {}{sorted}", column.title().to_lowercase());
        WidgetInfo::labeled(Role::ColumnHeader, true, name)
    });
    let fill = if response.hovered() {
        c.card_hovered
    } else {
        Color32::TRANSPARENT
    };
    ui.painter().rect_filled(cell.shrink(1.0), 0.0, fill);
    if response.has_focus() {
        let ring = Stroke::new(2.0, c.focus);
        ui.painter()
            .rect_stroke(cell.shrink(1.0), theme.radius.small, ring, StrokeKind::Inside);
    }
    let room = cell.width() - 2.0 * theme.spacing.s - if sort.is_some() { 14.0 } else { 0.0 };
    let font = FontId::proportional(13.0);
    let galley = elided(ui, column.title(), font, c.weak, room);
    let at = pos2(
        cell.left() + theme.spacing.s,
        cell.center().y - galley.size().y / 2.0,
    );
    let end = at.x + galley.size().x;
    ui.painter().galley(at, galley, c.weak);
    if let Some(sort) = sort {
        let centre = pos2(end + 9.0, cell.center().y);
        let tip = if sort.descending { 4.0 } else { -4.0 };
        let points = vec![
            centre + vec2(-4.5, -tip * 0.7),
            centre + vec2(4.5, -tip * 0.7),
            centre + vec2(0.0, tip),
        ];
        ui.painter()
            .add(egui::Shape::convex_polygon(points, c.accent, Stroke::NONE));
    }
    response.on_hover_text(format!(
        "Sort by {}; again for the other way round.",
        column.title().to_lowercase()
    ))
}

/// What stands where there is no row, and what to do about it.
pub(super) fn empty(ui: &mut Ui, what: &str, to_do: &str) {
    let theme = Theme::of(ui);
    ui.add_space(theme.spacing.l);
    ui.label(what);
    ui.label(RichText::new(to_do).color(theme.palette.weak));
    ui.add_space(theme.spacing.s);
}
