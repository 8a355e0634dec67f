//! What stands at the edges of a source and is no part of the phrase itself: a remark in brackets, the day.

use std::ops::Range;

use super::super::doc::Doc;
use super::super::lexicon::Class;

/// Longest remark in brackets behind a name, in tokens, the brackets included.
const BRACKET: usize = 8;

/// Where the bracket opens that closes right before `end`, if it is short and says nothing by itself.
pub(super) fn bracket_before(doc: &Doc<'_>, lo: usize, end: usize) -> Option<usize> {
    let close = end
        .checked_sub(1)
        .filter(|c| *c > lo && doc.is_mark(*c, &[")"]))?;
    let open = (lo + 1..close)
        .rev()
        .take(BRACKET)
        .find(|i| doc.is_mark(*i, &["("]))?;
    (open + 1..close).all(|i| !doc.is_finite(i)).then_some(open)
}

/// The token behind the bracket that opens at `at`, if it is a short one; else `at`.
pub(super) fn past_bracket(doc: &Doc<'_>, at: usize, limit: usize) -> usize {
    if !doc.is_mark(at, &["("]) {
        return at;
    }
    let close = (at + 1..limit.min(at + BRACKET)).find(|i| doc.is_mark(*i, &[")"]));
    close
        .filter(|close| (at + 1..*close).all(|i| !doc.is_finite(i)))
        .map_or(at, |close| close + 1)
}

/// A source without the comma that closes its apposition.
pub(in super::super) fn without_comma(doc: &Doc<'_>, tokens: Range<usize>) -> Range<usize> {
    let mut end = tokens.end;
    while end > tokens.start + 1 && doc.is_mark(end - 1, &[","]) {
        end -= 1;
    }
    tokens.start..end
}

/// Longest line of place, day and agency at the start of an article, in tokens.
const DATELINE: usize = 14;

/// Where the article begins behind "ARDESH, 17 May (VEPA) -", if a paragraph that starts at `start` and ends at `end` begins so;
/// else `start`.
pub(super) fn past_dateline(doc: &Doc<'_>, start: usize, end: usize) -> usize {
    let place = doc.text_of(start);
    if place.chars().count() < 3 || !place.chars().all(char::is_uppercase) {
        return start;
    }
    let limit = end.min(start + DATELINE);
    let Some(dash) = (start + 1..limit).find(|i| doc.is_dash(*i) && !doc.touches_before(*i)) else {
        return start;
    };
    // Names, days, numbers and what stands in brackets, nothing that a sentence has.
    let mut open = false;
    for i in start..dash {
        open = (open || doc.is_mark(i, &["("])) && !doc.is_mark(i, &[")"]);
        let fits = open
            || doc.capital(i)
            || doc.is_mark(i, &[",", ".", "/", "(", ")"])
            || doc.is(i, Class::DAY.or(Class::MONTH))
            || doc.text_of(i).starts_with(|c: char| c.is_numeric());
        if !fits {
            return start;
        }
    }
    dash + 1
}

/// Skips "on Wednesday", "Thursday", "last week", "in a statement" before a verb.
pub(super) fn before_time(doc: &Doc<'_>, lo: usize, end: usize) -> usize {
    let at = |back: usize| end.checked_sub(back).filter(|i| *i >= lo);
    let Some(last) = at(1) else { return end };
    let time = doc.is(last, Class::DAY) || matches!(doc.lower(last), "today" | "yesterday" | "tonight");
    if time {
        return match at(2) {
            Some(on) if matches!(doc.lower(on), "on" | "late" | "early" | "last") => on,
            _ => last,
        };
    }
    let unit = matches!(
        doc.lower(last),
        "week" | "month" | "year" | "morning" | "night" | "evening"
    );
    let which = at(2).filter(|w| matches!(doc.lower(*w), "last" | "this" | "earlier" | "later"));
    if let Some(which) = which.filter(|_| unit) {
        return match at(3) {
            Some(earlier) if matches!(doc.lower(earlier), "earlier" | "late" | "later") => earlier,
            _ => which,
        };
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::super::{Input, Stop};
    use super::*;
    use crate::text::ArticleText;

    #[test]
    fn an_article_begins_behind_its_dateline() {
        for (text, expected) in [
            ("ARDESH, 17 May (VEPA) - A bridge fell.", "A"),
            ("NORTHGATE (Wire News) – A bridge fell.", "A"),
            ("AVEN, Velmora — Two bridges fell.", "Two"),
            ("TAS said - as it does - that a bridge fell.", "TAS"),
            ("Aven - A bridge fell.", "Aven"),
            ("THE COUNCIL-OWNED bridge fell.", "THE"),
            ("NATO", "NATO"),
        ] {
            let article = ArticleText::new(text);
            let input = Input::of(&article);
            let doc = Doc::new(&input, &Stop::default()).unwrap();
            assert_eq!(doc.text_of(past_dateline(&doc, 0, doc.len())), expected, "{text}");
        }
    }
}
