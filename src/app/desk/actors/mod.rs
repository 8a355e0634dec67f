//! The page “Actors”: the actors of the project with everything that is theirs, and those that look like one.
//!
//! Who occurs how often is worked out again when the project has changed, in a large project on a thread; until then the
//! page shows what it knew before. What a reviewer decided is out of the way at once.

mod details;
mod known;
mod list;
mod names;
mod proposals;
#[cfg(test)]
mod tests;

use eframe::egui;
use egui::{Button, Rect, RichText, Ui, UiBuilder, pos2};

use crate::annotation::ActorId;
use crate::app::parts::counted;
use crate::app::theme::Theme;
use crate::app::view::{Act, View};
use crate::review::Command;

use known::Knowledge;

/// From this width on, in points, the list and the chosen actor stand side by side.
const SIDE_BY_SIDE: f32 = 700.0;

/// What the page remembers between frames.
#[derive(Default)]
pub struct ActorsPage {
    known: Knowledge,
    proposals: proposals::Proposals,
    list: list::ActorList,
    details: details::Details,
    chosen: Option<ActorId>,
    want_keyboard: bool,
}

impl ActorsPage {
    /// Chooses an actor.
    pub fn show_actor(&mut self, actor: ActorId) {
        self.chosen = Some(actor);
        self.list.reveal(actor);
    }

    /// Gives the keyboard to the pairs that wait, else to the list, when the page is next shown.
    pub const fn focus(&mut self) {
        self.want_keyboard = true;
    }

    /// Takes over what was typed and not confirmed yet.
    pub fn finish(&mut self, view: &View<'_>, acts: &mut Vec<Act>) {
        self.details.finish(view.session.project(), acts);
    }

    /// Shows the page in all the space of `ui`.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        self.known.update(ui.ctx(), view.session);
        let project = view.session.project();
        self.follow_merges(view);
        if project.actors.is_empty() {
            ui.label("No actors yet.");
            let hint = "Actors come with suggestions, or when you link a mention in the reader to one.";
            ui.add(egui::Label::new(RichText::new(hint).weak()).wrap());
            return;
        }
        let space = ui.available_rect_before_wrap();
        let gap = Theme::of(ui).spacing.l;
        if space.width() < SIDE_BY_SIDE {
            if self.chosen.is_some() {
                let back = Button::new("‹ All actors");
                if ui.add(back).accessible_name("All actors").clicked() {
                    self.finish(view, acts);
                    self.chosen = None;
                    self.list.focus();
                    return;
                }
                self.details(ui, view, acts);
            } else {
                self.left(ui, view, acts);
            }
            return;
        }
        let middle = space.left() + (space.width() * 0.45).clamp(320.0, 560.0);
        let mut left = ui.new_child(UiBuilder::new().max_rect(space.with_max_x(middle)));
        self.left(&mut left, view, acts);
        let right = Rect::from_min_max(pos2(middle + gap, space.top()), space.max);
        ui.painter().vline(
            middle + gap / 2.0,
            space.y_range(),
            egui::Stroke::new(1.0, Theme::of(ui).palette.line),
        );
        let mut right = ui.new_child(UiBuilder::new().max_rect(right));
        right.set_clip_rect(right.max_rect().expand(2.0).intersect(ui.clip_rect()));
        if self.chosen.is_some() {
            self.details(&mut right, view, acts);
        } else {
            right.label("No actor is chosen.");
            let hint = "Click one in the list, or press Enter on it, to see everything that is theirs.";
            right.add(egui::Label::new(RichText::new(hint).weak()).wrap());
        }
        ui.advance_cursor_after_rect(space);
    }

    /// Whoever was merged is who they are now, and who is gone is not chosen.
    fn follow_merges(&mut self, view: &View<'_>) {
        let actors = &view.session.project().actors;
        let is_gone = |id: &ActorId| !actors.contains_key(id);
        if let Some(gone) = self.chosen.filter(is_gone) {
            let mut merged = actors.values().filter(|actor| actor.formerly.contains(&gone));
            self.chosen = merged.next().map(|actor| actor.id);
        }
    }

    fn left(&mut self, ui: &mut Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        let overview = self.known.overview();
        let height = ui.available_height();
        // Not before it is known whether there are pairs.
        if !overview.is_empty() && std::mem::take(&mut self.want_keyboard) {
            self.proposals.refresh(view, overview, self.known.is_new());
            if !self.proposals.focus() {
                self.list.focus();
            }
        }
        if let Some(chosen) = self
            .proposals
            .show(ui, view, overview, self.known.is_new(), height * 0.4, acts)
        {
            self.details.finish(view.session.project(), acts);
            self.chosen = Some(chosen);
            self.list.reveal(chosen);
        }
        if self.proposals.is_done() {
            self.list.focus();
        }
        if self.known.is_new() {
            self.list.renew();
        }
        if let Some(chosen) = self.list.show(ui, view, overview, self.chosen, acts) {
            self.details.finish(view.session.project(), acts);
            self.chosen = Some(chosen);
        }
    }

    fn details(&mut self, ui: &mut Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        let Some(id) = self.chosen else { return };
        self.details.show(ui, view, &mut self.known, id, acts);
    }
}

/// Makes `others` one with `into`, and says so.
fn merge(view: &View<'_>, into: ActorId, others: Vec<ActorId>) -> Option<Act> {
    let actors = &view.session.project().actors;
    let name = |id: &ActorId| Some(crate::app::parts::one_line(&actors.get(id)?.name, 60));
    let stays = name(&into)?;
    let words = match others.as_slice() {
        [] => return None,
        [other] => format!("“{}” is “{stays}” now.", name(other)?),
        many => format!("{} are “{stays}” now.", counted(many.len(), "actor", "actors")),
    };
    Some(Act::RunWithUndo(Command::MergeActors { into, others }, words))
}
