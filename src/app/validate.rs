//! Values that make no sense for the data at hand, refused with one sentence before anything changes. What no model or
//! run can have at all, `Architecture::check` and `TrainingSettings::check` say.

use crate::data::DataSettings;

type Check = Result<(), String>;

/// `images` are the training images, where known.
pub(super) fn batch(batch: usize, images: Option<usize>) -> Check {
    match images {
        Some(images) if batch > images => Err(format!(
            "The batch size must be at most the {images} training images, not {batch}"
        )),
        _ => Ok(()),
    }
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
        assert!(batch(101, Some(100)).is_err());
        assert_eq!(batch(100, Some(100)), Ok(()));
    }
}
