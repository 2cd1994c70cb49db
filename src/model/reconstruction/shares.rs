//! Errors of samples that are compared as shares of their sum.

use rayon::prelude::*;

use crate::model::device::cpu;
use crate::model::errors::PixelErrors;
use crate::model::row_errors::plain_rows;
use crate::model::scratch;

/// The divergence of each sample, and its squared error once its shares have the sum of their target; `output` is what the
/// last layer left.
pub fn share_errors(output: &[f32], targets: &[f32], width: usize, are_rows: bool) -> PixelErrors {
    let divergences: Vec<cpu::Divergence> = output
        .par_chunks(width)
        .zip(targets.par_chunks(width))
        .map(|(z, t)| cpu::divergence(z, t))
        .collect();
    let mut shown = scratch::copy(output);
    cpu::softmax(&mut shown, width);
    for (row, found) in shown.chunks_mut(width).zip(&divergences) {
        row.iter_mut().for_each(|share| *share *= found.mass);
    }
    let pairs = shown.par_chunks(width).zip(targets.par_chunks(width));
    let squares = pairs.map(|(y, x)| {
        let terms = y.iter().zip(x);
        terms.map(|(y, x)| f64::from((y - x) * (y - x))).sum()
    });
    PixelErrors {
        loss: divergences.iter().map(|found| found.nats).collect(),
        squared: squares.collect(),
        cross_entropy: None,
        rows: are_rows.then(|| plain_rows(&shown, targets, width)),
        left_out: divergences.iter().filter(|found| found.mass <= 0.0).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_compared_and_samples_of_zeros_are_left_out() {
        use std::f32::consts::LN_2;
        let errors = share_errors(&[LN_2, 0.0, 5.0, 5.0], &[3.0, 0.0, 0.0, 0.0], 2, true);
        // 2/3 where all mass is, against 1.
        assert!((errors.loss[0] - 1.5_f64.ln()).abs() < 1e-6 && errors.loss[1] == 0.0);
        // 2 and 1 against 3 and 0.
        assert!((errors.squared[0] - 2.0).abs() < 1e-5 && errors.squared[1] == 0.0);
        assert_eq!(errors.left_out, 1);
        let columns = errors.rows.unwrap().columns;
        assert!((columns[0] - 1.0).abs() < 1e-5);
    }
}
