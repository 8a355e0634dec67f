//! The text of one article: immutable once imported, shared between threads, cut into paragraphs.

use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::Span;

/// The longest text that an article may have, in bytes. Longer input is refused at import with a message.
pub const MAX_ARTICLE_BYTES: usize = 32 * 1024 * 1024;

/// An article's text with its paragraphs and its hash. Cloning shares the text.
#[derive(Clone, PartialEq, Eq)]
pub struct ArticleText {
    shared: Arc<Shared>,
}

#[derive(PartialEq, Eq)]
struct Shared {
    text: String,
    paragraphs: Vec<Span>,
    hash: TextHash,
}

/// SHA-256 of an article's text in UTF-8, by which duplicates and edits by other programs are recognised.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextHash([u8; 32]);

impl ArticleText {
    /// Takes text that has gone through [`super::normalise`] already (imports do that once).
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let paragraphs = paragraphs(&text);
        let hash = TextHash::of(&text);
        Self {
            shared: Arc::new(Shared {
                text,
                paragraphs,
                hash,
            }),
        }
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.shared.text
    }

    /// The non-blank lines, without their line ends, in order. Spans may cross them.
    #[must_use]
    pub fn paragraphs(&self) -> &[Span] {
        &self.shared.paragraphs
    }

    /// Index of the paragraph that holds `offset`, or of the next one after it; `None` past the last paragraph.
    #[must_use]
    pub fn paragraph_at(&self, offset: usize) -> Option<usize> {
        let index = self.shared.paragraphs.partition_point(|p| p.end() <= offset);
        (index < self.shared.paragraphs.len()).then_some(index)
    }

    /// Hash of the text.
    #[must_use]
    pub fn hash(&self) -> TextHash {
        self.shared.hash
    }

    /// A span of this text, if `range` is not empty, lies inside and both ends are character boundaries.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        let text = self.as_str();
        (text.is_char_boundary(range.start) && text.is_char_boundary(range.end))
            .then(|| Span::new(range.start, range.end))
            .flatten()
    }

    /// Whether `span` lies in this text and on character boundaries.
    #[must_use]
    pub fn holds(&self, span: Span) -> bool {
        self.span(span.range()).is_some()
    }

    /// The words under `span`; empty if the span is not of this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.as_str().get(span.range()).unwrap_or_default()
    }

    /// The span without white space at its ends; `None` if nothing else is in it.
    #[must_use]
    pub fn trim(&self, span: Span) -> Option<Span> {
        let slice = self.slice(span);
        let start = span.start() + (slice.len() - slice.trim_start().len());
        Span::new(start, start + slice.trim().len())
    }
}

impl std::fmt::Debug for ArticleText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ArticleText({} bytes, {})", self.as_str().len(), self.hash())
    }
}

fn paragraphs(text: &str) -> Vec<Span> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches('\n');
        if !content.trim().is_empty()
            && let Some(span) = Span::new(start, start + content.len())
        {
            found.push(span);
        }
        start += line.len();
    }
    found
}

impl TextHash {
    /// Hash of `text` as UTF-8.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl std::fmt::Display for TextHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for TextHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_the_lines_with_words() {
        let text = ArticleText::new("Headline\n\n  \nOne.\nTwo.");
        let words: Vec<_> = text.paragraphs().iter().map(|p| text.slice(*p)).collect();
        assert_eq!(words, ["Headline", "One.", "Two."]);
        assert_eq!(text.paragraph_at(0), Some(0));
        assert_eq!(
            text.paragraph_at(9),
            Some(1),
            "a blank line belongs to what follows"
        );
        assert_eq!(text.paragraph_at(999), None);
    }

    #[test]
    fn spans_stay_on_character_boundaries() {
        let text = ArticleText::new("a😀b");
        assert!(text.span(0..5).is_some());
        assert_eq!(text.span(0..2), None, "inside the emoji");
        assert_eq!(text.span(1..1), None, "empty");
        assert_eq!(text.span(5..9), None, "past the end");
        assert_eq!(text.trim(text.span(0..6).unwrap()).unwrap().range(), 0..6);
    }

    #[test]
    fn a_hash_survives_being_written() {
        let hash = TextHash::of("abc");
        assert_eq!(TextHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(TextHash::parse("zz"), None);
    }
}
