//! Bias and activation of a layer, after its matrix product.

use dfdx::prelude::*;

use super::columns::Columns;
use super::context::{Context, count, grid};
use super::pointer::{at, slope};
use crate::model::Activation;
use crate::model::device::{Rows, Vector};

/// As the kernels number them.
pub fn activation_number(activation: Activation) -> i32 {
    match activation {
        Activation::Identity => 0,
        Activation::Relu => 1,
        Activation::LeakyRelu => 2,
        Activation::Tanh => 3,
        Activation::Sigmoid => 4,
        Activation::Silu => 5,
    }
}

/// What a layer keeps for the way back.
pub struct Finished {
    pub y: Rows<usize, Cuda>,
    /// SiLU's slope is a function of its input alone; the others' of their output.
    before: Option<Rows<usize, Cuda>>,
    bias: Vector<Cuda>,
    activation: Activation,
}

/// `activation(z + bias)` with a number of `bias` for each channel; `z` is a fresh tensor and is written over.
pub fn finish(
    context: &Context,
    z: Rows<usize, Cuda>,
    bias: &Vector<Cuda>,
    activation: Activation,
    taped: bool,
) -> Result<Finished, CudaError> {
    let numbers = count(z.shape().num_elements())?;
    let keeps = taped && activation == Activation::Silu;
    let (y, before) = match keeps {
        true => (z.device().try_zeros_like(z.shape())?, Some(z)),
        false => (z, None),
    };
    let from = at(before.as_ref().unwrap_or(&y));
    let columns = bias.shape().0 as u32;
    let params = (
        from,
        at(bias),
        at(&y),
        numbers,
        columns,
        activation_number(activation),
    );
    context.launch(
        &context.functions.add_bias_and_activate,
        grid(numbers),
        params,
    )?;
    Ok(Finished {
        y,
        before,
        bias: bias.clone(),
        activation,
    })
}

impl Finished {
    /// Turns the output's gradient into that before the activation, in place, as nothing after this reads it; adds up
    /// the bias's. Returns its address.
    pub fn slopes(
        &self,
        context: &Context,
        gradients: &mut Gradients<f32, Cuda>,
    ) -> Result<u64, CudaError> {
        let columns = self.bias.shape().0;
        let rows = self.y.shape().num_elements() / columns;
        let gradient = slope(gradients, &self.y)?;
        let (to, add) = context.parameter_slope(gradients, &self.bias)?;
        let (matrix, grid) = Columns::new(rows, columns)?;
        let (partial, arrived) = context.sums();
        let values = at(self.before.as_ref().unwrap_or(&self.y));
        let number = activation_number(self.activation);
        let params = (
            gradient,
            values,
            to,
            i32::from(add),
            matrix,
            number,
            partial,
            arrived,
        );
        context.launch(&context.functions.slope_and_column_sums, grid, params)?;
        Ok(gradient)
    }
}
