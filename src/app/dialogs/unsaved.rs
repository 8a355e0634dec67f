//! Asks what to do with unsaved work before something would lose it.

use eframe::egui::Context;

use super::DialogResult;
use super::parts::{FirstFocus, Pressed, Shape, buttons};

/// The dialog. Save has the keyboard at first; Esc goes back to work.
#[derive(Clone, Debug)]
pub struct Unsaved {
    project: String,
    focus: FirstFocus,
}

/// What to do with unsaved work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsavedChoice {
    /// Save, then go on.
    Save,
    /// Go on without saving.
    Discard,
}

impl Unsaved {
    /// About the project of this name.
    #[must_use]
    pub fn new(project: impl Into<String>) -> Self {
        Self {
            project: project.into(),
            focus: FirstFocus::default(),
        }
    }

    /// Shows it for this frame.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<UnsavedChoice> {
        Shape::new("Save changes?", 440.0).show(ctx, |ui, theme| {
            ui.label(format!("“{}” has changes that are not saved.", self.project));
            let bar = buttons("Save").other("Discard changes");
            match bar.show(ui, theme, Some(&mut self.focus)) {
                Some(Pressed::Main) => DialogResult::Done(UnsavedChoice::Save),
                Some(Pressed::Other) => DialogResult::Done(UnsavedChoice::Discard),
                Some(Pressed::Cancel) => DialogResult::Cancelled,
                None => DialogResult::Open,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialogs::testing::{self, Running};
    use eframe::egui::Key;
    use egui_kittest::kittest::Queryable as _;

    fn harness() -> testing::Harness<Unsaved, UnsavedChoice> {
        testing::harness(Running::new(Unsaved::new("Port Vale"), Unsaved::show))
    }

    #[test]
    fn save_has_the_keyboard() {
        let mut harness = harness();
        assert!(harness.get_by_label("Save").is_focused());
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done(UnsavedChoice::Save));
    }

    #[test]
    fn other_answers() {
        let check = |label: &str, expected: DialogResult<UnsavedChoice>| {
            let mut harness = harness();
            harness.get_by_label(label).click();
            harness.run();
            assert_eq!(harness.state().result, expected, "{label}");
        };
        check("Discard changes", DialogResult::Done(UnsavedChoice::Discard));
        check("Cancel", DialogResult::Cancelled);
    }

    #[test]
    fn enter_on_another_button_is_that_button() {
        let mut harness = harness();
        harness.get_by_label("Discard changes").focus();
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done(UnsavedChoice::Discard));
    }

    #[test]
    fn escape_goes_back() {
        let mut harness = harness();
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Cancelled);
    }
}
