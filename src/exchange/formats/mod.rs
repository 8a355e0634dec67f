//! The formats, a room each: how it is written, and where it is read, how.

mod aligned;
pub mod brat;
pub mod conll;
pub mod doccano;
pub mod jsonl;
pub mod label_studio;
pub mod prodigy;
mod reading;
pub mod spacy;
#[cfg(test)]
mod testing;
