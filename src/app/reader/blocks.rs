//! The vertical order of an article: which block is where, without laying out what is not seen.
//!
//! A block is a paragraph, or a piece of one that is too long to lay out at once. Heights are estimated from the number
//! of bytes until a block comes near the view; then they are measured, and the shell keeps what is on screen in place.

use crate::text::{ArticleText, Span};

/// Longest block in bytes. Longer paragraphs are cut at a space.
const MAX_BLOCK: usize = 4096;

/// The blocks of one article at one width and text size.
pub struct Blocks {
    /// Where each block stands in the text, in order.
    pub spans: Vec<Span>,
    /// Whether a block begins a paragraph, and so has a gap above it.
    begins: Vec<bool>,
    heights: Vec<f32>,
    measured: Vec<bool>,
    /// Top of each block, and of what follows the last.
    tops: Vec<f32>,
    gap: f32,
}

impl Blocks {
    /// Cuts `text` into blocks whose heights are estimated: `per_byte` points of line per byte, lines of `width` points
    /// that are `line` high, `gap` points between paragraphs.
    pub fn new(text: &ArticleText, per_byte: f32, width: f32, line: f32, gap: f32) -> Self {
        let (mut spans, mut begins) = (Vec::new(), Vec::new());
        for paragraph in text.paragraphs() {
            let mut start = paragraph.start();
            while start < paragraph.end() {
                let end = block_end(text.as_str(), start, paragraph.end());
                if let Some(span) = Span::new(start, end) {
                    spans.push(span);
                    begins.push(start == paragraph.start());
                }
                start = end.max(start + 1);
            }
        }
        let heights: Vec<f32> = spans
            .iter()
            .map(|span| (span.len() as f32 * per_byte / width.max(1.0)).ceil().max(1.0) * line)
            .collect();
        let mut blocks = Self {
            measured: vec![false; spans.len()],
            spans,
            begins,
            heights,
            tops: Vec::new(),
            gap,
        };
        blocks.sum();
        blocks
    }

    /// Top of block `index`, below its gap.
    pub fn top(&self, index: usize) -> f32 {
        self.tops.get(index).copied().unwrap_or(0.0)
    }

    /// Height of block `index`, as far as known.
    pub fn height(&self, index: usize) -> f32 {
        self.heights.get(index).copied().unwrap_or(0.0)
    }

    /// Height of everything.
    pub fn total(&self) -> f32 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    /// The blocks that reach into `from..until` (points from the top).
    pub fn between(&self, from: f32, until: f32) -> std::ops::Range<usize> {
        let count = self.spans.len();
        let first = self.tops.partition_point(|top| *top <= from).saturating_sub(1);
        let last = self.tops.partition_point(|top| *top < until).min(count);
        first.min(last)..last
    }

    /// The block that holds byte `offset`, or the one after it.
    pub fn at(&self, offset: usize) -> Option<usize> {
        let index = self.spans.partition_point(|span| span.end() <= offset);
        (!self.spans.is_empty()).then(|| index.min(self.spans.len() - 1))
    }

    /// Whether the height of block `index` is known.
    pub fn is_measured(&self, index: usize) -> bool {
        self.measured.get(index).copied().unwrap_or(true)
    }

    /// Sets measured heights; returns by how much what lies above `anchor` points grew.
    pub fn measure(&mut self, heights: &[(usize, f32)], anchor: f32) -> f32 {
        let mut shift = 0.0;
        for (index, height) in heights {
            let above = self.top(*index) + self.height(*index) <= anchor;
            if let (Some(old), Some(known)) = (self.heights.get_mut(*index), self.measured.get_mut(*index)) {
                if above {
                    shift += height - *old;
                }
                (*old, *known) = (*height, true);
            }
        }
        if !heights.is_empty() {
            self.sum();
        }
        shift
    }

    fn sum(&mut self) {
        let mut y = 0.0;
        self.tops.clear();
        for (index, (height, begins)) in self.heights.iter().zip(&self.begins).enumerate() {
            if *begins && index > 0 {
                y += self.gap;
            }
            self.tops.push(y);
            y += height;
        }
        self.tops.push(y);
    }
}

fn block_end(text: &str, start: usize, end: usize) -> usize {
    if end - start <= MAX_BLOCK {
        return end;
    }
    let mut cut = start + MAX_BLOCK;
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    let space = text
        .get(start..cut)
        .and_then(|piece| piece.rfind(char::is_whitespace));
    match space {
        Some(space) if space > MAX_BLOCK / 2 => {
            let at = start + space;
            at + text
                .get(at..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8)
        }
        _ => cut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cover_every_paragraph() {
        let long = "word ".repeat(3000);
        let text = ArticleText::new(format!("One.\n\nTwo.\n{long}\n{}", "x".repeat(10_000)));
        let blocks = Blocks::new(&text, 8.0, 600.0, 28.0, 12.0);
        assert!(
            blocks
                .spans
                .iter()
                .all(|span| span.len() <= MAX_BLOCK + 4 && text.holds(*span))
        );
        for paragraph in text.paragraphs() {
            let inside: usize = blocks
                .spans
                .iter()
                .filter(|s| paragraph.covers(**s))
                .map(|s| s.len())
                .sum();
            assert_eq!(inside, paragraph.len());
        }
    }

    #[test]
    fn measuring_above_the_view_says_how_far_to_shift() {
        let text = ArticleText::new("a\nb\nc\nd");
        let mut blocks = Blocks::new(&text, 8.0, 600.0, 20.0, 10.0);
        assert_eq!(blocks.total() as i32, 4 * 20 + 3 * 10);
        assert_eq!(
            blocks.between(25.0, 75.0),
            0..3,
            "a gap belongs to the block above it"
        );
        assert_eq!(blocks.measure(&[(0, 50.0), (3, 40.0)], 45.0) as i32, 30);
        assert_eq!(blocks.top(1) as i32, 60);
        assert!(blocks.is_measured(0) && !blocks.is_measured(1));
    }
}
