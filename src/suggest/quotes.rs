//! Quotations: where one opens and where it closes, whatever glyphs the agency prints.
//!
//! A quotation lives in one paragraph; one that is not closed runs to the paragraph's end and is marked so. Double
//! marks of any shape close each other ("“ … ''"). Single marks count only where no double one is open.

use std::ops::Range;

use super::doc::Doc;
use crate::text::TokenKind;

/// Longest quotation in single marks, in tokens: a stray apostrophe must not swallow a paragraph.
const LONGEST_SINGLE: usize = 80;

/// A quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quote {
    /// Both marks included; without a closing mark, to the end of the paragraph.
    pub tokens: Range<usize>,
    /// Whether the closing mark is there.
    pub closed: bool,
}

impl Quote {
    /// Number of tokens between the marks.
    pub(super) fn inner_len(&self) -> usize {
        self.tokens.len().saturating_sub(1 + usize::from(self.closed))
    }
}

/// Adds the quotations of the paragraph with these tokens to `doc`.
pub(super) fn find(doc: &mut Doc<'_>, paragraph: Range<usize>) {
    let mut open: Option<usize> = None;
    let mut i = paragraph.start;
    while i < paragraph.end {
        let mark = doc.text_of(i);
        match (open, double(doc, i)) {
            (None, Some(side)) => {
                let stray = side == Side::Either && closes_here(doc, i, &paragraph);
                let closes = side == Side::Closing || stray && !touches_next(doc, i, &paragraph);
                if !closes || opens_here(doc, i, &paragraph) {
                    open = Some(i);
                }
            }
            (Some(start), Some(side)) => {
                // "here,“ said": the opening glyph where the quotation ends.
                let turned = closes_here(doc, i, &paragraph) && !opens_here(doc, i, &paragraph);
                let again = (side == Side::Opening && !turned)
                    || (matches!(mark, "''" | "\"")
                        && opens_here(doc, i, &paragraph)
                        && !closes_here(doc, i, &paragraph));
                if again {
                    doc.quotes.push(Quote {
                        tokens: start..i,
                        closed: false,
                    });
                    open = Some(i);
                } else {
                    doc.quotes.push(Quote {
                        tokens: start..i + 1,
                        closed: true,
                    });
                    open = None;
                }
            }
            (None, None) if is_single_opening(doc, i, &paragraph) => {
                if let Some(end) = single_end(doc, i, &paragraph) {
                    doc.quotes.push(Quote {
                        tokens: i..end + 1,
                        closed: true,
                    });
                    i = end;
                }
            }
            _ => {}
        }
        i += 1;
    }
    if let Some(start) = open {
        doc.quotes.push(Quote {
            tokens: start..paragraph.end,
            closed: false,
        });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opening,
    Closing,
    Either,
}

fn double(doc: &Doc<'_>, i: usize) -> Option<Side> {
    if doc.kind(i) != Some(TokenKind::Quote) {
        return None;
    }
    Some(match doc.text_of(i) {
        "“" | "„" | "«" | "``" | "‟" => Side::Opening,
        "”" | "»" => Side::Closing,
        "\"" | "''" | "’’" | "‘‘" => Side::Either,
        _ => return None,
    })
}

/// White space or a bracket before it, a word right after it.
fn opens_here(doc: &Doc<'_>, i: usize, paragraph: &Range<usize>) -> bool {
    let free = i == paragraph.start
        || !doc.touches_before(i)
        || doc.is_mark(i - 1, &["(", "[", "—", "–", "-", "--"]);
    free && touches_next(doc, i, paragraph)
}

fn touches_next(doc: &Doc<'_>, i: usize, paragraph: &Range<usize>) -> bool {
    i + 1 < paragraph.end && doc.touches_before(i + 1)
}

fn closes_here(doc: &Doc<'_>, i: usize, paragraph: &Range<usize>) -> bool {
    i > paragraph.start && doc.touches_before(i)
}

fn is_single_opening(doc: &Doc<'_>, i: usize, paragraph: &Range<usize>) -> bool {
    doc.kind(i) == Some(TokenKind::Quote)
        && matches!(doc.text_of(i), "'" | "‘" | "`" | "’")
        && opens_here(doc, i, paragraph)
}

/// The mark that closes a single quotation: an apostrophe at the end of a word with white space or a mark after it.
fn single_end(doc: &Doc<'_>, start: usize, paragraph: &Range<usize>) -> Option<usize> {
    let mut fallback = None;
    for i in start + 1..paragraph.end.min(start + LONGEST_SINGLE) {
        if double(doc, i).is_some() {
            break;
        }
        if !matches!(doc.text_of(i), "'" | "’") || !doc.touches_before(i) {
            continue;
        }
        let after = i + 1;
        let free = after >= paragraph.end
            || !doc.touches_before(after)
            || doc.kind(after) == Some(TokenKind::Punctuation);
        match doc.kind(i) {
            Some(TokenKind::Quote) if free => return Some(i),
            // After an s it may be a possessive; the last resort.
            Some(TokenKind::Possessive) if free => fallback = fallback.or(Some(i)),
            _ => {}
        }
    }
    fallback
}

#[cfg(test)]
mod tests {
    use super::super::{Input, Stop};
    use super::*;
    use crate::text::ArticleText;

    #[test]
    fn a_lost_mark_costs_one_quotation_and_not_the_rest() {
        for (text, expected) in [
            ("\"One,\" he said. \"Two.\"", vec!["\"One,\"", "\"Two.\""]),
            // Each paragraph of a quotation opens anew; here the breaks are lost.
            (
                "\"One. \"Two.\" Later \"three\" fell.",
                vec!["\"One.", "\"Two.\"", "\"three\""],
            ),
            // A closing mark that nothing opened, and inches.
            ("He came.\" Later \"three\" fell.", vec!["\"three\""]),
            ("He is 6'3\" tall and \"fit\".", vec!["\"fit\""]),
            // Marks that stand apart, as in texts cut into words.
            ("He said \" one \" and left.", vec!["\" one \""]),
        ] {
            let article = ArticleText::new(text);
            let doc = Doc::new(&Input::of(&article), &Stop::default()).unwrap();
            let found: Vec<&str> = doc
                .quotes
                .iter()
                .map(|q| doc.words_of(q.tokens.clone()))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
