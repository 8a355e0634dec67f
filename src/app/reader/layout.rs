//! Where things stand: the column of text, the cards beside it, the head above it, type sizes by zone.

use std::sync::Arc;

use eframe::egui;
use egui::FontId;
use egui::text::TextFormat;

use crate::annotation::{Article, ArticleId};
use crate::app::theme::Theme;
use crate::text::{ZoneKind, invisible::visible, zones::zone_at};

use super::Open;
use super::laid::{Laid, lay_out};

/// Narrowest reader, in points, that still has room for cards.
const WIDTH_FOR_CARDS: f32 = 600.0;

/// What heights of blocks depend on, besides the text.
#[derive(Clone, PartialEq)]
pub(super) struct LayoutKey {
    pub(super) id: ArticleId,
    pub(super) width: f32,
    pub(super) text_size: f32,
    pub(super) pixels_per_point: f32,
}

/// Where things stand in this frame.
#[derive(Clone, Copy)]
pub(super) struct Geometry {
    /// Left edge of the text, from the left edge of the reader.
    pub(super) text_left: f32,
    /// Width of the text.
    pub(super) measure: f32,
    /// Left edge and width of the cards, if there is room.
    pub(super) cards: Option<(f32, f32)>,
    /// Height of the head above the first block.
    pub(super) head: f32,
}

pub(super) fn geometry(ui: &egui::Ui, theme: &Theme, text_size: f32) -> Geometry {
    let width = ui.available_width() - ui.spacing().scroll.bar_width - 4.0;
    let margin = theme.spacing.xl.min(width * 0.06);
    let with_cards = width >= WIDTH_FOR_CARDS;
    let cards = if with_cards {
        (width * 0.28).clamp(170.0, 290.0)
    } else {
        0.0
    };
    let gap = if with_cards { theme.spacing.l } else { 0.0 };
    let measure = (width - 2.0 * margin - cards - gap)
        .min(text_size * 38.0)
        .max(120.0);
    let left = ((width - measure - gap - cards) / 2.0).max(margin);
    Geometry {
        text_left: left.round(),
        measure: measure.round(),
        cards: with_cards.then(|| ((left + measure + gap).round(), cards.round())),
        head: 0.0,
    }
}

pub(super) fn format_of(theme: &Theme, text_size: f32, zone: ZoneKind) -> TextFormat {
    let size = match zone {
        ZoneKind::Headline => text_size * theme.type_sizes.title / theme.type_sizes.reader,
        ZoneKind::Body => text_size,
        ZoneKind::Boilerplate => text_size * 0.88,
    };
    TextFormat {
        line_height: Some(size * theme.type_sizes.reader_line),
        ..TextFormat::simple(FontId::proportional(size), egui::Color32::PLACEHOLDER)
    }
}

pub(super) fn lay_out_block(
    ctx: &egui::Context,
    open: &Open,
    theme: &Theme,
    text_size: f32,
    width: f32,
    index: usize,
) -> Laid {
    let span = open.blocks.spans.get(index).copied();
    let (text, start) = span.map_or(("", 0), |span| (open.text.slice(span), span.start()));
    let zone = zone_at(&open.zones, start);
    lay_out(ctx, text, start, &format_of(theme, text_size, zone), width)
}

/// The lines above the text: the title where the text does not hold it, then publisher, author and date.
pub(super) fn head_galleys(
    ui: &egui::Ui,
    theme: &Theme,
    article: &Article,
    width: f32,
) -> Vec<Arc<egui::Galley>> {
    let meta = &article.metadata;
    let mut lines = Vec::new();
    let has_headline = article.zones.iter().any(|zone| zone.kind == ZoneKind::Headline);
    if !has_headline && !meta.title.is_empty() {
        let font = FontId::proportional(theme.type_sizes.title);
        lines.push(
            ui.painter()
                .layout(visible(&meta.title).into_owned(), font, theme.palette.text, width),
        );
    }
    let date = meta.published.map(|date| date.to_string());
    let parts = [Some(meta.publisher.clone()), Some(meta.author.clone()), date];
    let line: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let line = if line.is_empty() {
        meta.imported_from.clone()
    } else {
        line.join("  ·  ")
    };
    let font = FontId::proportional(theme.type_sizes.body);
    lines.push(
        ui.painter()
            .layout(visible(&line).into_owned(), font, theme.palette.weak, width),
    );
    lines
}

pub(super) fn paint_head(ui: &egui::Ui, theme: &Theme, head: &[Arc<egui::Galley>], mut at: egui::Pos2) {
    for galley in head {
        ui.painter().galley(at, Arc::clone(galley), theme.palette.text);
        at.y += galley.size().y + theme.spacing.s;
    }
}
