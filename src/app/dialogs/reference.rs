//! Asks which columns of a reference table hold what, and shows which tables are attached.

use eframe::egui;
use egui::{ComboBox, Context, Grid, RichText, Ui};

use super::parts::{FirstFocus, Pressed, Shape, buttons, rows, text_field};
use super::{DialogResult, List};
use crate::annotation::{Measure, ReferenceColumns, ReferenceTable};
use crate::app::parts::one_line;
use crate::app::theme::Theme;

/// How many columns of the preview are shown, and how much of a cell, in characters.
const SHOWN_COLUMNS: usize = 24;
const SHOWN_CELL: usize = 40;

/// The dialog about the columns of a table.
#[derive(Clone, Debug)]
pub struct Attach {
    file: String,
    names: Vec<String>,
    rows: Vec<Vec<String>>,
    table: ReferenceTable,
    focus: FirstFocus,
}

impl Attach {
    /// `columns` and the first `rows` of the table called `file`, and a guess of what they hold.
    #[must_use]
    pub fn new(file: String, columns: Vec<String>, rows: Vec<Vec<String>>, guess: ReferenceColumns) -> Self {
        let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
        let words = format!("{} {stem}", guess.number).to_lowercase();
        let named = |measure: &&Measure| **measure != Measure::Other && words.contains(measure.id());
        let deaths = ["death", "fatalit", "dead", "toll"]
            .iter()
            .any(|word| words.contains(word));
        let measure = Measure::ALL.iter().find(named).copied();
        let table = ReferenceTable {
            title: stem.to_owned(),
            file: String::new(),
            columns: guess,
            measure: measure.unwrap_or(if deaths { Measure::Killed } else { Measure::Other }),
        };
        Self {
            file,
            names: columns,
            rows,
            table,
            focus: FirstFocus::default(),
        }
    }

    /// Shows it for this frame; the answer is the table without its place.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<ReferenceTable> {
        Shape::new("Attach reference table", 720.0).show(ctx, |ui, theme| {
            let file = one_line(&self.file, 80);
            ui.label(format!(
                "Which columns of {file} hold what? A copy of it is put into the project's folder."
            ));
            ui.add_space(theme.spacing.s);
            egui::ScrollArea::vertical()
                .max_height(rows(ui, f32::INFINITY, 200.0))
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    text_field(ui, "Title", &mut self.table.title);
                    ui.add_space(theme.spacing.s);
                    self.parts(ui, theme);
                    ui.add_space(theme.spacing.m);
                    ui.label(RichText::new("First rows").strong());
                    self.preview(ui, theme);
                });
            let columns = &self.table.columns;
            let is_ready = !columns.date.is_empty() && !columns.number.is_empty();
            let bar = buttons("Attach").enabled(is_ready && !self.table.title.trim().is_empty());
            match bar.show(ui, theme, Some(&mut self.focus)) {
                Some(Pressed::Main) => {
                    let title = self.table.title.trim().to_owned();
                    let table = self.table.clone();
                    DialogResult::Done(ReferenceTable { title, ..table })
                }
                Some(_) => DialogResult::Cancelled,
                None => DialogResult::Open,
            }
        })
    }

    fn parts(&mut self, ui: &mut Ui, theme: &Theme) {
        let names = &self.names;
        Grid::new("reference columns")
            .num_columns(2)
            .spacing([theme.spacing.l, theme.spacing.s])
            .show(ui, |ui| {
                for (part, column) in self.table.columns.parts_mut() {
                    let needed = matches!(part, "Date" | "Number");
                    let label = if needed {
                        format!("{part} (needed)")
                    } else {
                        part.to_owned()
                    };
                    let shown = match (column.is_empty(), needed) {
                        (true, true) => "Choose a column",
                        (true, false) => "None",
                        (false, _) => column.as_str(),
                    };
                    let shown = one_line(shown, SHOWN_CELL);
                    combo(ui, &label, &shown, |ui| {
                        if !needed {
                            ui.selectable_value(column, String::new(), "None");
                        }
                        for name in names {
                            ui.selectable_value(column, name.clone(), one_line(name, SHOWN_CELL));
                        }
                    });
                }
                let measure = &mut self.table.measure;
                combo(ui, "The numbers count", counts(*measure), |ui| {
                    for other in Measure::ALL {
                        ui.selectable_value(measure, *other, counts(*other));
                    }
                });
            });
    }

    fn preview(&self, ui: &mut Ui, theme: &Theme) {
        let columns = self.names.len().min(SHOWN_COLUMNS);
        let part_of = |column: &str| {
            let parts = self.table.columns.parts();
            let mut parts = parts.into_iter().filter(|(_, name)| *name == column);
            parts.next().map_or("", |(part, _)| part)
        };
        egui::ScrollArea::horizontal()
            .auto_shrink([false, true])
            .show(ui, |ui| {
                Grid::new("reference preview")
                    .striped(true)
                    .spacing([theme.spacing.l, theme.spacing.s])
                    .show(ui, |ui| {
                        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
                        for column in self.names.iter().take(columns) {
                            ui.vertical(|ui| {
                                ui.label(RichText::new(one_line(column, SHOWN_CELL)).strong());
                                ui.label(RichText::new(part_of(column)).small().color(theme.palette.accent));
                            });
                        }
                        ui.end_row();
                        for row in &self.rows {
                            for cell in row.iter().take(columns) {
                                ui.weak(one_line(cell, SHOWN_CELL));
                            }
                            ui.end_row();
                        }
                    });
            });
        let more = self.names.len().saturating_sub(columns);
        if more > 0 {
            ui.weak(format!("And {more} more columns."));
        }
    }
}

const fn counts(measure: Measure) -> &'static str {
    match measure {
        Measure::Other => "Anything (held against every figure)",
        measure => measure.title(),
    }
}

fn combo(ui: &mut Ui, label: &str, shown: &str, content: impl FnOnce(&mut Ui)) {
    let named = ui.label(label);
    ComboBox::from_id_salt(label)
        .selected_text(shown)
        .width(240.0_f32.min(ui.available_width()))
        .show_ui(ui, content)
        .response
        .labelled_by(named.id);
    ui.end_row();
}

/// What was asked for in the list of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TablesAnswer {
    /// Attach another one.
    Attach,
    /// Detach this one.
    Detach(usize),
}

/// The dialog with the tables that are attached.
#[derive(Clone, Debug)]
pub struct Tables {
    lines: Vec<(String, String)>,
    faults: Vec<String>,
    list: List,
    focus: FirstFocus,
}

impl Tables {
    /// Each table with a detail, and what is wrong with it (may be empty).
    #[must_use]
    pub fn new(lines: Vec<(String, String)>, faults: Vec<String>) -> Self {
        Self {
            lines,
            faults,
            list: List::default(),
            focus: FirstFocus::default(),
        }
    }

    /// Shows it for this frame.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<TablesAnswer> {
        Shape::new("Reference tables", 560.0).show(ctx, |ui, theme| {
            if self.lines.is_empty() {
                ui.label("No table is attached. Attach one to hold the figures of claims against it.");
            } else {
                ui.label("Detaching leaves the file in the project's folder.");
                ui.add_space(theme.spacing.s);
                self.list.keys(ui, self.lines.len());
                let wanted = (self.lines.len() as f32 * 28.0 + 8.0).min(280.0);
                let height = rows(ui, wanted, 260.0);
                self.list.show_lines(ui, "Reference tables", &self.lines, height);
                let fault = self.faults.get(self.list.current);
                if let Some(fault) = fault.filter(|fault| !fault.is_empty()) {
                    ui.add(egui::Label::new(RichText::new(fault).small()).wrap());
                }
            }
            let mut bar = buttons("Attach…").cancel("Close");
            if !self.lines.is_empty() {
                bar = bar.other("Detach");
            }
            match bar.show(ui, theme, Some(&mut self.focus)) {
                Some(Pressed::Main) => DialogResult::Done(TablesAnswer::Attach),
                Some(Pressed::Other) => DialogResult::Done(TablesAnswer::Detach(self.list.current)),
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
    use egui::Key;
    use egui_kittest::kittest::Queryable as _;

    fn attach(guess: ReferenceColumns, width: f32) -> testing::Harness<Attach, ReferenceTable> {
        let columns = ["day", "town", "killed"].map(String::from).to_vec();
        let rows = vec![vec!["2024-03-02".into(), "Brask\nnorth".into(), "34".into()]];
        let dialog = Attach::new("Toria deaths.csv".to_owned(), columns, rows, guess);
        testing::sized(Running::new(dialog, Attach::show), [width, 640.0])
    }

    #[test]
    fn a_good_guess_needs_one_key() {
        for width in [900.0, 480.0] {
            let guess = ReferenceColumns {
                date: "day".to_owned(),
                number: "killed".to_owned(),
                ..ReferenceColumns::default()
            };
            let mut harness = attach(guess.clone(), width);
            harness.get_by_label("Brask north");
            harness.key_press(Key::Enter);
            harness.run();
            let expected = ReferenceTable {
                title: "Toria deaths".to_owned(),
                file: String::new(),
                columns: guess,
                measure: Measure::Killed,
            };
            assert_eq!(harness.state().result, DialogResult::Done(expected));
        }
    }

    #[test]
    fn days_and_numbers_are_needed() {
        let guess = ReferenceColumns {
            date: "day".to_owned(),
            ..ReferenceColumns::default()
        };
        let mut harness = attach(guess, 900.0);
        harness.key_press(Key::Enter);
        harness.run();
        assert!(harness.state().result.is_open());
        harness.get_by_label("Number (needed)").click();
        harness.run();
        harness
            .get_by_role_and_label(egui::accesskit::Role::Button, "killed")
            .click();
        harness.run();
        harness.get_by_label("Attach").click();
        harness.run();
        assert!(
            matches!(&harness.state().result, DialogResult::Done(table) if table.columns.number == "killed")
        );
    }

    #[test]
    fn tables_are_detached_by_keys() {
        let lines = ["one", "two"]
            .map(|line| (line.to_owned(), String::new()))
            .to_vec();
        let mut harness = testing::harness(Running::new(
            Tables::new(lines, vec!["it is gone".to_owned()]),
            Tables::show,
        ));
        harness.get_by_label("it is gone");
        harness.key_press(Key::ArrowDown);
        harness.run();
        assert!(harness.query_by_label("it is gone").is_none());
        harness.get_by_label("Detach").click();
        harness.run();
        assert_eq!(
            harness.state().result,
            DialogResult::Done(TablesAnswer::Detach(1))
        );
        let empty = testing::harness(Running::new(Tables::new(Vec::new(), Vec::new()), Tables::show));
        assert!(empty.query_by_label("Detach").is_none());
    }
}
