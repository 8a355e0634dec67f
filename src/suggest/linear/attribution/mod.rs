//! Attribution by trained models: who says what, by which words.
//!
//! Three steps, each a linear model over hashed features that sees the rules' decisions among much else:
//! [`tokens`] labels every token of a paragraph as source, cue, content or nothing; [`frame`] goes over the paragraph once
//! for each cue and labels what belongs to *this* cue, which needs no linking afterwards; [`stands`] weighs each claim.

mod candidates;
mod claim;
mod frame;
mod gold;
mod model;
mod prepared;
mod stands;
mod tokens;

pub use candidates::Tags;
pub use gold::{Gold, GoldClaim};
pub use model::{Attribution, Conventions, Habits, LaidOut, Layer, Part, Scale};
pub use prepared::Prepared;
