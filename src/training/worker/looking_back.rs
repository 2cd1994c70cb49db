//! Views and decodes by the weights of checkpoints, while the runs themselves go on.

use std::sync::Arc;

use super::checkpoint_viewer::CheckpointViewer;
use super::engine::Engine;
use super::entry::Entry;
use crate::training::{
    Checkpoint, Event, ObservationId, Observed, RunError, VariantId, checkpoint_at,
};

impl Engine {
    /// Only the newest moment asked for counts: commands are read before anything is made.
    pub(super) fn look_at(&mut self, epochs: Option<f64>) {
        self.looking_at = epochs.filter(|epochs| epochs.is_finite());
        if self.looking_at.is_some() {
            return;
        }
        for entry in self.runs.values_mut() {
            entry.viewer = CheckpointViewer::default();
            entry.want_views();
        }
        // Those of before at once; fresh ones follow.
        self.publish_all();
        self.event_sender.announce();
    }

    /// The weights that stand for `entry` while a person looks back; `None` for the present ones.
    pub(super) fn looked_at(&self, entry: &Entry) -> Option<Arc<Checkpoint>> {
        checkpoint_at(entry.run.checkpoints(), self.looking_at?).cloned()
    }

    /// As [`Self::looked_at`], of this variant.
    pub(super) fn weights_of(&self, variant: VariantId) -> Option<Arc<Checkpoint>> {
        self.looked_at(self.runs.get(&variant)?)
    }

    /// Keeps at most so many bytes of past weights of each run.
    pub(super) fn keep_at_most(&mut self, bytes: usize) {
        for entry in self.runs.values_mut() {
            entry.run.keep_at_most(bytes);
        }
    }

    /// Reports the checkpoints where they have changed.
    pub(super) fn report_checkpoints(&mut self) {
        let mut without = false;
        for (&variant, entry) in &mut self.runs {
            let Some(checkpoints) = entry.checkpoints_news() else {
                continue;
            };
            if checkpoints.is_empty() && self.looking_at.is_some() {
                entry.viewer = CheckpointViewer::default();
                entry.want_views();
                without = true;
            }
            self.event_sender.send(Event::Checkpoints {
                variant,
                checkpoints,
            });
        }
        if without {
            self.publish_all();
        }
    }

    /// Views of this run's past are to be made again, with other settings.
    pub(super) fn outdate_checkpoint_views(&mut self, variant: VariantId) {
        self.view_cache.forget(variant);
        self.passes.give_up(variant);
        if let Some(entry) = self.runs.get_mut(&variant) {
            entry.viewer.outdate();
        }
    }

    /// Works on a run with the weights of `checkpoint`; `None` when they cannot be had, which is reported once.
    pub(super) fn with_checkpoint<T>(
        &mut self,
        variant: VariantId,
        checkpoint: &Arc<Checkpoint>,
        work: impl FnOnce(&Observed) -> Result<T, RunError>,
    ) -> Option<T> {
        let entry = self.runs.get_mut(&variant)?;
        let done = entry
            .viewer
            .observe(&entry.run, checkpoint, &*self.factory, work);
        done.map_err(|problem| self.give_up(variant, checkpoint, &problem))
            .ok()
    }

    /// What is shown stays, and the run goes on.
    fn give_up(&mut self, variant: VariantId, checkpoint: &Arc<Checkpoint>, problem: &str) {
        if let Some(entry) = self.runs.get_mut(&variant) {
            entry.viewer.give_up(checkpoint);
        }
        let message = format!(
            "The weights kept of epoch {} cannot be shown, {problem}",
            // To three digits after the point, as far as they are there.
            (checkpoint.epochs * 1e3).round() / 1e3
        );
        let advice = "Look at another epoch, or go back to the present weights";
        self.warn(variant, message, advice);
    }

    /// Puts all views of this kind into their cell, those of checkpoints before those of the present.
    pub(super) fn publish(&self, id: ObservationId) {
        let mut all = self.present[id].clone();
        for (&variant, entry) in &self.runs {
            if let Some(viewer) = entry.viewer.shown(id) {
                all.insert(variant, Arc::clone(viewer));
            }
        }
        self.views.observations[id].put(all);
    }

    pub(super) fn publish_all(&self) {
        ObservationId::ALL
            .into_iter()
            .for_each(|id| self.publish(id));
    }
}
