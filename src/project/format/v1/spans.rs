//! The spans of a file: which there are, and what they say even where they do not fit the text.

use super::{ArticleFile, BodyFile, SpanFile};
use crate::annotation::Quote;
use crate::text::Span;

impl SpanFile {
    /// A span with its words.
    #[must_use]
    pub const fn new(start: i64, end: i64, words: String) -> Self {
        Self(start, end, words, String::new(), String::new())
    }

    /// The span by its numbers alone. Numbers that are none of a span are read as far as they make sense; only words
    /// of more than 4 GiB have no place at all.
    #[must_use]
    pub fn raw(&self) -> Option<Span> {
        let Self(start, end, words, ..) = self;
        let offset = |at: i64| usize::try_from(at.max(0)).unwrap_or(usize::MAX);
        let (from, to) = (offset(*start.min(end)), offset(*start.max(end)));
        let length = words.len().max(1);
        let given = Span::new(from, to).filter(|_| words.is_empty() || (*start >= 0 && start < end));
        given
            .or_else(|| Span::new(from, from.saturating_add(length)))
            .or_else(|| Span::new(0, length))
    }

    /// The words and what stood around them.
    #[must_use]
    pub fn quote(&self) -> Quote {
        Quote {
            words: self.2.clone(),
            before: self.3.clone(),
            after: self.4.clone(),
        }
    }
}

impl BodyFile {
    /// Every span of the body.
    #[must_use]
    pub fn spans(&self) -> Vec<&SpanFile> {
        match self {
            Self::Mention { at, .. } => vec![at],
            Self::Claim {
                content,
                cue,
                source,
                via,
                figures,
                targets,
                ..
            } => {
                let parties = via.iter().chain(targets).map(|party| &party.at);
                let figures = figures.iter().map(|figure| &figure.at);
                content
                    .iter()
                    .chain(cue)
                    .chain(source)
                    .chain(parties)
                    .chain(figures)
                    .collect()
            }
        }
    }
}

impl ArticleFile {
    /// Every span that the items have now.
    #[must_use]
    pub fn spans(&self) -> Vec<&SpanFile> {
        self.items.iter().flat_map(|item| item.body.spans()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_no_span_are_read_as_far_as_they_make_sense() {
        let check = |start, end, words: &str, expected: Option<(usize, usize)>| {
            let raw = SpanFile::new(start, end, words.to_owned()).raw();
            assert_eq!(
                raw.map(|span| (span.start(), span.end())),
                expected,
                "{start} {end}"
            );
        };
        check(3, 8, "Toria", Some((3, 8)));
        check(8, 3, "Toria", Some((3, 8)));
        check(8, 3, "", Some((3, 8)));
        check(5, 5, "", Some((5, 6)));
        check(-4, 1, "Toria", Some((0, 5)));
        check(-4, -1, "", Some((0, 1)));
        check(i64::MIN, i64::MAX, "", Some((0, 1)));
        check(4, i64::MAX, "xy", Some((4, 6)));
        check(i64::MAX, i64::MAX, "xy", Some((0, 2)));
    }
}
