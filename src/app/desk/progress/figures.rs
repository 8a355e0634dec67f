//! Figures as text: a table that draws only the rows in sight, and the button that copies all of them.

use eframe::egui;
use egui::accesskit::Role;
use egui::{
    Align2, Button, FontId, Id, Label, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use crate::app::parts::{List, ListState, Slot, elided, one_line};
use crate::app::theme::Theme;
use crate::desk::progress::tables::Table;

const ROW_HEIGHT: f32 = 24.0;
const BUTTON_WIDTH: f32 = 100.0;
/// Rows in sight of a long table.
const ROWS: usize = 8;

/// A remark on what is shown, and the button that copies the figures.
pub fn head(ui: &mut Ui, note: &str, table: &Table, copied: &mut Option<&'static str>) {
    let title = if *copied == Some(table.title) {
        "Copied"
    } else {
        "Copy as CSV"
    };
    let button = ui
        .horizontal_top(|ui| {
            let room = (ui.available_width() - BUTTON_WIDTH - ui.spacing().item_spacing.x).max(80.0);
            ui.vertical(|ui| {
                ui.set_width(room);
                ui.add(Label::new(RichText::new(note).small().weak()).wrap());
            });
            let button = Button::new(title).small().min_size(vec2(BUTTON_WIDTH, 0.0));
            ui.add(button)
        })
        .inner
        .accessible_name(format!("{title}: {}", table.title))
        .on_hover_text("Copy these figures, to paste them into a spreadsheet.");
    if button.clicked() {
        ui.ctx().copy_text(table.csv());
        *copied = Some(table.title);
    }
}

/// Shows a table. Returns the row to open, by click or Enter.
pub fn table(ui: &mut Ui, table: &Table, state: &mut ListState) -> Option<usize> {
    let theme = Theme::of(ui);
    let columns = Columns::of(ui.available_width(), table);
    let (top, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
    let cells: Vec<&str> = table.head.clone();
    columns.paint(ui, top, &cells, theme.palette.weak);
    ui.painter()
        .hline(top.x_range(), top.bottom(), Stroke::new(1.0, theme.palette.line));
    let height = table.rows.len().min(ROWS) as f32 * ROW_HEIGHT;
    let (space, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let list = List {
        id: Id::unique(("progress table", table.title)),
        name: table.title.to_owned(),
        row_height: ROW_HEIGHT,
        count: table.rows.len(),
    };
    ui.scope_builder(UiBuilder::new().max_rect(space), |ui| {
        list.show(ui, state, |ui, slot| row(ui, slot, table, &columns))
    })
    .inner
}

fn row(ui: &mut Ui, slot: Slot, table: &Table, columns: &Columns) -> Response {
    let theme = Theme::of(ui);
    let id = Id::unique(("progress row", table.title, slot.index));
    let response = ui.interact(slot.rect, id, Sense::CLICK);
    let Some(cells) = table.rows.get(slot.index) else {
        return response;
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, name(table, cells)));
    let round = theme.radius.small;
    if response.hovered() {
        ui.painter()
            .rect_filled(slot.rect, round, theme.palette.card_hovered);
    }
    if slot.at_cursor {
        let ring = Stroke::new(2.0, theme.palette.focus);
        ui.painter()
            .rect_stroke(slot.rect.shrink(1.0), round, ring, StrokeKind::Inside);
    }
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    columns.paint(ui, slot.rect, &cells, theme.palette.text);
    response.on_hover_text(name(table, cells.iter()))
}

/// What a screen reader says of a row: "2024-03-01, Rae, accepted 5, corrected 1".
fn name<S: AsRef<str>>(table: &Table, cells: impl IntoIterator<Item = S>) -> String {
    let named = table.head.iter().zip(cells).enumerate();
    let parts: Vec<String> = named
        .map(|(column, (head, cell))| {
            let cell = one_line(cell.as_ref(), 200);
            if column < table.words {
                cell
            } else {
                format!("{head} {cell}")
            }
        })
        .collect();
    parts.join(", ")
}

/// Where the columns of a table are: words to the left, numbers to the right.
struct Columns {
    words: Vec<f32>,
    number: f32,
    count: usize,
}

impl Columns {
    fn of(width: f32, table: &Table) -> Self {
        let count = table.head.len() - table.words.min(table.head.len());
        let number = (width * 0.62 / count.max(1) as f32).clamp(30.0, 96.0);
        let rest = (width - number * count as f32).max(60.0);
        // Of two columns of words the first holds a day.
        let words = if table.words == 2 {
            let day = (rest * 0.5).min(84.0);
            vec![day, rest - day]
        } else {
            vec![rest; table.words]
        };
        Self { words, number, count }
    }

    fn paint(&self, ui: &Ui, rect: Rect, cells: &[&str], colour: egui::Color32) {
        let theme = Theme::of(ui);
        let gap = theme.spacing.s;
        let mut left = rect.left();
        let mut cells = cells.iter();
        for (width, cell) in self.words.iter().zip(cells.by_ref()) {
            let font = FontId::proportional(13.0);
            let galley = elided(ui, cell, font, colour, width - 2.0 * gap);
            let at = pos2(left + gap, rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, colour);
            left += width;
        }
        for cell in cells.take(self.count) {
            let font = FontId::proportional(13.0);
            let galley = elided(ui, cell, font, colour, self.number - gap);
            let within = Rect::from_min_max(pos2(left, rect.top()), pos2(left + self.number, rect.bottom()));
            let at =
                Align2::RIGHT_CENTER.align_size_within_rect(galley.size(), within.shrink2(vec2(gap, 0.0)));
            ui.painter().galley(at.min, galley, colour);
            left += self.number;
        }
    }
}
