//! The filters above the table: a field for words, a menu for each other thing, and what is set as chips.

use eframe::egui;
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Id, Key, PopupCloseBehavior, RichText, TextEdit, Ui};

use crate::annotation::{Act, Measure, Project, QuoteType};
use crate::app::parts::{drop_down, one_line, paint_drop};
use crate::app::theme::Theme;
use crate::desk::claims::{Column, Filter, Speaker, Standing, Verdicts, day, rating_title, ratings};

use super::layout::Layout;

/// Most characters of a name on a chip.
const LONGEST: usize = 32;

/// What is typed into the filters, and what of it holds.
#[derive(Debug, Default)]
pub(super) struct Filters {
    /// What holds.
    pub filter: Filter,
    from: String,
    to: String,
    /// Whether the second line is shown.
    more: bool,
    want_field: bool,
}

/// What the filters ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Choose an actor.
    Actor,
    /// Choose an article.
    Article,
    /// Go to the table.
    Table,
    /// The columns were changed.
    Columns,
}

/// Something that can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Speaker,
    Act,
    Quote,
    Measure,
    Place,
    From,
    To,
    Article,
    Standing,
    Verdict,
    Worth,
}

impl Filters {
    /// Puts the cursor into the field of words when the filters are next shown.
    pub const fn focus_field(&mut self) {
        self.want_field = true;
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        *self = Self {
            more: self.more,
            ..Self::default()
        };
    }

    /// Shows the field and the menus.
    pub fn show(&mut self, ui: &mut Ui, project: &Project, layout: &mut Layout) -> Option<Asked> {
        let mut asked = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = Theme::of(ui).spacing.s;
            if self.words(ui) {
                asked = Some(Asked::Table);
            }
            if ui
                .button("Actor…")
                .on_hover_text("Only claims of one actor")
                .clicked()
            {
                asked = Some(Asked::Actor);
            }
            let filter = &mut self.filter;
            choice(ui, "Act", &mut filter.act, Act::ALL, Act::title);
            choice(ui, "Quote", &mut filter.quote, QuoteType::ALL, |quote| {
                quote.title()
            });
            choice(ui, "Figures", &mut filter.measure, Measure::ALL, Measure::title);
            menu(ui, "Status", |ui| {
                for standing in Standing::ALL {
                    ui.radio_value(&mut filter.standing, standing, standing.title());
                }
            });
            menu(ui, "Verdict", |ui| {
                let fixed = [Verdicts::Any, Verdicts::None, Verdicts::Some];
                let rated = ratings(project).into_iter();
                for verdicts in fixed
                    .into_iter()
                    .chain(rated.map(|(rating, _)| Verdicts::Is(rating)))
                {
                    let title = verdicts_title(project, &verdicts);
                    ui.radio_value(&mut filter.verdicts, verdicts, title);
                }
            });
            if ui
                .button("Article…")
                .on_hover_text("Only claims of one article")
                .clicked()
            {
                asked = Some(Asked::Article);
            }
            ui.toggle_value(&mut self.more, "More filters")
                .on_hover_text("Place, date, how much it is worth a check");
            if columns(ui, layout) {
                asked = Some(Asked::Columns);
            }
        });
        if self.more {
            ui.horizontal_wrapped(|ui| self.second(ui));
        }
        self.chips(ui, project);
        asked
    }

    /// The field of words. Whether the keyboard shall go on to the table.
    fn words(&mut self, ui: &mut Ui) -> bool {
        let id = Id::unique("claims filter");
        if std::mem::take(&mut self.want_field) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let width = ui.available_width().clamp(60.0, 180.0);
        let field = TextEdit::singleline(&mut self.filter.words)
            .id(id)
            .hint_text("Words of claim or source")
            .desired_width(width);
        let field = ui.add(field).accessible_name("Filter claims");
        // Taken out, so that the table does not act on the key that leads to it.
        let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
        (field.has_focus() && pressed(Key::ArrowDown)) || (field.lost_focus() && pressed(Key::Enter))
    }

    fn second(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.x = theme.spacing.s;
        let place = TextEdit::singleline(&mut self.filter.place)
            .hint_text("Place of a figure")
            .desired_width(130.0);
        ui.add(place).accessible_name("Filter by place");
        for (text, day_of, first, name) in [
            (&mut self.from, &mut self.filter.from, true, "From"),
            (&mut self.to, &mut self.filter.to, false, "to"),
        ] {
            ui.label(name);
            let field = TextEdit::singleline(text)
                .hint_text("2024-03-02")
                .desired_width(84.0);
            let name = if first { "From day" } else { "To day" };
            let field = ui.add(field).accessible_name(name);
            if field.changed() {
                *day_of = day(text, first);
            }
            if day_of.is_none() && !text.trim().is_empty() {
                let why = "Write a day as 2024-03-02, a month as 2024-03, or a year.";
                field.on_hover_text(why);
                ui.label(RichText::new("Not a date").color(theme.palette.error))
                    .on_hover_text(why);
            }
        }
        ui.label("Worth at least");
        let worth = egui::DragValue::new(&mut self.filter.worth)
            .range(0..=100)
            .suffix(" %");
        ui.add(worth)
            .accessible_name("Worth at least, in hundredths")
            .on_hover_text("How much a claim asks for a check, as the model sees it");
    }

    /// What is set, each to be taken away.
    fn chips(&mut self, ui: &mut Ui, project: &Project) {
        let parts = self.parts(project);
        if parts.is_empty() && self.filter.words.is_empty() {
            return;
        }
        let theme = Theme::of(ui);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = theme.spacing.s;
            for (part, words) in parts {
                let text = RichText::new(format!("{words}  ×")).color(theme.palette.text);
                let chip = egui::Button::new(text)
                    .fill(theme.palette.selection)
                    .corner_radius(10.0);
                let chip = ui.add(chip).accessible_name(format!("Remove filter {words}"));
                if chip.on_hover_text("Remove this filter").clicked() {
                    self.remove(part);
                }
            }
            if ui.button("Clear all").clicked() {
                self.clear();
            }
        });
    }

    fn parts(&self, project: &Project) -> Vec<(Part, String)> {
        let filter = &self.filter;
        let mut parts = Vec::new();
        let mut add = |part, words: Option<String>| parts.extend(words.map(|words| (part, words)));
        add(
            Part::Speaker,
            filter.speaker.map(|speaker| match speaker {
                Speaker::Nobody => "Actor: not known".to_owned(),
                Speaker::Actor(id) => {
                    let name = project
                        .actors
                        .get(&id)
                        .map(|actor| one_line(&actor.name, LONGEST));
                    format!(
                        "Actor: {}",
                        name.unwrap_or_else(|| "not in the project".to_owned())
                    )
                }
            }),
        );
        add(
            Part::Act,
            filter.act.map(|act| format!("Act: {}", lower(act.title()))),
        );
        add(
            Part::Quote,
            filter
                .quote
                .map(|quote| format!("Quote: {}", lower(quote.title()))),
        );
        add(
            Part::Measure,
            filter
                .measure
                .map(|measure| format!("Figures: {}", lower(measure.title()))),
        );
        let place = one_line(&filter.place, LONGEST);
        add(
            Part::Place,
            (!place.is_empty()).then(|| format!("Place: {place}")),
        );
        add(Part::From, filter.from.map(|day| format!("From {day}")));
        add(Part::To, filter.to.map(|day| format!("To {day}")));
        add(
            Part::Article,
            filter.article.as_ref().map(|id| {
                let title = project
                    .article(id)
                    .map(|article| one_line(article.title(), LONGEST));
                format!(
                    "Article: {}",
                    title.unwrap_or_else(|| "not in the project".to_owned())
                )
            }),
        );
        let standing = (filter.standing != Standing::default()).then_some(filter.standing);
        add(
            Part::Standing,
            standing.map(|standing| format!("Status: {}", lower(standing.title()))),
        );
        let verdicts = (filter.verdicts != Verdicts::Any).then_some(&filter.verdicts);
        add(
            Part::Verdict,
            verdicts.map(|verdicts| format!("Verdict: {}", lower(&verdicts_title(project, verdicts)))),
        );
        let worth = (filter.worth > 0).then_some(filter.worth);
        add(
            Part::Worth,
            worth.map(|worth| format!("Worth at least {worth} %")),
        );
        parts
    }

    fn remove(&mut self, part: Part) {
        let filter = &mut self.filter;
        match part {
            Part::Speaker => filter.speaker = None,
            Part::Act => filter.act = None,
            Part::Quote => filter.quote = None,
            Part::Measure => filter.measure = None,
            Part::Place => filter.place.clear(),
            Part::From => (filter.from, self.from) = (None, String::new()),
            Part::To => (filter.to, self.to) = (None, String::new()),
            Part::Article => filter.article = None,
            Part::Standing => filter.standing = Standing::default(),
            Part::Verdict => filter.verdicts = Verdicts::Any,
            Part::Worth => filter.worth = 0,
        }
    }
}

fn lower(title: &str) -> String {
    title.to_lowercase()
}

fn verdicts_title(project: &Project, verdicts: &Verdicts) -> String {
    match verdicts {
        Verdicts::Any => "Any or none".to_owned(),
        Verdicts::None => "None yet".to_owned(),
        Verdicts::Some => "Any".to_owned(),
        Verdicts::Is(rating) => rating_title(project, rating),
    }
}

fn menu(ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui)) {
    drop_down(ui, title, content).accessible_name(format!("Filter by {}", title.to_lowercase()));
}

/// A menu of a closed list, with “Any” first.
fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    title: &str,
    value: &mut Option<T>,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) {
    menu(ui, title, |ui| {
        ui.radio_value(value, None, "Any");
        for one in all {
            ui.radio_value(value, Some(*one), name(*one));
        }
    });
}

/// The menu of columns. Whether anything was changed.
fn columns(ui: &mut Ui, layout: &mut Layout) -> bool {
    let before = layout.clone();
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let button = MenuButton::new("Columns     ").config(config).ui(ui, |ui| {
        ui.set_width(250.0);
        let shown: Vec<Column> = layout.columns.iter().map(|shown| shown.column).collect();
        let hidden = Column::ALL.into_iter().filter(|column| !shown.contains(column));
        let order: Vec<Column> = shown.iter().copied().chain(hidden).collect();
        for column in order {
            let title = column.title();
            ui.horizontal(|ui| {
                let mut on = shown.contains(&column);
                let last = on && shown.len() == 1;
                let tick = ui.add_enabled(!last, egui::Checkbox::new(&mut on, title));
                if tick.accessible_name(format!("Show column {title}")).changed() {
                    layout.toggle(column);
                }
                if !shown.contains(&column) {
                    return;
                }
                let right = egui::Layout::right_to_left(egui::Align::Center);
                ui.with_layout(right, |ui| {
                    let mut small = |text: &str, name: String| {
                        let button = ui.add(egui::Button::new(text).small());
                        button.accessible_name(name.clone()).on_hover_text(name).clicked()
                    };
                    if small("+", format!("Make {title} wider")) {
                        layout.widen(column, 20.0);
                    }
                    if small("−", format!("Make {title} narrower")) {
                        layout.widen(column, -20.0);
                    }
                    if small("›", format!("Move {title} right")) {
                        layout.shift(column, false);
                    }
                    if small("‹", format!("Move {title} left")) {
                        layout.shift(column, true);
                    }
                });
            });
        }
        ui.separator();
        if ui.button("As in a new table").clicked() {
            *layout = Layout {
                sort: layout.sort,
                ..Layout::default()
            };
        }
        if layout.sort.is_some() && ui.button("Sort as in the text").clicked() {
            layout.sort = None;
        }
    });
    paint_drop(ui, button.0.rect);
    button.0.accessible_name("Columns");
    *layout != before
}
