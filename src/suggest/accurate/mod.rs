//! The accurate suggester: a small pre-trained encoder, fine-tuned to tag sources, cues and contents, in 8 bits.
//!
//! An article is cut into windows ([`windows`]) of pieces of words ([`wordpiece`]); the encoder ([`encoder`], [`linear`])
//! turns each window into vectors; a field over tags ([`crf`]) finds the spans and [`arcs`] links them; [`drafts`] makes
//! claims of them, which `claims` completes. Actors come from the rules. Everything runs on the thread that asks, on any
//! processor, and gives the same result on every run and for any number of threads.

mod arcs;
mod conventions;
mod crf;
mod drafts;
mod encoder;
mod linear;
mod model;
#[cfg(test)]
mod tests;
mod windows;
mod wordpiece;

use std::borrow::Cow;

use rayon::ThreadPool;

use super::claims::{self, Completion, Draft};
use super::doc::Doc;
use super::linear::attribution::Conventions;
use super::rules;
use super::{Input, Step, Stop, Stopped, Suggester, Suggestions};
use arcs::Links;
use drafts::Found;
use encoder::Scratch;
use linear::Kernels;
use model::Model;
pub use model::ModelError;
use windows::{Cutter, Window};

/// The suggester by a trained encoder.
pub struct Accurate {
    model: &'static Model,
    conventions: Conventions,
    version: Cow<'static, str>,
}

/// Changes with the output of the shipped model.
const VERSION: &str = "4";

impl Accurate {
    /// The model that comes with the program. The first call makes it ready, in about a tenth of a second; later ones
    /// share it.
    ///
    /// # Errors
    /// [`ModelError`] if the program was built with a model that it cannot read.
    pub fn new() -> Result<Self, &'static ModelError> {
        Ok(Self::of(Model::embedded()?))
    }

    fn of(model: &'static Model) -> Self {
        Self {
            model,
            conventions: Conventions::default(),
            version: Cow::Borrowed(VERSION),
        }
    }

    /// Marking claims as a project does. Its version tells it from one that marks them as the manual says.
    #[must_use]
    pub fn with(self, conventions: Conventions) -> Self {
        Self {
            conventions,
            version: if conventions == Conventions::default() {
                Cow::Borrowed(VERSION)
            } else {
                Cow::Owned(format!("{VERSION}+{}", conventions.number()))
            },
            ..self
        }
    }

    fn claims(
        &self,
        doc: &Doc<'_>,
        input: &Input<'_>,
        sure: &[Draft],
        stop: &Stop,
        take: &mut dyn FnMut(&Window, Vec<Draft>),
    ) -> Result<(), Stopped> {
        // The library spreads products over the threads of the pool it runs in. One thread is what this article may use:
        // whoever has several articles has several callers.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().ok();
        let kernels = Kernels::default();
        let mut scratch = Scratch::default();
        let mut cutter = Cutter::new(&self.model.pieces, self.model.window, doc);
        while let Some(window) = cutter.next(doc) {
            stop.check()?;
            let found = in_pool(pool.as_ref(), || self.model.find(&kernels, &window, &mut scratch));
            let mut drafts = found.drafts(doc, input.options, self.conventions);
            conventions::add_missed(&window.own, &mut drafts, sure, |i| found.cue_likely(i));
            drafts.sort_by_key(|draft| draft.cue.as_ref().map(|cue| cue.start));
            take(&window, drafts);
        }
        Ok(())
    }
}

impl Model {
    /// The mean of what the members say of words, each known by the place of its first piece: a score per word and tag, and
    /// what belongs to what.
    fn ask(
        &self,
        kernels: &Kernels,
        pieces: &[u32],
        starts: &[usize],
        scratch: &mut Scratch,
    ) -> (Vec<f32>, Links<'_>) {
        let width = self.embeddings.width();
        let embedded = self.embeddings.look_up(pieces);
        let mut emissions = vec![0.0; starts.len() * self.field.len()];
        let mut links = Links::new();
        let (mut words, mut scores) = (Vec::new(), Vec::new());
        for member in &self.members {
            let states = member.encoder.run(kernels, embedded.clone(), scratch);
            words.clear();
            for start in starts {
                words.extend_from_slice(states.get(start * width..(start + 1) * width).unwrap_or_default());
            }
            member.emissions.run(kernels, &words, &mut scores);
            for (sum, score) in emissions.iter_mut().zip(&scores) {
                *sum += score / self.members.len() as f32;
            }
            links.add(&member.arcs, kernels, &words);
        }
        (emissions, links)
    }

    fn find<'a>(&'a self, kernels: &Kernels, window: &'a Window, scratch: &mut Scratch) -> Found<'a> {
        let (mut emissions, links) = self.ask(kernels, &window.pieces, &window.starts, scratch);
        let field = &self.field;
        // No span goes on into the next paragraph.
        let first = |start: &usize| {
            start.checked_sub(1).and_then(|s| window.pieces.get(s)) == Some(&self.pieces.separator)
        };
        for (row, start) in emissions.chunks_exact_mut(field.len()).zip(&window.starts) {
            if first(start) {
                field.forbid_inside(row);
            }
        }
        let spans = field.spans(&emissions);
        let of = |name: &str| {
            let kind = |span: &&crf::Tagged| field.kinds.get(span.kind).is_some_and(|kind| kind == name);
            spans.iter().filter(kind).cloned().collect()
        };
        let cue = field.kinds.iter().position(|kind| kind == "cue");
        Found {
            window,
            cue_likely: cue.map(|kind| field.likely(&emissions, kind)).unwrap_or_default(),
            cues: of("cue"),
            sources: of("source"),
            contents: of("content"),
            links,
            calibration: self.calibration,
        }
    }
}

fn in_pool<R: Send>(pool: Option<&ThreadPool>, work: impl FnOnce() -> R + Send) -> R {
    match pool {
        Some(pool) => pool.install(work),
        // No thread to be had: then without.
        None => work(),
    }
}

impl Suggester for Accurate {
    fn name(&self) -> &'static str {
        "accurate"
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn suggest(&self, input: &Input<'_>, stop: &Stop) -> Result<Suggestions, Stopped> {
        self.suggest_each(input, stop, &mut |_| {})
    }

    fn suggest_each(
        &self,
        input: &Input<'_>,
        stop: &Stop,
        each: &mut dyn FnMut(Step<'_>),
    ) -> Result<Suggestions, Stopped> {
        let doc = Doc::new(input, stop)?;
        let (found, people) = rules::actors(&doc, input, stop)?;
        let mentions = rules::mentions(&found);
        each(Step::Mentions {
            actors: &people.list,
            mentions: &mentions,
        });
        let mut all = Vec::new();
        let marks = claims::Marks::new(&doc, &found);
        let mut completion = Completion::new(&doc, &found, &people, &marks);
        let by_rules = claims::by_rules(&doc, &marks, input.options, stop)?;
        let sure = conventions::sure(&doc, by_rules);
        self.claims(&doc, input, &sure, stop, &mut |window, mut drafts| {
            claims::join_quotes(&doc, window.own.clone(), &mut drafts);
            let mut claims = completion.of(window.own.clone(), drafts);
            if self.conventions.only_with_cue {
                claims.retain(|claim| claim.cue.is_some());
            }
            if let Some(span) = doc.span(window.own.clone()) {
                each(Step::Claims {
                    span,
                    claims: &claims,
                });
            }
            all.extend(claims);
        })?;
        Ok(Suggestions {
            actors: people.list,
            mentions,
            claims: all,
        })
    }
}
