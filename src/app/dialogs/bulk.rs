//! Confirms an action on many items, after showing all of them.

use eframe::egui::Context;

use super::parts::{FirstFocus, Pressed, Shape, buttons, rows};
use super::{DialogResult, List};

/// The dialog.
#[derive(Clone, Debug)]
pub struct Bulk {
    title: String,
    explanation: String,
    lines: Vec<(String, String)>,
    main: String,
    list: List,
    focus: FirstFocus,
}

impl Bulk {
    /// `lines`: what will be changed, each with a detail (where it stands; may be empty). `main` is what the main button
    /// says, without the count ("Accept").
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        explanation: impl Into<String>,
        main: impl Into<String>,
        lines: Vec<(String, String)>,
    ) -> Self {
        let count = lines.len();
        Self::of_many(title, explanation, main, lines, count)
    }

    /// The same where there are `count` of them, more than is sensible to list: `lines` are the first ones.
    #[must_use]
    pub fn of_many(
        title: impl Into<String>,
        explanation: impl Into<String>,
        main: impl Into<String>,
        mut lines: Vec<(String, String)>,
        count: usize,
    ) -> Self {
        if count > lines.len() {
            lines.push((format!("… and {} more", count - lines.len()), String::new()));
        }
        Self {
            title: title.into(),
            explanation: explanation.into(),
            main: format!("{} {count}", main.into()),
            lines,
            list: List::default(),
            focus: FirstFocus::default(),
        }
    }

    /// The same with a main button that says just `main`, where lines are not what is counted.
    #[must_use]
    pub fn saying(mut self, main: impl Into<String>) -> Self {
        self.main = main.into();
        self
    }

    /// Shows it for this frame.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<()> {
        Shape::new(&self.title, 560.0).show(ctx, |ui, theme| {
            if !self.explanation.is_empty() {
                ui.label(&self.explanation);
                ui.add_space(theme.spacing.s);
            }
            self.list.keys(ui, self.lines.len());
            let height = rows(ui, 320.0, 220.0);
            self.list.show_lines(ui, "Preview", &self.lines, height);
            let bar = buttons(&self.main).enabled(!self.lines.is_empty());
            match bar.show(ui, theme, Some(&mut self.focus)) {
                Some(Pressed::Main) => DialogResult::Done(()),
                Some(_) => DialogResult::Cancelled,
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

    fn harness(count: usize) -> testing::Harness<Bulk, ()> {
        let lines = (1..=count)
            .map(|n| (format!("Harbour guard {n}"), "Ships met".into()))
            .collect();
        testing::harness(Running::new(
            Bulk::new("Accept all like this", "", "Accept", lines),
            Bulk::show,
        ))
    }

    #[test]
    fn shows_the_count_and_enter_applies() {
        let mut harness = harness(12);
        harness.get_by_label("Harbour guard 1, Ships met");
        assert!(harness.get_by_label("Accept 12").is_focused());
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done(()));
    }

    #[test]
    fn escape_changes_nothing() {
        let mut harness = harness(12);
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Cancelled);
    }

    #[test]
    fn an_empty_action_cannot_be_applied() {
        let mut harness = harness(0);
        harness.key_press(Key::Enter);
        harness.run();
        assert!(harness.state().result.is_open());
    }

    #[test]
    fn arrows_walk_a_long_preview() {
        let mut harness = harness(10_000);
        for _ in 0..3 {
            harness.key_press(Key::PageDown);
            harness.run();
        }
        harness.get_by_label("Harbour guard 25, Ships met");
        assert_eq!(
            harness.query_all_by_label("Harbour guard 1, Ships met").count(),
            0
        );
        assert!(harness.get_by_label("Accept 10000").is_focused());
    }
}
