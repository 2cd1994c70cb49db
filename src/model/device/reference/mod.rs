//! The operations made of dfdx's own, on any device: slower, and what the hand-written kernels are tested against.

mod batch_norm;
mod convolution;
mod divergence;
mod pooling;
mod softmax;
mod wavelet;

pub use super::composed::{
    activate, column_loss, column_outputs, gather, last_step, mask_steps, mean_of_steps,
    steps_there, windows_of_steps,
};
pub use batch_norm::batch_norm;
pub use convolution::{convolution, transposed_convolution};
pub use divergence::kl_loss;
pub use pooling::{max_pool, upsample};
pub use softmax::softmax_loss;
pub use wavelet::wavelet_loss;

use dfdx::prelude::*;

use super::composed::{self, losses};
use super::sequences::{Feedback, FeedbackWeights, Forcing, Recurrence};
use super::{LossRule, Matrix, Moments, Rows, Update, Vector, corrections};
use crate::model::{Activation, Optimiser};

/// See [`super::Kernels::dense`]; the input's gradient is always computed.
pub fn dense<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    weight: &Matrix<D>,
    bias: &Vector<D>,
    activation: Activation,
) -> Result<Rows<usize, D, T>, D::Err> {
    dense_taped(x, weight.retaped::<T>(), bias, activation)
}

/// As [`dense`], with a weight that may itself have been made on the tape.
fn dense_taped<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    weight: Tensor<(usize, usize), f32, D, T>,
    bias: &Vector<D>,
    activation: Activation,
) -> Result<Rows<usize, D, T>, D::Err> {
    let weight = weight.try_permute::<(usize, usize), Axes2<1, 0>>()?;
    let z = x.try_matmul(weight)?;
    let bias = bias
        .retaped::<T>()
        .try_broadcast_like::<(usize, usize), Axis<0>>(z.shape())?;
    activate(z.try_add(bias)?, activation)
}

/// See [`super::Kernels::recurrent`].
pub fn recurrent<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    weight: &Matrix<D>,
    bias: &Vector<D>,
    there: Option<&Rows<usize, D>>,
    rule: Recurrence,
) -> Result<Rows<usize, D, T>, D::Err> {
    composed::recurrent(x, weight, bias, (there, rule), join)
}

/// See [`super::Kernels::feed_back`].
pub fn feed_back<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    weights: &FeedbackWeights<D>,
    forcing: Option<&Forcing<D>>,
    rule: Feedback,
) -> Result<Rows<usize, D, T>, D::Err> {
    composed::feed_back(x, weights, (forcing, rule), join)
}

/// The rows of all `parts`, each of the same size, in order.
fn join<D: Device<f32>, T: Tape<f32, D>>(
    parts: &[Rows<usize, D>],
    tape: T,
) -> Result<Rows<usize, D, T>, D::Err> {
    let mut taped: Vec<_> = parts.iter().map(Tensor::retaped::<T>).collect();
    taped[0] = parts[0].clone().put_tape(tape);
    let all = taped.try_stack()?;
    let (steps, rows, width) = *all.shape();
    all.try_reshape_like(&(steps * rows, width))
}

/// See [`super::Kernels::weighted_loss`].
pub fn loss<D: Device<f32>, T: Tape<f32, D>>(
    output: Rows<usize, D, T>,
    target: &Rows<usize, D>,
    weights: Option<&[f32]>,
    rule: LossRule,
) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
    let losses = losses(output, target, rule)?;
    match weights {
        None => losses,
        Some(weights) => wavelet::times(losses, weights.to_vec())?,
    }
    .try_mean()
}

/// See [`super::Kernels::forget_gradient`].
pub fn forget_gradient<S: Shape, D: Device<f32>>(
    parameter: &Tensor<S, f32, D>,
    gradients: &mut Gradients<f32, D>,
) -> Result<(), D::Err> {
    let device = parameter.device();
    device.try_fill_with_zeros(gradients.get_or_alloc_mut(parameter)?)
}

/// See [`super::Kernels::gradient_square_sum`].
pub fn gradient_square_sum<S: Shape, D: Device<f32>>(
    parameter: &Tensor<S, f32, D>,
    gradients: &mut Gradients<f32, D>,
) -> Result<f64, D::Err> {
    gradients.get_or_alloc_mut(parameter)?;
    let sum: Tensor<Rank0, f32, D> = gradients.get(parameter).try_square()?.try_sum()?;
    Ok(f64::from(sum.as_vec()[0]))
}

/// See [`super::Kernels::update`].
pub fn update<S: Shape, D: Device<f32>>(
    parameter: &mut Tensor<S, f32, D>,
    moments: &mut Moments<S, D>,
    gradients: &mut Gradients<f32, D>,
    rule: &Update,
    scale: f32,
) -> Result<f64, D::Err> {
    let square_sum = gradient_square_sum(parameter, gradients)?;
    let mut gradient = gradients.get(parameter).try_mul(scale)?;
    let mut weight = parameter.clone();
    if rule.weight_decay != 0.0 {
        if matches!(rule.optimiser, Optimiser::AdamW { .. }) {
            weight = weight.try_mul(1.0 - rule.learning_rate * rule.weight_decay)?;
        } else {
            gradient = gradient.try_add(weight.clone().try_mul(rule.weight_decay)?)?;
        }
    }
    let zeros =
        |parameter: &Tensor<S, f32, D>| parameter.device().try_zeros_like(parameter.shape());
    let mut moment = |slot: usize| match moments[slot].take() {
        Some(moment) => Ok(moment),
        None => zeros(parameter),
    };
    let change = match rule.optimiser {
        Optimiser::Sgd { momentum, nesterov } => {
            if momentum == 0.0 {
                gradient
            } else {
                let buffer = moment(0)?.try_mul(momentum)?.try_add(gradient.clone())?;
                moments[0] = Some(buffer.clone());
                if nesterov {
                    gradient.try_add(buffer.try_mul(momentum)?)?
                } else {
                    buffer
                }
            }
        }
        Optimiser::Adam {
            beta1,
            beta2,
            epsilon,
        }
        | Optimiser::AdamW {
            beta1,
            beta2,
            epsilon,
        } => {
            let (correction1, correction2) = corrections(beta1, beta2, rule.step);
            let first = moment(0)?
                .try_mul(beta1)?
                .try_add(gradient.clone().try_mul(1.0 - beta1)?)?;
            let second = moment(1)?
                .try_mul(beta2)?
                .try_add(gradient.try_square()?.try_mul(1.0 - beta2)?)?;
            moments[0] = Some(first.clone());
            moments[1] = Some(second.clone());
            let scale = second
                .try_sqrt()?
                .try_mul(1.0 / correction2.sqrt())?
                .try_add(epsilon)?;
            first.try_div(scale)?.try_mul(1.0 / correction1)?
        }
        Optimiser::RmsProp {
            alpha,
            epsilon,
            momentum,
        } => {
            let square = moment(0)?
                .try_mul(alpha)?
                .try_add(gradient.clone().try_square()?.try_mul(1.0 - alpha)?)?;
            moments[0] = Some(square.clone());
            let step = gradient.try_div(square.try_sqrt()?.try_add(epsilon)?)?;
            if momentum == 0.0 {
                step
            } else {
                let buffer = match moments[1].take() {
                    Some(buffer) => buffer.try_mul(momentum)?.try_add(step)?,
                    None => step,
                };
                moments[1] = Some(buffer.clone());
                buffer
            }
        }
    };
    // The new value keeps the old tensor's identity, by which gradients are found.
    let new = weight.try_sub(change.try_mul(rule.learning_rate)?)?;
    let numbers = new.as_vec();
    parameter.copy_from(&numbers);
    Ok(square_sum)
}
