//! Weight updates: one, or some that a device does in one go.

use super::loader::BatchKey;
use super::outcome::{AT_ONCE, Taken};
use super::{Position, Run, RunError, TrainingPhase};
use crate::model::{Batch, Model, ModelError, StepKey, StepQueue, StepReport, StepSettings};

impl Run {
    /// Does some updates, and waits for what they report.
    pub(super) fn update_weights(
        &mut self,
        most: u32,
        done: &mut Vec<(Taken, StepReport)>,
    ) -> Result<(), RunError> {
        let steps = self.steps_at_once().min(most);
        if steps <= 1 {
            let step = |model: &mut dyn Model, batch: &Batch, key, settings: &StepSettings| {
                model.train_step(batch, key, settings)
            };
            done.push(self.take_step(step)?);
            return Ok(());
        }
        let mut taken = Vec::new();
        for _ in 0..steps {
            let push = |model: &mut dyn Model, batch: &Batch, key, settings: &StepSettings| {
                model
                    .queue()
                    .map_or(Ok(()), |queue| queue.push(batch, key, settings))
            };
            taken.push(self.take_step(push)?.0);
        }
        let reports = self.model.queue().map(StepQueue::reports).transpose()?;
        done.extend(taken.into_iter().zip(reports.unwrap_or_default()));
        Ok(())
    }

    /// How many steps may be under way before the first is reported. Where something is kept between two steps, one
    /// waits.
    fn steps_at_once(&mut self) -> u32 {
        let Some(queue) = self.model.queue() else {
            return 1;
        };
        let in_time = AT_ONCE.as_secs_f64() / self.seconds_a_step.max(1e-6);
        let until_kept = self.last_good.updates_until_due(self.position.step);
        (queue.most())
            .min(in_time as u32)
            .min(self.batches_until_checkpoint())
            .min(until_kept as u32)
            .max(1)
    }

    /// One update by `train`, which may leave the report for later.
    fn take_step<R: Send>(
        &mut self,
        train: impl Fn(&mut dyn Model, &Batch, StepKey, &StepSettings) -> Result<R, ModelError>,
    ) -> Result<(Taken, R), RunError> {
        let phase = self.phase();
        let learning_rate = self.learning_rate();
        let Position { epoch, batch, .. } = self.position;
        if batch == 0 && epoch > 0 && epoch == phase.start {
            // The moments are those of another loss. A function of the position, so that resuming here does the same.
            self.model.forget_optimiser();
        }
        let (key, settings) = (self.step_key(batch), self.step_settings(&phase));
        let expected = self.next_batch(epoch, batch, &phase);
        let asked = BatchKey {
            epoch,
            batch,
            corruption: phase.corruption,
        };
        let (batch, prefetch) = self.loader.batch(asked);
        let images = batch.rows;
        let model = self.model.as_mut();
        let done = match expected {
            // With one thread there is nobody to do it beside the step.
            Some(expected) if rayon::current_num_threads() > 1 => rayon::in_place_scope(|scope| {
                scope.spawn(move |_| prefetch.prepare(expected));
                train(model, &batch, key, &settings)
            }),
            _ => train(model, &batch, key, &settings),
        }?;
        self.state.take();
        self.codes.forget();
        self.position.step += 1;
        self.position.batch += 1;
        self.position.images += images as u64;
        let taken = Taken {
            images,
            phase,
            learning_rate,
        };
        Ok((taken, done))
    }

    /// Of a batch in the present epoch.
    pub(super) fn step_key(&self, batch: u32) -> StepKey {
        StepKey {
            seed: self.settings.training.seed,
            epoch: self.position.epoch,
            batch,
        }
    }

    /// Of the next step, in this phase.
    pub(super) fn step_settings(&self, phase: &TrainingPhase) -> StepSettings {
        let training = &self.settings.training;
        let (done, factor) = (self.epochs_done(), self.schedule_factor());
        StepSettings {
            objective: self.settings.objective.at(done, factor),
            parts: phase.parts,
            optimiser: training.optimiser,
            learning_rate: self.learning_rate() as f32,
            weight_decay: training.weight_decay,
            clip_norm: training.clip_norm,
        }
    }

    /// The batch after this one as far as one can tell; `None` after the last. Settings may change before, or a person
    /// may go back: then the next step makes its own.
    fn next_batch(&self, epoch: u32, batch: u32, phase: &TrainingPhase) -> Option<BatchKey> {
        if batch + 1 < self.loader.batches() {
            return Some(BatchKey {
                epoch,
                batch: batch + 1,
                corruption: phase.corruption,
            });
        }
        let epoch = epoch + 1;
        (epoch < self.settings.training.epochs).then(|| BatchKey {
            epoch,
            batch: 0,
            corruption: self.settings.phase_at(epoch).corruption,
        })
    }
}
