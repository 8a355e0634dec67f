//! The parts of an item that have a place in the text, and what becomes of the item when one moves.

use crate::annotation::{Act, Body, Claim, Figure, Form, KindId, Mention, Party, QuoteType};
use crate::text::{ArticleText, Span};

/// A part of an item: what the boundary keys move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The mention itself, or the first piece of a claim's content.
    #[default]
    Whole,
    /// A further piece of content, counted from 1.
    Fragment(usize),
    /// The cue.
    Cue,
    /// The source.
    Source,
    /// Who the words came through, second hand.
    Via,
    /// A figure, counted from 0.
    Figure(usize),
    /// A target, counted from 0.
    Target(usize),
}

impl Part {
    /// Name on screen.
    #[must_use]
    pub fn title(self, body: &Body) -> String {
        match (self, body) {
            (Self::Whole, Body::Mention(_)) => "Mention".to_owned(),
            (Self::Whole, Body::Claim(_)) => "Content".to_owned(),
            (Self::Fragment(i), _) => format!("Content, part {}", i + 1),
            (Self::Cue, _) => "Cue".to_owned(),
            (Self::Source, _) => "Source".to_owned(),
            (Self::Via, _) => "Via".to_owned(),
            (Self::Figure(i), _) => format!("Figure {}", i + 1),
            (Self::Target(i), _) => format!("Target {}", i + 1),
        }
    }
}

/// The parts that `body` has, in the order in which a key walks through them.
#[must_use]
pub fn parts(body: &Body) -> Vec<(Part, Span)> {
    match body {
        Body::Mention(mention) => vec![(Part::Whole, mention.span)],
        Body::Claim(claim) => {
            let contents = claim.content.iter().enumerate().map(|(i, span)| {
                let part = if i == 0 { Part::Whole } else { Part::Fragment(i) };
                (part, *span)
            });
            let figures = claim
                .figures
                .iter()
                .enumerate()
                .map(|(i, figure)| (Part::Figure(i), figure.span));
            let targets = claim
                .targets
                .iter()
                .enumerate()
                .map(|(i, target)| (Part::Target(i), target.span));
            contents
                .chain(claim.cue.map(|span| (Part::Cue, span)))
                .chain(claim.source.map(|span| (Part::Source, span)))
                .chain(claim.via.as_ref().map(|via| (Part::Via, via.span)))
                .chain(figures)
                .chain(targets)
                .collect()
        }
    }
}

/// Where `part` stands, if the item has it.
#[must_use]
pub fn span_of(body: &Body, part: Part) -> Option<Span> {
    parts(body)
        .into_iter()
        .find(|(other, _)| *other == part)
        .map(|(_, span)| span)
}

/// The item with `part` at `span`. A part that it does not have yet is added where that makes sense (cue, source, via,
/// one more fragment, one more target); pieces of content that come to overlap are joined.
#[must_use]
pub fn with_span(body: &Body, part: Part, span: Span) -> Body {
    let mut body = body.clone();
    match &mut body {
        Body::Mention(mention) => mention.span = span,
        Body::Claim(claim) => match part {
            Part::Whole => set_or_push(&mut claim.content, 0, span),
            Part::Fragment(i) => set_or_push(&mut claim.content, i, span),
            Part::Cue => claim.cue = Some(span),
            Part::Source => claim.source = Some(span),
            Part::Via => claim.via = Some(Party { span, actor: None }),
            Part::Figure(i) => {
                if let Some(figure) = claim.figures.get_mut(i) {
                    figure.span = span;
                }
            }
            Part::Target(i) => match claim.targets.get_mut(i) {
                Some(target) => *target = Party { span, actor: None },
                None => claim.targets.push(Party { span, actor: None }),
            },
        },
    }
    if let Body::Claim(claim) = &mut body {
        tidy(&mut claim.content);
    }
    body
}

/// The item without `part`; `None` if nothing would be left of it.
#[must_use]
pub fn without(body: &Body, part: Part) -> Option<Body> {
    let mut body = body.clone();
    let Body::Claim(claim) = &mut body else {
        return None;
    };
    match part {
        Part::Whole => remove(&mut claim.content, 0),
        Part::Fragment(i) => remove(&mut claim.content, i),
        Part::Cue => claim.cue = None,
        Part::Source => (claim.source, claim.speaker) = (None, None),
        Part::Via => claim.via = None,
        Part::Figure(i) => remove(&mut claim.figures, i),
        Part::Target(i) => remove(&mut claim.targets, i),
    }
    (!claim.content.is_empty()).then_some(body)
}

/// A mention of the words under `span`; `named` by whether a word in it starts with a capital.
#[must_use]
pub fn new_mention(text: &ArticleText, span: Span, kind: KindId) -> Body {
    let capital = text
        .slice(span)
        .split_whitespace()
        .any(|word| word.starts_with(char::is_uppercase));
    let form = if capital { Form::Named } else { Form::Descriptive };
    Body::Mention(Mention {
        span,
        kind,
        form,
        actor: None,
        note: String::new(),
    })
}

/// A claim with the words under `span` as its content; the quote type follows from the quotation marks in it.
#[must_use]
pub fn new_claim(text: &ArticleText, span: Span) -> Body {
    let quote = quote_type(text.slice(span));
    Body::Claim(Box::new(Claim {
        content: vec![span],
        quote,
        act: Act::Statement,
        ..Claim::default()
    }))
}

/// A figure at `span` with the number that its digits spell, 0 if they spell none.
#[must_use]
pub fn new_figure(text: &ArticleText, span: Span) -> Figure {
    let digits: String = text
        .slice(span)
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    Figure {
        span,
        value: digits
            .trim_matches('.')
            .parse()
            .ok()
            .filter(|v: &f64| v.is_finite())
            .unwrap_or(0.0),
        value_to: None,
        bound: crate::annotation::Bound::Exactly,
        measure: crate::annotation::Measure::Other,
        who: String::new(),
        place: String::new(),
        when: String::new(),
        date: None,
        by: String::new(),
    }
}

fn quote_type(content: &str) -> QuoteType {
    let content = content.trim().trim_end_matches(['.', ',']);
    let opens = content.starts_with(['"', '“', '«', '„']);
    let closes = content.ends_with(['"', '”', '»', '“']) || content.ends_with("''");
    if opens && closes {
        QuoteType::Direct
    } else if content.contains(['"', '“', '”', '«', '»']) {
        QuoteType::Mixed
    } else {
        QuoteType::Indirect
    }
}

fn set_or_push(spans: &mut Vec<Span>, index: usize, span: Span) {
    match spans.get_mut(index) {
        Some(old) => *old = span,
        None => spans.push(span),
    }
}

fn remove<T>(items: &mut Vec<T>, index: usize) {
    if index < items.len() {
        items.remove(index);
    }
}

/// Sorts pieces of content and joins those that overlap.
fn tidy(content: &mut Vec<Span>) {
    content.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(content.len());
    for span in content.drain(..) {
        match joined.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.hull(span),
            _ => joined.push(span),
        }
    }
    *content = joined;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span::new(start, end).unwrap()
    }

    #[test]
    fn pieces_of_content_stay_sorted_and_apart() {
        let text = ArticleText::new("\"One two,\" she said, \"three.\"");
        let body = new_claim(&text, span(0, 10));
        assert_eq!(body.as_claim().unwrap().quote, QuoteType::Direct);
        let body = with_span(&body, Part::Fragment(1), span(21, 29));
        assert_eq!(body.as_claim().unwrap().content.len(), 2);
        let body = with_span(&body, Part::Cue, span(15, 19));
        assert_eq!(parts(&body).len(), 3);
        let joined = with_span(&body, Part::Fragment(1), span(5, 29));
        assert_eq!(joined.as_claim().unwrap().content, [span(0, 29)]);
        let shorter = without(&body, Part::Whole).unwrap();
        assert_eq!(shorter.as_claim().unwrap().content, [span(21, 29)]);
        assert_eq!(without(&shorter, Part::Whole), None, "a claim needs content");
    }

    #[test]
    fn quote_types_follow_the_marks() {
        for (words, expected) in [
            ("“We left.''", QuoteType::Direct),
            ("it was “time” to go", QuoteType::Mixed),
            ("they don't know", QuoteType::Indirect),
        ] {
            assert_eq!(quote_type(words), expected, "{words}");
        }
    }
}
