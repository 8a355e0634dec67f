//! Words and punctuation, by the word boundaries of Unicode (UAX #29) with the joins that news text needs.
//!
//! Joined: abbreviations with inner dots ("U.N.", "a.m."), hyphenated words ("al-Assad", "car-bomb"), numbers with
//! separators ("10,000"). Split off: a possessive ending ("Syria" + "'s"), and each quotation mark. Tokens never
//! overlap, are sorted, and cover every character that is not white space.

use unicode_segmentation::UnicodeSegmentation as _;

use super::Span;

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it looks like.
    pub kind: TokenKind,
}

/// What a token looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// Holds a letter.
    Word,
    /// Starts with a digit.
    Number,
    /// A possessive ending: `'s`, `’s`, or a lone apostrophe after an s.
    Possessive,
    /// A quotation mark, or the two apostrophes or grave accents that some agencies print for one.
    Quote,
    /// Anything else, one grapheme at a time, save runs of the same mark ("--", "...").
    Punctuation,
}

/// The tokens of `text`, with offsets counted from `base` (pass a paragraph and its start, or a whole text and 0).
#[must_use]
pub fn tokens(text: &str, base: usize) -> Vec<Token> {
    let mut pieces: Vec<(usize, &str)> = Vec::new();
    for (at, piece) in text.split_word_bound_indices() {
        if piece.chars().all(char::is_whitespace) {
            continue;
        }
        split_possessive(at, piece, &mut pieces);
    }
    let mut found: Vec<Token> = Vec::with_capacity(pieces.len());
    let mut i = 0;
    while let Some(&(start, piece)) = pieces.get(i) {
        let mut end = start + piece.len();
        let mut kind = kind_of(piece, text.get(..start).and_then(|t| t.chars().next_back()));
        i += 1;
        while let Some(&(next_start, next)) = pieces.get(i) {
            let after = pieces.get(i + 1).map(|&(at, piece)| (at, piece));
            if next_start != end || !joins(kind, piece_of(text, start, end), next, after, next_start) {
                break;
            }
            end = next_start + next.len();
            if kind == TokenKind::Number && next.chars().any(char::is_alphabetic) {
                kind = TokenKind::Word;
            }
            i += 1;
        }
        if let Some(span) = Span::new(base + start, base + end) {
            found.push(Token { span, kind });
        }
    }
    found
}

fn piece_of(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

/// Unicode keeps "Syria's" and "don’t" whole; the possessive goes, contractions stay.
fn split_possessive<'a>(at: usize, piece: &'a str, into: &mut Vec<(usize, &'a str)>) {
    for ending in ["'s", "’s", "'S", "’S"] {
        if let Some(stem) = piece.strip_suffix(ending)
            && !stem.is_empty()
            && !matches!(
                stem.to_lowercase().as_str(),
                "it" | "he" | "she" | "that" | "there" | "let" | "what" | "here" | "who"
            )
        {
            into.push((at, stem));
            into.push((at + stem.len(), piece.get(stem.len()..).unwrap_or_default()));
            return;
        }
    }
    into.push((at, piece));
}

fn kind_of(piece: &str, before: Option<char>) -> TokenKind {
    let first = piece.chars().next().unwrap_or(' ');
    let ending = matches!(piece, "'s" | "’s" | "'S" | "’S") && before.is_some_and(char::is_alphanumeric);
    let bare_ending = matches!(piece, "'" | "’") && before.is_some_and(|c| c == 's' || c == 'S');
    if ending || bare_ending {
        TokenKind::Possessive
    } else if is_quote(first) {
        TokenKind::Quote
    } else if first.is_numeric() {
        TokenKind::Number
    } else if piece.chars().any(char::is_alphanumeric) {
        TokenKind::Word
    } else {
        TokenKind::Punctuation
    }
}

const fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›'
    )
}

/// Whether the piece `next`, which follows without a gap, belongs to the token so far.
fn joins(kind: TokenKind, so_far: &str, next: &str, after: Option<(usize, &str)>, next_start: usize) -> bool {
    let touches = |piece: fn(char) -> bool| {
        after
            .is_some_and(|(at, text)| at == next_start + next.len() && text.chars().next().is_some_and(piece))
    };
    let last = so_far.chars().next_back().unwrap_or(' ');
    match (kind, next) {
        (TokenKind::Word | TokenKind::Number, "-" | "‐" | "‑") => {
            last.is_alphanumeric() && touches(char::is_alphanumeric)
        }
        (TokenKind::Word, ".") => is_dotted(so_far),
        (TokenKind::Word | TokenKind::Number, _) if matches!(last, '-' | '‐' | '‑') => {
            next.chars().next().is_some_and(char::is_alphanumeric)
        }
        (TokenKind::Word, _) if last == '.' => {
            is_dotted_part(next) && next.chars().next().is_some_and(char::is_alphabetic)
        }
        (TokenKind::Quote, "'" | "`") => so_far == next,
        (TokenKind::Punctuation, _) => {
            next.starts_with(last) && next.chars().count() == 1 && !matches!(last, '(' | ')' | '[' | ']')
        }
        _ => false,
    }
}

/// "U", "U.N", "a.m": every part between dots is a single letter, so a following dot belongs to the abbreviation.
fn is_dotted(word: &str) -> bool {
    word.split('.')
        .all(|part| part.is_empty() || is_dotted_part(part))
        && (word.contains('.') || is_single_capital(word))
}

fn is_dotted_part(part: &str) -> bool {
    let mut chars = part.split('.').next().unwrap_or_default().chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

fn is_single_capital(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        let found: Vec<_> = tokens(text, 0)
            .iter()
            .map(|t| text.get(t.span.range()).unwrap())
            .collect();
        assert_eq!(found.join("|"), expected, "{text}");
    }

    #[test]
    fn news_words() {
        check("Syria's U.N. envoy", "Syria|'s|U.N.|envoy");
        check("Bashar al-Assad’s forces", "Bashar|al-Assad|’s|forces");
        check("10,000 people, 3.5 percent", "10,000|people|,|3.5|percent");
        check("He didn't. It's over.", "He|didn't|.|It's|over|.");
        check("“Yes,'' he said -- twice...", "“|Yes|,|''|he|said|--|twice|...");
        check("troops' arms (all)", "troops|'|arms|(|all|)");
        check("Chelsea J. Carter left.", "Chelsea|J.|Carter|left|.");
        check("the U.N.-Arab League", "the|U.N.|-|Arab|League");
        check("a 21-month-old war", "a|21-month-old|war");
        check("at 7 p.m. Saturday", "at|7|p.m.|Saturday");
        check("السلام عليكم", "السلام|عليكم");
        check("", "");
    }

    #[test]
    fn offsets_count_from_the_base() {
        assert_eq!(tokens("a b", 10)[1].span.range(), 12..13);
    }

    proptest! {
        #[test]
        fn cover_everything_but_white_space(text in "(\\PC|[a-zA-Z.'’“”\" -]|\n){0,200}") {
            let mut at = 0;
            for token in tokens(&text, 0) {
                let gap = text.get(at..token.span.start());
                prop_assert!(gap.is_some_and(|gap| gap.chars().all(char::is_whitespace)));
                prop_assert!(text.get(token.span.range()).is_some());
                at = token.span.end();
            }
            prop_assert!(text.get(at..).is_some_and(|rest| rest.chars().all(char::is_whitespace)));
        }
    }
}
