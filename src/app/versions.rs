//! Earlier versions of the open project: shown in a list, opened as a copy in another folder.

use std::path::PathBuf;

use eframe::egui;

use crate::project::backups::{self, Version};

use super::dialogs::Choose;
use super::files::Wanted;
use super::jobs::Job;
use super::modal::Modal;
use super::{After, App};

/// What goes on with earlier versions.
#[derive(Default)]
pub struct Versions {
    looking: Option<Job<Vec<Seen>>>,
    chosen: Option<Version>,
    restoring: Option<Job<Result<PathBuf, String>>>,
}

/// A version, and how many of its files are not as now; `None` if that cannot be told.
type Seen = (Version, Option<usize>);

impl Versions {
    /// Whether a job is under way.
    pub const fn is_busy(&self) -> bool {
        self.looking.is_some() || self.restoring.is_some()
    }
}

impl App {
    /// Looks for earlier versions, to show them.
    pub(super) fn look_for_versions(&mut self, ctx: &egui::Context) {
        let (Some(folder), Some(base)) = (self.storage.folder.clone(), &self.storage.base) else {
            self.toasts
                .info("Earlier versions are kept once the project is saved in a folder.");
            return;
        };
        let now = base.sums();
        self.versions.looking = Some(Job::start(ctx, "Looking for versions", move |_, _| {
            let versions = backups::versions(&folder);
            versions
                .into_iter()
                .map(|version| {
                    let differs = version.differs(&now);
                    (version, differs)
                })
                .collect()
        }));
    }

    /// Takes the answers of the jobs.
    pub(super) fn take_versions(&mut self, ctx: &egui::Context) {
        if let Some(found) = super::files::taken(&mut self.versions.looking, &mut self.toasts) {
            if found.is_empty() {
                self.toasts
                    .info("No earlier versions are kept yet: they come with saving, one every ten minutes.");
                return;
            }
            let zone = jiff::tz::TimeZone::system();
            let lines = found.iter().map(|(version, differs)| {
                let time = version
                    .at
                    .to_zoned(zone.clone())
                    .strftime("%Y-%m-%d %H:%M:%S")
                    .to_string();
                let differs = match differs {
                    None => "cannot be read".to_owned(),
                    Some(0) => "as it is now".to_owned(),
                    Some(1) => "1 file not as now".to_owned(),
                    Some(many) => format!("{many} files not as now"),
                };
                (time, differs)
            });
            let why = "What saves have replaced. A version is opened as a copy in another folder; this project stays as it is.";
            let choose = Choose::new("Earlier versions", why, lines.collect(), "Open a copy…");
            let versions = found.into_iter().map(|(version, _)| version).collect();
            self.modal = Some(Modal::Versions(choose, versions));
        }
        if let Some(done) = super::files::taken(&mut self.versions.restoring, &mut self.toasts) {
            match done {
                Ok(folder) => self.leave_for(ctx, After::Open(folder)),
                Err(why) => self.toasts.error(why),
            }
        }
    }

    /// Asks where the version shall go.
    pub(super) fn choose_version(&mut self, ctx: &egui::Context, version: Version) {
        self.versions.chosen = Some(version);
        self.pick(ctx, Wanted::Restore);
    }

    /// Writes the version that was chosen into `out`, and opens that.
    pub(super) fn restore(&mut self, ctx: &egui::Context, out: PathBuf) {
        let (Some(version), Some(folder)) = (self.versions.chosen.take(), self.storage.folder.clone()) else {
            return;
        };
        self.versions.restoring = Some(Job::start(ctx, "Writing the version", move |_, _| match version
            .restore(&folder, &out)
        {
            Ok(()) => Ok(out),
            Err(error) => Err(error.to_string()),
        }));
    }
}
