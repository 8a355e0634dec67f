//! The reader: the open article on its page, with everything that is marked in it, and the cards of its claims beside.
//!
//! Text is laid out plain and only where it is seen; marks are painted under and over it. The selection is the reader's
//! own, in bytes of the article. Everything that the reader asks for goes out as an [`Act`].

mod blocks;
mod cards;
mod find;
mod hidden;
mod interact;
mod laid;
mod layout;
mod marks;
mod page;
mod paint;
mod pick;
mod selection;

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use eframe::egui;
use egui::ScrollArea;

use crate::annotation::{Article, Item, ItemId};
use crate::review::{Part, Show, part::span_of, queue::is_queued};
use crate::text::{ArticleText, Span, Zone};

use super::command::ReaderKey;
use super::theme::Theme;
use super::view::{Act, View};

use blocks::Blocks;
use hidden::Hidden;
use layout::{Geometry, LayoutKey, geometry, head_galleys, lay_out_block};
use marks::Marks;

pub use find::{Find, FindAct};
pub use pick::{Choice, Pick, Purpose};
pub use selection::Selection;

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
    hidden: Hidden,
    focused: Option<ItemId>,
    visible: Option<Span>,
}

/// What is worked out once per article, width and text size.
struct Open {
    /// Which state of the article this was worked out for. Weak, so that a change need not copy the article.
    article: Weak<Article>,
    text: ArticleText,
    zones: Vec<Zone>,
    key: LayoutKey,
    blocks: Blocks,
    marks: Marks,
    /// An item that is marked although it is not in the queue, because it has the focus.
    also: Option<ItemId>,
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

    /// How far the page is scrolled, in points.
    #[cfg(test)]
    pub const fn scroll_offset(&self) -> f32 {
        self.offset
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
        let mut head = head_galleys(ui, theme, article, geometry.measure);
        self.hidden.look_at(&article.text);
        head.extend(self.hidden.line(ui, theme, geometry.measure));
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
        let unseen = |item: &&Item| !is_queued(article, item, Show::All);
        let also = view.session.item().filter(unseen).map(|item| item.id);
        if let Some(open) = &mut self.open
            && open.key == key
            && open.text == article.text
            && open.zones == article.zones
        {
            if open.article.as_ptr() != Arc::as_ptr(article) || open.also != also {
                open.marks = Marks::of(article, &view.session.project().scheme, &open.blocks, also);
                open.article = Arc::downgrade(article);
                open.also = also;
            }
            return;
        }
        let other_article = self.open.as_ref().is_none_or(|open| open.key.id != article.id);
        let kept = if other_article { None } else { self.visible };
        let line = text_size * theme.type_sizes.reader_line;
        let blocks = Blocks::new(
            &article.text,
            text_size * 0.46,
            geometry.measure,
            line,
            line * 0.55,
        );
        let marks = Marks::of(article, &view.session.project().scheme, &blocks, also);
        self.open = Some(Open {
            article: Arc::downgrade(article),
            text: article.text.clone(),
            zones: article.zones.clone(),
            key,
            blocks,
            marks,
            also,
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
