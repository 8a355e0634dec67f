//! Asks for a line of text (a name).

use eframe::egui;
use egui::{Context, TextEdit};

use super::DialogResult;
use super::parts::{FirstFocus, Pressed, Shape, buttons, text_field};

/// The dialog.
#[derive(Clone, Debug)]
pub struct TextInput {
    title: String,
    explanation: String,
    label: String,
    text: String,
    needed: bool,
    focus: FirstFocus,
}

impl TextInput {
    /// `label` names the field, `text` is in it at first.
    #[must_use]
    pub fn line(
        title: impl Into<String>,
        explanation: impl Into<String>,
        label: impl Into<String>,
        text: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            explanation: explanation.into(),
            label: label.into(),
            text: text.into(),
            needed: false,
            focus: FirstFocus::default(),
        }
    }

    /// An empty answer is not taken.
    #[must_use]
    pub fn needed(mut self) -> Self {
        self.needed = true;
        self
    }

    /// Shows it for this frame. The answer has no white space around it.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<String> {
        Shape::new(&self.title, 460.0).show(ctx, |ui, theme| {
            if !self.explanation.is_empty() {
                ui.label(&self.explanation);
                ui.add_space(theme.spacing.s);
            }
            let response = text_field(ui, &self.label, &mut self.text);
            if self.focus.pending() {
                self.focus.give(&response);
                select_all(ui, response.id, &self.text);
            }
            let answer = self.text.trim();
            let bar = buttons("OK").enabled(!self.needed || !answer.is_empty());
            match bar.show(ui, theme, None) {
                Some(Pressed::Main) => DialogResult::Done(answer.to_owned()),
                Some(_) => DialogResult::Cancelled,
                None => DialogResult::Open,
            }
        })
    }
}

/// Selects what is in a text field, so that typing replaces it.
pub fn select_all(ctx: &Context, field: egui::Id, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = TextEdit::load_state(ctx, field).unwrap_or_default();
    let all = CCursorRange::two(CCursor::default(), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    TextEdit::store_state(ctx, field, state);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialogs::testing::{self, Running};
    use egui::Key;
    use egui_kittest::kittest::Queryable as _;

    fn harness(dialog: TextInput) -> testing::Harness<TextInput, String> {
        testing::harness(Running::new(dialog, TextInput::show))
    }

    #[test]
    fn typing_replaces_what_was_there_and_enter_takes_it() {
        let mut harness = harness(TextInput::line(
            "Reviewer name",
            "Recorded with decisions.",
            "Name",
            "Old",
        ));
        assert!(harness.get_by_label("Name").is_focused());
        harness.get_by_label("Name").type_text("  Imre Tal ");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done("Imre Tal".into()));
    }

    #[test]
    fn a_needed_answer_is_waited_for() {
        let mut harness = harness(TextInput::line("Reviewer name", "", "Name", "").needed());
        harness.key_press(Key::Enter);
        harness.run();
        assert!(harness.state().result.is_open());
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Cancelled);
    }
}
