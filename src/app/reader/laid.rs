//! One block of text laid out, and the only place where glyph positions and byte offsets meet.
//!
//! egui promises one glyph per character. It does not hold for right-to-left runs and a few composed letters (egui
//! issue 8576), and then every position after them would be off. So the promise is checked per block; where it is broken
//! each word is laid out by itself and marks are drawn word by word.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui;
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Galley, Painter, Pos2, Rect, Vec2, pos2, vec2};
use unicode_segmentation::UnicodeSegmentation as _;

/// A laid-out block. Not kept across frames: a galley points into a glyph atlas that may be rebuilt.
pub struct Laid {
    /// Byte offset of the block in the article.
    start: usize,
    /// Byte offset of each character in the block, and of its end.
    chars: Vec<usize>,
    lines: Lines,
    /// Size in points.
    pub size: Vec2,
}

enum Lines {
    Galley(Arc<Galley>),
    Words { words: Vec<Word>, line_height: f32 },
}

struct Word {
    /// Bytes in the block.
    range: Range<usize>,
    pos: Pos2,
    galley: Arc<Galley>,
}

/// Lays out `text`, which starts at byte `start` of its article, in `width` points.
pub fn lay_out(ctx: &egui::Context, text: &str, start: usize, format: &TextFormat, width: f32) -> Laid {
    let chars: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let mut job = LayoutJob::single_section(text.to_owned(), format.clone());
    job.wrap.max_width = width;
    job.break_on_newline = false;
    let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
    let glyphs: usize = galley
        .rows
        .iter()
        .map(|row| row.char_count_excluding_newline().0)
        .sum();
    if glyphs + 1 == chars.len() {
        let size = vec2(width, galley.size().y);
        return Laid {
            start,
            chars,
            lines: Lines::Galley(galley),
            size,
        };
    }
    let (words, height, line_height) = lay_out_words(ctx, text, format, width);
    Laid {
        start,
        chars,
        lines: Lines::Words { words, line_height },
        size: vec2(width, height),
    }
}

fn lay_out_words(ctx: &egui::Context, text: &str, format: &TextFormat, width: f32) -> (Vec<Word>, f32, f32) {
    let right_to_left = is_right_to_left(text);
    let mut words = Vec::new();
    let (mut x, mut y, mut line_height) = (0.0, 0.0, 1.0_f32);
    for (at, piece) in text.split_word_bound_indices() {
        let mut job = LayoutJob::single_section(piece.to_owned(), format.clone());
        job.wrap.max_width = f32::INFINITY;
        let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
        let size = galley.size();
        line_height = line_height.max(size.y);
        if x > 0.0 && x + size.x > width && !piece.trim().is_empty() {
            x = 0.0;
            y += line_height;
        }
        let left = if right_to_left { width - x - size.x } else { x };
        words.push(Word {
            range: at..at + piece.len(),
            pos: pos2(left, y),
            galley,
        });
        x += size.x;
    }
    (words, y + line_height, line_height)
}

/// By the first strong character.
fn is_right_to_left(text: &str) -> bool {
    let strong = text.chars().find(|c| c.is_alphabetic());
    strong.is_some_and(|c| matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF))
}

impl Laid {
    /// The rectangles, one per row, that the bytes `range` of the article take up here, relative to the block.
    pub fn rects(&self, range: Range<usize>) -> Vec<Rect> {
        let from = range.start.saturating_sub(self.start);
        let until = range
            .end
            .saturating_sub(self.start)
            .min(self.chars.last().copied().unwrap_or(0));
        if from >= until {
            return Vec::new();
        }
        match &self.lines {
            Lines::Galley(galley) => {
                let (first, last) = (self.char_of(from), self.char_of(until));
                let mut row_start = 0;
                let mut found = Vec::new();
                for placed in &galley.rows {
                    let count = placed.row.char_count_excluding_newline().0;
                    let (a, b) = (first.max(row_start), last.min(row_start + count));
                    if a < b {
                        let x = |at: usize| placed.pos.x + placed.row.x_offset((at - row_start).into());
                        let mut right = x(b);
                        // A trailing space at the end of a row hangs over the margin.
                        right = right.min(self.size.x);
                        found.push(Rect::from_min_max(
                            pos2(x(a), placed.min_y()),
                            pos2(right.max(x(a) + 1.0), placed.max_y()),
                        ));
                    }
                    row_start += count;
                }
                found
            }
            Lines::Words { words, .. } => {
                let mut found: Vec<Rect> = Vec::new();
                for word in words
                    .iter()
                    .filter(|word| word.range.start < until && from < word.range.end)
                {
                    let rect = Rect::from_min_size(word.pos, word.galley.size());
                    match found.last_mut() {
                        Some(last) if (last.min.y - rect.min.y).abs() < 0.5 => *last = last.union(rect),
                        _ => found.push(rect),
                    }
                }
                found
            }
        }
    }

    /// The byte of the article at which a text cursor stands that was put at `pos`, relative to the block.
    pub fn offset_at(&self, pos: Vec2) -> usize {
        match &self.lines {
            Lines::Galley(galley) => self.byte_of(galley.cursor_from_pos(pos).index.0),
            Lines::Words { words, .. } => {
                let distance = |word: &&Word| {
                    let rect = Rect::from_min_size(word.pos, word.galley.size());
                    let dy = (rect.min.y - pos.y).max(pos.y - rect.max.y).max(0.0);
                    let dx = (rect.min.x - pos.x).max(pos.x - rect.max.x).max(0.0);
                    dy * 1000.0 + dx
                };
                let nearest = words.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
                self.start + nearest.map_or(0, |word| word.range.start)
            }
        }
    }

    /// Where a text cursor at byte `offset` of the article stands: a rectangle without width.
    pub fn caret(&self, offset: usize) -> Rect {
        let at = offset.saturating_sub(self.start);
        match &self.lines {
            Lines::Galley(galley) => {
                let cursor = egui::text::CCursor {
                    index: self.char_of(at).into(),
                    prefer_next_row: true,
                };
                galley.pos_from_cursor(cursor)
            }
            Lines::Words { words, line_height } => {
                let pos = words
                    .iter()
                    .find(|word| word.range.end > at)
                    .map_or(Pos2::ZERO, |word| word.pos);
                Rect::from_min_size(pos, vec2(0.0, *line_height))
            }
        }
    }

    /// Paints the text with its top left corner at `origin`.
    pub fn paint(&self, painter: &Painter, origin: Pos2, colour: Color32) {
        match &self.lines {
            Lines::Galley(galley) => {
                painter.galley(origin, Arc::clone(galley), colour);
            }
            Lines::Words { words, .. } => {
                for word in words {
                    painter.galley(origin + word.pos.to_vec2(), Arc::clone(&word.galley), colour);
                }
            }
        }
    }

    fn char_of(&self, byte: usize) -> usize {
        self.chars.partition_point(|at| *at < byte)
    }

    fn byte_of(&self, char: usize) -> usize {
        self.start + self.chars.get(char).or(self.chars.last()).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs `check` in a context that has fonts.
    fn with_fonts(check: impl Fn(&egui::Context)) {
        let ctx = egui::Context::default();
        let mut out = ctx.run_ui(egui::RawInput::default(), |ui| check(ui.ctx()));
        out.textures_delta.clear();
    }

    fn format() -> TextFormat {
        TextFormat::simple(egui::FontId::proportional(16.0), Color32::BLACK)
    }

    #[test]
    fn marks_wrap_with_the_text() {
        with_fonts(|ctx| {
            let text = "one two three four five six seven eight nine ten";
            let laid = lay_out(ctx, text, 100, &format(), 120.0);
            let rects = laid.rects(100..100 + text.len());
            assert!(rects.len() > 2, "{rects:?}");
            assert!(rects.iter().all(|rect| rect.max.x <= 120.0));
            let two = laid.rects(104..107);
            assert_eq!(two.len(), 1);
            assert_eq!(laid.offset_at(two[0].left_center().to_vec2()), 104);
            assert_eq!(laid.rects(0..50), [], "before the block");
        });
    }

    #[test]
    fn every_offset_comes_back_from_its_place() {
        with_fonts(|ctx| {
            for text in [
                "Café “naïve” – 10,000 U.N. staff",
                "Sergey Ливров said",
                "a😀b 👩‍👧 cafe\u{301}",
            ] {
                let laid = lay_out(ctx, text, 0, &format(), 1000.0);
                for (at, _) in text.char_indices() {
                    let caret = laid.caret(at);
                    let back = laid.offset_at(caret.center().to_vec2());
                    assert!(
                        (laid.caret(back).min.x - caret.min.x).abs() < 0.5,
                        "{text} {at} {back}"
                    );
                }
            }
        });
    }

    #[test]
    fn right_to_left_text_is_marked_by_word() {
        with_fonts(|ctx| {
            let text = "قال الوزير إن";
            let laid = lay_out(ctx, text, 0, &format(), 300.0);
            let first = laid.rects(0..6);
            let last = laid.rects(text.len() - 4..text.len());
            assert_eq!((first.len(), last.len()), (1, 1));
            assert!(
                first[0].min.x > last[0].min.x,
                "the first word stands right of the last"
            );
            assert!(laid.offset_at(first[0].center().to_vec2()) < 7);
        });
    }
}
