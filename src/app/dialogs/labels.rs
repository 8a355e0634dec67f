//! Asks what the labels of somebody else's file are here, before anything of it comes in.

use eframe::egui;
use egui::{ComboBox, Context, Grid, RichText, Ui};

use super::DialogResult;
use super::parts::{FirstFocus, Pressed, Shape, buttons, steady};
use crate::annotation::{KindId, LabelScheme};
use crate::app::theme::Theme;
use crate::exchange::annotated::{Mapping, Meaning};
use crate::exchange::marks::PARTS;

/// How many labels and lines are shown.
const SHOWN: usize = 100;

/// A label of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelUse {
    /// The label.
    pub label: String,
    /// How many spans have it.
    pub count: usize,
    /// Words of one of them.
    pub example: String,
}

/// The dialog.
#[derive(Clone, Debug)]
pub struct Labels {
    summary: String,
    scheme: LabelScheme,
    rows: Vec<(LabelUse, Meaning)>,
    lost: Option<Vec<String>>,
    problems: Vec<String>,
    is_changed: bool,
    focus: FirstFocus,
}

impl Labels {
    /// `summary` says what was read; `problems` what could not be.
    #[must_use]
    pub fn new(summary: String, scheme: LabelScheme, labels: Vec<LabelUse>, problems: Vec<String>) -> Self {
        let rows = labels
            .into_iter()
            .map(|label| {
                let meaning = Meaning::guess(&label.label, &scheme);
                (label, meaning)
            })
            .collect();
        Self {
            summary,
            scheme,
            rows,
            lost: None,
            problems,
            is_changed: true,
            focus: FirstFocus::default(),
        }
    }

    /// The labels as they are mapped now.
    #[must_use]
    pub fn mapping(&self) -> Mapping {
        let mut mapping = Mapping::default();
        for (label, meaning) in &self.rows {
            mapping.set(&label.label, meaning.clone());
        }
        mapping
    }

    /// Whether what is lost has to be counted anew; asked once after each change.
    pub fn wants_count(&mut self) -> bool {
        std::mem::take(&mut self.is_changed)
    }

    /// Says what would not be carried over.
    pub fn show_lost(&mut self, lost: Vec<String>) {
        self.lost = Some(lost);
    }

    /// Shows it for this frame.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<Mapping> {
        Shape::new("Import annotations", 640.0).show(ctx, |ui, theme| {
            ui.label(&self.summary);
            ui.add_space(theme.spacing.s);
            steady(ui, 400.0, 210.0, |ui| {
                if !self.rows.is_empty() {
                    self.table(ui, theme);
                    ui.add_space(theme.spacing.m);
                }
                self.report(ui, theme);
            });
            match buttons("Import").show(ui, theme, Some(&mut self.focus)) {
                Some(Pressed::Main) => DialogResult::Done(self.mapping()),
                Some(_) => DialogResult::Cancelled,
                None => DialogResult::Open,
            }
        })
    }

    fn table(&mut self, ui: &mut Ui, theme: &Theme) {
        Grid::new("labels")
            .num_columns(3)
            .spacing([theme.spacing.l, theme.spacing.s])
            .show(ui, |ui| {
                for heading in ["Label in the file", "Spans", "Becomes"] {
                    ui.label(RichText::new(heading).strong());
                }
                ui.end_row();
                for (label, meaning) in self.rows.iter_mut().take(SHOWN) {
                    let name = ui.label(crate::text::invisible::visible(&label.label));
                    let name = name.on_hover_text(format!("“{}”", label.example));
                    ui.label(label.count.to_string());
                    let before = meaning.clone();
                    ComboBox::from_id_salt(("label", &label.label))
                        .width(220.0)
                        .height(440.0)
                        .selected_text(title(meaning, &self.scheme))
                        .show_ui(ui, |ui| choices(ui, &label.label, meaning, &self.scheme))
                        .response
                        .labelled_by(name.id);
                    self.is_changed |= *meaning != before;
                    ui.end_row();
                }
            });
        if let Some(more) = self.rows.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            ui.weak(format!("And {more} more labels, which are taken as they look."));
        }
    }

    fn report(&self, ui: &mut Ui, theme: &Theme) {
        match &self.lost {
            None => {
                ui.weak("Counting…");
            }
            Some(lost) if lost.is_empty() && self.problems.is_empty() => {
                ui.label("Everything can be carried over.");
            }
            Some(lost) => {
                ui.label(RichText::new("Not carried over").strong());
                for line in lost {
                    ui.label(format!("• {line}"));
                }
                for problem in self.problems.iter().take(SHOWN) {
                    ui.label(format!("• {problem}"));
                }
                if let Some(more) = self.problems.len().checked_sub(SHOWN).filter(|more| *more > 0) {
                    ui.weak(format!("And {more} more."));
                }
                ui.add_space(theme.spacing.xs);
                ui.weak("Nothing has changed yet.");
            }
        }
    }
}

fn title(meaning: &Meaning, scheme: &LabelScheme) -> String {
    match meaning {
        Meaning::Nothing => "Nothing: left out".to_owned(),
        Meaning::Part("claim") => "Claim".to_owned(),
        Meaning::Part(part) => format!("Claim: its {part}"),
        Meaning::Kind(kind) => match scheme.get(kind) {
            Some(label) => label.title.clone(),
            None => format!("New kind “{kind}”"),
        },
    }
}

fn choices(ui: &mut Ui, label: &str, meaning: &mut Meaning, scheme: &LabelScheme) {
    let own = KindId::new(label.trim().to_lowercase().replace(char::is_whitespace, "_"));
    let kinds = scheme.kinds.iter().map(|kind| Meaning::Kind(kind.id.clone()));
    let parts = PARTS.iter().map(|part| Meaning::Part(part));
    let new = (scheme.get(&own).is_none() && !own.as_str().is_empty()).then_some(Meaning::Kind(own));
    let first = [Meaning::Nothing].into_iter().chain(new);
    for choice in first.chain(kinds).chain(parts) {
        let text = title(&choice, scheme);
        ui.selectable_value(meaning, choice, text);
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::app::dialogs::testing::{self, Running};

    #[test]
    fn labels_are_guessed_and_can_be_changed() {
        let used = |label: &str| LabelUse {
            label: label.to_owned(),
            count: 3,
            example: "Ada Toll".to_owned(),
        };
        let labels = vec![used("PER"), used("WHAT")];
        let problems = vec!["a.ann:3: cut off".to_owned()];
        let dialog = Labels::new("2 articles.".to_owned(), LabelScheme::default(), labels, problems);
        let mut harness = testing::harness(Running::new(dialog, Labels::show));
        assert!(harness.state_mut().dialog.wants_count());
        harness.state_mut().dialog.show_lost(vec!["3 spans".to_owned()]);
        harness.run_steps(4);
        harness.get_by_label("• a.ann:3: cut off");
        harness
            .get_by_role_and_label(egui::accesskit::Role::ComboBox, "WHAT")
            .click();
        harness.run();
        harness.get_by_label("Place").click();
        harness.run();
        assert!(
            harness.state_mut().dialog.wants_count(),
            "what is lost is counted anew"
        );
        harness.key_press(egui::Key::Enter);
        harness.run();
        let DialogResult::Done(mapping) = &harness.state().result else {
            panic!("Enter imports");
        };
        let scheme = LabelScheme::default();
        assert_eq!(mapping.get("PER", &scheme), Meaning::Kind(KindId::PERSON));
        assert_eq!(mapping.get("WHAT", &scheme), Meaning::Kind(KindId::PLACE));
    }
}
