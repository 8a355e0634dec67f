//! The trained network, as it lies in the program: weights, description and vocabulary.
//!
//! The matrices are rows of 8-bit values with one scale a row; everything small is in 32 bits. Values keep within 6 or 7
//! bits where that costs nothing, and are packed. They are made ready once, when somebody first asks, and shared by all
//! threads.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::GzDecoder;
use safetensors::{Dtype, SafeTensorError, SafeTensors};
use serde::Deserialize;

use super::arcs::{Arcs, Plain};
use super::crf::Field;
use super::encoder::{Embeddings, Encoder, Layer, Norm};
use super::linear::{Kernels, Linear};
use super::windows;
use super::wordpiece::WordPiece;

static WEIGHTS: &[u8] = include_bytes!("../../../assets/models/accurate/weights.safetensors.gz");
static DESCRIPTION: &str = include_str!("../../../assets/models/accurate/model.json");
static VOCABULARY: &str = include_str!("../../../assets/models/accurate/vocab.txt");

/// The heads, as the description calls them.
const ATTRIBUTION: &str = "attribution";
const NAMES: &str = "names";

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The weights cannot be unpacked.
    #[error("the weights cannot be unpacked")]
    Packed(#[from] std::io::Error),
    /// The weights are no file of tensors.
    #[error("the weights cannot be read")]
    Weights(#[from] SafeTensorError),
    /// The description does not say what is needed.
    #[error("the description cannot be read")]
    Description(#[from] serde_json::Error),
    /// The vocabulary lacks the pieces that stand for the unknown and for the edges of a paragraph.
    #[error("the vocabulary lacks [UNK], [CLS] or [SEP]")]
    Vocabulary,
    /// A tensor is missing, or not of the size that the others ask for.
    #[error("tensor {0} is missing or does not fit")]
    Tensor(String),
}

/// What stands beside the weights.
#[derive(Deserialize)]
struct Description {
    /// Labels of each head.
    heads: BTreeMap<String, Vec<String>>,
    window: windows::Settings,
    /// Number of networks that are asked for attributions.
    members: usize,
    /// Of each network.
    layers: usize,
    attention_heads: usize,
    #[serde(default)]
    calibration: Calibration,
}

/// What a claim's score says about how often such claims are right: Platt's curve (Platt 1999) over the score's logit, fitted
/// on articles that training did not see.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Calibration {
    slope: f32,
    shift: f32,
}

impl Default for Calibration {
    /// Leaves scores as they are.
    fn default() -> Self {
        Self {
            slope: 1.0,
            shift: 0.0,
        }
    }
}

impl Calibration {
    /// The share of such claims that are right, 0 to 1.
    pub(super) fn of(self, score: f32) -> f32 {
        let score = score.clamp(1e-4, 1.0 - 1e-4);
        let logit = (score / (1.0 - score)).ln();
        1.0 / (1.0 + (-self.slope * logit - self.shift).exp())
    }
}

/// One of several networks of the same form that were trained apart: what they say is averaged, which is right more often
/// than any of them (Hansen and Salamon 1990).
pub(super) struct Member {
    pub encoder: Encoder,
    /// A score per word and tag.
    pub emissions: Plain,
    pub arcs: Arcs,
}

/// The network that reads names, trained apart from the members.
pub(super) struct Names {
    pub encoder: Encoder,
    /// A score per word and tag.
    pub emissions: Plain,
    pub field: Field,
}

/// Everything that is needed to tag an article.
pub(super) struct Model {
    pub pieces: WordPiece,
    pub window: windows::Settings,
    /// Training leaves them as they are, so that all networks share them.
    pub embeddings: Embeddings,
    pub members: Vec<Member>,
    /// Over the mean of the members' scores.
    pub field: Field,
    pub names: Names,
    pub calibration: Calibration,
}

impl Model {
    /// The model that comes with the program.
    pub(super) fn embedded() -> Result<&'static Self, &'static ModelError> {
        static READY: OnceLock<Result<Model, ModelError>> = OnceLock::new();
        READY
            .get_or_init(|| Model::read(WEIGHTS, DESCRIPTION, VOCABULARY))
            .as_ref()
    }

    /// Makes a model ready, of tensors packed by gzip.
    pub(super) fn read(
        weights: &[u8],
        description: &str,
        vocabulary: &'static str,
    ) -> Result<Self, ModelError> {
        let description: Description = serde_json::from_str(description)?;
        let pieces = WordPiece::new(vocabulary).ok_or(ModelError::Vocabulary)?;
        let kernels = Kernels::default();
        let mut unpacked = Vec::new();
        GzDecoder::new(weights).read_to_end(&mut unpacked)?;
        let file = File {
            tensors: SafeTensors::deserialize(&unpacked)?,
            kernels: &kernels,
        };
        let embeddings = file.embeddings(description.attention_heads)?;
        let field = file.field(ATTRIBUTION, &description)?;
        let members = (0..description.members).map(|number| {
            let member = file.member(number, &description, embeddings.width())?;
            let fits = member.emissions.bias.len() == field.len();
            fits.then_some(member).ok_or_else(|| misfit(ATTRIBUTION))
        });
        let members: Vec<Member> = members.collect::<Result<_, _>>()?;
        if members.is_empty() {
            return Err(misfit(ATTRIBUTION));
        }
        let names = file.names(&description, embeddings.width())?;
        let window = windows::Settings {
            longest: description.window.longest.min(embeddings.longest()),
            ..description.window
        };
        Ok(Self {
            pieces,
            window,
            embeddings,
            members,
            field,
            names,
            calibration: description.calibration,
        })
    }
}

/// A file of tensors.
struct File<'a> {
    tensors: SafeTensors<'a>,
    kernels: &'a Kernels,
}

fn misfit(name: &str) -> ModelError {
    ModelError::Tensor(name.to_owned())
}

impl File<'_> {
    fn floats(&self, name: &str) -> Result<Vec<f32>, ModelError> {
        let tensor = self.tensors.tensor(name).map_err(|_| misfit(name))?;
        let (values, rest) = tensor.data().as_chunks::<4>();
        let fits = tensor.dtype() == Dtype::F32 && rest.is_empty();
        fits.then(|| values.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
            .ok_or_else(|| misfit(name))
    }

    fn sized(&self, name: &str, size: usize) -> Result<Vec<f32>, ModelError> {
        let found = self.floats(name)?;
        (found.len() == size).then_some(found).ok_or_else(|| misfit(name))
    }

    fn bytes(&self, name: &str, columns: usize) -> Result<&[i8], ModelError> {
        let tensor = self.tensors.tensor(name).map_err(|_| misfit(name))?;
        let fits = tensor.dtype() == Dtype::I8 && tensor.shape().last() == Some(&columns);
        fits.then(|| bytemuck::cast_slice(tensor.data()))
            .ok_or_else(|| misfit(name))
    }

    /// Rows of 8-bit values with a scale each, as floats.
    fn matrix(&self, name: &str, columns: usize) -> Result<Vec<f32>, ModelError> {
        let values = self.bytes(&format!("{name}.weight"), columns)?;
        let scales = self.sized(&format!("{name}.scale"), values.len() / columns.max(1))?;
        let rows = values.chunks_exact(columns.max(1)).zip(&scales);
        Ok(rows
            .flat_map(|(row, scale)| row.iter().map(move |value| f32::from(*value) * scale))
            .collect())
    }

    fn linear(&self, name: &str, inputs: usize) -> Result<Linear, ModelError> {
        let weights = self.bytes(&format!("{name}.weight"), inputs)?;
        let scales = self.floats(&format!("{name}.scale"))?;
        let bias = self.floats(&format!("{name}.bias"))?;
        Linear::new(self.kernels, weights, inputs, scales, bias).ok_or_else(|| misfit(name))
    }

    fn plain(&self, name: &str, inputs: usize) -> Result<Plain, ModelError> {
        let bias = self.floats(&format!("{name}.bias"))?;
        let weights = self.matrix(name, inputs)?;
        let fits = weights.len() == bias.len() * inputs;
        fits.then_some(Plain { weights, bias })
            .ok_or_else(|| misfit(name))
    }

    fn norm(&self, name: &str, width: usize) -> Result<Norm, ModelError> {
        Ok(Norm {
            scale: self.sized(&format!("{name}.weight"), width)?,
            bias: self.sized(&format!("{name}.bias"), width)?,
        })
    }

    fn embeddings(&self, attention_heads: usize) -> Result<Embeddings, ModelError> {
        let norm = "embeddings.LayerNorm";
        let width = self.floats(&format!("{norm}.bias"))?.len();
        if width == 0 || attention_heads == 0 || !width.is_multiple_of(attention_heads) {
            return Err(misfit(norm));
        }
        let words = "embeddings.words";
        let embeddings = Embeddings {
            words: self.bytes(&format!("{words}.weight"), width)?.to_vec(),
            scales: self.floats(&format!("{words}.scale"))?,
            places: self.matrix("embeddings.places", width)?,
            norm: self.norm(norm, width)?,
        };
        let fits = embeddings.words.len() == embeddings.scales.len() * width && embeddings.longest() > 0;
        fits.then_some(embeddings).ok_or_else(|| misfit(words))
    }

    fn field(&self, name: &str, description: &Description) -> Result<Field, ModelError> {
        let labels = description.heads.get(name).ok_or_else(|| misfit(name))?;
        let part = |part: &str| self.floats(&format!("{name}.{part}"));
        Field::new(labels, part("transitions")?, part("start")?, part("end")?).ok_or_else(|| misfit(name))
    }

    fn member(&self, number: usize, description: &Description, width: usize) -> Result<Member, ModelError> {
        Ok(Member {
            encoder: self.encoder(&number.to_string(), description, width)?,
            emissions: self.plain(&format!("{number}.{ATTRIBUTION}"), width)?,
            arcs: self.arcs(&format!("{number}.arcs"), width)?,
        })
    }

    fn names(&self, description: &Description, width: usize) -> Result<Names, ModelError> {
        let field = self.field(NAMES, description)?;
        let emissions = self.plain(&format!("{NAMES}.{NAMES}"), width)?;
        if emissions.bias.len() != field.len() {
            return Err(misfit(NAMES));
        }
        Ok(Names {
            encoder: self.encoder(NAMES, description, width)?,
            emissions,
            field,
        })
    }

    fn encoder(&self, network: &str, description: &Description, width: usize) -> Result<Encoder, ModelError> {
        let layers = (0..description.layers).map(|number| {
            let name = |part: &str| format!("{network}.layer.{number}.{part}");
            let wide = self.linear(&name("intermediate.dense"), width)?;
            let narrow = self.linear(&name("output.dense"), wide.outputs())?;
            let square = |part: &str| {
                let linear = self.linear(&name(part), width)?;
                (linear.outputs() == width)
                    .then_some(linear)
                    .ok_or_else(|| misfit(part))
            };
            Ok(Layer {
                query: square("attention.self.query")?,
                key: square("attention.self.key")?,
                value: square("attention.self.value")?,
                attended: square("attention.output.dense")?,
                attended_norm: self.norm(&name("attention.output.LayerNorm"), width)?,
                wide,
                narrow_norm: self.norm(&name("output.LayerNorm"), narrow.outputs())?,
                narrow,
            })
        });
        Ok(Encoder {
            width,
            attention_heads: description.attention_heads,
            layers: layers.collect::<Result<_, ModelError>>()?,
        })
    }

    fn arcs(&self, name: &str, width: usize) -> Result<Arcs, ModelError> {
        let dependent = self.plain(&format!("{name}.dependent"), width)?;
        let head = self.plain(&format!("{name}.head"), width)?;
        let size = head.bias.len();
        let bilinear = self.matrix(&format!("{name}.bilinear"), size)?;
        if dependent.bias.len() != size || bilinear.len() != (size + 1) * size {
            return Err(misfit(name));
        }
        Ok(Arcs {
            dependent,
            head,
            bilinear,
            distance: self.floats(&format!("{name}.distance"))?,
        })
    }
}
