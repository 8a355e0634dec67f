//! `claimdesk import`: articles into a project, with proposals, as one step.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Timestamp;

use super::args::{Columns, ImportArgs};
use super::pipeline::{Taken, in_order};
use super::report::{Halt, Report};
use super::{articles, output, suggest};
use crate::exchange::{ColumnMap, Draft};
use crate::project::{self, user::Home};
use crate::review::{Command, Session, Suggested};
use crate::suggest::{Suggester, Suggestions};
use crate::text::counted;

/// Runs the command.
pub fn run(args: &ImportArgs, report: &Report) -> Result<(), Halt> {
    if args.files.iter().any(|file| articles::is_standard_input(file)) {
        return Err(Halt::Usage(
            "Standard input cannot be imported. Save it as a file first.".to_owned(),
        ));
    }
    if let Some(format) = &args.format {
        return super::import_annotated::run(args, format.first().map(String::as_str), report);
    }
    let suggester = suggest::suggester(&args.suggesting)?;
    let folder = project::folder_of(&args.project).unwrap_or_else(|| args.project.clone());
    let _lock = super::recover::lock(&folder)?;
    let mut loaded = load(&args.project, report)?;
    let reviewer = Home::find()
        .map(|home| home.preferences().0.reviewer)
        .unwrap_or_default();
    let mut session = Session::new(loaded.project, reviewer);
    let (found, skipped) = gather(args, suggester.as_ref(), &session, report);
    report.end_progress();
    let by = if args.no_suggest {
        Suggested {
            by: String::new(),
            version: String::new(),
        }
    } else {
        Suggested {
            by: suggester.name().to_owned(),
            version: suggester.version().to_owned(),
        }
    };
    let added = if found.is_empty() {
        0
    } else {
        let outcome = session
            .run(Command::AddArticles { articles: found, by }, Timestamp::now())
            .map_err(|refusal| Halt::Fault(refusal.to_string()))?;
        project::save(&args.project, session.project(), &mut loaded.base, false)?;
        outcome.articles.len()
    };
    let mut out = output::standard();
    out.line(&format!(
        "{}, {} skipped.",
        counted(added, "article added", "articles added"),
        skipped
    ))?;
    out.finish()
}

/// Loads a project and says what is wrong with it.
pub fn load(folder: &std::path::Path, report: &Report) -> Result<project::Loaded, Halt> {
    let loaded = project::load(folder)?;
    for warning in &loaded.warnings {
        report.fault(warning);
    }
    Ok(loaded)
}

/// New articles with proposals, and how many were skipped because their text is there already.
fn gather(
    args: &ImportArgs,
    suggester: &dyn Suggester,
    session: &Session,
    report: &Report,
) -> (Vec<(Draft, Option<Suggestions>)>, usize) {
    let known = session.known_names();
    let columns = column_map(&args.columns);
    let mut there: BTreeMap<_, String> = session
        .project()
        .articles
        .values()
        .map(|a| (a.text.hash(), format!("article {}", a.id)))
        .collect();
    let mut found = Vec::new();
    let mut skipped = 0;
    report.progress("Importing", None, false);
    let files: &[PathBuf] = &args.files;
    in_order(
        suggest::jobs(&args.suggesting),
        |hand_in| {
            articles::read(files, columns.as_ref(), report, &mut |draft| {
                if let Some(twin) = there.get(&draft.text.hash()) {
                    let name = &draft.metadata.imported_from;
                    report.note(format!(
                        "{name}: Skipped: the text is the same as that of {twin}."
                    ));
                    skipped += 1;
                    return true;
                }
                there.insert(draft.text.hash(), draft.metadata.imported_from.clone());
                hand_in(draft)
            });
        },
        |draft: Draft| {
            let suggestions =
                (!args.no_suggest).then(|| suggest::suggest(suggester, &draft, &args.suggesting, &known));
            (draft, suggestions)
        },
        |taken| {
            if let Taken::Result(article) = taken {
                report.step();
                found.push(article);
            }
            true
        },
    );
    (found, skipped)
}

fn column_map(columns: &Columns) -> Option<ColumnMap> {
    Some(ColumnMap {
        text: columns.text_column.clone()?,
        title: columns.title_column.clone(),
        publisher: columns.publisher_column.clone(),
        author: columns.author_column.clone(),
        published: columns.published_column.clone(),
        url: columns.url_column.clone(),
        id: columns.id_column.clone(),
    })
}
