//! What dialogs are made of: the frame, the button bar, fields with a label, key caps.

use eframe::egui;
use egui::{
    Button, Color32, Context, Frame, Key, Modal, Modifiers, Response, RichText, Sense, Stroke, Ui, vec2,
};

use super::DialogResult;
use crate::app::theme::Theme;

/// Gives the keyboard to the right widget when a dialog opens.
#[derive(Clone, Copy, Debug, Default)]
pub struct FirstFocus {
    given: bool,
}

impl FirstFocus {
    /// Focuses `response` the first time it is called.
    pub fn give(&mut self, response: &Response) {
        if !self.given {
            self.given = true;
            response.request_focus();
        }
    }

    /// Whether it is still to be given.
    pub const fn pending(self) -> bool {
        !self.given
    }
}

/// How a dialog stands in the window.
#[derive(Clone, Copy)]
pub struct Shape<'a> {
    /// Heading, and the dialog's name for screen readers; unique among open dialogs.
    pub title: &'a str,
    /// Width in points, if the window is wide enough.
    pub width: f32,
    /// Whether a click beside it closes it. Only for dialogs in which nothing can be lost.
    pub click_beside: bool,
    /// Near the top of the window instead of the middle, so that it does not jump while its list shrinks.
    pub at_top: bool,
}

impl<'a> Shape<'a> {
    pub const fn new(title: &'a str, width: f32) -> Self {
        Self {
            title,
            width,
            click_beside: false,
            at_top: false,
        }
    }

    /// Shows the frame with its heading; `content` says what the user did. Esc cancels.
    pub fn show<T>(
        self,
        ctx: &Context,
        content: impl FnOnce(&mut Ui, &'static Theme) -> DialogResult<T>,
    ) -> DialogResult<T> {
        let theme = Theme::of_ctx(ctx);
        let screen = ctx.content_rect();
        let margin = theme.spacing.l;
        let id = egui::Id::unique(("dialog", self.title));
        let mut area = Modal::default_area(id);
        if self.at_top {
            area = area.anchor(
                egui::Align2::CENTER_TOP,
                vec2(0.0, (screen.height() * 0.12).floor()),
            );
        }
        let frame = Frame::popup(&ctx.global_style())
            .fill(theme.palette.panel)
            .corner_radius(theme.radius.large)
            .inner_margin(margin);
        let modal = Modal::new(id)
            .area(area)
            .frame(frame)
            .backdrop_color(theme.palette.backdrop);
        let response = modal.show(ctx, |ui| {
            ui.set_width(self.width.min(screen.width() - 4.0 * margin).max(120.0).floor());
            // Else the dialog offers its body the height it had before, and grows over several frames.
            ui.set_max_height(screen.height());
            let named = egui::UiBuilder::new().accessibility_label(self.title);
            ui.scope_builder(named, |ui| {
                ui.heading(self.title);
                ui.add_space(theme.spacing.s);
                content(ui, theme)
            })
            .inner
        });
        let escape = response.is_top_modal
            && !response.any_popup_open
            && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
        let beside = self.click_beside && response.backdrop_response.clicked();
        match response.inner {
            DialogResult::Open if escape || beside => DialogResult::Cancelled,
            result => result,
        }
    }
}

/// Height for a scrolling body: `wanted`, or what is left of the window beside `others` points of other content.
pub fn rows(ui: &Ui, wanted: f32, others: f32) -> f32 {
    wanted.min(ui.ctx().content_rect().height() - others).max(48.0)
}

/// A body that scrolls when it is higher than the window allows. `others`: height of everything else, in points.
pub fn scroll<R>(ui: &mut Ui, others: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    egui::ScrollArea::vertical()
        .max_height(rows(ui, f32::INFINITY, others))
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            content(ui)
        })
        .inner
}

/// A body of one height whatever is in it, for dialogs whose content comes while they are open: nothing moves under the
/// mouse. `wanted` as far as the window allows beside `others` points of other content.
pub fn steady<R>(ui: &mut Ui, wanted: f32, others: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let height = rows(ui, wanted, others);
    egui::ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            content(ui)
        })
        .inner
}

/// What the buttons of a dialog offer.
pub struct Buttons<'a> {
    main: &'a str,
    enabled: bool,
    other: Option<&'a str>,
    cancel: &'a str,
    multiline: bool,
}

/// Which button was pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    Main,
    Other,
    Cancel,
}

/// A button bar with `main` as the main button, and Cancel.
pub const fn buttons(main: &str) -> Buttons<'_> {
    Buttons {
        main,
        enabled: true,
        other: None,
        cancel: "Cancel",
        multiline: false,
    }
}

impl<'a> Buttons<'a> {
    /// Whether the main button can be pressed.
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// A third choice, at the left.
    pub const fn other(mut self, other: &'a str) -> Self {
        self.other = Some(other);
        self
    }

    /// Without Cancel (`""`), or with another word for it.
    pub const fn cancel(mut self, cancel: &'a str) -> Self {
        self.cancel = cancel;
        self
    }

    /// Enter makes new lines in this dialog; Ctrl+Enter presses the main button.
    pub const fn multiline(mut self) -> Self {
        self.multiline = true;
        self
    }

    /// Shows the bar, and takes Enter for the main button unless another button has the keyboard. With `focus`, the main
    /// button gets the keyboard.
    pub fn show(self, ui: &mut Ui, theme: &Theme, focus: Option<&mut FirstFocus>) -> Option<Pressed> {
        ui.add_space(theme.spacing.m);
        let mut pressed = None;
        let mut others_focused = false;
        let mut press = |response: &Response, button| {
            if response.clicked() {
                pressed = Some(button);
            }
        };
        let row = egui::Layout::right_to_left(egui::Align::Center).with_main_wrap(false);
        ui.allocate_ui_with_layout(
            vec2(ui.available_width(), ui.spacing().interact_size.y),
            row,
            |ui| {
                let mut main = main_button(ui, theme, self.main, self.enabled);
                if self.multiline {
                    main = main.on_hover_text(if ui.os().is_mac() {
                        "Command+Enter"
                    } else {
                        "Ctrl+Enter"
                    });
                }
                press(&main, Pressed::Main);
                if let Some(focus) = focus {
                    focus.give(&main);
                }
                let mut plain = |ui: &mut Ui, text: &str, button| {
                    let response = ui.button(text);
                    others_focused |= response.has_focus();
                    press(&response, button);
                };
                if !self.cancel.is_empty() {
                    plain(ui, self.cancel, Pressed::Cancel);
                }
                if let Some(other) = self.other {
                    plain(ui, other, Pressed::Other);
                }
            },
        );
        let modifiers = if self.multiline {
            Modifiers::COMMAND
        } else {
            Modifiers::NONE
        };
        let enter = pressed.is_none()
            && self.enabled
            && !others_focused
            && ui.input_mut(|i| i.consume_key(modifiers, Key::Enter));
        let pressed = if enter { Some(Pressed::Main) } else { pressed };
        if pressed.is_some() {
            // What was pressed may change what stands above, which is painted already.
            ui.ctx().request_repaint();
        }
        pressed
    }
}

/// The button that Enter presses: filled with the accent, with a ring of its own when it has the keyboard.
fn main_button(ui: &mut Ui, theme: &Theme, text: &str, enabled: bool) -> Response {
    let button = Button::new(RichText::new(text).color(theme.palette.accent_text))
        .fill(theme.palette.accent)
        .stroke(Stroke::new(1.0, theme.palette.accent));
    let response = ui.add_enabled(enabled, button);
    focus_ring(ui, theme, &response);
    response
}

/// Paints the focus ring around what has the keyboard, clear of its edge.
pub fn focus_ring(ui: &Ui, theme: &Theme, response: &Response) {
    if response.has_focus() {
        ui.painter().rect_stroke(
            response.rect.expand(2.0),
            theme.radius.medium + 2.0,
            Stroke::new(2.0, theme.palette.focus),
            egui::StrokeKind::Outside,
        );
    }
}

/// A label and, below it, what it names.
pub fn field(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui) -> Response) -> Response {
    let label = ui.label(label);
    add(ui).labelled_by(label.id)
}

/// A text field of one line with a label above it.
pub fn text_field(ui: &mut Ui, label: &str, text: &mut String) -> Response {
    field(ui, label, |ui| {
        ui.add(egui::TextEdit::singleline(text).desired_width(f32::INFINITY))
    })
}

/// The name of a key, framed like a key.
pub fn key_cap(ui: &mut Ui, theme: &Theme, name: &str) -> Response {
    Frame::new()
        .fill(theme.palette.control)
        .stroke(Stroke::new(1.0, theme.palette.line))
        .corner_radius(theme.radius.small)
        .inner_margin(egui::Margin::symmetric(5, 1))
        .show(ui, |ui| {
            ui.label(RichText::new(name).size(theme.type_sizes.small))
        })
        .response
}

/// Text cut at `width` with an ellipsis, laid out.
pub fn cut(ui: &Ui, text: &str, size: f32, colour: Color32, width: f32) -> std::sync::Arc<egui::Galley> {
    let text = RichText::new(text).size(size).color(colour);
    egui::WidgetText::from(text).into_galley(
        ui,
        Some(egui::TextWrapMode::Truncate),
        width.max(8.0),
        egui::TextStyle::Body,
    )
}

/// Senses clicks without being a stop for Tab: rows of a list are walked with arrows.
pub const CLICK_ONLY: Sense = Sense::CLICK;
