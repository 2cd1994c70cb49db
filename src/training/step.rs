//! One step of a run: a batch, and the end of an epoch when it was the last.

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::evaluate::Measuring;
use super::outcome::{EpochEnd, RunEnd, StepOutcome, Taken};
use super::{
    Best, EpochRecord, Measures, Run, RunError, StepRecord, TrainingPhase, divergence, notices,
};
use crate::model::{LossParts, StepReport};

impl Run {
    /// Trains on one batch, and measures when it was the last of its epoch.
    ///
    /// # Errors
    /// When the run is finished or the device fails; [`Self::resume_state`] is sound even then.
    pub fn step(&mut self) -> Result<StepOutcome, RunError> {
        loop {
            if let Some(outcome) = self.advance(1)? {
                return Ok(outcome);
            }
        }
    }

    /// Does a part of a step, so that something small can be done before the rest: all of it within an epoch; at the
    /// end of one the update alone, `None`, and some of the measuring each time after that. Until the outcome comes
    /// the run stands between two positions: looking at it is fine, but it is to be taken to the end of the step
    /// before its resume state or its settings are touched.
    ///
    /// On a device that works by itself it is several steps, `most` at most, that take some milliseconds together.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub fn advance(&mut self, most: u32) -> Result<Option<StepOutcome>, RunError> {
        if let Some(end) = self.epoch_end.take() {
            return self.measure_on(end);
        }
        if self.is_finished() {
            return Err(RunError::Finished(self.way_on()));
        }
        self.stopped_early = false;
        let began = Instant::now();
        let mut updates = std::mem::take(&mut self.updates);
        updates.clear();
        let done = self.update_weights(most, &mut updates);
        let outcome = match done {
            Ok(()) => self.take_reports(&updates, began.elapsed()),
            Err(error) => {
                self.give_up_steps();
                Err(error)
            }
        };
        // Its memory serves the next one.
        self.updates = updates;
        outcome
    }

    /// Whether the step under way is not at its end.
    pub fn is_within_a_step(&self) -> bool {
        self.epoch_end.is_some()
    }

    /// Goes on from what updates report that took so long together.
    fn take_reports(
        &mut self,
        updates: &[(Taken, StepReport)],
        took: Duration,
    ) -> Result<Option<StepOutcome>, RunError> {
        let (first, each) = (
            self.position.step - updates.len() as u64,
            took.as_secs_f64() / updates.len() as f64,
        );
        self.seconds_a_step = each;
        let mut images = 0;
        let mut earlier = Vec::new();
        let mut last: Option<(&Taken, StepRecord)> = None;
        for (step, (taken, report)) in (first + 1..).zip(updates) {
            images += taken.images;
            self.position.seconds += each;
            self.position.loss_sum += f64::from(report.loss) * taken.images as f64;
            let weight = taken.images as f64;
            self.position.parts_sum.add(&report.parts, weight);
            earlier.extend(last.take().map(|(_, record)| record));
            let record = StepRecord {
                step,
                seconds: self.position.seconds,
                loss: report.loss,
                parts: report.parts.in_single_precision(),
            };
            if let Some(reason) = divergence::of_batch(report, &self.history, &self.settings) {
                let mut outcome = StepOutcome::new(record, earlier, images);
                outcome.end = Some(self.fall_back(&reason, &record)?);
                return Ok(Some(outcome));
            }
            self.last_good.prove();
            self.history.record(record);
            last = Some((taken, record));
        }
        let Some((taken, record)) = last else {
            return Ok(None);
        };
        let outcome = StepOutcome::new(record, earlier, images);
        if self.position.batch == self.loader.batches() {
            let phase = taken.phase;
            let codes =
                self.codes.are_wanted() && self.loader.watches_test() && phase.corruption.is_none();
            let objective = self.settings.objective;
            self.epoch_end = Some(Box::new(EpochEnd {
                measuring: Measuring::new(objective, phase.corruption, codes),
                phase,
                learning_rate: taken.learning_rate,
                outcome,
            }));
            return Ok(None);
        }
        self.keep_within_an_epoch();
        self.keep_in_case(&outcome);
        Ok(Some(outcome))
    }

    /// After a failure of the device, which may have its weights no more: stands where the last good ones were.
    fn give_up_steps(&mut self) {
        let good = self.last_good.get().clone();
        self.stand_at(&good);
    }

    /// Goes on measuring after the last batch of an epoch.
    fn measure_on(&mut self, mut end: Box<EpochEnd>) -> Result<Option<StepOutcome>, RunError> {
        match end.measuring.advance(self.model.as_ref(), &self.loader) {
            Ok(true) => {}
            Ok(false) => {
                self.epoch_end = Some(end);
                return Ok(None);
            }
            Err(error) => {
                // A position after the last batch of an unfinished epoch could not be gone on from.
                let good = self.last_good.get().clone();
                self.go_to(&good)?;
                return Err(error.into());
            }
        }
        let EpochEnd {
            measuring,
            phase,
            learning_rate,
            mut outcome,
        } = *end;
        let (validation, codes) = measuring.finish();
        self.codes.found(codes, self.position.step);
        self.end_epoch(validation, learning_rate, &phase, &mut outcome)?;
        self.keep_in_case(&outcome);
        Ok(Some(outcome))
    }

    /// Keeps where the run stands from time to time, to go back to when training diverges.
    fn keep_in_case(&mut self, outcome: &StepOutcome) {
        let is_due = (self.last_good).is_due(self.position.step, outcome.epoch.is_some());
        if outcome.end.is_none() && is_due {
            self.last_good.propose(self.resume_state());
        }
    }

    fn end_epoch(
        &mut self,
        validation: Measures,
        learning_rate: f64,
        phase: &TrainingPhase,
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
            outcome.end = Some(self.fall_back(&reason, &outcome.record)?);
            return Ok(());
        }
        self.position.epoch += 1;
        self.position.batch = 0;
        self.position.images = 0;
        self.position.loss_sum = 0.0;
        self.position.parts_sum = LossParts::default();
        self.history.record_epoch(record.clone());
        self.keep(Some(validation.loss));
        outcome.epoch = Some(record);
        outcome.notices = notices::raised(&self.history, &self.settings);
        outcome.end = self.check_patience(validation.loss, phase)?;
        if outcome.end.is_none() && self.position.epoch >= self.settings.training.epochs {
            outcome.end = Some(RunEnd::Finished);
        }
        Ok(())
    }

    /// `phase` is the phase that has just been trained. Only the last one is watched; see
    /// [`super::early_stopping`].
    fn check_patience(
        &mut self,
        loss: f64,
        phase: &TrainingPhase,
    ) -> Result<Option<RunEnd>, RunError> {
        let Some(rule) = self.settings.training.early_stopping else {
            return Ok(None);
        };
        self.best
            .take_if(|best| !phase.is_last || best.epoch <= phase.start);
        if !phase.is_last {
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
            self.codes.forget();
            self.state = OnceCell::from(Arc::clone(&best.state));
        }
        self.stopped_early = true;
        Ok(Some(RunEnd::StoppedEarly))
    }

    /// Goes back to sound weights; `last` is the update at which they no longer were, which the history tells.
    fn fall_back(&mut self, reason: &str, last: &StepRecord) -> Result<RunEnd, RunError> {
        let epoch = self.position.epoch + 1;
        let mut good = self.last_good.get().clone();
        good.history.diverged = Some(self.history.diverged_at(last, &good.history));
        self.go_to(&good)?;
        Ok(RunEnd::Diverged {
            message: format!(
                "{reason}, at step {} in epoch {epoch}; the weights of step {} were kept",
                last.step, good.position.step
            ),
            advice: divergence::ADVICE.into(),
        })
    }
}
