//! The built-in datasets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::held_out::Parting;
use super::{DataError, Dataset, PictureSet, ratings, table_set};

/// The sets that are part of the program.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "kebab-case")]
pub enum BuiltIn {
    /// 60,000 + 10,000 handwritten digits, 28 x 28 grey.
    #[default]
    Mnist,
    /// The first 10,000 + 2,000 articles of clothing of Fashion-MNIST, 28 x 28 grey.
    FashionMnist,
    /// Breast Cancer Wisconsin (Diagnostic): 569 rows of 30 numbers, labelled by diagnosis.
    BreastCancer,
    /// 28,800 made-up ratings of 400 items by 1,200 users, a tenth of them for testing.
    Ratings,
}

impl BuiltIn {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    /// The set's own name.
    pub fn name(self) -> &'static str {
        match self.pictures() {
            Some(pictures) => pictures.name(),
            None if self == Self::Ratings => "Ratings",
            None => "Breast cancer",
        }
    }

    /// What is in it, in one line.
    pub fn contents(self) -> &'static str {
        match self {
            Self::Mnist => "60,000 + 10,000 handwritten digits, 28 × 28 grey",
            Self::FashionMnist => "The first 10,000 + 2,000 articles of clothing, 28 × 28 grey",
            Self::BreastCancer => {
                "A table of 569 rows: 30 measures of cell nuclei, and the diagnosis"
            }
            Self::Ratings => "28,800 made-up ratings of 400 items by 1,200 users",
        }
    }

    /// Unpacks it.
    pub(super) fn load(self, parting: Parting) -> Result<Dataset, DataError> {
        match self.pictures() {
            Some(pictures) => pictures.load(),
            None if self == Self::Ratings => ratings::built_in(self.name(), parting),
            None => table_set::breast_cancer(self.name(), parting),
        }
    }

    /// Whether it has a test part of its own.
    pub fn has_test_part(self) -> bool {
        self != Self::BreastCancer
    }

    /// The set of pictures that it is, if it is one.
    pub fn pictures(self) -> Option<PictureSet> {
        match self {
            Self::Mnist => Some(PictureSet::Mnist),
            Self::FashionMnist => Some(PictureSet::FashionMnist),
            Self::BreastCancer | Self::Ratings => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{DataSettings, HoldOut, Prepared, Samples, Scaling, TestPart};

    #[test]
    fn the_table_has_its_columns_classes_and_a_drawn_test_part() {
        let settings = DataSettings {
            source: crate::data::Source::BuiltIn {
                set: BuiltIn::BreastCancer,
            },
            scaling: Scaling::Standardised,
            validation: 0,
            ..DataSettings::default()
        };
        let data = Prepared::load(&settings).unwrap();
        let dataset = &data.dataset;
        assert_eq!((dataset.train.len(), dataset.test.len()), (475, 94));
        let columns = dataset.shape().columns().expect("rows");
        assert_eq!(columns.len(), 30);
        assert!(columns.are_plain());
        assert_eq!(columns.list()[0].name, "radius1");
        assert_eq!(columns.list()[29].name, "fractal_dimension3");
        let mut names = dataset.class_names.clone().expect("classes");
        names.sort();
        assert_eq!(names, ["benign", "malignant"]);
        let all = [&dataset.train, &dataset.test].map(Samples::label_counts);
        let mut counts = [all[0][0] + all[1][0], all[0][1] + all[1][1]];
        counts.sort_unstable();
        assert_eq!(counts, [212, 357]);
        let drawn = TestPart::HeldOut {
            how: HoldOut::Drawn,
            seed: 0,
        };
        assert_eq!(dataset.about.test_part, drawn);
        assert!(dataset.about.warnings.is_empty());
        assert_eq!(data.scaler.columns().len(), 30);
    }
}
