//! The built-in datasets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::held_out::Parting;
use super::{
    DataError, Dataset, ImageShape, PictureSet, emoji, ratings, series, sound, table_set, text,
};

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
    /// 1,911 emoji in ten groups, 32 x 32 in red, green and blue.
    Emoji,
    /// Breast Cancer Wisconsin (Diagnostic): 569 rows of 30 numbers, labelled by diagnosis.
    BreastCancer,
    /// 4,000 definitions of nouns from WordNet as bags of 2,000 words, in ten classes.
    Glosses,
    /// The same definitions in order, each word one of 2,000.
    GlossesInOrder,
    /// 28,800 made-up ratings of 400 items by 1,200 users, a tenth of them for testing.
    Ratings,
    /// Japanese Vowels: 640 utterances of nine speakers as sequences of 7 to 29 steps of 12 numbers.
    JapaneseVowels,
    /// Digits as a program speaks them: 500 clips in 25 voices and 200 in ten others, as 32 frames of 32 mel bands.
    SpokenDigits,
}

/// What the samples of a built-in set are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub enum SetKind {
    Images,
    Table,
    Texts,
    Ratings,
    Series,
    Sound,
}

impl SetKind {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    /// Above sets of this kind.
    pub fn name(self) -> &'static str {
        match self {
            Self::Images => "Images",
            Self::Table => "Tables",
            Self::Texts => "Texts",
            Self::Ratings => "Ratings",
            Self::Series => "Series",
            Self::Sound => "Sound",
        }
    }
}

impl BuiltIn {
    pub const ALL: [Self; Self::VARIANTS.len()] = *Self::VARIANTS.as_array().unwrap();

    /// The set's own name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mnist => PictureSet::Mnist.name(),
            Self::FashionMnist => PictureSet::FashionMnist.name(),
            Self::Emoji => "Emoji",
            Self::BreastCancer => "Breast cancer",
            Self::Glosses => "WordNet glosses",
            Self::GlossesInOrder => "WordNet glosses in order",
            Self::Ratings => "Ratings",
            Self::JapaneseVowels => "Japanese vowels",
            Self::SpokenDigits => "Spoken digits",
        }
    }

    /// What is in it, in one line.
    pub fn contents(self) -> &'static str {
        match self {
            Self::Mnist => "60,000 + 10,000 handwritten digits, 28 × 28 grey",
            Self::FashionMnist => "The first 10,000 + 2,000 articles of clothing, 28 × 28 grey",
            Self::Emoji => "1,911 emoji in ten groups, 32 × 32 in colour",
            Self::BreastCancer => {
                "A table of 569 rows: 30 measures of cell nuclei, and the diagnosis"
            }
            Self::Glosses => "4,000 definitions of nouns as bags of 2,000 words, in ten classes",
            Self::GlossesInOrder => {
                "4,000 definitions of nouns in order, each word one of 2,000, in ten classes"
            }
            Self::Ratings => "28,800 made-up ratings of 400 items by 1,200 users",
            Self::JapaneseVowels => {
                "270 + 370 vowels of nine speakers: 7 to 29 steps of 12 coefficients"
            }
            Self::SpokenDigits => "500 + 200 digits in 35 voices: 32 frames of 32 mel bands",
        }
    }

    /// What its samples are.
    pub fn kind(self) -> SetKind {
        match self {
            Self::Mnist | Self::FashionMnist | Self::Emoji => SetKind::Images,
            Self::BreastCancer => SetKind::Table,
            Self::Glosses | Self::GlossesInOrder => SetKind::Texts,
            Self::Ratings => SetKind::Ratings,
            Self::JapaneseVowels => SetKind::Series,
            Self::SpokenDigits => SetKind::Sound,
        }
    }

    /// Numbers in one sample as a model sees it.
    pub fn width(self) -> usize {
        match self {
            Self::Mnist | Self::FashionMnist => 28 * 28,
            Self::Emoji => 32 * 32 * 3,
            Self::BreastCancer => 30,
            Self::Glosses => 2_000,
            Self::GlossesInOrder => 29 * 2_002,
            Self::Ratings => 400,
            Self::JapaneseVowels => 29 * 12,
            Self::SpokenDigits => 32 * 32,
        }
    }

    /// The first `count` images, one after another, and the shape of each; nothing where samples are none. Quick enough to
    /// be asked while a menu opens.
    pub fn first_images(self, count: usize) -> Option<(ImageShape, Vec<u8>)> {
        let packed = match self {
            Self::Mnist => PictureSet::Mnist.files()[0],
            Self::FashionMnist => PictureSet::FashionMnist.files()[0],
            Self::Emoji => &emoji::EMOJI,
            Self::BreastCancer
            | Self::Glosses
            | Self::GlossesInOrder
            | Self::Ratings
            | Self::JapaneseVowels
            | Self::SpokenDigits => return None,
        };
        packed.first(count).ok()
    }

    /// Whether its texts are read in order.
    pub fn is_in_order(self) -> bool {
        self == Self::GlossesInOrder
    }

    /// Unpacks it.
    pub(super) fn load(self, parting: Parting) -> Result<Dataset, DataError> {
        match self {
            Self::Mnist => PictureSet::Mnist.load(),
            Self::FashionMnist => PictureSet::FashionMnist.load(),
            Self::Emoji => emoji::load(self.name(), parting),
            Self::BreastCancer => table_set::breast_cancer(self.name(), parting),
            Self::Glosses => text::glosses(self.name(), parting),
            Self::GlossesInOrder => text::glosses_in_order(self.name(), parting),
            Self::Ratings => ratings::built_in(self.name(), parting),
            Self::JapaneseVowels => series::japanese_vowels(self.name(), parting),
            Self::SpokenDigits => sound::spoken_digits(self.name(), parting),
        }
    }

    /// The same set as one that a classifier was trained for, where there is one.
    pub fn pictures(self) -> Option<PictureSet> {
        match self {
            Self::Mnist => Some(PictureSet::Mnist),
            Self::FashionMnist => Some(PictureSet::FashionMnist),
            Self::Emoji
            | Self::BreastCancer
            | Self::Glosses
            | Self::GlossesInOrder
            | Self::Ratings
            | Self::JapaneseVowels
            | Self::SpokenDigits => None,
        }
    }

    /// Whether it has a test part of its own; one is held out otherwise.
    pub fn has_test_part(self) -> bool {
        match self {
            Self::Mnist
            | Self::FashionMnist
            | Self::Ratings
            | Self::JapaneseVowels
            | Self::SpokenDigits => true,
            Self::Emoji | Self::BreastCancer | Self::Glosses | Self::GlossesInOrder => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::load;
    use crate::data::{DataSettings, HoldOut, Prepared, Samples, Scaling, TestPart};

    #[test]
    fn what_is_said_of_each_set_is_so() {
        for set in BuiltIn::ALL {
            let source = crate::data::Source::BuiltIn { set };
            let settings = DataSettings::of_source(source);
            let shape = load(&settings).unwrap().shape().clone();
            assert_eq!(shape.target_width(), set.width(), "{set:?}");
            assert_eq!(shape.image().is_some(), set.kind() == SetKind::Images);
            let first = set.first_images(3);
            assert_eq!(first.as_ref().map(|(shape, _)| *shape), shape.image());
        }
        // The first digits are a five, a zero and a four; all of them begin with a black line.
        let (shape, pixels) = BuiltIn::Mnist.first_images(3).unwrap();
        assert_eq!(pixels.len(), 3 * shape.size());
        let data = load(&DataSettings::default()).unwrap();
        assert_eq!(pixels[784..1568], *data.train.image(1));
    }

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
