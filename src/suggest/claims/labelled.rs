//! Lines that name their speaker before a colon: headlines ("Mayor: no talks before spring") and transcripts.

use std::ops::Range;

use super::super::actors::{Found, Kind};
use super::super::doc::Doc;
use super::super::lexicon::Class;
use super::voice::{self, Head};
use super::{Draft, Marks};
use crate::annotation::Form;

/// Sure enough to be shown, and no more: a colon is also behind a topic.
const SCORE: f32 = 0.6;

/// Longest label, in tokens: "IVO STRAND (host)", "Foreign minister on border talks".
const LABEL: usize = 10;

/// Fewest tokens behind the colon: less is a name or a date ("Editor: Ada Toll").
const SHORTEST: usize = 3;

/// The lines of `tokens` that are labelled with who says them, where `drafts` have nothing of the label.
pub(super) fn find(
    doc: &Doc<'_>,
    found: &[Found],
    marks: &Marks,
    tokens: &Range<usize>,
    drafts: &[Draft],
) -> Vec<Draft> {
    let first = doc.paragraphs.partition_point(|p| p.start < tokens.start);
    let mut claims = Vec::new();
    let parts = Parts::of(drafts);
    for (number, line) in doc.paragraphs.iter().enumerate().skip(first) {
        if line.start >= tokens.end {
            break;
        }
        let Some(colon) = colon(doc, line) else {
            continue;
        };
        let label = line.start..colon;
        let Some(source) =
            speaker(doc, found, marks, &label).filter(|_| !parts.touch(&(line.start..colon + 1)))
        else {
            continue;
        };
        // A claim of its own in the line has the line's end ("Mayor: road shut, police say").
        let mut content = colon + 1..parts.next(colon + 1).map_or(line.end, |next| next.min(line.end));
        if doc.is_mark(content.end - 1, &["."]) && !doc.is_quote_mark(content.start) {
            content.end -= 1;
        }
        if content.len() < SHORTEST || !is_said(doc, &content) {
            continue;
        }
        claims.push(Draft {
            content: vec![content],
            cue: Some(colon..colon + 1),
            source: Some(source),
            score: SCORE,
            reason: "speaker before a colon".into(),
            paragraph: number,
        });
    }
    claims
}

/// The contents, cues and sources of drafts, to ask what stands somewhere without reading them all.
struct Parts {
    /// Where each begins, in order, and how far it and those before it reach.
    starts: Vec<(usize, usize)>,
}

impl Parts {
    fn of(drafts: &[Draft]) -> Self {
        let mut starts: Vec<(usize, usize)> = drafts
            .iter()
            .flat_map(Draft::parts)
            .map(|part| (part.start, part.end))
            .collect();
        starts.sort_unstable();
        let mut reach = 0;
        for part in &mut starts {
            reach = reach.max(part.1);
            part.1 = reach;
        }
        Self { starts }
    }

    /// Whether one has a token of these.
    fn touch(&self, tokens: &Range<usize>) -> bool {
        let before = self.starts.partition_point(|part| part.0 < tokens.end);
        let last = before.checked_sub(1).and_then(|at| self.starts.get(at));
        last.is_some_and(|part| part.1 > tokens.start)
    }

    /// Where the first that begins at or behind a token begins.
    fn next(&self, token: usize) -> Option<usize> {
        let at = self.starts.partition_point(|part| part.0 < token);
        self.starts.get(at).map(|part| part.0)
    }
}

/// The colon of a line that may end a label: no time ("7:30") and no address.
fn colon(doc: &Doc<'_>, line: &Range<usize>) -> Option<usize> {
    let mut near = line.start + 1..line.end.min(line.start + LABEL + 1);
    near.find(|i| doc.is_mark(*i, &[":"]))
        .filter(|i| i + 1 < line.end && !doc.touches_before(i + 1))
}

/// The part of a label that names who speaks: without what they speak on, and what is in brackets.
fn speaker(doc: &Doc<'_>, found: &[Found], marks: &Marks, label: &Range<usize>) -> Option<Range<usize>> {
    let closes = |i: &usize| doc.is_mark(*i, &["("]) || matches!(doc.lower(*i), "on" | "about" | "after");
    let end = (label.start + 1..label.end).find(closes).unwrap_or(label.end);
    let source = label.start..end;
    // "Little relief for refugees: …" is a title.
    let names = |i: usize| {
        !doc.is_finite(i)
            && !doc.is_quote_mark(i)
            && (!doc.is_function_word(i) || doc.is(i, Class::ARTICLE) || doc.lower(i) == "of")
    };
    let plain = source.clone().all(names);
    let last = end.checked_sub(1)?;
    let mention = marks.mention(last).and_then(|m| found.get(m));
    let speaks = match mention {
        // A country or an army before a colon is what the line is about: "Norvania: 12 killed".
        Some(mention) => match mention.kind {
            Kind::Person | Kind::UnnamedSource | Kind::Media | Kind::Organization => true,
            Kind::Place => false,
            _ => mention.form == Form::Descriptive,
        },
        None => matches!(voice::head(doc, last), Some(Head::Actor(_) | Head::Deputy)),
    };
    (plain && speaks && !is_credit(doc.lower(label.start))).then_some(source)
}

/// Who made the page, not who says something: "Author: …".
fn is_credit(word: &str) -> bool {
    matches!(
        word,
        "author"
            | "authors"
            | "by"
            | "editor"
            | "editors"
            | "reporter"
            | "reporters"
            | "writer"
            | "source"
            | "sources"
            | "photo"
            | "photos"
            | "picture"
            | "photographer"
            | "agencies"
            | "correspondent"
            | "contact"
    )
}

/// Whether the words can be somebody's: a quotation, or more than names.
fn is_said(doc: &Doc<'_>, content: &Range<usize>) -> bool {
    content.clone().any(|i| {
        doc.is_quote_mark(i) || doc.is_finite(i) || doc.is_function_word(i) && !doc.is(i, Class::ARTICLE)
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::{Input, Options, ProposedClaim, Rules, Stop, Suggester as _};
    use crate::text::ArticleText;

    /// "source | content" of the claims whose cue is a colon.
    fn labelled(text: &str) -> Vec<String> {
        let text = ArticleText::new(text);
        let input = Input {
            options: Options::default(),
            ..Input::of(&text)
        };
        let found = Rules.suggest(&input, &Stop::default()).unwrap();
        let slice = |span: Option<crate::text::Span>| span.map_or("", |span| text.slice(span)).to_owned();
        let said = |claim: &ProposedClaim| {
            format!(
                "{} | {}",
                slice(claim.source),
                slice(claim.content.first().copied())
            )
        };
        let colon = |claim: &&ProposedClaim| slice(claim.cue) == ":";
        found.claims.iter().filter(colon).map(said).collect()
    }

    #[test]
    fn a_label_that_can_speak_says_what_stands_behind_its_colon() {
        for (text, expected) in [
            (
                "Police: Driver was asleep at the wheel",
                &["Police | Driver was asleep at the wheel"][..],
            ),
            (
                "Mayor on flood wall: “Too little, too late”",
                &["Mayor | “Too little, too late”"],
            ),
            (
                "Ada Toll (host): You grew up here.\n\nBen Okoro: Until I was eleven. We had no light.",
                &[
                    "Ada Toll | You grew up here",
                    "Ben Okoro | Until I was eleven. We had no light",
                ],
            ),
            // Topics, credits, titles, times, and lines that say something else.
            ("Norway: At least 12 people were hurt in a fire", &[]),
            ("Editor: Ada Toll", &[]),
            ("Little relief for refugees: The summit was a failure", &[]),
            ("Ada Toll arrived at 7:30 and left at once.", &[]),
            ("The council voted on two things: a bridge and a road.", &[]),
        ] {
            assert_eq!(labelled(text), expected, "{text}");
        }
    }
}
