//! The list of actors: filtered, sorted, marked for merging.

use std::collections::BTreeSet;

use eframe::egui;
use egui::accesskit::Role;
use egui::{
    Align2, ComboBox, Event, FontId, Id, Key, Pos2, Rect, Response, RichText, Sense, Stroke, StrokeKind,
    TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use crate::annotation::{ActorId, Status};
use crate::app::parts::{List, ListState, Slot, counted, elided, kind_colour, one_line, paint_status};
use crate::app::theme::Theme;
use crate::app::view::{Act, View};
use crate::desk::actors::{Filter, Known, Overview, Sort};
use crate::text::invisible::visible;

const ROW_HEIGHT: f32 = 44.0;
/// Width of the box that marks an actor, in points.
const MARK: f32 = 26.0;

/// Where the list is and what is marked in it.
#[derive(Default)]
pub(super) struct ActorList {
    filter: Filter,
    list: ListState,
    ids: Vec<ActorId>,
    /// The filter that `ids` went through, and how many actors there were.
    of: Option<(Filter, usize)>,
    marked: BTreeSet<ActorId>,
    reveal: Option<ActorId>,
}

impl ActorList {
    /// Scrolls to an actor when the list is next shown.
    pub(super) const fn reveal(&mut self, actor: ActorId) {
        self.reveal = Some(actor);
    }

    /// Gives the list the keyboard.
    pub(super) const fn focus(&mut self) {
        self.list.focus();
    }

    /// The overview is another one.
    pub(super) fn renew(&mut self) {
        self.of = None;
    }

    /// Shows the list in all the space of `ui`. Returns an actor to look at.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        overview: &Overview,
        chosen: Option<ActorId>,
        acts: &mut Vec<Act>,
    ) -> Option<ActorId> {
        let project = view.session.project();
        self.marked.retain(|id| project.actors.contains_key(id));
        self.controls(ui, view);
        self.refresh(overview);
        let count = if self.ids.len() == overview.len() {
            counted(overview.len(), "actor", "actors")
        } else {
            format!(
                "{} of {}",
                self.ids.len(),
                counted(overview.len(), "actor", "actors")
            )
        };
        ui.label(RichText::new(count).small().weak());
        let id = Id::unique("actors");
        let focused = ui.memory(|memory| memory.has_focus(id));
        let mut merges = focused && pressed_once(ui, Key::M);
        if !self.marked.is_empty() {
            merges |= self.mark_bar(ui, overview, chosen);
        }
        if merges
            && let Some((into, others)) = self.to_merge(overview, chosen)
            && let Some(act) = super::merge(view, into, others)
        {
            acts.push(act);
            self.marked.clear();
        }
        if self.ids.is_empty() && !overview.is_empty() {
            ui.label("No actor fits the filter.");
            if ui.button("Show all actors").clicked() {
                self.filter = Filter {
                    sort: self.filter.sort,
                    ..Filter::default()
                };
            }
            return None;
        }
        if focused
            && pressed_once(ui, Key::Space)
            && let Some(actor) = self.ids.get(self.list.cursor)
        {
            toggle(&mut self.marked, *actor);
        }
        let list = List {
            id,
            name: "Actors. Enter shows one, Space marks it, M merges those marked".to_owned(),
            row_height: ROW_HEIGHT,
            count: self.ids.len(),
        };
        let (ids, marked) = (&self.ids, &mut self.marked);
        let opened = list.show(ui, &mut self.list, |ui, slot| {
            let Some(known) = ids.get(slot.index).and_then(|id| overview.get(*id)) else {
                return ui.label("");
            };
            draw(ui, slot, view, known, chosen == Some(known.id), marked)
        });
        opened.and_then(|index| self.ids.get(index).copied())
    }

    fn controls(&mut self, ui: &mut Ui, view: &View<'_>) {
        let field = TextEdit::singleline(&mut self.filter.words)
            .id(Id::unique("filter actors"))
            .hint_text("Filter by name, alias or side")
            .desired_width(f32::INFINITY);
        let field = ui.add(field).accessible_name("Filter actors");
        let enter =
            |ui: &Ui| ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::ArrowDown));
        if field.lost_focus() && enter(ui) {
            self.list.focus();
        }
        let scheme = &view.session.project().scheme;
        ui.horizontal_wrapped(|ui| {
            let title = self.filter.sort.title();
            let sort = ComboBox::from_id_salt("sort actors")
                .width(120.0)
                .selected_text(title);
            let sort = sort.show_ui(ui, |ui| {
                for other in Sort::ALL {
                    ui.selectable_value(&mut self.filter.sort, other, other.title());
                }
            });
            sort.response.accessible_name("Sort actors");
            let all = "All kinds";
            let title = self.filter.kind.as_ref().map_or_else(
                || all.to_owned(),
                |kind| {
                    scheme
                        .get(kind)
                        .map_or_else(|| kind.to_string(), |label| label.title.clone())
                },
            );
            let kinds = ComboBox::from_id_salt("kind of actors")
                .width(130.0)
                .selected_text(one_line(&title, 24));
            let kinds = kinds.show_ui(ui, |ui| {
                ui.selectable_value(&mut self.filter.kind, None, all);
                for label in &scheme.kinds {
                    ui.selectable_value(&mut self.filter.kind, Some(label.id.clone()), &label.title);
                }
            });
            kinds.response.accessible_name("Kind of actors");
        });
    }

    fn refresh(&mut self, overview: &Overview) {
        let key = (self.filter.clone(), overview.len());
        if self.of.as_ref() != Some(&key) {
            let at = self.ids.get(self.list.cursor).copied();
            self.ids = overview.listed(&self.filter);
            self.of = Some(key);
            if let Some(index) = at.and_then(|id| self.ids.iter().position(|other| *other == id)) {
                self.list.cursor = index;
            }
        }
        let Some(wanted) = self.reveal.filter(|id| overview.get(*id).is_some()) else {
            return;
        };
        if !self.ids.contains(&wanted) {
            self.filter.words.clear();
            self.filter.kind = None;
            self.ids = overview.listed(&self.filter);
            self.of = Some((self.filter.clone(), overview.len()));
        }
        if let Some(index) = self.ids.iter().position(|id| *id == wanted) {
            self.list.go_to(index);
        }
        self.reveal = None;
    }

    /// Who stays and who goes: the chosen one stays if it is marked, else who is mentioned most.
    fn to_merge(&self, overview: &Overview, chosen: Option<ActorId>) -> Option<(ActorId, Vec<ActorId>)> {
        let most = || {
            let known = self.marked.iter().filter_map(|id| overview.get(*id));
            let most = known.max_by_key(|known| (known.totals.mentions, std::cmp::Reverse(known.id)));
            most.map(|known| known.id)
        };
        let into = chosen.filter(|id| self.marked.contains(id)).or_else(most)?;
        let others: Vec<ActorId> = self.marked.iter().copied().filter(|id| *id != into).collect();
        (!others.is_empty()).then_some((into, others))
    }

    fn mark_bar(&mut self, ui: &mut Ui, overview: &Overview, chosen: Option<ActorId>) -> bool {
        let mut merges = false;
        ui.horizontal_wrapped(|ui| {
            ui.label(format!("{} marked", self.marked.len()));
            if let Some((into, others)) = self.to_merge(overview, chosen) {
                let name = overview.get(into).map_or("", |known| known.name.as_str());
                let title = format!("Merge {} into “{}”", others.len() + 1, one_line(name, 28));
                let button = ui.add(egui::Button::new(title).truncate());
                merges = button
                    .on_hover_text("Everything of theirs is under one name then (M). Undo takes it back.")
                    .clicked();
            } else {
                ui.label(RichText::new("Mark another to merge them.").weak());
            }
            if ui.button("Clear marks").clicked() {
                self.marked.clear();
            }
        });
        merges
    }
}

fn toggle(marked: &mut BTreeSet<ActorId>, actor: ActorId) {
    if !marked.remove(&actor) {
        marked.insert(actor);
    }
}

fn draw(
    ui: &mut Ui,
    slot: Slot,
    view: &View<'_>,
    known: &Known,
    chosen: bool,
    marked: &mut BTreeSet<ActorId>,
) -> Response {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let project = view.session.project();
    let scheme = &project.scheme;
    let actor = project.actors.get(&known.id);
    let side = actor.map_or("", |actor| &actor.side);
    let also = actor.map_or_else(String::new, |actor| actor.aliases.join(", "));
    let label = scheme.get(&known.kind);
    let kind = label.map_or_else(|| known.kind.to_string(), |label| label.title.clone());
    let is_marked = marked.contains(&known.id);
    let totals = known.totals;
    let mentions = counted(totals.mentions, "mention", "mentions");
    let rest = format!(
        "{} · {}",
        counted(totals.claims, "claim", "claims"),
        counted(totals.articles, "article", "articles")
    );
    let response = ui.interact(slot.rect, Id::unique(("actor", known.id)), Sense::CLICK);
    let mut spoken = format!("{}, {kind}", visible(&known.name));
    if !side.is_empty() {
        spoken = format!("{spoken}, side {}", visible(side));
    }
    spoken = format!("{spoken}, {mentions}, {}", rest.replace(" · ", ", "));
    if is_marked {
        spoken.push_str(", marked");
    }
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, &spoken));
    let inner = frame(ui, slot, &response, chosen);

    let at = Rect::from_min_size(
        pos2(inner.left() - 2.0, slot.rect.top()),
        vec2(MARK, slot.rect.height()),
    );
    let mark = ui.interact(at, Id::unique(("mark actor", known.id)), Sense::CLICK);
    let title = format!("Mark {}", visible(&known.name));
    mark.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_marked, &title));
    paint_tick(
        ui,
        pos2(inner.left() + 8.0, slot.rect.center().y),
        is_marked,
        &mark,
    );
    if mark.clicked() {
        toggle(marked, known.id);
    }

    let left = inner.left() + MARK;
    let letters = label.map_or("?", |label| label.badge.as_str());
    let colour = kind_colour(theme, scheme, &known.kind);
    let badge = Rect::from_min_size(pos2(left, inner.top()), vec2(20.0, 17.0));
    ui.painter().rect_stroke(
        badge,
        theme.radius.small,
        Stroke::new(1.2, colour),
        StrokeKind::Inside,
    );
    let small = FontId::proportional(theme.type_sizes.small);
    ui.painter().text(
        badge.center(),
        Align2::CENTER_CENTER,
        letters,
        small.clone(),
        colour,
    );

    let width = (inner.right() - left).max(20.0);
    let body = FontId::proportional(theme.type_sizes.body);
    let right = |ui: &Ui, text: &str, top: f32| {
        let galley = elided(ui, text, small.clone(), c.weak, width * 0.55);
        let at = pos2(inner.right() - galley.size().x, top);
        let taken = galley.size().x;
        ui.painter().galley(at, galley, c.weak);
        taken + theme.spacing.m
    };
    let taken = right(ui, &mentions, inner.top() + 1.0);
    let name = elided(ui, &known.name, body, c.text, width - 26.0 - taken);
    ui.painter().galley(pos2(left + 26.0, inner.top()), name, c.text);
    let second = inner.top() + 19.0;
    let taken = right(ui, &rest, second);
    let about = match (side, also.as_str()) {
        (side, "") => side.to_owned(),
        ("", also) => format!("also {also}"),
        (side, also) => format!("{side} · also {also}"),
    };
    let about = elided(ui, &about, small, c.weak, width - 26.0 - taken);
    ui.painter().galley(pos2(left + 26.0, second), about, c.weak);
    response.on_hover_text(spoken)
}

/// Paints a box around `centre`, ticked or not.
pub(super) fn paint_tick(ui: &Ui, centre: Pos2, ticked: bool, response: &Response) {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let tick = Rect::from_center_size(centre, vec2(15.0, 15.0));
    let edge = Stroke::new(1.0, if response.hovered() { c.focus } else { c.weak });
    ui.painter()
        .rect(tick, theme.radius.small, c.field, edge, StrokeKind::Inside);
    if ticked {
        paint_status(ui.painter(), centre, 5.5, Status::Accepted, c.accent);
    }
}

/// Paints what is behind a row; returns the space for its words.
pub(super) fn frame(ui: &Ui, slot: Slot, response: &Response, chosen: bool) -> Rect {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let frame = slot.rect.shrink2(vec2(0.0, 1.0));
    let fill = match (chosen, response.hovered()) {
        (true, _) => Some(c.focused_fill),
        (false, true) => Some(c.card_hovered),
        _ => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(frame, theme.radius.medium, fill);
    }
    if slot.at_cursor {
        let stroke = Stroke::new(2.0, c.focus);
        ui.painter()
            .rect_stroke(frame, theme.radius.medium, stroke, StrokeKind::Inside);
    }
    frame.shrink2(vec2(theme.spacing.m, 4.0))
}

/// Whether `key` was pressed, without modifiers and not merely held; nobody else gets it.
pub(super) fn pressed_once(ui: &Ui, key: Key) -> bool {
    ui.input_mut(|input| {
        let mut once = false;
        input.events.retain(|event| match event {
            Event::Key {
                key: pressed,
                pressed: true,
                repeat,
                modifiers,
                ..
            } if *pressed == key && modifiers.is_none() => {
                once |= !repeat;
                false
            }
            _ => true,
        });
        once
    })
}
