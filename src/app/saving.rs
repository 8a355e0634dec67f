//! Saving, exporting, closing: work goes to disk, and the window stays open while some has not.

use std::path::PathBuf;

use eframe::egui;

use crate::annotation::Project;
use crate::exchange::jsonl::{LeftOut, Record, Take};
use crate::project::SaveError;
use crate::review::Command;

use super::dialogs::{Bulk, Unsaved};
use super::files::Wanted;
use super::jobs::{self, Job, Saved, Saving};
use super::modal::Modal;
use super::{After, App, Storage};

/// Seconds without a change after which a project is saved by itself.
const AUTOSAVE_AFTER: f64 = 3.0;

/// What an export did.
pub struct Exported {
    /// The file.
    pub path: PathBuf,
    /// What was left out, or why nothing was written.
    pub result: Result<String, String>,
}

impl App {
    /// Saves where the project is kept, or asks where.
    pub(super) fn save(&mut self, ctx: &egui::Context) {
        self.finish_edits();
        if self.storage.folder.is_some() {
            self.start_save(ctx, None, false, true);
        } else {
            self.pick(ctx, Wanted::SaveAs);
        }
    }

    /// Starts a save into `folder`, or to where the project is kept.
    pub(super) fn start_save(
        &mut self,
        ctx: &egui::Context,
        folder: Option<PathBuf>,
        overwrite: bool,
        by_hand: bool,
    ) {
        if self.saving.is_some() {
            return;
        }
        self.finish_edits();
        if folder.is_none() && !self.may_change() {
            return;
        }
        let (folder, base) = match folder {
            Some(folder) => (folder, None),
            None => match self.storage.folder.clone() {
                Some(folder) => (folder, Some(self.storage.base.take().unwrap_or_default())),
                None => return,
            },
        };
        if base.is_none() && self.storage.folder.is_none() && self.session.project().title == "Untitled" {
            // A project is called like its folder unless somebody named it.
            let name = folder
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if !name.is_empty() {
                self.run(Command::SetTitle(name));
            }
        }
        if base.is_some() {
            self.saving_begins(ctx);
        }
        let saving = Saving {
            folder,
            project: self.session.to_save(),
            revision: self.session.history().revision(),
            base,
            overwrite,
            by_hand,
        };
        self.saving = Some(jobs::save(ctx, saving));
    }

    pub(super) fn saved(&mut self, ctx: &egui::Context, saved: Saved) {
        let Saved {
            folder,
            revision,
            base,
            result,
            by_hand,
        } = saved;
        let same_place = self.storage.folder.as_ref() == Some(&folder);
        match result {
            Ok(()) => {
                self.session.mark_saved(revision);
                self.storage = Storage {
                    saved_at: Some((self.clock)()),
                    left_alone: if same_place { self.storage.left_alone } else { 0 },
                    folder: Some(folder.clone()),
                    base: Some(base),
                    ..Storage::default()
                };
                self.keep_view_state();
                if same_place {
                    self.saving_ended();
                } else {
                    self.move_keeping(ctx, &folder);
                }
                if !same_place {
                    self.preferences.opened(&folder);
                    self.keep_preferences();
                    self.toasts.success(format!("Saved in {}.", folder.display()));
                }
                if let Some(after) = self.after_save.take() {
                    self.leave_for(ctx, after);
                }
            }
            Err(error) => {
                self.after_save = None;
                if same_place {
                    self.storage.base = Some(base);
                    self.storage.held_back = Some(revision);
                    self.storage.failed = Some(error.to_string());
                }
                match error {
                    SaveError::Changed { files } if by_hand => {
                        let lines = files
                            .iter()
                            .map(|file| (file.display().to_string(), String::new()))
                            .collect();
                        let why = "Another program changed these files since they were opened. If you save over them, \
                                   the other versions are kept in the folder “set-aside”.";
                        self.modal = Some(Modal::Overwrite(Bulk::new(
                            "Save over changed files?",
                            why,
                            "Save over",
                            lines,
                        )));
                    }
                    error => self.toasts.error(format!("Not saved. {error}")),
                }
            }
        }
    }
    pub(super) fn export(&mut self, ctx: &egui::Context, path: PathBuf) {
        let project = self.session.project().clone();
        self.exporting = Some(Job::start(ctx, "Exporting", move |_, _| {
            let result = write_json_lines(&project, &path);
            Exported { path, result }
        }));
    }

    /// Saves by itself when nothing has changed for a moment.
    pub(super) fn autosave(&mut self, ctx: &egui::Context) {
        let now = ctx.input(|input| input.time);
        let revision = self.session.history().revision();
        if !self.session.history().is_dirty() {
            self.dirty_since = None;
            return;
        }
        if self.last_revision != Some(revision) {
            self.last_revision = Some(revision);
            self.dirty_since = Some(now);
        }
        let may = self.preferences.autosave
            && self.storage.folder.is_some()
            && self.keeping.read_only().is_none()
            && self.saving.is_none();
        if !may || self.storage.held_back == Some(revision) {
            return;
        }
        let waited = now - self.dirty_since.unwrap_or(now);
        if waited >= AUTOSAVE_AFTER {
            self.start_save(ctx, None, false, false);
        } else {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(AUTOSAVE_AFTER - waited));
        }
    }

    /// Holds the window open while there is unsaved work.
    pub(super) fn watch_closing(&mut self, ctx: &egui::Context) {
        if !ctx.input(|input| input.viewport().close_requested()) || self.quit {
            return;
        }
        self.finish_edits();
        if self.saving.is_some() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.after_save = Some(After::Quit);
        } else if self.session.history().is_dirty() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            if !matches!(self.modal, Some(Modal::Unsaved(..))) {
                self.modal = Some(Modal::Unsaved(
                    Unsaved::new(&self.session.project().title),
                    After::Quit,
                ));
            }
        }
    }
}

/// Writes the project as JSON Lines; says what the file does not hold.
fn write_json_lines(project: &Project, path: &std::path::Path) -> Result<String, String> {
    let mut left_out = LeftOut::default();
    let written = (|| {
        let mut file = atomic_write_file::AtomicWriteFile::open(path)?;
        let mut out = std::io::BufWriter::new(&mut file);
        for article in project.in_order() {
            let (record, left) = Record::of_article(article, project, Take::All);
            left_out += left;
            record.write(&mut out)?;
        }
        std::io::Write::flush(&mut out)?;
        drop(out);
        file.commit()
    })();
    match written {
        Ok(()) => Ok(format!(
            "Left out: {} suggestions, {} rejections, {} decisions about actors, title and kinds of the project.",
            left_out.suggested,
            left_out.rejected,
            project.decisions.len()
        )),
        Err(error) => Err(format!(
            "{}: Not exported: {}. Choose another place.",
            path.display(),
            crate::project::in_words(&error)
        )),
    }
}
