//! Where an item that lost its place most likely belongs: the words of the present text that are most like its own.
//!
//! A guess to show, never to act on. The same text and orphans give the same guesses, and the work per article has a
//! bound whatever stands in its file.

use std::collections::{BTreeMap, HashMap};

use memchr::memmem::Finder;

use crate::annotation::{Body, Claim, ItemId, Mention, Orphan, Party, Quote};
use crate::text::{ArticleText, Span, Token, TokenKind, tokens};

/// How far from its old place something like the words is looked for first, in bytes.
const NEAR: usize = 8 * 1024;

/// How far from the content of a claim its other parts may be, in bytes.
const BESIDE: usize = 1024;

/// Texts longer than this are searched for the very words only, in bytes.
const MAX_TEXT: usize = 4 * 1024 * 1024;

/// Work per article, in comparisons; some tenths of a second.
const WORK: usize = 20_000_000;

/// Fewer words than these are compared letter by letter.
const FEW: usize = 4;

/// How much alike letters (few words) or words (many) must be for a guess.
const ALIKE: f32 = 0.65;
const SHARED: f32 = 0.5;

/// Gives each orphan its candidate.
pub(super) fn find(text: &ArticleText, orphans: &mut BTreeMap<ItemId, Orphan>) {
    if orphans.is_empty() {
        return;
    }
    let mut search = Search::new(text);
    for orphan in orphans.values_mut() {
        orphan.candidate = search.body(orphan);
    }
}

struct Search<'a> {
    text: &'a ArticleText,
    /// Words and numbers of the text, with a number for each spelling.
    tokens: Vec<(Span, u32)>,
    spellings: HashMap<String, u32>,
    left: usize,
}

impl<'a> Search<'a> {
    fn new(text: &'a ArticleText) -> Self {
        let mut search = Self {
            text,
            tokens: Vec::new(),
            spellings: HashMap::new(),
            left: WORK,
        };
        if text.as_str().len() <= MAX_TEXT {
            for token in words(text.as_str()) {
                let spelling = text.slice(token.span).to_lowercase();
                let next = u32::try_from(search.spellings.len()).unwrap_or(u32::MAX);
                let number = *search.spellings.entry(spelling).or_insert(next);
                search.tokens.push((token.span, number));
            }
        }
        search
    }

    /// Takes `work` from what is left; `false` if there is not enough.
    fn spend(&mut self, work: usize) -> bool {
        let enough = self.left >= work;
        self.left = self.left.saturating_sub(work);
        enough
    }

    fn body(&mut self, orphan: &Orphan) -> Option<Body> {
        match &orphan.item.body {
            Body::Mention(mention) => {
                let span = self.span(orphan.words.get(&mention.span)?, mention.span.start(), None)?;
                Some(Body::Mention(Mention {
                    span,
                    ..mention.clone()
                }))
            }
            Body::Claim(claim) => self.claim(claim, &orphan.words),
        }
    }

    /// The content must all be found; other parts are left out if they are not, and none is looked for far from it.
    fn claim(&mut self, claim: &Claim, words: &BTreeMap<Span, Quote>) -> Option<Body> {
        let mut moved: Option<(usize, usize)> = None;
        let now = |old: Span, moved: Option<(usize, usize)>| {
            moved.map_or(old.start(), |(from, to)| (old.start() + to).saturating_sub(from))
        };
        let mut content = Vec::new();
        for old in &claim.content {
            let span = self.span(words.get(old)?, now(*old, moved), None)?;
            moved = moved.or(Some((old.start(), span.start())));
            content.push(span);
        }
        content.sort_unstable();
        let mut pairs = content.iter().zip(content.iter().skip(1));
        if content.is_empty() || pairs.any(|(a, b)| a.overlaps(*b)) {
            return None;
        }
        let mut part = |old: Span| self.span(words.get(&old)?, now(old, moved), Some(BESIDE));
        let mut party = |party: &Party| {
            Some(Party {
                span: part(party.span)?,
                actor: party.actor,
            })
        };
        let via = claim.via.as_ref().and_then(&mut party);
        let targets = claim.targets.iter().filter_map(party).collect();
        let figures = claim.figures.iter().filter_map(|figure| {
            let span = part(figure.span)?;
            Some(crate::annotation::Figure {
                span,
                ..figure.clone()
            })
        });
        let figures = figures.collect();
        Some(Body::Claim(Box::new(Claim {
            content,
            cue: claim.cue.and_then(&mut part),
            source: claim.source.and_then(&mut part),
            via,
            figures,
            targets,
            ..claim.clone()
        })))
    }

    /// The words most like `quote` near byte `at`, or anywhere unless `reach` says how near.
    fn span(&mut self, quote: &Quote, at: usize, reach: Option<usize>) -> Option<Span> {
        if quote.words.trim().is_empty() {
            return None;
        }
        if let Some(same) = self.same_words(quote, at, reach) {
            return Some(same);
        }
        let near = self.like_words(&quote.words, at, Some(reach.unwrap_or(NEAR)));
        match (near, reach) {
            (None, None) => self.like_words(&quote.words, at, None),
            (near, _) => near,
        }
    }

    /// The very words: where most of what stood around them is the same, then the nearest.
    fn same_words(&mut self, quote: &Quote, at: usize, reach: Option<usize>) -> Option<Span> {
        let whole = self.text.as_str();
        let (from, to) = reach.map_or((0, whole.len()), |reach| {
            let from = whole.floor_char_boundary(at.saturating_sub(reach));
            (
                from,
                whole
                    .ceil_char_boundary(at.saturating_add(reach).min(whole.len()))
                    .max(from),
            )
        });
        let window = whole.get(from..to)?;
        if !self.spend(window.len() / 16) {
            return None;
        }
        let finder = Finder::new(&quote.words);
        let mut best = None;
        for start in finder.find_iter(window.as_bytes()) {
            if !self.spend(64) {
                break;
            }
            let start = from + start;
            let Some(span) = self.text.span(start..start + quote.words.len()) else {
                continue;
            };
            if !is_whole(whole, span) {
                continue;
            }
            let rank = (
                std::cmp::Reverse(quote.likeness(whole, start)),
                start.abs_diff(at),
            );
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                best = Some((rank, span));
            }
        }
        best.map(|(_, span)| span)
    }

    fn like_words(&mut self, wanted: &str, at: usize, reach: Option<usize>) -> Option<Span> {
        if !self.spend(wanted.len()) {
            return None;
        }
        let spellings: Vec<String> = words(wanted)
            .filter_map(|token| Some(wanted.get(token.span.range())?.to_lowercase()))
            .collect();
        let (first, last) = match reach {
            Some(reach) => {
                let first = self
                    .tokens
                    .partition_point(|(span, _)| span.end() < at.saturating_sub(reach));
                let last = self
                    .tokens
                    .partition_point(|(span, _)| span.start() < at.saturating_add(reach));
                (first, last)
            }
            None => (0, self.tokens.len()),
        };
        let found = match spellings.len() {
            0 => None,
            few if few < FEW => self.few(&spellings, first..last.max(first), at),
            _ => self.many(&spellings, first..last.max(first), at),
        };
        found.map(|span| with_marks(self.text, span, wanted))
    }

    /// The few words with the most letters in common.
    fn few(&mut self, spellings: &[String], region: std::ops::Range<usize>, at: usize) -> Option<Span> {
        let wanted: Vec<char> = spellings.join(" ").chars().collect();
        let mut best: Option<((f32, usize), Span)> = None;
        let sizes = spellings.len().saturating_sub(1).max(1)..=spellings.len() + 1;
        for first in region.clone() {
            for size in sizes.clone().take_while(|size| first + size <= region.end) {
                let (Some((a, _)), Some((b, _))) =
                    (self.tokens.get(first), self.tokens.get(first + size - 1))
                else {
                    continue;
                };
                let span = a.hull(*b);
                let length = span.len();
                if !self.spend(4) {
                    return None;
                }
                if length > 3 * wanted.len() + 8 {
                    continue;
                }
                let there = self.text.slice(span).to_lowercase();
                // "Ada Marie Toll" has a word more than "Ada Toll".
                let framed = spellings.len() > 1 && size > spellings.len() && {
                    let ends =
                        |word: Option<&String>, fits: &dyn Fn(&str) -> bool| word.is_some_and(|w| fits(w));
                    ends(spellings.first(), &|word| there.starts_with(word))
                        && ends(spellings.last(), &|word| there.ends_with(word))
                };
                let there: Vec<char> = there.chars().collect();
                let longer = there.len().max(wanted.len());
                let most = 1.0 - there.len().abs_diff(wanted.len()) as f32 / longer as f32;
                if !framed && (most < ALIKE || !self.spend(there.len() * wanted.len())) {
                    continue;
                }
                let alike = if framed {
                    ALIKE
                } else {
                    1.0 - distance(&there, &wanted) as f32 / longer as f32
                };
                let away = span.start().abs_diff(at);
                let better = best
                    .as_ref()
                    .is_none_or(|((known, near), _)| alike > *known || (alike >= *known && away < *near));
                if alike >= ALIKE && better {
                    best = Some(((alike, away), span));
                }
            }
        }
        best.map(|(_, span)| span)
    }

    /// The stretch with the most words in common.
    fn many(&mut self, spellings: &[String], region: std::ops::Range<usize>, at: usize) -> Option<Span> {
        let mut wanted = Bag::default();
        for spelling in spellings {
            // A word that the text has nowhere counts for the length alone.
            if let Some(number) = self.spellings.get(spelling) {
                wanted.add(*number);
            }
        }
        let size = spellings.len() + spellings.len() / 4 + 1;
        if !self.spend(2 * region.len() + size) {
            return None;
        }
        let tokens = self.tokens.get(region)?;
        let mut best: Option<(usize, std::cmp::Reverse<usize>, usize)> = None;
        let mut window = Window::over(&wanted);
        for (index, (_, number)) in tokens.iter().enumerate() {
            window.add(*number);
            let first = (index + 1).saturating_sub(size);
            if index >= size
                && let Some((_, gone)) = tokens.get(index - size)
            {
                window.remove(*gone);
            }
            let away = tokens.get(first).map_or(0, |(span, _)| span.start().abs_diff(at));
            let rank = (window.shared, std::cmp::Reverse(away), first);
            if best.is_none_or(|known| (rank.0, rank.1) > (known.0, known.1)) {
                best = Some(rank);
            }
        }
        let (.., first) = best?;
        let stretch = tokens.get(first..(first + size).min(tokens.len()))?;
        let stretch = trimmed(stretch, &wanted, spellings.len())?;
        let (first, last) = (stretch.first()?.0, stretch.last()?.0);
        Some(first.hull(last))
    }
}

/// How often each word is there.
#[derive(Default)]
struct Bag(HashMap<u32, usize>);

impl Bag {
    fn add(&mut self, number: u32) {
        *self.0.entry(number).or_default() += 1;
    }
}

/// Words that come and go, and how many of them are wanted.
struct Window<'a> {
    wanted: &'a Bag,
    there: HashMap<u32, usize>,
    shared: usize,
}

impl<'a> Window<'a> {
    fn over(wanted: &'a Bag) -> Self {
        Self {
            wanted,
            there: HashMap::new(),
            shared: 0,
        }
    }

    fn add(&mut self, number: u32) {
        if let Some(wanted) = self.wanted.0.get(&number) {
            let there = self.there.entry(number).or_default();
            *there += 1;
            self.shared += usize::from(*there <= *wanted);
        }
    }

    fn remove(&mut self, number: u32) {
        if let (Some(wanted), Some(there)) = (self.wanted.0.get(&number), self.there.get_mut(&number)) {
            self.shared -= usize::from(*there <= *wanted);
            *there -= 1;
        }
    }
}

/// The part of a stretch that has the most in common with `count` wanted words for its length, if that is enough.
fn trimmed<'t>(stretch: &'t [(Span, u32)], wanted: &Bag, count: usize) -> Option<&'t [(Span, u32)]> {
    let share = |shared: usize, length: usize| 2.0 * shared as f32 / (count + length).max(1) as f32;
    // First how many to cut off at the end, then at the start.
    let cut = |tokens: &mut dyn Iterator<Item = u32>| {
        let mut window = Window::over(wanted);
        let mut best = (0.0, 0);
        for (index, number) in tokens.enumerate() {
            window.add(number);
            let share = share(window.shared, index + 1);
            if share > best.0 {
                best = (share, index + 1);
            }
        }
        best
    };
    let (_, end) = cut(&mut stretch.iter().map(|(_, number)| *number));
    let stretch = stretch.get(..end)?;
    let (share, kept) = cut(&mut stretch.iter().rev().map(|(_, number)| *number));
    (share >= SHARED)
        .then(|| stretch.get(stretch.len() - kept..))
        .flatten()
}

fn words(text: &str) -> impl Iterator<Item = Token> {
    let kinds = [TokenKind::Word, TokenKind::Number];
    tokens(text, 0)
        .into_iter()
        .filter(move |token| kinds.contains(&token.kind))
}

/// Whether the span neither begins nor ends inside a word.
fn is_whole(text: &str, span: Span) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = text.get(..span.start()).unwrap_or_default();
    let inside = text.get(span.range()).unwrap_or_default();
    let after = text.get(span.end()..).unwrap_or_default();
    let inner = |outer: Option<char>, inner: Option<char>| letter(outer) && letter(inner);
    !inner(before.chars().next_back(), inside.chars().next())
        && !inner(after.chars().next(), inside.chars().next_back())
}

/// The span with the quotation marks and full stops around it, where the words that are looked for have some.
fn with_marks(text: &ArticleText, span: Span, wanted: &str) -> Span {
    let mark = |c: &char| !c.is_alphanumeric() && !c.is_whitespace();
    let whole = text.as_str();
    let length =
        |marks: &mut dyn Iterator<Item = char>| -> usize { marks.take_while(mark).map(char::len_utf8).sum() };
    let mut range = span.range();
    if wanted.starts_with(|c: char| mark(&c)) {
        range.start -= length(&mut whole.get(..span.start()).unwrap_or_default().chars().rev());
    }
    if wanted.ends_with(|c: char| mark(&c)) {
        range.end += length(&mut whole.get(span.end()..).unwrap_or_default().chars());
    }
    text.span(range).unwrap_or(span)
}

/// How many letters must change to make `b` of `a` (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let value = (corner + usize::from(x != y)).min(left + 1).min(*cell + 1);
            corner = *cell;
            left = value;
            *cell = value;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
