//! `claimdesk agreement`: how far reviewers agree.

use serde_json::{Value, json};

use super::args::AgreementArgs;
use super::import::load;
use super::output;
use super::report::{Halt, Report};
use crate::annotation::Project;
use crate::review::agreement::{Agreement, Figures, Layer, agreement, units};
use crate::text::counted;

/// Runs the command.
pub fn run(args: &AgreementArgs, report: &Report) -> Result<(), Halt> {
    let layer = match args.units.as_deref() {
        None => None,
        Some(name) => Some(find(name)?),
    };
    let copies: Vec<Project> = args
        .projects
        .iter()
        .map(|folder| Ok(load(folder, report)?.project))
        .collect::<Result<_, Halt>>()?;
    if let Some(layer) = layer {
        return print_units(&copies, layer, args.done);
    }
    let found = agreement(&copies, args.done);
    if found.articles == 0 {
        return Err(Halt::Fault(
            "No text was reviewed in two of these projects. An article counts once its review has begun."
                .to_owned(),
        ));
    }
    let mut out = output::standard();
    if args.json {
        out.line(&as_json(&found).to_string())?;
    } else {
        for line in table(&found) {
            out.line(&line)?;
        }
    }
    out.finish()
}

fn find(name: &str) -> Result<Layer, Halt> {
    Layer::ALL
        .into_iter()
        .find(|layer| layer.name() == name)
        .ok_or_else(|| {
            let names = Layer::ALL.map(Layer::name).join(", ");
            Halt::Usage(format!(
                "--units: There is no layer \"{name}\". There are: {names}."
            ))
        })
}

fn table(found: &Agreement) -> Vec<String> {
    let mut lines = vec![
        format!(
            "{}, {} tokens",
            counted(found.articles, "article", "articles"),
            found.tokens
        ),
        String::new(),
        format!(
            "{:24} {:>18} {:>8} {:>8} {:>8} {:>8} {:>8}",
            "", "spans", "same", "touching", "Cohen", "Fleiss", "alpha"
        ),
    ];
    for layer in &found.layers {
        lines.push(row(layer.layer.name(), &layer.whole));
        for (label, figures) in &layer.labels {
            lines.push(row(&format!("  {label}"), figures));
        }
    }
    lines
}

fn row(name: &str, figures: &Figures) -> String {
    let shown = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.3}"));
    let spans: Vec<String> = figures.spans.iter().map(ToString::to_string).collect();
    format!(
        "{name:24} {:>18} {:>8} {:>8} {:>8} {:>8} {:>8}",
        spans.join(" / "),
        shown(figures.exact),
        shown(figures.overlapping),
        shown(figures.cohen),
        shown(figures.fleiss),
        shown(figures.alpha)
    )
}

fn as_json(found: &Agreement) -> Value {
    let figures = |figures: &Figures| {
        json!({
            "spans": figures.spans,
            "exact_f1": figures.exact,
            "overlapping_f1": figures.overlapping,
            "cohen_kappa": figures.cohen,
            "fleiss_kappa": figures.fleiss,
            "alpha": figures.alpha,
        })
    };
    let layers: serde_json::Map<String, Value> = found
        .layers
        .iter()
        .map(|layer| {
            let labels: serde_json::Map<String, Value> = layer
                .labels
                .iter()
                .map(|(label, of)| (label.clone(), figures(of)))
                .collect();
            let mut whole = figures(&layer.whole);
            if let Some(object) = whole.as_object_mut()
                && !labels.is_empty()
            {
                object.insert("labels".to_owned(), Value::Object(labels));
            }
            (layer.layer.name().to_owned(), whole)
        })
        .collect();
    json!({ "articles": found.articles, "tokens": found.tokens, "layers": layers })
}

/// Tokens with what each copy says: "-" where it says nothing, an empty cell where it was not reviewed.
fn print_units(copies: &[Project], layer: Layer, only_done: bool) -> Result<(), Halt> {
    let mut out = output::standard();
    let mut table = csv::Writer::from_writer(Vec::new());
    let not_written = |error: csv::Error| Halt::Unreachable(format!("Standard output: {error}."));
    let mut heading = vec!["article".to_owned(), "byte".to_owned()];
    heading.extend((1..=copies.len()).map(|number| format!("copy_{number}")));
    table.write_record(heading).map_err(not_written)?;
    for unit in units(copies, layer, only_done) {
        let mut row = vec![unit.article, unit.start.to_string()];
        row.extend(unit.labels.into_iter().map(|label| match label {
            None => String::new(),
            Some(label) if label.is_empty() => "-".to_owned(),
            Some(label) => label,
        }));
        table.write_record(row).map_err(not_written)?;
    }
    let bytes = table
        .into_inner()
        .map_err(|error| Halt::Unreachable(format!("Standard output: {error}.")))?;
    out.bytes(&bytes)?;
    out.finish()
}
