//! Learned mentions: a tagger for projects whose labels are not the program's own.
//!
//! Two passes over an article. The first labels each paragraph by what stands there; the second sees besides what the first
//! made of the other places where the same words stand. The rules' mentions, the lists and what taggers learned from open
//! corpora ([`Hints`]) are among the features, so that some dozen articles suffice to learn another convention.

mod document;
mod features;
mod hints;
mod ready;
mod tagger;

pub use hints::Hints;
pub use ready::{Ready, Spans};
pub use tagger::{Mentions, Pass};
