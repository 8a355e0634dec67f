//! Importing what others have annotated: read, shown with what would be lost, and taken in only when the user says so.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use eframe::egui;

use crate::annotation::LabelScheme;
use crate::exchange::Problem;
use crate::exchange::annotated::{Annotated, Found, Mapping, detect, read};
use crate::exchange::loss::Losses;
use crate::review::{Command, Focus};
use crate::suggest::Stop;

use super::App;
use super::dialogs::{LabelUse, Labels};
use super::files::taken;
use super::jobs::Job;
use super::modal::Modal;

/// What goes on about imports.
#[derive(Default)]
pub struct Importing {
    reading: Option<Job<Read>>,
    /// What was read, until it is known what its labels are.
    found: Option<Arc<Vec<Found>>>,
    counting: Option<Job<Losses>>,
    making: Option<Job<Made>>,
}

/// What was read.
struct Read {
    found: Vec<Found>,
    problems: Vec<Problem>,
    formats: Vec<&'static str>,
}

/// Articles that are ready to come in.
struct Made {
    articles: Vec<Annotated>,
}

impl Importing {
    /// Whether something is being read or counted.
    pub const fn is_busy(&self) -> bool {
        self.reading.is_some() || self.counting.is_some() || self.making.is_some()
    }

    /// What runs, to be shown.
    pub fn sign(&self) -> Option<(&str, usize, &Stop)> {
        self.reading
            .as_ref()
            .map(Job::sign)
            .or_else(|| self.making.as_ref().map(Job::sign))
    }
}

impl App {
    /// Reads annotated files. Nothing of the project changes by it.
    pub(super) fn read_annotated(&mut self, ctx: &egui::Context, paths: Vec<PathBuf>) {
        if self.importing.reading.is_some() {
            return;
        }
        let wake = ctx.clone();
        self.importing.reading = Some(Job::start(ctx, "Reading annotations", move |stop, progress| {
            let mut answer = Read {
                found: Vec::new(),
                problems: Vec::new(),
                formats: Vec::new(),
            };
            for path in paths {
                let format = match detect(&path) {
                    Ok(format) => format,
                    Err(error) => {
                        answer.problems.push(Problem {
                            file: path,
                            line: None,
                            what: error.to_string(),
                            hint: String::new(),
                        });
                        continue;
                    }
                };
                if !answer.formats.contains(&format.title) {
                    answer.formats.push(format.title);
                }
                read(&path, format, stop, &mut |read| match read {
                    Ok(found) => {
                        answer.found.push(found);
                        progress.fetch_add(1, Ordering::Relaxed);
                        wake.request_repaint_after(std::time::Duration::from_millis(100));
                    }
                    Err(problem) => answer.problems.push(problem),
                });
            }
            answer
        }));
    }

    /// Takes what was read or made ready.
    pub(super) fn take_imported(&mut self) {
        if let Some(answer) = taken(&mut self.importing.reading, &mut self.toasts) {
            self.ask_labels(answer);
        }
        if let Some(Made { articles }) = taken(&mut self.importing.making, &mut self.toasts) {
            self.bring_in(articles);
        }
    }

    fn ask_labels(&mut self, answer: Read) {
        if answer.found.is_empty() {
            let summary = "Nothing was imported; what is on screen is as it was.".to_owned();
            self.report_problems(summary, &answer.problems);
            return;
        }
        let articles = answer.found.len();
        let labels = labels(&answer.found);
        let spans: usize = labels.iter().map(|label| label.count).sum();
        let summary = format!(
            "{articles} {}{}, read as {}.",
            if articles == 1 { "article" } else { "articles" },
            if spans > 0 {
                format!(" with {spans} labelled spans")
            } else {
                String::new()
            },
            answer
                .formats
                .iter()
                .map(|title| format!("“{title}”"))
                .collect::<Vec<_>>()
                .join(" and ")
        );
        let problems = answer.problems.iter().map(ToString::to_string).collect();
        let scheme = self.session.project().scheme.clone();
        self.modal = Some(Modal::Labels(Box::new(Labels::new(
            summary, scheme, labels, problems,
        ))));
        self.importing.found = Some(Arc::new(answer.found));
    }

    /// Keeps what the dialog says about losses in step with its labels.
    pub(super) fn count_import(&mut self, ctx: &egui::Context, dialog: &mut Labels) {
        if dialog.wants_count()
            && let Some(found) = self.importing.found.clone()
        {
            if let Some(job) = &self.importing.counting {
                job.stop();
            }
            let (mapping, scheme) = (dialog.mapping(), self.session.project().scheme.clone());
            self.importing.counting = Some(Job::start(ctx, "Counting", move |stop, _| {
                let mut losses = Losses::default();
                for found in found.iter() {
                    if stop.is_set() {
                        break;
                    }
                    drop(found.clone().with(&mapping, &scheme, &mut losses));
                }
                losses
            }));
        }
        if let Some(losses) = taken(&mut self.importing.counting, &mut self.toasts) {
            dialog.show_lost(losses.lines());
        }
    }

    /// The dialog was closed: with a mapping, what was read comes in.
    pub(super) fn labels_asked(&mut self, ctx: &egui::Context, mapping: Option<Mapping>) {
        self.importing.counting = None;
        let found = self.importing.found.take();
        let (Some(mapping), Some(found)) = (mapping, found) else {
            return;
        };
        let scheme: LabelScheme = self.session.project().scheme.clone();
        self.importing.making = Some(Job::start(ctx, "Importing annotations", move |_, progress| {
            let found = Arc::try_unwrap(found).unwrap_or_else(|shared| (*shared).clone());
            let mut losses = Losses::default();
            let articles = found
                .into_iter()
                .map(|found| {
                    progress.fetch_add(1, Ordering::Relaxed);
                    found.with(&mapping, &scheme, &mut losses)
                })
                .collect();
            Made { articles }
        }));
    }

    fn bring_in(&mut self, articles: Vec<Annotated>) {
        if !self.may_change() {
            return;
        }
        let Some(outcome) = self.run(Command::AddAnnotated { articles }) else {
            self.toasts.info("Everything in it is here already.");
            return;
        };
        if let Some(first) = outcome.articles.first().or(outcome.duplicates.first()) {
            self.go_to(&Focus {
                article: Some(first.clone()),
                item: None,
            });
        }
        let joined = match outcome.duplicates.len() {
            0 => String::new(),
            count => format!(", articles that were here already: {count}"),
        };
        let kept = match outcome.kept {
            0 => String::new(),
            count => format!(". {count} that you decided otherwise stay as they are"),
        };
        let new = match outcome.articles.len() {
            0 => String::new(),
            1 => "One article and ".to_owned(),
            count => format!("{count} articles and "),
        };
        let said = format!("{new}{} items imported{joined}{kept}", outcome.items.len());
        self.toasts.with_undo(format!("{said}."));
    }
}

/// The labels of what was read, the most used first.
fn labels(found: &[Found]) -> Vec<LabelUse> {
    let mut used: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    for found in found {
        let Found::Marks(marked) = found else { continue };
        for mark in &marked.marks {
            let entry = used.entry(&mark.label).or_insert_with(|| {
                let words = mark.parts.first().map_or("", |span| marked.text.slice(*span));
                (0, words.chars().take(60).collect())
            });
            entry.0 += 1;
        }
    }
    let mut labels: Vec<LabelUse> = used
        .into_iter()
        .map(|(label, (count, example))| LabelUse {
            label: label.to_owned(),
            count,
            example,
        })
        .collect();
    labels.sort_by_key(|label| std::cmp::Reverse(label.count));
    labels
}
