//! What files data can be, and the paths that each needs.

use crate::data::Source;
use crate::ui::endings::{ARRAY_ENDINGS, IDX_ENDINGS, SERIES_ENDINGS, TABLE_ENDINGS};

/// A path of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Images,
    Labels,
    TestImages,
    TestLabels,
    Table,
    TestTable,
    Array,
    ArrayLabels,
    TestArray,
    TestArrayLabels,
    Pictures,
    PictureClasses,
    TestPictures,
    Texts,
    TestTexts,
    Ratings,
    TestRatings,
    Series,
    TestSeries,
    Sounds,
    SoundClasses,
    TestSounds,
}

impl Field {
    const OF_IMAGES: [Self; 4] = [
        Self::Images,
        Self::Labels,
        Self::TestImages,
        Self::TestLabels,
    ];
    const OF_TABLES: [Self; 2] = [Self::Table, Self::TestTable];
    const OF_ARRAYS: [Self; 4] = [
        Self::Array,
        Self::ArrayLabels,
        Self::TestArray,
        Self::TestArrayLabels,
    ];
    const OF_TEXTS: [Self; 2] = [Self::Texts, Self::TestTexts];
    const OF_PICTURES: [Self; 3] = [Self::Pictures, Self::PictureClasses, Self::TestPictures];
    const OF_RATINGS: [Self; 2] = [Self::Ratings, Self::TestRatings];
    const OF_SERIES: [Self; 2] = [Self::Series, Self::TestSeries];
    const OF_SOUNDS: [Self; 3] = [Self::Sounds, Self::SoundClasses, Self::TestSounds];

    pub fn name(self) -> &'static str {
        match self {
            Self::Images => "Training images",
            Self::Labels => "Training labels",
            Self::TestImages => "Test images",
            Self::TestLabels => "Test labels",
            Self::Table => "Table",
            Self::TestTable => "Test table",
            Self::Array => "Array",
            Self::ArrayLabels => "Labels",
            Self::TestArray => "Test array",
            Self::TestArrayLabels => "Labels of the test array",
            Self::Pictures => "Folder of pictures",
            Self::PictureClasses => "File of classes",
            Self::TestPictures => "Folder of test pictures",
            Self::Texts => "Texts",
            Self::TestTexts => "Test texts",
            Self::Ratings => "List of ratings",
            Self::TestRatings => "Test ratings",
            Self::Series => "Series",
            Self::TestSeries => "Test series",
            Self::Sounds => "Folder of sounds",
            Self::SoundClasses => "File of classes",
            Self::TestSounds => "Folder of test sounds",
        }
    }

    pub fn tooltip(self) -> &'static str {
        match self {
            Self::Images => "An IDX file of images, plain or .gz",
            Self::Labels => "An IDX file of one label an image; optional",
            Self::TestImages => {
                "An IDX file of images; without one a sixth of the training images, drawn by the split seed, is for testing"
            }
            Self::TestLabels => "An IDX file of one label a test image; optional",
            Self::Table => "A CSV or TSV file, plain or .gz",
            Self::TestTable => {
                "A table with the same columns; without one the file beside the table whose name says test, else a sixth of the rows"
            }
            Self::Array => "A NPY file, or a NPZ archive with labels and a test part in it",
            Self::ArrayLabels => {
                "A NPY file of one label a sample; found by its name in an archive"
            }
            Self::TestArray => {
                "A NPY file of the same shape; without one what is called so in an archive, else a sixth of the samples"
            }
            Self::TestArrayLabels => "A NPY file of one label a test sample; optional",
            Self::Pictures => {
                "A folder of PNG, JPEG, WebP, BMP, TIFF or GIF files, or the path of one large picture"
            }
            Self::PictureClasses => {
                "A CSV file with the name of a picture and its class in each line; without one subfolders are the classes"
            }
            Self::TestPictures => {
                "Without one the folder test beside a folder train, else a sixth of the pictures"
            }
            Self::Texts => {
                "A text file of a text a line, a table with a column of texts, or a folder of .txt files"
            }
            Self::TestTexts => {
                "Without one the file beside it whose name says test or the folder test in it, else a sixth of the texts"
            }
            Self::Ratings => {
                "A CSV or TSV file with a user, an item and a rating in each line, plain or .gz"
            }
            Self::TestRatings => {
                "Ratings by the same users; without one those in the file beside it whose name says test, else a sixth"
            }
            Self::Series => {
                "A .ts file, a CSV or TSV file or a NPY array, plain or .gz, or a NPZ archive"
            }
            Self::TestSeries => {
                "Series of the same channels; without one those in the file beside it whose name says test, else a sixth"
            }
            Self::Sounds => "A folder of WAV, FLAC, OGG or MP3 files, or the path of one recording",
            Self::SoundClasses => {
                "A CSV file with the name of a sound and its class in each line; without one subfolders are the classes"
            }
            Self::TestSounds => {
                "Without one the folder test beside a folder train, else a sixth of the sounds"
            }
        }
    }

    /// What stands in the empty field.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Images => "",
            Self::Labels | Self::TestLabels => "none",
            Self::TestImages => "a sixth of the images",
            Self::Table
            | Self::Array
            | Self::Pictures
            | Self::Texts
            | Self::Ratings
            | Self::Series
            | Self::Sounds => "",
            Self::PictureClasses | Self::SoundClasses => "subfolders",
            Self::TestPictures | Self::TestSounds => "found inside, or a sixth",
            Self::TestTable | Self::TestTexts | Self::TestRatings | Self::TestSeries => {
                "found beside it, or a sixth"
            }
            Self::ArrayLabels | Self::TestArrayLabels => "found in the archive, or none",
            Self::TestArray => "found in the archive, or a sixth",
        }
    }

    /// Whether it takes a folder.
    pub fn is_folder(self) -> bool {
        matches!(
            self,
            Self::Pictures | Self::TestPictures | Self::Sounds | Self::TestSounds
        )
    }

    /// What the files are that it takes.
    pub fn files(self) -> Files {
        match self {
            Self::Images | Self::Labels | Self::TestImages | Self::TestLabels => Files::Idx,
            Self::Table | Self::TestTable => Files::Table,
            Self::Array | Self::ArrayLabels | Self::TestArray | Self::TestArrayLabels => {
                Files::Array
            }
            Self::Pictures | Self::PictureClasses | Self::TestPictures => Files::Pictures,
            Self::Texts | Self::TestTexts => Files::Text,
            Self::Ratings | Self::TestRatings => Files::Ratings,
            Self::Series | Self::TestSeries => Files::Series,
            Self::Sounds | Self::SoundClasses | Self::TestSounds => Files::Sound,
        }
    }
}

/// What the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    Idx,
    Table,
    Array,
    Pictures,
    Text,
    Ratings,
    Series,
    Sound,
}

impl Files {
    pub const ALL: [Self; 8] = [
        Self::Table,
        Self::Pictures,
        Self::Text,
        Self::Ratings,
        Self::Series,
        Self::Sound,
        Self::Array,
        Self::Idx,
    ];

    /// What the files of `source` are; `None` for a built-in set.
    pub fn of(source: &Source) -> Option<Self> {
        match source {
            Source::BuiltIn { .. } | Source::Unread(_) => None,
            Source::Idx(_) => Some(Self::Idx),
            Source::Table(_) => Some(Self::Table),
            Source::Array(_) => Some(Self::Array),
            Source::Pictures(_) => Some(Self::Pictures),
            Source::Text(_) => Some(Self::Text),
            Source::Ratings(_) => Some(Self::Ratings),
            Source::Series(_) => Some(Self::Series),
            Source::Sound(_) => Some(Self::Sound),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Idx => "IDX files",
            Self::Table => "Table (CSV, TSV)",
            Self::Array => "Arrays (NPY, NPZ)",
            Self::Pictures => "Pictures in a folder",
            Self::Text => "Texts (TXT, CSV, TSV)",
            Self::Ratings => "Ratings (CSV, TSV)",
            Self::Series => "Series (TS, CSV, NPY)",
            Self::Sound => "Sounds in a folder",
        }
    }

    pub fn about(self) -> &'static str {
        match self {
            Self::Idx => "Files in the format of MNIST, plain or .gz",
            Self::Table => "Rows and columns of a text file, plain or .gz",
            Self::Array => "Images or rows of numbers as NumPy saves them",
            Self::Pictures => "PNG, JPEG and others; their subfolders are the classes",
            Self::Text => "Lines, a column of a table or files of a folder, as bags of words",
            Self::Ratings => "A list of what users think of items",
            Self::Series => "Sequences of steps, each of a number a channel",
            Self::Sound => "WAV, FLAC, OGG and MP3; their subfolders are the classes",
        }
    }

    /// Whether one path is enough.
    pub fn is_single(self) -> bool {
        self != Self::Idx
    }

    /// Endings of the files, for the system's dialog.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Idx => IDX_ENDINGS,
            Self::Table | Self::Text | Self::Ratings => TABLE_ENDINGS,
            Self::Series => SERIES_ENDINGS,
            Self::Array => ARRAY_ENDINGS,
            Self::Pictures | Self::Sound => &["csv", "tsv"],
        }
    }

    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Idx => &Field::OF_IMAGES,
            Self::Table => &Field::OF_TABLES,
            Self::Array => &Field::OF_ARRAYS,
            Self::Pictures => &Field::OF_PICTURES,
            Self::Text => &Field::OF_TEXTS,
            Self::Ratings => &Field::OF_RATINGS,
            Self::Series => &Field::OF_SERIES,
            Self::Sound => &Field::OF_SOUNDS,
        }
    }
}
