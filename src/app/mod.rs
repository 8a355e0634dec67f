//! Floor 4: the window.

pub mod about;
pub mod command;
pub mod dialogs;
pub mod palette;
pub mod picker;
pub mod shortcut_sheet;
pub mod theme;
pub mod toasts;
