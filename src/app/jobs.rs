//! Work off the window's thread: opening articles, loading and saving projects.
//!
//! Each job runs on a thread of its own, answers through a channel and wakes the window. A panic in a job is caught and
//! told like any other failure: what is on screen is never touched.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use eframe::egui;

use crate::annotation::{ArticleId, Project};
use crate::exchange::{self, ColumnMap, Draft, Problem};
use crate::project::lock::Holder;
use crate::project::{LoadError, Loaded, SaveBase, SaveError};
use crate::review::{self, Revision, Sides, Suggested};
use crate::suggest::{Stop, Suggestions};

use super::keeping::Held;
use super::suggesting::Brief;

/// A job whose answer is awaited.
pub struct Job<T> {
    receiver: Receiver<Option<T>>,
    /// What to show while it runs ("Opening articles").
    pub title: String,
    progress: Arc<AtomicUsize>,
    stop: Stop,
}

/// How a job stands.
pub enum Polled<T> {
    /// It still runs.
    Running,
    /// Its answer.
    Done(T),
    /// It broke down.
    Broken,
}

impl<T: Send + 'static> Job<T> {
    /// Starts `work` on a thread. It gets the switch that stops it and a counter for progress.
    pub fn start(
        ctx: &egui::Context,
        title: &str,
        work: impl FnOnce(&Stop, &AtomicUsize) -> T + Send + 'static,
    ) -> Self {
        let (sender, receiver) = channel();
        let (stop, progress) = (Stop::default(), Arc::new(AtomicUsize::new(0)));
        let (its_stop, its_progress, ctx) = (stop.clone(), Arc::clone(&progress), ctx.clone());
        let spawned = std::thread::Builder::new()
            .name(title.to_owned())
            .stack_size(16 << 20)
            .spawn(move || {
                let answer = catch_unwind(AssertUnwindSafe(|| work(&its_stop, &its_progress))).ok();
                // Nobody listens any more if the window has closed; then the answer is not wanted.
                sender.send(answer).ok();
                ctx.request_repaint();
            });
        // Without a thread the sender is gone and the first poll says so.
        drop(spawned);
        Self {
            receiver,
            title: title.to_owned(),
            progress,
            stop,
        }
    }

    /// Whether there is an answer.
    pub fn poll(&self) -> Polled<T> {
        match self.receiver.try_recv() {
            Ok(Some(answer)) => Polled::Done(answer),
            Err(TryRecvError::Empty) => Polled::Running,
            Ok(None) | Err(TryRecvError::Disconnected) => Polled::Broken,
        }
    }

    /// What to show while it runs, how many things are done, and the switch that ends it.
    pub fn sign(&self) -> (&str, usize, &Stop) {
        (&self.title, self.progress.load(Ordering::Relaxed), &self.stop)
    }

    /// Asks it to end early.
    pub fn stop(&self) {
        self.stop.set();
    }
}

/// What to open.
pub enum Opening {
    /// Files and folders, with the columns of data sets if they were asked for.
    Paths(Vec<PathBuf>, Option<ColumnMap>),
    /// Pasted text, with a title if one was given.
    Pasted {
        /// The title; empty to find one.
        title: String,
        /// The text.
        text: String,
    },
}

/// What opening brought.
pub struct Opened {
    /// Articles with what is proposed in each.
    pub articles: Vec<(Draft, Option<Suggestions>)>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Who proposes.
    pub by: Suggested,
    /// Whether the user stopped it; what was read until then is kept.
    pub stopped: bool,
    /// A file whose annotations were not read, only its texts.
    pub annotated: Option<PathBuf>,
}

/// Reads articles and goes over each with the suggester.
pub fn open(ctx: &egui::Context, what: Opening, brief: Brief) -> Job<Opened> {
    let wake = ctx.clone();
    Job::start(ctx, "Opening articles", move |stop, progress| {
        let (mut articles, mut problems, mut annotated) = (Vec::new(), Vec::new(), None);
        let mut take = |draft: Draft| {
            let suggestions = brief.draft(&draft, stop);
            articles.push((draft, suggestions));
            progress.fetch_add(1, Ordering::Relaxed);
            wake.request_repaint_after(std::time::Duration::from_millis(100));
        };
        match what {
            Opening::Paths(paths, columns) => {
                annotated = paths
                    .iter()
                    .find(|path| exchange::annotated::detect(path).is_ok())
                    .cloned();
                exchange::import_each(&paths, columns.as_ref(), stop, &mut |read| match read {
                    Ok(draft) => take(draft),
                    Err(problem) => problems.push(problem),
                });
            }
            Opening::Pasted { title, text } => match exchange::from_pasted(&text) {
                Ok(mut draft) => {
                    if !title.is_empty() {
                        draft.metadata.title = title;
                    }
                    take(draft);
                }
                Err(problem) => problems.push(problem),
            },
        }
        Opened {
            articles,
            problems,
            by: brief.by(),
            stopped: stop.is_set(),
            annotated,
        }
    })
}

/// What loading a project brought.
pub struct Arrived {
    /// Its folder.
    pub folder: PathBuf,
    /// The project.
    pub result: Result<Loaded, LoadError>,
    /// Its lock and journal.
    pub held: Held,
}

/// Loads a project for `who`, after taking its lock; `insist`: even if somebody on another computer seems to have it.
pub fn load(ctx: &egui::Context, folder: PathBuf, who: Holder, insist: bool) -> Job<Arrived> {
    Job::start(ctx, "Opening project", move |_, _| {
        let mut held = Held::take(&folder, &who, insist);
        let result = crate::project::load(&folder);
        if let Ok(loaded) = &result {
            held.read(&folder, loaded);
        }
        Arrived { folder, result, held }
    })
}

/// What the files of a project have otherwise than here, because another program changed them.
pub struct Compared {
    /// What, and how it is on both sides.
    pub sides: Vec<Sides>,
    /// Why files could not be compared, if so.
    pub problem: Option<String>,
}

/// Compares the project in `folder`, of which `files` were changed by another program, with `ours`.
pub fn compare(
    ctx: &egui::Context,
    folder: PathBuf,
    files: Vec<PathBuf>,
    base: SaveBase,
    ours: Project,
) -> Job<Compared> {
    Job::start(ctx, "Comparing", move |_, _| {
        let loaded = match crate::project::load(&folder) {
            Ok(loaded) => loaded,
            Err(error) => {
                return Compared {
                    sides: Vec::new(),
                    problem: Some(error.to_string()),
                };
            }
        };
        let mut sides = Vec::new();
        for file in files {
            let id = file
                .file_stem()
                .and_then(|stem| stem.to_str())
                .and_then(ArticleId::parse);
            let theirs = id.as_ref().and_then(|id| loaded.project.article(id));
            match (id, theirs) {
                (Some(id), Some(theirs)) => {
                    let (base, ours) = (base.article(&id), ours.article(&id));
                    sides.extend(review::compare(
                        base.map(AsRef::as_ref),
                        theirs,
                        ours.map(AsRef::as_ref),
                    ));
                }
                _ => sides.extend(review::compare_heads(&loaded.project, &ours)),
            }
        }
        let problem = loaded.warnings.first().map(ToString::to_string);
        Compared { sides, problem }
    })
}

/// What saving did.
pub struct Saved {
    /// Where.
    pub folder: PathBuf,
    /// Which state of the project was written.
    pub revision: Revision,
    /// What the next save compares with.
    pub base: SaveBase,
    /// Whether it worked.
    pub result: Result<(), SaveError>,
    /// Whether the user asked for it.
    pub by_hand: bool,
}

/// How to save.
pub struct Saving {
    /// Where.
    pub folder: PathBuf,
    /// Where the project was kept until now, if that is elsewhere: its tables and evidence come along.
    pub from: Option<PathBuf>,
    /// The project as it is now.
    pub project: Project,
    /// Its state in the history.
    pub revision: Revision,
    /// What was last read or written there; `None` to make a new project there.
    pub base: Option<SaveBase>,
    /// Whether to write over what another program changed.
    pub overwrite: bool,
    /// Whether the user asked for it.
    pub by_hand: bool,
}

/// Saves a project.
pub fn save(ctx: &egui::Context, saving: Saving) -> Job<Saved> {
    Job::start(ctx, "Saving", move |_, _| {
        let Saving {
            folder,
            from,
            project,
            revision,
            base,
            overwrite,
            by_hand,
        } = saving;
        let (base, result) = match base {
            Some(mut base) => {
                let result = crate::project::save(&folder, &project, &mut base, overwrite);
                (base, result)
            }
            None => match crate::project::create(&folder, &project) {
                Ok(base) => {
                    if let Some(from) = from {
                        // What could not be copied is told where it is missed.
                        crate::project::references::carry(&from, &folder, &project);
                    }
                    (base, Ok(()))
                }
                Err(error) => (SaveBase::default(), Err(error)),
            },
        };
        Saved {
            folder,
            revision,
            base,
            result,
            by_hand,
        }
    })
}
