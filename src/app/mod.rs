//! Floor 4: the window. The only floor that knows egui.
//!
//! [`App`] owns the session and everything on screen. A frame goes: answers of jobs and dialogs come in, keys become
//! commands, views are drawn and ask for [`view::Act`]s, and all of them are applied in one place at the end.

mod about;
mod acts;
mod adjudicating;
mod attaching;
mod claims;
pub mod command;
mod desk;
mod dialogs;
mod editing;
mod exporting;
mod files;
mod grounds;
mod importing;
mod inspector;
mod jobs;
mod keeping;
mod learning;
mod library;
mod messages;
mod mishap;
mod modal;
mod orphans;
mod palette;
mod parts;
mod picker;
mod reader;
mod refining;
mod saving;
mod search_panel;
mod shell;
mod shortcut_sheet;
mod status;
mod suggesting;
pub mod theme;
mod toasts;
mod versions;
pub mod view;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use eframe::egui;
use jiff::Timestamp;

use crate::annotation::Project;
use crate::project::{Home, Preferences, SaveBase, ViewState};
use crate::review::{Revision, Session, Show};

use command::UiCommand;
use inspector::InspectorState;
use jobs::{Arrived, Compared, Job, Opened, Opening, Saved};
use keeping::{Abandoned, Keeping, Work};
use learning::Learning;
use library::LibraryState;
use modal::Modal;
use picker::{FilePicker, SystemPicker};
use reader::Reader;
use refining::Refining;
use search_panel::SearchState;
use suggesting::{Again, Suggesters};
use toasts::Toasts;
use versions::Versions;

/// Name under which desktops know the program.
pub const APP_ID: &str = "io.github.claimdesk.Claimdesk";

/// What the window opens with: projects, articles, folders of articles. Nothing: the project of last time, else the demo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Launch {
    /// What was named on the command line.
    pub paths: Vec<PathBuf>,
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// Why there is no window: no display, no OpenGL.
pub fn run(launch: Launch) -> Result<(), String> {
    let viewport = egui::ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title("Claimdesk")
        .with_inner_size([1280.0, 820.0])
        .with_min_inner_size([480.0, 360.0])
        .with_drag_and_drop(true)
        .with_icon(icon());
    let options = eframe::NativeOptions {
        viewport,
        ..eframe::NativeOptions::default()
    };
    let started = eframe::run_native(
        "Claimdesk",
        options,
        Box::new(|cc| Ok(Box::new(App::new(&cc.egui_ctx, launch, Surroundings::system())))),
    );
    started.map_err(|error| error.to_string())?;
    mishap::verdict()
}

fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon/claimdesk.png")).unwrap_or_default()
}

/// What the window takes from outside, so that tests can give it something else.
pub struct Surroundings {
    /// Where settings are kept; `None` to keep none.
    pub home: Option<Home>,
    /// Asks for files and folders.
    pub picker: Box<dyn FilePicker>,
    /// The time.
    pub clock: fn() -> Timestamp,
    /// Who makes suggestions.
    pub suggesters: Suggesters,
}

impl Surroundings {
    /// Those of a real desktop.
    #[must_use]
    pub fn system() -> Self {
        Self {
            home: Home::find(),
            picker: Box::new(SystemPicker::default()),
            clock: Timestamp::now,
            suggesters: Suggesters::shipped(),
        }
    }
}

/// Where a project is kept.
#[derive(Default)]
struct Storage {
    /// Its folder; `None` before it was saved for the first time.
    folder: Option<PathBuf>,
    /// What was last read or written there. Away while a save is under way.
    base: Option<SaveBase>,
    /// When it was last saved.
    saved_at: Option<Timestamp>,
    /// Why the last save failed.
    failed: Option<String>,
    /// The state for which the last automatic save failed or was held back; not tried again before something changes.
    held_back: Option<Revision>,
    /// Article files that could not be read and that no save touches.
    left_alone: usize,
}

/// What happens once unsaved work is dealt with.
#[derive(Clone, Debug)]
enum After {
    /// The window closes.
    Quit,
    /// Another project is opened.
    Open(PathBuf),
    /// An empty project is begun.
    New,
    /// The demo project is opened.
    Demo,
}

/// Which panel is on the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    Library,
    Search,
}

/// Where F6 took the keyboard last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Inspector,
    Library,
}

/// The window.
pub struct App {
    session: Session,
    storage: Storage,
    keeping: Keeping,
    /// Work that was found and is not asked about yet.
    work: Vec<Work>,
    /// The files are read again to add to them what is here.
    taking_in: bool,
    preferences: Preferences,
    home: Option<Home>,
    clock: fn() -> Timestamp,
    suggesters: Suggesters,

    reader: Reader,
    desk: desk::Desk,
    library: LibraryState,
    search: SearchState,
    inspector: InspectorState,
    orphans: orphans::OrphanList,
    show: Show,
    left: Option<Left>,
    right: bool,
    pane: Pane,

    modal: Option<Modal>,
    picker: Box<dyn FilePicker>,
    picking: Option<files::Wanted>,
    toasts: Toasts<UiCommand>,

    opening: Option<Job<Opened>>,
    waiting: Vec<Opening>,
    loading: Option<Job<Arrived>>,
    saving: Option<Job<Saved>>,
    looking: Option<Job<Vec<Abandoned>>>,
    comparing: Option<Job<Compared>>,
    versions: Versions,
    suggesting: Option<Job<Again>>,
    refining: Refining,
    learning: Learning,
    exporting: exporting::Exporting,
    importing: importing::Importing,
    grounds: grounds::Grounds,
    attaching: attaching::Attaching,
    adjudicating: adjudicating::Adjudicating,
    after_save: Option<After>,
    quit: bool,
    mishaps: mishap::Mishaps,
    counted: Option<(
        std::sync::Weak<crate::annotation::Article>,
        crate::review::Progress,
    )>,
    dirty_since: Option<f64>,
    last_revision: Option<Revision>,
}

impl App {
    /// A window on what `launch` names.
    #[must_use]
    pub fn new(ctx: &egui::Context, launch: Launch, surroundings: Surroundings) -> Self {
        let Surroundings {
            home,
            picker,
            clock,
            suggesters,
        } = surroundings;
        let (preferences, problem) = home.as_ref().map_or_else(Default::default, Home::preferences);
        theme::install(ctx);
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        command::install(ctx);
        let mut app = Self {
            session: Session::new(Project::new("Untitled"), preferences.reviewer.clone()),
            storage: Storage::default(),
            keeping: Keeping::default(),
            work: Vec::new(),
            taking_in: false,
            preferences,
            home,
            clock,
            suggesters,
            reader: Reader::default(),
            desk: desk::Desk::default(),
            library: LibraryState::default(),
            search: SearchState::default(),
            inspector: InspectorState::default(),
            orphans: orphans::OrphanList::default(),
            show: Show::Undecided,
            left: Some(Left::Library),
            right: true,
            pane: Pane::Inspector,
            modal: None,
            picker,
            picking: None,
            toasts: Toasts::default(),
            opening: None,
            waiting: Vec::new(),
            loading: None,
            saving: None,
            looking: None,
            comparing: None,
            versions: Versions::default(),
            suggesting: None,
            refining: Refining::default(),
            learning: Learning::default(),
            exporting: exporting::Exporting::default(),
            importing: importing::Importing::default(),
            grounds: grounds::Grounds::default(),
            attaching: attaching::Attaching::default(),
            adjudicating: adjudicating::Adjudicating::default(),
            after_save: None,
            quit: false,
            mishaps: mishap::Mishaps::default(),
            counted: None,
            dirty_since: None,
            last_revision: None,
        };
        app.apply_theme(ctx);
        if let Some(problem) = problem {
            app.toasts.warning(problem);
        }
        app.tell_of_break_down();
        app.look_for_work(ctx);
        app.launch(ctx, launch);
        app
    }

    /// The session, for tests and for what surrounds the window.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// The folder that the project is kept in.
    #[must_use]
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.storage.folder.as_deref()
    }

    /// Whether a job is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.opening.is_some()
            || self.loading.is_some()
            || self.saving.is_some()
            || self.looking.is_some()
            || self.comparing.is_some()
            || self.versions.is_busy()
            || self.suggesting.is_some()
            || self.refining.is_busy()
            || self.learning.is_busy()
            || self.exporting.is_busy()
            || self.importing.is_busy()
            || self.desk.is_busy()
            || self.grounds.is_busy()
            || self.attaching.is_busy()
            || self.adjudicating.is_busy()
    }

    fn launch(&mut self, ctx: &egui::Context, launch: Launch) {
        if launch.paths.is_empty() {
            let last = self
                .preferences
                .recent
                .first()
                .filter(|folder| crate::project::is_project(folder));
            match last.cloned() {
                Some(folder) => self.load(ctx, folder),
                None => self.open_demo(),
            }
            return;
        }
        let (projects, articles): (Vec<_>, Vec<_>) = launch
            .paths
            .into_iter()
            .partition(|path| crate::project::is_project(path));
        if let Some(folder) = projects.first().and_then(|path| crate::project::folder_of(path)) {
            self.load(ctx, folder);
        }
        if projects.len() > 1 {
            self.toasts
                .warning("One window shows one project; the first was opened.");
        }
        if !articles.is_empty() {
            self.open(ctx, Opening::Paths(articles, None));
        }
    }

    fn apply_theme(&self, ctx: &egui::Context) {
        ctx.set_theme(match self.preferences.theme.as_str() {
            "light" => egui::ThemePreference::Light,
            "dark" => egui::ThemePreference::Dark,
            _ => egui::ThemePreference::System,
        });
    }

    /// Writes the settings down, where they can be.
    fn keep_preferences(&mut self) {
        if let Some(Err(error)) = self
            .home
            .as_ref()
            .map(|home| home.keep_preferences(&self.preferences))
        {
            self.toasts.warning(error.to_string());
        }
    }

    /// Writes down where the reviewer is in the project.
    fn keep_view_state(&self) {
        let (Some(home), Some(folder)) = (&self.home, &self.storage.folder) else {
            return;
        };
        let focus = &self.session.focus;
        let state = ViewState {
            article: focus.article.as_ref().map(ToString::to_string),
            item: focus.item.map(|id| id.to_string()),
            all_items: self.show == Show::All,
        };
        // Losing one's place is no loss of work; there is nobody to tell when the window closes.
        home.keep_view_state(folder, &state).ok();
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.guarded(ctx, "working", |app| {
            app.take_answers(ctx);
            app.look_at_grounds(ctx);
            app.keep_tables(ctx);
            app.learn(ctx);
            app.refine(ctx);
            app.autosave(ctx);
            app.watch_closing(ctx);
            app.offer_work(ctx);
            app.keep(ctx);
        });
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.guarded(&ctx, "drawing", |app| {
            app.frame(ui);
            app.keep(&ctx);
        });
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.keep_view_state();
        let settled = self.quit && !self.mishaps.gave_up;
        if settled || !self.session.history().is_dirty() {
            self.release();
        } else {
            self.abandon();
        }
    }
}

/// Whether `request` makes sense now; others are grey in menus and in the palette.
fn is_enabled(app: &App, request: UiCommand) -> bool {
    use UiCommand as C;
    let article = app.session.article().is_some();
    let item = app.session.item();
    let claim = item.is_some_and(|item| item.body.as_claim().is_some());
    let selected = app
        .session
        .article()
        .is_some_and(|article| app.reader.selected(article).is_some());
    match request {
        C::Undo => app.session.history().undo_label().is_some(),
        C::Redo => app.session.history().redo_label().is_some(),
        C::NextItem | C::PreviousItem | C::FindInArticle | C::SwitchZone | C::MarkDone | C::SuggestAgain => {
            article
        }
        C::TakeFirst | C::TakeSecond => item.is_some_and(crate::review::three_way::is_contested),
        C::TakeInCopy => !app.session.project().articles.is_empty(),
        C::LostItems => orphans::next_article(&app.session).is_some(),
        C::Export | C::FindInProject | C::NextArticle | C::PreviousArticle => {
            !app.session.project().articles.is_empty()
        }
        C::SetSource | C::SetVia | C::SetTarget | C::AddFigure | C::Verdict => claim,
        C::NewClaim => selected,
        C::TagAll => selected || item.is_some(),
        _ if request.label_number().is_some() => selected || item.is_some(),
        C::Accept
        | C::Reject
        | C::AcceptAllLike
        | C::EditInInspector
        | C::Note
        | C::LinkActor
        | C::NextPart => item.is_some(),
        _ if request.group() == command::Group::Boundaries => item.is_some(),
        _ => true,
    }
}
