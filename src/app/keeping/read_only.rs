//! Projects that another window works on, or that cannot be written to: they are shown, and nothing in them changes.

use eframe::egui;

use crate::project::lock::NoLock;

use super::super::App;
use super::super::files::Wanted;
use super::super::theme::Theme;

/// Why nothing can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOnly {
    /// For the person, two sentences.
    pub why: String,
    /// Whether the person may insist.
    pub may_take_over: bool,
}

impl App {
    /// Says above the reader why nothing can be changed, and what can be done about it.
    pub(in crate::app) fn read_only_bar(&mut self, ui: &mut egui::Ui) {
        let Some(read_only) = self.keeping.read_only().cloned() else {
            return;
        };
        let theme = Theme::of(ui);
        let ctx = ui.ctx().clone();
        ui.horizontal_wrapped(|ui| {
            let mark = egui::RichText::new("Read-only").color(theme.palette.warning).strong();
            ui.label(mark);
            ui.label(format!("{} You can read and search, but not change anything.", read_only.why));
            let folder = self.storage.folder.clone();
            if ui.button("Try again").clicked()
                && let Some(folder) = folder.clone()
            {
                self.load(&ctx, folder);
            }
            if read_only.may_take_over
                && ui
                    .button("Work here anyway")
                    .on_hover_text("Only if nobody works on it there any more: two who save would be in each other's way.")
                    .clicked()
                && let Some(folder) = folder
            {
                self.load_insisting(&ctx, folder, true);
            }
            if ui.button("Save a copy…").clicked() {
                self.pick(&ctx, Wanted::SaveAs);
            }
        });
    }

    /// Whether anything can be changed; tells why not.
    pub(in crate::app) fn may_change(&mut self) -> bool {
        let Some(read_only) = &self.keeping.read_only else {
            return true;
        };
        self.toasts
            .info(format!("Nothing was changed. {}", read_only.why));
        false
    }
}

pub(super) fn refusal(no_lock: &NoLock) -> ReadOnly {
    let (why, may_take_over) = match no_lock {
        NoLock::Held(holder) => (format!("{}.", holder.in_words()), false),
        NoLock::Elsewhere(holder) => (
            format!("{}, as far as can be seen from here.", holder.in_words()),
            true,
        ),
        NoLock::ReadOnly => ("The folder cannot be written to.".to_owned(), false),
        NoLock::Io(error) => (
            format!(
                "The folder cannot be locked: {}.",
                crate::project::in_words(error)
            ),
            false,
        ),
    };
    ReadOnly { why, may_take_over }
}
