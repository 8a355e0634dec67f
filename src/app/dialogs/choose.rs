//! Lets one thing of a list be chosen.

use eframe::egui::Context;

use super::parts::{FirstFocus, Pressed, Shape, buttons, rows};
use super::{DialogResult, List};

/// The dialog. Arrows walk the list, Enter takes what is marked.
#[derive(Clone, Debug)]
pub struct Choose {
    title: String,
    explanation: String,
    lines: Vec<(String, String)>,
    main: String,
    list: List,
    focus: FirstFocus,
}

impl Choose {
    /// `lines`: what there is to choose from, each with a detail.
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        explanation: impl Into<String>,
        lines: Vec<(String, String)>,
        main: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            explanation: explanation.into(),
            lines,
            main: main.into(),
            list: List::default(),
            focus: FirstFocus::default(),
        }
    }

    /// Shows it for this frame; the answer is the index of a line.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<usize> {
        Shape::new(&self.title, 560.0).show(ctx, |ui, theme| {
            ui.label(&self.explanation);
            ui.add_space(theme.spacing.s);
            self.list.keys(ui, self.lines.len());
            let height = rows(ui, 320.0, 220.0);
            let shown = self.list.show_lines(ui, &self.title, &self.lines, height);
            let bar = buttons(&self.main).enabled(!self.lines.is_empty());
            match bar.show(ui, theme, Some(&mut self.focus)) {
                Some(Pressed::Main) => DialogResult::Done(self.list.current),
                Some(_) => DialogResult::Cancelled,
                None => shown
                    .double_clicked
                    .map_or(DialogResult::Open, DialogResult::Done),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialogs::testing::{self, Running};
    use eframe::egui::Key;

    #[test]
    fn arrows_and_enter_choose() {
        let lines = ["one", "two", "three"].map(|line| (line.to_owned(), String::new()));
        let mut harness = testing::harness(Running::new(
            Choose::new("Earlier versions", "", lines.to_vec(), "Open a copy…"),
            Choose::show,
        ));
        for key in [Key::ArrowDown, Key::ArrowDown, Key::ArrowUp, Key::Enter] {
            harness.key_press(key);
            harness.run();
        }
        assert_eq!(harness.state().result, DialogResult::Done(1));
    }
}
