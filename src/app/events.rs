//! Taking in what the worker reports.

use std::sync::Arc;

use super::App;
use super::training::at_rest;
use crate::project::Trained;
use crate::training::{Checkpoint, Event, Progress, RunState, StepRecord, VariantId};

/// No poll takes more events than this, so that a frame stays short.
const AT_ONCE: usize = 10_000;

impl App {
    pub(super) fn poll_worker(&mut self) {
        self.link.flush();
        for _ in 0..AT_ONCE {
            let Some(event) = self.link.next_event() else {
                break;
            };
            self.take_event(event);
        }
        self.take_views();
    }

    /// One event. Those of runs that were replaced are dropped.
    pub(super) fn take_event(&mut self, event: Event) {
        let Some(id) = self.link.variant_of(event.variant()) else {
            return;
        };
        match event {
            // Only a load leads to Ready, and the load itself set the state; a late Ready would hide a Train
            // that was asked for since.
            Event::State {
                state: RunState::Ready,
                ..
            } => {}
            Event::State { state, .. } => {
                self.set_state(id, state);
            }
            Event::Progress {
                progress, steps, ..
            } => self.take_progress(id, progress, steps),
            Event::Epoch { record, .. } => {
                let epochs = &mut self.runs.entry(id).or_default().history.epochs;
                epochs.retain(|known| known.epoch < record.epoch);
                epochs.push(record);
                self.touch();
            }
            Event::Checkpoint { checkpoint, .. } => self.take_checkpoint(id, checkpoint),
            Event::Warning {
                message, advice, ..
            } => self.warn(self.about(id, &message), advice),
            Event::Failed { message, .. } => {
                self.set_state(id, RunState::Failed);
                self.fail(
                    self.about(id, &message),
                    "Train again, begin again with fresh weights, or change its settings",
                );
                self.checkpoint_will_not_come(id);
            }
        }
    }

    fn take_progress(&mut self, id: VariantId, progress: Progress, steps: Vec<StepRecord>) {
        let run = self.runs.entry(id).or_default();
        run.progress = progress;
        if steps.is_empty() {
            return;
        }
        for step in steps {
            run.history.record(step);
        }
        self.touch();
    }

    fn take_checkpoint(&mut self, id: VariantId, checkpoint: Arc<Checkpoint>) {
        let Some(loaded) = self.link.loaded(id) else {
            return;
        };
        let settings = loaded.settings.clone();
        // A run without an update has nothing worth keeping.
        if checkpoint.position.step > 0 {
            let run = self.runs.entry(id).or_default();
            run.history = checkpoint.history.clone();
            let state = at_rest(run.state);
            let trained = Trained {
                checkpoint,
                settings,
                state,
            };
            if let Some(variant) = self.document.variant_mut(id) {
                let before = variant.trained.as_ref().map(|t| t.checkpoint.position);
                let news = before != Some(trained.checkpoint.position);
                variant.trained = Some(trained);
                if news {
                    self.touch();
                }
            }
        }
        self.checkpoint_came(id);
    }

    fn take_views(&mut self) {
        let Some(views) = self.link.views().cloned() else {
            return;
        };
        for (run, view) in views.latents.take().unwrap_or_default() {
            if let Some(id) = self.link.variant_of(run) {
                self.runs.entry(id).or_default().latent = Some(view);
            }
        }
        for (run, view) in views.galleries.take().unwrap_or_default() {
            if let Some(id) = self.link.variant_of(run) {
                self.runs.entry(id).or_default().gallery = Some(view);
            }
        }
        if let Some(mut decoded) = views.decoded.take()
            && let Some(id) = self.link.variant_of(decoded.variant)
        {
            decoded.variant = id;
            self.decoded = Some(decoded);
        }
    }

    /// The sentence, with the variant's name where there are several.
    fn about(&self, id: VariantId, message: &str) -> String {
        match self.document.variant(id) {
            Some(variant) if self.document.variants.len() > 1 => {
                format!("{}: {message}", variant.name)
            }
            _ => message.into(),
        }
    }
}
