//! What the encoder sees at once: whole paragraphs, as many as fit, with short ones before them for context.
//!
//! A paragraph that is too long is cut into parts that overlap by half. Each word is an own word of exactly one window;
//! where parts overlap, each owns the half that is farther from its edge. Training cuts in the same way.

use std::collections::HashMap;
use std::ops::Range;

use serde::Deserialize;

use super::super::doc::Doc;
use super::wordpiece::WordPiece;

/// How to cut; part of a model's description.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Settings {
    /// Longest window, in pieces, with what opens and separates.
    pub longest: usize,
    /// Longest context before a window's own paragraphs, in pieces.
    pub context: usize,
    /// What a word has more pieces than this is left out.
    pub pieces_per_word: usize,
}

/// A window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// Its tokens, context included.
    pub tokens: Range<usize>,
    /// Those of them whose tags count.
    pub own: Range<usize>,
    pub pieces: Vec<u32>,
    /// Place of each token's first piece.
    pub starts: Vec<usize>,
}

/// A paragraph or part of one.
struct Unit {
    tokens: Range<usize>,
    /// Number of pieces, with the separator.
    size: usize,
}

/// Cuts an article.
pub(super) struct Cutter<'a> {
    pieces: &'a WordPiece,
    settings: Settings,
    /// Where in `known` the pieces of a word are.
    cache: HashMap<&'a str, Range<usize>>,
    known: Vec<u32>,
    units: Vec<Unit>,
    next: usize,
    /// End of the window before.
    until: usize,
}

impl<'a> Cutter<'a> {
    /// Starts at the first paragraph.
    pub(super) fn new(pieces: &'a WordPiece, settings: Settings, doc: &Doc<'a>) -> Self {
        let mut cutter = Self {
            pieces,
            // At least one word must fit.
            settings: Settings {
                longest: settings.longest.max(settings.pieces_per_word + 2),
                ..settings
            },
            cache: HashMap::new(),
            known: Vec::new(),
            units: Vec::new(),
            next: 0,
            until: 0,
        };
        for paragraph in &doc.paragraphs {
            cutter.add(doc, paragraph.clone());
        }
        cutter
    }

    fn of_word(&mut self, word: &'a str) -> Range<usize> {
        if let Some(range) = self.cache.get(word) {
            return range.clone();
        }
        let start = self.known.len();
        self.known
            .extend(self.pieces.pieces(word, self.settings.pieces_per_word));
        let range = start..self.known.len();
        self.cache.insert(word, range.clone());
        range
    }

    fn add(&mut self, doc: &Doc<'a>, paragraph: Range<usize>) {
        let lengths: Vec<usize> = paragraph
            .clone()
            .map(|token| self.of_word(doc.text_of(token)).len())
            .collect();
        let mut start = 0;
        while start < lengths.len() {
            let (mut end, mut size) = (start, 2);
            while let Some(length) = lengths.get(end).filter(|l| size + **l <= self.settings.longest) {
                size += length;
                end += 1;
            }
            self.units.push(Unit {
                tokens: paragraph.start + start..paragraph.start + end,
                size: size - 1,
            });
            if end == lengths.len() {
                break;
            }
            start = usize::midpoint(start, end).max(start + 1);
        }
    }

    /// Whether unit `number` begins where the one before it ends.
    fn continues(&self, number: usize) -> bool {
        let end = number
            .checked_sub(1)
            .and_then(|n| self.units.get(n))
            .map(|u| u.tokens.end);
        end.is_some() && end == self.units.get(number).map(|u| u.tokens.start)
    }

    /// The next window.
    pub(super) fn next(&mut self, doc: &Doc<'a>) -> Option<Window> {
        let longest = self.settings.longest;
        let first = self.units.get(self.next)?;
        let (mut begin, mut end) = (self.next, self.next + 1);
        let (mut size, mut context) = (1 + first.size, 0);
        let own_from = first.tokens.start.max(self.until);
        while self.continues(begin)
            && let Some(unit) = begin.checked_sub(1).and_then(|n| self.units.get(n))
            && context + unit.size <= self.settings.context
            && size + unit.size <= longest
        {
            context += unit.size;
            size += unit.size;
            begin -= 1;
        }
        while self.continues(end)
            && let Some(unit) = self.units.get(end)
            && size + unit.size <= longest
        {
            size += unit.size;
            end += 1;
        }
        self.next = end;
        let units = begin..end;
        let last = self.units.get(end - 1)?.tokens.clone();
        // Where the next part of a long paragraph overlaps, the middle of what they share is the border.
        let shared = self
            .units
            .get(end)
            .map(|u| u.tokens.start)
            .filter(|s| *s < last.end);
        self.until = shared.map_or(last.end, |start| usize::midpoint(start, last.end));
        let mut pieces = Vec::with_capacity(size);
        let mut starts = Vec::new();
        pieces.push(self.pieces.opening);
        let tokens = self.units.get(begin)?.tokens.start..last.end;
        for number in units {
            for token in self.units.get(number)?.tokens.clone() {
                starts.push(pieces.len());
                let of_word = self.of_word(doc.text_of(token));
                pieces.extend(self.known.get(of_word).unwrap_or_default());
            }
            pieces.push(self.pieces.separator);
        }
        Some(Window {
            tokens,
            own: own_from..self.until,
            pieces,
            starts,
        })
    }
}
