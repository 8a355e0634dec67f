//! Moving one end of a span by a token or by a character.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::{ArticleText, Span, tokens};

/// Which end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Where it starts.
    Start,
    /// Where it ends.
    End,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Towards the start of the text.
    Left,
    /// Towards its end.
    Right,
}

/// How far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stride {
    /// To the next boundary of a token.
    Token,
    /// By one character as a reader sees it (a grapheme).
    Character,
}

/// Bytes of context on each side in which the next boundary is looked for; no token of prose is longer.
const WINDOW: usize = 1024;

/// The span with one end moved; `None` where there is nothing left to move to.
#[must_use]
pub fn moved(text: &ArticleText, span: Span, edge: Edge, way: Way, stride: Stride) -> Option<Span> {
    let at = match edge {
        Edge::Start => span.start(),
        Edge::End => span.end(),
    };
    let (from, until) = window(text.as_str(), at);
    let slice = text.as_str().get(from..until)?;
    let stops: Vec<usize> = match stride {
        Stride::Token => tokens(slice, from)
            .iter()
            .map(|token| match edge {
                Edge::Start => token.span.start(),
                Edge::End => token.span.end(),
            })
            .collect(),
        Stride::Character => slice
            .grapheme_indices(true)
            .map(|(offset, _)| from + offset)
            .chain([until])
            .collect(),
    };
    let target = match way {
        Way::Left => stops.iter().rev().find(|stop| **stop < at),
        Way::Right => stops.iter().find(|stop| **stop > at),
    }?;
    match edge {
        Edge::Start => text.span(*target..span.end()),
        Edge::End => text.span(span.start()..*target),
    }
}

/// The span widened to whole tokens; what a mouse selected loosely becomes what was meant.
#[must_use]
pub fn snapped(text: &ArticleText, span: Span) -> Option<Span> {
    let span = text.trim(span)?;
    let from = window(text.as_str(), span.start()).0;
    let until = window(text.as_str(), span.end()).1;
    let tokens = tokens(text.as_str().get(from..until)?, from);
    let first = tokens.iter().find(|token| token.span.overlaps(span))?;
    let last = tokens.iter().rev().find(|token| token.span.overlaps(span))?;
    Some(first.span.hull(last.span))
}

/// The next place to stop for a cursor that walks by word: the start of the token left or right of `at`.
#[must_use]
pub fn word_stop(text: &ArticleText, at: usize, way: Way) -> usize {
    next_edge(text, at, way, Span::start)
}

/// The next end of a token left or right of `at`, for a selection that grows by word.
#[must_use]
pub fn word_end(text: &ArticleText, at: usize, way: Way) -> usize {
    next_edge(text, at, way, Span::end)
}

/// The nearest `edge` of a token left or right of `at`; how far was looked where there is none.
fn next_edge(text: &ArticleText, at: usize, way: Way, edge: fn(Span) -> usize) -> usize {
    let (from, until) = window(text.as_str(), at);
    let found = tokens(text.as_str().get(from..until).unwrap_or_default(), from);
    let mut edges = found.iter().map(|token| edge(token.span));
    match way {
        Way::Left => edges.rev().find(|edge| *edge < at).unwrap_or(from),
        Way::Right => edges.find(|edge| *edge > at).unwrap_or(until),
    }
}

/// A stretch of text around `at` that starts and ends at white space, so that it has the same tokens as the whole.
fn window(text: &str, at: usize) -> (usize, usize) {
    let mut from = at.saturating_sub(WINDOW);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    if from > 0 {
        let skipped = text
            .get(from..at)
            .and_then(|slice| slice.find(char::is_whitespace));
        from += skipped.unwrap_or(0);
    }
    let mut until = (at + WINDOW).min(text.len());
    while !text.is_char_boundary(until) {
        until += 1;
    }
    if until < text.len() {
        let kept = text
            .get(at..until)
            .and_then(|slice| slice.rfind(char::is_whitespace));
        until = kept.map_or(until, |kept| at + kept);
    }
    (from, until)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(marked: &str, edge: Edge, way: Way, stride: Stride, expected: Option<&str>) {
        let start = marked.find('[').unwrap();
        let end = marked.find(']').unwrap() - 1;
        let text = ArticleText::new(marked.replace(['[', ']'], ""));
        let span = text.span(start..end).unwrap();
        let found = moved(&text, span, edge, way, stride).map(|s| text.slice(s).to_owned());
        assert_eq!(found.as_deref(), expected, "{marked} {edge:?} {way:?} {stride:?}");
    }

    #[test]
    fn by_token_and_by_character() {
        use Edge::{End, Start};
        use Stride::{Character, Token};
        use Way::{Left, Right};
        check("the U.N. [envoy] said", Start, Left, Token, Some("U.N. envoy"));
        check("the [U.N. envoy] said", Start, Right, Token, Some("envoy"));
        check("the [envoy] said", Start, Right, Token, None);
        check("the [envoy] said", End, Right, Token, Some("envoy said"));
        check("the [envoy said]", End, Right, Token, None);
        check("[Ada's aunt]", End, Left, Token, Some("Ada's"));
        check("[Ada]'s aunt", End, Right, Token, Some("Ada's"));
        check("one.\n\n[Two] three", Start, Left, Token, Some(".\n\nTwo"));
        check("a [cafe\u{301}] b", End, Left, Character, Some("caf"));
        check("a [x]👩‍👧 b", End, Right, Character, Some("x👩‍👧"));
        check("[a]", Start, Left, Character, None);
    }

    #[test]
    fn a_loose_selection_takes_whole_words() {
        let text = ArticleText::new("the opposition leader said");
        let span = text.span(5..18).unwrap();
        assert_eq!(text.slice(snapped(&text, span).unwrap()), "opposition leader");
    }

    proptest! {
        #[test]
        fn stays_in_the_text(text in "(\\PC|[a-z' .]|\n){1,80}", a in 0usize..80, b in 0usize..80) {
            let text = ArticleText::new(text);
            if let Some(span) = text.span(a.min(b)..a.max(b)) {
                for edge in [Edge::Start, Edge::End] {
                    for way in [Way::Left, Way::Right] {
                        for stride in [Stride::Token, Stride::Character] {
                            if let Some(to) = moved(&text, span, edge, way, stride) {
                                prop_assert!(text.holds(to));
                                prop_assert_ne!(to, span);
                            }
                        }
                    }
                }
            }
        }
    }
}
