//! Whether words ask for a check: a linear model over the words of a statement, their kinds and their order.
//!
//! What is shipped was learned from debates (`assets/models/worth`): it tells statements about facts that matter from
//! opinions, promises and small talk. It is a hint for the order of work, never a verdict.

mod features;

use std::sync::OnceLock;

pub(in crate::suggest) use features::features;
pub use features::features_of;

use super::hash::Feature;
use super::table::{Row, Table};

static MODEL: &[u8] = include_bytes!("../../../../assets/models/worth/model.bin");
const MARK: &[u8; 4] = b"CDWM";
const VERSION: u8 = 1;

/// A trained model.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    table: Table,
    /// From a score to the logarithm of the odds: `slope * score + shift`.
    slope: f32,
    shift: f32,
}

impl Worth {
    /// From the weights of features, one each, and the calibration: the logarithm of the odds is
    /// `slope * score + shift`, the score being the sum of the weights over the root of the number of features.
    #[must_use]
    pub fn new(rows: &[Row], slope: f32, shift: f32) -> Self {
        Self {
            table: Table::new(1, rows),
            slope,
            shift,
        }
    }

    /// The model that is shipped; `None` should it be damaged, which the tests rule out.
    #[must_use]
    pub fn embedded() -> Option<&'static Self> {
        static READ: OnceLock<Option<Worth>> = OnceLock::new();
        READ.get_or_init(|| Self::from_bytes(MODEL)).as_ref()
    }

    /// The score of what has these features, before calibration.
    #[must_use]
    pub fn score(&self, features: &[Feature]) -> f32 {
        let mut sum = [0.0];
        self.table.add(features, &mut sum);
        sum.iter().sum::<f32>() / length(features.len())
    }

    /// The logarithm of the odds that what has these features asks for a check.
    #[must_use]
    pub fn log_odds(&self, features: &[Feature]) -> f32 {
        self.slope * self.score(features) + self.shift
    }

    /// How likely it is that what has these features asks for a check.
    #[must_use]
    pub fn likelihood(&self, features: &[Feature]) -> f32 {
        likelihood(self.log_odds(features))
    }

    /// The model with another calibration.
    #[must_use]
    pub const fn calibrated(mut self, slope: f32, shift: f32) -> Self {
        self.slope = slope;
        self.shift = shift;
        self
    }

    /// As bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MARK.to_vec();
        out.push(VERSION);
        out.extend(self.slope.to_le_bytes());
        out.extend(self.shift.to_le_bytes());
        self.table.write(&mut out);
        out
    }

    /// From bytes; `None` if they are no such model.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.strip_prefix(MARK)?.strip_prefix(&[VERSION])?;
        let (slope, bytes) = bytes.split_first_chunk()?;
        let (shift, mut bytes) = bytes.split_first_chunk()?;
        let (slope, shift) = (f32::from_le_bytes(*slope), f32::from_le_bytes(*shift));
        let table = Table::read(&mut bytes)?;
        let fits = table.labels() == 1 && bytes.is_empty() && slope.is_finite() && shift.is_finite();
        fits.then_some(Self { table, slope, shift })
    }
}

/// What a sum of weights is divided by, so that long statements do not win by their length.
#[must_use]
pub fn length(features: usize) -> f32 {
    (features.max(1) as f32).sqrt()
}

/// The likelihood that these odds mean.
#[must_use]
pub fn likelihood(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::super::hash::mix;
    use super::*;
    use crate::text::ArticleText;

    #[test]
    fn bytes_come_back_or_are_refused() {
        let (yes, no) = (mix(1, 7), mix(1, 8));
        let model = Worth::new(&[(yes, vec![1.5]), (no, vec![-0.5])], 2.0, -1.0);
        let bytes = model.to_bytes();
        assert_eq!(Worth::from_bytes(&bytes).as_ref(), Some(&model));
        for length in 0..bytes.len() {
            assert_eq!(Worth::from_bytes(&bytes[..length]), None, "{length}");
        }
        let longer = [bytes.as_slice(), b"x"].concat();
        assert_eq!(Worth::from_bytes(&longer), None);
        assert!(model.likelihood(&[yes]) > model.likelihood(&[no]));
    }

    #[test]
    fn facts_ask_for_a_check_and_small_talk_does_not() {
        let model = Worth::embedded().unwrap();
        let worth = |text: &str| model.likelihood(&features_of(&ArticleText::new(text)));
        for (fact, talk) in [
            (
                "Unemployment rose by 12 percent last year and 4,000 people lost their jobs.",
                "I would like to thank you for having me here tonight.",
            ),
            (
                "The governor cut the budget of the schools by $30 million in 2031.",
                "We must do everything that we can for our children.",
            ),
            (
                "He voted against the bill three times.",
                "What do you think about that?",
            ),
        ] {
            assert!(worth(fact) > 0.5, "{fact} {}", worth(fact));
            assert!(worth(talk) < 0.25, "{talk} {}", worth(talk));
        }
        assert!(worth("").is_finite());
    }
}
