//! A recurrent layer over all steps of a batch as one operation on the tape.
//!
//! Each thread takes some of the sequences through all steps, so that they never wait for each other. What the weights'
//! gradient needs of every step is kept, and multiplied once at the end.

mod feedback;
mod gru;
mod lstm;

use dfdx::prelude::*;
use rayon::prelude::*;

use super::activation;
use super::gradient_memory::{opened, zeroed};
use super::matmul::{View, matmul, matmul_on_this_thread};
use super::slices::{slice, slice_mut};
use crate::model::device::sequences::{Cell, Recurrence};
use crate::model::device::{Matrix, Rows, Vector};
use crate::model::scratch;
pub use feedback::feed_back;

/// Sequences that a thread takes at least: the tiles of a matrix product have so many rows.
const FEWEST: usize = 8;

/// Numbers that one step makes of some sequences, or their gradients, with what they come from.
struct Step<'a> {
    hidden: usize,
    /// The inputs' share of the gates: each sequence's begin `stride` numbers after those of the one before.
    inputs: &'a [f32],
    stride: usize,
    /// Whether each sequence has this step.
    there: Option<Marks<'a>>,
}

/// A number for each sequence, 0 where a step is not there.
#[derive(Clone, Copy)]
struct Marks<'a> {
    marks: &'a [f32],
    stride: usize,
}

impl Step<'_> {
    fn is_there(&self, row: usize) -> bool {
        self.there
            .is_none_or(|there| there.marks[row * there.stride] != 0.0)
    }
}

/// Numbers that a cell keeps of each step for the way back.
fn kept(cell: Cell) -> usize {
    match cell {
        Cell::Gru => gru::KEPT,
        Cell::Lstm => lstm::KEPT,
    }
}

/// See [`crate::model::device::Kernels::recurrent`].
pub fn recurrent<T: Tape<f32, Cpu>>(
    x: Rows<usize, Cpu, T>,
    weight: &Matrix<Cpu>,
    bias: &Vector<Cpu>,
    there: Option<&Rows<usize, Cpu>>,
    rule: Recurrence,
) -> Result<Rows<usize, Cpu, T>, CpuError> {
    let (x, mut tape) = x.split_tape();
    let Recurrence { hidden, steps, .. } = rule;
    let gates = rule.gate_width();
    assert_eq!(
        *weight.shape(),
        (gates, hidden),
        "a recurrent layer's weights"
    );
    assert_eq!(x.shape().1, gates, "numbers of the gates");
    let rows = rule.sequences(x.shape().0);
    let batch = Batch { rule, rows, there };
    let mut y: Rows<usize, Cpu> = x.device().try_zeros_like(&(rows * steps, hidden))?;
    let mut saved = match T::OWNS_TAPE {
        true => scratch::room(rows * steps * kept(rule.cell) * hidden),
        false => scratch::room(0),
    };
    batch.forward(
        slice(&x),
        slice(weight),
        slice(bias),
        slice_mut(&mut y),
        &mut saved,
    );
    if T::OWNS_TAPE {
        let (weight, bias, y) = (weight.clone(), bias.clone(), y.clone());
        let (batch, there) = (batch.without_marks(), there.cloned());
        tape.add_backward_op(move |gradients| {
            let batch = Batch {
                there: there.as_ref(),
                ..batch
            };
            let slopes = std::mem::take(&mut **gradients.get_or_alloc_mut(&y)?);
            let mut of_x = std::mem::take(&mut **gradients.get_or_alloc_mut(&x)?);
            let mut of_gates = scratch::room(rows * steps * gates);
            batch.backward(
                &slopes,
                slice(&weight),
                slice(&y),
                &saved,
                &mut of_x,
                &mut of_gates,
            );
            let sums = zeroed(gradients.get_or_alloc_mut(&bias)?, gates);
            activation::add_column_sums(&of_gates, sums);
            let before = states_before(slice(&y), rows, steps * hidden, hidden);
            let (out, add) = opened(gradients.get_or_alloc_mut(&weight)?, gates * hidden);
            matmul(
                View::new(&of_gates, rows * steps, gates).transposed(),
                View::new(&before, rows * steps, hidden),
                out,
                add,
            );
            **gradients.get_or_alloc_mut(&x)? = of_x;
            **gradients.get_or_alloc_mut(&y)? = slopes;
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}

/// The state that each step begins with: zeros, and those of all steps but the last.
fn states_before(y: &[f32], rows: usize, sequence: usize, hidden: usize) -> scratch::Scratch {
    let mut before = scratch::room(rows * sequence);
    let pairs = before.chunks_mut(sequence).zip(y.chunks(sequence));
    for (before, y) in pairs {
        let (first, others) = before.split_at_mut(hidden);
        first.fill(0.0);
        others.copy_from_slice(&y[..sequence - hidden]);
    }
    before
}

/// Sequences on their way through a layer.
#[derive(Clone, Copy)]
struct Batch<'a> {
    rule: Recurrence,
    rows: usize,
    there: Option<&'a Rows<usize, Cpu>>,
}

impl Batch<'_> {
    fn without_marks(&self) -> Batch<'static> {
        Batch {
            rule: self.rule,
            rows: self.rows,
            there: None,
        }
    }

    /// Sequences of one thread. Their numbers are the same however they are shared out.
    fn share(&self) -> usize {
        let share = self.rows.div_ceil(rayon::current_num_threads());
        share.max(1).next_multiple_of(FEWEST)
    }

    /// Numbers of the inputs from one sequence to the next.
    fn input_stride(&self) -> usize {
        let gates = self.rule.gate_width();
        match self.rule.repeats {
            true => gates,
            false => self.rule.steps * gates,
        }
    }

    /// What `step` begins with, of a share that begins at `first`.
    fn step<'a>(&'a self, inputs: &'a [f32], first: usize, step: usize) -> Step<'a> {
        let Recurrence { hidden, steps, .. } = self.rule;
        let place = match self.rule.repeats {
            true => 0,
            false => step * self.rule.gate_width(),
        };
        Step {
            hidden,
            // None on the way back, which does not read them.
            inputs: inputs.get(place..).unwrap_or_default(),
            stride: self.input_stride(),
            there: self.there.map(|there| Marks {
                marks: &slice(there)[first * steps + step..],
                stride: steps,
            }),
        }
    }

    fn forward(&self, x: &[f32], weight: &[f32], bias: &[f32], y: &mut [f32], saved: &mut [f32]) {
        let Recurrence {
            cell,
            hidden,
            steps,
            ..
        } = self.rule;
        let (gates, share) = (self.rule.gate_width(), self.share());
        let turned = transposed(weight, gates, hidden);
        let keeps = !saved.is_empty();
        let kept = if keeps { kept(cell) * hidden } else { 0 };
        let shares = self.rows.div_ceil(share);
        let mut saved: Vec<&mut [f32]> = match keeps {
            true => saved.chunks_mut(share * steps * kept).collect(),
            false => (0..shares).map(|_| &mut [][..]).collect(),
        };
        let inputs = x.par_chunks(share * self.input_stride());
        inputs
            .zip(y.par_chunks_mut(share * steps * hidden))
            .zip(saved.par_iter_mut())
            .enumerate()
            .for_each(|(index, ((x, y), saved))| {
                let rows = y.len() / (steps * hidden);
                let mut state = scratch::zeros(rows * hidden);
                let mut memory = scratch::zeros(rows * hidden);
                let mut products = scratch::room(rows * gates);
                for at in 0..steps {
                    let step = self.step(x, index * share, at);
                    matmul_on_this_thread(
                        View::new(&state, rows, hidden),
                        View::new(&turned, hidden, gates),
                        &mut products,
                        false,
                    );
                    let place = (at * kept).min(saved.len());
                    let kept = (&mut saved[place..], steps * kept);
                    match cell {
                        Cell::Gru => gru::forward(&step, &products, bias, &mut state, kept),
                        Cell::Lstm => {
                            lstm::forward(&step, &products, bias, (&mut state, &mut memory), kept);
                        }
                    }
                    let places = y.chunks_mut(steps * hidden);
                    for (y, state) in places.zip(state.chunks(hidden)) {
                        y[at * hidden..][..hidden].copy_from_slice(state);
                    }
                }
            });
    }

    /// From the gradients of all states, those of the inputs, which are added, and those of the states' share of the gates
    /// of each step.
    fn backward(
        &self,
        slopes: &[f32],
        weight: &[f32],
        y: &[f32],
        saved: &[f32],
        of_x: &mut [f32],
        of_gates: &mut [f32],
    ) {
        let Recurrence {
            cell,
            hidden,
            steps,
            ..
        } = self.rule;
        let (gates, share) = (self.rule.gate_width(), self.share());
        let (sequence, kept) = (steps * hidden, kept(cell) * hidden);
        of_x.par_chunks_mut(share * self.input_stride())
            .zip(of_gates.par_chunks_mut(share * steps * gates))
            .zip(saved.par_chunks(share * steps * kept))
            .zip(y.par_chunks(share * sequence))
            .zip(slopes.par_chunks(share * sequence))
            .enumerate()
            .for_each(|(index, ((((of_x, of_gates), saved), y), slopes))| {
                let rows = y.len() / sequence;
                let mut of_state = scratch::zeros(rows * hidden);
                let mut of_memory = scratch::zeros(rows * hidden);
                let mut of_input = scratch::room(rows * gates);
                let mut of_products = scratch::room(rows * gates);
                for at in (0..steps).rev() {
                    for (of_state, slopes) in
                        of_state.chunks_mut(hidden).zip(slopes.chunks(sequence))
                    {
                        let slopes = &slopes[at * hidden..][..hidden];
                        of_state
                            .iter_mut()
                            .zip(slopes)
                            .for_each(|(to, slope)| *to += slope);
                    }
                    let step = self.step(&[], index * share, at);
                    let kept = (&saved[at * kept..], steps * kept);
                    let before = (at > 0).then(|| (&y[(at - 1) * hidden..], sequence));
                    let back = Back {
                        of_state: &mut of_state,
                        of_input: &mut of_input,
                        of_products: &mut of_products,
                    };
                    match cell {
                        Cell::Gru => gru::backward(&step, kept, before, back),
                        Cell::Lstm => lstm::backward(&step, kept, back, &mut of_memory),
                    }
                    matmul_on_this_thread(
                        View::new(&of_products, rows, gates),
                        View::new(weight, gates, hidden),
                        &mut of_state,
                        true,
                    );
                    let place = match self.rule.repeats {
                        true => 0,
                        false => at * gates,
                    };
                    for (to, from) in of_x
                        .chunks_mut(self.input_stride())
                        .zip(of_input.chunks(gates))
                    {
                        let to = &mut to[place..][..gates];
                        to.iter_mut().zip(from).for_each(|(to, slope)| *to += slope);
                    }
                    for (to, from) in of_gates
                        .chunks_mut(steps * gates)
                        .zip(of_products.chunks(gates))
                    {
                        to[at * gates..][..gates].copy_from_slice(from);
                    }
                }
            });
    }
}

/// The gradients of one step of some sequences.
struct Back<'a> {
    /// Of the state after the step; of what goes past the weights to the state before it, afterwards.
    of_state: &'a mut [f32],
    /// Of the inputs' share of the gates.
    of_input: &'a mut [f32],
    /// Of the state's share, which the weights made.
    of_products: &'a mut [f32],
}

fn transposed(matrix: &[f32], rows: usize, columns: usize) -> scratch::Scratch {
    let mut turned = scratch::room(rows * columns);
    for (row, numbers) in matrix.chunks(columns).enumerate() {
        for (column, &number) in numbers.iter().enumerate() {
            turned[column * rows + row] = number;
        }
    }
    turned
}
