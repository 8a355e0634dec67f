//! The page “Compare”: claims about the same event side by side, what contradicts what, and the figures over time.
//!
//! Groups are gathered on a thread with a snapshot of the project, at most one run at a time, and anew whenever the project
//! has changed; what was gathered before stays on screen until then.

mod detail;
mod groups;
mod plot;

use eframe::egui;
use egui::{Key, Modifiers, RichText, Ui};

use crate::annotation::{Event, EventId, Project, Status};
use crate::app::jobs::{Job, Polled};
use crate::app::parts::{ListState, Stamp};
use crate::app::theme::Theme;
use crate::app::view::{Act, View};
use crate::desk::events::{Gatherer, Group, Sight};
use crate::review::Command;

use groups::Filter;

/// From this width on the groups stand beside the chosen one, in points.
const WIDE: f32 = 760.0;

/// What the page remembers between frames.
#[derive(Default)]
pub struct ComparePage {
    gatherer: Option<Box<Gatherer>>,
    running: Option<(Stamp, Job<Gathered>)>,
    found: Option<Found>,
    /// Why the last run gave nothing, and the state that it was for: another one is tried again.
    problem: Option<(Stamp, String)>,
    filter: Filter,
    list: ListState,
    is_open: bool,
    chosen: Option<EventId>,
    detail: detail::Detail,
    plot: plot::Plot,
}

/// The gatherer comes back with what it found.
type Gathered = (Box<Gatherer>, Vec<Group>, Vec<Sight>);

struct Found {
    stamp: Stamp,
    groups: Vec<Group>,
    sights: Vec<Sight>,
    /// The groups that fit the filter, as indexes.
    shown: Vec<usize>,
    filter: Filter,
}

impl ComparePage {
    /// Whether groups are being gathered.
    pub const fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    /// Takes over what was typed and not confirmed yet.
    pub fn finish(&mut self, acts: &mut Vec<Act>) {
        self.detail.finish(acts);
    }

    /// Shows the page in all the space of `ui`.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, acts: &mut Vec<Act>) {
        self.receive();
        self.start(ui.ctx(), view);
        let Some(mut found) = self.found.take() else {
            self.waiting(ui, view);
            return;
        };
        if !std::mem::replace(&mut self.is_open, true) {
            self.list.focus();
        }
        if found.filter != self.filter {
            found.shown = self.filter.pick(&found.groups);
            found.filter = self.filter.clone();
        }
        let shown = std::mem::take(&mut found.shown);
        if self.chosen_in(&found, &shown).is_none() {
            self.chosen = shown
                .first()
                .and_then(|i| found.groups.get(*i))
                .map(|group| group.event.id);
        }
        let project = view.session.project();
        self.keys(ui, project, &found, &shown, acts);
        let width = ui.available_width();
        if width >= WIDE {
            let left = (width * 0.32).clamp(260.0, 420.0);
            egui::Panel::left("compare groups")
                .default_size(left)
                .size_range(220.0..=width * 0.5)
                .frame(egui::Frame::new())
                .show(ui, |ui| {
                    ui.set_min_width(ui.available_width());
                    self.groups(ui, &found, &shown);
                });
            let margin = Theme::of(ui).spacing.l;
            let frame = egui::Frame::new().inner_margin(egui::Margin {
                left: margin as i8,
                ..egui::Margin::ZERO
            });
            egui::CentralPanel::default()
                .frame(frame)
                .show(ui, |ui| self.detail(ui, view, &found, &shown, acts));
        } else {
            let height = (ui.available_height() * 0.35).max(120.0);
            egui::Panel::top("compare groups above")
                .exact_size(height)
                .frame(egui::Frame::new())
                .show(ui, |ui| self.groups(ui, &found, &shown));
            egui::CentralPanel::default()
                .frame(egui::Frame::new())
                .show(ui, |ui| self.detail(ui, view, &found, &shown, acts));
        }
        found.shown = shown;
        self.found = Some(found);
    }

    fn waiting(&self, ui: &mut Ui, view: &View<'_>) {
        let theme = Theme::of(ui);
        ui.centered_and_justified(|ui| {
            let words = match &self.problem {
                Some((_, problem)) => problem.as_str(),
                None if view.session.project().articles.is_empty() => {
                    "Open articles first. Claims about the same event then stand here side by side."
                }
                None => "Looking for claims about the same event…",
            };
            ui.label(RichText::new(words).color(theme.palette.weak));
        });
    }

    fn receive(&mut self) {
        let Some((stamp, job)) = self.running.take() else {
            return;
        };
        match job.poll() {
            Polled::Running => self.running = Some((stamp, job)),
            Polled::Done((gatherer, groups, sights)) => {
                self.gatherer = Some(gatherer);
                self.problem = None;
                self.found = Some(Found {
                    stamp,
                    shown: self.filter.pick(&groups),
                    filter: self.filter.clone(),
                    groups,
                    sights,
                });
            }
            Polled::Broken => {
                let problem = "Comparing stopped with a fault. The next change of the project tries again.";
                self.problem = Some((stamp, problem.to_owned()));
            }
        }
    }

    /// Gathers anew if the project has changed since.
    fn start(&mut self, ctx: &egui::Context, view: &View<'_>) {
        let stamp = Stamp::of(view.session);
        let is_new = self.found.as_ref().is_none_or(|found| found.stamp != stamp);
        let failed = self.problem.as_ref().is_some_and(|(of, _)| *of == stamp);
        if self.running.is_some() || !is_new || failed {
            return;
        }
        let project = view.session.project().clone();
        let mut gatherer = self.gatherer.take().unwrap_or_default();
        // Nobody stops it: the page asks again only when it has ended.
        let job = Job::start(ctx, "Comparing claims", move |stop, _| {
            let (groups, sights) = gatherer.gather(&project, stop).unwrap_or_default();
            (gatherer, groups, sights)
        });
        self.running = Some((stamp, job));
    }

    fn chosen_in<'a>(&self, found: &'a Found, shown: &[usize]) -> Option<(usize, &'a Group)> {
        let chosen = self.chosen?;
        shown.iter().enumerate().find_map(|(at, i)| {
            let group = found.groups.get(*i)?;
            (group.event.id == chosen).then_some((at, group))
        })
    }

    fn groups(&mut self, ui: &mut Ui, found: &Found, shown: &[usize]) {
        groups::filters(ui, &mut self.filter, &found.groups, shown.len());
        let opened = groups::list(ui, &mut self.list, &found.groups, shown, self.chosen);
        let at_cursor = shown.get(self.list.cursor).and_then(|i| found.groups.get(*i));
        if groups::has_keyboard(ui) {
            self.chosen = at_cursor.map(|group| group.event.id).or(self.chosen);
        }
        if let Some(group) = opened.and_then(|at| found.groups.get(*shown.get(at)?)) {
            self.chosen = Some(group.event.id);
            self.detail.focus();
        }
    }

    fn detail(&mut self, ui: &mut Ui, view: &View<'_>, found: &Found, shown: &[usize], acts: &mut Vec<Act>) {
        let Some((_, group)) = self.chosen_in(found, shown) else {
            let words = if found.groups.is_empty() {
                "No two claims of the project are about the same event so far."
            } else {
                "No group fits the filter."
            };
            let weak = Theme::of(ui).palette.weak;
            ui.label(RichText::new(words).color(weak));
            return;
        };
        let group = group.clone();
        let height = ui.available_height();
        let plot_height = if height > 520.0 {
            (height * 0.36).clamp(250.0, 520.0)
        } else {
            0.0
        };
        let asked = self
            .detail
            .show(ui, view, &group, &found.groups, plot_height, acts);
        if let Some(status) = asked {
            self.decide(view.session.project(), found, shown, status, acts);
        }
        if plot_height > 0.0 {
            self.plot.show(ui, view, &group, &found.sights, acts);
        }
    }

    /// The keys of the reader: accept and go on, reject and go on.
    fn keys(&mut self, ui: &Ui, project: &Project, found: &Found, shown: &[usize], acts: &mut Vec<Act>) {
        let busy = ui.ctx().text_edit_focused()
            || egui::Popup::is_any_open(ui.ctx())
            || ui.memory(|memory| memory.top_modal_layer().is_some());
        if busy {
            return;
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::A) {
            self.decide(project, found, shown, Status::Accepted, acts);
        } else if pressed(Key::X) {
            self.decide(project, found, shown, Status::Rejected, acts);
        }
    }

    /// Decides about the chosen group and goes on to the next that waits.
    fn decide(
        &mut self,
        project: &Project,
        found: &Found,
        shown: &[usize],
        status: Status,
        acts: &mut Vec<Act>,
    ) {
        let Some((at, group)) = self.chosen_in(found, shown) else {
            return;
        };
        if group.status == status {
            return;
        }
        acts.push(set(vec![group.decided(project, status)], Vec::new()));
        let waits = |i: &&usize| {
            found
                .groups
                .get(**i)
                .is_some_and(|group| group.status == Status::Suggested)
        };
        let next = shown.iter().skip(at + 1).chain(shown.iter().take(at)).find(waits);
        if let Some((next, group)) = next.and_then(|i| Some((*i, found.groups.get(*i)?))) {
            self.chosen = Some(group.event.id);
            if let Some(row) = shown.iter().position(|i| *i == next) {
                self.list.go_to(row);
            }
        }
    }
}

/// The command that sets events, as an act.
fn set(events: Vec<Event>, forget: Vec<EventId>) -> Act {
    Act::Run(Command::SetEvents { events, forget })
}
