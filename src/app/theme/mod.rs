//! Colours, spacing and type sizes: the one source of every look in the window.
//!
//! The values stand in `assets/theme/light.ron` and `dark.ron`; this module reads them once, hands them out as typed
//! fields and by name, and makes egui's styles of them. It promises contrast: the tests below hold every colour that
//! carries meaning to 4.5:1 on what it stands on, and running text to 7:1. Colours that a project brings along
//! (`#rrggbb`) are moved towards the text colour until they hold too.

mod contrast;
mod style;
mod tokens;

use std::sync::LazyLock;

use eframe::egui;
use egui::Color32;

pub use contrast::{contrast, readable_on};
pub use style::install;
pub use tokens::{Palette, Radius, Spacing, Theme, ThemeError, TypeSizes, parse_colour};

static LIGHT: LazyLock<Theme> = LazyLock::new(|| Theme::built_in(false));
static DARK: LazyLock<Theme> = LazyLock::new(|| Theme::built_in(true));

/// Contrast that running text holds on every surface it stands on.
pub const TEXT_CONTRAST: f32 = 7.0;
/// Contrast that everything else with a meaning holds: lines, badges, weak text, icons.
pub const MARK_CONTRAST: f32 = 4.5;

impl Theme {
    /// The theme that `ui` is painted in.
    #[must_use]
    pub fn of(ui: &egui::Ui) -> &'static Self {
        Self::get(ui.visuals().dark_mode)
    }

    /// The theme that a context paints in.
    #[must_use]
    pub fn of_ctx(ctx: &egui::Context) -> &'static Self {
        Self::get(ctx.theme() == egui::Theme::Dark)
    }

    /// The dark theme or the light one.
    #[must_use]
    pub fn get(dark: bool) -> &'static Self {
        if dark { &DARK } else { &LIGHT }
    }

    /// A colour by the name of its token (`kind.person`) or as `#rrggbb`. A `#rrggbb` too close to the page is moved
    /// towards the text colour until it is readable there; a name nobody knows gives the text colour.
    #[must_use]
    pub fn colour(&self, name: &str) -> Color32 {
        if let Some(colour) = self.colours.get(name) {
            return *colour;
        }
        match parse_colour(name) {
            Some(colour) => readable_on(
                colour,
                &[self.palette.page, self.palette.panel],
                self.palette.text,
            ),
            None => self.palette.text,
        }
    }

    /// A quiet fill of the same hue as `colour`, for behind words on the page. Text stays readable on it.
    #[must_use]
    pub fn tint(&self, colour: Color32) -> Color32 {
        let share = if self.dark { 0.18 } else { 0.12 };
        self.palette.page.lerp_to_gamma(colour, share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [&str; 8] = [
        "kind.person",
        "kind.organization",
        "kind.state",
        "kind.armed_force",
        "kind.media",
        "kind.group",
        "kind.unnamed_source",
        "kind.place",
    ];

    fn check(theme: &Theme, colours: &[&str], grounds: &[&str], limit: f32) {
        for colour in colours {
            for ground in grounds {
                let (c, g) = (theme.colours[*colour], theme.colours[*ground]);
                let ratio = contrast(c, g);
                assert!(
                    ratio >= limit,
                    "{}: {colour} on {ground} is {ratio:.2}:1",
                    theme.name()
                );
            }
        }
    }

    #[test]
    fn text_and_marks_hold_their_contrast() {
        for theme in [Theme::get(false), Theme::get(true)] {
            let surfaces = [
                "window",
                "panel",
                "page",
                "card",
                "card.hovered",
                "card.focused",
                "field",
            ];
            let fills = [
                "claim.content.fill",
                "claim.cue.fill",
                "claim.source.fill",
                "figure.fill",
                "search.match",
                "search.current",
                "selection",
                "focused.fill",
            ];
            let controls = ["control", "control.hovered", "control.pressed"];
            check(theme, &["text"], &surfaces, TEXT_CONTRAST);
            check(theme, &["text"], &fills, TEXT_CONTRAST);
            check(theme, &["text"], &controls, TEXT_CONTRAST);
            check(theme, &["text.weak", "accent", "focus"], &surfaces, MARK_CONTRAST);
            check(theme, &["text.weak"], &controls[..2], MARK_CONTRAST);
            check(theme, &["text.boilerplate"], &["page"], MARK_CONTRAST);
            check(theme, &["accent.text"], &["accent"], MARK_CONTRAST);
            check(theme, &["focus"], &["selection"], MARK_CONTRAST);

            let on_paper = ["panel", "page", "card", "card.hovered", "card.focused"];
            let outcomes = ["success", "warning", "error"];
            let status = [
                "status.suggested",
                "status.accepted",
                "status.corrected",
                "status.added",
                "status.rejected",
            ];
            check(theme, &outcomes, &on_paper, MARK_CONTRAST);
            check(theme, &status, &on_paper, MARK_CONTRAST);
            check(theme, &KINDS, &on_paper, MARK_CONTRAST);
            let claim = ["claim.content", "claim.cue", "claim.source", "figure"];
            check(theme, &claim, &on_paper, MARK_CONTRAST);
            // A claim's own line also stands on its own fill.
            for part in claim {
                check(theme, &[part], &[&format!("{part}.fill")], MARK_CONTRAST);
            }
            // WCAG asks 3:1 for the edge of an input.
            check(theme, &["field.line"], &["panel", "page", "field"], 3.0);
        }
    }

    #[test]
    fn text_stays_readable_on_every_tint() {
        for theme in [Theme::get(false), Theme::get(true)] {
            for kind in KINDS {
                let ratio = contrast(theme.palette.text, theme.tint(theme.colour(kind)));
                assert!(
                    ratio >= TEXT_CONTRAST,
                    "{}: text on tint of {kind} is {ratio:.2}:1",
                    theme.name()
                );
            }
        }
    }

    #[test]
    fn kinds_stay_apart_in_lightness_or_hue() {
        for theme in [Theme::get(false), Theme::get(true)] {
            for (i, a) in KINDS.iter().enumerate() {
                for b in &KINDS[..i] {
                    let far = contrast::least_distance(theme.colour(a), theme.colour(b));
                    assert!(far >= 0.07, "{}: {a} and {b} are {far:.3} apart", theme.name());
                }
            }
        }
    }

    #[test]
    fn custom_colours_are_made_readable() {
        for theme in [Theme::get(false), Theme::get(true)] {
            for custom in ["#ffffff", "#000000", "#ffff00", "#0000ff", "#808080", "#12345678"] {
                let ratio = contrast(theme.colour(custom), theme.palette.page);
                assert!(
                    ratio >= MARK_CONTRAST,
                    "{}: {custom} is {ratio:.2}:1",
                    theme.name()
                );
            }
        }
        assert_eq!(
            Theme::get(false).colour("#1860f1"),
            Color32::from_rgb(0x18, 0x60, 0xf1)
        );
    }

    #[test]
    fn unknown_names_fall_back_to_text() {
        let theme = Theme::get(true);
        for name in ["", "kind.unheard_of", "#12", "#gggggg", "#ééé"] {
            assert_eq!(theme.colour(name), theme.palette.text, "{name}");
        }
    }

    #[test]
    fn both_themes_name_the_same_things() {
        let (light, dark) = (Theme::get(false), Theme::get(true));
        assert!(light.colours.keys().eq(dark.colours.keys()));
        assert_eq!(light.spacing, dark.spacing);
        assert_eq!(light.radius, dark.radius);
        assert_eq!(light.type_sizes, dark.type_sizes);
    }
}
