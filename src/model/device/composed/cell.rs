//! One step of a recurrent layer.

use dfdx::prelude::*;

use super::gather;
use crate::model::device::sequences::Cell;
use crate::model::device::{Matrix, Rows, Vector};

/// What a recurrent layer keeps from step to step.
#[derive(Clone)]
pub struct Memory<D: Device<f32>> {
    pub state: Rows<usize, D>,
    /// Of long short-term memory; a gated unit has none.
    pub memory: Rows<usize, D>,
}

/// The state after a step whose inputs' share of the gates is `input`, from that before.
pub fn advance<D: Device<f32>, T: Tape<f32, D>>(
    record: &mut Record<T>,
    cell: Cell,
    input: &Rows<usize, D>,
    before: &Memory<D>,
    (weight, bias): (&Matrix<D>, &Vector<D>),
) -> Result<Memory<D>, D::Err> {
    let Memory { state, memory } = before;
    let hidden = state.shape().1;
    let product = record.keep(linear(state.retaped::<T>(), weight.retaped::<T>(), bias)?);
    let gate = |of: &Rows<usize, D>, gate: usize| {
        let places: Vec<_> = (gate * hidden..(gate + 1) * hidden).map(Some).collect();
        gather(of.retaped::<T>(), &places)
    };
    let sum = |place| gate(input, place)?.try_add(gate(&product, place)?);
    Ok(match cell {
        Cell::Gru => {
            let (r, z) = (sum(0)?.try_sigmoid()?, sum(1)?.try_sigmoid()?);
            let new = gate(input, 2)?.try_add(r.try_mul(gate(&product, 2)?)?)?;
            let new = record.keep(new.try_tanh()?);
            // (1 - z) n + z h = n + z (h - n)
            let change = state.retaped::<T>().try_sub(new.retaped::<T>())?;
            let next = new.retaped::<T>().try_add(z.try_mul(change)?)?;
            Memory {
                state: record.keep(next),
                memory: memory.clone(),
            }
        }
        Cell::Lstm => {
            let (i, f) = (sum(0)?.try_sigmoid()?, sum(1)?.try_sigmoid()?);
            let (g, o) = (sum(2)?.try_tanh()?, sum(3)?.try_sigmoid()?);
            let kept = f.try_mul(memory.retaped::<T>())?;
            let memory = record.keep(kept.try_add(i.try_mul(g)?)?);
            let shown = memory.retaped::<T>().try_tanh()?;
            Memory {
                state: record.keep(o.try_mul(shown)?),
                memory,
            }
        }
    })
}

/// `x w^T + b`, of a weight that may itself have been made on the tape.
pub fn linear<D: Device<f32>, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    weight: Tensor<(usize, usize), f32, D, T>,
    bias: &Vector<D>,
) -> Result<Rows<usize, D, T>, D::Err> {
    let product = x.try_matmul(weight.try_permute::<(usize, usize), Axes2<1, 0>>()?)?;
    let bias = bias.retaped::<T>();
    let bias = bias.try_broadcast_like::<(usize, usize), Axis<0>>(product.shape())?;
    product.try_add(bias)
}

/// What was done, apart from the tensors that it was done to: dfdx runs a tape's operations back in the order in which
/// they were made, whatever tensors they were found on.
pub struct Record<T> {
    pub tape: T,
}

impl<T: Default> Record<T> {
    pub fn keep<S: Shape, D: Storage<f32>>(&mut self, x: Tensor<S, f32, D, T>) -> Tensor<S, f32, D>
    where
        T: Tape<f32, D>,
    {
        let (x, tape) = x.split_tape();
        self.tape = std::mem::take(&mut self.tape).merge(tape);
        x
    }
}
