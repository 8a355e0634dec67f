//! The figures as tables of text: for screen readers, for the command line, and as CSV for whoever wants to calculate.

use crate::annotation::ArticleState;
use crate::exchange::formats::tables::harmless;

use super::outcome::{BINS, Share};
use super::time::in_words;
use super::{ACTIONS, Counts, Overview};

/// A table. Every row has as many cells as the head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it shows ("Decisions by day").
    pub title: &'static str,
    /// Names of the columns.
    pub head: Vec<&'static str>,
    /// How many columns at the left are words; the others are numbers.
    pub words: usize,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// As CSV with a head, lines ending in CR LF. No cell is taken for a formula by a spreadsheet.
    #[must_use]
    pub fn csv(&self) -> String {
        let quoted = |cell: &str| {
            let cell = harmless(cell);
            if cell.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.into_owned()
            }
        };
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            let cells: Vec<String> = cells.map(quoted).collect();
            cells.join(",") + "\r\n"
        };
        let head = line(&mut self.head.iter().copied());
        let rows = self
            .rows
            .iter()
            .map(|row| line(&mut row.iter().map(String::as_str)));
        head + &rows.collect::<String>()
    }
}

const OF_ACTIONS: [&str; 5] = ["accepted", "corrected", "rejected", "added", "removed"];
const OF_SHARES: [&str; 4] = ["accepted", "corrected", "rejected", "accepted as is"];

fn head(first: &[&'static str], rest: &[&'static str]) -> Vec<&'static str> {
    first.iter().chain(rest).copied().collect()
}

fn numbers(counts: Counts) -> impl Iterator<Item = String> {
    ACTIONS
        .into_iter()
        .map(move |(action, _)| counts.get(action).to_string())
}

/// "40 %".
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn shares(title: &'static str, first: &'static str, rows: Vec<(String, Share, f64)>) -> Table {
    Table {
        title,
        head: head(&[first], &OF_SHARES),
        words: 1,
        rows: rows
            .into_iter()
            .map(|(name, share, rate)| {
                let counts = [share.accepted, share.corrected, share.rejected].map(|n| n.to_string());
                [name].into_iter().chain(counts).chain([percent(rate)]).collect()
            })
            .collect(),
    }
}

/// A person's name; those who gave none have one too.
#[must_use]
pub fn named(name: &str) -> String {
    if name.trim().is_empty() {
        "(no name)".to_owned()
    } else {
        name.to_owned()
    }
}

impl Overview {
    /// Decisions on mentions and claims, by day and reviewer.
    #[must_use]
    pub fn day_table(&self) -> Table {
        let rows = self.days.iter().flat_map(|day| {
            day.by.iter().map(|(name, counts)| {
                let words = [day.date.to_string(), named(name)];
                words.into_iter().chain(numbers(*counts)).collect()
            })
        });
        Table {
            title: "Decisions by day",
            head: head(&["day", "reviewer"], &OF_ACTIONS),
            words: 2,
            rows: rows.collect(),
        }
    }

    /// All decisions by what they are about.
    #[must_use]
    pub fn about_table(&self) -> Table {
        let rows = self
            .about
            .iter()
            .map(|(what, counts)| [what.clone()].into_iter().chain(numbers(*counts)).collect());
        Table {
            title: "Decisions",
            head: head(&["about"], &OF_ACTIONS),
            words: 1,
            rows: rows.collect(),
        }
    }

    /// Time by article, longest first. Minutes have one decimal.
    #[must_use]
    pub fn time_table(&self) -> Table {
        let rows = self.articles.iter().map(|spent| {
            let minutes = format!("{:.1}", spent.seconds as f64 / 60.0);
            vec![spent.title.clone(), spent.decisions.to_string(), minutes]
        });
        Table {
            title: "Time by article",
            head: vec!["article", "decisions", "minutes"],
            words: 1,
            rows: rows.collect(),
        }
    }

    /// What became of proposals, by who proposed.
    #[must_use]
    pub fn suggester_table(&self) -> Table {
        let by = self.outcomes.by_suggester.iter();
        let rows = by.map(|(name, share)| (name.clone(), *share, share.as_is()));
        shares("Proposals by suggester", "suggester", rows.collect())
    }

    /// What became of proposals, by label.
    #[must_use]
    pub fn label_table(&self) -> Table {
        let by = self.outcomes.by_label.iter();
        let rows = by.map(|(name, share)| (name.clone(), *share, share.as_is()));
        shares("Proposals by label", "label", rows.collect())
    }

    /// What became of proposals, by how sure the suggester was. Scores that no decided proposal has are left out.
    #[must_use]
    pub fn score_table(&self) -> Table {
        let by = self.outcomes.by_score.iter().enumerate();
        let rows = by.filter(|(_, share)| share.all() > 0).map(|(index, share)| {
            let width = 100 / BINS;
            let name = format!("{} to {} %", index * width, (index + 1) * width);
            (name, *share, share.held())
        });
        let mut table = shares("Proposals by score", "score", rows.collect());
        if let Some(last) = table.head.last_mut() {
            *last = "held";
        }
        table
    }

    /// Who decided how often, and how long they worked. Minutes have one decimal.
    #[must_use]
    pub fn reviewer_table(&self) -> Table {
        let rows = self.reviewers.iter().map(|reviewer| {
            let minutes = format!("{:.1}", reviewer.seconds as f64 / 60.0);
            let counts = numbers(reviewer.counts);
            [named(&reviewer.name)]
                .into_iter()
                .chain(counts)
                .chain([minutes])
                .collect()
        });
        let mut columns = head(&["reviewer"], &OF_ACTIONS);
        columns.push("minutes");
        Table {
            title: "Reviewers",
            head: columns,
            words: 1,
            rows: rows.collect(),
        }
    }

    /// How far reviewers agree on items that both decided.
    #[must_use]
    pub fn pair_table(&self) -> Table {
        let rows = self.pairs.iter().map(|pair| {
            let [one, other] = &pair.names;
            vec![
                format!("{} and {}", named(one), named(other)),
                pair.both.to_string(),
                pair.same.to_string(),
                percent(pair.share()),
            ]
        });
        Table {
            title: "Agreement",
            head: vec!["reviewers", "decided by both", "the same", "agreement"],
            words: 1,
            rows: rows.collect(),
        }
    }

    /// What waits and what it will take.
    #[must_use]
    pub fn left_table(&self) -> Table {
        let mut rows = vec![vec!["Articles".to_owned(), self.left.articles().to_string()]];
        for state in ArticleState::ALL {
            let name = format!("  {}", state.title().to_lowercase());
            rows.push(vec![name, self.left.at(*state).to_string()]);
        }
        let mut row = |name: &str, value: String| rows.push(vec![name.to_owned(), value]);
        row("Suggestions left", self.left.undecided.to_string());
        let differ: usize = self.left.differences.iter().map(|(_, _, count)| count).sum();
        if differ > 0 {
            row("  decided differently", differ.to_string());
        }
        row("Confirmed items", self.left.confirmed.to_string());
        if !self.articles.is_empty() {
            row("Time on articles", in_words(self.seconds()));
            row("  median", in_words(self.median_seconds()));
        }
        if let Some(pace) = self.pace {
            row("Items an hour", format!("{:.0}", pace.hourly()));
        }
        if let Some(seconds) = self.estimate() {
            row("Time left (estimate)", format!("about {}", in_words(seconds)));
        }
        Table {
            title: "Work",
            head: vec!["what", "how much"],
            words: 1,
            rows,
        }
    }

    /// What people decided differently and nobody has settled yet, by article.
    #[must_use]
    pub fn difference_table(&self) -> Table {
        let rows = self.left.differences.iter();
        Table {
            title: "Differences",
            head: vec!["article", "to settle"],
            words: 1,
            rows: rows
                .map(|(_, title, count)| vec![title.clone(), count.to_string()])
                .collect(),
        }
    }

    /// Every table but that of work left, in the order in which they are shown. Empty ones are left out.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        let all = [
            self.difference_table(),
            self.about_table(),
            self.suggester_table(),
            self.label_table(),
            self.score_table(),
            self.day_table(),
            self.time_table(),
            self.reviewer_table(),
            self.pair_table(),
        ];
        all.into_iter().filter(|table| !table.rows.is_empty()).collect()
    }
}
