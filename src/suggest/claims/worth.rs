//! How much a claim asks for a check.

use std::ops::Range;

use super::super::doc::Doc;
use super::super::linear::worth::{Worth, features, likelihood};
use crate::annotation::{Act, Figure, Measure};

/// A hint from 0 to 1: how likely the words are to state a fact that matters, by a trained model, moved by what a model
/// that learned from debates cannot know: what the speaker does with the words, and whether people came to harm.
pub(super) fn of(doc: &Doc<'_>, content: &[Range<usize>], act: Act, figures: &[Figure]) -> f32 {
    let by_words = Worth::embedded().map_or(0.0, |model| model.log_odds(&features(doc, content)));
    let by_act = match act {
        Act::Accusation => 0.8,
        Act::Denial | Act::Admission => 0.6,
        Act::Statement => 0.0,
        Act::Prediction => -0.5,
        Act::Demand | Act::Opinion => -1.0,
    };
    let harm = figures.iter().any(|figure| figure.measure != Measure::Other);
    let by_harm = if harm { 1.2 } else { 0.0 };
    likelihood(by_words + by_act + by_harm)
}

#[cfg(test)]
mod tests {
    use super::super::super::{Input, Rules, Stop, Suggester};
    use crate::text::ArticleText;

    #[test]
    fn facts_stand_before_wishes() {
        let worth = |text: &str| {
            let text = ArticleText::new(text);
            let input = Input::of(&text);
            let found = Rules.suggest(&input, &Stop::default()).unwrap();
            found.claims.first().unwrap().check_worthiness
        };
        let in_order = [
            "Anna Toll said that 21 people were killed by shells in Aven on Saturday.",
            "Anna Toll said that prices had risen by 12 percent since 2029.",
            "Anna Toll said that she would like to thank everybody.",
        ];
        let worth: Vec<f32> = in_order.iter().map(|text| worth(text)).collect();
        assert!(worth.is_sorted_by(|a, b| a > b), "{worth:?}");
        let (first, last) = (worth[0], worth[2]);
        assert!(first > 0.8 && last < 0.2, "{worth:?}");
    }
}
