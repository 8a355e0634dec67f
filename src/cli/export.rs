//! `claimdesk export`: a project in another format.

use clap::ValueEnum as _;

use super::args::{ExportArgs, Format, Only};
use super::import::{counted, load};
use super::output::{self, Output};
use super::report::{Halt, Report};
use crate::annotation::Project;
use crate::exchange::formats::jsonl::{LeftOut, Record, Take};

/// Runs the command.
pub fn run(args: &ExportArgs, report: &Report) -> Result<(), Halt> {
    let format = match (args.format.as_deref(), &args.project) {
        (Some([]), _) => return list(),
        (Some([format, ..]), Some(_)) => *format,
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
    let loaded = load(folder, report)?;
    let take = match args.only {
        Some(Only::Confirmed) => Take::Confirmed,
        None => Take::All,
    };
    let mut out = output::to_path(&args.out, args.force)?;
    let left_out = match format {
        Format::Jsonl => json_lines(&loaded.project, take, &mut out)?,
    };
    out.finish()?;
    tell(&loaded.project, left_out, loaded.untouchable.len(), report);
    Ok(())
}

fn list() -> Result<(), Halt> {
    let mut out = output::standard();
    for format in Format::value_variants() {
        if let Some(value) = format.to_possible_value() {
            let help = value.get_help().map(ToString::to_string).unwrap_or_default();
            out.line(&format!("{:8} {help}", value.get_name()))?;
        }
    }
    out.finish()
}

fn json_lines(project: &Project, take: Take, out: &mut Output) -> Result<LeftOut, Halt> {
    let mut left_out = LeftOut::default();
    let mut line = Vec::new();
    for article in project.in_order() {
        let (record, left) = Record::of_article(article, project, take);
        left_out += left;
        line.clear();
        record
            .write(&mut line)
            .map_err(|error| Halt::Unreachable(format!("{}: {error}.", article.id)))?;
        out.bytes(&line)?;
    }
    Ok(left_out)
}

/// Nothing is left out in silence.
fn tell(project: &Project, left_out: LeftOut, unread: usize, report: &Report) {
    let mut parts = Vec::new();
    let mut part = |count: usize, one: &str, many: &str| {
        if count > 0 {
            parts.push(counted(count, one, many));
        }
    };
    part(left_out.suggested, "undecided proposal", "undecided proposals");
    part(left_out.rejected, "rejected proposal", "rejected proposals");
    part(
        left_out.orphans,
        "item that lost its place",
        "items that lost their place",
    );
    part(
        unread,
        "article that could not be read",
        "articles that could not be read",
    );
    part(
        project.decisions.len(),
        "decision about actors",
        "decisions about actors",
    );
    parts.push("title and kinds of the project".to_owned());
    report.note(format!("Left out: {}.", parts.join(", ")));
}
