//! The paths of a dataset's files as they are typed, before they are loaded.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::field::{Field, Files};
use crate::data::{
    ArrayFile, IdxFiles, PictureFolder, RatingsFile, SeriesFile, SoundFolder, Source, TableFile,
    TableOptions, TextFile,
};
use crate::ui::typed_path::typed_path;

/// Paths as typed, not loaded yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub files: Files,
    /// Of all fields of such files.
    paths: BTreeMap<Field, String>,
}

impl Draft {
    /// Without any path.
    pub fn empty(files: Files) -> Self {
        Self {
            files,
            paths: files
                .fields()
                .iter()
                .map(|&field| (field, String::new()))
                .collect(),
        }
    }

    /// The paths of `source`; `None` for a built-in set.
    pub fn of(source: &Source) -> Option<Self> {
        let mut draft = Self::empty(Files::of(source)?);
        let mut put = |field: Field, path: Option<&PathBuf>| {
            let text = path.map(|path| path.display().to_string());
            draft.paths.insert(field, text.unwrap_or_default());
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
            Source::Pictures(files) => {
                put(Field::Pictures, Some(&files.path));
                put(Field::PictureClasses, files.labels.as_ref());
                put(Field::TestPictures, files.test.as_ref());
            }
            Source::Text(files) => {
                put(Field::Texts, Some(&files.path));
                put(Field::TestTexts, files.test.as_ref());
            }
            Source::Ratings(files) => {
                put(Field::Ratings, Some(&files.path));
                put(Field::TestRatings, files.test.as_ref());
            }
            Source::Series(files) => {
                put(Field::Series, Some(&files.path));
                put(Field::TestSeries, files.test.as_ref());
            }
            Source::Sound(files) => {
                put(Field::Sounds, Some(&files.path));
                put(Field::SoundClasses, files.labels.as_ref());
                put(Field::TestSounds, files.test.as_ref());
            }
        }
        Some(draft)
    }

    pub fn path_mut(&mut self, field: Field) -> &mut String {
        self.paths.entry(field).or_default()
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.paths.values().all(|path| path.trim().is_empty())
    }

    /// The source these paths name. How the table of `before` is read stays, where it is the same table.
    ///
    /// # Errors
    /// One sentence on what is missing.
    pub fn source(&self, before: &Source) -> Result<Source, &'static str> {
        let path = |field: Field| typed_path(self.paths.get(&field).map_or("", String::as_str));
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
            Files::Pictures => {
                let Some(pictures) = path(Field::Pictures) else {
                    return Err("Give the path of the folder first");
                };
                let options = match before {
                    Source::Pictures(files) if files.path == pictures => files.clone(),
                    _ => PictureFolder::default(),
                };
                Ok(Source::Pictures(PictureFolder {
                    path: pictures,
                    labels: path(Field::PictureClasses),
                    test: path(Field::TestPictures),
                    ..options
                }))
            }
            Files::Text => {
                let Some(texts) = path(Field::Texts) else {
                    return Err("Give the path of the texts first");
                };
                let options = match before {
                    Source::Text(files) if files.path == texts => files.clone(),
                    _ => TextFile::default(),
                };
                Ok(Source::Text(TextFile {
                    path: texts,
                    test: path(Field::TestTexts),
                    ..options
                }))
            }
            Files::Ratings => {
                let Some(ratings) = path(Field::Ratings) else {
                    return Err("Give the path of the list first");
                };
                let options = match before {
                    Source::Ratings(files) if files.path == ratings => files.clone(),
                    _ => RatingsFile::default(),
                };
                Ok(Source::Ratings(RatingsFile {
                    path: ratings,
                    test: path(Field::TestRatings),
                    ..options
                }))
            }
            Files::Series => {
                let Some(series) = path(Field::Series) else {
                    return Err("Give the path of the series first");
                };
                let options = match before {
                    Source::Series(files) if files.path == series => files.clone(),
                    _ => SeriesFile::default(),
                };
                Ok(Source::Series(SeriesFile {
                    path: series,
                    test: path(Field::TestSeries),
                    ..options
                }))
            }
            Files::Sound => {
                let Some(sounds) = path(Field::Sounds) else {
                    return Err("Give the path of the folder first");
                };
                let options = match before {
                    Source::Sound(files) if files.path == sounds => files.clone(),
                    _ => SoundFolder::default(),
                };
                Ok(Source::Sound(SoundFolder {
                    path: sounds,
                    labels: path(Field::SoundClasses),
                    test: path(Field::TestSounds),
                    ..options
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
