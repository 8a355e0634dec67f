//! The library: every article of the project in a list, with how far it is, to filter, to sort and to open.
//!
//! Made for 10,000 articles: only visible rows are drawn, what needs a walk through an article is kept until that
//! article changes, and the order is kept until something that it depends on changes.

mod order;
mod row;

use eframe::egui;
use egui::{ComboBox, Id, Key, Label, RichText, Sense, TextEdit, Ui, vec2};

use crate::annotation::{ArticleId, ArticleState};
use crate::review::Focus;

use super::command::UiCommand;
use super::parts::{List, ListState, counted};
use super::theme::Theme;
use super::view::{Act, View};

pub use order::Sort;
use order::{Filter, Order};

/// What the library remembers between frames. Start a new one with every project.
#[derive(Debug, Default)]
pub struct LibraryState {
    filter: Filter,
    sort: Sort,
    order: Order,
    list: ListState,
    want_filter: bool,
    shown: Option<ArticleId>,
}

impl LibraryState {
    /// Puts the cursor into the filter field when the library is next shown.
    pub const fn focus_filter(&mut self) {
        self.want_filter = true;
    }

    /// Gives the list of articles the keyboard when the library is next shown.
    pub const fn focus_list(&mut self) {
        self.list.focus();
    }

    /// The articles in the order in which the library shows them, without those that the filter hides; what "next
    /// article" goes by. Brought up to date whether the library is shown or not.
    pub fn in_order(&mut self, view: &View<'_>) -> &[ArticleId] {
        self.order.update(view.session, &self.filter, self.sort)
    }
}

/// Shows the library in all the space of `ui`.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut LibraryState, acts: &mut Vec<Act>) {
    head(ui, view, acts);
    if view.session.project().articles.is_empty() {
        no_articles(ui, acts);
        return;
    }
    controls(ui, state);
    let _ = state.order.update(view.session, &state.filter, state.sort);
    let (shown, all) = (state.order.ids().len(), view.session.project().articles.len());
    let count = if state.filter.is_set() {
        format!("{shown} of {}", counted(all, "article", "articles"))
    } else {
        counted(all, "article", "articles")
    };
    ui.label(RichText::new(count).small().weak());
    if shown == 0 {
        nothing_matches(ui, state);
        return;
    }
    list(ui, view, state, acts);
}

fn head(ui: &mut Ui, view: &View<'_>, acts: &mut Vec<Act>) {
    let theme = Theme::of(ui);
    let mac = ui.ctx().os() == egui::os::OperatingSystem::Mac;
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.menu_button("Open…", |ui| {
                for command in [
                    UiCommand::OpenFiles,
                    UiCommand::OpenFolder,
                    UiCommand::PasteArticle,
                    UiCommand::OpenProject,
                ] {
                    let button = egui::Button::new(command.title()).shortcut_text(command.key(mac));
                    let response = ui.add(button).accessible_name(command.title());
                    if response.on_hover_text(command.tip()).clicked() {
                        acts.push(Act::Do(command));
                        ui.close();
                    }
                }
            })
            .response
            .on_hover_text("Bring in articles, or open another project.");
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                if view.session.history().is_dirty() {
                    let (rect, dot) = ui.allocate_exact_size(vec2(10.0, 20.0), Sense::hover());
                    ui.painter()
                        .circle_filled(rect.center(), 3.5, theme.palette.warning);
                    dot.widget_info(|| {
                        egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, "Unsaved changes")
                    });
                    dot.on_hover_text("Unsaved changes");
                }
                let title = view.session.project().title.as_str();
                let title = if title.is_empty() {
                    "Untitled project"
                } else {
                    title
                };
                let label = Label::new(RichText::new(title).size(16.0).strong()).truncate();
                ui.add(label).on_hover_text(title);
            });
        });
    });
    ui.add_space(theme.spacing.s);
}

fn controls(ui: &mut Ui, state: &mut LibraryState) {
    let id = Id::unique("library filter");
    if std::mem::take(&mut state.want_filter) {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let hint = "Filter by title, publisher, author";
    let field = TextEdit::singleline(&mut state.filter.words)
        .id(id)
        .hint_text(hint)
        .desired_width(f32::INFINITY);
    let field = ui.add(field).accessible_name("Filter articles");
    // Taken out, so that the list does not act on the key that leads to it.
    let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    if (field.has_focus() && pressed(Key::ArrowDown)) || (field.lost_focus() && pressed(Key::Enter)) {
        state.focus_list();
    }
    ui.horizontal(|ui| {
        let width = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
        let shown = state.filter.state.map_or("All states", ArticleState::title);
        let combo = ComboBox::from_id_salt("library state")
            .width(width)
            .truncate()
            .selected_text(shown);
        let response = combo.show_ui(ui, |ui| {
            ui.selectable_value(&mut state.filter.state, None, "All states");
            for value in ArticleState::ALL {
                ui.selectable_value(&mut state.filter.state, Some(*value), value.title());
            }
        });
        response.response.accessible_name("Show articles");
        let combo = ComboBox::from_id_salt("library sort")
            .width(ui.available_width())
            .truncate()
            .selected_text(state.sort.title());
        let response = combo.show_ui(ui, |ui| {
            for sort in Sort::ALL {
                ui.selectable_value(&mut state.sort, sort, sort.title());
            }
        });
        response.response.accessible_name("Sort articles");
    });
}

fn no_articles(ui: &mut Ui, acts: &mut Vec<Act>) {
    let theme = Theme::of(ui);
    ui.add_space(theme.spacing.l);
    ui.label("No articles yet.");
    ui.label(RichText::new("Open files, paste text, or drop files here.").weak());
    ui.add_space(theme.spacing.s);
    let width = ui.available_width();
    for command in [
        UiCommand::OpenFiles,
        UiCommand::OpenFolder,
        UiCommand::PasteArticle,
        UiCommand::OpenProject,
    ] {
        let button = egui::Button::new(command.title()).min_size(vec2(width, 0.0));
        if ui.add(button).on_hover_text(command.tip()).clicked() {
            acts.push(Act::Do(command));
        }
    }
}

fn nothing_matches(ui: &mut Ui, state: &mut LibraryState) {
    ui.add_space(Theme::of(ui).spacing.l);
    ui.label("No article matches the filter.");
    if ui.button("Clear filter").clicked() {
        state.filter = Filter::default();
        state.focus_filter();
    }
}

fn list(ui: &mut Ui, view: &View<'_>, state: &mut LibraryState, acts: &mut Vec<Act>) {
    let open = view.session.focus.article.as_ref();
    if state.shown.as_ref() != open || state.order.take_changed() {
        let at = open.and_then(|open| state.order.ids().iter().position(|id| id == open));
        if let Some(at) = at {
            state.list.go_to(at);
        }
        state.shown = open.cloned();
    }
    let order = &state.order;
    let list = List {
        id: Id::unique("library list"),
        name: "Articles".to_owned(),
        row_height: row::HEIGHT,
        count: order.ids().len(),
    };
    let opened = list.show(ui, &mut state.list, |ui, slot| {
        let id = order.ids().get(slot.index);
        let article = id.and_then(|id| view.session.project().article(id));
        let Some(article) = article else {
            return ui.interact(slot.rect, Id::unique(("library gap", slot.index)), Sense::hover());
        };
        let progress = order.progress(&article.id);
        row::draw(ui, slot, article, progress, open == Some(&article.id), acts)
    });
    if let Some(id) = opened.and_then(|index| state.order.ids().get(index)) {
        // The reader takes the keys from here.
        ui.memory_mut(|memory| memory.surrender_focus(Id::unique("library list")));
        state.shown = Some(id.clone());
        if open != Some(id) {
            acts.push(Act::Focus(Focus {
                article: Some(id.clone()),
                item: None,
            }));
        }
    }
}

#[cfg(test)]
mod tests;
