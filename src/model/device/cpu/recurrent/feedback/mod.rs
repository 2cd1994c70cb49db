//! A recurrent decoder that reads its own last output, as one operation on the tape.
//!
//! Each thread takes some of the sequences through all steps and all layers, as a recurrent layer by itself does. What
//! the weights' gradients need of every step is kept, and multiplied once at the end.

mod backward;
mod forward;

use dfdx::prelude::*;

use super::super::activation::add_column_sums;
use super::super::gradient_memory::{opened, zeroed};
use super::super::matmul::{View, matmul};
use super::super::slices::{slice, slice_mut};
use super::{FEWEST, kept, states_before};
use crate::model::device::Rows;
use crate::model::device::sequences::{Feedback, FeedbackWeights, Forcing};
use crate::model::scratch::{self, Scratch};
use backward::Back;

/// Sequences on their way through the decoder.
#[derive(Clone, Copy)]
struct Batch<'a> {
    rule: Feedback,
    rows: usize,
    /// Numbers that are the same at every step.
    inputs: usize,
    weights: &'a FeedbackWeights<Cpu>,
    forcing: Option<&'a Forcing<Cpu>>,
}

/// What the way back needs of every step; empty where there is no way back.
struct Kept {
    /// What was read of the step before.
    fed: Scratch,
    /// Of each layer its states, and what its cells keep.
    states: Vec<Scratch>,
    cells: Vec<Scratch>,
}

/// See [`crate::model::device::Kernels::feed_back`].
pub fn feed_back<T: Tape<f32, Cpu>>(
    x: Rows<usize, Cpu, T>,
    weights: &FeedbackWeights<Cpu>,
    forcing: Option<&Forcing<Cpu>>,
    rule: Feedback,
) -> Result<Rows<usize, Cpu, T>, CpuError> {
    let (x, mut tape) = x.split_tape();
    let (rows, inputs) = *x.shape();
    let batch = Batch {
        rule,
        rows,
        inputs,
        weights,
        forcing,
    };
    batch.check();
    let sizes = (rows, rule.steps * rule.features);
    let mut y: Rows<usize, Cpu> = x.device().try_zeros_like(&sizes)?;
    let mut kept = Kept::new(&batch, T::OWNS_TAPE);
    batch.forward(slice(&x), slice_mut(&mut y), &mut kept);
    if T::OWNS_TAPE {
        let (y, weights, forcing) = (y.clone(), weights.clone(), forcing.cloned());
        tape.add_backward_op(move |gradients| {
            let batch = Batch {
                rule,
                rows,
                inputs,
                weights: &weights,
                forcing: forcing.as_ref(),
            };
            // Nothing after this reads the outputs' gradient, to which that of what was fed back is added in place.
            let mut of_y = std::mem::take(&mut **gradients.get_or_alloc_mut(&y)?);
            let back = batch.backward(slice(&y), &kept, &mut of_y);
            batch.add_gradients(slice(&x), &kept, &back, &of_y, gradients)?;
            let to = gradients.get_or_alloc_mut(&x)?;
            let weight = slice(&weights.layers[0].input.0);
            matmul(
                View::new(&back.of_same, rows, rule.gate_width()),
                batch.of_same(weight),
                to,
                true,
            );
            **gradients.get_or_alloc_mut(&y)? = of_y;
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}

impl Kept {
    fn new(batch: &Batch, is_needed: bool) -> Self {
        let Feedback {
            cell,
            hidden,
            steps,
            features,
            ..
        } = batch.rule;
        let room = |numbers| match is_needed {
            true => scratch::room(batch.rows * steps * numbers),
            false => scratch::room(0),
        };
        let each = |numbers| batch.weights.layers.iter().map(move |_| room(numbers));
        Self {
            fed: room(features),
            states: each(hidden).collect(),
            cells: each(kept(cell) * hidden).collect(),
        }
    }
}

impl Batch<'_> {
    fn check(&self) {
        let Feedback {
            hidden, features, ..
        } = self.rule;
        let gates = self.rule.gate_width();
        for (layer, weights) in self.weights.layers.iter().enumerate() {
            let inputs = match layer {
                0 => features + self.inputs,
                _ => hidden,
            };
            assert_eq!(*weights.input.0.shape(), (gates, inputs), "input weights");
            assert_eq!(*weights.state.0.shape(), (gates, hidden), "state weights");
        }
        let output = *self.weights.output.0.shape();
        assert_eq!(output, (features, hidden), "output weights");
    }

    /// Sequences of one thread. Their numbers are the same however they are shared out.
    fn share(&self) -> usize {
        let share = self.rows.div_ceil(rayon::current_num_threads());
        share.max(1).next_multiple_of(FEWEST)
    }

    /// The first layer's weights of the step before.
    fn of_step<'a>(&self, weight: &'a [f32]) -> View<'a> {
        let (gates, width) = (self.rule.gate_width(), self.rule.features + self.inputs);
        View::of_columns(weight, gates, width, 0..self.rule.features)
    }

    /// The first layer's weights of what is the same at every step.
    fn of_same<'a>(&self, weight: &'a [f32]) -> View<'a> {
        let (gates, width) = (self.rule.gate_width(), self.rule.features + self.inputs);
        View::of_columns(weight, gates, width, self.rule.features..width)
    }

    /// Adds the gradients of all weights and biases; `of_y` is that of the output layer.
    fn add_gradients(
        &self,
        x: &[f32],
        kept: &Kept,
        back: &Back,
        of_y: &[f32],
        gradients: &mut Gradients<f32, Cpu>,
    ) -> Result<(), CpuError> {
        let Feedback {
            hidden,
            steps,
            features,
            ..
        } = self.rule;
        let (all, gates) = (self.rows * steps, self.rule.gate_width());
        let (weight, bias) = &self.weights.output;
        let top = kept.states.last().map_or(&[][..], |states| states);
        let (out, add) = opened(gradients.get_or_alloc_mut(weight)?, features * hidden);
        matmul(
            View::new(of_y, all, features).transposed(),
            View::new(top, all, hidden),
            out,
            add,
        );
        let sums = zeroed(gradients.get_or_alloc_mut(bias)?, features);
        add_column_sums(of_y, sums);
        for (layer, weights) in self.weights.layers.iter().enumerate() {
            let of_products = &back.of_products[layer];
            let (weight, bias) = &weights.state;
            let before = states_before(&kept.states[layer], self.rows, steps * hidden, hidden);
            let (out, add) = opened(gradients.get_or_alloc_mut(weight)?, gates * hidden);
            matmul(
                View::new(of_products, all, gates).transposed(),
                View::new(&before, all, hidden),
                out,
                add,
            );
            let sums = zeroed(gradients.get_or_alloc_mut(bias)?, gates);
            add_column_sums(of_products, sums);
            let of_inputs = &back.of_inputs[layer];
            let (weight, bias) = &weights.input;
            let sums = zeroed(gradients.get_or_alloc_mut(bias)?, gates);
            add_column_sums(of_inputs, sums);
            let of_inputs = View::new(of_inputs, all, gates).transposed();
            if layer == 0 {
                let to = gradients.get_or_alloc_mut(weight)?;
                let to = zeroed(to, gates * (features + self.inputs));
                self.add_first_weights(x, of_inputs, kept, back, to);
            } else {
                let (out, add) = opened(gradients.get_or_alloc_mut(weight)?, gates * hidden);
                let below = View::new(&kept.states[layer - 1], all, hidden);
                matmul(of_inputs, below, out, add);
            }
        }
        Ok(())
    }

    /// Adds the gradient of the first layer's weights, of whose columns some read the step before and some the rest.
    fn add_first_weights(
        &self,
        x: &[f32],
        of_inputs: View,
        kept: &Kept,
        back: &Back,
        to: &mut [f32],
    ) {
        let Feedback {
            steps, features, ..
        } = self.rule;
        let gates = self.rule.gate_width();
        let mut of_step = scratch::room(gates * features);
        let fed = View::new(&kept.fed, self.rows * steps, features);
        matmul(of_inputs, fed, &mut of_step, false);
        let mut of_same = scratch::room(gates * self.inputs);
        matmul(
            View::new(&back.of_same, self.rows, gates).transposed(),
            View::new(x, self.rows, self.inputs),
            &mut of_same,
            false,
        );
        let parts = of_step.chunks(features).zip(of_same.chunks(self.inputs));
        for (to, (step, same)) in to.chunks_mut(features + self.inputs).zip(parts) {
            let from = step.iter().chain(same);
            to.iter_mut().zip(from).for_each(|(to, slope)| *to += slope);
        }
    }
}

/// Of each layer's numbers, `share` for each thread: share by share, layer by layer.
fn dealt(layers: &mut [Scratch], share: usize, shares: usize) -> Vec<Vec<&mut [f32]>> {
    let mut all: Vec<Vec<&mut [f32]>> = (0..shares).map(|_| Vec::new()).collect();
    for layer in layers {
        let mut rest = &mut layer[..];
        for part in &mut all {
            let (first, others) = rest.split_at_mut(share.min(rest.len()));
            part.push(first);
            rest = others;
        }
    }
    all
}

/// Each row's numbers of one step, out of or into rows of all steps.
fn step_of(
    rows: &[f32],
    sequence: usize,
    place: usize,
    width: usize,
) -> impl Iterator<Item = &[f32]> {
    rows.chunks(sequence)
        .map(move |row| &row[place * width..][..width])
}

/// As [`step_of`], to change them.
fn step_of_mut(
    rows: &mut [f32],
    sequence: usize,
    place: usize,
    width: usize,
) -> impl Iterator<Item = &mut [f32]> {
    rows.chunks_mut(sequence)
        .map(move |row| &mut row[place * width..][..width])
}
