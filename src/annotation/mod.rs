//! Floor 1: what can be said about a text. Mentions, claims, actors, figures, decisions, verdicts, the label scheme.
//!
//! Plain data without I/O. Nothing here is written to a file as it stands: `project/format` has its own types, so that
//! a change here never changes a file by accident.

mod actor;
mod article;
mod date_range;
mod decision;
mod edit;
mod event;
mod item;
mod labels;
mod orphan;
mod project;
mod ratings;
mod reference;
mod step;

use std::fmt;

pub use actor::{Actor, ActorId};
pub use article::{Article, ArticleId, Metadata, sort_key};
pub use date_range::{DateRange, NotDays};
pub use decision::{Action, Change, Decision, to_millisecond};
pub use edit::{Edit, Field, ProjectField};
pub use event::{ClaimRef, Event, EventId};
pub use item::{Body, Claim, Evidence, Figure, Item, ItemId, Mention, Origin, Party, Status, Verdict};
pub use labels::{
    Act, ArticleState, Bearing, Bound, Form, KindId, KindLabel, LabelScheme, Measure, QuoteType, Tone,
};
pub use orphan::{Orphan, Past, Quote, main_span};
pub use project::{Project, pair};
pub use ratings::{RatingId, RatingLabel};
pub use reference::{ReferenceColumns, ReferenceRecord, ReferenceTable};
pub use step::{Focus, Step};

/// FNV-1a over `text`, folded to 40 bits (eight base-32 digits).
fn hash40(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 40)) & ((1 << 40) - 1)
}

/// Digits that are not mistaken for each other (Crockford's base 32).
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn write_base32(value: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    (0..8).rev().try_for_each(|place| {
        let digit = usize::try_from(value >> (5 * place) & 31).unwrap_or_default();
        write!(f, "{}", char::from(DIGITS.get(digit).copied().unwrap_or(b'0')))
    })
}

fn parse_base32(text: &str) -> Option<u64> {
    if text.len() != 8 {
        return None;
    }
    text.bytes().try_fold(0, |value, byte| {
        let digit = DIGITS.iter().position(|d| *d == byte)?;
        Some(value << 5 | u64::try_from(digit).ok()?)
    })
}
