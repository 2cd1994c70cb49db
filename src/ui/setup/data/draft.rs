//! The paths of a dataset's files as they are typed, before they are loaded.

use std::path::PathBuf;

use crate::data::{ArrayFile, IdxFiles, Source, TableFile, TableOptions};
use crate::ui::endings::{ARRAY_ENDINGS, IDX_ENDINGS, TABLE_ENDINGS};
use crate::ui::typed_path::typed_path;

/// A path of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        }
    }

    /// What stands in the empty field.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Images => "",
            Self::Labels | Self::TestLabels => "none",
            Self::TestImages => "a sixth of the images",
            Self::Table | Self::Array => "",
            Self::TestTable => "found beside it, or a sixth",
            Self::ArrayLabels | Self::TestArrayLabels => "found in the archive, or none",
            Self::TestArray => "found in the archive, or a sixth",
        }
    }

    /// What the files are that it takes.
    pub fn files(self) -> Files {
        match self {
            Self::Images | Self::Labels | Self::TestImages | Self::TestLabels => Files::Idx,
            Self::Table | Self::TestTable => Files::Table,
            Self::Array | Self::ArrayLabels | Self::TestArray | Self::TestArrayLabels => {
                Files::Array
            }
        }
    }
}

/// What the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    Idx,
    Table,
    Array,
}

impl Files {
    pub const ALL: [Self; 3] = [Self::Idx, Self::Table, Self::Array];

    /// What the files of `source` are; `None` for a built-in set.
    pub fn of(source: &Source) -> Option<Self> {
        match source {
            Source::BuiltIn { .. } | Source::Unread(_) => None,
            Source::Idx(_) => Some(Self::Idx),
            Source::Table(_) => Some(Self::Table),
            Source::Array(_) => Some(Self::Array),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Idx => "IDX files",
            Self::Table => "Table (CSV, TSV)",
            Self::Array => "Arrays (NPY, NPZ)",
        }
    }

    pub fn about(self) -> &'static str {
        match self {
            Self::Idx => "Files in the format of MNIST, plain or .gz",
            Self::Table => "Rows and columns of a text file, plain or .gz",
            Self::Array => "Images or rows of numbers as NumPy saves them",
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
            Self::Table => TABLE_ENDINGS,
            Self::Array => ARRAY_ENDINGS,
        }
    }

    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Idx => &Field::OF_IMAGES,
            Self::Table => &Field::OF_TABLES,
            Self::Array => &Field::OF_ARRAYS,
        }
    }
}

/// Paths as typed, not loaded yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub files: Files,
    paths: [String; 10],
}

impl Draft {
    /// Without any path.
    pub fn empty(files: Files) -> Self {
        Self {
            files,
            paths: Default::default(),
        }
    }

    /// The paths of `source`; `None` for a built-in set.
    pub fn of(source: &Source) -> Option<Self> {
        let mut draft = Self::empty(Files::of(source)?);
        let mut put = |field: Field, path: Option<&PathBuf>| {
            let text = path.map(|path| path.display().to_string());
            draft.paths[field as usize] = text.unwrap_or_default();
        };
        match source {
            Source::BuiltIn { .. } | Source::Unread(_) => return None,
            Source::Idx(IdxFiles {
                images,
                labels,
                test_images,
                test_labels,
                ..
            }) => {
                put(Field::Images, Some(images));
                put(Field::Labels, labels.as_ref());
                put(Field::TestImages, test_images.as_ref());
                put(Field::TestLabels, test_labels.as_ref());
            }
            Source::Table(TableFile { path, test, .. }) => {
                put(Field::Table, Some(path));
                put(Field::TestTable, test.as_ref());
            }
            Source::Array(files) => {
                put(Field::Array, Some(&files.path));
                put(Field::ArrayLabels, files.labels.as_ref());
                put(Field::TestArray, files.test.as_ref());
                put(Field::TestArrayLabels, files.test_labels.as_ref());
            }
        }
        Some(draft)
    }

    pub fn path_mut(&mut self, field: Field) -> &mut String {
        &mut self.paths[field as usize]
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.paths.iter().all(|path| path.trim().is_empty())
    }

    /// The source these paths name. How the table of `before` is read stays, where it is the same table.
    ///
    /// # Errors
    /// One sentence on what is missing.
    pub fn source(&self, before: &Source) -> Result<Source, &'static str> {
        let path = |field: Field| typed_path(&self.paths[field as usize]);
        match self.files {
            Files::Idx => {
                let Some(images) = path(Field::Images) else {
                    return Err("Give the path of the training images first");
                };
                if path(Field::TestLabels).is_some() && path(Field::TestImages).is_none() {
                    return Err("Test labels need the path of their test images");
                }
                let options = match before {
                    Source::Idx(files) if files.images == images => files.clone(),
                    _ => IdxFiles::default(),
                };
                Ok(Source::Idx(IdxFiles {
                    images,
                    labels: path(Field::Labels),
                    test_images: path(Field::TestImages),
                    test_labels: path(Field::TestLabels),
                    ..options
                }))
            }
            Files::Table => {
                let Some(table) = path(Field::Table) else {
                    return Err("Give the path of the table first");
                };
                let options = match before {
                    Source::Table(TableFile { path, options, .. }) if *path == table => {
                        options.clone()
                    }
                    _ => TableOptions::default(),
                };
                Ok(Source::Table(TableFile {
                    path: table,
                    test: path(Field::TestTable),
                    options,
                }))
            }
            Files::Array => {
                let Some(array) = path(Field::Array) else {
                    return Err("Give the path of the array first");
                };
                let options = match before {
                    Source::Array(files) if files.path == array => files.clone(),
                    _ => ArrayFile::default(),
                };
                Ok(Source::Array(ArrayFile {
                    path: array,
                    labels: path(Field::ArrayLabels),
                    test: path(Field::TestArray),
                    test_labels: path(Field::TestArrayLabels),
                    ..options
                }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_a_source_and_back() {
        let mut draft = Draft::empty(Files::Idx);
        let none = Source::default();
        assert!(draft.is_empty());
        assert!(draft.source(&none).unwrap_err().contains("training images"));
        for (field, text) in [
            (Field::Images, "a.gz"),
            (Field::Labels, " "),
            (Field::TestImages, "t.gz"),
            (Field::TestLabels, "l.gz"),
        ] {
            *draft.path_mut(field) = text.into();
        }
        let source = draft.source(&none).unwrap();
        assert_eq!(
            source,
            Source::Idx(IdxFiles {
                images: "a.gz".into(),
                labels: None,
                test_images: Some("t.gz".into()),
                test_labels: Some("l.gz".into()),
                ..IdxFiles::default()
            })
        );
        draft.path_mut(Field::Labels).clear();
        assert_eq!(Draft::of(&source), Some(draft));
        assert_eq!(Draft::of(&none), None);
    }

    #[test]
    fn the_same_table_is_read_as_before_and_another_is_found_out_anew() {
        let options = TableOptions {
            delimiter: Some(';'),
            ..TableOptions::default()
        };
        let before = Source::Table(TableFile {
            path: "a.csv".into(),
            test: None,
            options: options.clone(),
        });
        let mut draft = Draft::of(&before).expect("paths");
        *draft.path_mut(Field::TestTable) = "b.csv".into();
        assert_eq!(
            draft.source(&before),
            Ok(Source::Table(TableFile {
                path: "a.csv".into(),
                test: Some("b.csv".into()),
                options,
            }))
        );
        *draft.path_mut(Field::Table) = "c.csv".into();
        let Ok(Source::Table(TableFile { options, .. })) = draft.source(&before) else {
            panic!("a table");
        };
        assert_eq!(options, TableOptions::default());
        draft.path_mut(Field::Table).clear();
        assert!(draft.source(&before).unwrap_err().contains("the table"));
    }

    #[test]
    fn the_home_folder_has_its_short_name() {
        let Some(folders) = directories::BaseDirs::new() else {
            return;
        };
        let mut draft = Draft::empty(Files::Idx);
        *draft.path_mut(Field::Images) = "~/sets/a.gz".into();
        let Ok(Source::Idx(IdxFiles { images, .. })) = draft.source(&Source::default()) else {
            panic!("it is a source");
        };
        assert_eq!(images, folders.home_dir().join("sets/a.gz"));
    }

    #[test]
    fn test_labels_alone_are_refused() {
        let mut draft = Draft::empty(Files::Idx);
        *draft.path_mut(Field::Images) = "a".into();
        *draft.path_mut(Field::TestLabels) = "l".into();
        let refused = draft.source(&Source::default()).unwrap_err();
        assert!(refused.contains("test images"));
    }
}
