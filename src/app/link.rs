//! The connection to the training worker.
//!
//! Every load of a variant gets a run number of its own, which stands in for the variant's id towards the
//! worker. So whatever a run that was replaced still reports finds no variant any more, and cannot be taken for
//! news of its successor.

use std::collections::{BTreeMap, VecDeque};

use crate::project::VariantSettings;
use crate::training::{Asker, Command, DecodeRequest, Event, Job, VariantId, Views, Worker};

/// What the worker holds for one variant.
#[derive(Debug, Clone)]
pub(super) struct Loaded {
    /// The worker's name for it.
    pub run: VariantId,
    /// The settings it has.
    pub settings: VariantSettings,
}

/// Commands go out in order, and wait here when the worker's queue is full.
#[derive(Default)]
pub(super) struct Link {
    worker: Option<Worker>,
    /// Why there is no worker although there should be one.
    why_not: Option<String>,
    waiting: VecDeque<Command>,
    last_run: u32,
    loaded: BTreeMap<VariantId, Loaded>,
}

impl Link {
    pub fn new(worker: Worker) -> Self {
        Self {
            worker: Some(worker),
            ..Self::default()
        }
    }

    /// Where no thread to train on could be started.
    pub fn without(reason: String) -> Self {
        Self {
            why_not: Some(reason),
            ..Self::default()
        }
    }

    /// Why there is no thread to train on although there should be one.
    pub fn why_not(&self) -> Option<&str> {
        self.why_not.as_deref()
    }

    /// Whether there is a thread to train on.
    pub fn is_live(&self) -> bool {
        self.worker.is_some()
    }

    pub fn loaded(&self, variant: VariantId) -> Option<&Loaded> {
        self.loaded.get(&variant)
    }

    pub fn loaded_variants(&self) -> Vec<VariantId> {
        self.loaded.keys().copied().collect()
    }

    /// The variant a run of the worker belongs to; `None` for runs that were replaced.
    pub fn variant_of(&self, run: VariantId) -> Option<VariantId> {
        let mut loaded = self.loaded.iter();
        loaded.find(|(_, l)| l.run == run).map(|(id, _)| *id)
    }

    /// Loads `job` under a new run number, in place of what was loaded for `job.variant`.
    pub fn load(&mut self, job: Job) {
        let variant = job.variant;
        self.unload(variant);
        self.last_run += 1;
        let run = VariantId(self.last_run);
        let settings = job.settings.clone();
        self.loaded.insert(variant, Loaded { run, settings });
        self.send(Command::Load(Box::new(Job {
            variant: run,
            ..job
        })));
    }

    pub fn unload(&mut self, variant: VariantId) {
        let Some(Loaded { run, .. }) = self.loaded.remove(&variant) else {
            return;
        };
        let mut never_sent = false;
        self.waiting.retain_mut(|command| {
            if let Command::Train(runs) = command {
                runs.retain(|waiting| *waiting != run);
            }
            never_sent |= matches!(command, Command::Load(job) if job.variant == run);
            command.variant() != Some(run)
        });
        if !never_sent {
            self.send(Command::Unload(run));
        }
    }

    /// Sends the command that `make` builds for the variant's run, if it is loaded.
    pub fn tell(&mut self, variant: VariantId, make: impl FnOnce(VariantId) -> Command) -> bool {
        let Some(run) = self.loaded.get(&variant).map(|loaded| loaded.run) else {
            return false;
        };
        self.send(make(run));
        true
    }

    /// Has the runs of `variants` trained, and says which of them are loaded.
    pub fn train(&mut self, variants: &[VariantId]) -> Vec<VariantId> {
        let mut found = variants.to_vec();
        found.retain(|variant| self.loaded.contains_key(variant));
        let runs: Vec<_> = found.iter().map(|id| self.loaded[id].run).collect();
        if !runs.is_empty() {
            self.send(Command::Train(runs));
        }
        found
    }

    /// Takes the variant's new live settings to its run.
    pub fn update(&mut self, variant: VariantId, settings: &VariantSettings) {
        if let Some(loaded) = self.loaded.get_mut(&variant) {
            loaded.settings = settings.clone();
            let run = loaded.run;
            self.send(Command::Update(run, Box::new(settings.clone())));
        }
    }

    /// Sends now or later, never waiting.
    pub fn send(&mut self, command: Command) {
        if self.worker.is_some() {
            if matches!(command, Command::LookAt(_)) {
                // Only the newest counts.
                let older = |waiting: &Command| matches!(waiting, Command::LookAt(_));
                self.waiting.retain(|waiting| !older(waiting));
            }
            self.waiting.push_back(command);
            self.flush();
        }
    }

    /// Asks for the output of `code`. A pointer asks often, so a request without room is dropped; then `false`.
    pub fn decode(&self, variant: VariantId, asker: Asker, code: Vec<f32>) -> bool {
        let (Some(worker), Some(loaded)) = (&self.worker, self.loaded.get(&variant)) else {
            return false;
        };
        let variant = loaded.run;
        worker.decode(asker, DecodeRequest { variant, code })
    }

    /// Tries again what the worker had no room for.
    pub fn flush(&mut self) {
        let Some(worker) = &self.worker else { return };
        while let Some(command) = self.waiting.front() {
            if !worker.send(command.clone()) {
                return;
            }
            self.waiting.pop_front();
        }
    }

    pub fn next_event(&self) -> Option<Event> {
        self.worker.as_ref()?.try_event()
    }

    pub fn views(&self) -> Option<&Views> {
        self.worker.as_ref().map(|worker| &worker.views)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{DataSettings, Dataset, ImageShape, Prepared, Samples};

    fn job(variant: u32) -> Job {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        };
        let images = Samples::images(shape, vec![0u8; 4], None).unwrap();
        let dataset = Dataset::new("", images.clone(), images);
        let data = Prepared::new(dataset, &DataSettings::default()).unwrap();
        Job::new(
            VariantId(variant),
            Arc::new(data),
            VariantSettings::default(),
        )
    }

    #[test]
    fn a_replaced_run_belongs_to_no_variant() {
        let mut link = Link::default();
        link.load(job(7));
        let first = link.loaded(VariantId(7)).unwrap().run;
        assert_eq!(link.variant_of(first), Some(VariantId(7)));
        link.load(job(7));
        let second = link.loaded(VariantId(7)).unwrap().run;
        assert_ne!(first, second);
        assert_eq!(link.variant_of(first), None);
        assert_eq!(link.variant_of(second), Some(VariantId(7)));
        link.unload(VariantId(7));
        assert_eq!(link.variant_of(second), None);
        assert!(!link.tell(VariantId(7), Command::Pause));
        assert_eq!(link.train(&[VariantId(7)]), []);
    }
}
