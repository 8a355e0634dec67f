//! Makes an article of pasted text.

use eframe::egui;
use egui::{Context, Event, Response, TextEdit, Ui};

use super::parts::{FirstFocus, Pressed, Shape, buttons, field, rows, text_field};
use super::{DialogResult, text_size};
use crate::app::theme::Theme;

/// Up to this many bytes the text can be edited here. A text field lays out all of its text at once, which takes seconds
/// for megabytes; longer text is taken as it is.
const EDITABLE: usize = 200_000;
/// How much of a longer text is shown, in characters.
const GLIMPSE: usize = 1_500;

/// The dialog.
#[derive(Clone, Debug, Default)]
pub struct Paste {
    title: String,
    text: String,
    focus: FirstFocus,
}

/// What was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// The title; may be empty.
    pub title: String,
    /// The text, not blank.
    pub text: String,
}

impl Paste {
    /// With text that was pasted already; may be empty.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Shows it for this frame.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<Pasted> {
        Shape::new("Paste article", 640.0).show(ctx, |ui, theme| {
            let title = text_field(ui, "Title (optional)", &mut self.title);
            if self.text.len() > EDITABLE {
                self.glimpse(ui, theme);
                self.focus.give(&title);
            } else {
                let text = self.editor(ui);
                self.focus.give(if self.text.is_empty() { &text } else { &title });
            }
            let main = buttons("Add article")
                .enabled(!self.text.trim().is_empty())
                .multiline();
            match main.show(ui, theme, None) {
                Some(Pressed::Main) => DialogResult::Done(Pasted {
                    title: self.title.trim().to_owned(),
                    text: std::mem::take(&mut self.text),
                }),
                Some(_) => DialogResult::Cancelled,
                None => DialogResult::Open,
            }
        })
    }

    fn editor(&mut self, ui: &mut Ui) -> Response {
        self.take_long_paste(ui);
        field(ui, "Text", |ui| {
            let height = rows(ui, 320.0, 240.0);
            egui::ScrollArea::vertical()
                .max_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    let size = egui::vec2(ui.available_width(), height - 4.0);
                    ui.add(
                        TextEdit::multiline(&mut self.text)
                            .desired_width(f32::INFINITY)
                            .min_size(size),
                    )
                })
                .inner
        })
    }

    /// Text too long for the editor goes past it.
    fn take_long_paste(&mut self, ui: &Ui) {
        ui.input_mut(|input| {
            input.events.retain_mut(|event| match event {
                Event::Paste(text) if self.text.len() + text.len() > EDITABLE => {
                    self.text.push_str(text);
                    false
                }
                _ => true,
            });
        });
    }

    fn glimpse(&mut self, ui: &mut Ui, theme: &Theme) {
        let shown: String = self.text.chars().take(GLIMPSE).collect();
        ui.add_space(theme.spacing.s);
        ui.label(format!(
            "{} of text, too long to edit here. It starts:",
            text_size(self.text.len())
        ));
        let height = rows(ui, 240.0, 300.0);
        egui::ScrollArea::vertical()
            .max_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.weak(shown + " …");
            });
        if ui.button("Remove this text").clicked() {
            self.text.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialogs::testing::{self, Running};
    use egui::{Key, Modifiers};
    use egui_kittest::kittest::Queryable as _;

    fn harness(text: &str) -> testing::Harness<Paste, Pasted> {
        testing::harness(Running::new(Paste::new(text), Paste::show))
    }

    #[test]
    fn typed_text_becomes_an_article() {
        let mut harness = harness("");
        assert!(harness.get_by_label("Text").is_focused());
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        harness.run();
        assert!(harness.state().result.is_open(), "nothing to add yet");
        harness.get_by_label("Text").type_text("Ships met off Port Vale.");
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert!(harness.state().result.is_open(), "Enter makes a new line");
        harness.get_by_label("Title (optional)").focus();
        harness.run();
        harness.get_by_label("Title (optional)").type_text(" Ships ");
        harness.run();
        harness.get_by_label("Add article").click();
        harness.run();
        let expected = Pasted {
            title: "Ships".into(),
            text: "Ships met off Port Vale.\n".into(),
        };
        assert_eq!(harness.state().result, DialogResult::Done(expected));
    }

    #[test]
    fn long_text_is_taken_whole() {
        let long = "Rain fell on Ostrava Bay. ".repeat(20_000);
        let mut harness = harness("");
        harness.event(Event::Paste(long.clone()));
        harness.run();
        harness.get_by_label_contains("too long to edit here");
        harness.get_by_label("Add article").click();
        harness.run();
        assert_eq!(
            harness.state().result,
            DialogResult::Done(Pasted {
                title: String::new(),
                text: long
            })
        );
    }

    #[test]
    fn escape_cancels() {
        let mut harness = harness("Words.");
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Cancelled);
    }
}
