//! Finds the place of a span whose words are known, in a text that may have been edited by hand.
//!
//! A span whose words stand where the file says is taken as it is. Otherwise the words are looked for nearby: once
//! found means found; of several places the one is taken that has the same words around it, or that moved as far as its
//! neighbours did, if the neighbours before and after agree on one. Anything else is not guessed.
//!
//! What stands around a span is in the file only for words that stood nearby more than once. Such words are not taken
//! where nothing around them is the same, even if only one place is left: it may be that of a namesake.

use std::cell::OnceCell;

use memchr::memmem::Finder;

use super::SpanFile;
use crate::annotation::Quote;
use crate::text::{ArticleText, Span};

/// How far from its old place a span is looked for, in bytes.
const REACH: usize = 32 * 1024;

/// How much of what stands before and after is kept, in characters.
const CONTEXT: usize = 16;

/// Words longer than this, in bytes, are told apart without what stands around them.
const SHORT: usize = 64;

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
        let quote = span.quote();
        let around = quote.known_around();
        if let Some(same) = self.same(span) {
            // By chance a namesake may have come to stand there; then the right one is another, and only one.
            let fits = |start: &usize| quote.likeness(self.text.as_str(), *start) == around;
            if around == 0 || fits(&same.start()) {
                return Some(Place::Same(same));
            }
            let mut others = self.nearby(span).into_iter().filter(fits);
            let only = others.next().filter(|_| others.next().is_none());
            let moved = only.and_then(|start| self.at(start, &span.2));
            return Some(moved.map_or(Place::Same(same), Place::Moved));
        }
        if span.2.is_empty() {
            return None;
        }
        let places = self.nearby(span);
        let alike = self.most_alike(&quote, &places);
        let found = match (places.as_slice(), alike.as_slice()) {
            ([], _) => None,
            ([only], _) if around == 0 => self.at(*only, &span.2),
            (_, [only]) => self.at(*only, &span.2),
            (several, []) | (_, several) => self.with_neighbours(span, several),
        };
        found.map(Place::Moved)
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

    /// Those of `places` that have the most in common with what stood around the words, if it is enough.
    fn most_alike(&self, quote: &Quote, places: &[usize]) -> Vec<usize> {
        let around = quote.known_around();
        let likeness = |start: usize| quote.likeness(self.text.as_str(), start);
        let alike: Vec<(usize, usize)> = places.iter().map(|start| (likeness(*start), *start)).collect();
        let best = alike.iter().map(|(likeness, _)| *likeness).max();
        let best = best.filter(|best| around > 0 && 2 * best >= around);
        let found = alike.into_iter().filter(|(likeness, _)| Some(*likeness) == best);
        found.map(|(_, start)| start).collect()
    }

    fn sure_moves(&self) -> Vec<(i64, i64)> {
        // The one place that is left may be a namesake's.
        let is_it = |span: &SpanFile, place: usize| {
            let quote = span.quote();
            quote.known_around() == 0 || !self.most_alike(&quote, &[place]).is_empty()
        };
        let mut sure: Vec<_> = self
            .spans
            .iter()
            .filter(|span| !span.2.is_empty())
            .filter_map(|span| match self.nearby(span).as_slice() {
                [only] if is_it(span, *only) => {
                    Some((span.0, i64::try_from(*only).ok()?.saturating_sub(span.0)))
                }
                _ => None,
            })
            .collect();
        sure.sort_unstable();
        sure.dedup();
        sure
    }
}

/// The words at `span`, with what stands around them if they stand nearby a second time.
#[must_use]
pub(super) fn quote(text: &ArticleText, span: Span) -> Quote {
    let words = text.slice(span);
    let whole = text.as_str();
    let from = whole.floor_char_boundary(span.start().saturating_sub(REACH));
    let to = whole.ceil_char_boundary((span.end() + REACH).min(whole.len()));
    let window = whole.get(from..to).unwrap_or_default();
    let again = !words.is_empty() && words.len() <= SHORT && {
        let finder = Finder::new(words);
        finder.find_iter(window.as_bytes()).nth(1).is_some()
    };
    let mut quote = Quote {
        words: words.to_owned(),
        ..Quote::default()
    };
    if again {
        let in_line = |c: &char| *c != '\n';
        let before = whole.get(..span.start()).unwrap_or_default().chars().rev();
        let after = whole.get(span.end()..).unwrap_or_default().chars();
        let before: Vec<char> = before.take_while(in_line).take(CONTEXT).collect();
        quote.before = before.into_iter().rev().collect();
        quote.after = after.take_while(in_line).take(CONTEXT).collect();
    }
    quote
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where `words`, formerly at `old`, are found in `text`, given that `others` have been there too.
    fn check(text: &str, old: i64, words: &str, others: &[(i64, &str)], expected: Option<usize>) {
        let text = ArticleText::new(text);
        let file = |at: i64, words: &str| {
            SpanFile::new(at, at + i64::try_from(words.len()).unwrap(), words.to_owned())
        };
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

    /// What stands around the `nth` of `words` in `text`, and where those words are found in `edited`.
    fn check_around(
        text: &str,
        words: &str,
        nth: usize,
        around: [&str; 2],
        edited: &str,
        expected: Option<usize>,
    ) {
        let start = text.match_indices(words).nth(nth).unwrap().0;
        let text = ArticleText::new(text);
        let quote = quote(&text, text.span(start..start + words.len()).unwrap());
        assert_eq!([quote.before.as_str(), &quote.after], around, "{text:?}");
        let at = |offset: usize| i64::try_from(offset).unwrap();
        let span = SpanFile(
            at(start),
            at(start + words.len()),
            quote.words,
            quote.before,
            quote.after,
        );
        let edited = ArticleText::new(edited);
        let anchors = Anchors::new(&edited, vec![&span]);
        let found = anchors.find(&span).map(|place| place.span().start());
        assert_eq!(found, expected, "{words} in {edited:?}");
    }

    #[test]
    fn what_stands_around_tells_namesakes_apart() {
        let text = "Toria said no.\nAda met Toria. Then Toria left.";
        let none = ["", ""];
        check_around(text, "Ada", 0, none, "So Ada met Toria.", Some(3));
        let second = ["Ada met ", ". Then Toria lef"];
        check_around(text, "Toria", 1, second, text, Some(23));
        // Moved, with others left and right.
        let moved = "So Toria said no.\nAda met Toria. Then Toria left.";
        check_around(text, "Toria", 1, second, moved, Some(26));
        // A namesake stands by chance where it was.
        let chance = "The man Ada met Toria. Then Toria left. Ada met Toria.";
        check_around(
            text,
            "Toria",
            2,
            ["da met Toria. Then ".get(3..).unwrap(), " left."],
            chance,
            Some(28),
        );
        // Its sentence is gone; another one's name is not taken for it.
        check_around(text, "Toria", 1, second, "On Monday Toria said no.", None);
        // One side is the same.
        check_around(
            text,
            "Toria",
            1,
            second,
            "A man met Toria. Then Toria left.",
            Some(10),
        );
    }
}
