//! Asks the system for files and folders without stopping the window.
//!
//! [`FilePicker`] is what the window uses: start, then poll once per frame. [`SystemPicker`] shows the dialog of the
//! desktop; where there is none to show (no portal, no zenity), or where it does not come up, it shows our own
//! ([`PathDialog`]). [`FakePicker`] answers in tests.

#[cfg(test)]
use std::collections::VecDeque;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::task::{Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

use eframe::egui::Context;
use rfd::{AsyncFileDialog, FileHandle};

use super::dialogs::{DialogResult, PathDialog, PathWanted};

/// A system dialog that is "cancelled" sooner than this was never seen by anybody.
const TOO_QUICK: Duration = Duration::from_millis(150);

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickRequest {
    /// Heading of the dialog.
    pub title: String,
    /// What is looked for.
    pub wanted: PathWanted,
    /// Name of the file types that are looked for, where there are any ("Articles and data sets").
    pub types: String,
    /// Folder to start in.
    pub start: Option<PathBuf>,
}

impl PickRequest {
    /// Starts in no folder in particular.
    #[must_use]
    pub fn new(title: impl Into<String>, wanted: PathWanted) -> Self {
        Self {
            title: title.into(),
            wanted,
            types: "Files".to_owned(),
            start: None,
        }
    }

    /// Names the file types.
    #[must_use]
    pub fn types(mut self, name: impl Into<String>) -> Self {
        self.types = name.into();
        self
    }

    /// Starts in `folder`.
    #[must_use]
    pub fn start(mut self, folder: Option<PathBuf>) -> Self {
        self.start = folder;
        self
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// These; not empty, and one unless files were wanted.
    Paths(Vec<PathBuf>),
    /// The user does not want to.
    Cancelled,
}

/// Something that can ask the user for paths, one request at a time.
pub trait FilePicker {
    /// Starts to ask. A request that is still open is given up. Call on the thread of the window.
    fn start(&mut self, ctx: &Context, request: PickRequest);

    /// The answer, once. Call in every frame, on the thread of the window.
    fn poll(&mut self, ctx: &Context) -> Option<Picked>;

    /// Whether a request is open.
    fn is_open(&self) -> bool;
}

/// The dialog of the desktop, or ours where it has none.
#[derive(Debug, Default)]
pub struct SystemPicker {
    state: State,
    /// The system has no dialog to lend: do not try again.
    own_only: bool,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Idle,
    System {
        request: PickRequest,
        started: Instant,
        answer: Receiver<Option<Vec<PathBuf>>>,
    },
    Own(Box<PathDialog>),
}

impl SystemPicker {
    fn open_own(&mut self, request: PickRequest) {
        self.state = State::Own(Box::new(PathDialog::new(
            request.title,
            request.wanted,
            request.start,
        )));
    }

    fn finish(&mut self, picked: Picked) -> Picked {
        self.state = State::Idle;
        picked
    }
}

impl FilePicker for SystemPicker {
    fn start(&mut self, ctx: &Context, request: PickRequest) {
        // A user who asks again does not see the first dialog: a portal may hang without ever showing one.
        let unseen = matches!(self.state, State::System { .. });
        if self.own_only || unseen {
            self.open_own(request);
            return;
        }
        let (sender, answer) = channel();
        let ctx = ctx.clone();
        // macOS wants the dialog made on the thread of the window; waiting for it is done elsewhere.
        let dialog = ask_system(&request);
        let thread = std::thread::Builder::new()
            .name("file dialog".to_owned())
            .spawn(move || {
                if let Ok(answer) = catch_unwind(AssertUnwindSafe(|| block_on(dialog))) {
                    // Nobody waits any more if the window has moved on.
                    let _ = sender.send(answer);
                }
                drop(sender);
                ctx.request_repaint();
            });
        match thread {
            Ok(_) => {
                self.state = State::System {
                    request,
                    started: Instant::now(),
                    answer,
                }
            }
            Err(_) => self.open_own(request),
        }
    }

    fn poll(&mut self, ctx: &Context) -> Option<Picked> {
        if let State::System {
            answer,
            started,
            request,
        } = &self.state
        {
            let quick = started.elapsed() < TOO_QUICK;
            match answer.try_recv() {
                Err(TryRecvError::Empty) => return None,
                Ok(Some(paths)) if !paths.is_empty() => return Some(self.finish(Picked::Paths(paths))),
                Ok(_) if !quick => return Some(self.finish(Picked::Cancelled)),
                // Too quick for a person, or the dialog died.
                Ok(_) | Err(TryRecvError::Disconnected) => {
                    let request = request.clone();
                    self.own_only = true;
                    self.open_own(request);
                }
            }
        }
        let State::Own(dialog) = &mut self.state else {
            return None;
        };
        match dialog.show(ctx) {
            DialogResult::Open => None,
            DialogResult::Cancelled => Some(self.finish(Picked::Cancelled)),
            DialogResult::Done(paths) => Some(self.finish(Picked::Paths(paths))),
        }
    }

    fn is_open(&self) -> bool {
        !matches!(self.state, State::Idle)
    }
}

type Answer = std::pin::Pin<Box<dyn Future<Output = Option<Vec<PathBuf>>> + Send>>;

fn ask_system(request: &PickRequest) -> Answer {
    fn one(handle: Option<FileHandle>) -> Option<Vec<PathBuf>> {
        handle.map(|handle| vec![handle.path().to_owned()])
    }
    let mut dialog = AsyncFileDialog::new().set_title(&request.title);
    if let Some(folder) = &request.start {
        dialog = dialog.set_directory(folder);
    }
    match &request.wanted {
        PathWanted::Files(extensions) => {
            if !extensions.is_empty() {
                dialog = dialog
                    .add_filter(&request.types, extensions)
                    .add_filter("All files", &["*"]);
            }
            let files = dialog.pick_files();
            Box::pin(async {
                let handles = files.await?;
                Some(handles.iter().map(|handle| handle.path().to_owned()).collect())
            })
        }
        PathWanted::Folder => {
            let folder = dialog.pick_folder();
            Box::pin(async { one(folder.await) })
        }
        // Desktops have no dialog that names a new folder; the one for files names it as well.
        PathWanted::SaveFile(name) | PathWanted::SaveFolder(name) => {
            let file = dialog.set_file_name(name).save_file();
            Box::pin(async { one(file.await) })
        }
    }
}

/// Waits for `future` on this thread, asleep.
fn block_on<T>(mut future: std::pin::Pin<Box<dyn Future<Output = T> + Send>>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = std::task::Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => std::thread::park(),
        }
    }
}

/// Answers from a list, for tests.
#[cfg(test)]
#[derive(Clone, Debug, Default)]
pub struct FakePicker {
    /// The answers still to give, in order; after the last one every request is cancelled.
    pub answers: VecDeque<Picked>,
    /// What was asked for so far.
    pub asked: Vec<PickRequest>,
    open: bool,
}

#[cfg(test)]
impl FakePicker {
    /// Gives these answers, each to one request.
    #[must_use]
    pub fn new(answers: impl IntoIterator<Item = Picked>) -> Self {
        Self {
            answers: answers.into_iter().collect(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
impl FilePicker for FakePicker {
    fn start(&mut self, ctx: &Context, request: PickRequest) {
        self.asked.push(request);
        self.open = true;
        ctx.request_repaint();
    }

    fn poll(&mut self, _ctx: &Context) -> Option<Picked> {
        std::mem::take(&mut self.open).then(|| self.answers.pop_front().unwrap_or(Picked::Cancelled))
    }

    fn is_open(&self) -> bool {
        self.open
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::Key;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn waiting_wakes_up() {
        let (sender, receiver) = channel::<Waker>();
        let mut asked = 0;
        let future = std::future::poll_fn(move |context| {
            asked += 1;
            if asked == 3 {
                return Poll::Ready(asked);
            }
            sender.send(context.waker().clone()).unwrap();
            Poll::Pending
        });
        let other = std::thread::spawn(move || receiver.iter().for_each(Waker::wake));
        assert_eq!(block_on(Box::pin(future)), 3);
        other.join().unwrap();
    }

    #[test]
    fn the_fake_answers_in_order() {
        let ctx = Context::default();
        let paths = Picked::Paths(vec!["a.txt".into()]);
        let mut picker = FakePicker::new([paths.clone()]);
        let request = PickRequest::new("Open files", PathWanted::Folder);
        assert_eq!(picker.poll(&ctx), None);
        picker.start(&ctx, request.clone());
        assert_eq!(picker.poll(&ctx), Some(paths));
        picker.start(&ctx, request.clone());
        assert_eq!(picker.poll(&ctx), Some(Picked::Cancelled));
        assert_eq!(picker.poll(&ctx), None);
        assert_eq!(picker.asked, [request.clone(), request]);
    }

    type Window = (SystemPicker, Option<Picked>);

    fn window(picker: SystemPicker) -> Harness<'static, Window> {
        Harness::builder()
            .with_size([800.0, 600.0])
            .with_max_steps(8)
            .build_ui_state(
                |ui, (picker, picked): &mut Window| *picked = picker.poll(ui).or(picked.take()),
                (picker, None),
            )
    }

    fn own_dialog_opens(state: State) {
        let mut harness = window(SystemPicker {
            state,
            own_only: false,
        });
        harness.run();
        harness.get_by_label("Path");
        assert!(harness.state().0.own_only);
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().1, Some(Picked::Cancelled));
        assert!(!harness.state().0.is_open());
    }

    fn system(started: Instant, said: &[Option<Vec<PathBuf>>]) -> State {
        let (sender, answer) = channel();
        for said in said {
            sender.send(said.clone()).unwrap();
        }
        State::System {
            request: PickRequest::new("Open files", PathWanted::Folder),
            started,
            answer,
        }
    }

    #[test]
    fn no_dialog_to_lend_opens_our_own() {
        // Answered before anybody could have seen it; and gone without an answer.
        own_dialog_opens(system(Instant::now() + Duration::from_secs(5), &[None]));
        own_dialog_opens(system(Instant::now(), &[]));
    }

    #[test]
    fn answers_of_the_system_are_passed_on() {
        let check = |said: Option<Vec<PathBuf>>, expected: Picked| {
            let long_ago = Instant::now().checked_sub(Duration::from_secs(9)).unwrap();
            let mut harness = window(SystemPicker {
                state: system(long_ago, &[said]),
                own_only: false,
            });
            harness.run();
            assert_eq!(harness.state().1, Some(expected));
        };
        check(None, Picked::Cancelled);
        check(Some(vec!["x".into()]), Picked::Paths(vec!["x".into()]));
    }
}
