//! A dataset with its settings applied: validation split drawn, scaler fitted, labels counted. Made in one place for
//! training, metrics, views and exports.

use std::sync::OnceLock;

use super::{DataSettings, Dataset, Samples, Scaler, Split, load};

/// Of the training samples when the wanted number would leave nothing to train on: one in this many,
/// which is the share of MNIST's default.
const SHARE: usize = 12;
/// Where the classes stand that are trained on alone.
const NORMAL: &str = "data.normal";
/// Where it stands whether pictures are drawn black and white.
const BINARISE: &str = "data.binarise";

/// A dataset with its settings applied.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// With the number of validation samples that were taken.
    pub settings: DataSettings,
    pub dataset: Dataset,
    /// Fitted to the training part of `split`.
    pub scaler: Scaler,
    pub split: Split,
    /// The samples that validation has where they are none of the training part's: rows of ratings, of which those left
    /// to training are seen and those held out for validation are wanted.
    pub validation: Option<Samples>,
    /// Samples of each label among the training samples; empty without labels.
    pub label_counts: Vec<usize>,
    /// Found when it is first asked for.
    blank: OnceLock<usize>,
}

impl Prepared {
    /// Applies `settings` to `dataset`, which is their source's.
    ///
    /// When there are too few samples for the wanted validation samples, fewer are taken; the settings of the result say
    /// how many.
    ///
    /// # Errors
    /// One sentence that ends with the set's name, when there is nothing to train on.
    pub fn new(mut dataset: Dataset, settings: &DataSettings) -> Result<Self, String> {
        let count = dataset.train.units();
        if count == 0 {
            return Err(format!(
                "There are no training samples in it: {}",
                dataset.name
            ));
        }
        if let Some(problem) = settings.not_binary(dataset.shape()) {
            return Err(format!("{problem}: {BINARISE}"));
        }
        if settings.binarise {
            let drawn = dataset.test.binarised();
            dataset.test = drawn.map_err(|error| error.to_string())?;
        }
        let mut settings = settings.clone();
        dataset.remove_cells(&settings)?;
        if settings.validation >= count {
            settings.validation = count / SHARE;
        }
        let held = dataset
            .train
            .without_ratings(settings.validation, settings.split_seed);
        let (split, validation) = match held {
            None => {
                let windows = Split::of_windows(&dataset.train, settings.validation);
                let drawn = windows
                    .unwrap_or_else(|| Split::new(count, settings.validation, settings.split_seed));
                (of_normal(drawn, &dataset, &mut settings)?, None)
            }
            Some(_) if !settings.normal.is_empty() => {
                return Err(format!("Ratings have no classes that are normal: {NORMAL}"));
            }
            Some((train, validation)) => {
                let split = Split::of_ratings(&train, &validation);
                dataset.train = train;
                (split, Some(validation))
            }
        };
        let scaler = Scaler::fit(settings.scaling, &dataset.train, &split.train);
        let columns = dataset.shape().columns().map_or(&[][..], |all| all.list());
        let columns = columns.iter().map(|column| &column.name);
        let names = columns.chain(dataset.train.channels());
        let mut scales = scaler.columns().iter().zip(names);
        if let Some((_, name)) = scales.find(|(scale, _)| !scale.is_finite()) {
            return Err(format!(
                "The numbers of {name} are too large to be scaled in single precision: {}",
                dataset.name
            ));
        }
        Ok(Self {
            scaler,
            label_counts: dataset.train.label_counts(),
            blank: OnceLock::new(),
            split,
            validation,
            settings,
            dataset,
        })
    }

    /// The same with `test` in place of its test part.
    pub(super) fn with_test(&self, test: Samples) -> Self {
        Self {
            dataset: Dataset {
                test,
                ..self.dataset.clone()
            },
            ..self.clone()
        }
    }

    /// `dataset`, which has nothing to train on, as `scaler` scales it.
    pub(super) fn untrained(dataset: Dataset, settings: DataSettings, scaler: Scaler) -> Self {
        Self {
            label_counts: Vec::new(),
            blank: OnceLock::new(),
            split: Split {
                train: Vec::new(),
                validation: Vec::new(),
            },
            validation: None,
            scaler,
            settings,
            dataset,
        }
    }

    /// Training samples that are 0 throughout, or below, as they are scaled; only a loss of shares minds them.
    pub fn blank(&self) -> usize {
        *self.blank.get_or_init(|| {
            let is_blank =
                |index: &&u32| self.scaler.is_blank(&self.dataset.train, **index as usize);
            self.split.train.iter().filter(is_blank).count()
        })
    }

    /// The samples that validation's places are of.
    pub fn validation_samples(&self) -> &Samples {
        self.validation.as_ref().unwrap_or(&self.dataset.train)
    }

    /// As [`Self::new`] for data that nobody has chosen settings for: a share of the training samples is set aside for
    /// validation.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn imported(dataset: Dataset, settings: &DataSettings) -> Result<Self, String> {
        let settings = DataSettings {
            validation: dataset.train.units() / SHARE,
            ..settings.clone()
        };
        Self::new(dataset, &settings)
    }

    /// Reads what `settings` name as [`Self::imported`] data. Slow: for a background thread.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn import(settings: &DataSettings) -> Result<Self, String> {
        let dataset = load(settings).map_err(|error| error.to_string())?;
        Self::imported(dataset, settings)
    }

    /// Reads what `settings` name, and applies them. Slow: for a background thread.
    ///
    /// # Errors
    /// One sentence that ends with the path or field.
    pub fn load(settings: &DataSettings) -> Result<Self, String> {
        let dataset = load(settings).map_err(|error| error.to_string())?;
        Self::new(dataset, settings)
    }
}

/// The samples of the normal classes among those that were drawn.
fn of_normal(
    drawn: Split,
    dataset: &Dataset,
    settings: &mut DataSettings,
) -> Result<Split, String> {
    if settings.normal.is_empty() {
        return Ok(drawn);
    }
    let labels = dataset.labels_of(&settings.normal);
    let kept = labels.and_then(|labels| drawn.of_classes(&dataset.train, &labels));
    let kept = kept.map_err(|problem| format!("{problem}: {NORMAL}"))?;
    if kept.validation.is_empty() {
        // The test part is watched then, as where nobody wanted any.
        settings.validation = 0;
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Column, ColumnKind, Columns, ImageShape, Samples, Scaling};

    fn dataset(count: usize) -> Dataset {
        let shape = ImageShape {
            height: 1,
            width: 2,
            channels: 1,
        };
        let labels = (0..count).map(|index| (index % 3) as u8).collect();
        let images = |labels| Samples::images(shape, vec![51u8; count * 2], labels).unwrap();
        Dataset::new("tiny", images(Some(labels)), images(None))
    }

    #[test]
    fn applies_the_settings() {
        let settings = DataSettings {
            scaling: Scaling::Standardised,
            validation: 4,
            ..DataSettings::default()
        };
        let prepared = Prepared::new(dataset(10), &settings).expect("prepared");
        assert_eq!(prepared.settings, settings);
        assert_eq!(prepared.label_counts, [4, 3, 3]);
        assert_eq!(prepared.split.validation.len(), 4);
        assert_eq!(prepared.split.train.len(), 6);
        let scale = prepared.scaler.single().expect("one channel");
        assert!((scale.mean - 0.2).abs() < 1e-6);
    }

    #[test]
    fn numbers_that_overflow_when_they_are_scaled_are_refused_by_column() {
        let column = |name| Column::new(name, ColumnKind::Numeric, false);
        let rows = |huge: f32| {
            let columns = Columns::from(vec![column("fine"), column("huge")]);
            let values = vec![1.0, huge, 2.0, -huge, 3.0, huge];
            let rows = Samples::rows(columns.into(), values, None).unwrap();
            let settings = DataSettings {
                scaling: Scaling::Standardised,
                validation: 0,
                ..DataSettings::default()
            };
            Prepared::new(Dataset::new("numbers", rows.clone(), rows), &settings)
        };
        assert!(rows(1e18).is_ok());
        assert_eq!(
            rows(3e38).unwrap_err(),
            "The numbers of huge are too large to be scaled in single precision: numbers"
        );
    }

    #[test]
    fn the_scaler_does_not_see_the_validation_samples() {
        let shape = ImageShape {
            height: 1,
            width: 1,
            channels: 1,
        };
        let settings = DataSettings {
            scaling: Scaling::Standardised,
            validation: 2,
            ..DataSettings::default()
        };
        let split = Split::new(6, 2, 0);
        // Validation samples are white, the others half of them black and half of a grey.
        let mut pixels = vec![255; 6];
        for (place, &index) in split.train.iter().enumerate() {
            pixels[index as usize] = if place % 2 == 0 { 0 } else { 102 };
        }
        let images = Samples::images(shape, pixels, None).unwrap();
        let dataset = Dataset {
            train: images.clone(),
            test: images,
            ..dataset(1)
        };
        let prepared = Prepared::new(dataset, &settings).expect("prepared");
        let scale = prepared.scaler.single().expect("one channel");
        assert!((scale.mean - 0.2).abs() < 1e-6, "{}", scale.mean);
    }

    #[test]
    fn takes_fewer_validation_samples_from_a_small_set() {
        for wanted in [24, 5_000] {
            let settings = DataSettings {
                validation: wanted,
                ..DataSettings::default()
            };
            let prepared = Prepared::new(dataset(24), &settings).expect("prepared");
            assert_eq!(prepared.settings.validation, 2);
            assert_eq!(prepared.split.train.len(), 22);
        }
    }

    #[test]
    fn an_empty_set_is_refused() {
        let text = Prepared::new(dataset(0), &DataSettings::default()).expect_err("refused");
        assert_eq!(text, "There are no training samples in it: tiny");
    }
}
