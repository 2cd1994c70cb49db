//! Settings and saved positions that make no sense are turned away with a sentence.

use super::{Job, Position, RunError, Schedule, ScheduleShape, TrainingSettings};
use crate::data::{Dataset, ImageShape};
use crate::model::Optimiser;

impl TrainingSettings {
    /// Whether a run can use these settings.
    ///
    /// # Errors
    /// A sentence naming the first field that cannot be used.
    pub fn check(&self) -> Result<(), RunError> {
        if self.batch == 0 {
            return problem("a batch needs at least one image", "training.batch");
        }
        not_negative(self.learning_rate, "training.learning_rate")?;
        not_negative(self.weight_decay, "training.weight_decay")?;
        if let Some(norm) = self.clip_norm
            && !(norm.is_finite() && norm > 0.0)
        {
            return problem(
                format!("the largest gradient norm must be above 0, not {norm}"),
                "training.clip_norm",
            );
        }
        if let Some(early) = self.early_stopping
            && !early.min_delta.is_finite()
        {
            return problem(
                "the smallest improvement must be a number",
                "training.early_stopping.min_delta",
            );
        }
        check_schedule(&self.schedule)?;
        check_optimiser(self.optimiser)
    }
}

impl Job {
    /// Whether a run can be made of this, as far as that can be seen without building its model.
    ///
    /// # Errors
    /// A sentence naming what cannot be used.
    pub fn check(&self) -> Result<(), RunError> {
        check_dataset(&self.dataset)?;
        self.training.check()
    }
}

fn check_schedule(schedule: &Schedule) -> Result<(), RunError> {
    not_negative(schedule.warm_up_epochs, "training.schedule.warm_up_epochs")?;
    match schedule.shape {
        ScheduleShape::Constant => Ok(()),
        ScheduleShape::Step { factor, .. } => {
            not_negative(factor, "training.schedule.shape.factor")
        }
        ScheduleShape::Cosine { floor } => not_negative(floor, "training.schedule.shape.floor"),
    }
}

fn check_optimiser(optimiser: Optimiser) -> Result<(), RunError> {
    match optimiser {
        Optimiser::Sgd { momentum, .. } => fraction(momentum, "training.optimiser.momentum"),
        Optimiser::Adam {
            beta1,
            beta2,
            epsilon,
        }
        | Optimiser::AdamW {
            beta1,
            beta2,
            epsilon,
        } => {
            fraction(beta1, "training.optimiser.beta1")?;
            fraction(beta2, "training.optimiser.beta2")?;
            not_negative(epsilon, "training.optimiser.epsilon")
        }
        Optimiser::RmsProp {
            alpha,
            epsilon,
            momentum,
        } => {
            fraction(alpha, "training.optimiser.alpha")?;
            fraction(momentum, "training.optimiser.momentum")?;
            not_negative(epsilon, "training.optimiser.epsilon")
        }
    }
}

/// Whether a model can be trained on `dataset`.
fn check_dataset(dataset: &Dataset) -> Result<(), RunError> {
    if dataset.train.is_empty() {
        return Err(RunError::NoImages(dataset.name.clone()));
    }
    let (train, test) = (dataset.train.shape(), dataset.test.shape());
    if !dataset.test.is_empty() && train != test {
        return Err(RunError::Shapes {
            train: describe(train),
            test: describe(test),
            name: dataset.name.clone(),
        });
    }
    Ok(())
}

/// Whether a run over `images` images can stand at `position`.
pub(super) fn check_position(
    position: &Position,
    settings: &TrainingSettings,
    images: usize,
) -> Result<(), RunError> {
    let batches = images.div_ceil(settings.batch);
    if position.batch as usize >= batches {
        return Err(RunError::Resume {
            problem: format!(
                "it has done {} batches of an epoch of {batches}",
                position.batch
            ),
            field: "position.batch",
        });
    }
    let seen = u64::from(position.batch) * settings.batch as u64;
    if position.images != seen {
        return Err(RunError::Resume {
            problem: format!(
                "it has seen {} images in {} batches of {}",
                position.images, position.batch, settings.batch
            ),
            field: "position.images",
        });
    }
    Ok(())
}

fn describe(shape: ImageShape) -> String {
    format!("{} x {} x {}", shape.height, shape.width, shape.channels)
}

fn problem<T>(problem: impl Into<String>, field: &'static str) -> Result<T, RunError> {
    Err(RunError::Settings {
        problem: problem.into(),
        field,
    })
}

fn not_negative(value: f32, field: &'static str) -> Result<(), RunError> {
    if value.is_finite() && value >= 0.0 {
        return Ok(());
    }
    problem(format!("{value} is not a number of 0 or more"), field)
}

fn fraction(value: f32, field: &'static str) -> Result<(), RunError> {
    if (0.0..1.0).contains(&value) {
        return Ok(());
    }
    problem(format!("{value} is not in [0, 1)"), field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(settings: TrainingSettings) -> String {
        settings.check().unwrap_err().to_string()
    }

    #[test]
    fn defaults_and_every_usual_optimiser_pass() {
        for optimiser in Optimiser::ALL {
            let settings = TrainingSettings {
                optimiser,
                ..TrainingSettings::default()
            };
            assert!(settings.check().is_ok());
        }
    }

    #[test]
    fn bad_settings_are_named() {
        let good = TrainingSettings::default();
        assert_eq!(
            sentence(TrainingSettings { batch: 0, ..good }),
            "a batch needs at least one image: training.batch"
        );
        assert_eq!(
            sentence(TrainingSettings {
                learning_rate: f32::NAN,
                ..good
            }),
            "NaN is not a number of 0 or more: training.learning_rate"
        );
        assert_eq!(
            sentence(TrainingSettings {
                clip_norm: Some(0.0),
                ..good
            }),
            "the largest gradient norm must be above 0, not 0: training.clip_norm"
        );
        let optimiser = Optimiser::Adam {
            beta1: 1.0,
            beta2: 0.999,
            epsilon: 1e-8,
        };
        assert_eq!(
            sentence(TrainingSettings { optimiser, ..good }),
            "1 is not in [0, 1): training.optimiser.beta1"
        );
        let schedule = Schedule {
            warm_up_epochs: -1.0,
            ..Schedule::default()
        };
        assert_eq!(
            sentence(TrainingSettings { schedule, ..good }),
            "-1 is not a number of 0 or more: training.schedule.warm_up_epochs"
        );
    }

    #[test]
    fn a_position_past_the_epoch_is_refused() {
        let settings = TrainingSettings {
            batch: 4,
            ..TrainingSettings::default()
        };
        let at = |batch, images| Position {
            batch,
            images,
            ..Position::default()
        };
        assert!(check_position(&at(2, 8), &settings, 10).is_ok());
        assert!(check_position(&at(3, 10), &settings, 10).is_err());
        assert!(check_position(&at(2, 9), &settings, 10).is_err());
    }
}
