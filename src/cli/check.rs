//! `claimdesk check`: what is wrong with the files of a project, and putting it right.

use super::args::CheckArgs;
use super::output;
use super::report::{Halt, Report};
use crate::project::{self, RepairError};
use crate::text::counted;

/// Runs the command.
pub fn run(args: &CheckArgs, report: &Report) -> Result<(), Halt> {
    let summary = if args.repair {
        repair(args, report)?
    } else {
        check(args, report)?
    };
    let mut out = output::standard();
    for line in summary {
        out.line(&line)?;
    }
    out.finish()
}

fn check(args: &CheckArgs, report: &Report) -> Result<Vec<String>, Halt> {
    let warnings = project::check(&args.project)?;
    for warning in &warnings {
        report.fault(warning);
    }
    super::recover::mention(&args.project, report)?;
    Ok(vec![match warnings.len() {
        0 => "Nothing is wrong.".to_owned(),
        1 => "1 thing is wrong.".to_owned(),
        many => format!("{many} things are wrong."),
    }])
}

/// What was put right is told on standard output, what stays for a person as a fault.
fn repair(args: &CheckArgs, report: &Report) -> Result<Vec<String>, Halt> {
    let folder = project::folder_of(&args.project).unwrap_or_else(|| args.project.clone());
    let _lock = super::recover::lock(&folder)?;
    let repaired = project::repair(&args.project).map_err(|error| match error {
        RepairError::Load(error) => Halt::from(error),
        RepairError::Save(error) => Halt::from(error),
    })?;
    let mut lines: Vec<String> = repaired
        .mended
        .iter()
        .map(|warning| format!("Repaired: {}", warning.place_and_what()))
        .collect();
    for warning in &repaired.stays {
        report.fault(warning);
    }
    for aside in &repaired.set_aside {
        lines.push(format!("The file as it was: {}", aside.display()));
    }
    lines.push(match (repaired.mended.len(), repaired.stays.len()) {
        (0, 0) => "Nothing is wrong.".to_owned(),
        (mended, stays) => format!(
            "{} repaired, {}.",
            counted(mended, "thing", "things"),
            counted(stays, "thing stays for a person", "things stay for a person")
        ),
    });
    Ok(lines)
}
