//! The tokens as they stand in the theme files, and the typed view of them.

use std::collections::BTreeMap;

use eframe::egui::Color32;
use serde::Deserialize;

/// Everything that decides how the window looks. One per brightness, read once; see [`Theme::of`].
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Whether this is the dark one.
    pub dark: bool,
    /// The colours of which every theme has one.
    pub palette: Palette,
    /// Distances, in points.
    pub spacing: Spacing,
    /// Corner radii, in points.
    pub radius: Radius,
    /// Type sizes, in points.
    pub type_sizes: TypeSizes,
    /// Every colour by its name.
    pub(super) colours: BTreeMap<String, Color32>,
}

/// Distances in points, from hair to section.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spacing {
    /// Between a badge and its word.
    pub xs: f32,
    /// Between lines of one thing.
    pub s: f32,
    /// Between things.
    pub m: f32,
    /// Between groups; margins of panels.
    pub l: f32,
    /// Between sections; margins of the page.
    pub xl: f32,
}

/// Corner radii in points.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Radius {
    /// Marks on the page, badges.
    pub small: f32,
    /// Buttons, fields.
    pub medium: f32,
    /// Cards, dialogs.
    pub large: f32,
}

/// Type sizes in points, before the text size the user chose.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeSizes {
    /// Hints, badges, key caps.
    pub small: f32,
    /// Everything in panels.
    pub body: f32,
    /// Heads of panels and dialogs.
    pub heading: f32,
    /// Headline of the article.
    pub title: f32,
    /// Text of the article.
    pub reader: f32,
    /// Line height of the article's text, as a multiple of its size.
    pub reader_line: f32,
    /// Paths, raw records.
    pub monospace: f32,
}

/// What is wrong with a theme file.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// Not RON of the expected shape.
    #[error("the theme cannot be read: {0}")]
    Ron(#[from] Box<ron::error::SpannedError>),
    /// A colour that is neither `#rrggbb` nor `#rrggbbaa`.
    #[error("the colour {0} of the theme is {1}, expected \"#rrggbb\" or \"#rrggbbaa\"")]
    Colour(String, String),
    /// A token that every theme needs.
    #[error("the theme has no colour {0}")]
    Missing(&'static str),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeFile {
    colours: BTreeMap<String, String>,
    spacing: Spacing,
    radius: Radius,
    type_sizes: TypeSizes,
}

/// Declares [`Palette`]: a field per token that every theme has.
macro_rules! palette {
    ($($(#[$doc:meta])* $field:ident = $name:literal;)+) => {
        /// The colours that every theme has, by field. [`Theme::colour`] gives the same ones by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Palette { $($(#[$doc])* pub $field: Color32,)+ }

        impl Palette {
            fn of(colours: &BTreeMap<String, Color32>) -> Result<Self, ThemeError> {
                Ok(Self { $($field: *colours.get($name).ok_or(ThemeError::Missing($name))?,)+ })
            }

            const fn plain(paper: Color32, ink: Color32) -> Self {
                let mut palette = Self { $($field: ink,)+ };
                palette.window = paper;
                palette.panel = paper;
                palette.page = paper;
                palette.card = paper;
                palette.card_hovered = paper;
                palette.card_focused = paper;
                palette.control = paper;
                palette.control_hovered = paper;
                palette.control_pressed = paper;
                palette.field = paper;
                palette.search_match = paper;
                palette.search_current = paper;
                palette.selection = paper;
                palette.focused_fill = paper;
                palette.claim_content_fill = paper;
                palette.claim_cue_fill = paper;
                palette.claim_source_fill = paper;
                palette.figure_fill = paper;
                palette.accent_text = paper;
                palette
            }
        }
    };
}

palette! {
    /// Behind the panels.
    window = "window";
    /// Library, inspector, bars.
    panel = "panel";
    /// The reader's page.
    page = "page";
    /// A card at rest.
    card = "card";
    /// A card under the pointer.
    card_hovered = "card.hovered";
    /// The card of the focused item.
    card_focused = "card.focused";
    /// Edge of a card.
    card_line = "card.line";
    /// Separators.
    line = "line";
    /// A button at rest.
    control = "control";
    /// A button under the pointer.
    control_hovered = "control.hovered";
    /// A button held down.
    control_pressed = "control.pressed";
    /// Inside of text fields.
    field = "field";
    /// Edge of text fields.
    field_line = "field.line";
    /// Shadow of what floats; translucent.
    shadow = "shadow";
    /// Over the window behind a dialog; translucent.
    backdrop = "backdrop";
    /// Text.
    text = "text";
    /// Text of second rank.
    weak = "text.weak";
    /// Boilerplate in the reader.
    boilerplate = "text.boilerplate";
    /// Links, the default button, progress.
    accent = "accent";
    /// Text on the accent.
    accent_text = "accent.text";
    /// Ring around what has the keyboard.
    focus = "focus";
    /// It worked.
    success = "success";
    /// It worked, but.
    warning = "warning";
    /// It did not work.
    error = "error";
    /// Line of a claim's content. So for the next three.
    claim_content = "claim.content";
    /// Behind a claim's content. So for the next three.
    claim_content_fill = "claim.content.fill";
    /// Cue.
    claim_cue = "claim.cue";
    /// Behind the cue.
    claim_cue_fill = "claim.cue.fill";
    /// Source.
    claim_source = "claim.source";
    /// Behind the source.
    claim_source_fill = "claim.source.fill";
    /// Figure.
    figure = "figure";
    /// Behind a figure.
    figure_fill = "figure.fill";
    /// Behind what a search found.
    search_match = "search.match";
    /// Behind the found place that is looked at.
    search_current = "search.current";
    /// Behind selected text.
    selection = "selection";
    /// Behind the focused item.
    focused_fill = "focused.fill";
    /// An item nobody has decided on.
    suggested = "status.suggested";
    /// Accepted as it was.
    accepted = "status.accepted";
    /// Accepted with changes.
    corrected = "status.corrected";
    /// Added by a person.
    added = "status.added";
    /// Rejected.
    rejected = "status.rejected";
}

impl Theme {
    /// Reads a theme file.
    ///
    /// # Errors
    /// [`ThemeError`] if it is not RON of the right shape, a colour is malformed, or a token is missing.
    pub fn parse(text: &str, dark: bool) -> Result<Self, ThemeError> {
        let file: ThemeFile = ron::from_str(text).map_err(Box::new)?;
        let colours = file
            .colours
            .into_iter()
            .map(|(name, value)| match parse_colour(&value) {
                Some(colour) => Ok((name, colour)),
                None => Err(ThemeError::Colour(name, value)),
            })
            .collect::<Result<BTreeMap<_, _>, _>>()?;
        Ok(Self {
            dark,
            palette: Palette::of(&colours)?,
            spacing: file.spacing,
            radius: file.radius,
            type_sizes: file.type_sizes,
            colours,
        })
    }

    /// "light" or "dark".
    #[must_use]
    pub const fn name(&self) -> &'static str {
        if self.dark { "dark" } else { "light" }
    }

    /// The theme that comes with the program. The tests prove that its file reads; if it did not, the window would be
    /// black on white rather than gone.
    pub(super) fn built_in(dark: bool) -> Self {
        let text = if dark {
            include_str!("../../../assets/theme/dark.ron")
        } else {
            include_str!("../../../assets/theme/light.ron")
        };
        Self::parse(text, dark).unwrap_or_else(|_| Self::plain(dark))
    }

    fn plain(dark: bool) -> Self {
        let (paper, ink) = if dark {
            (Color32::BLACK, Color32::WHITE)
        } else {
            (Color32::WHITE, Color32::BLACK)
        };
        Self {
            dark,
            palette: Palette::plain(paper, ink),
            spacing: Spacing {
                xs: 2.0,
                s: 4.0,
                m: 8.0,
                l: 16.0,
                xl: 24.0,
            },
            radius: Radius {
                small: 3.0,
                medium: 5.0,
                large: 8.0,
            },
            type_sizes: TypeSizes {
                small: 12.0,
                body: 14.0,
                heading: 18.0,
                title: 26.0,
                reader: 18.0,
                reader_line: 1.6,
                monospace: 13.0,
            },
            colours: BTreeMap::new(),
        }
    }
}

/// `#rrggbb` or `#rrggbbaa`.
#[must_use]
pub fn parse_colour(text: &str) -> Option<Color32> {
    let digits = text.strip_prefix('#')?;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let value = u32::from_str_radix(digits, 16).ok()?;
    let [r, g, b, a] = match digits.len() {
        6 => (value << 8 | 0xff).to_be_bytes(),
        8 => value.to_be_bytes(),
        _ => return None,
    };
    Some(Color32::from_rgba_unmultiplied(r, g, b, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_files_read() {
        for dark in [false, true] {
            assert_ne!(Theme::built_in(dark), Theme::plain(dark));
        }
    }

    #[test]
    fn colours_parse() {
        let check = |text, expected| assert_eq!(parse_colour(text), expected, "{text}");
        check("#102030", Some(Color32::from_rgb(16, 32, 48)));
        check("#10203000", Some(Color32::TRANSPARENT));
        for bad in ["102030", "#123", "#1020300", "#+02030", "#10203é", "", "#"] {
            check(bad, None);
        }
    }

    #[test]
    fn faults_are_named() {
        let light = include_str!("../../../assets/theme/light.ron");
        let fault = |text: &str| Theme::parse(text, false).unwrap_err().to_string();
        assert_eq!(
            fault(&light.replace("\"panel\":", "\"pannel\":")),
            "the theme has no colour panel"
        );
        let bad = fault(&light.replace("\"#f6f4ef\"", "\"red\""));
        assert!(bad.starts_with("the colour panel of the theme is red"), "{bad}");
        assert!(fault("(").starts_with("the theme cannot be read: 1:"));
    }
}
