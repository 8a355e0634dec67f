//! Saving and closing: work goes to disk, and the window stays open while some has not.

use std::path::PathBuf;

use eframe::egui;

use crate::project::{SaveBase, SaveError};
use crate::review::Command;

use super::dialogs::{Answered, Ask, Unsaved};
use super::files::Wanted;
use super::jobs::{self, Compared, Saved, Saving};
use super::modal::Modal;
use super::{After, App, Storage};

/// Seconds without a change after which a project is saved by itself.
const AUTOSAVE_AFTER: f64 = 3.0;

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
        let from = self.storage.folder.clone().filter(|from| *from != folder);
        let saving = Saving {
            folder,
            from,
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
                if let Some(why) = self.storage.base.as_ref().and_then(SaveBase::backup_problem) {
                    self.toasts.warning(format!(
                        "Saved, but the earlier version could not be kept: {why}."
                    ));
                }
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
                        let base = self.storage.base.clone().unwrap_or_default();
                        let ours = self.session.project().clone();
                        self.comparing = Some(jobs::compare(ctx, folder, files, base, ours));
                    }
                    error => self.toasts.error(format!("Not saved. {error}")),
                }
            }
        }
    }

    /// Shows what another program changed in the files, beside how it is here, and asks what shall be saved.
    pub(super) fn compared(&mut self, compared: Compared) {
        let mut lines: Vec<(String, String)> = compared
            .sides
            .into_iter()
            .map(|sides| {
                (
                    sides.what,
                    format!("there: {} · here: {}", sides.theirs, sides.ours),
                )
            })
            .collect();
        lines.extend(compared.problem.map(|why| (why, "there".to_owned())));
        let what = match lines.len() {
            0 => "Their content is the same; only the way it is written differs.".to_owned(),
            1 => "One thing is different there.".to_owned(),
            many => format!("{many} things are different there."),
        };
        let why = format!(
            "Another program changed files of this project since they were opened. {what}\n\
             “Take theirs in” reads the files again and then adds your work to them; what both changed is told. \
             “Save over” writes your side; theirs is kept in the folder “set-aside”."
        );
        let ask = Ask::new(
            "The files have changed",
            why,
            lines,
            "Take theirs in",
            "Save over",
        );
        self.modal = Some(Modal::Changed(ask));
    }

    /// Does what was answered to that.
    pub(super) fn answer_changed(&mut self, ctx: &egui::Context, answer: Answered) {
        match answer {
            Answered::Other => self.start_save(ctx, None, true, true),
            Answered::Main => {
                // The journal has what the files lack, and offers it when they are read again.
                self.keep(ctx);
                self.abandon();
                if let Some(folder) = self.storage.folder.clone() {
                    self.taking_in = true;
                    self.load(ctx, folder);
                }
            }
        }
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
