//! The contractive penalty: the squared Frobenius norm of the encoder's Jacobian (Rifai et al. 2011).
//!
//! For an encoder of any depth the norm is estimated without forming the Jacobian `J`: over standard normal
//! directions e the mean of `|J e|^2` is the norm (Hutchinson 1989), and `J e` is a difference of two codes,
//! `(f(x + s e) - f(x)) / s` (as in Rifai et al. 2011b). One direction an image a step.

use dfdx::prelude::*;
use rand_distr::{Distribution, StandardNormal};

use crate::data::random::{Purpose, stream};
use crate::model::StepKey;
use crate::model::device::{Kernels, Rows};
use crate::model::scratch;

/// Length of a step along a direction: short against the bends of an encoder, long against rounding.
pub const STEP: f32 = 1e-2;

/// `x` moved by [`STEP`] times a standard normal direction each.
pub fn moved<D: Kernels>(x: Rows<usize, D>, key: StepKey) -> Result<Rows<usize, D>, D::Err> {
    let place = (u64::from(key.epoch), u64::from(key.batch));
    let mut random = stream(key.seed, Purpose::Contraction, place.0, place.1);
    let mut steps = scratch::room(x.shape().num_elements());
    for step in steps.iter_mut() {
        let e: f32 = StandardNormal.sample(&mut random);
        *step = STEP * e;
    }
    let steps = x.device().upload(&steps, *x.shape())?;
    x.try_add(steps)
}

/// `|moved - code|^2 / STEP^2`, mean over images.
pub fn estimate<D: Kernels, T: Tape<f32, D> + Merge<T>>(
    code: Rows<usize, D, T>,
    moved: Rows<usize, D, T>,
) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
    let rows = code.shape().0.max(1) as f32;
    let sum: Tensor<Rank0, f32, D, T> = moved.try_sub(code)?.try_square()?.try_sum()?;
    sum.try_mul(1.0 / (STEP * STEP * rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn for_a_linear_encoder_it_estimates_the_norm_of_its_matrix() {
        let device = Cpu::default();
        let weights = [[0.5f32, -1.0], [2.0, 0.25], [0.0, 1.5]];
        let norm: f32 = weights.iter().flatten().map(|w| w * w).sum();
        let weight = device
            .tensor(weights)
            .try_realize::<(usize, usize)>()
            .unwrap();
        let rows = 20_000;
        let inputs = vec![0.5f32; rows * 3];
        let key = StepKey {
            seed: 1,
            epoch: 0,
            batch: 0,
        };
        let inputs: Rows<usize, Cpu> = device.tensor_from_vec(inputs, (rows, 3));
        let encode = |x: Rows<usize, Cpu>| x.matmul(weight.clone());
        let moved = moved(inputs.clone(), key).unwrap();
        let found = estimate(encode(inputs), encode(moved)).unwrap().array();
        // Over 20,000 directions the estimate is within about 1.5%.
        assert!((found - norm).abs() < 0.05 * norm, "{found} is not {norm}");
    }
}
