//! The suggester by gazetteers, rules and patterns: fast, the same on every machine, and able to say why.

use super::actors::{self, Found, Sighting, grouping::Actors};
use super::claims::{self, Newcomers};
use super::doc::Doc;
use super::known::Known;
use super::{Input, ProposedClaim, ProposedMention, Stop, Stopped, Suggester, Suggestions};

/// Suggester by gazetteers, rules and patterns.
#[derive(Debug, Default)]
pub struct Rules;

impl Suggester for Rules {
    fn name(&self) -> &'static str {
        "rules"
    }

    fn version(&self) -> &'static str {
        "8"
    }

    fn suggest(&self, input: &Input<'_>, stop: &Stop) -> Result<Suggestions, Stopped> {
        let doc = Doc::new(input, stop)?;
        let (found, people) = self::actors(&doc, input, None, stop)?;
        let claims = claims::find(&doc, &found, &people, input.options, stop)?;
        Ok(suggestions(found, people, claims))
    }
}

/// The mentions that the rules find, and the actors behind them; see [`actors::find`] for `seen`.
pub(super) fn actors(
    doc: &Doc<'_>,
    input: &Input<'_>,
    seen: Option<&[Sighting]>,
    stop: &Stop,
) -> Result<(Vec<Found>, Actors), Stopped> {
    actors::find(doc, &Known::new(input.known), seen, stop)
}

/// What is proposed: the actors and mentions of the article, and those that its claims add.
pub(super) fn suggestions(
    mut found: Vec<Found>,
    people: Actors,
    (claims, newcomers): (Vec<ProposedClaim>, Newcomers),
) -> Suggestions {
    let mut actors = people.list;
    newcomers.join(&mut actors, &mut found);
    Suggestions {
        mentions: mentions(&found),
        actors,
        claims,
    }
}

/// Mentions as they are proposed.
pub(super) fn mentions(found: &[Found]) -> Vec<ProposedMention> {
    found
        .iter()
        .map(|f| ProposedMention {
            span: f.span,
            kind: f.kind_id(),
            form: f.form,
            actor: f.actor,
            score: f.score.clamp(0.0, 1.0),
            reason: f.reason.to_owned(),
        })
        .collect()
}
