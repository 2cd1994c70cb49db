//! The loss of a table's rows by column: value and gradient in one pass, and outputs by column.

use std::sync::Arc;

use dfdx::prelude::*;
use multiversion::multiversion;
use rayon::prelude::*;

use super::slices::{slice, slice_mut};
use super::{CHUNK, MIN_CHUNKS, activation, rows_of_columns};
use crate::model::device::columns::{ColumnLoss, ColumnRule, Kind};
use crate::model::device::{Kernels, Rows};
use crate::model::scratch;
use crate::model::vector_math::sigmoid;
use rows_of_columns::{Sums, loss_of_rows, softmax, softmax_slopes};

/// Blocks that a batch is cut into at most: the sums of each are added in order, on any number of threads.
const BLOCKS: usize = 32;

/// See [`crate::model::device::Kernels::column_loss`].
pub fn column_loss<T: Tape<f32, Cpu>>(
    output: Rows<usize, Cpu, T>,
    target: &Rows<usize, Cpu>,
    rule: &ColumnRule,
) -> Result<ColumnLoss<Cpu, T>, CpuError> {
    let (output, mut tape) = output.split_tape();
    assert_eq!(output.shape(), target.shape(), "outputs and targets");
    assert_eq!(output.shape().1, rule.width(), "numbers a row");
    let mut slopes = scratch::room(output.shape().num_elements());
    let sums = loss_and_slopes(slice(&output), slice(target), &mut slopes, rule);
    let count = sums.cells.max(1) as f64;
    let parts = sums.kinds.map(|sum| sum / count);
    let total = sums.kinds.iter().sum::<f64>() / count;
    let value = output.device().upload(&[total as f32], ())?;
    if T::OWNS_TAPE {
        let value = value.clone();
        tape.add_backward_op(move |gradients| {
            let scale = gradients.get_or_alloc_mut(&value)?[0] / count as f32;
            let gradient = gradients.get_or_alloc_mut(&output)?;
            for (gradient, slope) in gradient.iter_mut().zip(slopes.iter()) {
                *gradient += scale * slope;
            }
            Ok(())
        });
    }
    Ok(ColumnLoss {
        loss: value.put_tape(tape),
        parts,
    })
}

/// The sums over all rows, and the slope of their total at each output.
fn loss_and_slopes(output: &[f32], target: &[f32], slopes: &mut [f32], rule: &ColumnRule) -> Sums {
    let width = rule.width().max(1);
    let rows = output.len() / width;
    let block = width * rows.div_ceil(BLOCKS).max(CHUNK.div_ceil(width));
    let mut sums = [Sums::default(); BLOCKS];
    if output.len() < MIN_CHUNKS * CHUNK {
        let numbers = output.chunks(block).zip(target.chunks(block));
        let numbers = numbers.zip(slopes.chunks_mut(block));
        for (sum, ((output, target), slopes)) in sums.iter_mut().zip(numbers) {
            *sum = loss_of_rows(output, target, slopes, rule);
        }
    } else {
        let numbers = output.par_chunks(block).zip(target.par_chunks(block));
        let numbers = numbers.zip(slopes.par_chunks_mut(block));
        sums.par_iter_mut()
            .zip(numbers)
            .with_min_len((MIN_CHUNKS * CHUNK).div_ceil(block))
            .for_each(|(sum, ((output, target), slopes))| {
                *sum = loss_of_rows(output, target, slopes, rule);
            });
    }
    let mut total = Sums::default();
    for sum in sums {
        total.add(sum);
    }
    total
}

/// See [`crate::model::device::Kernels::column_outputs`].
pub fn column_outputs<T: Tape<f32, Cpu>>(
    x: Rows<usize, Cpu, T>,
    rule: &Arc<ColumnRule>,
) -> Result<Rows<usize, Cpu, T>, CpuError> {
    let (x, mut tape) = x.split_tape();
    assert_eq!(x.shape().1, rule.width(), "numbers a row");
    let mut y: Rows<usize, Cpu> = x.device().try_zeros_like(x.shape())?;
    let numbers = slice_mut(&mut y);
    numbers.copy_from_slice(slice(&x));
    show(numbers, rule);
    if T::OWNS_TAPE {
        let (y, rule) = (y.clone(), rule.clone());
        tape.add_backward_op(move |gradients| {
            // Nothing after this reads the output's gradient.
            let mut slopes = std::mem::take(&mut **gradients.get_or_alloc_mut(&y)?);
            back_to_last_layer(&mut slopes, slice(&x), slice(&y), &rule);
            let gradient = gradients.get_or_alloc_mut(&x)?;
            for (gradient, slope) in gradient.iter_mut().zip(&slopes) {
                *gradient += slope;
            }
            **gradients.get_or_alloc_mut(&y)? = slopes;
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}

/// Makes outputs of what the last layer left, rows after rows: probabilities of yes/no columns and categories, numbers
/// of numeric ones.
#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
pub fn show(numbers: &mut [f32], rule: &ColumnRule) {
    for row in numbers.chunks_exact_mut(rule.width().max(1)) {
        for run in &rule.runs {
            let z = &mut row[run.numbers.clone()];
            match run.kind {
                Kind::Numeric => activation::activate(z, rule.numeric_output()),
                Kind::YesNo => z.iter_mut().for_each(|z| *z = sigmoid(*z)),
                Kind::Category => softmax(z),
            }
        }
    }
}

/// Turns slopes at the outputs `y` into those at what the last layer left, `z`.
#[multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq+avx512bw+avx2+fma",
    "x86_64+avx2+fma"
))]
fn back_to_last_layer(slopes: &mut [f32], z: &[f32], y: &[f32], rule: &ColumnRule) {
    let width = rule.width().max(1);
    let rows = z.chunks_exact(width).zip(y.chunks_exact(width));
    for (slopes, (z, y)) in slopes.chunks_exact_mut(width).zip(rows) {
        for run in &rule.runs {
            let numbers = run.numbers.clone();
            let (slopes, z, y) = (
                &mut slopes[numbers.clone()],
                &z[numbers.clone()],
                &y[numbers],
            );
            match run.kind {
                Kind::Numeric => {
                    activation::scale_by_slope_at(slopes, z, rule.numeric_output());
                }
                Kind::YesNo => {
                    for (slope, y) in slopes.iter_mut().zip(y) {
                        *slope *= y * (1.0 - y);
                    }
                }
                Kind::Category => softmax_slopes(slopes, y),
            }
        }
    }
}
