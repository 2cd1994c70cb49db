//! Batch norm (Ioffe and Szegedy 2015) over the channels of maps, with the activation after it.

use dfdx::prelude::*;
use multiversion::multiversion;
use rayon::prelude::*;

use super::activation;
use super::gradient_memory::zeroed;
use super::slices::{slice, slice_mut};
use crate::model::Activation;
use crate::model::device::maps::{Measured, NORM_EPSILON, Normalised, Statistics};
use crate::model::device::{Kernels, Rows, Vector};
use crate::model::scratch;

/// Numbers of a part, about: whole pixels. Fixed, so that sums do not depend on the number of threads.
const PART: usize = 16 * super::CHUNK;

/// See [`crate::model::device::Kernels::batch_norm`].
pub fn batch_norm<T: Tape<f32, Cpu>>(
    x: Rows<usize, Cpu, T>,
    weight: &Vector<Cpu>,
    bias: &Vector<Cpu>,
    statistics: Statistics<Cpu>,
    activation: Activation,
) -> Result<Normalised<Cpu, T>, CpuError> {
    let (x, mut tape) = x.split_tape();
    let channels = weight.shape().0;
    assert_eq!(x.shape().1 % channels, 0, "whole pixels");
    let batch = matches!(statistics, Statistics::Batch);
    let measured = match statistics {
        Statistics::Batch => {
            let [mean, variance] = measure(slice(&x), channels);
            let vector = |numbers: &[f32]| x.device().upload(numbers, (channels,));
            Measured {
                mean: vector(&mean)?,
                variance: vector(&variance)?,
            }
        }
        Statistics::Running { mean, variance } => Measured {
            mean: mean.clone(),
            variance: variance.clone(),
        },
    };
    let inverse: Vec<f32> = slice(&measured.variance)
        .iter()
        .map(|variance| 1.0 / (variance + NORM_EPSILON).sqrt())
        .collect();
    let normal = Normal {
        mean: slice(&measured.mean).to_vec(),
        inverse,
    };

    let mut y: Rows<usize, Cpu> = x.device().try_zeros_like(x.shape())?;
    normal.forward(
        slice(&x),
        slice(weight),
        slice(bias),
        activation,
        slice_mut(&mut y),
    );
    if T::OWNS_TAPE {
        let (weight, bias, y) = (weight.clone(), bias.clone(), y.clone());
        tape.add_backward_op(move |gradients| {
            let mut gradient = std::mem::take(&mut **gradients.get_or_alloc_mut(&y)?);
            if activation == Activation::Silu {
                // Its slope is a function of its input, made anew.
                let mut z = scratch::room(gradient.len());
                let identity = Activation::Identity;
                normal.forward(slice(&x), slice(&weight), slice(&bias), identity, &mut z);
                activation::backward(&mut gradient, &z, activation);
            } else {
                activation::backward(&mut gradient, slice(&y), activation);
            }
            let sums = sums(&gradient, channels, |part, first, sums| {
                normal.slope_sums(part, &slice(&x)[first..], sums);
            });
            let (bias_sums, weight_sums) = sums.split_at(channels);
            add(gradients.get_or_alloc_mut(&bias)?, bias_sums);
            add(gradients.get_or_alloc_mut(&weight)?, weight_sums);
            let pixels = gradient.len() / channels;
            let zero = vec![0.0; channels];
            // Fixed statistics do not move with the input.
            let share = |sums: &[f64]| -> Vec<f32> {
                sums.iter()
                    .map(|sum| (sum / pixels as f64) as f32)
                    .collect()
            };
            let (bias_share, weight_share) = match batch {
                true => (share(bias_sums), share(weight_sums)),
                false => (zero.clone(), zero),
            };
            gradients
                .get_or_alloc_mut(&x)?
                .par_chunks_mut(part(channels))
                .zip(slice(&x).par_chunks(part(channels)))
                .zip(gradient.par_chunks(part(channels)))
                .for_each(|((to, x), gradient)| {
                    let (mean, inverse) = (&normal.mean[..], &normal.inverse[..]);
                    let weight = slice(&weight);
                    add_input_slopes(
                        to,
                        x,
                        gradient,
                        [mean, inverse, weight, &bias_share, &weight_share],
                    );
                });
            **gradients.get_or_alloc_mut(&y)? = gradient;
            Ok(())
        });
    }
    Ok((y.put_tape(tape), measured))
}

/// Numbers of a part, in whole pixels.
fn part(channels: usize) -> usize {
    (PART / channels).max(1) * channels
}

/// Adds up what `each` adds, part by part of `numbers` (with the place of its first), to twice `channels` sums; parts
/// in order.
fn sums(
    numbers: &[f32],
    channels: usize,
    each: impl Fn(&[f32], usize, &mut [f32]) + Sync,
) -> Vec<f64> {
    let part = part(channels);
    let parts: Vec<Vec<f32>> = numbers
        .par_chunks(part)
        .enumerate()
        .map(|(index, numbers)| {
            let mut sums = vec![0.0; 2 * channels];
            each(numbers, index * part, &mut sums);
            sums
        })
        .collect();
    let mut total = vec![0.0; 2 * channels];
    for sums in parts {
        for (total, sum) in total.iter_mut().zip(sums) {
            *total += f64::from(sum);
        }
    }
    total
}

/// Mean and variance. Mean first, then squares of what is left: the difference of two large sums would lose digits.
fn measure(x: &[f32], channels: usize) -> [Vec<f32>; 2] {
    let pixels = (x.len() / channels) as f64;
    let means = |sums: &[f64]| -> Vec<f32> {
        sums[..channels]
            .iter()
            .map(|sum| (sum / pixels) as f32)
            .collect()
    };
    let mean = means(&sums(x, channels, |part, _, sums| {
        activation::add_block_sums(part, channels, 0, &mut sums[..channels]);
    }));
    let variance = means(&sums(x, channels, |part, _, sums| {
        add_squares(part, &mean, &mut sums[..channels]);
    }));
    [mean, variance]
}

fn add(gradient: &mut Vec<f32>, sums: &[f64]) {
    for (gradient, sum) in zeroed(gradient, sums.len()).iter_mut().zip(sums) {
        *gradient += *sum as f32;
    }
}

struct Normal {
    mean: Vec<f32>,
    /// 1 / sqrt(variance + epsilon)
    inverse: Vec<f32>,
}

impl Normal {
    fn forward(
        &self,
        x: &[f32],
        weight: &[f32],
        bias: &[f32],
        activation: Activation,
        out: &mut [f32],
    ) {
        let channels = self.mean.len();
        out.par_chunks_mut(part(channels))
            .zip(x.par_chunks(part(channels)))
            .for_each(|(out, x)| {
                scale(x, &self.mean, &self.inverse, weight, out);
                activation::add_and_activate(out, bias, activation);
            });
    }

    /// Adds to the first half of `sums` the gradient, to the second its product with the normalised input.
    fn slope_sums(&self, gradient: &[f32], x: &[f32], sums: &mut [f32]) {
        let (first, second) = sums.split_at_mut(self.mean.len());
        activation::add_block_sums(gradient, first.len(), 0, first);
        add_products(gradient, x, &self.mean, &self.inverse, second);
    }
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn add_squares(x: &[f32], mean: &[f32], sums: &mut [f32]) {
    for x in x.chunks_exact(mean.len()) {
        for ((sum, x), mean) in sums.iter_mut().zip(x).zip(mean) {
            *sum += (x - mean) * (x - mean);
        }
    }
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn add_products(gradient: &[f32], x: &[f32], mean: &[f32], inverse: &[f32], sums: &mut [f32]) {
    let channels = mean.len();
    for (gradient, x) in gradient
        .chunks_exact(channels)
        .zip(x.chunks_exact(channels))
    {
        for channel in 0..channels {
            let normal = (x[channel] - mean[channel]) * inverse[channel];
            sums[channel] += gradient[channel] * normal;
        }
    }
}

#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn scale(x: &[f32], mean: &[f32], inverse: &[f32], weight: &[f32], out: &mut [f32]) {
    let channels = mean.len();
    for (out, x) in out.chunks_exact_mut(channels).zip(x.chunks_exact(channels)) {
        for channel in 0..channels {
            out[channel] = (x[channel] - mean[channel]) * inverse[channel] * weight[channel];
        }
    }
}

/// `to += weight inverse (gradient - mean gradient - normalised x * mean of gradient times normalised x)`
#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn add_input_slopes(
    to: &mut [f32],
    x: &[f32],
    gradient: &[f32],
    [mean, inverse, weight, bias_share, weight_share]: [&[f32]; 5],
) {
    let channels = mean.len();
    let pixels = x
        .chunks_exact(channels)
        .zip(gradient.chunks_exact(channels));
    for (to, (x, gradient)) in to.chunks_exact_mut(channels).zip(pixels) {
        for channel in 0..channels {
            let normal = (x[channel] - mean[channel]) * inverse[channel];
            let centred = gradient[channel] - bias_share[channel] - normal * weight_share[channel];
            to[channel] += weight[channel] * inverse[channel] * centred;
        }
    }
}
