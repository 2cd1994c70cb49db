//! Convolutional pyramids: levels of maps whose seams the compiler checks, by channels and side.
//!
//! As with the dense chains, a pyramid into the code is an [`encoder::MapEncoder`] that holds what comes before it and
//! one out of the code a [`decoder::MapDecoder`] that holds what comes after. Where it meets the data or the dense
//! layers it is a [`super::ConvStack`], whose rows have run-time sizes.

mod block;
mod build;
mod convolution;
mod decoder;
mod encoder;
mod level;
mod norm;
mod side;

pub use build::{decoder, encoder};

use std::marker::PhantomData;

use dfdx::prelude::{NoneTape, OwnedTape};

use super::{Role, Rows};
use crate::model::device::Kernels;
use crate::model::{Initialisation, Pyramid};

/// Square maps of `C` channels and side `S`, an image a row.
pub struct Maps<const C: usize, S, D: Kernels, T> {
    rows: Rows<usize, D, T>,
    side: PhantomData<S>,
}

/// Maps on the tape, in training.
type TracedMaps<const C: usize, S, D> = Maps<C, S, D, OwnedTape<f32, D>>;
/// Maps without a tape, in use.
type PlainMaps<const C: usize, S, D> = Maps<C, S, D, NoneTape>;

impl<const C: usize, S, D: Kernels, T> Maps<C, S, D, T> {
    fn new(rows: Rows<usize, D, T>) -> Self {
        Self {
            rows,
            side: PhantomData,
        }
    }
}

/// The encoder's random streams, see [`Role::stream`].
const STREAM: u64 = 1;

/// What all levels of one half share.
pub struct MapPlan<'a, D> {
    pub part: Role,
    pub pyramid: &'a Pyramid,
    pub initialisation: Initialisation,
    pub seed: u64,
    pub device: &'a D,
}
