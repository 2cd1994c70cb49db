//! The history of a run: its recorded steps and epochs.

use serde::{Deserialize, Serialize};

use crate::model::LossParts;

/// Mean losses over a set of images.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Measures {
    /// The whole loss, mean over images.
    pub loss: f64,
    /// Squared error in the scale of the inputs, mean over pixels and images.
    pub mse: f64,
    /// Binary cross-entropy in nats, mean over pixels and images; `None` where it means nothing.
    pub bce: Option<f64>,
    /// What the loss is made of.
    pub parts: LossParts,
}

/// One optimiser update.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct StepRecord {
    /// Updates done before it plus one: 1 for the first.
    pub step: u64,
    /// Seconds of training before it ended, pauses and measuring left out.
    pub seconds: f64,
    pub loss: f32,
    /// What the loss is made of, in single precision.
    pub parts: LossParts,
}

/// One finished epoch.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EpochRecord {
    /// 1 for the first.
    pub epoch: u32,
    /// Updates done at its end.
    pub step: u64,
    /// Seconds of training at its end.
    pub seconds: f64,
    /// Mean of the batch losses, weighted by images.
    pub train_loss: f64,
    /// Its parts, likewise.
    pub train_parts: LossParts,
    /// On the validation images, or on the test images when there are none.
    pub validation: Measures,
    /// At its last step, schedule applied.
    pub learning_rate: f64,
    pub samples_per_second: f64,
}

/// The record of a run, step by step and epoch by epoch.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct History {
    /// Thinned: at most a few thousand, evenly spread, the newest always there.
    pub steps: Vec<StepRecord>,
    /// All until there are very many, then thinned: the newest, and the best, are always there.
    pub epochs: Vec<EpochRecord>,
    /// The last time that training diverged; it may have gone on since.
    pub diverged: Option<Divergence>,
}

/// Where training diverged, and the way there from the weights that it went back to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Divergence {
    /// The update at which it was seen.
    pub step: u64,
    /// Seconds of training at its end.
    pub seconds: f64,
    /// Updates with a finite loss, thinned.
    pub way: Vec<StepRecord>,
}

/// Above this many epochs every second one is left out of those before the newest.
const EPOCHS_KEPT: usize = 16_384;
/// The newest, which are all kept: what is said of a run looks at these.
const NEWEST_EPOCHS: usize = 4_096;
/// Above this many steps every second one is left out.
const STEPS_KEPT: u64 = 4_096;
/// Most updates kept of the way to a divergence.
const WAY_KEPT: usize = 128;

impl History {
    /// Whether there is anything to draw over time.
    pub fn has_curves(&self) -> bool {
        !self.steps.is_empty() || !self.epochs.is_empty() || self.diverged.is_some()
    }

    /// That training has diverged at `last`, and went back to `good`, the history of sound weights.
    pub fn diverged_at(&self, last: &StepRecord, good: &Self) -> Divergence {
        let from = good.steps.last().map_or(0, |step| step.step);
        let newer = self.steps.iter().filter(|step| step.step > from);
        let known = newer.filter(|step| step.step < last.step).chain([last]);
        let finite: Vec<StepRecord> = known
            .filter(|step| step.loss.is_finite())
            .copied()
            .collect();
        // From the newest, which shows the most.
        let every = finite.len().div_ceil(WAY_KEPT).max(1);
        let mut way: Vec<StepRecord> = finite.into_iter().rev().step_by(every).collect();
        way.reverse();
        Divergence {
            step: last.step,
            seconds: last.seconds,
            way,
        }
    }

    /// Records one epoch. Which stay depends on what is there alone, so that a history that was saved and loaded goes on as
    /// one that was not.
    pub fn record_epoch(&mut self, record: EpochRecord) {
        self.epochs.push(record);
        while self.epochs.len() > EPOCHS_KEPT {
            let older = self.epochs.len() - NEWEST_EPOCHS;
            let watched = self.epochs.iter().map(|epoch| epoch.validation.loss);
            let best = watched.enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
            let best = best.map(|(index, _)| index);
            let mut index = 0;
            self.epochs.retain(|_| {
                let stays = index >= older || index % 2 == 0 || Some(index) == best;
                index += 1;
                stays
            });
        }
    }

    /// Records one update. Which steps stay depends on the number of the newest alone, so that a history
    /// that was saved and loaded goes on as one that was not: those at 1, 1 + stride, 1 + 2 stride, ... and
    /// the newest, where the stride is the power of two that leaves at most `STEPS_KEPT`.
    pub fn record(&mut self, record: StepRecord) {
        let stride = stride(record.step);
        let on_grid = |record: &StepRecord| record.step.saturating_sub(1).is_multiple_of(stride);
        match self.steps.last() {
            Some(last) if stride_changed(last.step, record.step) => self.steps.retain(on_grid),
            Some(last) if !on_grid(last) => {
                self.steps.pop();
            }
            _ => {}
        }
        // Once for good rather than again and again while it grows.
        let most = STEPS_KEPT as usize + 2;
        self.steps
            .reserve_exact(most.saturating_sub(self.steps.len()));
        self.steps.push(record);
    }
}

fn stride(step: u64) -> u64 {
    step.div_ceil(STEPS_KEPT).next_power_of_two()
}

fn stride_changed(before: u64, now: u64) -> bool {
    stride(before) != stride(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(steps: std::ops::RangeInclusive<u64>, mut history: History) -> History {
        for step in steps {
            history.record(StepRecord {
                step,
                seconds: 0.0,
                loss: step as f32,
                parts: LossParts::default(),
            });
        }
        history
    }

    fn numbers(history: &History) -> Vec<u64> {
        history.steps.iter().map(|record| record.step).collect()
    }

    #[test]
    fn all_steps_are_kept_until_there_are_many() {
        let history = recorded(1..=4_096, History::default());
        assert_eq!(numbers(&history), (1..=4_096).collect::<Vec<_>>());
    }

    #[test]
    fn many_steps_are_thinned_evenly_and_the_newest_stays() {
        let history = recorded(1..=10_000, History::default());
        let mut expected: Vec<u64> = (1..=10_000).step_by(4).collect();
        expected.push(10_000);
        assert_eq!(numbers(&history), expected);
    }

    #[test]
    fn thinning_goes_on_the_same_after_a_break_anywhere() {
        let straight = recorded(1..=9_000, History::default());
        for pause in [1, 4_095, 4_096, 4_097, 8_192, 8_193, 8_999] {
            let first = recorded(1..=pause, History::default());
            assert_eq!(recorded(pause + 1..=9_000, first), straight);
        }
    }

    #[test]
    fn a_million_epochs_are_thinned_with_the_newest_and_the_best() {
        let epoch = |epoch: u32| EpochRecord {
            epoch,
            validation: Measures {
                // The best is at no regular place.
                loss: (f64::from(epoch) - 77_777.0).abs(),
                ..Default::default()
            },
            ..EpochRecord::default()
        };
        let mut history = History::default();
        for number in 1..=100_000 {
            history.record_epoch(epoch(number));
        }
        let numbers: Vec<u32> = history.epochs.iter().map(|epoch| epoch.epoch).collect();
        assert!(numbers.len() <= 16_384 && numbers.is_sorted());
        assert_eq!(numbers[0], 1);
        assert!(numbers.contains(&77_777));
        assert!(numbers.ends_with(&(96_001..=100_000).collect::<Vec<_>>()));
        // One from before there was a limit.
        let mut long = History {
            epochs: (1..=394_000).map(epoch).collect(),
            ..History::default()
        };
        long.record_epoch(epoch(394_001));
        assert!(long.epochs.len() <= 16_384);
        assert_eq!(long.epochs.last().map(|epoch| epoch.epoch), Some(394_001));
    }
}
