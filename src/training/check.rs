//! Settings and saved positions that make no sense are turned away with a sentence.

mod phases;

use super::{Job, Position, RunError, Schedule, ScheduleShape, TrainingSettings, VariantSettings};
use crate::data::{Corruption, Dataset};
use crate::model::Invalid;

const MAX_BATCH: usize = 1 << 20;
const MAX_EPOCHS: u32 = 1_000_000;

impl TrainingSettings {
    /// Whether a run can use these settings.
    ///
    /// # Errors
    /// Names the first field that cannot be used.
    pub fn check(&self) -> Result<(), Invalid> {
        let (batch, epochs) = (self.batch, self.epochs);
        Invalid::unless((1..=MAX_BATCH).contains(&batch), "batch", || {
            format!("The batch size must be at least 1 and at most {MAX_BATCH}, not {batch}")
        })?;
        Invalid::unless((1..=MAX_EPOCHS).contains(&epochs), "epochs", || {
            format!("The epochs must be at least 1 and at most {MAX_EPOCHS}, not {epochs}")
        })?;
        let (rate, decay) = (f64::from(self.learning_rate), f64::from(self.weight_decay));
        Invalid::unless_positive(rate, "learning_rate", "The learning rate")?;
        Invalid::unless_from_zero(decay, "weight_decay", "The weight decay")?;
        if let Some(norm) = self.clip_norm {
            let name = "The norm at which gradients are clipped";
            Invalid::unless_positive(f64::from(norm), "clip_norm", name)?;
        }
        if let Some(stopping) = self.early_stopping {
            Invalid::unless(stopping.patience >= 1, "early_stopping.patience", || {
                "The patience of early stopping must be at least 1 epoch".into()
            })?;
            let name = "The least improvement of early stopping";
            Invalid::unless_from_zero(stopping.min_delta, "early_stopping.min_delta", name)?;
        }
        self.schedule.check()?;
        self.optimiser.check()
    }
}

impl VariantSettings {
    /// Whether such a variant can be built and trained.
    ///
    /// # Errors
    /// Names the first field that cannot be used.
    pub fn check(&self) -> Result<(), Invalid> {
        self.architecture.check()?;
        self.objective.check()?;
        check_corruption(&self.corruption, "corruption")?;
        self.training.check()?;
        phases::check(self)
    }
}

/// `field` is where the corruption stands in the settings.
fn check_corruption(corruption: &Corruption, field: &str) -> Result<(), Invalid> {
    corruption.check().map_err(|bad| Invalid {
        problem: bad.problem,
        field: format!("{field}.{}", bad.field),
    })
}

impl Schedule {
    fn check(&self) -> Result<(), Invalid> {
        let warm_up = f64::from(self.warm_up_epochs);
        Invalid::unless_from_zero(warm_up, "schedule.warm_up_epochs", "The warm-up epochs")?;
        match self.shape {
            ScheduleShape::Constant => Ok(()),
            ScheduleShape::Step { every, factor } => {
                Invalid::unless(every >= 1, "schedule.shape.every", || {
                    "The learning rate can step down every epoch or less often, not every 0 epochs"
                        .into()
                })?;
                let factor = f64::from(factor);
                Invalid::unless_positive(
                    factor,
                    "schedule.shape.factor",
                    "The factor of the schedule",
                )
            }
            ScheduleShape::Cosine { floor } => {
                Invalid::unless((0.0..=1.0).contains(&floor), "schedule.shape.floor", || {
                    format!("The floor of the schedule must be from 0 to 1, not {floor}")
                })
            }
        }
    }
}

impl Job {
    /// Whether a run can be made of this, as far as that can be seen without building its model.
    ///
    /// # Errors
    /// A sentence naming what cannot be used.
    pub fn check(&self) -> Result<(), RunError> {
        let dataset = &self.data.dataset;
        check_dataset(dataset)?;
        self.settings.check()?;
        let shape = dataset.shape();
        let kept = self
            .resume
            .as_ref()
            .and_then(|resume| resume.scaler.as_ref());
        if let Some(scaler) = kept
            && scaler.shape() != shape
        {
            return Err(RunError::OtherData {
                trained: scaler.shape().to_string(),
                found: shape.to_string(),
                name: dataset.name.clone(),
            });
        }
        self.settings.loss.check(shape)?;
        self.settings.objective.check_for(shape)?;
        Ok(self.settings.architecture.check_for(shape)?)
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
            train: train.to_string(),
            test: test.to_string(),
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::data::{DataSettings, ImageShape, Prepared, Samples};
    use crate::model::Pyramid;
    use crate::training::{EarlyStopping, VariantId};

    fn refused(edit: impl Fn(&mut TrainingSettings)) -> (String, String) {
        let mut settings = TrainingSettings::default();
        edit(&mut settings);
        let Invalid { problem, field } = settings.check().expect_err("refused");
        (field, problem)
    }

    #[test]
    fn the_defaults_pass() {
        assert_eq!(TrainingSettings::default().check(), Ok(()));
    }

    #[test]
    fn impossible_settings_are_named() {
        let (field, problem) = refused(|s| s.batch = 0);
        assert_eq!(field, "batch");
        assert_eq!(
            problem,
            "The batch size must be at least 1 and at most 1048576, not 0"
        );
        assert_eq!(refused(|s| s.epochs = 0).0, "epochs");
        for rate in [0.0, -1.0, f32::NAN, f32::INFINITY] {
            let (field, problem) = refused(|s| s.learning_rate = rate);
            assert_eq!(field, "learning_rate");
            assert!(
                problem.starts_with("The learning rate must be"),
                "{problem}"
            );
        }
        assert_eq!(refused(|s| s.weight_decay = -0.1).0, "weight_decay");
        assert_eq!(refused(|s| s.clip_norm = Some(0.0)).0, "clip_norm");
        let (field, _) = refused(|s| {
            s.early_stopping = Some(EarlyStopping {
                patience: 0,
                min_delta: 0.0,
            });
        });
        assert_eq!(field, "early_stopping.patience");
        let shape = |shape| {
            refused(|s| {
                s.schedule = Schedule {
                    warm_up_epochs: 0.0,
                    shape,
                };
            })
        };
        let step = |every, factor| ScheduleShape::Step { every, factor };
        assert_eq!(shape(step(0, 0.5)).0, "schedule.shape.every");
        assert_eq!(shape(step(1, f32::NAN)).0, "schedule.shape.factor");
        let (field, _) = shape(ScheduleShape::Cosine { floor: 1.5 });
        assert_eq!(field, "schedule.shape.floor");
        assert_eq!(
            refused(|s| s.schedule.warm_up_epochs = -1.0).0,
            "schedule.warm_up_epochs"
        );
    }

    #[test]
    fn convolutions_are_refused_on_images_they_do_not_exist_for() {
        let job = |side: usize| {
            let shape = ImageShape {
                height: side,
                width: side,
                channels: 1,
            };
            let images =
                Samples::images(shape, vec![0; 2 * shape.size()], None).expect("two images");
            let dataset = Dataset::new("squares", images.clone(), images);
            let data = Prepared::new(dataset, &DataSettings::default()).expect("there are images");
            let mut settings = VariantSettings::default();
            settings.architecture.pyramid = Some(Pyramid::default());
            Job::new(VariantId(1), Arc::new(data), settings)
        };
        assert!(job(28).check().is_ok());
        let refused = job(8).check().expect_err("refused").to_string();
        assert!(
            refused.contains("not 8 x 8 x 1") && refused.ends_with("pyramid"),
            "{refused}"
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
