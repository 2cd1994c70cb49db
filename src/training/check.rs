//! Checks of training settings and saved positions.

mod phases;

use super::{Job, Position, RunError, SCHEMA, TrainingSettings, VariantSettings};
use crate::data::{Dataset, SampleShape};
use crate::model::{Invalid, Loss};

impl VariantSettings {
    /// Whether such a variant can be built and trained.
    ///
    /// # Errors
    /// Names the first field that cannot be used.
    pub fn check(&self) -> Result<(), Invalid> {
        let tree = serde_json::to_value(self).map_err(|error| Invalid {
            problem: error.to_string(),
            field: "settings".into(),
        })?;
        SCHEMA.check(&tree).map_err(|wrong| Invalid {
            problem: wrong.to_string(),
            field: wrong.place,
        })?;
        self.architecture.check()?;
        phases::check(self)
    }

    /// Whether the classifiers whose layers or features it uses are there, and made for samples of this shape.
    ///
    /// # Errors
    /// Names the setting that says which.
    pub fn check_features(&self, shape: &SampleShape) -> Result<(), Invalid> {
        let Some(image) = shape.image() else {
            return Ok(());
        };
        if let Some(pyramid) = &self.architecture.pyramid {
            pyramid.check_weights_for(image)?;
        }
        match self.loss {
            Loss::Perceptual => self.objective.perceptual.check_for(image),
            _ => Ok(()),
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
        let scaler = self
            .resume
            .as_ref()
            .and_then(|resume| resume.scaler.as_ref());
        if let Some(scaler) = scaler
            && scaler.shape() != shape
        {
            return Err(RunError::OtherData {
                trained: scaler.shape().to_string(),
                found: shape.to_string(),
                name: dataset.name.clone(),
            });
        }
        self.settings.loss.check(shape)?;
        let scaler = scaler.map_or(&self.data.scaler, |own| own);
        self.settings.loss.check_scaled(scaler)?;
        self.settings.objective.check_for(shape)?;
        phases::check_noise(&self.settings, shape)?;
        self.settings.architecture.check_for(shape)?;
        Ok(self.settings.check_features(shape)?)
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
    use crate::data::{Corruption, DataSettings, ImageShape, Prepared, Samples};
    use crate::model::{Optimiser, Pyramid};
    use crate::training::{EarlyStopping, ScheduleShape, VariantId};

    fn refused(edit: impl Fn(&mut VariantSettings)) -> String {
        let mut settings = VariantSettings::default();
        assert_eq!(settings.check(), Ok(()));
        edit(&mut settings);
        settings.check().expect_err("refused").to_string()
    }

    #[test]
    fn numbers_out_of_range_are_named() {
        assert_eq!(
            refused(|s| s.training.batch = 0),
            "Batch size must be at least 1 and at most 1048576, not 0: training.batch"
        );
        assert!(refused(|s| s.training.epochs = 0).ends_with(": training.epochs"));
        for rate in [0.0, -1.0, f32::NAN, f32::INFINITY] {
            let sentence = refused(|s| s.training.learning_rate = rate);
            let begins = sentence.starts_with("Learning rate must be a number above 0, not ");
            assert!(
                begins && sentence.ends_with(": training.learning_rate"),
                "{sentence}"
            );
        }
        assert!(refused(|s| s.training.weight_decay = -0.1).ends_with("weight_decay"));
        assert!(refused(|s| s.training.clip_norm = Some(0.0)).ends_with("training.clip_norm"));
        let impatient = EarlyStopping {
            patience: 0,
            min_delta: 0.0,
        };
        assert_eq!(
            refused(|s| s.training.early_stopping = Some(impatient)),
            "Patience must be at least 1, not 0: training.early_stopping.patience"
        );
        let shape = |shape| refused(|s| s.training.schedule.shape = shape);
        let step = |every, factor| ScheduleShape::Step { every, factor };
        assert!(shape(step(0, 0.5)).ends_with("training.schedule.shape.every"));
        assert!(shape(step(1, f32::NAN)).ends_with("training.schedule.shape.factor"));
        assert!(shape(ScheduleShape::Cosine { floor: 1.5 }).ends_with("schedule.shape.floor"));
        assert!(refused(|s| s.training.schedule.warm_up_epochs = -1.0).ends_with("warm_up_epochs"));
        assert_eq!(
            refused(|s| s.training.optimiser = Optimiser::Adam {
                beta1: 1.0,
                beta2: 0.999,
                epsilon: 1e-8
            }),
            "Beta 1 must be at least 0 and below 1, not 1: training.optimiser.beta1"
        );
        assert_eq!(
            refused(|s| s.objective.variational.beta = -1.0),
            "Beta must be 0 or more, not -1: objective.variational.beta"
        );
        assert_eq!(
            refused(|s| s.objective.penalties.sparsity.target = 1.0),
            "Wanted activation must be above 0 and below 1, not 1: objective.penalties.sparsity.target"
        );
        assert!(refused(|s| s.objective.wavelet.levels = 6).ends_with("objective.wavelet.levels"));
        assert!(refused(|s| s.objective.wavelet.details[3] = f32::NAN).ends_with("details[3]"));
        assert!(refused(|s| s.objective.adversarial.discriminator_rate = 0.0).ends_with("_rate"));
        for std in [-0.1, f32::NAN, f32::INFINITY] {
            let noise = Corruption::Gaussian { std };
            assert!(refused(|s| s.corruption = noise).ends_with(": corruption.std"));
        }
        assert_eq!(
            refused(|s| s.corruption = Corruption::SaltAndPepper { fraction: 1.5 }),
            "Replaced share must be at least 0 and at most 1, not 1.5: corruption.fraction"
        );
        assert!(
            refused(|s| s.architecture.encoder[1].dropout = 1.0)
                .ends_with(": architecture.encoder[1].dropout")
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
            refused.contains("not 8 × 8 × 1") && refused.ends_with("pyramid"),
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
