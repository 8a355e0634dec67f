//! Learning in the background: what is decided in the articles that are done teaches the suggesters.
//!
//! Nothing of it is kept on disk. What was learned follows from the decisions alone, so it is learned again, in seconds, when
//! a project is opened, and is gone when the user switches it off. It is used only where it spares work on articles that
//! are held back from the learning, each in its turn.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui;

use crate::annotation::{Article, ArticleId, ArticleState};
use crate::learn::adapt::{self, Learned};
use crate::learn::corpus::Annotated;
use crate::learn::evaluate::Sheets;
use crate::suggest::linear::attribution::Conventions;
use crate::suggest::{Accurate, Choice, Fast, KnownName, Options, Stop, Stopped, Suggester};

use super::App;
use super::jobs::{Job, Polled};
use super::parts::Stamp;
use super::suggesting::Suggesters;

/// Articles that are learned from at most, those decided last: more take longer and change little.
const MOST: usize = 60;

/// Of them, articles on which it is measured at most whether the accurate suggester is to follow: it takes some seconds.
const MEASURED: usize = 12;

/// Where learning stands.
#[derive(Default)]
pub struct Learning {
    job: Option<Job<Result<Option<Lesson>, Stopped>>>,
    /// The articles that were done when it last began.
    from: BTreeSet<ArticleId>,
    /// The state in which it was last seen that there is nothing new.
    looked: Option<Stamp>,
    /// What the last lesson said.
    words: Option<String>,
    /// The suggesters that learned nothing, while others are in use.
    shipped: Option<Suggesters>,
    /// Whether it broke down and is left alone.
    broken: bool,
}

/// What was learned.
struct Lesson {
    learned: Learned,
    /// The suggesters with it.
    suggesters: Suggesters,
    /// Whether the accurate one is another with it.
    is_for_accurate: bool,
}

impl Learning {
    /// What the last lesson said, in a few words.
    pub fn words(&self) -> Option<&str> {
        self.words.as_deref()
    }

    /// Whether the first lesson of a project is still to come: until then it is too early to go over articles.
    pub const fn is_first(&self) -> bool {
        self.job.is_some() && self.shipped.is_none() && self.words.is_none()
    }

    /// Learns anew from the same articles: another suggester is to use it.
    pub fn again(&mut self) {
        self.from.clear();
        self.looked = None;
    }

    /// Whether something is being learned.
    pub const fn is_busy(&self) -> bool {
        self.job.is_some()
    }
}

impl App {
    /// Takes in what was learned, and begins to learn when enough articles are done that were not learned from.
    pub(super) fn learn(&mut self, ctx: &egui::Context) {
        if !self.suggesters.learn || !self.preferences.learning || self.learning.broken {
            return;
        }
        if let Some(job) = self.learning.job.take() {
            match job.poll() {
                Polled::Running => {
                    self.learning.job = Some(job);
                    return;
                }
                Polled::Done(Ok(lesson)) => self.take_lesson(lesson),
                Polled::Done(Err(Stopped)) => {}
                Polled::Broken => {
                    self.learning.broken = true;
                    self.toasts.error(
                        "Learning from decisions failed inside the program and is switched off until it is started again. \
                         What is on screen is as it was; please report this.",
                    );
                    return;
                }
            }
        }
        let state = Stamp::of(&self.session);
        if self.learning.looked.as_ref() == Some(&state) || self.loading.is_some() {
            return;
        }
        self.learning.looked = Some(state);
        let done = self.done_articles();
        let ids: BTreeSet<ArticleId> = done.iter().map(|article| article.id.clone()).collect();
        if ids.len() < adapt::FEWEST {
            self.forget();
            return;
        }
        // Early every article counts, later one in ten.
        let new = ids.symmetric_difference(&self.learning.from).count();
        if new < (ids.len() / 10).max(1) {
            return;
        }
        self.learning.from = ids;
        let known = self.session.known_names();
        let options = Options {
            beliefs: self.preferences.beliefs,
        };
        let choice = self.choice();
        self.learning.job = Some(Job::start(ctx, "Learning", move |stop, _| {
            lesson(&done, &known, options, choice, stop)
        }));
    }

    /// Learns from decisions, or no longer.
    pub(super) fn toggle_learning(&mut self, ctx: &egui::Context) {
        self.preferences.learning = !self.preferences.learning;
        self.keep_preferences();
        if self.preferences.learning {
            self.learning = Learning::default();
            self.learn(ctx);
            if self.learning.job.is_none() {
                self.toasts.info(format!(
                    "Suggestions learn once {} articles are done.",
                    adapt::FEWEST
                ));
            }
        } else {
            self.forget();
        }
    }

    /// Goes back to the suggesters that learned nothing.
    fn forget(&mut self) {
        if let Some(job) = self.learning.job.take() {
            job.stop();
        }
        let shipped = self.learning.shipped.take();
        self.learning = Learning {
            looked: self.learning.looked.take(),
            ..Learning::default()
        };
        if let Some(shipped) = shipped {
            // Ready at once, so that what the others proposed can be told from what these propose.
            shipped.fast.get();
            self.suggesters = shipped;
            self.refining.restart();
        }
    }

    /// The articles that are done, those decided last first.
    fn done_articles(&self) -> Vec<Arc<Article>> {
        let articles = self.session.project().articles.values();
        let mut done: Vec<Arc<Article>> = articles
            .filter(|article| article.state == ArticleState::Done)
            .map(Arc::clone)
            .collect();
        done.sort_by_key(|article| std::cmp::Reverse(article.decisions.last().map(|decision| decision.at)));
        done.truncate(MOST);
        done
    }

    fn take_lesson(&mut self, lesson: Option<Lesson>) {
        let Some(lesson) = lesson else {
            return;
        };
        let Lesson {
            learned,
            suggesters,
            is_for_accurate,
        } = lesson;
        let [before, after] =
            [&learned.before, &learned.after].map(|scores| scores.effort().unwrap_or_default());
        let from = learned.from;
        let percent = |effort: f64| (effort * 100.0).round();
        let helps = learned.is_better() && after < before;
        self.learning.words = Some(if helps {
            format!(
                "Learned from {from} articles. On each, held back in its turn, {} % of the work becomes {} %{}.",
                percent(before),
                percent(after),
                match (self.choice(), is_for_accurate) {
                    (Choice::Fast, _) => "",
                    (Choice::Accurate, true) => " with fast suggestions; accurate ones follow in part",
                    (Choice::Accurate, false) => " with fast suggestions; accurate ones stay as they are",
                }
            )
        } else {
            format!(
                "What {from} articles teach is not used: on each, held back in its turn, it would not help."
            )
        });
        if helps {
            if self.learning.shipped.is_none() && (is_for_accurate || self.choice() == Choice::Fast) {
                self.toasts.info(format!(
                    "Suggestions have learned from {from} articles that are done."
                ));
            }
            let shipped = std::mem::replace(&mut self.suggesters, suggesters);
            self.learning.shipped.get_or_insert(shipped);
            self.refining.restart();
        } else if let Some(shipped) = self.learning.shipped.take() {
            self.toasts
                .info("What was learned no longer helps and is not used any more.");
            self.suggesters = shipped;
            self.refining.restart();
        }
    }
}

fn lesson(
    done: &[Arc<Article>],
    known: &[KnownName],
    options: Options,
    choice: Choice,
    stop: &Stop,
) -> Result<Option<Lesson>, Stopped> {
    let Some(base) = Fast::embedded() else {
        return Ok(None);
    };
    let reviewed: Vec<Annotated> = done
        .iter()
        .filter_map(|article| Annotated::from_article(article))
        .collect();
    let reviewed: Vec<&Annotated> = reviewed.iter().collect();
    let Some(learned) = adapt::learn(base.attribution(), &reviewed, known, options, stop)? else {
        return Ok(None);
    };
    let wanted = learned.habits.conventions;
    let mut accurate = Conventions::default();
    if choice == Choice::Accurate && wanted != accurate && learned.is_better() {
        let some = reviewed.get(..reviewed.len().min(MEASURED)).unwrap_or_default();
        let [before, after] = [accurate, wanted].map(|conventions| {
            let suggester = Accurate::new().ok()?.with(conventions);
            effort(&suggester, some, known, options, stop)
        });
        if after.zip(before).is_some_and(|(after, before)| after < before) {
            accurate = wanted;
        }
        stop.check()?;
    }
    let suggesters = Suggesters::with(&learned.habits, accurate);
    suggesters.fast.get();
    Ok(Some(Lesson {
        learned,
        suggesters,
        is_for_accurate: accurate != Conventions::default(),
    }))
}

/// A reviewer's work on these articles, over that from an empty page.
fn effort(
    suggester: &dyn Suggester,
    articles: &[&Annotated],
    known: &[KnownName],
    options: Options,
    stop: &Stop,
) -> Option<f64> {
    let mut sheets = Sheets::default();
    for article in articles {
        sheets.add(suggester, article, known, options, stop).ok()?;
    }
    sheets.evaluate().scores.effort()
}
