//! Coefficients of agreement. Each is `None` where it is not defined: without units, or where chance alone explains all.
//!
//! Cohen, "A coefficient of agreement for nominal scales" (1960); Fleiss, "Measuring nominal scale agreement among many
//! raters" (1971); Krippendorff, "Content Analysis" (2004), alpha for nominal data.

use std::collections::BTreeMap;

/// A judgement: a category, or nothing where a rater did not look.
pub type Judged = Option<u32>;

/// Cohen's kappa of two raters, over the units that both judged.
#[must_use]
pub fn cohen(units: &[[Judged; 2]]) -> Option<f64> {
    let both: Vec<(u32, u32)> = units.iter().filter_map(|[a, b]| (*a).zip(*b)).collect();
    let count = both.len() as f64;
    if both.is_empty() {
        return None;
    }
    let mut shares: BTreeMap<u32, [f64; 2]> = BTreeMap::new();
    let mut agreed = 0.0;
    for (a, b) in both {
        shares.entry(a).or_default()[0] += 1.0;
        shares.entry(b).or_default()[1] += 1.0;
        agreed += f64::from(u8::from(a == b));
    }
    let by_chance: f64 = shares.values().map(|[a, b]| a * b).sum::<f64>() / (count * count);
    beyond(agreed / count, by_chance)
}

/// Fleiss' kappa, over the units that every rater judged.
#[must_use]
pub fn fleiss(units: &[Vec<Judged>]) -> Option<f64> {
    let whole: Vec<Vec<u32>> = units
        .iter()
        .filter_map(|unit| unit.iter().copied().collect::<Option<Vec<u32>>>())
        .collect();
    let raters = whole.first()?.len() as f64;
    if raters < 2.0 {
        return None;
    }
    let mut totals: BTreeMap<u32, f64> = BTreeMap::new();
    let mut agreed = 0.0;
    for unit in &whole {
        let counts = counts(unit.iter().copied());
        for (category, count) in &counts {
            *totals.entry(*category).or_default() += count;
        }
        let pairs: f64 = counts.values().map(|count| count * (count - 1.0)).sum();
        agreed += pairs / (raters * (raters - 1.0));
    }
    let judgements = raters * whole.len() as f64;
    let by_chance: f64 = totals.values().map(|total| (total / judgements).powi(2)).sum();
    beyond(agreed / whole.len() as f64, by_chance)
}

/// Krippendorff's alpha for nominal data. Units that fewer than two raters judged do not count; gaps are allowed.
#[must_use]
pub fn alpha(units: &[Vec<Judged>]) -> Option<f64> {
    let mut totals: BTreeMap<u32, f64> = BTreeMap::new();
    let mut observed = 0.0;
    for unit in units {
        let counts = counts(unit.iter().copied().flatten());
        let judged: f64 = counts.values().sum();
        if judged < 2.0 {
            continue;
        }
        for (category, count) in &counts {
            *totals.entry(*category).or_default() += count;
            observed += count * (judged - count) / (judged - 1.0);
        }
    }
    let all: f64 = totals.values().sum();
    let expected: f64 = totals.values().map(|total| total * (all - total)).sum::<f64>() / (all - 1.0);
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

fn counts(judgements: impl Iterator<Item = u32>) -> BTreeMap<u32, f64> {
    let mut counts = BTreeMap::new();
    for judgement in judgements {
        *counts.entry(judgement).or_default() += 1.0;
    }
    counts
}

/// How much of what chance leaves is agreed on.
fn beyond(agreed: f64, by_chance: f64) -> Option<f64> {
    (by_chance < 1.0).then(|| (agreed - by_chance) / (1.0 - by_chance))
}

/// Precision and recall in one, from how many of each side the other side has.
#[must_use]
pub fn f1(found: [usize; 2], all: [usize; 2]) -> Option<f64> {
    if all[0] + all[1] == 0 {
        return None;
    }
    let share = |side: usize| {
        let (found, all) = (found.get(side)?, all.get(side)?);
        Some(if *all == 0 { 0.0 } else { *found as f64 / *all as f64 })
    };
    let (precision, recall) = (share(0)?, share(1)?);
    let sum = precision + recall;
    Some(if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn near(found: Option<f64>, expected: f64) {
        assert!(found.is_some_and(|found| (found - expected).abs() < 5e-4), "{found:?}, not {expected}");
    }

    #[test]
    fn worked_examples() {
        // Fifty grants, judged by two: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no.
        let mut units = Vec::new();
        for (a, b, times) in [(1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15)] {
            units.extend(std::iter::repeat_n([Some(a), Some(b)], times));
        }
        near(cohen(&units), 0.4);
        // Fleiss's own layout: ten units, fourteen raters, five categories.
        let table = [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ];
        let units: Vec<Vec<Judged>> = table
            .iter()
            .map(|row| {
                let judged = row.iter().zip(0..).flat_map(|(count, category)| std::iter::repeat_n(Some(category), *count));
                judged.collect()
            })
            .collect();
        near(fleiss(&units), 0.2099);
        // Krippendorff's example with gaps: four observers, twelve units.
        let rows = [
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ]
        .map(|row| row.split(' ').map(|mark| mark.parse().ok()).collect::<Vec<Judged>>());
        let units: Vec<Vec<Judged>> = (0..12).map(|unit| rows.iter().map(|row| row[unit]).collect()).collect();
        near(alpha(&units), 0.743);
    }

    #[test]
    fn what_is_not_defined_is_not_given() {
        assert_eq!(cohen(&[]), None);
        assert_eq!(cohen(&[[Some(1), Some(1)], [None, Some(2)]]), None, "one category only");
        assert_eq!(fleiss(&[]), None);
        assert_eq!(alpha(&[vec![Some(1), None]]), None);
        assert_eq!(f1([0, 0], [0, 0]), None);
        assert_eq!(f1([0, 0], [3, 0]), Some(0.0));
    }

    proptest! {
        #[test]
        fn full_agreement_is_one_and_order_does_not_matter(judged in proptest::collection::vec(0_u32..3, 2..40), other in proptest::collection::vec(0_u32..3, 2..40)) {
            let same: Vec<[Judged; 2]> = judged.iter().map(|j| [Some(*j), Some(*j)]).collect();
            if let Some(kappa) = cohen(&same) {
                prop_assert!((kappa - 1.0).abs() < 1e-9);
            }
            let pairs: Vec<[Judged; 2]> = judged.iter().zip(&other).map(|(a, b)| [Some(*a), Some(*b)]).collect();
            let turned: Vec<[Judged; 2]> = pairs.iter().map(|[a, b]| [*b, *a]).collect();
            match (cohen(&pairs), cohen(&turned)) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-9 && a <= 1.0 + 1e-9),
                (a, b) => prop_assert_eq!(a, b),
            }
        }
    }
}
