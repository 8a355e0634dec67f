//! Counting what is right.

/// Precision, recall and F1 in percent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rates {
    /// Share of the proposals that are right.
    pub precision: f64,
    /// Share of the gold that was found.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// Right, proposed and gold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Proposals that are right.
    pub right: usize,
    /// Gold that was found; the same as `right` where one proposal pairs with one gold item.
    pub found: usize,
    /// Proposals.
    pub proposed: usize,
    /// Gold.
    pub gold: usize,
}

impl Tally {
    /// Counts what pairs one to one.
    pub const fn add(&mut self, right: usize, proposed: usize, gold: usize) {
        self.add_apart(right, right, proposed, gold);
    }

    /// Counts where several proposals can find one gold item.
    pub const fn add_apart(&mut self, right: usize, found: usize, proposed: usize, gold: usize) {
        self.right += right;
        self.found += found;
        self.proposed += proposed;
        self.gold += gold;
    }

    /// The rates.
    #[must_use]
    pub fn rates(&self) -> Rates {
        let share = |a: usize, b: usize| if b == 0 { 0.0 } else { a as f64 / b as f64 };
        Rates::new(share(self.right, self.proposed), share(self.found, self.gold))
    }
}

impl Rates {
    /// From shares between 0 and 1.
    #[must_use]
    pub fn new(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        let f1 = if sum > 0.0 {
            2.0 * precision * recall / sum
        } else {
            0.0
        };
        Self {
            precision: 100.0 * precision,
            recall: 100.0 * recall,
            f1: 100.0 * f1,
        }
    }
}

/// Pairs proposals with gold one to one, each with the first that `fits`, in order. Returns pairs of indices.
pub fn greedy<A, B>(proposed: &[A], gold: &[B], fits: impl Fn(&A, &B) -> bool) -> Vec<(usize, usize)> {
    let mut taken = vec![false; gold.len()];
    let mut pairs = Vec::new();
    for (i, a) in proposed.iter().enumerate() {
        let free = gold
            .iter()
            .zip(&taken)
            .position(|(b, taken)| !taken && fits(a, b));
        if let Some(j) = free
            && let Some(slot) = taken.get_mut(j)
        {
            *slot = true;
            pairs.push((i, j));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_of_nothing_are_zero() {
        assert_eq!(Tally::default().rates(), Rates::default());
        let mut tally = Tally::default();
        tally.add(1, 2, 4);
        let rates = tally.rates();
        assert!((rates.precision - 50.0).abs() < 1e-9 && (rates.recall - 25.0).abs() < 1e-9);
        assert!((rates.f1 - 100.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn pairs_are_one_to_one() {
        assert_eq!(greedy(&[1, 1, 2], &[2, 1], |a, b| a == b), [(0, 1), (2, 0)]);
    }
}
