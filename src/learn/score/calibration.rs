//! Reliability: whether what is proposed with a score of 0.8 is right eight times out of ten.

use std::fmt;

use super::claims;
use super::sheet::{Parts, Sheet};

/// Number of bins of equal width.
const BINS: usize = 10;

/// Proposals by score, and how many of them are right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calibration {
    bins: [Bin; BINS],
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bin {
    proposed: usize,
    right: usize,
    sum: f64,
}

impl Calibration {
    /// Adds an article's claims.
    pub fn add_claims(&mut self, gold: &Sheet, proposed: &Sheet) {
        let (Some(gold_claims), Some(claims)) = (&gold.claims, &proposed.claims) else {
            return;
        };
        let right = claims::right(&proposed.text, claims, gold_claims);
        for (claim, right) in claims.iter().zip(right) {
            self.add(claim, right);
        }
    }

    fn add(&mut self, claim: &Parts, right: bool) {
        let Some(score) = claim.score.filter(|score| score.is_finite()) else {
            return;
        };
        let score = f64::from(score.clamp(0.0, 1.0));
        let at = ((score * BINS as f64) as usize).min(BINS - 1);
        if let Some(bin) = self.bins.get_mut(at) {
            bin.proposed += 1;
            bin.right += usize::from(right);
            bin.sum += score;
        }
    }

    /// Mean distance between score and share that is right, over all proposals ("expected calibration error"), 0 to 1.
    #[must_use]
    pub fn error(&self) -> f64 {
        let all: usize = self.bins.iter().map(|bin| bin.proposed).sum();
        let sum: f64 = self
            .bins
            .iter()
            .map(|bin| (bin.sum - bin.right as f64).abs())
            .sum();
        if all == 0 { 0.0 } else { sum / all as f64 }
    }
}

impl fmt::Display for Calibration {
    /// One bin a line, from the lowest score.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "score        claims  mean score  right")?;
        for (n, bin) in self.bins.iter().enumerate().filter(|(_, bin)| bin.proposed > 0) {
            let (low, count) = (n as f64 / BINS as f64, bin.proposed as f64);
            let (mean, right) = (bin.sum / count, bin.right as f64 / count);
            writeln!(
                f,
                "{low:.1} to {:.1}  {:7}  {mean:10.2}  {right:5.2}",
                low + 0.1,
                bin.proposed
            )?;
        }
        writeln!(f, "calibration error {:.3}", self.error())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_right_as_often_as_it_says() {
        let mut calibration = Calibration::default();
        for n in 0..10 {
            let claim = Parts {
                score: Some(0.8),
                ..Parts::default()
            };
            calibration.add(&claim, n < 8);
        }
        assert!(calibration.error() < 1e-6);
        let claim = Parts {
            score: Some(1.0),
            ..Parts::default()
        };
        (0..10).for_each(|_| calibration.add(&claim, false));
        assert!((calibration.error() - 0.5).abs() < 1e-6);
    }
}
