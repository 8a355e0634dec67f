//! The plots. They neither scroll nor zoom, so that the wheel moves the page; what is under the pointer is said in a tip.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Sense, Stroke, Ui, WidgetInfo};
use egui_plot::{Bar, BarChart, GridInput, GridMark, Plot, PlotPoint, PlotUi};
use jiff::civil::Date;

use crate::annotation::{Action, Status};
use crate::app::parts::{counted, one_line, status_colour};
use crate::app::theme::Theme;
use crate::desk::progress::time::{Spent, in_words};
use crate::desk::progress::{Counts, Overview};

const HEIGHT: f32 = 190.0;
/// How many articles have a bar.
const BARS: usize = 60;

/// From the bottom of a bar to its top.
const STACK: [(Action, Status, &str); 4] = [
    (Action::Accepted, Status::Accepted, "accepted"),
    (Action::Corrected, Status::Corrected, "corrected"),
    (Action::Added, Status::Added, "added"),
    (Action::Rejected, Status::Rejected, "rejected or removed"),
];

/// How many of an entry of the stack. What was made by hand and taken away stands with what was turned down.
const fn count(counts: Counts, action: Action) -> usize {
    match action {
        Action::Rejected => counts.rejected + counts.removed,
        _ => counts.get(action),
    }
}

/// What the colours of the days mean, with sums.
pub fn legend(ui: &mut Ui, overview: &Overview) {
    let sum = overview
        .days
        .iter()
        .fold(Counts::default(), |sum, day| sum.plus(day.counts()));
    let entries = STACK.map(|(action, status, name)| (status, format!("{} {name}", count(sum, action))));
    super::shares::signs(ui, &entries);
}

fn still(name: &str, theme: &Theme) -> Plot<'static> {
    Plot::new(name.to_owned())
        .show_grid([false, true])
        .grid_color(theme.palette.line)
        .grid_fade(0.0)
        .height(HEIGHT)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .show_crosshair(false)
        .show_x(false)
        .show_y(false)
        .show_background(false)
        .set_margin_fraction(egui::Vec2::ZERO)
        .label_formatter(|_| None)
        .y_grid_spacer(|input| whole_steps(&input))
        .include_y(0.0)
}

/// Marks at whole numbers, about four of them.
fn whole_steps(input: &GridInput) -> Vec<GridMark> {
    let (low, high) = input.bounds;
    let step = nice((high - low) / 4.0);
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last.min(first.saturating_add(20)))
        .map(|index| GridMark {
            value: index as f64 * step,
            step_size: step,
        })
        .collect()
}

/// The next of 1, 2, 5, 10, 20 … from `least` on.
fn nice(least: f64) -> f64 {
    let mut unit = 1.0;
    while least.is_finite() && unit < 1e12 {
        for step in [1.0, 2.0, 5.0] {
            if unit * step >= least {
                return unit * step;
            }
        }
        unit *= 10.0;
    }
    unit
}

/// "12 Mar", with the year where `far`.
fn day(date: Date, far: bool) -> String {
    let form = if far { "%b %Y" } else { "%-d %b" };
    date.strftime(form).to_string()
}

/// "4 accepted, 2 rejected or removed".
fn listed(counts: Counts) -> String {
    let parts: Vec<String> = STACK
        .into_iter()
        .filter(|(action, _, _)| count(counts, *action) > 0)
        .map(|(action, _, name)| format!("{} {name}", count(counts, action)))
        .collect();
    if parts.is_empty() {
        "nothing".to_owned()
    } else {
        parts.join(", ")
    }
}

/// Decisions by stretches of `step` days, as stacked bars.
pub fn days(ui: &mut Ui, step: i32, stretches: &[(Date, Counts)]) {
    let theme = Theme::of(ui);
    let (Some((first, _)), Some((last, _))) = (stretches.first().copied(), stretches.last().copied()) else {
        return;
    };
    let highest = stretches.iter().map(|(_, counts)| counts.all()).max();
    let far = last > first.saturating_add(jiff::Span::new().days(300));
    // As many dates as have room.
    let room = (ui.available_width() / 70.0).max(1.0);
    let every = (stretches.len() as f32 / room).ceil().max(1.0) as usize;
    let dates: Vec<Date> = stretches.iter().map(|(date, _)| *date).collect();
    let marks = dates.len();
    let chart = |(action, status, name): (Action, Status, &str), below: &[Action]| {
        let bars = stretches.iter().enumerate().filter_map(|(index, (_, counts))| {
            let value = count(*counts, action);
            let offset: usize = below.iter().map(|action| count(*counts, *action)).sum();
            (value > 0).then(|| {
                Bar::new(index as f64, value as f64)
                    .base_offset(offset as f64)
                    .width(0.8)
                    .fill(status_colour(theme, status))
                    .stroke(Stroke::NONE)
            })
        });
        BarChart::new(name, bars.collect()).allow_hover(false)
    };
    let charts: Vec<BarChart> = STACK
        .into_iter()
        .enumerate()
        .map(|(index, entry)| {
            let below: Vec<Action> = STACK.iter().take(index).map(|(action, _, _)| *action).collect();
            chart(entry, &below)
        })
        .collect();
    let sense = Sense::hover();
    let shown = still("decisions by day", theme)
        .sense(sense)
        .include_x(-0.7)
        .include_x((marks as f64 - 0.3).max(9.7))
        .include_y(highest.unwrap_or(1).max(4) as f64 * 1.08)
        .x_grid_spacer(move |_| {
            let all = (0..marks).step_by(every);
            all.map(|index| GridMark {
                value: index as f64,
                step_size: every as f64,
            })
            .collect()
        })
        .x_axis_formatter(move |mark, _| {
            let date = dates.get(mark.value.round().max(0.0) as usize);
            date.map(|date| day(*date, far)).unwrap_or_default()
        })
        .show(ui, |plot| {
            for chart in charts {
                plot.bar_chart(chart);
            }
            under(plot)
        });
    let what = if step == 1 {
        "Decisions by day".to_owned()
    } else {
        format!("Decisions by {step} days")
    };
    let all = stretches
        .iter()
        .fold(Counts::default(), |sum, (_, counts)| sum.plus(*counts));
    let summary = format!(
        "{what}, {first} to {last}: {}, {}",
        counted(all.all(), "decision", "decisions"),
        listed(all)
    );
    let response = shown.response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &summary));
    if let Some((date, counts)) = shown.inner.and_then(|index| stretches.get(index)) {
        let from = if step == 1 {
            date.strftime("%-d %b %Y").to_string()
        } else {
            format!("{step} days from {}", date.strftime("%-d %b %Y"))
        };
        response.on_hover_text_at_pointer(format!("{from}: {}", listed(*counts)));
    }
}

/// The bar at whose place the pointer is.
fn under(plot: &PlotUi<'_>) -> Option<usize> {
    let PlotPoint { x, .. } = plot.pointer_coordinate()?;
    let bounds = plot.plot_bounds();
    let inside = x >= bounds.min()[0] && x <= bounds.max()[0] && x > -0.5;
    (inside && plot.response().hovered()).then_some(x.round() as usize)
}

/// Minutes by article, longest first. Returns the article to open.
pub fn times(ui: &mut Ui, articles: &[Spent]) -> Option<usize> {
    let theme = Theme::of(ui);
    let shown_count = articles.len().min(BARS);
    let minutes = |spent: &Spent| spent.seconds as f64 / 60.0;
    let highest = articles.first().map_or(1.0, minutes);
    let bars = articles.iter().take(BARS).enumerate().map(|(index, spent)| {
        Bar::new(index as f64, minutes(spent))
            .width(0.8)
            .fill(theme.palette.accent)
            .stroke(Stroke::NONE)
    });
    let chart = BarChart::new("minutes", bars.collect()).allow_hover(false);
    let shown = still("time by article", theme)
        .sense(Sense::CLICK)
        .include_x(-0.7)
        .include_x((shown_count as f64 - 0.3).max(9.7))
        .include_y(highest.max(4.0) * 1.08)
        .show_axes([false, true])
        .x_grid_spacer(|_| Vec::new())
        .y_axis_label("minutes")
        .show(ui, |plot| {
            plot.bar_chart(chart);
            under(plot)
        });
    let longest = articles.first().map(|spent| {
        format!(
            ", the longest {} with {}",
            one_line(&spent.title, 80),
            in_words(spent.seconds)
        )
    });
    let summary = format!(
        "Time by article: {}{}",
        counted(articles.len(), "article", "articles"),
        longest.unwrap_or_default()
    );
    let response = shown.response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &summary));
    let under = shown.inner.filter(|index| *index < shown_count);
    let spent = under.and_then(|index| articles.get(index))?;
    let clicked = response.clicked();
    response
        .on_hover_cursor(egui::CursorIcon::PointingHand)
        .on_hover_text_at_pointer(format!(
            "{}: {}, {}",
            one_line(&spent.title, 120),
            in_words(spent.seconds),
            counted(spent.decisions, "decision", "decisions")
        ));
    clicked.then_some(under).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_whole_and_few() {
        for (high, expected) in [
            (4.32, vec![0.0, 2.0, 4.0]),
            (10.8, vec![0.0, 5.0, 10.0]),
            (1080.0, vec![0.0, 500.0, 1000.0]),
            (0.5, vec![0.0]),
        ] {
            let marks = whole_steps(&GridInput {
                bounds: (0.0, high),
                base_step_size: 0.1,
            });
            let values: Vec<f64> = marks.iter().map(|mark| mark.value).collect();
            assert_eq!(values, expected, "{high}");
        }
        assert!(nice(f64::NAN) >= 1.0 && nice(f64::INFINITY) >= 1.0);
    }
}
