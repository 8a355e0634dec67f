//! The rows of the table, gathered, filtered and sorted away from the window's thread.
//!
//! At most one piece of work runs at a time. What was shown before stays until the new rows are there; what nobody wants
//! any more when it arrives is still newer than what is shown, so it is shown until the rest comes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui;

use crate::annotation::Article;
use crate::app::parts::Stamp;
use crate::desk::claims::{Filter, Names, Sort, Table};
use crate::review::Session;

/// Most articles that are gone over without a thread: it is done before anybody could see that something is awaited.
const AT_ONCE: usize = 60;

/// What is wanted of which state of the project.
#[derive(Clone, Debug, PartialEq)]
struct Wanted {
    stamp: Stamp,
    filter: Filter,
    sort: Option<Sort>,
}

type Answer = (Arc<Table>, Vec<u32>);

/// The rows, and the work on the next ones.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    /// What the rows are of; `None` before the first ones.
    made_for: Option<Wanted>,
    /// All claims.
    pub table: Arc<Table>,
    /// Those that are shown, by their numbers in the table.
    pub shown: Vec<u32>,
    running: Option<(Wanted, Receiver<Answer>)>,
    failed: Option<Wanted>,
}

impl Gathering {
    /// Whether there are rows to show.
    pub const fn is_ready(&self) -> bool {
        self.made_for.is_some()
    }

    /// Whether newer rows are on their way.
    pub const fn is_under_way(&self) -> bool {
        self.running.is_some()
    }

    /// Whether the work on the rows broke off.
    pub const fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Takes in what is done and starts what is to be done. Returns the table before if other rows are shown now.
    pub fn update(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        filter: &Filter,
        sort: Option<Sort>,
    ) -> Option<Arc<Table>> {
        let arrived = self.receive();
        let stamp = Stamp::of(session);
        let same = |wanted: &Wanted| wanted.stamp == stamp && wanted.filter == *filter && wanted.sort == sort;
        if self.running.is_some() || [&self.made_for, &self.failed].into_iter().flatten().any(same) {
            return arrived;
        }
        let known = self.made_for.as_ref().is_some_and(|made| made.stamp == stamp);
        let wanted = Wanted {
            stamp,
            filter: filter.clone(),
            sort,
        };
        let articles: Option<Vec<Arc<Article>>> =
            (!known).then(|| session.project().articles.values().cloned().collect());
        let names = Names::of(session.project(), sort);
        let table = Arc::clone(&self.table);
        let work = {
            let (filter, sort) = (wanted.filter.clone(), wanted.sort);
            move || -> Answer {
                let table = match articles {
                    Some(articles) => Arc::new(Table::of(Some(&table), &articles)),
                    None => table,
                };
                let shown = table.select(&filter, sort, names);
                (table, shown)
            }
        };
        if session.project().articles.len() <= AT_ONCE {
            let before = self.accept(wanted, work());
            return Some(arrived.unwrap_or(before));
        }
        let (sender, answer) = channel();
        let ctx = ctx.clone();
        let spawned = std::thread::Builder::new()
            .name("claims".to_owned())
            .spawn(move || {
                if let Ok(found) = catch_unwind(AssertUnwindSafe(work)) {
                    // If the page is gone, nobody waits for the answer.
                    let _ = sender.send(found);
                }
                // A panic is told like an answer: the channel is closed before the page looks.
                drop(sender);
                ctx.request_repaint();
            });
        match spawned {
            Ok(_) => self.running = Some((wanted, answer)),
            Err(_) => self.failed = Some(wanted),
        }
        arrived
    }

    fn receive(&mut self) -> Option<Arc<Table>> {
        let (wanted, answer) = self.running.take()?;
        match answer.try_recv() {
            Ok(found) => Some(self.accept(wanted, found)),
            Err(TryRecvError::Empty) => {
                self.running = Some((wanted, answer));
                None
            }
            Err(TryRecvError::Disconnected) => {
                self.failed = Some(wanted);
                None
            }
        }
    }

    fn accept(&mut self, wanted: Wanted, (table, shown): Answer) -> Arc<Table> {
        self.made_for = Some(wanted);
        self.failed = None;
        self.shown = shown;
        std::mem::replace(&mut self.table, table)
    }
}
