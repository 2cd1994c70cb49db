//! Layers over the steps of sequences: recurrent ones, typed by the width of their state, and convolutions over time,
//! typed by their channels.
//!
//! A batch of sequences is kept as one row a step. Steps that are not there (their numbers are not numbers, see
//! [`crate::data::Scaler`]) leave a state as it is, and count as zeros for convolutions.

mod convolution;
mod decoder;
mod encoder;
mod filled;
mod recurrent;
mod recurrent_decoder;
mod recurrent_encoder;

pub use build::{sequence_decoder, sequence_encoder};
pub use filled::{Filled, Same};

mod build;

use crate::data::SequenceShape;
use crate::model::Initialisation;
use crate::model::device::Rows;

/// Steps of `W` features, a row a step, and which of them are there, a row a sequence.
type There<W, D, T> = (Rows<W, D, T>, Rows<usize, D>);

/// Whether layers are the encoder's or the decoder's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Encoder,
    Decoder,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Encoder => "encoder",
            Self::Decoder => "decoder",
        }
    }

    /// Second coordinate of the random streams that draw its weights; dense layers have 0, and maps 1 and 2.
    fn stream(self) -> u64 {
        match self {
            Self::Encoder => 3,
            Self::Decoder => 4,
        }
    }
}

/// What all layers of one half share.
pub struct SequencePlan<'a, D> {
    pub part: Role,
    pub shape: SequenceShape,
    pub initialisation: Initialisation,
    pub seed: u64,
    pub device: &'a D,
}
