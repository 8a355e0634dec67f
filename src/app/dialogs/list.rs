//! A list of rows to walk with arrows while a text field keeps the keyboard. Only visible rows cost anything.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect, Response, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::parts::{CLICK_ONLY, cut};
use crate::app::theme::Theme;

/// A row as it is painted and as screen readers hear it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a> {
    /// A letter or mark before the text.
    pub lead: &'a str,
    /// The text.
    pub text: &'a str,
    /// Of second rank, at the right.
    pub detail: &'a str,
    /// Whether it cannot be picked.
    pub disabled: bool,
    /// With a tick box, ticked or not.
    pub ticked: Option<bool>,
}

/// What happened to a list in a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListOutput {
    /// The row that was clicked.
    pub clicked: Option<usize>,
    /// The row that was clicked twice.
    pub double_clicked: Option<usize>,
}

/// A list of rows of the same height, one of them current.
#[derive(Clone, Copy, Debug, Default)]
pub struct List {
    /// Index of the current row.
    pub current: usize,
    /// Do not mark the current row: Enter means something else.
    pub unmarked: bool,
    /// Scroll to the current row in the next frame.
    reveal: bool,
}

impl List {
    /// Moves the current row by the arrow and page keys pressed in this frame, and takes those keys. Call before the
    /// text field that has the keyboard. True if there were any.
    pub fn keys(&mut self, ui: &Ui, len: usize) -> bool {
        const PAGE: usize = 8;
        let last = len.saturating_sub(1);
        let (down, up) = ui.input_mut(|input| {
            let mut pressed = |key| input.count_and_consume_key(Modifiers::NONE, key);
            let down = pressed(Key::ArrowDown) + PAGE * pressed(Key::PageDown);
            (down, pressed(Key::ArrowUp) + PAGE * pressed(Key::PageUp))
        });
        let moved = down + up > 0;
        if moved {
            self.current = (self.current + down).min(last).saturating_sub(up);
            self.reveal = true;
        }
        moved
    }

    /// Makes `row` the current one and scrolls to it.
    pub fn go_to(&mut self, row: usize) {
        self.current = row;
        self.reveal = true;
    }

    /// Shows a row for each line: its text, and its detail at the right.
    pub fn show_lines(
        &mut self,
        ui: &mut Ui,
        name: &str,
        lines: &[(String, String)],
        height: f32,
    ) -> ListOutput {
        self.show(ui, name, lines.len(), height, None, |i| {
            let (text, detail) = lines.get(i).map_or(("", ""), |(text, detail)| (text, detail));
            Row {
                text,
                detail,
                ..Row::default()
            }
        })
    }

    /// Shows `len` rows, at most `height` points of them at a time. `owner`, the field that has the keyboard, tells
    /// screen readers which row is current.
    pub fn show<'a>(
        &mut self,
        ui: &mut Ui,
        name: &str,
        len: usize,
        height: f32,
        owner: Option<&Response>,
        row: impl Fn(usize) -> Row<'a>,
    ) -> ListOutput {
        self.current = self.current.min(len.saturating_sub(1));
        let theme = Theme::of(ui);
        let row_height = (ui.spacing().interact_size.y + theme.spacing.xs).round();
        let mut output = ListOutput::default();
        egui::ScrollArea::vertical()
            .id_salt(name)
            .max_height(height)
            .auto_shrink([false, true])
            .show_viewport(ui, |ui, viewport| {
                let width = ui.available_width();
                let (all, _) =
                    ui.allocate_exact_size(vec2(width, row_height * len as f32), egui::Sense::hover());
                let place = |i: usize| {
                    let top = all.top() + row_height * i as f32;
                    Rect::from_min_size(pos2(all.left(), top), vec2(width, row_height))
                };
                if std::mem::take(&mut self.reveal) && len > 0 {
                    ui.scroll_to_rect(place(self.current), None);
                }
                let first = (viewport.top() / row_height).floor().max(0.0) as usize;
                let end = ((viewport.bottom() / row_height).ceil().max(0.0) as usize).min(len);
                for i in first..end {
                    let current = i == self.current && !self.unmarked;
                    let response = paint(ui, theme, place(i), &row(i), (name, i), current);
                    if current && let Some(owner) = owner {
                        ui.accesskit_node_builder(owner.id, |node| {
                            node.set_active_descendant(response.id.accesskit_id());
                        });
                    }
                    if response.clicked() {
                        output.clicked = Some(i);
                        self.current = i;
                    }
                    if response.double_clicked() {
                        output.double_clicked = Some(i);
                    }
                }
            });
        output
    }
}

fn paint(ui: &Ui, theme: &Theme, rect: Rect, row: &Row<'_>, salt: (&str, usize), current: bool) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(salt), CLICK_ONLY);
    response.widget_info(|| {
        let parts = [row.lead, row.text, row.detail]
            .into_iter()
            .filter(|part| !part.is_empty());
        let name = parts.collect::<Vec<_>>().join(", ");
        let selected = row.ticked.unwrap_or(current);
        WidgetInfo::selected(Role::ListBoxOption, !row.disabled, selected, name)
    });

    let c = &theme.palette;
    let painter = ui.painter();
    let inner = rect.shrink2(vec2(1.0, 1.0));
    if current {
        painter.rect_filled(inner, theme.radius.medium, c.selection);
    } else if response.hovered() && !row.disabled {
        painter.rect_filled(inner, theme.radius.medium, c.control_hovered);
    }
    let ink = if row.disabled {
        ui.visuals().disable(c.text)
    } else {
        c.text
    };
    let quiet = match (row.disabled, current) {
        (true, _) => ink,
        (false, true) => c.text,
        (false, false) => c.weak,
    };
    let size = theme.type_sizes.body;
    let mut left = rect.left() + theme.spacing.m;
    let middle = |height: f32| rect.center().y - height / 2.0;
    if let Some(ticked) = row.ticked {
        let box_width = ui.spacing().icon_width;
        let tick = Rect::from_min_size(pos2(left, middle(box_width)), vec2(box_width, box_width));
        painter.rect(
            tick,
            theme.radius.small,
            c.field,
            Stroke::new(1.0, c.field_line),
            egui::StrokeKind::Inside,
        );
        if ticked {
            let at = |x: f32, y: f32| tick.min + vec2(x, y) * box_width;
            let points = vec![at(0.2, 0.52), at(0.42, 0.75), at(0.8, 0.25)];
            painter.add(egui::Shape::line(points, Stroke::new(2.0, c.accent)));
        }
        left += box_width + theme.spacing.m;
    }
    if !row.lead.is_empty() {
        let lead = cut(ui, row.lead, size, quiet, 40.0);
        painter.galley(pos2(left, middle(lead.size().y)), lead, quiet);
        left += 24.0;
    }
    let right = rect.right() - theme.spacing.m;
    let detail = cut(
        ui,
        row.detail,
        theme.type_sizes.small,
        quiet,
        (right - left) * 0.5,
    );
    let detail_width = if row.detail.is_empty() {
        0.0
    } else {
        detail.size().x + theme.spacing.m
    };
    let text = cut(ui, row.text, size, ink, right - left - detail_width);
    painter.galley(pos2(left, middle(text.size().y)), text, ink);
    if !row.detail.is_empty() {
        painter.galley(
            pos2(right - detail.size().x, middle(detail.size().y)),
            detail,
            quiet,
        );
    }
    response
}
