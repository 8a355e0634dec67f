//! The formats, a room each: how it is written, and where it is read, how.

pub mod jsonl;
