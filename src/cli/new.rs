//! `claimdesk new`: an empty project.

use std::path::Path;

use super::args::NewArgs;
use super::output;
use super::report::Halt;
use crate::annotation::Project;
use crate::project;

/// Runs the command.
pub fn run(args: &NewArgs) -> Result<(), Halt> {
    let title = args.title.clone().unwrap_or_else(|| folder_name(&args.project));
    project::create(&args.project, &Project::new(title))?;
    let folder = args.project.display();
    let mut out = output::standard();
    out.line(&format!(
        "Made the project {folder}. Add articles with: claimdesk import {folder} FILE…"
    ))?;
    out.finish()
}

fn folder_name(folder: &Path) -> String {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    whole.file_name().map_or_else(
        || "Project".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}
