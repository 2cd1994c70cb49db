//! Values that make no sense for the data at hand, refused with one sentence before anything changes. What no model or
//! run can have at all, `Architecture::check` and `TrainingSettings::check` say.

use crate::data::{DataSettings, Prepared};
use crate::model::Invalid;
use crate::training::VariantSettings;

type Check = Result<(), String>;

/// Whether what differs from `before` fits the data at hand.
pub(super) fn settings(
    before: &VariantSettings,
    wanted: &VariantSettings,
    data: &Prepared,
) -> Check {
    let shape = data.dataset.shape();
    let problem = |invalid: Invalid| invalid.problem;
    if wanted.architecture != before.architecture {
        wanted.architecture.check_for(shape).map_err(problem)?;
    }
    if wanted.loss != before.loss {
        wanted.loss.check(shape).map_err(problem)?;
    }
    if wanted.training.batch != before.training.batch {
        batch(wanted.training.batch, data.split.train.len())?;
    }
    Ok(())
}

/// `images` are the training images.
fn batch(batch: usize, images: usize) -> Check {
    if batch > images {
        return Err(format!(
            "The batch size must be at most the {images} training images, not {batch}"
        ));
    }
    Ok(())
}

/// `images` are the training images of this source, where known.
pub(super) fn data(settings: &DataSettings, images: Option<usize>) -> Check {
    match images {
        Some(images) if settings.validation >= images => Err(format!(
            "The validation images must be fewer than the {images} training images, not {}",
            settings.validation
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validation_leaves_images_to_train_on() {
        let settings = DataSettings {
            validation: 100,
            ..DataSettings::default()
        };
        assert_eq!(data(&settings, None), Ok(()));
        assert_eq!(data(&settings, Some(101)), Ok(()));
        assert_eq!(
            data(&settings, Some(100)).expect_err("refused"),
            "The validation images must be fewer than the 100 training images, not 100"
        );
        assert!(batch(101, 100).is_err());
        assert_eq!(batch(100, 100), Ok(()));
    }
}
