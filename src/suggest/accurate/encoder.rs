//! The encoder: a transformer as in BERT (Devlin et al. 2019), from pieces of words to one vector per piece.
//!
//! One window at a time, so that nothing is padded. All memory between layers is in [`Scratch`].

use rten_simd::{SimdOp as _, SimdUnaryOp as _};
use rten_vecmath::{Gelu, Normalize, NormalizeOptions, Softmax, Sum, SumSquareSub};

use super::linear::{Floats, Kernels, Linear, Quantised};

/// Keeps the division of a layer normalisation away from zero; the value of BERT.
const EPSILON: f32 = 1e-12;

/// Layer normalisation.
pub(super) struct Norm {
    pub scale: Vec<f32>,
    pub bias: Vec<f32>,
}

/// One layer.
pub(super) struct Layer {
    pub query: Linear,
    pub key: Linear,
    pub value: Linear,
    pub attended: Linear,
    pub attended_norm: Norm,
    pub wide: Linear,
    pub narrow: Linear,
    pub narrow_norm: Norm,
}

/// Vectors of all pieces of the vocabulary in 8 bits.
pub(super) struct Embeddings {
    pub words: Vec<i8>,
    /// One per piece.
    pub scales: Vec<f32>,
    /// One row per place in the window, the vector of the only segment added.
    pub places: Vec<f32>,
    pub norm: Norm,
}

/// The layers of a network, between its embeddings and its heads.
pub(super) struct Encoder {
    pub width: usize,
    pub attention_heads: usize,
    pub layers: Vec<Layer>,
}

/// Memory that the layers share, kept from window to window.
#[derive(Default)]
pub(super) struct Scratch {
    input: Quantised,
    sums: Vec<i32>,
    query: Vec<f32>,
    key: Vec<f32>,
    value: Vec<f32>,
    weights: Vec<f32>,
    head: Vec<f32>,
    mixed: Vec<f32>,
    out: Vec<f32>,
    wide: Vec<f32>,
}

impl Norm {
    /// Adds `more` to `rows` and normalises each row.
    fn add(&self, rows: &mut [f32], more: &[f32]) {
        for (x, y) in rows.iter_mut().zip(more) {
            *x += y;
        }
        self.run(rows);
    }

    fn run(&self, rows: &mut [f32]) {
        let width = self.scale.len().max(1);
        for row in rows.chunks_exact_mut(width) {
            let mean = Sum::new(row).dispatch() / width as f32;
            let variance = SumSquareSub::new(row, mean).dispatch() / width as f32;
            let options = NormalizeOptions {
                pre_scale_bias: mean,
                scale: (variance + EPSILON).sqrt().recip(),
                element_scale: Some(&self.scale),
                bias: 0.0,
                element_bias: Some(&self.bias),
            };
            Normalize::new_mut(row, options).dispatch();
        }
    }
}

impl Embeddings {
    /// Longest window, in pieces.
    pub(super) fn longest(&self) -> usize {
        self.places.len() / self.width()
    }

    /// Values per vector, at least 1.
    pub(super) fn width(&self) -> usize {
        self.norm.scale.len().max(1)
    }

    /// One vector per piece, one after the other. Pieces past [`Self::longest`] are left out.
    pub(super) fn look_up(&self, pieces: &[u32]) -> Vec<f32> {
        let width = self.width();
        let mut rows = Vec::with_capacity(pieces.len() * width);
        for (piece, place) in pieces.iter().zip(self.places.chunks_exact(width)) {
            let piece = *piece as usize;
            let scale = self.scales.get(piece).copied().unwrap_or_default();
            let word = self
                .words
                .get(piece * width..(piece + 1) * width)
                .unwrap_or_default();
            rows.extend(place.iter().zip(word).map(|(p, w)| p + f32::from(*w) * scale));
        }
        self.norm.run(&mut rows);
        rows
    }
}

impl Encoder {
    /// Takes the vectors of [`Embeddings::look_up`] through the layers: again one vector of `width` values per piece.
    pub(super) fn run(&self, kernels: &Kernels, mut rows: Vec<f32>, scratch: &mut Scratch) -> Vec<f32> {
        for layer in &self.layers {
            self.attend(kernels, layer, &mut rows, scratch);
            let Scratch {
                input,
                sums,
                out,
                wide,
                ..
            } = scratch;
            input.take(&rows, self.width);
            layer.wide.run(kernels, input, sums, wide);
            Gelu {}.map_mut(wide);
            input.take(wide, layer.wide.outputs());
            layer.narrow.run(kernels, input, sums, out);
            layer.narrow_norm.add(&mut rows, out);
        }
        rows
    }

    /// Every piece looks at every other (scaled dot-product attention with several heads).
    fn attend(&self, kernels: &Kernels, layer: &Layer, rows: &mut [f32], scratch: &mut Scratch) {
        let (width, count) = (self.width, rows.len() / self.width);
        let size = width / self.attention_heads;
        let factor = (size as f32).sqrt().recip();
        let Scratch {
            input,
            sums,
            query,
            key,
            value,
            weights,
            head,
            mixed,
            out,
            ..
        } = scratch;
        input.take(rows, width);
        layer.query.run(kernels, input, sums, query);
        layer.key.run(kernels, input, sums, key);
        layer.value.run(kernels, input, sums, value);
        mixed.resize(rows.len(), 0.0);
        for number in 0..self.attention_heads {
            let first = number * size;
            let part = |data| part_of(data, first, count, size, width);
            kernels.multiply(weights, part(query), part(key).transposed(), factor);
            for row in weights.chunks_exact_mut(count.max(1)) {
                Softmax::new_mut(row).dispatch();
            }
            kernels.multiply(head, Floats::new(weights, count, count), part(value), 1.0);
            for (into, from) in mixed.chunks_exact_mut(width).zip(head.chunks_exact(size)) {
                if let Some(into) = into.get_mut(first..first + size) {
                    into.copy_from_slice(from);
                }
            }
        }
        input.take(mixed, width);
        layer.attended.run(kernels, input, sums, out);
        layer.attended_norm.add(rows, out);
    }
}

/// Columns `first..first + size` of rows of `width` values.
fn part_of(data: &[f32], first: usize, count: usize, size: usize, width: usize) -> Floats<'_> {
    Floats {
        data: data.get(first..).unwrap_or_default(),
        rows: count,
        columns: size,
        strides: [width, 1],
    }
}
