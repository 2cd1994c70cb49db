//! What a device must be able to do beyond dfdx's own operations.
//!
//! Each operation exists as hand-written CPU kernels ([`cpu`]) and CUDA kernels (`cuda`) behind dfdx's tape, and made of
//! dfdx operations alone (`reference`), which is the measure in tests.

pub mod columns;
#[cfg(any(test, feature = "cuda"))]
pub mod composed;
pub mod cpu;
#[cfg(feature = "cuda")]
pub mod cuda;
pub mod maps;
#[cfg(test)]
pub mod reference;
pub mod sequences;
#[cfg(test)]
mod tests;
pub mod wavelets;

use std::sync::Arc;

use crate::model::Movable;
use dfdx::prelude::*;

use super::{Activation, Optimiser};
use crate::data::{GatherSpec, ImageShape};
use columns::{ColumnLoss, ColumnRule};
use maps::{Filters, Normalised, Statistics, Windows};
use sequences::{Feedback, FeedbackWeights, Forcing, Recurrence, StepWindows};
use wavelets::WaveletRule;

/// A batch of rows on device `D`: `(images, numbers)`.
pub type Rows<W, D, T = NoneTape> = Tensor<(usize, W), f32, D, T>;
/// A weight matrix in PyTorch's order: `(outputs, inputs)`.
pub type Matrix<D> = Tensor<(usize, usize), f32, D>;
/// One number an output.
pub type Vector<D> = Tensor<(usize,), f32, D>;

/// A reconstruction loss that is a sum over pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PixelLoss {
    /// Squared error.
    Mse,
    /// Binary cross-entropy.
    Bce,
    /// Absolute error.
    L1,
}

/// How the loss is computed from the last layer's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LossRule {
    pub loss: PixelLoss,
    /// The numbers are logits: the sigmoid is part of the loss ([`PixelLoss::Bce`] only).
    pub logits: bool,
}

/// One optimiser update, the same for all parameters of a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Update {
    pub optimiser: Optimiser,
    pub learning_rate: f32,
    pub weight_decay: f32,
    /// This update's number, 1 for the first.
    pub step: u64,
}

/// A parameter's running averages; which of the two are used depends on the optimiser.
pub type Moments<S, D> = [Option<Tensor<S, f32, D>>; 2];

/// The operations a model is made of. Their sizes are those of the run, so that each is compiled once; the graph's
/// layers give them their compile-time shapes.
pub trait Kernels: Device<f32> + Cache + Movable {
    /// A number that a step made. It may still be on its way: [`Self::read`] waits for it.
    type Number: Clone + Movable;

    /// Updates that may be under way before the numbers of the first are read: 1 where reading costs nothing.
    const STEPS_AT_ONCE: u32;

    /// Notes a number to be read later.
    fn note(number: &Tensor<Rank0, f32, Self>) -> Result<Self::Number, Self::Err>;

    /// Reads what was noted, all at once.
    fn read(&self, numbers: Vec<Self::Number>) -> Result<Vec<f64>, Self::Err>;

    /// Puts `numbers` (row-major) on the device, in memory that it has at hand.
    fn upload<S: Shape>(
        &self,
        numbers: &[f32],
        shape: S,
    ) -> Result<Tensor<S, f32, Self>, Self::Err>;

    /// Whether sets of images are kept as bytes on the device, so that batches are better gathered there.
    const GATHERS: bool;

    /// The numbers of images that were chosen.
    fn gather(&self, chosen: &GatherSpec) -> Result<Rows<usize, Self>, Self::Err>;

    /// The rows of `first`, then those of `second`.
    fn stack(
        first: &Rows<usize, Self>,
        second: &Rows<usize, Self>,
    ) -> Result<Rows<usize, Self>, Self::Err>;

    /// `activation(x w^T + b)`. Without `input_gradient` the gradient of `x` is not computed (the first layer,
    /// whose input is data).
    fn dense<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Matrix<Self>,
        bias: &Vector<Self>,
        activation: Activation,
        input_gradient: bool,
    ) -> Result<Rows<usize, Self, T>, Self::Err>;

    /// `activation(x * w + b)` where `*` slides the windows' weights `(small, big, kernel, kernel)` over maps of
    /// `windows.big` numbers and leaves maps of `windows.small` (a cross-correlation, as PyTorch's `conv2d`).
    fn convolution<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Filters<Self>,
        bias: &Vector<Self>,
        windows: Windows,
        activation: Activation,
        input_gradient: bool,
    ) -> Result<Rows<usize, Self, T>, Self::Err>;

    /// From maps of `windows.small` to maps of `windows.big`, the other way through a convolution: PyTorch's
    /// `conv_transpose2d` with padding `kernel / 2` and an output padding that makes the big map's side. Bias and
    /// activation as in [`Self::convolution`]. What is spread beyond the edge is dropped, whatever the padding.
    fn transposed_convolution<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Filters<Self>,
        bias: &Vector<Self>,
        windows: Windows,
        activation: Activation,
    ) -> Result<Rows<usize, Self, T>, Self::Err>;

    /// The largest of each 2x2 pixels of maps of `shape`, by channel; an odd side's last row and column count by
    /// themselves ("ceil mode"). The result has the shape that [`maps::halved`] gives.
    fn max_pool<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        shape: ImageShape,
    ) -> Result<Rows<usize, Self, T>, Self::Err>;

    /// Repeats each pixel 2x2 times to maps of `shape` from maps of half the side, rounded up; an odd side drops the
    /// last repetition.
    fn upsample<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        shape: ImageShape,
    ) -> Result<Rows<usize, Self, T>, Self::Err>;

    /// `activation(w (x - mean) / sqrt(variance + epsilon) + b)` by channel, of maps with `w`'s count of channels.
    /// Also the mean and variance used: the batch's own, over its images and pixels, or those given.
    fn batch_norm<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Vector<Self>,
        bias: &Vector<Self>,
        statistics: Statistics<Self>,
        activation: Activation,
    ) -> Result<Normalised<Self, T>, Self::Err>;

    /// Moves a running statistic towards a measured one: `running += share (factor measured - running)`.
    fn follow(
        running: &mut Vector<Self>,
        measured: &Vector<Self>,
        share: f32,
        factor: f32,
    ) -> Result<(), Self::Err>;

    /// What of sequences of steps of `features` numbers is there: the same with 0 in place of what is not a number, and for
    /// each step 1 where any of its numbers is one, 0 elsewhere.
    fn steps_there(
        x: &Rows<usize, Self>,
        features: usize,
    ) -> Result<[Rows<usize, Self>; 2], Self::Err>;

    /// Zeros in steps that are not there. `x` has as many numbers a step as fit `there`, a sequence or a step a row.
    fn mask_steps<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        there: &Rows<usize, Self>,
    ) -> Result<Rows<usize, Self, T>, Self::Err>;

    /// The mean over the steps that are there: from a row a step to a row a sequence. Zeros where there is none.
    fn mean_of_steps<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        there: &Rows<usize, Self>,
    ) -> Result<Rows<usize, Self, T>, Self::Err>;

    /// The last of each `steps` rows: from a row a step to a row a sequence.
    fn last_step<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        steps: usize,
    ) -> Result<Rows<usize, Self, T>, Self::Err>;

    /// What each window over the steps sees, a row a window: a dense layer on these rows is a convolution.
    fn windows_of_steps<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        windows: StepWindows,
    ) -> Result<Rows<usize, Self, T>, Self::Err>;

    /// A recurrent layer over all steps, from zeros: its states, a row a step. `x` is the inputs' share of the gates
    /// (`W_i x + b_i`), a row a step, or a row a sequence that is the same at each step; `weight` is
    /// `(gates hidden, hidden)`, in PyTorch's order. In a step that is not there the state stays as it is.
    fn recurrent<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weight: &Matrix<Self>,
        bias: &Vector<Self>,
        there: Option<&Rows<usize, Self>>,
        rule: Recurrence,
    ) -> Result<Rows<usize, Self, T>, Self::Err>;

    /// A recurrent decoder that reads at each step what it made of the one before (zeros before the first), or the true
    /// one where it is forced to, and a row of `x` that is the same at every step: what the output layer leaves of all
    /// steps, a row a sequence.
    fn feed_back<T: Tape<f32, Self>>(
        x: Rows<usize, Self, T>,
        weights: &FeedbackWeights<Self>,
        forcing: Option<&Forcing<Self>>,
        rule: Feedback,
    ) -> Result<Rows<usize, Self, T>, Self::Err>;

    /// Share of the numbers that are above zero.
    fn share_above_zero(x: &Rows<usize, Self>) -> Result<Self::Number, Self::Err>;

    /// Mean over all numbers of the loss between `output` and `target`.
    fn loss<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
        rule: LossRule,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err> {
        Self::weighted_loss(output, target, None, rule)
    }

    /// As [`Self::loss`] with every number's loss times its place's weight, one for each number of a row.
    fn weighted_loss<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
        weights: Option<&[f32]>,
        rule: LossRule,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err>;

    /// Mean over all numbers of the weighted wavelet coefficients, squared or absolute, of `output - target`, which
    /// is first multiplied by `factors`, one for each number of a row.
    fn wavelet_loss<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
        factors: Option<&[f32]>,
        rule: &WaveletRule,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err>;

    /// Mean over rows of the cross-entropy in nats between the softmax of `logits` and `target`, one probability a
    /// class: `sum of -t ln softmax(z)`.
    fn softmax_loss<T: Tape<f32, Self>>(
        logits: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err>;

    /// Mean over the rows of `target` that are not zero throughout of the Kullback-Leibler divergence in nats of the softmax
    /// of `logits` from the row scaled to sum 1, `sum of p (ln p - ln softmax(z))`; 0 where there is none. What is below
    /// zero or not a number counts as zero.
    fn kl_loss<T: Tape<f32, Self>>(
        logits: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
    ) -> Result<Tensor<Rank0, f32, Self, T>, Self::Err>;

    /// The loss of a table's rows by their columns, from what the last layer left: of numeric columns as `rule` says, of
    /// yes/no columns the binary cross-entropy from the logit, of categories the cross-entropy of their softmax, each
    /// times its column's weight. The sum over the cells that are there (one column of one row each, those whose targets
    /// are not NaN), over their number; 0 where there is none. What is missing has a gradient of exactly zero.
    fn column_loss<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        target: &Rows<usize, Self>,
        rule: &Arc<ColumnRule>,
    ) -> Result<ColumnLoss<Self, T>, Self::Err>;

    /// Outputs of a table's rows made of what the last layer left: probabilities of yes/no columns and categories, the
    /// numbers of numeric columns through the output's activation.
    fn column_outputs<T: Tape<f32, Self>>(
        output: Rows<usize, Self, T>,
        rule: &Arc<ColumnRule>,
    ) -> Result<Rows<usize, Self, T>, Self::Err>;

    /// Makes a parameter's gradient, which `gradients` keeps from the step before, one that nothing was added to yet.
    fn forget_gradient<S: Shape>(
        parameter: &Tensor<S, f32, Self>,
        gradients: &mut Gradients<f32, Self>,
    ) -> Result<(), Self::Err>;

    /// Sum of the squares of a parameter's gradient.
    fn gradient_square_sum<S: Shape>(
        parameter: &Tensor<S, f32, Self>,
        gradients: &mut Gradients<f32, Self>,
    ) -> Result<Self::Number, Self::Err>;

    /// What gradients with these sums of squares are to be multiplied by so that their norm over all of them is at most
    /// `limit`: 1, or less. As PyTorch's `clip_grad_norm_`, which adds 1e-6 to the norm.
    fn clip_factor(
        &self,
        square_sums: &[Self::Number],
        limit: f32,
    ) -> Result<Self::Number, Self::Err>;

    /// Moves a parameter by its gradient times `scale` (clipping; 1 without); returns the sum of the squares of the
    /// gradient before it was scaled.
    fn update<S: Shape>(
        parameter: &mut Tensor<S, f32, Self>,
        moments: &mut Moments<S, Self>,
        gradients: &mut Gradients<f32, Self>,
        rule: &Update,
        scale: Option<&Self::Number>,
    ) -> Result<Self::Number, Self::Err>;
}

/// Adam's bias corrections `1 - beta^step`, in double precision as PyTorch computes them.
pub fn corrections(beta1: f32, beta2: f32, step: u64) -> (f32, f32) {
    let correction = |beta: f32| (1.0 - f64::from(beta).powf(step as f64)) as f32;
    (correction(beta1), correction(beta2))
}

/// Outputs are kept this far from 0 and 1 before a logarithm is taken.
pub const BCE_CLAMP: f32 = 1e-7;
