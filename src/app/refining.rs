//! Refining in the background: the accurate suggester goes over what the fast one has shown, the open article first.
//!
//! One article at a time. What it finds is taken in piece by piece, between frames; the session keeps decisions, the
//! focus and the history out of it (see `review::refine`). Nothing here draws or waits: a thread wakes the window when
//! there is something to take.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use eframe::egui;

use crate::annotation::{Article, ArticleId, ArticleState, ItemId};
use crate::review::{Refined, Refinement, Scope, Suggested};
use crate::suggest::{Choice, ProposedActor, ProposedClaim, ProposedMention, Step, Suggestions};
use crate::text::Span;

use super::App;
use super::jobs::{Job, Polled};
use super::parts::Stamp;
use super::suggesting::{Brief, FAMILY};

/// How many articles after the open one are refined before the reviewer comes near them. A project of thousands must
/// not keep the machine busy for hours because somebody opened it to look something up.
const AHEAD: usize = 50;

/// Length of an article in bytes above which what is found is taken in at once and not piece by piece: each piece is
/// held against everything that is proposed in the article.
const PIECEWISE: usize = 200_000;

/// Where refining stands.
#[derive(Default)]
pub struct Refining {
    running: Option<Running>,
    /// Articles refined since it last had nothing to do.
    done: usize,
    /// Articles that were still to be refined when the running one began, that one included.
    left: usize,
    /// Articles whose refinement could not be taken in, in which state of the project.
    held: Option<(ArticleId, Stamp)>,
    /// The state in which nothing was left to refine.
    rested: Option<(Stamp, Option<ArticleId>)>,
    /// Whether the user stopped it.
    stopped: bool,
}

struct Running {
    article: Arc<Article>,
    job: Job<Option<(Suggestions, Suggested)>>,
    pieces: Receiver<Piece>,
    actors: Vec<ProposedActor>,
    /// Who works on it; not known while there may be nothing to do.
    by: Option<Suggested>,
}

/// A part of what is found in an article.
enum Piece {
    /// Who works on it.
    By(Suggested),
    /// All mentions.
    Mentions(Vec<ProposedActor>, Vec<ProposedMention>),
    /// The claims of a stretch.
    Claims(Span, Vec<ProposedClaim>),
}

impl Refining {
    /// Whether an article is being gone over.
    pub const fn is_busy(&self) -> bool {
        self.running.is_some()
    }

    /// "Refining 3 of 12", while it works.
    pub fn status(&self) -> Option<String> {
        self.running.as_ref()?.by.as_ref()?;
        let all = self.done + self.left;
        Some(if all > 1 {
            format!("Refining {} of {all}", self.done + 1)
        } else {
            "Refining".to_owned()
        })
    }

    /// Ends it until it is asked for again.
    pub fn stop(&mut self) {
        self.drop_running();
        self.stopped = true;
    }

    /// Begins anew: another project, other suggesters, or the user has asked.
    pub fn restart(&mut self) {
        self.drop_running();
        *self = Self::default();
    }

    fn drop_running(&mut self) {
        if let Some(running) = self.running.take() {
            running.job.stop();
        }
    }
}

impl App {
    /// Takes in what was found, and sees to it that the next article is gone over.
    pub(super) fn refine(&mut self, ctx: &egui::Context) {
        // A dialog may be about proposals, and letters are being typed for mentions: both shall stay what they are.
        if self.modal.is_some() || self.reader.pick.is_some() {
            return;
        }
        self.take_refinements();
        if self.refining.stopped
            || self.opening.is_some()
            || self.loading.is_some()
            || self.suggesting.is_some()
            || self.learning.is_first()
        {
            return;
        }
        let open = self.session.focus.article.clone();
        let state = (Stamp::of(&self.session), open.clone());
        if self.refining.rested.as_ref() == Some(&state) {
            return;
        }
        if let Some(running) = &self.refining.running {
            let elsewhere = open.as_ref() != Some(&running.article.id);
            let waits = self
                .session
                .article()
                .is_some_and(|article| self.is_to_refine(article));
            if !(elsewhere && waits) {
                return;
            }
            self.refining.drop_running();
        }
        let wanted = self.waiting();
        self.refining.left = wanted.len();
        let Some(article) = wanted.into_iter().next() else {
            self.refining.done = 0;
            self.refining.rested = Some(state);
            return;
        };
        self.refining.running = Some(start(ctx, self.brief(self.choice()), article));
    }

    fn take_refinements(&mut self) {
        let Some(mut running) = self.refining.running.take() else {
            return;
        };
        while let Ok(piece) = running.pieces.try_recv() {
            let (scope, suggestions) = match piece {
                Piece::By(signed) => {
                    running.by = Some(signed);
                    continue;
                }
                Piece::Mentions(actors, mentions) => {
                    running.actors.clone_from(&actors);
                    let claims = Vec::new();
                    (
                        Scope::Mentions,
                        Suggestions {
                            actors,
                            mentions,
                            claims,
                        },
                    )
                }
                Piece::Claims(stretch, claims) => {
                    let (actors, mentions) = (running.actors.clone(), Vec::new());
                    (
                        Scope::Claims(stretch),
                        Suggestions {
                            actors,
                            mentions,
                            claims,
                        },
                    )
                }
            };
            if let Some(by) = &running.by {
                self.take_refinement(&running.article, scope, &suggestions, by);
            }
        }
        match running.job.poll() {
            Polled::Running => {
                self.refining.running = Some(running);
                return;
            }
            Polled::Done(Some((suggestions, by))) => {
                let refined = self.take_refinement(&running.article, Scope::Whole, &suggestions, &by);
                if refined == Refined::NotNow {
                    let state = Stamp::of(&self.session);
                    self.refining.held = Some((running.article.id.clone(), state));
                }
            }
            Polled::Done(None) => {}
            Polled::Broken => {
                self.refining.stop();
                self.toasts.error(
                    "Refining the suggestions failed inside the program and is switched off until you open a project \
                     again. What is on screen is as it was; please report this.",
                );
            }
        }
        self.refining.done += 1;
    }

    fn take_refinement(
        &mut self,
        article: &Article,
        scope: Scope,
        suggestions: &Suggestions,
        by: &Suggested,
    ) -> Refined {
        let keep: BTreeSet<ItemId> = self.inspector.in_work(&article.id);
        self.session.refine(&Refinement {
            article,
            scope,
            suggestions,
            by,
            replaces: &FAMILY,
            keep: &keep,
        })
    }

    /// The articles that wait to be refined: the open one, then those that follow it in the library.
    fn waiting(&mut self) -> Vec<Arc<Article>> {
        let mut library = std::mem::take(&mut self.library);
        let order = library.in_order(&self.view()).to_vec();
        self.library = library;
        let open = self.session.focus.article.as_ref();
        let from = order.iter().position(|id| Some(id) == open).unwrap_or(0);
        // The open article may be hidden by the filter of the library.
        let ids = open
            .into_iter()
            .chain(order.iter().cycle().skip(from).take(order.len()));
        let mut seen = BTreeSet::new();
        ids.filter(|id| seen.insert(*id))
            .take(AHEAD + 1)
            .filter_map(|id| self.session.project().article(id))
            .filter(|article| self.is_to_refine(article))
            .map(Arc::clone)
            .collect()
    }

    /// Whether the chosen suggester has yet to go over `article`. One that was brought in without suggestions, or that is
    /// done, is left alone; and the fast suggester does not replace what a better one has found.
    fn is_to_refine(&self, article: &Article) -> bool {
        let choice = self.choice();
        let last = article.suggested_by.split(' ').next().unwrap_or_default();
        let supply = self.suggesters.of(choice);
        let due = match (supply.known(), choice) {
            // The accurate one is made on its thread, when there is something for it to do.
            (None, Choice::Accurate) => true,
            (None, Choice::Fast) => false,
            (Some(by), _) => article.suggested_by != by.stamp(),
        };
        let held = self.refining.held.as_ref();
        due && article.state != ArticleState::Done
            && FAMILY.contains(&last)
            && (choice == Choice::Accurate || last != "accurate")
            && !held.is_some_and(|(id, state)| *id == article.id && *state == Stamp::of(&self.session))
    }
}

fn start(ctx: &egui::Context, brief: Brief, article: Arc<Article>) -> Running {
    let (sender, pieces) = channel();
    let (wake, read) = (ctx.clone(), Arc::clone(&article));
    let job = Job::start(ctx, "Refining", move |stop, _| {
        let by = brief.by();
        if read.suggested_by == by.stamp() {
            return None;
        }
        let piecewise = read.text.as_str().len() <= PIECEWISE;
        // A receiver that is gone no longer wants the rest; the switch ends the work then.
        sender.send(Piece::By(by.clone())).ok();
        let suggestions = brief.article(&read, stop, &mut |step| {
            if !piecewise {
                return;
            }
            let piece = match step {
                Step::Mentions { actors, mentions } => Piece::Mentions(actors.to_vec(), mentions.to_vec()),
                Step::Claims { span, claims } => Piece::Claims(span, claims.to_vec()),
            };
            sender.send(piece).ok();
            wake.request_repaint();
        });
        Some((suggestions.ok()?, by))
    });
    Running {
        article,
        job,
        pieces,
        actors: Vec::new(),
        by: None,
    }
}
