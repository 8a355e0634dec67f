//! What the records of a journal tell: the history as it was, and what of it the project's files may lack.

use std::sync::Arc;

use super::{Base, Record};
use crate::annotation::{Actor, ArticleId, Item, Step};

/// A journal, told.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// What the steps build on.
    pub base: Base,
    /// The steps that were done, oldest first.
    pub done: Vec<Arc<Step>>,
    /// The steps that were taken back, the one to be done again first last.
    pub undone: Vec<Arc<Step>>,
    /// What happened since the last save, in order.
    pub unsaved: Vec<Happened>,
    /// Digest of the project's files after the last save; empty if there was none.
    pub files: String,
    /// Number of the last step in what was saved, 0 for none.
    saved: u64,
    /// Whether a save began after that and did not end well.
    cut_off: bool,
}

/// Something that happened since the last save.
#[derive(Clone, Debug, PartialEq)]
pub enum Happened {
    /// A step was done, or done again.
    Done(Arc<Step>),
    /// A step was taken back.
    Undone(Arc<Step>),
    /// These were there, undecided.
    Beside(Vec<Actor>, Vec<(ArticleId, Item)>),
}

/// The stacks at one moment.
#[derive(Clone, Default)]
struct Moment {
    done: Vec<Arc<Step>>,
    undone: Vec<Arc<Step>>,
    /// How much of `unsaved` had happened.
    happened: usize,
}

impl Story {
    /// What `records` tell. Records that make no sense where they stand are passed over.
    #[must_use]
    pub fn of(records: Vec<Record>) -> Self {
        let mut story = Self {
            base: Base::Folder,
            done: Vec::new(),
            undone: Vec::new(),
            unsaved: Vec::new(),
            files: String::new(),
            saved: 0,
            cut_off: false,
        };
        let (mut saving, mut saved) = (Moment::default(), Moment::default());
        for record in records {
            match record {
                Record::Begun { base, .. } => story.base = base,
                Record::Done(step) => {
                    story.undone.clear();
                    story.unsaved.push(Happened::Done(Arc::clone(&step)));
                    story.done.push(step);
                }
                Record::Undone => {
                    if let Some(step) = story.done.pop() {
                        story.unsaved.push(Happened::Undone(Arc::clone(&step)));
                        story.undone.push(step);
                    }
                }
                Record::Redone => {
                    if let Some(step) = story.undone.pop() {
                        story.unsaved.push(Happened::Done(Arc::clone(&step)));
                        story.done.push(step);
                    }
                }
                Record::Beside { actors, items } => story.unsaved.push(Happened::Beside(actors, items)),
                Record::Saving => {
                    story.cut_off = true;
                    saving = Moment {
                        done: story.done.clone(),
                        undone: story.undone.clone(),
                        happened: story.unsaved.len(),
                    };
                }
                Record::Saved { files } => {
                    story.unsaved.drain(..saving.happened.min(story.unsaved.len()));
                    saving.happened = 0;
                    saved = saving.clone();
                    story.saved = number(&saved.done);
                    story.files = files;
                    story.cut_off = false;
                }
                Record::Discarded => {
                    story.done.clone_from(&saved.done);
                    story.undone.clone_from(&saved.undone);
                    story.unsaved.clear();
                    saving.happened = 0;
                }
            }
        }
        story
    }

    /// Whether the present state is, or may be, another than that of the files.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.cut_off || number(&self.done) != self.saved
    }
}

fn number(done: &[Arc<Step>]) -> u64 {
    done.last().map_or(0, |step| step.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Focus;

    fn step(number: u64) -> Arc<Step> {
        Arc::new(Step {
            number,
            label: format!("step {number}"),
            at: jiff::Timestamp::UNIX_EPOCH,
            edits: Vec::new(),
            focus: Focus::default(),
            proposes: false,
        })
    }

    /// `d3`: step 3 is done; `u`, `r`: undo, redo; `s`, `S`: a save begins, ends; `x`: changes are given up.
    fn check(story: &str, done: &[u64], undone: &[u64], unsaved: &str) {
        let records = story.split_whitespace().map(|word| match word {
            "u" => Record::Undone,
            "r" => Record::Redone,
            "s" => Record::Saving,
            "S" => Record::Saved { files: String::new() },
            "x" => Record::Discarded,
            done => Record::Done(step(done.trim_start_matches('d').parse().unwrap())),
        });
        let told = Story::of(records.collect());
        let numbers = |steps: &[Arc<Step>]| steps.iter().map(|step| step.number).collect::<Vec<_>>();
        assert_eq!(
            (numbers(&told.done), numbers(&told.undone)),
            (done.to_vec(), undone.to_vec()),
            "{story}"
        );
        let happened: Vec<_> = told
            .unsaved
            .iter()
            .map(|happened| match happened {
                Happened::Done(step) => format!("+{}", step.number),
                Happened::Undone(step) => format!("-{}", step.number),
                Happened::Beside(..) => "beside".to_owned(),
            })
            .collect();
        let shown = if told.is_unsaved() {
            happened.join(" ")
        } else {
            String::new()
        };
        assert_eq!(shown, unsaved, "{story}");
    }

    #[test]
    fn stories() {
        check("d1 d2", &[1, 2], &[], "+1 +2");
        check("d1 d2 u", &[1], &[2], "+1 +2 -2");
        check("d1 s S d2 u", &[1], &[2], "");
        check("d1 s d2 S", &[1, 2], &[], "+2");
        check("d1 s d2", &[1, 2], &[], "+1 +2");
        check("d1 s S u d2", &[2], &[], "-1 +2");
        check("d1 s S d2 d3 u x", &[1], &[], "");
        check("d1 s S u x r u", &[], &[1], "-1");
        check("d1 s d2 s S d3", &[1, 2, 3], &[], "+3");
        check("u r S x", &[], &[], "");
        check("d1 s S d2 s u", &[1], &[2], "+2 -2");
        check("d1 s d2 x", &[], &[], "");
    }
}
