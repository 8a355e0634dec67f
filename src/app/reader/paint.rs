//! How marks look. Fills go under the text, lines and badges over it.
//!
//! Suggested is dotted and pale, decided is solid; kinds carry a letter, claims differ by shape (filled content, boxed
//! cue, source with a line above), so that nothing depends on colour alone.

use eframe::egui;
use egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2,
};

use crate::annotation::LabelScheme;
use crate::app::theme::Theme;

use super::marks::{Mark, Role};

/// How a mark relates to the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// Another item has the focus, or none.
    Plain,
    /// Its item has the focus.
    Focused,
    /// It is the part of the focused item that the boundary keys move.
    Active,
}

/// Paints what lies under the text.
pub fn under(painter: &Painter, theme: &Theme, mark: &Mark, rects: &[Rect], emphasis: Emphasis) {
    let palette = &theme.palette;
    let fill = match mark.role {
        Role::Mention(_) | Role::Target | Role::Via => Color32::TRANSPARENT,
        Role::Content => palette.claim_content_fill,
        Role::Cue => palette.claim_cue_fill,
        Role::Source => palette.claim_source_fill,
        Role::Figure => palette.figure_fill,
    };
    let strength = match (emphasis, mark.settled) {
        (Emphasis::Plain, false) => 0.55,
        (Emphasis::Plain, true) => 0.9,
        _ => 1.0,
    };
    let radius = CornerRadius::same(theme.radius.small as u8);
    for rect in rects {
        let rect = text_rect(*rect);
        if emphasis != Emphasis::Plain && matches!(mark.role, Role::Mention(_)) {
            painter.rect_filled(rect, radius, palette.focused_fill);
        }
        if fill != Color32::TRANSPARENT {
            painter.rect_filled(rect, radius, fill.gamma_multiply(strength));
        }
    }
}

/// Paints what lies over the text.
pub fn over(
    painter: &Painter,
    theme: &Theme,
    scheme: &LabelScheme,
    mark: &Mark,
    rects: &[Rect],
    emphasis: Emphasis,
) {
    let palette = &theme.palette;
    let colour = match &mark.role {
        Role::Mention(kind) => scheme
            .get(kind)
            .map_or(palette.text, |label| theme.colour(&label.colour)),
        Role::Content => palette.claim_content,
        Role::Cue => palette.claim_cue,
        Role::Source | Role::Via => palette.claim_source,
        Role::Figure | Role::Target => palette.figure,
    };
    let width = if emphasis == Emphasis::Plain { 1.5 } else { 2.0 };
    let stroke = Stroke::new(width, colour);
    for (index, rect) in rects.iter().enumerate() {
        let tight = text_rect(*rect);
        match mark.role {
            Role::Mention(_) | Role::Target | Role::Via => {
                let y = tight.max.y + 1.0 + 3.0 * mark.depth.min(2) as f32;
                line(painter, tight.min.x, tight.max.x, y, stroke, mark.settled);
            }
            Role::Source => line(
                painter,
                tight.min.x,
                tight.max.x,
                tight.min.y,
                stroke,
                mark.settled,
            ),
            Role::Cue | Role::Figure => {
                outline(painter, theme, tight, Stroke::new(1.0, colour), mark.settled);
            }
            Role::Content => {
                // A bracket at both ends says where the content begins and stops, whatever lies over it.
                if index == 0 {
                    bracket(painter, tight.left_top(), tight.left_bottom(), 1.0, stroke);
                }
                if index + 1 == rects.len() {
                    bracket(painter, tight.right_top(), tight.right_bottom(), -1.0, stroke);
                }
            }
        }
        if emphasis == Emphasis::Active {
            let ring = Stroke::new(1.5, palette.focus);
            painter.rect_stroke(
                tight.expand(1.5),
                CornerRadius::same(theme.radius.small as u8 + 1),
                ring,
                StrokeKind::Outside,
            );
        }
    }
    if let (Some(first), false) = (rects.first(), mark.badge.is_empty()) {
        let at = pos2(text_rect(*first).min.x, text_rect(*first).min.y + 1.0);
        painter.text(
            at,
            Align2::LEFT_BOTTOM,
            &mark.badge,
            FontId::proportional(badge_size(*first)),
            colour,
        );
    }
}

/// Paints a letter to press over the first of `rects`.
pub fn letter(painter: &Painter, theme: &Theme, rects: &[Rect], letter: char) {
    let Some(first) = rects.first() else { return };
    let size = vec2(18.0, 18.0);
    let rect = Rect::from_min_size(
        pos2(first.min.x - 4.0, text_rect(*first).min.y - size.y + 4.0),
        size,
    );
    painter.rect_filled(rect, CornerRadius::same(4), theme.palette.accent);
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        letter,
        FontId::proportional(13.0),
        theme.palette.accent_text,
    );
}

/// A curve from a claim's cue to its source or target, with a dot at the far end.
pub fn link(painter: &Painter, from: Pos2, to: Pos2, colour: Color32) {
    let lift = (from.distance(to) * 0.18).clamp(10.0, 48.0);
    let control = pos2(f32::midpoint(from.x, to.x), from.y.min(to.y) - lift);
    let curve = egui::epaint::QuadraticBezierShape::from_points_stroke(
        [from, control, to],
        false,
        Color32::TRANSPARENT,
        Stroke::new(1.5, colour),
    );
    painter.add(curve);
    painter.circle_filled(to, 3.0, colour);
}

/// The part of a row in which letters stand: rows are taller, to leave room for lines and badges.
pub fn text_rect(row: Rect) -> Rect {
    let spare = row.height() * 0.14;
    Rect::from_min_max(
        pos2(row.min.x, row.min.y + 1.6 * spare),
        pos2(row.max.x, row.max.y - 0.7 * spare),
    )
}

fn badge_size(row: Rect) -> f32 {
    (row.height() * 0.30).clamp(7.0, 12.0)
}

fn line(painter: &Painter, from: f32, to: f32, y: f32, stroke: Stroke, solid: bool) {
    if solid {
        painter.hline(from..=to, y, stroke);
    } else {
        painter.extend(Shape::dashed_line(
            &[pos2(from, y), pos2(to, y)],
            stroke,
            2.5,
            2.5,
        ));
    }
}

fn outline(painter: &Painter, theme: &Theme, rect: Rect, stroke: Stroke, solid: bool) {
    if solid {
        painter.rect_stroke(
            rect,
            CornerRadius::same(theme.radius.small as u8),
            stroke,
            StrokeKind::Inside,
        );
    } else {
        let corners = [
            rect.left_top(),
            rect.right_top(),
            rect.right_bottom(),
            rect.left_bottom(),
            rect.left_top(),
        ];
        painter.extend(Shape::dashed_line(&corners, stroke, 2.5, 2.5));
    }
}

fn bracket(painter: &Painter, top: Pos2, bottom: Pos2, inwards: f32, stroke: Stroke) {
    let foot = vec2(4.0 * inwards, 0.0);
    painter.add(Shape::line(vec![top + foot, top, bottom, bottom + foot], stroke));
}
