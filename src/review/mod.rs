//! Floor 3: the session. Commands, undo and redo, the review queue, search.
//!
//! The only floor that changes a project. Every [`Command`] becomes one [`Step`] of [`Edit`]s that carry their inverse,
//! and each leaves a decision behind. No I/O, no clock (times are passed in), no panic on any input.

mod actors;
pub mod agreement;
mod annotated;
pub mod boundary;
mod bulk;
mod command;
mod compare;
mod confirmed;
mod edit;
mod events;
mod history;
mod intake;
mod journal;
mod merge;
mod names;
pub mod nesting;
mod orphans;
pub mod part;
mod past;
pub mod queue;
mod rated;
mod recover;
mod refine;
pub mod search;
mod session;
mod spread;
mod steps;
mod take_in;
pub mod three_way;

pub use crate::annotation::{Edit, Field, Focus, ProjectField, Step};
pub use actors::name_key;
pub use bulk::BulkChange;
pub use command::{Command, LinkTo, Refusal};
pub use compare::{Sides, compare, compare_heads};
pub use history::{History, Revision};
pub use merge::{Scope, Suggested, merge};
pub use names::{Names, same_actors};
pub use part::Part;
pub use past::{Left, Past};
pub use queue::{Order, Progress, Show};
pub use rated::{Rated, rated};
pub use recover::{Recovered, recover};
pub use refine::{Refined, Refinement};
pub use session::{Outcome, Session, Travelled};
pub use steps::describe;
pub use take_in::{Opinion, TakeIn, Tally, opinions};

#[cfg(test)]
mod tests;
