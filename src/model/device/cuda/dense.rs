//! The dense layer: three products by cuBLAS and two kernels, forward and back.

use dfdx::prelude::*;

use super::context::Context;
use super::layer::finish;
use super::matmul::{Operand, matmul};
use super::pointer::{at, slope};
use crate::model::Activation;
use crate::model::device::{Matrix, Rows, Vector};

/// See [`crate::model::device::Kernels::dense`].
pub fn dense<T: Tape<f32, Cuda>>(
    x: Rows<usize, Cuda, T>,
    weight: &Matrix<Cuda>,
    bias: &Vector<Cuda>,
    activation: Activation,
    input_gradient: bool,
) -> Result<Rows<usize, Cuda, T>, CudaError> {
    let (x, mut tape) = x.split_tape();
    let (rows, i) = *x.shape();
    let o = weight.shape().0;
    assert_eq!(i, weight.shape().1, "numbers a row");
    let context = Context::of(&x)?;
    let z: Rows<usize, Cuda> = x.device().try_zeros_like(&(rows, o))?;
    let input = Operand::new(at(&x), rows, i);
    let weights = Operand::new(at(weight), o, i);
    matmul(&context, input, weights.transposed(), at(&z), false)?;
    let finished = finish(&context, z, bias, activation, T::OWNS_TAPE)?;
    let y = finished.y.clone();
    if T::OWNS_TAPE {
        let weight = weight.clone();
        tape.add_backward_op(move |gradients| {
            let dz = Operand::new(finished.slopes(&context, gradients)?, rows, o);
            let (to, add) = context.parameter_slope(gradients, &weight)?;
            let input = Operand::new(at(&x), rows, i);
            matmul(&context, dz.transposed(), input, to, add)?;
            if input_gradient {
                let weights = Operand::new(at(&weight), o, i);
                matmul(&context, dz, weights, slope(gradients, &x)?, true)?;
            }
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}
