//! One step of long short-term memory, forward and backward: the gates are
//! `i, f, o = sigmoid(x + W h + b)` and `g = tanh(x + W h + b)`, the memory `c' = f c + i g` and the state
//! `h' = o tanh(c')`.

use multiversion::multiversion;

use super::{Back, Step};
use crate::model::vector_math::{sigmoid, tanh};

/// Kept of each unit and step: i, f, g, o, and the memory before and after.
pub const KEPT: usize = 6;

/// Turns the states and memories into the next ones. `products` are `W h`; what is kept goes to places `kept.1` apart, or
/// nowhere.
#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
pub fn forward(
    step: &Step,
    products: &[f32],
    bias: &[f32],
    (states, memories): (&mut [f32], &mut [f32]),
    (kept, stride): (&mut [f32], usize),
) {
    let n = step.hidden;
    let rows = states.chunks_exact_mut(n).zip(memories.chunks_exact_mut(n));
    for (row, ((state, memory), product)) in rows.zip(products.chunks_exact(4 * n)).enumerate() {
        if !step.is_there(row) {
            continue;
        }
        let x = &step.inputs[row * step.stride..][..4 * n];
        let (state, memory) = (&mut state[..n], &mut memory[..n]);
        let (bias, product) = (&bias[..4 * n], &product[..4 * n]);
        // Plain loops: closures would not be compiled for the wider instructions.
        macro_rules! gate {
            ($gate:expr, $unit:ident) => {
                x[$gate * n + $unit] + (product[$gate * n + $unit] + bias[$gate * n + $unit])
            };
        }
        macro_rules! each {
            (|$unit:ident, $i:ident, $f:ident, $g:ident, $o:ident, $c:ident| $keep:block) => {
                for $unit in 0..n {
                    let ($i, $f) = (sigmoid(gate!(0, $unit)), sigmoid(gate!(1, $unit)));
                    let ($g, $o) = (tanh(gate!(2, $unit)), sigmoid(gate!(3, $unit)));
                    let $c = $f * memory[$unit] + $i * $g;
                    $keep
                    memory[$unit] = $c;
                    state[$unit] = $o * tanh($c);
                }
            };
        }
        if kept.is_empty() {
            each!(|unit, i, f, g, o, c| {});
        } else {
            let kept = &mut kept[row * stride..][..6 * n];
            each!(|unit, i, f, g, o, c| {
                kept[unit] = i;
                kept[n + unit] = f;
                kept[2 * n + unit] = g;
                kept[3 * n + unit] = o;
                kept[4 * n + unit] = memory[unit];
                kept[5 * n + unit] = c;
            });
        }
    }
}

/// Gradients before the step from those after it, of the memories too.
#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
pub fn backward(step: &Step, (kept, stride): (&[f32], usize), back: Back, of_memories: &mut [f32]) {
    let n = step.hidden;
    let rows = back
        .of_state
        .chunks_exact_mut(n)
        .zip(of_memories.chunks_exact_mut(n));
    for (row, (((of_state, of_memory), of_input), of_product)) in rows
        .zip(back.of_input.chunks_exact_mut(4 * n))
        .zip(back.of_products.chunks_exact_mut(4 * n))
        .enumerate()
    {
        if !step.is_there(row) {
            of_input.fill(0.0);
            of_product.fill(0.0);
            continue;
        }
        let kept = &kept[row * stride..][..6 * n];
        let (of_state, of_memory) = (&mut of_state[..n], &mut of_memory[..n]);
        let of_input = &mut of_input[..4 * n];
        for unit in 0..n {
            let (i, f) = (kept[unit], kept[n + unit]);
            let (g, o) = (kept[2 * n + unit], kept[3 * n + unit]);
            let (before, after) = (kept[4 * n + unit], tanh(kept[5 * n + unit]));
            let slope = of_state[unit];
            let of_after = of_memory[unit] + slope * o * (1.0 - after * after);
            of_input[unit] = of_after * g * i * (1.0 - i);
            of_input[n + unit] = of_after * before * f * (1.0 - f);
            of_input[2 * n + unit] = of_after * i * (1.0 - g * g);
            of_input[3 * n + unit] = slope * after * o * (1.0 - o);
            of_memory[unit] = of_after * f;
            of_state[unit] = 0.0;
        }
        of_product.copy_from_slice(of_input);
    }
}
