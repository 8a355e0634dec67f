//! Floor 5: the command line.
//!
//! Decides between the window and a command, and is the one place where errors become text on a terminal: one line
//! each, `claimdesk: <file>: <what>. <hint>`. Exit status: 0 done, 1 the input is at fault, 2 wrong usage, 3 could not
//! read or write. A reader that goes away (a closed pipe) is not an error.

mod agreement;
mod annotated;
mod args;
mod articles;
mod check;
mod compare;
mod evaluate;
mod export;
mod import;
mod import_annotated;
mod learned_mentions;
mod merge;
mod new;
mod output;
mod pipeline;
mod recover;
mod report;
mod stats;
mod suggest;
mod train;
mod versions;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser as _;

use crate::app::{self, Launch};
use crate::project;
use args::{Args, Command};
use report::{Halt, Report};

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version go to standard output; nobody may be reading either.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    if let Some(home) = project::Home::find() {
        project::reports::install(home, args.command.is_none(), report::tell_of_report);
    }
    let report = Report::default();
    let result = match args.command {
        None => open(args.paths),
        Some(Command::Suggest(args)) => suggest::run(&args, &report),
        Some(Command::New(args)) => new::run(&args),
        Some(Command::Import(args)) => import::run(&args, &report),
        Some(Command::Export(args)) => export::run(&args, &report),
        Some(Command::Check(args)) => check::run(&args, &report),
        Some(Command::Recover(args)) => recover::run(&args.project, &report),
        Some(Command::Versions(args)) => versions::run(&args, &report),
        Some(Command::Merge(args)) => merge::run(&args, &report),
        Some(Command::Stats(args)) => stats::run(&args, &report),
        Some(Command::Agreement(args)) => agreement::run(&args, &report),
        Some(Command::Compare(args)) => compare::run(&args, &report),
        Some(Command::Train(args)) => train::run(&args, &report),
        Some(Command::Evaluate(args)) => evaluate::run(&args, &report),
    };
    if let Err(halt) = result {
        report.halt(&halt);
    }
    report.exit_code()
}

fn open(paths: Vec<PathBuf>) -> Result<(), Halt> {
    for path in &paths {
        if !path.exists() {
            let what = format!("{}: There is no such file or command.", path.display());
            return Err(Halt::Unreachable(format!(
                "{what} \"claimdesk --help\" lists the commands."
            )));
        }
    }
    let launch = Launch { paths };
    app::run(launch).map_err(Halt::Unreachable)
}
