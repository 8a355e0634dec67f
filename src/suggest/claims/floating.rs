//! Quotations without a cue of their own.

use std::ops::Range;

use super::super::doc::Doc;
use super::Draft;
use crate::annotation::Act;

/// Quotations that no cue covers: what follows a quoted claim in its paragraph belongs to it; a paragraph that is one
/// quotation is a claim of the speaker before. Only quotations that begin within `tokens`; `drafts` are those of the same
/// tokens.
pub(in super::super) fn join_quotes(doc: &Doc<'_>, tokens: Range<usize>, drafts: &mut Vec<Draft>) {
    let mut floating: Vec<Draft> = Vec::new();
    let mut at = 0;
    let from = doc.quotes.partition_point(|q| q.tokens.start < tokens.start);
    let quotes = doc.quotes.iter().skip(from);
    for quote in quotes.take_while(|q| q.tokens.start < tokens.end) {
        while drafts
            .get(at)
            .is_some_and(|d| d.cue.as_ref().is_some_and(|c| c.end <= quote.tokens.start))
        {
            at += 1;
        }
        let low = at.saturating_sub(2);
        let window = drafts.get(low..(at + 3).min(drafts.len())).unwrap_or_default();
        let covered = window.iter().any(|d| {
            d.content
                .iter()
                .any(|c| c.start < quote.tokens.end && quote.tokens.start < c.end)
        });
        if covered {
            continue;
        }
        let Some(paragraph) = doc
            .paragraphs
            .get(doc.paragraphs.partition_point(|p| p.end <= quote.tokens.start))
        else {
            continue;
        };
        let number = doc.paragraphs.partition_point(|p| p.end <= quote.tokens.start);
        let sentence_start = starts_sentence(doc, quote.tokens.start);
        let ends = quote.tokens.end >= paragraph.end || starts_sentence(doc, quote.tokens.end);
        if !sentence_start || !ends || quote.inner_len() < 4 {
            continue;
        }
        let owner = drafts
            .get_mut(at.saturating_sub(1)..at)
            .and_then(|d| d.last_mut())
            .filter(|d| d.paragraph == number);
        if let Some(owner) = owner {
            let has_marks = owner
                .content
                .iter()
                .any(|c| c.clone().any(|i| doc.is_quote_mark(i)));
            if has_marks || quote.tokens.start > owner.hull().end {
                owner.content.push(quote.tokens.clone());
                continue;
            }
        }
        if quote.tokens.start == paragraph.start {
            floating.push(Draft {
                content: vec![quote.tokens.clone()],
                cue: None,
                source: None,
                act: Act::Statement,
                score: 0.6,
                reason: "quotation without a speaker of its own".into(),
                paragraph: number,
            });
        }
    }
    drafts.append(&mut floating);
}

fn starts_sentence(doc: &Doc<'_>, token: usize) -> bool {
    let at = doc.sentences.partition_point(|s| s.tokens.start < token);
    doc.sentences.get(at).is_some_and(|s| s.tokens.start == token) || token >= doc.len()
}
