//! Starts and stops training, and keeps the worker's runs in step with the document.

use std::sync::Arc;

use super::runs::at_rest;
use super::{App, DatasetState, RunStatus};
use crate::data::Prepared;
use crate::project::{Trained, Variant};
use crate::training::{Command, Job, RunState, VariantId};

impl App {
    /// Brings the worker in step with the document: runs of variants that are gone or became something else are
    /// unloaded, live settings handed over, the selected variant and all shown ones loaded.
    pub(super) fn sync_runs(&mut self) {
        if !self.runs.link.is_live() {
            return;
        }
        for id in self.runs.link.loaded_variants() {
            let Some(variant) = self.document.variant(id) else {
                self.drop_run(id);
                continue;
            };
            let Some(loaded) = self.runs.link.loaded(id) else {
                continue;
            };
            if loaded.settings == variant.settings {
                continue;
            }
            if loaded.settings.can_become(&variant.settings) {
                let settings = variant.settings.clone();
                self.runs.link.update(id, &settings);
                if let Some(run) = self.runs.get_mut(&id) {
                    run.progress.epochs = settings.training.epochs;
                }
            } else {
                self.drop_run(id);
            }
        }
        // Without a screen a run is loaded only when it is trained.
        if self.news.is_none() {
            // The selected one first: its views are waited for.
            self.load_if_missing(self.selected().id);
            let shown = self.document.variants.iter().filter(|v| !v.hidden);
            let shown: Vec<VariantId> = shown.map(|v| v.id).collect();
            for id in shown {
                self.load_if_missing(id);
            }
        }
        self.runs.watch(&self.document);
    }

    /// Loads the variant's run unless it is there, or there are no data for it.
    fn load_if_missing(&mut self, id: VariantId) {
        if self.runs.link.is_live()
            && self.runs.link.loaded(id).is_none()
            && let DatasetState::Ready(data) = &self.dataset
            && let Some(variant) = self.document.variant(id)
        {
            let (data, variant) = (Arc::clone(data), variant.clone());
            self.load_run(&variant, &data);
        }
    }

    fn load_run(&mut self, variant: &Variant, data: &Arc<Prepared>) {
        let resume = variant
            .trained
            .as_ref()
            .filter(|trained| trained.settings.can_become(&variant.settings));
        let mut status = RunStatus::at_rest(variant, resume);
        let batch = variant.settings.training.batch.max(1);
        status.progress.batches = data.split.train.len().div_ceil(batch) as u32;
        self.runs.link.load(self.job(variant, resume, data));
        self.runs.loaded(variant.id, status);
    }

    fn job(&self, variant: &Variant, resume: Option<&Trained>, data: &Arc<Prepared>) -> Job {
        Job {
            variant: variant.id,
            data: Arc::clone(data),
            settings: variant.settings.clone(),
            resume: resume.map(|trained| Arc::clone(&trained.resume_state)),
            checkpoint_bytes: self.document.checkpoint_bytes(),
            start: variant.start.clone(),
        }
    }

    /// Whether a run can be made of the variant's settings and the data at hand, as far as that can be seen without
    /// building its model.
    ///
    /// # Errors
    /// One sentence that ends with the field.
    pub fn check_run(&self, id: VariantId) -> Result<(), String> {
        let (Some(variant), Some(data)) = (self.document.variant(id), self.dataset.prepared())
        else {
            return Ok(());
        };
        let job = self.job(variant, None, data);
        job.check().map_err(|error| error.to_string())
    }

    /// Ends the variant's run, if there is one, and what is shown of it.
    pub(super) fn drop_run(&mut self, variant: VariantId) {
        self.runs.unload(variant);
        self.forks.carried.remove(&variant);
        self.resume_state_will_not_come(variant);
        self.figures.forget(variant);
        self.decoded.forget(variant);
    }

    pub(super) fn drop_all_runs(&mut self) {
        for id in self.runs.link.loaded_variants() {
            self.drop_run(id);
        }
        self.runs.clear();
        self.figures.forget_all();
        self.using.forget_all();
        self.classifying.forget();
        self.decoded.forget_all();
    }

    /// Shows history and state of a variant whose run is not loaded, from its resume state.
    pub(super) fn show_resume_state(&mut self, id: VariantId) {
        let Some(variant) = self.document.variant(id) else {
            return;
        };
        if let Some(trained) = &variant.trained
            && self.runs.link.loaded(id).is_none()
        {
            let status = RunStatus::at_rest(variant, Some(trained));
            self.runs.insert(id, status);
        }
    }

    pub(super) fn train(&mut self, id: VariantId) {
        self.train_all(vec![id]);
    }

    /// Trains `variants`. All are loaded before they begin, and begin at once, so that none is ahead of the others.
    pub(super) fn train_all(&mut self, variants: Vec<VariantId>) {
        if self.only_looks() {
            return;
        }
        for &id in &variants {
            self.make_ready(id);
        }
        for id in self.runs.link.train(&variants) {
            // At once, so that the button answers; the worker's own word follows.
            self.set_state(id, RunState::Training);
        }
    }

    pub(super) fn step(&mut self, id: VariantId) {
        self.make_ready(id);
        self.runs.link.tell(id, Command::Step);
    }

    /// Loads the variant's run where there is none, or none that can go on.
    fn make_ready(&mut self, id: VariantId) {
        if self.state_of(id) == RunState::Failed {
            self.drop_run(id);
        }
        self.sync_runs();
        self.load_if_missing(id);
        self.runs.watch(&self.document);
    }

    pub(super) fn pause(&mut self, id: VariantId) {
        self.runs.link.tell(id, Command::Pause);
    }

    pub(super) fn stop(&mut self, id: VariantId) {
        // A paused run that was not trained since it was loaded has nothing to stop in the worker.
        if self.state_of(id) == RunState::Paused {
            self.set_state(id, RunState::Stopped);
            self.touch();
        }
        self.runs.link.tell(id, Command::Stop);
    }

    /// Asks for the weights of a run under way, so that a question about them does not cost what was trained
    /// since the last resume state.
    pub(super) fn snapshot_if_training(&mut self, id: VariantId) {
        if self.is_training(id) {
            self.runs.link.tell(id, Command::Snapshot);
        }
    }

    pub(super) fn state_of(&self, id: VariantId) -> RunState {
        self.runs.state_of(id)
    }

    pub(super) fn is_training(&self, id: VariantId) -> bool {
        self.runs.is_training(id)
    }

    /// Whether a variant has weights of its own that a locked change would throw away. A fork that has made no update
    /// has those of its parent.
    pub(super) fn has_weights(&self, id: VariantId) -> bool {
        if self.stands_at_its_start(id) {
            return false;
        }
        let saved = self
            .document
            .variant(id)
            .is_some_and(|v| v.trained.is_some());
        let live = self
            .runs
            .get(&id)
            .is_some_and(|run| run.state == RunState::Training || run.progress.step > 0);
        saved || live
    }

    pub(super) fn set_state(&mut self, id: VariantId, state: RunState) {
        self.runs.entry(id).or_default().state = state;
        if let Some(trained) = self
            .document
            .variant_mut(id)
            .and_then(|variant| variant.trained.as_mut())
        {
            trained.state = at_rest(state);
        }
    }
}
