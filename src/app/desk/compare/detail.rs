//! The chosen group: what it is called, what contradicts what, and its claims side by side.

use std::collections::BTreeSet;

use eframe::egui;
use egui::accesskit::Role;
use egui::{
    Align2, Color32, FontId, Id, Key, Modifiers, Rect, Response, RichText, ScrollArea, Sense, Stroke,
    StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use crate::annotation::{ClaimRef, DateRange, Event, EventId, Project, Status};
use crate::app::parts::{List, ListState, Slot, counted, elided, one_line, paint_status, status_colour};
use crate::app::theme::Theme;
use crate::app::view::{Act, View};
use crate::desk::events::{Group, Said, Sight, bounded, days_in_words, find};
use crate::review::Focus;

use super::set;

const ROW_HEIGHT: f32 = 28.0;
/// Room for the button at the end of a row, in points.
const BUTTON: f32 = 26.0;
/// How many groups can be chosen from to join with.
const MOST_TO_JOIN: usize = 24;

/// What the detail remembers between frames.
#[derive(Default)]
pub struct Detail {
    /// Of which group the rest is.
    of: Option<EventId>,
    list: ListState,
    marked: BTreeSet<ClaimRef>,
    /// The title as it is being typed, with the event that it will be of.
    title: Option<(Event, String)>,
}

/// The columns with the share of the width that each takes.
const COLUMNS: [(&str, f32); 6] = [
    ("Source", 0.2),
    ("Figures", 0.16),
    ("Words", 0.3),
    ("Place", 0.1),
    ("Day", 0.11),
    ("Article", 0.13),
];

/// Below this width only the first columns are shown, with these shares.
const NARROW_FROM: f32 = 560.0;
const NARROW: [f32; 6] = [0.34, 0.27, 0.39, 0.0, 0.0, 0.0];

impl Detail {
    /// Gives the claims the keyboard.
    pub fn focus(&mut self) {
        self.list.focus();
    }

    /// Shows the group, and leaves `below` points free. Answers with what was decided about the whole group.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        group: &Group,
        groups: &[Group],
        below: f32,
        acts: &mut Vec<Act>,
    ) -> Option<Status> {
        if self.of != Some(group.event.id) {
            self.finish(acts);
            self.of = Some(group.event.id);
            self.marked.clear();
            self.list.go_to(0);
        }
        let project = view.session.project();
        self.name(ui, project, group, acts);
        let asked = self.buttons(ui, project, group, groups, acts);
        conflicts(ui, group);
        let height = (ui.available_height() - below).max(3.0 * ROW_HEIGHT);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        self.claims(&mut inside, view, group, acts);
        asked
    }

    /// Takes over a title that was typed and not confirmed yet.
    pub fn finish(&mut self, acts: &mut Vec<Act>) {
        let Some((event, text)) = self.title.take() else {
            return;
        };
        let title = text.trim().to_owned();
        if title != event.title {
            acts.push(set(vec![Event { title, ..event }], Vec::new()));
        }
    }

    fn name(&mut self, ui: &mut Ui, project: &Project, group: &Group, acts: &mut Vec<Act>) {
        let theme = Theme::of(ui);
        let mut text = match self.title.take() {
            Some((_, text)) => text,
            None => changed(project, group).title,
        };
        let edit = TextEdit::singleline(&mut text)
            .hint_text(group.title.as_str())
            .font(FontId::proportional(theme.type_sizes.heading))
            .desired_width(f32::INFINITY);
        let field = ui.add(edit).accessible_name("Title of the group");
        // Kept only while it is being typed: what undo or somebody else makes of the title shows at once.
        if field.has_focus() || field.lost_focus() {
            self.title = Some((changed(project, group), text));
        }
        if field.lost_focus() {
            self.finish(acts);
        }
        let claims = counted(group.claims.len(), "claim", "claims");
        let state = match group.status {
            Status::Suggested => format!("{claims}, proposed. {}", group.reason),
            Status::Rejected => format!("{claims}, kept apart: they are not proposed together again."),
            Status::Accepted => format!("{claims}, accepted as one event."),
            _ => format!("{claims}, put together by a reviewer."),
        };
        ui.label(RichText::new(state).small().color(theme.palette.weak));
    }

    fn buttons(
        &mut self,
        ui: &mut Ui,
        project: &Project,
        group: &Group,
        groups: &[Group],
        acts: &mut Vec<Act>,
    ) -> Option<Status> {
        let mut asked = None;
        ui.horizontal_wrapped(|ui| {
            let decided = |status: Status| group.status == status;
            let accept = egui::Button::new("Accept").shortcut_text("A");
            let hover = "These claims are about one event.";
            let open = decided(Status::Suggested) || decided(Status::Rejected);
            if ui.add_enabled(open, accept).on_hover_text(hover).clicked() {
                asked = Some(Status::Accepted);
            }
            let apart = egui::Button::new("Keep apart").shortcut_text("X");
            let hover = "These claims are not about one event; no two of them are proposed together again.";
            if ui
                .add_enabled(!decided(Status::Rejected), apart)
                .on_hover_text(hover)
                .clicked()
            {
                asked = Some(Status::Rejected);
            }
            if !decided(Status::Suggested) {
                let forget = ui
                    .button("Forget")
                    .on_hover_text("Takes the decision back; the claims may be proposed again.");
                if forget.clicked() {
                    acts.push(set(Vec::new(), vec![group.event.id]));
                }
            }
            let some = !self.marked.is_empty() && self.marked.len() < group.claims.len();
            let title = if self.marked.is_empty() {
                "New group from marked".to_owned()
            } else {
                format!("New group from {} marked", self.marked.len())
            };
            let hover = "Space marks a claim. The marked ones go into a group of their own.";
            let split = ui.add_enabled(some, egui::Button::new(title));
            if split.on_hover_text(hover).on_disabled_hover_text(hover).clicked() {
                acts.push(self.split(project, group));
                self.marked.clear();
            }
            if !decided(Status::Rejected) {
                join(ui, project, group, groups, acts);
            }
        });
        asked
    }

    /// The marked claims as an event of their own, and the rest without them.
    fn split(&self, project: &Project, group: &Group) -> Act {
        let mut rest = changed(project, group);
        for claim in &self.marked {
            rest.take_out(claim);
        }
        let claims: Vec<ClaimRef> = self.marked.iter().cloned().collect();
        let event = Event {
            id: EventId::for_claims(&claims, |id| id == rest.id),
            title: String::new(),
            status: Status::Added,
            left_out: rest.claims.clone(),
            claims,
            note: String::new(),
        };
        set(vec![rest, event], Vec::new())
    }

    fn claims(&mut self, ui: &mut Ui, view: &View<'_>, group: &Group, acts: &mut Vec<Act>) {
        let project = view.session.project();
        let contested: BTreeSet<&ClaimRef> = group
            .conflicts
            .iter()
            .flat_map(|conflict| &conflict.claims)
            .collect();
        header(ui);
        let list = List {
            id: Id::unique("compare claims"),
            name: "Claims of the group".to_owned(),
            row_height: ROW_HEIGHT,
            count: group.claims.len() + group.more.len(),
        };
        let id = list.id;
        let sight = |index: usize| {
            let own = group.claims.get(index);
            own.or_else(|| group.more.get(index.checked_sub(group.claims.len())?))
        };
        let marked = &self.marked;
        let (mut moved, mut shown) = (None, Vec::new());
        let opened = list.show(ui, &mut self.list, |ui, slot| {
            let Some(sight) = sight(slot.index) else {
                return ui.interact(slot.rect, Id::unique(("compare claim", slot.index)), Sense::CLICK);
            };
            let row = Row {
                sight,
                is_more: slot.index >= group.claims.len(),
                is_marked: marked.contains(&sight.claim),
                is_contested: contested.contains(&sight.claim),
            };
            shown.push(slot.index);
            let (response, is_moved) = row.draw(ui, slot, project);
            if is_moved {
                moved = Some(slot.index);
            }
            response
        });
        if ui.memory(|memory| memory.has_focus(id)) && !ui.ctx().text_edit_focused() {
            let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            if pressed(Key::Space)
                && let Some(sight) = group.claims.get(self.list.cursor)
                && !self.marked.remove(&sight.claim)
            {
                self.marked.insert(sight.claim.clone());
            }
            if pressed(Key::Delete) || pressed(Key::Minus) || pressed(Key::Plus) {
                moved = Some(self.list.cursor);
            }
        }
        if let Some(sight) = moved.and_then(sight) {
            let mut event = changed(project, group);
            if event.claims.binary_search(&sight.claim).is_ok() {
                event.take_out(&sight.claim);
            } else {
                event.put_in(sight.claim.clone());
            }
            self.marked.remove(&sight.claim);
            acts.push(set(vec![event], Vec::new()));
        } else if let Some(sight) = opened.and_then(sight) {
            acts.push(Act::Read(Focus {
                article: Some(sight.claim.article.clone()),
                item: Some(sight.claim.item),
            }));
        }
    }
}

/// The event of a group once somebody changes it.
fn changed(project: &Project, group: &Group) -> Event {
    let status = match group.status {
        Status::Added => Status::Added,
        _ => Status::Corrected,
    };
    group.decided(project, status)
}

/// A menu of groups to join with. Two decided ones become one of them; the other is forgotten.
fn join(ui: &mut Ui, project: &Project, group: &Group, groups: &[Group], acts: &mut Vec<Act>) {
    ui.menu_button("Join with…", |ui| {
        let mut others: Vec<&Group> = groups
            .iter()
            .filter(|other| other.event.id != group.event.id && other.status != Status::Rejected)
            .collect();
        let distance = |other: &&Group| {
            let days = |group: &Group| group.days.map(DateRange::first);
            match (days(group), days(other)) {
                (Some(a), Some(b)) => a.until(b).map_or(i32::MAX, |span| span.get_days().abs()),
                _ => i32::MAX - 1,
            }
        };
        others.sort_by_key(distance);
        if others.is_empty() {
            ui.weak("There is no other group.");
        }
        ui.set_max_width(360.0);
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for other in others.into_iter().take(MOST_TO_JOIN) {
                let title = format!("{} ({})", one_line(&other.title, 48), other.claims.len());
                if ui.button(title).clicked() {
                    let mut event = changed(project, group);
                    for claim in other.decided(project, other.status).claims {
                        event.put_in(claim);
                    }
                    let is_decided = project.events.contains_key(&other.event.id);
                    let forget = is_decided.then_some(other.event.id);
                    acts.push(set(vec![event], forget.into_iter().collect()));
                    ui.close();
                }
            }
        });
    })
    .response
    .on_hover_text("Puts the claims of another group into this one; those nearest in time come first.");
}

/// What contradicts what, in words.
fn conflicts(ui: &mut Ui, group: &Group) {
    let theme = Theme::of(ui);
    if group.conflicts.is_empty() {
        return;
    }
    let frame = egui::Frame::new()
        .fill(theme.palette.card_hovered)
        .stroke(Stroke::new(1.0, theme.palette.warning))
        .corner_radius(theme.radius.medium)
        .inner_margin(theme.spacing.m);
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        ScrollArea::vertical()
            .id_salt("compare conflicts")
            .max_height(96.0)
            .show(ui, |ui| {
                for conflict in &group.conflicts {
                    let what = if conflict.is_one_source {
                        "Changed"
                    } else {
                        "Conflict"
                    };
                    ui.horizontal_wrapped(|ui| {
                        ui.label(RichText::new(what).strong().color(theme.palette.warning));
                        ui.label(one_line(&conflict.reason, 400));
                    });
                }
            });
    });
    ui.add_space(theme.spacing.s);
}

/// Where each column begins and how wide it is.
fn columns(rect: Rect, theme: &Theme) -> Vec<(f32, f32)> {
    let left = rect.left() + 24.0;
    let width = (rect.right() - BUTTON - left).max(60.0);
    let gap = theme.spacing.m;
    let mut at = left;
    let shares = if width < NARROW_FROM {
        NARROW
    } else {
        COLUMNS.map(|(_, share)| share)
    };
    shares
        .iter()
        .map(|share| {
            let column = (at, (width * share - gap).max(0.0));
            at += width * share;
            column
        })
        .collect()
}

fn header(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let small = FontId::proportional(theme.type_sizes.small);
    for ((title, _), (at, width)) in COLUMNS.iter().zip(columns(rect, theme)) {
        if width <= 0.0 {
            continue;
        }
        let galley = elided(ui, title, small.clone(), theme.palette.weak, width);
        let y = rect.center().y - galley.size().y / 2.0;
        ui.painter().galley(pos2(at, y), galley, theme.palette.weak);
    }
    let line = Stroke::new(1.0, theme.palette.line);
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
}

struct Row<'a> {
    sight: &'a Sight,
    is_more: bool,
    is_marked: bool,
    is_contested: bool,
}

impl Row<'_> {
    /// Draws the row; the second answer is whether its button was clicked.
    fn draw(&self, ui: &mut Ui, slot: Slot, project: &Project) -> (Response, bool) {
        let theme = Theme::of(ui);
        let c = theme.palette;
        let sight = self.sight;
        let (article, item) = find(project, &sight.claim).unzip();
        let status = item.map_or(Status::Suggested, |item| item.status);
        let source = Said::by(project, sight);
        let tolls = sight.tolls.iter().filter(|toll| toll.is_main);
        let mut figures: Vec<String> = tolls
            .map(|toll| format!("{} {}", bounded(toll), toll.measure.id()))
            .collect();
        figures.dedup();
        let mut figures = figures.join(", ");
        if self.is_contested && !figures.is_empty() {
            figures.insert_str(0, "≠ ");
        }
        let words = article.zip(item).map_or_else(String::new, |(article, item)| {
            let content = item.body.as_claim().and_then(|claim| claim.content.first());
            content.map_or_else(String::new, |span| one_line(article.text.slice(*span), 200))
        });
        let day = match sight.days {
            Some(days) if sight.is_dated => days_in_words(days),
            Some(days) => format!("by {}", days.last().strftime("%-d %b %Y")),
            None => String::new(),
        };
        let title = article.map_or("Article removed", |article| article.title());
        let cells: [(&str, Color32); 6] = [
            (source.name(), c.text),
            (&figures, if self.is_contested { c.warning } else { c.text }),
            (&words, c.text),
            (&sight.place, c.text),
            (&day, c.weak),
            (title, c.weak),
        ];
        let name = format!(
            "{}{}, {figures}, {words}",
            if self.is_more { "Proposed: " } else { "" },
            source.name()
        );
        let id = Id::unique(("compare claim", &sight.claim));
        let response = ui.interact(slot.rect, id, Sense::CLICK);
        response
            .widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, self.is_marked, name.clone()));
        let painter = ui.painter().clone();
        let frame = slot.rect.shrink2(vec2(0.0, 1.0));
        let fill = match (self.is_marked, response.hovered()) {
            (true, _) => Some(c.selection),
            (false, true) => Some(c.card_hovered),
            _ => None,
        };
        if let Some(fill) = fill {
            painter.rect_filled(frame, theme.radius.small, fill);
        }
        if slot.at_cursor {
            let ring = Stroke::new(2.0, c.focus);
            painter.rect_stroke(frame, theme.radius.small, ring, StrokeKind::Inside);
        }
        let sign = pos2(slot.rect.left() + 12.0, slot.rect.center().y);
        paint_status(&painter, sign, 6.0, status, status_colour(theme, status));
        let font = FontId::proportional(13.0);
        for ((text, colour), (at, width)) in cells.into_iter().zip(columns(slot.rect, theme)) {
            if width <= 0.0 {
                continue;
            }
            let galley = elided(ui, text, font.clone(), colour, width);
            let y = slot.rect.center().y - galley.size().y / 2.0;
            painter.galley(pos2(at, y), galley, colour);
        }
        let is_moved = self.button(ui, slot, source.name());
        (response.on_hover_text(words), is_moved)
    }

    /// Takes the claim out, or puts a proposed one in.
    fn button(&self, ui: &Ui, slot: Slot, source: &str) -> bool {
        let theme = Theme::of(ui);
        let (sign, what) = if self.is_more {
            ("+", "Put into the group")
        } else {
            ("−", "Take out of the group")
        };
        let right = slot.rect.right();
        let rect = Rect::from_x_y_ranges(right - BUTTON..=right, slot.rect.y_range()).shrink(2.0);
        let button = ui.interact(
            rect,
            Id::unique(("compare move", &self.sight.claim)),
            Sense::CLICK,
        );
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{what}: {source}")));
        if button.hovered() {
            ui.painter()
                .rect_filled(rect, theme.radius.small, theme.palette.control_hovered);
        }
        let font = FontId::proportional(theme.type_sizes.body);
        ui.painter().text(
            rect.center(),
            Align2::CENTER_CENTER,
            sign,
            font,
            theme.palette.text,
        );
        button.on_hover_text(what).clicked()
    }
}
