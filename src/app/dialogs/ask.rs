//! Asks for one of two answers, with what it is about in a list.

use eframe::egui::Context;

use super::parts::{FirstFocus, Pressed, Shape, buttons, rows};
use super::{DialogResult, List};

/// The dialog. The main answer has the keyboard at first.
#[derive(Clone, Debug)]
pub struct Ask {
    title: String,
    explanation: String,
    lines: Vec<(String, String)>,
    main: String,
    other: String,
    cancel: &'static str,
    list: List,
    focus: FirstFocus,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// The main one.
    Main,
    /// The other one.
    Other,
}

impl Ask {
    /// `lines`: what it is about, each with a detail (may be empty).
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        explanation: impl Into<String>,
        lines: Vec<(String, String)>,
        main: impl Into<String>,
        other: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            explanation: explanation.into(),
            lines,
            main: main.into(),
            other: other.into(),
            cancel: "Cancel",
            list: List::default(),
            focus: FirstFocus::default(),
        }
    }

    /// One that has to be answered.
    #[must_use]
    pub const fn insisting(mut self) -> Self {
        self.cancel = "";
        self
    }

    /// Shows it for this frame.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<Answered> {
        let answer = Shape::new(&self.title, 620.0).show(ctx, |ui, theme| {
            ui.label(&self.explanation);
            ui.add_space(theme.spacing.s);
            if !self.lines.is_empty() {
                self.list.keys(ui, self.lines.len());
                let wanted = (self.lines.len() as f32 * 28.0 + 8.0).min(280.0);
                let height = rows(ui, wanted, 240.0);
                self.list.show_lines(ui, "What it is about", &self.lines, height);
            }
            let bar = buttons(&self.main).other(&self.other).cancel(self.cancel);
            match bar.show(ui, theme, Some(&mut self.focus)) {
                Some(Pressed::Main) => DialogResult::Done(Answered::Main),
                Some(Pressed::Other) => DialogResult::Done(Answered::Other),
                Some(Pressed::Cancel) => DialogResult::Cancelled,
                None => DialogResult::Open,
            }
        });
        match answer {
            DialogResult::Cancelled if self.cancel.is_empty() => DialogResult::Open,
            answer => answer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialogs::testing::{self, Running};
    use eframe::egui::Key;
    use egui_kittest::kittest::Queryable as _;

    fn harness(insisting: bool) -> testing::Harness<Ask, Answered> {
        let lines = vec![("Harbour talks".to_owned(), "12 decisions".to_owned())];
        let ask = Ask::new(
            "Unsaved work was found",
            "14 decisions.",
            lines,
            "Take over",
            "Leave out",
        );
        let ask = if insisting { ask.insisting() } else { ask };
        testing::harness(Running::new(ask, Ask::show))
    }

    #[test]
    fn enter_gives_the_main_answer() {
        let mut harness = harness(true);
        harness.get_by_label("Harbour talks, 12 decisions");
        assert!(harness.get_by_label("Take over").is_focused());
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done(Answered::Main));
    }

    #[test]
    fn escape_leaves_unless_it_insists() {
        for (insisting, expected) in [(true, DialogResult::Open), (false, DialogResult::Cancelled)] {
            let mut harness = harness(insisting);
            harness.key_press(Key::Escape);
            harness.run();
            assert_eq!(harness.state().result, expected);
        }
    }

    #[test]
    fn the_other_answer() {
        let mut harness = harness(true);
        harness.get_by_label("Leave out").click();
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done(Answered::Other));
    }
}
