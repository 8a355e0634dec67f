//! Models as bytes: what `train` writes, what the program ships, and what a project learned on top of it.
//!
//! A mark and a version, what it stands on, then one section per task: its number, its length, its content. All numbers
//! are little-endian.

use std::sync::Arc;

use super::attribution::{Attribution, Conventions, Habits, Layer, Scale};
use super::hash::of_bytes;
use super::mentions::Mentions;
use super::tagger::Weights;

const MARK: &[u8; 4] = b"CDML";
const VERSION: u8 = 1;
/// Section with the steps of attribution.
const ATTRIBUTION: u8 = 1;
/// Section with the tagger of mentions.
const MENTIONS: u8 = 2;
/// Section with what a project learned about claims.
const HABITS: u8 = 4;

/// A trained model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The fingerprint of the model that this one is a layer on top of; `None` for a model of its own.
    pub on: Option<Fingerprint>,
    /// Attribution.
    pub attribution: Option<(Layer, Scale)>,
    /// What a project learned about claims, on top of another model.
    pub habits: Option<Habits>,
    /// Mentions in the kinds of a project.
    pub mentions: Option<Mentions>,
}

/// Tells models apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:08x}", self.0 >> 32)
    }
}

/// Why bytes are no model that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Something else, or cut short.
    #[error("this is no model, or it is damaged")]
    Damaged,
    /// Of a version of the program that is newer or much older.
    #[error("the model is of another version of the program")]
    Version,
    /// A layer on top of another model than the one at hand.
    #[error("the model was learned on top of another model; train it again")]
    Base,
}

impl Model {
    /// As bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(MARK);
        out.push(VERSION);
        out.extend(self.on.map_or(0, |on| on.0).to_le_bytes());
        if let Some((layer, scale)) = &self.attribution {
            let Scale { least, slope, shift } = *scale;
            let mut section: Vec<u8> = [least, slope, shift]
                .into_iter()
                .flat_map(f32::to_le_bytes)
                .collect();
            for part in &layer.parts {
                part.write(&mut section);
            }
            push(&mut out, ATTRIBUTION, &section);
        }
        if let Some(habits) = &self.habits {
            let mut section = habits.least.to_le_bytes().to_vec();
            let Conventions {
                beliefs,
                wide_cues,
                comma_in_source,
                only_with_cue,
            } = habits.conventions;
            section.extend([beliefs, wide_cues, comma_in_source, only_with_cue].map(u8::from));
            habits.claims.write(&mut section);
            push(&mut out, HABITS, &section);
        }
        if let Some(mentions) = &self.mentions {
            let mut section = Vec::new();
            mentions.write(&mut section);
            push(&mut out, MENTIONS, &section);
        }
        out
    }

    /// From bytes.
    ///
    /// # Errors
    /// Why they are no model that can be used.
    pub fn from_bytes(mut bytes: &[u8]) -> Result<Self, ModelError> {
        let bytes = &mut bytes;
        if take(bytes, 4) != Some(MARK) {
            return Err(ModelError::Damaged);
        }
        if take(bytes, 1) != Some(&[VERSION]) {
            return Err(ModelError::Version);
        }
        let on = number(bytes).ok_or(ModelError::Damaged)?;
        let mut model = Self {
            on: (on != 0).then_some(Fingerprint(on)),
            ..Self::default()
        };
        while let Some(head) = take(bytes, 1) {
            let length = number(bytes).and_then(|length| usize::try_from(length).ok());
            let mut section = length
                .and_then(|length| take(bytes, length))
                .ok_or(ModelError::Damaged)?;
            // Sections that this version does not know are for others.
            match head {
                [ATTRIBUTION] => {
                    model.attribution = Some(attribution(&mut section).ok_or(ModelError::Damaged)?);
                }
                [HABITS] => model.habits = Some(habits(&mut section).ok_or(ModelError::Damaged)?),
                [MENTIONS] => {
                    model.mentions = Some(Mentions::read(&mut section).ok_or(ModelError::Damaged)?);
                }
                _ => {}
            }
        }
        Ok(model)
    }

    /// Tells this model from others.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        fingerprint(&self.to_bytes())
    }

    /// The model of attribution: of this model, or of `base` with what was learned on top of it.
    ///
    /// # Errors
    /// [`ModelError::Base`] if this is a layer on top of another model than `base`, [`ModelError::Damaged`] if there is
    /// nothing about attribution in it.
    pub fn to_attribution(&self, base: Option<&Self>) -> Result<Attribution, ModelError> {
        let Some(on) = self.on else {
            let own = self.attribution.as_ref();
            return own
                .and_then(|(layer, scale)| Attribution::new(layer, *scale))
                .ok_or(ModelError::Damaged);
        };
        let base = base
            .filter(|base| base.fingerprint() == on)
            .ok_or(ModelError::Base)?;
        let attribution = base.to_attribution(None)?;
        Ok(match &self.habits {
            Some(habits) => attribution.with(habits),
            None => attribution,
        })
    }
}

/// The fingerprint of the model with these bytes (FNV-1a; never 0).
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> Fingerprint {
    Fingerprint(of_bytes(bytes).max(1))
}

fn attribution(bytes: &mut &[u8]) -> Option<(Layer, Scale)> {
    let scale = Scale {
        least: real(bytes)?,
        slope: real(bytes)?,
        shift: real(bytes)?,
    };
    let mut part = || Weights::read(bytes).map(Arc::new);
    let parts = [part()?, part()?, part()?];
    (0.0..=1.0)
        .contains(&scale.least)
        .then_some((Layer { parts }, scale))
}

fn real(bytes: &mut &[u8]) -> Option<f32> {
    let number = f32::from_le_bytes(take(bytes, 4)?.try_into().ok()?);
    number.is_finite().then_some(number)
}

fn habits(bytes: &mut &[u8]) -> Option<Habits> {
    let least = real(bytes)?;
    let [beliefs, wide_cues, comma_in_source, only_with_cue] = *take(bytes, 4)?.as_array::<4>()?;
    let claims = Arc::new(Weights::read(bytes)?);
    (0.0..=1.0).contains(&least).then_some(Habits {
        claims,
        least,
        conventions: Conventions {
            beliefs: beliefs == 1,
            wide_cues: wide_cues == 1,
            comma_in_source: comma_in_source == 1,
            only_with_cue: only_with_cue == 1,
        },
    })
}

fn push(out: &mut Vec<u8>, number: u8, section: &[u8]) {
    out.push(number);
    out.extend((section.len() as u64).to_le_bytes());
    out.extend(section);
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(head)
}

fn number(bytes: &mut &[u8]) -> Option<u64> {
    Some(u64::from_le_bytes(take(bytes, 8)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::super::attribution::Part;
    use super::super::chain::{Steps, labels_for};
    use super::super::table::Table;
    use super::*;
    use crate::annotation::KindId;

    fn model() -> Model {
        let weights = |part: Part| {
            let labels = part.labels();
            Arc::new(Weights {
                table: Table::new(labels, &[(7, vec![1.0; labels])]),
                steps: Steps::zero(labels),
            })
        };
        Model {
            on: None,
            attribution: Some((
                Layer {
                    parts: Part::ALL.map(weights),
                },
                Scale::default(),
            )),
            habits: None,
            mentions: None,
        }
    }

    fn with_mentions() -> Model {
        let labels = labels_for(1);
        let weights = Arc::new(Weights {
            table: Table::new(labels, &[(7, vec![1.0; labels])]),
            steps: Steps::zero(labels),
        });
        Model {
            attribution: None,
            mentions: Some(Mentions {
                kinds: vec![KindId::new("ship".to_owned())],
                first: vec![weights.clone()],
                second: vec![weights],
                eager: 0.2,
            }),
            ..Model::default()
        }
    }

    #[test]
    fn bytes_come_back() {
        let model = model();
        let bytes = model.to_bytes();
        let read = Model::from_bytes(&bytes).unwrap();
        assert_eq!(read, model);
        assert!(read.to_attribution(None).is_ok());
        let layer = Model {
            on: Some(model.fingerprint()),
            attribution: None,
            habits: Some(Habits {
                claims: model.attribution.as_ref().unwrap().0.parts[2].clone(),
                least: 0.3,
                conventions: Conventions {
                    wide_cues: true,
                    ..Conventions::default()
                },
            }),
            ..Model::default()
        };
        assert_eq!(Model::from_bytes(&layer.to_bytes()).unwrap(), layer);
        assert!(layer.to_attribution(Some(&model)).is_ok());
        let refused = |base: Option<&Model>| layer.to_attribution(base).unwrap_err();
        assert_eq!(refused(None), ModelError::Base, "a layer does not stand alone");
        assert_eq!(refused(Some(&layer)), ModelError::Base);
        assert_ne!(layer.fingerprint(), model.fingerprint());
        let both = Model {
            attribution: model.attribution,
            ..with_mentions()
        };
        for model in [with_mentions(), both] {
            assert_eq!(Model::from_bytes(&model.to_bytes()).unwrap(), model);
        }
    }

    #[test]
    fn damage_is_refused_at_every_length() {
        for bytes in [model().to_bytes(), with_mentions().to_bytes()] {
            for length in 0..bytes.len() {
                let read = Model::from_bytes(&bytes[..length]);
                // Cut between sections it is a model with less in it.
                assert!(read.is_err() || length == 13, "{length}");
            }
        }
        assert_eq!(Model::from_bytes(b"CDML\x09"), Err(ModelError::Version));
    }
}
