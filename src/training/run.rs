//! A training run as a state machine without a thread: each step is one batch.

use std::cell::OnceCell;
use std::sync::Arc;

use super::check::check_position;
use super::checkpoints::Checkpoints;
use super::codes::TestCodes;
use super::early_stopping::{is_out_of_patience, way_on};
use super::last_good::LastGood;
use super::loader::DataLoader;
use super::memory;
use super::outcome::{AT_ONCE, EpochEnd, Taken};
use super::{
    Best, CarriedOver, History, Job, ModelFactory, Position, Progress, ResumeState, RunError,
    ThisMachine, TrainingPhase, VariantId, VariantSettings,
};
use crate::data::SampleShape;
use crate::model::{Blueprint, DeviceId, Invalid, Model, ModelState, StepReport};

/// A model in training.
///
/// Everything it does follows from the job, the settings and the position; looking at it
/// (views, checkpoints) changes nothing, and a run made from a resume state goes on bit for bit.
pub struct Run {
    variant: VariantId,
    pub(super) settings: VariantSettings,
    pub(super) loader: DataLoader,
    pub(super) model: Box<dyn Model>,
    pub(super) position: Position,
    pub(super) history: History,
    pub(super) best: Option<Best>,
    pub(super) stopped_early: bool,
    pub(super) checkpoints: Checkpoints,
    /// What became of its tensors where it began with the weights of another run.
    carried_over: Option<CarriedOver>,
    /// The model's state, copied out at most once between two updates.
    pub(super) state: OnceCell<Arc<ModelState>>,
    /// Where to go back to when training diverges.
    pub(super) last_good: LastGood,
    /// While the last step of an epoch is under way.
    pub(super) epoch_end: Option<Box<EpochEnd>>,
    /// Room for those that are reported together.
    pub(super) updates: Vec<(Taken, StepReport)>,
    /// About how long one takes, measured.
    pub(super) seconds_a_step: f64,
    /// Codes of test samples that measuring found.
    pub(super) codes: TestCodes,
}

impl Run {
    /// Builds the model and, when the job says so, goes on from a resume state.
    ///
    /// # Errors
    /// When data, settings or resume state cannot be used.
    pub fn new(job: Job) -> Result<Self, RunError> {
        Self::on(job, &ThisMachine, DeviceId::Cpu)
    }

    /// As [`Self::new`], on a device of `factory`.
    ///
    /// # Errors
    /// As [`Self::new`], and when the device cannot be used or fails.
    pub fn on(job: Job, factory: &dyn ModelFactory, device: DeviceId) -> Result<Self, RunError> {
        // Before a model is built for images that may not be there.
        job.check()?;
        memory::check(&job, device, factory.devices())?;
        let model = factory.build(&blueprint(&job), device)?;
        Self::with_model(job, model)
    }

    /// As [`Self::new`] with a model that was built elsewhere from [`blueprint`].
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_model(job: Job, model: Box<dyn Model>) -> Result<Self, RunError> {
        job.check()?;
        let sample = job.data.dataset.shape().input_width();
        if model.input_width() != sample {
            return Err(RunError::Width {
                model: model.input_width(),
                sample,
            });
        }
        let settings = job.settings;
        let training = &settings.training;
        let scaler = match &job.resume {
            Some(resume_state) => resume_state.scaler_for(&job.data),
            None => Arc::new(job.data.scaler.clone()),
        };
        let mut loader = DataLoader::new(job.data, scaler, training.seed, training.batch);
        loader.let_device_gather(model.gathers());
        let mut run = Self {
            variant: job.variant,
            settings: settings.clone(),
            loader,
            model,
            position: Position::default(),
            history: History::default(),
            best: None,
            stopped_early: false,
            checkpoints: Checkpoints::default(),
            carried_over: None,
            state: OnceCell::new(),
            last_good: LastGood::default(),
            epoch_end: None,
            updates: Vec::new(),
            seconds_a_step: AT_ONCE.as_secs_f64(),
            codes: TestCodes::default(),
        };
        match job.resume {
            Some(resume_state) => {
                check_position(&resume_state.position, &settings.training, run.loader.len())?;
                let weights = &resume_state.state.weights;
                (run.checkpoints).keep_at_most(job.checkpoint_bytes, weights);
                run.go_to(&resume_state)?;
            }
            None => {
                if let Some(start) = &job.start {
                    let fresh = run.state();
                    run.carried_over = Some(CarriedOver::between(&fresh.weights, &start.weights));
                    run.model.restore(&start.begin(&fresh))?;
                    run.state = OnceCell::new();
                }
                run.keep_at_most(job.checkpoint_bytes);
                run.keep(None);
                run.last_good.set(run.resume_state());
            }
        }
        run.update(settings)?;
        Ok(run)
    }

    pub fn variant(&self) -> VariantId {
        self.variant
    }

    pub fn settings(&self) -> &VariantSettings {
        &self.settings
    }

    pub fn position(&self) -> &Position {
        &self.position
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    /// What became of its tensors where it began with the weights of another run; `None` where all began fresh, or it
    /// went on from a resume state.
    pub fn carried_over(&self) -> Option<&CarriedOver> {
        self.carried_over.as_ref()
    }

    /// The model as it is now, for measuring.
    pub fn model(&self) -> &dyn Model {
        self.model.as_ref()
    }

    /// What another model like this run's is built from.
    pub fn blueprint(&self) -> Blueprint {
        blueprint_of(&self.settings, self.loader.data.dataset.shape())
    }

    /// Whether there is nothing left to do under the present settings.
    pub fn is_finished(&self) -> bool {
        self.position.epoch >= self.settings.training.epochs || self.is_out_of_patience()
    }

    pub(super) fn is_out_of_patience(&self) -> bool {
        is_out_of_patience(
            self.settings.training.early_stopping,
            self.stopped_early,
            self.position.epoch,
            self.best.as_ref(),
        )
    }

    /// What a person can do to go on with a finished run.
    pub fn way_on(&self) -> &'static str {
        way_on(self.is_out_of_patience())
    }

    /// Takes new settings from the next step on.
    ///
    /// # Errors
    /// When they make no sense, or differ in what a run cannot change; nothing is changed then.
    pub fn update(&mut self, settings: VariantSettings) -> Result<(), RunError> {
        settings.check()?;
        if !self.settings.can_become(&settings) {
            return Err(RunError::Settings(Invalid {
                problem: "Architecture, loss, optimiser, batch and seed cannot change during a run"
                    .into(),
                field: "settings".into(),
            }));
        }
        self.settings = settings;
        if self.settings.training.early_stopping.is_none() {
            self.best = None;
            self.stopped_early = false;
        }
        Ok(())
    }

    /// The phase of the next step.
    pub fn phase(&self) -> TrainingPhase {
        self.settings.phase_at(self.position.epoch)
    }

    /// The rate of the next step: that of its phase times the schedule.
    pub fn learning_rate(&self) -> f64 {
        f64::from(self.phase().learning_rate) * self.schedule_factor()
    }

    pub(super) fn schedule_factor(&self) -> f64 {
        let training = &self.settings.training;
        training
            .schedule
            .factor(self.epochs_done(), training.epochs)
    }

    /// Epochs done, fractional inside one.
    pub(super) fn epochs_done(&self) -> f64 {
        let fraction = f64::from(self.position.batch) / f64::from(self.loader.batches());
        f64::from(self.position.epoch) + fraction
    }

    /// Where the run stands; speed and time left are 0 and for the caller to fill in.
    pub fn progress(&self) -> Progress {
        Progress {
            epoch: self.position.epoch,
            epochs: self.settings.training.epochs,
            batch: self.position.batch,
            batches: self.loader.batches(),
            step: self.position.step,
            samples_per_second: 0.0,
            seconds_left: 0.0,
            learning_rate: self.learning_rate(),
        }
    }

    /// Images still to be trained on until the epochs are done.
    pub fn images_left(&self) -> u64 {
        let epochs = self
            .settings
            .training
            .epochs
            .saturating_sub(self.position.epoch);
        (u64::from(epochs) * self.loader.len() as u64).saturating_sub(self.position.images)
    }

    /// Keeps the codes that measuring at the end of an epoch finds on its way, or does not: someone looks at the latent
    /// space.
    pub(super) fn keep_codes(&mut self, wanted: bool) {
        self.codes.keep(wanted);
    }

    /// Everything needed to go on from here.
    pub fn resume_state(&self) -> ResumeState {
        ResumeState {
            position: self.position,
            history: self.history.clone(),
            state: self.state(),
            best: self.best.clone(),
            stopped_early: self.stopped_early,
            checkpoints: self.checkpoints.list().to_vec(),
            scaler: Some(Arc::clone(&self.loader.scaler)),
            data: Some(Arc::clone(&self.loader.trained_on)),
        }
    }

    /// The last point whose weights are known to be sound: at most some hundred updates old. Where a
    /// diverged run goes back to, and what is left when the model itself fails.
    pub fn last_good(&self) -> &ResumeState {
        self.last_good.get()
    }

    pub(super) fn state(&self) -> Arc<ModelState> {
        Arc::clone(self.state.get_or_init(|| Arc::new(self.model.state())))
    }

    pub(super) fn go_to(&mut self, resume_state: &ResumeState) -> Result<(), RunError> {
        self.model.restore(&resume_state.state)?;
        self.stand_at(resume_state);
        Ok(())
    }

    /// As [`Self::go_to`], whatever the model's weights are.
    pub(super) fn stand_at(&mut self, resume_state: &ResumeState) {
        self.position = resume_state.position;
        self.history = resume_state.history.clone();
        self.best = resume_state.best.clone();
        self.stopped_early = resume_state.stopped_early;
        // There may be less room for them than there was.
        self.checkpoints.set(resume_state.checkpoints.clone());
        self.state = OnceCell::from(Arc::clone(&resume_state.state));
        self.last_good.set(ResumeState {
            checkpoints: self.checkpoints.list().to_vec(),
            scaler: Some(Arc::clone(&self.loader.scaler)),
            data: Some(Arc::clone(&self.loader.trained_on)),
            ..resume_state.clone()
        });
        self.epoch_end = None;
        self.codes.forget();
    }

    /// Goes on with `model`, built elsewhere from [`Self::blueprint`], from where the run is. The same steps follow, to
    /// the rounding of its device.
    ///
    /// # Errors
    /// When the device fails; the run keeps its model then.
    pub fn move_to(&mut self, mut model: Box<dyn Model>) -> Result<(), RunError> {
        model.restore(&self.state())?;
        self.loader.let_device_gather(model.gathers());
        self.model = model;
        self.seconds_a_step = AT_ONCE.as_secs_f64();
        self.codes.forget();
        Ok(())
    }
}

/// What a job asks [`crate::model::build`] for.
pub fn blueprint(job: &Job) -> Blueprint {
    blueprint_of(&job.settings, job.data.dataset.shape())
}

fn blueprint_of(settings: &VariantSettings, shape: &SampleShape) -> Blueprint {
    Blueprint {
        architecture: settings.architecture.clone(),
        loss: settings.loss,
        shape: shape.clone(),
        seed: settings.training.seed,
    }
}
