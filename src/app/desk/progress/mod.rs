//! The page “Progress”: how far the review is and what it found.
//!
//! The figures are counted on a thread and kept until the project changes; while new ones are counted the old ones stay
//! on screen. Every plot stands beside the same figures as text.

mod charts;
mod figures;
mod shares;
mod tiles;

use std::sync::LazyLock;

use eframe::egui;
use egui::{Button, Layout, RichText, ScrollArea, Ui};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::annotation::{ArticleId, ArticleState};
use crate::app::command::UiCommand;
use crate::app::jobs::{Job, Polled};
use crate::app::parts::{ListState, Stamp, section};
use crate::app::theme::Theme;
use crate::app::view::{Act, View};
use crate::desk::progress::tables::Table;
use crate::desk::progress::{Counts, Overview, overview, time};
use crate::review::queue::queue;
use crate::review::{Focus, Order, Show};

static ZONE: LazyLock<TimeZone> = LazyLock::new(TimeZone::system);

/// Since when decisions count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Range {
    Week,
    Month,
    #[default]
    All,
}

impl Range {
    const ALL: [(Self, &'static str); 3] = [
        (Self::Week, "Last 7 days"),
        (Self::Month, "Last 30 days"),
        (Self::All, "All"),
    ];

    /// The first day of it, if `today` is the last.
    fn since(self, today: Date) -> Option<Date> {
        let before = match self {
            Self::Week => 6,
            Self::Month => 29,
            Self::All => return None,
        };
        today.checked_sub(jiff::Span::new().days(before)).ok()
    }
}

/// For what figures were counted.
type Asked = (Stamp, Option<Date>);

/// Figures with everything that is drawn of them.
struct Known {
    overview: Overview,
    /// Length of a stretch in days, and the stretches.
    stretches: (i32, Vec<(Date, Counts)>),
    days: Table,
    times: Table,
    suggesters: Table,
    labels: Table,
    scores: Table,
    reviewers: Table,
    pairs: Table,
    about: Table,
    differences: Table,
}

impl Known {
    fn of(overview: Overview) -> Self {
        Self {
            stretches: overview.stretches(),
            days: overview.day_table(),
            times: overview.time_table(),
            suggesters: overview.suggester_table(),
            labels: overview.label_table(),
            scores: overview.score_table(),
            reviewers: overview.reviewer_table(),
            pairs: overview.pair_table(),
            about: overview.about_table(),
            differences: overview.difference_table(),
            overview,
        }
    }
}

/// What the page remembers between frames.
pub struct ProgressPage {
    range: Range,
    known: Option<(Asked, Known)>,
    counting: Option<(Asked, Job<Known>)>,
    /// For what counting broke down; not tried again before something changes.
    broken: Option<Asked>,
    lists: Lists,
    /// The table that was copied last.
    copied: Option<&'static str>,
    clock: fn() -> Timestamp,
}

/// Where the tables are.
#[derive(Default)]
struct Lists {
    days: ListState,
    times: ListState,
    reviewers: ListState,
    pairs: ListState,
    about: ListState,
    differences: ListState,
}

impl Default for ProgressPage {
    fn default() -> Self {
        Self {
            range: Range::default(),
            known: None,
            counting: None,
            broken: None,
            lists: Lists::default(),
            copied: None,
            clock: Timestamp::now,
        }
    }
}

impl ProgressPage {
    /// Shows the page in all the space of `ui`.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        if view.session.project().articles.is_empty() {
            empty(
                ui,
                "How far the review is",
                "Here you will see what was decided day by day, how long articles took, and how good the suggestions are. \
                 Open articles to begin.",
                (UiCommand::OpenFiles, "Open articles…"),
                acts,
            );
            return;
        }
        self.count(ui.ctx(), view);
        ScrollArea::vertical()
            .id_salt("progress")
            .auto_shrink(false)
            .show(ui, |ui| self.page(ui, view, acts));
    }

    /// Takes what was counted, and counts again if that is for another state or range.
    fn count(&mut self, ctx: &egui::Context, view: &View<'_>) {
        if let Some((asked, job)) = self.counting.take() {
            match job.poll() {
                Polled::Done(known) => self.known = Some((asked, known)),
                Polled::Broken => self.broken = Some(asked),
                Polled::Running => self.counting = Some((asked, job)),
            }
        }
        let today = (self.clock)().to_zoned(ZONE.clone()).date();
        let asked = (Stamp::of(view.session), self.range.since(today));
        let is_known = self.known.as_ref().is_some_and(|(known, _)| *known == asked);
        if is_known || self.counting.is_some() || self.broken.as_ref() == Some(&asked) {
            return;
        }
        let (project, since) = (view.session.project().clone(), asked.1);
        let job = Job::start(ctx, "Counting decisions", move |_, _| {
            Known::of(overview(&project, &ZONE, since))
        });
        self.counting = Some((asked, job));
    }

    fn page(&mut self, ui: &mut Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        let theme = Theme::of(ui);
        ui.set_width(ui.available_width().min(1100.0));
        self.head(ui);
        if self.broken.is_some() && self.counting.is_none() {
            let why =
                "The figures could not be counted. Change something or choose another range to try again.";
            ui.colored_label(theme.palette.error, why);
        }
        let Some((_, known)) = &self.known else {
            ui.weak("Counting…");
            return;
        };
        tiles::show(ui, &known.overview);
        if !known.differences.rows.is_empty() {
            section(ui, "Differences", |ui| {
                let note = "Items that people decided differently. Open an article to decide between them, one by one.";
                figures::head(ui, note, &known.differences, &mut self.copied);
                let opened = figures::table(ui, &known.differences, &mut self.lists.differences);
                let article = opened.and_then(|index| known.overview.left.differences.get(index));
                if let Some((id, _, _)) = article {
                    differences_of(view, id, acts);
                }
            });
        }
        if known.overview.decisions() == 0 {
            ui.add_space(theme.spacing.l);
            if self.range == Range::All {
                empty(
                    ui,
                    "Nothing is decided yet",
                    "Days, times and the quality of suggestions show up here with the first decisions. In the reader, Tab \
                     goes to the next suggestion, Enter accepts it, and X rejects it.",
                    (UiCommand::ReaderPage, "Start reviewing"),
                    acts,
                );
            } else {
                ui.label("Nothing was decided in these days. Choose a longer range above.");
            }
            return;
        }
        let (lists, copied) = (&mut self.lists, &mut self.copied);
        section(ui, "Decisions by day", |ui| {
            let note = "Decisions on mentions and claims of all reviewers.";
            figures::head(ui, note, &known.days, copied);
            charts::legend(ui, &known.overview);
            charts::days(ui, known.stretches.0, &known.stretches.1);
            folded(ui, "Figures by day and reviewer", |ui| {
                figures::table(ui, &known.days, &mut lists.days);
            });
        });
        section(ui, "Time by article", |ui| {
            figures::head(ui, time::RULE, &known.times, copied);
            let spent = &known.overview.articles;
            let opened = if ui.available_width() >= 720.0 {
                let half = (ui.available_width() - theme.spacing.l) / 2.0;
                ui.with_layout(Layout::left_to_right(egui::Align::Min), |ui| {
                    let plot = column(ui, half, |ui| charts::times(ui, spent));
                    ui.add_space(theme.spacing.l - ui.spacing().item_spacing.x);
                    let table = column(ui, half, |ui| figures::table(ui, &known.times, &mut lists.times));
                    plot.or(table)
                })
                .inner
            } else {
                let plot = charts::times(ui, spent);
                plot.or(figures::table(ui, &known.times, &mut lists.times))
            };
            if let Some(spent) = opened.and_then(|index| spent.get(index)) {
                acts.push(Act::Read(Focus {
                    article: Some(spent.article.clone()),
                    item: None,
                }));
            }
        });
        let outcomes = &known.overview.outcomes;
        if !known.suggesters.rows.is_empty() {
            section(ui, "Suggestions by suggester", |ui| {
                let note = "How many of those that were decided were taken as they are. Each counts once, as it stands now.";
                figures::head(ui, note, &known.suggesters, copied);
                shares::legend(ui);
                shares::show(ui, &outcomes.by_suggester);
            });
            section(ui, "Suggestions by label", |ui| {
                figures::head(
                    ui,
                    "The label is that of the suggestion, not what it was corrected to.",
                    &known.labels,
                    copied,
                );
                shares::show(ui, &outcomes.by_label);
            });
            section(ui, "Suggestions by score", |ui| {
                let note =
                    "Where scores can be trusted, as many held (as they are or corrected) as the score says.";
                figures::head(ui, note, &known.scores, copied);
                shares::scores(ui, &outcomes.by_score);
            });
        }
        section(ui, "Reviewers", |ui| {
            let note = "Decisions on mentions and claims, and minutes of work.";
            figures::head(ui, note, &known.reviewers, copied);
            figures::table(ui, &known.reviewers, &mut lists.reviewers);
        });
        if !known.pairs.rows.is_empty() {
            section(ui, "Agreement", |ui| {
                let note = "Items that both decided. They agree if both rejected it, or took the same words with the same kind \
                            or act. Each one's last decision counts, so settling a difference counts as agreement.";
                figures::head(ui, note, &known.pairs, copied);
                figures::table(ui, &known.pairs, &mut lists.pairs);
            });
        }
        section(ui, "What was decided", |ui| {
            figures::head(ui, "All decisions by what they are about.", &known.about, copied);
            figures::table(ui, &known.about, &mut lists.about);
        });
        ui.add_space(theme.spacing.l);
    }

    /// The heading and the choice of range.
    fn head(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        ui.horizontal_wrapped(|ui| {
            let title = RichText::new("Progress").size(theme.type_sizes.heading).strong();
            let heading = ui.label(title);
            ui.ctx().accesskit_node_builder(heading.id, |node| {
                node.set_role(egui::accesskit::Role::Heading);
            });
            ui.add_space(theme.spacing.m);
            for (range, title) in Range::ALL {
                let tip = "Which decisions count. What is left to do does not depend on it.";
                if ui
                    .selectable_label(self.range == range, title)
                    .on_hover_text(tip)
                    .clicked()
                {
                    self.range = range;
                }
            }
            if self.counting.is_some() && self.known.is_some() {
                ui.weak("Counting…");
            }
        });
        ui.add_space(theme.spacing.s);
    }
}

/// Goes to the first item of the article that people decided differently, and steps through such items from then on.
fn differences_of(view: &View<'_>, id: &ArticleId, acts: &mut Vec<Act>) {
    let article = view.session.project().article(id);
    let first = article.and_then(|article| {
        queue(article, Show::Differences, Order::Text)
            .first()
            .map(|item| item.id)
    });
    acts.push(Act::Read(Focus {
        article: Some(id.clone()),
        item: first,
    }));
    if view.show != Show::Differences {
        acts.push(Act::Do(UiCommand::ShowDifferences));
    }
}

/// Something that is as wide as it is told to be.
fn column<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.vertical(|ui| {
        ui.set_width(width);
        add(ui)
    })
    .inner
}

fn folded(ui: &mut Ui, title: &str, add: impl FnOnce(&mut Ui)) {
    egui::CollapsingHeader::new(title).show_unindented(ui, add);
}

/// Says what will be here and how to begin.
fn empty(ui: &mut Ui, title: &str, why: &str, (command, button): (UiCommand, &str), acts: &mut Vec<Act>) {
    let theme = Theme::of(ui);
    ui.vertical_centered(|ui| {
        ui.set_max_width(ui.available_width().min(460.0));
        ui.add_space(theme.spacing.xl);
        ui.label(RichText::new(title).size(theme.type_sizes.heading));
        ui.add_space(theme.spacing.s);
        ui.add(egui::Label::new(why).wrap());
        ui.add_space(theme.spacing.m);
        if ui.add(Button::new(button)).on_hover_text(command.tip()).clicked() {
            acts.push(Act::Do(command));
        }
    });
}

/// "4 to do, 5 in review, 3 done".
fn states(overview: &Overview) -> String {
    let states = ArticleState::ALL.iter().map(|state| {
        let count = overview.left.at(*state);
        format!("{count} {}", state.title().to_lowercase())
    });
    states.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
