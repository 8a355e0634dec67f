//! A file dialog of our own, for systems that have none to lend.
//!
//! One field holds the path; the list below shows the folder that the field is in, narrowed by what is typed after its
//! last separator. Enter walks into folders and takes files, Tab completes, arrows walk the list, Alt+Up goes up.

mod listing;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{MAIN_SEPARATOR, Path, PathBuf, is_separator};

use eframe::egui;
use egui::{Context, EventFilter, Key, Modifiers, Response, TextEdit, Ui};

use self::listing::{Entry, Listing};
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

/// The dialog.
#[derive(Debug)]
pub struct PathDialog {
    title: String,
    wanted: PathWanted,
    /// What stands in the field: a folder, a separator, and perhaps the start of a name.
    text: String,
    listing: Option<Listing>,
    /// Indices of the entries in the list, and what that list was made for.
    shown: (Vec<usize>, String, bool, bool),
    ticked: BTreeSet<PathBuf>,
    hidden: bool,
    all_types: bool,
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
            shown: (Vec::new(), String::new(), false, false),
            ticked: BTreeSet::new(),
            hidden: false,
            all_types: false,
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

    /// Brings the listing and the list up to what stands in the field.
    fn refresh(&mut self, ctx: &Context) {
        let (folder, stem) = self.parts();
        if self
            .listing
            .as_ref()
            .is_none_or(|listing| listing.folder != folder)
        {
            self.listing = Some(Listing::start(folder, ctx));
            self.shown.0.clear();
            self.shown.1 = "\0".to_owned();
        }
        let Some(listing) = &mut self.listing else { return };
        let news = listing.poll();
        if news && !self.walked {
            self.list.go_to(1);
        }
        let made_for = (&self.shown.1, self.shown.2, self.shown.3);
        if !news && made_for == (&stem, self.hidden, self.all_types) {
            return;
        }
        let wanted = stem.to_lowercase();
        let typed_hidden = stem.starts_with('.');
        // A suggested name is no filter.
        let filter = if matches!(self.wanted, PathWanted::Files(_) | PathWanted::Folder) {
            wanted.as_str()
        } else {
            ""
        };
        let fits = |entry: &Entry| {
            let kind = match &self.wanted {
                PathWanted::Files(extensions) => {
                    entry.folder || self.all_types || entry.has_extension(extensions)
                }
                PathWanted::Folder | PathWanted::SaveFolder(_) => entry.folder,
                PathWanted::SaveFile(_) => true,
            };
            kind && (self.hidden || typed_hidden || !entry.hidden())
                && entry.name.to_lowercase().contains(filter)
        };
        let mut rows: Vec<usize> = listing
            .entries
            .iter()
            .enumerate()
            .filter(|(_, e)| fits(e))
            .map(|(i, _)| i)
            .collect();
        // Names that start with what is typed come first; the rest keeps its order.
        rows.sort_by_key(|i| {
            listing
                .entries
                .get(*i)
                .is_none_or(|e| !e.name.to_lowercase().starts_with(filter))
        });
        self.shown = (rows, stem, self.hidden, self.all_types);
    }

    /// The folder in the field, and what stands after it.
    fn parts(&self) -> (PathBuf, String) {
        let cut = self.text.rfind(is_separator).map_or(0, |i| i + 1);
        let (folder, stem) = self.text.split_at_checked(cut).unwrap_or((&self.text, ""));
        (expand(folder), stem.to_owned())
    }

    /// What the field names.
    fn named(&self) -> PathBuf {
        let (folder, stem) = self.parts();
        if stem.is_empty() {
            folder
        } else {
            folder.join(stem)
        }
    }

    /// The entry of row `row`; row 0 is the parent folder.
    fn entry(&self, row: usize) -> Option<&Entry> {
        let i = self.shown.0.get(row.checked_sub(1)?)?;
        self.listing.as_ref()?.entries.get(*i)
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
            ui.checkbox(&mut self.hidden, "Hidden files");
            if matches!(&self.wanted, PathWanted::Files(extensions) if !extensions.is_empty()) {
                ui.checkbox(&mut self.all_types, "All types");
            }
            if !self.ticked.is_empty() {
                ui.label(format!("{} chosen", self.ticked.len()));
            }
        });
    }

    /// Enter in the field.
    fn enter(&mut self) -> Option<Vec<PathBuf>> {
        if self.walked || self.enter_opens_row() { self.open_row(self.list.current) } else { self.take() }
    }

    /// Whether Enter means the current row even if nobody walked to it: the field names nothing that could be taken, and
    /// what is typed has narrowed the list.
    fn enter_opens_row(&self) -> bool {
        let narrowed = !self.shown.0.is_empty();
        match self.wanted {
            PathWanted::Files(_) => narrowed && self.ticked.is_empty() && !self.named().is_file(),
            PathWanted::Folder => narrowed && !self.parts().1.is_empty() && !self.named().exists(),
            PathWanted::SaveFile(_) | PathWanted::SaveFolder(_) => false,
        }
    }

    /// Walks into the folder of a row, or takes its file.
    fn open_row(&mut self, row: usize) -> Option<Vec<PathBuf>> {
        if row == 0 {
            self.go_up();
            return None;
        }
        let entry = self.entry(row)?;
        let path = entry.path.clone();
        if entry.folder {
            self.go_to(&path);
            return None;
        }
        match self.wanted {
            PathWanted::Files(_) => {
                self.ticked.insert(path);
                Some(std::mem::take(&mut self.ticked).into_iter().collect())
            }
            _ => {
                self.name_row(row);
                self.take()
            }
        }
    }

    /// Takes what the field names, or the ticked files; says why if that cannot be.
    fn take(&mut self) -> Option<Vec<PathBuf>> {
        let path = self.named();
        let (folder, stem) = self.parts();
        self.message.clear();
        match &self.wanted {
            PathWanted::Files(_) if stem.is_empty() && !self.ticked.is_empty() => {
                return Some(std::mem::take(&mut self.ticked).into_iter().collect());
            }
            PathWanted::Files(_) if path.is_file() => return Some(vec![path]),
            PathWanted::Files(_) if path.is_dir() && !stem.is_empty() => self.go_to(&path),
            PathWanted::Files(_) if stem.is_empty() => {
                self.message = "Choose a file: type its name, or walk to it with the arrow keys.".to_owned();
            }
            PathWanted::Folder if path.is_dir() => return Some(vec![path]),
            PathWanted::Files(_) | PathWanted::Folder => {
                self.message = format!("{} does not exist. Check the spelling.", path.display());
            }
            PathWanted::SaveFile(_) | PathWanted::SaveFolder(_) if stem.is_empty() => {
                self.message = "Type a name after the folder.".to_owned();
            }
            PathWanted::SaveFile(_) | PathWanted::SaveFolder(_) if !folder.is_dir() => {
                self.message = format!("The folder {} does not exist. Choose another.", folder.display());
            }
            PathWanted::SaveFolder(_) if !path.is_file() => return Some(vec![path]),
            PathWanted::SaveFolder(_) => {
                self.message = format!("{} is a file. Choose another name.", path.display());
            }
            PathWanted::SaveFile(_) if path.is_dir() => self.go_to(&path),
            PathWanted::SaveFile(_) if path.exists() && self.replace.as_ref() != Some(&path) => {
                self.message = format!("{stem} exists. Press Replace to write over it.");
                self.replace = Some(path);
            }
            PathWanted::SaveFile(_) => return Some(vec![path]),
        }
        None
    }

    /// Puts the name of a row into the field.
    fn name_row(&mut self, row: usize) {
        if let Some(entry) = self.entry(row) {
            let (folder, _) = self.parts();
            self.set_text(format!("{}{}", with_separator(&folder), entry.name));
        }
    }

    fn tick(&mut self, row: usize) {
        if let Some(entry) = self.entry(row).filter(|e| !e.folder) {
            let path = entry.path.clone();
            if !self.ticked.remove(&path) {
                self.ticked.insert(path);
            }
        }
    }

    fn go_up(&mut self) {
        let folder = self.parts().0;
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        if let Some(parent) = folder.parent() {
            self.go_to(&parent.to_owned());
        }
    }

    fn go_to(&mut self, folder: &Path) {
        let name = match self.wanted {
            PathWanted::SaveFile(_) | PathWanted::SaveFolder(_) => self.parts().1,
            PathWanted::Files(_) | PathWanted::Folder => String::new(),
        };
        // The name that was typed may have been that of the folder itself.
        let name = if folder.ends_with(&name) {
            String::new()
        } else {
            name
        };
        self.set_text(format!("{}{name}", with_separator(folder)));
        self.list.go_to(1);
        self.walked = false;
    }

    fn set_text(&mut self, text: String) {
        self.text = text;
        self.cursor_to_end = true;
        self.replace = None;
        self.message.clear();
    }

    /// What Tab would make of the typed name.
    fn completion(&self) -> Option<String> {
        let (_, stem) = self.parts();
        if stem.is_empty() {
            return None;
        }
        let lower = stem.to_lowercase();
        let listing = self.listing.as_ref()?;
        let mut fitting = listing
            .entries
            .iter()
            .filter(|e| e.name.to_lowercase().starts_with(&lower));
        let first = fitting.next()?;
        let mut common = first.name.clone();
        let mut only = true;
        for entry in fitting {
            only = false;
            let same = common.chars().zip(entry.name.chars()).take_while(|(a, b)| a == b);
            common = same.map(|(a, _)| a).collect();
        }
        if only && first.folder {
            common.push(MAIN_SEPARATOR);
        }
        (common.len() > stem.len()).then_some(common)
    }

    fn complete(&mut self) {
        if let Some(name) = self.completion() {
            let (folder, _) = self.parts();
            self.set_text(format!("{}{name}", with_separator(&folder)));
            self.walked = false;
        }
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

fn home() -> Option<PathBuf> {
    Some(directories::BaseDirs::new()?.home_dir().to_owned())
}

/// `~` at the start means the user's own folder; nothing means the current one.
fn expand(folder: &str) -> PathBuf {
    match folder.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with(is_separator) => home()
            .unwrap_or_default()
            .join(rest.trim_start_matches(is_separator)),
        _ if folder.is_empty() => PathBuf::from("."),
        _ => PathBuf::from(folder),
    }
}

fn with_separator(folder: &Path) -> String {
    let mut text = folder.to_string_lossy().into_owned();
    if !text.ends_with(is_separator) {
        text.push(MAIN_SEPARATOR);
    }
    text
}
