//! `claimdesk export`: a project in another format.

use std::path::Path;

use regex::Regex;

use super::args::{ExportArgs, Only};
use super::import::load;
use super::output::{self, Output};
use super::report::{Halt, Report};
use crate::annotation::Project;
use crate::exchange::export::{Choice, FORMATS, Format, Items, Order, Settings, Shape, Split, Tokenizer};
use crate::exchange::formats::jsonl;
use crate::exchange::loss::Losses;
use crate::suggest::Stop;
use crate::text::counted;

/// Runs the command.
pub fn run(args: &ExportArgs, report: &Report) -> Result<(), Halt> {
    if args.schema {
        let mut out = output::standard();
        out.bytes(jsonl::SCHEMA.as_bytes())?;
        return out.finish();
    }
    let format = match (args.format.as_deref(), &args.project) {
        (Some([]), _) => return list(),
        (Some([format, ..]), Some(_)) => find(format)?,
        (None, _) => {
            return Err(Halt::Usage(
                "Name a format: --format jsonl. \"--format\" alone lists them.".to_owned(),
            ));
        }
        (Some(_), None) => return Err(Halt::Usage("Name the project to export.".to_owned())),
    };
    let Some(folder) = &args.project else {
        return list();
    };
    let order = order(args, format)?;
    let loaded = load(folder, report)?;
    let losses = write(args, &order, &loaded.project, report)?;
    report.end_progress();
    tell(&losses, loaded.untouchable.len(), report);
    Ok(())
}

fn find(name: &str) -> Result<&'static Format, Halt> {
    Format::find(name).ok_or_else(|| {
        let names: Vec<&str> = FORMATS.iter().map(|format| format.id).collect();
        Halt::Usage(format!(
            "There is no format \"{name}\". There are: {}.",
            names.join(", ")
        ))
    })
}

/// The formats, what each is for and what it can hold.
fn list() -> Result<(), Halt> {
    let mut out = output::standard();
    for format in FORMATS {
        let shape = match format.shape {
            Shape::File(extension) => format!("one file, .{extension}"),
            Shape::Folder => "a folder".to_owned(),
        };
        let read = if format.is_read() { "; import reads it" } else { "" };
        out.line(&format!("{:18} {}: {}", format.id, format.title, format.about))?;
        out.line(&format!(
            "{:18} {shape}{read}; holds {}",
            "",
            format.holds.words()
        ))?;
    }
    out.finish()
}

fn order(args: &ExportArgs, format: &'static Format) -> Result<Order, Halt> {
    let tokens = match &args.tokens {
        None => Tokenizer::Ours,
        Some(pattern) => Tokenizer::Pattern(
            Regex::new(pattern)
                .map_err(|error| Halt::Usage(format!("--tokens: \"{pattern}\" is not a pattern: {error}")))?,
        ),
    };
    let split = match &args.split {
        None => None,
        Some(weights) => {
            Some(Split::parse(weights, args.seed).map_err(|error| Halt::Usage(format!("--split: {error}")))?)
        }
    };
    Ok(Order {
        format,
        settings: Settings {
            tokens,
            site: args.site.clone().unwrap_or_default(),
        },
        choice: Choice {
            items: match args.only {
                None => Items::All,
                Some(Only::Confirmed) => Items::Confirmed,
                Some(Only::Decided) => Items::Decided,
            },
            reviewers: args.by.clone(),
            since: args.since,
            until: args.until,
            done: args.done,
        },
        split,
        is_nameless: args.without_names,
    })
}

fn write(args: &ExportArgs, order: &Order, project: &Project, report: &Report) -> Result<Losses, Halt> {
    let to_standard = args.out == Path::new("-");
    let total = u64::try_from(project.articles.len()).unwrap_or_default();
    report.progress("Exporting", Some(total), to_standard && output::is_on_terminal());
    let stop = Stop::default();
    let mut progress = || report.step();
    if order.is_folder() {
        if to_standard {
            return Err(Halt::Usage(
                "This export is a folder. Name one that is not there yet: --out FOLDER.".to_owned(),
            ));
        }
        return order
            .write(project, &args.out, &stop, &mut progress)
            .map_err(|error| Halt::Unreachable(error.to_string()));
    }
    let mut out: Output = output::to_path(&args.out, args.force)?;
    let losses = order.write_to(project, out.writer(), &stop, &mut progress);
    let losses = losses.map_err(|error| out.not_written(&error))?;
    out.finish()?;
    Ok(losses)
}

/// Nothing is left out in silence.
fn tell(losses: &Losses, unread: usize, report: &Report) {
    if unread > 0 {
        report.note(format!(
            "Left out: {}.",
            counted(
                unread,
                "article that could not be read",
                "articles that could not be read"
            )
        ));
    }
    for (loss, lost) in losses.iter() {
        report.note(format!("Left out: {} {}.", lost.count, loss.noun(lost.count)));
    }
}
