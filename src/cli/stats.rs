//! `claimdesk stats`: how far the review is, as plain text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::import::load;
use super::output;
use super::report::{Halt, Report};
use crate::annotation::{Action, ArticleState, Body, Change, Project, Status};

/// Runs the command.
pub fn run(folder: &Path, report: &Report) -> Result<(), Halt> {
    let loaded = load(folder, report)?;
    let mut out = output::standard();
    for line in lines(&loaded.project) {
        out.line(&line)?;
    }
    out.finish()
}

/// Everything that `stats` prints.
fn lines(project: &Project) -> Vec<String> {
    let mut lines = vec![project.title.clone(), String::new()];
    let articles = || project.articles.values();
    let mut rows = vec![row(["Articles", &articles().count().to_string()])];
    for state in ArticleState::ALL {
        let count = articles().filter(|article| article.state == *state).count();
        rows.push(row([
            format!("  {}", state.title().to_lowercase()).as_str(),
            &count.to_string(),
        ]));
    }
    let items = || articles().flat_map(|article| article.items.values());
    let left = items().filter(|item| item.status == Status::Suggested).count();
    let confirmed = items().filter(|item| item.is_annotation()).count();
    rows.push(row(["Suggestions left", &left.to_string()]));
    rows.push(row(["Confirmed items", &confirmed.to_string()]));
    rows.push(row(["Actors", &project.actors.len().to_string()]));
    rows.push(row(["Reviewers", &project.reviewers.len().to_string()]));
    lines.extend(table(&rows));
    lines.extend(decisions(project));
    lines.extend(acceptance(project));
    lines
}

const ACTIONS: [(Action, &str); 5] = [
    (Action::Accepted, "accepted"),
    (Action::Corrected, "corrected"),
    (Action::Rejected, "rejected"),
    (Action::Added, "added"),
    (Action::Removed, "removed"),
];

fn decisions(project: &Project) -> Vec<String> {
    let mut counts: BTreeMap<(String, Action), usize> = BTreeMap::new();
    let in_articles = project.articles.values().flat_map(|article| &article.decisions);
    for decision in in_articles.chain(&project.decisions) {
        *counts
            .entry((what(&decision.change), decision.action))
            .or_default() += 1;
    }
    let kinds: BTreeSet<&String> = counts.keys().map(|(kind, _)| kind).collect();
    if kinds.is_empty() {
        return vec![String::new(), "No decisions yet.".to_owned()];
    }
    let mut rows = vec![row(["Decisions"]
        .into_iter()
        .chain(ACTIONS.iter().map(|(_, name)| *name)))];
    for kind in kinds {
        let count = |action| counts.get(&(kind.clone(), action)).copied().unwrap_or_default();
        let mut cells = vec![format!("  {kind}")];
        cells.extend(ACTIONS.iter().map(|(action, _)| count(*action).to_string()));
        rows.push(cells);
    }
    let mut lines = vec![String::new()];
    lines.extend(table(&rows));
    lines
}

/// What a decision was about: the kind of a mention, or what else.
fn what(change: &Change) -> String {
    match change {
        Change::Item { before, after, .. } => match after.as_ref().or(before.as_ref()) {
            Some(Body::Mention(mention)) => mention.kind.to_string(),
            Some(Body::Claim(_)) => "claim".to_owned(),
            None => "item".to_owned(),
        },
        Change::Actor { .. } => "actor entry".to_owned(),
        Change::Event { .. } => "claims of one event".to_owned(),
        Change::Zone { .. } => "zone".to_owned(),
        Change::Metadata { .. } => "article details".to_owned(),
        Change::State { .. } => "article state".to_owned(),
    }
}

fn acceptance(project: &Project) -> Vec<String> {
    /// Accepted, corrected, rejected.
    type Counts = [usize; 3];
    let mut by: BTreeMap<(String, bool), Counts> = BTreeMap::new();
    for item in project
        .articles
        .values()
        .flat_map(|article| article.items.values())
    {
        let Some(origin) = &item.origin else { continue };
        let counted = match item.status {
            Status::Accepted => [1, 0, 0],
            Status::Corrected => [0, 1, 0],
            Status::Rejected => [0, 0, 1],
            Status::Suggested | Status::Added => continue,
        };
        let name = format!("{} {}", origin.suggester, origin.version);
        let counts = by
            .entry((name.trim().to_owned(), item.body.as_claim().is_some()))
            .or_default();
        for (sum, more) in counts.iter_mut().zip(counted) {
            *sum += more;
        }
    }
    if by.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![row([
        "Suggester",
        "accepted",
        "corrected",
        "rejected",
        "accepted as is",
    ])];
    for ((name, claims), [accepted, corrected, rejected]) in by {
        let share = 100.0 * accepted as f64 / (accepted + corrected + rejected).max(1) as f64;
        let what = if claims { "claims" } else { "mentions" };
        rows.push(vec![
            format!("  {name}, {what}"),
            accepted.to_string(),
            corrected.to_string(),
            rejected.to_string(),
            format!("{share:.0} %"),
        ]);
    }
    let mut lines = vec![String::new()];
    lines.extend(table(&rows));
    lines
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
        let lines = lines(&Project::new("Empty"));
        assert!(lines.contains(&"No decisions yet.".to_owned()), "{lines:?}");
    }
}
