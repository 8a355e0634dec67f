//! Claimdesk: finds who claims what in news articles and lets a person confirm or correct every proposal.
//!
//! The library behind the program of the same name. Each module is a floor of the house and uses only the floors below
//! it; ARCHITECTURE.md draws the map.

// floor 6
pub mod cli;
// floor 5
pub mod app;
// floor 4
pub mod desk;
// floor 3
pub mod learn;
pub mod review;
// floor 2
pub mod exchange;
pub mod project;
pub mod suggest;
// floor 1
pub mod annotation;
// floor 0
pub mod text;
