//! What the field and the list of the file dialog mean: where they are, what Enter does, what is taken.

use std::path::{MAIN_SEPARATOR, Path, PathBuf, is_separator};

use eframe::egui::Context;

use super::listing::{Entry, Listing};
use super::{PathDialog, PathWanted};

impl PathDialog {
    /// Brings the listing and the list up to what stands in the field.
    pub(super) fn refresh(&mut self, ctx: &Context) {
        let (folder, stem) = self.parts();
        if self
            .listing
            .as_ref()
            .is_none_or(|listing| listing.folder != folder)
        {
            self.listing = Some(Listing::start(folder, ctx));
            self.shown.0.clear();
            self.shown.1.clear();
            self.shown.1.push('\0');
        }
        let Some(listing) = &mut self.listing else { return };
        let news = listing.poll();
        if news && !self.walked {
            self.list.go_to(1);
        }
        if !news && (&self.shown.1, self.shown.2) == (&stem, self.options) {
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
                    entry.folder || self.options.all_types || entry.has_extension(extensions)
                }
                PathWanted::Folder | PathWanted::SaveFolder(_) => entry.folder,
                PathWanted::SaveFile(_) => true,
            };
            kind && (self.options.hidden || typed_hidden || !entry.hidden())
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
        self.shown = (rows, stem, self.options);
    }

    /// The folder in the field, and what stands after it.
    pub(super) fn parts(&self) -> (PathBuf, String) {
        let cut = self.text.rfind(is_separator).map_or(0, |i| i + 1);
        let (folder, stem) = self.text.split_at_checked(cut).unwrap_or((&self.text, ""));
        (expand(folder), stem.to_owned())
    }

    /// What the field names.
    pub(super) fn named(&self) -> PathBuf {
        let (folder, stem) = self.parts();
        if stem.is_empty() {
            folder
        } else {
            folder.join(stem)
        }
    }

    /// The entry of row `row`; row 0 is the parent folder.
    pub(super) fn entry(&self, row: usize) -> Option<&Entry> {
        let i = self.shown.0.get(row.checked_sub(1)?)?;
        self.listing.as_ref()?.entries.get(*i)
    }

    /// Enter in the field.
    pub(super) fn enter(&mut self) -> Option<Vec<PathBuf>> {
        if self.walked || self.enter_opens_row() {
            self.open_row(self.list.current)
        } else {
            self.take()
        }
    }

    /// Whether Enter means the current row even if nobody walked to it: the field names nothing that could be taken, and
    /// what is typed has narrowed the list.
    pub(super) fn enter_opens_row(&self) -> bool {
        let narrowed = !self.shown.0.is_empty();
        match self.wanted {
            PathWanted::Files(_) => narrowed && self.ticked.is_empty() && !self.named().is_file(),
            PathWanted::Folder => narrowed && !self.parts().1.is_empty() && !self.named().exists(),
            PathWanted::SaveFile(_) | PathWanted::SaveFolder(_) => false,
        }
    }

    /// Walks into the folder of a row, or takes its file.
    pub(super) fn open_row(&mut self, row: usize) -> Option<Vec<PathBuf>> {
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
        if matches!(self.wanted, PathWanted::Files(_)) {
            self.ticked.insert(path);
            return Some(std::mem::take(&mut self.ticked).into_iter().collect());
        }
        self.name_row(row);
        self.take()
    }

    /// Takes what the field names, or the ticked files; says why if that cannot be.
    pub(super) fn take(&mut self) -> Option<Vec<PathBuf>> {
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
                self.message =
                    String::from("Choose a file: type its name, or walk to it with the arrow keys.");
            }
            PathWanted::Folder if path.is_dir() => return Some(vec![path]),
            PathWanted::Files(_) | PathWanted::Folder => {
                self.message = format!("{} does not exist. Check the spelling.", path.display());
            }
            PathWanted::SaveFile(_) | PathWanted::SaveFolder(_) if stem.is_empty() => {
                self.message = String::from("Type a name after the folder.");
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
    pub(super) fn name_row(&mut self, row: usize) {
        if let Some(entry) = self.entry(row) {
            let (folder, _) = self.parts();
            self.set_text(format!("{}{}", with_separator(&folder), entry.name));
        }
    }

    pub(super) fn tick(&mut self, row: usize) {
        if let Some(entry) = self.entry(row).filter(|e| !e.folder) {
            let path = entry.path.clone();
            if !self.ticked.remove(&path) {
                self.ticked.insert(path);
            }
        }
    }

    pub(super) fn go_up(&mut self) {
        let folder = self.parts().0;
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        if let Some(parent) = folder.parent() {
            self.go_to(parent);
        }
    }

    pub(super) fn go_to(&mut self, folder: &Path) {
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
    pub(super) fn completion(&self) -> Option<String> {
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

    pub(super) fn complete(&mut self) {
        if let Some(name) = self.completion() {
            let (folder, _) = self.parts();
            self.set_text(format!("{}{name}", with_separator(&folder)));
            self.walked = false;
        }
    }
}

pub(super) fn home() -> Option<PathBuf> {
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

pub(super) fn with_separator(folder: &Path) -> String {
    let mut text = folder.to_string_lossy().into_owned();
    if !text.ends_with(is_separator) {
        text.push(MAIN_SEPARATOR);
    }
    text
}
