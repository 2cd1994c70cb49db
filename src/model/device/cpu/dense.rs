//! The dense layer as one operation on the tape.

use dfdx::prelude::*;

use super::activation;
use super::gradient_memory::{opened, zeroed};
use super::matmul::{View, both, matmul, matmul_then};
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
    let keeps_input = T::OWNS_TAPE && activation == Activation::Silu;
    let applied = if keeps_input {
        Activation::Identity
    } else {
        activation
    };
    let (numbers, biases) = (slice(&x), slice(bias));
    matmul_then(
        View::new(numbers, rows, i),
        View::new(slice(weight), o, i).transposed(),
        slice_mut(&mut y),
        false,
        &|row, first| activation::add_and_activate(row, &biases[first..][..row.len()], applied),
    );
    // SiLU's slope is a function of its input alone; the others' of their output.
    let before = if keeps_input {
        let z = y;
        y = x.device().try_zeros_like(&(rows, o))?;
        activation::activate_into(slice(&z), slice_mut(&mut y), activation);
        Some(z)
    } else {
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
            let sums = zeroed(gradients.get_or_alloc_mut(&bias)?, o);
            activation::add_column_sums(&gradient, sums);
            let dz = View::new(&gradient, rows, o);
            let mut weight_gradient = std::mem::take(&mut **gradients.get_or_alloc_mut(&weight)?);
            let mut x_gradient = match input_gradient {
                true => std::mem::take(&mut **gradients.get_or_alloc_mut(&x)?),
                false => Vec::new(),
            };
            let mut of_weight = || {
                let (out, add) = opened(&mut weight_gradient, o * i);
                matmul(dz.transposed(), View::new(slice(&x), rows, i), out, add);
            };
            if input_gradient {
                let of_x = || matmul(dz, View::new(slice(&weight), o, i), &mut x_gradient, true);
                both(2 * rows * i * o, of_weight, of_x);
                **gradients.get_or_alloc_mut(&x)? = x_gradient;
            } else {
                of_weight();
            }
            **gradients.get_or_alloc_mut(&weight)? = weight_gradient;
            **gradients.get_or_alloc_mut(&y)? = gradient;
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}
