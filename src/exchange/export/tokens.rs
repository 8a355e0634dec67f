//! Tokens and sentences for formats that are made of them.

use regex::Regex;

use crate::text::{ArticleText, Span, sentences, tokens};

/// How texts are cut into tokens.
#[derive(Clone, Debug, Default)]
pub enum Tokenizer {
    /// As the program itself does it: the word boundaries of Unicode with the joins of news text.
    #[default]
    Ours,
    /// Each match of the pattern is a token; what lies between, white space aside, is a token, too, so that no character is
    /// lost.
    Pattern(Regex),
}

/// The tokens of a text, in sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokenised {
    /// The tokens, sorted, not overlapping; together they cover all but white space.
    pub tokens: Vec<Span>,
    /// The sentences as ranges of indices of tokens, none empty, without gaps. None crosses a paragraph.
    pub sentences: Vec<std::ops::Range<usize>>,
}

impl Tokenizer {
    /// Cuts a text.
    #[must_use]
    pub fn cut(&self, text: &ArticleText) -> Tokenised {
        let mut cut = Tokenised::default();
        for paragraph in text.paragraphs() {
            let words = text.slice(*paragraph);
            let ours = tokens(words, paragraph.start());
            let ends = sentences(text.as_str(), 0, &ours);
            let base = cut.tokens.len();
            match self {
                Self::Ours => {
                    cut.tokens.extend(ours.iter().map(|token| token.span));
                    cut.sentences
                        .extend(ends.into_iter().map(|range| base + range.start..base + range.end));
                }
                Self::Pattern(pattern) => {
                    let first =
                        |range: &std::ops::Range<usize>| ours.get(range.start).map(|t| t.span.start());
                    let starts: Vec<usize> = ends.iter().filter_map(first).collect();
                    cut.tokens.extend(matches(pattern, words, paragraph.start()));
                    let mut begin = base;
                    for start in starts.into_iter().skip(1) {
                        let next = cut
                            .tokens
                            .partition_point(|token| token.end() <= start)
                            .max(begin);
                        if next > begin {
                            cut.sentences.push(begin..next);
                        }
                        begin = next;
                    }
                    if cut.tokens.len() > begin {
                        cut.sentences.push(begin..cut.tokens.len());
                    }
                }
            }
        }
        cut
    }
}

fn matches(pattern: &Regex, text: &str, base: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    let gap = |from: usize, to: usize, found: &mut Vec<Span>| {
        let between = text.get(from..to).unwrap_or_default();
        let mut start = None;
        for (i, c) in between.char_indices().chain([(between.len(), ' ')]) {
            match (c.is_whitespace(), start) {
                (true, Some(begun)) => {
                    found.extend(Span::new(base + from + begun, base + from + i));
                    start = None;
                }
                (false, None) => start = Some(i),
                _ => {}
            }
        }
    };
    for token in pattern.find_iter(text) {
        if token.as_str().trim().is_empty() {
            continue;
        }
        gap(at, token.start(), &mut found);
        found.extend(Span::new(base + token.start(), base + token.end()));
        at = token.end();
    }
    gap(at, text.len(), &mut found);
    found
}

impl Tokenised {
    /// The tokens that `span` touches; `None` if it touches none.
    #[must_use]
    pub fn covering(&self, span: Span) -> Option<std::ops::Range<usize>> {
        let first = self.tokens.partition_point(|token| token.end() <= span.start());
        let end = self.tokens.partition_point(|token| token.start() < span.end());
        (first < end).then_some(first..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tokenizer: &Tokenizer, text: &str, expected: &str) {
        let text = ArticleText::new(text);
        let cut = tokenizer.cut(&text);
        let shown: Vec<String> = cut
            .sentences
            .iter()
            .map(|range| {
                let words: Vec<&str> = cut.tokens[range.clone()]
                    .iter()
                    .map(|span| text.slice(*span))
                    .collect();
                words.join("|")
            })
            .collect();
        assert_eq!(shown.join(" / "), expected);
        assert_eq!(
            cut.sentences.iter().map(ExactSizeIterator::len).sum::<usize>(),
            cut.tokens.len()
        );
    }

    #[test]
    fn tokens_in_sentences() {
        let text = "Ada's army left. It won 10,000.\n\nBrask fell";
        check(
            &Tokenizer::Ours,
            text,
            "Ada|'s|army|left|. / It|won|10,000|. / Brask|fell",
        );
        let words = Tokenizer::Pattern(Regex::new(r"\w+").unwrap());
        check(
            &words,
            text,
            "Ada|'|s|army|left|. / It|won|10|,|000|. / Brask|fell",
        );
        let spaces = Tokenizer::Pattern(Regex::new(r"\S+").unwrap());
        check(&spaces, text, "Ada's|army|left. / It|won|10,000. / Brask|fell");
        check(&spaces, " \n", "");
    }

    #[test]
    fn spans_are_covered_by_tokens() {
        let cut = Tokenizer::Ours.cut(&ArticleText::new("Smith's army"));
        let of = |start, end| cut.covering(Span::new(start, end).unwrap());
        assert_eq!(of(0, 5), Some(0..1));
        assert_eq!(of(0, 6), Some(0..2));
        assert_eq!(of(8, 12), Some(2..3));
        assert_eq!(of(7, 8), None);
    }
}
