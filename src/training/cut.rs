//! Cuts a run off at a checkpoint, so that another one can go on from there.

use std::sync::Arc;

use super::{Checkpoint, History, Position, ResumeState};
use crate::model::{LossParts, ModelState, Tensors};

impl ResumeState {
    /// The run as it stood at `checkpoint`, whose weights are `weights`: history, best epoch and checkpoints up to then.
    /// A checkpoint has no optimiser moments: they begin at nothing. `batch` is the images of a step.
    pub fn back_at(&self, checkpoint: &Checkpoint, weights: &Tensors, batch: usize) -> Self {
        let step = checkpoint.step;
        let history = self.history.until(step);
        let position = position(&history, step, batch);
        let best = self.best.clone();
        Self {
            position,
            history,
            state: Arc::new(ModelState {
                weights: weights.clone(),
                ..ModelState::default()
            }),
            best: best.filter(|best| best.epoch <= position.epoch),
            stopped_early: false,
            checkpoints: self.checkpoints_until(step),
            scaler: self.scaler.clone(),
            data: self.data.clone(),
        }
    }

    fn checkpoints_until(&self, step: u64) -> Vec<Arc<Checkpoint>> {
        let earlier = self
            .checkpoints
            .iter()
            .filter(|checkpoint| checkpoint.step <= step);
        earlier.cloned().collect()
    }
}

impl History {
    /// What was recorded up to the update `step`.
    fn until(&self, step: u64) -> Self {
        let steps = self.steps.iter().filter(|record| record.step <= step);
        let epochs = self.epochs.iter().filter(|record| record.step <= step);
        Self {
            steps: steps.copied().collect(),
            epochs: epochs.cloned().collect(),
            diverged: None,
        }
    }
}

/// Where a run with this history stands after the update `step`. Sums over an unfinished epoch are made of the steps
/// that the history has of it.
fn position(history: &History, step: u64, batch: usize) -> Position {
    let done = history.epochs.last();
    let (epoch, before) = done.map_or((0, 0), |last| (last.epoch, last.step));
    let batches = step.saturating_sub(before) as u32;
    let images = u64::from(batches) * batch as u64;
    let epoch_seconds = done.map_or(0.0, |last| last.seconds);
    let seconds = history.steps.last().map_or(0.0, |last| last.seconds);
    let recorded: Vec<_> = history.steps.iter().filter(|r| r.step > before).collect();
    let each = images as f64 / recorded.len().max(1) as f64;
    let (mut loss_sum, mut parts_sum) = (0.0, LossParts::default());
    for record in recorded {
        loss_sum += f64::from(record.loss) * each;
        parts_sum.add(&record.parts, each);
    }
    Position {
        epoch,
        batch: batches,
        step,
        seconds: seconds.max(epoch_seconds),
        loss_sum,
        parts_sum,
        images,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::{Best, EpochRecord, StepRecord};

    /// Two epochs of 3 steps and one step more.
    fn resume_state() -> ResumeState {
        let step = |step: u64| StepRecord {
            step,
            seconds: step as f64,
            loss: step as f32,
            ..StepRecord::default()
        };
        let epoch = |epoch: u32| EpochRecord {
            epoch,
            step: u64::from(epoch) * 3,
            seconds: f64::from(epoch) * 3.0,
            ..EpochRecord::default()
        };
        let checkpoint = |step: u64| {
            let epochs = step as f64 / 3.0;
            Arc::new(Checkpoint::new(epochs, step, None, Arc::default()))
        };
        ResumeState {
            position: Position {
                epoch: 2,
                batch: 1,
                step: 7,
                ..Position::default()
            },
            history: History {
                steps: (1..=7).map(step).collect(),
                epochs: vec![epoch(1), epoch(2)],
                ..History::default()
            },
            best: Some(Best {
                epoch: 2,
                loss: 0.5,
                state: Arc::default(),
            }),
            stopped_early: true,
            checkpoints: [0, 3, 5, 6].map(checkpoint).into(),
            ..ResumeState::default()
        }
    }

    #[test]
    fn everything_after_the_moment_is_gone() {
        let whole = resume_state();
        let cut = whole.back_at(&whole.checkpoints[1], &Tensors::default(), 10);
        let steps: Vec<u64> = cut.history.steps.iter().map(|r| r.step).collect();
        assert_eq!(steps, [1, 2, 3]);
        assert_eq!(cut.history.epochs.len(), 1);
        assert_eq!(cut.checkpoints.len(), 2);
        assert_eq!((cut.best.is_none(), cut.stopped_early), (true, false));
        let expected = Position {
            epoch: 1,
            batch: 0,
            step: 3,
            seconds: 3.0,
            ..Position::default()
        };
        assert_eq!(cut.position, expected);
    }

    #[test]
    fn inside_of_an_epoch_its_sums_are_those_of_its_steps() {
        let whole = resume_state();
        let cut = whole.back_at(&whole.checkpoints[2], &Tensors::default(), 10);
        let Position { epoch, batch, .. } = cut.position;
        assert_eq!((epoch, batch, cut.position.images), (1, 2, 20));
        // Steps 4 and 5, ten images each.
        assert_eq!(cut.position.loss_sum, 90.0);
        assert_eq!(cut.position.seconds, 5.0);
    }
}
