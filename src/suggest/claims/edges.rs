//! What stands at the edges of a source and is no part of the phrase itself: a remark in brackets, the day.

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
