//! What is wrong with a project's files, told so that a person can mend it.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// Something in a file that is not as it should be. The project opens all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The file.
    pub file: PathBuf,
    /// Line in it, from 1, where one is at fault.
    pub line: Option<usize>,
    /// Column, in characters from 1.
    pub column: Option<usize>,
    /// What is the matter, one sentence.
    pub what: String,
    /// What to do about it, one sentence; may be empty.
    pub hint: String,
    /// The line at fault with a caret under the place, two lines; empty if there is none to show.
    pub excerpt: String,
    /// Whether only a person can mend it. What is not is put right by the next save.
    pub stays: bool,
}

impl Warning {
    /// A warning about a file as a whole.
    pub fn about(file: &Path, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            column: None,
            what: what.into(),
            hint: hint.into(),
            excerpt: String::new(),
            stays: false,
        }
    }

    /// The same for something that no save puts right.
    #[must_use]
    pub fn for_a_person(self) -> Self {
        Self { stays: true, ..self }
    }

    /// Where it is and what is the matter, without what to do about it.
    #[must_use]
    pub fn place_and_what(&self) -> String {
        let bare = Self {
            hint: String::new(),
            excerpt: String::new(),
            ..self.clone()
        };
        bare.to_string()
    }

    /// The same with a place in `source`, the file's content.
    #[must_use]
    pub fn at(self, source: &str, line: usize, column: usize) -> Self {
        let excerpt = excerpt(source, line, column);
        Self {
            line: Some(line),
            column: Some(column),
            excerpt,
            ..self
        }
    }
}

impl fmt::Display for Warning {
    /// `file:line:column: what hint`, as editors and terminals know to follow.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        write!(f, ": {}", self.what)?;
        if !self.hint.is_empty() {
            write!(f, " {}", self.hint)?;
        }
        if !self.excerpt.is_empty() {
            write!(f, "\n{}", self.excerpt)?;
        }
        Ok(())
    }
}

/// Widest piece of a line that an excerpt shows, in characters.
const EXCERPT: usize = 96;

/// Line `line` of `source` around `column`, and a caret under it.
fn excerpt(source: &str, line: usize, column: usize) -> String {
    let Some(content) = source.lines().nth(line.saturating_sub(1)) else {
        return String::new();
    };
    let at = column.saturating_sub(1);
    let skipped = at.saturating_sub(EXCERPT * 2 / 3);
    let shown: String = content
        .chars()
        .skip(skipped)
        .take(EXCERPT)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if shown.trim().is_empty() {
        return String::new();
    }
    let number = line.to_string();
    let gutter = " ".repeat(number.len());
    let indent = " ".repeat(at.saturating_sub(skipped).min(EXCERPT));
    format!("  {number} | {shown}\n  {gutter} | {indent}^")
}

/// What to do about an orphan.
const ORPHAN: &str = "It is kept; put it somewhere or drop it in the window.";

/// Collects warnings about one file whose content is known.
pub(super) struct Notes<'a> {
    file: &'a Path,
    source: &'a str,
    /// Line of each `id: "…"`, found once when first asked for.
    lines: OnceCell<HashMap<&'a str, usize>>,
    pub(super) found: Vec<Warning>,
    /// What the file itself says to be undone, not a fault of it.
    pub(super) waiting: Vec<Warning>,
}

impl<'a> Notes<'a> {
    pub(super) fn new(file: &'a Path, source: &'a str) -> Self {
        Self {
            file,
            source,
            lines: OnceCell::new(),
            found: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// About an item that lost its place, just `now` or before the file was written.
    pub(super) fn orphan(&mut self, id: &str, what: String, now: bool) {
        self.thing(id, what, ORPHAN);
        if let Some(warning) = self.found.pop().map(Warning::for_a_person) {
            if now {
                self.found.push(warning);
            } else {
                self.waiting.push(warning);
            }
        }
    }

    /// About the file as a whole.
    pub(super) fn file(&mut self, what: impl Into<String>, hint: impl Into<String>) {
        self.found.push(Warning::about(self.file, what, hint));
    }

    /// About the thing with this id.
    pub(super) fn thing(&mut self, id: &str, what: impl Into<String>, hint: impl Into<String>) {
        let lines = self.lines.get_or_init(|| id_lines(self.source));
        let mut warning = Warning::about(self.file, what, hint);
        warning.line = lines.get(id).copied();
        self.found.push(warning);
    }

    /// About a field of the file itself.
    pub(super) fn field(&mut self, name: &str, what: impl Into<String>, hint: impl Into<String>) {
        let mut warning = Warning::about(self.file, what, hint);
        let starts = |line: &str| {
            line.trim_start()
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(':'))
        };
        warning.line = self.source.lines().position(starts).map(|at| at + 1);
        self.found.push(warning);
    }
}

fn id_lines(source: &str) -> HashMap<&str, usize> {
    let mut lines = HashMap::new();
    for (at, line) in source.lines().enumerate() {
        let id = line
            .trim_start()
            .strip_prefix("id: \"")
            .and_then(|rest| rest.split_once('"'));
        if let Some((id, _)) = id {
            lines.entry(id).or_insert(at + 1);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_points_at_the_place() {
        let warning =
            Warning::about(Path::new("a.ron"), "Not a number.", "Write digits.").at("x\n  at: zwölf,", 2, 7);
        assert_eq!(
            warning.to_string(),
            "a.ron:2:7: Not a number. Write digits.\n  2 |   at: zwölf,\n    |       ^"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = "é".repeat(5000);
        let shown = excerpt(&line, 1, 4000);
        assert!(shown.chars().count() < 250, "{shown}");
        assert_eq!(excerpt("", 7, 1), "");
    }
}
