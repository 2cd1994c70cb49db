//! Layers over the steps of sequences: recurrent ones, typed by the width of their state, and convolutions over time,
//! typed by their channels.
//!
//! A batch of sequences is kept as one row a step. Steps that are not there (their numbers are not numbers, see
//! [`crate::data::Scaler`]) leave a state as it is, and count as zeros for convolutions. Tokens of texts pass an embedding
//! first, whose width is typed as well.

mod convolution;
mod decoder;
mod embedding;
mod encoder;
mod feedback_decoder;
mod filled;
mod recurrent;
mod recurrent_decoder;
mod recurrent_encoder;

pub use build::{sequence_decoder, sequence_encoder};
pub use filled::{Filled, Same};

mod build;

use crate::data::SequenceShape;
use crate::model::device::{Kernels, Rows};
use crate::model::graph::Role;
use crate::model::{Activation, Initialisation};
use dfdx::prelude::{HasShape, ReshapeTo, Tape};

/// Steps of `W` features, a row a step, and which of them are there, a row a sequence.
type There<W, D, T> = (Rows<W, D, T>, Rows<usize, D>);

/// The encoder's random streams, see [`Role::stream`].
const STREAM: u64 = 3;

/// Rows of all steps as one row a sequence.
fn joined<D: Kernels, T: Tape<f32, D>>(
    x: Rows<usize, D, T>,
    shape: SequenceShape,
) -> Result<Rows<usize, D, T>, D::Err> {
    let rows = x.shape().0 / shape.steps;
    x.try_reshape_like(&(rows, shape.steps * shape.features))
}

/// What all layers of one half share.
pub struct SequencePlan<'a, D> {
    pub part: Role,
    pub shape: SequenceShape,
    /// What makes a step of a sequence of what the last layer leaves, whether that layer applies it or the loss.
    pub output: Activation,
    /// Numbers of the embedding of each token, where steps are tokens and have one.
    pub embedding: Option<usize>,
    pub initialisation: Initialisation,
    pub seed: u64,
    pub device: &'a D,
}
