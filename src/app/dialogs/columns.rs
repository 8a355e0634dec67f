//! Asks which columns of a data set hold what, with its first rows in view.

use eframe::egui;
use egui::{ComboBox, Context, Grid, RichText, Ui};

use super::DialogResult;
use super::parts::{FirstFocus, Pressed, Shape, buttons, rows};
use crate::app::theme::Theme;
use crate::exchange::ColumnMap;

/// How many columns and rows the preview shows, and how much of a cell, in characters.
const SHOWN_COLUMNS: usize = 24;
const SHOWN_ROWS: usize = 5;
const SHOWN_CELL: usize = 40;

/// The dialog.
#[derive(Clone, Debug)]
pub struct Columns {
    file: String,
    names: Vec<String>,
    rows: Vec<Vec<String>>,
    map: ColumnMap,
    focus: FirstFocus,
}

impl Columns {
    /// `columns` and the first `rows` of `file`, and a guess to start from. A guess that names no column is dropped.
    #[must_use]
    pub fn new(
        file: impl Into<String>,
        columns: Vec<String>,
        rows: Vec<Vec<String>>,
        mut guess: ColumnMap,
    ) -> Self {
        if !columns.contains(&guess.text) {
            guess.text.clear();
        }
        for (_, column) in optional(&mut guess) {
            if column.as_ref().is_some_and(|name| !columns.contains(name)) {
                *column = None;
            }
        }
        Self {
            file: file.into(),
            names: columns,
            rows,
            map: guess,
            focus: FirstFocus::default(),
        }
    }

    /// Shows it for this frame.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<ColumnMap> {
        Shape::new("Columns", 720.0).show(ctx, |ui, theme| {
            ui.label(format!("Which columns of {} hold what?", self.file));
            ui.add_space(theme.spacing.s);
            let height = rows(ui, f32::INFINITY, 190.0);
            egui::ScrollArea::vertical()
                .max_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    self.roles(ui, theme);
                    ui.add_space(theme.spacing.m);
                    ui.label(RichText::new("First rows").strong());
                    self.preview(ui, theme);
                });
            let bar = buttons("Import").enabled(!self.map.text.is_empty());
            match bar.show(ui, theme, Some(&mut self.focus)) {
                Some(Pressed::Main) => DialogResult::Done(self.map.clone()),
                Some(_) => DialogResult::Cancelled,
                None => DialogResult::Open,
            }
        })
    }

    fn roles(&mut self, ui: &mut Ui, theme: &Theme) {
        let columns = &self.names;
        Grid::new("roles")
            .num_columns(2)
            .spacing([theme.spacing.l, theme.spacing.s])
            .show(ui, |ui| {
                let shown = if self.map.text.is_empty() {
                    "Choose a column"
                } else {
                    &self.map.text
                };
                let mut picked = None;
                combo(ui, "Text (needed)", shown, |ui| {
                    for column in columns {
                        if ui.selectable_label(*column == self.map.text, column).clicked() {
                            picked = Some(column.clone());
                        }
                    }
                });
                self.map.text = picked.unwrap_or(std::mem::take(&mut self.map.text));
                for (role, column) in optional(&mut self.map) {
                    let shown = column.clone().unwrap_or_else(|| "None".to_owned());
                    combo(ui, role, &shown, |ui| {
                        ui.selectable_value(column, None, "None");
                        for name in columns {
                            ui.selectable_value(column, Some(name.clone()), name);
                        }
                    });
                }
            });
    }

    fn preview(&self, ui: &mut Ui, theme: &Theme) {
        let columns = self.names.len().min(SHOWN_COLUMNS);
        egui::ScrollArea::horizontal()
            .auto_shrink([false, true])
            .show(ui, |ui| {
                Grid::new("preview")
                    .striped(true)
                    .spacing([theme.spacing.l, theme.spacing.s])
                    .show(ui, |ui| {
                        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
                        for column in self.names.iter().take(columns) {
                            ui.vertical(|ui| {
                                ui.label(RichText::new(short(column)).strong());
                                let role = self.role_of(column).unwrap_or_default();
                                ui.label(RichText::new(role).small().color(theme.palette.accent));
                            });
                        }
                        ui.end_row();
                        for row in self.rows.iter().take(SHOWN_ROWS) {
                            for cell in row.iter().take(columns) {
                                ui.weak(short(cell));
                            }
                            ui.end_row();
                        }
                    });
            });
        if let Some(more) = self
            .names
            .len()
            .checked_sub(SHOWN_COLUMNS)
            .filter(|more| *more > 0)
        {
            ui.weak(format!("And {more} more columns."));
        }
    }

    fn role_of(&self, column: &str) -> Option<&'static str> {
        if column == self.map.text {
            return Some("Text");
        }
        let mut map = self.map.clone();
        optional(&mut map)
            .into_iter()
            .find(|(_, name)| name.as_deref() == Some(column))
            .map(|(role, _)| role)
    }
}

/// The roles that a data set may lack.
fn optional(map: &mut ColumnMap) -> [(&'static str, &mut Option<String>); 6] {
    [
        ("Title", &mut map.title),
        ("Publisher", &mut map.publisher),
        ("Author", &mut map.author),
        ("Published", &mut map.published),
        ("Address", &mut map.url),
        ("Identity", &mut map.id),
    ]
}

fn combo(ui: &mut Ui, role: &str, shown: &str, content: impl FnOnce(&mut Ui)) {
    let label = ui.label(role);
    ComboBox::from_id_salt(role)
        .selected_text(short(shown))
        .width(240.0_f32.min(ui.available_width()))
        .show_ui(ui, content)
        .response
        .labelled_by(label.id);
    ui.end_row();
}

/// The beginning of a cell, on one line.
fn short(text: &str) -> String {
    let mut words: String = text
        .chars()
        .take(SHOWN_CELL)
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    if text.chars().nth(SHOWN_CELL).is_some() {
        words.push('…');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialogs::testing::{self, Running};
    use egui::Key;
    use egui_kittest::kittest::Queryable as _;

    fn harness(guess: ColumnMap) -> testing::Harness<Columns, ColumnMap> {
        let columns = ["id", "headline", "body"].map(String::from).to_vec();
        let rows = vec![
            vec!["1".into(), "Ships".into(), "Ships met.\nTwice.".into()],
            vec!["2".into()],
        ];
        testing::harness(Running::new(
            Columns::new("wire.csv", columns, rows, guess),
            Columns::show,
        ))
    }

    #[test]
    fn a_good_guess_needs_one_key() {
        let guess = ColumnMap {
            text: "body".into(),
            title: Some("headline".into()),
            ..ColumnMap::default()
        };
        let mut harness = harness(guess.clone());
        harness.get_by_label("Ships met. Twice.");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done(guess));
    }

    #[test]
    fn the_text_is_needed() {
        let guess = ColumnMap {
            text: "content".into(),
            url: Some("link".into()),
            ..ColumnMap::default()
        };
        let mut harness = harness(guess);
        harness.key_press(Key::Enter);
        harness.run();
        assert!(harness.state().result.is_open(), "there is no such column");
        harness.get_by_label("Text (needed)").click();
        harness.run();
        harness
            .get_by_role_and_label(egui::accesskit::Role::Button, "body")
            .click();
        harness.run();
        harness.get_by_label("Import").click();
        harness.run();
        let expected = ColumnMap {
            text: "body".into(),
            ..ColumnMap::default()
        };
        assert_eq!(harness.state().result, DialogResult::Done(expected));
    }

    #[test]
    fn escape_cancels() {
        let mut harness = harness(ColumnMap::default());
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Cancelled);
    }
}
