//! Edits the scale of ratings: what they are called, what they say about a claim, in which order they stand.

use std::collections::BTreeMap;

use eframe::egui;
use egui::{ComboBox, Context, Label, RichText, TextEdit, Ui};

use super::DialogResult;
use super::parts::{FirstFocus, Pressed, Shape, buttons, scroll};
use crate::annotation::{RatingId, RatingLabel, Tone};
use crate::app::inspector::tone_colour;
use crate::app::parts::one_line;
use crate::app::theme::Theme;
use crate::text::counted;

/// How many ratings a scale can have.
const MOST: usize = 30;

/// A rating in work; one without an id is new.
#[derive(Clone, Debug)]
struct Line {
    id: Option<RatingId>,
    title: String,
    tone: Tone,
    /// Tells it from the others while it moves.
    key: usize,
}

/// The dialog.
#[derive(Clone, Debug)]
pub struct Ratings {
    lines: Vec<Line>,
    /// How many claims have a rating.
    used: BTreeMap<RatingId, usize>,
    keys: usize,
    /// What a preset kept.
    kept: String,
    focus: FirstFocus,
}

/// What happens to a line.
enum Change {
    Up(usize),
    Down(usize),
    Remove(usize),
}

impl Ratings {
    /// The scale as it is, and how many claims have each rating.
    #[must_use]
    pub fn new(scale: &[RatingLabel], used: BTreeMap<RatingId, usize>) -> Self {
        let mut dialog = Self {
            lines: Vec::new(),
            used,
            keys: 0,
            kept: String::new(),
            focus: FirstFocus::default(),
        };
        dialog.lines = scale.iter().map(|label| dialog.line(label)).collect();
        dialog
    }

    fn line(&mut self, label: &RatingLabel) -> Line {
        self.keys += 1;
        Line {
            id: Some(label.id.clone()),
            title: label.title.clone(),
            tone: label.tone,
            key: self.keys,
        }
    }

    /// Shows it for this frame; the answer is the new scale.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<Vec<RatingLabel>> {
        Shape::new("Rating scale", 600.0).show(ctx, |ui, theme| {
            ui.label("From what holds to what does not. Number keys follow this order.");
            ui.add_space(theme.spacing.s);
            ui.horizontal_wrapped(|ui| {
                ui.label("Start from:");
                for (title, scale) in [
                    ("Five steps", RatingLabel::five as fn() -> _),
                    ("Supported or refuted", RatingLabel::three),
                    ("True or false", RatingLabel::two),
                ] {
                    if ui.button(title).clicked() {
                        self.preset(&scale());
                    }
                }
            });
            if !self.kept.is_empty() {
                ui.add(Label::new(RichText::new(&self.kept).small().weak()).wrap());
            }
            ui.add_space(theme.spacing.s);
            scroll(ui, 280.0, |ui| self.all(ui, theme));
            ui.add_space(theme.spacing.s);
            if ui
                .add_enabled(self.lines.len() < MOST, egui::Button::new("Add rating"))
                .clicked()
            {
                self.keys += 1;
                self.lines.push(Line {
                    id: None,
                    title: String::new(),
                    tone: Tone::Open,
                    key: self.keys,
                });
            }
            let fault = self.fault();
            if let Some(fault) = fault {
                let colour = theme.palette.error;
                ui.add(Label::new(RichText::new(fault).small().color(colour)).wrap());
            }
            let bar = buttons("Use this scale").enabled(fault.is_none());
            match bar.show(ui, theme, None) {
                Some(Pressed::Main) => DialogResult::Done(self.scale()),
                Some(_) => DialogResult::Cancelled,
                None => DialogResult::Open,
            }
        })
    }

    fn all(&mut self, ui: &mut Ui, theme: &Theme) {
        let count = self.lines.len();
        let mut change = None;
        for (i, line) in self.lines.iter_mut().enumerate() {
            let used = line.id.as_ref().and_then(|id| self.used.get(id)).copied();
            let id = egui::Id::unique(("rating in work", line.key));
            ui.scope_builder(egui::UiBuilder::new().scope_id(id), |ui| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = theme.spacing.s;
                    let number = i + 1;
                    let rest = 136.0 + 4.0 * theme.spacing.s + 168.0;
                    let width = (ui.available_width() - rest).max(72.0);
                    let title = ui.add(TextEdit::singleline(&mut line.title).desired_width(width));
                    let title = title.accessible_name(format!("Rating {number}"));
                    if i == 0 {
                        self.focus.give(&title);
                    }
                    tone(ui, theme, number, &mut line.tone);
                    let button = |ui: &mut Ui, word: &str, enabled: bool, why: &str| {
                        let name = format!("{word} rating {number}");
                        let response = ui.add_enabled(enabled, egui::Button::new(word));
                        response
                            .accessible_name(name)
                            .on_disabled_hover_text(why)
                            .clicked()
                    };
                    if button(ui, "Up", i > 0, "It is the first.") {
                        change = Some(Change::Up(i));
                    }
                    if button(ui, "Down", i + 1 < count, "It is the last.") {
                        change = Some(Change::Down(i));
                    }
                    let why = match used {
                        Some(used) => format!(
                            "{} this rating. Rate them otherwise first.",
                            match used {
                                1 => "1 claim has".to_owned(),
                                many => format!("{many} claims have"),
                            }
                        ),
                        None => "A scale needs a rating.".to_owned(),
                    };
                    if button(ui, "Remove", used.is_none() && count > 1, &why) {
                        change = Some(Change::Remove(i));
                    }
                });
                if let Some(used) = used {
                    let note = format!("Given to {}", counted(used, "claim", "claims"));
                    ui.label(RichText::new(note).small().weak());
                }
            });
        }
        match change {
            Some(Change::Up(i)) if i > 0 => self.lines.swap(i - 1, i),
            Some(Change::Down(i)) if i + 1 < count => self.lines.swap(i, i + 1),
            Some(Change::Remove(i)) if i < count => drop(self.lines.remove(i)),
            _ => {}
        }
    }

    /// Takes a scale that is ready. What claims have stays.
    fn preset(&mut self, scale: &[RatingLabel]) {
        let stays = |line: &Line| {
            let id = line.id.as_ref();
            id.is_some_and(|id| self.used.contains_key(id) && scale.iter().all(|label| label.id != *id))
        };
        let kept: Vec<Line> = self.lines.iter().filter(|line| stays(line)).cloned().collect();
        let titles: Vec<String> = kept.iter().map(|line| one_line(&line.title, 40)).collect();
        self.kept = if titles.is_empty() {
            String::new()
        } else {
            format!("Stays, because claims have it: {}.", titles.join(", "))
        };
        self.lines = scale.iter().map(|label| self.line(label)).collect();
        self.lines.extend(kept);
    }

    /// Why the scale cannot be used as it is.
    fn fault(&self) -> Option<&'static str> {
        let mut titles: Vec<String> = self
            .lines
            .iter()
            .map(|line| line.title.trim().to_lowercase())
            .collect();
        if titles.iter().any(String::is_empty) {
            return Some("Each rating needs a name.");
        }
        let count = titles.len();
        titles.sort();
        titles.dedup();
        (titles.len() < count).then_some("Two ratings have the same name.")
    }

    /// The scale with a name in files for each new rating.
    fn scale(&self) -> Vec<RatingLabel> {
        let mut scale: Vec<RatingLabel> = Vec::new();
        let old: Vec<&RatingId> = self.lines.iter().filter_map(|line| line.id.as_ref()).collect();
        for line in &self.lines {
            let title = line.title.trim().to_owned();
            let id = line.id.clone().unwrap_or_else(|| {
                let name = title.to_lowercase();
                let is_free = |id: &RatingId| !old.contains(&id) && scale.iter().all(|label| label.id != *id);
                let numbered = (2..).map(|n| RatingId::new(format!("{name} {n}")));
                let mut names = std::iter::once(RatingId::new(name.clone())).chain(numbered);
                names.find(is_free).unwrap_or_default()
            });
            scale.push(RatingLabel {
                id,
                title,
                tone: line.tone,
            });
        }
        scale
    }
}

fn tone(ui: &mut Ui, theme: &Theme, number: usize, tone: &mut Tone) {
    let shown = RichText::new(tone.title()).color(tone_colour(theme, *tone));
    ComboBox::from_id_salt(("tone", number))
        .width(136.0)
        .selected_text(shown)
        .show_ui(ui, |ui| {
            for other in Tone::ALL {
                let title = RichText::new(other.title()).color(tone_colour(theme, *other));
                ui.selectable_value(tone, *other, title);
            }
        })
        .response
        .accessible_name(format!("Sense of rating {number}"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialogs::testing::{self, Running};
    use egui::Key;
    use egui_kittest::kittest::Queryable as _;

    type Harness = testing::Harness<Ratings, Vec<RatingLabel>>;

    fn harness(used: &[(RatingId, usize)], width: f32) -> Harness {
        let used = used.iter().cloned().collect();
        let dialog = Ratings::new(&RatingLabel::five(), used);
        testing::sized(Running::new(dialog, Ratings::show), [width, 640.0])
    }

    fn press(harness: &mut Harness, button: &str) {
        harness.get_by_label(button).click();
        harness.run();
    }

    fn ids(harness: &Harness) -> Vec<String> {
        match &harness.state().result {
            DialogResult::Done(scale) => scale.iter().map(|label| label.id.to_string()).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn ratings_are_renamed_moved_added_and_removed() {
        for width in [900.0, 480.0] {
            let mut harness = harness(&[(RatingId::FALSE, 1)], width);
            press(&mut harness, "Down rating 1");
            press(&mut harness, "Remove rating 3");
            press(&mut harness, "Add rating");
            harness.get_by_label("Each rating needs a name.");
            harness.get_by_label("Rating 5").focus();
            harness.run();
            harness.get_by_label("Rating 5").type_text("Satire");
            harness.run();
            press(&mut harness, "Remove rating 4");
            harness.get_by_label("Given to 1 claim");
            press(&mut harness, "Use this scale");
            assert_eq!(
                ids(&harness),
                ["mostly true", "true", "misleading", "false", "satire"],
                "a rating in use is not removed"
            );
        }
    }

    #[test]
    fn a_preset_keeps_what_claims_have() {
        let mut harness = harness(&[(RatingId::MISLEADING, 2)], 900.0);
        press(&mut harness, "Supported or refuted");
        harness.get_by_label("Stays, because claims have it: Misleading.");
        press(&mut harness, "Use this scale");
        assert_eq!(
            ids(&harness),
            ["supported", "not enough info", "refuted", "misleading"]
        );
    }

    #[test]
    fn the_same_name_twice_is_refused_and_escape_cancels() {
        let mut harness = harness(&[], 900.0);
        press(&mut harness, "Add rating");
        harness.get_by_label("Rating 6").focus();
        harness.run();
        harness.get_by_label("Rating 6").type_text("false ");
        harness.run();
        harness.get_by_label("Two ratings have the same name.");
        harness.key_press(Key::Enter);
        harness.run();
        assert!(harness.state().result.is_open());
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Cancelled);
    }
}
