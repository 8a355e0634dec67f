//! Floor 3: learning from reviewed articles and from annotated corpora, and measuring what was learned.
//!
//! No I/O and no clock: texts and projects are handed in, models are handed out. The same examples give the same model on
//! every machine.

pub mod adapt;
pub mod attribution;
pub mod corpus;
pub mod curve;
pub mod evaluate;
pub mod mentions;
pub mod score;
pub mod trainer;
pub mod worth;
