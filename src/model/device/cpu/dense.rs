//! The dense layer as one operation on the tape.

use dfdx::prelude::*;

use super::activation;
use super::matmul::{View, matmul};
use super::slices::{slice, slice_mut};
use crate::model::Activation;
use crate::model::device::{Matrix, Rows, Vector};

/// See [`crate::model::device::Kernels::dense`].
pub fn dense<T: Tape<f32, Cpu>>(
    x: Rows<usize, Cpu, T>,
    weight: &Matrix<Cpu>,
    bias: &Vector<Cpu>,
    activation: Activation,
    input_gradient: bool,
) -> Result<Rows<usize, Cpu, T>, CpuError> {
    let (x, mut tape) = x.split_tape();
    let (rows, i) = *x.shape();
    let o = weight.shape().0;
    assert_eq!(i, weight.shape().1, "numbers a row");

    let mut y: Rows<usize, Cpu> = x.device().try_zeros_like(&(rows, o))?;
    matmul(
        View::new(slice(&x), rows, i),
        View::new(slice(weight), o, i).transposed(),
        slice_mut(&mut y),
        false,
    );
    // SiLU's slope is a function of its input alone; the others' of their output.
    let before = if T::OWNS_TAPE && activation == Activation::Silu {
        let mut z = y;
        y = x.device().try_zeros_like(&(rows, o))?;
        activation::forward_keeping_input(
            slice_mut(&mut z),
            slice_mut(&mut y),
            slice(bias),
            activation,
        );
        Some(z)
    } else {
        activation::forward(slice_mut(&mut y), slice(bias), activation);
        None
    };

    if T::OWNS_TAPE {
        let (weight, bias, y) = (weight.clone(), bias.clone(), y.clone());
        tape.add_backward_op(move |gradients| {
            // Nothing after this reads the output's gradient, so it is turned into the gradient before the
            // activation in place; it is taken out while others are borrowed, and put back to keep its allocation.
            let mut gradient = std::mem::take(&mut **gradients.get_or_alloc_mut(&y)?);
            let values = slice(before.as_ref().unwrap_or(&y));
            activation::backward(&mut gradient, values, activation);
            activation::add_column_sums(&gradient, gradients.get_or_alloc_mut(&bias)?);
            let dz = View::new(&gradient, rows, o);
            matmul(
                dz.transposed(),
                View::new(slice(&x), rows, i),
                gradients.get_or_alloc_mut(&weight)?,
                true,
            );
            if input_gradient {
                matmul(
                    dz,
                    View::new(slice(&weight), o, i),
                    gradients.get_or_alloc_mut(&x)?,
                    true,
                );
            }
            **gradients.get_or_alloc_mut(&y)? = gradient;
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}
