//! The inspector: everything about the item in focus, or about the article while no item has the focus.
//!
//! It changes nothing itself. Each edit becomes one command: a choice at once, a text when its field is left (see
//! `fields`). Texts that were begun stay with the item they belong to, whatever the focus does.

mod actor;
pub(super) mod apply;
mod article;
mod claim;
pub(super) mod fields;
mod figures;
mod history;
mod mention;
mod parties;
mod reference;
mod sides;
mod verdict;

use std::collections::BTreeSet;

use eframe::egui;
use egui::{RichText, ScrollArea, Ui};

use crate::annotation::{Article, ArticleId, Body, Item, ItemId, Project, Status};

use super::command::UiCommand;
use super::parts::{paint_status, row, section, status_colour};
use super::theme::Theme;
use super::view::{Act, View};
use crate::review::Command;

use fields::{Field, Fields, Place, Text};
pub(super) use verdict::{tone_colour, with_rating};

/// What shall get the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    First,
    Note,
    Verdict,
    Actor,
    Figure(usize),
}

/// What the inspector remembers between frames. Start a new one with every project.
#[derive(Debug, Default)]
pub struct InspectorState {
    fields: Fields,
    link: actor::LinkDraft,
    counts: actor::Counts,
    want: Option<Want>,
    /// Whether a rating has the keyboard.
    rates: bool,
    reference: reference::Shown,
}

impl InspectorState {
    /// Puts the cursor into the note (key n).
    pub const fn focus_note(&mut self) {
        self.want = Some(Want::Note);
    }

    /// Gives the keyboard to the verdict of a claim (key v).
    pub const fn focus_verdict(&mut self) {
        self.want = Some(Want::Verdict);
    }

    /// Puts the cursor into the field that links to an actor (key m).
    pub const fn focus_actor(&mut self) {
        self.want = Some(Want::Actor);
    }

    /// Puts the cursor into a figure, counted from 0 (key f, after the figure was added).
    pub const fn focus_figure(&mut self, index: usize) {
        self.want = Some(Want::Figure(index));
    }

    /// Gives the keyboard to the first thing that can be edited (key e).
    pub const fn focus_first(&mut self) {
        self.want = Some(Want::First);
    }

    /// Whether number keys set the rating, because a rating has the keyboard.
    pub const fn rates(&self) -> bool {
        self.rates
    }

    /// The items of `article` that a text was begun for.
    pub fn in_work(&self, article: &ArticleId) -> BTreeSet<ItemId> {
        self.fields.in_work(article)
    }

    /// Commits a text that is still being typed. Call before saving, exporting, leaving, and when the inspector is
    /// hidden; while it is shown it does this itself.
    pub fn finish(&mut self, view: &View<'_>, acts: &mut Vec<Act>) {
        self.fields.finish(view.session.project(), acts);
    }
}

/// What the sections of the inspector work with.
struct Pane<'a> {
    view: View<'a>,
    article: &'a Article,
    fields: &'a mut Fields,
    link: &'a mut actor::LinkDraft,
    counts: &'a mut actor::Counts,
    want: &'a mut Option<Want>,
    rates: &'a mut bool,
    reference: &'a mut reference::Shown,
    acts: &'a mut Vec<Act>,
}

impl<'a> Pane<'a> {
    fn project(&self) -> &'a Project {
        self.view.session.project()
    }

    /// Whether `want` is what shall get the keyboard now; says so once.
    fn takes(&mut self, want: Want) -> bool {
        self.want.take_if(|asked| *asked == want).is_some()
    }

    fn place(&self, item: &Item) -> Place {
        Place::Item(self.article.id.clone(), item.id)
    }

    /// Asks for a change of the item, on top of what was asked for in this frame.
    fn correct(&mut self, item: &Item, what: &'static str, change: impl FnOnce(&mut Body)) {
        let latest = apply::latest_body(self.project(), self.acts, &self.article.id, item.id);
        let old = latest.unwrap_or_else(|| item.body.clone());
        let mut body = old.clone();
        change(&mut body);
        if body != old {
            self.acts.push(Act::Run(Command::Correct {
                article: self.article.id.clone(),
                item: item.id,
                body,
                what,
            }));
        }
    }

    /// A labelled text field.
    fn text_row(&mut self, ui: &mut Ui, place: &Place, label: &str, field: Field<'_>) {
        let project = self.project();
        row(ui, label, |ui| {
            self.fields.show(ui, project, self.acts, place, field);
        });
    }

    fn note(&mut self, ui: &mut Ui, place: &Place, value: &str) {
        let field = Field {
            text: Text::Note,
            value,
            name: "Note",
            hint: "For yourself and the team",
            rows: 2,
            focus: self.takes(Want::Note),
        };
        section(ui, "Note", |ui| {
            let project = self.project();
            self.fields.show(ui, project, self.acts, place, field);
        });
    }
}

/// A field of one row without a hint.
const fn plain<'a>(text: Text, name: &'a str, value: &'a str) -> Field<'a> {
    Field {
        text,
        value,
        name,
        hint: "",
        rows: 1,
        focus: false,
    }
}

/// Shows the inspector in all the space of `ui`.
pub fn show(ui: &mut Ui, view: &View<'_>, state: &mut InspectorState, acts: &mut Vec<Act>) {
    state.fields.begin();
    state.rates = false;
    let session = view.session;
    if let Some(article) = session.article() {
        let mut pane = Pane {
            view: *view,
            article,
            fields: &mut state.fields,
            link: &mut state.link,
            counts: &mut state.counts,
            want: &mut state.want,
            rates: &mut state.rates,
            reference: &mut state.reference,
            acts,
        };
        let area = ScrollArea::vertical().id_salt("inspector").auto_shrink(false);
        area.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 5.0;
            match session.item() {
                Some(item) => show_item(ui, &mut pane, item),
                None => article::show(ui, &mut pane),
            }
            ui.add_space(Theme::of(ui).spacing.xl);
        });
    } else {
        ui.label("Nothing is open.");
        ui.label(RichText::new("Open an article to see its details here.").weak());
    }
    // What was asked for is not here: better nothing than a jump later on.
    state.want = None;
    state.fields.end(session.project(), acts);
}

fn show_item(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item) {
    decide(ui, pane, item);
    status(ui, pane, item);
    sides::show(ui, pane, item);
    match &item.body {
        Body::Mention(body) => mention::show(ui, pane, item, body),
        Body::Claim(body) => claim::show(ui, pane, item, body),
    }
    history::show(ui, pane, item);
}

/// Accept and reject, with the keys that do the same.
fn decide(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item) {
    let mac = ui.ctx().os() == egui::os::OperatingSystem::Mac;
    let by_hand = item.origin.is_none();
    let reject = if by_hand { "Remove" } else { "Reject" };
    ui.horizontal(|ui| {
        let width = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
        let mut button = |ui: &mut Ui, command: UiCommand, title: &str, enabled: bool| {
            let button = egui::Button::new(title)
                .shortcut_text(command.key(mac))
                .min_size(egui::vec2(width, 28.0));
            let response = ui.add_enabled(enabled, button).accessible_name(title);
            if response.on_hover_text(command.tip()).clicked() {
                pane.acts.push(Act::Do(command));
            }
        };
        button(ui, UiCommand::Accept, "Accept", !item.is_annotation());
        button(ui, UiCommand::Reject, reject, item.status != Status::Rejected);
    });
}

/// How the item came about and who decided.
fn status(ui: &mut Ui, pane: &Pane<'_>, item: &Item) {
    let theme = Theme::of(ui);
    let colour = status_colour(theme, item.status);
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(16.0, 20.0), egui::Sense::hover());
        paint_status(ui.painter(), rect.center(), 6.5, item.status, colour);
        let line = history::status_line(pane.article, item);
        ui.add(egui::Label::new(RichText::new(line).color(colour)).wrap());
    });
    if let Some(origin) = &item.origin
        && item.status != Status::Suggested
    {
        let line = history::origin_line(origin);
        ui.add(egui::Label::new(RichText::new(line).small().weak()).wrap());
    }
}

#[cfg(test)]
mod tests;
