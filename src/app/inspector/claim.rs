//! A claim: its parts in the text, its act and its speaker.

use eframe::egui;
use egui::{Align, Color32, FontId, Layout, RichText, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::annotation::{Act as SpeechAct, Body, Claim, Item, KindId, Mention, QuoteType, Status};
use crate::app::parts::{choice, choice_columns, meter, one_line, row, section};
use crate::app::theme::Theme;
use crate::app::view::Act;
use crate::review::Part;
use crate::review::part::{new_figure, with_span, without};
use crate::text::Span;

use super::actor::Who;
use super::{Pane, Want, actor, figures, mention, parties, reference, verdict};

pub(super) fn show(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, claim: &Claim) {
    section(ui, "Claim", |ui| {
        parts(ui, pane, item, claim);
        let part = pane.view.part.title(&item.body);
        mention::boundaries(ui, pane, &part);
    });
    section(ui, "Act", |ui| acts(ui, pane, item, claim));
    section(ui, "Wording", |ui| {
        let (_, width) = columns(ui, 3);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for quote in QuoteType::ALL {
                if choice(ui, width, claim.quote == *quote, None, quote.title(), "").clicked() {
                    pane.correct(item, "set quote type", |body| {
                        if let Body::Claim(claim) = body {
                            claim.quote = *quote;
                        }
                    });
                }
            }
        });
        row(ui, "Worth a check", |ui| {
            let hint = "How much the claim asks for a check, 0 to 1. It only helps to order claims and says nothing \
                        about whether the claim is true.";
            meter(ui, "Worth a check", claim.check_worthiness, hint);
        });
    });
    let source = claim.source.and_then(|span| named_in(pane, span));
    let words = source.map_or(claim.source, |mention| Some(mention.span));
    let words = words.map(|span| one_line(pane.article.text.slice(span), 200));
    let who = Who {
        title: "Speaker",
        actor: claim.speaker,
        words: words.as_deref().unwrap_or_default(),
        kind: source.map(|mention| &mention.kind),
    };
    actor::show(ui, pane, item, who);
    section(ui, "Targets", |ui| parties::targets(ui, pane, item, claim));
    section(ui, "Figures", |ui| figures::show(ui, pane, item, claim));
    reference::show(ui, pane, item, claim);
    section(ui, "Verdict", |ui| verdict::show(ui, pane, item, claim));
    let place = pane.place(item);
    pane.note(ui, &place, &claim.note);
}

/// The first mention inside `span`: who the words of a source are about.
fn named_in<'a>(pane: &Pane<'a>, span: Span) -> Option<&'a Mention> {
    let items = pane.article.items.values();
    let mentions = items
        .filter(|item| item.status != Status::Rejected)
        .filter_map(|item| item.body.as_mention())
        .filter(|mention| span.covers(mention.span) && mention.kind != KindId::PLACE);
    mentions.min_by_key(|mention| (mention.span.start(), std::cmp::Reverse(mention.span.end())))
}

/// Width of one of `count` choices that share a line.
pub(super) fn columns(ui: &Ui, count: usize) -> (usize, f32) {
    let gap = Theme::of(ui).spacing.s;
    let count = count.max(1);
    (
        count,
        (ui.available_width() - gap * (count - 1) as f32) / count as f32,
    )
}

fn parts(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, claim: &Claim) {
    let c = Theme::of(ui).palette;
    for (i, span) in claim.content.iter().enumerate() {
        let part = if i == 0 { Part::Whole } else { Part::Fragment(i) };
        let clear = claim.content.len() > 1;
        part_row(ui, pane, item, part, Some(*span), c.claim_content, clear);
    }
    part_row(ui, pane, item, Part::Cue, claim.cue, c.claim_cue, true);
    part_row(ui, pane, item, Part::Source, claim.source, c.claim_source, true);
    parties::via(ui, pane, item, claim);
    let add = Part::Fragment(claim.content.len());
    from_selection(ui, pane, item, add, "Add piece of content", "add content");
    parties::within(ui, pane, item, claim);
}

/// A button that makes `part` of the words selected in the reader.
pub(super) fn from_selection(
    ui: &mut Ui,
    pane: &mut Pane<'_>,
    item: &Item,
    part: Part,
    title: &str,
    what: &'static str,
) {
    let selection = pane.view.selection;
    let hint = "From the words selected in the article.";
    let button = ui.add_enabled(selection.is_some(), egui::Button::new(title));
    let button = button
        .on_hover_text(hint)
        .on_disabled_hover_text("Select words in the article first.");
    if button.clicked()
        && let Some(span) = selection
    {
        pane.correct(item, what, |body| *body = with_span(body, part, span));
        pane.acts.push(Act::FocusPart(part));
    }
}

/// A part of the claim with its words, to make it the active one, to set it anew and to clear it.
pub(super) fn part_row(
    ui: &mut Ui,
    pane: &mut Pane<'_>,
    item: &Item,
    part: Part,
    span: Option<Span>,
    colour: Color32,
    can_clear: bool,
) {
    let title = part.title(&item.body);
    let name = title.to_lowercase();
    let active = pane.view.part == part && span.is_some();
    ui.horizontal(|ui| {
        ui.label(RichText::new(&title).size(13.0).color(colour));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if span.is_some() && can_clear {
                let clear = ui.button("Clear").accessible_name(format!("Clear {name}"));
                if clear.clicked() {
                    pane.correct(item, "clear part", |body| {
                        if let Some(rest) = without(body, part) {
                            *body = rest;
                        }
                    });
                    pane.fields.forget_numbered(&pane.place(item));
                }
            }
            let selection = pane.view.selection;
            let set = ui.add_enabled(selection.is_some(), egui::Button::new("Set"));
            let set = set
                .accessible_name(format!("Set {name} from selection"))
                .on_hover_text("Use the words selected in the article.")
                .on_disabled_hover_text("Select words in the article first.");
            if set.clicked()
                && let Some(span) = selection
            {
                let number = new_figure(&pane.article.text, span).value;
                pane.correct(item, "set part", |body| {
                    *body = with_span(body, part, span);
                    set_number(body, part, number);
                });
                pane.acts.push(Act::FocusPart(part));
            }
        });
    });
    match span {
        Some(span) => {
            let words = one_line(pane.article.text.slice(span), 400);
            if words_button(ui, &title, &words, colour, active) {
                pane.acts.push(Act::FocusPart(part));
            }
        }
        None => {
            ui.label(RichText::new("None").weak());
        }
    }
}

/// Gives a figure that was set on other words the number that they spell.
fn set_number(body: &mut Body, part: Part, number: f64) {
    if let (Body::Claim(claim), Part::Figure(index)) = (body, part)
        && let Some(figure) = claim.figures.get_mut(index)
        && number > 0.0
    {
        (figure.value, figure.value_to) = (number, None);
    }
}

/// The words of a part, to click. Says whether they were.
pub(super) fn words_button(ui: &mut Ui, title: &str, words: &str, colour: Color32, active: bool) -> bool {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let pad = vec2(theme.spacing.m + theme.spacing.xs, theme.spacing.s);
    let width = ui.available_width();
    let font = FontId::proportional(theme.type_sizes.body);
    let mut job = egui::text::LayoutJob::simple(words.to_owned(), font, c.text, width - 2.0 * pad.x);
    job.wrap.max_rows = 4;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let cut = galley.elided;
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y + 2.0 * pad.y), Sense::click());
    let name = format!("{title}: {words}");
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, active, &name));
    let fill = match (active, response.hovered()) {
        (true, _) => c.focused_fill,
        (false, true) => c.card_hovered,
        _ => c.card,
    };
    let edge = if active || response.has_focus() {
        c.focus
    } else {
        c.card_line
    };
    let painter = ui.painter();
    painter.rect(
        rect,
        theme.radius.medium,
        fill,
        Stroke::new(1.0, edge),
        StrokeKind::Inside,
    );
    let bar = rect.shrink2(vec2(0.0, 3.0));
    painter.rect_filled(
        bar.with_min_x(rect.left() + 3.0).with_max_x(rect.left() + 6.0),
        1.5,
        colour,
    );
    painter.galley(pos2(rect.left() + pad.x, rect.top() + pad.y), galley, c.text);
    let clicked = response.clicked();
    if cut {
        response.on_hover_text(words);
    } else {
        response.on_hover_text("Make this the part that the boundary keys move.");
    }
    clicked
}

fn acts(ui: &mut Ui, pane: &mut Pane<'_>, item: &Item, claim: &Claim) {
    let (columns, width) = choice_columns(ui, 104.0);
    let first = pane.takes(Want::First);
    for (line, acts) in SpeechAct::ALL.chunks(columns).enumerate() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (i, act) in acts.iter().enumerate() {
                let number = line * columns + i + 1;
                let key = number.to_string();
                let button = choice(ui, width, claim.act == *act, None, act.title(), &key);
                if first && claim.act == *act {
                    button.request_focus();
                }
                if button.clicked() {
                    pane.correct(item, "set act", |body| {
                        if let Body::Claim(claim) = body {
                            claim.act = *act;
                        }
                    });
                }
            }
        });
    }
}
