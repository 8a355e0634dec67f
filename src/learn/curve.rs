//! The learning curve: what a reviewer is spared on later articles when the suggester learns from the earlier ones.

use std::fmt;

use super::adapt::{Learned, learn};
use super::corpus::Annotated;
use super::evaluate::Sheets;
use crate::suggest::linear::attribution::Attribution;
use crate::suggest::{Fast, Options, Stop, Stopped};

/// Effort on the articles that nobody has reviewed yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// After how many reviewed articles, effort, and whether what was learned is used by default; the first point is
    /// before any.
    pub points: Vec<Point>,
    /// Articles that effort is measured on.
    pub measured_on: usize,
}

/// A point of the curve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Articles reviewed so far.
    pub reviewed: usize,
    /// A reviewer's actions on the later articles, over those from an empty page.
    pub effort: f64,
    /// The same on the reviewed articles, before learning and with each held back from it.
    pub held_back: Option<(f64, f64)>,
    /// F1 of claims on the later articles, in percent.
    pub claim: f64,
    /// F1 of speech claims on the later articles, in percent.
    pub speech: f64,
}

impl Curve {
    /// How much less effort there is at the end than without learning, as a share.
    #[must_use]
    pub fn saved(&self) -> f64 {
        match (self.points.first(), self.points.last()) {
            (Some(first), Some(last)) if first.effort > 0.0 => 1.0 - last.effort / first.effort,
            _ => 0.0,
        }
    }
}

/// Lets a reviewer correct the first `review` of `articles`, learns after every fifth, and measures on the others.
///
/// What was learned is used only where it makes articles that are held back from it no worse, as the program does.
///
/// # Errors
/// [`Stopped`] if `stop` was set before the end.
pub fn learning_curve(
    base: &Attribution,
    articles: &[Annotated],
    review: usize,
    options: Options,
    tell: &mut dyn FnMut(&Point),
    stop: &Stop,
) -> Result<Curve, Stopped> {
    let (reviewed, later) = articles.split_at(review.min(articles.len()));
    let reviewed: Vec<&Annotated> = reviewed.iter().collect();
    let mut curve = Curve {
        points: Vec::new(),
        measured_on: later.len(),
    };
    let mut count = 0;
    while count <= reviewed.len() {
        let so_far = reviewed.get(..count).unwrap_or_default();
        let learned = learn(base, so_far, &[], options, stop)?;
        let point = point(base, learned.as_ref(), later, count, options, stop)?;
        tell(&point);
        curve.points.push(point);
        count += 5;
    }
    Ok(curve)
}

fn point(
    base: &Attribution,
    learned: Option<&Learned>,
    later: &[Annotated],
    reviewed: usize,
    options: Options,
    stop: &Stop,
) -> Result<Point, Stopped> {
    let model = match learned {
        Some(learned) if learned.is_better() => base.clone().with(&learned.habits),
        _ => base.clone(),
    };
    let suggester = Fast::new(model);
    let mut sheets = Sheets::default();
    for article in later {
        sheets.add(&suggester, article, &[], options, stop)?;
    }
    let scores = sheets.evaluate().scores;
    Ok(Point {
        reviewed,
        effort: scores.effort().unwrap_or_default(),
        held_back: learned.and_then(|l| Some((l.before.effort()?, l.after.effort()?))),
        claim: scores.of("claim").rates().f1,
        speech: scores.of("speech claim").rates().f1,
    })
}

impl fmt::Display for Curve {
    /// One point a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "reviewed  effort on {} later articles  claim F1  speech claim F1  held back before, after",
            self.measured_on
        )?;
        for point in &self.points {
            let held_back = match point.held_back {
                Some((before, after)) if after <= before => format!("{before:.3}, {after:.3}"),
                Some((before, after)) => format!("{before:.3}, {after:.3}: worse, not used"),
                None => "none".to_owned(),
            };
            writeln!(
                f,
                "{:8}  {:.3}  {:8.1}  {:15.1}  {held_back}",
                point.reviewed, point.effort, point.claim, point.speech
            )?;
        }
        writeln!(f, "effort saved {:.1} percent", 100.0 * self.saved())
    }
}
