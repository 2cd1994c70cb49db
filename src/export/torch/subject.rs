//! What is exported: architecture, weights, scaler and how far it was trained.

use crate::data::Scaler;
use crate::model::{Activation, Architecture, Loss, Tensors};
use crate::training::ResumeState;

/// A trained model, and what its reader should know of it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The variant's.
    pub name: &'a str,
    /// The dataset's.
    pub data: &'a str,
    /// What it sees, and how that was scaled.
    pub scaler: &'a Scaler,
    pub architecture: &'a Architecture,
    /// What it was trained by, which may have its outputs' activation in it.
    pub loss: Loss,
    /// Those of a discriminator are left out.
    pub weights: &'a Tensors,
    /// Epochs of training, fractional inside one.
    pub epochs: f64,
    /// Updates of the weights.
    pub steps: u64,
}

impl Subject<'_> {
    /// Its architecture, without the output's activation where a softmax over all outputs takes its place.
    pub fn without_softmax(&self) -> Architecture {
        let mut architecture = self.architecture.clone();
        if self.is_softmax() {
            architecture.output = Activation::Identity;
        }
        architecture
    }

    /// Whether outputs are the softmax of all that the decoder leaves.
    pub fn is_softmax(&self) -> bool {
        self.loss == Loss::Kl
    }

    /// Epochs done at `resume_state`, fractional inside one as far as its record says how many updates an epoch has.
    pub fn epochs_at(resume_state: &ResumeState) -> f64 {
        let position = &resume_state.position;
        let last = resume_state.history.epochs.last();
        let steps = last.map(|epoch| epoch.step as f64 / f64::from(epoch.epoch.max(1)));
        let part = steps.map_or(0.0, |steps| f64::from(position.batch) / steps.max(1.0));
        f64::from(position.epoch) + part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::{EpochRecord, Position};

    #[test]
    fn a_part_of_an_epoch_counts_by_its_updates() {
        let mut resume_state = ResumeState {
            position: Position {
                epoch: 2,
                batch: 3,
                ..Position::default()
            },
            ..ResumeState::default()
        };
        assert_eq!(Subject::epochs_at(&resume_state), 2.0);
        resume_state.history.epochs.push(EpochRecord {
            epoch: 2,
            step: 24,
            ..EpochRecord::default()
        });
        assert_eq!(Subject::epochs_at(&resume_state), 2.25);
    }
}
