//! Runs a dialog the way the window does: shown once per frame until it has an answer.

use eframe::egui;
use egui::Context;

use super::DialogResult;

pub type Harness<D, T> = egui_kittest::Harness<'static, Running<D, T>>;

/// A dialog and what it last said.
pub struct Running<D, T> {
    pub dialog: D,
    pub result: DialogResult<T>,
    show: fn(&mut D, &Context) -> DialogResult<T>,
}

impl<D, T> Running<D, T> {
    pub fn new(dialog: D, show: fn(&mut D, &Context) -> DialogResult<T>) -> Self {
        Self {
            dialog,
            result: DialogResult::Open,
            show,
        }
    }

    fn frame(&mut self, ctx: &Context) {
        if self.result.is_open() {
            self.result = (self.show)(&mut self.dialog, ctx);
        }
    }
}

/// A window that shows `dialog`, settled.
pub fn harness<D: 'static, T: 'static>(dialog: Running<D, T>) -> Harness<D, T> {
    sized(dialog, [900.0, 640.0])
}

/// The same in a window of some size, in points.
pub fn sized<D: 'static, T: 'static>(dialog: Running<D, T>, size: [f32; 2]) -> Harness<D, T> {
    let mut harness = egui_kittest::Harness::builder()
        .with_size(size)
        .with_max_steps(8)
        .build_ui_state(|ui, dialog: &mut Running<D, T>| dialog.frame(ui), dialog);
    crate::app::theme::install(&harness.ctx);
    // Sizes settle over a few frames; a click aims at where things are.
    harness.run_steps(4);
    harness.run();
    harness
}
