//! A row of the library.

use eframe::egui;
use egui::accesskit::Role;
use egui::{FontId, Id, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::annotation::{Article, ArticleState};
use crate::app::command::UiCommand;
use crate::app::parts::{Slot, elided, paint_state, share_bar, state_hint};
use crate::app::theme::Theme;
use crate::app::view::Act;
use crate::review::{Command, Focus, Progress};
use crate::text::invisible::visible;

/// Height of a row in points.
pub(super) const HEIGHT: f32 = 58.0;

/// Publisher and date, as far as they are known.
fn origin(article: &Article) -> String {
    let date = article.metadata.published.map(|date| date.to_string());
    let publisher = article.metadata.publisher.as_str();
    match (publisher.is_empty(), date) {
        (false, Some(date)) => format!("{publisher} · {date}"),
        (false, None) => publisher.to_owned(),
        (true, Some(date)) => date,
        (true, None) => article.metadata.imported_from.clone(),
    }
}

/// The row in words.
pub(super) fn name(article: &Article, progress: Progress) -> String {
    let mut parts = vec![visible(article.title()).into_owned()];
    if !article.metadata.publisher.is_empty() {
        parts.push(visible(&article.metadata.publisher).into_owned());
    }
    parts.extend(article.metadata.published.map(|date| date.to_string()));
    let all = progress.decided + progress.undecided;
    parts.push(format!("{} of {all} decided", progress.decided));
    parts.push(article.state.title().to_lowercase());
    parts.join(", ")
}

/// Draws a row.
pub(super) fn draw(
    ui: &mut Ui,
    slot: Slot,
    article: &Article,
    progress: Progress,
    open: bool,
    acts: &mut Vec<Act>,
) -> Response {
    let theme = Theme::of(ui);
    let c = theme.palette;
    let response = ui.interact(slot.rect, Id::unique(("library row", &article.id)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, open, name(article, progress)));

    let frame = slot.rect.shrink2(vec2(0.0, 1.0));
    let fill = match (open, response.hovered()) {
        (true, _) => Some(c.focused_fill),
        (false, true) => Some(c.card_hovered),
        _ => None,
    };
    let painter = ui.painter().clone();
    if let Some(fill) = fill {
        painter.rect_filled(frame, theme.radius.medium, fill);
    }
    if open {
        let bar = frame.with_max_x(frame.left() + 3.0);
        painter.rect_filled(bar, theme.radius.small, c.accent);
    }
    if slot.at_cursor {
        painter.rect_stroke(
            frame,
            theme.radius.medium,
            Stroke::new(2.0, c.focus),
            StrokeKind::Inside,
        );
    }

    let inner = frame.shrink2(vec2(theme.spacing.m, theme.spacing.s + theme.spacing.xs));
    let sign = pos2(inner.left() + 7.0, inner.top() + 9.0);
    paint_state(&painter, sign, 7.0, article.state, theme);
    let left = inner.left() + 22.0;
    let width = inner.right() - left;
    let body = FontId::proportional(theme.type_sizes.body);
    let small = FontId::proportional(theme.type_sizes.small);
    let title = elided(ui, article.title(), body, c.text, width);
    painter.galley(pos2(left, inner.top()), title, c.text);

    let all = progress.decided + progress.undecided;
    let second = inner.top() + 20.0;
    let done = if all == 0 {
        String::new()
    } else {
        format!("{} of {all}", progress.decided)
    };
    let done = elided(ui, &done, small.clone(), c.weak, width);
    let done_at = pos2(inner.right() - done.size().x, second);
    let room = width - done.size().x - theme.spacing.m;
    painter.galley(done_at, done, c.weak);
    let origin = elided(ui, &origin(article), small, c.weak, room);
    painter.galley(pos2(left, second), origin, c.weak);
    if all > 0 {
        let bar = Rect::from_x_y_ranges(left..=inner.right(), inner.bottom() - 3.0..=inner.bottom());
        let colour = if progress.undecided == 0 {
            c.success
        } else {
            c.accent
        };
        share_bar(&painter, bar, progress.share(), colour, theme);
    }

    response.context_menu(|ui| menu(ui, article, acts));
    response.on_hover_ui(|ui| {
        ui.label(visible(article.title()));
        ui.label(egui::RichText::new(state_hint(article.state)).weak());
        let decided = if all == 0 {
            "Nothing is suggested or marked in it.".to_owned()
        } else {
            format!("{} of {all} decided.", progress.decided)
        };
        ui.label(egui::RichText::new(decided).weak());
    })
}

fn menu(ui: &mut Ui, article: &Article, acts: &mut Vec<Act>) {
    let id = &article.id;
    let focus = Focus {
        article: Some(id.clone()),
        item: None,
    };
    if ui.button("Open").clicked() {
        acts.push(Act::Focus(focus.clone()));
        ui.close();
    }
    let (title, state) = if article.state == ArticleState::Done {
        ("Open for review again", ArticleState::InReview)
    } else {
        ("Mark done", ArticleState::Done)
    };
    if ui.button(title).clicked() {
        acts.push(Act::Run(Command::SetState {
            article: id.clone(),
            state,
        }));
        ui.close();
    }
    if ui.button(UiCommand::SuggestAgain.title()).clicked() {
        acts.push(Act::Focus(focus));
        acts.push(Act::Do(UiCommand::SuggestAgain));
        ui.close();
    }
    ui.separator();
    if ui.button("Remove from project").clicked() {
        acts.push(Act::Run(Command::RemoveArticle { article: id.clone() }));
        ui.close();
    }
}
