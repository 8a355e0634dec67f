//! Pairs of actors that look like one, to be decided one after the other: a key each.

use eframe::egui;
use egui::accesskit::Role;
use egui::{
    Align, Button, FontId, Id, Key, Layout, Response, RichText, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::annotation::{ActorId, pair};
use crate::app::parts::{List, ListState, Slot, Stamp, counted, elided, one_line};
use crate::app::theme::Theme;
use crate::app::view::{Act, View};
use crate::desk::actors::{Overview, Proposal, why};
use crate::review::Command;
use crate::text::invisible::visible;

use super::list::{frame, pressed_once};

/// Below this width, in points, the buttons of a row stand below its words.
const BESIDE: f32 = 470.0;

/// The pairs that wait, and where the keyboard is.
#[derive(Default)]
pub(super) struct Proposals {
    list: ListState,
    rows: Vec<Proposal>,
    of: Option<Stamp>,
    had_keyboard: bool,
}

/// What was asked for about a pair.
#[derive(Clone, Copy)]
enum Asked {
    Merge,
    KeepApart,
}

impl Proposals {
    /// Gives the pairs the keyboard, if there are any.
    pub(super) const fn focus(&mut self) -> bool {
        self.list.focus();
        !self.rows.is_empty()
    }

    /// Whether the last pair has just been decided by a key.
    pub(super) fn is_done(&mut self) -> bool {
        self.rows.is_empty() && std::mem::take(&mut self.had_keyboard)
    }

    /// Shows the pairs, at most `height` points of them. Returns an actor to look at.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        overview: &Overview,
        is_new: bool,
        height: f32,
        acts: &mut Vec<Act>,
    ) -> Option<ActorId> {
        self.refresh(view, overview, is_new);
        let theme = Theme::of(ui);
        if self.rows.is_empty() {
            return None;
        }
        ui.horizontal_wrapped(|ui| {
            let heading = ui.label(RichText::new("Same actor?").strong());
            ui.ctx()
                .accesskit_node_builder(heading.id, |node| node.set_role(Role::Heading));
            let pairs = counted(self.rows.len(), "pair", "pairs");
            ui.label(RichText::new(pairs).small().weak());
            ui.label(
                RichText::new("Enter merges into the first, X keeps apart")
                    .small()
                    .weak(),
            );
        });
        let beside = ui.available_width() >= BESIDE;
        let row_height = if beside { 46.0 } else { 74.0 };
        let list = List {
            id: Id::unique("same actors"),
            name: "Same actor?".to_owned(),
            row_height,
            count: self.rows.len(),
        };
        let mut asked: Option<(usize, Asked)> = None;
        self.had_keyboard = ui.memory(|memory| memory.has_focus(list.id));
        if self.had_keyboard {
            let merges = pressed_once(ui, Key::Enter) | pressed_once(ui, Key::A);
            let stays = pressed_once(ui, Key::X);
            let cursor = self.list.cursor.min(self.rows.len() - 1);
            asked = match (merges, stays) {
                (true, _) => Some((cursor, Asked::Merge)),
                (_, true) => Some((cursor, Asked::KeepApart)),
                _ => None,
            };
        }
        let fits = (height / row_height).floor().clamp(1.0, 6.0);
        let height = row_height * fits.min(self.rows.len() as f32);
        let rows = &self.rows;
        let size = vec2(ui.available_width(), height);
        let (space, _) = ui.allocate_exact_size(size, Sense::hover());
        let mut inside = ui.new_child(UiBuilder::new().max_rect(space));
        let opened = list.show(&mut inside, &mut self.list, |ui, slot| {
            let Some(proposal) = rows.get(slot.index) else {
                return ui.label("");
            };
            let (response, pressed) = draw(ui, slot, overview, proposal, beside);
            if let Some(pressed) = pressed {
                asked = Some((slot.index, pressed));
            }
            response
        });
        ui.add_space(theme.spacing.m);
        if let Some((index, asked)) = asked
            && let Some(proposal) = self.rows.get(index)
        {
            self.list.go_to(index);
            // The next one can be decided by a key.
            self.list.focus();
            self.had_keyboard = true;
            acts.extend(decide(view, proposal, asked));
            return None;
        }
        let opened = opened?;
        self.list.focus();
        Some(self.rows.get(opened)?.into)
    }

    /// What was decided since the overview was made is gone from it at once.
    pub(super) fn refresh(&mut self, view: &View<'_>, overview: &Overview, is_new: bool) {
        let stamp = Stamp::of(view.session);
        if !is_new && self.of.as_ref() == Some(&stamp) {
            return;
        }
        let project = view.session.project();
        let waits = |proposal: &&Proposal| {
            let there = |id| project.actors.contains_key(&id);
            let two = pair(proposal.into, proposal.other);
            there(two.0) && there(two.1) && !project.apart.contains(&two)
        };
        self.rows = overview.proposals.iter().filter(waits).copied().collect();
        self.of = Some(stamp);
    }
}

fn decide(view: &View<'_>, proposal: &Proposal, asked: Asked) -> Option<Act> {
    let Proposal { into, other, .. } = *proposal;
    match asked {
        Asked::Merge => super::merge(view, into, vec![other]),
        Asked::KeepApart => {
            let actors = &view.session.project().actors;
            let name = |id| Some(one_line(&actors.get(&id)?.name, 60));
            let words = format!("“{}” and “{}” stay two.", name(into)?, name(other)?);
            Some(Act::RunWithUndo(Command::KeepApart(into, other), words))
        }
    }
}

fn draw(
    ui: &mut Ui,
    slot: Slot,
    overview: &Overview,
    proposal: &Proposal,
    beside: bool,
) -> (Response, Option<Asked>) {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let name = |id| overview.get(id).map_or("", |known| known.name.as_str());
    let mentions = |id| overview.get(id).map_or(0, |known| known.totals.mentions);
    let (into, other) = (name(proposal.into), name(proposal.other));
    let shown = |id, name: &str| format!("“{name}” ({})", mentions(id));
    let first = format!(
        "{} and {}",
        shown(proposal.into, into),
        shown(proposal.other, other)
    );
    let second = why(proposal.reason);
    let key = ("same actors", proposal.into, proposal.other);
    let response = ui.interact(slot.rect, Id::unique(key), Sense::CLICK);
    let spoken = format!(
        "“{}”, {}, and “{}”, {}. {}",
        visible(into),
        counted(mentions(proposal.into), "mention", "mentions"),
        visible(other),
        counted(mentions(proposal.other), "mention", "mentions"),
        why(proposal.reason)
    );
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, &spoken));
    let inner = frame(ui, slot, &response, false);

    let buttons = if beside {
        inner.with_min_x(inner.right() - 176.0)
    } else {
        inner.with_min_y(inner.bottom() - 28.0)
    };
    let mut asked = None;
    let layout = if beside {
        Layout::right_to_left(Align::Center)
    } else {
        Layout::left_to_right(Align::Center)
    };
    let mut place = ui.new_child(UiBuilder::new().max_rect(buttons).layout(layout).id_salt(key));
    let mut button = |ui: &mut Ui, title: &str, is: Asked, hint: &str| {
        // The list is one stop for Tab; its keys do the same.
        let button = ui.add(Button::new(title).sense(Sense::CLICK));
        let name = format!("{title}: {} and {}", visible(into), visible(other));
        if button.accessible_name(name).on_hover_text(hint).clicked() {
            asked = Some(is);
        }
    };
    let apart = "They are two, and are not proposed again.";
    let one = "Everything of both is under one name then. Undo takes it back.";
    if beside {
        button(&mut place, "Not the same", Asked::KeepApart, apart);
        button(&mut place, "Merge", Asked::Merge, one);
    } else {
        button(&mut place, "Merge", Asked::Merge, one);
        button(&mut place, "Not the same", Asked::KeepApart, apart);
    }
    let width = if beside {
        buttons.left() - inner.left() - theme.spacing.m
    } else {
        inner.width()
    };
    let body = FontId::proportional(theme.type_sizes.body);
    let small = FontId::proportional(theme.type_sizes.small);
    let first = elided(ui, &first, body, c.text, width);
    ui.painter().galley(inner.left_top(), first, c.text);
    let second = elided(ui, second, small, c.weak, width);
    ui.painter()
        .galley(pos2(inner.left(), inner.top() + 20.0), second, c.weak);
    (response.on_hover_text(spoken), asked)
}
