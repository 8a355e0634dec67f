//! Linear layers with 7-bit weights, and the few other sums of products that the encoder needs.
//!
//! A row of weights has one scale; a row of inputs is quantised when it arrives, between its smallest and largest value
//! ("dynamic quantisation"). The products are exact integers, so they do not depend on how work is divided. The library
//! picks its instructions when the program runs.

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::SimdOp as _;
use rten_tensor::{Matrix, NdTensorView};
use rten_vecmath::{ExtendInit as _, MinMax, Quantize};

/// Largest weight. On some processors two products are added in 16 bits: with inputs up to 255 there is room for no more, and
/// what is found would depend on the machine.
const HEAVIEST: u8 = 63;

/// The kernels for this machine. Quick to make; a thread can lend them to others.
#[derive(Default)]
pub(super) struct Kernels {
    bytes: GemmExecutor<u8, i8, i32>,
    floats: GemmExecutor,
}

/// A matrix of floats within a slice.
#[derive(Clone, Copy)]
pub(super) struct Floats<'a> {
    pub data: &'a [f32],
    pub rows: usize,
    pub columns: usize,
    /// From one row to the next, and from one column to the next.
    pub strides: [usize; 2],
}

impl<'a> Floats<'a> {
    /// Rows one after the other.
    pub(super) const fn new(data: &'a [f32], rows: usize, columns: usize) -> Self {
        Self {
            data,
            rows,
            columns,
            strides: [columns, 1],
        }
    }

    /// Rows become columns.
    pub(super) const fn transposed(self) -> Self {
        Self {
            data: self.data,
            rows: self.columns,
            columns: self.rows,
            strides: [self.strides[1], self.strides[0]],
        }
    }

    fn matrix(self) -> Option<Matrix<'a>> {
        Matrix::from_slice_with_strides([self.rows, self.columns], self.data, self.strides).ok()
    }
}

impl Kernels {
    /// `into = factor · a · b`; `into` has `a.rows × b.columns` values. Sizes that do not fit leave zeros.
    pub(super) fn multiply(&self, into: &mut Vec<f32>, a: Floats<'_>, b: Floats<'_>, factor: f32) {
        into.clear();
        into.resize(a.rows * b.columns, 0.0);
        let (Some(a), Some(b)) = (a.matrix(), b.matrix()) else {
            return;
        };
        let options = GemmOptions {
            alpha: factor,
            ..GemmOptions::default()
        };
        let done = self
            .floats
            .gemm(into, GemmInputA::Unpacked(a), GemmInputB::Unpacked(b), options);
        debug_assert!(done.is_ok(), "{done:?}");
    }
}

/// Rows of inputs in 8 bits. Kept between calls, so that memory is asked for once.
#[derive(Default)]
pub(super) struct Quantised {
    values: Vec<u8>,
    /// What one step of a row's values is worth.
    scales: Vec<f32>,
    /// What the value 0 of a row stands for.
    lows: Vec<f32>,
}

impl Quantised {
    /// Takes in rows of `width` values.
    pub(super) fn take(&mut self, rows: &[f32], width: usize) {
        self.values.clear();
        self.scales.clear();
        self.lows.clear();
        self.values.reserve(rows.len());
        for row in rows.chunks_exact(width) {
            let (low, high) = MinMax::new(row).dispatch();
            let (low, high) = (low.min(0.0), high.max(0.0));
            let scale = ((high - low) / 255.0).max(f32::MIN_POSITIVE);
            let zero = (-low / scale).round() as u8;
            self.values.extend_init(|free| {
                let free = free.get_mut(..row.len()).unwrap_or_default();
                Quantize::new(row, free, scale.recip(), zero).dispatch()
            });
            self.scales.push(scale);
            self.lows.push(-f32::from(zero) * scale);
        }
    }
}

/// `y = W x + b`.
pub(super) struct Linear {
    weights: PackedBMatrix<i8>,
    scales: Vec<f32>,
    /// Sums of each row of weights, scaled: what an input of ones would give.
    totals: Vec<f32>,
    bias: Vec<f32>,
}

impl Linear {
    /// From weights as rows of `inputs` values, one per output, with a scale and a bias each; `None` if sizes differ or a
    /// weight is too large.
    pub(super) fn new(
        kernels: &Kernels,
        weights: &[i8],
        inputs: usize,
        scales: Vec<f32>,
        bias: Vec<f32>,
    ) -> Option<Self> {
        let outputs = scales.len();
        let fits = weights.len() == outputs * inputs
            && bias.len() == outputs
            && weights.iter().all(|weight| weight.unsigned_abs() <= HEAVIEST);
        let rows = NdTensorView::from_slice_with_strides([inputs, outputs], weights, [1, inputs]).ok()?;
        let sums = weights
            .chunks_exact(inputs.max(1))
            .map(|row| row.iter().map(|w| i32::from(*w)).sum::<i32>());
        let totals = sums.zip(&scales).map(|(sum, scale)| sum as f32 * scale).collect();
        fits.then(|| Self {
            weights: kernels.bytes.prepack_b(rows),
            scales,
            totals,
            bias,
        })
    }

    /// Number of outputs per row.
    pub(super) fn outputs(&self) -> usize {
        self.scales.len()
    }

    /// Goes over all rows of `input`; `sums` is room for the integers.
    pub(super) fn run(&self, kernels: &Kernels, input: &Quantised, sums: &mut Vec<i32>, into: &mut Vec<f32>) {
        let (rows, width) = (input.scales.len(), self.outputs());
        sums.resize(rows * width, 0);
        into.resize(rows * width, 0.0);
        let view = Matrix::from_slice_with_strides(
            [rows, self.weights.rows()],
            &input.values,
            [self.weights.rows(), 1],
        );
        let Ok(view) = view else { return };
        // The lows are added below: the library takes one zero for all rows.
        let (a, b) = (GemmInputA::Unpacked(view), GemmInputB::Packed(&self.weights));
        let done = kernels.bytes.gemm(sums, a, b, GemmOptions::default());
        debug_assert!(done.is_ok(), "{done:?}");
        let scaled = input.scales.iter().zip(&input.lows);
        let rows = sums.chunks_exact(width).zip(into.chunks_exact_mut(width));
        for ((sums, into), (scale, low)) in rows.zip(scaled) {
            let outputs = self.scales.iter().zip(&self.totals).zip(&self.bias);
            for ((y, sum), ((weight, total), bias)) in into.iter_mut().zip(sums).zip(outputs) {
                *y = (*sum as f32) * (scale * weight) + (low * total + bias);
            }
        }
    }
}
