//! The suggester by gazetteers, rules and patterns: fast, the same on every machine, and able to say why.

use super::actors;
use super::claims;
use super::doc::Doc;
use super::known::Known;
use super::{Input, ProposedMention, Stop, Stopped, Suggester, Suggestions};

/// Suggester by gazetteers, rules and patterns.
#[derive(Debug, Default)]
pub struct Rules;

impl Suggester for Rules {
    fn name(&self) -> &'static str {
        "rules"
    }

    fn version(&self) -> &'static str {
        "1"
    }

    fn suggest(&self, input: &Input<'_>, stop: &Stop) -> Result<Suggestions, Stopped> {
        let doc = Doc::new(input, stop)?;
        let known = Known::new(input.known);
        let (found, people) = actors::find(&doc, &known, stop)?;
        let claims = claims::find(&doc, &found, &people, input.options, stop)?;
        let mentions = found
            .into_iter()
            .map(|f| ProposedMention {
                span: f.span,
                kind: f.kind_id(),
                form: f.form,
                actor: f.actor,
                score: f.score.clamp(0.0, 1.0),
                reason: f.reason.to_owned(),
            })
            .collect();
        Ok(Suggestions {
            actors: people.list,
            mentions,
            claims,
        })
    }
}
