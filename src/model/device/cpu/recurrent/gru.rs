//! One step of gated recurrent units, forward and backward:
//! `r = sigmoid(x_r + W_r h + b_r)`, `z = sigmoid(x_z + W_z h + b_z)`, `n = tanh(x_n + r (W_n h + b_n))` and
//! `h' = (1 - z) n + z h`.

use multiversion::multiversion;

use super::{Back, Step};
use crate::model::vector_math::{sigmoid, tanh};

/// Kept of each unit and step: r, z, n and `W_n h + b_n`.
pub const KEPT: usize = 4;

/// Turns the states into the next ones. `products` are `W h`; what is kept goes to places `kept.1` apart, or nowhere.
#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
pub fn forward(
    step: &Step,
    products: &[f32],
    bias: &[f32],
    states: &mut [f32],
    kept: (&mut [f32], usize),
) {
    let n = step.hidden;
    let (b_r, b_z, b_n) = (&bias[..n], &bias[n..2 * n], &bias[2 * n..3 * n]);
    let (kept, stride) = kept;
    for (row, (state, product)) in states
        .chunks_exact_mut(n)
        .zip(products.chunks_exact(3 * n))
        .enumerate()
    {
        if !step.is_there(row) {
            continue;
        }
        let x = &step.inputs[row * step.stride..][..3 * n];
        let (x_r, x_z, x_n) = (&x[..n], &x[n..2 * n], &x[2 * n..]);
        let (h_r, h_z, h_n) = (&product[..n], &product[n..2 * n], &product[2 * n..]);
        let state = &mut state[..n];
        if kept.is_empty() {
            for unit in 0..n {
                let r = sigmoid(x_r[unit] + (h_r[unit] + b_r[unit]));
                let z = sigmoid(x_z[unit] + (h_z[unit] + b_z[unit]));
                let new = tanh(x_n[unit] + r * (h_n[unit] + b_n[unit]));
                state[unit] = (1.0 - z) * new + z * state[unit];
            }
        } else {
            let kept = &mut kept[row * stride..][..4 * n];
            let (kept_r, kept) = kept.split_at_mut(n);
            let (kept_z, kept) = kept.split_at_mut(n);
            let (kept_n, kept_q) = kept.split_at_mut(n);
            let kept_q = &mut kept_q[..n];
            for unit in 0..n {
                let r = sigmoid(x_r[unit] + (h_r[unit] + b_r[unit]));
                let z = sigmoid(x_z[unit] + (h_z[unit] + b_z[unit]));
                let q = h_n[unit] + b_n[unit];
                let new = tanh(x_n[unit] + r * q);
                state[unit] = (1.0 - z) * new + z * state[unit];
                kept_r[unit] = r;
                kept_z[unit] = z;
                kept_n[unit] = new;
                kept_q[unit] = q;
            }
        }
    }
}

/// Gradients before the step from those after it. `before` are the states that it began with, zeros where there are none.
#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
pub fn backward(step: &Step, kept: (&[f32], usize), before: Option<(&[f32], usize)>, back: Back) {
    let n = step.hidden;
    let nothing = [0.0; 0];
    let (before, before_stride) = before.unwrap_or((&nothing, 0));
    for (row, ((of_state, of_input), of_product)) in back
        .of_state
        .chunks_exact_mut(n)
        .zip(back.of_input.chunks_exact_mut(3 * n))
        .zip(back.of_products.chunks_exact_mut(3 * n))
        .enumerate()
    {
        if !step.is_there(row) {
            of_input.fill(0.0);
            of_product.fill(0.0);
            continue;
        }
        let kept = &kept.0[row * kept.1..][..4 * n];
        let (r, z, new, q) = (
            &kept[..n],
            &kept[n..2 * n],
            &kept[2 * n..3 * n],
            &kept[3 * n..],
        );
        let (in_r, rest) = of_input.split_at_mut(n);
        let (in_z, in_n) = rest.split_at_mut(n);
        let (out_r, rest) = of_product.split_at_mut(n);
        let (out_z, out_n) = rest.split_at_mut(n);
        let (in_n, out_n, of_state) = (&mut in_n[..n], &mut out_n[..n], &mut of_state[..n]);
        macro_rules! each {
            (|$unit:ident| $state:expr) => {
                for $unit in 0..n {
                    let slope = of_state[$unit];
                    let (r, z, new) = (r[$unit], z[$unit], new[$unit]);
                    let of_new = slope * (1.0 - z) * (1.0 - new * new);
                    let of_z = slope * ($state - new) * z * (1.0 - z);
                    let of_r = of_new * q[$unit] * r * (1.0 - r);
                    in_r[$unit] = of_r;
                    in_z[$unit] = of_z;
                    in_n[$unit] = of_new;
                    out_r[$unit] = of_r;
                    out_z[$unit] = of_z;
                    out_n[$unit] = of_new * r;
                    of_state[$unit] = slope * z;
                }
            };
        }
        if before.is_empty() {
            each!(|unit| 0.0);
        } else {
            let state = &before[row * before_stride..][..n];
            each!(|unit| state[unit]);
        }
    }
}
