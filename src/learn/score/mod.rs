//! Measuring suggestions against what is right, by the measures that the project's goals are set in.
//!
//! | measure | what is right |
//! |---|---|
//! | actors exact, exact+kind, overlap | same start and end; and the same kind; at least one shared code point |
//! | named exact, overlap | the same over named mentions, where the gold tells forms |
//! | content exact | same first start and last end, without quotation marks, commas and stops at the ends |
//! | content text | shared code points that are no space |
//! | cue, source exact, overlap | as for actors |
//! | claim | cue overlaps, source overlaps (or both have none), contents share half of their letters |
//! | speech claim | the same where the cue has a word of speech |
//! | clusters | B-cubed over mentions that both sides mark |
//! | effort | a reviewer's actions from the suggestions to the gold, over those from an empty page |

mod actors;
mod calibration;
mod claims;
mod sheet;
mod tally;

use std::collections::HashMap;
use std::fmt;

pub use calibration::Calibration;
pub use sheet::{Clustered, Marked, Parts, Points, Sheet};
pub use tally::{Rates, Tally};

/// The scores of some articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    tallies: Vec<(&'static str, Tally)>,
    /// B-cubed over clusters: rates, mentions that both sides mark, mentions to mark.
    pub clusters: Option<(Rates, usize, usize)>,
    /// A reviewer's actions from the suggestions to the gold.
    pub actions: usize,
    /// The same from an empty page.
    pub from_scratch: usize,
    /// Gold articles for which there are no suggestions.
    pub missing: Vec<String>,
    /// Gold articles whose text is not that of the suggestions.
    pub different: Vec<String>,
}

impl Scores {
    fn tally(&mut self, name: &'static str) -> &mut Tally {
        let at = self.tallies.iter().position(|(n, _)| *n == name);
        let at = at.unwrap_or_else(|| {
            self.tallies.push((name, Tally::default()));
            self.tallies.len() - 1
        });
        // The place was found or made above.
        #[expect(clippy::indexing_slicing, reason = "the index is of this vector")]
        let (_, tally) = &mut self.tallies[at];
        tally
    }

    /// What was counted for a measure; nothing if it was not measured.
    #[must_use]
    pub fn of(&self, name: &str) -> Tally {
        let found = self.tallies.iter().find(|(n, _)| *n == name);
        found.map(|(_, tally)| *tally).unwrap_or_default()
    }

    /// Actions over actions from an empty page; `None` where there is nothing to do.
    #[must_use]
    pub fn effort(&self) -> Option<f64> {
        (self.from_scratch > 0).then(|| self.actions as f64 / self.from_scratch as f64)
    }
}

/// Scores `proposed` against `gold`. Articles are paired by id; a gold id may be the beginning or end of the other.
#[must_use]
pub fn score(gold: &[Sheet], proposed: &[Sheet]) -> Scores {
    let by_id: HashMap<&str, &Sheet> = proposed.iter().map(|sheet| (sheet.id.as_str(), sheet)).collect();
    let nothing = Sheet::default();
    let mut scores = Scores::default();
    let mut clusters = actors::Clusters::default();
    for right in gold {
        let alike = |other: &&Sheet| {
            other.id.ends_with(&right.id) || right.id.ends_with(&other.id) || right.id.starts_with(&other.id)
        };
        let found = by_id
            .get(right.id.as_str())
            .copied()
            .or_else(|| proposed.iter().find(alike));
        if found.is_none() {
            scores.missing.push(right.id.clone());
        }
        let found = found.unwrap_or(&nothing);
        let text = if right.text.is_empty() {
            &found.text
        } else {
            &right.text
        };
        if !found.text.is_empty() && found.text != *text {
            scores.different.push(right.id.clone());
            continue;
        }
        let marked = found.actors.as_deref().unwrap_or_default();
        if let Some(gold) = &right.actors {
            actors::score(&mut scores, marked, gold);
        }
        if let Some(gold) = &right.clustered {
            clusters.add(marked, gold);
        }
        if let Some(gold) = &right.claims {
            claims::score(
                &mut scores,
                text,
                found.claims.as_deref().unwrap_or_default(),
                gold,
            );
        }
    }
    scores.clusters = clusters.rates();
    scores
}

impl fmt::Display for Scores {
    /// One measure a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, name: &str, rates: Rates, gold: usize, proposed: usize| {
            let Rates {
                precision,
                recall,
                f1,
            } = rates;
            writeln!(
                f,
                "{name:20} P {precision:5.1}  R {recall:5.1}  F1 {f1:5.1}   (gold {gold}, system {proposed})"
            )
        };
        for (name, tally) in &self.tallies {
            line(f, name, tally.rates(), tally.gold, tally.proposed)?;
        }
        if let Some((rates, marked, to_mark)) = self.clusters {
            line(f, "clusters", rates, to_mark, marked)?;
        }
        let (actions, from_scratch) = (self.actions, self.from_scratch);
        // Three digits, without zeros at the end.
        let rounded = self
            .effort()
            .and_then(|effort| format!("{effort:.3}").parse::<f64>().ok());
        let ratio = rounded.map_or_else(|| "None".to_owned(), |ratio| format!("{ratio:?}"));
        writeln!(
            f,
            "{:20} {{'actions': {actions}, 'from_scratch': {from_scratch}, 'ratio': {ratio}}}",
            "effort"
        )?;
        if !self.missing.is_empty() {
            writeln!(f, "{:20} ['{}']", "missing", self.missing.join("', '"))?;
        }
        if !self.different.is_empty() {
            writeln!(f, "{:20} {}", "different text", self.different.join(", "))?;
        }
        Ok(())
    }
}
