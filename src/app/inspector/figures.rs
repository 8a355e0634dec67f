//! The figures of a claim.

use eframe::egui;
use egui::{ComboBox, Label, RichText, Ui};

use crate::annotation::{Body, Bound, Claim, Figure, Item, Measure};
use crate::app::parts::row;
use crate::app::theme::Theme;
use crate::app::view::Act;
use crate::review::Part;
use crate::review::part::new_figure;

use super::claim::part_row;
use super::fields::{Field, FigureText, Text};
use super::{Pane, Want, plain};

pub(super) fn show(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, claim: &Claim) {
    if claim.figures.is_empty() {
        ui.add(Label::new(RichText::new("Numbers that the claim states.").weak()).wrap());
    }
    for (i, figure) in claim.figures.iter().enumerate() {
        if i > 0 {
            ui.add_space(Theme::of(ui).spacing.m);
        }
        show_one(ui, pane, item, i, figure);
    }
    let selection = pane.view.selection;
    let button = ui.add_enabled(selection.is_some(), egui::Button::new("Add figure"));
    let button = button
        .on_hover_text("From the number selected in the article.")
        .on_disabled_hover_text("Select a number in the article first.");
    if button.clicked()
        && let Some(span) = selection
    {
        let figure = new_figure(&pane.article.text, span);
        let index = claim.figures.len();
        pane.correct(item, "add figure", |body| {
            if let Body::Claim(claim) = body {
                claim.figures.push(figure);
            }
        });
        pane.acts.push(Act::FocusPart(Part::Figure(index)));
    }
}

fn show_one(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, i: usize, figure: &Figure) {
    let colour = Theme::of(ui).palette.figure;
    part_row(ui, pane, item, Part::Figure(i), Some(figure.span), colour, true);
    let place = pane.place(item);
    let name = |field: &str| format!("Figure {} {field}", i + 1);
    let focus = pane.takes(Want::Figure(i));
    row(ui, "Number", |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let half = ((ui.available_width() - 26.0) / 2.0).max(40.0);
            let value = figure.value.to_string();
            let value_name = name("number");
            let field = Field {
                focus,
                ..plain(Text::Figure(i, FigureText::Value), &value_name, &value)
            };
            number(ui, pane, &place, half, field);
            let weak = ui.visuals().weak_text_color();
            let (rect, _) = ui.allocate_exact_size(egui::vec2(14.0, 26.0), egui::Sense::hover());
            let font = egui::FontId::proportional(13.0);
            ui.painter()
                .text(rect.center(), egui::Align2::CENTER_CENTER, "to", font, weak);
            let to = figure.value_to.map(|to| to.to_string()).unwrap_or_default();
            let to_name = name("upper end");
            number(
                ui,
                pane,
                &place,
                half,
                plain(Text::Figure(i, FigureText::To), &to_name, &to),
            );
        });
    });
    row(ui, "Bound", |ui| {
        let mut bound = figure.bound;
        choose(ui, &name("bound"), &mut bound, Bound::ALL, Bound::title);
        if bound != figure.bound {
            change(pane, item, i, "set bound", |figure| figure.bound = bound);
        }
    });
    row(ui, "Measure", |ui| {
        let mut measure = figure.measure;
        choose(ui, &name("measure"), &mut measure, Measure::ALL, Measure::title);
        if measure != figure.measure {
            change(pane, item, i, "set measure", |figure| figure.measure = measure);
        }
    });
    let days = figure.date.map(|days| days.to_string()).unwrap_or_default();
    for (label, text, value, hint) in [
        ("Who", FigureText::Who, &figure.who, "Whom or what it counts"),
        ("Place", FigureText::Place, &figure.place, ""),
        ("When", FigureText::When, &figure.when, "In the article's words"),
        ("Days", FigureText::Days, &days, "2024-03-02 to 2024-03-05"),
        ("By", FigureText::By, &figure.by, "Who caused it"),
    ] {
        let name = name(&label.to_lowercase());
        let field = Field {
            hint,
            ..plain(Text::Figure(i, text), &name, value)
        };
        pane.text_row(ui, &place, label, field);
    }
}

fn number(ui: &mut Ui, pane: &mut Pane<'_>, place: &super::Place, width: f32, field: Field<'_>) {
    let project = pane.project();
    ui.vertical(|ui| {
        ui.set_width(width);
        pane.fields.show(ui, project, pane.acts, place, field);
    });
}

/// A list to choose one of `all` from.
pub(super) fn choose<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    all: &[T],
    title: impl Fn(T) -> &'static str,
) {
    let combo = ComboBox::from_id_salt(name)
        .width(ui.available_width())
        .selected_text(title(*value));
    let response = combo.show_ui(ui, |ui| {
        for one in all {
            ui.selectable_value(value, *one, title(*one));
        }
    });
    response.response.accessible_name(name);
}

fn change(pane: &mut Pane<'_>, item: &Item, i: usize, what: &'static str, change: impl FnOnce(&mut Figure)) {
    pane.correct(item, what, |body| {
        if let Body::Claim(claim) = body
            && let Some(figure) = claim.figures.get_mut(i)
        {
            change(figure);
        }
    });
}
