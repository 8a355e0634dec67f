//! Opening: articles, data sets, projects, and what the user is told about them.

use std::path::PathBuf;

use eframe::egui;

use crate::annotation::{ArticleId, ItemId, Project};
use crate::exchange::{self, is_data_set};
use crate::project::is_project;
use crate::project::journal::Base;
use crate::review::{Command, Focus, Session, Show};
use crate::suggest::Choice;

use super::dialogs::{PathWanted, Unsaved};
use super::jobs::{self, Arrived, Job, Opened, Opening, Polled};
use super::keeping::{Keeping, Work};
use super::modal::Modal;
use super::picker::{PickRequest, Picked};
use super::{After, App, Storage};
/// Extensions of what can be opened as articles.
const ARTICLE_TYPES: [&str; 9] = [
    "txt", "md", "html", "htm", "csv", "tsv", "jsonl", "ndjson", "json",
];

/// Extensions of files that annotated articles come in.
const ANNOTATED_TYPES: [&str; 9] = [
    "jsonl", "ndjson", "json", "jsonld", "ann", "conll", "iob2", "tsv", "txt",
];

/// What a picked path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Articles from files.
    Files,
    /// Articles from a folder.
    Folder,
    /// A project to open.
    Project,
    /// A colleague's copy of the project.
    Copy,
    /// A folder to save the project in.
    SaveAs,
    /// A folder to write an earlier version to.
    Restore,
    /// Annotated articles in files.
    Annotated,
    /// A folder of annotated articles.
    AnnotatedFolder,
    /// Where to export to.
    Export,
    /// The file of a piece of evidence.
    Evidence,
    /// A reference table.
    Table,
}

impl App {
    /// Asks for a path.
    pub(super) fn pick(&mut self, ctx: &egui::Context, wanted: Wanted) {
        if self.picking.is_some() {
            return;
        }
        let folder = self.storage.folder.as_deref();
        let start = match wanted {
            Wanted::Evidence => folder,
            _ => folder.and_then(std::path::Path::parent),
        };
        let start = start.map(PathBuf::from);
        let name = exchange_name(self.session.project());
        let path = match wanted {
            Wanted::Files => PathWanted::Files(ARTICLE_TYPES.iter().map(ToString::to_string).collect()),
            Wanted::Folder | Wanted::AnnotatedFolder | Wanted::Project | Wanted::Copy => PathWanted::Folder,
            Wanted::SaveAs => PathWanted::SaveFolder(name),
            Wanted::Restore => PathWanted::SaveFolder(format!("{name}-earlier")),
            Wanted::Annotated => PathWanted::Files(ANNOTATED_TYPES.iter().map(ToString::to_string).collect()),
            Wanted::Evidence => PathWanted::Files(Vec::new()),
            Wanted::Table => PathWanted::Files(["csv", "tsv", "txt"].map(String::from).into()),
            Wanted::Export => match self.export_place(&name) {
                (true, name) => PathWanted::SaveFolder(name),
                (false, name) => PathWanted::SaveFile(name),
            },
        };
        let title = match wanted {
            Wanted::Files => "Open files",
            Wanted::Folder => "Open folder",
            Wanted::Project => "Open project",
            Wanted::Copy => "Take in a colleague’s copy",
            Wanted::SaveAs => "Save project in a folder",
            Wanted::Restore => "Write the version to a folder",
            Wanted::Annotated => "Import annotations",
            Wanted::AnnotatedFolder => "Import annotated folder",
            Wanted::Export => "Export to",
            Wanted::Evidence => "Pick a file of evidence",
            Wanted::Table => "Attach reference table",
        };
        self.picking = Some(wanted);
        self.picker.start(
            ctx,
            PickRequest::new(title, path)
                .types(match wanted {
                    Wanted::Table => "Tables",
                    _ => "Articles and data sets",
                })
                .start(start),
        );
    }

    /// Takes what was picked.
    pub(super) fn take_picked(&mut self, ctx: &egui::Context) {
        let Some(wanted) = self.picking else { return };
        let paths = match self.picker.poll(ctx) {
            None => return,
            Some(Picked::Cancelled) => {
                self.picking = None;
                self.after_save = None;
                return;
            }
            Some(Picked::Paths(paths)) => paths,
        };
        self.picking = None;
        let Some(first) = paths.first().cloned() else {
            return;
        };
        match wanted {
            Wanted::Files | Wanted::Folder => self.open(ctx, Opening::Paths(paths, None)),
            Wanted::Project => self.leave_for(ctx, After::Open(first)),
            Wanted::Copy => self.read_copy(ctx, first),
            Wanted::SaveAs => self.start_save(ctx, Some(first), false, true),
            Wanted::Restore => self.restore(ctx, first),
            Wanted::Annotated | Wanted::AnnotatedFolder => self.read_annotated(ctx, paths),
            Wanted::Export => self.export(ctx, first),
            Wanted::Evidence => self.take_evidence(&first),
            Wanted::Table => self.look_at_table(ctx, first),
        }
    }

    /// Opens articles, or the project that one of the paths is; asks for columns where they cannot be told.
    pub(super) fn open(&mut self, ctx: &egui::Context, what: Opening) {
        if let Opening::Paths(paths, None) = &what {
            if let [path] = paths.as_slice()
                && is_project(path)
            {
                return self.leave_for(ctx, After::Open(path.clone()));
            }
            let data_set = paths.iter().find(|path| path.is_file() && is_data_set(path));
            if let Some(path) = data_set
                && let Ok(preview) = exchange::columns_of(path)
                && preview.guess.text.is_empty()
            {
                let name = path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                return self.ask_columns(name, preview.columns, preview.rows, preview.guess, paths.clone());
            }
        }
        self.open_now(ctx, what);
    }

    /// Opens articles without asking; after what is being opened already.
    pub(super) fn open_now(&mut self, ctx: &egui::Context, what: Opening) {
        if self.opening.is_some() || self.loading.is_some() {
            self.waiting.push(what);
        } else {
            self.opening = Some(jobs::open(ctx, what, self.brief(Choice::Fast)));
        }
    }

    fn opened(&mut self, opened: Opened) {
        let Opened {
            articles,
            problems,
            by,
            stopped,
            annotated,
        } = opened;
        if let Some(path) = annotated {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            self.toasts.info(format!(
                "“{name}” has annotations in it; only its texts are opened. Menu “File”, “Import annotations…” takes them in."
            ));
        }
        let found = articles.len();
        let mut came = 0;
        if found > 0 && self.may_change() {
            let command = Command::AddArticles { articles, by };
            if let Ok(outcome) = self.session.run(command, (self.clock)()) {
                came = outcome.articles.len();
                if let Some(first) = outcome.articles.first().or(outcome.duplicates.first()) {
                    self.go_to(&Focus {
                        article: Some(first.clone()),
                        item: None,
                    });
                }
                self.tell_duplicates(&outcome.duplicates);
            }
        }
        if stopped {
            self.toasts
                .info(format!("Stopped. {came} {} opened.", articles_were(came)));
        } else if came > 1 {
            self.toasts.with_undo(format!("{came} articles opened."));
        }
        if !problems.is_empty() {
            let summary = match came {
                0 => "Nothing was opened; what is on screen is as it was.".to_owned(),
                came => format!("{came} {} opened. The rest is listed here.", articles_were(came)),
            };
            self.report_problems(summary, &problems);
        }
    }

    fn tell_duplicates(&mut self, duplicates: &[ArticleId]) {
        match duplicates {
            [] => {}
            [id] => {
                let title = self
                    .session
                    .project()
                    .article(id)
                    .map(|article| crate::text::invisible::visible(article.title()).into_owned());
                self.toasts.info(format!(
                    "“{}” is here already; it is shown.",
                    title.unwrap_or_default()
                ));
            }
            many => self.toasts.info(format!(
                "{} articles were here already and were not added again.",
                many.len()
            )),
        }
    }

    /// Opens another project once unsaved work is dealt with.
    pub(super) fn leave_for(&mut self, ctx: &egui::Context, after: After) {
        self.finish_edits();
        if self.session.history().is_dirty() {
            self.modal = Some(Modal::Unsaved(Unsaved::new(&self.session.project().title), after));
        } else {
            self.go_on(ctx, after);
        }
    }

    /// Does what was held up by unsaved work.
    pub(super) fn go_on(&mut self, ctx: &egui::Context, after: After) {
        match after {
            After::Quit => {
                self.quit = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            After::Open(folder) => self.load(ctx, folder),
            After::Demo => {
                self.keep_view_state();
                self.release();
                self.open_demo();
            }
            After::New => {
                self.keep_view_state();
                self.release();
                let session = Session::new(Project::new("Untitled"), self.preferences.reviewer.clone());
                self.begin(session, Storage::default(), Keeping::of(Base::Empty));
            }
        }
    }

    /// Loads the project in `folder`. What is open stays until it is there.
    pub(super) fn load(&mut self, ctx: &egui::Context, folder: PathBuf) {
        self.load_insisting(ctx, folder, false);
    }

    /// The same; `insist`: even if somebody on another computer seems to have it open.
    pub(super) fn load_insisting(&mut self, ctx: &egui::Context, folder: PathBuf, insist: bool) {
        let folder = crate::project::folder_of(&folder).unwrap_or(folder);
        let folder = folder.canonicalize().unwrap_or(folder);
        if self.storage.folder.as_ref() == Some(&folder) {
            // A second lock on the same project would be refused, even to ourselves.
            self.release();
        }
        self.loading = Some(jobs::load(ctx, folder, self.holder(), insist));
    }

    fn arrived(&mut self, ctx: &egui::Context, arrived: Arrived) {
        let Arrived { folder, result, held } = arrived;
        match result {
            Ok(loaded) => {
                self.keep_view_state();
                let left_alone = loaded.untouchable.len();
                let base = Some(loaded.base);
                self.release();
                let storage = Storage {
                    folder: Some(folder.clone()),
                    base,
                    left_alone,
                    ..Storage::default()
                };
                self.go_on_with(ctx, loaded.project, storage, held);
                self.restore_view(&folder);
                self.preferences.opened(&folder);
                self.keep_preferences();
                if !loaded.warnings.is_empty() {
                    let summary = match left_alone {
                        0 => "Everything else is as it was saved.".to_owned(),
                        1 => "One article could not be opened; its file is left as it is.".to_owned(),
                        many => {
                            format!("{many} articles could not be opened; their files are left as they are.")
                        }
                    };
                    self.report_warnings(summary, &loaded.warnings);
                }
            }
            Err(error) => {
                self.taking_in = false;
                if self.storage.folder.as_ref() == Some(&folder) {
                    // It was let go of to be read again, and stays on screen.
                    self.move_keeping(ctx, &folder);
                }
                self.preferences.recent.retain(|known| *known != folder);
                let text = error.to_string();
                self.toasts.error(text);
                if self.session.project().articles.is_empty()
                    && self.storage.folder.is_none()
                    && self.waiting.is_empty()
                {
                    self.open_demo();
                }
            }
        }
    }

    /// Puts a project on screen.
    pub(super) fn begin(&mut self, session: Session, storage: Storage, keeping: Keeping) {
        self.session = session;
        self.storage = storage;
        self.keeping = keeping;
        self.reader = super::Reader::default();
        self.desk = super::desk::Desk::default();
        self.library = super::LibraryState::default();
        self.search = super::SearchState::default();
        self.inspector = super::InspectorState::default();
        self.grounds = super::grounds::Grounds::default();
        self.attaching = super::attaching::Attaching::default();
        self.refining.restart();
        self.toasts.drop_actions();
        self.dirty_since = None;
        self.last_revision = None;
        self.session.refocus(&Focus::default());
    }

    fn restore_view(&mut self, folder: &std::path::Path) {
        let Some(home) = &self.home else { return };
        let (state, _) = home.view_state(folder);
        let focus = Focus {
            article: state.article.as_deref().and_then(ArticleId::parse),
            item: state.item.as_deref().and_then(ItemId::parse),
        };
        self.show = if state.all_items {
            Show::All
        } else {
            Show::Undecided
        };
        self.session.refocus(&focus);
    }

    /// Opens the demo project that comes with the program. It has no folder, so trying things out changes no file.
    pub(super) fn open_demo(&mut self) {
        match crate::project::demo() {
            Ok(project) => {
                let session = Session::new(project, self.preferences.reviewer.clone());
                self.begin(session, Storage::default(), Keeping::of(Base::Demo));
            }
            Err(error) => self.toasts.error(error.to_string()),
        }
    }

    /// Takes the answers of jobs that are done.
    pub(super) fn take_answers(&mut self, ctx: &egui::Context) {
        if let Some(opened) = taken(&mut self.opening, &mut self.toasts) {
            self.opened(opened);
        }
        if let Some(arrived) = taken(&mut self.loading, &mut self.toasts) {
            self.arrived(ctx, arrived);
        }
        if let Some(found) = taken(&mut self.looking, &mut self.toasts) {
            let found = found.into_iter().map(|work| Work::Elsewhere(Box::new(work)));
            self.work.extend(found);
        }
        self.take_versions(ctx);
        if let Some(compared) = taken(&mut self.comparing, &mut self.toasts) {
            self.compared(compared);
        }
        if let Some(saved) = taken(&mut self.saving, &mut self.toasts) {
            self.saved(ctx, saved);
        }
        if let Some(again) = taken(&mut self.suggesting, &mut self.toasts) {
            self.suggested_again(again);
        }
        self.take_exported();
        self.take_imported();
        self.take_copy();
        if self.opening.is_none() && self.loading.is_none() && !self.waiting.is_empty() {
            let next = self.waiting.remove(0);
            self.open_now(ctx, next);
        }
    }
}

/// The answer of a job that is done; the job is then gone.
pub(super) fn taken<T: Send + 'static>(
    job: &mut Option<Job<T>>,
    toasts: &mut super::Toasts<super::UiCommand>,
) -> Option<T> {
    match job.as_ref()?.poll() {
        Polled::Running => None,
        Polled::Done(answer) => {
            *job = None;
            Some(answer)
        }
        Polled::Broken => {
            let title = job.take().map(|job| job.title).unwrap_or_default();
            toasts.error(format!(
                "{title} failed inside the program. What is on screen is as it was; please report this."
            ));
            None
        }
    }
}

fn articles_were(count: usize) -> &'static str {
    if count == 1 {
        "article was"
    } else {
        "articles were"
    }
}

/// A file name for a project.
pub(super) fn exchange_name(project: &Project) -> String {
    ArticleId::from_name(&project.title, |_| false).to_string()
}
