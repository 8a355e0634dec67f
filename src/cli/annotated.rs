//! Annotated articles from the command line: lines of corpora, and articles of projects.

use std::io::{BufRead as _, BufReader};
use std::path::Path;

use super::import::load;
use super::report::{Halt, Report};
use crate::learn::corpus::Annotated;
use crate::project::{in_words, is_project};

/// Reads the articles of a project or of a file with one article a line. Lines that cannot be used are reported.
pub fn read(path: &Path, report: &Report) -> Result<Vec<Annotated>, Halt> {
    if is_project(path) {
        let loaded = load(path, report)?;
        let articles = loaded.project.in_order();
        return Ok(articles
            .into_iter()
            .filter_map(|a| Annotated::from_article(a))
            .collect());
    }
    let unreadable = |error: &std::io::Error| {
        Halt::Unreachable(format!(
            "{}: Could not be read: {}. Name a project or a file of JSON Lines.",
            path.display(),
            in_words(error)
        ))
    };
    let file = std::fs::File::open(path).map_err(|error| unreadable(&error))?;
    let mut found = Vec::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| unreadable(&error))?;
        let line = line.strip_prefix('\u{feff}').unwrap_or(&line).trim();
        if line.is_empty() {
            continue;
        }
        match Annotated::from_line(line, &number.to_string()) {
            Ok(article) => found.push(article),
            Err(error) => report.fault(format!("{}:{}: {error}", path.display(), number + 1)),
        }
    }
    Ok(found)
}
