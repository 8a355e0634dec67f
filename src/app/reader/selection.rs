//! The reader's own text cursor and selection, in bytes of the article, so that both survive scrolling.

use crate::review::boundary::{Way, word_end, word_stop};
use crate::text::{ArticleText, Span};

/// Cursor and selection. Without a selection both ends are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Where the selection was begun.
    pub anchor: usize,
    /// Where the cursor is.
    pub head: usize,
}

impl Selection {
    /// A bare cursor.
    pub const fn at(offset: usize) -> Self {
        Self {
            anchor: offset,
            head: offset,
        }
    }

    /// What is selected, without white space at its ends.
    pub fn span(self, text: &ArticleText) -> Option<Span> {
        let span = text.span(self.anchor.min(self.head)..self.anchor.max(self.head))?;
        text.trim(span)
    }

    /// The cursor one word on. A selection grows to the end of words forwards and to their start backwards.
    #[must_use]
    pub fn by_word(self, text: &ArticleText, way: Way, select: bool) -> Self {
        let head = if select && (way == Way::Right || self.head > self.anchor) {
            word_end(text, self.head, way)
        } else {
            word_stop(text, self.head, way)
        };
        self.to(head, select)
    }

    /// The cursor one character on.
    #[must_use]
    pub fn by_character(self, text: &ArticleText, way: Way, select: bool) -> Self {
        let text = text.as_str();
        let head = match way {
            Way::Left => text
                .get(..self.head)
                .and_then(|t| t.chars().next_back())
                .map(|c| self.head - c.len_utf8()),
            Way::Right => text
                .get(self.head..)
                .and_then(|t| t.chars().next())
                .map(|c| self.head + c.len_utf8()),
        };
        self.to(head.unwrap_or(self.head), select)
    }

    /// The cursor at `head`, selecting on the way or not.
    #[must_use]
    pub const fn to(self, head: usize, select: bool) -> Self {
        if select {
            Self {
                anchor: self.anchor,
                head,
            }
        } else {
            Self::at(head)
        }
    }

    /// The word around `offset`.
    #[must_use]
    pub fn word_at(text: &ArticleText, offset: usize) -> Option<Self> {
        let until = text
            .as_str()
            .get(offset..)?
            .chars()
            .next()
            .map_or(offset, |c| offset + c.len_utf8());
        let span = crate::review::boundary::snapped(text, text.span(offset..until)?)?;
        Some(Self {
            anchor: span.start(),
            head: span.end(),
        })
    }

    /// The paragraph around `offset`.
    #[must_use]
    pub fn paragraph_at(text: &ArticleText, offset: usize) -> Option<Self> {
        let span = *text.paragraphs().get(text.paragraph_at(offset)?)?;
        Some(Self {
            anchor: span.start(),
            head: span.end(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_walks_by_word_and_selects_whole_words() {
        let text = ArticleText::new("One two, three.");
        let start = Selection::at(0);
        let selected = start
            .by_word(&text, Way::Right, true)
            .by_word(&text, Way::Right, true);
        assert_eq!(text.slice(selected.span(&text).unwrap()), "One two");
        assert_eq!(start.by_word(&text, Way::Right, false).head, 4);
        assert_eq!(
            selected
                .by_word(&text, Way::Left, true)
                .span(&text)
                .unwrap()
                .range(),
            0..3
        );
        assert_eq!(
            text.slice(Selection::word_at(&text, 5).unwrap().span(&text).unwrap()),
            "two"
        );
        assert_eq!(Selection::at(4).by_character(&text, Way::Left, false).head, 3);
        assert_eq!(Selection::at(0).by_character(&text, Way::Left, false).head, 0);
    }
}
