//! Decisions written under the thing they are about, without repeating it.
//!
//! Each decision holds the thing before and after. In a chain most of that is known already: what one decision left is
//! what the next one found, and what the last one left is the thing as it is. Such sides are [`Side::Told`]:
//!
//! | did | `after` left out | `before` left out |
//! |---|---|---|
//! | accepted, corrected | as the next one found it | same as `after` |
//! | added | as the next one found it | nothing |
//! | rejected, removed | nothing | as the next one found it |

use super::Side;
use crate::annotation::Action;

/// The sides of a decision about a `T`, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Sides<T> {
    /// What was done.
    pub action: Action,
    /// Before.
    pub before: Option<T>,
    /// After.
    pub after: Option<T>,
}

/// Leaves out what can be told. `now` is the thing as it is.
#[must_use]
pub fn fold<T: PartialEq + Clone>(chain: &[Sides<T>], now: Option<&T>) -> Vec<(Side<T>, Side<T>)> {
    let mut next = now;
    let mut folded = Vec::with_capacity(chain.len());
    for sides in chain.iter().rev() {
        let (before, after) = (sides.before.as_ref(), sides.after.as_ref());
        let told_after = after_told(sides.action, next);
        let told_before = before_told(sides.action, next, after);
        folded.push((side(before, told_before), side(after, told_after)));
        next = before;
    }
    folded.reverse();
    folded
}

/// Puts back what was left out.
#[must_use]
pub fn unfold<T: Clone>(chain: Vec<(Action, Side<T>, Side<T>)>, now: Option<&T>) -> Vec<Sides<T>> {
    let mut next = now.cloned();
    let mut unfolded = Vec::with_capacity(chain.len());
    for (action, before, after) in chain.into_iter().rev() {
        let after = after.or(after_told(action, next.as_ref()));
        let before = before.or(before_told(action, next.as_ref(), after.as_ref()));
        next.clone_from(&before);
        unfolded.push(Sides {
            action,
            before,
            after,
        });
    }
    unfolded.reverse();
    unfolded
}

const fn after_told<T>(action: Action, next: Option<&T>) -> Option<&T> {
    match action {
        Action::Rejected | Action::Removed => None,
        Action::Accepted | Action::Corrected | Action::Added => next,
    }
}

const fn before_told<'a, T>(action: Action, next: Option<&'a T>, after: Option<&'a T>) -> Option<&'a T> {
    match action {
        Action::Added => None,
        Action::Rejected | Action::Removed => next,
        Action::Accepted | Action::Corrected => after,
    }
}

fn side<T: PartialEq + Clone>(given: Option<&T>, told: Option<&T>) -> Side<T> {
    match given {
        given if given == told => Side::Told,
        None => Side::Nothing,
        Some(given) => Side::Is(given.clone()),
    }
}

impl<T: Clone> Side<T> {
    fn or(self, told: Option<&T>) -> Option<T> {
        match self {
            Self::Told => told.cloned(),
            Self::Nothing => None,
            Self::Is(given) => Some(given),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::annotation::Action::{Accepted, Added, Corrected, Rejected, Removed};

    fn chain() -> impl Strategy<Value = Vec<Sides<u8>>> {
        let action = prop::sample::select(vec![Accepted, Corrected, Rejected, Added, Removed]);
        let side = || prop::option::of(0..3_u8);
        let sides = (action, side(), side()).prop_map(|(action, before, after)| Sides {
            action,
            before,
            after,
        });
        prop::collection::vec(sides, 0..6)
    }

    proptest! {
        #[test]
        fn nothing_is_lost(chain in chain(), now in prop::option::of(0..3_u8)) {
            let folded = fold(&chain, now.as_ref());
            let written = chain.iter().zip(folded).map(|(s, (before, after))| (s.action, before, after)).collect();
            prop_assert_eq!(unfold(written, now.as_ref()), chain);
        }
    }

    #[test]
    fn a_usual_history_leaves_out_nearly_everything() {
        let sides = |action, before, after| Sides {
            action,
            before,
            after,
        };
        let chain = [
            sides(Rejected, Some("a"), None),
            sides(Corrected, Some("a"), Some("b")),
            sides(Accepted, Some("b"), Some("b")),
        ];
        assert_eq!(
            fold(&chain, Some(&"b")),
            [
                (Side::Told, Side::Told),
                (Side::Is("a"), Side::Told),
                (Side::Told, Side::Told)
            ]
        );
    }
}
