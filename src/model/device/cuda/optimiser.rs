//! Optimiser updates, one kernel a parameter. Formulas are PyTorch's.

use cudarc::driver::DeviceRepr;
use dfdx::prelude::*;

use super::context::{Context, count, grid};
use super::ledger::Number;
use super::pointer::{at, slope};
use crate::model::Optimiser;
use crate::model::device::{Moments, Update, corrections};

/// As in `kernels/optimiser.cu`.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rule {
    method: i32,
    coupled_decay: f32,
    shrink: f32,
    rate: f32,
    second_scale: f32,
    first_keep: f32,
    first_take: f32,
    second_keep: f32,
    second_take: f32,
    epsilon: f32,
}

// SAFETY: ten numbers, laid out as the kernel's struct.
unsafe impl DeviceRepr for Rule {}

impl Rule {
    fn new(update: &Update) -> Self {
        let decoupled = matches!(update.optimiser, Optimiser::AdamW { .. });
        let decay = update.weight_decay;
        let mut rule = Self {
            method: 0,
            coupled_decay: if decoupled { 0.0 } else { decay },
            shrink: if decoupled {
                1.0 - update.learning_rate * decay
            } else {
                1.0
            },
            rate: update.learning_rate,
            second_scale: 1.0,
            first_keep: 0.0,
            first_take: 0.0,
            second_keep: 0.0,
            second_take: 0.0,
            epsilon: 0.0,
        };
        match update.optimiser {
            Optimiser::Sgd { momentum, nesterov } => {
                rule.method = match (momentum == 0.0, nesterov) {
                    (true, _) => 0,
                    (false, false) => 1,
                    (false, true) => 2,
                };
                rule.first_keep = momentum;
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
                let (correction1, correction2) = corrections(beta1, beta2, update.step);
                rule.method = 3;
                rule.rate /= correction1;
                rule.second_scale = 1.0 / correction2.sqrt();
                (rule.first_keep, rule.first_take) = (beta1, 1.0 - beta1);
                (rule.second_keep, rule.second_take) = (beta2, 1.0 - beta2);
                rule.epsilon = epsilon;
            }
            Optimiser::RmsProp {
                alpha,
                epsilon,
                momentum,
            } => {
                rule.method = if momentum == 0.0 { 4 } else { 5 };
                (rule.first_keep, rule.first_take) = (alpha, 1.0 - alpha);
                rule.second_keep = momentum;
                rule.epsilon = epsilon;
            }
        }
        rule
    }

    /// How many of a parameter's two moments are kept.
    fn moments(&self) -> usize {
        [0, 1, 1, 2, 1, 2][self.method as usize]
    }
}

/// See [`crate::model::device::Kernels::forget_gradient`].
pub fn forget_gradient<S: Shape>(
    parameter: &Tensor<S, f32, Cuda>,
    gradients: &mut Gradients<f32, Cuda>,
) -> Result<(), CudaError> {
    Context::of(parameter)?.forget(slope(gradients, parameter)?);
    Ok(())
}

/// See [`crate::model::device::Kernels::gradient_square_sum`].
pub fn gradient_square_sum<S: Shape>(
    parameter: &Tensor<S, f32, Cuda>,
    gradients: &mut Gradients<f32, Cuda>,
) -> Result<Number, CudaError> {
    let context = Context::of(parameter)?;
    let gradient = context.parameter_slope_read(gradients, parameter)?;
    let numbers = count(parameter.shape().num_elements())?;
    let sum = context.ledger.slot()?;
    let (partial, arrived) = context.sums();
    let params = (gradient, numbers, sum.address(), partial, arrived);
    context.launch(&context.functions.square_sum, grid(numbers), params)?;
    Ok(sum)
}

/// See [`crate::model::device::Kernels::update`].
pub fn update<S: Shape>(
    parameter: &mut Tensor<S, f32, Cuda>,
    moments: &mut Moments<S, Cuda>,
    gradients: &mut Gradients<f32, Cuda>,
    update: &Update,
    scale: Option<&Number>,
) -> Result<Number, CudaError> {
    let context = Context::of(parameter)?;
    let rule = Rule::new(update);
    for moment in moments.iter_mut().take(rule.moments()) {
        if moment.is_none() {
            *moment = Some(parameter.device().try_zeros_like(parameter.shape())?);
        }
    }
    let gradient = context.parameter_slope_read(gradients, parameter)?;
    let numbers = count(parameter.shape().num_elements())?;
    let sum = context.ledger.slot()?;
    let (partial, arrived) = context.sums();
    let moment = |slot: usize| moments[slot].as_ref().map_or(0, |moment| at(moment));
    let params = (
        at(parameter),
        gradient,
        moment(0),
        moment(1),
        numbers,
        scale.map_or(0, Number::address),
        rule,
        sum.address(),
        partial,
        arrived,
    );
    context.launch(&context.functions.update, grid(numbers), params)?;
    Ok(sum)
}
