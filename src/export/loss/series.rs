//! One loss curve: places along the horizontal axis, and values there.

use crate::project::LossAxis;
use crate::training::{EpochRecord, History, StepRecord};

/// The horizontal axis of one run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunAxis {
    pub axis: LossAxis,
    /// Updates an epoch takes; at least 1.
    pub steps_per_epoch: f64,
    /// Multiply-adds an update takes; for the axis of these alone.
    pub work: f64,
}

impl RunAxis {
    /// The place of an update.
    pub fn x(&self, step: u64, seconds: f64) -> f64 {
        match self.axis {
            LossAxis::Step => step as f64,
            LossAxis::Epoch => step as f64 / self.steps_per_epoch.max(1.0),
            LossAxis::Time => seconds,
            LossAxis::Compute => step as f64 * self.work,
        }
    }
}

/// What stands under the horizontal axis.
pub fn axis_name(axis: LossAxis) -> &'static str {
    match axis {
        LossAxis::Step => "updates",
        LossAxis::Epoch => "epoch",
        LossAxis::Time => "training time (s)",
        LossAxis::Compute => "multiply-adds",
    }
}

/// A curve of a run: place and value of each point.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    /// One point a recorded step.
    pub training: Vec<(f64, f64)>,
    /// One point an epoch.
    pub validation: Vec<(f64, f64)>,
    /// Where it diverged last.
    pub diverged: Option<Diverged>,
}

/// The last divergence of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Diverged {
    /// Where it was seen.
    pub at: f64,
    /// The way there, from the point it went back to; empty of what is measured once an epoch.
    pub way: Vec<(f64, f64)>,
}

impl Series {
    /// The values that records of steps and of epochs have, along `axis`.
    pub fn new(
        history: &History,
        axis: &RunAxis,
        at_step: impl Fn(&StepRecord) -> Option<f64>,
        at_epoch: impl Fn(&EpochRecord) -> Option<f64>,
    ) -> Self {
        let point = |step: &StepRecord| Some((axis.x(step.step, step.seconds), at_step(step)?));
        let epochs = history.epochs.iter();
        let diverged = history.diverged.as_ref().map(|diverged| {
            let first = diverged.way.first().map_or(diverged.step, |step| step.step);
            let before = history.steps.iter().rev().find(|step| step.step < first);
            Diverged {
                at: axis.x(diverged.step, diverged.seconds),
                way: before
                    .into_iter()
                    .chain(&diverged.way)
                    .filter_map(point)
                    .collect(),
            }
        });
        Self {
            training: history.steps.iter().filter_map(point).collect(),
            validation: epochs
                .filter_map(|epoch| Some((axis.x(epoch.step, epoch.seconds), at_epoch(epoch)?)))
                .collect(),
            diverged,
        }
    }
}
