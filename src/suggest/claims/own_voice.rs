//! Statements of casualties in the article's own voice: claims without cue and source.
//!
//! "21 people were killed in the town on Saturday." is as much to check as the same words with "officials said"; what is
//! missing is only who answers for it, which is the outlet.

use std::ops::Range;

use super::super::doc::{Case, Doc, Sentence};
use super::super::figures;
use super::Draft;

/// How sure such a claim is: rightly found, it often still has a speaker somewhere near.
const SCORE: f32 = 0.55;
const SCORE_OF_HEADLINE: f32 = 0.45;

/// A claim for each stretch of a sentence within `tokens` that states casualties and that no draft covers.
pub(super) fn find(doc: &Doc<'_>, tokens: Range<usize>, drafts: &[Draft]) -> Vec<Draft> {
    let mut taken: Vec<Range<usize>> = drafts.iter().flat_map(Draft::parts).collect();
    taken.sort_by_key(|range| range.start);
    taken.dedup_by(|later, first| {
        let joined = later.start <= first.end;
        if joined {
            first.end = first.end.max(later.end);
        }
        joined
    });
    let mut claims = Vec::new();
    let mut next = 0;
    let first = doc.sentences.partition_point(|s| s.tokens.start < tokens.start);
    let sentences = doc.sentences.iter().skip(first);
    for sentence in sentences.take_while(|s| s.tokens.start < tokens.end) {
        while taken.get(next).is_some_and(|t| t.end <= sentence.tokens.start) {
            next += 1;
        }
        let within = taken
            .get(next..)
            .unwrap_or_default()
            .iter()
            .take_while(|t| t.start < sentence.tokens.end);
        let mut open = sentence.tokens.start;
        let mut free: Vec<Range<usize>> = Vec::new();
        for range in within {
            if range.start > open {
                free.push(open..range.start);
            }
            open = open.max(range.end);
        }
        if open < sentence.tokens.end {
            free.push(open..sentence.tokens.end);
        }
        claims.extend(free.into_iter().filter_map(|range| claim(doc, sentence, range)));
    }
    claims
}

fn claim(doc: &Doc<'_>, sentence: &Sentence, range: Range<usize>) -> Option<Draft> {
    let whole = range == sentence.tokens;
    let content = trimmed(doc, range);
    if content.len() < 2 || !figures::has_casualties(doc, content.clone()) {
        return None;
    }
    let running = sentence.case == Case::Running;
    Some(Draft {
        content: vec![content],
        cue: None,
        source: None,
        score: if running && whole {
            SCORE
        } else {
            SCORE_OF_HEADLINE
        },
        reason: "casualty figure in the article's own voice".into(),
        paragraph: sentence.paragraph,
    })
}

/// Without the marks and linking words at the edges.
fn trimmed(doc: &Doc<'_>, range: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = range;
    let loose = |i: usize| {
        matches!(doc.kind(i), Some(crate::text::TokenKind::Punctuation))
            && !doc.is_mark(i, &["(", ")", "$", "%"])
            || doc.is_quote_mark(i) && !doc.is_quoted(i)
    };
    while start < end
        && (loose(start)
            || (matches!(doc.lower(start), "and" | "but")
                || doc.lower(start) == "as" && doc.lower(start + 2) != "as"))
    {
        start += 1;
    }
    while start < end && loose(end - 1) {
        end -= 1;
    }
    start..end
}
