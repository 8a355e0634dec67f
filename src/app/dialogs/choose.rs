//! A lettered list to pick one thing from with a single key: the source of a claim, its target, an actor.
//!
//! The letters work at once. `/` (or Tab, or a click) goes to the filter; from then on letters narrow the list and
//! arrows with Enter pick.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Context, Event, EventFilter, Key, Response, RichText, Sense, TextEdit, Ui, WidgetInfo, vec2};

use super::parts::{FirstFocus, Shape, rows};
use super::{DialogResult, List, Row};
use crate::app::palette::score;
use crate::app::theme::Theme;

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

/// Something to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What it is.
    pub text: String,
    /// Of second rank: where it stands, how often.
    pub detail: String,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// One of the choices, by its index.
    Existing(usize),
    /// The text of the filter, where that is offered.
    New(String),
}

/// The dialog.
#[derive(Clone, Debug)]
pub struct Choose {
    title: String,
    choices: Vec<Choice>,
    new: Option<String>,
    filter: String,
    list: List,
    focus: FirstFocus,
    to_filter: bool,
}

impl Choose {
    /// The choices in the order of their letters.
    #[must_use]
    pub fn new(title: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self {
            title: title.into(),
            choices,
            new: None,
            filter: String::new(),
            list: List::default(),
            focus: FirstFocus::default(),
            to_filter: false,
        }
    }

    /// Also offers to take the text of the filter as something new; `what` says so ("New actor").
    #[must_use]
    pub fn or_new(mut self, what: impl Into<String>) -> Self {
        self.new = Some(what.into());
        self
    }

    /// Shows it for this frame.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<Chosen> {
        let title = std::mem::take(&mut self.title);
        let shape = Shape {
            click_beside: true,
            at_top: true,
            ..Shape::new(&title, 480.0)
        };
        let result = shape.show(ctx, |ui, theme| self.content(ui, theme));
        self.title = title;
        result
    }

    fn content(&mut self, ui: &mut Ui, theme: &Theme) -> DialogResult<Chosen> {
        let lettered = self.letter_stop(ui, theme);
        let picked_by_letter = lettered.has_focus().then(|| self.take_letter(ui)).flatten();

        let found = self.found();
        let offers_new = self.new.is_some() && !self.filter.trim().is_empty();
        let len = found.len() + usize::from(offers_new);
        self.list.keys(ui, len);
        let filter = TextEdit::singleline(&mut self.filter).hint_text("Filter (press / first)");
        let filter = ui
            .add(filter.desired_width(f32::INFINITY))
            .accessible_name("Filter");
        if filter.changed() {
            self.list.go_to(0);
        }
        if std::mem::take(&mut self.to_filter) {
            filter.request_focus();
        }

        let letters = lettered.has_focus();
        let new_text = match &self.new {
            Some(what) => format!("{what}: {}", self.filter.trim()),
            None => String::new(),
        };
        let height = rows(ui, 360.0, 200.0);
        let owner = if letters { &lettered } else { &filter };
        let shown = self.list.show(ui, "Choices", len, height, Some(owner), |row| {
            match found.get(row) {
                Some(&i) => {
                    let choice = self.choices.get(i);
                    Row {
                        lead: if letters {
                            LETTERS.get(i..=i).unwrap_or_default()
                        } else {
                            ""
                        },
                        text: choice.map_or("", |c| &c.text),
                        detail: choice.map_or("", |c| &c.detail),
                        ..Row::default()
                    }
                }
                None => Row {
                    lead: "+",
                    text: &new_text,
                    ..Row::default()
                },
            }
        });
        if len == 0 {
            ui.weak("Nothing fits.");
        }

        let enter = ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Enter));
        let row = shown.clicked.or((enter && len > 0).then_some(self.list.current));
        let picked = picked_by_letter.or_else(|| row.and_then(|row| found.get(row).copied()));
        match (picked, row) {
            (Some(i), _) => DialogResult::Done(Chosen::Existing(i)),
            (None, Some(_)) if offers_new => DialogResult::Done(Chosen::New(self.filter.trim().to_owned())),
            _ => DialogResult::Open,
        }
    }

    /// The line that holds the keyboard while letters pick.
    fn letter_stop(&mut self, ui: &mut Ui, theme: &Theme) -> Response {
        let text = RichText::new("Press a letter, or / to filter").color(theme.palette.weak);
        let galley =
            egui::WidgetText::from(text).into_galley(ui, None, ui.available_width(), egui::TextStyle::Body);
        let size = vec2(ui.available_width(), galley.size().y);
        let (rect, response) = ui.allocate_exact_size(size, Sense::focusable_noninteractive());
        ui.painter().galley(rect.min, galley, theme.palette.weak);
        response.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, "Choices by letter"));
        self.focus.give(&response);
        if response.has_focus() {
            // Else egui moves the focus by the arrows.
            let arrows = EventFilter {
                vertical_arrows: true,
                horizontal_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        }
        response
    }

    /// Takes letters and `/` out of the input. A held key picks nothing: it is the one that opened the dialog.
    fn take_letter(&mut self, ui: &Ui) -> Option<usize> {
        let count = self.choices.len().min(LETTERS.len());
        let mut picked = None;
        let mut to_filter = false;
        ui.input_mut(|input| {
            input.events.retain(|event| match event {
                Event::Key {
                    key: Key::Slash,
                    pressed: true,
                    ..
                } => {
                    to_filter = true;
                    false
                }
                Event::Key {
                    key,
                    pressed: true,
                    repeat: false,
                    modifiers,
                    ..
                } if modifiers.is_none() => {
                    let name = key.name();
                    let place = LETTERS
                        .find(&name.to_ascii_lowercase())
                        .filter(|i| name.len() == 1 && *i < count);
                    picked = picked.or(place);
                    place.is_none()
                }
                Event::Text(_) => false,
                _ => true,
            });
        });
        self.to_filter |= to_filter;
        picked
    }

    /// Indices of the choices that fit the filter, the best first.
    fn found(&self) -> Vec<usize> {
        let filter = self.filter.trim();
        let mut found: Vec<(i32, usize)> = self
            .choices
            .iter()
            .enumerate()
            .filter_map(|(i, choice)| Some((score(filter, &choice.text)?, i)))
            .collect();
        found.sort_by_key(|(score, i)| (-score, *i));
        found.into_iter().map(|(_, i)| i).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::dialogs::testing::{self, Running};
    use egui_kittest::kittest::Queryable as _;

    fn harness(count: usize) -> testing::Harness<Choose, Chosen> {
        let names = ["Port authority", "Mayor Ilse Brand", "Harbour union"];
        let choices = (0..count).map(|i| Choice {
            text: names[i % 3].into(),
            detail: format!("{i} lines up"),
        });
        let dialog = Choose::new("Source", choices.collect()).or_new("New actor");
        testing::harness(Running::new(dialog, Choose::show))
    }

    fn check(keys: &[Key], expected: &DialogResult<Chosen>) {
        let mut harness = harness(3);
        for key in keys {
            harness.key_press(*key);
            harness.run();
        }
        assert_eq!(harness.state().result, *expected, "{keys:?}");
    }

    #[test]
    fn keys_pick() {
        let pick = |i| DialogResult::Done(Chosen::Existing(i));
        check(&[Key::B], &pick(1));
        check(&[Key::Enter], &pick(0));
        check(&[Key::ArrowDown, Key::ArrowDown, Key::Enter], &pick(2));
        check(&[Key::D], &DialogResult::Open);
        check(&[Key::Escape], &DialogResult::Cancelled);
    }

    #[test]
    fn rows_are_named_with_their_letters() {
        let harness = harness(3);
        harness.get_by_label("b, Mayor Ilse Brand, 1 lines up");
    }

    #[test]
    fn the_filter_narrows_and_letters_type() {
        let mut harness = harness(3);
        harness.key_press(Key::Slash);
        harness.run();
        assert!(harness.ctx.text_edit_focused());
        harness.get_by_label("Filter").type_text("union");
        harness.run();
        assert_eq!(harness.query_all_by_label_contains("Mayor").count(), 0);
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done(Chosen::Existing(2)));
    }

    #[test]
    fn something_new_can_be_named() {
        let mut harness = harness(3);
        harness.key_press(Key::Slash);
        harness.run();
        harness.get_by_label("Filter").type_text("Dockers");
        harness.run();
        harness.get_by_label("+, New actor: Dockers").click();
        harness.run();
        assert_eq!(
            harness.state().result,
            DialogResult::Done(Chosen::New("Dockers".into()))
        );
    }

    #[test]
    fn a_click_picks() {
        let mut harness = harness(2_000);
        harness.get_by_label_contains("c, Harbour union").click();
        harness.run();
        assert_eq!(harness.state().result, DialogResult::Done(Chosen::Existing(2)));
    }
}
