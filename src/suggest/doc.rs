//! An article as the rules see it: tokens with what is known about their words, sentences, quotations.
//!
//! Each distinct word is looked up once, so that the work per token is small. Sentences never get longer than
//! [`LONGEST_SENTENCE`]: what looks back and ahead within a sentence stays linear on any input.

use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::Date;

use super::gazetteer::{Gazetteer, Tag, Tags, push_key};
use super::lexicon::{Class, CueWord, Lexicon};
use super::quotes::{self, Quote};
use super::{Input, Stop, Stopped};
use crate::text::{ArticleText, Span, Token, TokenKind, ZoneKind, sentences, tokens, zones::zone_at};

/// Longest sentence, in tokens; a longer one is cut.
const LONGEST_SENTENCE: usize = 250;

/// One token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tok {
    pub span: Span,
    pub kind: TokenKind,
    word: u32,
}

/// What is known about a word form.
#[derive(Debug, Default)]
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub lower: Box<str>,
    /// The form under which names are looked up.
    pub key: Box<str>,
    pub tags: Tags,
    pub class: Class,
    pub cue: Option<CueWord>,
    /// Starts with a capital, or with "al-" and a capital.
    pub capital: bool,
    /// All letters are capitals, at least two.
    pub all_caps: bool,
}

/// How letter case is used in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// As in running text: a capital means a name.
    Running,
    /// Most words have a capital.
    Title,
    /// Everything is in capitals.
    Upper,
}

/// A sentence.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub tokens: Range<usize>,
    pub paragraph: usize,
    pub case: Case,
}

/// An article, prepared.
pub(super) struct Doc<'a> {
    pub text: &'a ArticleText,
    /// Day of publication.
    pub published: Option<Date>,
    toks: Vec<Tok>,
    words: Vec<Word<'a>>,
    pub sentences: Vec<Sentence>,
    /// Token ranges of the paragraphs that are not boilerplate.
    pub paragraphs: Vec<Range<usize>>,
    pub quotes: Vec<Quote>,
    quoted: Vec<bool>,
    nothing: Word<'a>,
}

impl<'a> Doc<'a> {
    /// Cuts the article into tokens, sentences and quotations, without its boilerplate.
    pub(super) fn new(input: &Input<'a>, stop: &Stop) -> Result<Self, Stopped> {
        let mut doc = Self {
            text: input.text,
            published: input.published,
            toks: Vec::new(),
            words: Vec::new(),
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            quotes: Vec::new(),
            quoted: Vec::new(),
            nothing: Word::default(),
        };
        let mut seen: HashMap<&'a str, u32> = HashMap::new();
        for paragraph in input.text.paragraphs() {
            stop.check()?;
            if zone_at(input.zones, paragraph.start()) != ZoneKind::Boilerplate {
                doc.add_paragraph(*paragraph, &mut seen);
            }
        }
        doc.quoted = vec![false; doc.toks.len()];
        for quote in &doc.quotes {
            for flag in doc.quoted.get_mut(quote.tokens.clone()).unwrap_or_default() {
                *flag = true;
            }
        }
        Ok(doc)
    }

    fn add_paragraph(&mut self, span: Span, seen: &mut HashMap<&'a str, u32>) {
        let text: &'a str = self.text_slice(span);
        let found: Vec<Token> = tokens(text, span.start());
        let first = self.toks.len();
        for token in &found {
            let slice = self.text_slice(token.span);
            let words = &mut self.words;
            let word = *seen.entry(slice).or_insert_with(|| {
                words.push(Word::new(slice, token.kind));
                u32::try_from(words.len() - 1).unwrap_or_default()
            });
            self.toks.push(Tok {
                span: token.span,
                kind: token.kind,
                word,
            });
        }
        let range = first..self.toks.len();
        let paragraph = self.paragraphs.len();
        quotes::find(self, range.clone());
        for sentence in sentences(text, span.start(), &found) {
            let mut start = first + sentence.start;
            let end = first + sentence.end;
            while start < end {
                let cut = end.min(start + LONGEST_SENTENCE);
                let tokens = start..cut;
                self.sentences.push(Sentence {
                    case: self.case_of(tokens.clone()),
                    tokens,
                    paragraph,
                });
                start = cut;
            }
        }
        self.paragraphs.push(range);
    }

    fn text_slice(&self, span: Span) -> &'a str {
        self.text.as_str().get(span.range()).unwrap_or_default()
    }

    fn case_of(&self, tokens: Range<usize>) -> Case {
        let (mut capital, mut upper, mut plain, mut words) = (0, 0, 0, 0);
        let last = self.text_of(tokens.end.wrapping_sub(1));
        for i in tokens.clone().skip(1) {
            let word = self.word(i);
            if self.kind(i) != Some(TokenKind::Word) || word.text.chars().count() < 3 {
                continue;
            }
            words += 1;
            upper += usize::from(word.all_caps);
            capital += usize::from(word.capital);
            plain += usize::from(!word.capital && !self.is_function_word(i));
        }
        if words >= 3 && upper * 10 >= words * 8 {
            Case::Upper
        } else if words >= 3 && capital >= 3 && plain * 5 <= capital && !last.starts_with('.') {
            Case::Title
        } else {
            Case::Running
        }
    }

    /// How letter case is used around token `i`.
    pub(super) fn case_at(&self, i: usize) -> Case {
        self.sentences
            .get(self.sentence_of(i))
            .map_or(Case::Running, |s| s.case)
    }

    /// Number of tokens.
    pub(super) fn len(&self) -> usize {
        self.toks.len()
    }

    pub(super) fn tok(&self, i: usize) -> Option<Tok> {
        self.toks.get(i).copied()
    }

    pub(super) fn kind(&self, i: usize) -> Option<TokenKind> {
        self.toks.get(i).map(|t| t.kind)
    }

    pub(super) fn word(&self, i: usize) -> &Word<'a> {
        self.toks
            .get(i)
            .and_then(|t| self.words.get(t.word as usize))
            .unwrap_or(&self.nothing)
    }

    /// Number of the word at token `i` among [`Doc::words`].
    pub(super) fn word_number(&self, i: usize) -> usize {
        self.toks.get(i).map_or(usize::MAX, |t| t.word as usize)
    }

    /// The distinct words, in the order in which they first stand.
    pub(super) fn words(&self) -> &[Word<'a>] {
        &self.words
    }

    pub(super) fn text_of(&self, i: usize) -> &'a str {
        self.word(i).text
    }

    pub(super) fn lower(&self, i: usize) -> &str {
        &self.word(i).lower
    }

    pub(super) fn class(&self, i: usize) -> Class {
        self.word(i).class
    }

    pub(super) fn is(&self, i: usize, class: Class) -> bool {
        self.class(i).any(class)
    }

    pub(super) fn can_be(&self, i: usize, tag: Tag) -> bool {
        self.word(i).tags.can_be(tag)
    }

    pub(super) fn mostly(&self, i: usize, tag: Tag) -> bool {
        self.word(i).tags.is_mostly(tag)
    }

    pub(super) fn capital(&self, i: usize) -> bool {
        self.word(i).capital
    }

    pub(super) fn is_quoted(&self, i: usize) -> bool {
        self.quoted.get(i).copied().unwrap_or(false)
    }

    pub(super) fn is_quote_mark(&self, i: usize) -> bool {
        self.kind(i) == Some(TokenKind::Quote)
    }

    /// Whether the token is one of these marks.
    pub(super) fn is_mark(&self, i: usize, marks: &[&str]) -> bool {
        marks.contains(&self.text_of(i))
    }

    /// Index of the sentence of token `i`, or of the next one.
    pub(super) fn sentence_of(&self, i: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= i)
    }

    /// The quotation of token `i`, or the next one.
    pub(super) fn quote_from(&self, i: usize) -> Option<&Quote> {
        self.quotes
            .get(self.quotes.partition_point(|q| q.tokens.end <= i))
    }

    /// Index of the paragraph of token `i`; of the one behind it for a token of boilerplate.
    pub(super) fn paragraph_of(&self, i: usize) -> usize {
        self.paragraphs.partition_point(|p| p.end <= i)
    }

    /// "--", "–", "—", and a hyphen that stands alone.
    pub(super) fn is_dash(&self, i: usize) -> bool {
        self.kind(i) == Some(TokenKind::Punctuation) && self.text_of(i).starts_with(['-', '–', '—'])
    }

    /// Words that carry no content: articles, prepositions, conjunctions, auxiliaries, pronouns.
    pub(super) fn is_function_word(&self, i: usize) -> bool {
        let word = self.word(i);
        [
            Tag::Determiner,
            Tag::Pronoun,
            Tag::Preposition,
            Tag::Particle,
            Tag::And,
            Tag::Subjunction,
            Tag::Modal,
        ]
        .iter()
        .any(|tag| word.tags.is_mostly(*tag))
            || word.class.any(
                Class::DETERMINER
                    .or(Class::PRONOUN)
                    .or(Class::BE)
                    .or(Class::AUX)
                    .or(Class::BOUNDARY),
            )
    }

    /// Whether the word is written in lower case elsewhere: no name by itself.
    pub(super) fn is_ordinary(&self, i: usize) -> bool {
        let tags = self.word(i).tags;
        tags.is_known() && !tags.is_mostly(Tag::Name)
    }

    /// A finite verb, as far as the word alone can tell.
    pub(super) fn is_finite(&self, i: usize) -> bool {
        let word = self.word(i);
        word.class.any(Class::BE.or(Class::AUX).or(Class::MODAL))
            || [Tag::Past, Tag::Present, Tag::Modal]
                .iter()
                .any(|tag| word.tags.is_mostly(*tag))
    }

    /// A finite verb here: also a form that is more often a participle, where a noun stands before it and no auxiliary.
    pub(super) fn is_finite_here(&self, i: usize) -> bool {
        if self.is_finite(i) {
            return true;
        }
        let word = self.word(i);
        let Some(before) = i.checked_sub(1) else {
            return false;
        };
        word.tags.is_mostly(Tag::Participle)
            && word.tags.can_be(Tag::Past)
            && !word.capital
            && (self.capital(before) || self.mostly(before, Tag::Noun) || self.is(before, Class::PRONOUN))
            && !self.can_be(i + 1, Tag::Preposition)
    }

    /// A full stop that belongs to the word before it: "Mr. Toll", "Toll Jr., a lawyer".
    pub(super) fn is_title_stop(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1) else {
            return false;
        };
        self.is_mark(i, &["."])
            && self.touches_before(i)
            && self.capital(before)
            && ((self.is(before, Class::TITLE) && self.text_of(before).len() <= 5)
                || self.is_mark(i + 1, &[","]))
    }

    /// The span from token `range.start` to the last one of `range`.
    pub(super) fn span(&self, range: Range<usize>) -> Option<Span> {
        let first = self.tok(range.start)?;
        let last = self.tok(range.end.checked_sub(1)?)?;
        Span::new(first.span.start(), last.span.end())
    }

    /// The tokens that share a byte with `span`; where none does, an empty range.
    pub(super) fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.toks.partition_point(|t| t.span.end() <= span.start());
        let end = self.toks.partition_point(|t| t.span.start() < span.end());
        start..end.max(start)
    }

    pub(super) fn words_of(&self, range: Range<usize>) -> &'a str {
        self.span(range).map_or("", |span| self.text_slice(span))
    }

    /// Whether nothing stands between token `i` and the one before it.
    pub(super) fn touches_before(&self, i: usize) -> bool {
        let before = i.checked_sub(1).and_then(|b| self.tok(b));
        before.is_some_and(|b| self.tok(i).is_some_and(|t| t.span.start() == b.span.end()))
    }

    /// The first word of a sentence has a capital whatever it is; so has the first one of a quotation or list item.
    pub(super) fn opens(&self, i: usize, sentence: &Sentence) -> bool {
        i == sentence.tokens.start
            || i.checked_sub(1).is_some_and(|b| {
                (self.is_quote_mark(b) && self.is_quoted(i))
                    || self.is_mark(b, &["•", ":", "(", "[", "*", "·", "|"])
                    || self.is_dash(b)
                    || (self.kind(b) == Some(TokenKind::Number) && b == sentence.tokens.start)
            })
    }
}

impl<'a> Word<'a> {
    fn new(text: &'a str, kind: TokenKind) -> Self {
        let lower = text.to_lowercase().replace('’', "'");
        let mut key = String::new();
        let mut tags = Tags::default();
        let mut class = Class::NONE;
        let mut cue = None;
        if matches!(kind, TokenKind::Word | TokenKind::Number) {
            push_key(text, &mut key);
            let lexicon = Lexicon::embedded();
            class = lexicon.class(lower.trim_end_matches('.'));
            // "twenty-one"
            if let Some((tens, ones)) = lower.split_once('-')
                && lexicon.class(tens).any(Class::NUMBER_WORD)
                && lexicon.class(ones).any(Class::NUMBER_WORD)
            {
                class = class.or(Class::NUMBER_WORD);
            }
            cue = lexicon.cue(&lower);
            tags = Gazetteer::embedded().word(&lower);
            if kind == TokenKind::Word && !tags.is_known() && lower.len() <= 30 {
                let lower_print =
                    text.chars().next().is_some_and(char::is_lowercase) && !starts_like_a_name(text);
                if lower_print {
                    tags = Tags::guess(&lower);
                }
            }
        }
        let letters = text.chars().filter(|c| c.is_alphabetic());
        let mut count = 0;
        let all_caps = letters.inspect(|_| count += 1).all(char::is_uppercase) && count >= 2;
        Self {
            text,
            lower: lower.into(),
            key: key.into(),
            tags,
            class,
            cue,
            capital: kind == TokenKind::Word && starts_like_a_name(text),
            all_caps,
        }
    }
}

fn starts_like_a_name(text: &str) -> bool {
    let upper = |s: &str| s.chars().next().is_some_and(char::is_uppercase);
    upper(text)
        || [
            "al-", "el-", "ash-", "as-", "at-", "ad-", "an-", "ar-", "az-", "ez-", "er-", "es-", "ed-", "d'",
            "d’",
        ]
        .iter()
        .any(|prefix| text.strip_prefix(prefix).is_some_and(upper))
}
