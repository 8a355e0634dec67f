//! What the reviewer found a claim to be worth, who said so when, and on what ground.

use eframe::egui;
use egui::{Align, CollapsingHeader, Color32, Key, Label, Layout, Modifiers, RichText, Ui};

use crate::annotation::{
    Bearing, Body, Claim, DateRange, Evidence, Item, LabelScheme, RatingId, Tone, Verdict,
};
use crate::app::parts::{choice, choice_columns, one_line, row};
use crate::app::theme::Theme;
use crate::app::view::Act;
use crate::review::{Command, Rated, rated};

use super::fields::{EvidenceText, Field, Text};
use super::figures::choose;
use super::{Pane, Want, history, plain};

pub(super) fn show(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, claim: &Claim) {
    let rating = claim.verdict.as_ref().map(|verdict| &verdict.rating);
    ratings(ui, pane, item, rating);
    let history = rated(pane.article, item.id);
    let Some(verdict) = &claim.verdict else {
        ui.label(RichText::new("Not rated yet.").small().weak());
        told(ui, pane, &history);
        return;
    };
    who(ui, &history);
    let place = pane.place(item);
    let rationale = Field {
        hint: "Why",
        rows: 3,
        ..plain(Text::Rationale, "Rationale", &verdict.rationale)
    };
    pane.text_row(ui, &place, "Rationale", rationale);
    told(ui, pane, &history);
    for (i, evidence) in verdict.evidence.iter().enumerate() {
        show_one(ui, pane, item, i, evidence);
    }
    ui.horizontal_wrapped(|ui| {
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

/// The colour that stands for a tone.
pub(in crate::app) fn tone_colour(theme: &Theme, tone: Tone) -> Color32 {
    theme.colour(match tone {
        Tone::Holds => "success",
        Tone::MostlyHolds => "accent",
        Tone::Open => "text.weak",
        Tone::Doubtful => "warning",
        Tone::Fails => "error",
    })
}

fn ratings(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, rating: Option<&RatingId>) {
    let scheme = &pane.project().scheme;
    let focus = pane.takes(Want::Verdict);
    // What stands above comes and goes with the first decision; a rating keeps the keyboard all the same.
    let id = egui::Id::unique(("ratings", &pane.article.id, item.id));
    let wanted = ui
        .scope_builder(egui::UiBuilder::new().scope_id(id), |ui| {
            scale(ui, scheme, rating, focus, pane.rates)
        })
        .inner;
    if let Some(id) = rating.filter(|id| scheme.rating(id).is_none()) {
        let line = format!(
            "Rated “{}”, which the project's scale does not have.",
            one_line(id.as_str(), 60)
        );
        ui.add(Label::new(RichText::new(line).small()).wrap());
    }
    if let Some(command) = wanted.and_then(|number| rate(scheme, pane, item, number)) {
        pane.acts.push(Act::Run(command));
    }
}

/// The scale to choose from. Gives the number of the rating that was chosen, from 1, and says whether one has the keyboard.
fn scale(
    ui: &mut Ui,
    scheme: &LabelScheme,
    rating: Option<&RatingId>,
    focus: bool,
    rates: &mut bool,
) -> Option<usize> {
    let theme = Theme::of(ui);
    let (columns, width) = choice_columns(ui, 112.0);
    let mut wanted = None;
    let mut has_focus = false;
    for (line, ratings) in scheme.ratings.chunks(columns).enumerate() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (i, label) in ratings.iter().enumerate() {
                let number = line * columns + i + 1;
                let selected = rating == Some(&label.id);
                let colour = tone_colour(theme, label.tone);
                let key = if number < 10 {
                    number.to_string()
                } else {
                    String::new()
                };
                let title = one_line(&label.title, 60);
                let button = choice(
                    ui,
                    width,
                    selected,
                    Some((sign(label.tone), colour)),
                    &title,
                    &key,
                );
                let is_lacking = rating.is_none_or(|id| scheme.rating(id).is_none());
                if focus && (selected || (is_lacking && number == 1)) {
                    button.request_focus();
                    button.scroll_to_me(Some(Align::Center));
                }
                has_focus |= button.has_focus();
                if button.clicked() {
                    wanted = Some(number);
                }
            }
        });
    }
    *rates = has_focus;
    if has_focus {
        wanted = wanted.or_else(|| typed(ui));
    }
    wanted
}

/// A mark that tells tones apart without colour.
const fn sign(tone: Tone) -> &'static str {
    match tone {
        Tone::Holds => "+",
        Tone::MostlyHolds => "±",
        Tone::Open => "?",
        Tone::Doubtful => "!",
        Tone::Fails => "−",
    }
}

/// The number key that was pressed in this frame.
fn typed(ui: &Ui) -> Option<usize> {
    const KEYS: [Key; 9] = [
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::Num6,
        Key::Num7,
        Key::Num8,
        Key::Num9,
    ];
    let mut pressed = |key: &Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, *key));
    KEYS.iter().position(&mut pressed).map(|index| index + 1)
}

fn rate(scheme: &LabelScheme, pane: &Pane<'_>, item: &Item, number: usize) -> Option<Command> {
    let rating = scheme.rating_by_key(number)?.id.clone();
    let latest = super::apply::latest_body(pane.project(), pane.acts, &pane.article.id, item.id);
    let old = latest.unwrap_or_else(|| item.body.clone());
    let body = with_rating(&old, rating)?;
    Some(Command::Correct {
        article: pane.article.id.clone(),
        item: item.id,
        body,
        what: "set verdict",
    })
}

/// The body with that rating; `None` if it is no claim or has it.
pub(in crate::app) fn with_rating(body: &Body, rating: RatingId) -> Option<Body> {
    let mut body = body.clone();
    let Body::Claim(claim) = &mut body else {
        return None;
    };
    if claim
        .verdict
        .as_ref()
        .is_some_and(|verdict| verdict.rating == rating)
    {
        return None;
    }
    claim.verdict.get_or_insert_default().rating = rating;
    Some(body)
}

/// Who gave the rating that stands: "Rae, 3 May 2025".
fn who(ui: &mut Ui, history: &[Rated]) {
    if let Some(last) = history.iter().rev().find(|change| change.is_rating()) {
        let line = format!("{}, {}", one_line(&last.by, 60), history::day(last.at));
        ui.add(Label::new(RichText::new(line).small().weak()).wrap());
    }
}

/// How the rating came to be, where it was changed: "From “Unproven” to “False”, Öz, 4 May 2025".
fn told(ui: &mut Ui, pane: &Pane<'_>, history: &[Rated]) {
    if history.len() < 2 {
        return;
    }
    let scheme = &pane.project().scheme;
    let header = CollapsingHeader::new(format!("Ratings so far ({})", history.len()));
    header.id_salt("ratings so far").show(ui, |ui| {
        for change in history.iter().rev() {
            let line = line_of(scheme, change);
            ui.add(Label::new(RichText::new(line).small()).wrap());
            if let Some(why) = &change.rationale {
                let why = if why.trim().is_empty() {
                    "Rationale taken away".to_owned()
                } else {
                    format!("Rationale: {}", one_line(why, 300))
                };
                ui.add(Label::new(RichText::new(why).small().weak()).wrap());
            }
        }
    });
}

fn line_of(scheme: &LabelScheme, change: &Rated) -> String {
    let name = |rating: &Option<RatingId>| match rating {
        Some(id) => one_line(scheme.rating_title(id), 60),
        None => "Not rated".to_owned(),
    };
    let what = if change.before.is_none() {
        name(&change.after)
    } else if change.is_rating() {
        format!("From “{}” to “{}”", name(&change.before), name(&change.after))
    } else {
        name(&change.after)
    };
    format!(
        "{what}, {}, {}",
        one_line(&change.by, 60),
        history::day(change.at)
    )
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
            "Title",
            EvidenceText::Title,
            &evidence.title,
            "What it is called",
            1,
        ),
        (
            "Source",
            EvidenceText::Source,
            &evidence.source,
            "Who published it",
            1,
        ),
        ("Date", EvidenceText::Date, &evidence.date, "2024-03-02", 1),
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
    if !evidence.date.is_empty() && evidence.date.parse::<DateRange>().is_err() {
        note(ui, "Not a day such as 2024-03-02; it stays as it was typed.");
    }
    file(ui, pane, item, i, evidence);
}

/// The copy of a piece of evidence in the project's folder.
fn file(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, i: usize, evidence: &Evidence) {
    let place = pane.place(item);
    let name = format!("Evidence {} File", i + 1);
    let field = Field {
        hint: "A copy in the project's folder",
        ..plain(Text::Evidence(i, EvidenceText::File), &name, &evidence.file)
    };
    pane.text_row(ui, &place, "File", field);
    row(ui, "", |ui| {
        let has_folder = pane.view.grounds.has_folder;
        let button = ui.add_enabled(has_folder, egui::Button::new("File…"));
        let button = button
            .accessible_name(format!("Pick file of evidence {}", i + 1))
            .on_hover_text("Pick a file in the project's folder.")
            .on_disabled_hover_text("Save the project first: the file has to lie in its folder.");
        if button.clicked() {
            pane.acts.push(Act::PickEvidence {
                article: pane.article.id.clone(),
                item: item.id,
                index: i,
            });
        }
        if pane.view.grounds.missing.contains(&evidence.file) {
            let colour = Theme::of(ui).palette.error;
            let line = "There is no such file in the project's folder.";
            ui.add(Label::new(RichText::new(line).small().color(colour)).wrap());
        }
    });
}

fn note(ui: &mut Ui, text: &str) {
    row(ui, "", |ui| {
        ui.add(Label::new(RichText::new(text).small().weak()).wrap());
    });
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
