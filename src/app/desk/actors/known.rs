//! What the page knows about the project: worked out at once where that is quick, else on a thread.

use eframe::egui;

use crate::annotation::{ActorId, Project};
use crate::app::jobs::{Job, Polled};
use crate::app::parts::{PerArticle, Stamp};
use crate::desk::actors::{Detail, Overview, Tally, tally};
use crate::review::Session;

/// Most articles, and most actors, of a project that is gone over within a frame.
const QUICK: usize = 150;

/// What a round through the project brings: how often each actor occurs in each article, and in all.
type Round = (PerArticle<Tally>, Overview);

/// The actors of the project, and everything of one of them.
#[derive(Default)]
pub(super) struct Knowledge {
    overview: Overview,
    /// The state that it is of.
    of: Option<Stamp>,
    tallies: PerArticle<Tally>,
    running: Option<(Stamp, Job<Round>)>,
    details: Later<(Stamp, ActorId), Detail>,
    /// Whether the overview came in this frame.
    new: bool,
}

impl Knowledge {
    /// Call once per frame, before anything else.
    pub(super) fn update(&mut self, ctx: &egui::Context, session: &Session) {
        self.new = false;
        if let Some((stamp, job)) = self.running.take() {
            match job.poll() {
                Polled::Running => self.running = Some((stamp, job)),
                Polled::Done((tallies, overview)) => {
                    (self.tallies, self.overview, self.of, self.new) = (tallies, overview, Some(stamp), true);
                }
                // What broke down once does so again: not tried before something changes.
                Polled::Broken => self.of = Some(stamp),
            }
        }
        let now = Stamp::of(session);
        if self.running.is_some() || self.of.as_ref() == Some(&now) {
            return;
        }
        let project = session.project().clone();
        let tallies = std::mem::take(&mut self.tallies);
        if is_quick(&project) {
            (self.tallies, self.overview) = go_over(&project, tallies);
            (self.of, self.new) = (Some(now), true);
        } else {
            let job = Job::start(ctx, "Counting actors", move |_, _| go_over(&project, tallies));
            self.running = Some((now, job));
        }
    }

    /// The actors as far as they are known.
    pub(super) const fn overview(&self) -> &Overview {
        &self.overview
    }

    /// Whether the overview is another one than in the frame before.
    pub(super) const fn is_new(&self) -> bool {
        self.new
    }

    /// Everything of `actor`; `None` until it is known.
    pub(super) fn detail(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        actor: ActorId,
    ) -> Option<&Detail> {
        let project = session.project();
        let quick = is_quick(project);
        self.details
            .get(ctx, (Stamp::of(session), actor), quick, || {
                let project = project.clone();
                move || Detail::of(&project, actor)
            })
            .filter(|((_, of), _)| *of == actor)
            .map(|(_, detail)| detail)
    }
}

fn is_quick(project: &Project) -> bool {
    project.articles.len() <= QUICK && project.actors.len() <= QUICK
}

fn go_over(project: &Project, mut tallies: PerArticle<Tally>) -> Round {
    let _ = tallies.refresh(project, |article, _| tally(article));
    let overview = Overview::of(project, tallies.values().map(|(_, tally)| tally));
    (tallies, overview)
}

/// A value that is worked out for a key; the one before stays until the next is there.
struct Later<K, T> {
    value: Option<(K, T)>,
    running: Option<(K, Job<T>)>,
    failed: Option<K>,
}

impl<K, T> Default for Later<K, T> {
    fn default() -> Self {
        Self {
            value: None,
            running: None,
            failed: None,
        }
    }
}

impl<K: PartialEq, T: Send + 'static> Later<K, T> {
    fn get<W: FnOnce() -> T + Send + 'static>(
        &mut self,
        ctx: &egui::Context,
        key: K,
        quick: bool,
        work: impl FnOnce() -> W,
    ) -> Option<&(K, T)> {
        if let Some((of, job)) = self.running.take() {
            match job.poll() {
                Polled::Running => self.running = Some((of, job)),
                Polled::Done(value) => self.value = Some((of, value)),
                Polled::Broken => self.failed = Some(of),
            }
        }
        let known = self.value.as_ref().is_some_and(|(of, _)| *of == key);
        if !known && self.running.is_none() && self.failed.as_ref() != Some(&key) {
            let work = work();
            if quick {
                self.value = Some((key, work()));
            } else {
                self.running = Some((key, Job::start(ctx, "Looking up an actor", |_, _| work())));
            }
        }
        self.value.as_ref()
    }
}
