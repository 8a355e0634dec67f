//! The fast suggester: the rules, with trained linear models that decide which of their claims hold, where the parts of a
//! claim begin and end, and what the rules missed.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::claims::{self, Draft, Newcomers};
use super::linear::attribution::{Attribution, Habits, LaidOut, Prepared};
use super::linear::mentions::{Hints, Mentions, Ready};
use super::linear::model::{Fingerprint, Model, ModelError, fingerprint};
use super::rules;
use super::{Input, Options, ProposedClaim, ProposedMention, Stop, Stopped, Suggester, Suggestions};
use crate::annotation::{Form, KindId};
use crate::text::Span;

/// The model that the program ships; `assets/models/fast/README.md` says what it learned from.
static EMBEDDED: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/assets/models/fast/model.bin"
));

/// Changes with the output of the shipped model.
const VERSION: &str = "11";

/// How often a learned mention is right, and how often one that the rules have found, too: the shares seen when the tagger
/// was cross-validated.
const LEARNED: f32 = 0.66;
const AGREED: f32 = 0.75;

/// Suggester by rules and linear models.
#[derive(Clone, Debug)]
pub struct Fast {
    attribution: Attribution,
    /// Mentions as a project marks them, in place of the rules'.
    mentions: Option<Arc<Mentions>>,
    version: Cow<'static, str>,
}

impl Fast {
    /// With the model that the program ships, which is read once. `None` if it is unreadable, which the tests rule out.
    #[must_use]
    pub fn embedded() -> Option<Self> {
        static READ: OnceLock<Option<Fast>> = OnceLock::new();
        let read = || Model::from_bytes(EMBEDDED)?.to_attribution(None).map(Self::new);
        READ.get_or_init(|| read().ok()).clone()
    }

    /// With the model in `bytes`: one of its own, or a layer on top of the shipped one.
    ///
    /// # Errors
    /// Why they are no model that can be used.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let model = Model::from_bytes(bytes)?;
        let base = match model.on {
            Some(_) => Some(Model::from_bytes(EMBEDDED)?),
            None => None,
        };
        Ok(Self {
            version: Cow::Owned(format!("{VERSION}+{}", model.fingerprint())),
            mentions: model.mentions.clone().map(Arc::new),
            ..Self::new(model.to_attribution(base.as_ref())?)
        })
    }

    /// Tells the shipped model from others: what is learned on top of it says so.
    #[must_use]
    pub fn fingerprint() -> Fingerprint {
        fingerprint(EMBEDDED)
    }

    /// The model.
    #[must_use]
    pub const fn attribution(&self) -> &Attribution {
        &self.attribution
    }

    /// With a model.
    #[must_use]
    pub const fn new(attribution: Attribution) -> Self {
        Self {
            attribution,
            mentions: None,
            version: Cow::Borrowed(VERSION),
        }
    }

    /// With what a project learned on top. Its version tells it from the one that learned nothing, and from others.
    #[must_use]
    pub fn with(self, habits: &Habits) -> Self {
        Self {
            version: Cow::Owned(format!("{VERSION}+{}", habits.number())),
            attribution: self.attribution.with(habits),
            ..self
        }
    }

    /// Suggestions for an article that was laid out before, by a model of which this one differs in its habits alone.
    /// Mentions are the rules'.
    #[must_use]
    pub fn suggest_laid_out(&self, article: &LaidOut<'_>, options: Options) -> Suggestions {
        let drafts = self.attribution.claims_of(article, options);
        let article = &article.article;
        let claims = self.complete(article, drafts);
        rules::suggestions(article.found.clone(), article.people.clone(), claims)
    }

    fn complete(&self, article: &Prepared<'_>, drafts: Vec<Draft>) -> (Vec<ProposedClaim>, Newcomers) {
        let (mut claims, newcomers) = claims::complete(&article.doc, &article.found, &article.people, drafts);
        if self.attribution.conventions.only_with_cue {
            claims.retain(|claim| claim.cue.is_some());
        }
        (claims, newcomers)
    }
}

impl Suggester for Fast {
    fn name(&self) -> &'static str {
        "fast"
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn suggest(&self, input: &Input<'_>, stop: &Stop) -> Result<Suggestions, Stopped> {
        let article = Prepared::new(input, stop)?;
        stop.check()?;
        let claims = self.complete(&article, self.attribution.claims(&article, input.options));
        let mut found = rules::suggestions(article.found, article.people, claims);
        if let Some(mentions) = &self.mentions {
            let marked = mentions.find(&Ready::new(input, Hints::embedded(), stop)?, stop)?;
            found.mentions = as_marked(marked, &found.mentions);
        }
        Ok(found)
    }
}

/// Mentions as a project marks them. What the rules found at the same place tells the actor and the form.
fn as_marked(marked: Vec<(Span, KindId)>, by_rules: &[ProposedMention]) -> Vec<ProposedMention> {
    let same = |span: Span| {
        let at = by_rules
            .binary_search_by_key(&span, |mention| mention.span)
            .ok()?;
        by_rules.get(at)
    };
    let proposed = marked.into_iter().map(|(span, kind)| {
        let known = same(span);
        ProposedMention {
            span,
            kind,
            form: known.map_or(Form::Named, |mention| mention.form),
            actor: known.and_then(|mention| mention.actor),
            score: if known.is_some() { AGREED } else { LEARNED },
            reason: "learned from annotated articles".to_owned(),
        }
    });
    proposed.collect()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::super::{Options, tests::suggest_by};
    use super::*;

    fn fast() -> Fast {
        Fast::embedded().unwrap()
    }

    #[test]
    fn claims_have_their_parts() {
        let text =
            "The road to Aven is closed, Mayor Anna Toll said on Friday. Ben Okoro, her deputy, denied that.";
        let found = suggest_by(&fast(), text, Options::default());
        let claim = found.claims.iter().find(|c| c.cue.is_some()).unwrap();
        let part = |span: crate::text::Span| text.get(span.range()).unwrap();
        assert_eq!(part(claim.content[0]), "The road to Aven is closed");
        assert_eq!(part(claim.cue.unwrap()), "said");
        assert_eq!(part(claim.source.unwrap()), "Mayor Anna Toll");
        assert!(found.claims.iter().all(|c| (0.0..=1.0).contains(&c.score)));
        assert_eq!(found, suggest_by(&fast(), text, Options::default()));
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let fast = fast();
        for unit in [
            "said ",
            "Toll said ",
            "\u{201c}he said ",
            "\" said, \" ",
            "AVEN SAID IT ",
            "\u{1}\u{7f} said",
            "according to ",
            "x",
        ] {
            let time = |count: usize| {
                let text = unit.repeat(count);
                let start = Instant::now();
                suggest_by(&fast, &text, Options { beliefs: true });
                start.elapsed()
            };
            time(100);
            let (short, long) = (time(1_000), time(8_000));
            // Eight times the text; the square of that would be 64 times the time.
            assert!(
                long < short * 24 + Duration::from_millis(300),
                "{unit:?}: {short:?}, {long:?}"
            );
        }
    }
}
