//! Trained linear models: fast enough to run while an article opens.
//!
//! A model is a linear chain (or a single decision) over hashed features. It does not replace the rules: what they decided
//! is among the features, so a model learns where to trust them. What is shipped was learned from public corpora
//! (`assets/models/fast`); a project can lay a small layer of its own on top, learned from its reviewers.

pub mod attribution;

pub mod chain;
pub mod hash;
pub mod mentions;
pub mod model;
mod rule_view;
mod sight;
pub mod table;
pub mod tagger;
pub mod worth;
