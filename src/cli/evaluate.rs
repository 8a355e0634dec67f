//! `claimdesk evaluate`: proposals against what people decided.

use super::args::EvaluateArgs;
use super::pipeline::{Taken, in_order};
use super::report::{Halt, Report};
use super::suggest::{jobs, suggester};
use super::{annotated, output};
use crate::learn::corpus::Annotated;
use crate::learn::curve::learning_curve;
use crate::learn::evaluate::Sheets;
use crate::suggest::{Fast, Options, Stop};

/// Runs the command.
pub fn run(args: &EvaluateArgs, report: &Report) -> Result<(), Halt> {
    let suggester = suggester(&args.suggesting)?;
    let mut articles = Vec::new();
    for path in &args.gold {
        articles.extend(annotated::read(path, report)?);
    }
    if articles.is_empty() {
        return Err(Halt::Fault(
            "There is nothing to score: no article has decisions.".to_owned(),
        ));
    }
    let options = Options {
        beliefs: args.suggesting.beliefs,
    };
    let mut out = output::standard();
    if let Some(count) = args.curve {
        let curve = curve(&articles, count, options, report)?;
        out.bytes(curve.as_bytes())?;
        return out.finish();
    }
    let mut sheets = Sheets::default();
    report.progress("Scoring", Some(articles.len() as u64), output::is_on_terminal());
    in_order(
        jobs(&args.suggesting),
        |hand_in| {
            for article in &articles {
                if !hand_in(article) {
                    break;
                }
            }
        },
        |article: &Annotated| {
            let mut sheet = Sheets::default();
            // Nobody stops it.
            let added = sheet.add(suggester.as_ref(), article, &[], options, &Stop::default());
            if added.is_ok() { sheet } else { Sheets::default() }
        },
        |taken| {
            if let Taken::Result(sheet) = taken {
                report.step();
                sheets.append(sheet);
            }
            true
        },
    );
    report.end_progress();
    let evaluation = sheets.evaluate();
    out.bytes(evaluation.scores.to_string().as_bytes())?;
    if args.reliability {
        out.line("")?;
        out.bytes(evaluation.calibration.to_string().as_bytes())?;
    }
    out.finish()
}

fn curve(articles: &[Annotated], count: usize, options: Options, report: &Report) -> Result<String, Halt> {
    let base =
        Fast::embedded().ok_or_else(|| Halt::Fault("The built-in model cannot be read.".to_owned()))?;
    report.progress("Learning", None, output::is_on_terminal());
    let curve = learning_curve(
        base.attribution(),
        articles,
        count,
        options,
        &mut |_| report.step(),
        &Stop::default(),
    )
    .map_err(|error| Halt::Fault(error.to_string()))?;
    report.end_progress();
    Ok(curve.to_string())
}
