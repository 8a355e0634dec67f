//! Remarks that a source has no name: "who asked not to be named", "speaking on condition of anonymity". They belong to the
//! source; that it asked is no claim.

use std::ops::Range;

use super::super::doc::Doc;

/// Longest remark, in tokens.
const LONGEST: usize = 16;

/// How soon, in tokens, a remark says what the source asked for or did.
const NEAR: usize = 5;

/// The remark that begins at `at`.
fn beginning_at(doc: &Doc<'_>, at: usize) -> Option<Range<usize>> {
    let asks = match doc.lower(at) {
        "who" => (at + 1..at + 1 + NEAR).any(|i| {
            matches!(
                doc.lower(i),
                "asked"
                    | "requested"
                    | "wished"
                    | "wanted"
                    | "want"
                    | "preferred"
                    | "chose"
                    | "declined"
                    | "refused"
                    | "insisted"
                    | "agreed"
                    | "spoke"
            )
        }),
        "speaking" | "asking" | "requesting" => true,
        _ => false,
    };
    if !asks {
        return None;
    }
    let goes_on = |i: &usize| {
        !doc.is_mark(*i, &[",", ".", ";", ":", "!", "?"]) && !doc.is_quote_mark(*i) && !doc.is_dash(*i)
    };
    let mut within = (at + 1..doc.len().min(at + LONGEST)).take_while(goes_on);
    within.find(|i| hides(doc, at, *i)).map(|last| at..last + 1)
}

/// Whether a remark that begins at `from` says at `i` that there is no name.
fn hides(doc: &Doc<'_>, from: usize, i: usize) -> bool {
    match doc.lower(i) {
        "anonymity" | "anonymously" => true,
        "named" | "identified" | "quoted" => {
            (from..i).any(|not| matches!(doc.lower(not), "not" | "declined" | "refused"))
        }
        _ => false,
    }
}

/// The remark that ends right before `end`.
pub(super) fn ending_at(doc: &Doc<'_>, end: usize) -> Option<Range<usize>> {
    let remark = around(doc, end.checked_sub(1)?)?;
    (remark.end == end).then_some(remark)
}

/// The remark that the token at `i` is part of.
pub(in super::super) fn around(doc: &Doc<'_>, i: usize) -> Option<Range<usize>> {
    (i.saturating_sub(LONGEST)..=i)
        .rev()
        .filter_map(|at| beginning_at(doc, at))
        .find(|remark| remark.contains(&i))
}

/// A source with the remark that it ends in or that follows it at once.
pub(super) fn with_remark(doc: &Doc<'_>, source: Range<usize>) -> Range<usize> {
    let last = source.end.saturating_sub(1);
    let remark = around(doc, last).or_else(|| beginning_at(doc, source.end));
    source.start..remark.map_or(source.end, |remark| remark.end)
}
