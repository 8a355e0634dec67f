//! `claimdesk merge`: two versions of one file of a project, as git hands them to a merge driver.

use std::path::{Path, PathBuf};

use super::args::MergeArgs;
use super::report::{Halt, Report};
use crate::annotation::ArticleId;
use crate::project::{self, LoadError, OneFile};
use crate::review::three_way::{Conflict, merge_article, merge_project};

/// Runs the command.
pub fn run(args: &MergeArgs, report: &Report) -> Result<(), Halt> {
    let name = args.path.as_ref().unwrap_or(&args.ours);
    let is_head = name.file_name().is_some_and(|name| name == "project.ron");
    if is_head || project::holds_project(&args.ours) {
        project_file(args, name, report)
    } else {
        article_file(args, name, report)
    }
}

fn article_file(args: &MergeArgs, name: &Path, report: &Report) -> Result<(), Halt> {
    let stem = name
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    let id = ArticleId::parse(stem).unwrap_or_else(|| ArticleId::from_name(stem, |_| false));
    let read = |path: &Path, shown: &Path| project::read_article_file(path, shown, &id);
    let (base, ours, theirs) = sides(args, name, report, read)?;
    let merged = merge_article(base.as_ref(), &ours, &theirs).map_err(|error| {
        Halt::Fault(format!(
            "{}: {error} They cannot be merged; ours stays. Keep it, or take theirs with \"git checkout --theirs\".",
            name.display()
        ))
    })?;
    project::write_article_file(&args.ours, &merged.article)?;
    tell(name, merged.article.title(), &merged.conflicts, report);
    Ok(())
}

fn project_file(args: &MergeArgs, name: &Path, report: &Report) -> Result<(), Halt> {
    let (base, ours, theirs) = sides(args, name, report, project::read_project_file)?;
    let merged = merge_project(base.as_ref(), &ours, &theirs);
    project::write_project_file(&args.ours, &merged.project)?;
    tell(name, &merged.project.title, &merged.conflicts, report);
    Ok(())
}

/// Base, ours and theirs. Without a base both sides added the file.
fn sides<T>(
    args: &MergeArgs,
    name: &Path,
    report: &Report,
    read: impl Fn(&Path, &Path) -> Result<Option<OneFile<T>>, LoadError>,
) -> Result<(Option<T>, T, T), Halt> {
    let side = |path: &Path, which: &str| {
        let shown = PathBuf::from(format!("{} ({which})", name.display()));
        read(path, &shown).map_err(|error| Halt::Unreachable(error.to_string()))
    };
    let there = |path: &Path, which: &str| {
        let file = side(path, which)?.ok_or_else(|| {
            Halt::Unreachable(format!(
                "{} ({which}): There is nothing in {}. Name a file of a project.",
                name.display(),
                path.display()
            ))
        })?;
        // The merged file has what was read; a person should know what was not.
        file.warnings.iter().for_each(|warning| report.fault(warning));
        Ok::<T, Halt>(file.content)
    };
    let base = side(&args.base, "base")?.map(|file| file.content);
    Ok((base, there(&args.ours, "ours")?, there(&args.theirs, "theirs")?))
}

fn tell(name: &Path, title: &str, conflicts: &[Conflict], report: &Report) {
    for conflict in conflicts {
        report.fault(format!("{}: “{title}”: {conflict}", name.display()));
    }
}
