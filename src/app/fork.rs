//! Forks: a new variant that goes on from the weights of a trained one.
//!
//! Right after forking it stands where its parent stood: the same history, position and weights. While it has made no
//! update of its own, any setting may be changed: one that the weights do not fit puts it back to epoch 0, where it
//! begins with those of them whose layers match, and with fresh ones elsewhere.

use std::sync::Arc;

use super::App;
use super::background::Report;
use super::change::fits;
use super::naming::name_beside;
use crate::model::Tensors;
use crate::project::{Trained, Variant};
use crate::training::{
    Checkpoint, Command, Keyframe, RunState, Start, VariantId, VariantSettings, keyframe_at,
};

/// A fork that was asked for.
#[derive(Debug, Clone)]
pub(super) struct Fork {
    pub variant: VariantId,
    /// From the weights kept of then; from the newest with `None`.
    pub epochs: Option<f64>,
    /// Its settings, where they are not those of the parent.
    pub settings: Option<VariantSettings>,
    /// What undo calls it.
    pub what: String,
}

/// A change of the list of variants that a run in training must answer first, so that nothing it trained gets lost.
#[derive(Debug)]
pub(super) enum Waiting {
    /// For its newest weights.
    Fork(Fork),
    /// For weights that are read from a file.
    Reading { ticket: u64, fork: Fork },
    /// For its newest weights, which undo brings back.
    Delete(VariantId),
}

impl App {
    /// Whether a fork has made no update of its own, so that nothing of it would be lost.
    pub(super) fn stands_at_its_start(&self, id: VariantId) -> bool {
        let Some(variant) = self.document.variant(id) else {
            return false;
        };
        let (Some(start), Some(trained)) = (&variant.start, &variant.trained) else {
            return false;
        };
        let run = self.runs.get(&id);
        start.is_of(&trained.checkpoint)
            && run.is_none_or(|run| {
                run.state != RunState::Training && run.progress.step == start.step
            })
    }

    /// Forks now, or once a run in training has handed over its newest weights.
    pub(super) fn fork(&mut self, fork: Fork) {
        let id = fork.variant;
        if self.is_training(id) && self.link.tell(id, Command::Snapshot) {
            self.waiting.push(Waiting::Fork(fork));
        } else {
            self.fork_now(fork);
        }
    }

    pub(super) fn fork_now(&mut self, fork: Fork) {
        let Some(parent) = self.document.variant(fork.variant) else {
            return;
        };
        let Some(trained) = &parent.trained else {
            let sentence = format!("{} has no weights yet, so there is no fork", parent.name);
            self.warn(sentence, "Train it first, or duplicate it");
            return;
        };
        let past = fork
            .epochs
            .and_then(|epochs| self.kept_at(parent, trained, epochs));
        let Some(keyframe) = past else {
            let checkpoint = Arc::clone(&trained.checkpoint);
            let start = Start {
                epochs: self.epochs_done(parent, &checkpoint),
                step: checkpoint.position.step,
                weights: Arc::new(checkpoint.state.weights.clone()),
            };
            self.fork_from(fork, start, checkpoint);
            return;
        };
        match &self.background {
            Some(background) if keyframe.stored_at().is_some() => {
                self.reads += 1;
                let ticket = self.reads;
                self.waiting.push(Waiting::Reading { ticket, fork });
                let reading = Arc::clone(&keyframe);
                background.run(
                    "fork",
                    move || reading.weights(),
                    move |result| Report::Weights {
                        ticket,
                        keyframe,
                        result,
                    },
                );
            }
            _ => {
                let weights = keyframe.weights();
                self.fork_from_past(fork, &keyframe, weights);
            }
        }
    }

    /// Goes on with the fork that waited for weights in a file.
    pub(super) fn weights_read(
        &mut self,
        ticket: u64,
        keyframe: &Keyframe,
        weights: Result<Arc<Tensors>, String>,
    ) {
        let is_it =
            |one: &mut Waiting| matches!(one, Waiting::Reading { ticket: t, .. } if *t == ticket);
        let found = self.waiting.extract_if(.., is_it).next();
        if let Some(Waiting::Reading { fork, .. }) = found {
            self.fork_from_past(fork, keyframe, weights);
        }
    }

    fn fork_from_past(
        &mut self,
        fork: Fork,
        keyframe: &Keyframe,
        weights: Result<Arc<Tensors>, String>,
    ) {
        let Some(parent) = self.document.variant(fork.variant) else {
            return;
        };
        let Some(trained) = &parent.trained else {
            return;
        };
        match weights {
            Ok(weights) => {
                let batch = trained.settings.training.batch;
                let cut = trained.checkpoint.back_at(keyframe, &weights, batch);
                let start = Start {
                    epochs: keyframe.epochs,
                    step: keyframe.step,
                    weights,
                };
                self.fork_from(fork, start, Arc::new(cut));
            }
            Err(problem) => self.fail(problem, "Fork from another epoch"),
        }
    }

    /// `checkpoint` is the parent's, as it stood at `start`.
    fn fork_from(&mut self, fork: Fork, start: Start, checkpoint: Arc<Checkpoint>) {
        let Some(parent) = self.document.variant(fork.variant) else {
            return;
        };
        let Some(made) = &parent.trained else {
            return;
        };
        let settings = fork.settings.unwrap_or_else(|| parent.settings.clone());
        let is_end = Arc::ptr_eq(&checkpoint, &made.checkpoint) && made.state == RunState::Finished;
        let trained = Trained {
            state: if is_end {
                RunState::Finished
            } else {
                RunState::Paused
            },
            settings: made.settings.clone(),
            checkpoint,
        };
        let goes_on = start.step > 0 && fits(&trained.settings, &settings);
        let variant = Variant {
            name: name_beside(&self.document, &parent.name),
            parent: Some(fork.variant),
            settings,
            start: Some(Arc::new(start)),
            trained: goes_on.then_some(trained),
            ..Variant::default()
        };
        let place = self.place_beside(fork.variant);
        let id = self.add(fork.what, variant, place);
        let point = self.document.variant(id).and_then(|v| self.fork_point(v));
        match point {
            Some(point) if goes_on => {
                self.inform(format!("{} goes on from {point}", self.name_of(id)));
            }
            // Its run will say which of them fit.
            _ => {
                self.announce.insert(id);
            }
        }
    }

    /// The weights kept of then; `None` where the newest are not later.
    fn kept_at(&self, parent: &Variant, trained: &Trained, epochs: f64) -> Option<Arc<Keyframe>> {
        let checkpoint = &trained.checkpoint;
        if epochs >= self.epochs_done(parent, checkpoint) {
            return None;
        }
        let live = self.runs.get(&parent.id).map(|run| &run.keyframes);
        let kept = live.filter(|kept| !kept.is_empty());
        keyframe_at(kept.unwrap_or(&checkpoint.keyframes), epochs).cloned()
    }

    /// Epochs done at a checkpoint of `variant`, fractional inside one.
    fn epochs_done(&self, variant: &Variant, checkpoint: &Checkpoint) -> f64 {
        let position = checkpoint.position;
        let epochs = f64::from(position.epoch);
        if position.batch == 0 {
            return epochs;
        }
        let batch = variant.settings.training.batch.max(1);
        let whole = checkpoint.history.epochs.last();
        let batches = whole.map(|last| last.step / u64::from(last.epoch.max(1)));
        let batches = batches.or_else(|| {
            let data = self.dataset.prepared()?;
            Some(data.split.train.len().div_ceil(batch) as u64)
        });
        // Without data it is only known that the epoch has begun.
        let batches = batches.unwrap_or(0).max(u64::from(position.batch) + 1);
        epochs + f64::from(position.batch) / batches as f64
    }
}
