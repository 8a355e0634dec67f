//! What stands in an article and is not seen, made visible: a tick at each place, and a line above the text that says
//! what there is. The text stays as it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui;
use egui::{FontId, Galley, Rect, Sense, Stroke, Ui, pos2, vec2};

use crate::app::theme::Theme;
use crate::text::invisible::{Invisible, count, invisible};
use crate::text::{ArticleText, Span};

use super::Reader;
use super::layout::Geometry;
use super::page::Seen;
use super::paint;

/// So many ticks in a block can be pointed at; further ones are only painted.
const MOST_NAMED: usize = 60;
/// So many kinds the line above the text names.
const MOST_KINDS: usize = 6;

/// The characters of the open article that are not seen.
#[derive(Default)]
pub(super) struct Hidden {
    text: Option<ArticleText>,
    counts: BTreeMap<Invisible, usize>,
}

impl Hidden {
    /// Counts what is in `text`, once per text.
    pub(super) fn look_at(&mut self, text: &ArticleText) {
        if self.text.as_ref() != Some(text) {
            self.counts = count(text.as_str());
            self.text = Some(text.clone());
        }
    }

    /// What there is, in words; `None` if everything is seen.
    fn words(&self) -> Option<String> {
        let all: usize = self.counts.values().sum();
        let characters = if all == 1 { "character" } else { "characters" };
        let mut kinds: Vec<_> = self.counts.iter().collect();
        kinds.sort_by_key(|(kind, times)| (std::cmp::Reverse(**times), **kind));
        let more = kinds.len().saturating_sub(MOST_KINDS);
        let mut named: Vec<String> = kinds
            .into_iter()
            .take(MOST_KINDS)
            .map(|(kind, times)| match times {
                1 => kind.name(),
                times => format!("{times} × {}", kind.name()),
            })
            .collect();
        if more > 0 {
            named.push(format!("{more} more kinds"));
        }
        (all > 0).then(|| format!("{all} hidden {characters}: {}", named.join(", ")))
    }

    /// The line above the text.
    pub(super) fn line(&self, ui: &Ui, theme: &Theme, width: f32) -> Option<Arc<Galley>> {
        let font = FontId::proportional(theme.type_sizes.small);
        Some(
            ui.painter()
                .layout(self.words()?, font, theme.palette.warning, width),
        )
    }

    /// Names the line above the text for screen readers and tests.
    pub(super) fn describe(&self, ui: &Ui, at: egui::Pos2, geometry: Geometry) {
        let Some(words) = self.words() else { return };
        let rect = Rect::from_min_size(at, vec2(geometry.measure, geometry.head));
        let response = ui.interact(rect, Reader::id().with("hidden"), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &words));
    }

    /// Puts a tick at each place in a block; pointing at one says what is there.
    pub(super) fn mark(&self, ui: &Ui, theme: &Theme, text: &ArticleText, span: Option<&Span>, block: &Seen) {
        let Some(span) = span.filter(|_| !self.counts.is_empty()) else {
            return;
        };
        let mut named = 0;
        for (at, run) in runs(text.slice(*span)) {
            let caret = block
                .laid
                .caret(span.start() + at)
                .translate(block.rect.min.to_vec2());
            let caret = paint::text_rect(caret);
            tick(ui, theme, caret);
            if named == MOST_NAMED {
                continue;
            }
            named += 1;
            let id = Reader::id().with(("hidden", span.start() + at));
            let rect = Rect::from_center_size(caret.center(), vec2(10.0, caret.height() + 4.0));
            let words = format!("Hidden here: {}", run_in_words(&run));
            let response = ui.interact(rect, id, Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Mark, true, &words));
            response.on_hover_text(words);
        }
    }
}

/// A thin line with a flag on top: seen, and taken for no letter.
fn tick(ui: &Ui, theme: &Theme, caret: Rect) {
    let (painter, colour) = (ui.painter(), theme.palette.warning);
    let (x, top) = (caret.center().x, caret.min.y - 2.0);
    painter.vline(x, top..=caret.max.y, Stroke::new(1.5, colour));
    let flag = vec![
        pos2(x - 3.5, top - 1.0),
        pos2(x + 3.5, top - 1.0),
        pos2(x, top + 4.0),
    ];
    painter.add(egui::Shape::convex_polygon(flag, colour, Stroke::NONE));
}

/// What is not seen in `text`, in runs without anything between: where each starts, and what it holds.
fn runs(text: &str) -> Vec<(usize, Vec<Invisible>)> {
    let mut runs: Vec<(usize, Vec<Invisible>)> = Vec::new();
    let mut end = None;
    for (at, found) in invisible(text) {
        match runs.last_mut() {
            Some((_, run)) if end == Some(at) => run.push(found),
            _ => runs.push((at, vec![found])),
        }
        end = Some(at + found.char.len_utf8());
    }
    runs
}

fn run_in_words(run: &[Invisible]) -> String {
    let mut names: Vec<String> = run.iter().take(MOST_KINDS).map(|found| found.name()).collect();
    if run.len() > MOST_KINDS {
        names.push(format!("{} more", run.len() - MOST_KINDS));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_what_there_is_most_frequent_first() {
        for (text, expected) in [
            ("Nothing.", None),
            (
                "a\u{202e}b",
                Some("1 hidden character: right-to-left override (U+202E)"),
            ),
            (
                "\u{ad}a\u{200b}b\u{200b}",
                Some("3 hidden characters: 2 × zero width space (U+200B), soft hyphen (U+00AD)"),
            ),
        ] {
            let mut hidden = Hidden::default();
            hidden.look_at(&ArticleText::new(text));
            assert_eq!(hidden.words().as_deref(), expected);
        }
        let many: String = ('\u{1}'..'\u{9}').collect();
        let mut hidden = Hidden::default();
        hidden.look_at(&ArticleText::new(many));
        assert!(
            hidden.words().unwrap().ends_with("2 more kinds"),
            "{:?}",
            hidden.words()
        );
    }

    #[test]
    fn neighbours_share_a_tick() {
        let found = runs("a\u{202d}\u{202d}\u{202e}b\u{200b}");
        let starts: Vec<_> = found.iter().map(|(at, run)| (*at, run.len())).collect();
        assert_eq!(starts, [(1, 3), (11, 1)]);
        assert_eq!(run_in_words(&found[1].1), "zero width space (U+200B)");
        assert!(run_in_words(&[found[1].1[0]; 9]).ends_with("3 more"));
    }
}
