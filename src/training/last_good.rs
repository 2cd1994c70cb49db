//! Where a run goes back to when it diverges: weights are trusted once the batch after them went well.

use super::ResumeState;

/// Updates after which the weights are kept even within an epoch.
pub(super) const KEEP_EVERY: u64 = 500;
/// Fewest updates between two kept states: tiny epochs should not spend their time on copies.
const KEEP_AT_MOST_EVERY: u64 = 100;

/// The last weights that are known to be sound, and those that are about to be.
#[derive(Default)]
pub(super) struct LastGood {
    proven: ResumeState,
    /// Becomes `proven` once the next batch shows that its weights are sound.
    unproven: Option<ResumeState>,
}

impl LastGood {
    pub(super) fn get(&self) -> &ResumeState {
        &self.proven
    }

    /// The run stands at weights that are sound.
    pub(super) fn set(&mut self, state: ResumeState) {
        self.proven = state;
        self.unproven = None;
    }

    /// Takes in what is sound if the next batch goes well.
    pub(super) fn propose(&mut self, state: ResumeState) {
        self.unproven = Some(state);
    }

    /// A batch went well.
    pub(super) fn prove(&mut self) {
        if let Some(sound) = self.unproven.take() {
            self.proven = sound;
        }
    }

    /// Whether a state should be proposed after the update `step`.
    pub(super) fn is_due(&self, step: u64, epoch_done: bool) -> bool {
        let since = self.updates_since(step);
        since >= KEEP_EVERY || (epoch_done && since >= KEEP_AT_MOST_EVERY)
    }

    /// Updates after `step` until a state should be proposed, whatever else happens.
    pub(super) fn updates_until_due(&self, step: u64) -> u64 {
        KEEP_EVERY.saturating_sub(self.updates_since(step))
    }

    fn updates_since(&self, step: u64) -> u64 {
        step.saturating_sub(self.proven.position.step)
    }
}
