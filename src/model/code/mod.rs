//! The bottleneck: sampling of a Gaussian code, its divergence, and penalties on codes.
//!
//! Codes are small, so these are dfdx's own operations on every device.

pub mod contraction;
mod draw;
pub mod gaussian;
pub mod penalty;

use super::device::Kernels;
use super::graph::{Plain, Traced};

/// What an encoder says, on the tape.
pub enum TracedCode<D: Kernels> {
    Point(Traced<usize, D>),
    /// The operations they share are on the mean's tape.
    Gaussian {
        mean: Traced<usize, D>,
        log_variance: Traced<usize, D>,
    },
}

/// What an encoder says, in use.
pub enum PlainCode<D: Kernels> {
    Point(Plain<usize, D>),
    Gaussian {
        mean: Plain<usize, D>,
        log_variance: Plain<usize, D>,
    },
}
