//! The fast suggester: the rules, with trained linear models that decide which of their claims hold, where the parts of a
//! claim begin and end, and what the rules missed.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::claims;
use super::linear::attribution::{Attribution, Habits, Prepared};
use super::linear::model::{Fingerprint, Model, ModelError, fingerprint};
use super::rules;
use super::{Input, Stop, Stopped, Suggester, Suggestions};

/// The model that the program ships; `assets/models/fast/README.md` says what it learned from.
static EMBEDDED: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/assets/models/fast/model.bin"
));

/// Changes with the output of the shipped model.
const VERSION: &str = "2";

/// Suggester by rules and linear models.
#[derive(Clone, Debug)]
pub struct Fast {
    attribution: Attribution,
    version: Cow<'static, str>,
}

impl Fast {
    /// With the model that the program ships, which is read once. `None` if it is unreadable, which the tests rule out.
    #[must_use]
    pub fn embedded() -> Option<Self> {
        static READ: OnceLock<Option<Fast>> = OnceLock::new();
        READ.get_or_init(|| Self::from_bytes(EMBEDDED).ok()).clone()
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
        model.to_attribution(base.as_ref()).map(Self::new)
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
            version: Cow::Borrowed(VERSION),
        }
    }

    /// With what a project learned on top. Its version tells it from the one that learned nothing, and from others.
    #[must_use]
    pub fn with(self, habits: &Habits) -> Self {
        Self {
            version: Cow::Owned(format!("{VERSION}+{}", habits.number())),
            attribution: self.attribution.with(habits),
        }
    }

    /// Suggestions for an article that was made ready before.
    #[must_use]
    pub fn suggest_prepared(&self, article: Prepared<'_>, options: super::Options) -> Suggestions {
        let drafts = self.attribution.claims(&article, options);
        let claims = claims::complete(&article.doc, &article.found, &article.people, drafts);
        Suggestions {
            mentions: rules::mentions(&article.found),
            actors: article.people.list,
            claims,
        }
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
        Ok(self.suggest_prepared(article, input.options))
    }
}
