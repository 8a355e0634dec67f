//! The claims of every article in one list, to filter and to sort.
//!
//! Made for 200,000 claims: what an article has to say is gathered once and kept until that article changes
//! ([`Block`]), a claim is a few numbers and a place in lower-cased words, and filtering and sorting use every core.
//! A [`Table`] never changes; the next one takes over the blocks of the articles that are as they were.

mod block;
mod column;
mod days;
mod filter;
mod order;
mod rating;
mod table;
#[cfg(test)]
mod tests;

pub use block::{Block, Row};
pub use column::Column;
pub use days::{day, days};
pub use filter::{Filter, Speaker, Standing, Verdicts};
pub use order::{Names, Sort};
pub use rating::{RatingKey, rating_of, rating_title, ratings};
pub use table::{Place, Table};
