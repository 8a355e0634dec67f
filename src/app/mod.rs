//! Floor 4: the window.

pub mod theme;
