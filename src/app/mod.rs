//! Floor 4: the window.

pub mod command;
pub mod theme;
pub mod view;
