//! The page “Claims”: the claims of every article in one table.

use eframe::egui;

use crate::app::view::{Act, View};

/// What the page remembers between frames.
#[derive(Debug, Default)]
pub struct ClaimsPage {}

impl ClaimsPage {
    /// Shows the page in all the space of `ui`.
    pub fn show(&mut self, ui: &mut egui::Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        let _ = (self, view, acts);
        ui.label("Claims");
    }
}
