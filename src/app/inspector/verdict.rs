//! What the reviewer found a claim to be worth, and on what ground.

use eframe::egui;
use egui::{Align, Layout, RichText, Ui};

use crate::annotation::{Bearing, Body, Claim, Evidence, Item, Rating, Verdict};
use crate::app::parts::{choice, choice_columns, row};
use crate::app::theme::Theme;

use super::fields::{EvidenceText, Field, Text};
use super::figures::choose;
use super::{Pane, Want, plain};

pub(super) fn show(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, claim: &Claim) {
    let rating = claim.verdict.as_ref().map(|verdict| verdict.rating);
    ratings(ui, pane, item, rating);
    let Some(verdict) = &claim.verdict else {
        ui.label(RichText::new("Not rated yet.").small().weak());
        return;
    };
    let place = pane.place(item);
    let rationale = Field {
        hint: "Why",
        rows: 3,
        ..plain(Text::Rationale, "Rationale", &verdict.rationale)
    };
    pane.text_row(ui, &place, "Rationale", rationale);
    for (i, evidence) in verdict.evidence.iter().enumerate() {
        show_one(ui, pane, item, i, evidence);
    }
    ui.horizontal(|ui| {
        if ui.button("Add evidence").clicked() {
            change(pane, item, "add evidence", |verdict| {
                verdict.evidence.push(Evidence::default());
            });
        }
        if ui.button("Clear verdict").clicked() {
            pane.correct(item, "clear verdict", |body| {
                if let Body::Claim(claim) = body {
                    claim.verdict = None;
                }
            });
            pane.fields.forget_numbered(&place);
        }
    });
}

fn ratings(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, rating: Option<Rating>) {
    let (columns, width) = choice_columns(ui, 96.0);
    let focus = pane.takes(Want::Verdict);
    for (line, ratings) in Rating::ALL.chunks(columns).enumerate() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (i, value) in ratings.iter().enumerate() {
                let selected = rating == Some(*value);
                let button = choice(ui, width, selected, None, value.title(), "");
                let first = line == 0 && i == 0;
                if focus && (selected || (rating.is_none() && first)) {
                    button.request_focus();
                    button.scroll_to_me(Some(Align::Center));
                }
                if button.clicked() {
                    pane.correct(item, "set verdict", |body| {
                        if let Body::Claim(claim) = body {
                            claim.verdict.get_or_insert_with(Verdict::default).rating = *value;
                        }
                    });
                }
            }
        });
    }
}

fn show_one(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, i: usize, evidence: &Evidence) {
    let place = pane.place(item);
    ui.add_space(Theme::of(ui).spacing.s);
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("Evidence {}", i + 1)).size(13.0));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let remove = ui
                .button("Remove")
                .accessible_name(format!("Remove evidence {}", i + 1));
            if remove.clicked() {
                change(pane, item, "remove evidence", |verdict| {
                    if i < verdict.evidence.len() {
                        verdict.evidence.remove(i);
                    }
                });
                pane.fields.forget_numbered(&place);
            }
        });
    });
    row(ui, "Bearing", |ui| {
        let mut bearing = evidence.bearing;
        let name = format!("Evidence {} bearing", i + 1);
        choose(ui, &name, &mut bearing, Bearing::ALL, Bearing::title);
        if bearing != evidence.bearing {
            change(pane, item, "set evidence", |verdict| {
                if let Some(evidence) = verdict.evidence.get_mut(i) {
                    evidence.bearing = bearing;
                }
            });
        }
    });
    for (label, text, value, hint, rows) in [
        (
            "Source",
            EvidenceText::Source,
            &evidence.source,
            "Who published it",
            1,
        ),
        ("URL", EvidenceText::Url, &evidence.url, "", 1),
        (
            "Quote",
            EvidenceText::Quote,
            &evidence.quote,
            "The words that matter",
            2,
        ),
    ] {
        let name = format!("Evidence {} {label}", i + 1);
        let field = Field {
            hint,
            rows,
            ..plain(Text::Evidence(i, text), &name, value)
        };
        pane.text_row(ui, &place, label, field);
    }
}

fn change(pane: &mut Pane<'_>, item: &Item, what: &'static str, change: impl FnOnce(&mut Verdict)) {
    pane.correct(item, what, |body| {
        if let Body::Claim(claim) = body
            && let Some(verdict) = &mut claim.verdict
        {
            change(verdict);
        }
    });
}
