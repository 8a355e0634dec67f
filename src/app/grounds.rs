//! What verdicts rest on outside the project's own files: copies of evidence and reference tables.
//!
//! Looking at the disk is work for a thread: it is done when what is asked about changes and when the window is come back
//! to, never for a frame.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui;

use crate::annotation::{ArticleId, ItemId};
use crate::desk::reference::Reference;
use crate::project::references::{inside, relative};
use crate::review::Command;

use super::App;
use super::files::{Wanted, taken};
use super::jobs::Job;

/// What is known of files beside the project.
#[derive(Default)]
pub struct Grounds {
    /// Whether the project has a folder that files can lie in.
    pub has_folder: bool,
    /// Paths of evidence of the focused claim that lead to no file.
    pub missing: BTreeSet<String>,
    /// The records of the reference tables.
    pub reference: Arc<Reference>,
    /// What was asked about last.
    looked: Option<(PathBuf, Vec<String>)>,
    looking: Option<Job<BTreeSet<String>>>,
    /// Which piece of evidence a file is being picked for.
    pub(super) picking: Option<(ArticleId, ItemId, usize)>,
    was_active: bool,
}

impl Grounds {
    /// Whether something is being read.
    pub const fn is_busy(&self) -> bool {
        self.looking.is_some()
    }
}

impl App {
    /// Keeps what is known of files in step with the project.
    pub(super) fn look_at_grounds(&mut self, ctx: &egui::Context) {
        let active = ctx.input(|input| input.focused);
        if active && !self.grounds.was_active {
            // Somebody may have put a file there meanwhile.
            self.grounds.looked = None;
        }
        self.grounds.was_active = active;
        self.grounds.has_folder = self.storage.folder.is_some();
        if let Some(missing) = taken(&mut self.grounds.looking, &mut self.toasts) {
            self.grounds.missing = missing;
        }
        let Some(folder) = self.storage.folder.clone() else {
            self.grounds.missing.clear();
            return;
        };
        let claim = self.session.item().and_then(|item| item.body.as_claim());
        let evidence = claim.and_then(|claim| Some(&claim.verdict.as_ref()?.evidence));
        let files: Vec<String> = evidence
            .into_iter()
            .flatten()
            .filter(|one| !one.file.is_empty())
            .map(|one| one.file.clone())
            .collect();
        let is_known = self
            .grounds
            .looked
            .as_ref()
            .is_some_and(|(place, known)| *place == folder && *known == files);
        if is_known || self.grounds.looking.is_some() {
            return;
        }
        self.grounds.looked = Some((folder.clone(), files.clone()));
        if files.is_empty() {
            self.grounds.missing.clear();
            return;
        }
        self.grounds.looking = Some(Job::start(ctx, "Looking for evidence", move |_, _| {
            let is_missing = |file: &String| !inside(&folder, file).is_some_and(|path| path.is_file());
            files.into_iter().filter(is_missing).collect()
        }));
    }

    /// Gives the focused claim the rating that stands at `number` of the scale, from 1.
    pub(super) fn rate(&mut self, number: usize) {
        let scheme = &self.session.project().scheme;
        let rating = scheme.rating_by_key(number).map(|label| label.id.clone());
        let body = rating.zip(self.session.item()).and_then(|(rating, item)| {
            let body = super::inspector::with_rating(&item.body, rating)?;
            Some((item.id, body))
        });
        if let (Some((item, body)), Some(article)) = (body, self.session.focus.article.clone()) {
            self.run(Command::Correct {
                article,
                item,
                body,
                what: "set verdict",
            });
        }
    }

    /// Asks for the file of a piece of evidence.
    pub(super) fn pick_evidence(
        &mut self,
        ctx: &egui::Context,
        article: ArticleId,
        item: ItemId,
        index: usize,
    ) {
        if self.storage.folder.is_none() {
            self.toasts
                .info("Save the project first: files of evidence lie in its folder.");
            return;
        }
        self.pick(ctx, Wanted::Evidence);
        if self.picking == Some(Wanted::Evidence) {
            self.grounds.picking = Some((article, item, index));
        }
    }

    /// Takes the file that was picked for a piece of evidence.
    pub(super) fn take_evidence(&mut self, file: &Path) {
        let (Some((article, item, index)), Some(folder)) =
            (self.grounds.picking.take(), self.storage.folder.clone())
        else {
            return;
        };
        let Some(path) = relative(&folder, file) else {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            self.toasts.warning(format!(
                "“{}” lies outside the project's folder and would be lost when the project is moved or sent. Copy it \
                 into that folder and pick the copy.",
                crate::text::invisible::visible(&name)
            ));
            return;
        };
        let found = self.session.project().article(&article);
        let Some(mut body) = found
            .and_then(|article| article.items.get(&item))
            .map(|item| item.body.clone())
        else {
            return;
        };
        if let crate::annotation::Body::Claim(claim) = &mut body
            && let Some(verdict) = &mut claim.verdict
            && let Some(evidence) = verdict.evidence.get_mut(index)
        {
            evidence.file = path;
            self.run(Command::Correct {
                article,
                item,
                body,
                what: "set file of evidence",
            });
        }
    }
}
