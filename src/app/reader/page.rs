//! One frame of the page: the blocks in view with their marks, links of the focused claim, names for screen readers.

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui;
use egui::{Rect, Sense, pos2, vec2};

use crate::annotation::ItemId;
use crate::app::theme::Theme;
use crate::app::view::{Act, View};
use crate::review::Part;
use crate::text::{ZoneKind, zones::zone_at};

use super::laid::Laid;
use super::layout::{Geometry, lay_out_block, paint_head};
use super::marks::{self, Role};
use super::paint::{self, Emphasis};
use super::{Open, Reader, cards};

/// A block on screen.
pub(super) struct Seen {
    pub(super) index: usize,
    pub(super) rect: Rect,
    pub(super) laid: Laid,
}

impl Reader {
    #[expect(
        clippy::too_many_arguments,
        reason = "one frame's worth of context, passed on once"
    )]
    pub(super) fn page(
        &mut self,
        ui: &mut egui::Ui,
        view: &View<'_>,
        theme: &Theme,
        text_size: f32,
        geometry: Geometry,
        head: &[Arc<egui::Galley>],
        viewport: Rect,
        acts: &mut Vec<Act>,
    ) {
        let Some(open) = &self.open else { return };
        let origin = ui.min_rect().left_top();
        let bottom_room = self.view_height * 0.4;
        ui.set_height(geometry.head + open.blocks.total() + bottom_room);
        ui.set_width(ui.available_width());
        let clip = Rect::from_min_size(origin + viewport.min.to_vec2(), viewport.size());
        let response = ui.interact(clip, Self::id(), Sense::click_and_drag());
        paint_head(
            ui,
            theme,
            head,
            pos2(origin.x + geometry.text_left, origin.y + theme.spacing.l),
        );

        let from = viewport.min.y - geometry.head;
        let seen: Vec<Seen> = open
            .blocks
            .between(from, from + viewport.height())
            .map(|index| {
                let laid = lay_out_block(ui.ctx(), open, theme, text_size, geometry.measure, index);
                let top_left = pos2(
                    origin.x + geometry.text_left,
                    origin.y + geometry.head + open.blocks.top(index),
                );
                Seen {
                    index,
                    rect: Rect::from_min_size(top_left, laid.size),
                    laid,
                }
            })
            .collect();
        let first = seen.first().and_then(|seen| open.blocks.spans.get(seen.index));
        // The second block on screen is the one that is read; the first may show its last line only.
        let read = seen
            .get(1)
            .and_then(|seen| open.blocks.spans.get(seen.index))
            .or(first);
        let visible = read.copied();

        let anchors = self.paint_blocks(ui, view, theme, open, &seen);
        Self::paint_links(ui, view, theme, &anchors, clip);
        Self::describe(ui, open, &seen, view);
        for block in &seen {
            self.hidden
                .mark(ui, theme, &open.text, open.blocks.spans.get(block.index), block);
        }
        self.hidden
            .describe(ui, pos2(origin.x + geometry.text_left, origin.y), geometry);
        if let Some((left, width)) = geometry.cards {
            let column = Rect::from_min_size(
                pos2(origin.x + left, origin.y),
                vec2(width, ui.min_rect().height()),
            );
            let heights = &mut self.card_heights;
            cards::show(ui, view, theme, column, &anchors, heights, acts);
        }
        self.visible = visible;
        self.handle_mouse(ui, view, theme, &response, &seen, acts);
    }

    /// Paints the blocks on screen with their marks; returns where the parts of claims begin.
    fn paint_blocks(
        &self,
        ui: &egui::Ui,
        view: &View<'_>,
        theme: &Theme,
        open: &Open,
        seen: &[Seen],
    ) -> Anchors {
        let painter = ui.painter();
        let scheme = &view.session.project().scheme;
        let focused = view.session.focus.item;
        let mut anchors = Anchors::default();
        let selected = self.selection.span(&open.text);
        for block in seen {
            let shift = block.rect.min.to_vec2();
            let placed = |range: std::ops::Range<usize>| -> Vec<Rect> {
                block
                    .laid
                    .rects(range)
                    .into_iter()
                    .map(|rect| rect.translate(shift))
                    .collect()
            };
            let Some(span) = open.blocks.spans.get(block.index).copied() else {
                continue;
            };
            let marks: Vec<_> = open
                .marks
                .in_block(block.index)
                .map(|mark| (mark, placed(mark.span.range())))
                .collect();
            let emphasis = |mark: &marks::Mark| match Some(mark.item) == focused {
                true if mark.part == self.part => Emphasis::Active,
                true => Emphasis::Focused,
                false => Emphasis::Plain,
            };
            for (mark, rects) in &marks {
                paint::under(painter, theme, mark, rects, emphasis(mark));
                if !matches!(mark.role, Role::Mention(_)) && span.contains(mark.span.start()) {
                    anchors.add(mark, rects);
                }
            }
            if let Some(find) = &self.find {
                for (found, current) in find.in_span(span) {
                    let fill = if current {
                        theme.palette.search_current
                    } else {
                        theme.palette.search_match
                    };
                    for rect in placed(found.range()) {
                        painter.rect_filled(paint::text_rect(rect), 2.0, fill);
                    }
                }
            }
            if let Some(selected) = selected {
                for rect in placed(selected.range()) {
                    painter.rect_filled(
                        paint::text_rect(rect).expand2(vec2(0.0, 2.0)),
                        2.0,
                        theme.palette.selection,
                    );
                }
            }
            let zone = zone_at(&open.zones, span.start());
            let colour = if zone == ZoneKind::Boilerplate {
                theme.palette.boilerplate
            } else {
                theme.palette.text
            };
            block.laid.paint(painter, block.rect.min, colour);
            for (mark, rects) in &marks {
                paint::over(painter, theme, scheme, mark, rects, emphasis(mark));
            }
            if let Some(pick) = &self.pick {
                for (letter, choice) in pick.in_span(span) {
                    paint::letter(painter, theme, &placed(choice.range()), letter);
                }
            }
            let shows_caret = focused.is_none() && selected.is_none() && span.start() <= self.selection.head;
            if shows_caret && self.selection.head <= span.end() {
                let caret = block.laid.caret(self.selection.head).translate(shift);
                let caret = paint::text_rect(caret);
                painter.vline(
                    caret.min.x,
                    caret.y_range(),
                    egui::Stroke::new(1.5, theme.palette.accent),
                );
            }
        }
        anchors
    }

    fn paint_links(ui: &egui::Ui, view: &View<'_>, theme: &Theme, anchors: &Anchors, clip: Rect) {
        let Some(item) = view.session.item() else { return };
        let Some(claim) = item.body.as_claim() else { return };
        let begin = anchors
            .first(item.id, &Role::Cue)
            .or_else(|| anchors.first(item.id, &Role::Content));
        let Some(begin) = begin else { return };
        let painter = ui.painter().with_clip_rect(clip);
        let ends = [
            (Role::Source, theme.palette.claim_source),
            (Role::Via, theme.palette.claim_source),
            (Role::Target, theme.palette.figure),
        ];
        for (role, colour) in ends {
            for end in anchors.all(item.id, &role) {
                paint::link(&painter, begin.center_top(), end.center_top(), colour);
            }
        }
        // A source that is out of sight is pointed at from the edge.
        if claim.source.is_some() && anchors.first(item.id, &Role::Source).is_none() {
            let above = claim.source < claim.content.first().copied();
            let y = if above { clip.min.y } else { clip.max.y };
            paint::link(
                &painter,
                begin.center_top(),
                pos2(begin.min.x, y),
                theme.palette.claim_source,
            );
        }
    }

    /// Names what is on screen for screen readers and tests.
    fn describe(ui: &egui::Ui, open: &Open, seen: &[Seen], view: &View<'_>) {
        for block in seen {
            let Some(span) = open.blocks.spans.get(block.index).copied() else {
                continue;
            };
            let text = open.text.slice(span);
            let id = Self::id().with(("block", block.index));
            let response = ui.interact(block.rect, id, Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Paragraph, true, text));
            for mark in open.marks.in_block(block.index) {
                let first = matches!(mark.part, Part::Whole) && span.contains(mark.span.start());
                let Some(rect) = block
                    .laid
                    .rects(mark.span.range())
                    .first()
                    .copied()
                    .filter(|_| first)
                else {
                    continue;
                };
                let rect = rect.translate(block.rect.min.to_vec2());
                let response = ui.interact(rect, Self::id().with(("item", mark.item)), Sense::hover());
                let selected = view.session.focus.item == Some(mark.item);
                response.widget_info(|| {
                    let article = view.session.article();
                    let scheme = &view.session.project().scheme;
                    let name = article.and_then(|article| {
                        Some(marks::spoken(article, scheme, article.items.get(&mark.item)?))
                    });
                    let name = name.unwrap_or_default();
                    egui::WidgetInfo::selected(egui::accesskit::Role::Mark, true, selected, name)
                });
            }
        }
    }
}

/// Where the parts of claims begin on screen.
#[derive(Default)]
pub(super) struct Anchors(Vec<(ItemId, Role, Rect)>);

impl Anchors {
    fn add(&mut self, mark: &marks::Mark, rects: &[Rect]) {
        if let Some(first) = rects.first() {
            self.0
                .push((mark.item, mark.role.clone(), paint::text_rect(*first)));
        }
    }

    fn first(&self, item: ItemId, role: &Role) -> Option<Rect> {
        self.all(item, role).next()
    }

    fn all<'a>(&'a self, item: ItemId, role: &'a Role) -> impl Iterator<Item = Rect> + 'a {
        self.0
            .iter()
            .filter(move |(id, of, _)| *id == item && of == role)
            .map(|(_, _, rect)| *rect)
    }

    /// The claims on screen with the height at which each begins, from top to bottom.
    pub(super) fn claims(&self) -> Vec<(ItemId, f32)> {
        let mut tops: BTreeMap<ItemId, f32> = BTreeMap::new();
        for (item, _, rect) in &self.0 {
            let top = tops.entry(*item).or_insert(rect.min.y);
            *top = top.min(rect.min.y);
        }
        let mut claims: Vec<_> = tops.into_iter().collect();
        claims.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        claims
    }
}
