//! Lets one thing of a long list be chosen, by typing some of its words.

use eframe::egui;
use egui::{Context, Key, Modifiers, TextEdit};

use super::{DialogResult, FirstFocus, List, Row, Shape, rows};

/// The dialog. Typing narrows the list, arrows walk it, Enter or a click takes what is marked.
#[derive(Clone, Debug)]
pub struct Seek {
    title: String,
    lines: Vec<(String, String)>,
    /// The lines in lower case, to look words up in.
    lower: Vec<String>,
    words: String,
    found: Vec<usize>,
    list: List,
    focus: FirstFocus,
}

impl Seek {
    /// `lines`: what there is to choose from, each with a detail (may be empty).
    #[must_use]
    pub fn new(title: impl Into<String>, lines: Vec<(String, String)>) -> Self {
        let lower = lines
            .iter()
            .map(|(text, detail)| format!("{text} {detail}").to_lowercase());
        Self {
            title: title.into(),
            lower: lower.collect(),
            found: (0..lines.len()).collect(),
            lines,
            words: String::new(),
            list: List::default(),
            focus: FirstFocus::default(),
        }
    }

    /// Shows it for this frame; the answer is the index of a line.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<usize> {
        let shape = Shape {
            click_beside: true,
            at_top: true,
            ..Shape::new(&self.title, 460.0)
        };
        shape.show(ctx, |ui, _| {
            self.list.keys(ui, self.found.len());
            let field = TextEdit::singleline(&mut self.words).hint_text("Type some of the words");
            let field = ui
                .add(field.desired_width(f32::INFINITY))
                .accessible_name("Search the list");
            self.focus.give(&field);
            if field.changed() {
                let words: Vec<String> = self.words.split_whitespace().map(str::to_lowercase).collect();
                let fits = |line: &String| words.iter().all(|word| line.contains(word));
                self.found = (0..)
                    .zip(&self.lower)
                    .filter(|(_, line)| fits(line))
                    .map(|(i, _)| i)
                    .collect();
                self.list.go_to(0);
            }
            let height = rows(ui, 360.0, 170.0);
            let line = |i: usize| self.found.get(i).and_then(|index| self.lines.get(*index));
            let shown = self
                .list
                .show(ui, "Choices", self.found.len(), height, Some(&field), |i| {
                    let (text, detail) = line(i).map_or(("", ""), |(text, detail)| (text, detail));
                    Row {
                        text,
                        detail,
                        ..Row::default()
                    }
                });
            if self.found.is_empty() {
                ui.weak("Nothing has these words.");
            }
            let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
            let row = shown.clicked.or(enter.then_some(self.list.current));
            match row.and_then(|row| self.found.get(row)) {
                Some(index) => DialogResult::Done(*index),
                None => DialogResult::Open,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialogs::testing::{self, Running};
    use egui_kittest::kittest::Queryable as _;

    fn harness() -> testing::Harness<Seek, usize> {
        let line = |text: &str| (text.to_owned(), "person".to_owned());
        let lines = ["Ada Toll", "Ilan Merk", "Ada Merk"].map(line).to_vec();
        testing::harness(Running::new(Seek::new("Actor", lines), Seek::show))
    }

    #[test]
    fn words_narrow_and_enter_takes() {
        let mut harness = harness();
        harness.get_by_label("Search the list").type_text("merk AD");
        harness.run();
        assert_eq!(harness.query_all_by_label_contains("Ilan Merk").count(), 0);
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done(2));
    }

    #[test]
    fn nothing_found_cannot_be_taken() {
        let mut harness = harness();
        harness.get_by_label("Search the list").type_text("zzz");
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert!(harness.state().result.is_open());
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Cancelled);
    }
}
