//! The initial weights of a fork: those of its parent, where layers match.

use std::fmt;
use std::sync::Arc;

use super::ResumeState;
use crate::model::{ModelState, Tensor, Tensors};

/// Names of fresh tensors that a sentence lists; more of them are counted.
const NAMED: usize = 4;
/// Numbers of a tensor that tell whether it is the same: panels ask several times a frame.
const LOOKED_AT: usize = 64;

/// Weights of another variant that a run begins with.
#[derive(Debug, Clone)]
pub struct Start {
    /// Epochs that variant had done, fractional inside one.
    pub epochs: f64,
    /// Updates it had done.
    pub step: u64,
    pub weights: Arc<Tensors>,
}

impl PartialEq for Start {
    /// Weights that are shared are the same without a look at them: settings are compared on the thread of the window.
    fn eq(&self, other: &Self) -> bool {
        self.epochs == other.epochs
            && self.step == other.step
            && (Arc::ptr_eq(&self.weights, &other.weights) || self.weights == other.weights)
    }
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

impl fmt::Display for CarriedOver {
    /// "6 of 8 tensors carried over, fresh: encoder.2.weight, encoder.2.bias".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (carried, fresh) = (self.carried.len(), &self.fresh);
        let all = carried + fresh.len();
        if fresh.is_empty() {
            return write!(f, "all {all} tensors carried over");
        }
        if carried == 0 {
            return write!(f, "none of its {all} tensors fits, so all are fresh");
        }
        let named = fresh.len().min(NAMED);
        write!(f, "{carried} of {all} tensors carried over, fresh: ")?;
        f.write_str(&fresh[..named].join(", "))?;
        match fresh.len() - named {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

impl Start {
    /// Whether `resume_state` is that of a run which stands here and has made no update since: it has done as many, and
    /// the first numbers of each tensor are these. An update changes at least a bias.
    pub fn is_of(&self, resume_state: &ResumeState) -> bool {
        let weights = &resume_state.state.weights;
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
        resume_state.position.step == self.step
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

#[cfg(test)]
mod tests {
    use super::*;

    /// With one tensor of one number.
    fn start(number: f32) -> Start {
        let tensor = Tensor {
            shape: vec![1],
            data: vec![number],
        };
        Start {
            epochs: 1.0,
            step: 3,
            weights: Arc::new([("code.bias".to_owned(), tensor)].into()),
        }
    }

    #[test]
    fn shared_weights_are_the_same_without_a_look_at_them() {
        // No look at a number that is none would find it the same.
        let shared = start(f32::NAN);
        assert_eq!(shared, shared.clone());
        assert_ne!(shared, start(f32::NAN));
        assert_eq!(start(0.5), start(0.5));
        assert_ne!(start(0.5), start(0.25));
        assert_ne!(
            shared,
            Start {
                step: 4,
                ..shared.clone()
            }
        );
    }

    #[test]
    fn what_is_fresh_is_named() {
        let said = |carried_over: usize, fresh: &[&str]| {
            let carried = CarriedOver {
                carried: vec![String::new(); carried_over],
                fresh: fresh.iter().map(ToString::to_string).collect(),
            };
            carried.to_string()
        };
        assert_eq!(said(8, &[]), "all 8 tensors carried over");
        assert_eq!(
            said(6, &["a", "b"]),
            "6 of 8 tensors carried over, fresh: a, b"
        );
        assert_eq!(
            said(1, &["a", "b", "c", "d", "e", "f"]),
            "1 of 7 tensors carried over, fresh: a, b, c, d and 2 more"
        );
        assert_eq!(
            said(0, &["a", "b"]),
            "none of its 2 tensors fits, so all are fresh"
        );
    }
}
