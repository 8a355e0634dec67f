//! Spans on the borders of tokens, for formats that know no others.
//!
//! Readers in Python take more characters for white space than Unicode does, among them the separators U+001C to
//! U+001F. What they take for white space is no token here, so that they see the same tokens as we do.

use std::ops::Range;

use crate::exchange::export::{Tokenised, Tokenizer};
use crate::exchange::loss::{Loss, Losses};
use crate::exchange::marks::{Mark, Marked};
use crate::text::{ArticleText, OffsetMap, Span, Unit};

/// Whether some reader takes `c` for white space.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// The tokens of an article, and the numbers of its characters.
pub struct Aligned<'a> {
    text: &'a ArticleText,
    name: &'a str,
    /// The tokens in sentences.
    pub cut: Tokenised,
    points: OffsetMap<'a>,
}

/// A token as spaCy has them: white space that is more than one space after a token is a token, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Whether a space follows that is no token.
    pub space: bool,
    /// Whether it is white space.
    pub is_gap: bool,
}

impl<'a> Aligned<'a> {
    /// Cuts the text of an article.
    pub fn new(marked: &'a Marked, tokenizer: &Tokenizer) -> Self {
        let text = &marked.text;
        let cut = tokenizer.cut(text);
        let is_token = |span: Span| !text.slice(span).chars().all(is_space);
        let mut kept = Tokenised::default();
        for sentence in &cut.sentences {
            let begin = kept.tokens.len();
            let tokens = cut.tokens.get(sentence.clone()).unwrap_or_default();
            kept.tokens
                .extend(tokens.iter().copied().filter(|span| is_token(*span)));
            if kept.tokens.len() > begin {
                kept.sentences.push(begin..kept.tokens.len());
            }
        }
        Self {
            text,
            name: &marked.name,
            cut: kept,
            points: OffsetMap::new(text.as_str()),
        }
    }

    /// Start and end of a span in code points.
    pub fn points(&self, span: Span) -> [usize; 2] {
        self.points.span_from_bytes(span, Unit::CodePoint)
    }

    /// The tokens that a mark touches, counting the ends that had to be moved. `None` if it touches none, which is counted, too.
    pub fn tokens_of(&self, mark: &Mark, losses: &mut Losses) -> Option<(Range<usize>, Span)> {
        self.free_tokens_of(mark, |_| false, losses)
    }

    /// The same where a token can be in one mark only: `None`, and counted, if some of them are taken.
    pub fn free_tokens_of(
        &self,
        mark: &Mark,
        is_taken: impl FnOnce(Range<usize>) -> bool,
        losses: &mut Losses,
    ) -> Option<(Range<usize>, Span)> {
        let span = mark.hull()?;
        let mut note = |loss| losses.note(loss, self.name, self.text.slice(span));
        let Some(range) = self.cut.covering(span) else {
            note(Loss::Characters);
            return None;
        };
        if is_taken(range.clone()) {
            note(Loss::Overlaps);
            return None;
        }
        let tokens = self.cut.tokens.get(range.clone())?;
        let whole = tokens.first()?.hull(*tokens.last()?);
        // White space at the ends of a span is no loss.
        let kept = self.text.trim(span).unwrap_or(span);
        for is_moved in [whole.start() != kept.start(), whole.end() != kept.end()] {
            if is_moved {
                note(Loss::Boundaries);
            }
        }
        Some((range, whole))
    }

    /// The tokens as spaCy has them, and for each of ours its place among them.
    pub fn words(&self) -> (Vec<Word>, Vec<usize>) {
        let text = self.text.as_str();
        let (mut words, mut places) = (Vec::new(), Vec::with_capacity(self.cut.tokens.len()));
        let gap = |from: usize, to: usize| {
            Span::new(from, to).map(|span| Word {
                span,
                space: false,
                is_gap: true,
            })
        };
        let mut at = 0;
        for token in &self.cut.tokens {
            words.extend(gap(at, token.start()));
            at = token.end();
            let space = text.as_bytes().get(at) == Some(&b' ');
            places.push(words.len());
            words.push(Word {
                span: *token,
                space,
                is_gap: false,
            });
            at += usize::from(space);
        }
        words.extend(gap(at, text.len()));
        (words, places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Metadata;

    #[test]
    fn words_with_the_gaps_between_them() {
        let marked = Marked {
            name: "a".to_owned(),
            metadata: Metadata::default(),
            text: ArticleText::new(" Ada  left\u{1c}.\n\nBrask\n"),
            marks: Vec::new(),
            links: Vec::new(),
        };
        let aligned = Aligned::new(&marked, &Tokenizer::Ours);
        let (words, places) = aligned.words();
        let shown: Vec<String> = words
            .iter()
            .map(|word| {
                format!(
                    "{:?}{}",
                    marked.text.slice(word.span),
                    if word.space { "_" } else { "" }
                )
            })
            .collect();
        assert_eq!(
            shown.join(" "),
            "\" \" \"Ada\"_ \" \" \"left\" \"\\u{1c}\" \".\" \"\\n\\n\" \"Brask\" \"\\n\""
        );
        assert_eq!(places, [1, 3, 5, 7]);
        assert_eq!(aligned.cut.sentences, [0..3, 3..4]);
    }
}
