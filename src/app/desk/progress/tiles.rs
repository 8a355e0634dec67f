//! The figures that matter most, side by side at the top of the page.

use eframe::egui;
use egui::accesskit::Role;
use egui::{FontId, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::annotation::ArticleState;
use crate::app::parts::{choice_columns, counted, elided, share_bar};
use crate::app::theme::Theme;
use crate::desk::progress::tables::percent;
use crate::desk::progress::time::{self, in_words};
use crate::desk::progress::{LEAST_ITEMS, LEAST_SECONDS, Overview};

const HEIGHT: f32 = 78.0;

struct Tile {
    title: &'static str,
    figure: String,
    detail: String,
    /// 0 to 1, for a bar.
    share: Option<f32>,
    tip: String,
}

/// Shows them.
pub fn show(ui: &mut Ui, overview: &Overview) {
    let theme = Theme::of(ui);
    let (columns, width) = choice_columns(ui, 190.0);
    let tiles = tiles(overview);
    for line in tiles.chunks(columns) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme.spacing.s;
            for tile in line {
                paint(ui, width, tile);
            }
        });
    }
}

fn tiles(overview: &Overview) -> [Tile; 4] {
    let left = &overview.left;
    let items = left.decided + left.undecided;
    let share = left.decided as f32 / items.max(1) as f32;
    let (done, articles) = (left.at(ArticleState::Done), left.articles());
    let differ: usize = left.differences.iter().map(|(_, _, count)| count).sum();
    let mut waits = format!("{} left", left.undecided);
    if differ > 0 {
        waits = format!("{waits}, {differ} decided differently");
    }
    let unknown = || {
        format!(
            "Known from {LEAST_ITEMS} items and {} of work on.",
            in_words(LEAST_SECONDS)
        )
    };
    [
        Tile {
            title: "Decided",
            figure: format!("{} of {items}", left.decided),
            detail: waits,
            share: Some(share),
            tip: format!(
                "{} of the items in all articles. Suggestions in boilerplate do not wait.",
                percent(f64::from(share))
            ),
        },
        Tile {
            title: "Articles done",
            figure: format!("{done} of {articles}"),
            detail: super::states(overview),
            share: Some(done as f32 / articles.max(1) as f32),
            tip: "An article is done when a reviewer says so.".to_owned(),
        },
        Tile {
            title: "Pace",
            figure: overview.pace.map_or_else(
                || "Not known yet".to_owned(),
                |pace| format!("{:.0} items an hour", pace.hourly()),
            ),
            detail: if overview.articles.is_empty() {
                unknown()
            } else {
                format!(
                    "{} on {}, median {}",
                    in_words(overview.seconds()),
                    counted(overview.articles.len(), "article", "articles"),
                    in_words(overview.median_seconds())
                )
            },
            share: None,
            tip: format!("Items decided in an hour of work. {}", time::RULE),
        },
        Tile {
            title: "Time left, estimated",
            figure: match overview.estimate() {
                _ if left.undecided == 0 => "Nothing is left".to_owned(),
                Some(seconds) => format!("About {}", in_words(seconds)),
                None => "Not known yet".to_owned(),
            },
            detail: match overview.pace {
                Some(_) if left.undecided > 0 => {
                    format!("for {}", counted(left.undecided, "item", "items"))
                }
                None if left.undecided > 0 => unknown(),
                _ => String::new(),
            },
            share: None,
            tip: "An estimate: what is left at the pace of the chosen range. Items differ, and so do people."
                .to_owned(),
        },
    ]
}

fn paint(ui: &mut Ui, width: f32, tile: &Tile) {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    let name = [tile.title, &tile.figure, &tile.detail]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join(": ");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    let edge = Stroke::new(1.0, c.card_line);
    ui.painter()
        .rect(rect, theme.radius.large, c.card, edge, StrokeKind::Inside);
    let inner = rect.shrink2(vec2(theme.spacing.m, theme.spacing.s + 2.0));
    let mut top = inner.top();
    for (words, size, colour) in [
        (tile.title, 13.0, c.weak),
        (tile.figure.as_str(), theme.type_sizes.heading, c.text),
        (tile.detail.as_str(), theme.type_sizes.small, c.weak),
    ] {
        let galley = elided(ui, words, FontId::proportional(size), colour, inner.width());
        let height = galley.size().y;
        ui.painter().galley(pos2(inner.left(), top), galley, colour);
        top += height + 1.0;
    }
    if let Some(share) = tile.share {
        let bar = Rect::from_min_max(pos2(inner.left(), inner.bottom() - 4.0), inner.max);
        share_bar(ui.painter(), bar, share, c.accent, theme);
    }
    response.on_hover_text(format!("{}\n{}", tile.detail, tile.tip).trim_start());
}
