//! Text fields that change the project once they are done, not with every key.
//!
//! A field shows the value of the project until it has the keyboard; then it holds a text of its own. Enter or leaving
//! the field makes one command of it, Esc gives the old value back. What does not fit (a date that is no date) stays in
//! the field with a word on why, until it is mended or Esc is pressed.

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui;
use egui::{Id, Key, KeyboardShortcut, Modifiers, Response, RichText, TextEdit, Ui};

use crate::annotation::{ActorId, ArticleId, ItemId, Project};
use crate::app::theme::Theme;
use crate::app::view::Act;

use super::apply;

/// What a text belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::app) enum Place {
    /// An article.
    Article(ArticleId),
    /// An item in it.
    Item(ArticleId, ItemId),
    /// An actor of the project.
    Actor(ActorId),
}

/// Which text of it. Figures and pieces of evidence are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::app) enum Text {
    Title,
    Publisher,
    Author,
    Published,
    Url,
    Language,
    Note,
    Figure(usize, FigureText),
    Rationale,
    Evidence(usize, EvidenceText),
    Name,
    Aliases,
    Side,
    ExternalId,
}

/// A text of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::app) enum FigureText {
    Value,
    To,
    Who,
    Place,
    When,
    Days,
    By,
}

/// A text of a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::app) enum EvidenceText {
    Title,
    Source,
    Date,
    Url,
    Quote,
    File,
}

/// A field to show.
#[derive(Clone, Copy, Debug)]
pub(in crate::app) struct Field<'a> {
    /// Which text.
    pub text: Text,
    /// Its value in the project.
    pub value: &'a str,
    /// Name for screen readers.
    pub name: &'a str,
    /// What stands in it while it is empty.
    pub hint: &'static str,
    /// Rows; with more than one, Shift+Enter starts a new line.
    pub rows: usize,
    /// Whether it shall get the keyboard.
    pub focus: bool,
}

#[derive(Debug)]
struct Draft {
    place: Place,
    text: Text,
    words: String,
    was: String,
}

#[derive(Debug)]
struct Refused {
    words: String,
    why: String,
}

/// The text being edited and those that did not fit.
#[derive(Debug, Default)]
pub(in crate::app) struct Fields {
    editing: Option<Draft>,
    refused: BTreeMap<(Place, Text), Refused>,
    seen: bool,
}

impl Fields {
    /// Call before the fields of a frame are shown.
    pub(in crate::app) const fn begin(&mut self) {
        self.seen = false;
    }

    /// Call after the fields of a frame were shown: a text whose field is gone is committed to what it belongs to.
    pub(in crate::app) fn end(&mut self, project: &Project, acts: &mut Vec<Act>) {
        if !self.seen {
            self.finish(project, acts);
        }
    }

    /// The items of `article` that a text was begun for, or holds one that did not fit.
    pub(in crate::app) fn in_work(&self, article: &ArticleId) -> BTreeSet<ItemId> {
        let begun = self.editing.iter().map(|draft| &draft.place);
        begun
            .chain(self.refused.keys().map(|(place, _)| place))
            .filter_map(|place| match place {
                Place::Item(of, id) if of == article => Some(*id),
                _ => None,
            })
            .collect()
    }

    /// Commits the text that is being edited, if any.
    pub(in crate::app) fn finish(&mut self, project: &Project, acts: &mut Vec<Act>) {
        if let Some(draft) = self.editing.take() {
            self.commit(project, draft, acts);
        }
    }

    /// Forgets refused texts of figures or evidence of `place`, whose numbers no longer hold.
    pub(in crate::app) fn forget_numbered(&mut self, place: &Place) {
        self.refused
            .retain(|(p, text), _| p != place || !matches!(text, Text::Figure(..) | Text::Evidence(..)));
    }

    fn commit(&mut self, project: &Project, draft: Draft, acts: &mut Vec<Act>) {
        let key = (draft.place, draft.text);
        if draft.words == draft.was && !self.refused.contains_key(&key) {
            return;
        }
        self.refused.remove(&key);
        match apply::command(project, acts, &key.0, key.1, &draft.words) {
            Ok(Some(command)) => acts.push(Act::Run(command)),
            Ok(None) => {}
            Err(why) => {
                let words = draft.words;
                self.refused.insert(key, Refused { words, why });
            }
        }
    }

    /// Shows a field as wide as there is room.
    pub(in crate::app) fn show(
        &mut self,
        ui: &mut Ui,
        project: &Project,
        acts: &mut Vec<Act>,
        place: &Place,
        field: Field<'_>,
    ) -> Response {
        let key = (place.clone(), field.text);
        let id = Id::unique(("inspector field", &key));
        let editing = self
            .editing
            .as_ref()
            .filter(|draft| draft.place == *place && draft.text == field.text);
        let was_editing = editing.is_some();
        let mut words = match (editing, self.refused.get(&key)) {
            (Some(draft), _) => draft.words.clone(),
            (None, Some(refused)) => refused.words.clone(),
            (None, None) => field.value.to_owned(),
        };
        if field.focus {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let edit = if field.rows > 1 {
            TextEdit::multiline(&mut words)
                .desired_rows(field.rows)
                .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
        } else {
            TextEdit::singleline(&mut words)
        };
        let edit = edit.id(id).hint_text(field.hint).desired_width(f32::INFINITY);
        let response = ui.add(edit).accessible_name(field.name);
        if field.focus {
            response.scroll_to_me(Some(egui::Align::Center));
        }

        let enter = |ui: &Ui| ui.input(|input| input.key_pressed(Key::Enter) && !input.modifiers.shift);
        if response.has_focus() && field.rows > 1 && was_editing && enter(ui) {
            response.surrender_focus();
        }
        if response.has_focus() {
            self.seen = true;
            if let Some(draft) = self.editing.as_mut().filter(|_| was_editing) {
                draft.words = words;
            } else {
                // A field that had the keyboard until now and is shown later in this frame.
                self.finish(project, acts);
                let (place, text, was) = (place.clone(), field.text, field.value.to_owned());
                self.editing = Some(Draft {
                    place,
                    text,
                    words,
                    was,
                });
            }
        } else if let Some(mut draft) = self.editing.take_if(|_| was_editing) {
            self.seen = true;
            if ui.input(|input| input.key_pressed(Key::Escape)) {
                self.refused.remove(&key);
            } else {
                draft.words = words;
                self.commit(project, draft, acts);
            }
            ui.ctx().request_repaint();
        }
        if let Some(refused) = self.refused.get(&key) {
            let colour = Theme::of(ui).palette.error;
            ui.label(RichText::new(&refused.why).small().color(colour));
        }
        response
    }
}
