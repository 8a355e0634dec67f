//! The accurate suggester: small pre-trained encoders, fine-tuned to tag sources, cues and contents, and to tag names.
//!
//! An article is cut into windows ([`windows`]) of pieces of words ([`wordpiece`]); the encoders ([`encoder`], [`linear`])
//! turn each window into vectors; a field over tags ([`crf`]) finds the spans and [`arcs`] links them; [`drafts`] makes
//! claims of them, which `claims` completes. What they read as names joins the actors of the rules. A first look goes by
//! the actors of the rules alone, window by window; once all names are read, actors and claims are put together anew.
//! Everything runs on the thread that asks, on any processor, and gives the same result on every run, on every machine and
//! for any number of threads.

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
use std::ops::Range;

use rayon::ThreadPool;

use super::actors::{Found as Mentioned, Kind, Sighting, grouping::Actors};
use super::claims::{self, Completion, Draft, Marks};
use super::doc::Doc;
use super::linear::attribution::Conventions;
use super::rules;
use super::{Input, ProposedClaim, Step, Stop, Stopped, Suggester, Suggestions};
use arcs::Links;
use crf::Field;
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
const VERSION: &str = "12";

impl Accurate {
    /// The model that comes with the program. The first call makes it ready, in about a quarter of a second; later ones
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

    /// Goes over the article window by window.
    fn read(
        &self,
        doc: &Doc<'_>,
        input: &Input<'_>,
        stop: &Stop,
        take: &mut dyn FnMut(Heard),
    ) -> Result<Vec<Sighting>, Stopped> {
        // The library spreads products over the threads of the pool it runs in. One thread is what this article may use:
        // whoever has several articles has several callers.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().ok();
        let kernels = Kernels::default();
        let mut scratch = Scratch::default();
        let mut cutter = Cutter::new(&self.model.pieces, self.model.window, doc);
        let mut names = Vec::new();
        while let Some(window) = cutter.next(doc) {
            stop.check()?;
            let embedded = self.model.embeddings.look_up(&window.pieces);
            let (found, read) = in_pool(pool.as_ref(), || {
                let found = self.model.find(&kernels, &window, &embedded, &mut scratch);
                (found, self.model.names(&kernels, &window, embedded, &mut scratch))
            });
            names.extend(read);
            take(Heard {
                drafts: found.drafts(doc, input.options, self.conventions),
                cue_likely: window.own.clone().map(|i| found.cue_likely(i)).collect(),
                own: window.own.clone(),
            });
        }
        Ok(names)
    }
}

/// What the networks say about claims in one window.
struct Heard {
    /// Tokens.
    own: Range<usize>,
    drafts: Vec<Draft>,
    /// Per token of `own`, how likely it is part of a cue, 0 to 1.
    cue_likely: Vec<f32>,
}

/// Makes claims of what was heard, given the actors.
struct Assembly<'a, 'd> {
    doc: &'a Doc<'d>,
    completion: Completion<'a, 'd>,
    /// Claims of the rules.
    sure: Vec<Draft>,
    conventions: Conventions,
    /// Up to where claims have been made.
    done: usize,
    /// What was heard behind that: a window can end within a sentence.
    open: Vec<Draft>,
}

impl<'a, 'd> Assembly<'a, 'd> {
    fn new(
        doc: &'a Doc<'d>,
        (found, people): (&'a [Mentioned], &'a Actors),
        marks: &'a Marks,
        input: &Input<'_>,
        conventions: Conventions,
        stop: &Stop,
    ) -> Result<Self, Stopped> {
        let by_rules = claims::by_rules(doc, marks, input.options, stop)?;
        Ok(Self {
            doc,
            completion: Completion::new(doc, found, people, marks),
            sure: conventions::sure(doc, by_rules),
            conventions,
            done: 0,
            open: Vec::new(),
        })
    }

    /// The claims of the sentences that the next window completes, and where those are.
    fn of(&mut self, heard: &Heard) -> (Range<usize>, Vec<ProposedClaim>) {
        let mut drafts = heard.drafts.clone();
        let likely = |i: usize| {
            let at = i.checked_sub(heard.own.start);
            at.and_then(|at| heard.cue_likely.get(at))
                .copied()
                .unwrap_or_default()
        };
        conventions::add_missed(&heard.own, &mut drafts, &self.sure, likely);
        self.open.append(&mut drafts);
        let end = heard.own.end;
        let begun = self.doc.sentences.get(self.doc.sentence_of(end));
        self.until(begun.map_or(end, |sentence| sentence.tokens.start.min(end)))
    }

    /// The claims of what is left after the last window.
    fn rest(&mut self) -> (Range<usize>, Vec<ProposedClaim>) {
        self.until(self.doc.len())
    }

    fn until(&mut self, end: usize) -> (Range<usize>, Vec<ProposedClaim>) {
        let tokens = self.done..end.max(self.done);
        self.done = tokens.end;
        let (mut drafts, open) = std::mem::take(&mut self.open)
            .into_iter()
            .partition(|draft| draft.cue.as_ref().is_none_or(|cue| cue.start < tokens.end));
        self.open = open;
        drafts.sort_by_key(|draft| draft.cue.as_ref().map(|cue| cue.start));
        claims::join_quotes(self.doc, tokens.clone(), &mut drafts);
        let mut claims = self.completion.of(tokens.clone(), drafts);
        if self.conventions.only_with_cue {
            claims.retain(|claim| claim.cue.is_some());
        }
        (tokens, claims)
    }
}

impl Model {
    /// The mean of what the members say of words, each known by the place of its first piece: a score per word and tag, and
    /// what belongs to what.
    fn ask(
        &self,
        kernels: &Kernels,
        embedded: &[f32],
        starts: &[usize],
        scratch: &mut Scratch,
    ) -> (Vec<f32>, Links<'_>) {
        let width = self.embeddings.width();
        let mut emissions = vec![0.0; starts.len() * self.field.len()];
        let mut links = Links::new();
        let (mut words, mut scores) = (Vec::new(), Vec::new());
        for member in &self.members {
            let states = member.encoder.run(kernels, embedded.to_vec(), scratch);
            at_words(&states, width, starts, &mut words);
            member.emissions.run(kernels, &words, &mut scores);
            for (sum, score) in emissions.iter_mut().zip(&scores) {
                *sum += score / self.members.len() as f32;
            }
            links.add(&member.arcs, kernels, &words);
        }
        (emissions, links)
    }

    /// What the network that reads names says of words: a score per word and tag.
    fn ask_for_names(
        &self,
        kernels: &Kernels,
        embedded: Vec<f32>,
        starts: &[usize],
        scratch: &mut Scratch,
    ) -> Vec<f32> {
        let states = self.names.encoder.run(kernels, embedded, scratch);
        let (mut words, mut scores) = (Vec::new(), Vec::new());
        at_words(&states, self.embeddings.width(), starts, &mut words);
        self.names.emissions.run(kernels, &words, &mut scores);
        scores
    }

    /// No span goes on into the next paragraph.
    fn keep_apart(&self, field: &Field, window: &Window, emissions: &mut [f32]) {
        let first = |start: &usize| {
            start.checked_sub(1).and_then(|s| window.pieces.get(s)) == Some(&self.pieces.separator)
        };
        for (row, start) in emissions.chunks_exact_mut(field.len()).zip(&window.starts) {
            if first(start) {
                field.forbid_inside(row);
            }
        }
    }

    fn find<'a>(
        &'a self,
        kernels: &Kernels,
        window: &'a Window,
        embedded: &[f32],
        scratch: &mut Scratch,
    ) -> Found<'a> {
        let (mut emissions, links) = self.ask(kernels, embedded, &window.starts, scratch);
        let field = &self.field;
        self.keep_apart(field, window, &mut emissions);
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

    /// The names that begin in the window's own words, and end there.
    fn names(
        &self,
        kernels: &Kernels,
        window: &Window,
        embedded: Vec<f32>,
        scratch: &mut Scratch,
    ) -> Vec<Sighting> {
        let field = &self.names.field;
        let mut emissions = self.ask_for_names(kernels, embedded, &window.starts, scratch);
        self.keep_apart(field, window, &mut emissions);
        let kinds = 0..field.kinds.len();
        let likely: Vec<Vec<f32>> = kinds.map(|kind| field.likely(&emissions, kind)).collect();
        let first = window.tokens.start;
        let spans = field.spans(&emissions).into_iter();
        spans
            .filter_map(|span| {
                let words = likely.get(span.kind)?.get(span.words.clone())?;
                let tokens = first + span.words.start..first + span.words.end;
                let own = window.own.contains(&tokens.start) && tokens.end <= window.own.end;
                own.then(|| Sighting {
                    kind: match field.kinds.get(span.kind).map(String::as_str) {
                        Some("person") => Some(Kind::Person),
                        Some("organization") => Some(Kind::Organization),
                        Some("place") => Some(Kind::Place),
                        _ => None,
                    },
                    likelihood: words.iter().sum::<f32>() / words.len().max(1) as f32,
                    tokens,
                })
            })
            .collect()
    }
}

/// Without whoever is none of these, as speaker or second hand.
fn known_alone(mut claim: ProposedClaim, people: &Actors) -> ProposedClaim {
    let known = |actor: &usize| *actor < people.list.len();
    claim.speaker = claim.speaker.filter(known);
    if let Some(via) = &mut claim.via {
        via.actor = via.actor.filter(known);
    }
    let nested = claim.nested.into_iter();
    claim.nested = nested.map(|inner| known_alone(inner, people)).collect();
    claim
}

/// The vectors of words, each that of its first piece.
fn at_words(states: &[f32], width: usize, starts: &[usize], words: &mut Vec<f32>) {
    words.clear();
    for start in starts {
        words.extend_from_slice(states.get(start * width..(start + 1) * width).unwrap_or_default());
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
        let (found, people) = rules::actors(&doc, input, None, stop)?;
        let mentions = rules::mentions(&found);
        each(Step::Mentions {
            actors: &people.list,
            mentions: &mentions,
        });
        let marks = Marks::new(&doc, &found);
        let mut first = Assembly::new(&doc, (&found, &people), &marks, input, self.conventions, stop)?;
        let mut heard = Vec::new();
        let mut show = |(tokens, claims): (Range<usize>, Vec<ProposedClaim>)| {
            // Who speaks and is no actor of the rules is told in the end.
            let claims: Vec<_> = claims
                .into_iter()
                .map(|claim| known_alone(claim, &people))
                .collect();
            if let Some(span) = doc.span(tokens) {
                each(Step::Claims {
                    span,
                    claims: &claims,
                });
            }
        };
        let seen = self.read(&doc, input, stop, &mut |window| {
            show(first.of(&window));
            heard.push(window);
        })?;
        show(first.rest());
        let (found, people) = rules::actors(&doc, input, Some(&seen), stop)?;
        let marks = Marks::new(&doc, &found);
        let mut last = Assembly::new(&doc, (&found, &people), &marks, input, self.conventions, stop)?;
        let mut claims: Vec<_> = heard.iter().flat_map(|window| last.of(window).1).collect();
        claims.extend(last.rest().1);
        let newcomers = last.completion.into_newcomers();
        Ok(rules::suggestions(found, people, (claims, newcomers)))
    }
}
