//! Reference tables: attaching, detaching, and reading their records off the window's thread.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui;

use crate::annotation::{Body, DateRange, RatingId, RatingLabel, ReferenceTable};
use crate::desk::reference::Reference;
use crate::project::references::{self, Sheet, TableError};
use crate::review::Command;
use crate::suggest::dates;
use crate::text::counted;
use crate::text::invisible::visible;

use super::App;
use super::command::UiCommand;
use super::dialogs::{Attach, Ratings, Tables, TablesAnswer};
use super::files::{Wanted, taken};
use super::jobs::Job;
use super::modal::Modal;

/// What goes on about reference tables.
#[derive(Default)]
pub struct Attaching {
    looking: Option<Job<(PathBuf, Result<Sheet, TableError>)>>,
    copying: Option<Job<(ReferenceTable, Result<String, TableError>)>>,
    reading: Option<Job<Read>>,
    /// The tables that were read last, and the folder they lie in.
    read: Option<(PathBuf, Vec<ReferenceTable>)>,
    /// What was wrong with each file.
    faults: BTreeMap<String, String>,
}

/// The records of all tables.
struct Read {
    reference: Reference,
    faults: BTreeMap<String, String>,
}

impl Attaching {
    /// Whether something is being read or copied.
    pub const fn is_busy(&self) -> bool {
        self.looking.is_some() || self.copying.is_some() || self.reading.is_some()
    }
}

impl App {
    /// Asks what a command about the grounds of verdicts asks.
    pub(super) fn ask_of_grounds(&mut self, ctx: &egui::Context, request: UiCommand) {
        match request {
            UiCommand::AttachTable => self.attach_table(ctx),
            UiCommand::RatingScale => self.ask_ratings(),
            _ => self.show_tables(),
        }
    }

    /// Asks for a table to attach.
    pub(super) fn attach_table(&mut self, ctx: &egui::Context) {
        if self.storage.folder.is_none() {
            self.toasts
                .info("Save the project first: a reference table is copied into its folder.");
        } else if self.may_change() {
            self.pick(ctx, Wanted::Table);
        }
    }

    /// Looks at the columns of a table that was picked.
    pub(super) fn look_at_table(&mut self, ctx: &egui::Context, path: PathBuf) {
        self.attaching.looking = Some(Job::start(ctx, "Reading table", move |_, _| {
            let sheet = references::look(&path);
            (path, sheet)
        }));
    }

    /// Copies a table into the project's folder.
    pub(super) fn take_in_table(&mut self, ctx: &egui::Context, path: PathBuf, table: ReferenceTable) {
        let Some(folder) = self.storage.folder.clone() else {
            return;
        };
        self.attaching.copying = Some(Job::start(ctx, "Copying table", move |_, _| {
            let file = references::take_in(&folder, &path);
            (table, file)
        }));
    }

    /// Takes answers of jobs about tables, and reads the tables when others are attached.
    pub(super) fn keep_tables(&mut self, ctx: &egui::Context) {
        if let Some((path, sheet)) = taken(&mut self.attaching.looking, &mut self.toasts) {
            match sheet {
                Ok(sheet) => {
                    let name = path
                        .file_name()
                        .unwrap_or_default()
                        .to_string_lossy()
                        .into_owned();
                    let dialog = Attach::new(name, sheet.columns, sheet.rows, sheet.guess);
                    self.modal = Some(Modal::Attach(Box::new(dialog), path));
                }
                Err(error) => self.toasts.error(error.to_string()),
            }
        }
        if let Some((table, file)) = taken(&mut self.attaching.copying, &mut self.toasts) {
            match file {
                Ok(file) => self.attach(ReferenceTable { file, ..table }),
                Err(error) => self.toasts.error(error.to_string()),
            }
        }
        if let Some(read) = taken(&mut self.attaching.reading, &mut self.toasts) {
            let first = read.faults.iter().next();
            if let Some((file, fault)) = first {
                self.toasts
                    .warning(format!("Reference table “{}”: {fault}", visible(file)));
            }
            self.attaching.faults = read.faults;
            self.grounds.reference = Arc::new(read.reference);
        }
        let tables = &self.session.project().references;
        let folder = self.storage.folder.as_deref();
        let is_known = match (&self.attaching.read, folder) {
            (Some((place, known)), Some(folder)) => place == folder && known == tables,
            (None, _) => tables.is_empty(),
            (Some(_), None) => false,
        };
        if is_known || self.attaching.reading.is_some() {
            return;
        }
        let (Some(folder), false) = (folder.map(Path::to_owned), tables.is_empty()) else {
            self.attaching.read = None;
            self.attaching.faults.clear();
            if !self.grounds.reference.is_empty() {
                self.grounds.reference = Arc::default();
            }
            return;
        };
        let tables = tables.clone();
        self.attaching.read = Some((folder.clone(), tables.clone()));
        self.attaching.reading = Some(Job::start(ctx, "Reading reference tables", move |_, _| {
            read(&folder, tables)
        }));
    }

    fn attach(&mut self, table: ReferenceTable) {
        let mut tables = self.session.project().references.clone();
        let title = table.title.clone();
        match tables.iter_mut().find(|known| known.file == table.file) {
            Some(known) => *known = table,
            None => tables.push(table),
        }
        if self.run(Command::SetReferences(tables)).is_some() {
            self.toasts.with_undo(format!("“{}” attached.", visible(&title)));
        }
    }

    /// Shows which tables are attached.
    pub(super) fn show_tables(&mut self) {
        let line = |table: &ReferenceTable| {
            let count = self.grounds.reference.count(&table.file);
            let count = count.map_or_else(
                || "not read".to_owned(),
                |count| counted(count, "record", "records"),
            );
            (visible(&table.title).into_owned(), count)
        };
        let fault = |table: &ReferenceTable| {
            let fault = self.attaching.faults.get(&table.file);
            fault.map_or_else(String::new, |fault| visible(fault).into_owned())
        };
        let tables = &self.session.project().references;
        let (lines, faults) = (
            tables.iter().map(line).collect(),
            tables.iter().map(fault).collect(),
        );
        self.modal = Some(Modal::Tables(Tables::new(lines, faults)));
    }

    /// Does what was asked for in the list of tables.
    pub(super) fn answer_tables(&mut self, ctx: &egui::Context, answer: TablesAnswer) {
        match answer {
            TablesAnswer::Attach => self.attach_table(ctx),
            TablesAnswer::Detach(index) => {
                let mut tables = self.session.project().references.clone();
                if index < tables.len() {
                    let gone = tables.remove(index);
                    if self.run(Command::SetReferences(tables)).is_some() {
                        self.toasts
                            .with_undo(format!("“{}” detached.", visible(&gone.title)));
                    }
                }
            }
        }
    }

    /// Asks for the scale of ratings.
    pub(super) fn ask_ratings(&mut self) {
        let project = self.session.project();
        let mut used: BTreeMap<RatingId, usize> = BTreeMap::new();
        let items = project
            .articles
            .values()
            .flat_map(|article| article.items.values());
        let claims = items.filter_map(|item| item.body.as_claim());
        for verdict in claims.filter_map(|claim| claim.verdict.as_ref()) {
            *used.entry(verdict.rating.clone()).or_default() += 1;
        }
        let dialog = Ratings::new(&project.scheme.ratings, used);
        self.modal = Some(Modal::Ratings(Box::new(dialog)));
    }

    /// Gives the project another scale of ratings.
    pub(super) fn set_ratings(&mut self, ratings: Vec<RatingLabel>) {
        let mut scheme = self.session.project().scheme.clone();
        if scheme.ratings != ratings {
            scheme.ratings = ratings;
            self.run(Command::SetScheme(scheme));
        }
    }
}

fn read(folder: &Path, tables: Vec<ReferenceTable>) -> Read {
    let mut faults = BTreeMap::new();
    let mut all = Vec::new();
    for table in tables {
        match references::read(folder, &table, days) {
            Ok(found) => {
                faults.extend(found.fault().map(|fault| (table.file.clone(), fault)));
                all.push((table, found.records));
            }
            Err(error) => {
                faults.insert(table.file.clone(), error.to_string());
            }
        }
    }
    Read {
        reference: Reference::new(all),
        faults,
    }
}

/// The days of a column: as we write them, as publishers do, else periods such as "March 2011".
fn days(column: &[String]) -> Vec<Option<DateRange>> {
    let single = crate::exchange::days_of(column);
    let both = column.iter().zip(single);
    both.map(|(text, day)| {
        let ours = text.parse().ok();
        ours.or(day.map(DateRange::day))
            .or_else(|| dates::resolve(text, None))
    })
    .collect()
}

/// The body with a piece of evidence more; `None` if it is no claim or has it already. A claim without a verdict gets the
/// open rating of `scheme`.
pub(super) fn with_evidence(
    body: &Body,
    evidence: &crate::annotation::Evidence,
    scheme: &crate::annotation::LabelScheme,
) -> Option<Body> {
    let mut body = body.clone();
    let Body::Claim(claim) = &mut body else {
        return None;
    };
    let verdict = claim.verdict.get_or_insert_with(|| crate::annotation::Verdict {
        rating: scheme.open_rating(),
        ..Default::default()
    });
    if verdict.evidence.contains(evidence) {
        return None;
    }
    verdict.evidence.push(evidence.clone());
    Some(body)
}
