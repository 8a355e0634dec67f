//! Cross-validates the tagger of mentions, and trains the taggers of open corpora whose labels are its features.
//!
//!     mentions ARTICLES [--floor F1] [--out FILE] [--plain] [--eager NUMBER] [--trainings NUMBER]
//!         five-fold cross-validation, folds by article; --out writes what was found, for the scoring script; --plain leaves
//!         out the shipped taggers; the rest are settings (`Plan`)
//!     mentions PHRASES ENTITIES --write FOLDER
//!         trains on what `training/phrases.py` made and writes FOLDER/phrases.bin.gz and FOLDER/entities.bin.gz

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::sync::Arc;

use claimdesk::learn::corpus::Annotated;
use claimdesk::learn::mentions::{Example, Plan, cross_validate, for_hints, train_hints};
use claimdesk::learn::score::Sheet;
use claimdesk::suggest::Stop;
use claimdesk::suggest::linear::hash::of_text;
use claimdesk::suggest::linear::mentions::Hints;
use flate2::Compression;
use flate2::write::GzEncoder;

const FOLDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)).cloned()
    };
    let usage = "usage: mentions ARTICLES [--floor F1] [--out FILE] [--plain], or mentions PHRASES ENTITIES --write FOLDER";
    let first = arguments.first().ok_or(usage)?;
    if let Some(folder) = value("--write") {
        let mut hints = Hints::default();
        let entities = arguments.get(1).ok_or(usage)?;
        for (file, settings, name) in [
            (first, for_hints(4, 20), "phrases.bin.gz"),
            (entities, for_hints(6, 3), "entities.bin.gz"),
        ] {
            let weights = Arc::new(learn(file, &hints, &settings)?);
            let mut bytes = Vec::new();
            weights.write(&mut bytes);
            let mut packed = GzEncoder::new(Vec::new(), Compression::best());
            packed.write_all(&bytes)?;
            let packed = packed.finish()?;
            fs::write(format!("{folder}/{name}"), &packed)?;
            println!("{name}: {} bytes", packed.len());
            hints.push(weights);
        }
        return Ok(());
    }
    let mut articles = read(first)?;
    // An order that says nothing about the articles.
    articles.sort_by_key(|article| (of_text(&article.id), article.id.clone()));
    let none = Hints::default();
    let is_plain = arguments.iter().any(|argument| argument == "--plain");
    let hints = if is_plain { &none } else { Hints::embedded() };
    let mut plan = Plan::default();
    if let Some(eager) = value("--eager") {
        plan.eager = eager.parse()?;
    }
    if let Some(trainings) = value("--trainings") {
        plan.trainings = trainings.parse()?;
    }
    let (scores, proposed) = cross_validate(&articles, FOLDS, hints, &plan, &Stop::default())?;
    print!("{scores}");
    if let Some(out) = value("--out") {
        let lines: Vec<String> = proposed.iter().map(line).collect();
        fs::write(out, lines.join("\n"))?;
    }
    let f1 = scores.of("actors exact+kind").rates().f1;
    match value("--floor") {
        Some(floor) if f1 < floor.parse()? => Err(format!("F1 fell below {floor}").into()),
        _ => Ok(()),
    }
}

fn read(path: &str) -> Result<Vec<Annotated>, Box<dyn Error>> {
    let lines = fs::read_to_string(path)?;
    let read = |(n, line): (usize, &str)| Annotated::from_line(line, &n.to_string());
    Ok(lines.lines().enumerate().map(read).collect::<Result<_, _>>()?)
}

fn learn(
    path: &str,
    hints: &Hints,
    settings: &claimdesk::learn::trainer::Settings,
) -> Result<claimdesk::suggest::linear::tagger::Weights, Box<dyn Error>> {
    let (articles, stop) = (read(path)?, Stop::default());
    let mut examples = Vec::new();
    for article in &articles {
        examples.extend(Example::new(article, hints, &stop)?);
    }
    let examples: Vec<&Example<'_>> = examples.iter().collect();
    Ok(train_hints(&examples, settings, &stop)?)
}

fn line(sheet: &Sheet) -> String {
    let marked = sheet.actors.iter().flatten();
    let actors: Vec<_> = marked
        .map(|m| serde_json::json!({ "start": m.span.0, "end": m.span.1, "kind": m.kind }))
        .collect();
    serde_json::json!({ "id": sheet.id, "text": sheet.text, "actors": actors }).to_string()
}
