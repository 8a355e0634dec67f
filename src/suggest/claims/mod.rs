//! Claims: who says what, and by which words.
//!
//! Sentence by sentence: find the cues, find each one's source, give it the words around it as content. Then what the
//! sentences cannot tell alone: quotations that run on, quoted paragraphs without a cue, pronouns as sources.

mod act;
mod anonymity;
mod content;
mod cues;
mod edges;
mod floating;
mod introduced;
mod labelled;
mod nested;
mod newcomers;
mod opening;
mod own_voice;
mod patterns;
mod reference;
mod source;
mod speaker;
mod via;
mod voice;
mod worth;

use std::borrow::Cow;
use std::ops::Range;

pub(super) use act::is_speech;
pub(super) use anonymity::around as remark_around;
pub(super) use content::trim;
pub(super) use edges::without_comma;
pub(super) use floating::join_quotes;
pub(super) use newcomers::Newcomers;

use super::actors::{Found, grouping::Actors};
use super::doc::{Doc, Sentence};
use super::figures;
use super::{Options, ProposedClaim, ProposedVia, Stop, Stopped};
use crate::annotation::{Act, Measure, QuoteType};

/// Which mention each token belongs to.
pub(super) struct Marks {
    of_token: Vec<u32>,
}

impl Marks {
    pub(super) fn new(doc: &Doc<'_>, found: &[Found]) -> Self {
        let mut of_token = vec![0; doc.len()];
        for (index, mention) in found.iter().enumerate() {
            for slot in of_token.get_mut(mention.tokens.clone()).unwrap_or_default() {
                *slot = u32::try_from(index + 1).unwrap_or_default();
            }
        }
        Self { of_token }
    }

    pub(super) fn has_mention(&self, i: usize) -> bool {
        self.of_token.get(i).is_some_and(|m| *m > 0)
    }

    /// Index of the mention at token `i`.
    pub(super) fn mention(&self, i: usize) -> Option<usize> {
        let index = self.of_token.get(i)?.checked_sub(1)?;
        usize::try_from(index).ok()
    }
}

/// A claim in tokens, before its figures, its quote type and its speaker are known. Rules and trained models both make these.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Content, not empty; any order.
    pub content: Vec<Range<usize>>,
    pub cue: Option<Range<usize>>,
    pub source: Option<Range<usize>>,
    /// How sure, 0 to 1.
    pub score: f32,
    pub reason: Cow<'static, str>,
    /// Index into [`Doc::paragraphs`].
    pub paragraph: usize,
}

impl Draft {
    fn hull(&self) -> Range<usize> {
        let start = self.content.iter().map(|c| c.start).min().unwrap_or_default();
        let end = self.content.iter().map(|c| c.end).max().unwrap_or_default();
        start..end
    }

    /// Content, cue and source.
    pub(super) fn parts(&self) -> impl Iterator<Item = Range<usize>> {
        self.content
            .iter()
            .cloned()
            .chain(self.cue.clone())
            .chain(self.source.clone())
    }
}

/// All claims of the article, in text order.
pub(super) fn find(
    doc: &Doc<'_>,
    found: &[Found],
    actors: &Actors,
    options: Options,
    stop: &Stop,
) -> Result<(Vec<ProposedClaim>, Newcomers), Stopped> {
    let drafts = by_rules(doc, &Marks::new(doc, found), options, stop)?;
    Ok(complete(doc, found, actors, drafts))
}

/// The claims that rules and patterns find, in text order.
pub(super) fn by_rules(
    doc: &Doc<'_>,
    marks: &Marks,
    options: Options,
    stop: &Stop,
) -> Result<Vec<Draft>, Stopped> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut paragraph = usize::MAX;
    for sentence in &doc.sentences {
        if sentence.paragraph != paragraph {
            stop.check()?;
            paragraph = sentence.paragraph;
        }
        let mut new = of_sentence(doc, marks, sentence, options);
        outermost(&mut new);
        drafts.append(&mut new);
    }
    join_quotes(doc, 0..doc.len(), &mut drafts);
    Ok(drafts)
}

/// Adds what the article states in its own voice, and gives each claim its speaker, quote type, figures and
/// check-worthiness, and the claims in its content. The result is in text order; speakers beyond `actors` are among the
/// newcomers.
pub(super) fn complete(
    doc: &Doc<'_>,
    found: &[Found],
    actors: &Actors,
    drafts: Vec<Draft>,
) -> (Vec<ProposedClaim>, Newcomers) {
    let marks = Marks::new(doc, found);
    let mut completion = Completion::new(doc, found, actors, &marks);
    let claims = completion.of(0..doc.len(), drafts);
    (claims, completion.into_newcomers())
}

/// Completes drafts part by part, for a suggester that reads an article in parts.
pub(super) struct Completion<'a, 'd> {
    doc: &'a Doc<'d>,
    found: &'a [Found],
    marks: &'a Marks,
    speakers: speaker::Speakers<'a, 'd>,
    inner: nested::Inner,
}

impl<'a, 'd> Completion<'a, 'd> {
    pub(super) fn new(doc: &'a Doc<'d>, found: &'a [Found], actors: &'a Actors, marks: &'a Marks) -> Self {
        Self {
            doc,
            found,
            marks,
            speakers: speaker::Speakers::new(doc, found, actors, marks),
            inner: nested::Inner::default(),
        }
    }

    /// Who spoke and is none of the article's actors.
    pub(super) fn into_newcomers(self) -> Newcomers {
        self.speakers.into_newcomers()
    }

    /// The claims of the next part of the article, in text order. Parts come in text order; `tokens` are whole sentences.
    pub(super) fn of(&mut self, tokens: Range<usize>, mut drafts: Vec<Draft>) -> Vec<ProposedClaim> {
        drafts.retain(|draft| !is_nobodys(self.doc, draft));
        for draft in &mut drafts {
            let source = draft.source.take();
            draft.source = source.map(|source| anonymity::with_remark(self.doc, source));
        }
        let labelled = labelled::find(self.doc, self.found, self.marks, &tokens, &drafts);
        drafts.extend(labelled);
        let own_voice = own_voice::find(self.doc, tokens, &drafts);
        drafts.extend(own_voice);
        drafts.sort_by_key(|d| (d.hull().start, d.cue.as_ref().map(|c| c.start)));
        nested::folded(drafts)
            .into_iter()
            .filter_map(|(draft, inner)| self.finish(&draft, inner))
            .collect()
    }

    fn finish(&mut self, draft: &Draft, mut inner: Vec<Draft>) -> Option<ProposedClaim> {
        let content = whole_content(self.doc, draft)?;
        let by_rules = self.inner.of(self.doc, self.marks, draft, &content);
        let known = |new: &Draft| inner.iter().any(|old| old.cue == new.cue);
        let more: Vec<Draft> = by_rules.into_iter().filter(|new| !known(new)).collect();
        inner.extend(more);
        inner.sort_by_key(|d| (d.hull().start, d.cue.as_ref().map(|c| c.start)));
        let speaker = self.speakers.of(draft, &content);
        let mut claim = self.claim(draft, &content, speaker);
        claim.nested = inner
            .iter()
            .filter_map(|draft| {
                let content = whole_content(self.doc, draft)?;
                let speaker = match &draft.source {
                    Some(source) if self.speakers.is_own(source) => speaker,
                    source => source.as_ref().and_then(|s| self.speakers.aside(s)),
                };
                Some(self.claim(draft, &content, speaker))
            })
            .collect();
        Some(claim)
    }

    fn claim(&self, draft: &Draft, content: &[Range<usize>], speaker: Option<usize>) -> ProposedClaim {
        let (doc, marks) = (self.doc, self.marks);
        let mut figures = content
            .iter()
            .flat_map(|c| figures::find(doc, self.found, marks, c.clone(), draft.source.as_ref()))
            .collect::<Vec<_>>();
        let quote = quote_type(doc, content);
        // In the article's own voice only what came to harm is worth a figure: the rest would be every number of the
        // article.
        if draft.cue.is_none() && draft.source.is_none() && quote == QuoteType::Indirect {
            figures.retain(|figure| figure.measure != Measure::Other);
        }
        let via = via::of(doc, marks, draft);
        let act = draft.cue.as_ref().map_or(Act::Statement, |cue| act::of(doc, cue));
        ProposedClaim {
            check_worthiness: worth::of(doc, content, act, &figures),
            content: content.iter().filter_map(|c| doc.span(c.clone())).collect(),
            cue: draft.cue.clone().and_then(|c| doc.span(c)),
            source: draft.source.clone().and_then(|s| doc.span(s)),
            speaker,
            via: via.and_then(|via| {
                Some(ProposedVia {
                    span: doc.span(via.clone())?,
                    actor: self.speakers.aside(&via),
                })
            }),
            act,
            quote,
            figures,
            score: draft.score,
            reason: draft.reason.clone().into_owned(),
            nested: Vec::new(),
        }
    }
}

/// "No group claimed responsibility", the last line of many reports, or "according to plan": nobody said anything.
fn is_nobodys(doc: &Doc<'_>, draft: &Draft) -> bool {
    let (Some(source), Some(cue)) = (&draft.source, &draft.cue) else {
        return false;
    };
    // "The launch went according to plan."
    if source.len() == 1
        && matches!(
            doc.lower(source.start),
            "plan" | "plans" | "schedule" | "custom" | "tradition"
        )
    {
        return cue.clone().any(|i| doc.lower(i) == "according");
    }
    if !doc.lower(cue.start).starts_with("claim") {
        return false;
    }
    let none = |i: usize| matches!(doc.lower(i), "no" | "nobody" | "none");
    none(source.start) || source.start.checked_sub(1).is_some_and(none)
}

fn of_sentence(doc: &Doc<'_>, marks: &Marks, sentence: &Sentence, options: Options) -> Vec<Draft> {
    let cues = cues::find(doc, sentence, options.beliefs);
    let mut drafts: Vec<Draft> = Vec::new();
    for (n, cue) in cues.iter().enumerate() {
        let later = cues.get(n + 1..).unwrap_or_default();
        let before = drafts.last().cloned();
        if let Some(draft) = patterns::of_cue(doc, marks, sentence, cue, later, before.as_ref()) {
            drafts.push(draft);
        }
    }
    drafts
}

/// Only the outermost claim stays where one lies in another's content.
fn outermost(drafts: &mut Vec<Draft>) {
    let inside = |inner: &Draft, outer: &Draft| {
        let cue = inner.cue.as_ref();
        cue.is_some_and(|cue| {
            outer
                .content
                .iter()
                .any(|c| c.start <= cue.start && cue.end <= c.end)
        })
    };
    let keep: Vec<bool> = drafts
        .iter()
        .enumerate()
        .map(|(i, inner)| {
            !drafts
                .iter()
                .enumerate()
                .any(|(j, outer)| i != j && inside(inner, outer) && (!inside(outer, inner) || j > i))
        })
        .collect();
    let mut keep = keep.into_iter();
    drafts.retain(|_| keep.next().unwrap_or(true));
}

/// Direct if all of it is quoted, mixed if some phrase is; a word in scare quotes does not count.
fn quote_type(doc: &Doc<'_>, content: &[Range<usize>]) -> QuoteType {
    let (mut quoted, mut plain) = (0, 0);
    for i in content.iter().flat_map(Clone::clone) {
        if doc.is_quote_mark(i) || doc.kind(i) == Some(crate::text::TokenKind::Punctuation) {
            continue;
        }
        if doc.is_quoted(i) { quoted += 1 } else { plain += 1 }
    }
    match (quoted, plain) {
        (0, _) => QuoteType::Indirect,
        (_, 0) => QuoteType::Direct,
        _ => QuoteType::Mixed,
    }
}

/// The content of a draft, sorted and apart. A quotation that it cuts is taken whole; a dateline is none of it.
fn whole_content(doc: &Doc<'_>, draft: &Draft) -> Option<Vec<Range<usize>>> {
    let mut content: Vec<Range<usize>> = draft.content.clone();
    for range in &mut content {
        let paragraph = doc.paragraphs.get(doc.paragraph_of(range.start));
        if let Some(paragraph) = paragraph.filter(|p| p.start == range.start) {
            let begins = edges::past_dateline(doc, paragraph.start, paragraph.end);
            range.start = if begins < range.end { begins } else { range.start };
        }
        let last = range.end.checked_sub(1)?;
        if let Some(quote) = doc
            .quote_from(last)
            .filter(|q| q.tokens.contains(&last) && q.tokens.len() < 600)
            && draft
                .source
                .as_ref()
                .is_none_or(|s| s.start < range.start || s.start >= quote.tokens.end)
        {
            range.end = range.end.max(quote.tokens.end);
        }
    }
    content.sort_by_key(|c| c.start);
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in content {
        match apart.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    (apart.iter().any(|c| doc.span(c.clone()).is_some())).then_some(apart)
}
