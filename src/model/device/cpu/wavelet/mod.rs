//! The wavelet loss as one operation on the tape: the error's transform, and back through the transposed one.

mod transform;

use dfdx::prelude::*;
use multiversion::multiversion;
use rayon::prelude::*;

use super::MIN_CHUNKS;
use super::slices::slice;
use crate::model::device::wavelets::WaveletRule;
use crate::model::device::{Kernels, Rows};
use crate::model::scratch::{self, Scratch};
use transform::Transform;

/// See [`crate::model::device::Kernels::wavelet_loss`].
pub fn wavelet_loss<T: Tape<f32, Cpu>>(
    output: Rows<usize, Cpu, T>,
    target: &Rows<usize, Cpu>,
    factors: Option<&[f32]>,
    rule: &WaveletRule,
) -> Result<Tensor<Rank0, f32, Cpu, T>, CpuError> {
    let (output, mut tape) = output.split_tape();
    assert_eq!(output.shape(), target.shape(), "outputs and targets");
    let count = output.shape().num_elements();
    let mut coefficients = coefficients(slice(&output), slice(target), factors, rule);
    let sums = sums_of(&coefficients, rule);
    let mean = (sums.iter().sum::<f64>() / count as f64) as f32;
    let value = output.device().upload(&[mean], ())?;

    if T::OWNS_TAPE {
        let (value, rule, factors) = (value.clone(), *rule, factors.map(scratch::copy));
        tape.add_backward_op(move |gradients| {
            let scale = gradients.get_or_alloc_mut(&value)?[0] / count as f32;
            let (size, weights, squares) = (rule.image.size(), rule.weights(), rule.squares());
            let transform = Transform::new(&rule);
            gradients
                .get_or_alloc_mut(&output)?
                .par_chunks_mut(size)
                .with_min_len(MIN_CHUNKS)
                .zip(coefficients.par_chunks_mut(size))
                .for_each_init(
                    || scratch::room(size),
                    |scratch, (gradient, image)| {
                        slopes(image, &weights, scale, squares);
                        transform.backward(image, scratch);
                        add(gradient, image, factors.as_deref());
                    },
                );
            Ok(())
        });
    }
    Ok(value.put_tape(tape))
}

/// The loss of each image, summed over its coefficients.
pub fn wavelet_sums(
    output: &[f32],
    target: &[f32],
    factors: Option<&[f32]>,
    rule: &WaveletRule,
) -> Vec<f64> {
    sums_of(&coefficients(output, target, factors, rule), rule)
}

/// One image's coefficients to the image, in place.
#[cfg(test)]
pub fn wavelet_inverse(image: &mut [f32], rule: &WaveletRule) {
    Transform::new(rule).backward(image, &mut vec![0.0; image.len()]);
}

/// The transform of each image's error, times `factors` where there are any.
fn coefficients(
    output: &[f32],
    target: &[f32],
    factors: Option<&[f32]>,
    rule: &WaveletRule,
) -> Scratch {
    let size = rule.image.size();
    let transform = Transform::new(rule);
    let mut all = scratch::room(output.len());
    all.par_chunks_mut(size)
        .with_min_len(MIN_CHUNKS)
        .zip(output.par_chunks(size))
        .zip(target.par_chunks(size))
        .for_each_init(
            || scratch::room(size),
            |scratch, ((image, output), target)| {
                for ((error, y), x) in image.iter_mut().zip(output).zip(target) {
                    *error = y - x;
                }
                if let Some(factors) = factors {
                    scale_by(image, factors);
                }
                transform.forward(image, scratch);
            },
        );
    all
}

fn sums_of(coefficients: &[f32], rule: &WaveletRule) -> Vec<f64> {
    let (weights, squares) = (rule.weights(), rule.squares());
    coefficients
        .par_chunks(rule.image.size())
        .with_min_len(MIN_CHUNKS)
        .map(|image| f64::from(sum(image, &weights, squares)))
        .collect()
}

fn scale_by(image: &mut [f32], factors: &[f32]) {
    for (number, factor) in image.iter_mut().zip(factors) {
        *number *= factor;
    }
}

fn add(gradient: &mut [f32], image: &[f32], factors: Option<&[f32]>) {
    match factors {
        None => {
            for (gradient, slope) in gradient.iter_mut().zip(image) {
                *gradient += slope;
            }
        }
        Some(factors) => {
            for ((gradient, slope), factor) in gradient.iter_mut().zip(image).zip(factors) {
                *gradient += factor * slope;
            }
        }
    }
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn sum(image: &[f32], weights: &[f32], squares: bool) -> f32 {
    // Independent partial sums, as in the pixel losses.
    const LANES: usize = 16;
    let mut lanes = [0.0f32; LANES];
    for (image, weights) in image.chunks(LANES).zip(weights.chunks(LANES)) {
        for ((lane, c), w) in lanes.iter_mut().zip(image).zip(weights) {
            *lane += w * if squares { c * c } else { c.abs() };
        }
    }
    lanes.iter().sum()
}

/// Coefficients to the slope of the loss by each.
#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn slopes(image: &mut [f32], weights: &[f32], scale: f32, squares: bool) {
    for (c, w) in image.iter_mut().zip(weights) {
        let slope = if squares {
            2.0 * *c
        } else {
            f32::from(*c > 0.0) - f32::from(*c < 0.0)
        };
        *c = scale * w * slope;
    }
}
