//! Weights that a run begins with instead of fresh ones: those of the model it was forked from, where layers match.

use std::sync::Arc;

use super::Checkpoint;
use crate::model::{ModelState, Tensor, Tensors};

/// Numbers of a tensor that tell whether it is the same: panels ask several times a frame.
const LOOKED_AT: usize = 64;

/// Weights of another variant that a run begins with.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// Epochs that variant had done, fractional inside one.
    pub epochs: f64,
    /// Updates it had done.
    pub step: u64,
    pub weights: Arc<Tensors>,
}

/// What became of a model's tensors when it began with the weights of another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CarriedOver {
    /// Names of tensors with the same name and shape there.
    pub carried: Vec<String>,
    /// Names of those that began fresh.
    pub fresh: Vec<String>,
}

impl CarriedOver {
    /// Which tensors of `fresh` have a match of the same name and shape in `start`.
    pub fn between(fresh: &Tensors, start: &Tensors) -> Self {
        let mut found = Self::default();
        for (name, tensor) in fresh {
            let matches = start.get(name).is_some_and(|t| t.shape == tensor.shape);
            let list = if matches {
                &mut found.carried
            } else {
                &mut found.fresh
            };
            list.push(name.clone());
        }
        found
    }
}

impl Start {
    /// Whether `checkpoint` is that of a run which stands here and has made no update since: it has done as many, and
    /// the first numbers of each tensor are these. An update changes at least a bias.
    pub fn is_of(&self, checkpoint: &Checkpoint) -> bool {
        let weights = &checkpoint.state.weights;
        let alike = |(name, own): (&String, &Tensor)| {
            let other = weights.get(name);
            other.is_some_and(|other| {
                own.shape == other.shape
                    && own
                        .data
                        .iter()
                        .take(LOOKED_AT)
                        .eq(other.data.iter().take(LOOKED_AT))
            })
        };
        checkpoint.position.step == self.step
            && weights.len() == self.weights.len()
            && self.weights.iter().all(alike)
    }

    /// The state to begin with: `fresh`, its tensors replaced by those here that have the same name and shape. Moments
    /// of an optimiser begin at nothing.
    pub(super) fn begin(&self, fresh: &ModelState) -> ModelState {
        let mut state = ModelState {
            weights: fresh.weights.clone(),
            ..ModelState::default()
        };
        for (name, tensor) in &mut state.weights {
            if let Some(same) = self.weights.get(name)
                && same.shape == tensor.shape
            {
                *tensor = same.clone();
            }
        }
        state
    }
}
