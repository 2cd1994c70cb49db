//! Runs that cannot go on: each ends alone, with its reason, and leaves its last good weights.

use std::sync::Arc;

use super::engine::Engine;
use super::entry::{Entry, Goal};
use crate::training::{Event, RunError, RunState, VariantId, guarded};

impl Engine {
    pub(super) fn forget(&mut self, variant: VariantId) {
        self.runs.remove(&variant);
        self.loaded.remove(&variant);
        for views in self.present.iter_mut() {
            views.remove(&variant);
        }
        self.view_cache.forget(variant);
        self.passes.give_up(variant);
    }

    pub(super) fn fail(&mut self, variant: VariantId, message: String) {
        self.forget(variant);
        let state = RunState::Failed;
        self.event_sender.send(Event::State { variant, state });
        self.event_sender.send(Event::Failed { variant, message });
    }

    /// Works on a run; when that fails the last good weights are reported, the run is dropped and `None`
    /// comes back.
    pub(super) fn with_run<T>(
        &mut self,
        variant: VariantId,
        work: impl FnOnce(&mut Entry) -> Result<T, RunError>,
    ) -> Option<T> {
        let mut entry = self.runs.remove(&variant)?;
        match guarded(|| work(&mut entry)) {
            Ok(value) => {
                self.runs.insert(variant, entry);
                Some(value)
            }
            Err(message) => {
                self.lose(variant, &entry, message);
                None
            }
        }
    }

    /// A run that cannot go on leaves its last good weights.
    pub(super) fn lose(&mut self, variant: VariantId, entry: &Entry, message: String) {
        // At rest it has reported newer ones, and only looking at them has failed.
        if entry.goal != Goal::Rest {
            let resume_state = Arc::new(entry.run.last_good().clone());
            self.event_sender.send(Event::ResumeState {
                variant,
                resume_state,
            });
        }
        self.fail(variant, message);
    }

    /// After a panic outside of what is guarded: the run that it was about ends, or all where it was about none, and
    /// those that were taken out of the list meanwhile.
    pub(super) fn lose_what_was_at_work(&mut self, problem: &str) {
        let at_work = self.at_work.take();
        let is_lost = |variant: &VariantId| {
            at_work.is_none_or(|at_work| at_work == *variant) || !self.runs.contains_key(variant)
        };
        let lost: Vec<VariantId> = self.loaded.iter().copied().filter(is_lost).collect();
        for variant in lost {
            match self.runs.remove(&variant) {
                Some(entry) => self.lose(variant, &entry, problem.to_owned()),
                None => self.fail(variant, problem.to_owned()),
            }
        }
    }
}
