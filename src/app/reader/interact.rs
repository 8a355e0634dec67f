//! Keys and mouse in the reader.

use eframe::egui;
use egui::{Key, PointerButton, Rect, Response, vec2};

use crate::app::command::{ReaderKey, UiCommand};
use crate::app::theme::Theme;
use crate::app::view::{Act, View};
use crate::review::boundary::{Way, snapped};
use crate::review::{Focus, Part};
use crate::text::Span;

use super::layout::{Geometry, lay_out_block};
use super::marks::spoken;
use super::page::Seen;
use super::{Reader, Selection};

impl Reader {
    #[expect(
        clippy::too_many_arguments,
        reason = "one frame's worth of context, passed on once"
    )]
    pub(super) fn handle_keys(
        &mut self,
        ui: &egui::Ui,
        view: &View<'_>,
        theme: &Theme,
        text_size: f32,
        geometry: Geometry,
        keys: &[ReaderKey],
        acts: &mut Vec<Act>,
    ) {
        let Some(article) = view.session.article() else {
            return;
        };
        let line = text_size * theme.type_sizes.reader_line;
        for ReaderKey { key, modifiers } in keys.iter().copied() {
            let focused = view.session.item().and_then(|item| item.body.hull());
            match (key, focused) {
                (Key::Escape, _) => self.escape(view, acts),
                (Key::PageDown, _) => self.scroll_by += self.view_height * 0.85,
                (Key::PageUp, _) => self.scroll_by -= self.view_height * 0.85,
                (Key::ArrowDown, Some(_)) => self.scroll_by += 3.0 * line,
                (Key::ArrowUp, Some(_)) => self.scroll_by -= 3.0 * line,
                (Key::ArrowLeft | Key::ArrowRight, Some(span)) => {
                    let at = if key == Key::ArrowLeft {
                        span.start()
                    } else {
                        span.end()
                    };
                    self.leave_item(view, Selection::at(at), acts);
                }
                (Key::Home | Key::End, _) => {
                    let start = key == Key::Home;
                    let whole = Span::new(0, article.text.as_str().len());
                    let paragraph = Selection::paragraph_at(&article.text, self.selection.head);
                    let paragraph = paragraph.and_then(|p| Span::new(p.anchor, p.head));
                    let span = if modifiers.command { whole } else { paragraph };
                    let Some(span) = span else { continue };
                    let at = if start { span.start() } else { span.end() };
                    self.leave_item(view, self.selection.to(at, modifiers.shift), acts);
                    self.show_cursor();
                }
                (Key::ArrowLeft | Key::ArrowRight, None) => {
                    let way = if key == Key::ArrowLeft {
                        Way::Left
                    } else {
                        Way::Right
                    };
                    self.selection = if modifiers.alt {
                        self.selection.by_character(&article.text, way, modifiers.shift)
                    } else {
                        self.selection.by_word(&article.text, way, modifiers.shift)
                    };
                    self.show_cursor();
                }
                (Key::ArrowUp | Key::ArrowDown, None) => {
                    let head = self.by_row(ui, theme, text_size, geometry, key == Key::ArrowDown);
                    self.selection = self
                        .selection
                        .to(head.unwrap_or(self.selection.head), modifiers.shift);
                    self.show_cursor();
                }
                _ => {}
            }
        }
    }

    /// Takes the letter that picks a source or target. While a pick is on, the shell leaves letters to the window.
    pub(super) fn handle_pick(&mut self, ui: &egui::Ui) {
        let Some(pick) = &self.pick else { return };
        let typed = ui.input(|input| {
            input.events.iter().find_map(|event| match event {
                egui::Event::Text(text) => text.chars().next(),
                _ => None,
            })
        });
        if let Some(choice) = typed.and_then(|letter| pick.choice(letter)) {
            self.picked = Some(choice);
        } else if ui.input(|input| input.key_pressed(Key::Escape)) {
            self.pick = None;
        }
    }

    /// Leaves what is under way, the innermost first.
    fn escape(&mut self, view: &View<'_>, acts: &mut Vec<Act>) {
        if self.pick.take().is_some() {
        } else if self.selection.anchor != self.selection.head {
            self.selection = Selection::at(self.selection.head);
        } else if self.find.take().is_some() {
        } else if let Some(span) = view.session.item().and_then(|item| item.body.hull()) {
            self.leave_item(view, Selection::at(span.start()), acts);
        }
    }

    /// Takes the focus off the item and puts the cursor into the text.
    fn leave_item(&mut self, view: &View<'_>, selection: Selection, acts: &mut Vec<Act>) {
        self.selection = selection;
        if view.session.focus.item.is_some() {
            acts.push(Act::Focus(Focus {
                article: view.session.focus.article.clone(),
                item: None,
            }));
        }
    }

    fn show_cursor(&mut self) {
        self.reveal = Span::new(self.selection.head, self.selection.head + 1);
    }

    /// The byte one row up or down from the cursor.
    fn by_row(
        &self,
        ui: &egui::Ui,
        theme: &Theme,
        text_size: f32,
        geometry: Geometry,
        down: bool,
    ) -> Option<usize> {
        let open = self.open.as_ref()?;
        let block = open.blocks.at(self.selection.head)?;
        let lay = |index| lay_out_block(ui.ctx(), open, theme, text_size, geometry.measure, index);
        let laid = lay(block);
        let caret = laid.caret(self.selection.head);
        let y = if down {
            caret.max.y + caret.height() * 0.5
        } else {
            caret.min.y - caret.height() * 0.5
        };
        if (0.0..laid.size.y).contains(&y) {
            return Some(laid.offset_at(vec2(caret.min.x, y)));
        }
        let next = if down { block + 1 } else { block.checked_sub(1)? };
        (next < open.blocks.spans.len()).then(|| {
            let laid = lay(next);
            let y = if down { 2.0 } else { laid.size.y - 2.0 };
            laid.offset_at(vec2(caret.min.x, y))
        })
    }

    pub(super) fn handle_mouse(
        &mut self,
        ui: &egui::Ui,
        view: &View<'_>,
        theme: &Theme,
        response: &Response,
        seen: &[Seen],
        acts: &mut Vec<Act>,
    ) {
        let Some(article) = view.session.article() else {
            return;
        };
        let pointer = response.interact_pointer_pos().or_else(|| response.hover_pos());
        let place = pointer.and_then(|pos| offset_under(seen, pos));
        self.name_hovered(ui, view, response, place);
        let Some((block, offset)) = place else { return };
        let pressed = response.drag_started_by(PointerButton::Primary)
            || response.clicked_by(PointerButton::Primary)
            || response.clicked_by(PointerButton::Secondary);
        if pressed {
            // Clicking the page takes the keyboard back from fields and buttons.
            ui.memory_mut(egui::Memory::stop_text_input);
            if let Some(id) = ui.memory(egui::Memory::focused) {
                ui.memory_mut(|memory| memory.surrender_focus(id));
            }
        }
        let shift = ui.input(|input| input.modifiers.shift);
        if response.drag_started_by(PointerButton::Primary) {
            let origin = ui
                .input(|input| input.pointer.press_origin())
                .and_then(|pos| offset_under(seen, pos));
            let at = origin.map_or(offset, |(_, at)| at);
            let anchor = if shift { self.selection.anchor } else { at };
            self.leave_item(view, Selection { anchor, head: offset }, acts);
        } else if response.dragged_by(PointerButton::Primary) {
            self.selection.head = offset;
            self.scroll_at_edges(ui, response);
        } else if response.drag_stopped_by(PointerButton::Primary) {
            // A selection by mouse means whole words.
            if let Some(span) = self
                .selected(article)
                .and_then(|span| snapped(&article.text, span))
            {
                self.selection = Selection {
                    anchor: span.start(),
                    head: span.end(),
                };
            }
        } else if response.triple_clicked() {
            if let Some(paragraph) = Selection::paragraph_at(&article.text, offset) {
                self.leave_item(view, paragraph, acts);
            }
        } else if response.double_clicked() {
            if let Some(word) = Selection::word_at(&article.text, offset) {
                self.leave_item(view, word, acts);
            }
        } else if response.clicked_by(PointerButton::Primary) {
            if let Some(choice) = self.pick.as_ref().and_then(|pick| pick.at(offset)) {
                self.picked = Some(choice);
            } else if shift {
                self.leave_item(
                    view,
                    Selection {
                        head: offset,
                        ..self.selection
                    },
                    acts,
                );
            } else {
                self.click(view, block, offset, acts);
            }
        } else if response.clicked_by(PointerButton::Secondary)
            && !self.selected(article).is_some_and(|span| span.contains(offset))
        {
            self.click(view, block, offset, acts);
        }
        Self::menu(view, theme, response, acts);
    }

    /// Focuses what stands at `offset`: the smallest mark, on a further click the next one around it.
    fn click(&mut self, view: &View<'_>, block: usize, offset: usize, acts: &mut Vec<Act>) {
        let marks = self
            .open
            .as_ref()
            .map(|open| open.marks.at(block, offset))
            .unwrap_or_default();
        let current = view.session.focus.item;
        let here = marks
            .iter()
            .position(|mark| Some(mark.item) == current && mark.part == self.part);
        let next = here.map_or(0, |index| (index + 1) % marks.len().max(1));
        let Some(mark) = marks.get(next) else {
            self.leave_item(view, Selection::at(offset), acts);
            return;
        };
        let (item, part) = (mark.item, mark.part);
        self.selection = Selection::at(offset);
        if Some(item) != current {
            acts.push(Act::Focus(Focus {
                article: view.session.focus.article.clone(),
                item: Some(item),
            }));
        }
        if part != Part::Whole || Some(item) == current {
            acts.push(Act::FocusPart(part));
        }
    }

    fn name_hovered(
        &self,
        ui: &egui::Ui,
        view: &View<'_>,
        response: &Response,
        place: Option<(usize, usize)>,
    ) {
        let Some((block, offset)) = place.filter(|_| response.hovered()) else {
            return;
        };
        let over = self
            .open
            .as_ref()
            .map(|open| open.marks.at(block, offset))
            .unwrap_or_default();
        let icon = if over.is_empty() {
            egui::CursorIcon::Text
        } else {
            egui::CursorIcon::PointingHand
        };
        ui.ctx().set_cursor_icon(icon);
        let reason = |id| {
            view.session
                .article()?
                .items
                .get(&id)?
                .origin
                .as_ref()
                .map(|o| o.reason.clone())
        };
        let name_of = |id| {
            let article = view.session.article()?;
            Some(spoken(
                article,
                &view.session.project().scheme,
                article.items.get(&id)?,
            ))
        };
        if let Some(mark) = over.first() {
            let reason = reason(mark.item).unwrap_or_default();
            response.clone().on_hover_ui_at_pointer(|ui| {
                ui.label(name_of(mark.item).unwrap_or_default());
                if !reason.is_empty() {
                    ui.weak(reason);
                }
            });
        }
    }

    fn scroll_at_edges(&mut self, ui: &egui::Ui, response: &Response) {
        let Some(pos) = response.interact_pointer_pos() else {
            return;
        };
        let view = response.rect;
        let past = if pos.y < view.min.y + 16.0 {
            pos.y - view.min.y - 16.0
        } else if pos.y > view.max.y - 16.0 {
            pos.y - view.max.y + 16.0
        } else {
            return;
        };
        self.scroll_by += past.clamp(-40.0, 40.0) * 0.5;
        ui.ctx().request_repaint();
    }

    /// The menu under the right button: everything that keys do here.
    fn menu(view: &View<'_>, theme: &Theme, response: &Response, acts: &mut Vec<Act>) {
        let selected = view.selection.is_some();
        let item = view.session.item();
        response.context_menu(|ui| {
            ui.set_min_width(200.0);
            if item.is_some() && !selected {
                entry(ui, UiCommand::Accept, acts);
                entry(ui, UiCommand::Reject, acts);
                entry(ui, UiCommand::AcceptAllLike, acts);
                ui.separator();
            }
            if item.is_some() || selected {
                let claim = !selected && item.is_some_and(|item| item.body.as_claim().is_some());
                let title = if claim {
                    "Set act"
                } else if selected {
                    "Mark as"
                } else {
                    "Set kind"
                };
                ui.menu_button(title, |ui| {
                    for (number, name) in labels(view, claim).into_iter().enumerate() {
                        let number = number + 1;
                        let command = UiCommand::ALL
                            .iter()
                            .copied()
                            .find(|c| c.label_number() == Some(number));
                        let button = egui::Button::new(name).shortcut_text(number.to_string());
                        if let Some(command) = command
                            && ui.add(button).clicked()
                        {
                            acts.push(Act::Do(command));
                            ui.close();
                        }
                    }
                });
            }
            if selected {
                entry(ui, UiCommand::NewClaim, acts);
                entry(ui, UiCommand::TagAll, acts);
            }
            if let Some(item) = item {
                if item.body.as_claim().is_some() {
                    entry(ui, UiCommand::SetSource, acts);
                    entry(ui, UiCommand::SetVia, acts);
                    entry(ui, UiCommand::SetTarget, acts);
                    entry(ui, UiCommand::AddFigure, acts);
                    entry(ui, UiCommand::Verdict, acts);
                } else if !selected {
                    entry(ui, UiCommand::LinkActor, acts);
                    entry(ui, UiCommand::TagAll, acts);
                }
                entry(ui, UiCommand::Note, acts);
                entry(ui, UiCommand::EditInInspector, acts);
            }
            ui.separator();
            entry(ui, UiCommand::SwitchZone, acts);
            entry(ui, UiCommand::SuggestAgain, acts);
            ui.add_space(theme.spacing.xs);
        });
    }
}

/// One command in the menu.
fn entry(ui: &mut egui::Ui, command: UiCommand, acts: &mut Vec<Act>) {
    let button = egui::Button::new(command.title()).shortcut_text(command.key(ui.os().is_mac()));
    if ui.add(button).on_hover_text(command.tip()).clicked() {
        acts.push(Act::Do(command));
        ui.close();
    }
}

/// What the number keys set: the kinds, on a claim the acts.
fn labels(view: &View<'_>, claim: bool) -> Vec<String> {
    if claim {
        crate::annotation::Act::ALL
            .iter()
            .map(|act| act.title().to_owned())
            .collect()
    } else {
        view.session
            .project()
            .scheme
            .kinds
            .iter()
            .map(|kind| kind.title.clone())
            .collect()
    }
}

/// The block and byte under `pos`; beside a block counts as on it.
fn offset_under(seen: &[Seen], pos: egui::Pos2) -> Option<(usize, usize)> {
    let distance = |rect: Rect| (rect.min.y - pos.y).max(pos.y - rect.max.y).max(0.0);
    let block = seen
        .iter()
        .min_by(|a, b| distance(a.rect).total_cmp(&distance(b.rect)))?;
    Some((block.index, block.laid.offset_at(pos - block.rect.min)))
}
