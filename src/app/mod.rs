//! Floor 4: the window.

pub mod command;
pub mod reader;
pub mod theme;
pub mod view;
