//! A file dialog of our own, for systems that have none to lend.
//!
//! One field holds the path; the list below shows the folder that the field is in, narrowed by what is typed after its
//! last separator. Enter walks into folders and takes files, Tab completes, arrows walk the list, Alt+Up goes up.

mod listing;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::BTreeSet;
use std::path::PathBuf;

use eframe::egui;
use egui::{Context, EventFilter, Key, Modifiers, Response, TextEdit, Ui};

use self::listing::Listing;
use self::walk::{home, with_separator};
use super::parts::{FirstFocus, Pressed, Shape, buttons, rows};
use super::{DialogResult, List, Row, text_size};
use crate::app::theme::Theme;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathWanted {
    /// Files that exist, one or more. Others than those with these extensions (lower case, no dot) are left out of the
    /// list until asked for; empty for all.
    Files(Vec<String>),
    /// A folder that exists.
    Folder,
    /// A file to write; its suggested name.
    SaveFile(String),
    /// A folder to make or to write into; its suggested name.
    SaveFolder(String),
}

/// What the list shows beside the usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Options {
    /// What the system hides.
    hidden: bool,
    /// Files of other types than those wanted.
    all_types: bool,
}

/// The dialog.
#[derive(Debug)]
pub struct PathDialog {
    title: String,
    wanted: PathWanted,
    /// What stands in the field: a folder, a separator, and perhaps the start of a name.
    text: String,
    listing: Option<Listing>,
    /// Indices of the entries in the list, and what that list was made for.
    shown: (Vec<usize>, String, Options),
    ticked: BTreeSet<PathBuf>,
    options: Options,
    list: List,
    /// The current row was walked to: Enter means it and not what is typed.
    walked: bool,
    /// The file that may be written over, once the user has been told.
    replace: Option<PathBuf>,
    message: String,
    focus: FirstFocus,
    cursor_to_end: bool,
}

impl PathDialog {
    /// Starts in `start`, else in the user's own folder.
    #[must_use]
    pub fn new(title: impl Into<String>, wanted: PathWanted, start: Option<PathBuf>) -> Self {
        let folder = start
            .filter(|path| path.is_dir())
            .or_else(home)
            .unwrap_or_else(|| PathBuf::from("."));
        let name = match &wanted {
            PathWanted::SaveFile(name) | PathWanted::SaveFolder(name) => name.as_str(),
            PathWanted::Files(_) | PathWanted::Folder => "",
        };
        Self {
            title: title.into(),
            text: format!("{}{name}", with_separator(&folder)),
            wanted,
            listing: None,
            shown: (Vec::new(), String::new(), Options::default()),
            ticked: BTreeSet::new(),
            options: Options::default(),
            list: List::default(),
            walked: false,
            replace: None,
            message: String::new(),
            focus: FirstFocus::default(),
            cursor_to_end: true,
        }
    }

    /// Shows it for this frame. The answer is not empty, and one path unless files are wanted.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<Vec<PathBuf>> {
        let title = std::mem::take(&mut self.title);
        let result = Shape {
            at_top: true,
            ..Shape::new(&title, 640.0)
        }
        .show(ctx, |ui, theme| self.content(ui, theme));
        self.title = title;
        result
    }

    fn content(&mut self, ui: &mut Ui, theme: &Theme) -> DialogResult<Vec<PathBuf>> {
        self.refresh(ui);
        self.keys(ui);
        let field = self.field(ui);
        if field.changed() {
            self.walked = false;
            self.message.clear();
            self.replace = None;
            self.list.go_to(1);
            self.refresh(ui);
        }
        self.list.unmarked = !self.walked && !self.enter_opens_row();
        let clicked = self.rows(ui, theme, &field);
        self.options(ui);

        let main = match (&self.wanted, &self.replace) {
            (PathWanted::Files(_), _) => "Open",
            (PathWanted::Folder, _) => "Choose folder",
            (PathWanted::SaveFile(_), Some(_)) => "Replace",
            (PathWanted::SaveFile(_) | PathWanted::SaveFolder(_), _) => "Save",
        };
        // Enter in the field walks; the button takes what the field names.
        let enter = field_enter(ui, &field);
        let bar = buttons(main).enabled(!self.text.is_empty()).show(ui, theme, None);
        let answer = match (bar, clicked) {
            (Some(Pressed::Main), _) => self.take(),
            (Some(_), _) => return DialogResult::Cancelled,
            (None, Some(row)) => self.open_row(row),
            (None, None) if enter => self.enter(),
            (None, None) => None,
        };
        if bar.is_some() || clicked.is_some() || enter {
            // What was pressed may have changed what stands above.
            field.request_focus();
            ui.ctx().request_repaint();
        }
        answer.map_or(DialogResult::Open, DialogResult::Done)
    }

    fn keys(&mut self, ui: &Ui) {
        if ui.input_mut(|i| i.consume_key(Modifiers::ALT, Key::ArrowUp)) {
            self.go_up();
        }
        self.walked |= self.list.keys(ui, self.shown.0.len() + 1);
        if ui.input_mut(|i| i.consume_key(Modifiers::CTRL, Key::Space)) {
            self.tick(self.list.current);
        }
        if self.completion().is_some() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Tab)) {
            self.complete();
        }
    }

    fn field(&mut self, ui: &mut Ui) -> Response {
        let id = ui.scope_id().with("path");
        if std::mem::take(&mut self.cursor_to_end) {
            let end = egui::text::CCursor::new(self.text.chars().count());
            let mut state = TextEdit::load_state(ui, id).unwrap_or_default();
            state
                .cursor
                .set_char_range(Some(egui::text::CCursorRange::one(end)));
            TextEdit::store_state(ui, id, state);
        }
        // Tab completes where there is something to complete, and else moves on.
        let filter = EventFilter {
            tab: self.completion().is_some(),
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: false,
        };
        let edit = TextEdit::singleline(&mut self.text).id(id).event_filter(filter);
        let response = ui.add(edit.desired_width(f32::INFINITY)).accessible_name("Path");
        self.focus.give(&response);
        response
    }

    /// Shows the list; returns the row that was asked to open.
    fn rows(&mut self, ui: &mut Ui, theme: &Theme, field: &Response) -> Option<usize> {
        let Some(listing) = &self.listing else { return None };
        let multiple = matches!(self.wanted, PathWanted::Files(_));
        let (shown, ticked) = (&self.shown.0, &self.ticked);
        let names = |row: usize| {
            row.checked_sub(1)
                .and_then(|i| shown.get(i))
                .and_then(|i| listing.entries.get(*i))
        };
        let height = rows(ui, 320.0, 280.0);
        let len = shown.len() + 1;
        let output = self.list.show(
            ui,
            "Files and folders",
            len,
            height,
            Some(field),
            |row| match names(row) {
                None => Row {
                    lead: "..",
                    text: "Parent folder",
                    ..Row::default()
                },
                Some(entry) if entry.folder => Row {
                    text: &entry.name,
                    detail: "Folder",
                    ..Row::default()
                },
                Some(entry) => Row {
                    text: &entry.name,
                    ticked: multiple.then(|| ticked.contains(&entry.path)),
                    ..Row::default()
                },
            },
        );
        match &listing.error {
            Some(error) => {
                let text = format!("{error} Choose another folder.");
                ui.colored_label(theme.palette.error, text);
            }
            None if listing.loading() => {
                ui.weak("Reading the folder…");
            }
            None if !self.message.is_empty() => {
                ui.colored_label(theme.palette.warning, &self.message);
            }
            None => {
                let size = self.entry(self.list.current).filter(|e| !e.folder).map(|e| {
                    format!(
                        "{}, {}",
                        e.name,
                        text_size(usize::try_from(e.bytes).unwrap_or(usize::MAX))
                    )
                });
                ui.weak(size.unwrap_or_else(|| "Enter opens, Tab completes, Alt+Up goes up.".to_owned()));
            }
        }
        let clicked = output.clicked?;
        self.walked = true;
        field.request_focus();
        let folder = clicked == 0 || self.entry(clicked).is_some_and(|e| e.folder);
        if !folder && multiple && output.double_clicked.is_none() {
            self.tick(clicked);
            return None;
        }
        if !folder && !multiple {
            self.name_row(clicked);
            return None;
        }
        Some(clicked)
    }

    fn options(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.checkbox(&mut self.options.hidden, "Hidden files");
            if matches!(&self.wanted, PathWanted::Files(extensions) if !extensions.is_empty()) {
                ui.checkbox(&mut self.options.all_types, "All types");
            }
            if !self.ticked.is_empty() {
                ui.label(format!("{} chosen", self.ticked.len()));
            }
        });
    }

    #[cfg(test)]
    fn loading(&self) -> bool {
        self.listing.as_ref().is_none_or(Listing::loading)
    }
}

/// Takes Enter for the field, which a text field gives up its focus for.
fn field_enter(ui: &Ui, field: &Response) -> bool {
    let here = field.has_focus() || field.lost_focus();
    let enter = here && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
    if enter {
        field.request_focus();
    }
    enter
}
