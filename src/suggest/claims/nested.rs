//! Claims in the content of a claim: "Toll said *the army claimed the town had fallen*".
//!
//! What rules or a trained model hand in are outermost claims, as the corpora mark them. The claims inside are found
//! here, by the rules, whoever found the outer one.

use std::ops::Range;

use super::super::doc::Doc;
use super::super::lexicon::Class;
use super::{Draft, Marks, Options, act, of_sentence};
use crate::annotation::Act;

/// Shortest content of a claim within a claim, in tokens; a shorter one says nothing by itself.
const SHORTEST: usize = 3;

/// Scores below this are of verbs with a plain object.
const STATED: f32 = 0.7;

/// Finds the claims inside of claims. Remembers the last sentence: several claims often share one.
#[derive(Default)]
pub(super) struct Inner {
    sentence: Option<usize>,
    drafts: Vec<Draft>,
}

impl Inner {
    /// The claims in the content of `outer`, in text order.
    pub(super) fn of(
        &mut self,
        doc: &Doc<'_>,
        marks: &Marks,
        outer: &Draft,
        content: &[Range<usize>],
    ) -> Vec<Draft> {
        let mut found = Vec::new();
        for piece in content {
            let mut at = doc.sentence_of(piece.start);
            while let Some(sentence) = doc.sentences.get(at).filter(|s| s.tokens.start < piece.end) {
                let part = sentence.tokens.start.max(piece.start)..sentence.tokens.end.min(piece.end);
                if part.clone().any(|i| reports(doc, i)) {
                    if self.sentence != Some(at) {
                        self.sentence = Some(at);
                        self.drafts = of_sentence(doc, marks, sentence, Options::default());
                    }
                    let inner = self
                        .drafts
                        .iter()
                        .filter_map(|d| inside(doc, d, outer, content, &part));
                    found.extend(inner);
                }
                at += 1;
            }
        }
        found.dedup_by(|b, a| a.cue == b.cue);
        found
    }
}

/// Whether a claim can hang on token `i`.
fn reports(doc: &Doc<'_>, i: usize) -> bool {
    !doc.is_quoted(i) && (doc.word(i).cue.is_some() || matches!(doc.lower(i), "according" | "accused"))
}

/// `inner` as a claim in `part` of the content of `outer`: with its cue and source there, cut to what is there.
fn inside(
    doc: &Doc<'_>,
    inner: &Draft,
    outer: &Draft,
    content: &[Range<usize>],
    part: &Range<usize>,
) -> Option<Draft> {
    let covers =
        |part: &Range<usize>, range: &Range<usize>| part.start <= range.start && range.end <= part.end;
    let cue = inner.cue.as_ref().filter(|cue| covers(part, cue))?;
    let source = inner.source.as_ref().filter(|source| covers(part, source))?;
    let own = |range: &Option<Range<usize>>| {
        range
            .as_ref()
            .is_some_and(|r| r.start < cue.end && cue.start < r.end)
    };
    if own(&outer.cue) || own(&outer.source) {
        return None;
    }
    let cut = |range: &Range<usize>| {
        content
            .iter()
            .map(|piece| range.start.max(piece.start)..range.end.min(piece.end))
            .filter(|piece| piece.start < piece.end)
            .collect::<Vec<_>>()
    };
    // A plain object ("welcomed the attention") is worth a claim of its own only where it is an accusation or the like.
    let plain = inner.score < STATED && matches!(act::of(doc, cue), Act::Statement | Act::Opinion);
    if plain {
        return None;
    }
    let content: Vec<Range<usize>> = inner.content.iter().flat_map(cut).collect();
    let long = content.iter().map(ExactSizeIterator::len).sum::<usize>() >= SHORTEST;
    long.then(|| Draft {
        content,
        source: Some(source.clone()),
        score: inner.score * 0.9,
        ..inner.clone()
    })
}

/// Drafts with those that lie in the content of another one. A trained model may hand in both.
pub(super) fn folded(drafts: Vec<Draft>) -> Vec<(Draft, Vec<Draft>)> {
    let mut folded: Vec<(Draft, Vec<Draft>)> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let holder = folded.last_mut().filter(|(outer, _)| lies_in(&draft, outer));
        match holder {
            Some((_, inner)) => inner.push(draft),
            None => folded.push((draft, Vec::new())),
        }
    }
    folded
}

fn lies_in(inner: &Draft, outer: &Draft) -> bool {
    let within = |a: &Draft, b: &Draft| {
        a.cue.as_ref().is_some_and(|cue| {
            b.content
                .iter()
                .any(|piece| piece.start <= cue.start && cue.end <= piece.end)
        })
    };
    within(inner, outer) && !within(outer, inner)
}

/// Whether a phrase can be somebody who says or publishes something.
pub(super) fn speaks(doc: &Doc<'_>, marks: &Marks, phrase: &Range<usize>) -> bool {
    phrase.clone().any(|i| {
        marks.has_mention(i)
            || doc.is(i, Class::SPEAKER.or(Class::IS_SOURCE).or(Class::IS_SOURCE_WITH))
            || doc.is(
                i,
                Class::HEAD_MEDIA
                    .or(Class::SPEAKS_UNNAMED)
                    .or(Class::SPEAKS_GROUP),
            )
    })
}
