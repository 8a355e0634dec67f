//! Taking in a colleague's copy of the project, and stepping through what people decided differently.
//!
//! The copy is read and compared on a thread; nothing changes before the user has seen what would.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui;

use crate::annotation::Project;
use crate::project::LoadError;
use crate::review::agreement::{Agreement, agreement};
use crate::review::{Command, Focus, Show, TakeIn, Tally};
use crate::suggest::Stop;
use crate::text::counted;

use super::App;
use super::dialogs::Bulk;
use super::files::taken;
use super::jobs::Job;
use super::modal::Modal;

/// What goes on about copies.
#[derive(Default)]
pub struct Adjudicating {
    reading: Option<Job<Result<Read, LoadError>>>,
}

/// A copy that was read.
struct Read {
    folder: PathBuf,
    taking: TakeIn,
    agreement: Agreement,
    /// How many faults its files have.
    faults: usize,
}

impl Adjudicating {
    /// Whether a copy is being read.
    pub const fn is_busy(&self) -> bool {
        self.reading.is_some()
    }

    /// What runs, to be shown.
    pub fn sign(&self) -> Option<(&str, usize, &Stop)> {
        self.reading.as_ref().map(Job::sign)
    }
}

impl App {
    /// Reads the copy in `folder` and works out what taking it in means. Nothing of the project changes by it.
    pub(super) fn read_copy(&mut self, ctx: &egui::Context, folder: PathBuf) {
        if self.adjudicating.reading.is_some() {
            return;
        }
        let folder = crate::project::folder_of(&folder).unwrap_or(folder);
        let is_own = |own: &Path| match (own.canonicalize(), folder.canonicalize()) {
            (Ok(own), Ok(other)) => own == other,
            _ => own == folder,
        };
        if self.storage.folder.as_deref().is_some_and(is_own) {
            self.toasts
                .info("That is the open project itself. Choose the folder of a colleague’s copy.");
            return;
        }
        let ours = self.session.project().clone();
        self.adjudicating.reading = Some(Job::start(ctx, "Reading the copy", move |_, _| {
            let loaded = crate::project::load(&folder)?;
            let theirs = Arc::new(loaded.project);
            let copies: [Project; 2] = [ours, (*theirs).clone()];
            let figures = agreement(&copies, false);
            let [ours, _] = copies;
            Ok(Read {
                folder,
                taking: TakeIn::of(&ours, &theirs),
                agreement: figures,
                faults: loaded.warnings.len(),
            })
        }));
    }

    /// Asks about what was read.
    pub(super) fn take_copy(&mut self) {
        // A question that is open is answered first.
        if self.modal.is_some() {
            return;
        }
        match taken(&mut self.adjudicating.reading, &mut self.toasts) {
            None => {}
            Some(Err(error)) => self.toasts.warning(error.to_string()),
            Some(Ok(read)) if read.taking.is_empty() => {
                self.toasts.info("Everything in that copy is here already.");
            }
            Some(Ok(read)) => {
                let why = format!(
                    "{}\nNothing that was decided here is overwritten. What you both decided differently waits for a \
                     decision. One undo takes all of it back.",
                    read.folder.display()
                );
                let title = "Take in a colleague’s copy";
                let bulk = Bulk::new(title, why, "", lines(&read)).saying("Take in");
                self.modal = Some(Modal::TakeIn(bulk, Box::new(read.taking)));
            }
        }
    }

    /// The dialog was answered with yes.
    pub(super) fn bring_copy_in(&mut self, taking: Box<TakeIn>) {
        self.finish_edits();
        let tally = taking.tally.clone();
        let Some(outcome) = self.run(Command::TakeInCopy(taking)) else {
            return;
        };
        if self.session.focus.article.is_none() {
            self.go_to(&Focus {
                article: outcome.articles.first().cloned(),
                item: None,
            });
        }
        self.toasts.with_undo(said(&tally));
    }

    /// Steps through other items from now on; asked for again, through undecided ones.
    pub(super) fn step_through(&mut self, show: Show) {
        self.show = if self.show == show { Show::Undecided } else { show };
        self.toasts.info(match self.show {
            Show::All => "Stepping through all items.",
            Show::Undecided => "Stepping through undecided items.",
            Show::Differences => "Stepping through what people decided differently.",
        });
    }
}

fn said(tally: &Tally) -> String {
    let mut parts = Vec::new();
    if tally.new > 0 {
        parts.push(counted(tally.new, "new article", "new articles"));
    }
    if tally.taken > 0 || parts.is_empty() && tally.differing == 0 {
        let items = counted(tally.taken, "decided item", "decided items");
        parts.push(format!("{items} taken over"));
    }
    let mut said = parts.join(", ");
    if !said.is_empty() {
        said.push_str(". ");
    }
    if tally.differing > 0 {
        let items = counted(tally.differing, "item was", "items were");
        said.push_str(&items);
        said.push_str(" decided differently; Shift+D steps through them.");
    }
    said.trim_end().to_owned()
}

/// What will happen, and how far both agree.
fn lines(read: &Read) -> Vec<(String, String)> {
    let tally = &read.taking.tally;
    let line = |what: &str, count: usize| (what.to_owned(), count.to_string());
    let mut lines = vec![
        line("New articles", tally.new),
        line("Decided there, taken over", tally.taken),
        line("Decided alike", tally.same),
        line("Decided differently, to decide again", tally.differing),
        line("Entries for the record of decisions", tally.decisions),
    ];
    if tally.kept > 0 {
        lines.push(line(
            "Titles, states and the like that differ; yours stay",
            tally.kept,
        ));
    }
    if read.faults > 0 {
        lines.push(line(
            "Faults in the files of the copy; those parts stay out",
            read.faults,
        ));
    }
    let figure = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"));
    for layer in &read.agreement.layers {
        let whole = &layer.whole;
        if let Some(exact) = whole.exact {
            let detail = format!("{exact:.2} of spans (F1), kappa {}", figure(whole.cohen));
            lines.push((format!("Agreement on {}", layer.layer.name()), detail));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_reads_well() {
        for (new, taken, differing, expected) in [
            (0, 1, 0, "1 decided item taken over."),
            (0, 0, 0, "0 decided items taken over."),
            (
                0,
                0,
                4,
                "4 items were decided differently; Shift+D steps through them.",
            ),
            (
                2,
                3,
                1,
                "2 new articles, 3 decided items taken over. 1 item was decided differently; Shift+D steps through them.",
            ),
        ] {
            let tally = Tally {
                new,
                taken,
                differing,
                ..Tally::default()
            };
            assert_eq!(said(&tally), expected);
        }
    }
}
