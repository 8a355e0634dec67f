//! The formats, a room each: how it is written, and where it is read, how.

pub mod claim_review;
mod claims;
pub mod hugging_face;
pub mod jsonl;
mod opened;
pub mod report;
pub mod tables;
#[cfg(test)]
mod trial;
pub mod uima;
pub mod web_annotation;
