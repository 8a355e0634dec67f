//! The reader: the open article on its page, with everything that is marked in it, and the cards of its claims beside.
//!
//! Text is laid out plain and only where it is seen; marks are painted under and over it. The selection is the reader's
//! own, in bytes of the article. Everything that the reader asks for goes out as an [`Act`].

mod blocks;
mod cards;
mod find;
mod interact;
mod laid;
mod marks;
mod paint;
mod pick;
mod selection;

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui;
use egui::text::TextFormat;
use egui::{FontId, Rect, ScrollArea, Sense, pos2, vec2};

use crate::annotation::{Article, ArticleId, ItemId};
use crate::review::{Part, Show, part::span_of};
use crate::text::{Span, ZoneKind, zones::zone_at};

use super::command::ReaderKey;
use super::theme::Theme;
use super::view::{Act, View};

use blocks::Blocks;
use laid::{Laid, lay_out};
use marks::{Marks, Role};
use paint::Emphasis;

pub use find::Find;
pub use marks::{content_words, spoken};
pub use pick::{Choice, Pick, Purpose};
pub use selection::Selection;

/// Narrowest reader, in points, that still has room for cards.
const WIDTH_FOR_CARDS: f32 = 720.0;

/// The reader's own state: what a view may keep between frames.
#[derive(Default)]
pub struct Reader {
    open: Option<Open>,
    /// Cursor and selection in the open article.
    pub selection: Selection,
    /// The part of the focused item that the boundary keys move.
    pub part: Part,
    /// Find in article, while it is on.
    pub find: Option<Find>,
    /// Picking a source or target by letter, while it is on.
    pub pick: Option<Pick>,
    /// What was picked, until the shell takes it.
    pub picked: Option<Choice>,
    reveal: Option<Span>,
    scroll_by: f32,
    offset: f32,
    view_height: f32,
    card_heights: BTreeMap<ItemId, f32>,
    focused: Option<ItemId>,
    visible: Option<Span>,
}

/// What is worked out once per article, width and text size.
struct Open {
    article: Arc<Article>,
    key: LayoutKey,
    blocks: Blocks,
    marks: Marks,
    marked_for: (Show, Option<ItemId>),
}

#[derive(Clone, PartialEq)]
struct LayoutKey {
    id: ArticleId,
    width: f32,
    text_size: f32,
    pixels_per_point: f32,
}

/// Where things stand in this frame.
#[derive(Clone, Copy)]
struct Geometry {
    /// Left edge of the text, from the left edge of the reader.
    text_left: f32,
    /// Width of the text.
    measure: f32,
    /// Left edge and width of the cards, if there is room.
    cards: Option<(f32, f32)>,
    /// Height of the head above the first block.
    head: f32,
}

/// A block on screen.
struct Seen {
    index: usize,
    rect: Rect,
    laid: Laid,
}

impl Reader {
    /// The id under which the reader listens for keys.
    pub fn id() -> egui::Id {
        egui::Id::unique("reader")
    }

    /// Scrolls `span` into view on the next frame.
    pub const fn reveal(&mut self, span: Span) {
        self.reveal = Some(span);
    }

    /// What is selected in the open article.
    pub fn selected(&self, article: &Article) -> Option<Span> {
        self.selection.span(&article.text)
    }

    /// The byte that commands about "here" mean: the focused item's, else the cursor's.
    pub fn position(&self, view: &View<'_>) -> usize {
        let item = view.session.item().and_then(|item| item.body.hull());
        item.map_or(self.selection.head, Span::start)
    }

    /// Shows the open article in the whole of `ui`.
    pub fn show(
        &mut self,
        ui: &mut egui::Ui,
        view: &View<'_>,
        text_size: f32,
        keys: &[ReaderKey],
        acts: &mut Vec<Act>,
    ) {
        let Some(article) = view.session.article() else {
            return empty(ui, acts);
        };
        let theme = Theme::of(ui);
        let mut geometry = geometry(ui, theme, text_size);
        let head = head_galleys(ui, theme, article, geometry.measure);
        geometry.head = head
            .iter()
            .map(|galley| galley.size().y + theme.spacing.s)
            .sum::<f32>()
            + theme.spacing.xl;
        self.prepare(ui, view, article, theme, text_size, geometry);
        self.follow_focus(view);
        self.handle_pick(ui);
        self.handle_keys(ui, view, theme, text_size, geometry, keys, acts);
        let wanted = self.settle_scroll(ui, theme, text_size, geometry);
        ui.painter().rect_filled(ui.max_rect(), 0.0, theme.palette.page);
        let mut area = ScrollArea::vertical().id_salt("reader").auto_shrink(false);
        if let Some(offset) = wanted {
            area = area.vertical_scroll_offset(offset);
        }
        let output = area.show_viewport(ui, |ui, viewport| {
            self.page(ui, view, theme, text_size, geometry, &head, viewport, acts);
        });
        self.offset = output.state.clamped_offset().y;
        self.view_height = output.inner_rect.height();
    }

    /// Brings blocks and marks up to date with the article.
    fn prepare(
        &mut self,
        ui: &egui::Ui,
        view: &View<'_>,
        article: &Arc<Article>,
        theme: &Theme,
        text_size: f32,
        geometry: Geometry,
    ) {
        let key = LayoutKey {
            id: article.id.clone(),
            width: geometry.measure.round(),
            text_size,
            pixels_per_point: ui.pixels_per_point(),
        };
        let focused = view.session.focus.item;
        if let Some(open) = &mut self.open
            && open.key == key
            && open.article.text == article.text
            && open.article.zones == article.zones
        {
            let marked_for = (view.show, focused);
            if !Arc::ptr_eq(&open.article, article) || open.marked_for != marked_for {
                open.marks = Marks::of(article, &view.session.project().scheme, &open.blocks, focused);
                open.article = Arc::clone(article);
                open.marked_for = marked_for;
            }
            return;
        }
        let other_article = self.open.as_ref().is_none_or(|open| open.key.id != article.id);
        let kept = (!other_article).then(|| self.visible).flatten();
        let line = text_size * theme.type_sizes.reader_line;
        let blocks = Blocks::new(
            &article.text,
            text_size * 0.46,
            geometry.measure,
            line,
            line * 0.55,
        );
        let marks = Marks::of(article, &view.session.project().scheme, &blocks, focused);
        self.open = Some(Open {
            article: Arc::clone(article),
            key,
            blocks,
            marks,
            marked_for: (view.show, focused),
        });
        if other_article {
            self.selection = Selection::default();
            self.card_heights.clear();
            self.pick = None;
            self.offset = 0.0;
            self.scroll_by = f32::NEG_INFINITY;
            if let Some(find) = &mut self.find {
                find.search(article);
            }
            self.focused = None;
        }
        // A change of width or size keeps the place that was read.
        self.reveal = self.reveal.or(kept);
    }

    /// Scrolls to an item that has just got the focus.
    fn follow_focus(&mut self, view: &View<'_>) {
        let item = view.session.item();
        let id = item.map(|item| item.id);
        if id != self.focused {
            self.focused = id;
            self.part = Part::Whole;
            if let Some(span) =
                item.and_then(|item| span_of(&item.body, Part::Whole).or_else(|| item.body.hull()))
            {
                self.selection = Selection::at(span.start());
                self.reveal = Some(span);
            }
        } else if let Some(item) = item
            && span_of(&item.body, self.part).is_none()
        {
            self.part = Part::Whole;
        }
    }

    /// Measures what comes near the view and works out where to scroll to; `None` to leave it to the scroll area.
    fn settle_scroll(
        &mut self,
        ui: &egui::Ui,
        theme: &Theme,
        text_size: f32,
        geometry: Geometry,
    ) -> Option<f32> {
        let open = self.open.as_mut()?;
        let height = self.view_height.max(200.0);
        let mut offset = self.offset;
        let mut moved = false;
        if self.scroll_by != 0.0 {
            offset = (offset + std::mem::take(&mut self.scroll_by)).max(0.0);
            moved = true;
        }
        let measure = |open: &mut Open, offset: f32| {
            let from = offset - geometry.head - height;
            let near = open.blocks.between(from, from + 3.0 * height);
            let fresh: Vec<(usize, f32)> = near
                .filter(|index| !open.blocks.is_measured(*index))
                .map(|index| {
                    (
                        index,
                        lay_out_block(ui.ctx(), open, theme, text_size, geometry.measure, index)
                            .size
                            .y,
                    )
                })
                .collect();
            open.blocks.measure(&fresh, offset - geometry.head)
        };
        if let Some(span) = self.reveal.take() {
            let block = open.blocks.at(span.start())?;
            let y = |open: &Open| geometry.head + open.blocks.top(block);
            let rough = y(open);
            if rough < offset - height || rough > offset + 2.0 * height {
                offset = (rough - height * 0.35).max(0.0);
                moved = true;
            }
            offset += measure(open, offset);
            let laid = lay_out_block(ui.ctx(), open, theme, text_size, geometry.measure, block);
            let caret = laid.caret(span.start());
            let (top, bottom) = (y(open) + caret.min.y, y(open) + caret.max.y);
            let margin = height * 0.12;
            if top < offset + margin || bottom > offset + height - margin {
                offset = (top - height * 0.35).max(0.0);
                moved = true;
            }
        }
        let shift = measure(open, offset);
        if shift != 0.0 {
            offset = (offset + shift).max(0.0);
            moved = true;
        }
        moved.then_some(offset)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one frame's worth of context, passed on once"
    )]
    fn page(
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
        self.paint_links(ui, view, theme, &anchors, clip);
        self.describe(ui, open, &seen, view);
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
        let selected = self.selection.span(&open.article.text);
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
            let zone = zone_at(&open.article.zones, span.start());
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

    fn paint_links(&self, ui: &egui::Ui, view: &View<'_>, theme: &Theme, anchors: &Anchors, clip: Rect) {
        let Some(item) = view.session.item() else { return };
        let Some(claim) = item.body.as_claim() else { return };
        let begin = anchors
            .first(item.id, Role::Cue)
            .or_else(|| anchors.first(item.id, Role::Content));
        let Some(begin) = begin else { return };
        let painter = ui.painter().with_clip_rect(clip);
        let ends = [
            (Role::Source, theme.palette.claim_source),
            (Role::Target, theme.palette.figure),
        ];
        for (role, colour) in ends {
            for end in anchors.all(item.id, &role) {
                paint::link(&painter, begin.center_top(), end.center_top(), colour);
            }
        }
        // A source that is out of sight is pointed at from the edge.
        if claim.source.is_some() && anchors.first(item.id, Role::Source).is_none() {
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
    fn describe(&self, ui: &egui::Ui, open: &Open, seen: &[Seen], view: &View<'_>) {
        for block in seen {
            let Some(span) = open.blocks.spans.get(block.index).copied() else {
                continue;
            };
            let text = open.article.text.slice(span);
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
                    egui::WidgetInfo::selected(egui::accesskit::Role::Mark, true, selected, &mark.name)
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

    fn first(&self, item: ItemId, role: Role) -> Option<Rect> {
        self.all(item, &role).next()
    }

    fn all<'a>(&'a self, item: ItemId, role: &'a Role) -> impl Iterator<Item = Rect> + 'a {
        self.0
            .iter()
            .filter(move |(id, of, _)| *id == item && of == role)
            .map(|(_, _, rect)| *rect)
    }

    /// The claims on screen with the height at which each begins, from top to bottom.
    fn claims(&self) -> Vec<(ItemId, f32)> {
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

fn geometry(ui: &egui::Ui, theme: &Theme, text_size: f32) -> Geometry {
    let width = ui.available_width() - ui.spacing().scroll.bar_width - 4.0;
    let margin = theme.spacing.xl.min(width * 0.06);
    let with_cards = width >= WIDTH_FOR_CARDS;
    let cards = if with_cards {
        (width * 0.27).clamp(200.0, 290.0)
    } else {
        0.0
    };
    let gap = if with_cards { theme.spacing.xl } else { 0.0 };
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

fn format_of(theme: &Theme, text_size: f32, zone: ZoneKind) -> TextFormat {
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

fn lay_out_block(
    ctx: &egui::Context,
    open: &Open,
    theme: &Theme,
    text_size: f32,
    width: f32,
    index: usize,
) -> Laid {
    let span = open.blocks.spans.get(index).copied();
    let (text, start) = span.map_or(("", 0), |span| (open.article.text.slice(span), span.start()));
    let zone = zone_at(&open.article.zones, start);
    lay_out(ctx, text, start, &format_of(theme, text_size, zone), width)
}

/// The lines above the text: the title where the text does not hold it, then publisher, author and date.
fn head_galleys(ui: &egui::Ui, theme: &Theme, article: &Article, width: f32) -> Vec<Arc<egui::Galley>> {
    let meta = &article.metadata;
    let mut lines = Vec::new();
    let has_headline = article.zones.iter().any(|zone| zone.kind == ZoneKind::Headline);
    if !has_headline && !meta.title.is_empty() {
        let font = FontId::proportional(theme.type_sizes.title);
        lines.push(
            ui.painter()
                .layout(meta.title.clone(), font, theme.palette.text, width),
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
    lines.push(ui.painter().layout(line, font, theme.palette.weak, width));
    lines
}

fn paint_head(ui: &egui::Ui, theme: &Theme, head: &[Arc<egui::Galley>], mut at: egui::Pos2) {
    for galley in head {
        ui.painter().galley(at, Arc::clone(galley), theme.palette.text);
        at.y += galley.size().y + theme.spacing.s;
    }
}

fn empty(ui: &mut egui::Ui, acts: &mut Vec<Act>) {
    use super::command::UiCommand;
    let theme = Theme::of(ui);
    ui.painter().rect_filled(ui.max_rect(), 0.0, theme.palette.page);
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.32).max(24.0));
        ui.heading("No article is open");
        ui.add_space(theme.spacing.m);
        ui.label("Open files or a folder, paste text, or drop files on this window.");
        ui.add_space(theme.spacing.l);
        for command in [
            UiCommand::OpenFiles,
            UiCommand::OpenFolder,
            UiCommand::PasteArticle,
        ] {
            if ui.button(command.title()).on_hover_text(command.tip()).clicked() {
                acts.push(Act::Do(command));
            }
        }
    });
}
