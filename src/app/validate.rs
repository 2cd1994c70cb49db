//! Values that make no sense for the data at hand, refused with one sentence before anything changes. What no model or
//! run can have at all, `Architecture::check` and `TrainingSettings::check` say.

use super::SampleKind;
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
        wanted.loss.check_scaled(&data.scaler).map_err(problem)?;
    }
    if wanted.training.batch != before.training.batch {
        let kind = SampleKind::of(shape);
        batch(wanted.training.batch, data.split.train.len(), kind)?;
    }
    Ok(())
}

/// `count` is that of the training samples.
fn batch(batch: usize, count: usize, kind: SampleKind) -> Check {
    if batch > count {
        let many = kind.many();
        return Err(format!(
            "The batch size must be at most the {count} training {many}, not {batch}"
        ));
    }
    Ok(())
}

/// `count` is that of the training samples of this source, where known.
pub(super) fn data(settings: &DataSettings, count: Option<usize>) -> Check {
    match count {
        Some(count) if settings.validation >= count => {
            let many = SampleKind::of_source(&settings.source).many();
            Err(format!(
                "The validation {many} must be fewer than the {count} training {many}, not {}",
                settings.validation
            ))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Source;

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
        let rows = DataSettings {
            source: Source::of_path("a.csv".as_ref()).expect("a table"),
            ..settings
        };
        assert_eq!(
            data(&rows, Some(90)).expect_err("refused"),
            "The validation rows must be fewer than the 90 training rows, not 100"
        );
        assert_eq!(
            batch(101, 100, SampleKind::Row).expect_err("refused"),
            "The batch size must be at most the 100 training rows, not 101"
        );
        assert_eq!(batch(100, 100, SampleKind::Image), Ok(()));
    }
}
