//! Second hand: on whom a source relies ("citing a military source"), or who passes its words on ("as quoted by the
//! agency"). Looked for around the cue, whoever found the claim.

use std::ops::Range;

use super::super::doc::{Doc, Sentence};
use super::nested::speaks;
use super::{Draft, Marks, source};

/// Farthest that the phrase may stand from the cue or the source, in tokens.
const REACH: usize = 12;

/// Who else the words of `draft` came through.
pub(super) fn of(doc: &Doc<'_>, marks: &Marks, draft: &Draft) -> Option<Range<usize>> {
    let cue = draft.cue.as_ref()?;
    let sentence = doc.sentences.get(doc.sentence_of(cue.start))?;
    let found = quoted_as(doc, marks, sentence, draft, cue)
        .or_else(|| around(doc, marks, sentence, draft, cue))
        .filter(|via| speaks(doc, marks, via));
    // The source's own name is no second party.
    found.filter(|via| draft.source.as_ref() != Some(via))
}

/// "the agency quoted Toll as saying", "Toll was quoted by the agency as saying", "… as saying by the agency".
fn quoted_as(
    doc: &Doc<'_>,
    marks: &Marks,
    sentence: &Sentence,
    draft: &Draft,
    cue: &Range<usize>,
) -> Option<Range<usize>> {
    let quoted = cue
        .clone()
        .find(|i| matches!(doc.lower(*i), "quoted" | "quotes" | "cited" | "quoting"))?;
    let limit = sentence.tokens.end.min(quoted + 2 * REACH);
    let saying = (quoted + 1..limit).find(|i| doc.lower(*i) == "as" && doc.lower(i + 1) == "saying")?;
    let by = (quoted + 1..limit)
        .find(|i| doc.lower(*i) == "by" && (*i < saying || *i == saying + 2))
        .and_then(|by| source::phrase_after(doc, marks, sentence, by + 1));
    if let Some(by) = by {
        let end = if by.start < saying {
            by.end.min(saying)
        } else {
            by.end
        };
        return (by.start < end).then_some(by.start..end);
    }
    let own = draft.source.as_ref()?;
    if own.start > quoted {
        // The words are those of the one quoted; the subject of "quoted" hands them on.
        return source::subject(
            doc,
            marks,
            sentence.tokens.start,
            source::group_start(doc, sentence, quoted),
        );
    }
    let object = source::phrase_after(doc, marks, sentence, quoted + 1)?;
    (object.end <= saying).then_some(object)
}

/// "citing …", "as reported by …", "in remarks carried by …" beside the source or the cue.
fn around(
    doc: &Doc<'_>,
    marks: &Marks,
    sentence: &Sentence,
    draft: &Draft,
    cue: &Range<usize>,
) -> Option<Range<usize>> {
    let own = draft.source.as_ref();
    let content = |i: usize| draft.content.iter().any(|piece| piece.contains(&i));
    let lo = sentence.tokens.start;
    let first = own.map_or(cue.start, |s| s.start.min(cue.start));
    let last = own.map_or(cue.end, |s| {
        if s.start < sentence.tokens.end && s.start >= lo {
            s.end.max(cue.end)
        } else {
            cue.end
        }
    });
    for i in lo..sentence.tokens.end.min(last + REACH) {
        if doc.is_quoted(i) || content(i) || cue.contains(&i) {
            continue;
        }
        let start = match doc.lower(i) {
            "citing" | "quoting" => i + 1,
            "quoted" | "reported" | "carried" | "published" | "broadcast" | "aired" | "cited"
                if matches!(doc.lower(i + 1), "by" | "on" | "in") =>
            {
                i + 2
            }
            _ => continue,
        };
        let Some(phrase) = source::phrase_after(doc, marks, sentence, start) else {
            continue;
        };
        // The clause stands at the sentence's start before the source, within the source, or behind the cue.
        let leads = i <= lo + 1 && first >= phrase.end && first <= phrase.end + 2;
        let within = own.is_some_and(|s| s.contains(&i));
        let follows = i >= last && (last..i).all(|j| !doc.is_finite(j)) || (first < i && i < cue.start);
        if leads || within || follows {
            return Some(phrase);
        }
    }
    None
}
