//! The formats, a room each: how it is written, and where it is read, how.

mod aligned;
pub mod brat;
pub mod conll;
pub mod jsonl;
mod reading;
#[cfg(test)]
mod testing;
