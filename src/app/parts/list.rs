//! A list of rows of equal height of which only the visible ones are drawn. It is one stop for Tab; arrows, Page up,
//! Page down, Home and End move within it, Enter opens.

use eframe::egui;
use egui::accesskit::Role;
use egui::{
    EventFilter, Id, Key, Modifiers, Rect, Response, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

/// Where the list is.
#[derive(Debug, Default)]
pub struct ListState {
    /// The row that the keyboard is at.
    pub cursor: usize,
    reveal: bool,
    take_keyboard: bool,
    offset: f32,
    height: f32,
}

impl ListState {
    /// Goes to a row and scrolls it into view.
    pub const fn go_to(&mut self, index: usize) {
        self.cursor = index;
        self.reveal = true;
    }

    /// Gives the list the keyboard when it is next shown.
    pub const fn focus(&mut self) {
        self.take_keyboard = true;
    }
}

/// What is to be shown.
#[derive(Clone, Debug)]
pub struct List {
    /// Identity.
    pub id: Id,
    /// Name for screen readers.
    pub name: String,
    /// Height of each row in points.
    pub row_height: f32,
    /// Number of rows.
    pub count: usize,
}

/// A row that is to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// Which, from 0.
    pub index: usize,
    /// Where.
    pub rect: Rect,
    /// Whether the keyboard is at it.
    pub at_cursor: bool,
}

impl List {
    /// Shows the list in all the space that is left. `draw` draws a row and answers with its response; rows sense clicks
    /// but do not take the keyboard. Returns the row to open, by click or Enter.
    pub fn show(
        self,
        ui: &mut Ui,
        state: &mut ListState,
        mut draw: impl FnMut(&mut Ui, Slot) -> Response,
    ) -> Option<usize> {
        state.cursor = state.cursor.min(self.count.saturating_sub(1));
        let space = ui.available_rect_before_wrap();
        let whole = ui.interact(space, self.id, Sense::focusable_noninteractive());
        whole.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, &self.name));
        if std::mem::take(&mut state.take_keyboard) {
            whole.request_focus();
        }
        let focused = whole.has_focus();
        let mut opened = None;
        if focused && self.count > 0 {
            self.keys(ui, state, &mut opened);
        }

        let mut area = ScrollArea::vertical().id_salt(self.id).auto_shrink(false);
        if std::mem::take(&mut state.reveal) {
            let top = state.cursor as f32 * self.row_height;
            let last = (top + self.row_height - state.height).max(0.0);
            area = area.vertical_scroll_offset(state.offset.clamp(last.min(top), top));
        }
        let inside = UiBuilder::new().accessibility_parent(self.id);
        let shown = ui.scope_builder(inside, |ui| {
            area.show_viewport(ui, |ui, viewport| {
                let width = ui.available_width();
                ui.set_height(self.row_height * self.count as f32);
                ui.set_width(width);
                let origin = ui.max_rect().left_top();
                let first = (viewport.top() / self.row_height).floor().max(0.0) as usize;
                let past = ((viewport.bottom() / self.row_height).ceil().max(0.0) as usize).min(self.count);
                for index in first..past {
                    let top = pos2(origin.x, origin.y + index as f32 * self.row_height);
                    let rect = Rect::from_min_size(top, vec2(width, self.row_height));
                    let at_cursor = focused && index == state.cursor;
                    let row = draw(
                        ui,
                        Slot {
                            index,
                            rect,
                            at_cursor,
                        },
                    );
                    if at_cursor {
                        // What a screen reader reads out while the list has the keyboard.
                        ui.ctx().accesskit_node_builder(self.id, |node| {
                            node.set_active_descendant(row.id.accesskit_id());
                        });
                    }
                    if row.clicked() {
                        state.cursor = index;
                        opened = Some(index);
                    }
                }
            })
        });
        let output = shown.inner;
        state.offset = output.state.clamped_offset().y;
        state.height = output.inner_rect.height();
        opened
    }

    fn keys(&self, ui: &Ui, state: &mut ListState, opened: &mut Option<usize>) {
        let filter = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(self.id, filter));
        let page = ((state.height / self.row_height) as usize)
            .saturating_sub(1)
            .max(1);
        let last = self.count - 1;
        let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let before = state.cursor;
        let mut cursor = before + pressed(Key::ArrowDown) + page * pressed(Key::PageDown);
        cursor = cursor.saturating_sub(pressed(Key::ArrowUp) + page * pressed(Key::PageUp));
        if pressed(Key::Home) > 0 {
            cursor = 0;
        }
        if pressed(Key::End) > 0 {
            cursor = last;
        }
        cursor = cursor.min(last);
        if cursor != before {
            state.go_to(cursor);
        }
        if pressed(Key::Enter) > 0 {
            *opened = Some(cursor);
        }
    }
}
