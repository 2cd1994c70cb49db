//! The sparsity penalties on codes: L1 and KL.

use dfdx::prelude::*;

use crate::model::device::{Kernels, Rows};
use crate::model::{Activation, Sparsity};

/// Mean activations are kept this far from 0 and 1 before a logarithm is taken.
const CLAMP: f32 = 1e-6;

/// Sum of the absolute code, mean over images.
pub fn l1<D: Kernels, T: Tape<f32, D>>(
    code: Rows<usize, D, T>,
) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
    let rows = code.shape().0.max(1) as f32;
    code.try_abs()?.try_sum()?.try_mul(1.0 / rows)
}

/// `sum over the code of p ln(p / q) + (1 - p) ln((1 - p) / (1 - q))` with target p and each number's mean activation
/// q over the batch (Ng 2011). Codes go through a sigmoid unless `activation`, theirs, is one.
pub fn sparsity<D: Kernels, T: Tape<f32, D> + Merge<T>>(
    code: Rows<usize, D, T>,
    activation: Activation,
    rule: Sparsity,
) -> Result<Tensor<Rank0, f32, D, T>, D::Err> {
    let (rows, width) = *code.shape();
    let activations = match activation {
        Activation::Sigmoid => code,
        _ => code.try_sigmoid()?,
    };
    let mean = activations
        .try_sum::<(usize,), Axis<0>>()?
        .try_mul(1.0 / rows.max(1) as f32)?
        .try_clamp(CLAMP, 1.0 - CLAMP)?;
    let p = rule.target;
    let off = mean
        .with_empty_tape()
        .try_negate()?
        .try_add(1.0)?
        .try_ln()?;
    let cross = mean.try_ln()?.try_mul(-p)?.try_sub(off.try_mul(1.0 - p)?)?;
    let entropy = p * p.ln() + (1.0 - p) * (1.0 - p).ln();
    cross.try_sum()?.try_add(entropy * width as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(numbers: &[f32], width: usize) -> Rows<usize, Cpu> {
        let device = Cpu::default();
        device.tensor_from_vec(numbers.to_vec(), (numbers.len() / width, width))
    }

    const RULE: Sparsity = Sparsity {
        weight: 1.0,
        target: 0.1,
    };

    #[test]
    fn l1_is_summed_over_the_code_and_averaged_over_images() {
        let code = rows(&[1.0, -2.0, 0.0, 0.5], 2);
        assert_eq!(l1(code.clone()).unwrap().array(), 1.75);
        let gradient = l1(code.leaky_trace()).unwrap().backward();
        assert_eq!(gradient.get(&code).as_vec(), [0.5, -0.5, 0.0, 0.5]);
    }

    #[test]
    fn sparsity_is_zero_at_the_target_and_the_divergence_elsewhere() {
        let at = |code: &[f32]| {
            sparsity(rows(code, 1), Activation::Sigmoid, RULE)
                .unwrap()
                .array()
        };
        assert!(at(&[0.1]).abs() < 1e-6);
        // .1 ln(.1 / .5) + .9 ln(.9 / .5)
        assert!((at(&[0.2, 0.8]) - 0.368_064_2).abs() < 1e-6);
        let through = sparsity(rows(&[0.0], 1), Activation::Relu, RULE).unwrap();
        assert!((through.array() - 0.368_064_2).abs() < 1e-6);
        assert!(at(&[0.0]).is_finite() && at(&[1.0]).is_finite());
    }

    #[test]
    fn sparsity_has_the_slope_of_its_formula() {
        let code = rows(&[0.3, 0.5], 1);
        let gradient = sparsity(code.leaky_trace(), Activation::Sigmoid, RULE)
            .unwrap()
            .backward();
        // (-p / q + (1 - p) / (1 - q)) / 2 with q = .4
        let slope = (-0.1 / 0.4 + 0.9 / 0.6) / 2.0;
        for found in gradient.get(&code).as_vec() {
            assert!((found - slope).abs() < 1e-5, "{found} is not {slope}");
        }
    }
}
