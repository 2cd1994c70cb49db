//! Training on where all epochs are done.

use super::{App, Edit};
use crate::project::Scope;
use crate::training::RunState;

/// Epochs that are added.
const MORE: u32 = 10;
/// Nobody trains for longer.
const MOST: u32 = 1_000_000;

impl App {
    /// How many epochs the button for training adds, or has left, where the selected variant has come to an end and is
    /// the one that it is about.
    pub fn more_epochs(&self) -> Option<u32> {
        let alone = self.document.variants.len() == 1;
        if !alone && self.document.together.scope != Scope::Selected {
            return None;
        }
        let variant = self.selected();
        let epochs = variant.settings.training.epochs;
        let done = self.runs.get(&variant.id)?.progress.epoch;
        if !matches!(
            self.state_of(variant.id),
            RunState::Finished | RunState::Stopped
        ) {
            return None;
        }
        match epochs.saturating_sub(done) {
            // Of one that stopped early none are left.
            left @ 1.. if self.can_train(variant.id).is_ok() => Some(left),
            _ if done < MOST => Some(MORE.min(MOST - done)),
            _ => None,
        }
    }

    /// Gives the selected variant more epochs, and more patience where that has run out, and trains it.
    pub(super) fn train_more(&mut self) {
        let Some(more) = self.more_epochs() else {
            return;
        };
        let variant = self.selected();
        let id = variant.id;
        if self.can_train(id).is_err() {
            let mut training = variant.settings.training;
            let done = self.runs.get(&id).map_or(0, |run| run.progress.epoch);
            training.epochs = training.epochs.max(done + more);
            let trained = variant.trained.as_ref();
            let is_out = trained.is_some_and(|t| t.resume_state.is_out_of_patience(&training));
            if let Some(rule) = training.early_stopping.as_mut().filter(|_| is_out) {
                rule.patience = rule.patience.saturating_add(more);
            }
            self.edit(Edit::Training(training));
        }
        self.train(id);
    }
}
