//! Sentence ends, by rules for news prose: abbreviations, initials and closing quotes.

use super::{Span, Token, TokenKind};

/// Words before a full stop that do not end a sentence when a capital follows.
const TITLES: &[&str] = &[
    "adm", "brig", "capt", "col", "cmdr", "dr", "gen", "gov", "hon", "lt", "maj", "messrs", "mr", "mrs",
    "ms", "mt", "pres", "prof", "pvt", "rep", "rev", "sec", "sen", "sgt", "sr", "st", "supt", "vs", "no",
    "jan", "feb", "aug", "sept", "oct", "nov", "dec",
];

/// The sentences of one paragraph as ranges of indices into `tokens` (the paragraph's tokens), in order, without gaps.
///
/// `text` is the text that the tokens' spans count in, starting at `base`.
#[must_use]
pub fn sentences(text: &str, base: usize, tokens: &[Token]) -> Vec<std::ops::Range<usize>> {
    let word = |i: usize| {
        tokens
            .get(i)
            .and_then(|t| text.get(t.span.start() - base..t.span.end() - base))
            .unwrap_or_default()
    };
    let mut found = Vec::new();
    let mut start = 0;
    let mut i = 0;
    while i < tokens.len() {
        if ends_sentence(i, tokens, &word) {
            let mut end = i + 1;
            while tokens
                .get(end)
                .is_some_and(|t| closes(*t, word(end), tokens.get(end - 1)))
            {
                end += 1;
            }
            if tokens
                .get(end)
                .is_none_or(|next| starts_sentence(*next, word(end), word(end + 1)))
            {
                found.push(start..end);
                start = end;
            }
            i = end;
        } else {
            i += 1;
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

fn ends_sentence<'a>(i: usize, tokens: &[Token], word: &impl Fn(usize) -> &'a str) -> bool {
    let mark = word(i);
    match tokens.get(i).map(|t| t.kind) {
        Some(TokenKind::Punctuation) if mark.starts_with(['!', '?', '…', '。']) => true,
        Some(TokenKind::Punctuation) if mark.chars().all(|c| c == '.') && !mark.is_empty() => {
            let before = i.checked_sub(1).map(word).unwrap_or_default().to_lowercase();
            mark.len() > 1 || !TITLES.contains(&before.as_str())
        }
        // "U.S." and "p.m." end a sentence only if the next word starts one; initials ("J.") never do.
        Some(TokenKind::Word) if mark.ends_with('.') => {
            mark.len() > 2 && {
                let next = word(i + 1);
                is_common_opener(next)
            }
        }
        _ => false,
    }
}

/// Closing marks that still belong to the sentence before.
fn closes(token: Token, word: &str, before: Option<&Token>) -> bool {
    let touches = before.is_some_and(|b| b.span.end() == token.span.start());
    match token.kind {
        TokenKind::Quote => touches && !matches!(word, "“" | "‘" | "«" | "„"),
        TokenKind::Possessive => touches,
        TokenKind::Punctuation => matches!(word, ")" | "]") && touches,
        _ => false,
    }
}

fn starts_sentence(token: Token, word: &str, next: &str) -> bool {
    match token.kind {
        TokenKind::Word => word.chars().next().is_some_and(|c| !c.is_lowercase()),
        TokenKind::Number => true,
        TokenKind::Quote => next.chars().next().is_some_and(|c| !c.is_lowercase()),
        TokenKind::Punctuation => !word.starts_with([',', ';', ':', '.']),
        TokenKind::Possessive => false,
    }
}

fn is_common_opener(word: &str) -> bool {
    matches!(
        word,
        "The"
            | "A"
            | "An"
            | "He"
            | "She"
            | "It"
            | "They"
            | "We"
            | "I"
            | "In"
            | "On"
            | "At"
            | "But"
            | "And"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "There"
            | "His"
            | "Her"
            | "Its"
            | "Their"
            | "Our"
            | "My"
            | "For"
            | "As"
            | "If"
            | "When"
            | "While"
            | "After"
            | "Before"
            | "However"
            | "Meanwhile"
            | "Also"
            | "Some"
            | "Many"
            | "Most"
            | "Both"
            | "One"
            | "No"
            | "Not"
            | "With"
            | "By"
            | "From"
            | "To"
            | ""
    )
}

/// The span from the first to the last token of a sentence.
#[must_use]
pub fn sentence_span(tokens: &[Token], sentence: &std::ops::Range<usize>) -> Option<Span> {
    let inside = tokens.get(sentence.clone())?;
    Some(inside.first()?.span.hull(inside.last()?.span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens;

    fn check(text: &str, expected: &[&str]) {
        let tokens = tokens(text, 0);
        let found: Vec<_> = sentences(text, 0, &tokens)
            .iter()
            .map(|s| text.get(sentence_span(&tokens, s).unwrap().range()).unwrap())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn news_sentences() {
        check("One came. Two left.", &["One came.", "Two left."]);
        check(
            "Mr. Toll met Gen. Ammar in the U.S. Senate.",
            &["Mr. Toll met Gen. Ammar in the U.S. Senate."],
        );
        check(
            "It is in the U.S. The war goes on.",
            &["It is in the U.S.", "The war goes on."],
        );
        check("“We left.” They stayed.", &["“We left.”", "They stayed."]);
        check(
            "“We left.'' he said. Then rain.",
            &["“We left.'' he said.", "Then rain."],
        );
        check("\"Why?\" she asked. \"Go!\"", &["\"Why?\" she asked.", "\"Go!\""]);
        check(
            "at 7 p.m. Saturday by J. Carter",
            &["at 7 p.m. Saturday by J. Carter"],
        );
        check("", &[]);
    }
}
