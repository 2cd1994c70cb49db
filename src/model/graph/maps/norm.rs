//! Batch norm with its weights and running statistics.

use std::cell::RefCell;
use std::marker::PhantomData;

use dfdx::prelude::{Gradients, HasShape};

use super::MapPlan;
use crate::model::device::maps::Statistics;
use crate::model::device::{Kernels, Update};
use crate::model::graph::{Plain, Traced};
use crate::model::parameter::{AnyParameter, Parameter};
use crate::model::{Activation, ModelError, Tensor, Tensors};

/// Share of a batch's statistics in the running ones, PyTorch's default.
const MOMENTUM: f32 = 0.1;

/// Normalises each channel, scales and shifts it, then applies the activation.
pub struct Norm<D: Kernels> {
    weight: Parameter<(usize,), D>,
    bias: Parameter<(usize,), D>,
    mean: Running<D>,
    variance: Running<D>,
    activation: Activation,
}

impl<D: Kernels> Norm<D> {
    pub fn new(
        plan: &MapPlan<D>,
        index: usize,
        channels: usize,
        activation: Activation,
    ) -> Result<Self, ModelError> {
        let name = |what| format!("{}.norm.{index}.{what}", plan.part.name());
        let all = |number| vec![number; channels];
        Ok(Self {
            weight: Parameter::new(name("weight"), (channels,), all(1.0), plan.device)?,
            bias: Parameter::new(name("bias"), (channels,), all(0.0), plan.device)?,
            mean: Running::new(name("running_mean"), all(0.0)),
            variance: Running::new(name("running_var"), all(1.0)),
            activation,
        })
    }

    /// By the running statistics.
    pub fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        let statistics = Statistics::Running {
            mean: &self.mean.numbers,
            variance: &self.variance.numbers,
        };
        let (weight, bias) = (&self.weight.tensor, &self.bias.tensor);
        let (y, _) = D::batch_norm(x, weight, bias, statistics, self.activation)?;
        Ok(y)
    }

    /// By the batch's own statistics, which the running ones take in when the step updates this part.
    pub fn train(&self, x: Traced<usize, D>) -> Result<Traced<usize, D>, D::Err> {
        let (rows, width) = *x.shape();
        let (weight, bias) = (&self.weight.tensor, &self.bias.tensor);
        let count = (rows * width / weight.shape().0) as f32;
        let (y, mut measured) = D::batch_norm(x, weight, bias, Statistics::Batch, self.activation)?;
        // As PyTorch, the unbiased estimate, for which one number alone says nothing.
        for variance in &mut measured.variance {
            *variance *= count / (count - 1.0).max(1.0);
        }
        self.mean.measured.replace(Some(measured.mean));
        self.variance.measured.replace(Some(measured.variance));
        Ok(y)
    }

    pub fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        out.push(&self.weight);
        out.push(&self.bias);
        out.push(&self.mean);
        out.push(&self.variance);
    }

    pub fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        out.push(&mut self.weight);
        out.push(&mut self.bias);
        out.push(&mut self.mean);
        out.push(&mut self.variance);
    }
}

/// A running statistic: kept with the weights but moved by what batches measure, not by gradients.
struct Running<D> {
    name: String,
    numbers: Vec<f32>,
    /// By the step under way, not yet taken in.
    measured: RefCell<Option<Vec<f32>>>,
    device: PhantomData<D>,
}

impl<D> Running<D> {
    fn new(name: String, numbers: Vec<f32>) -> Self {
        Self {
            name,
            numbers,
            measured: RefCell::default(),
            device: PhantomData,
        }
    }
}

impl<D: Kernels> AnyParameter<D> for Running<D> {
    fn name(&self) -> &str {
        &self.name
    }

    fn shape(&self) -> Vec<usize> {
        vec![self.numbers.len()]
    }

    fn is_trained(&self) -> bool {
        true
    }

    fn read(&self) -> Tensor {
        Tensor {
            shape: vec![self.numbers.len()],
            data: self.numbers.clone(),
        }
    }

    fn write(&mut self, numbers: &[f32]) {
        self.numbers.copy_from_slice(numbers);
        self.measured.take();
    }

    fn read_moments(&self, _optimiser: &str, _out: &mut Tensors) {}

    fn write_moments(&mut self, _optimiser: &str, _moments: &Tensors) -> Result<(), ModelError> {
        Ok(())
    }

    fn clear_moments(&mut self) {}

    fn keep_gradient(&self, _gradients: &mut Gradients<f32, D>) -> Result<(), D::Err> {
        Ok(())
    }

    fn forget_gradient(&self, _gradients: &mut Gradients<f32, D>) -> Result<(), D::Err> {
        Ok(())
    }

    fn gradient_square_sum(&self, _gradients: &mut Gradients<f32, D>) -> Result<f64, D::Err> {
        Ok(0.0)
    }

    /// Takes in what the step has measured; no optimiser has a say.
    fn update(
        &mut self,
        _gradients: &mut Gradients<f32, D>,
        _rule: &Update,
    ) -> Result<f64, D::Err> {
        if let Some(measured) = self.measured.take() {
            for (number, measured) in self.numbers.iter_mut().zip(measured) {
                *number += MOMENTUM * (measured - *number);
            }
        }
        Ok(0.0)
    }
}
