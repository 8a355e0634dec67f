//! Trains the model of check-worthiness from sentences with a mark, and measures it.
//!
//!     worth SENTENCES                     five-fold cross-validation
//!     worth SENTENCES --floor F1          the same; fails below that F1 on balanced parts
//!     worth SENTENCES --write FOLDER      trains on all and writes FOLDER/model.bin
//!
//! SENTENCES is JSON Lines with `text` and `check_worthy` (1 or 0).

use std::error::Error;
use std::fs;

use claimdesk::learn::worth::{Example, Settings, cross_validate, train};
use claimdesk::suggest::Stop;
use claimdesk::suggest::linear::hash::{mix, of_text};
use claimdesk::suggest::linear::worth::features_of;
use claimdesk::text::ArticleText;

const FOLDS: u32 = 5;

#[derive(serde::Deserialize)]
struct Line {
    text: String,
    check_worthy: u8,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let sentences = arguments
        .next()
        .ok_or("usage: worth SENTENCES [--floor F1 | --write FOLDER]")?;
    let examples = read(&fs::read_to_string(sentences)?)?;
    let (settings, stop) = (Settings::default(), Stop::default());
    let (option, value) = (arguments.next(), arguments.next());
    match (option.as_deref(), value) {
        (Some("--write"), Some(folder)) => {
            let all: Vec<&Example> = examples.iter().collect();
            let trained = train(&all, &settings, &stop)?;
            let bytes = trained.model.to_bytes();
            fs::write(format!("{folder}/model.bin"), &bytes)?;
            println!("{} bytes; yes from {:.2}", bytes.len(), trained.cut);
        }
        (option, value) => {
            let measured = cross_validate(&examples, FOLDS, &settings, &stop)?;
            println!(
                "{} sentences, {FOLDS} folds by a hash of the text: F1 of check-worthy, balanced {:.1} (macro {:.1}), natural {:.1}; \
                 calibration error {:.3}",
                examples.len(),
                measured.balanced,
                measured.balanced_macro,
                measured.natural,
                measured.calibration
            );
            if let (Some("--floor"), Some(floor)) = (option, value) {
                let floor: f64 = floor.parse()?;
                if measured.balanced < floor {
                    return Err(format!("F1 fell below {floor}").into());
                }
            }
        }
    }
    Ok(())
}

fn read(lines: &str) -> Result<Vec<Example>, serde_json::Error> {
    lines
        .lines()
        .map(|line| {
            let line: Line = serde_json::from_str(line)?;
            Ok(Example {
                fold: mix(1, of_text(&line.text)),
                features: features_of(&ArticleText::new(line.text.as_str())),
                right: line.check_worthy == 1,
            })
        })
        .collect()
}
