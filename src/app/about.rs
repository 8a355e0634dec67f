//! What the program is, under which licence, and what it never does.

use eframe::egui::{Context, RichText};

use super::dialogs::{DialogResult, FirstFocus, Shape, buttons, scroll};

const PROMISES: [&str; 3] = [
    "It never opens a network connection. Articles, decisions and names stay on this computer.",
    "A suggestion is never an annotation until a person decides. Every decision is recorded and can be undone.",
    "Projects are plain text files in a folder of yours, readable without this program.",
];

/// The dialog.
#[derive(Clone, Debug, Default)]
pub struct About {
    focus: FirstFocus,
}

impl About {
    /// Shows it for this frame. Done when it is closed.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<()> {
        let shape = Shape {
            click_beside: true,
            ..Shape::new("About Claimdesk", 460.0)
        };
        shape.show(ctx, |ui, theme| {
            scroll(ui, 170.0, |ui| {
                ui.label(RichText::new(concat!("Version ", env!("CARGO_PKG_VERSION"))).strong());
                ui.label("Finds who claims what in news articles, for people who check them.");
                ui.add_space(theme.spacing.m);
                for promise in PROMISES {
                    ui.label(promise);
                    ui.add_space(theme.spacing.s);
                }
                ui.add_space(theme.spacing.s);
                ui.weak("Free software under the MIT licence or the Apache licence 2.0, as you choose.");
                ui.weak("Built with egui; the fonts are Ubuntu and Hack.");
            });
            match buttons("Close").cancel("").show(ui, theme, Some(&mut self.focus)) {
                Some(_) => DialogResult::Done(()),
                None => DialogResult::Open,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialogs::testing::{self, Running};
    use eframe::egui::Key;
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn says_version_and_promise_and_closes() {
        let mut harness = testing::harness(Running::new(About::default(), About::show));
        harness.get_by_label(concat!("Version ", env!("CARGO_PKG_VERSION")));
        harness.get_by_label_contains("never opens a network connection");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done(()));
    }
}
