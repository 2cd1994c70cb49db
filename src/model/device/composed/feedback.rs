//! A recurrent decoder that reads its own last output, step by step.

use dfdx::prelude::*;

use super::cell::{Memory, Record, advance, linear};
use super::recurrent::by_sequence;
use super::{activate, gather};
use crate::model::device::Rows;
use crate::model::device::sequences::{Feedback, FeedbackWeights, Forcing};

/// See [`crate::model::device::Kernels::feed_back`]; `join` as of [`super::recurrent`].
pub fn feed_back<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    weights: &FeedbackWeights<D>,
    (forcing, rule): (Option<&Forcing<D>>, Feedback),
    join: impl Fn(&[Rows<usize, D>], T) -> Result<Rows<usize, D, T>, D::Err>,
) -> Result<Rows<usize, D, T>, D::Err> {
    let Feedback {
        cell,
        hidden,
        steps,
        features,
        activation,
    } = rule;
    let (x, tape) = x.split_tape();
    let (rows, inputs) = *x.shape();
    let device = x.device().clone();
    let mut record = Record { tape };
    let (first, bias) = &weights.layers[0].input;
    let mut columns = |range: std::ops::Range<usize>| -> Result<_, D::Err> {
        let places: Vec<_> = range.map(Some).collect();
        Ok(record.keep(gather(first.retaped::<T>(), &places)?))
    };
    let of_step = columns(0..features)?;
    let of_same = columns(features..features + inputs)?;
    let same = record.keep(linear(x.retaped::<T>(), of_same.retaped::<T>(), bias)?);
    let nothing = Memory {
        state: device.try_zeros_like(&(rows, hidden))?,
        memory: device.try_zeros_like(&(rows, hidden))?,
    };
    let mut now = vec![nothing; weights.layers.len()];
    let mut made: Vec<Rows<usize, D>> = Vec::with_capacity(steps);
    for step in 0..steps {
        let mut input = match made.last() {
            None => same.clone(),
            Some(last) => {
                let fed = activate(last.retaped::<T>(), activation)?;
                let fed = match forcing {
                    None => fed,
                    Some(forcing) => forced(fed, forcing, step - 1)?,
                };
                let turned = of_step.retaped::<T>();
                let turned = turned.try_permute::<(usize, usize), Axes2<1, 0>>()?;
                record.keep(fed.try_matmul(turned)?.try_add(same.retaped::<T>())?)
            }
        };
        for (layer, weights) in weights.layers.iter().enumerate() {
            if let Some(below) = layer.checked_sub(1) {
                let below = now[below].state.retaped::<T>();
                let (weight, bias) = &weights.input;
                input = record.keep(linear(below, weight.retaped::<T>(), bias)?);
            }
            let (weight, bias) = &weights.state;
            now[layer] = advance(&mut record, cell, &input, &now[layer], (weight, bias))?;
        }
        let Some(top) = now.last() else {
            unreachable!("a decoder has a layer");
        };
        let (weight, bias) = &weights.output;
        let step = linear(top.state.retaped::<T>(), weight.retaped::<T>(), bias)?;
        made.push(record.keep(step));
    }
    let all = join(&made, record.tape)?;
    by_sequence(all, rows, steps)?.try_reshape_like(&(rows, steps * features))
}

/// `made`, or the true step `step` in sequences that read it.
fn forced<D: Device<f32>, T: Tape<f32, D>>(
    made: Rows<usize, D, T>,
    forcing: &Forcing<D>,
    step: usize,
) -> Result<Rows<usize, D, T>, D::Err> {
    let features = made.shape().1;
    let places: Vec<_> = (step * features..(step + 1) * features).map(Some).collect();
    let truth = gather(forcing.truth.clone(), &places)?;
    let mask = gather(forcing.forced.clone(), &vec![Some(0); features])?;
    let others = mask.clone().try_negate()?.try_add(1.0)?;
    made.try_mul(others)?.try_add(truth.try_mul(mask)?)
}
