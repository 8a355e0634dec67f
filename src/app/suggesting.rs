//! The suggesters at work for the window: which of them, with what, over which articles.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};

use eframe::egui;

use crate::annotation::{Article, ArticleId, ArticleState};
use crate::exchange::Draft;
use crate::review::{Command, Suggested};
use crate::suggest::linear::attribution::{Conventions, Habits};
use crate::suggest::{
    Accurate, Choice, Fast, Input, KnownName, Options, Step, Stop, Stopped, Suggester, Suggestions,
};

use super::App;
use super::jobs::Job;

/// Names of the suggesters that come with the program, of which one may take the place of another's proposals.
pub const FAMILY: [&str; 3] = ["rules", "fast", "accurate"];

/// A suggester that is made when it is first needed: a model takes a moment to unpack.
pub struct Supply {
    make: Box<dyn Fn() -> Arc<dyn Suggester> + Send + Sync>,
    made: OnceLock<Arc<dyn Suggester>>,
}

impl Supply {
    /// What `make` makes, once.
    pub fn new(make: impl Fn() -> Arc<dyn Suggester> + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            make: Box::new(make),
            made: OnceLock::new(),
        })
    }

    /// The suggester. Call it on the thread of a job: the first call may take long.
    pub fn get(&self) -> &Arc<dyn Suggester> {
        self.made.get_or_init(|| (self.make)())
    }

    /// Name and version, if it was made already.
    pub fn known(&self) -> Option<Suggested> {
        self.made.get().map(|suggester| signed(&**suggester))
    }
}

fn signed(suggester: &dyn Suggester) -> Suggested {
    Suggested {
        by: suggester.name().to_owned(),
        version: suggester.version().to_owned(),
    }
}

/// The suggesters that the user can choose between.
#[derive(Clone)]
pub struct Suggesters {
    /// Works at once; what is opened is shown with its proposals.
    pub fast: Arc<Supply>,
    /// Finds more, and works in the background.
    pub accurate: Arc<Supply>,
    /// Whether they learn from decisions: those that come with the program do.
    pub learn: bool,
}

impl Suggesters {
    /// Those that come with the program.
    #[must_use]
    pub fn shipped() -> Self {
        Self {
            fast: Supply::new(|| Choice::Fast.suggester()),
            accurate: Supply::new(|| Choice::Accurate.suggester()),
            learn: true,
        }
    }

    /// Those that come with the program, with what was learned.
    #[must_use]
    pub fn with(habits: &Habits, accurate: Conventions) -> Self {
        let habits = habits.clone();
        Self {
            fast: Supply::new(move || match Fast::embedded() {
                Some(fast) => Arc::new(fast.with(&habits)),
                None => Choice::Fast.suggester(),
            }),
            accurate: Supply::new(move || match Accurate::new() {
                Ok(suggester) => Arc::new(suggester.with(accurate)),
                Err(_) => Choice::Accurate.suggester(),
            }),
            learn: true,
        }
    }

    /// The chosen one.
    #[must_use]
    pub fn of(&self, choice: Choice) -> &Arc<Supply> {
        match choice {
            Choice::Fast => &self.fast,
            Choice::Accurate => &self.accurate,
        }
    }
}

/// What a job needs to make suggestions.
#[derive(Clone)]
pub struct Brief {
    /// Who makes them.
    pub supply: Arc<Supply>,
    /// The names that people confirmed.
    pub known: Vec<KnownName>,
    /// What to look for.
    pub options: Options,
}

impl Brief {
    /// Who makes the suggestions.
    pub fn by(&self) -> Suggested {
        signed(&**self.supply.get())
    }

    /// Goes over an article that comes in. A suggester that breaks down on it does not keep it out.
    pub fn draft(&self, draft: &Draft, stop: &Stop) -> Option<Suggestions> {
        let input = Input {
            text: &draft.text,
            zones: &draft.zones,
            published: draft.metadata.published,
            known: &self.known,
            options: self.options,
        };
        catch_unwind(AssertUnwindSafe(|| self.supply.get().suggest(&input, stop).ok()))
            .ok()
            .flatten()
    }

    /// Goes over an article that is here, and hands out what is found while it works.
    pub fn article(
        &self,
        article: &Article,
        stop: &Stop,
        each: &mut dyn FnMut(Step<'_>),
    ) -> Result<Suggestions, Stopped> {
        let input = Input {
            text: &article.text,
            zones: &article.zones,
            published: article.metadata.published,
            known: &self.known,
            options: self.options,
        };
        self.supply.get().suggest_each(&input, stop, each)
    }
}

/// What going over articles again brought.
pub struct Again {
    /// New suggestions for each; not all that were asked for if it was stopped.
    pub articles: Vec<(ArticleId, Suggestions)>,
    /// Who made them.
    pub by: Suggested,
    /// Whether the user stopped it.
    pub stopped: bool,
}

/// Goes over articles again.
pub fn again(ctx: &egui::Context, brief: Brief, articles: Vec<Arc<Article>>) -> Job<Again> {
    let wake = ctx.clone();
    Job::start(ctx, "Suggesting", move |stop, progress| {
        let mut done = Vec::with_capacity(articles.len());
        for article in articles {
            let Ok(suggestions) = brief.article(&article, stop, &mut |_| {}) else {
                break;
            };
            done.push((article.id.clone(), suggestions));
            progress.fetch_add(1, Ordering::Relaxed);
            wake.request_repaint_after(std::time::Duration::from_millis(100));
        }
        Again {
            articles: done,
            by: brief.by(),
            stopped: stop.is_set(),
        }
    })
}

impl App {
    /// The suggester that the user has chosen.
    pub(super) fn choice(&self) -> Choice {
        Choice::named(&self.preferences.suggestions).unwrap_or(Choice::Accurate)
    }

    /// What a job of `choice` needs.
    pub(super) fn brief(&self, choice: Choice) -> Brief {
        Brief {
            supply: Arc::clone(self.suggesters.of(choice)),
            known: self.session.known_names(),
            options: Options {
                beliefs: self.preferences.beliefs,
            },
        }
    }

    /// Goes over the open article again.
    pub(super) fn suggest_again(&mut self, ctx: &egui::Context) {
        if self.suggesting.is_some() {
            return;
        }
        if let Some(article) = self.session.article().map(Arc::clone) {
            self.refining.restart();
            self.suggesting = Some(again(ctx, self.brief(self.choice()), vec![article]));
        }
    }

    /// Makes `choice` the suggester.
    pub(super) fn choose(&mut self, ctx: &egui::Context, choice: Choice) {
        if self.choice() == choice {
            return;
        }
        choice.name().clone_into(&mut self.preferences.suggestions);
        self.keep_preferences();
        self.learning.again();
        match choice {
            Choice::Fast => self.suggest_all_again(ctx),
            // What the fast one has shown stays until there is something better.
            Choice::Accurate => self.refining.restart(),
        }
    }

    /// Looks for beliefs and intentions too, or no longer.
    pub(super) fn toggle_beliefs(&mut self, ctx: &egui::Context) {
        self.preferences.beliefs = !self.preferences.beliefs;
        self.keep_preferences();
        self.suggest_all_again(ctx);
    }

    /// Goes over every article that is not done with the fast suggester, as one step; the accurate one follows.
    pub(super) fn suggest_all_again(&mut self, ctx: &egui::Context) {
        if let Some(job) = self.suggesting.take() {
            job.stop();
        }
        self.refining.restart();
        let articles: Vec<_> = self
            .session
            .project()
            .in_order()
            .into_iter()
            .filter(|article| article.state != ArticleState::Done && !article.suggested_by.is_empty())
            .map(Arc::clone)
            .collect();
        if !articles.is_empty() {
            self.suggesting = Some(again(ctx, self.brief(Choice::Fast), articles));
        }
    }

    pub(super) fn suggested_again(&mut self, again: Again) {
        let Again {
            articles,
            by,
            stopped,
        } = again;
        if !self.may_change() {
            return;
        }
        let outcome = self
            .session
            .run(Command::Suggest { articles, by }, (self.clock)());
        match outcome.map(|outcome| outcome.articles.len()) {
            _ if stopped => self
                .toasts
                .with_undo("Stopped. The other articles keep their suggestions."),
            Ok(0 | 1) => self.toasts.with_undo("The suggestions are new."),
            Ok(many) => self
                .toasts
                .with_undo(format!("The suggestions in {many} articles are new.")),
            Err(_) => self.toasts.info("The suggestions are as they were."),
        }
    }
}
