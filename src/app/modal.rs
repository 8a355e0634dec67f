//! The dialog on screen, and what its answer does.

use eframe::egui;

use crate::exchange::{ColumnMap, Problem};
use crate::project::Warning;
use crate::review::Command;

use super::about::About;
use super::dialogs::{
    Ask, Attach, Bulk, Choose, Columns, DialogResult, Export, Labels, Paste, Ratings, Report, ReportLine,
    Tables, TextInput, Unsaved, UnsavedChoice,
};
use super::jobs::Opening;
use super::palette::Palette;
use super::shortcut_sheet::ShortcutSheet;
use super::{After, App, is_enabled};

/// A dialog, with what it is for.
pub enum Modal {
    /// Find a command.
    Palette(Palette),
    /// Every key.
    Shortcuts(ShortcutSheet),
    /// About the program.
    About(About),
    /// Paste an article.
    Paste(Paste),
    /// Map the columns of a data set.
    Columns(Columns, Vec<std::path::PathBuf>),
    /// Unsaved work is in the way.
    Unsaved(Unsaved, After),
    /// Work that an earlier session left.
    Recover(Ask, super::keeping::Work),
    /// What could not be read.
    Report(Report),
    /// A change to many items.
    Confirm(Bulk, Command),
    /// Files that another program changed.
    Changed(Ask),
    /// Earlier versions to choose from.
    Versions(Choose, Vec<crate::project::backups::Version>),
    /// What to export.
    Export(Box<Export>),
    /// What the labels of an import are here.
    Labels(Box<Labels>),
    /// The scale of ratings.
    Ratings(Box<Ratings>),
    /// Columns of a table to attach, and where it is.
    Attach(Box<Attach>, std::path::PathBuf),
    /// The tables that are attached.
    Tables(Tables),
    /// What taking a copy in will do.
    TakeIn(Bulk, Box<crate::review::TakeIn>),
    /// The name under decisions.
    Reviewer(TextInput),
}

impl App {
    /// Shows the dialog that is open and does what it is answered.
    pub(super) fn show_modal(&mut self, ctx: &egui::Context) {
        let Some(modal) = self.modal.take() else { return };
        self.modal = match modal {
            Modal::Palette(mut palette) => match palette.show(ctx, |command| is_enabled(self, command)) {
                DialogResult::Open => Some(Modal::Palette(palette)),
                DialogResult::Cancelled => None,
                DialogResult::Done(command) => {
                    self.perform(ctx, command);
                    // The command may have opened a dialog of its own.
                    self.modal.take()
                }
            },
            Modal::Shortcuts(mut sheet) => sheet.show(ctx).is_open().then_some(Modal::Shortcuts(sheet)),
            Modal::About(mut about) => about.show(ctx).is_open().then_some(Modal::About(about)),
            Modal::Report(mut report) => report.show(ctx).is_open().then_some(Modal::Report(report)),
            Modal::Paste(mut paste) => match paste.show(ctx) {
                DialogResult::Open => Some(Modal::Paste(paste)),
                DialogResult::Cancelled => None,
                DialogResult::Done(pasted) => {
                    self.open(
                        ctx,
                        Opening::Pasted {
                            title: pasted.title,
                            text: pasted.text,
                        },
                    );
                    None
                }
            },
            Modal::Columns(mut columns, paths) => match columns.show(ctx) {
                DialogResult::Open => Some(Modal::Columns(columns, paths)),
                DialogResult::Cancelled => None,
                DialogResult::Done(map) => {
                    self.open_now(ctx, Opening::Paths(paths, Some(map)));
                    None
                }
            },
            Modal::Unsaved(mut unsaved, after) => match unsaved.show(ctx) {
                DialogResult::Open => Some(Modal::Unsaved(unsaved, after)),
                DialogResult::Cancelled => None,
                DialogResult::Done(UnsavedChoice::Save) => {
                    self.after_save = Some(after);
                    self.save(ctx);
                    self.modal.take()
                }
                DialogResult::Done(UnsavedChoice::Discard) => {
                    self.go_on(ctx, after);
                    self.modal.take()
                }
            },
            Modal::Recover(mut ask, work) => match ask.show(ctx) {
                DialogResult::Open | DialogResult::Cancelled => Some(Modal::Recover(ask, work)),
                DialogResult::Done(answer) => {
                    self.answer_work(ctx, work, answer);
                    self.modal.take()
                }
            },
            Modal::Confirm(mut bulk, command) => match bulk.show(ctx) {
                DialogResult::Open => Some(Modal::Confirm(bulk, command)),
                DialogResult::Cancelled => None,
                DialogResult::Done(()) => {
                    self.run(command);
                    self.next_item(true);
                    None
                }
            },
            Modal::Versions(mut choose, versions) => match choose.show(ctx) {
                DialogResult::Open => Some(Modal::Versions(choose, versions)),
                DialogResult::Cancelled => None,
                DialogResult::Done(index) => {
                    if let Some(version) = versions.into_iter().nth(index) {
                        self.choose_version(ctx, version);
                    }
                    None
                }
            },
            Modal::Changed(mut ask) => match ask.show(ctx) {
                DialogResult::Open => Some(Modal::Changed(ask)),
                DialogResult::Cancelled => None,
                DialogResult::Done(answer) => {
                    self.answer_changed(ctx, answer);
                    self.modal.take()
                }
            },
            Modal::Export(mut dialog) => {
                self.preview_export(ctx, &mut dialog);
                match dialog.show(ctx) {
                    DialogResult::Open => Some(Modal::Export(dialog)),
                    DialogResult::Cancelled => {
                        self.export_asked(ctx, &dialog, None);
                        None
                    }
                    DialogResult::Done(order) => {
                        self.export_asked(ctx, &dialog, Some(order));
                        None
                    }
                }
            }
            Modal::Labels(mut dialog) => {
                self.count_import(ctx, &mut dialog);
                match dialog.show(ctx) {
                    DialogResult::Open => Some(Modal::Labels(dialog)),
                    DialogResult::Cancelled => {
                        self.labels_asked(ctx, None);
                        None
                    }
                    DialogResult::Done(mapping) => {
                        self.labels_asked(ctx, Some(mapping));
                        None
                    }
                }
            }
            Modal::Ratings(mut dialog) => match dialog.show(ctx) {
                DialogResult::Open => Some(Modal::Ratings(dialog)),
                DialogResult::Cancelled => None,
                DialogResult::Done(scale) => {
                    self.set_ratings(scale);
                    None
                }
            },
            Modal::Attach(mut dialog, path) => match dialog.show(ctx) {
                DialogResult::Open => Some(Modal::Attach(dialog, path)),
                DialogResult::Cancelled => None,
                DialogResult::Done(table) => {
                    self.take_in_table(ctx, path, table);
                    None
                }
            },
            Modal::Tables(mut dialog) => match dialog.show(ctx) {
                DialogResult::Open => Some(Modal::Tables(dialog)),
                DialogResult::Cancelled => None,
                DialogResult::Done(answer) => {
                    self.answer_tables(ctx, answer);
                    self.modal.take()
                }
            },
            Modal::TakeIn(mut bulk, taking) => match bulk.show(ctx) {
                DialogResult::Open => Some(Modal::TakeIn(bulk, taking)),
                DialogResult::Cancelled => None,
                DialogResult::Done(()) => {
                    self.bring_copy_in(taking);
                    None
                }
            },
            Modal::Reviewer(mut input) => match input.show(ctx) {
                DialogResult::Open => Some(Modal::Reviewer(input)),
                DialogResult::Cancelled => None,
                DialogResult::Done(name) => {
                    self.session.set_reviewer(name.clone());
                    self.preferences.reviewer = name;
                    self.keep_preferences();
                    None
                }
            },
        };
    }

    /// A dialog with what an import could not read.
    pub(super) fn report_problems(&mut self, summary: String, problems: &[Problem]) {
        let lines = problems.iter().map(|problem| ReportLine {
            file: problem.file.display().to_string(),
            line: problem.line,
            what: problem.what.clone(),
            hint: problem.hint.clone(),
        });
        self.modal = Some(Modal::Report(Report::new(
            "Not everything could be opened",
            summary,
            lines.collect(),
        )));
    }

    /// A dialog with what was wrong in a project.
    pub(super) fn report_warnings(&mut self, summary: String, warnings: &[Warning]) {
        let lines = warnings.iter().map(|warning| ReportLine {
            file: warning.file.display().to_string(),
            line: warning.line,
            what: warning.what.clone(),
            hint: warning.hint.clone(),
        });
        self.modal = Some(Modal::Report(Report::new(
            "The project has faults",
            summary,
            lines.collect(),
        )));
    }

    /// Asks for the columns of a data set.
    pub(super) fn ask_columns(
        &mut self,
        file: String,
        columns: Vec<String>,
        rows: Vec<Vec<String>>,
        guess: ColumnMap,
        paths: Vec<std::path::PathBuf>,
    ) {
        self.modal = Some(Modal::Columns(Columns::new(file, columns, rows, guess), paths));
    }
}
