//! Bias and activation fused into one pass, forward and backward.

use multiversion::multiversion;
use rayon::prelude::*;

use super::{CHUNK, MIN_CHUNKS};
use crate::model::Activation;
use crate::model::vector_math::{sigmoid, tanh};

/// Slope of leaky ReLU below zero, PyTorch's default.
const LEAK: f32 = 0.01;

/// `y = activation(z)`. For activations whose slope needs `z` itself.
pub fn activate_into(z: &[f32], y: &mut [f32], activation: Activation) {
    y.par_chunks_mut(CHUNK)
        .with_min_len(MIN_CHUNKS)
        .zip(z.par_chunks(CHUNK))
        .for_each(|(y, z)| {
            y.copy_from_slice(z);
            add_and_activate(y, &[0.0; CHUNK][..z.len()], activation);
        });
}

/// `gradient *= activation'`, from the activation's output `y` (its input `z` for SiLU).
pub fn backward(gradient: &mut [f32], values: &[f32], activation: Activation) {
    if activation == Activation::Identity {
        return;
    }
    gradient
        .par_chunks_mut(CHUNK)
        .with_min_len(MIN_CHUNKS)
        .zip(values.par_chunks(CHUNK))
        .for_each(|(gradient, values)| scale_by_slope(gradient, values, activation));
}

/// `out[j] += sum over rows of gradient[.., j]`, rows in order.
pub fn add_column_sums(gradient: &[f32], out: &mut [f32]) {
    const COLUMNS: usize = 64;
    let width = out.len();
    let numbers = gradient.len() / width.max(1) * COLUMNS;
    out.par_chunks_mut(COLUMNS)
        .with_min_len((MIN_CHUNKS * CHUNK).div_ceil(numbers.max(1)))
        .enumerate()
        .for_each(|(block, out)| add_block_sums(gradient, width, block * COLUMNS, out));
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
pub fn add_and_activate(z: &mut [f32], bias: &[f32], activation: Activation) {
    // Plain loops: closures would not be compiled for the wider instructions.
    macro_rules! each {
        (|$v:ident| $value:expr) => {
            for row in z.chunks_exact_mut(bias.len()) {
                for (z, b) in row.iter_mut().zip(bias) {
                    let $v = *z + b;
                    *z = $value;
                }
            }
        };
    }
    match activation {
        Activation::Identity => each!(|v| v),
        // Not `max`, which would turn NaN into zero and hide a diverging run.
        Activation::Relu => each!(|v| if v < 0.0 { 0.0 } else { v }),
        Activation::LeakyRelu => each!(|v| if v < 0.0 { LEAK * v } else { v }),
        Activation::Tanh => each!(|v| tanh(v)),
        Activation::Sigmoid => each!(|v| sigmoid(v)),
        Activation::Silu => each!(|v| v * sigmoid(v)),
    }
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
pub fn scale_by_slope(gradient: &mut [f32], values: &[f32], activation: Activation) {
    macro_rules! each {
        (|$g:ident, $y:ident| $value:expr) => {
            for (g, &$y) in gradient.iter_mut().zip(values) {
                let $g = *g;
                *g = $value;
            }
        };
    }
    match activation {
        Activation::Identity => {}
        Activation::Relu => each!(|g, y| if y > 0.0 { g } else { 0.0 }),
        Activation::LeakyRelu => each!(|g, y| if y > 0.0 { g } else { LEAK * g }),
        Activation::Tanh => each!(|g, y| g * (1.0 - y * y)),
        Activation::Sigmoid => each!(|g, y| g * y * (1.0 - y)),
        Activation::Silu => each!(|g, z| {
            let s = sigmoid(z);
            g * s * (1.0 + z * (1.0 - s))
        }),
    }
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
pub fn add_block_sums(gradient: &[f32], width: usize, first: usize, out: &mut [f32]) {
    for row in gradient.chunks_exact(width) {
        for (out, g) in out.iter_mut().zip(&row[first..]) {
            *out += g;
        }
    }
}

/// `y = activation(y)` of a few numbers, inside of code that is compiled for wide instructions.
#[inline(always)]
pub fn activate(numbers: &mut [f32], activation: Activation) {
    macro_rules! each {
        (|$v:ident| $value:expr) => {
            for number in numbers.iter_mut() {
                let $v = *number;
                *number = $value;
            }
        };
    }
    match activation {
        Activation::Identity => {}
        Activation::Relu => each!(|v| if v < 0.0 { 0.0 } else { v }),
        Activation::LeakyRelu => each!(|v| if v < 0.0 { LEAK * v } else { v }),
        Activation::Tanh => each!(|v| tanh(v)),
        Activation::Sigmoid => each!(|v| sigmoid(v)),
        Activation::Silu => each!(|v| v * sigmoid(v)),
    }
}

/// `gradient *= activation'(z)` of a few numbers, from the activation's input whatever it is.
#[inline(always)]
pub fn scale_by_slope_at(gradient: &mut [f32], z: &[f32], activation: Activation) {
    macro_rules! each {
        (|$z:ident| $slope:expr) => {
            for (g, &$z) in gradient.iter_mut().zip(z) {
                *g *= $slope;
            }
        };
    }
    match activation {
        Activation::Identity => {}
        Activation::Relu => each!(|z| if z > 0.0 { 1.0 } else { 0.0 }),
        Activation::LeakyRelu => each!(|z| if z > 0.0 { 1.0 } else { LEAK }),
        Activation::Tanh => each!(|z| {
            let y = tanh(z);
            1.0 - y * y
        }),
        Activation::Sigmoid => each!(|z| {
            let y = sigmoid(z);
            y * (1.0 - y)
        }),
        Activation::Silu => each!(|z| {
            let s = sigmoid(z);
            s * (1.0 + z * (1.0 - s))
        }),
    }
}
