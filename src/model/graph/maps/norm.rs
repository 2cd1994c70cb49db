//! Batch norm with its weights and running statistics.

use std::cell::RefCell;

use dfdx::prelude::{Gradients, HasShape};

use super::MapPlan;
use crate::model::device::maps::Statistics;
use crate::model::device::{Kernels, Update, Vector};
use crate::model::graph::{Plain, Traced};
use crate::model::parameter::{AnyParameter, Parameter, copied, device_error};
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
            mean: Running::new(name("running_mean"), all(0.0), plan.device)?,
            variance: Running::new(name("running_var"), all(1.0), plan.device)?,
            activation,
        })
    }

    /// By the running statistics.
    pub fn run(&self, x: Plain<usize, D>) -> Result<Plain<usize, D>, D::Err> {
        let statistics = Statistics::Running {
            mean: &self.mean.tensor,
            variance: &self.variance.tensor,
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
        let (y, measured) = D::batch_norm(x, weight, bias, Statistics::Batch, self.activation)?;
        // As PyTorch, the unbiased estimate, for which one number alone says nothing.
        let unbiased = count / (count - 1.0).max(1.0);
        self.mean.measured.replace(Some((measured.mean, 1.0)));
        self.variance
            .measured
            .replace(Some((measured.variance, unbiased)));
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
struct Running<D: Kernels> {
    name: String,
    tensor: Vector<D>,
    /// By the step under way, not yet taken in, and the factor on it.
    measured: RefCell<Option<(Vector<D>, f32)>>,
}

impl<D: Kernels> Running<D> {
    fn new(name: String, numbers: Vec<f32>, device: &D) -> Result<Self, ModelError> {
        let count = numbers.len();
        let tensor = device.try_tensor_from_vec(numbers, (count,));
        Ok(Self {
            name,
            tensor: tensor.map_err(device_error)?,
            measured: RefCell::default(),
        })
    }
}

impl<D: Kernels> AnyParameter<D> for Running<D> {
    fn name(&self) -> &str {
        &self.name
    }

    fn shape(&self) -> Vec<usize> {
        vec![self.tensor.shape().0]
    }

    fn is_trained(&self) -> bool {
        true
    }

    fn read(&self) -> Tensor {
        copied(&self.tensor)
    }

    fn write(&mut self, numbers: &[f32]) {
        self.tensor.copy_from(numbers);
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

    fn gradient_square_sum(
        &self,
        _gradients: &mut Gradients<f32, D>,
    ) -> Result<Option<D::Number>, D::Err> {
        Ok(None)
    }

    /// Takes in what the step has measured; no optimiser has a say.
    fn update(
        &mut self,
        _gradients: &mut Gradients<f32, D>,
        _rule: &Update,
        _scale: Option<&D::Number>,
    ) -> Result<Option<D::Number>, D::Err> {
        if let Some((measured, factor)) = self.measured.take() {
            D::follow(&mut self.tensor, &measured, MOMENTUM, factor)?;
        }
        Ok(None)
    }
}
