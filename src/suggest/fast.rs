//! The fast suggester: the rules, with trained linear models that decide which of their claims hold, where the parts of a
//! claim begin and end, and what the rules missed.

use super::claims;
use super::linear::attribution::{Attribution, Prepared};
use super::{Input, ProposedMention, Stop, Stopped, Suggester, Suggestions};

/// Suggester by rules and linear models.
#[derive(Clone, Debug)]
pub struct Fast {
    attribution: Attribution,
}

impl Fast {
    /// With a model.
    #[must_use]
    pub const fn new(attribution: Attribution) -> Self {
        Self { attribution }
    }

    /// Suggestions for an article that was made ready before.
    #[must_use]
    pub fn suggest_prepared(&self, article: Prepared<'_>, options: super::Options) -> Suggestions {
        let drafts = self.attribution.claims(&article, options);
        let claims = claims::complete(&article.doc, &article.found, &article.people, drafts);
        let mentions = article
            .found
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
        Suggestions {
            actors: article.people.list,
            mentions,
            claims,
        }
    }
}

impl Suggester for Fast {
    fn name(&self) -> &'static str {
        "fast"
    }

    fn version(&self) -> &'static str {
        "1"
    }

    fn suggest(&self, input: &Input<'_>, stop: &Stop) -> Result<Suggestions, Stopped> {
        let article = Prepared::new(input, stop)?;
        stop.check()?;
        Ok(self.suggest_prepared(article, input.options))
    }
}
