//! Rows and sections of a panel.

use eframe::egui;
use egui::accesskit::Role;
use egui::{
    Align, Align2, Color32, FontId, Galley, Layout, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

use super::glyph::paint_badge;
use crate::app::theme::Theme;
use crate::text::invisible::visible;

/// Width of the column of labels, in points.
pub const LABEL_WIDTH: f32 = 84.0;
/// Height of a row with a field or button, in points.
const ROW_HEIGHT: f32 = 26.0;

/// A part of a panel under a calm heading.
pub fn section<R>(ui: &mut Ui, title: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    ui.add_space(theme.spacing.m + theme.spacing.s);
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(
        line.x_range(),
        line.center().y,
        Stroke::new(1.0, theme.palette.line),
    );
    let heading = ui.label(RichText::new(title).size(13.0).color(theme.palette.weak));
    ui.ctx()
        .accesskit_node_builder(heading.id, |node| node.set_role(Role::Heading));
    add(ui)
}

/// A row of a form: `label` in its column, then what `add` shows. The label is for the eye only; what `add` shows has an
/// accessible name of its own.
pub fn row<R>(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui);
    ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.x = theme.spacing.s;
        let (rect, _) = ui.allocate_exact_size(vec2(LABEL_WIDTH, ROW_HEIGHT), Sense::hover());
        let font = FontId::proportional(13.0);
        let galley = elided(ui, label, font, theme.palette.weak, LABEL_WIDTH);
        let at = pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, theme.palette.weak);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
    })
    .inner
}

/// `text` on one line, cut with "…" at `width` points.
#[must_use]
pub fn elided(ui: &Ui, text: &str, font: FontId, colour: Color32, width: f32) -> Arc<Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(visible(text).into_owned(), font, colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(1.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// A button that is one of several to choose from, with an optional badge before its title and the key that does the
/// same after it. Named by its title.
pub fn choice(
    ui: &mut Ui,
    width: f32,
    selected: bool,
    mark: Option<(&str, Color32)>,
    title: &str,
    key: &str,
) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW_HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, title));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let c = theme.palette;
    let look = ui.style().interact(&response);
    let (fill, edge) = if selected {
        (c.selection, Stroke::new(1.5, c.focus))
    } else {
        (look.weak_bg_fill, Stroke::new(1.0, c.line))
    };
    let edge = if response.has_focus() {
        Stroke::new(2.0, c.focus)
    } else {
        edge
    };
    ui.painter()
        .rect(rect, theme.radius.medium, fill, edge, StrokeKind::Inside);
    let mut left = rect.left() + theme.spacing.s + theme.spacing.xs;
    if let Some((letters, colour)) = mark {
        let colour = crate::app::theme::readable_on(colour, &[fill], c.text);
        let frame = Rect::from_center_size(pos2(left + 9.0, rect.center().y), vec2(18.0, 17.0));
        paint_badge(ui.painter(), frame, letters, colour, theme);
        left = frame.right() + theme.spacing.s + theme.spacing.xs;
    }
    let mut right = rect.right() - theme.spacing.s - theme.spacing.xs;
    if !key.is_empty() {
        let at = pos2(right, rect.center().y);
        let font = FontId::proportional(theme.type_sizes.small);
        let shown = ui.painter().text(at, Align2::RIGHT_CENTER, key, font, c.weak);
        right = shown.left() - theme.spacing.s;
    }
    let galley = elided(ui, title, FontId::proportional(13.0), c.text, right - left);
    let at = pos2(left, rect.center().y - galley.size().y / 2.0);
    let cut = galley.elided;
    ui.painter().galley(at, galley, c.text);
    if cut {
        response.on_hover_text(title)
    } else {
        response
    }
}

/// A button that opens a menu below it, with an arrow that says so. The arrow is painted: the fonts have none.
pub fn drop_down(ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui)) -> Response {
    let response = ui.menu_button(format!("{title}     "), content).response;
    paint_drop(ui, response.rect);
    response
}

/// Paints the arrow of a menu at the right of a button with room for it.
pub fn paint_drop(ui: &Ui, button: Rect) {
    let centre = pos2(button.right() - 11.0, button.center().y);
    let points = vec![
        centre + vec2(-4.0, -2.0),
        centre + vec2(4.0, -2.0),
        centre + vec2(0.0, 3.0),
    ];
    let colour = Theme::of(ui).palette.weak;
    ui.painter()
        .add(egui::Shape::convex_polygon(points, colour, Stroke::NONE));
}

/// How many columns of choices of at least `least` points fit side by side, and how wide each is.
#[must_use]
pub fn choice_columns(ui: &Ui, least: f32) -> (usize, f32) {
    let gap = Theme::of(ui).spacing.s;
    let width = ui.available_width();
    let columns = ((width + gap) / (least + gap)).floor().clamp(1.0, 4.0);
    (
        columns as usize,
        ((width - gap * (columns - 1.0)) / columns).max(40.0),
    )
}

/// Paints how much of something is done, 0 to 1, into `rect`.
pub fn share_bar(painter: &egui::Painter, rect: Rect, share: f32, colour: Color32, theme: &Theme) {
    let round = rect.height() / 2.0;
    painter.rect_filled(rect, round, theme.palette.line);
    let share = if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    };
    if share > 0.0 {
        let width = (rect.width() * share).max(rect.height());
        painter.rect_filled(rect.with_max_x(rect.left() + width), round, colour);
    }
}

/// A bar that shows `share` (0 to 1) in words too, named `name`.
pub fn meter(ui: &mut Ui, name: &str, share: f32, hint: &str) -> Response {
    let theme = Theme::of(ui);
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW_HEIGHT), Sense::hover());
    let words = format!("{share:.2}");
    let font = FontId::proportional(13.0);
    let at = pos2(rect.right(), rect.center().y);
    let shown = ui
        .painter()
        .text(at, Align2::RIGHT_CENTER, &words, font, theme.palette.text);
    let bar = Rect::from_x_y_ranges(
        rect.left()..=(shown.left() - theme.spacing.m).max(rect.left() + 8.0),
        rect.center().y - 3.0..=rect.center().y + 3.0,
    );
    share_bar(ui.painter(), bar, share, theme.palette.accent, theme);
    response.widget_info(|| WidgetInfo::labeled(Role::Meter, true, format!("{name}: {words}")));
    response.on_hover_text(hint)
}
