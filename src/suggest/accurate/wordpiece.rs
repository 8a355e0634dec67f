//! Words to pieces, as the encoder was trained on them: BERT's basic tokenisation without case and accents, then
//! word pieces: the longest piece of the vocabulary each time (Devlin et al. 2019; Wu et al. 2016).

use std::collections::HashMap;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

/// A word between marks that has more characters than this is one unknown piece.
const LONGEST_WORD: usize = 100;

/// The vocabulary and its rules.
pub(super) struct WordPiece {
    starts: HashMap<&'static str, u32>,
    /// Pieces inside a word, without their "##".
    continuations: HashMap<&'static str, u32>,
    unknown: u32,
    /// Opens a window.
    pub opening: u32,
    /// Ends a paragraph.
    pub separator: u32,
    punctuation: Regex,
    removed: Regex,
    accents: Regex,
}

impl WordPiece {
    /// Reads a vocabulary, one piece a line; `None` if it has no "[UNK]", "[CLS]" or "[SEP]".
    pub(super) fn new(vocabulary: &'static str) -> Option<Self> {
        let lines = vocabulary.lines().count();
        let mut starts = HashMap::with_capacity(lines);
        let mut continuations = HashMap::with_capacity(lines / 4);
        for (number, piece) in (0..).zip(vocabulary.lines()) {
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => continuations.insert(rest, number),
                _ => starts.insert(piece, number),
            };
        }
        Some(Self {
            unknown: *starts.get("[UNK]")?,
            opening: *starts.get("[CLS]")?,
            separator: *starts.get("[SEP]")?,
            starts,
            continuations,
            punctuation: Regex::new(r"^[\p{P}$+<=>^`|~]").ok()?,
            removed: Regex::new(r"[\p{C}\u{FFFD}&&[^\t\n\r]]").ok()?,
            accents: Regex::new(r"\p{Mn}").ok()?,
        })
    }

    /// The pieces of one word, at most `most`, at least one.
    pub(super) fn pieces(&self, word: &str, most: usize) -> Vec<u32> {
        let mut found = Vec::new();
        if word.bytes().all(|b| b.is_ascii_graphic()) {
            self.split(&word.to_ascii_lowercase(), most, &mut found);
        } else {
            self.split(&self.plain(word), most, &mut found);
        }
        found.truncate(most);
        if found.is_empty() {
            found.push(self.unknown);
        }
        found
    }

    /// Without control characters, case and accents.
    fn plain(&self, word: &str) -> String {
        let kept = self.removed.replace_all(word, "");
        let decomposed: String = kept.nfd().collect();
        self.accents.replace_all(&decomposed, "").to_lowercase()
    }

    /// Cuts at white space, around marks and around each ideograph.
    fn split(&self, text: &str, most: usize, found: &mut Vec<u32>) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if found.len() >= most {
                return;
            }
            let alone = |c: char, from: &str| is_ideograph(c) || self.is_punctuation(c, from);
            let end = if first.is_whitespace() || alone(first, rest) {
                first.len_utf8()
            } else {
                rest.char_indices()
                    .find(|(at, c)| c.is_whitespace() || alone(*c, rest.get(*at..).unwrap_or_default()))
                    .map_or(rest.len(), |(at, _)| at)
            };
            let (word, after) = rest.split_at(end);
            if !first.is_whitespace() {
                self.longest_pieces(word, found);
            }
            rest = after;
        }
    }

    fn is_punctuation(&self, c: char, from: &str) -> bool {
        if c.is_ascii() {
            c.is_ascii_punctuation()
        } else {
            self.punctuation.is_match(from)
        }
    }

    fn longest_pieces(&self, word: &str, found: &mut Vec<u32>) {
        let before = found.len();
        if word.chars().count() > LONGEST_WORD {
            found.push(self.unknown);
            return;
        }
        let mut rest = word;
        while !rest.is_empty() {
            let pieces = if rest.len() == word.len() {
                &self.starts
            } else {
                &self.continuations
            };
            let longest = rest
                .char_indices()
                .rev()
                .map(|(at, c)| rest.split_at(at + c.len_utf8()))
                .find_map(|(piece, after)| pieces.get(piece).map(|number| (*number, after)));
            let Some((number, after)) = longest else {
                found.truncate(before);
                found.push(self.unknown);
                return;
            };
            found.push(number);
            rest = after;
        }
    }
}

/// The blocks of ideographs that BERT takes one by one; kana and hangul are not among them.
const fn is_ideograph(c: char) -> bool {
    matches!(c as u32,
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x2_0000..=0x2_A6DF | 0x2_A700..=0x2_B73F | 0x2_B740..=0x2_B81F
        | 0x2_B920..=0x2_CEAF | 0xF900..=0xFAFF | 0x2_F800..=0x2_FA1F)
}
