//! Early stopping.
//!
//! Best weights are put back only when training stops early. A run that ends because its epochs are done
//! keeps its last weights, so that raising the epochs goes on exactly as if they had been higher from the start.
//!
//! Of a run with phases only the last is watched, and its best epoch is one of its own: phases before it run for as long
//! as they are told, as the watched loss says little about a network of which only a part has been trained.

use super::{Best, EarlyStopping, ResumeState, TrainingSettings};

impl EarlyStopping {
    /// Whether `loss` improves on the best one so far.
    pub(super) fn improves(&self, loss: f64, best: Option<&Best>) -> bool {
        best.is_none_or(|best| loss < best.loss - self.min_delta)
    }

    /// Whether patience is at its end after `epoch` epochs.
    pub(super) fn exhausted(&self, epoch: u32, best: Option<&Best>) -> bool {
        // A patience of 0 would stop at the best epoch itself.
        best.is_some_and(|best| epoch.saturating_sub(best.epoch) >= self.patience.max(1))
    }
}

/// Whether a run that was stopped early stays so after `epoch` epochs under `rule`.
pub(super) fn is_out_of_patience(
    rule: Option<EarlyStopping>,
    stopped_early: bool,
    epoch: u32,
    best: Option<&Best>,
) -> bool {
    // Without a record of the best epoch only switching the rule off can continue.
    let exhausted = |rule: EarlyStopping| best.is_none() || rule.exhausted(epoch, best);
    stopped_early && rule.is_some_and(exhausted)
}

/// What a person can do to go on with a finished run.
pub(super) fn way_on(is_out_of_patience: bool) -> &'static str {
    if is_out_of_patience {
        "Raise the patience or switch early stopping off to go on"
    } else {
        "Raise the number of epochs to go on"
    }
}

impl ResumeState {
    /// Whether early stopping ended the run, and would again under `training`.
    pub fn is_out_of_patience(&self, training: &TrainingSettings) -> bool {
        is_out_of_patience(
            training.early_stopping,
            self.stopped_early,
            self.position.epoch,
            self.best.as_ref(),
        )
    }

    /// Whether there is nothing left to do under `training`.
    pub fn is_finished(&self, training: &TrainingSettings) -> bool {
        self.position.epoch >= training.epochs || self.is_out_of_patience(training)
    }

    /// What a person can do to go on from here once it is finished.
    pub fn way_on(&self, training: &TrainingSettings) -> &'static str {
        way_on(self.is_out_of_patience(training))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::Position;

    #[test]
    fn a_run_is_finished_when_epochs_or_patience_are_at_an_end() {
        let mut training = TrainingSettings {
            epochs: 5,
            ..TrainingSettings::default()
        };
        let mut resume_state = ResumeState {
            position: Position {
                epoch: 4,
                ..Position::default()
            },
            ..ResumeState::default()
        };
        assert!(!resume_state.is_finished(&training));
        training.epochs = 4;
        assert!(resume_state.is_finished(&training));
        let way_on = resume_state.way_on(&training);
        assert_eq!(way_on, "Raise the number of epochs to go on");

        training.epochs = 5;
        resume_state.stopped_early = true;
        resume_state.best = Some(Best {
            epoch: 2,
            loss: 0.5,
            state: Default::default(),
        });
        let patience = |patience| {
            Some(EarlyStopping {
                patience,
                min_delta: 0.0,
            })
        };
        assert!(!resume_state.is_finished(&training), "the rule is off");
        training.early_stopping = patience(2);
        assert!(resume_state.is_finished(&training));
        let way_on = resume_state.way_on(&training);
        assert!(way_on.starts_with("Raise the patience"), "{way_on}");
        training.early_stopping = patience(3);
        assert!(
            !resume_state.is_finished(&training),
            "there is patience again"
        );
    }

    #[test]
    fn patience_counts_epochs_since_the_best() {
        let best = Best {
            epoch: 3,
            loss: 0.5,
            state: Default::default(),
        };
        let rule = EarlyStopping {
            patience: 2,
            min_delta: 0.1,
        };
        assert!(rule.improves(9.0, None));
        assert!(!rule.improves(0.45, Some(&best)));
        assert!(rule.improves(0.39, Some(&best)));
        assert!(!rule.improves(f64::NAN, Some(&best)));
        assert!(!rule.exhausted(4, Some(&best)));
        assert!(rule.exhausted(5, Some(&best)));
        assert!(!rule.exhausted(99, None));
        let impatient = EarlyStopping {
            patience: 0,
            ..rule
        };
        assert!(!impatient.exhausted(3, Some(&best)));
        assert!(impatient.exhausted(4, Some(&best)));
    }
}
