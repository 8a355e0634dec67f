//! A mention.

use eframe::egui;
use egui::{Label, RichText, Ui};

use crate::annotation::{Body, Form, Item, Mention};
use crate::app::command::UiCommand;
use crate::app::parts::{LABEL_WIDTH, choice, choice_columns, elided, kind_colour, one_line, row, section};
use crate::app::theme::Theme;
use crate::app::view::Act;

use super::{Pane, Want, actor};

pub(super) fn show(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, mention: &Mention) {
    let words = one_line(pane.article.text.slice(mention.span), 300);
    ui.add(Label::new(RichText::new(&words).size(18.0)).wrap());

    section(ui, "Kind", |ui| kinds(ui, pane, item, mention));
    section(ui, "Mention", |ui| {
        row(ui, "Form", |ui| {
            ui.horizontal(|ui| {
                let (_, width) = choice_columns(ui, (ui.available_width() - 4.0) / 2.0 - 1.0);
                for form in Form::ALL {
                    let clicked = choice(ui, width, mention.form == *form, None, form.title(), "").clicked();
                    if clicked {
                        pane.correct(item, "set form", |body| {
                            if let Body::Mention(mention) = body {
                                mention.form = *form;
                            }
                        });
                    }
                }
            });
        });
        boundaries(ui, pane, "Boundaries");
    });
    actor::show(
        ui,
        pane,
        item,
        actor::Who {
            title: "Actor",
            actor: mention.actor,
            words: &words,
            kind: Some(&mention.kind),
        },
    );
    let place = pane.place(item);
    pane.note(ui, &place, &mention.note);
}

fn kinds(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, mention: &Mention) {
    let theme = Theme::of(ui);
    let scheme = &pane.project().scheme;
    let (columns, width) = choice_columns(ui, 146.0);
    let first = pane.takes(Want::First);
    let unknown = scheme.get(&mention.kind).is_none();
    for (line, kinds) in scheme.kinds.chunks(columns).enumerate() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme.spacing.s;
            for (i, label) in kinds.iter().enumerate() {
                let number = line * columns + i + 1;
                let key = if number <= 9 {
                    number.to_string()
                } else {
                    String::new()
                };
                let mark = (label.badge.as_str(), kind_colour(theme, scheme, &label.id));
                let selected = label.id == mention.kind;
                let button = choice(ui, width, selected, Some(mark), &label.title, &key);
                if first && (selected || (unknown && number == 1)) {
                    button.request_focus();
                }
                if button.clicked() {
                    pane.correct(item, "set kind", |body| {
                        if let Body::Mention(mention) = body {
                            mention.kind = label.id.clone();
                        }
                    });
                }
            }
        });
    }
    if unknown {
        let line = format!("Its kind, {}, is not in this project's list.", mention.kind);
        ui.label(RichText::new(line).small().color(theme.palette.warning));
    }
}

/// Buttons that move the ends of the active part, which `title` names.
pub(super) fn boundaries(ui: &mut Ui, pane: &mut Pane<'_>, title: &str) {
    let mac = ui.ctx().os() == egui::os::OperatingSystem::Mac;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding.x = 4.0;
        if ui.available_width() > 290.0 {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(LABEL_WIDTH, 26.0), egui::Sense::hover());
            let weak = ui.visuals().weak_text_color();
            let galley = elided(ui, title, egui::FontId::proportional(13.0), weak, LABEL_WIDTH);
            let at = egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, weak);
        }
        for (name, left, right) in [
            ("Start", UiCommand::StartLeft, UiCommand::StartRight),
            ("End", UiCommand::EndLeft, UiCommand::EndRight),
        ] {
            ui.label(RichText::new(name).size(13.0).weak());
            for (command, sign) in [(left, "‹"), (right, "›")] {
                let button = egui::Button::new(sign).min_size(egui::vec2(28.0, 26.0));
                let response = ui.add(button).accessible_name(command.title());
                let hint = format!("{} ({})", command.title(), command.key(mac));
                if response.on_hover_text(hint).clicked() {
                    pane.acts.push(Act::Do(command));
                }
            }
            ui.add_space(6.0);
        }
    });
}
