//! A recurrent layer, step by step.

use dfdx::prelude::*;

use super::cell::{Memory, Record, advance};
use super::{gather, rows_at};
use crate::model::device::sequences::{Cell, Recurrence};
use crate::model::device::{Matrix, Rows, Vector};

/// See [`crate::model::device::Kernels::recurrent`]. `join` puts the rows of all steps one below the other, which dfdx's own
/// operations can only do on some devices.
pub fn recurrent<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    weight: &Matrix<D>,
    bias: &Vector<D>,
    (there, rule): (Option<&Rows<usize, D>>, Recurrence),
    join: impl Fn(&[Rows<usize, D>], T) -> Result<Rows<usize, D, T>, D::Err>,
) -> Result<Rows<usize, D, T>, D::Err> {
    let Recurrence {
        cell,
        hidden,
        steps,
        repeats,
    } = rule;
    let rows = rule.sequences(x.shape().0);
    let (x, tape) = x.split_tape();
    let device = x.device().clone();
    let mut record = Record { tape };
    let mut now = Memory {
        state: device.try_zeros_like(&(rows, hidden))?,
        memory: device.try_zeros_like(&(rows, hidden))?,
    };
    let mut states = Vec::with_capacity(steps);
    for step in 0..steps {
        let input = match repeats {
            true => x.clone(),
            false => {
                let places = (0..rows).map(|row| row * steps + step).collect();
                record.keep(rows_at(x.retaped::<T>(), places)?)
            }
        };
        let next = advance(&mut record, cell, &input, &now, (weight, bias))?;
        now = match there {
            None => next,
            Some(there) => {
                let mask = gather(there.clone(), &vec![Some(step); hidden])?;
                let mut chosen = |after: &Rows<usize, D>, before: &Rows<usize, D>| {
                    // before + mask (after - before)
                    let change = after.retaped::<T>().try_sub(before.retaped::<T>())?;
                    let change = change.try_mul(mask.clone())?;
                    Ok(record.keep(before.retaped::<T>().try_add(change)?))
                };
                let memory = match cell {
                    // It has none.
                    Cell::Gru => next.memory,
                    Cell::Lstm => chosen(&next.memory, &now.memory)?,
                };
                let state = chosen(&next.state, &now.state)?;
                Memory { state, memory }
            }
        };
        states.push(now.state.clone());
    }
    let all = join(&states, record.tape)?;
    by_sequence(all, rows, steps)
}

/// From step after step to sequence after sequence, a row a step.
pub fn by_sequence<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    rows: usize,
    steps: usize,
) -> Result<Rows<usize, D, T>, D::Err> {
    let places = (0..rows).flat_map(|row| (0..steps).map(move |step| step * rows + row));
    rows_at(x, places.collect())
}
