//! The training loop of `train`: follows the application without a screen, reports, and saves on the way.

mod end;
mod saving;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::time::Instant;

use self::end::End;
use super::destination::Destination;
use super::failure::{Failure, Result};
use super::report::{Reason, Report};
use super::wakes::Wakes;
use super::{interrupt, resume};
use crate::app::{Action, App, AppOptions, DatasetState, News, SampleKind};
use crate::data::SampleShape;
use crate::model::{DeviceChoice, DeviceId};
use crate::settings::words::lower_first;
use crate::training::{RunState, VariantId};

/// How the training of all variants ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Every one is finished.
    Done,
    /// Somebody asked to stop; everything is saved.
    Stopped,
}

/// An application in training.
pub struct Training<'a> {
    pub app: App,
    pub report: &'a mut Report,
    wakes: &'a Wakes,
    bundle: PathBuf,
    /// The variants to train that have not ended yet, and the updates each had made before.
    active: BTreeMap<VariantId, u64>,
    /// Those that have made an update since.
    moved: BTreeSet<VariantId>,
    /// Asked to pause.
    pausing: bool,
    /// Something was left to do when they did.
    stopped: bool,
    /// Another program that took the project over, in words.
    taken_by: Option<String>,
    /// Ended because they were, to be told together.
    paused: Vec<End>,
    /// Ends that are told once they are on disk, those of one save together.
    ends: VecDeque<Vec<End>>,
    /// What the save under way is for.
    saving: Option<Vec<End>>,
    saved: Option<Instant>,
    /// Saves that failed since the last that did not.
    failures: u32,
    /// What was said of saves, which is not said again.
    said: BTreeSet<String>,
    /// The bundle holds the document even without a save.
    is_there: bool,
    problems: Vec<String>,
}

impl<'a> Training<'a> {
    /// Starts on what `destination` says, and waits for its data.
    ///
    /// # Errors
    /// When the data cannot be used.
    pub fn start(
        destination: Destination,
        wakes: &'a Wakes,
        report: &'a mut Report,
        threads: usize,
        device: DeviceChoice,
    ) -> Result<Self> {
        let options = AppOptions {
            threads,
            device: Some(device),
            ..AppOptions::default()
        };
        let Destination {
            document,
            bundle,
            version,
            data,
            is_there,
        } = destination;
        let project = (document, bundle.clone(), version);
        let app = App::without_screen(wakes.wake(), project, options, data);
        let training = Self::on(app, bundle, wakes, report)?;
        Ok(Self {
            is_there,
            ..training
        })
    }

    /// As [`Self::start`], with an application that was started on `bundle`.
    fn on(app: App, bundle: PathBuf, wakes: &'a Wakes, report: &'a mut Report) -> Result<Self> {
        let mut training = Self {
            app,
            report,
            wakes,
            bundle,
            active: BTreeMap::new(),
            moved: BTreeSet::new(),
            pausing: false,
            stopped: false,
            taken_by: None,
            paused: Vec::new(),
            ends: VecDeque::new(),
            saving: None,
            saved: None,
            failures: 0,
            said: BTreeSet::new(),
            is_there: true,
            problems: Vec::new(),
        };
        while matches!(training.app.dataset, DatasetState::Loading { .. }) {
            training.wait()?;
        }
        if let DatasetState::Failed { message } = &training.app.dataset {
            return Err(Failure(lower_first(message)));
        }
        training.tell_of_data();
        Ok(training)
    }

    /// What a person should know of the data, once: of tables how they were read and what the test part is.
    fn tell_of_data(&mut self) {
        let Some(data) = self.app.dataset.prepared() else {
            return;
        };
        let dataset = &data.dataset;
        let samples = SampleKind::of(dataset.shape()).many();
        self.report.watch(data.settings.watched(), samples);
        let changed = self.app.document.changed_since(data);
        for warning in dataset.about.warnings.iter().chain(&changed) {
            self.report
                .note(&format!("warning: {}", lower_first(warning)));
        }
        if let SampleShape::Row(_) = dataset.shape() {
            self.report.note(&dataset.about.test_part.to_string());
        }
    }

    /// Trains `variants` until their epochs are done, in the project's order: in lock-step, beside each other where there
    /// are threads for it, or one after another. One that diverges or fails does not keep the others from training.
    ///
    /// # Errors
    /// When a variant cannot be trained, has diverged (its last good weights are saved), or the project cannot be
    /// saved.
    pub fn train(&mut self, variants: &[VariantId]) -> Result<Ending> {
        let unfinished = self.unfinished(variants)?;
        if unfinished.is_empty() {
            // Where it was asked for, the project is made even with nothing to train.
            if !self.is_there {
                self.save_first()?;
                self.report.saved(&self.bundle);
            }
            return Ok(Ending::Done);
        }
        // Before any work: a folder that cannot be written is better known now.
        self.save_first()?;
        let action = Action::TrainVariants(unfinished);
        self.app
            .check(&action)
            .map_err(|problem| Failure(lower_first(&problem)))?;
        self.app.apply(action);
        while !self.is_over() {
            self.wait()?;
            if self.is_stop_due() {
                self.pausing = true;
                let active = self.active.keys().copied().collect();
                self.app.apply(Action::PauseVariants(active));
            }
        }
        if !self.problems.is_empty() {
            return Err(Failure(self.problems.join("; ")));
        }
        if let Some(by) = self.taken_by.as_ref().filter(|_| self.stopped) {
            return Err(Failure::new(format!(
                "the project was taken over by {by}; what was trained is saved in it: {}",
                self.bundle.display()
            )));
        }
        Ok(if self.stopped {
            Ending::Stopped
        } else {
            Ending::Done
        })
    }

    /// Those of `variants` that have something left to do; of the others it is said that they have not.
    fn unfinished(&mut self, variants: &[VariantId]) -> Result<Vec<VariantId>> {
        let mut unfinished = Vec::new();
        for &id in variants {
            let Some(variant) = self.app.document.variant(id) else {
                continue;
            };
            let name = &variant.name;
            if let Some(trained) = &variant.trained
                && !trained.settings.can_become(&variant.settings)
            {
                return Err(Failure::new(format!(
                    "the weights were made with other settings, so training cannot go on; put the settings back, or \
                     begin again as a new variant: {name}"
                )));
            }
            self.app
                .check_run(id)
                .map_err(|problem| Failure(format!("{problem}: {name}")))?;
            let resume_state = variant
                .trained
                .as_ref()
                .map(|trained| &trained.resume_state);
            if resume_state.is_some_and(|c| c.is_finished(&variant.settings.training)) {
                if let Some(end) = End::finished(&self.app.document, id) {
                    end.tell(self.report);
                }
            } else {
                if let Some(misfit) = self.app.misfit(id) {
                    let sentence = lower_first(&misfit.sentence());
                    self.report.note(&format!("warning: {sentence}: {name}"));
                }
                let steps = resume_state.map_or(0, |resume_state| resume_state.position.step);
                self.active.insert(id, steps);
                unfinished.push(id);
            }
        }
        Ok(unfinished)
    }

    fn is_over(&self) -> bool {
        self.active.is_empty() && self.ends.is_empty() && self.saving.is_none()
    }

    /// Whether training is to pause now. What has just begun makes an update first, so that there is something to keep.
    fn is_stop_due(&self) -> bool {
        let wanted = interrupt::requested() || self.report.is_lost() || self.taken_by.is_some();
        wanted && !self.pausing && !self.active.is_empty() && !self.moved.is_empty()
    }

    /// Waits until something happens, and takes it in.
    fn wait(&mut self) -> Result<()> {
        self.wakes.wait();
        self.app.poll();
        for news in self.app.take_news() {
            self.take(news)?;
        }
        if self.pausing && self.active.is_empty() && !self.paused.is_empty() {
            self.ends.push_back(std::mem::take(&mut self.paused));
        }
        self.settle_place()?;
        if self.saving.is_none()
            && let Some(ends) = self.ends.pop_front()
        {
            self.save(ends);
        }
        Ok(())
    }

    fn take(&mut self, news: News) -> Result<()> {
        match news {
            News::Placed { variant, place } => self.report.place(self.app.name_of(variant), &place),
            News::CarriedOver { variant, carried } => {
                let name = self.app.name_of(variant);
                let sentence =
                    format!("begins with the weights it was forked with, {carried}: {name}");
                self.report.note(&sentence);
            }
            News::Progress(variant) => {
                self.progress(variant);
                self.save_by_clock();
            }
            News::Epoch { variant, record } => {
                if let Some(variant) = self.app.document.variant(variant) {
                    let epochs = variant.settings.training.epochs;
                    self.report.epoch(&variant.name, &record, epochs);
                }
                self.save_by_clock();
            }
            News::Warning {
                variant,
                message,
                advice,
            } => {
                let mut sentence = format!("warning: {}", lower_first(&message));
                if !advice.is_empty() {
                    sentence += &format!("; {}", lower_first(&advice));
                }
                if let Some(variant) = variant {
                    sentence += &format!(": {}", self.app.name_of(variant));
                }
                self.report.note(&sentence);
            }
            News::Rests { variant, state } => self.rests(variant, state),
            News::Diverged {
                variant,
                message,
                advice,
            } => {
                let (message, advice) = (lower_first(&message), lower_first(&advice));
                let name = self.app.name_of(variant);
                self.problems.push(format!("{message}; {advice}: {name}"));
                self.in_trouble(variant, Reason::Diverged);
            }
            News::Failed { variant, message } => {
                // What could not begin fails again when it is asked to train.
                if self.active.contains_key(&variant) {
                    self.problems.push(self.failed(&message, variant));
                    self.in_trouble(variant, Reason::Failed);
                }
            }
            News::TakenOver { by } => {
                self.report.note(&format!(
                    "taken over by {by}: what was trained is saved, and training ends"
                ));
                self.taken_by = Some(by);
            }
            News::Saved { warnings, .. } => self.saved(&warnings),
            News::NotSaved { problem, again } => self.not_saved(problem, again)?,
        }
        Ok(())
    }

    fn progress(&mut self, id: VariantId) {
        let (Some(&before), Some(status)) = (self.active.get(&id), self.app.runs.get(&id)) else {
            return;
        };
        let name = self.app.name_of(id);
        let (progress, history) = (&status.progress, &status.history);
        if progress.step > before && self.moved.insert(id) {
            self.report.begin(name, progress, history);
        }
        self.report.step(name, progress, history);
    }

    /// The run of `id` is at its end, or pauses as it was asked to.
    fn rests(&mut self, id: VariantId, state: RunState) {
        match state {
            RunState::Finished => {
                if self.active.remove(&id).is_some() {
                    let end = End::finished(&self.app.document, id);
                    self.ends.push_back(end.into_iter().collect());
                }
            }
            // Why follows.
            RunState::Diverged => {}
            _ => {
                self.stopped = true;
                // Of one that waited for its turn there is nothing to say.
                if self.active.remove(&id).is_some() && self.moved.contains(&id) {
                    let end = End::interrupted(&self.app.document, id);
                    self.paused.extend(end);
                }
            }
        }
    }

    fn in_trouble(&mut self, id: VariantId, reason: Reason) {
        self.active.remove(&id);
        let end = End::in_trouble(&self.app.document, id, reason);
        self.ends.push_back(end.into_iter().collect());
    }

    /// Why the variant cannot go on, and on a GPU how it can.
    fn failed(&self, problem: &str, id: VariantId) -> String {
        let name = self.app.name_of(id);
        if self.app.is_on_gpu(id) {
            let cpu = DeviceChoice::This(DeviceId::Cpu);
            let command = resume::command(&self.bundle, cpu);
            format!("{problem}; to go on with the CPU: {command}: {name}")
        } else {
            format!("{problem}: {name}")
        }
    }
}

#[cfg(test)]
mod tests;
