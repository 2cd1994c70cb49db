//! What the worker works out of a model for the views on screen: what every kind of it is.

use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

use super::observed::Observed;
use crate::training::{Run, RunError};

/// What was worked out.
pub trait Observation: Any + Debug + Send + Sync {
    /// Epochs done by the weights that made it, where they are a checkpoint's; `None` for the present weights.
    fn past(&self) -> Option<f64>;
    /// Updates done by them.
    fn step(&self) -> u64;
    /// How large it is, about; what is small beside samples and codes is left out.
    fn bytes(&self) -> usize;
}

/// A kind of observation, with what a person asks of it.
pub(in crate::training) trait Observe {
    /// While a run trains, the pause after a refresh is this many times what that cost. Of latents 45 and galleries 90:
    /// together, with what cannot be timed, well under 5% of training.
    fn thrift(&self) -> u32;

    /// Whether samples go into the model with the noise of training.
    fn sees_noise(&self) -> bool {
        false
    }

    /// Whether a run has most of it already, so that it is made at once.
    fn is_at_hand(&self, _run: &Run) -> bool {
        false
    }

    /// Begins one, of the weights that `present` has now or else of a checkpoint's.
    fn begin(&self, present: Option<&mut Run>) -> Box<dyn Pass>;
}

/// An observation under way: made part after part, so that commands and decodes are served in between.
pub(in crate::training) trait Pass: Send {
    /// Does a part, a few milliseconds long; what was made after the last. All parts must be done with the same weights.
    ///
    /// # Errors
    /// When the device fails.
    fn advance(&mut self, of: &Observed) -> Result<Option<Arc<dyn Observation>>, RunError>;
}
