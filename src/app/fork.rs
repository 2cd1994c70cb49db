//! Forks: a new variant that goes on from the weights of a trained one.
//!
//! Right after forking it stands where its parent stood: the same history, position and weights. While it has made no
//! update of its own, any setting may be changed: one that the weights do not fit puts it back to epoch 0, where it
//! begins with those of them whose layers match, and with fresh ones elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::App;
use super::background::Report;
use super::naming::name_beside;
use crate::model::Tensors;
use crate::project::{Trained, Variant};
use crate::training::{
    CarriedOver, Checkpoint, Command, ResumeState, RunState, Start, VariantId, VariantSettings,
    checkpoint_at,
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
    /// Whether it is trained at once, as its parent is.
    pub trains: bool,
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

/// Forking: what waits, and what was said of it.
#[derive(Debug, Default)]
pub(super) struct Forks {
    /// Changes of the list of variants that wait for a run or a file.
    pub waiting: Vec<Waiting>,
    /// Counts the files of weights that were read.
    reads: u64,
    /// What forks at their beginning were said to have of their parents.
    pub carried: BTreeMap<VariantId, CarriedOver>,
    /// Forks whose beginning a person has just caused, and is told about.
    pub announce: BTreeSet<VariantId>,
}

impl Forks {
    /// Forgets those of a project that is left. Files under way keep their numbers.
    pub fn clear(&mut self) {
        *self = Self {
            reads: self.reads,
            ..Self::default()
        };
    }
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
        start.is_of(&trained.resume_state)
            && run.is_none_or(|run| {
                run.state != RunState::Training && run.progress.step == start.step
            })
    }

    /// Forks now, or once a run in training has handed over its newest weights.
    pub(super) fn fork(&mut self, fork: Fork) {
        let id = fork.variant;
        let trains = self.is_training(id);
        let fork = Fork { trains, ..fork };
        if trains && self.runs.link.tell(id, Command::Snapshot) {
            self.forks.waiting.push(Waiting::Fork(fork));
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
        let Some(checkpoint) = past else {
            let resume_state = Arc::clone(&trained.resume_state);
            let start = Start {
                epochs: self.epochs_done(parent, &resume_state),
                step: resume_state.position.step,
                weights: Arc::new(resume_state.state.weights.clone()),
            };
            self.fork_from(fork, start, resume_state);
            return;
        };
        match &self.background {
            Some(background) if checkpoint.stored_at().is_some() => {
                self.forks.reads += 1;
                let ticket = self.forks.reads;
                self.forks.waiting.push(Waiting::Reading { ticket, fork });
                let reading = Arc::clone(&checkpoint);
                background.run(
                    "fork",
                    move || reading.weights(),
                    move |result| Report::Weights {
                        ticket,
                        checkpoint,
                        result,
                    },
                );
            }
            _ => {
                let weights = checkpoint.weights();
                self.fork_from_checkpoint(fork, &checkpoint, weights);
            }
        }
    }

    /// Goes on with the fork that waited for weights in a file.
    pub(super) fn weights_read(
        &mut self,
        ticket: u64,
        checkpoint: &Checkpoint,
        weights: Result<Arc<Tensors>, String>,
    ) {
        let is_it =
            |one: &mut Waiting| matches!(one, Waiting::Reading { ticket: t, .. } if *t == ticket);
        let found = self.forks.waiting.extract_if(.., is_it).next();
        if let Some(Waiting::Reading { fork, .. }) = found {
            self.fork_from_checkpoint(fork, checkpoint, weights);
        }
    }

    fn fork_from_checkpoint(
        &mut self,
        fork: Fork,
        checkpoint: &Checkpoint,
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
                let cut = trained.resume_state.back_at(checkpoint, &weights, batch);
                let start = Start {
                    epochs: checkpoint.epochs,
                    step: checkpoint.step,
                    weights,
                };
                self.fork_from(fork, start, Arc::new(cut));
            }
            Err(problem) => self.fail(problem, "Fork from another epoch"),
        }
    }

    /// `resume_state` is the parent's, as it stood at `start`.
    fn fork_from(&mut self, fork: Fork, start: Start, resume_state: Arc<ResumeState>) {
        let Some(parent) = self.document.variant(fork.variant) else {
            return;
        };
        let Some(made) = &parent.trained else {
            return;
        };
        let settings = fork.settings.unwrap_or_else(|| parent.settings.clone());
        let is_end =
            Arc::ptr_eq(&resume_state, &made.resume_state) && made.state == RunState::Finished;
        let trained = Trained {
            state: if is_end {
                RunState::Finished
            } else {
                RunState::Paused
            },
            settings: made.settings.clone(),
            resume_state,
        };
        let goes_on = start.step > 0 && trained.settings.can_become(&settings);
        let mut variant = Variant {
            parent: Some(fork.variant),
            settings,
            start: Some(Arc::new(start)),
            trained: goes_on.then_some(trained),
            ..Variant::default()
        };
        variant.name_by_itself(name_beside(&self.document, &parent.name));
        let place = self.place_beside(fork.variant);
        let id = self.add(fork.what, variant, place);
        let point = self.document.variant(id).and_then(|v| self.fork_point(v));
        match point {
            Some(point) if goes_on => {
                self.inform(format!("{} goes on from {point}", self.name_of(id)));
            }
            // Its run will say which of them fit.
            _ => {
                self.forks.announce.insert(id);
            }
        }
        if fork.trains {
            self.train(id);
        }
    }

    /// The weights kept of then; `None` where the newest are not later.
    fn kept_at(&self, parent: &Variant, trained: &Trained, epochs: f64) -> Option<Arc<Checkpoint>> {
        let resume_state = &trained.resume_state;
        if epochs >= self.epochs_done(parent, resume_state) {
            return None;
        }
        let live = self.runs.get(&parent.id).map(|run| &run.checkpoints);
        let kept = live.filter(|kept| !kept.is_empty());
        checkpoint_at(kept.unwrap_or(&resume_state.checkpoints), epochs).cloned()
    }

    /// Epochs done at a resume state of `variant`, fractional inside one.
    fn epochs_done(&self, variant: &Variant, resume_state: &ResumeState) -> f64 {
        let position = resume_state.position;
        let epochs = f64::from(position.epoch);
        if position.batch == 0 {
            return epochs;
        }
        let batch = variant.settings.training.batch.max(1);
        let whole = resume_state.history.epochs.last();
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
