//! Gaussian codes: the reparameterised sample and the divergence from the prior (Kingma and Welling 2014).

use dfdx::prelude::*;
use rand_distr::{Distribution, StandardNormal};

use crate::data::random::{Purpose, stream};
use crate::model::StepKey;
use crate::model::device::{Kernels, Rows};
use crate::model::scratch::{self, Scratch};

/// Standard normal noise for a training step, `count` numbers.
pub fn step_noise(count: usize, key: StepKey) -> Scratch {
    let place = (u64::from(key.epoch), u64::from(key.batch));
    let mut random = stream(key.seed, Purpose::Sampling, place.0, place.1);
    let mut noise = scratch::room(count);
    for number in noise.iter_mut() {
        *number = StandardNormal.sample(&mut random);
    }
    noise
}

/// Standard normal noise for measuring `rows` images from the one at `first` on, `width` numbers each. An image gets
/// the same noise whatever is measured with it.
pub fn measuring_noise(rows: usize, width: usize, first: usize, seed: u64) -> Vec<f32> {
    // No training step has this epoch.
    let image = |row: usize| stream(seed, Purpose::Sampling, u64::MAX, (first + row) as u64);
    (0..rows)
        .flat_map(|row| StandardNormal.sample_iter(image(row)).take(width))
        .collect()
}

/// `mean + noise exp(log_variance / 2)`
pub fn sample<D: Kernels, T: Tape<f32, D> + Merge<T>>(
    mean: Rows<usize, D, T>,
    log_variance: Rows<usize, D, T>,
    noise: &Rows<usize, D>,
) -> Result<Rows<usize, D, T>, D::Err> {
    let deviation = log_variance.try_mul(0.5)?.try_exp()?;
    mean.try_add(deviation.try_mul(noise.clone())?)
}

/// KL divergence from the standard normal of each image and dimension, in nats:
/// `(mean^2 + exp(log_variance) - 1 - log_variance) / 2`
pub fn divergence<D: Kernels, T: Tape<f32, D> + Merge<T>>(
    mean: Rows<usize, D, T>,
    log_variance: Rows<usize, D, T>,
) -> Result<Rows<usize, D, T>, D::Err> {
    let log = log_variance.with_empty_tape();
    let variance = log_variance.try_exp()?;
    let sum = mean.try_square()?.try_add(variance)?.try_sub(log)?;
    sum.try_sub(1.0)?.try_mul(0.5)
}

/// Sum over dimensions of the divergence's mean over the batch, where a dimension costs nothing below `free_bits`
/// nats: `sum of max(mean, free_bits)` (Kingma et al. 2016).
pub fn cost<D: Kernels, T: Tape<f32, D>>(
    divergence: Rows<usize, D, T>,
    free_bits: f32,
) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
    let (rows, width) = *divergence.shape();
    let means = divergence
        .try_sum::<(usize,), Axis<0>>()?
        .try_mul(1.0 / rows.max(1) as f32)?;
    if free_bits == 0.0 {
        // Not by way of the next line, whose rounding would keep a divergence of exactly 0 from being one.
        return means.try_sum();
    }
    let above = means.try_sub(free_bits)?.try_relu()?;
    above.try_sum()?.try_add(free_bits * width as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(numbers: &[f32], width: usize) -> Rows<usize, Cpu> {
        let device = Cpu::default();
        device.tensor_from_vec(numbers.to_vec(), (numbers.len() / width, width))
    }

    #[test]
    fn samples_are_the_mean_and_scaled_noise() {
        let mean = rows(&[1.0, -2.0], 2);
        let log_variance = rows(&[0.0, 4.0_f32.ln()], 2);
        let noise = rows(&[0.5, -1.0], 2);
        let sample = sample(mean, log_variance, &noise).unwrap().as_vec();
        assert_eq!(sample[0], 1.5);
        assert!((sample[1] + 4.0).abs() < 1e-6);
    }

    #[test]
    fn divergence_is_zero_for_the_prior_alone() {
        let at = |mean: f32, variance: f32| {
            divergence(rows(&[mean], 1), rows(&[variance.ln()], 1))
                .unwrap()
                .as_vec()[0]
        };
        assert_eq!(at(0.0, 1.0), 0.0);
        assert_eq!(at(2.0, 1.0), 2.0);
        // (e - 1 - 1) / 2
        assert!((at(0.0, std::f32::consts::E) - 0.359_140_9).abs() < 1e-6);
    }

    #[test]
    fn free_bits_are_a_floor_for_each_dimension() {
        // Means over the batch of 1.0 and 0.25 nats.
        let divergence = || rows(&[2.0, 0.5, 0.0, 0.0], 2);
        let cost = |bits| cost(divergence(), bits).unwrap().array();
        assert_eq!(cost(0.0), 1.25);
        assert_eq!(cost(0.5), 1.5);
        assert_eq!(cost(2.0), 4.0);
    }

    #[test]
    fn gradients_are_those_of_the_formulas() {
        let mean = rows(&[0.3, -1.2], 2);
        let log_variance = rows(&[0.4, -0.6], 2);
        let noise = rows(&[0.7, -0.1], 2);
        let z = sample(mean.leaky_trace(), log_variance.leaky_trace(), &noise).unwrap();
        let gradients = z.sum::<Rank0, _>().backward();
        assert_eq!(gradients.get(&mean).as_vec(), [1.0, 1.0]);
        let slopes = gradients.get(&log_variance).as_vec();
        for ((slope, eps), log) in slopes.iter().zip([0.7_f32, -0.1]).zip([0.4_f32, -0.6]) {
            assert!((slope - 0.5 * eps * (0.5 * log).exp()).abs() < 1e-6);
        }
        let kl = divergence(mean.leaky_trace(), log_variance.leaky_trace()).unwrap();
        let gradients = cost(kl, 0.0).unwrap().backward();
        for (slope, mean) in gradients.get(&mean).as_vec().iter().zip([0.3_f32, -1.2]) {
            assert!((slope - mean).abs() < 1e-6);
        }
        for (slope, log) in gradients
            .get(&log_variance)
            .as_vec()
            .iter()
            .zip([0.4_f32, -0.6])
        {
            assert!((slope - 0.5 * (log.exp() - 1.0)).abs() < 1e-6);
        }
    }

    #[test]
    fn an_image_is_measured_with_the_same_noise_in_any_batch() {
        let all = measuring_noise(5, 3, 10, 7);
        assert_eq!(measuring_noise(2, 3, 12, 7), all[6..12]);
        assert_ne!(measuring_noise(2, 3, 12, 8), all[6..12]);
    }
}
