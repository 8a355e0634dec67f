//! `claimdesk train --mentions`: a tagger of mentions in the kinds of annotated articles.

use super::output;
use super::report::{Halt, Report};
use super::train::{stopped, too_few};
use crate::learn::adapt;
use crate::learn::corpus::Annotated;
use crate::learn::mentions::{Example, Plan, cross_validate, train_mentions};
use crate::suggest::linear::mentions::Hints;
use crate::suggest::linear::model::Model;
use crate::suggest::{Fast, Stop};

/// Parts for the cross-validation.
const FOLDS: usize = 5;

/// Trains the tagger and says how well taggers do that were trained in the same way on four fifths of the articles.
pub fn train(articles: &[Annotated], report: &Report) -> Result<Model, Halt> {
    if articles.len() < adapt::FEWEST {
        return Err(too_few(articles.len()));
    }
    let (stop, plan, hints) = (Stop::default(), Plan::default(), Hints::embedded());
    report.progress("Training", None, output::is_on_terminal());
    let (scores, _) = cross_validate(articles, FOLDS, hints, &plan, &stop).map_err(stopped)?;
    let mut examples = Vec::new();
    for article in articles {
        examples.extend(Example::new(article, hints, &stop).map_err(stopped)?);
    }
    let examples: Vec<&Example<'_>> = examples.iter().collect();
    let mentions = train_mentions(&examples, &plan, &stop).map_err(stopped)?;
    report.end_progress();
    let rates = scores.of("actors exact+kind").rates();
    report.note(format!(
        "Cross-validated in {FOLDS} parts: mentions with the right span and kind, precision {:.1}, recall {:.1}, F1 {:.1}.",
        rates.precision, rates.recall, rates.f1
    ));
    Ok(Model {
        on: Some(Fast::fingerprint()),
        mentions: Some(mentions),
        ..Model::default()
    })
}
