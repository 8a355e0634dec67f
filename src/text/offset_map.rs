//! The one converter between byte offsets and the units that file formats count in.

use super::Span;

/// Bytes between two checkpoints; a conversion walks at most this far.
const STRIDE: usize = 512;

/// Converts between UTF-8 bytes, Unicode code points and UTF-16 code units of one text.
///
/// A checkpoint every 512 bytes keeps each conversion constant in time whatever the length of the text. Offsets past
/// the end convert to the end; offsets inside a character convert to its start.
pub struct OffsetMap<'a> {
    text: &'a str,
    /// Per checkpoint: byte, code points before it, UTF-16 units before it. The first is all zero.
    checkpoints: Vec<[usize; 3]>,
}

/// What a format counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points: our JSON Lines, brat, spaCy, doccano, Label Studio, Web Annotation.
    CodePoint,
    /// UTF-16 code units: UIMA.
    Utf16,
}

impl<'a> OffsetMap<'a> {
    /// Walks `text` once.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let mut checkpoints = vec![[0; 3]];
        let (mut points, mut units, mut next) = (0, 0, STRIDE);
        for (byte, c) in text.char_indices() {
            if byte >= next {
                checkpoints.push([byte, points, units]);
                next = byte + STRIDE;
            }
            points += 1;
            units += c.len_utf16();
        }
        Self { text, checkpoints }
    }

    /// How many units come before byte `offset`.
    #[must_use]
    pub fn from_byte(&self, offset: usize, unit: Unit) -> usize {
        let found = self.checkpoints.partition_point(|c| c[0] <= offset);
        let [start, points, units] = self.checkpoint(found);
        let walked = self
            .text
            .get(start..)
            .unwrap_or_default()
            .char_indices()
            .take_while(|(at, c)| start + at + c.len_utf8() <= offset);
        match unit {
            Unit::CodePoint => points + walked.count(),
            Unit::Utf16 => units + walked.map(|(_, c)| c.len_utf16()).sum::<usize>(),
        }
    }

    /// The byte at which unit number `offset` starts.
    #[must_use]
    pub fn to_byte(&self, offset: usize, unit: Unit) -> usize {
        let code_points = unit == Unit::CodePoint;
        let found = self
            .checkpoints
            .partition_point(|[_, points, units]| *(if code_points { points } else { units }) <= offset);
        let [start, points, units] = self.checkpoint(found);
        let mut seen = if code_points { points } else { units };
        for (at, c) in self.text.get(start..).unwrap_or_default().char_indices() {
            let width = if code_points { 1 } else { c.len_utf16() };
            if seen + width > offset {
                return start + at;
            }
            seen += width;
        }
        self.text.len()
    }

    /// Start and end of `span` in `unit`, end-exclusive.
    #[must_use]
    pub fn span_from_bytes(&self, span: Span, unit: Unit) -> [usize; 2] {
        [
            self.from_byte(span.start(), unit),
            self.from_byte(span.end(), unit),
        ]
    }

    /// The span that `start..end` counts in `unit`; `None` if it is empty, reversed or ends past the text.
    #[must_use]
    pub fn span_to_bytes(&self, [start, end]: [usize; 2], unit: Unit) -> Option<Span> {
        let last = self.from_byte(self.text.len(), unit);
        (end <= last)
            .then(|| Span::new(self.to_byte(start, unit), self.to_byte(end, unit)))
            .flatten()
    }

    fn checkpoint(&self, found: usize) -> [usize; 3] {
        self.checkpoints
            .get(found.saturating_sub(1))
            .copied()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn agrees_with_counting(text in "(\\PC|😀|é|\n){0,700}") {
            let map = OffsetMap::new(&text);
            let mut units = 0;
            for (points, (byte, c)) in text.char_indices().enumerate() {
                prop_assert_eq!(map.from_byte(byte, Unit::CodePoint), points);
                prop_assert_eq!(map.from_byte(byte, Unit::Utf16), units);
                prop_assert_eq!(map.to_byte(points, Unit::CodePoint), byte);
                prop_assert_eq!(map.to_byte(units, Unit::Utf16), byte);
                units += c.len_utf16();
            }
            prop_assert_eq!(map.to_byte(usize::MAX, Unit::Utf16), text.len());
        }
    }

    #[test]
    fn refuses_what_is_not_in_the_text() {
        let map = OffsetMap::new("a😀");
        assert_eq!(map.span_to_bytes([0, 2], Unit::CodePoint), Span::new(0, 5));
        assert_eq!(map.span_to_bytes([0, 3], Unit::CodePoint), None);
        assert_eq!(map.span_to_bytes([2, 1], Unit::CodePoint), None);
    }
}
