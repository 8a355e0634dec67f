//! Figures: numbers that a claim states, with what they count, whom, where, when and by whom.

mod cause;
mod counts;
mod details;
mod harm;
mod harm_words;
mod measure;
mod numbers;
mod phrase;
mod sites;
#[cfg(test)]
mod tests;
mod when;
mod window;

use std::ops::Range;

use super::actors::Found;
use super::claims::Marks;
use super::dates;
use super::doc::Doc;
use super::lexicon::Class;
use crate::annotation::{Figure, Measure};
use crate::text::TokenKind;
use counts::{Sort, sort};
use details::Mentions;
use measure::Ask;
use numbers::number;
use phrase::{bound, counted};
use window::Window;

/// The figures in the tokens of one content span, which `source` says.
pub(super) fn find(
    doc: &Doc<'_>,
    found: &[Found],
    marks: &Marks,
    content: Range<usize>,
    source: Option<&Range<usize>>,
) -> Vec<Figure> {
    let w = &Window::new(doc, content);
    let mentions = Mentions {
        w,
        found,
        marks,
        source,
    };
    let mut figures: Vec<Figure> = Vec::new();
    let mut last = None;
    let mut at = w.range.start;
    while at < w.range.end {
        let Some(read) = may_start(w, at).then(|| read(w, at, last)).flatten() else {
            at += 1;
            continue;
        };
        at = read.here.end;
        let Some(measure) = read.measure else {
            continue;
        };
        last = Some((read.here.end, measure));
        let Some(span) = doc.span(read.here.clone()) else {
            continue;
        };
        let when = when::when(w, &read.here);
        figures.push(Figure {
            span,
            value: read.value,
            value_to: read.to,
            bound: read.bound,
            measure,
            who: doc.words_of(read.who).to_owned(),
            place: mentions.place_of(&read.here),
            date: dates::resolve(&when, doc.published),
            when,
            by: mentions.cause_of(&read.here, measure),
        });
    }
    figures
}

/// Whether people come to harm by number in these tokens; cheaper than [`find`].
pub(super) fn has_casualties(doc: &Doc<'_>, range: Range<usize>) -> bool {
    let w = &Window::new(doc, range);
    let harmed = w
        .range
        .clone()
        .any(|i| w.is(i, Class::MEASURE) || w.lower(i) == "blown");
    if !harmed {
        return false;
    }
    let mut last = None;
    let mut at = w.range.start;
    while at < w.range.end {
        let read = may_start(w, at).then(|| read(w, at, last)).flatten();
        at = read.as_ref().map_or(at + 1, |r| r.here.end);
        if let Some(read) = read
            && let Some(measure) = read.measure
        {
            if measure != Measure::Other {
                return true;
            }
            last = Some((read.here.end, measure));
        }
    }
    false
}

/// A number and what the words around it say of it.
struct Read {
    here: Range<usize>,
    value: f64,
    to: Option<f64>,
    bound: crate::annotation::Bound,
    who: Range<usize>,
    /// `None` if it is no count.
    measure: Option<Measure>,
}

/// Whether a number can start at this token at all.
fn may_start(w: &Window<'_, '_>, at: usize) -> bool {
    match w.doc.kind(at) {
        Some(TokenKind::Number) => true,
        Some(TokenKind::Word) => {
            w.is(at, Class::NUMBER_WORD.or(Class::QUANTITY)) || matches!(w.lower(at), "a" | "few")
        }
        _ => false,
    }
}

fn read(w: &Window<'_, '_>, at: usize, last: Option<(usize, Measure)>) -> Option<Read> {
    let number = number(w, at)?;
    let here = at..number.end;
    let counted = counted(w, here.end);
    let (bound, mut opening) = bound(w, at, &number);
    // "between 10 and 15", "ranging from about 500 to 1,300"
    while number.to.is_some() && matches!(w.lower(w.before(opening, 1)), "between" | "from" | "ranging") {
        opening -= 1;
    }
    let sort = sort(w, &here, &counted, number.value);
    let ask = Ask {
        w,
        here: here.clone(),
        opening,
        counted: &counted,
        // "nobody" goes on with nothing.
        last: last.filter(|_| number.value > 0.0),
    };
    let measure = match sort {
        Sort::None => None,
        Sort::Things => Some(Measure::Other),
        Sort::People => Some(ask.measure()),
    };
    Some(Read {
        value: number.value,
        to: number.to,
        bound,
        who: counted.words,
        measure: measure.filter(|m| !number.weak || *m != Measure::Other),
        here,
    })
}
