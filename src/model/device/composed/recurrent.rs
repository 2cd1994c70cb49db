//! A recurrent layer, step by step.

use dfdx::prelude::*;

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
    let mut state: Rows<usize, D> = device.try_zeros_like(&(rows, hidden))?;
    let mut memory: Rows<usize, D> = device.try_zeros_like(&(rows, hidden))?;
    let mut states = Vec::with_capacity(steps);
    for step in 0..steps {
        let input = match repeats {
            true => x.clone(),
            false => {
                let places = (0..rows).map(|row| row * steps + step).collect();
                record.keep(rows_at(x.retaped::<T>(), places)?)
            }
        };
        let turned = weight.retaped::<T>();
        let turned = turned.try_permute::<(usize, usize), Axes2<1, 0>>()?;
        let product = state.retaped::<T>().try_matmul(turned)?;
        let bias = bias.retaped::<T>();
        let bias = bias.try_broadcast_like::<(usize, usize), Axis<0>>(product.shape())?;
        let product = record.keep(product.try_add(bias)?);
        let gate = |of: &Rows<usize, D>, gate: usize| {
            let places: Vec<_> = (gate * hidden..(gate + 1) * hidden).map(Some).collect();
            gather(of.retaped::<T>(), &places)
        };
        let sum = |place| gate(&input, place)?.try_add(gate(&product, place)?);
        let (next, remembered) = match cell {
            Cell::Gru => {
                let (r, z) = (sum(0)?.try_sigmoid()?, sum(1)?.try_sigmoid()?);
                let new = gate(&input, 2)?.try_add(r.try_mul(gate(&product, 2)?)?)?;
                let new = record.keep(new.try_tanh()?);
                // (1 - z) n + z h = n + z (h - n)
                let change = state.retaped::<T>().try_sub(new.retaped::<T>())?;
                let next = new.retaped::<T>().try_add(z.try_mul(change)?)?;
                (record.keep(next), memory.clone())
            }
            Cell::Lstm => {
                let (i, f) = (sum(0)?.try_sigmoid()?, sum(1)?.try_sigmoid()?);
                let (g, o) = (sum(2)?.try_tanh()?, sum(3)?.try_sigmoid()?);
                let kept = f.try_mul(memory.retaped::<T>())?;
                let remembered = record.keep(kept.try_add(i.try_mul(g)?)?);
                let shown = remembered.retaped::<T>().try_tanh()?;
                (record.keep(o.try_mul(shown)?), remembered)
            }
        };
        (state, memory) = match there {
            None => (next, remembered),
            Some(there) => {
                let mask = gather(there.clone(), &vec![Some(step); hidden])?;
                let mut chosen = |after: &Rows<usize, D>, before: &Rows<usize, D>| {
                    // before + mask (after - before)
                    let change = after.retaped::<T>().try_sub(before.retaped::<T>())?;
                    let change = change.try_mul(mask.clone())?;
                    Ok(record.keep(before.retaped::<T>().try_add(change)?))
                };
                let remembered = match cell {
                    // It has none.
                    Cell::Gru => remembered,
                    Cell::Lstm => chosen(&remembered, &memory)?,
                };
                (chosen(&next, &state)?, remembered)
            }
        };
        states.push(state.clone());
    }
    let all = join(&states, record.tape)?;
    // From step after step to sequence after sequence.
    let places = (0..rows).flat_map(|row| (0..steps).map(move |step| step * rows + row));
    rows_at(all, places.collect())
}

/// What was done, apart from the tensors that it was done to: dfdx runs a tape's operations back in the order in which
/// they were made, whatever tensors they were found on.
struct Record<T> {
    tape: T,
}

impl<T: Default> Record<T> {
    fn keep<S: Shape, D: Storage<f32>>(&mut self, x: Tensor<S, f32, D, T>) -> Tensor<S, f32, D>
    where
        T: Tape<f32, D>,
    {
        let (x, tape) = x.split_tape();
        self.tape = std::mem::take(&mut self.tape).merge(tape);
        x
    }
}
