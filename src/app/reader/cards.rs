//! Cards: one per claim on screen, level with its text. Who, act, content, figures; what the reviewer decided.

use std::collections::BTreeMap;

use eframe::egui;
use egui::{Align, CornerRadius, Layout, Rect, RichText, Sense, Stroke, UiBuilder, pos2, vec2};

use crate::annotation::{Article, Bound, Claim, Figure, Item, ItemId, Measure};
use crate::app::command::UiCommand;
use crate::app::parts::{one_line, paint_status, status_colour, status_title};
use crate::app::theme::Theme;
use crate::app::view::{Act, View};
use crate::review::{Focus, describe};
use crate::text::invisible::visible;

use super::marks::content_words;
use super::page::Anchors;

/// Height that a card is taken to have before it was shown once.
const GUESS: f32 = 92.0;
const GAP: f32 = 8.0;

/// Shows the cards of the claims on screen in `column`. `heights` remembers how high each card was.
pub fn show(
    ui: &mut egui::Ui,
    view: &View<'_>,
    theme: &Theme,
    column: Rect,
    anchors: &Anchors,
    heights: &mut BTreeMap<ItemId, f32>,
    acts: &mut Vec<Act>,
) {
    let Some(article) = view.session.article() else {
        return;
    };
    let claims = anchors.claims();
    let focused = claims
        .iter()
        .position(|(id, _)| Some(*id) == view.session.focus.item);
    let tops = arrange(&claims, heights, focused.unwrap_or(0));
    for ((id, _), top) in claims.iter().zip(tops) {
        let Some(item) = article.items.get(id) else {
            continue;
        };
        let Some(claim) = item.body.as_claim() else {
            continue;
        };
        let room = Rect::from_min_max(pos2(column.min.x, top), pos2(column.max.x, top + 2000.0));
        let is_focused = view.session.focus.item == Some(*id);
        let height = card(ui, view, theme, room, article, item, claim, is_focused, acts);
        if heights
            .insert(*id, height)
            .is_none_or(|old| (old - height).abs() > 0.5)
        {
            ui.ctx().request_repaint();
        }
    }
}

/// Tops of cards that would stand at the given heights, moved apart so that none overlap; card `fixed` stays.
fn arrange(wanted: &[(ItemId, f32)], heights: &BTreeMap<ItemId, f32>, fixed: usize) -> Vec<f32> {
    let height = |id: &ItemId| heights.get(id).copied().unwrap_or(GUESS);
    let mut tops: Vec<f32> = wanted.iter().map(|(_, top)| *top).collect();
    let mut floor = f32::NEG_INFINITY;
    for (top, (id, _)) in tops.iter_mut().zip(wanted).skip(fixed) {
        *top = top.max(floor);
        floor = *top + height(id) + GAP;
    }
    let mut ceiling = tops.get(fixed).copied().unwrap_or(f32::INFINITY);
    for (top, (id, _)) in tops.iter_mut().zip(wanted).take(fixed).rev() {
        *top = top.min(ceiling - GAP - height(id));
        ceiling = *top;
    }
    tops
}

#[expect(
    clippy::too_many_arguments,
    reason = "one card's worth of context, passed on once"
)]
fn card(
    ui: &mut egui::Ui,
    view: &View<'_>,
    theme: &Theme,
    room: Rect,
    article: &Article,
    item: &Item,
    claim: &Claim,
    focused: bool,
    acts: &mut Vec<Act>,
) -> f32 {
    let palette = &theme.palette;
    let speaker = speaker(view, article, claim);
    let name = format!(
        "Card: {speaker}, {}: {}",
        claim.act.id(),
        content_words(article, claim)
    );
    let builder = UiBuilder::new()
        .max_rect(room)
        .id_salt(("card", item.id))
        .sense(Sense::click());
    let response = ui.scope_builder(builder, |ui| {
        let hovered = ui.response().hovered();
        let fill = match (focused, hovered) {
            (true, _) => palette.card_focused,
            (_, true) => palette.card_hovered,
            _ => palette.card,
        };
        let edge = if focused {
            Stroke::new(1.5, palette.focus)
        } else {
            Stroke::new(1.0, palette.card_line)
        };
        egui::Frame::new()
            .fill(fill)
            .stroke(edge)
            .corner_radius(CornerRadius::same(theme.radius.large as u8))
            .inner_margin(theme.spacing.m)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.style_mut().interaction.selectable_labels = false;
                ui.spacing_mut().item_spacing = vec2(theme.spacing.s, theme.spacing.xs);
                ui.horizontal(|ui| {
                    status(ui, theme, item);
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        worth(ui, theme, claim.check_worthiness);
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            ui.add(egui::Label::new(RichText::new(&speaker).strong()).truncate());
                        });
                    });
                });
                let kind = format!("{} · {}", claim.act.title(), claim.quote.title().to_lowercase());
                ui.label(RichText::new(kind).small().color(palette.weak));
                for line in [via(view, article, claim), within(article, claim)]
                    .into_iter()
                    .flatten()
                {
                    ui.add(egui::Label::new(RichText::new(line).small().color(palette.weak)).truncate());
                }
                excerpt(ui, theme, &content_words(article, claim));
                for figure in &claim.figures {
                    ui.label(RichText::new(figure_words(figure)).small().color(palette.figure));
                }
                if let Some(verdict) = &claim.verdict {
                    let rating = view.session.project().scheme.rating_title(&verdict.rating);
                    let line = one_line(&format!("Verdict: {rating}"), 80);
                    ui.add(egui::Label::new(RichText::new(line).small().strong()).truncate());
                }
                if !claim.note.is_empty() {
                    ui.add(egui::Label::new(RichText::new(&claim.note).small().italics()).truncate());
                }
                if focused {
                    ui.horizontal(|ui| decide(ui, item, acts));
                }
            });
    });
    let response = response.response;
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, focused, &name));
    if response.clicked() {
        acts.push(Act::Focus(Focus {
            article: Some(article.id.clone()),
            item: Some(item.id),
        }));
    }
    response.rect.height()
}

/// What can be decided about the focused claim.
fn decide(ui: &mut egui::Ui, item: &Item, acts: &mut Vec<Act>) {
    let reject = if item.origin.is_some() { "Reject" } else { "Remove" };
    let accept = (!item.is_annotation()).then_some((UiCommand::Accept, "Accept"));
    for (command, title) in accept.into_iter().chain([(UiCommand::Reject, reject)]) {
        if ui.small_button(title).on_hover_text(command.tip()).clicked() {
            acts.push(Act::Do(command));
        }
    }
}

/// Who says it: the actor, else the words of the source.
fn speaker(view: &View<'_>, article: &Article, claim: &Claim) -> String {
    let actor = claim
        .speaker
        .and_then(|id| view.session.project().actors.get(&id));
    match (actor, claim.source) {
        (Some(actor), _) => visible(&actor.name).into_owned(),
        (None, Some(source)) => visible(article.text.slice(source))
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        (None, None) => "No source".to_owned(),
    }
}

/// Who it came through, second hand.
fn via(view: &View<'_>, article: &Article, claim: &Claim) -> Option<String> {
    let via = claim.via.as_ref()?;
    let actor = via.actor.and_then(|id| view.session.project().actors.get(&id));
    let words = actor.map_or_else(
        || one_line(article.text.slice(via.span), 80),
        |actor| visible(&actor.name).into_owned(),
    );
    Some(format!("via {words}"))
}

/// The claim that it stands within.
fn within(article: &Article, claim: &Claim) -> Option<String> {
    let outer = article.items.get(&claim.within?)?;
    Some(format!("within {}", describe(article, &outer.body)))
}

/// The content on at most three lines.
fn excerpt(ui: &mut egui::Ui, theme: &Theme, words: &str) {
    let mut job = egui::text::LayoutJob::simple(
        words.chars().take(400).collect(),
        egui::FontId::proportional(theme.type_sizes.body),
        theme.palette.text,
        ui.available_width(),
    );
    job.wrap.max_rows = 3;
    ui.label(job);
}

fn status(ui: &mut egui::Ui, theme: &Theme, item: &Item) {
    let side = theme.type_sizes.body;
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
    paint_status(
        ui.painter(),
        rect.center(),
        side * 0.36,
        item.status,
        status_colour(theme, item.status),
    );
    response.on_hover_text(status_title(item.status));
}

/// A short bar that says how much a claim asks for a check.
fn worth(ui: &mut egui::Ui, theme: &Theme, share: f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(26.0, 4.0), Sense::hover());
    ui.painter().rect_filled(rect, 2.0, theme.palette.card_line);
    let filled = Rect::from_min_size(
        rect.min,
        vec2(rect.width() * share.clamp(0.0, 1.0), rect.height()),
    );
    ui.painter().rect_filled(filled, 2.0, theme.palette.accent);
    response.on_hover_text(format!(
        "Worth checking: {:.0} %. This only orders claims.",
        share * 100.0
    ));
}

/// A figure in a few words: "at least 399 killed".
pub fn figure_words(figure: &Figure) -> String {
    let bound = if figure.bound == Bound::Exactly {
        String::new()
    } else {
        format!("{} ", figure.bound.id())
    };
    let to = figure
        .value_to
        .map(|to| format!(" to {}", number(to)))
        .unwrap_or_default();
    let measure = if figure.measure == Measure::Other {
        figure.who.clone()
    } else {
        figure.measure.id().to_owned()
    };
    let mut words = format!("{bound}{}{to} {measure}", number(figure.value))
        .trim()
        .to_owned();
    for (lead, value) in [("in ", &figure.place), ("", &figure.when), ("by ", &figure.by)] {
        if !value.is_empty() {
            words = format!("{words}, {lead}{}", value.strip_prefix(lead).unwrap_or(value));
        }
    }
    words
}

/// A number with separators of thousands.
fn number(value: f64) -> String {
    if value.fract() != 0.0 || value.abs() >= 1e15 {
        return value.to_string();
    }
    let digits = format!("{value:.0}");
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Body, Claim as AnyClaim};

    #[test]
    fn cards_do_not_overlap_and_the_focused_one_stays() {
        let id = |n| {
            ItemId::for_body(
                &Body::Claim(Box::new(AnyClaim {
                    note: String::new(),
                    cue: crate::text::Span::new(n, n + 1),
                    ..AnyClaim::default()
                })),
                |_| false,
            )
        };
        let ids = [id(1), id(2), id(3)];
        let heights: BTreeMap<_, _> = ids.iter().map(|id| (*id, 50.0)).collect();
        let wanted = [(ids[0], 100.0), (ids[1], 110.0), (ids[2], 300.0)];
        assert_eq!(arrange(&wanted, &heights, 0), [100.0, 158.0, 300.0]);
        assert_eq!(arrange(&wanted, &heights, 1), [52.0, 110.0, 300.0]);
        assert_eq!(arrange(&[], &heights, 0), [0.0; 0]);
    }

    #[test]
    fn numbers_read_well() {
        for (value, expected) in [
            (21.0, "21"),
            (1000.0, "1,000"),
            (1_234_567.0, "1,234,567"),
            (1.5, "1.5"),
        ] {
            assert_eq!(number(value), expected);
        }
    }
}
