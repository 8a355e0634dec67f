//! Finds the place of a span whose words are known, in a text that may have been edited by hand.
//!
//! A span whose words stand where the file says is taken as it is. Otherwise the words are looked for nearby: once
//! found means found; of several places the one that moved as far as its neighbours did is taken, if the neighbours
//! before and after agree on one. Anything else is not guessed.

use std::cell::OnceCell;

use super::SpanFile;
use crate::text::{ArticleText, Span};

/// How far from its old place a span is looked for, in bytes.
const REACH: usize = 32 * 1024;

/// Where a span was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where the file says.
    Same(Span),
    /// Elsewhere.
    Moved(Span),
}

impl Place {
    /// The span.
    #[must_use]
    pub const fn span(self) -> Span {
        match self {
            Self::Same(span) | Self::Moved(span) => span,
        }
    }
}

/// Finds spans in one text.
pub struct Anchors<'a> {
    text: &'a ArticleText,
    spans: Vec<&'a SpanFile>,
    /// Old start and distance moved, for spans found without doubt; sorted. Made when first needed.
    sure: OnceCell<Vec<(i64, i64)>>,
}

impl<'a> Anchors<'a> {
    /// For `text`; `spans` are all that the file has, by which a distance moved is told.
    #[must_use]
    pub const fn new(text: &'a ArticleText, spans: Vec<&'a SpanFile>) -> Self {
        Self {
            text,
            spans,
            sure: OnceCell::new(),
        }
    }

    /// The place of `span`, if there is one beyond doubt.
    #[must_use]
    pub fn find(&self, span: &SpanFile) -> Option<Place> {
        if let Some(same) = self.same(span) {
            return Some(Place::Same(same));
        }
        if span.2.is_empty() {
            return None;
        }
        match self.nearby(span).as_slice() {
            [] => None,
            [only] => self.at(*only, &span.2).map(Place::Moved),
            several => self.with_neighbours(span, several).map(Place::Moved),
        }
    }

    fn same(&self, span: &SpanFile) -> Option<Span> {
        let (start, end) = (usize::try_from(span.0).ok()?, usize::try_from(span.1).ok()?);
        let found = self.text.span(start..end)?;
        (span.2.is_empty() || self.text.slice(found) == span.2).then_some(found)
    }

    fn at(&self, start: usize, words: &str) -> Option<Span> {
        self.text.span(start..start + words.len())
    }

    /// Starts of the places within reach that have the words; at most a few, since more are as good as none.
    fn nearby(&self, span: &SpanFile) -> Vec<usize> {
        let text = self.text.as_str();
        let old = usize::try_from(span.0).unwrap_or(0).min(text.len());
        let from = text.floor_char_boundary(old.saturating_sub(REACH));
        let to = text.ceil_char_boundary((old + REACH + span.2.len()).min(text.len()));
        let window = text.get(from..to).unwrap_or_default();
        window
            .match_indices(span.2.as_str())
            .map(|(at, _)| from + at)
            .take(64)
            .collect()
    }

    fn with_neighbours(&self, span: &SpanFile, places: &[usize]) -> Option<Span> {
        let sure = self.sure.get_or_init(|| self.sure_moves());
        let after = sure.partition_point(|(old, _)| *old < span.0);
        let neighbours = [after.checked_sub(1).and_then(|i| sure.get(i)), sure.get(after)];
        let mut found = None;
        for (_, moved) in neighbours.into_iter().flatten() {
            let place = usize::try_from(span.0.saturating_add(*moved))
                .ok()
                .filter(|at| places.contains(at));
            match (found, place) {
                (Some(one), Some(other)) if one != other => return None,
                (None, Some(place)) => found = Some(place),
                _ => {}
            }
        }
        self.at(found?, &span.2)
    }

    fn sure_moves(&self) -> Vec<(i64, i64)> {
        let mut sure: Vec<_> = self
            .spans
            .iter()
            .filter(|span| !span.2.is_empty())
            .filter_map(|span| match self.nearby(span).as_slice() {
                [only] => Some((span.0, i64::try_from(*only).ok()? - span.0)),
                _ => None,
            })
            .collect();
        sure.sort_unstable();
        sure.dedup();
        sure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where `words`, formerly at `old`, are found in `text`, given that `others` have been there too.
    fn check(text: &str, old: i64, words: &str, others: &[(i64, &str)], expected: Option<usize>) {
        let text = ArticleText::new(text);
        let file =
            |at: i64, words: &str| SpanFile(at, at + i64::try_from(words.len()).unwrap(), words.to_owned());
        let span = file(old, words);
        let others: Vec<_> = others.iter().map(|(at, words)| file(*at, words)).collect();
        let anchors = Anchors::new(&text, others.iter().chain([&span]).collect());
        assert_eq!(
            anchors.find(&span).map(|place| place.span().start()),
            expected,
            "{words} in {text:?}"
        );
    }

    #[test]
    fn words_are_found_or_not_guessed() {
        check("Toria said no", 0, "Toria", &[], Some(0));
        check("On Monday Toria said no", 0, "Toria", &[], Some(10));
        check("Toria, Toria", 3, "Toria", &[], None);
        check("xx Toria, Toria said", 7, "Toria", &[(13, "said")], Some(10));
        check("xx Toria, Toria said", 0, "Toria", &[(13, "said")], Some(3));
        check("nothing", 0, "Toria", &[], None);
        check("é", 1, "", &[], None);
        check("Toria", -4, "Toria", &[], Some(0));
    }
}
