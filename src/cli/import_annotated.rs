//! `claimdesk import --format`: articles that others have annotated.
//!
//! Everything is read before anything is changed. If something was lost on the way, it is listed, and the project stays
//! as it is unless the user said that this is all right.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;

use super::args::ImportArgs;
use super::import::load;
use super::output;
use super::report::{Halt, Report};
use crate::annotation::LabelScheme;
use crate::exchange::annotated::{Annotated, Found, Mapping, Meaning, detect, read};
use crate::exchange::export::{FORMATS, Format};
use crate::exchange::loss::{Loss, Losses};
use crate::project::{self, in_words, user::Home};
use crate::review::{Command, Session};
use crate::suggest::Stop;
use crate::text::counted;

/// Runs the command. `format` is what the user named.
pub fn run(args: &ImportArgs, format: Option<&str>, report: &Report) -> Result<(), Halt> {
    let format = match format {
        None => return Err(Halt::Usage(format!("Name a format: auto, {}.", names()))),
        Some("auto") => None,
        Some(name) => Some(find(name)?),
    };
    let folder = project::folder_of(&args.project).unwrap_or_else(|| args.project.clone());
    let _lock = super::recover::lock(&folder)?;
    let mut loaded = load(&args.project, report)?;
    let scheme = loaded.project.scheme.clone();
    let mapping = match &args.labels {
        Some(path) => mapping(path, &scheme)?,
        None => Mapping::default(),
    };
    let mut gathered = Gathered::default();
    report.progress("Reading", None, false);
    for file in &args.files {
        gathered.read(file, format, &mapping, &scheme, report)?;
    }
    report.end_progress();
    let is_whole = gathered.losses.is_empty() && gathered.problems == 0;
    tell(&gathered, &mapping, &scheme, report);
    if gathered.articles.is_empty() {
        return Err(Halt::Fault(
            "There is nothing to import; nothing was changed.".to_owned(),
        ));
    }
    if !is_whole && !args.yes {
        return Err(Halt::Fault(format!(
            "Nothing was changed. With --yes {} can be imported without what is listed.",
            counted(gathered.articles.len(), "article", "articles")
        )));
    }
    let reviewer = Home::find()
        .map(|home| home.preferences().0.reviewer)
        .unwrap_or_default();
    let mut session = Session::new(loaded.project, reviewer);
    let command = Command::AddAnnotated {
        articles: gathered.articles,
    };
    let outcome = match session.run(command, Timestamp::now()) {
        Ok(outcome) => {
            project::save(&args.project, session.project(), &mut loaded.base, false)?;
            outcome
        }
        Err(crate::review::Refusal::Nothing) => crate::review::Outcome::default(),
        Err(refusal) => return Err(Halt::Fault(refusal.to_string())),
    };
    if outcome.kept > 0 {
        report.note(format!(
            "{} here otherwise than in the import; here nothing of that changes.",
            counted(outcome.kept, "item was decided", "items were decided")
        ));
    }
    let mut out = output::standard();
    out.line(&format!(
        "{}, {} joined, {}.",
        counted(outcome.articles.len(), "article added", "articles added"),
        outcome.duplicates.len(),
        counted(outcome.items.len(), "item taken over", "items taken over")
    ))?;
    out.finish()
}

fn names() -> String {
    let read: Vec<&str> = FORMATS
        .iter()
        .filter(|format| format.is_read())
        .map(|format| format.id)
        .collect();
    read.join(", ")
}

fn find(name: &str) -> Result<&'static Format, Halt> {
    Format::find(name)
        .filter(|format| format.is_read())
        .ok_or_else(|| {
            Halt::Usage(format!(
                "\"{name}\" cannot be imported. There are: auto, {}.",
                names()
            ))
        })
}

fn mapping(path: &Path, scheme: &LabelScheme) -> Result<Mapping, Halt> {
    let source = std::fs::read_to_string(path).map_err(|error| {
        Halt::Unreachable(format!(
            "{}: Could not be read: {}.",
            path.display(),
            in_words(&error)
        ))
    })?;
    Mapping::read(&source, scheme).map_err(|error| Halt::Fault(format!("{}: {error}", path.display())))
}

/// What was read.
#[derive(Default)]
struct Gathered {
    articles: Vec<Annotated>,
    losses: Losses,
    labels: BTreeMap<String, usize>,
    problems: usize,
}

impl Gathered {
    fn read(
        &mut self,
        file: &Path,
        format: Option<&'static Format>,
        mapping: &Mapping,
        scheme: &LabelScheme,
        report: &Report,
    ) -> Result<(), Halt> {
        let format = match format {
            Some(format) => format,
            None => detect(file).map_err(|error| Halt::Fault(format!("{}: {error}", file.display())))?,
        };
        read(
            file,
            format,
            &Stop::default(),
            &mut |found: Result<Found, _>| match found {
                Ok(found) => {
                    for label in found.labels() {
                        match self.labels.get_mut(label) {
                            Some(count) => *count += 1,
                            None => {
                                self.labels.insert(label.to_owned(), 1);
                            }
                        }
                    }
                    self.articles.push(found.with(mapping, scheme, &mut self.losses));
                    report.step();
                }
                Err(problem) => {
                    self.problems += 1;
                    report.fault(problem);
                }
            },
        );
        Ok(())
    }
}

fn tell(gathered: &Gathered, mapping: &Mapping, scheme: &LabelScheme, report: &Report) {
    for (loss, lost) in gathered.losses.iter() {
        if loss == Loss::Labels {
            continue;
        }
        report.note(format!(
            "Not carried over: {} {}.",
            lost.count,
            loss.noun(lost.count)
        ));
        for example in &lost.examples {
            report.note(format!("  {example}"));
        }
    }
    for (label, count) in &gathered.labels {
        if mapping.get(label, scheme) == Meaning::Nothing {
            report.note(format!(
                "Not carried over: {} with the label \"{label}\". Say in a file for --labels what it is here.",
                counted(*count, "span", "spans")
            ));
        }
    }
}
