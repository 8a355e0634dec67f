//! Exporting: what is asked first, the preview beside it, and the work itself.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use eframe::egui;

use crate::annotation::Project;
use crate::exchange::export::{Files, InMemory, NotWritten, Order, Shape, export};
use crate::exchange::loss::Losses;
use crate::suggest::Stop;

use super::App;
use super::dialogs::{Export, LossLines, Preview};
use super::files::{Wanted, taken};
use super::jobs::Job;
use super::modal::Modal;

/// How much of a file a preview shows, in bytes.
const SHOWN: usize = 6000;

/// What goes on about exports.
#[derive(Default)]
pub struct Exporting {
    /// What is to be written once it is known where.
    order: Option<Order>,
    /// The export that runs.
    pub job: Option<Job<Exported>>,
    preview: Option<Job<Vec<(String, String)>>>,
    losses: Option<Job<LossLines>>,
}

/// What an export did.
pub struct Exported {
    path: PathBuf,
    result: Result<Losses, NotWritten>,
}

impl Exporting {
    /// Whether something is being written or looked at.
    pub const fn is_busy(&self) -> bool {
        self.job.is_some() || self.preview.is_some() || self.losses.is_some()
    }

    fn drop_preview(&mut self) {
        for stop in [
            self.preview.as_ref().map(|job| job.sign().2),
            self.losses.as_ref().map(|job| job.sign().2),
        ] {
            stop.into_iter().for_each(Stop::set);
        }
        self.preview = None;
        self.losses = None;
    }
}

impl App {
    /// Asks what to export.
    pub(super) fn ask_export(&mut self) {
        self.finish_edits();
        let reviewers = self.session.project().reviewers.clone();
        self.modal = Some(Modal::Export(Box::new(Export::new(
            self.preferences.export.clone(),
            reviewers,
        ))));
    }

    /// Keeps the preview of the dialog in step with what is wished.
    pub(super) fn preview_export(&mut self, ctx: &egui::Context, dialog: &mut Export) {
        match dialog.wants_preview() {
            None => {}
            Some(Err(_)) => {
                self.exporting.drop_preview();
                dialog.show_preview(|preview| {
                    "There is no preview yet.".clone_into(&mut preview.problem);
                });
            }
            Some(Ok(order)) => {
                self.exporting.drop_preview();
                let (project, wish) = (self.session.project().clone(), order.clone());
                self.exporting.preview = Some(Job::start(ctx, "Preview", move |stop, _| {
                    first_article(&wish, &project, stop)
                }));
                let project = self.session.project().clone();
                self.exporting.losses = Some(Job::start(ctx, "Counting", move |stop, _| {
                    losses(&order, &project, stop)
                }));
            }
        }
        if let Some(files) = taken(&mut self.exporting.preview, &mut self.toasts) {
            dialog.show_preview(|preview: &mut Preview| preview.files = files);
        }
        if let Some(losses) = taken(&mut self.exporting.losses, &mut self.toasts) {
            dialog.show_preview(|preview| preview.losses = Some(losses));
        }
    }

    /// The dialog was closed: with an order, it is asked where to write it.
    pub(super) fn export_asked(&mut self, ctx: &egui::Context, dialog: &Export, order: Option<Order>) {
        self.exporting.drop_preview();
        if let Some(order) = order {
            if self.preferences.export != *dialog.wish() {
                self.preferences.export = dialog.wish().clone();
                self.keep_preferences();
            }
            self.exporting.order = Some(order);
            self.pick(ctx, Wanted::Export);
        }
    }

    /// What to ask for when it is asked where an export goes: whether it is a folder, and the suggested name.
    pub(super) fn export_place(&self, name: &str) -> (bool, String) {
        let order = self.exporting.order.as_ref();
        order.map_or((false, name.to_owned()), |order| place(order, name))
    }

    /// Writes what was asked for.
    pub(super) fn export(&mut self, ctx: &egui::Context, path: PathBuf) {
        let Some(order) = self.exporting.order.take() else {
            return;
        };
        let (_, name) = place(&order, &super::files::exchange_name(self.session.project()));
        // A folder with something in it is chosen to put the export into it.
        let is_full =
            order.is_folder() && std::fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_some());
        let path = if is_full { path.join(name) } else { path };
        let project = self.session.project().clone();
        self.exporting.job = Some(Job::start(ctx, "Exporting", move |stop, progress| {
            let result = order.write(&project, &path, stop, &mut || {
                progress.fetch_add(1, Ordering::Relaxed);
            });
            Exported { path, result }
        }));
    }

    /// Tells of an export that has ended.
    pub(super) fn take_exported(&mut self) {
        let Some(Exported { path, result }) = taken(&mut self.exporting.job, &mut self.toasts) else {
            return;
        };
        match result {
            Ok(losses) if losses.is_empty() => {
                self.toasts
                    .success(format!("Exported to {}. Nothing was left out.", path.display()));
            }
            Ok(losses) => {
                let lines = losses.iter().map(|(loss, lost)| super::dialogs::ReportLine {
                    what: format!("{} {}", lost.count, loss.noun(lost.count)),
                    hint: lost.examples.join("; "),
                    ..super::dialogs::ReportLine::default()
                });
                self.modal = Some(Modal::Report(super::dialogs::Report::new(
                    "Exported",
                    format!("The export is in {}. This was left out:", path.display()),
                    lines.collect(),
                )));
            }
            Err(NotWritten::Stopped) => self.toasts.info("Stopped; nothing was exported."),
            Err(error) => self.toasts.error(format!("Not exported. {error}")),
        }
    }
}

/// Whether an export is a folder, and what to call it by the name of its project.
fn place(order: &Order, name: &str) -> (bool, String) {
    match order.format.shape {
        Shape::File(extension) if !order.is_folder() => (false, format!("{name}.{extension}")),
        _ => (true, format!("{name}-{}", order.format.id)),
    }
}

/// The first article as it will be.
fn first_article(order: &Order, project: &Project, stop: &Stop) -> Vec<(String, String)> {
    let prepared = order.prepare(project);
    let Some((_, part)) = prepared
        .parts
        .into_iter()
        .find(|(_, part)| !part.articles.is_empty())
    else {
        return vec![(String::new(), "No article is left.".to_owned())];
    };
    let mut first = part.clone();
    let id = part.in_order().first().map(|article| article.id.clone());
    first.articles.retain(|known, _| Some(known) == id.as_ref());
    let mut files = InMemory::default();
    if let Err(error) = export(
        &first,
        order.format,
        &order.settings,
        &mut files,
        stop,
        &mut || {},
    ) {
        return vec![(String::new(), error.to_string())];
    }
    // What is of the article stands before what is of all.
    let id = id.map(|id| id.to_string()).unwrap_or_default();
    let mut named: Vec<(String, Vec<u8>)> = files.files.into_iter().collect();
    named.sort_by_key(|(name, _)| (!name.contains(&id), name.clone()));
    let count = named.len();
    let shown = named.into_iter().take(1).map(|(name, bytes)| {
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => {
                let end = text.floor_char_boundary(SHOWN);
                let cut = if end < text.len() { "…" } else { "" };
                format!("{}{cut}", text.get(..end).unwrap_or_default())
            }
            Err(_) => format!("{} bytes that are not text.", bytes.len()),
        };
        let name = if count > 1 {
            format!("{name}, one of {count} files")
        } else {
            name
        };
        (name, crate::text::invisible::visible(&text).into_owned())
    });
    shown.collect()
}

/// What is left out of the whole.
fn losses(order: &Order, project: &Project, stop: &Stop) -> LossLines {
    let prepared = order.prepare(project);
    let mut losses = prepared.losses;
    for (_, part) in &prepared.parts {
        // A stopped count is thrown away by whoever stopped it.
        if let Ok(more) = export(
            part,
            order.format,
            &order.settings,
            &mut Nowhere,
            stop,
            &mut || {},
        ) {
            losses.append(more);
        }
    }
    losses
        .iter()
        .map(|(loss, lost)| {
            (
                format!("{} {}", lost.count, loss.noun(lost.count)),
                lost.examples.clone(),
            )
        })
        .collect()
}

/// Takes bytes and keeps none.
struct Nowhere;

impl Files for Nowhere {
    fn write(&mut self, _: &str, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }
}
