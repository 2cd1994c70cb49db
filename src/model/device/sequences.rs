//! Sizes of the operations on sequences. A batch of sequences is [`super::Rows`] of steps x features numbers, step after
//! step; read as one row a step it is the same memory.

use dfdx::prelude::Device;

use super::{Matrix, Rows, Vector};
use crate::model::Activation;

/// How a recurrent layer's state follows from the one before and a step's input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Gated recurrent unit (Cho et al. 2014), as PyTorch computes it.
    Gru,
    /// Long short-term memory (Hochreiter and Schmidhuber 1997).
    Lstm,
}

impl Cell {
    /// Gates: blocks of weights and biases, one above the other. PyTorch's order: reset, update, new; and input, forget,
    /// cell, output.
    pub fn gates(self) -> usize {
        match self {
            Self::Gru => 3,
            Self::Lstm => 4,
        }
    }
}

/// A recurrent layer's sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recurrence {
    pub cell: Cell,
    /// Numbers in the hidden state.
    pub hidden: usize,
    /// Steps of the longest sequence.
    pub steps: usize,
    /// Whether a sequence has one input, which is the same at every step, in place of one a step.
    pub repeats: bool,
}

impl Recurrence {
    /// Sequences in so many rows of inputs.
    pub fn sequences(&self, rows: usize) -> usize {
        match self.repeats {
            true => rows,
            false => rows / self.steps,
        }
    }

    /// Numbers of all gates of one step.
    pub fn gate_width(&self) -> usize {
        self.cell.gates() * self.hidden
    }
}

/// The sizes of a recurrent decoder that reads what it made of the step before, beside numbers that are the same at every
/// step (Cho et al. 2014).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feedback {
    pub cell: Cell,
    /// Numbers in the hidden state of each layer.
    pub hidden: usize,
    /// Steps of the longest sequence.
    pub steps: usize,
    /// Numbers in a step.
    pub features: usize,
    /// What makes a step, as it is read, of what the output layer left of it.
    pub activation: Activation,
}

impl Feedback {
    /// Numbers of all gates of one step.
    pub fn gate_width(&self) -> usize {
        self.cell.gates() * self.hidden
    }
}

/// The weights of a recurrent layer, which lie as those of PyTorch.
#[derive(Debug, Clone)]
pub struct LayerWeights<D: Device<f32>> {
    /// Of the inputs' share of the gates. The first layer reads the step before, then what is the same at every step.
    pub input: (Matrix<D>, Vector<D>),
    /// Of the state's share.
    pub state: (Matrix<D>, Vector<D>),
}

/// The weights of a decoder that reads what it made.
#[derive(Debug, Clone)]
pub struct FeedbackWeights<D: Device<f32>> {
    /// Recurrent layers, one upon the other.
    pub layers: Vec<LayerWeights<D>>,
    /// From the last layer's state to a step.
    pub output: (Matrix<D>, Vector<D>),
}

/// True steps that some sequences read in place of what was made of them (Williams and Zipser 1989).
#[derive(Debug, Clone)]
pub struct Forcing<D: Device<f32>> {
    /// A row a sequence, zeros where a number is missing.
    pub truth: Rows<usize, D>,
    /// 1 for a sequence that reads them, 0 for one that reads what was made: a row of one number each.
    pub forced: Rows<usize, D>,
}

/// Windows that slide over the steps of a sequence, padded with zeros so that there are `ceil(steps / stride)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepWindows {
    pub steps: usize,
    pub features: usize,
    /// Steps in a window, odd.
    pub kernel: usize,
    /// Steps from one window to the next.
    pub stride: usize,
}

impl StepWindows {
    /// How many windows there are.
    pub fn count(&self) -> usize {
        self.steps.div_ceil(self.stride)
    }

    /// Numbers in one window: for each feature its numbers at the window's steps, PyTorch's order of weights.
    pub fn width(&self) -> usize {
        self.features * self.kernel
    }

    /// The step that place `at` of window `window` sees; `None` is a zero beyond the ends.
    pub fn source(&self, window: usize, at: usize) -> Option<usize> {
        let step = (window * self.stride + at).checked_sub(self.kernel / 2)?;
        (step < self.steps).then_some(step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_see_zeros_beyond_the_ends() {
        let windows = |stride| StepWindows {
            steps: 4,
            features: 2,
            kernel: 3,
            stride,
        };
        let seen = |stride, window| [0, 1, 2].map(|at| windows(stride).source(window, at));
        assert_eq!((windows(1).count(), windows(2).count()), (4, 2));
        assert_eq!(seen(1, 0), [None, Some(0), Some(1)]);
        assert_eq!(seen(1, 3), [Some(2), Some(3), None]);
        assert_eq!(seen(2, 1), [Some(1), Some(2), Some(3)]);
        assert_eq!(windows(1).width(), 6);
    }
}
