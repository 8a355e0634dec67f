//! One frame of the window: menu bar, panels, reader, dialogs, messages.

use eframe::egui;
use egui::{CentralPanel, Frame, Panel};

use crate::review::Focus;
use crate::suggest::Choice;

use super::command::{Scope, UiCommand, pressed, take_reader_keys};
use super::desk::{Page, tabs};
use super::jobs::Opening;
use super::reader::{FindAct, Reader, Selection};
use super::theme::Theme;
use super::{App, Left, inspector, library, search_panel};

/// Widest line of a sentence in a menu, in points.
const SENTENCE_WIDTH: f32 = 260.0;

impl App {
    /// Draws a frame and does what was asked for in it.
    pub(super) fn frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        self.set_title(&ctx);
        self.take_dropped(&ctx);
        let scope = if self.reader.pick.is_some() || self.desk.page != Page::Reader {
            Scope::Elsewhere
        } else {
            Scope::Reader(Reader::id())
        };
        for request in pressed(&ctx, scope) {
            if self.modal.is_none() && !self.picker.is_open() {
                self.perform(&ctx, request);
            }
        }
        let keys = take_reader_keys(&ctx);
        let theme = Theme::of(ui);
        let panel = Frame::new()
            .fill(theme.palette.panel)
            .inner_margin(theme.spacing.m);

        Panel::top("menu")
            .frame(panel.inner_margin(egui::Margin::symmetric(8, 4)))
            .show(ui, |ui| self.menu_bar(ui));
        let bar = panel.inner_margin(egui::Margin::symmetric(10, 4));
        let status = Panel::bottom("status")
            .frame(bar)
            .show(ui, |ui| self.status_bar(ui));

        let mut acts = Vec::new();
        let wide = ui.available_width();
        let reading = self.desk.page == Page::Reader;
        if let Some(left) = self.left.filter(|_| wide > 620.0 && reading) {
            let mut library = std::mem::take(&mut self.library);
            let mut search = std::mem::take(&mut self.search);
            Panel::left("left")
                .default_size(270.0)
                .size_range(200.0..=(wide * 0.4).max(210.0))
                .frame(panel)
                .show(ui, |ui| {
                    // Without this a panel shrinks to its content, and jumps when that changes.
                    ui.set_min_width(ui.available_width());
                    let view = self.view();
                    match left {
                        Left::Library => library::show(ui, &view, &mut library, &mut acts),
                        Left::Search => search_panel::show(ui, &view, &mut search, &mut acts),
                    }
                });
            self.library = library;
            self.search = search;
        }
        if self.right && wide > 900.0 && self.desk.page.has_inspector() {
            let mut inspector = std::mem::take(&mut self.inspector);
            let sizes = 250.0..=(wide * 0.4).max(260.0);
            Panel::right("right")
                .default_size(310.0)
                .size_range(sizes)
                .frame(panel)
                .show(ui, |ui| {
                    ui.set_min_width(ui.available_width());
                    inspector::show(ui, &self.view(), &mut inspector, &mut acts);
                });
            self.inspector = inspector;
        }
        if self.keeping.read_only().is_some() {
            Panel::top("read-only")
                .frame(panel)
                .show(ui, |ui| self.read_only_bar(ui));
        }
        if reading && self.reader.find.is_some() {
            Panel::top("find").frame(panel).show(ui, |ui| self.find_bar(ui));
        }
        if reading && let Some(pick) = &self.reader.pick {
            let what = match pick.purpose {
                super::reader::Purpose::Source => "Who says it?",
                super::reader::Purpose::Via => "Whom did it come through?",
                super::reader::Purpose::Target => "Whom is it about?",
            };
            let text = format!("{what} Type the letter of a mention or click it. Esc cancels.");
            Panel::top("pick").frame(panel).show(ui, |ui| ui.label(text));
        }
        if reading && self.has_orphans() {
            let mut orphans = std::mem::take(&mut self.orphans);
            Panel::top("orphans")
                .frame(panel)
                .show(ui, |ui| orphans.show(ui, &self.view(), &mut acts));
            self.orphans = orphans;
        }
        let page = Frame::new().fill(theme.palette.page);
        if reading {
            let mut reader = std::mem::take(&mut self.reader);
            CentralPanel::default().frame(page).show(ui, |ui| {
                let mut view = self.view();
                view.part = reader.part;
                view.selection = view
                    .session
                    .article()
                    .and_then(|article| reader.selected(article));
                reader.show(ui, &view, self.preferences.text_size, &keys, &mut acts);
            });
            self.reader = reader;
        } else {
            CentralPanel::default()
                .frame(page.inner_margin(theme.spacing.m))
                .show(ui, |ui| self.desk_page(ui, &mut acts));
        }
        self.take_choice();
        self.copy(&ctx);
        self.apply(&ctx, acts);
        self.take_picked(&ctx);
        self.show_modal(&ctx);
        // A dialog has the floor: messages wait until it is answered rather than lie on its buttons.
        if self.modal.is_none()
            && !self.desk.claims.asks()
            && let Some(request) = self.toasts.show(&ctx, status.response.rect.height())
        {
            self.perform(&ctx, request);
        }
        Self::show_drop_target(&ctx);
    }

    fn set_title(&self, ctx: &egui::Context) {
        let dirty = if self.session.history().is_dirty() {
            "● "
        } else {
            ""
        };
        let read_only = if self.keeping.read_only().is_some() {
            " (read-only)"
        } else {
            ""
        };
        let title = crate::text::invisible::visible(&self.session.project().title);
        let title = format!("{dirty}{title}{read_only} – Claimdesk");
        let id = egui::Id::unique("window title");
        if ctx.data(|data| data.get_temp::<String>(id)).as_ref() != Some(&title) {
            ctx.data_mut(|data| data.insert_temp(id, title.clone()));
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title));
        }
    }

    /// Opens what was dropped on the window.
    fn take_dropped(&mut self, ctx: &egui::Context) {
        let dropped: Vec<_> = ctx.input(|input| {
            input
                .raw
                .dropped_files
                .iter()
                .map(|file| file.path().to_path_buf())
                .collect()
        });
        if !dropped.is_empty() {
            self.open(ctx, Opening::Paths(dropped, None));
        }
    }

    fn show_drop_target(ctx: &egui::Context) {
        if ctx.input(|input| input.raw.hovered_files.is_empty()) {
            return;
        }
        let theme = Theme::of_ctx(ctx);
        let painter = ctx.layer_painter(egui::LayerId::new(
            egui::Order::Foreground,
            egui::Id::unique("drop"),
        ));
        let rect = ctx.content_rect();
        painter.rect_filled(rect, 0.0, theme.palette.backdrop);
        let font = egui::FontId::proportional(theme.type_sizes.title);
        painter.text(
            rect.center(),
            egui::Align2::CENTER_CENTER,
            "Drop to open",
            font,
            theme.palette.text,
        );
    }

    /// Ctrl+C copies the selection, else the words of the focused item.
    fn copy(&self, ctx: &egui::Context) {
        let asked = ctx.input(|input| {
            input
                .events
                .iter()
                .any(|event| matches!(event, egui::Event::Copy))
        });
        if !asked || ctx.text_edit_focused() {
            return;
        }
        let item = self
            .session
            .item()
            .and_then(|item| crate::review::part::span_of(&item.body, self.reader.part));
        if let Some(span) = self.view().selection.or(item) {
            ctx.copy_text(self.words(span));
        }
    }

    fn find_bar(&mut self, ui: &mut egui::Ui) {
        let Some(mut find) = self.reader.find.take() else {
            return;
        };
        let near = self.reader.selection.head;
        let act = find.show(ui, self.session.article().map(|article| &**article), near);
        match act {
            FindAct::Close => return,
            FindAct::Stay => {}
            FindAct::Go(span) => {
                let article = self.session.focus.article.clone();
                self.go_to(&Focus { article, item: None });
                self.reader.selection = Selection::at(span.start());
                self.reader.reveal(span);
            }
        }
        self.reader.find = Some(find);
    }

    fn menu_bar(&mut self, ui: &mut egui::Ui) {
        use UiCommand as C;
        let mut asked: Option<UiCommand> = None;
        let (mut open_recent, mut demo, mut toggle_autosave) = (None, false, false);
        egui::MenuBar::new().ui(ui, |ui| {
            let entries = |ui: &mut egui::Ui, asked: &mut Option<UiCommand>, commands: &[UiCommand]| {
                for command in commands {
                    self.menu_entry(ui, *command, asked);
                }
            };
            ui.menu_button("File", |ui| {
                entries(ui, &mut asked, &[C::OpenFiles, C::OpenFolder, C::PasteArticle]);
                ui.separator();
                entries(ui, &mut asked, &[C::NewProject, C::OpenProject]);
                ui.menu_button("Recent projects", |ui| {
                    if self.preferences.recent.is_empty() {
                        ui.weak("None yet");
                    }
                    for folder in &self.preferences.recent {
                        if ui.button(folder.display().to_string()).clicked() {
                            open_recent = Some(folder.clone());
                            ui.close();
                        }
                    }
                });
                ui.separator();
                entries(ui, &mut asked, &[C::Save, C::SaveAs, C::Versions]);
                let mut autosave = self.preferences.autosave;
                let hover = "Saves a project that has a folder a few seconds after each change.";
                toggle_autosave = ui
                    .toggle_value(&mut autosave, "Save by itself")
                    .on_hover_text(hover)
                    .clicked();
                ui.separator();
                entries(
                    ui,
                    &mut asked,
                    &[
                        C::ImportAnnotated,
                        C::ImportAnnotatedFolder,
                        C::TakeInCopy,
                        C::Export,
                    ],
                );
                ui.separator();
                self.menu_entry(ui, C::Quit, &mut asked);
            });
            ui.menu_button("Edit", |ui| {
                self.undo_entries(ui, &mut asked);
                ui.separator();
                entries(ui, &mut asked, &[C::FindInArticle, C::FindInProject]);
                ui.separator();
                entries(ui, &mut asked, &[C::ReviewerName]);
            });
            ui.menu_button("Review", |ui| {
                entries(
                    ui,
                    &mut asked,
                    &[
                        C::NextItem,
                        C::PreviousItem,
                        C::ShowAll,
                        C::ShowDifferences,
                        C::WorthFirst,
                    ],
                );
                ui.separator();
                entries(
                    ui,
                    &mut asked,
                    &[
                        C::Accept,
                        C::Reject,
                        C::AcceptAllLike,
                        C::TakeFirst,
                        C::TakeSecond,
                    ],
                );
                ui.separator();
                entries(
                    ui,
                    &mut asked,
                    &[
                        C::NewClaim,
                        C::SetSource,
                        C::SetVia,
                        C::SetTarget,
                        C::AddFigure,
                        C::TagAll,
                    ],
                );
                ui.separator();
                entries(
                    ui,
                    &mut asked,
                    &[C::EditInInspector, C::LinkActor, C::Note, C::Verdict],
                );
            });
            ui.menu_button("Article", |ui| {
                entries(ui, &mut asked, &[C::NextArticle, C::PreviousArticle]);
                ui.separator();
                entries(ui, &mut asked, &[C::SwitchZone, C::MarkDone, C::LostItems]);
            });
            ui.menu_button("Suggestions", |ui| self.suggestion_entries(ui, &mut asked));
            ui.menu_button("View", |ui| {
                entries(
                    ui,
                    &mut asked,
                    &[
                        C::ReaderPage,
                        C::ClaimsPage,
                        C::ActorsPage,
                        C::ComparePage,
                        C::ProgressPage,
                    ],
                );
                ui.separator();
                entries(
                    ui,
                    &mut asked,
                    &[C::CommandPalette, C::ToggleLibrary, C::ToggleInspector],
                );
                ui.separator();
                entries(ui, &mut asked, &[C::LargerText, C::SmallerText, C::NormalText]);
                ui.separator();
                entries(ui, &mut asked, &[C::LightTheme, C::DarkTheme, C::SystemTheme]);
            });
            ui.menu_button("Help", |ui| {
                entries(ui, &mut asked, &[C::Shortcuts, C::About]);
                if ui.button("Open the demo project").clicked() {
                    demo = true;
                    ui.close();
                }
            });
            if let Some(request) = tabs(ui, self.desk.page) {
                asked = Some(request);
            }
        });
        if let Some(folder) = open_recent {
            self.leave_for(ui.ctx(), super::After::Open(folder));
        }
        if let Some(request) = asked {
            self.perform(ui.ctx(), request);
        }
        if demo {
            self.leave_for(ui.ctx(), super::After::Demo);
        }
        if toggle_autosave {
            self.preferences.autosave = !self.preferences.autosave;
            self.keep_preferences();
        }
    }

    fn menu_entry(&self, ui: &mut egui::Ui, command: UiCommand, asked: &mut Option<UiCommand>) {
        let mac = ui.ctx().os().is_mac();
        let button = egui::Button::new(command.title()).shortcut_text(command.key(mac));
        if ui
            .add_enabled(self.can(command), button)
            .on_hover_text(command.tip())
            .clicked()
        {
            *asked = Some(command);
            ui.close();
        }
    }

    /// How suggestions are made: what is chosen is marked.
    fn suggestion_entries(&self, ui: &mut egui::Ui, asked: &mut Option<UiCommand>) {
        let choices = [
            (UiCommand::AccurateSuggestions, self.choice() == Choice::Accurate),
            (UiCommand::FastSuggestions, self.choice() == Choice::Fast),
            (UiCommand::Beliefs, self.preferences.beliefs),
            (UiCommand::Learning, self.preferences.learning),
        ];
        for (command, chosen) in choices {
            if command == UiCommand::Beliefs {
                ui.separator();
            }
            let entry = ui.selectable_label(chosen, command.title());
            if entry.on_hover_text(command.tip()).clicked() {
                *asked = Some(command);
                ui.close();
            }
        }
        if let Some(words) = self.learning.words() {
            // Sentences: a menu would be as wide as they are, and spread their words over its width.
            ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                ui.set_max_width(SENTENCE_WIDTH);
                ui.weak(words);
            });
        }
        ui.separator();
        self.menu_entry(ui, UiCommand::SuggestAgain, asked);
    }

    /// Undo and redo name what they would do.
    fn undo_entries(&self, ui: &mut egui::Ui, asked: &mut Option<UiCommand>) {
        let mac = ui.ctx().os().is_mac();
        let history = self.session.history();
        for (command, label) in [
            (UiCommand::Undo, history.undo_label()),
            (UiCommand::Redo, history.redo_label()),
        ] {
            let text = label.map_or_else(
                || command.title().to_owned(),
                |label| format!("{} {label}", command.title()),
            );
            let button = egui::Button::new(text).shortcut_text(command.key(mac));
            if ui.add_enabled(label.is_some(), button).clicked() {
                *asked = Some(command);
                ui.close();
            }
        }
    }
}
