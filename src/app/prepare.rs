//! A dataset with its settings applied: scaling fitted, validation images drawn, labels counted.

use super::PreparedData;
use crate::data::{BuiltIn, DataSettings, Dataset, Scaler, Source, Split, load};

/// Of the training images when the wanted number would leave nothing to train on: one in this many,
/// which is the share of MNIST's default.
const SHARE: usize = 12;

/// Reads (unless `known` already holds the source) and prepares. Slow: for a background thread.
///
/// When the source has too few images for the wanted validation images, fewer are taken; the settings of the
/// result say how many.
///
/// # Errors
/// One sentence that ends with the path or field.
pub fn prepare(settings: &DataSettings, known: Option<Dataset>) -> Result<PreparedData, String> {
    let dataset = match known {
        Some(dataset) => dataset,
        None => load(&settings.source).map_err(|error| error.to_string())?,
    };
    let count = dataset.train.len();
    if count == 0 {
        return Err(format!(
            "There are no training images in it: {}",
            dataset.name
        ));
    }
    let mut settings = settings.clone();
    if settings.validation >= count {
        settings.validation = count / SHARE;
    }
    Ok(PreparedData {
        scaler: Scaler::fit(settings.scaling, &dataset.train),
        split: Split::new(count, settings.validation, settings.split_seed),
        label_counts: dataset.train.label_counts(),
        settings,
        dataset,
    })
}

/// What a source is called while it loads.
pub(super) fn source_name(source: &Source) -> String {
    match source {
        Source::BuiltIn {
            set: BuiltIn::Mnist,
        } => "MNIST".into(),
        Source::BuiltIn {
            set: BuiltIn::FashionMnist,
        } => "Fashion-MNIST".into(),
        Source::Idx { images, .. } => images.file_name().map_or_else(
            || images.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ImageShape, Images, Scaling};

    fn dataset(count: usize) -> Dataset {
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        };
        let labels = (0..count).map(|index| (index % 3) as u8).collect();
        let images = |labels| Images::new(shape, vec![51u8; count * 2], labels).unwrap();
        Dataset {
            name: "tiny".into(),
            train: images(Some(labels)),
            test: images(None),
            class_names: None,
        }
    }

    #[test]
    fn applies_the_settings() {
        let settings = DataSettings {
            scaling: Scaling::Standardised,
            validation: 4,
            ..DataSettings::default()
        };
        let prepared = prepare(&settings, Some(dataset(10))).expect("prepared");
        assert_eq!(prepared.settings, settings);
        assert_eq!(prepared.label_counts, [4, 3, 3]);
        assert_eq!(prepared.split.validation.len(), 4);
        assert_eq!(prepared.split.train.len(), 6);
        assert!((prepared.scaler.mean - 0.2).abs() < 1e-6);
    }

    #[test]
    fn takes_fewer_validation_images_from_a_small_set() {
        let settings = DataSettings::default();
        let prepared = prepare(&settings, Some(dataset(24))).expect("prepared");
        assert_eq!(prepared.settings.validation, 2);
        assert_eq!(prepared.split.train.len(), 22);
    }

    #[test]
    fn an_empty_set_is_refused() {
        let text = prepare(&DataSettings::default(), Some(dataset(0))).expect_err("refused");
        assert_eq!(text, "There are no training images in it: tiny");
    }

    #[test]
    fn names_files_by_their_last_part() {
        let source = Source::Idx {
            images: "folder/train-images.idx3-ubyte.gz".into(),
            labels: None,
            test_images: None,
            test_labels: None,
        };
        assert_eq!(source_name(&source), "train-images.idx3-ubyte.gz");
        assert_eq!(source_name(&Source::default()), "MNIST");
    }
}
