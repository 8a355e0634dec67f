//! The text of somebody else's file and how its offsets count.

use crate::text::{ArticleText, OffsetMap, Span, Unit, normalise};

/// A text as it stands in a file, and the article's text that it becomes. Offsets in the file count in the former: a
/// byte order mark and two-character line ends are gone from the latter.
pub struct Raw<'a> {
    offsets: OffsetMap<'a>,
    text: ArticleText,
    /// Bytes of the raw text after which something is left out, with how many bytes are left out up to there.
    left_out: Vec<(usize, isize)>,
}

impl<'a> Raw<'a> {
    /// Takes the text of a file.
    #[must_use]
    pub fn new(raw: &'a str) -> Self {
        let mark = raw.len() - raw.trim_start_matches('\u{feff}').len();
        let mut left_out = vec![(0, 0)];
        let mut gone = 0;
        if mark > 0 {
            gone = isize::try_from(mark).unwrap_or_default();
            left_out.push((mark, gone));
        }
        let mut rest = raw.char_indices().skip_while(|(at, _)| *at < mark).peekable();
        while let Some((at, c)) = rest.next() {
            if c == '\r' && rest.peek().is_some_and(|(_, next)| *next == '\n') {
                gone += 1;
                left_out.push((at + 1, gone));
            } else if c == '\0' {
                // Becomes U+FFFD, which is two bytes longer.
                gone -= 2;
                left_out.push((at + 1, gone));
            }
        }
        Self {
            offsets: OffsetMap::new(raw),
            text: ArticleText::new(normalise(raw)),
            left_out,
        }
    }

    /// The article's text.
    #[must_use]
    pub const fn text(&self) -> &ArticleText {
        &self.text
    }

    /// The span that `start..end` counts in the file's text; `None` if it is empty, reversed or not in the text.
    #[must_use]
    pub fn span(&self, start: usize, end: usize, unit: Unit) -> Option<Span> {
        let span = self.offsets.span_to_bytes([start, end], unit)?;
        self.text.span(self.moved(span.start())..self.moved(span.end()))
    }

    fn moved(&self, byte: usize) -> usize {
        let before = self.left_out.partition_point(|(at, _)| *at <= byte);
        let gone = self
            .left_out
            .get(before.saturating_sub(1))
            .map_or(0, |(_, gone)| *gone);
        byte.saturating_add_signed(-gone)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_stay_the_same_words() {
        for (raw, start, end, expected) in [
            ("\u{feff}ab\r\ncd", 1, 3, Some("ab")),
            ("\u{feff}ab\r\ncd", 5, 7, Some("cd")),
            ("a\0b😀c", 3, 5, Some("😀c")),
            ("ab", 1, 1, None),
            ("ab", 2, 1, None),
            ("ab", 0, 9, None),
        ] {
            let read = Raw::new(raw);
            let found = read.span(start, end, Unit::CodePoint);
            assert_eq!(found.map(|span| read.text().slice(span)), expected, "{raw:?}");
        }
    }

    proptest! {
        #[test]
        fn every_stretch_is_normalised_like_the_whole(raw in "(a|é|😀|\r\n|\n|\0){0,20}", start in 0_usize..20, end in 0_usize..21) {
            let read = Raw::new(&raw);
            let chars: Vec<char> = raw.chars().collect();
            if let Some(span) = read.span(start, end, Unit::CodePoint) {
                let words: String = chars[start..end].iter().collect();
                let cut = words.ends_with('\r') || (words.starts_with('\n') && start > 0 && chars[start - 1] == '\r');
                prop_assert!(cut || read.text().slice(span) == normalise(&words));
            }
        }
    }
}
