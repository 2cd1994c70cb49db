//! Convolutions as operations on the tape, transposed or not.
//!
//! Each map is padded into a buffer that stays in the cache, and its windows are read from there directly: with few
//! channels, writing the windows out as a matrix would cost more than the products.

mod border;
mod few;
mod passes;
mod reach;
mod slopes;
mod spread;
mod taps;
mod tiles;

use dfdx::prelude::*;
use rayon::prelude::*;

use super::activation;
use super::gradient_memory::zeroed;
use super::slices::{slice, slice_mut};
use crate::data::ImageShape;
use crate::model::Activation;
use crate::model::device::maps::{Filters, Windows, padded};
use crate::model::device::{Rows, Vector};
use crate::model::scratch::{self, Scratch};
use passes::{Inward, Outward, WeightSlopes};

/// Parts that a batch is cut into. Fixed, so that sums do not depend on the number of threads.
const PARTS: usize = 32;

/// Which way the windows are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A convolution: big map in, small map out.
    Inward,
    /// A transposed convolution: small map in, big map out.
    Outward,
}

/// See [`crate::model::device::Kernels::convolution`] and
/// [`crate::model::device::Kernels::transposed_convolution`].
pub fn convolution<T: Tape<f32, Cpu>>(
    x: Rows<usize, Cpu, T>,
    weight: &Filters<Cpu>,
    bias: &Vector<Cpu>,
    (windows, direction): (Windows, Direction),
    activation: Activation,
    input_gradient: bool,
) -> Result<Rows<usize, Cpu, T>, CpuError> {
    let (x, mut tape) = x.split_tape();
    let layer = Layer { windows, direction };
    let rows = x.shape().0;
    assert_eq!(x.shape().1, layer.input().size(), "numbers a map");
    assert_eq!(weight.shape().num_elements(), windows.weights(), "weights");

    let mut y: Rows<usize, Cpu> = x.device().try_zeros_like(&(rows, layer.output().size()))?;
    // SiLU's slope is a function of its input alone; the others' of their output.
    let before = if T::OWNS_TAPE && activation == Activation::Silu {
        let mut z = y;
        y = x.device().try_zeros_like(z.shape())?;
        let (out, weight) = (slice_mut(&mut z), slice(weight));
        layer.forward(slice(&x), weight, slice(bias), Activation::Identity, out);
        activation::activate_into(slice(&z), slice_mut(&mut y), activation);
        Some(z)
    } else {
        let (out, weight) = (slice_mut(&mut y), slice(weight));
        layer.forward(slice(&x), weight, slice(bias), activation, out);
        None
    };

    if T::OWNS_TAPE {
        let (weight, bias, y) = (weight.clone(), bias.clone(), y.clone());
        tape.add_backward_op(move |gradients| {
            // As in the dense layer: the output's gradient is used up.
            let mut gradient = std::mem::take(&mut **gradients.get_or_alloc_mut(&y)?);
            let mut input = match input_gradient {
                true => Some(std::mem::take(&mut **gradients.get_or_alloc_mut(&x)?)),
                false => None,
            };
            let sums = layer.backward(
                slice(&x),
                slice(&weight),
                slice(before.as_ref().unwrap_or(&y)),
                activation,
                &mut gradient,
                input.as_deref_mut(),
            );
            let (weight_sums, bias_sums) = sums.split_at(windows.weights());
            let weight_gradient = gradients.get_or_alloc_mut(&weight)?;
            let weight_gradient = zeroed(weight_gradient, windows.weights());
            WeightSlopes::new(&windows).add_to(weight_sums, weight_gradient);
            let bias_gradient = zeroed(gradients.get_or_alloc_mut(&bias)?, bias_sums.len());
            for (gradient, sum) in bias_gradient.iter_mut().zip(bias_sums) {
                *gradient += sum;
            }
            **gradients.get_or_alloc_mut(&y)? = gradient;
            if let Some(input) = input {
                **gradients.get_or_alloc_mut(&x)? = input;
            }
            Ok(())
        });
    }
    Ok(y.put_tape(tape))
}

#[derive(Debug, Clone, Copy)]
struct Layer {
    windows: Windows,
    direction: Direction,
}

/// What one thread works on in the backward pass: some maps' numbers.
struct BackwardChunk<'a> {
    input: &'a [f32],
    values: &'a [f32],
    gradient: &'a mut [f32],
    input_gradient: Option<&'a mut [f32]>,
    /// Of the weights' gradient in the loops' order, followed by the bias's; zero before.
    sums: &'a mut [f32],
}

impl Layer {
    fn input(self) -> ImageShape {
        match self.direction {
            Direction::Inward => self.windows.big,
            Direction::Outward => self.windows.small,
        }
    }

    fn output(self) -> ImageShape {
        match self.direction {
            Direction::Inward => self.windows.small,
            Direction::Outward => self.windows.big,
        }
    }

    fn padded_big(self) -> Scratch {
        scratch::zeros(padded(self.windows.big, self.windows.margin()).size())
    }

    /// Maps of a part.
    fn maps(self, numbers: usize) -> usize {
        (numbers / self.input().size()).div_ceil(PARTS).max(1)
    }

    /// `out` is zero before.
    fn forward(
        self,
        x: &[f32],
        weight: &[f32],
        bias: &[f32],
        activation: Activation,
        out: &mut [f32],
    ) {
        let (input, output, windows) = (self.input(), self.output(), &self.windows);
        let maps = self.maps(x.len());
        let inputs = x.par_chunks(maps * input.size());
        let outputs = out.par_chunks_mut(maps * output.size());
        match self.direction {
            Direction::Inward => {
                let inward = Inward::new(windows, weight);
                inputs.zip(outputs).for_each(|(x, out)| {
                    let mut wide = self.padded_big();
                    let maps = x.chunks_exact(input.size());
                    for (x, out) in maps.zip(out.chunks_exact_mut(output.size())) {
                        border::pad(x, input, windows.margin(), windows.padding, &mut wide);
                        inward.add(&wide, out);
                        activation::add_and_activate(out, bias, activation);
                    }
                });
            }
            Direction::Outward => {
                let outward = Outward::new(windows, weight);
                inputs.zip(outputs).for_each(|(x, out)| {
                    let mut room = outward.scratch();
                    let maps = x.chunks_exact(input.size());
                    for (x, out) in maps.zip(out.chunks_exact_mut(output.size())) {
                        outward.add(x, &mut room, out);
                        activation::add_and_activate(out, bias, activation);
                    }
                });
            }
        }
    }

    /// Turns `gradient` into the gradient before the activation, adds to `input_gradient`, and returns the weights'
    /// gradient in the loops' order followed by the bias's.
    fn backward(
        self,
        x: &[f32],
        weight: &[f32],
        values: &[f32],
        activation: Activation,
        gradient: &mut [f32],
        input_gradient: Option<&mut [f32]>,
    ) -> Scratch {
        let maps = self.maps(x.len());
        let (inputs, outputs) = (maps * self.input().size(), maps * self.output().size());
        let mut input_gradients = input_gradient.map(|numbers| numbers.chunks_mut(inputs));
        let size = self.windows.weights() + self.output().channels;
        let parts = x.len().div_ceil(inputs);
        let mut all_sums = scratch::zeros(parts * size);
        let parts: Vec<BackwardChunk> = x
            .chunks(inputs)
            .zip(values.chunks(outputs))
            .zip(gradient.chunks_mut(outputs))
            .zip(all_sums.chunks_exact_mut(size))
            .map(|(((input, values), gradient), sums)| BackwardChunk {
                input,
                values,
                gradient,
                input_gradient: input_gradients.as_mut().and_then(Iterator::next),
                sums,
            })
            .collect();
        let (inward, outward) = match self.direction {
            Direction::Inward => (None, Some(Outward::new(&self.windows, weight))),
            Direction::Outward => (Some(Inward::new(&self.windows, weight)), None),
        };
        parts
            .into_par_iter()
            .for_each(|part| self.part(part, activation, inward.as_ref(), outward.as_ref()));
        let mut total = scratch::zeros(size);
        total
            .par_chunks_mut(super::CHUNK)
            .enumerate()
            .for_each(|(chunk, total)| {
                for sums in all_sums.chunks_exact(size) {
                    let sums = &sums[chunk * super::CHUNK..];
                    for (total, sum) in total.iter_mut().zip(sums) {
                        *total += sum;
                    }
                }
            });
        total
    }

    /// One part, and its sums.
    fn part(
        self,
        part: BackwardChunk,
        activation: Activation,
        inward: Option<&Inward>,
        outward: Option<&Outward>,
    ) {
        let (input, output, windows) = (self.input(), self.output(), &self.windows);
        let slopes = WeightSlopes::new(windows);
        let (weight_sums, bias_sums) = part.sums.split_at_mut(windows.weights());
        let mut wide = self.padded_big();
        let mut room = outward.map(Outward::scratch);
        let mut input_gradients = part
            .input_gradient
            .map(|numbers| numbers.chunks_exact_mut(input.size()));
        let maps = part
            .input
            .chunks_exact(input.size())
            .zip(part.values.chunks_exact(output.size()))
            .zip(part.gradient.chunks_exact_mut(output.size()));
        for ((x, values), gradient) in maps {
            let input_gradient = input_gradients.as_mut().and_then(Iterator::next);
            activation::scale_by_slope(gradient, values, activation);
            activation::add_block_sums(gradient, output.channels, 0, bias_sums);
            match self.direction {
                Direction::Inward => {
                    border::pad(x, input, windows.margin(), windows.padding, &mut wide);
                    slopes.add(&wide, gradient, weight_sums);
                    if let (Some(outward), Some(room), Some(to)) =
                        (outward, &mut room, input_gradient)
                    {
                        outward.add(gradient, room, to);
                    }
                }
                Direction::Outward => {
                    border::pad(
                        gradient,
                        output,
                        windows.margin(),
                        windows.padding,
                        &mut wide,
                    );
                    slopes.add(&wide, x, weight_sums);
                    if let (Some(inward), Some(to)) = (inward, input_gradient) {
                        inward.add(&wide, to);
                    }
                }
            }
        }
    }
}
