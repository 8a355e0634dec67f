//! The formats, a room each: how it is written, and where it is read, how.

pub mod jsonl;
mod opened;
#[cfg(test)]
mod trial;
pub mod uima;
pub mod web_annotation;
