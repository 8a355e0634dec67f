//! What became of suggestions: a bar per suggester, label or score, with its numbers.

use std::collections::BTreeMap;

use eframe::egui;
use egui::accesskit::Role;
use egui::{Align2, FontId, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::annotation::Status;
use crate::app::parts::{elided, one_line, paint_status, status_colour};
use crate::app::theme::Theme;
use crate::desk::progress::outcome::{BINS, Share};
use crate::desk::progress::tables::percent;

const ROW_HEIGHT: f32 = 36.0;

const PARTS: [(Status, &str); 3] = [
    (Status::Accepted, "Accepted as they are"),
    (Status::Corrected, "Corrected"),
    (Status::Rejected, "Rejected"),
];

/// What the colours mean.
pub fn legend(ui: &mut Ui) {
    let entries = PARTS.map(|(status, title)| (status, title.to_owned()));
    signs(ui, &entries);
}

/// Statuses with their signs.
pub fn signs(ui: &mut Ui, entries: &[(Status, String)]) {
    let theme = Theme::of(ui);
    ui.horizontal_wrapped(|ui| {
        for (status, title) in entries {
            let font = FontId::proportional(theme.type_sizes.small);
            let galley = elided(ui, title, font, theme.palette.text, 200.0);
            let size = vec2(galley.size().x + 20.0, galley.size().y.max(16.0));
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, title));
            let colour = status_colour(theme, *status);
            let sign = pos2(rect.left() + 8.0, rect.center().y);
            paint_status(ui.painter(), sign, 6.0, *status, colour);
            let at = pos2(rect.left() + 18.0, rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, theme.palette.text);
        }
    });
}

/// A bar per name, the largest first.
pub fn show(ui: &mut Ui, shares: &BTreeMap<String, Share>) {
    let mut rows: Vec<(&String, &Share)> = shares.iter().collect();
    rows.sort_by_key(|(_, share)| std::cmp::Reverse(share.all()));
    for (name, share) in rows {
        let words = format!("{} of {} as they are", percent(share.as_is()), share.all());
        bar(ui, name, *share, &words, None);
    }
}

/// A bar per bin of scores, the surest first.
pub fn scores(ui: &mut Ui, bins: &[Share; BINS]) {
    let width = 100 / BINS;
    for (index, share) in bins.iter().enumerate().rev() {
        if share.all() > 0 {
            let name = format!("Score {} to {} %", index * width, (index + 1) * width);
            let words = format!("{} of {} held", percent(share.held()), share.all());
            let middle = (index as f32 + 0.5) / BINS as f32;
            bar(ui, &name, *share, &words, Some(middle));
        }
    }
}

/// `mark`: where a tick stands on the bar, 0 to 1.
fn bar(ui: &mut Ui, name: &str, share: Share, words: &str, mark: Option<f32>) {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::hover());
    let counts = [share.accepted, share.corrected, share.rejected];
    let detail = format!(
        "{} accepted as they are, {} corrected, {} rejected",
        share.accepted, share.corrected, share.rejected
    );
    let name = one_line(name, 120);
    response.widget_info(|| WidgetInfo::labeled(Role::Meter, true, format!("{name}: {words}, {detail}")));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let line = rect.top() + 9.0;
    let font = FontId::proportional(13.0);
    let numbers = ui.painter().text(
        pos2(rect.right(), line),
        Align2::RIGHT_CENTER,
        words,
        font.clone(),
        c.text,
    );
    let room = numbers.left() - rect.left() - theme.spacing.m;
    let galley = elided(ui, &name, font, c.text, room);
    let at = pos2(rect.left(), line - galley.size().y / 2.0);
    ui.painter().galley(at, galley, c.text);

    let track = Rect::from_min_max(
        pos2(rect.left(), rect.top() + 20.0),
        pos2(rect.right(), rect.top() + 28.0),
    );
    let mut left = track.left();
    for ((status, _), count) in PARTS.into_iter().zip(counts) {
        let width = track.width() * count as f32 / share.all().max(1) as f32;
        if count > 0 {
            let part = Rect::from_min_max(
                pos2(left, track.top()),
                pos2((left + width - 1.0).max(left + 1.0), track.bottom()),
            );
            ui.painter().rect_filled(part, 1.0, status_colour(theme, status));
        }
        left += width;
    }
    let mut tip = format!("{name}: {detail}.");
    if let Some(mark) = mark {
        let x = track.left() + track.width() * mark;
        let tick = egui::Stroke::new(2.0, c.text);
        ui.painter()
            .vline(x, track.top() - 3.0..=track.bottom() + 3.0, tick);
        tip.push_str(" The tick shows how many should hold by the score.");
    }
    response.on_hover_text(tip);
}
