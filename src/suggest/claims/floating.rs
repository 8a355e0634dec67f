//! Quotations without a cue of their own.

use std::ops::Range;

use super::super::doc::Doc;
use super::Draft;

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
        let number = doc.paragraph_of(quote.tokens.start);
        let Some(paragraph) = doc.paragraphs.get(number) else {
            continue;
        };
        if let Some(signed) = signature(doc, quote.tokens.end, paragraph.end)
            && quote.tokens.start == paragraph.start
            && quote.closed
        {
            floating.push(Draft {
                content: vec![quote.tokens.clone()],
                cue: None,
                source: Some(signed),
                score: 0.75,
                reason: "quotation signed by its speaker".into(),
                paragraph: number,
            });
            continue;
        }
        let sentence_start = starts_sentence(doc, quote.tokens.start);
        let ends = quote.tokens.end >= paragraph.end || starts_sentence(doc, quote.tokens.end);
        // "“Next question.”": said in full, if short; "“Black Friday”" is a title.
        let last = quote.tokens.end.saturating_sub(2);
        let whole = quote.closed && doc.is_mark(last, &[".", "!", "?", "…"]);
        if !sentence_start || !ends || quote.inner_len() < if whole { 3 } else { 4 } {
            continue;
        }
        let owner = drafts
            .get_mut(at.saturating_sub(1)..at)
            .and_then(|d| d.last_mut())
            .filter(|d| d.paragraph == number);
        if let Some(owner) = owner {
            let turns = turns_to_another(doc, owner, quote.tokens.start);
            let has_marks = owner
                .content
                .iter()
                .any(|c| c.clone().any(|i| doc.is_quote_mark(i)));
            if !turns && (has_marks || quote.tokens.start > owner.hull().end) {
                owner.content.push(quote.tokens.clone());
                continue;
            }
        }
        if quote.tokens.start == paragraph.start || whole {
            floating.push(Draft {
                content: vec![quote.tokens.clone()],
                cue: None,
                source: None,
                score: 0.6,
                reason: "quotation without a speaker of its own".into(),
                paragraph: number,
            });
        }
    }
    drafts.append(&mut floating);
}

/// Whether a whole sentence between a claim and a quotation is about somebody else: "Toll said it rained. Ben Okoro only smiled.
/// “I like rain.”"
fn turns_to_another(doc: &Doc<'_>, owner: &Draft, quotation: usize) -> bool {
    let end = owner.parts().map(|part| part.end).max().unwrap_or_default();
    let last = doc
        .sentence_of(quotation)
        .checked_sub(1)
        .and_then(|at| doc.sentences.get(at));
    let Some(between) = last.filter(|s| s.tokens.start >= end) else {
        return false;
    };
    let Some(verb) = between.tokens.clone().skip(1).find(|i| doc.is_finite_here(*i)) else {
        return false;
    };
    let named = (between.tokens.start + 1..verb).rev().find(|i| doc.capital(*i));
    let source = owner.source.clone().unwrap_or_default();
    named.is_some_and(|name| source.into_iter().all(|i| doc.lower(i) != doc.lower(name)))
}

/// Longest name behind a dash, in tokens.
const SIGNATURE: usize = 8;

/// "― Ada Toll, Aven" behind a quotation: who signs it.
fn signature(doc: &Doc<'_>, dash: usize, end: usize) -> Option<Range<usize>> {
    let start = dash + 1;
    let is_dash = doc.is_dash(dash) || doc.text_of(dash).starts_with('―');
    if !(start < end && is_dash && doc.capital(start)) {
        return None;
    }
    let stops = |i: &usize| doc.is_mark(*i, &[",", "(", ";"]);
    let stop = (start..end).find(stops).unwrap_or(end);
    let stop = if doc.is_mark(stop - 1, &["."]) && stop == end {
        stop - 1
    } else {
        stop
    };
    (start < stop && stop - start <= SIGNATURE && !(start..stop).any(|i| doc.is_finite(i)))
        .then_some(start..stop)
}

fn starts_sentence(doc: &Doc<'_>, token: usize) -> bool {
    let at = doc.sentences.partition_point(|s| s.tokens.start < token);
    doc.sentences.get(at).is_some_and(|s| s.tokens.start == token) || token >= doc.len()
}
