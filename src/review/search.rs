//! Finding words in one article or in all of them.

use regex::{Regex, RegexBuilder};

use crate::annotation::{Article, ArticleId, Project};
use crate::text::Span;

/// Most matches that one search returns; more than anybody reads.
pub const MAX_MATCHES: usize = 10_000;

/// What to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words, or a regular expression.
    pub pattern: String,
    /// Whether `pattern` is a regular expression (syntax of the `regex` crate, which takes linear time).
    pub regex: bool,
    /// Whether "Us" differs from "us".
    pub match_case: bool,
}

impl Query {
    /// Makes the query ready; `None` if it is empty.
    ///
    /// # Errors
    /// What is wrong with the regular expression, in one line.
    pub fn compile(&self) -> Result<Option<Regex>, String> {
        if self.pattern.is_empty() {
            return Ok(None);
        }
        let pattern = if self.regex {
            self.pattern.clone()
        } else {
            regex::escape(&self.pattern)
        };
        RegexBuilder::new(&pattern)
            .case_insensitive(!self.match_case)
            .multi_line(true)
            .size_limit(1 << 20)
            .build()
            .map(Some)
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => "The expression is too big.".to_owned(),
                other => {
                    let text = other.to_string();
                    let last = text.lines().last().unwrap_or_default();
                    format!(
                        "Not a regular expression: {}.",
                        last.trim_start_matches("error: ")
                    )
                }
            })
    }
}

/// The matches in one text, in order; empty matches are left out.
#[must_use]
pub fn find_in(text: &str, regex: &Regex) -> Vec<Span> {
    regex
        .find_iter(text)
        .filter_map(|m| Span::new(m.start(), m.end()))
        .take(MAX_MATCHES)
        .collect()
}

/// A match in a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// In which article.
    pub article: ArticleId,
    /// Where.
    pub span: Span,
    /// The words around it on one line.
    pub line: String,
    /// Where the match stands in `line`, in bytes.
    pub in_line: std::ops::Range<usize>,
}

/// The matches in all articles, in the order of the articles, and whether there were more than [`MAX_MATCHES`].
#[must_use]
pub fn find_in_project(project: &Project, regex: &Regex) -> (Vec<Found>, bool) {
    let mut found = Vec::new();
    for article in project.in_order() {
        for span in find_in(article.text.as_str(), regex) {
            if found.len() == MAX_MATCHES {
                return (found, true);
            }
            found.push(in_context(article, span));
        }
    }
    (found, false)
}

fn in_context(article: &Article, span: Span) -> Found {
    const AROUND: usize = 60;
    let text = article.text.as_str();
    let mut from = span.start().saturating_sub(AROUND);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut until = (span.end() + AROUND).min(text.len());
    while !text.is_char_boundary(until) {
        until -= 1;
    }
    let flat = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().replace(['\n', '\t'], " ");
    let (left, mid, right) = (
        flat(from..span.start()),
        flat(span.range()),
        flat(span.end()..until),
    );
    let left = left.trim_start();
    let start = if from > 0 {
        left.len() + '…'.len_utf8()
    } else {
        left.len()
    };
    let lead = if from > 0 { "…" } else { "" };
    Found {
        article: article.id.clone(),
        span,
        in_line: start..start + mid.len(),
        line: format!("{lead}{left}{mid}{}", right.trim_end()),
    }
}

/// Every occurrence of the words under `span` as whole words, letter case counting; for "tag all mentions".
#[must_use]
pub fn same_words(article: &Article, span: Span) -> Vec<Span> {
    whole_words(article.text.as_str(), article.text.slice(span))
}

/// Every occurrence of `words` in `text` as whole words, letter case counting.
pub(super) fn whole_words(text: &str, words: &str) -> Vec<Span> {
    if words.trim().is_empty() {
        return Vec::new();
    }
    let word_char = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(words)
        .filter(|(at, _)| {
            let before = text.get(..*at).and_then(|t| t.chars().next_back());
            let after = text.get(at + words.len()..).and_then(|t| t.chars().next());
            let joined_before = word_char(before) && word_char(words.chars().next());
            let joined_after = word_char(after) && word_char(words.chars().next_back());
            !joined_before && !joined_after
        })
        .filter_map(|(at, _)| Span::new(at, at + words.len()))
        .take(MAX_MATCHES)
        .collect()
}
