//! One run as a state machine without a thread: each step is one batch.

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::Instant;

use super::check::check_position;
use super::feed::Feed;
use super::{
    Best, Checkpoint, EpochRecord, History, Job, Position, Progress, RunError, StepRecord,
    TrainingSettings, VariantId, divergence, evaluate,
};
use crate::model::{self, Blueprint, Model, ModelState, StepKey, StepSettings};

/// Updates after which the weights are kept even within an epoch.
const KEEP_EVERY: u64 = 500;
/// Fewest updates between two kept states: tiny epochs should not spend their time on copies.
const KEEP_AT_MOST_EVERY: u64 = 100;

/// A model in training.
///
/// Everything it does follows from the job, the settings and the position; looking at it
/// (views, checkpoints) changes nothing, and a run made from a checkpoint goes on bit for bit.
pub struct Run {
    variant: VariantId,
    settings: TrainingSettings,
    pub(super) feed: Feed,
    pub(super) model: Box<dyn Model>,
    pub(super) position: Position,
    history: History,
    best: Option<Best>,
    stopped_early: bool,
    /// The model's state, copied out at most once between two updates.
    state: OnceCell<Arc<ModelState>>,
    /// Where to go back to when training diverges.
    good: Checkpoint,
    /// Becomes `good` once the next batch shows that its weights are sound.
    unproven: Option<Checkpoint>,
}

/// What one step did.
#[derive(Debug, Clone, PartialEq)]
pub struct StepOutcome {
    pub record: StepRecord,
    /// Images in the batch.
    pub images: usize,
    /// When the batch was the last of its epoch.
    pub epoch: Option<EpochRecord>,
    /// When the run has come to an end.
    pub end: Option<RunEnd>,
}

/// How a run ends by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunEnd {
    /// All epochs are done; the last weights stay.
    Finished,
    /// No improvement for too long; the best weights are back.
    StoppedEarly,
    /// The last good weights, position and history are back.
    Diverged { message: String, advice: String },
}

impl Run {
    /// Builds the model and, when the job says so, goes on from a checkpoint.
    ///
    /// # Errors
    /// When data, settings or checkpoint cannot be used.
    pub fn new(job: Job) -> Result<Self, RunError> {
        // Before a model is built for images that may not be there.
        job.check()?;
        let model = model::build(&blueprint(&job))?;
        Self::with_model(job, model)
    }

    /// As [`Self::new`] with a model that was built elsewhere from [`blueprint`].
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_model(job: Job, model: Box<dyn Model>) -> Result<Self, RunError> {
        job.check()?;
        let image = job.dataset.shape().size();
        if model.input_width() != image {
            return Err(RunError::Width {
                model: model.input_width(),
                image,
            });
        }
        let settings = job.training;
        let feed = Feed::new(job.dataset, &job.data, settings.seed, settings.batch);
        let mut run = Self {
            variant: job.variant,
            settings,
            feed,
            model,
            position: Position::default(),
            history: History::default(),
            best: None,
            stopped_early: false,
            state: OnceCell::new(),
            good: Checkpoint::default(),
            unproven: None,
        };
        match job.resume {
            Some(checkpoint) => {
                check_position(&checkpoint.position, &settings, run.feed.len())?;
                run.go_to(&checkpoint)?;
            }
            None => run.good = run.checkpoint(),
        }
        run.update(settings)?;
        Ok(run)
    }

    pub fn variant(&self) -> VariantId {
        self.variant
    }

    pub fn settings(&self) -> &TrainingSettings {
        &self.settings
    }

    pub fn position(&self) -> &Position {
        &self.position
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    /// The model as it is now, for measuring.
    pub fn model(&self) -> &dyn Model {
        self.model.as_ref()
    }

    /// Whether there is nothing left to do under the present settings.
    pub fn is_finished(&self) -> bool {
        self.position.epoch >= self.settings.epochs || self.is_out_of_patience()
    }

    fn is_out_of_patience(&self) -> bool {
        let exhausted = |rule: super::EarlyStopping| {
            let epoch = self.position.epoch;
            // Without a record of the best epoch only switching the rule off can continue.
            self.best.is_none() || rule.exhausted(epoch, self.best.as_ref())
        };
        self.stopped_early && self.settings.early_stopping.is_some_and(exhausted)
    }

    /// What a person can do to go on with a finished run.
    pub fn way_on(&self) -> &'static str {
        if self.is_out_of_patience() {
            "Raise the patience or switch early stopping off to go on"
        } else {
            "Raise the number of epochs to go on"
        }
    }

    /// Takes new settings from the next step on.
    ///
    /// # Errors
    /// When they make no sense, or differ in what a run cannot change; nothing is changed then.
    pub fn update(&mut self, settings: TrainingSettings) -> Result<(), RunError> {
        settings.check()?;
        if !self.settings.can_become(&settings) {
            return Err(RunError::Settings {
                problem: "optimiser, batch and seed cannot change during a run".into(),
                field: "training",
            });
        }
        self.settings = settings;
        if settings.early_stopping.is_none() {
            self.best = None;
            self.stopped_early = false;
        }
        Ok(())
    }

    /// The rate of the next step: settings times schedule.
    pub fn learning_rate(&self) -> f64 {
        let fraction = f64::from(self.position.batch) / f64::from(self.feed.batches());
        let epoch = f64::from(self.position.epoch) + fraction;
        let factor = self.settings.schedule.factor(epoch, self.settings.epochs);
        f64::from(self.settings.learning_rate) * factor
    }

    /// Where the run stands; speed and time left are 0 and for the caller to fill in.
    pub fn progress(&self) -> Progress {
        Progress {
            epoch: self.position.epoch,
            epochs: self.settings.epochs,
            batch: self.position.batch,
            batches: self.feed.batches(),
            step: self.position.step,
            samples_per_second: 0.0,
            seconds_left: 0.0,
            learning_rate: self.learning_rate(),
        }
    }

    /// Images still to be trained on until the epochs are done.
    pub fn images_left(&self) -> u64 {
        let epochs = self.settings.epochs.saturating_sub(self.position.epoch);
        (u64::from(epochs) * self.feed.len() as u64).saturating_sub(self.position.images)
    }

    /// Trains on one batch, and measures when it was the last of its epoch.
    ///
    /// # Errors
    /// When the run is finished or the device fails; [`Self::checkpoint`] is sound even then.
    pub fn step(&mut self) -> Result<StepOutcome, RunError> {
        if self.is_finished() {
            return Err(RunError::Finished(self.way_on()));
        }
        self.stopped_early = false;
        let learning_rate = self.learning_rate();
        let Position { epoch, batch, .. } = self.position;
        let key = StepKey {
            seed: self.settings.seed,
            epoch,
            batch,
        };
        let settings = StepSettings {
            optimiser: self.settings.optimiser,
            learning_rate: learning_rate as f32,
            weight_decay: self.settings.weight_decay,
            clip_norm: self.settings.clip_norm,
        };
        let began = Instant::now();
        let (inputs, images) = self.feed.batch(epoch, batch);
        let report = self
            .model
            .train_step(inputs, inputs, images, key, &settings)?;
        self.state.take();

        self.position.seconds += began.elapsed().as_secs_f64();
        self.position.step += 1;
        self.position.batch += 1;
        self.position.images += images as u64;
        self.position.loss_sum += f64::from(report.loss) * images as f64;
        let record = StepRecord {
            step: self.position.step,
            seconds: self.position.seconds,
            loss: report.loss,
        };
        let mut outcome = StepOutcome {
            record,
            images,
            epoch: None,
            end: None,
        };
        if let Some(reason) = divergence::of_batch(&report, &self.history) {
            outcome.end = Some(self.fall_back(&reason)?);
            return Ok(outcome);
        }
        if let Some(sound) = self.unproven.take() {
            self.good = sound;
        }
        self.history.record(record);
        if self.position.batch == self.feed.batches() {
            self.end_epoch(learning_rate, &mut outcome)?;
        }
        let since = self.position.step.saturating_sub(self.good.position.step);
        let epoch_done = outcome.epoch.is_some() && since >= KEEP_AT_MOST_EVERY;
        if outcome.end.is_none() && (epoch_done || since >= KEEP_EVERY) {
            self.unproven = Some(self.checkpoint());
        }
        Ok(outcome)
    }

    fn end_epoch(&mut self, learning_rate: f64, outcome: &mut StepOutcome) -> Result<(), RunError> {
        let validation = match evaluate::measure(self.model.as_ref(), &self.feed) {
            Ok(measures) => measures,
            Err(error) => {
                // A position after the last batch of an unfinished epoch could not be gone on from.
                let good = self.good.clone();
                self.go_to(&good)?;
                return Err(error.into());
            }
        };
        let before = self.history.epochs.last().map_or(0.0, |last| last.seconds);
        let seconds = (self.position.seconds - before).max(f64::EPSILON);
        let record = EpochRecord {
            epoch: self.position.epoch + 1,
            step: self.position.step,
            seconds: self.position.seconds,
            train_loss: self.position.loss_sum / self.position.images as f64,
            validation,
            learning_rate,
            samples_per_second: self.position.images as f64 / seconds,
        };
        if let Some(reason) = divergence::of_epoch(&record, &self.history) {
            outcome.end = Some(self.fall_back(&reason)?);
            return Ok(());
        }
        self.position.epoch += 1;
        self.position.batch = 0;
        self.position.images = 0;
        self.position.loss_sum = 0.0;
        self.history.epochs.push(record.clone());
        outcome.epoch = Some(record);
        outcome.end = self.check_patience(validation.loss)?;
        if outcome.end.is_none() && self.position.epoch >= self.settings.epochs {
            outcome.end = Some(RunEnd::Finished);
        }
        Ok(())
    }

    fn check_patience(&mut self, loss: f64) -> Result<Option<RunEnd>, RunError> {
        let Some(rule) = self.settings.early_stopping else {
            return Ok(None);
        };
        let epoch = self.position.epoch;
        if rule.improves(loss, self.best.as_ref()) {
            let state = self.state();
            self.best = Some(Best { epoch, loss, state });
        }
        if !rule.exhausted(epoch, self.best.as_ref()) {
            return Ok(None);
        }
        if let Some(best) = &self.best {
            self.model.restore(&best.state)?;
            self.state = OnceCell::from(Arc::clone(&best.state));
        }
        self.stopped_early = true;
        Ok(Some(RunEnd::StoppedEarly))
    }

    /// Everything needed to go on from here.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            position: self.position,
            history: self.history.clone(),
            state: self.state(),
            best: self.best.clone(),
            stopped_early: self.stopped_early,
        }
    }

    /// The last point whose weights are known to be sound: at most some hundred updates old. Where a
    /// diverged run goes back to, and what is left when the model itself fails.
    pub fn last_good(&self) -> &Checkpoint {
        &self.good
    }

    fn state(&self) -> Arc<ModelState> {
        Arc::clone(self.state.get_or_init(|| Arc::new(self.model.state())))
    }

    fn fall_back(&mut self, reason: &str) -> Result<RunEnd, RunError> {
        let (step, epoch) = (self.position.step, self.position.epoch + 1);
        let good = self.good.clone();
        self.go_to(&good)?;
        Ok(RunEnd::Diverged {
            message: format!(
                "{reason}, at step {step} in epoch {epoch}; the weights of step {} were kept",
                good.position.step
            ),
            advice: divergence::ADVICE.into(),
        })
    }

    fn go_to(&mut self, checkpoint: &Checkpoint) -> Result<(), RunError> {
        self.model.restore(&checkpoint.state)?;
        self.position = checkpoint.position;
        self.history = checkpoint.history.clone();
        self.best = checkpoint.best.clone();
        self.stopped_early = checkpoint.stopped_early;
        self.state = OnceCell::from(Arc::clone(&checkpoint.state));
        self.good = checkpoint.clone();
        self.unproven = None;
        Ok(())
    }
}

/// What a job asks [`model::build`] for.
pub fn blueprint(job: &Job) -> Blueprint {
    Blueprint {
        architecture: job.architecture.clone(),
        loss: job.loss,
        image: job.dataset.shape(),
        seed: job.training.seed,
    }
}
