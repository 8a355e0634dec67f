//! Taggers that learned from open corpora: their labels are features of a project's tagger.

use std::io::Read as _;
use std::sync::{Arc, OnceLock};

use flate2::read::GzDecoder;

use super::super::tagger::Weights;
use super::tagger::Pass;

/// Base noun phrases, by their head: a noun, a name, a pronoun.
static PHRASES: &[u8] = include_bytes!("../../../../assets/models/mentions/phrases.bin.gz");
/// Persons, organisations and places, named and described.
static ENTITIES: &[u8] = include_bytes!("../../../../assets/models/mentions/entities.bin.gz");

/// Taggers whose labels are features. Later ones see the labels of earlier ones.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    pub(super) passes: Vec<Pass>,
}

impl Hints {
    /// Those that are shipped.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static READ: OnceLock<Hints> = OnceLock::new();
        READ.get_or_init(|| {
            let mut hints = Self::default();
            for packed in [PHRASES, ENTITIES] {
                let mut bytes = Vec::new();
                let whole = GzDecoder::new(packed).read_to_end(&mut bytes).is_ok();
                // The tests rule out that one is damaged; a project's model would not fit without it.
                let weights = whole.then(|| Weights::read(&mut bytes.as_slice())).flatten();
                if let Some(weights) = weights {
                    hints.push(Arc::new(weights));
                }
            }
            hints
        })
    }

    /// Adds a tagger. Its labels must have been learned with those before it.
    pub fn push(&mut self, weights: Arc<Weights>) {
        self.passes.push(Pass::new([weights], 0.0));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Ready;
    use super::*;
    use crate::suggest::{Input, Stop};
    use crate::text::ArticleText;

    #[test]
    fn what_is_shipped_finds_phrases_and_entities() {
        let text = ArticleText::new("She met the mayor on Monday. He lives in Velmora.");
        let input = Input::of(&text);
        let ready = Ready::new(&input, Hints::embedded(), &Stop::default()).unwrap();
        let words = |tagger: usize| -> Vec<&str> {
            let spans = ready.spans(&ready.hints[tagger]);
            spans.iter().map(|(span, _)| text.slice(*span)).collect()
        };
        let phrases = words(0);
        assert!(
            phrases.contains(&"She") && phrases.contains(&"the mayor"),
            "{phrases:?}"
        );
        let entities = words(1);
        assert!(
            entities.contains(&"She") && entities.contains(&"Velmora"),
            "{entities:?}"
        );
    }
}
