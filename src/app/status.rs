//! The status bar: what is going on, how far the review is, which keys matter now.

use std::sync::Arc;

use eframe::egui;
use egui::{Align, Layout, RichText};

use crate::annotation::{Body, Status};
use crate::review::{Order, Part, Progress, Show};

use super::App;
use super::command::UiCommand;
use super::desk::Page;
use super::jobs::Job;
use super::theme::Theme;

impl App {
    /// Shows the status bar.
    pub(super) fn status_bar(&mut self, ui: &mut egui::Ui) {
        let theme = Theme::of(ui);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme.spacing.m;
            self.save_state(ui, theme);
            ui.separator();
            self.jobs(ui);
            if let Some(progress) = self.progress() {
                let all = progress.decided + progress.undecided;
                let text = format!("{} of {all} decided", progress.decided);
                ui.label(text)
                    .on_hover_text("Items of the open article that somebody decided on");
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = RichText::new(self.session.reviewer()).color(theme.palette.weak);
                let button = ui.add(egui::Button::new(name).frame(false));
                if button
                    .on_hover_text("Decisions are recorded under this name. Click to change it.")
                    .clicked()
                {
                    self.perform(ui.ctx(), UiCommand::ReviewerName);
                }
                ui.separator();
                if let Some(what) = match self.show {
                    Show::Undecided => None,
                    Show::All => Some("All items"),
                    Show::Differences => Some("Differences"),
                } {
                    ui.label(RichText::new(what).color(theme.palette.weak));
                    ui.separator();
                }
                if self.order() == Order::Worth {
                    ui.label(RichText::new("Most worth checking first").color(theme.palette.weak));
                    ui.separator();
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| self.hints(ui, theme));
            });
        });
    }

    /// How far the open article is; counted again only when it has changed.
    fn progress(&mut self) -> Option<Progress> {
        let article = self.session.article()?;
        let known = self
            .counted
            .as_ref()
            .filter(|(of, _)| std::ptr::eq(of.as_ptr(), Arc::as_ptr(article)));
        if let Some((_, progress)) = known {
            return Some(*progress);
        }
        let progress = Progress::of(article);
        self.counted = Some((Arc::downgrade(article), progress));
        Some(progress)
    }

    fn save_state(&mut self, ui: &mut egui::Ui, theme: &Theme) {
        let palette = &theme.palette;
        let dirty = self.session.history().is_dirty();
        if let Some(why) = self.keeping.trouble() {
            let label = RichText::new("Not kept on disk").color(palette.error).strong();
            ui.label(label).on_hover_text(format!(
                "Your last changes are only in memory: {why}. They are tried again every second."
            ));
        }
        let (text, colour, hover) = match (&self.saving, &self.storage.failed, dirty, &self.storage.folder) {
            (Some(_), ..) => ("Saving…", palette.weak, String::new()),
            (None, Some(why), true, _) => ("Not saved", palette.error, why.clone()),
            (None, _, true, Some(folder)) => {
                ("Unsaved changes", palette.warning, folder.display().to_string())
            }
            (None, _, true, None) => (
                "Not saved yet",
                palette.warning,
                "Ctrl+S saves the project in a folder.".to_owned(),
            ),
            (None, _, false, Some(folder)) => ("Saved", palette.success, folder.display().to_string()),
            (None, _, false, None) => (
                "No changes",
                palette.weak,
                "The project has no folder yet.".to_owned(),
            ),
        };
        let saved_at = self.storage.saved_at.map(|at| {
            let zoned = at.to_zoned(jiff::tz::TimeZone::system());
            format!(" {:02}:{:02}", zoned.hour(), zoned.minute())
        });
        let text = if text == "Saved" {
            format!("Saved{}", saved_at.unwrap_or_default())
        } else {
            text.to_owned()
        };
        let label = ui.add(egui::Button::new(RichText::new(text).color(colour)).frame(false));
        let label = if hover.is_empty() {
            label
        } else {
            label.on_hover_text(hover)
        };
        if label.clicked() {
            self.save(ui.ctx());
        }
        if self.storage.left_alone > 0 {
            let text = format!("{} unread", self.storage.left_alone);
            let why = "Article files that could not be read. They are left on disk as they are.";
            ui.label(RichText::new(text).color(palette.warning))
                .on_hover_text(why);
        }
    }

    fn jobs(&mut self, ui: &mut egui::Ui) {
        let mut shown = false;
        let counting = [
            self.opening.as_ref().map(Job::sign),
            self.suggesting.as_ref().map(Job::sign),
            self.exporting.job.as_ref().map(Job::sign),
            self.importing.sign(),
            self.adjudicating.sign(),
        ];
        for (title, count, stop) in counting.into_iter().flatten() {
            ui.label(if count == 0 {
                format!("{title}…")
            } else {
                format!("{title}: {count}")
            });
            if ui.small_button("Stop").clicked() {
                stop.set();
            }
            shown = true;
        }
        if let Some(job) = &self.loading {
            ui.label(format!("{}…", job.title));
            shown = true;
        }
        shown |= self.refining_status(ui);
        if shown {
            ui.separator();
        }
    }

    /// How far refining is: quietly, since nobody has to wait for it.
    fn refining_status(&mut self, ui: &mut egui::Ui) -> bool {
        let Some(status) = self.refining.status() else {
            return false;
        };
        let theme = Theme::of(ui);
        let what = "The accurate suggester goes over what the fast one has shown. What you decided and what has the \
                    focus stay.";
        ui.label(RichText::new(status).color(theme.palette.weak))
            .on_hover_text(what);
        let stop = ui
            .add(egui::Button::new("Stop").small())
            .accessible_name("Stop refining");
        if stop.clicked() {
            self.refining.stop();
        }
        true
    }

    /// The keys that matter now, the most useful first; what does not fit is left out.
    fn hints(&self, ui: &mut egui::Ui, theme: &Theme) {
        let item = self.session.item();
        let selected = self
            .session
            .article()
            .is_some_and(|article| self.reader.selected(article).is_some());
        let claim = item.is_some_and(|item| item.body.as_claim().is_some());
        let hints: Vec<(&str, &str)> = if self.desk.page != Page::Reader {
            self.desk.page.hints().to_vec()
        } else if self.reader.pick.is_some() {
            vec![("letter", "picks"), ("Esc", "cancels")]
        } else if selected {
            vec![
                ("1–8", "mark"),
                ("C", "claim"),
                ("G", "all alike"),
                ("Esc", "clear"),
            ]
        } else if claim {
            let decided = item.is_some_and(crate::annotation::Item::is_annotation);
            let first = if decided {
                ("Tab", "next")
            } else {
                ("Enter", "accept")
            };
            vec![
                first,
                ("X", "reject"),
                ("1–7", "act"),
                ("S", "source"),
                ("[ ]", "start"),
                ("{ }", "end"),
                ("P", "next part"),
            ]
        } else if item.is_some_and(|item| item.status == Status::Suggested) {
            vec![
                ("Enter", "accept"),
                ("X", "reject"),
                ("1–8", "kind"),
                ("[ ]", "start"),
                ("{ }", "end"),
                ("Tab", "next"),
            ]
        } else if item.is_some() {
            vec![
                ("Tab", "next"),
                ("X", "reject"),
                ("1–8", "kind"),
                ("M", "actor"),
                ("N", "note"),
            ]
        } else {
            vec![
                ("Tab", "next item"),
                ("Shift+arrows", "select"),
                ("Ctrl+K", "commands"),
                ("?", "keys"),
            ]
        };
        if let Some(part) = self.part_name().filter(|_| self.is_deep()) {
            ui.label(RichText::new(part).color(theme.palette.focus));
        }
        for (key, does) in hints {
            let width = 9.0 * (key.chars().count() + does.chars().count()) as f32 + 12.0;
            if ui.available_width() < width {
                break;
            }
            ui.spacing_mut().item_spacing.x = theme.spacing.s;
            ui.label(RichText::new(key).strong().small());
            ui.label(RichText::new(does).small().color(theme.palette.weak));
            ui.add_space(theme.spacing.s);
        }
    }
}

impl App {
    /// Name of the active part of the focused claim, if there is more than one.
    fn part_name(&self) -> Option<String> {
        let item = self.session.item()?;
        matches!(item.body, Body::Claim(_)).then(|| self.reader.part.title(&item.body))
    }

    /// Whether a part other than the first is active.
    fn is_deep(&self) -> bool {
        self.reader.part != Part::Whole
    }
}
