//! Lists what could not be read or carried: file, line, what happened, what to do.

use std::fmt::Write as _;

use eframe::egui;
use egui::{Context, RichText};

use super::DialogResult;
use super::parts::{FirstFocus, Pressed, Shape, buttons, scroll};

/// How many problems are shown; the copied text has all of them.
const SHOWN: usize = 200;

/// The dialog.
#[derive(Clone, Debug)]
pub struct Report {
    title: String,
    summary: String,
    lines: Vec<ReportLine>,
    copied: bool,
    focus: FirstFocus,
}

/// One problem.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportLine {
    /// The file, as the user knows it; may be empty.
    pub file: String,
    /// Line in it, from 1.
    pub line: Option<usize>,
    /// What happened, one sentence.
    pub what: String,
    /// What to do, one sentence; may be empty.
    pub hint: String,
}

impl ReportLine {
    fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{}, line {line}", self.file),
            None => self.file.clone(),
        }
    }
}

impl Report {
    /// `summary` says in a sentence what was done and what was not.
    #[must_use]
    pub fn new(title: impl Into<String>, summary: impl Into<String>, lines: Vec<ReportLine>) -> Self {
        Self {
            title: title.into(),
            summary: summary.into(),
            lines,
            copied: false,
            focus: FirstFocus::default(),
        }
    }

    /// Shows it for this frame.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<()> {
        let shape = Shape::new(&self.title, 680.0);
        shape.show(ctx, |ui, theme| {
            ui.label(&self.summary);
            ui.add_space(theme.spacing.s);
            scroll(ui, 220.0, |ui| {
                for line in self.lines.iter().take(SHOWN) {
                    ui.separator();
                    let place = line.place();
                    if !place.is_empty() {
                        let font = egui::TextStyle::Monospace;
                        ui.add(
                            egui::Label::new(RichText::new(place).text_style(font))
                                .selectable(true)
                                .wrap(),
                        );
                    }
                    ui.label(&line.what);
                    if !line.hint.is_empty() {
                        ui.weak(&line.hint);
                    }
                }
                if let Some(more) = self.lines.len().checked_sub(SHOWN).filter(|more| *more > 0) {
                    ui.separator();
                    ui.label(format!("And {more} more; the copied list has all of them."));
                }
            });
            let copy = if self.copied { "Copied" } else { "Copy list" };
            match buttons("Close")
                .cancel("")
                .other(copy)
                .show(ui, theme, Some(&mut self.focus))
            {
                Some(Pressed::Other) => {
                    ui.copy_text(text(&self.summary, &self.lines));
                    self.copied = true;
                    DialogResult::Open
                }
                Some(_) => DialogResult::Done(()),
                None => DialogResult::Open,
            }
        })
    }
}

fn text(summary: &str, lines: &[ReportLine]) -> String {
    let mut text = format!("{summary}\n");
    for line in lines {
        let place = line.place();
        let colon = if place.is_empty() { "" } else { ": " };
        let space = if line.hint.is_empty() { "" } else { " " };
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{place}{colon}{}{space}{}", line.what, line.hint);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialogs::testing::{self, Running};
    use egui_kittest::kittest::Queryable as _;

    fn line(n: usize) -> ReportLine {
        ReportLine {
            file: "wire.csv".into(),
            line: Some(n),
            what: "The row has 3 columns, the head has 5.".into(),
            hint: "Add the missing commas.".into(),
        }
    }

    #[test]
    fn shows_and_copies() {
        let report = Report::new("Import", "4 articles read, 1 problem.", vec![line(7)]);
        let mut harness = testing::harness(Running::new(report, Report::show));
        harness.get_by_label("wire.csv, line 7");
        harness.get_by_label("Add the missing commas.");
        harness.get_by_label("Copy list").click();
        harness.run();
        harness.get_by_label("Copied");
        harness.get_by_label("Close").click();
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done(()));
    }

    #[test]
    fn ten_thousand_problems_are_counted() {
        let report = Report::new("Import", "Nothing read.", (1..=10_000).map(line).collect());
        let harness = testing::harness(Running::new(report, Report::show));
        harness.get_by_label_contains("And 9800 more");
        let expected = "Nothing read.\n\
                        wire.csv, line 1: The row has 3 columns, the head has 5. Add the missing commas.\n\
                        It broke.\n";
        let bare = ReportLine {
            what: "It broke.".into(),
            ..ReportLine::default()
        };
        assert_eq!(text("Nothing read.", &[line(1), bare]), expected);
    }
}
