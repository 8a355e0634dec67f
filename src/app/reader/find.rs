//! Find in article: a bar above the page, matches marked in the text.

use eframe::egui;
use egui::Key;

use crate::annotation::Article;
use crate::app::theme::Theme;
use crate::review::search::{Query, find_in};
use crate::text::Span;

/// Find in article, while its bar is shown.
#[derive(Default)]
pub struct Find {
    query: Query,
    matches: Vec<Span>,
    current: usize,
    error: Option<String>,
    wants_focus: bool,
}

/// What the bar asks for.
pub enum FindAct {
    /// Nothing.
    Stay,
    /// Show this match.
    Go(Span),
    /// Put the bar away.
    Close,
}

impl Find {
    /// A bar with the cursor in its field, looking for `words` if there are any.
    pub fn new(words: &str) -> Self {
        Self {
            query: Query {
                pattern: words.to_owned(),
                ..Query::default()
            },
            wants_focus: true,
            ..Self::default()
        }
    }

    /// Puts the cursor into the field.
    pub const fn focus_field(&mut self) {
        self.wants_focus = true;
    }

    /// Looks for the matches in `article`.
    pub fn search(&mut self, article: &Article) {
        self.current = 0;
        match self.query.compile() {
            Ok(regex) => {
                self.error = None;
                self.matches = regex
                    .map(|regex| find_in(article.text.as_str(), &regex))
                    .unwrap_or_default();
            }
            Err(error) => {
                self.error = Some(error);
                self.matches.clear();
            }
        }
    }

    /// The matches that reach into `span`, each with whether it is the current one.
    pub fn in_span(&self, span: Span) -> impl Iterator<Item = (Span, bool)> {
        let first = self.matches.partition_point(|found| found.end() <= span.start());
        let rest = self.matches.get(first..).unwrap_or_default();
        let inside = rest.iter().take_while(move |found| found.start() < span.end());
        inside
            .enumerate()
            .map(move |(index, found)| (*found, first + index == self.current))
    }

    /// Shows the bar. `near` is the byte from which the first match is looked for.
    pub fn show(&mut self, ui: &mut egui::Ui, article: Option<&Article>, near: usize) -> FindAct {
        let theme = Theme::of(ui);
        let mut act = FindAct::Stay;
        ui.horizontal_wrapped(|ui| {
            let field = egui::TextEdit::singleline(&mut self.query.pattern)
                .hint_text("Find in article")
                .desired_width(220.0);
            let field = ui.add(field);
            field.widget_info(|| {
                egui::WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, "Find in article")
            });
            let first_time = std::mem::take(&mut self.wants_focus);
            if first_time {
                field.request_focus();
            }
            let case = ui
                .toggle_value(&mut self.query.match_case, "Aa")
                .on_hover_text("Match case");
            let regex = ui
                .toggle_value(&mut self.query.regex, ".*")
                .on_hover_text("Regular expression");
            let asked = field.changed() || case.changed() || regex.changed();
            if let Some(article) = article.filter(|_| asked || (first_time && !self.query.pattern.is_empty()))
            {
                self.search(article);
                self.current = self
                    .matches
                    .iter()
                    .position(|found| found.end() > near)
                    .unwrap_or(0);
                act = self.go();
            }
            let (enter, back, escape) = ui.input(|input| {
                (
                    input.key_pressed(Key::Enter),
                    input.modifiers.shift,
                    input.key_pressed(Key::Escape),
                )
            });
            if field.lost_focus() && enter {
                act = self.step(!back);
                field.request_focus();
            }
            if ui.small_button("Previous").clicked() {
                act = self.step(false);
            }
            if ui.small_button("Next").clicked() {
                act = self.step(true);
            }
            match (&self.error, self.matches.len()) {
                (Some(error), _) => {
                    ui.colored_label(theme.palette.error, error);
                }
                (None, 0) if self.query.pattern.is_empty() => {}
                (None, 0) => {
                    ui.label("Not found");
                }
                (None, count) => {
                    ui.label(format!("{} of {count}", self.current + 1));
                }
            }
            if ui.small_button("Close").clicked() || (escape && (field.has_focus() || field.lost_focus())) {
                act = FindAct::Close;
            }
        });
        act
    }

    fn step(&mut self, forward: bool) -> FindAct {
        let count = self.matches.len();
        if count > 0 {
            self.current = if forward {
                (self.current + 1) % count
            } else {
                (self.current + count - 1) % count
            };
        }
        self.go()
    }

    fn go(&self) -> FindAct {
        self.matches
            .get(self.current)
            .map_or(FindAct::Stay, |span| FindAct::Go(*span))
    }
}
