//! `claimdesk stats`: how far the review is, as plain text. The figures are those of the window's page “Progress”.

use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::args::StatsArgs;
use super::import::load;
use super::output;
use super::report::{Halt, Report};
use crate::annotation::Project;
use crate::desk::progress::tables::Table;
use crate::desk::progress::{Overview, Pace, overview};

/// How many rows of a list without end are printed; JSON has all of them.
const ROWS: usize = 10;

/// Runs the command.
pub fn run(args: &StatsArgs, report: &Report) -> Result<(), Halt> {
    let loaded = load(&args.project, report)?;
    let found = overview(&loaded.project, &TimeZone::system(), None);
    let mut out = output::standard();
    if args.json {
        out.line(&as_json(&loaded.project, &found).to_string())?;
    } else {
        for line in lines(&loaded.project, &found) {
            out.line(&line)?;
        }
    }
    out.finish()
}

/// Everything that `stats` prints.
fn lines(project: &Project, found: &Overview) -> Vec<String> {
    let mut lines = vec![project.title.clone(), String::new()];
    let mut rows = found.left_table().rows;
    rows.push(row(["Actors", &project.actors.len().to_string()]));
    rows.push(row(["Reviewers", &project.reviewers.len().to_string()]));
    lines.extend(table(&rows));
    if found.decisions() == 0 {
        lines.extend([String::new(), "No decisions yet.".to_owned()]);
    }
    for Table {
        title, head, rows, ..
    } in found.tables()
    {
        let heading = [title].into_iter().chain(head.into_iter().skip(1));
        let mut shown = vec![row(heading)];
        // The days that matter are the last ones, the articles those that took longest.
        let (from, more) = match rows.len().saturating_sub(ROWS) {
            0 => (0, 0),
            more if title == "Decisions by day" => (more, more),
            more if title == "Time by article" => (0, more),
            _ => (0, 0),
        };
        let kept = rows.len() - more;
        shown.extend(rows.into_iter().skip(from).take(kept).map(|mut cells| {
            if let Some(first) = cells.first_mut() {
                *first = format!("  {}", short(first));
            }
            cells
        }));
        lines.push(String::new());
        lines.extend(table(&shown));
        if more > 0 {
            lines.push(format!("  and {more} more; --json prints all"));
        }
    }
    lines
}

/// A name that leaves room for numbers.
fn short(name: &str) -> String {
    match name.char_indices().nth(50) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or(name).trim_end()),
        None => name.to_owned(),
    }
}

fn as_json(project: &Project, found: &Overview) -> Value {
    let mut tables = Map::new();
    for table in found.tables() {
        let rows: Vec<Value> = table
            .rows
            .iter()
            .map(|cells| {
                let named = table.head.iter().zip(cells).enumerate();
                let fields = named.map(|(column, (name, cell))| {
                    let value = if column < table.words {
                        json!(cell)
                    } else {
                        number(cell)
                    };
                    (name.replace(' ', "_"), value)
                });
                Value::Object(fields.collect())
            })
            .collect();
        tables.insert(table.title.to_lowercase().replace(' ', "_"), Value::Array(rows));
    }
    let states = found
        .left
        .states
        .iter()
        .map(|(state, count)| (state.id().replace(' ', "_"), json!(count)));
    let differences: usize = found.left.differences.iter().map(|(_, _, count)| count).sum();
    json!({
        "title": project.title,
        "articles": found.left.articles(),
        "articles_by_state": states.collect::<Map<_, _>>(),
        "undecided": found.left.undecided,
        "decided_differently": differences,
        "confirmed": found.left.confirmed,
        "actors": project.actors.len(),
        "reviewers": project.reviewers,
        "seconds": found.seconds(),
        "median_seconds_by_article": found.median_seconds(),
        "items_an_hour": found.pace.map(Pace::hourly),
        "estimated_seconds_left": found.estimate(),
        "tables": tables,
    })
}

/// A cell with a number; a percentage becomes a share of 0 to 1.
fn number(cell: &str) -> Value {
    if let Ok(whole) = cell.parse::<u64>() {
        return json!(whole);
    }
    match cell.strip_suffix(" %").map(str::parse::<f64>) {
        Some(Ok(percent)) => json!(percent / 100.0),
        _ => cell
            .parse::<f64>()
            .map_or_else(|_| json!(cell), |number| json!(number)),
    }
}

fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    cells.into_iter().map(str::to_owned).collect()
}

/// Columns of the same width: names to the left, numbers to the right.
fn table(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|c| c.chars().count())
            .max()
    };
    let widths: Vec<usize> = (0..columns)
        .map(|column| width(column).unwrap_or_default())
        .collect();
    rows.iter()
        .map(|row| {
            let cells = row
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(column, (cell, width))| {
                    if column == 0 {
                        format!("{cell:<width$}")
                    } else {
                        format!("  {cell:>width$}")
                    }
                });
            cells.collect::<String>().trim_end().to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = [row(["Decisions", "accepted"]), row(["  état", "12"])];
        assert_eq!(table(&rows), ["Decisions  accepted", "  état           12"]);
    }

    #[test]
    fn an_empty_project_has_stats_too() {
        let project = Project::new("Empty");
        let found = overview(&project, &TimeZone::UTC, None);
        let lines = lines(&project, &found);
        assert!(lines.contains(&"No decisions yet.".to_owned()), "{lines:?}");
    }

    #[test]
    fn cells_become_numbers() {
        for (cell, value) in [
            ("12", json!(12)),
            ("40 %", json!(0.4)),
            ("5.5", json!(5.5)),
            ("x", json!("x")),
        ] {
            assert_eq!(number(cell), value, "{cell}");
        }
    }
}
