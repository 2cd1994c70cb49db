//! The operations on a table's rows.

use dfdx::prelude::*;

use crate::model::Activation;
use crate::model::device::columns::{Cell, ColumnRule, Kind, YES_NO};
use crate::model::device::{BCE_CLAMP, LossRule, PixelLoss, Rows};

/// Added to the logits of other columns, so that their exponentials are zero.
const FAR_BELOW: f32 = -1e9;

/// The loss, and what each kind of column contributes.
type Loss<D, T> = (Tensor<Rank0, f32, D, T>, [Tensor<Rank0, f32, D>; 3]);

/// See [`crate::model::device::Kernels::column_loss`].
pub fn column_loss<D: Device<f32>, T: Tape<f32, D>>(
    output: Rows<usize, D, T>,
    target: &Rows<usize, D>,
    rule: &ColumnRule,
) -> Result<Loss<D, T>, D::Err> {
    let shape = *output.shape();
    let device = output.device().clone();
    let known = target.clone().try_nans_to(0.0)?;
    let there = target.try_eq(target)?.try_choose(
        device.try_ones_like(&shape)?,
        device.try_zeros_like(&shape)?,
    )?;
    let starts = of_cells(rule, |cell, place| f32::from(place == cell.span.start));
    let cells = masked(there.clone(), starts)?.try_sum::<Rank0, _>()?;
    // Without a single cell all sums are zero.
    let cells = cells.try_clamp(1.0, f32::MAX)?;

    let mut parts = Vec::with_capacity(3);
    let nothing: Tensor<Rank0, f32, D> = device.try_zeros_like(&())?;
    let mut loss = nothing.retaped::<T>();
    for kind in [Kind::Numeric, Kind::YesNo, Kind::Category] {
        if of_kind(rule, kind).next().is_none() {
            parts.push(nothing.clone());
            continue;
        }
        let output = output.with_empty_tape();
        let losses = match kind {
            Kind::Numeric => {
                let output = match rule.numeric.logits {
                    true => output,
                    false => activate(output, rule.output)?,
                };
                losses(output, &known, rule.numeric)?
            }
            Kind::YesNo => losses(output, &known, YES_NO)?,
            Kind::Category => {
                let mut sum: Option<Rows<usize, D, T>> = None;
                for cell in of_kind(rule, Kind::Category) {
                    let logs = alone(output.with_empty_tape(), rule, cell)?
                        .try_log_softmax::<Axis<1>>()?;
                    let losses = logs.try_mul(known.clone())?.try_negate()?;
                    let losses = masked(losses, mask_of(rule, cell))?;
                    sum = Some(match sum {
                        None => losses,
                        Some(sum) => sum.try_add(losses)?,
                    });
                }
                match sum {
                    Some(sum) => sum,
                    None => output.try_mul(0.0)?,
                }
            }
        };
        let weights = of_cells(rule, |cell, _| match cell.kind == kind {
            true => cell.weight,
            false => 0.0,
        });
        let sum = masked(losses.try_mul(there.clone())?, weights)?.try_sum::<Rank0, _>()?;
        let (sum, tape) = sum.try_div(cells.clone())?.split_tape();
        parts.push(sum.clone());
        loss = loss.try_add(sum.put_tape(tape))?;
    }
    let (loss, tape) = loss.split_tape();
    let (_, before) = output.split_tape();
    let Ok(parts) = <[_; 3]>::try_from(parts) else {
        unreachable!("one for each kind")
    };
    Ok((loss.put_tape(before.merge(tape)), parts))
}

/// See [`crate::model::device::Kernels::column_outputs`].
pub fn column_outputs<D: Device<f32>, T: Tape<f32, D>>(
    output: Rows<usize, D, T>,
    rule: &ColumnRule,
) -> Result<Rows<usize, D, T>, D::Err> {
    let mask = |kind: Kind| of_cells(rule, |cell, _| f32::from(cell.kind == kind));
    let numeric = activate(output.with_empty_tape(), rule.numeric_output())?;
    let mut sum = masked(numeric, mask(Kind::Numeric))?;
    if of_kind(rule, Kind::YesNo).next().is_some() {
        let answers = output.with_empty_tape().try_sigmoid()?;
        sum = sum.try_add(masked(answers, mask(Kind::YesNo))?)?;
    }
    for cell in of_kind(rule, Kind::Category) {
        let shares = alone(output.with_empty_tape(), rule, cell)?.try_softmax::<Axis<1>>()?;
        sum = sum.try_add(masked(shares, mask_of(rule, cell))?)?;
    }
    let (sum, tape) = sum.split_tape();
    let (_, before) = output.split_tape();
    Ok(sum.put_tape(before.merge(tape)))
}

/// The columns of a kind that have numbers at all.
fn of_kind(rule: &ColumnRule, kind: Kind) -> impl Iterator<Item = &Cell> {
    let cells = rule.cells.iter();
    cells.filter(move |cell| cell.kind == kind && cell.span.width > 0)
}

/// One number for each of a row, by its column and place.
fn of_cells(rule: &ColumnRule, number: impl Fn(&Cell, usize) -> f32) -> Vec<f32> {
    let cells = rule.cells.iter();
    cells
        .flat_map(|cell| cell.span.range().map(|place| number(cell, place)))
        .collect()
}

/// 1 at the numbers of `cell`, 0 at others.
fn mask_of(rule: &ColumnRule, cell: &Cell) -> Vec<f32> {
    of_cells(rule, |other, _| f32::from(other.span == cell.span))
}

/// The logits of `cell`, and next to nothing where others have theirs.
fn alone<D: Device<f32>, T: Tape<f32, D>>(
    output: Rows<usize, D, T>,
    rule: &ColumnRule,
    cell: &Cell,
) -> Result<Rows<usize, D, T>, D::Err> {
    let shape = *output.shape();
    let below = of_cells(rule, |other, _| match other.span == cell.span {
        true => 0.0,
        false => FAR_BELOW,
    });
    let below = output.device().try_tensor_from_vec(below, (shape.1,))?;
    let below: Rows<usize, D> = below.try_broadcast_like::<_, Axis<0>>(&shape)?;
    masked(output, mask_of(rule, cell))?.try_add(below)
}

/// Every row times `factors`.
fn masked<D: Device<f32>, T: Tape<f32, D>>(
    rows: Rows<usize, D, T>,
    factors: Vec<f32>,
) -> Result<Rows<usize, D, T>, D::Err> {
    let shape = *rows.shape();
    let factors = rows.device().try_tensor_from_vec(factors, (shape.1,))?;
    let factors: Rows<usize, D> = factors.try_broadcast_like::<_, Axis<0>>(&shape)?;
    rows.try_mul(factors)
}

/// Applies `activation` to every number.
pub fn activate<S: Shape, D: Device<f32>, T: Tape<f32, D>>(
    z: Tensor<S, f32, D, T>,
    activation: Activation,
) -> Result<Tensor<S, f32, D, T>, D::Err> {
    match activation {
        Activation::Identity => Ok(z),
        Activation::Relu => z.try_relu(),
        Activation::LeakyRelu => {
            // max(x, 0.01 x) = relu(x) - 0.01 relu(-x)
            let negative = z
                .with_empty_tape()
                .try_negate()?
                .try_relu()?
                .try_mul(0.01)?;
            z.try_relu()?.try_sub(negative)
        }
        Activation::Tanh => z.try_tanh(),
        Activation::Sigmoid => z.try_sigmoid(),
        Activation::Silu => {
            let gate = z.with_empty_tape().try_sigmoid()?;
            z.try_mul(gate)
        }
    }
}

/// Each number's loss.
pub fn losses<D: Device<f32>, T: Tape<f32, D>>(
    output: Rows<usize, D, T>,
    target: &Rows<usize, D>,
    rule: LossRule,
) -> Result<Rows<usize, D, T>, D::Err> {
    match (rule.loss, rule.logits) {
        (PixelLoss::Mse, _) => output.try_sub(target.clone())?.try_square(),
        (PixelLoss::L1, _) => output.try_sub(target.clone())?.try_abs(),
        // max(z, 0) - z x + ln(1 + exp(-|z|))
        (PixelLoss::Bce, true) => {
            let linear = output.with_empty_tape().try_mul(target.clone())?;
            let soft = output
                .with_empty_tape()
                .try_abs()?
                .try_negate()?
                .try_exp()?
                .try_add(1.0)?
                .try_ln()?;
            output.try_relu()?.try_sub(linear)?.try_add(soft)
        }
        (PixelLoss::Bce, false) => {
            let output = output.try_clamp(BCE_CLAMP, 1.0 - BCE_CLAMP)?;
            let inverse = output
                .with_empty_tape()
                .try_negate()?
                .try_add(1.0)?
                .try_ln()?;
            let inverse_target = target.clone().try_negate()?.try_add(1.0)?;
            let positive = output.try_ln()?.try_mul(target.clone())?;
            positive
                .try_add(inverse.try_mul(inverse_target)?)?
                .try_negate()
        }
    }
}
