//! The names of the chosen actor, and splitting some of them off.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Button, FontId, Id, Key, Label, Response, RichText, Sense, TextEdit, Ui, WidgetInfo, pos2};

use crate::annotation::{Actor, Project};
use crate::app::parts::{List, Slot, counted, elided, one_line, row};
use crate::app::theme::Theme;
use crate::app::view::Act;
use crate::desk::actors::Form;
use crate::review::{Command, name_key};
use crate::text::invisible::visible;

use super::details::{Details, kinds, set};
use super::list::{frame, paint_tick, pressed_once};

impl Details {
    /// Shows the words under which the actor is mentioned; those that are ticked can be split off.
    pub(super) fn names(
        &mut self,
        ui: &mut Ui,
        project: &Project,
        actor: &Actor,
        forms: &[Form],
        acts: &mut Vec<Act>,
    ) {
        let is_ticked = |form: &&Form| self.ticked.contains(&name_key(&form.words));
        let ticked: Vec<&Form> = forms.iter().filter(is_ticked).collect();
        match ticked.first() {
            None => {
                let hint = "The words under which this actor is mentioned. Tick those that are somebody else's to split \
                            them off (Space).";
                ui.add(Label::new(RichText::new(hint).weak()).wrap());
            }
            Some(first) => self.split(ui, project, actor, &ticked, &first.words, acts),
        }
        let id = Id::unique("names of the actor");
        let list = List {
            id,
            name: "Names".to_owned(),
            row_height: 28.0,
            count: forms.len(),
        };
        if ui.memory(|memory| memory.has_focus(id))
            && pressed_once(ui, Key::Space)
            && let Some(form) = forms.get(self.list.cursor)
        {
            self.tick(form);
        }
        let ticked = &self.ticked;
        let opened = list.show(ui, &mut self.list, |ui, slot| match forms.get(slot.index) {
            Some(form) => name_row(ui, slot, form, ticked.contains(&name_key(&form.words))),
            None => ui.label(""),
        });
        if let Some(form) = opened.and_then(|index| forms.get(index)) {
            self.tick(form);
        }
    }

    fn tick(&mut self, form: &Form) {
        let key = name_key(&form.words);
        if !self.ticked.remove(&key) {
            self.ticked.insert(key);
        }
    }

    fn split(
        &mut self,
        ui: &mut Ui,
        project: &Project,
        actor: &Actor,
        ticked: &[&Form],
        first: &str,
        acts: &mut Vec<Act>,
    ) {
        let mut name = self.new_name.clone().unwrap_or_else(|| first.to_owned());
        let field = TextEdit::singleline(&mut name)
            .id(Id::unique("name of the new actor"))
            .desired_width(f32::INFINITY);
        let field = row(ui, "New actor", |ui| {
            ui.add(field).accessible_name("Name of the new actor")
        });
        if field.changed() {
            self.new_name = Some(name.clone());
        }
        let kind = self.new_kind.clone().unwrap_or_else(|| actor.kind.clone());
        row(ui, "Kind", |ui| {
            let width = ui.available_width();
            if let Some(kind) = kinds(ui, &project.scheme, "Kind of the new actor", &kind, width) {
                self.new_kind = Some(kind);
            }
        });
        let (mut splits, mut removes) = (false, false);
        ui.horizontal_wrapped(|ui| {
            let title = format!("Split off {}", counted(ticked.len(), "name", "names"));
            let button = ui.add_enabled(!name.trim().is_empty(), Button::new(title));
            let hint = "Mentions under these names, and what is said there, are the new actor's then.";
            splits = button.on_hover_text(hint).clicked();
            splits |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let is_alias = ticked.iter().any(|form| form.alias.is_some());
            let button = ui.add_enabled(is_alias, Button::new("Remove from aliases"));
            let hint = "New articles are not linked to this actor by these names any more; mentions stay.";
            removes = button.on_hover_text(hint).clicked();
        });
        if splits && !name.trim().is_empty() {
            let command = Command::SplitActor {
                actor: actor.id,
                names: ticked.iter().map(|form| form.words.clone()).collect(),
                kind,
                new_name: name.clone(),
            };
            let words = format!("“{}” is an actor of its own now.", one_line(&name, 60));
            acts.push(Act::RunWithUndo(command, words));
            self.forget_split();
        } else if removes {
            set(project, acts, actor.id, |actor| {
                actor
                    .aliases
                    .retain(|alias| !self.ticked.contains(&name_key(alias)));
            });
            self.forget_split();
        }
    }
}

fn name_row(ui: &Ui, slot: Slot, form: &Form, ticked: bool) -> Response {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let response = ui.interact(slot.rect, Id::unique(("name", slot.index)), Sense::CLICK);
    let count = match form.count {
        0 => "alias, stands nowhere".to_owned(),
        count => counted(count, "mention", "mentions"),
    };
    let spoken = format!("{}, {count}", visible(&form.words));
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, ticked, &spoken));
    let inner = frame(ui, slot, &response, ticked);
    paint_tick(ui, pos2(inner.left() + 8.0, inner.center().y), ticked, &response);
    let small = FontId::proportional(theme.type_sizes.small);
    let count = elided(ui, &count, small, c.weak, inner.width() * 0.5);
    let at = pos2(
        inner.right() - count.size().x,
        inner.center().y - count.size().y / 2.0,
    );
    let room = at.x - inner.left() - 26.0 - theme.spacing.m;
    ui.painter().galley(at, count, c.weak);
    let body = FontId::proportional(theme.type_sizes.body);
    let words = elided(ui, &form.words, body, c.text, room);
    let at = pos2(inner.left() + 26.0, inner.center().y - words.size().y / 2.0);
    ui.painter().galley(at, words, c.text);
    response
}
