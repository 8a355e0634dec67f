//! The formats, a room each: how it is written, and where it is read, how.

mod aligned;
pub mod brat;
pub mod claim_review;
mod claims;
pub mod conll;
pub mod doccano;
pub mod hugging_face;
pub mod jsonl;
pub mod label_studio;
mod opened;
pub mod prodigy;
mod reading;
pub mod report;
pub mod spacy;
pub mod tables;
#[cfg(test)]
mod testing;
pub mod uima;
pub mod web_annotation;
