//! The runs of the project's variants, and the worker that trains them.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use super::link::Link;
use crate::project::{Document, Trained, Variant};
use crate::training::{
    Checkpoint, Choice, Command, History, Observations, Progress, RunState, VariantId,
};

/// Live state of one variant's run.
#[derive(Debug, Clone, Default)]
pub struct RunStatus {
    pub state: RunState,
    pub progress: Progress,
    pub history: History,
    /// What its model makes of the test samples, by its present weights or those of a checkpoint.
    pub views: Observations,
    /// The checkpoints, oldest first.
    pub checkpoints: Vec<Arc<Checkpoint>>,
    /// Where its model is; `None` before it is loaded.
    pub placed: Option<Choice>,
}

impl RunStatus {
    /// What a variant shows whose run is not under way: where it goes on from, or its beginning.
    pub(super) fn at_rest(variant: &Variant, resume: Option<&Trained>) -> Self {
        let mut status = Self::default();
        status.progress.epochs = variant.settings.training.epochs;
        if let Some(trained) = resume {
            let position = trained.resume_state.position;
            status.state = at_rest(trained.state);
            status.progress.epoch = position.epoch;
            status.progress.batch = position.batch;
            status.progress.step = position.step;
            status.history = trained.resume_state.history.clone();
            status.checkpoints = trained.resume_state.checkpoints.clone();
        }
        status
    }
}

/// Every variant's run; reads as a map of their states. A variant without an entry has not been loaded yet.
#[derive(Default)]
pub struct Runs {
    by_variant: BTreeMap<VariantId, RunStatus>,
    /// The training thread, or nothing in a detached application.
    pub(super) link: Link,
    /// Whether each loaded run's views are wanted, as the worker was told last.
    watched: BTreeMap<VariantId, bool>,
    /// Whether any view is on screen, once somebody has said.
    on_screen: Option<bool>,
    /// The resume state that came last, where its run stands at its beginning.
    pub(super) beginning: Option<(VariantId, Trained)>,
}

impl Deref for Runs {
    type Target = BTreeMap<VariantId, RunStatus>;

    fn deref(&self) -> &Self::Target {
        &self.by_variant
    }
}

impl DerefMut for Runs {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.by_variant
    }
}

impl Runs {
    pub(super) fn state_of(&self, id: VariantId) -> RunState {
        self.get(&id).map_or(RunState::Ready, |run| run.state)
    }

    pub(super) fn is_training(&self, id: VariantId) -> bool {
        self.state_of(id) == RunState::Training
    }

    pub(super) fn are_any_training(&self) -> bool {
        self.values().any(|run| run.state == RunState::Training)
    }

    /// Updates that the run of `id` is known to have made.
    pub(super) fn updates(&self, id: VariantId) -> u64 {
        self.get(&id).map_or(0, |run| run.progress.step)
    }

    /// Those loaded into the worker that are in training, and the updates each has made.
    pub(super) fn in_training(&self) -> BTreeMap<VariantId, u64> {
        let loaded = self.link.loaded_variants().into_iter();
        loaded
            .filter(|id| self.is_training(*id))
            .map(|id| (id, self.updates(id)))
            .collect()
    }

    /// Ends the run of `id`, if there is one.
    pub(super) fn unload(&mut self, id: VariantId) {
        self.link.unload(id);
        self.by_variant.remove(&id);
        self.watched.remove(&id);
    }

    /// The run of `id` was loaded, and shows `status` until the worker says more.
    pub(super) fn loaded(&mut self, id: VariantId, status: RunStatus) {
        self.by_variant.insert(id, status);
        self.watched.remove(&id);
    }

    /// Whether any view is on screen.
    pub(super) fn show_views(&mut self, shown: bool) {
        self.on_screen = Some(shown);
    }

    /// Whether a window shows what was trained for an epoch at least.
    pub(super) fn are_trained_on_screen(&self) -> bool {
        let has_epoch = |run: &RunStatus| !run.history.epochs.is_empty();
        self.on_screen == Some(true) && self.values().any(has_epoch)
    }

    /// Tells the worker whose views are on screen, where that changed.
    pub(super) fn watch(&mut self, document: &Document) {
        for id in self.link.loaded_variants() {
            let hidden = document.variant(id).is_none_or(|v| v.hidden);
            let views = self.on_screen != Some(false) && (!hidden || id == document.selected);
            if self.watched.insert(id, views) != Some(views) {
                self.link.tell(id, |run| Command::Watch {
                    variant: run,
                    views,
                });
            }
        }
    }
}

/// The state that is kept with the weights: a run put away while it trained, or whose device failed, can go on.
pub(super) fn at_rest(state: RunState) -> RunState {
    match state {
        RunState::Training | RunState::Ready | RunState::Failed => RunState::Paused,
        other => other,
    }
}
