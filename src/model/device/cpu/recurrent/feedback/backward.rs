//! The way back through a decoder that reads its own last output.

use rayon::prelude::*;

use super::super::super::activation::scale_by_slope_at;
use super::super::super::matmul::{View, matmul_on_this_thread};
use super::super::super::slices::slice;
use super::super::{Back as StepBack, Step, gru, kept, lstm};
use super::{Batch, Kept, dealt, step_of, step_of_mut};
use crate::model::device::sequences::{Cell, Feedback};
use crate::model::scratch::{self, Scratch};

/// Gradients of the gates.
pub struct Back {
    /// Of each layer and step: of the inputs' share, and of the state's, which the weights made.
    pub of_inputs: Vec<Scratch>,
    pub of_products: Vec<Scratch>,
    /// Of the first layer's inputs, summed over the steps: of the share that is the same at every step.
    pub of_same: Scratch,
}

/// What one thread works on.
struct Share<'a> {
    /// Its first sequence.
    first: usize,
    /// What was made, and its gradient.
    y: &'a [f32],
    of_y: &'a mut [f32],
    of_inputs: Vec<&'a mut [f32]>,
    of_products: Vec<&'a mut [f32]>,
    of_same: &'a mut [f32],
}

impl Batch<'_> {
    /// Adds to `of_y`, the gradient of what was made, that of what was read again.
    pub fn backward(&self, y: &[f32], keep: &Kept, of_y: &mut [f32]) -> Back {
        let Feedback {
            steps, features, ..
        } = self.rule;
        let (gates, share) = (self.rule.gate_width(), self.share());
        let room = || {
            self.weights
                .layers
                .iter()
                .map(|_| scratch::room(self.rows * steps * gates))
        };
        let mut back = Back {
            of_inputs: room().collect(),
            of_products: room().collect(),
            of_same: scratch::zeros(self.rows * gates),
        };
        let shares = self.rows.div_ceil(share);
        let of_inputs = dealt(&mut back.of_inputs, share * steps * gates, shares);
        let of_products = dealt(&mut back.of_products, share * steps * gates, shares);
        let made = y.chunks(share * steps * features);
        let parts = made
            .zip(of_y.chunks_mut(share * steps * features))
            .zip(of_inputs.into_iter().zip(of_products))
            .zip(back.of_same.chunks_mut(share * gates))
            .enumerate()
            .map(
                |(index, (((y, of_y), (of_inputs, of_products)), of_same))| Share {
                    first: index * share,
                    y,
                    of_y,
                    of_inputs,
                    of_products,
                    of_same,
                },
            );
        let parts: Vec<Share> = parts.collect();
        parts
            .into_par_iter()
            .for_each(|part| self.backward_share(part, keep));
        back
    }

    fn backward_share(&self, mut part: Share, keep: &Kept) {
        let Feedback {
            cell,
            hidden,
            steps,
            features,
            ..
        } = self.rule;
        let (gates, layers) = (self.rule.gate_width(), &self.weights.layers);
        let rows = part.of_same.len() / gates;
        let (sequence, kept) = (steps * hidden, kept(cell) * hidden);
        let zeros = || layers.iter().map(|_| scratch::zeros(rows * hidden));
        let mut of_states: Vec<Scratch> = zeros().collect();
        let mut of_memories: Vec<Scratch> = zeros().collect();
        let mut of_fed = scratch::room(rows * features);
        let mut of_made = scratch::room(rows * features);
        let mut of_input = scratch::room(rows * gates);
        let mut of_product = scratch::room(rows * gates);
        let of_step = self.of_step(slice(&layers[0].input.0));
        for at in (0..steps).rev() {
            if at + 1 < steps {
                self.add_fed(&mut part, at, &mut of_fed);
            }
            let from = step_of(part.of_y, steps * features, at, features);
            of_made
                .chunks_mut(features)
                .zip(from)
                .for_each(|(to, from)| to.copy_from_slice(from));
            matmul_on_this_thread(
                View::new(&of_made, rows, features),
                View::new(slice(&self.weights.output.0), features, hidden),
                &mut of_states[layers.len() - 1],
                true,
            );
            for layer in (0..layers.len()).rev() {
                let (below, own) = of_states.split_at_mut(layer);
                let of_state = &mut own[0];
                let step = Step {
                    hidden,
                    // The way back does not read them.
                    inputs: &[],
                    stride: gates,
                    there: None,
                };
                let first = part.first * steps;
                let cells = (&keep.cells[layer][(first + at) * kept..], steps * kept);
                let back = StepBack {
                    of_state,
                    of_input: &mut of_input,
                    of_products: &mut of_product,
                };
                match cell {
                    Cell::Gru => {
                        let before = |at: usize| {
                            let place = (first + at - 1) * hidden;
                            (&keep.states[layer][place..], sequence)
                        };
                        gru::backward(&step, cells, (at > 0).then(|| before(at)), back);
                    }
                    Cell::Lstm => lstm::backward(&step, cells, back, &mut of_memories[layer]),
                }
                matmul_on_this_thread(
                    View::new(&of_product, rows, gates),
                    View::new(slice(&layers[layer].state.0), gates, hidden),
                    of_state,
                    true,
                );
                let of_input_view = View::new(&of_input, rows, gates);
                match below.last_mut() {
                    Some(below) => {
                        let weight = View::new(slice(&layers[layer].input.0), gates, hidden);
                        matmul_on_this_thread(of_input_view, weight, below, true);
                    }
                    None => {
                        matmul_on_this_thread(of_input_view, of_step, &mut of_fed, false);
                        let sums = part.of_same.iter_mut().zip(&*of_input);
                        sums.for_each(|(sum, slope)| *sum += slope);
                    }
                }
                let kinds = [
                    (&mut part.of_inputs[layer], &of_input),
                    (&mut part.of_products[layer], &of_product),
                ];
                for (to, from) in kinds {
                    let to = step_of_mut(to, steps * gates, at, gates);
                    to.zip(from.chunks(gates))
                        .for_each(|(to, from)| to.copy_from_slice(from));
                }
            }
        }
    }

    /// Adds the gradient of what step `at + 1` read to that of step `at`, where it was made and not given.
    fn add_fed(&self, part: &mut Share, at: usize, of_fed: &mut [f32]) {
        let Feedback {
            steps,
            features,
            activation,
            ..
        } = self.rule;
        let sequence = steps * features;
        let made = step_of(part.y, sequence, at, features);
        let to = step_of_mut(part.of_y, sequence, at, features);
        let rows = of_fed.chunks_mut(features).zip(made).zip(to).enumerate();
        for (row, ((slopes, made), to)) in rows {
            if self.truth(part.first + row).is_none() {
                scale_by_slope_at(slopes, made, activation);
                to.iter_mut()
                    .zip(&*slopes)
                    .for_each(|(to, slope)| *to += slope);
            }
        }
    }
}
