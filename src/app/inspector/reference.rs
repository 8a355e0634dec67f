//! What reference tables say about the figures of a claim.

use std::sync::{Arc, Weak};

use eframe::egui;
use egui::{Label, RichText, Ui};

use crate::annotation::{Claim, Evidence, Figure, Item};
use crate::app::attaching::with_evidence;
use crate::app::command::UiCommand;
use crate::app::parts::{one_line, section};
use crate::app::theme::Theme;
use crate::app::view::Act;
use crate::desk::reference::{Reference, Standing};
use crate::review::Command;

use super::Pane;
use super::history::figure_line;

/// The records of the figures that were shown last.
#[derive(Debug, Default)]
pub(super) struct Shown {
    figures: Vec<Figure>,
    of: Weak<Reference>,
    found: Vec<Vec<Line>>,
}

/// A record as it is shown.
#[derive(Clone, Debug)]
struct Line {
    standing: Standing,
    words: String,
    table: String,
    difference: String,
    evidence: Evidence,
}

impl Shown {
    /// Looks the figures up, unless they and the tables are those of before.
    fn keep(&mut self, figures: &[Figure], reference: &Arc<Reference>) {
        let is_same = std::ptr::eq(self.of.as_ptr(), Arc::as_ptr(reference)) && self.figures == figures;
        if is_same {
            return;
        }
        self.of = Arc::downgrade(reference);
        self.figures = figures.to_vec();
        let lines = |figure: &Figure| {
            let found = reference.find(figure);
            let line = |one: &crate::desk::reference::Found<'_>| {
                let apart = one.apart();
                let difference = one.difference(figure);
                Line {
                    standing: one.standing,
                    words: one_line(&one.words(), 200),
                    table: format!("{}, line {}", one_line(&one.table.title, 60), one.record.line),
                    difference: if apart.is_empty() {
                        difference
                    } else {
                        format!("{difference}; {}", one_line(&apart, 80))
                    },
                    evidence: one.evidence(),
                }
            };
            found.iter().map(line).collect()
        };
        self.found = figures.iter().map(lines).collect();
    }
}

pub(super) fn show(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, claim: &Claim) {
    if pane.project().references.is_empty() || claim.figures.is_empty() {
        return;
    }
    section(ui, "Reference tables", |ui| {
        let grounds = pane.view.grounds;
        if grounds.reference.is_empty() {
            let why = if grounds.has_folder {
                "No record could be read yet. “Reference tables…” in the menu “File” says why."
            } else {
                "Save the project first: its tables lie in its folder."
            };
            weak(ui, why);
            if ui.button("Reference tables…").clicked() {
                pane.acts.push(Act::Do(UiCommand::ReferenceTables));
            }
            return;
        }
        pane.reference.keep(&claim.figures, &grounds.reference);
        let found = std::mem::take(&mut pane.reference.found);
        for (i, (figure, lines)) in claim.figures.iter().zip(&found).enumerate() {
            if claim.figures.len() > 1 {
                let line = one_line(&figure_line(figure), 120);
                ui.add(Label::new(RichText::new(line).strong().size(13.0)).wrap());
            }
            if figure.date.is_none() {
                weak(
                    ui,
                    "The figure has no day. Say when it was, in the field “Days” of the figure.",
                );
            } else if lines.is_empty() {
                weak(ui, "No record of these days and this place.");
            }
            for (j, line) in lines.iter().enumerate() {
                show_one(ui, pane, item, claim, (i, j), line);
            }
        }
        pane.reference.found = found;
    });
}

fn weak(ui: &mut Ui, text: &str) {
    ui.add(Label::new(RichText::new(text).small().weak()).wrap());
}

fn show_one(
    ui: &mut Ui,
    pane: &mut Pane<'_>,
    item: &Item,
    claim: &Claim,
    (figure, number): (usize, usize),
    line: &Line,
) {
    let theme = Theme::of(ui);
    let colour = theme.colour(match line.standing {
        Standing::Agrees => "success",
        Standing::Near => "accent",
        Standing::Differs => "error",
    });
    ui.add_space(theme.spacing.xs);
    let standing = RichText::new(line.standing.title())
        .strong()
        .color(colour)
        .size(13.0);
    ui.add(Label::new(standing).wrap());
    ui.add(Label::new(&line.words).wrap());
    weak(ui, &line.difference);
    weak(ui, &line.table);
    let evidence = claim.verdict.iter().flat_map(|verdict| &verdict.evidence);
    let is_added = evidence.into_iter().any(|known| *known == line.evidence);
    let title = if is_added {
        "Added as evidence"
    } else {
        "Add as evidence"
    };
    let button = ui.add_enabled(!is_added, egui::Button::new(title));
    let name = format!("{title}: record {} of figure {}", number + 1, figure + 1);
    if button.accessible_name(name).clicked() {
        let latest = super::apply::latest_body(pane.project(), pane.acts, &pane.article.id, item.id);
        let old = latest.unwrap_or_else(|| item.body.clone());
        if let Some(body) = with_evidence(&old, &line.evidence, &pane.project().scheme) {
            pane.acts.push(Act::Run(Command::Correct {
                article: pane.article.id.clone(),
                item: item.id,
                body,
                what: "add evidence",
            }));
        }
    }
}
