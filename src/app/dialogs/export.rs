//! Asks in which format what is to be exported, with the first article as it will be and what the format cannot hold.

use eframe::egui;
use egui::{ComboBox, Context, RichText, TextEdit, Ui};

use super::DialogResult;
use super::parts::{FirstFocus, Pressed, Shape, buttons, steady};
use crate::app::theme::Theme;
use crate::exchange::export::{
    Choice, FORMATS, Format, Items, Order, Settings, Shape as Made, Split, Tokenizer,
};
use crate::project::user::ExportWish;

/// What is left out, a line for each kind, with where the first few are.
pub type LossLines = Vec<(String, Vec<String>)>;

/// What a preview shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The files of the first article: name and beginning.
    pub files: Vec<(String, String)>,
    /// What is left out of the whole project; `None` until it is counted.
    pub losses: Option<LossLines>,
    /// Why there is none; empty if there is.
    pub problem: String,
}

/// The dialog.
#[derive(Clone, Debug)]
pub struct Export {
    wish: ExportWish,
    reviewers: Vec<String>,
    reviewer: Option<String>,
    since: String,
    until: String,
    seed: String,
    /// What the preview is of, and the preview.
    shown: Option<(ExportKey, Preview)>,
    focus: FirstFocus,
}

/// Everything that a preview depends on.
type ExportKey = (ExportWish, Option<String>, String, String, String);

const ITEMS: [(&str, &str); 3] = [
    ("all", "All that the format holds"),
    ("confirmed", "What people stand behind"),
    ("decided", "That, and what they rejected"),
];

impl Export {
    /// Starts from what was exported last. `reviewers`: who decided something in the project.
    #[must_use]
    pub fn new(wish: ExportWish, reviewers: Vec<String>) -> Self {
        let mut wish = wish;
        if Format::find(&wish.format).is_none() {
            wish.format = ExportWish::default().format;
        }
        Self {
            seed: wish.seed.to_string(),
            wish,
            reviewers,
            reviewer: None,
            since: String::new(),
            until: String::new(),
            shown: None,
            focus: FirstFocus::default(),
        }
    }

    /// What is wished so far, to be remembered.
    #[must_use]
    pub const fn wish(&self) -> &ExportWish {
        &self.wish
    }

    /// Everything that a preview depends on.
    fn key(&self) -> ExportKey {
        (
            self.wish.clone(),
            self.reviewer.clone(),
            self.since.clone(),
            self.until.clone(),
            self.seed.clone(),
        )
    }

    /// The order to make a preview of, if the one on screen is not of it.
    pub fn wants_preview(&mut self) -> Option<Result<Order, String>> {
        let key = self.key();
        if self.shown.as_ref().is_some_and(|(of, _)| *of == key) {
            return None;
        }
        self.shown = Some((key, Preview::default()));
        Some(self.order())
    }

    /// Puts a preview on screen.
    pub fn show_preview(&mut self, change: impl FnOnce(&mut Preview)) {
        if let Some((_, preview)) = &mut self.shown {
            change(preview);
        }
    }

    /// What is asked for.
    ///
    /// # Errors
    /// What has to be changed first, in a sentence.
    pub fn order(&self) -> Result<Order, String> {
        let format = Format::find(&self.wish.format).ok_or("Choose a format.")?;
        let day = |text: &str| -> Result<_, String> {
            let text = text.trim();
            if text.is_empty() {
                return Ok(None);
            }
            let day = text.parse();
            day.map(Some)
                .map_err(|_| format!("“{text}” is not a day. Write it as 2024-03-02."))
        };
        let split = if self.wish.is_split {
            let seed = self
                .seed
                .trim()
                .parse()
                .map_err(|_| "The seed has to be a number.")?;
            Some(Split::parse(&self.wish.weights, seed).map_err(|error| error.to_string())?)
        } else {
            None
        };
        let tokens = match self.wish.tokens.trim() {
            "" => Tokenizer::Ours,
            pattern => Tokenizer::Pattern(
                regex::Regex::new(pattern).map_err(|_| "The pattern for tokens is no regular expression.")?,
            ),
        };
        Ok(Order {
            format,
            settings: Settings {
                tokens,
                site: self.wish.site.trim().to_owned(),
            },
            choice: Choice {
                items: match self.wish.items.as_str() {
                    "confirmed" => Items::Confirmed,
                    "decided" => Items::Decided,
                    _ => Items::All,
                },
                reviewers: self.reviewer.iter().cloned().collect(),
                since: day(&self.since)?,
                until: day(&self.until)?,
                done: self.wish.done,
            },
            split,
            is_nameless: self.wish.without_names,
        })
    }

    /// Shows it for this frame.
    pub fn show(&mut self, ctx: &Context) -> DialogResult<Order> {
        Shape::new("Export", 720.0).show(ctx, |ui, theme| {
            let order = self.order();
            steady(ui, 560.0, 190.0, |ui| {
                self.format(ui, theme);
                ui.add_space(theme.spacing.s);
                self.what(ui, theme);
                self.how(ui, theme);
                ui.add_space(theme.spacing.m);
                self.preview(ui, theme);
            });
            if let Err(problem) = &order {
                ui.add_space(theme.spacing.s);
                ui.colored_label(theme.palette.error, problem);
            }
            if let Ok(seed) = self.seed.trim().parse() {
                self.wish.seed = seed;
            }
            match buttons("Export…")
                .enabled(order.is_ok())
                .show(ui, theme, Some(&mut self.focus))
            {
                Some(Pressed::Main) => order.map_or(DialogResult::Open, DialogResult::Done),
                Some(_) => DialogResult::Cancelled,
                None => DialogResult::Open,
            }
        })
    }

    fn format(&mut self, ui: &mut Ui, theme: &Theme) {
        let Some(format) = Format::find(&self.wish.format) else {
            return;
        };
        ui.horizontal(|ui| {
            let label = ui.label("Format");
            ComboBox::from_id_salt("format")
                .width(300.0)
                .height(420.0)
                .selected_text(format.title)
                .show_ui(ui, |ui| {
                    for other in FORMATS {
                        let entry = ui.selectable_label(other.id == format.id, other.title);
                        if entry.on_hover_text(other.about).clicked() {
                            other.id.clone_into(&mut self.wish.format);
                        }
                    }
                })
                .response
                .labelled_by(label.id);
        });
        ui.add_space(theme.spacing.xs);
        ui.label(format.about);
        let made = match format.shape {
            Made::File(extension) => format!("One file, .{extension}"),
            Made::Folder => "A folder".to_owned(),
        };
        let read = if format.is_read() {
            " Can be imported again."
        } else {
            ""
        };
        ui.weak(format!("{made}. Holds {}.{read}", format.holds.words()));
    }

    fn what(&mut self, ui: &mut Ui, theme: &Theme) {
        egui::Grid::new("what")
            .num_columns(2)
            .spacing([theme.spacing.l, theme.spacing.s])
            .show(ui, |ui| {
                let shown = ITEMS
                    .iter()
                    .find(|(id, _)| *id == self.wish.items)
                    .map_or(ITEMS[0].1, |item| item.1);
                combo(ui, "Items", shown, |ui| {
                    for (id, title) in ITEMS {
                        if ui.selectable_label(shown == title, title).clicked() {
                            id.clone_into(&mut self.wish.items);
                        }
                    }
                });
                let shown = self.reviewer.clone().unwrap_or_else(|| "Anybody".to_owned());
                combo(ui, "Decided by", &shown, |ui| {
                    ui.selectable_value(&mut self.reviewer, None, "Anybody");
                    for name in &self.reviewers {
                        ui.selectable_value(&mut self.reviewer, Some(name.clone()), name);
                    }
                });
                let label = ui.label("Decided between");
                ui.horizontal(|ui| {
                    for (text, hint) in [(&mut self.since, "first day"), (&mut self.until, "last day")] {
                        let field = TextEdit::singleline(text).desired_width(96.0).hint_text(hint);
                        ui.add(field).labelled_by(label.id);
                    }
                });
                ui.end_row();
                ui.label("Articles");
                ui.checkbox(&mut self.wish.done, "Only those that are done");
                ui.end_row();
                ui.label("Names");
                ui.checkbox(&mut self.wish.without_names, "Replace the names of persons")
                    .on_hover_text(
                        "“Ada Toll” becomes “Person 1” everywhere. What stays can still tell who is meant.",
                    );
                ui.end_row();
            });
    }

    fn how(&mut self, ui: &mut Ui, theme: &Theme) {
        egui::CollapsingHeader::new("Training data")
            .id_salt("training")
            .default_open(self.wish.is_split || !self.wish.tokens.is_empty())
            .show(ui, |ui| {
                ui.checkbox(&mut self.wish.is_split, "Split into train, dev and test").on_hover_text(
                    "By article, labels spread evenly, copies of one report together. A card of the data set is written with them.",
                );
                ui.add_enabled_ui(self.wish.is_split, |ui| {
                    ui.horizontal(|ui| {
                        small_field(ui, "Weights", &mut self.wish.weights, "80/10/10");
                        ui.add_space(theme.spacing.m);
                        small_field(ui, "Seed", &mut self.seed, "0");
                    });
                });
                ui.horizontal(|ui| {
                    small_field(ui, "Tokens", &mut self.wish.tokens, "own rules")
                        .on_hover_text("A regular expression whose matches are tokens. Empty: the program's own rules.");
                });
            });
        if self.wish.format == "claim-review" {
            super::parts::text_field(
                ui,
                "Address under which the reviews will be published",
                &mut self.wish.site,
            );
        }
    }

    fn preview(&self, ui: &mut Ui, theme: &Theme) {
        let Some((_, preview)) = &self.shown else { return };
        ui.label(RichText::new("First article").strong());
        for (name, content) in &preview.files {
            if !name.is_empty() {
                ui.weak(name);
            }
            egui::Frame::new()
                .fill(theme.palette.control)
                .corner_radius(theme.radius.small)
                .inner_margin(theme.spacing.s)
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    egui::ScrollArea::vertical()
                        .id_salt(("preview", name))
                        .max_height(110.0)
                        .auto_shrink([false, true])
                        .show(ui, |ui| {
                            let text = RichText::new(content).text_style(egui::TextStyle::Monospace);
                            ui.add(egui::Label::new(text).wrap().selectable(true));
                        });
                });
        }
        ui.add_space(theme.spacing.s);
        ui.label(RichText::new("Left out").strong());
        match &preview.losses {
            _ if !preview.problem.is_empty() => {
                ui.label(&preview.problem);
            }
            None => {
                ui.weak("Counting…");
            }
            Some(losses) if losses.is_empty() => {
                ui.label("Nothing: the format holds everything that is chosen.");
            }
            Some(losses) => {
                for (line, examples) in losses {
                    let label = ui.label(format!("• {line}"));
                    if !examples.is_empty() {
                        label.on_hover_text(examples.join("\n"));
                    }
                }
            }
        }
    }
}

fn combo(ui: &mut Ui, label: &str, shown: &str, content: impl FnOnce(&mut Ui)) {
    let name = ui.label(label);
    ComboBox::from_id_salt(label)
        .width(260.0)
        .selected_text(shown)
        .show_ui(ui, content)
        .response
        .labelled_by(name.id);
    ui.end_row();
}

fn small_field(ui: &mut Ui, label: &str, text: &mut String, hint: &str) -> egui::Response {
    let name = ui.label(label);
    let field = TextEdit::singleline(text).desired_width(120.0).hint_text(hint);
    ui.add(field).labelled_by(name.id)
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::app::dialogs::testing::{self, Running};

    #[test]
    fn wishes_become_an_order_and_faults_are_told() {
        let dialog = Export::new(ExportWish::default(), vec!["Rae".to_owned()]);
        let mut harness = testing::harness(Running::new(dialog, Export::show));
        let first = harness.state_mut().dialog.wants_preview();
        assert!(first.is_some_and(|order| order.is_ok()));
        assert!(
            harness.state_mut().dialog.wants_preview().is_none(),
            "once for each wish"
        );
        harness.get_by_label("Only those that are done").click();
        harness.run();
        harness.get_by_label("Training data").click();
        harness.run();
        harness.get_by_label("Split into train, dev and test").click();
        harness.run();
        let order = harness.state().dialog.order().unwrap();
        assert!(order.choice.done && order.split.is_some());
        assert!(harness.state_mut().dialog.wants_preview().is_some());
        harness.state_mut().dialog.wish.weights = "all".to_owned();
        harness.run();
        assert!(harness.query_by_label_contains("is not a split").is_some());
        harness.key_press(egui::Key::Enter);
        harness.run();
        assert!(harness.state().result.is_open(), "nothing is exported that way");
        harness.state_mut().dialog.wish.weights = "80/20".to_owned();
        harness.run();
        harness.key_press(egui::Key::Enter);
        harness.run();
        assert!(matches!(harness.state().result, DialogResult::Done(_)));
    }
}
