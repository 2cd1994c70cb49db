//! A convolution, transposed or not, with its weights.

use dfdx::prelude::Tape;

use super::MapPlan;
use crate::data::random::{Purpose, stream};
use crate::model::device::maps::Windows;
use crate::model::device::{Kernels, Rows};
use crate::model::parameter::{AnyParameter, Parameter};
use crate::model::{Activation, ModelError};

/// Which way the windows are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the big map to the small one.
    Convolution,
    /// From the small map to the big one.
    Transposed,
}

/// What distinguishes one convolution from another.
#[derive(Debug, Clone, Copy)]
pub struct ConvolutionSpec {
    pub windows: Windows,
    pub way: Way,
    pub activation: Activation,
    /// The first one of a model needs no gradient of its input, which is data.
    pub input_gradient: bool,
}

/// `activation(x * w + b)` on maps, sizes at run time.
pub struct Convolution<D: Kernels> {
    weight: Parameter<(usize, usize, usize, usize), D>,
    bias: Parameter<(usize,), D>,
    spec: ConvolutionSpec,
}

impl<D: Kernels> Convolution<D> {
    /// Draws fresh weights for the convolution at `index` of the plan's part.
    pub fn new(plan: &MapPlan<D>, index: usize, spec: ConvolutionSpec) -> Result<Self, ModelError> {
        let windows = spec.windows;
        let (small, big, kernel) = (windows.small.channels, windows.big.channels, windows.kernel);
        let (inputs, outputs) = match spec.way {
            Way::Convolution => (big, small),
            Way::Transposed => (small, big),
        };
        let area = kernel * kernel;
        // PyTorch counts the second axis of the weights as a neuron's inputs, whichever way they are read.
        let fans = [big * area, small * area];
        let counts = [inputs * outputs * area, outputs];
        let mut random = stream(
            plan.seed,
            Purpose::Initialisation,
            index as u64,
            plan.part.stream(super::STREAM),
        );
        let (weight, bias) = plan.initialisation.draw_many(fans, counts, &mut random);
        let name = |what| format!("{}.conv.{index}.{what}", plan.part.name());
        let shape = (small, big, kernel, kernel);
        Ok(Self {
            weight: Parameter::new(name("weight"), shape, weight, plan.device)?,
            bias: Parameter::new(name("bias"), (outputs,), bias, plan.device)?,
            spec,
        })
    }

    /// Leaves the bias as it was drawn. For a batch norm that follows, which takes away the mean and the bias with it:
    /// its gradient is zero but for rounding, and Adam would make steps of full length out of that.
    pub fn hold_bias(&mut self) {
        self.bias.trained = false;
    }

    pub fn run<T: Tape<f32, D>>(&self, x: Rows<usize, D, T>) -> Result<Rows<usize, D, T>, D::Err> {
        let (weight, bias) = (&self.weight.tensor, &self.bias.tensor);
        let ConvolutionSpec {
            windows,
            way,
            activation,
            input_gradient,
        } = self.spec;
        match way {
            Way::Convolution => {
                D::convolution(x, weight, bias, windows, activation, input_gradient)
            }
            Way::Transposed => D::transposed_convolution(x, weight, bias, windows, activation),
        }
    }

    pub fn parameters<'a>(&'a self, out: &mut Vec<&'a dyn AnyParameter<D>>) {
        out.push(&self.weight);
        out.push(&self.bias);
    }

    pub fn parameters_mut<'a>(&'a mut self, out: &mut Vec<&'a mut dyn AnyParameter<D>>) {
        out.push(&mut self.weight);
        out.push(&mut self.bias);
    }
}
