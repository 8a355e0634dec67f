//! The one place where what views and keys ask for is done.

use eframe::egui;

use crate::review::queue::neighbour;
use crate::review::{Command, Focus, Outcome, Refusal, Show};
use crate::suggest::Choice;
use crate::text::Span;

use super::about::About;
use super::command::UiCommand;
use super::desk::Page;
use super::dialogs::{Bulk, Paste, TextInput};
use super::editing::{Answer, answer, picked};
use super::files::Wanted;
use super::modal::Modal;
use super::palette::Palette;
use super::reader::{Find, Pick, Selection};
use super::shortcut_sheet::ShortcutSheet;
use super::view::{Act, View};
use super::{After, App, Left, Pane, is_enabled};

impl App {
    /// What every view sees in this frame.
    pub(super) fn view(&self) -> View<'_> {
        let selection = self
            .session
            .article()
            .and_then(|article| self.reader.selected(article));
        View {
            session: &self.session,
            show: self.show,
            part: self.reader.part,
            selection,
            grounds: &self.grounds,
        }
    }

    /// Does what views asked for, in order.
    pub(super) fn apply(&mut self, ctx: &egui::Context, acts: Vec<Act>) {
        for act in acts {
            match act {
                Act::Run(command @ Command::Bulk { .. }) => self.run_bulk(command),
                Act::Run(command) => {
                    self.run(command);
                }
                Act::Do(request) => self.perform(ctx, request),
                Act::Focus(focus) => self.go_to(&focus),
                Act::Read(focus) => {
                    self.go_to(&focus);
                    self.turn_to(Page::Reader);
                }
                Act::RunWithUndo(command, words) => {
                    if self.run(command).is_some() {
                        self.toasts.with_undo(words);
                    }
                }
                Act::ShowActor(actor) => {
                    self.turn_to(Page::Actors);
                    self.desk.actors.show_actor(actor);
                }
                Act::ShowClaimsOf(actor) => {
                    self.desk.claims.show_claims_of(actor);
                    self.turn_to(Page::Claims);
                }
                Act::FocusPart(part) => self.reader.part = part,
                Act::PickEvidence { article, item, index } => {
                    self.pick_evidence(ctx, article, item, index);
                }
                Act::Reveal { article, span } => {
                    self.turn_to(Page::Reader);
                    self.go_to(&Focus {
                        article: Some(article),
                        item: None,
                    });
                    self.reader.selection = Selection {
                        anchor: span.start(),
                        head: span.end(),
                    };
                    self.reader.reveal(span);
                }
            }
        }
    }

    /// Shows another page. An edit under way in the inspector is finished first.
    pub(super) fn turn_to(&mut self, page: Page) {
        if page != self.desk.page {
            self.finish_edits();
            self.desk.turn_to(page);
        }
    }

    /// Looks at another article or item. An edit under way in the inspector is finished first.
    pub(super) fn go_to(&mut self, focus: &Focus) {
        if *focus != self.session.focus {
            self.finish_edits();
            self.session.refocus(focus);
        }
    }

    /// Takes over what was typed in the inspector and not confirmed yet.
    pub(super) fn finish_edits(&mut self) {
        let mut acts = Vec::new();
        let mut inspector = std::mem::take(&mut self.inspector);
        inspector.finish(&self.view(), &mut acts);
        self.inspector = inspector;
        let mut desk = std::mem::take(&mut self.desk);
        desk.finish(&self.view(), &mut acts);
        self.desk = desk;
        for act in acts {
            if let Act::Run(command) = act {
                self.run(command);
            }
        }
    }

    /// Changes the project, and says so if it could not.
    pub(super) fn run(&mut self, command: Command) -> Option<Outcome> {
        if !self.may_change() {
            return None;
        }
        match self.session.run(command, (self.clock)()) {
            Ok(outcome) => {
                let focus = self.session.focus.clone();
                self.session.refocus(&focus);
                Some(outcome)
            }
            Err(Refusal::Nothing) => None,
            Err(refusal) => {
                self.toasts.warning(refusal.to_string());
                None
            }
        }
    }

    /// Does what a key, a menu or the palette asked for.
    pub(super) fn perform(&mut self, ctx: &egui::Context, request: UiCommand) {
        use UiCommand as C;
        crate::project::reports::note_command(request.title());
        match request {
            C::OpenFiles => self.pick(ctx, Wanted::Files),
            C::OpenFolder => self.pick(ctx, Wanted::Folder),
            C::OpenProject => self.pick(ctx, Wanted::Project),
            C::NewProject => self.leave_for(ctx, After::New),
            C::PasteArticle => {
                let text = super::command::take_pasted(ctx).unwrap_or_default();
                self.modal = Some(Modal::Paste(Paste::new(text)));
            }
            C::Save => self.save(ctx),
            C::SaveAs => self.pick(ctx, Wanted::SaveAs),
            C::Versions => self.look_for_versions(ctx),
            C::Export => self.ask_export(),
            C::AttachTable | C::ReferenceTables | C::RatingScale => self.ask_of_grounds(ctx, request),
            C::ImportAnnotated => self.pick(ctx, Wanted::Annotated),
            C::ImportAnnotatedFolder => self.pick(ctx, Wanted::AnnotatedFolder),
            C::TakeInCopy => self.pick(ctx, Wanted::Copy),
            C::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            C::Undo => self.travel(true),
            C::Redo => self.travel(false),
            C::NextItem => self.next_item(true),
            C::PreviousItem => self.next_item(false),
            C::ShowAll => self.step_through(Show::All),
            C::ShowDifferences => self.step_through(Show::Differences),
            C::WorthFirst => self.toggle_order(),
            C::SuggestAgain => self.suggest_again(ctx),
            C::FastSuggestions => self.choose(ctx, Choice::Fast),
            C::AccurateSuggestions => self.choose(ctx, Choice::Accurate),
            C::Beliefs => self.toggle_beliefs(ctx),
            C::Learning => self.toggle_learning(ctx),
            C::LostItems => self.go_to_orphans(),
            C::NextPart => self.next_part(),
            C::NextArticle => self.next_article(true),
            C::PreviousArticle => self.next_article(false),
            C::FindInArticle => self.find_in_article(),
            C::FindInProject => {
                self.left = Some(Left::Search);
                if let Some(span) = self.view().selection {
                    let words = self.words(span);
                    self.search.search_for(&words);
                }
                self.search.focus_field();
            }
            C::ReaderPage | C::ClaimsPage | C::ActorsPage | C::ComparePage | C::ProgressPage => {
                if let Some(page) = Page::of(request) {
                    self.turn_to(page);
                }
            }
            C::CommandPalette => self.modal = Some(Modal::Palette(Palette::default())),
            C::NextPane => self.next_pane(ctx, true),
            C::PreviousPane => self.next_pane(ctx, false),
            C::ToggleLibrary => {
                self.left = if self.left.is_some() {
                    None
                } else {
                    Some(Left::Library)
                }
            }
            C::ToggleInspector => self.right = !self.right,
            C::LargerText => self.set_text_size(self.preferences.text_size + 1.0),
            C::SmallerText => self.set_text_size(self.preferences.text_size - 1.0),
            C::NormalText => self.set_text_size(17.0),
            C::LightTheme => self.set_theme(ctx, "light"),
            C::DarkTheme => self.set_theme(ctx, "dark"),
            C::SystemTheme => self.set_theme(ctx, "system"),
            C::ReviewerName => {
                let why = "Your decisions are recorded under this name.";
                let input = TextInput::line("Reviewer name", why, "Name", self.session.reviewer());
                self.modal = Some(Modal::Reviewer(input.needed()));
            }
            C::Shortcuts => self.modal = Some(Modal::Shortcuts(ShortcutSheet::default())),
            C::About => self.modal = Some(Modal::About(About::default())),
            C::EditInInspector | C::LinkActor | C::Note | C::Verdict => self.inspect(request),
            _ => self.edit(request),
        }
    }

    fn edit(&mut self, request: UiCommand) {
        self.finish_edits();
        if let Some(number) = request.label_number().filter(|_| self.inspector.rates()) {
            return self.rate(number);
        }
        let view = self.view();
        let position = self.reader.position(&view);
        match answer(request, &view, position) {
            None => self.toasts.info("Open an article first."),
            Some(Answer::Say("")) => self.next_item(true),
            Some(Answer::Say(why)) => self.toasts.info(why),
            Some(Answer::Run(command)) => self.run_edit(request, command),
            Some(Answer::RunAndGoOn(command)) => {
                // Where the reviewer was: a rejected item is gone from the queue, so the next one is found before.
                let next = self.after(position, true);
                if self.run(command).is_some() {
                    self.arrive(next);
                }
            }
            Some(Answer::RunAndFocus(command)) => {
                if let Some(outcome) = self.run(command) {
                    self.reader.selection = Selection::at(self.reader.selection.head);
                    let item = outcome.items.first().copied();
                    self.go_to(&Focus {
                        article: self.session.focus.article.clone(),
                        item,
                    });
                }
            }
            Some(Answer::Pick(purpose)) => self.start_pick(purpose),
            Some(Answer::Confirm {
                command,
                title,
                lines,
            }) => {
                let why = "They become annotations as they are. One undo takes all of them back.";
                self.modal = Some(Modal::Confirm(Bulk::new(title, why, "Accept", lines), command));
            }
        }
    }

    fn run_edit(&mut self, request: UiCommand, command: Command) {
        let Some(outcome) = self.run(command) else {
            if request == UiCommand::TagAll {
                self.toasts
                    .info("Every place with these words is marked already.");
            }
            return;
        };
        match request {
            UiCommand::TagAll => {
                self.reader.selection = Selection::at(self.reader.selection.head);
                self.toasts
                    .with_undo(format!("{} mentions marked.", outcome.items.len()));
            }
            UiCommand::SetSource | UiCommand::SetVia | UiCommand::SetTarget => {
                self.reader.selection = Selection::at(self.reader.selection.head);
            }
            UiCommand::AddFigure => {
                let figures = self
                    .session
                    .item()
                    .and_then(|item| item.body.as_claim())
                    .map(|claim| claim.figures.len());
                self.right = true;
                self.inspector
                    .focus_figure(figures.unwrap_or(1).saturating_sub(1));
            }
            UiCommand::SwitchZone => self.toasts.with_undo("Zone switched."),
            _ => {}
        }
    }

    fn inspect(&mut self, request: UiCommand) {
        if self.session.item().is_none() && request != UiCommand::EditInInspector {
            self.toasts.info("Go to an item first.");
            return;
        }
        self.right = true;
        match request {
            UiCommand::LinkActor => self.inspector.focus_actor(),
            UiCommand::Note => self.inspector.focus_note(),
            UiCommand::Verdict if self.session.item().is_some_and(|i| i.body.as_claim().is_none()) => {
                self.toasts.info("Only claims have a verdict.");
            }
            UiCommand::Verdict => self.inspector.focus_verdict(),
            _ => self.inspector.focus_first(),
        }
    }

    fn start_pick(&mut self, purpose: super::reader::Purpose) {
        let (Some(article), Some(item)) = (self.session.article(), self.session.item()) else {
            return;
        };
        self.reader.pick = Pick::new(article, item, purpose);
        if self.reader.pick.is_none() {
            self.toasts
                .info("There is no mention to pick. Select the words first, then press the key again.");
        }
    }

    /// Takes a source or target that was picked in the reader.
    pub(super) fn take_choice(&mut self) {
        let Some(choice) = self.reader.picked.take() else {
            return;
        };
        let Some(pick) = self.reader.pick.take() else {
            return;
        };
        if let Some(command) = picked(&self.view(), pick.purpose, choice) {
            self.run(command);
        }
    }

    fn travel(&mut self, back: bool) {
        self.finish_edits();
        let travelled = if back {
            self.session.undo()
        } else {
            self.session.redo()
        };
        match travelled {
            Some(step) => {
                let verb = if back { "Undone" } else { "Done again" };
                self.toasts.info(format!("{verb}: {}.", step.label));
            }
            None => self.toasts.info(if back {
                "Nothing to undo."
            } else {
                "Nothing to do again."
            }),
        }
    }

    /// The item to review after (`forward`) or before the focused one, or the byte `at` without one.
    fn after(&self, at: usize, forward: bool) -> Option<Focus> {
        let (project, focus) = (self.session.project(), &self.session.focus);
        neighbour(project, focus, at, forward, self.show, self.order())
    }

    /// Goes to the next or previous item to review.
    pub(super) fn next_item(&mut self, forward: bool) {
        self.finish_edits();
        let at = self.reader.selection.head;
        let next = self.after(at, forward);
        self.arrive(next);
    }

    /// Goes to `next`, and says so when that is in another article or nowhere.
    fn arrive(&mut self, next: Option<Focus>) {
        if let Some(next) = next {
            let same = next.article == self.session.focus.article;
            self.go_to(&next);
            if !same && let Some(article) = self.session.article() {
                self.toasts.info(format!("Next article: {}", article.title()));
            }
        } else {
            let focus = Focus {
                item: None,
                ..self.session.focus.clone()
            };
            let waits = self
                .session
                .item()
                .is_some_and(|item| item.status == crate::annotation::Status::Suggested);
            if !waits {
                self.go_to(&focus);
                self.toasts.success("Nothing is left to review.");
            }
        }
    }

    fn next_article(&mut self, forward: bool) {
        let mut library = std::mem::take(&mut self.library);
        let order = library.in_order(&self.view());
        let here = self
            .session
            .focus
            .article
            .as_ref()
            .and_then(|id| order.iter().position(|other| other == id));
        let next = match (here, forward) {
            (Some(index), true) => index + 1,
            (Some(index), false) => index.wrapping_sub(1),
            (None, _) => 0,
        };
        let article = order.get(next).cloned();
        self.library = library;
        if article.is_some() {
            self.go_to(&Focus { article, item: None });
        }
    }

    fn find_in_article(&mut self) {
        if self.desk.page == Page::Claims {
            self.desk.claims.focus_filter();
            return;
        }
        if self.session.article().is_none() {
            return;
        }
        let words = self
            .session
            .article()
            .and_then(|a| Some(a.text.slice(self.reader.selected(a)?).to_owned()));
        match (&mut self.reader.find, words) {
            (Some(find), None) => find.focus_field(),
            (find, words) => *find = Some(Find::new(&words.unwrap_or_default())),
        }
    }

    /// Moves the keyboard from the reader to the inspector, to the library, and back.
    fn next_pane(&mut self, ctx: &egui::Context, forward: bool) {
        let focused = ctx
            .memory(egui::Memory::focused)
            .filter(|id| *id != super::Reader::id());
        if let Some(id) = focused {
            ctx.memory_mut(|memory| memory.surrender_focus(id));
        }
        if self.next_pane_of_claims(focused.is_some_and(|id| id != super::desk::claims_table())) {
            return;
        }
        match (focused.is_some(), self.pane, forward) {
            (false, _, true) | (true, Pane::Library, false) => {
                (self.right, self.pane) = (true, Pane::Inspector);
                self.inspector.focus_first();
            }
            (false, _, false) | (true, Pane::Inspector, true) => {
                (self.left, self.pane) = (Some(Left::Library), Pane::Library);
                self.library.focus_list();
            }
            _ => {}
        }
    }

    fn set_text_size(&mut self, size: f32) {
        self.preferences.text_size = size.clamp(11.0, 32.0);
        self.keep_preferences();
    }

    fn set_theme(&mut self, ctx: &egui::Context, name: &str) {
        name.clone_into(&mut self.preferences.theme);
        self.apply_theme(ctx);
        self.keep_preferences();
    }

    /// Makes the next part of the focused claim the one that the boundary keys move.
    pub(super) fn next_part(&mut self) {
        let next = self
            .session
            .item()
            .map(|item| super::editing::next_part(&item.body, self.reader.part));
        if let Some(part) = next {
            self.reader.part = part;
            let span = self
                .session
                .item()
                .and_then(|item| crate::review::part::span_of(&item.body, part));
            if let Some(span) = span {
                self.reader.reveal(span);
            }
        }
    }

    /// The words under `span` of the open article, for menus.
    pub(super) fn words(&self, span: Span) -> String {
        self.session
            .article()
            .map(|article| article.text.slice(span).to_owned())
            .unwrap_or_default()
    }

    /// Whether `request` can be done now.
    pub(super) fn can(&self, request: UiCommand) -> bool {
        is_enabled(self, request)
    }
}
