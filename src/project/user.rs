//! What belongs to the person, not to a project: preferences, and where they left off in each project.
//!
//! Kept in the folders that the system has for this, or in the folder that the environment variable `CLAIMDESK_HOME`
//! names. A file that cannot be read costs the settings in it and nothing else: the defaults take its place, and the
//! caller gets a line to log.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use atomic_write_file::AtomicWriteFile;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::in_words;

/// How many recent projects are remembered.
pub const MAX_RECENT: usize = 12;
/// How many columns of a table are remembered.
const MAX_COLUMNS: usize = 24;

/// A person's settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Name under decisions.
    pub reviewer: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// Size of the text in the reader, in points, 11 to 32.
    pub text_size: f32,
    /// The suggester: `fast` or `accurate`.
    pub suggestions: String,
    /// Whether beliefs and intentions are suggested, not only what is said.
    pub beliefs: bool,
    /// Whether what is decided in articles that are done teaches the suggesters.
    pub learning: bool,
    /// The order of the review queue: `text`, or `worth` for the most check-worthy first.
    pub queue: String,
    /// Whether changes are saved without being asked.
    pub autosave: bool,
    /// Folders of projects, last opened first.
    pub recent: Vec<PathBuf>,
    /// What was exported last, and how.
    pub export: ExportWish,
    /// How the table of claims is laid out and sorted.
    pub claims_table: ClaimsTableWish,
}

/// How a person likes the table of claims. Names that the program does not know are passed over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimsTableWish {
    /// The columns that are shown, from left to right; none for those of a new table.
    pub columns: Vec<ColumnWish>,
    /// Name of the column that it is sorted by; empty for the order of the text.
    pub sort: String,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnWish {
    /// Its name.
    pub name: String,
    /// Its width in points; 0 for that of a new table.
    pub width: f32,
}

/// How a person exported last. What belongs to one project (whose decisions, of which days) is not among it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportWish {
    /// Name of the format.
    pub format: String,
    /// `all`, `confirmed` or `decided`.
    pub items: String,
    /// Whether only articles that are done are taken.
    pub done: bool,
    /// Whether names of persons are replaced.
    pub without_names: bool,
    /// Whether articles are dealt out to train, dev and test.
    pub is_split: bool,
    /// In which weights.
    pub weights: String,
    /// By which seed.
    pub seed: u64,
    /// Pattern for tokens; empty for the program's own rules.
    pub tokens: String,
    /// Address under which reviews will be published.
    pub site: String,
}

impl Default for ExportWish {
    fn default() -> Self {
        Self {
            format: "jsonl".to_owned(),
            items: "all".to_owned(),
            done: false,
            without_names: false,
            is_split: false,
            weights: "80/10/10".to_owned(),
            seed: 0,
            tokens: String::new(),
            site: String::new(),
        }
    }
}

impl Default for Preferences {
    fn default() -> Self {
        let name = ["USER", "USERNAME", "LOGNAME"]
            .iter()
            .find_map(|name| std::env::var(name).ok());
        Self {
            reviewer: name
                .filter(|name| !name.trim().is_empty())
                .unwrap_or_else(|| "Reviewer".to_owned()),
            theme: "system".to_owned(),
            text_size: 17.0,
            suggestions: "accurate".to_owned(),
            beliefs: false,
            learning: true,
            queue: "text".to_owned(),
            autosave: true,
            recent: Vec::new(),
            export: ExportWish::default(),
            claims_table: ClaimsTableWish::default(),
        }
    }
}

impl Preferences {
    /// Puts `folder` first among the recent projects.
    pub fn opened(&mut self, folder: &Path) {
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        self.recent.retain(|known| *known != folder);
        self.recent.insert(0, folder);
        self.recent.truncate(MAX_RECENT);
    }

    /// Brings values that were written by hand into their ranges.
    fn mended(mut self) -> Self {
        if !matches!(self.theme.as_str(), "system" | "light" | "dark") {
            "system".clone_into(&mut self.theme);
        }
        self.text_size = if self.text_size.is_finite() {
            self.text_size.clamp(11.0, 32.0)
        } else {
            17.0
        };
        if !matches!(self.suggestions.as_str(), "fast" | "accurate") {
            "accurate".clone_into(&mut self.suggestions);
        }
        if !matches!(self.queue.as_str(), "text" | "worth") {
            "text".clone_into(&mut self.queue);
        }
        self.claims_table.columns.truncate(MAX_COLUMNS);
        for column in &mut self.claims_table.columns {
            column.width = if column.width.is_finite() {
                column.width.clamp(0.0, 2000.0)
            } else {
                0.0
            };
        }
        if self.reviewer.trim().is_empty() {
            self.reviewer = Self::default().reviewer;
        }
        self.recent.truncate(MAX_RECENT);
        self
    }
}

/// Where a person left off in a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewState {
    /// Id of the open article.
    pub article: Option<String>,
    /// Id of the item in focus.
    pub item: Option<String>,
    /// Whether decided items are stepped through as well.
    pub all_items: bool,
}

/// The folders in which these files lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    config: PathBuf,
    state: PathBuf,
}

/// The settings could not be written. The program goes on without.
#[derive(Debug, thiserror::Error)]
#[error("{}: Could not be written: {}. Settings are lost when the program closes.", file.display(), in_words(source))]
pub struct NotKept {
    /// The file.
    pub file: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl Home {
    /// `CLAIMDESK_HOME` if it is set, else the folders of the system; `None` if it has none.
    #[must_use]
    pub fn find() -> Option<Self> {
        if let Some(home) = std::env::var_os("CLAIMDESK_HOME").filter(|home| !home.is_empty()) {
            return Some(Self::at(Path::new(&home)));
        }
        let dirs = directories::ProjectDirs::from("", "", "claimdesk")?;
        Some(Self {
            config: dirs.config_dir().to_owned(),
            state: dirs
                .state_dir()
                .unwrap_or_else(|| dirs.data_local_dir())
                .to_owned(),
        })
    }

    /// Everything in one folder.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        Self {
            config: folder.to_owned(),
            state: folder.join("state"),
        }
    }

    /// The preferences, and a line for the log if the file could not be read.
    #[must_use]
    pub fn preferences(&self) -> (Preferences, Option<String>) {
        let (read, problem) = read::<Preferences>(&self.preferences_file());
        (read.mended(), problem)
    }

    /// Keeps the preferences.
    ///
    /// # Errors
    /// [`NotKept`] if the file cannot be written.
    pub fn keep_preferences(&self, preferences: &Preferences) -> Result<(), NotKept> {
        write(&self.preferences_file(), preferences)
    }

    /// Where the person left off in the project at `folder`, and a line for the log if the file could not be read.
    #[must_use]
    pub fn view_state(&self, folder: &Path) -> (ViewState, Option<String>) {
        read(&self.view_file(folder))
    }

    /// Keeps where the person left off.
    ///
    /// # Errors
    /// [`NotKept`] if the file cannot be written.
    pub fn keep_view_state(&self, folder: &Path, state: &ViewState) -> Result<(), NotKept> {
        write(&self.view_file(folder), state)
    }

    /// The folder for what the program has to remember.
    #[must_use]
    pub fn state_folder(&self) -> &Path {
        &self.state
    }

    fn preferences_file(&self) -> PathBuf {
        self.config.join("preferences.ron")
    }

    fn view_file(&self, folder: &Path) -> PathBuf {
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let hash = Sha256::digest(folder.as_os_str().as_encoded_bytes());
        let name = super::hex(&hash, 8);
        self.state.join("views").join(format!("{name}.ron"))
    }
}

fn read<T: DeserializeOwned + Default>(path: &Path) -> (T, Option<String>) {
    /// Larger than any list of recent projects.
    const MAX_BYTES: u64 = 1024 * 1024;
    let problem = |why: String| {
        (
            T::default(),
            Some(format!("{}: {why}. The defaults are used.", path.display())),
        )
    };
    let text = match super::regular::read(path, MAX_BYTES) {
        Ok(bytes) if bytes.len() as u64 > MAX_BYTES => return problem("The file is too large".to_owned()),
        Ok(bytes) => String::from_utf8(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return (T::default(), None),
        Err(error) => return problem(format!("Could not be read: {}", in_words(&error))),
    };
    let Ok(text) = text else {
        return problem("Could not be read: it is not UTF-8 text".to_owned());
    };
    match ron::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value) => (value, None),
        Err(error) => problem(format!("Could not be read: {error}")),
    }
}

fn write<T: Serialize>(path: &Path, value: &T) -> Result<(), NotKept> {
    let not_kept = |source| NotKept {
        file: path.to_owned(),
        source,
    };
    let text = ron::ser::to_string_pretty(value, ron::ser::PrettyConfig::default())
        .map_err(|error| not_kept(io::Error::other(error)))?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(not_kept)?;
    }
    let mut file = AtomicWriteFile::open(path).map_err(not_kept)?;
    file.write_all(text.as_bytes()).map_err(not_kept)?;
    file.write_all(b"\n").map_err(not_kept)?;
    file.commit().map_err(not_kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_and_a_broken_file_costs_only_itself() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        assert_eq!(home.preferences(), (Preferences::default(), None));
        let mut preferences = Preferences {
            reviewer: "Ada".to_owned(),
            text_size: 20.0,
            ..Preferences::default()
        };
        preferences.opened(folder.path());
        preferences.opened(folder.path());
        home.keep_preferences(&preferences).unwrap();
        assert_eq!(home.preferences(), (preferences, None));

        let state = ViewState {
            article: Some("a".to_owned()),
            item: None,
            all_items: true,
        };
        home.keep_view_state(folder.path(), &state).unwrap();
        assert_eq!(home.view_state(folder.path()), (state, None));
        assert_eq!(home.view_state(Path::new("/elsewhere")).0, ViewState::default());

        for (broken, size) in [
            ("(text_size: 900.0)", 32.0),
            ("(text_size: NaN)", 17.0),
            ("(theme: \"da", 17.0),
            ("", 17.0),
        ] {
            fs::write(folder.path().join("preferences.ron"), broken).unwrap();
            assert!((home.preferences().0.text_size - size).abs() < 0.01, "{broken}");
        }
        assert!(home.preferences().1.is_some());
    }
}
