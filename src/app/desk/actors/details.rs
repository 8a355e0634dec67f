//! The chosen actor: what is known about it, its names, and everything that is theirs.

use std::collections::BTreeSet;

use eframe::egui;
use egui::accesskit::Role;
use egui::{
    Button, ComboBox, FontId, Id, Key, Label, Response, RichText, ScrollArea, Sense, TextEdit, Ui,
    WidgetInfo, pos2,
};

use crate::annotation::{Actor, ActorId, KindId, LabelScheme, Project};
use crate::app::inspector::apply::latest_actor;
use crate::app::inspector::fields::{Field, Fields, Place as Of, Text};
use crate::app::parts::{List, ListState, Slot, badge, counted, elided, one_line, row};
use crate::app::theme::Theme;
use crate::app::view::{Act, View};
use crate::desk::actors::{Detail, Overview, Place};
use crate::review::{Command, Focus};
use crate::text::invisible::visible;

use super::known::Knowledge;
use super::list::frame;

/// Most actors that are offered to merge with.
const MOST_OFFERED: usize = 6;

/// What is shown of the actor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    About,
    Names,
    Mentions,
    Claims,
    Named,
}

impl Tab {
    const ALL: [Self; 5] = [
        Self::About,
        Self::Names,
        Self::Mentions,
        Self::Claims,
        Self::Named,
    ];

    fn title(self, detail: Option<&Detail>) -> String {
        let count = |of: fn(&Detail) -> usize| detail.map_or_else(String::new, |d| format!(" {}", of(d)));
        match self {
            Self::About => "About".to_owned(),
            Self::Names => format!("Names{}", count(|d| d.forms.len())),
            Self::Mentions => format!("Mentions{}", count(|d| d.mentions.len())),
            Self::Claims => format!("Claims{}", count(|d| d.claims.len())),
            Self::Named => format!("Named in{}", count(|d| d.named.len())),
        }
    }
}

/// What the details remember between frames.
#[derive(Default)]
pub(super) struct Details {
    pub(super) fields: Fields,
    of: Option<ActorId>,
    tab: Tab,
    pub(super) list: ListState,
    /// The name that is typed to merge with, while that is open.
    merge_with: Option<String>,
    focus_merge: bool,
    /// The names that are ticked, as names are compared.
    pub(super) ticked: BTreeSet<String>,
    /// What the new actor is called and is, if that was said.
    pub(super) new_name: Option<String>,
    pub(super) new_kind: Option<KindId>,
}

impl Details {
    /// Takes over what was typed and not confirmed yet.
    pub(super) fn finish(&mut self, project: &Project, acts: &mut Vec<Act>) {
        self.fields.finish(project, acts);
    }

    /// Shows the actor in all the space of `ui`.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        known: &mut Knowledge,
        id: ActorId,
        acts: &mut Vec<Act>,
    ) {
        let project = view.session.project();
        let Some(actor) = project.actors.get(&id) else {
            ui.label("The actor is not in the project any more.");
            return;
        };
        if self.of != Some(id) {
            self.of = Some(id);
            self.list = ListState::default();
            self.merge_with = None;
            self.forget_split();
        }
        self.fields.begin();
        ui.spacing_mut().item_spacing.y = 5.0;
        head(ui, project, actor, known.overview());
        self.buttons(ui, view, known.overview(), actor, acts);
        let detail = known.detail(ui.ctx(), view.session, id);
        self.tabs(ui, detail);
        ui.separator();
        match (self.tab, detail) {
            (Tab::About, _) => self.about(ui, project, actor, &known.overview().sides, acts),
            (_, None) => {
                ui.label(RichText::new("Looking through the articles…").weak());
            }
            (Tab::Names, Some(detail)) => self.names(ui, project, actor, &detail.forms, acts),
            (Tab::Mentions, Some(detail)) => {
                let empty = "Nothing in the articles is linked to this actor.";
                self.places(ui, "Mentions", &detail.mentions, empty, acts);
            }
            (Tab::Claims, Some(detail)) => {
                let empty = "No claim has this actor as its speaker.";
                self.places(ui, "Claims", &detail.claims, empty, acts);
            }
            (Tab::Named, Some(detail)) => {
                let empty = "No claim came through this actor or is about it.";
                self.places(ui, "Named in", &detail.named, empty, acts);
            }
        }
        self.fields.end(project, acts);
    }

    pub(super) fn forget_split(&mut self) {
        self.ticked.clear();
        self.new_name = None;
        self.new_kind = None;
    }

    fn buttons(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        overview: &Overview,
        actor: &Actor,
        acts: &mut Vec<Act>,
    ) {
        // Not in the frame of the click: that takes the keyboard from every field it is not on.
        let focus = std::mem::take(&mut self.focus_merge);
        ui.horizontal_wrapped(|ui| {
            let claims = ui.button("Show claims");
            if claims.on_hover_text("In the table of claims.").clicked() {
                acts.push(Act::ShowClaimsOf(actor.id));
            }
            let open = self.merge_with.is_some();
            let merge = ui.add(Button::new("Merge with…").selected(open));
            let hint = "Somebody else in the list is this actor, too.";
            if merge.on_hover_text(hint).clicked() {
                self.merge_with = (!open).then(String::new);
                self.focus_merge = !open;
                ui.ctx().request_repaint();
            }
        });
        let Some(mut typed) = self.merge_with.take() else {
            return;
        };
        let id = Id::unique("merge with");
        let field = TextEdit::singleline(&mut typed)
            .id(id)
            .hint_text("Type a name")
            .desired_width(f32::INFINITY);
        if focus {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let field = ui.add(field).accessible_name("Merge with");
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let offers = if typed.trim().is_empty() {
            Vec::new()
        } else {
            overview.offers(&typed, actor.id, MOST_OFFERED)
        };
        let mut taken = offers.first().filter(|_| entered).map(|known| known.id);
        for known in &offers {
            let mentions = counted(known.totals.mentions, "mention", "mentions");
            let title = format!("{} ({mentions})", one_line(&known.name, 60));
            let name = format!("Merge with {}", visible(&known.name));
            if ui
                .add(Button::new(title).truncate())
                .accessible_name(name)
                .clicked()
            {
                taken = Some(known.id);
            }
        }
        if offers.is_empty() && !typed.trim().is_empty() {
            ui.label(RichText::new("No other actor is called so.").weak());
        }
        match taken {
            Some(other) => {
                self.fields.finish(view.session.project(), acts);
                acts.extend(super::merge(view, actor.id, vec![other]));
            }
            None => self.merge_with = Some(typed),
        }
    }

    fn tabs(&mut self, ui: &mut Ui, detail: Option<&Detail>) {
        ui.horizontal_wrapped(|ui| {
            for tab in Tab::ALL {
                if ui.selectable_label(self.tab == tab, tab.title(detail)).clicked() && self.tab != tab {
                    self.tab = tab;
                    self.list = ListState::default();
                }
            }
        });
    }

    fn about(
        &mut self,
        ui: &mut Ui,
        project: &Project,
        actor: &Actor,
        sides: &[String],
        acts: &mut Vec<Act>,
    ) {
        let area = ScrollArea::vertical().id_salt("about actor").auto_shrink(false);
        area.show(ui, |ui| {
            let place = Of::Actor(actor.id);
            let mut text = |ui: &mut Ui, label: &str, field: Field<'_>, acts: &mut Vec<Act>| {
                row(ui, label, |ui| {
                    self.fields.show(ui, project, acts, &place, field);
                });
            };
            text(ui, "Name", plain(Text::Name, "Actor name", &actor.name, ""), acts);
            row(ui, "Kind", |ui| {
                let width = ui.available_width();
                if let Some(kind) = kinds(ui, &project.scheme, "Actor kind", &actor.kind, width) {
                    set(project, acts, actor.id, |actor| actor.kind = kind);
                }
            });
            let hint = "Government, rebels …";
            text(
                ui,
                "Side",
                plain(Text::Side, "Actor side", &actor.side, hint),
                acts,
            );
            let others: Vec<&String> = sides.iter().filter(|side| **side != actor.side).collect();
            if !others.is_empty() {
                row(ui, "", |ui| {
                    ui.menu_button("Sides in use…", |ui| {
                        ScrollArea::vertical().max_height(240.0).show(ui, |ui| {
                            for side in others {
                                if ui.button(one_line(side, 60)).clicked() {
                                    set(project, acts, actor.id, |actor| actor.side.clone_from(side));
                                    ui.close();
                                }
                            }
                        });
                    });
                });
            }
            let aliases = actor.aliases.join("; ");
            let hint = "Other names, with ; between";
            text(
                ui,
                "Also called",
                plain(Text::Aliases, "Actor aliases", &aliases, hint),
                acts,
            );
            let hint = "Wikidata, ISNI …";
            let external = plain(Text::ExternalId, "Actor external id", &actor.external_id, hint);
            text(ui, "External id", external, acts);
            let note = Field {
                rows: 3,
                ..plain(Text::Note, "Actor note", &actor.note, "For yourself and the team")
            };
            text(ui, "Note", note, acts);
            let hint = "Changes here hold for every article.";
            ui.add(Label::new(RichText::new(hint).small().weak()).wrap());
        });
    }

    fn places(&mut self, ui: &mut Ui, name: &str, places: &[Place], empty: &str, acts: &mut Vec<Act>) {
        if places.is_empty() {
            ui.add(Label::new(RichText::new(empty).weak()).wrap());
            return;
        }
        let list = List {
            id: Id::unique(("places of the actor", name)),
            name: name.to_owned(),
            row_height: 42.0,
            count: places.len(),
        };
        let opened = list.show(ui, &mut self.list, |ui, slot| match places.get(slot.index) {
            Some(place) => place_row(ui, slot, name, place),
            None => ui.label(""),
        });
        if let Some(place) = opened.and_then(|index| places.get(index)) {
            acts.push(Act::Read(Focus {
                article: Some(place.article.clone()),
                item: Some(place.item),
            }));
        }
    }
}

fn head(ui: &mut Ui, project: &Project, actor: &Actor, overview: &Overview) {
    ui.horizontal(|ui| {
        badge(ui, &project.scheme, &actor.kind);
        let name = visible(&actor.name);
        let heading = RichText::new(name.as_ref()).size(16.0).strong();
        let label = ui.add(Label::new(heading).truncate());
        ui.ctx()
            .accesskit_node_builder(label.id, |node| node.set_role(Role::Heading));
        label.on_hover_text(name.as_ref());
    });
    if let Some(known) = overview.get(actor.id) {
        let totals = known.totals;
        let line = format!(
            "{}, {}, named in {}, in {}",
            counted(totals.mentions, "mention", "mentions"),
            counted(totals.claims, "claim", "claims"),
            counted(totals.named, "other claim", "other claims"),
            counted(totals.articles, "article", "articles")
        );
        ui.add(Label::new(RichText::new(line).small().weak()).wrap())
            .on_hover_text("In the whole project, without what was rejected.");
    }
}

const fn plain<'a>(text: Text, name: &'a str, value: &'a str, hint: &'static str) -> Field<'a> {
    Field {
        text,
        value,
        name,
        hint,
        rows: 1,
        focus: false,
    }
}

/// Asks for a change of the actor, on top of what was asked for in this frame.
pub(super) fn set(project: &Project, acts: &mut Vec<Act>, id: ActorId, change: impl FnOnce(&mut Actor)) {
    let Some(old) = latest_actor(project, acts, id) else {
        return;
    };
    let mut actor = old.clone();
    change(&mut actor);
    if actor != old {
        acts.push(Act::Run(Command::SetActor { actor }));
    }
}

/// Lets a kind be chosen; returns another than `is`.
pub(super) fn kinds(
    ui: &mut Ui,
    scheme: &LabelScheme,
    name: &str,
    is: &KindId,
    width: f32,
) -> Option<KindId> {
    let title = scheme
        .get(is)
        .map_or_else(|| is.to_string(), |label| label.title.clone());
    let combo = ComboBox::from_id_salt(name)
        .width(width)
        .selected_text(one_line(&title, 40));
    let mut chosen = is.clone();
    let response = combo.show_ui(ui, |ui| {
        for label in &scheme.kinds {
            ui.selectable_value(&mut chosen, label.id.clone(), &label.title);
        }
    });
    response.response.accessible_name(name);
    (chosen != *is).then_some(chosen)
}

fn place_row(ui: &Ui, slot: Slot, name: &str, place: &Place) -> Response {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let key = (name, &place.article, place.item);
    let response = ui.interact(slot.rect, Id::unique(("place", key)), Sense::CLICK);
    let words = one_line(&place.words, 160);
    let spoken = format!("{words}, in {}", visible(&place.title));
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, &spoken));
    let inner = frame(ui, slot, &response, false);
    let body = FontId::proportional(theme.type_sizes.body);
    let small = FontId::proportional(theme.type_sizes.small);
    let words = elided(ui, &words, body, c.text, inner.width());
    ui.painter().galley(inner.left_top(), words, c.text);
    let title = elided(ui, &place.title, small, c.weak, inner.width());
    ui.painter()
        .galley(pos2(inner.left(), inner.top() + 19.0), title, c.weak);
    response
}
