//! A convolution over time, and the levels made of it, typed by their channels.

use std::marker::PhantomData;

use dfdx::prelude::{Const, Dim, HasShape, PutTape, ReshapeTo, SplitTape, Tape};

use super::{SequencePlan, There};
use crate::data::ImageShape;
use crate::data::random::{Purpose, stream};
use crate::model::device::maps::halved;
use crate::model::device::sequences::StepWindows;
use crate::model::device::{Kernels, Rows};
use crate::model::graph::Role;
use crate::model::graph::dense::{typed, untyped};
use crate::model::parameter::{AnyParameter, Parameter};
use crate::model::{Activation, Down, ModelError, StepConvolutions};

/// What distinguishes one convolution over time from another.
#[derive(Debug, Clone, Copy)]
pub struct StepSpec {
    /// Number of the layer in its part.
    pub index: usize,
    /// Steps of the sequences that it reads.
    pub steps: usize,
    /// From one window to the next.
    pub stride: usize,
    pub activation: Activation,
}

/// `activation(x * w + b)` over steps of `I` features, each of which becomes `O`. Weights lie as those of PyTorch's
/// `nn.Conv1d`.
pub struct StepConvolution<I: Dim, O: Dim, D: Kernels> {
    weight: Parameter<(usize, usize, usize), D>,
    bias: Parameter<(usize,), D>,
    windows: StepWindows,
    activation: Activation,
    /// The first one of a model reads data, which needs no gradient.
    reads_data: bool,
    widths: PhantomData<(I, O)>,
}

impl<I: Dim, O: Dim, D: Kernels> StepConvolution<I, O, D> {
    /// Draws fresh weights.
    pub fn new(
        plan: &SequencePlan<D>,
        choice: &StepConvolutions,
        (inputs, outputs): (I, O),
        spec: StepSpec,
    ) -> Result<Self, ModelError> {
        let windows = StepWindows {
            steps: spec.steps,
            features: inputs.size(),
            kernel: choice.kernel,
            stride: spec.stride,
        };
        let (width, outputs) = (windows.width(), outputs.size());
        let place = spec.index as u64;
        let mut random = stream(
            plan.seed,
            Purpose::Initialisation,
            place,
            plan.part.stream(super::STREAM),
        );
        let fans = [width, outputs * choice.kernel];
        let counts = [width * outputs, outputs];
        let (weight, bias) = plan.initialisation.draw_many(fans, counts, &mut random);
        let name = |what| format!("{}.conv.{}.{what}", plan.part.name(), spec.index);
        let shape = (outputs, inputs.size(), choice.kernel);
        Ok(Self {
            weight: Parameter::new(name("weight"), shape, weight, plan.device)?,
            bias: Parameter::new(name("bias"), (outputs,), bias, plan.device)?,
            windows,
            activation: spec.activation,
            reads_data: plan.part == Role::Encoder && spec.index == 0 && plan.embedding.is_none(),
            widths: PhantomData,
        })
    }

    /// From a row a step to a row a window.
    pub fn pass<T: Tape<f32, D>>(&self, x: Rows<I, D, T>) -> Result<Rows<O, D, T>, D::Err> {
        let x = untyped(x);
        let seen = match self.reads_data {
            // The windows of data are data.
            true => {
                let (x, tape) = x.split_tape();
                D::windows_of_steps(x, self.windows)?.put_tape(tape)
            }
            false => D::windows_of_steps(x, self.windows)?,
        };
        let weight = self.weight.tensor.clone();
        let (outputs, inputs, kernel) = *weight.shape();
        let weight = weight.try_reshape_like(&(outputs, inputs * kernel))?;
        let bias = &self.bias.tensor;
        Ok(typed(D::dense(
            seen,
            &weight,
            bias,
            self.activation,
            !self.reads_data,
        )?))
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

/// Sequences of `features` numbers a step as maps of one row.
pub fn as_map(steps: usize, features: usize) -> ImageShape {
    ImageShape {
        height: 1,
        width: steps,
        channels: features,
    }
}

/// A level that halves the steps: `I` features to `O`.
pub struct DownLevel<I: Dim, const O: usize, D: Kernels> {
    pub convolution: StepConvolution<I, Const<O>, D>,
    down: Down,
    steps: usize,
}

impl<I: Dim, const O: usize, D: Kernels> DownLevel<I, O, D> {
    pub fn new(
        plan: &SequencePlan<D>,
        choice: &StepConvolutions,
        inputs: I,
        (index, steps): (usize, usize),
    ) -> Result<Self, ModelError> {
        let spec = StepSpec {
            index,
            steps,
            stride: match choice.down {
                Down::MaxPool => 1,
                Down::Stride => 2,
            },
            activation: choice.activation,
        };
        Ok(Self {
            convolution: StepConvolution::new(plan, choice, (inputs, Const), spec)?,
            down: choice.down,
            steps,
        })
    }

    /// Half the steps, and which of them are there. What is not there counts as zeros.
    pub fn pass<T: Tape<f32, D>>(
        &self,
        x: Rows<I, D, T>,
        there: Rows<usize, D>,
    ) -> Result<There<Const<O>, D, T>, D::Err> {
        let rows = there.shape().0;
        let convolved = untyped(self.convolution.pass(x)?);
        let half_there = D::max_pool(there.clone(), as_map(self.steps, 1))?;
        let map = as_map(self.steps, O);
        let half = halved(map);
        let halves = match self.down {
            Down::Stride => D::mask_steps(convolved, &half_there)?,
            Down::MaxPool => {
                let masked = D::mask_steps(convolved, &there)?;
                D::max_pool(masked.try_reshape_like(&(rows, map.size()))?, map)?
            }
        };
        let halves = halves.try_reshape_like(&(rows * half.width, O))?;
        Ok((typed(halves), half_there))
    }
}

/// A level that doubles the steps to `steps`: `I` features to `O`.
pub struct UpLevel<const I: usize, O: Dim, D: Kernels> {
    pub convolution: StepConvolution<Const<I>, O, D>,
    steps: usize,
}

impl<const I: usize, O: Dim, D: Kernels> UpLevel<I, O, D> {
    pub fn new(
        plan: &SequencePlan<D>,
        choice: &StepConvolutions,
        outputs: O,
        (index, steps): (usize, usize),
        activation: Activation,
    ) -> Result<Self, ModelError> {
        let spec = StepSpec {
            index,
            steps,
            stride: 1,
            activation,
        };
        Ok(Self {
            convolution: StepConvolution::new(plan, choice, (Const, outputs), spec)?,
            steps,
        })
    }

    pub fn pass<T: Tape<f32, D>>(&self, x: Rows<Const<I>, D, T>) -> Result<Rows<O, D, T>, D::Err> {
        let map = as_map(self.steps, I);
        let half = halved(map);
        let x = untyped(x);
        let rows = x.shape().0 / half.width;
        let x = D::upsample(x.try_reshape_like(&(rows, half.size()))?, map)?;
        self.convolution
            .pass(typed(x.try_reshape_like(&(rows * self.steps, I))?))
    }
}
