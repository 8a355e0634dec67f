//! What a session tells its journal.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::annotation::{Actor, ActorId, ArticleId, Edit, Item, ItemId, Status, Step};
use crate::project::journal::{Base, Record};

use super::Session;
use super::history::Happened;

impl Session {
    /// What happened since this was last asked, for the journal.
    pub fn take_records(&mut self) -> Vec<Record> {
        let mut records = Vec::new();
        for happened in self.history.take_log() {
            match happened {
                Happened::Done(step) => {
                    records.extend(self.beside(&step));
                    records.push(Record::Done(step));
                }
                Happened::Undone => records.push(Record::Undone),
                Happened::Redone => records.push(Record::Redone),
            }
        }
        records
    }

    /// A whole journal with the history as it is now. `files`: digest of the project's files if there are any. If all
    /// is saved, the oldest steps are left out that would make the journal larger than about `bytes`.
    #[must_use]
    pub fn whole_journal(&self, base: Base, files: Option<&str>, bytes: usize) -> Vec<Record> {
        let (done, undone) = self.history.steps();
        let mut room = if self.history.is_dirty() {
            usize::MAX
        } else {
            bytes
        };
        let newest = done.iter().rev().take_while(|step| {
            let size = size(step);
            let fits = room >= size;
            room = room.saturating_sub(size);
            fits
        });
        let from = done.len() - newest.count();
        let saved = self.history.saved_number();
        let order: Vec<&Arc<Step>> = done.iter().skip(from).chain(undone.iter().rev()).collect();
        // A saved state that the history does not lead to any more: everything counts as not saved.
        let at_first = !order.iter().any(|step| step.number == saved);
        let mark = || {
            files
                .map(str::to_owned)
                .into_iter()
                .flat_map(|files| [Record::Saving, Record::Saved { files }])
        };
        let mut records = vec![Record::begun(base)];
        if at_first {
            records.extend(mark());
        }
        for step in order {
            records.extend(self.beside(step));
            records.push(Record::Done(Arc::clone(step)));
            if step.number == saved {
                records.extend(mark());
            }
        }
        records.extend(undone.iter().map(|_| Record::Undone));
        records
    }

    /// What `step` refers to and neither the project's files nor the journal need to have: actors that came with
    /// proposals, and proposals around claims.
    fn beside(&self, step: &Step) -> Option<Record> {
        let (mut ids, mut outer) = (
            BTreeSet::<ActorId>::new(),
            BTreeSet::<(&ArticleId, ItemId)>::new(),
        );
        for edit in &step.edits {
            if let Edit::Item {
                article,
                before,
                after,
                ..
            } = edit
            {
                for item in before.iter().chain(after) {
                    ids.extend(item.body.actors().filter(|id| self.beside.contains(id)));
                    let within = item.body.as_claim().and_then(|claim| claim.within);
                    outer.extend(within.map(|id| (article, id)));
                }
            }
        }
        let items: BTreeMap<(&ArticleId, ItemId), &Item> = outer
            .into_iter()
            .filter_map(|(article, id)| {
                let item = self.project.article(article)?.items.get(&id)?;
                (item.status == Status::Suggested).then_some(((article, id), item))
            })
            .collect();
        for item in items.values() {
            ids.extend(item.body.actors().filter(|id| self.beside.contains(id)));
        }
        let actors: Vec<Actor> = ids
            .iter()
            .filter_map(|id| self.project.actors.get(id).cloned())
            .collect();
        (!actors.is_empty() || !items.is_empty()).then(|| Record::Beside {
            actors,
            items: items
                .into_iter()
                .map(|((article, _), item)| (article.clone(), item.clone()))
                .collect(),
        })
    }
}

/// About how many bytes a step takes up in a journal.
fn size(step: &Step) -> usize {
    let sizes = step.edits.iter().map(|edit| match edit {
        Edit::Article { before, after, .. } => before
            .iter()
            .chain(after)
            .map(|article| {
                article.text.as_str().len() + 400 * (article.items.len() + article.decisions.len())
            })
            .sum(),
        Edit::Item { .. } => 600,
        _ => 300,
    });
    sizes.sum()
}
