//! Floor 4: the fact-check desk. What is known across all articles of a project: claims in one list, claims about the same
//! event, actors with everything that is theirs, how far the review is.
//!
//! Reads projects and never changes one; what a person decides here are commands of [`crate::review`]. No I/O, no clock,
//! no panic on any input; the same project gives the same answer.

pub mod events;
pub mod reference;

pub mod actors;

pub mod progress;

pub mod claims;
