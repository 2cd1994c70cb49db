//! One step of a run: a batch, and the end of an epoch when it was the last.

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::Instant;

use super::evaluate::Measuring;
use super::feed::BatchKey;
use super::{
    Best, EpochRecord, Measures, Notice, Position, Run, RunError, StepRecord, Stretch, divergence,
    notices,
};
use crate::model::{LossParts, StepKey, StepSettings};

/// Updates after which the weights are kept even within an epoch.
const KEEP_EVERY: u64 = 500;
/// Fewest updates between two kept states: tiny epochs should not spend their time on copies.
const KEEP_AT_MOST_EVERY: u64 = 100;

/// What one step did.
#[derive(Debug, Clone, PartialEq)]
pub struct StepOutcome {
    pub record: StepRecord,
    /// Images in the batch.
    pub images: usize,
    /// When the batch was the last of its epoch.
    pub epoch: Option<EpochRecord>,
    /// What a person should know after this epoch and did not have to know after the one before.
    pub notices: Vec<Notice>,
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

/// What is left to do of the last step of an epoch.
pub(super) struct EpochEnd {
    measuring: Measuring,
    /// The phase of the epoch.
    stretch: Stretch,
    /// Of the last update.
    learning_rate: f64,
    outcome: StepOutcome,
}

impl Run {
    /// Trains on one batch, and measures when it was the last of its epoch.
    ///
    /// # Errors
    /// When the run is finished or the device fails; [`Self::checkpoint`] is sound even then.
    pub fn step(&mut self) -> Result<StepOutcome, RunError> {
        loop {
            if let Some(outcome) = self.advance()? {
                return Ok(outcome);
            }
        }
    }

    /// Does a part of a step, so that something small can be done before the rest: all of it within an epoch; at the
    /// end of one the update alone, `None`, and some of the measuring each time after that. Until the outcome comes
    /// the run stands between two positions: looking at it is fine, but it is to be taken to the end of the step
    /// before its checkpoint or its settings are touched.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub fn advance(&mut self) -> Result<Option<StepOutcome>, RunError> {
        match self.epoch_end.take() {
            Some(end) => self.measure_on(end),
            None => self.update_once(),
        }
    }

    /// Whether the step under way is not at its end.
    pub fn is_within_a_step(&self) -> bool {
        self.epoch_end.is_some()
    }

    fn update_once(&mut self) -> Result<Option<StepOutcome>, RunError> {
        if self.is_finished() {
            return Err(RunError::Finished(self.way_on()));
        }
        self.stopped_early = false;
        let stretch = self.stretch();
        let (learning_rate, factor) = (self.learning_rate(), self.schedule_factor());
        let Position { epoch, batch, .. } = self.position;
        if batch == 0 && epoch > 0 && epoch == stretch.start {
            // The moments are those of another loss. A function of the position, so that resuming here does the same.
            self.model.forget_optimiser();
        }
        let key = StepKey {
            seed: self.settings.training.seed,
            epoch,
            batch,
        };
        let settings = StepSettings {
            objective: self.settings.objective.at(self.epochs_done(), factor),
            parts: stretch.parts,
            optimiser: self.settings.training.optimiser,
            learning_rate: learning_rate as f32,
            weight_decay: self.settings.training.weight_decay,
            clip_norm: self.settings.training.clip_norm,
        };
        let began = Instant::now();
        let expected = self.next_batch(epoch, batch, &stretch);
        let asked = BatchKey {
            epoch,
            batch,
            corruption: stretch.corruption,
        };
        let (batch, ahead) = self.feed.batch(asked);
        let images = batch.rows;
        let model = &mut self.model;
        let report = match expected {
            // With one thread there is nobody to do it beside the step.
            Some(expected) if rayon::current_num_threads() > 1 => rayon::in_place_scope(|scope| {
                scope.spawn(move |_| ahead.prepare(expected));
                model.train_step(&batch, key, &settings)
            }),
            _ => model.train_step(&batch, key, &settings),
        }?;
        self.state.take();
        self.codes = None;

        self.position.seconds += began.elapsed().as_secs_f64();
        self.position.step += 1;
        self.position.batch += 1;
        self.position.images += images as u64;
        self.position.loss_sum += f64::from(report.loss) * images as f64;
        self.position.parts_sum.add(&report.parts, images as f64);
        let record = StepRecord {
            step: self.position.step,
            seconds: self.position.seconds,
            loss: report.loss,
            parts: report.parts.in_single_precision(),
        };
        let mut outcome = StepOutcome {
            record,
            images,
            epoch: None,
            notices: Vec::new(),
            end: None,
        };
        if let Some(reason) = divergence::of_batch(&report, &self.history, &self.settings) {
            outcome.end = Some(self.fall_back(&reason)?);
            return Ok(Some(outcome));
        }
        if let Some(sound) = self.unproven.take() {
            self.good = sound;
        }
        self.history.record(record);
        if self.position.batch == self.feed.batches() {
            let codes =
                self.keeps_codes && self.feed.watches_test() && stretch.corruption.is_none();
            let objective = self.settings.objective;
            self.epoch_end = Some(Box::new(EpochEnd {
                measuring: Measuring::new(objective, stretch.corruption, codes),
                stretch,
                learning_rate,
                outcome,
            }));
            return Ok(None);
        }
        self.keep_within_an_epoch();
        self.keep_in_case(&outcome);
        Ok(Some(outcome))
    }

    /// Goes on measuring after the last batch of an epoch.
    fn measure_on(&mut self, mut end: Box<EpochEnd>) -> Result<Option<StepOutcome>, RunError> {
        match end.measuring.advance(self.model.as_ref(), &self.feed) {
            Ok(true) => {}
            Ok(false) => {
                self.epoch_end = Some(end);
                return Ok(None);
            }
            Err(error) => {
                // A position after the last batch of an unfinished epoch could not be gone on from.
                let good = self.good.clone();
                self.go_to(&good)?;
                return Err(error.into());
            }
        }
        let EpochEnd {
            measuring,
            stretch,
            learning_rate,
            mut outcome,
        } = *end;
        let (validation, codes) = measuring.finish();
        self.codes = codes.map(|codes| (self.position.step, codes));
        self.end_epoch(validation, learning_rate, &stretch, &mut outcome)?;
        self.keep_in_case(&outcome);
        Ok(Some(outcome))
    }

    /// Keeps where the run stands from time to time, to go back to when training diverges.
    fn keep_in_case(&mut self, outcome: &StepOutcome) {
        let since = self.position.step.saturating_sub(self.good.position.step);
        let epoch_done = outcome.epoch.is_some() && since >= KEEP_AT_MOST_EVERY;
        if outcome.end.is_none() && (epoch_done || since >= KEEP_EVERY) {
            self.unproven = Some(self.checkpoint());
        }
    }

    /// The batch after this one as far as one can tell; `None` after the last. Settings may change before, or a person
    /// may go back: then the next step makes its own.
    fn next_batch(&self, epoch: u32, batch: u32, stretch: &Stretch) -> Option<BatchKey> {
        if batch + 1 < self.feed.batches() {
            return Some(BatchKey {
                epoch,
                batch: batch + 1,
                corruption: stretch.corruption,
            });
        }
        let epoch = epoch + 1;
        (epoch < self.settings.training.epochs).then(|| BatchKey {
            epoch,
            batch: 0,
            corruption: self.settings.stretch_at(epoch).corruption,
        })
    }

    fn end_epoch(
        &mut self,
        validation: Measures,
        learning_rate: f64,
        stretch: &Stretch,
        outcome: &mut StepOutcome,
    ) -> Result<(), RunError> {
        let before = self.history.epochs.last().map_or(0.0, |last| last.seconds);
        let seconds = (self.position.seconds - before).max(f64::EPSILON);
        let images = self.position.images as f64;
        let record = EpochRecord {
            epoch: self.position.epoch + 1,
            step: self.position.step,
            seconds: self.position.seconds,
            train_loss: self.position.loss_sum / images,
            train_parts: self.position.parts_sum.mean_over(images),
            validation,
            learning_rate,
            samples_per_second: images / seconds,
        };
        if let Some(reason) = divergence::of_epoch(&record, &self.history, &self.settings) {
            outcome.end = Some(self.fall_back(&reason)?);
            return Ok(());
        }
        self.position.epoch += 1;
        self.position.batch = 0;
        self.position.images = 0;
        self.position.loss_sum = 0.0;
        self.position.parts_sum = LossParts::default();
        self.history.epochs.push(record.clone());
        self.keep(Some(validation.loss));
        outcome.epoch = Some(record);
        outcome.notices = notices::raised(&self.history, &self.settings);
        outcome.end = self.check_patience(validation.loss, stretch)?;
        if outcome.end.is_none() && self.position.epoch >= self.settings.training.epochs {
            outcome.end = Some(RunEnd::Finished);
        }
        Ok(())
    }

    /// `stretch` is the phase that has just been trained. Only the last one is watched; see
    /// [`super::early_stopping`].
    fn check_patience(&mut self, loss: f64, stretch: &Stretch) -> Result<Option<RunEnd>, RunError> {
        let Some(rule) = self.settings.training.early_stopping else {
            return Ok(None);
        };
        self.best
            .take_if(|best| !stretch.is_last || best.epoch <= stretch.start);
        if !stretch.is_last {
            return Ok(None);
        }
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
            self.codes = None;
            self.state = OnceCell::from(Arc::clone(&best.state));
        }
        self.stopped_early = true;
        Ok(Some(RunEnd::StoppedEarly))
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
}
