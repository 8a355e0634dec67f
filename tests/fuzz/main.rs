//! Fuzz targets: every reader of the program on input that nobody would send in good faith. A target fails if the
//! reader panics, hangs, or breaks a promise that stands beside it.
//!
//! `cargo test` runs each on the samples in `tests/data/hostile`, on a few bombs, and on some hundred mutations that are
//! the same each time. `tests/fuzz/long.sh SECONDS` runs each with bolero for as long as you like, and then other
//! mutations each time. What either finds becomes a sample, so that it stays found.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails is meant to stop"
)]

/// A target: its name, how many mutations `cargo test` tries, its samples, and what must hold for any bytes.
macro_rules! target {
    ($name:ident, $fixed:expr, $samples:expr, $holds:expr) => {
        #[test]
        fn $name() {
            let run = crate::run::Run::new(stringify!($name), $samples, $holds);
            run.fixed($fixed);
            if let Some(time) = crate::run::long() {
                bolero::check!()
                    .with_test_time(time)
                    .with_max_len(crate::mutate::LONGEST_RECIPE)
                    .for_each(|recipe: &[u8]| run.recipe(recipe));
            }
            run.report();
        }
    };
}

mod annotated;
mod exchange;
mod mutate;
mod project;
mod run;
mod suggest;
mod text;
