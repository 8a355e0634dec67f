//! Measuring a suggester on annotated articles.

use super::corpus::Annotated;
use super::score::{Calibration, Points, Scores, Sheet, score};
use crate::suggest::{KnownName, Options, Stop, Stopped, Suggester, Suggestions};
use crate::text::{OffsetMap, Span, Unit};

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// The scores.
    pub scores: Scores,
    /// Whether the scores of claims can be trusted.
    pub calibration: Calibration,
}

/// Gold and proposals of some articles.
#[derive(Clone, Debug, Default)]
pub struct Sheets {
    gold: Vec<Sheet>,
    proposed: Vec<Sheet>,
}

impl Sheets {
    /// Lets `suggester` go over an article. Only the parts count in which people decided.
    ///
    /// # Errors
    /// [`Stopped`] if `stop` was set before the end.
    pub fn add(
        &mut self,
        suggester: &dyn Suggester,
        article: &Annotated,
        known: &[KnownName],
        options: Options,
        stop: &Stop,
    ) -> Result<(), Stopped> {
        self.add_found(article, &suggester.suggest(&article.input(known, options), stop)?);
        Ok(())
    }

    /// The same with what a suggester found.
    pub fn add_found(&mut self, article: &Annotated, found: &Suggestions) {
        let mut proposed = Sheet::of_suggestions(&article.id, &article.text, found);
        let mut gold = article.sheet.clone();
        if let Some(parts) = article.claims.as_ref().and_then(|gold| gold.within.as_ref()) {
            let parts = in_points(article, parts);
            restrict(&mut proposed, &parts);
            restrict(&mut gold, &parts);
        }
        self.gold.push(gold);
        self.proposed.push(proposed);
    }

    /// Puts the articles of `other` behind these.
    pub fn append(&mut self, mut other: Self) {
        self.gold.append(&mut other.gold);
        self.proposed.append(&mut other.proposed);
    }

    /// The scores of all articles together.
    #[must_use]
    pub fn evaluate(&self) -> Evaluation {
        let mut calibration = Calibration::default();
        for (gold, proposed) in self.gold.iter().zip(&self.proposed) {
            calibration.add_claims(gold, proposed);
        }
        Evaluation {
            scores: score(&self.gold, &self.proposed),
            calibration,
        }
    }
}

fn in_points(article: &Annotated, parts: &[Span]) -> Vec<Points> {
    let points = OffsetMap::new(article.text.as_str());
    parts
        .iter()
        .map(|part| {
            let [start, end] = points.span_from_bytes(*part, Unit::CodePoint);
            (start, end)
        })
        .collect()
}

/// Keeps what lies in `parts`.
fn restrict(sheet: &mut Sheet, parts: &[Points]) {
    let inside = |spans: &[Points]| {
        spans
            .iter()
            .all(|span| parts.iter().any(|part| part.0 <= span.0 && span.1 <= part.1))
    };
    if let Some(actors) = &mut sheet.actors {
        actors.retain(|m| inside(&[m.span]));
    }
    if let Some(claims) = &mut sheet.claims {
        claims.retain(|c| inside(&c.content) && inside(&c.cue) && inside(&c.source));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suggest::Rules;

    const LINE: &str = r#"{"id":"a","text":"Anna Toll said that the road to Aven is closed.\nShe said it will open.",
        "claims":[{"content":[[15,46]],"cue":[10,14],"source":[0,9]}]}"#;

    #[test]
    fn only_decided_parts_count() {
        let mut article = Annotated::from_line(LINE, "").unwrap();
        let measure = |article: &Annotated| {
            let mut sheets = Sheets::default();
            sheets
                .add(&Rules, article, &[], Options::default(), &Stop::default())
                .unwrap();
            sheets.evaluate().scores.of("claim")
        };
        let all = measure(&article);
        assert_eq!((all.right, all.proposed, all.gold), (1, 2, 1));
        let first = article.text.paragraphs()[0];
        article.claims.as_mut().unwrap().within = Some(vec![first]);
        let part = measure(&article);
        assert_eq!((part.right, part.proposed, part.gold), (1, 1, 1));
    }
}
