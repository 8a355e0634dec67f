//! Signs for kinds, for the status of an item and for the state of an article. They are painted, so that they look the
//! same with every font, and their shapes differ, so that they work without colour.

use eframe::egui;
use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, vec2};

use crate::annotation::{ArticleState, KindId, LabelScheme, Status};
use crate::app::theme::Theme;

/// Name of a status on screen.
#[must_use]
pub const fn status_title(status: Status) -> &'static str {
    match status {
        Status::Suggested => "Suggested",
        Status::Accepted => "Accepted",
        Status::Corrected => "Corrected",
        Status::Added => "Added",
        Status::Rejected => "Rejected",
    }
}

/// Colour of a status.
#[must_use]
pub const fn status_colour(theme: &Theme, status: Status) -> Color32 {
    match status {
        Status::Suggested => theme.palette.suggested,
        Status::Accepted => theme.palette.accepted,
        Status::Corrected => theme.palette.corrected,
        Status::Added => theme.palette.added,
        Status::Rejected => theme.palette.rejected,
    }
}

/// What a state means for the work on an article.
#[must_use]
pub const fn state_hint(state: ArticleState) -> &'static str {
    match state {
        ArticleState::ToDo => "To do: nothing is decided yet.",
        ArticleState::InReview => "In review: some of it is decided.",
        ArticleState::Done => "Done: a reviewer called it done.",
    }
}

/// Colour of a kind in `theme`; text colour if the scheme does not know it.
#[must_use]
pub fn kind_colour(theme: &Theme, scheme: &LabelScheme, kind: &KindId) -> Color32 {
    scheme
        .get(kind)
        .map_or(theme.palette.text, |label| theme.colour(&label.colour))
}

/// Paints the sign of a status into a square around `centre`: a broken ring for what waits, a tick, a tick on a line
/// for what was changed, a plus, a cross.
pub fn paint_status(painter: &Painter, centre: Pos2, radius: f32, status: Status, colour: Color32) {
    let stroke = Stroke::new(1.5, colour);
    let at = |x: f32, y: f32| centre + vec2(x, y) * radius;
    let tick = |lift: f32| vec![at(-0.7, 0.1 - lift), at(-0.2, 0.6 - lift), at(0.75, -0.5 - lift)];
    match status {
        Status::Suggested => {
            for piece in 0..4_u8 {
                let from = f32::from(piece) * std::f32::consts::FRAC_PI_2 + 0.25;
                let arc = (0..=4_u8)
                    .map(|step| {
                        let angle = from + f32::from(step) * 0.27;
                        at(angle.cos() * 0.8, angle.sin() * 0.8)
                    })
                    .collect();
                painter.line(arc, stroke);
            }
        }
        Status::Accepted => {
            painter.line(tick(0.0), stroke);
        }
        Status::Corrected => {
            painter.line(tick(0.25), stroke);
            painter.line_segment([at(-0.7, 0.9), at(0.7, 0.9)], stroke);
        }
        Status::Added => {
            painter.line_segment([at(-0.7, 0.0), at(0.7, 0.0)], stroke);
            painter.line_segment([at(0.0, -0.7), at(0.0, 0.7)], stroke);
        }
        Status::Rejected => {
            painter.line_segment([at(-0.6, -0.6), at(0.6, 0.6)], stroke);
            painter.line_segment([at(-0.6, 0.6), at(0.6, -0.6)], stroke);
        }
    }
}

/// Paints the sign of an article's state around `centre`: an empty ring, a half filled one, a tick.
pub fn paint_state(painter: &Painter, centre: Pos2, radius: f32, state: ArticleState, theme: &Theme) {
    let c = theme.palette;
    match state {
        ArticleState::ToDo => {
            painter.circle_stroke(centre, radius * 0.8, Stroke::new(1.5, c.weak));
        }
        ArticleState::InReview => {
            let half = (0..=12_u8).map(|step| {
                let angle = std::f32::consts::FRAC_PI_2 + f32::from(step) / 12.0 * std::f32::consts::PI;
                centre + vec2(angle.cos(), angle.sin()) * radius * 0.8
            });
            painter.add(egui::Shape::convex_polygon(
                half.collect(),
                c.accent,
                Stroke::NONE,
            ));
            painter.circle_stroke(centre, radius * 0.8, Stroke::new(1.5, c.accent));
        }
        ArticleState::Done => paint_status(painter, centre, radius, Status::Accepted, c.success),
    }
}

/// The badge of a kind: its letters in a frame of its colour. Named by the kind's title.
pub fn badge(ui: &mut Ui, scheme: &LabelScheme, kind: &KindId) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(20.0, 18.0), Sense::hover());
    let label = scheme.get(kind);
    let title = label.map_or_else(|| kind.to_string(), |label| label.title.clone());
    let letters = label.map_or("?", |label| label.badge.as_str());
    paint_badge(
        ui.painter(),
        rect,
        letters,
        kind_colour(theme, scheme, kind),
        theme,
    );
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &title));
    response.on_hover_text(title)
}

/// Paints a badge into `rect`.
pub(super) fn paint_badge(painter: &Painter, rect: Rect, letters: &str, colour: Color32, theme: &Theme) {
    painter.rect_stroke(
        rect.shrink(0.5),
        theme.radius.small,
        Stroke::new(1.2, colour),
        StrokeKind::Inside,
    );
    let font = FontId::proportional(theme.type_sizes.small);
    painter.text(rect.center(), Align2::CENTER_CENTER, letters, font, colour);
}
