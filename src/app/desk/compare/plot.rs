//! Figures over time by source, each point a way back to the text.

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui;
use egui::{RichText, Ui};
use egui_plot::{HoverPosition, Legend, MarkerShape, PlotPoint, Points};
use jiff::civil::Date;

use crate::annotation::{ClaimRef, DateRange, Measure, Project};
use crate::app::parts::one_line;
use crate::app::theme::Theme;
use crate::app::view::{Act, View};
use crate::desk::events::{Group, Said, Sight, Toll, bounded, over_time};
use crate::review::Focus;

/// Tokens of the colours of the series, in turn; their shapes differ, too.
const COLOURS: [&str; 8] = [
    "kind.person",
    "kind.state",
    "kind.armed_force",
    "kind.media",
    "kind.place",
    "kind.group",
    "kind.organization",
    "kind.unnamed_source",
];
const SHAPES: [MarkerShape; 8] = [
    MarkerShape::Circle,
    MarkerShape::Square,
    MarkerShape::Diamond,
    MarkerShape::Up,
    MarkerShape::Down,
    MarkerShape::Cross,
    MarkerShape::Plus,
    MarkerShape::Asterisk,
];
/// Sources beyond these are one series.
const MOST_SERIES: usize = 12;
/// How near to a point a click has to be, in points of the screen.
const REACH: f32 = 12.0;

/// Of what the figures are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Scope {
    #[default]
    Group,
    Place,
    Project,
}

/// What the plot remembers between frames.
#[derive(Debug, Default)]
pub struct Plot {
    scope: Scope,
    measure: Option<Measure>,
}

/// A figure on its day.
struct Dot {
    at: [f64; 2],
    claim: ClaimRef,
    words: String,
}

impl Plot {
    /// Shows the plot in the rest of `ui`.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        group: &Group,
        sights: &[Sight],
        acts: &mut Vec<Act>,
    ) {
        let project = view.session.project();
        let measures: BTreeSet<Measure> = group
            .claims
            .iter()
            .flat_map(|sight| sight.tolls.iter().map(|toll| toll.measure))
            .collect();
        let measure = self
            .measure
            .filter(|measure| self.scope != Scope::Group || measures.contains(measure))
            .or_else(|| measures.first().copied())
            .unwrap_or(Measure::Killed);
        self.choices(ui, group, measure);
        let mut series = match self.scope {
            Scope::Group => by_source(project, over_time(&group.claims, measure, "")),
            Scope::Place => by_source(project, over_time(sights, measure, &group.place)),
            Scope::Project => by_source(project, over_time(sights, measure, "")),
        };
        if series.is_empty() {
            let weak = Theme::of(ui).palette.weak;
            let words = format!("No figure of people {} has a day here.", measure.id());
            let words = if measure == Measure::Other {
                "No figure has a day here.".to_owned()
            } else {
                words
            };
            ui.label(RichText::new(words).color(weak));
            return;
        }
        draw(ui, &mut series, acts);
    }

    fn choices(&mut self, ui: &mut Ui, group: &Group, measure: Measure) {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new("Over time").strong());
            let mut chosen = measure;
            egui::ComboBox::from_id_salt("compare measure")
                .selected_text(chosen.title())
                .width(90.0)
                .show_ui(ui, |ui| {
                    for measure in Measure::ALL {
                        ui.selectable_value(&mut chosen, *measure, measure.title());
                    }
                })
                .response
                .accessible_name("Measure of the figures over time");
            if chosen != measure {
                self.measure = Some(chosen);
            }
            ui.selectable_value(&mut self.scope, Scope::Group, "This group");
            if !group.place.is_empty() {
                let place = format!("All of {}", one_line(&group.place, 24));
                ui.selectable_value(&mut self.scope, Scope::Place, place);
            } else if self.scope == Scope::Place {
                self.scope = Scope::Group;
            }
            ui.selectable_value(&mut self.scope, Scope::Project, "Whole project");
        });
    }
}

/// Days since 1970.
fn number(day: Date) -> f64 {
    let epoch = Date::constant(1970, 1, 1);
    epoch.until(day).map_or(0.0, |span| f64::from(span.get_days()))
}

fn day(number: f64) -> Option<Date> {
    let days = i64::from(number.round() as i32);
    Date::constant(1970, 1, 1)
        .checked_add(jiff::Span::new().days(days))
        .ok()
}

/// The figures of each source, the source with most first.
fn by_source(project: &Project, figures: Vec<(&Sight, &Toll)>) -> Vec<(String, Vec<Dot>)> {
    let mut of: BTreeMap<Said, Vec<Dot>> = BTreeMap::new();
    for (sight, toll) in figures {
        let Some(days) = toll.days.or(sight.days) else {
            continue;
        };
        let title = project
            .article(&sight.claim.article)
            .map_or("", |article| article.title());
        let said = Said::by(project, sight);
        let words = format!(
            "{}: {} {}\n{}\n{}",
            said.name(),
            bounded(toll),
            toll.measure.id(),
            crate::desk::events::days_in_words(DateRange::day(days.last())),
            one_line(title, 60)
        );
        of.entry(said).or_default().push(Dot {
            at: [number(days.last()), toll.value],
            claim: sight.claim.clone(),
            words,
        });
    }
    let mut series: Vec<(String, Vec<Dot>)> = of
        .into_iter()
        .map(|(said, dots)| (one_line(said.name(), 40), dots))
        .collect();
    series.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    if series.len() > MOST_SERIES {
        let rest: Vec<Dot> = series
            .drain(MOST_SERIES - 1..)
            .flat_map(|(_, dots)| dots)
            .collect();
        series.push(("Other sources".to_owned(), rest));
    }
    series
}

/// At most eight lines, on whole days.
fn days_between((first, last): (f64, f64)) -> Vec<egui_plot::GridMark> {
    let step = ((last - first) / 8.0).ceil().max(1.0);
    let mut marks = Vec::new();
    let mut at = (first / step).ceil() * step;
    while at <= last && marks.len() < 64 {
        marks.push(egui_plot::GridMark {
            value: at,
            step_size: step,
        });
        at += step;
    }
    marks
}

/// How far the sources of one day stand from each other, as a share of the width: points of one day and number would lie on
/// each other.
const APART: f64 = 0.014;

fn draw(ui: &mut Ui, series: &mut [(String, Vec<Dot>)], acts: &mut Vec<Act>) {
    let theme = Theme::of(ui);
    let ends = |series: &[(String, Vec<Dot>)]| {
        let days = series.iter().flat_map(|(_, dots)| dots).map(|dot| dot.at[0]);
        days.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), day| {
            (low.min(day), high.max(day))
        })
    };
    let (first, last) = ends(series);
    let legend = if ui.available_width() > 560.0 { 0.45 } else { 0.0 };
    let middle = (series.len() as f64 - 1.0) / 2.0;
    for (i, (_, dots)) in series.iter_mut().enumerate() {
        for dot in dots {
            dot.at[0] += (i as f64 - middle) * APART * (last - first + 2.0);
        }
    }
    let series: &[(String, Vec<Dot>)] = series;
    let dots = || series.iter().flat_map(|(_, dots)| dots);
    let top = dots().map(|dot| dot.at[1]).fold(1.0, f64::max);
    let label = |position: &HoverPosition<'_>| match position {
        HoverPosition::NearDataPoint { plot_name, index, .. } => {
            let (_, dots) = series.iter().find(|(name, _)| name == plot_name)?;
            dots.get(*index)
                .map(|dot| format!("{}\nClick to read it", dot.words))
        }
        HoverPosition::Elsewhere { .. } => None,
    };
    let shown = egui_plot::Plot::new("compare over time")
        .legend(Legend::default().follow_insertion_order(true))
        .allow_scroll(false)
        .allow_zoom(false)
        .allow_boxed_zoom(false)
        .allow_drag(false)
        // The legend has room of its own, so that no point lies behind it.
        .default_x_bounds(first - 1.0, last + 1.0 + (last - first + 2.0) * legend)
        .auto_bounds(false)
        .default_y_bounds(0.0, top * 1.12)
        .grid_color(theme.palette.line)
        .grid_fade(0.0)
        .x_grid_spacer(|input| days_between(input.bounds))
        .label_formatter(label)
        .x_axis_formatter(|mark, range| {
            // A label at the very edge would be cut off.
            let margin = (range.end() - range.start()) * 0.03;
            let is_inside = mark.value - range.start() > margin && range.end() - mark.value > margin;
            day(mark.value)
                .filter(|_| is_inside)
                .map_or_else(String::new, |day| day.strftime("%-d %b %Y").to_string())
        })
        .show(ui, |plot| {
            let looks = COLOURS.iter().cycle().zip(SHAPES.iter().cycle());
            for ((name, dots), (colour, shape)) in series.iter().zip(looks) {
                let places: Vec<[f64; 2]> = dots.iter().map(|dot| dot.at).collect();
                plot.points(
                    Points::new(name.clone(), places)
                        .color(theme.colour(colour))
                        .shape(*shape)
                        .radius(5.0),
                );
            }
        });
    let Some(pointer) = shown.response.hover_pos() else {
        return;
    };
    let near = dots()
        .map(|dot| {
            let at = shown
                .transform
                .position_from_point(&PlotPoint::new(dot.at[0], dot.at[1]));
            (at.distance(pointer), dot)
        })
        .filter(|(distance, _)| *distance < REACH)
        .min_by(|(a, _), (b, _)| a.total_cmp(b));
    if let Some((_, dot)) = near {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        if shown.response.clicked() {
            acts.push(Act::Read(Focus {
                article: Some(dot.claim.article.clone()),
                item: Some(dot.claim.item),
            }));
        }
    }
}
