//! The way through a decoder that reads its own last output.

use rayon::prelude::*;

use super::super::super::activation::activate;
use super::super::super::matmul::{View, matmul, matmul_on_this_thread};
use super::super::super::slices::slice;
use super::super::{Step, gru, kept, lstm, transposed};
use super::{Batch, Kept, dealt, step_of, step_of_mut};
use crate::model::device::sequences::{Cell, Feedback};
use crate::model::scratch::{self, Scratch};

/// Weights read the other way, as products over rows want them.
struct Turned {
    /// Of the step before.
    fed: Scratch,
    /// Of each layer: of its inputs (empty of the first), and of its state.
    inputs: Vec<Scratch>,
    states: Vec<Scratch>,
    output: Scratch,
}

/// What one thread works on.
struct Share<'a> {
    /// Its first sequence.
    first: usize,
    rows: usize,
    /// The share of the first layer's gates that is the same at every step.
    same: &'a [f32],
    fed: &'a mut [f32],
    states: Vec<&'a mut [f32]>,
    cells: Vec<&'a mut [f32]>,
}

impl Batch<'_> {
    /// Fills `y`, and `keep` where it has room.
    pub fn forward(&self, x: &[f32], y: &mut [f32], keep: &mut Kept) {
        let Feedback {
            cell,
            hidden,
            steps,
            features,
            ..
        } = self.rule;
        let (gates, share) = (self.rule.gate_width(), self.share());
        let first = &self.weights.layers[0];
        let mut same = scratch::room(self.rows * gates);
        let bias = slice(&first.input.1);
        same.chunks_mut(gates)
            .for_each(|row| row.copy_from_slice(bias));
        let weight = self.of_same(slice(&first.input.0)).transposed();
        matmul(
            View::new(x, self.rows, self.inputs),
            weight,
            &mut same,
            true,
        );
        let turned = self.turned();
        let shares = self.rows.div_ceil(share);
        let mut fed = dealt(
            std::slice::from_mut(&mut keep.fed),
            share * steps * features,
            shares,
        );
        let states = dealt(&mut keep.states, share * steps * hidden, shares);
        let cells = dealt(&mut keep.cells, share * steps * kept(cell) * hidden, shares);
        let kept = fed.iter_mut().zip(states).zip(cells);
        let parts = same.chunks(share * gates).zip(kept).enumerate();
        let parts = parts.map(|(index, (same, ((fed, states), cells)))| Share {
            first: index * share,
            rows: same.len() / gates,
            same,
            fed: std::mem::take(&mut fed[0]),
            states,
            cells,
        });
        parts
            .collect::<Vec<_>>()
            .into_par_iter()
            .zip(y.par_chunks_mut(share * steps * features))
            .for_each(|(part, y)| self.forward_share(part, y, &turned));
    }

    fn turned(&self) -> Turned {
        let Feedback {
            hidden, features, ..
        } = self.rule;
        let gates = self.rule.gate_width();
        let layers = &self.weights.layers;
        let width = features + self.inputs;
        let weight = slice(&layers[0].input.0);
        let mut fed = scratch::room(features * gates);
        for (gate, row) in weight.chunks(width).enumerate() {
            for (feature, &number) in row[..features].iter().enumerate() {
                fed[feature * gates + gate] = number;
            }
        }
        let inputs = layers
            .iter()
            .enumerate()
            .map(|(layer, weights)| match layer {
                0 => scratch::room(0),
                _ => transposed(slice(&weights.input.0), gates, hidden),
            });
        let states = layers
            .iter()
            .map(|weights| transposed(slice(&weights.state.0), gates, hidden));
        Turned {
            fed,
            inputs: inputs.collect(),
            states: states.collect(),
            output: transposed(slice(&self.weights.output.0), features, hidden),
        }
    }

    fn forward_share(&self, mut part: Share, y: &mut [f32], turned: &Turned) {
        let Feedback {
            cell,
            hidden,
            steps,
            features,
            ..
        } = self.rule;
        let (rows, gates, layers) = (part.rows, self.rule.gate_width(), self.weights.layers.len());
        let (sequence, keeps) = (steps * features, !part.fed.is_empty());
        let zeros = || (0..layers).map(|_| scratch::zeros(rows * hidden));
        let mut states: Vec<Scratch> = zeros().collect();
        let mut memories: Vec<Scratch> = zeros().collect();
        let mut fed = scratch::zeros(rows * features);
        let mut inputs = scratch::room(rows * gates);
        let mut products = scratch::room(rows * gates);
        let mut made = scratch::room(rows * features);
        let kept = if keeps { kept(cell) * hidden } else { 0 };
        for at in 0..steps {
            if at > 0 {
                self.feed(&part, y, at, &mut fed);
            }
            for (layer, memory) in memories.iter_mut().enumerate() {
                let (below, own) = states.split_at_mut(layer);
                let (from, weight, width) = match below.last() {
                    None => {
                        inputs.copy_from_slice(part.same);
                        (&fed, &turned.fed, features)
                    }
                    Some(below) => {
                        let bias = slice(&self.weights.layers[layer].input.1);
                        inputs
                            .chunks_mut(gates)
                            .for_each(|row| row.copy_from_slice(bias));
                        (below, &turned.inputs[layer], hidden)
                    }
                };
                matmul_on_this_thread(
                    View::new(from, rows, width),
                    View::new(weight, width, gates),
                    &mut inputs,
                    true,
                );
                let state = &mut own[0];
                matmul_on_this_thread(
                    View::new(state, rows, hidden),
                    View::new(&turned.states[layer], hidden, gates),
                    &mut products,
                    false,
                );
                let step = Step {
                    hidden,
                    inputs: &inputs,
                    stride: gates,
                    there: None,
                };
                let place = (at * kept).min(part.cells[layer].len());
                let cells = (&mut part.cells[layer][place..], steps * kept);
                let bias = slice(&self.weights.layers[layer].state.1);
                match cell {
                    Cell::Gru => gru::forward(&step, &products, bias, state, cells),
                    Cell::Lstm => {
                        lstm::forward(&step, &products, bias, (state, memory), cells);
                    }
                }
                if keeps {
                    let to = step_of_mut(part.states[layer], steps * hidden, at, hidden);
                    to.zip(state.chunks(hidden))
                        .for_each(|(to, state)| to.copy_from_slice(state));
                }
            }
            let bias = slice(&self.weights.output.1);
            made.chunks_mut(features)
                .for_each(|row| row.copy_from_slice(bias));
            matmul_on_this_thread(
                View::new(&states[layers - 1], rows, hidden),
                View::new(&turned.output, hidden, features),
                &mut made,
                true,
            );
            let to = step_of_mut(y, sequence, at, features);
            to.zip(made.chunks(features))
                .for_each(|(to, made)| to.copy_from_slice(made));
            if keeps {
                let to = step_of_mut(part.fed, sequence, at, features);
                to.zip(fed.chunks(features))
                    .for_each(|(to, fed)| to.copy_from_slice(fed));
            }
        }
    }

    /// What is read at step `at`: what was made of the step before, or the truth.
    fn feed(&self, part: &Share, y: &[f32], at: usize, fed: &mut [f32]) {
        let Feedback {
            steps,
            features,
            activation,
            ..
        } = self.rule;
        let sequence = steps * features;
        let made = step_of(y, sequence, at - 1, features);
        for (row, (fed, made)) in fed.chunks_mut(features).zip(made).enumerate() {
            match self.truth(part.first + row) {
                Some(truth) => fed.copy_from_slice(&truth[(at - 1) * features..][..features]),
                None => {
                    fed.copy_from_slice(made);
                    activate(fed, activation);
                }
            }
        }
    }

    /// The true steps of a sequence that reads them.
    pub fn truth(&self, row: usize) -> Option<&[f32]> {
        let forcing = self.forcing?;
        let sequence = self.rule.steps * self.rule.features;
        let is_forced = slice(&forcing.forced)[row] != 0.0;
        is_forced.then(|| &slice(&forcing.truth)[row * sequence..][..sequence])
    }
}
