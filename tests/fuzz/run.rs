//! Runs a target: on its samples, on mutations, and keeps what brought it down.

use std::cell::Cell;
use std::fs;
use std::panic::{AssertUnwindSafe, RefUnwindSafe, UnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::mutate::{fixed_recipe, mutate};

/// Samples of ours: damaged, contradictory, oversized in one way each.
const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/hostile");

/// How long one input may take. Far above what any needs, so that a busy machine is no failure.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long each target shall run beyond the fixed mutations: `CLAIMDESK_FUZZ_SECONDS`.
pub fn long() -> Option<Duration> {
    let seconds = std::env::var("CLAIMDESK_FUZZ_SECONDS").ok()?;
    Some(Duration::from_secs(seconds.parse().unwrap()))
}

/// The samples with these extensions, by name.
pub fn samples(extensions: &[&str]) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(SAMPLES)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            extensions
                .iter()
                .any(|wanted| path.extension().is_some_and(|e| e == *wanted))
        })
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "no sample for {extensions:?}");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A folder in memory where there is one: a target writes thousands of files.
pub fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = tempfile::tempdir_in(memory)
    {
        return folder;
    }
    tempfile::tempdir().unwrap()
}

/// One target at work.
pub struct Run<F> {
    name: &'static str,
    samples: Vec<Vec<u8>>,
    holds: F,
    /// Where the input that is being tried is kept, so that it is still there when the process was killed over it.
    keep: Option<PathBuf>,
    tried: Cell<u64>,
    slowest: Cell<Duration>,
}

// Only numbers change while a target runs, and a target that fails ends the run.
impl<F> RefUnwindSafe for Run<F> {}
impl<F> UnwindSafe for Run<F> {}

impl<F: Fn(&[u8])> Run<F> {
    pub fn new(name: &'static str, samples: Vec<Vec<u8>>, holds: F) -> Self {
        let keep = std::env::var_os("CLAIMDESK_FUZZ_KEEP").map(|folder| Path::new(&folder).join(name));
        Self {
            name,
            samples,
            holds,
            keep,
            tried: Cell::new(0),
            slowest: Cell::new(Duration::ZERO),
        }
    }

    /// The samples as they are, then `count` mutations that are the same each time.
    pub fn fixed(&self, count: u64) {
        for sample in &self.samples {
            self.input(sample);
        }
        for number in 0..count {
            self.recipe(&fixed_recipe(self.name, number));
        }
    }

    /// The input that `recipe` makes.
    pub fn recipe(&self, recipe: &[u8]) {
        self.input(&mutate(&self.samples, recipe));
    }

    fn input(&self, input: &[u8]) {
        if let Some(keep) = &self.keep {
            fs::write(keep, input).unwrap();
        }
        let began = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.holds)(input)));
        let took = began.elapsed();
        let shown = || String::from_utf8_lossy(&input[..input.len().min(2000)]).into_owned();
        if let Err(panic) = outcome {
            eprintln!("{}: broken by {} bytes: {:?}", self.name, input.len(), shown());
            resume_unwind(panic);
        }
        assert!(took < PATIENCE, "{}: {took:?} for {:?}", self.name, shown());
        self.tried.set(self.tried.get() + 1);
        if took > self.slowest.get() {
            self.slowest.set(took);
            if let Some(keep) = &self.keep {
                fs::write(keep.with_extension("slowest"), input).unwrap();
            }
        }
    }

    /// One line for whoever counts.
    pub fn report(&self) {
        if let Some(keep) = &self.keep {
            fs::remove_file(keep).ok();
        }
        println!(
            "fuzz {}: {} inputs, slowest {} ms",
            self.name,
            self.tried.get(),
            self.slowest.get().as_millis()
        );
    }
}
