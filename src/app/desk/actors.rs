//! The page “Actors”: the actors of the project with everything that is theirs.

use eframe::egui;

use crate::app::view::{Act, View};

/// What the page remembers between frames.
#[derive(Debug, Default)]
pub struct ActorsPage {}

impl ActorsPage {
    /// Shows the page in all the space of `ui`.
    pub fn show(&mut self, ui: &mut egui::Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        let _ = (self, view, acts);
        ui.label("Actors");
    }
}
