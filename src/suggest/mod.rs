//! Floor 2: from an article to suggestions.
//!
//! A [`Suggester`] reads one article and proposes actors, mentions and claims. It never sees what a person decided and
//! never changes anything: `review` turns its output into items and keeps out what was rejected. It is deterministic,
//! does no I/O, takes time linear in the length of the text, and can be stopped between paragraphs.

mod accurate;
mod act_words;
mod actors;
mod choice;
mod claims;
pub mod dates;
mod doc;
mod fast;
mod figures;
pub mod gazetteer;
mod gender;
pub mod identity;
mod known;
mod lexicon;
pub mod linear;
mod quotes;
mod rules;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;

use crate::annotation::{Act, Figure, Form, KindId, QuoteType};
use crate::text::{ArticleText, Span, Zone};

pub use accurate::{Accurate, ModelError};
pub use choice::Choice;
pub use fast::Fast;
pub use rules::Rules;

/// Something that proposes actors and claims.
pub trait Suggester: Send + Sync {
    /// Short name, as it stands in files ("rules").
    fn name(&self) -> &'static str;

    /// Version; changes when its output does.
    fn version(&self) -> &str;

    /// Goes over one article.
    ///
    /// # Errors
    /// [`Stopped`] if `stop` was set before the end.
    fn suggest(&self, input: &Input<'_>, stop: &Stop) -> Result<Suggestions, Stopped>;

    /// Goes over one article and hands out what is found on the way: the mentions first, then the claims stretch by stretch,
    /// in text order. What is returned is what [`Self::suggest`] gives, and takes the place of all that: what the end of an
    /// article tells may change mentions and speakers before it, and a speaker whom only claims name is told there.
    ///
    /// # Errors
    /// [`Stopped`] if `stop` was set before the end.
    fn suggest_each(
        &self,
        input: &Input<'_>,
        stop: &Stop,
        each: &mut dyn FnMut(Step<'_>),
    ) -> Result<Suggestions, Stopped> {
        let all = self.suggest(input, stop)?;
        each(Step::Mentions {
            actors: &all.actors,
            mentions: &all.mentions,
        });
        if let Some(span) = Span::new(0, input.text.as_str().len()) {
            each(Step::Claims {
                span,
                claims: &all.claims,
            });
        }
        Ok(all)
    }
}

/// Part of what a suggester proposes, handed out while it works.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// All mentions and the actors behind them. Comes first, once.
    Mentions {
        /// As in [`Suggestions::actors`].
        actors: &'a [ProposedActor],
        /// As in [`Suggestions::mentions`].
        mentions: &'a [ProposedMention],
    },
    /// The claims of a stretch of the text. Stretches come in text order and do not overlap.
    Claims {
        /// The stretch, whole paragraphs save where one is very long. Later steps have no claim whose cue is in it.
        span: Span,
        /// Its claims, in text order; may be none.
        claims: &'a [ProposedClaim],
    },
}

/// What a suggester reads.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// The article's text.
    pub text: &'a ArticleText,
    /// Its zones; nothing is proposed in boilerplate.
    pub zones: &'a [Zone],
    /// Day of publication, to resolve "Saturday".
    pub published: Option<Date>,
    /// Names that a person confirmed in this project, with their kind. They win over every other source.
    pub known: &'a [KnownName],
    /// What to look for.
    pub options: Options,
}

impl<'a> Input<'a> {
    /// A text of which nothing else is known.
    #[must_use]
    pub const fn of(text: &'a ArticleText) -> Self {
        Self {
            text,
            zones: &[],
            published: None,
            known: &[],
            options: Options { beliefs: false },
        }
    }
}

/// A name that a person confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownName {
    /// As it stands in text.
    pub name: String,
    /// Its kind.
    pub kind: KindId,
    /// What its actor is called.
    pub actor: String,
}

/// The signs that speak for and against a name's kind, and the kinds, by the words that `assets/gazetteer/kinds.txt` uses.
pub use actors::evidence::{Evidence, KINDS as NAME_KINDS, SIGNS as NAME_SIGNS};

/// The names of an article whose kind the rules leave to the evidence, with that evidence: what its weights are fitted
/// on.
#[must_use]
pub fn open_names(text: &ArticleText) -> Vec<(Span, Evidence)> {
    let input = Input::of(text);
    doc::Doc::new(&input, &Stop::default())
        .map(|doc| actors::open_names(&doc))
        .unwrap_or_default()
}

/// What to look for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Also beliefs and intentions ("hopes", "plans"), not only speech acts.
    pub beliefs: bool,
}

/// What a suggester proposes for one article. Mentions and claims are in text order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggestions {
    /// The actors that mentions and claims refer to by index.
    pub actors: Vec<ProposedActor>,
    /// Mentions; no two have the same span.
    pub mentions: Vec<ProposedMention>,
    /// Claims, outermost ones.
    pub claims: Vec<ProposedClaim>,
}

/// An actor, as far as one article tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedActor {
    /// The fullest name found.
    pub name: String,
    /// Other names found; sorted, without `name`.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: KindId,
}

/// A proposed mention.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedMention {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: KindId,
    /// Named or described.
    pub form: Form,
    /// Index into [`Suggestions::actors`].
    pub actor: Option<usize>,
    /// How sure, 0 to 1.
    pub score: f32,
    /// Why, in a few words for the reviewer ("list of states", "title before a name").
    pub reason: String,
}

/// A proposed claim.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposedClaim {
    /// Content, at least one span, sorted.
    pub content: Vec<Span>,
    /// Cue.
    pub cue: Option<Span>,
    /// Source.
    pub source: Option<Span>,
    /// Index into [`Suggestions::actors`] of the actor behind the source.
    pub speaker: Option<usize>,
    /// Second hand: who else the words came through; see [`Claim::via`](crate::annotation::Claim::via).
    pub via: Option<ProposedVia>,
    /// Act.
    pub act: Act,
    /// Quote type.
    pub quote: QuoteType,
    /// Figures in the content.
    pub figures: Vec<Figure>,
    /// Ordering hint, 0 to 1.
    pub check_worthiness: f32,
    /// How sure, 0 to 1.
    pub score: f32,
    /// Why.
    pub reason: String,
    /// The claims in this one's content; they have none nested themselves.
    pub nested: Vec<ProposedClaim>,
}

/// Who a claim came through, second hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProposedVia {
    /// The words.
    pub span: Span,
    /// Index into [`Suggestions::actors`].
    pub actor: Option<usize>,
}

/// The work was stopped; its result is not wanted any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct Stopped;

/// A switch that asks running work to end early. Clones share the switch.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks to end.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// For `?` between paragraphs.
    ///
    /// # Errors
    /// [`Stopped`] if somebody asked.
    pub fn check(&self) -> Result<(), Stopped> {
        if self.is_set() { Err(Stopped) } else { Ok(()) }
    }
}
