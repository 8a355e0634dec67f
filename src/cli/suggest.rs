//! `claimdesk suggest`: articles in, one line of JSON with proposals per article out.

use std::sync::Arc;

use super::args::{SuggestArgs, SuggesterName, Suggesting};
use super::pipeline::{Taken, in_order};
use super::report::{Halt, Report};
use super::{articles, output};
use crate::annotation::{ActorId, Claim, Mention, Party};
use crate::exchange::Draft;
use crate::exchange::formats::jsonl::{ProposedOut, Record};
use crate::project::in_words;
use crate::suggest::identity::{Identity, Register};
use crate::suggest::{
    Choice, Fast, Input, KnownName, Options, ProposedActor, ProposedClaim, ProposedMention, Stop, Suggester,
    Suggestions,
};
use crate::text::ZoneKind;

/// Runs the command.
pub fn run(args: &SuggestArgs, report: &Report) -> Result<(), Halt> {
    let suggester = suggester(&args.suggesting)?;
    let mut out = output::standard();
    let mut halted = None;
    // An actor has one id in all articles of a run, by whichever of its names it goes.
    let mut register: Register<ActorId> = Register::with_limit(REMEMBERED);
    report.progress("Suggesting", None, output::is_on_terminal());
    in_order(
        jobs(&args.suggesting),
        |hand_in| articles::read(&args.articles, None, report, hand_in),
        |mut draft: Draft| {
            if args.boilerplate {
                draft.zones.retain(|zone| zone.kind != ZoneKind::Boilerplate);
            }
            let suggestions = suggest(suggester.as_ref(), &draft, &args.suggesting, &[]);
            let identities: Vec<(ActorId, Identity)> = suggestions.actors.iter().map(identity).collect();
            (draft, suggestions, identities)
        },
        |taken| {
            let result = match taken {
                Taken::Result((draft, suggestions, identities)) => {
                    report.step();
                    // In the order of the input, thus the same for any number of workers.
                    let ids: Vec<ActorId> = identities
                        .into_iter()
                        .map(|(new, identity)| register.settle(identity, new))
                        .collect();
                    out.bytes(&line(&draft, &suggestions, &ids))
                }
                Taken::Pause => out.flush(),
            };
            halted = result.err();
            halted.is_none()
        },
    );
    match halted {
        Some(halt) => Err(halt),
        None => out.finish(),
    }
}

/// The suggester of that name, with the model that is asked for.
pub fn suggester(args: &Suggesting) -> Result<Arc<dyn Suggester>, Halt> {
    let choice = match args.suggester {
        SuggesterName::Fast => Choice::Fast,
        SuggesterName::Accurate => Choice::Accurate,
    };
    match &args.model {
        None => Ok(choice.suggester()),
        Some(_) if choice != Choice::Fast => Err(Halt::Usage(
            "Only the fast suggester can use a model of your own: leave out --suggester.".to_owned(),
        )),
        Some(path) => {
            let fault =
                |why: &dyn std::fmt::Display, hint: &str| format!("{}: {why}. {hint}", path.display());
            let bytes = std::fs::read(path).map_err(|error| {
                Halt::Unreachable(fault(
                    &format!("Could not be read: {}", in_words(&error)),
                    "Name a file that \"claimdesk train\" wrote.",
                ))
            })?;
            let fast = Fast::from_bytes(&bytes)
                .map_err(|error| Halt::Fault(fault(&error, "Write it anew with \"claimdesk train\".")))?;
            Ok(Arc::new(fast))
        }
    }
}

/// How many articles to work on at a time.
pub fn jobs(args: &Suggesting) -> usize {
    let processors = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    args.jobs.map_or_else(processors, usize::from)
}

/// Proposals for one article.
pub fn suggest(
    suggester: &dyn Suggester,
    draft: &Draft,
    args: &Suggesting,
    known: &[KnownName],
) -> Suggestions {
    let input = Input {
        text: &draft.text,
        zones: &draft.zones,
        published: draft.metadata.published,
        known,
        options: Options {
            beliefs: args.beliefs,
        },
    };
    // Nobody stops it here.
    suggester.suggest(&input, &Stop::default()).unwrap_or_default()
}

/// How many actors a run remembers: some twenty megabytes, whatever the length of the input.
const REMEMBERED: usize = 20_000;

fn line(draft: &Draft, suggestions: &Suggestions, actors: &[ActorId]) -> Vec<u8> {
    let actor = |index: Option<usize>| index.and_then(|index| actors.get(index).copied());
    let mentions: Vec<_> = suggestions
        .mentions
        .iter()
        .map(|m| (mention(m, actor(m.actor)), m))
        .collect();
    let mut record = Record::new(draft.metadata.imported_from.as_str(), &draft.text);
    for (mention, proposed) in &mentions {
        record.propose_mention(mention, proposed.score, &proposed.reason);
    }
    let claims: Vec<_> = suggestions.claims.iter().map(|c| printed(c, &actor)).collect();
    for claim in &claims {
        record.propose_claim(claim.out());
    }
    let mut line = Vec::new();
    // Writing to memory cannot fail, and every field can be written.
    let _ = record.write(&mut line);
    line
}

/// What an actor is known by, and its id if it is new.
fn identity(actor: &ProposedActor) -> (ActorId, Identity) {
    let aliases = actor.aliases.iter().map(String::as_str);
    (
        ActorId::for_name(&actor.name, &actor.kind),
        Identity::new(&actor.name, aliases, &actor.kind),
    )
}

/// A proposed claim as the exchange floor knows claims, with those nested in it.
struct Printed<'a> {
    claim: Claim,
    proposed: &'a ProposedClaim,
    nested: Vec<Self>,
}

impl Printed<'_> {
    fn out(&self) -> ProposedOut<'_> {
        ProposedOut {
            claim: &self.claim,
            score: self.proposed.score,
            reason: &self.proposed.reason,
            nested: self.nested.iter().map(Printed::out).collect(),
        }
    }
}

fn printed<'a>(
    proposed: &'a ProposedClaim,
    actor: &impl Fn(Option<usize>) -> Option<ActorId>,
) -> Printed<'a> {
    Printed {
        claim: claim(proposed, actor),
        proposed,
        nested: proposed
            .nested
            .iter()
            .map(|inner| printed(inner, actor))
            .collect(),
    }
}

fn mention(proposed: &ProposedMention, actor: Option<ActorId>) -> Mention {
    Mention {
        span: proposed.span,
        kind: proposed.kind.clone(),
        form: proposed.form,
        actor,
        note: String::new(),
    }
}

fn claim(proposed: &ProposedClaim, actor: impl Fn(Option<usize>) -> Option<ActorId>) -> Claim {
    Claim {
        content: proposed.content.clone(),
        cue: proposed.cue,
        source: proposed.source,
        speaker: actor(proposed.speaker),
        via: proposed.via.map(|via| Party {
            span: via.span,
            actor: actor(via.actor),
        }),
        act: proposed.act,
        quote: proposed.quote,
        figures: proposed.figures.clone(),
        check_worthiness: proposed.check_worthiness,
        ..Claim::default()
    }
}
