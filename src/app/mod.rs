//! Floor 4: the window.

pub mod command;
pub mod inspector;
pub mod library;
pub mod parts;
pub mod search_panel;
pub mod theme;
pub mod view;
