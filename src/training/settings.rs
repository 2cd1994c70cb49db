//! The training settings: optimiser, learning rate, schedule, batch size, epochs, early stopping.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Optimiser;

/// How the learning rate changes over the run: a factor on the rate of the run, or on that of the phase.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct Schedule {
    /// Epochs over which the learning rate first rises from 0; fractions are allowed.
    #[schemars(title = "Warm-up", range(min = 0.0), extend("x-unit" = "epochs"))]
    pub warm_up_epochs: f32,
    /// How the learning rate changes over the run: constant, multiplied by a factor every few epochs, or falling along
    /// half a cosine.
    #[schemars(title = "Schedule")]
    pub shape: ScheduleShape,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            warm_up_epochs: 0.0,
            shape: ScheduleShape::Constant,
        }
    }
}

/// The learning rate after warm-up.
#[derive(Debug, Clone, Copy, PartialEq, Default, JsonSchema, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScheduleShape {
    /// It stays as it is.
    #[default]
    Constant,
    /// Multiplied by `factor` after every `every` epochs.
    Step {
        /// Epochs between two steps of the learning rate.
        #[schemars(title = "Step every", range(min = 1), extend("x-unit" = "epochs"))]
        #[serde(default = "usual::every")]
        every: u32,
        /// Each step multiplies the learning rate by this.
        #[schemars(title = "Step factor", extend("exclusiveMinimum" = 0.0))]
        #[serde(default = "usual::factor")]
        factor: f32,
    },
    /// Half a cosine from the full rate down to `floor` times the rate at the last epoch.
    Cosine {
        /// Share of the learning rate that is left at the last epoch.
        #[schemars(title = "Cosine floor", range(min = 0.0, max = 1.0))]
        #[serde(default)]
        floor: f32,
    },
}

/// Steps that nobody chose.
mod usual {
    pub fn every() -> u32 {
        10
    }

    pub fn factor() -> f32 {
        0.5
    }
}

impl Schedule {
    /// The factor on the learning rate at `epoch` (0-based, fractional inside an epoch) of `epochs`.
    pub fn factor(&self, epoch: f64, epochs: u32) -> f64 {
        let warm_up = f64::from(self.warm_up_epochs).max(0.0);
        if epoch < warm_up {
            return epoch / warm_up;
        }
        match self.shape {
            ScheduleShape::Constant => 1.0,
            ScheduleShape::Step { every, factor } => {
                let steps = ((epoch - warm_up) / f64::from(every.max(1))).floor();
                f64::from(factor).powf(steps)
            }
            ScheduleShape::Cosine { floor } => {
                let length = (f64::from(epochs) - warm_up).max(f64::EPSILON);
                let progress = ((epoch - warm_up) / length).clamp(0.0, 1.0);
                let floor = f64::from(floor);
                floor + (1.0 - floor) * 0.5 * (1.0 + (std::f64::consts::PI * progress).cos())
            }
        }
    }
}

/// Ends training when the watched loss has not improved for a while, and restores the best weights. Counts within the
/// last phase only.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct EarlyStopping {
    /// Epochs without an improvement before stopping.
    #[schemars(title = "Patience", range(min = 1), extend("x-unit" = "epochs"))]
    pub patience: u32,
    /// The loss must fall by more than this to count as an improvement (min delta).
    #[schemars(title = "Least improvement", range(min = 0.0))]
    pub min_delta: f64,
}

impl Default for EarlyStopping {
    fn default() -> Self {
        Self {
            patience: 5,
            min_delta: 0.0,
        }
    }
}

/// Everything about a run that is not the model or the data.
#[derive(Debug, Clone, Copy, PartialEq, JsonSchema, Serialize, Deserialize)]
#[serde(default)]
pub struct TrainingSettings {
    /// How gradients become updates; formulas and defaults are PyTorch's.
    #[schemars(title = "Optimiser")]
    pub optimiser: Optimiser,
    /// How far each update moves the weights; drag for finer steps, or type a number like 3e-4.
    #[schemars(title = "Learning rate", extend("exclusiveMinimum" = 0.0))]
    pub learning_rate: f32,
    /// Pulls weights towards 0 by this share: added to the gradient, or with AdamW taken from the weights directly.
    #[schemars(title = "Weight decay", range(min = 0.0))]
    pub weight_decay: f32,
    /// How the learning rate changes over the run.
    pub schedule: Schedule,
    /// Samples in each update; larger ones give smoother gradients and fewer updates an epoch.
    ///
    /// The last batch of an epoch may be smaller.
    #[schemars(title = "Batch size", range(min = 1, max = 1_048_576), extend("x-unit" = "samples"))]
    pub batch: usize,
    /// Training goes on until it has passed through all training samples this many times.
    #[schemars(title = "Epochs", range(min = 1, max = 1_000_000))]
    pub epochs: u32,
    /// Draws the initial weights, the order of the samples and the dropout: the same seed gives the same run.
    #[schemars(title = "Seed")]
    pub seed: u64,
    /// Scales the whole gradient down when its norm is above a limit, g = g limit / |g|: the Euclidean norm over all
    /// parameters that the gradient may have, `null` for any.
    #[schemars(title = "Largest norm", extend("exclusiveMinimum" = 0.0))]
    pub clip_norm: Option<f32>,
    /// Ends training when the validation loss no longer improves, and restores the best weights; `null` for never.
    #[schemars(title = "Early stopping")]
    pub early_stopping: Option<EarlyStopping>,
}

impl Default for TrainingSettings {
    fn default() -> Self {
        Self {
            optimiser: Optimiser::default(),
            learning_rate: 1e-3,
            weight_decay: 0.0,
            schedule: Schedule::default(),
            batch: 128,
            epochs: 20,
            seed: 0,
            clip_norm: None,
            early_stopping: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(warm_up_epochs: f32, shape: ScheduleShape) -> Schedule {
        Schedule {
            warm_up_epochs,
            shape,
        }
    }

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-7, "{value} is not {expected}");
    }

    #[test]
    fn warm_up_rises_from_zero_and_then_the_shape_begins() {
        let constant = schedule(2.0, ScheduleShape::Constant);
        assert_eq!(constant.factor(0.0, 10), 0.0);
        assert_eq!(constant.factor(0.5, 10), 0.25);
        assert_eq!(constant.factor(2.0, 10), 1.0);
        assert_eq!(constant.factor(9.9, 10), 1.0);
        let cosine = schedule(2.0, ScheduleShape::Cosine { floor: 0.0 });
        close(cosine.factor(2.0, 4), 1.0);
        close(cosine.factor(3.0, 4), 0.5);
        close(cosine.factor(4.0, 4), 0.0);
    }

    #[test]
    fn a_warm_up_longer_than_the_run_never_ends() {
        let long = schedule(10.0, ScheduleShape::Cosine { floor: 0.1 });
        assert_eq!(long.factor(2.0, 3), 0.2);
        close(long.factor(10.0, 3), 1.0);
        close(long.factor(11.0, 3), 0.1);
    }

    #[test]
    fn steps_multiply_after_every_so_many_epochs() {
        let shape = ScheduleShape::Step {
            every: 3,
            factor: 0.5,
        };
        let steps = schedule(0.0, shape);
        assert_eq!(steps.factor(2.99, 10), 1.0);
        assert_eq!(steps.factor(3.0, 10), 0.5);
        assert_eq!(steps.factor(6.0, 10), 0.25);
        let later = schedule(1.0, shape);
        assert_eq!(later.factor(3.5, 10), 1.0);
        assert_eq!(later.factor(4.0, 10), 0.5);
        let zero = ScheduleShape::Step {
            every: 0,
            factor: 0.5,
        };
        assert_eq!(schedule(0.0, zero).factor(2.0, 10), 0.25);
    }

    #[test]
    fn cosine_falls_to_the_floor_and_stays_there() {
        let cosine = schedule(0.0, ScheduleShape::Cosine { floor: 0.1 });
        close(cosine.factor(0.0, 1), 1.0);
        close(cosine.factor(0.5, 1), 0.55);
        close(cosine.factor(1.0, 1), 0.1);
        close(cosine.factor(7.0, 1), 0.1);
        assert!(cosine.factor(0.0, 0).is_finite());
    }
}
