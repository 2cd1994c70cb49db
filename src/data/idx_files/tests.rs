//! IDX files made up for tests, read as data.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::data::{DataSettings, HoldOut, Source};

/// A folder with one IDX file a call, gone at the end of the test.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn idx(&self, name: &str, sizes: &[u32]) -> PathBuf {
        let count: u32 = sizes.iter().product();
        let mut file = vec![0, 0, 8, sizes.len() as u8];
        file.extend(sizes.iter().flat_map(|size| size.to_be_bytes()));
        file.extend((0..count).map(|i| i as u8));
        fs::write(self.path(name), file).unwrap();
        self.path(name)
    }
}

fn source(images: &Path) -> Source {
    Source::Idx(IdxFiles {
        images: images.to_owned(),
        labels: None,
        test_images: None,
        test_labels: None,
        ..IdxFiles::default()
    })
}

fn load(source: &Source) -> Result<Dataset, DataError> {
    crate::data::load(&DataSettings {
        source: source.clone(),
        hold_out: HoldOut::EverySixth,
        ..DataSettings::default()
    })
}

/// The error's text before its path, which must be `path`.
fn problem(source: &Source, path: &Path) -> String {
    let text = load(source).unwrap_err().to_string();
    let end = format!(": {}", path.display());
    text.strip_suffix(&end)
        .unwrap_or_else(|| panic!("{text} does not end with {end}"))
        .to_owned()
}

#[test]
fn four_files_make_a_dataset() {
    let folder = Folder::new();
    let dataset = load(&Source::Idx(IdxFiles {
        images: folder.idx("things.idx", &[4, 1, 2]),
        labels: Some(folder.idx("labels", &[4])),
        test_images: Some(folder.idx("test", &[2, 1, 2])),
        test_labels: Some(folder.idx("test-labels", &[2])),
        ..IdxFiles::default()
    }))
    .unwrap();
    assert_eq!(dataset.name, "things.idx");
    assert_eq!(dataset.train.bytes().unwrap()[..], [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(dataset.train.labels(), Some(&[0, 1, 2, 3][..]));
    assert_eq!(dataset.test.bytes().unwrap()[..], [0, 1, 2, 3]);
    assert_eq!(dataset.test.labels(), Some(&[0, 1][..]));
    assert_eq!(dataset.class_names, None);
}

#[test]
fn a_drawn_sixth_is_held_out_with_its_labels() {
    let folder = Folder::new();
    let settings = |split_seed| DataSettings {
        source: Source::Idx(IdxFiles {
            images: folder.idx("images", &[13, 1, 1]),
            labels: Some(folder.idx("labels", &[13])),
            test_images: None,
            test_labels: None,
            ..IdxFiles::default()
        }),
        split_seed,
        ..DataSettings::default()
    };
    let dataset = crate::data::load(&settings(0)).unwrap();
    assert_eq!((dataset.train.len(), dataset.test.len()), (11, 2));
    for part in [&dataset.train, &dataset.test] {
        for index in 0..part.len() {
            assert_eq!(part.label(index), Some(u32::from(part.image(index)[0])));
        }
    }
    let other = crate::data::load(&settings(1)).unwrap();
    assert_ne!(other.test.labels(), dataset.test.labels());
}

#[test]
fn every_sixth_image_is_held_out_with_its_label() {
    let folder = Folder::new();
    let dataset = load(&Source::Idx(IdxFiles {
        images: folder.idx("images", &[13, 1, 1]),
        labels: Some(folder.idx("labels", &[13])),
        test_images: None,
        test_labels: None,
        ..IdxFiles::default()
    }))
    .unwrap();
    assert_eq!(dataset.test.bytes().unwrap()[..], [5, 11]);
    assert_eq!(dataset.test.labels(), Some(&[5, 11][..]));
    assert_eq!(
        dataset.train.bytes().unwrap()[..],
        [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 12]
    );
    assert_eq!(
        dataset.train.labels(),
        Some(&[0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 12][..])
    );
}

#[test]
fn of_a_few_images_the_last_is_held_out_and_one_is_too_few() {
    let folder = Folder::new();
    let three = load(&source(&folder.idx("three", &[3, 1, 1]))).unwrap();
    assert_eq!(three.train.bytes().unwrap()[..], [0, 1]);
    assert_eq!(three.test.bytes().unwrap()[..], [2]);
    assert_eq!(three.test.labels(), None);
    let one = folder.idx("one", &[1, 1, 1]);
    assert_eq!(
        problem(&source(&one), &one),
        "one sample cannot be both for training and for testing"
    );
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = Folder::new();
    let missing = folder.path("missing");
    assert_eq!(
        problem(&source(&missing), &missing),
        "there is no such file"
    );
    assert_eq!(
        problem(&source(folder.0.path()), folder.0.path()),
        "this is a folder, not an IDX file"
    );
    let empty = folder.path("empty");
    fs::write(&empty, b"").unwrap();
    assert_eq!(problem(&source(&empty), &empty), "the file is empty");
    let labels = folder.idx("labels", &[9]);
    assert_eq!(
        problem(&source(&labels), &labels),
        "the file holds labels, not images"
    );
}

#[cfg(unix)]
#[test]
fn a_device_without_end_is_refused() {
    let zeros = Path::new("/dev/zero");
    assert_eq!(problem(&source(zeros), zeros), "this is not a regular file");
}

#[test]
fn parts_that_do_not_fit_together_are_refused() {
    let folder = Folder::new();
    let images = folder.idx("images", &[6, 2, 2]);
    let labels = folder.idx("labels", &[5]);
    let with_labels = |path: &Path| {
        Source::Idx(IdxFiles {
            images: images.clone(),
            labels: Some(path.to_owned()),
            test_images: None,
            test_labels: None,
            ..IdxFiles::default()
        })
    };
    assert_eq!(
        problem(&with_labels(&labels), &labels),
        "5 labels do not match 6 images"
    );
    assert_eq!(
        problem(&with_labels(&images), &images),
        "the file holds images, not labels"
    );

    let test = folder.idx("test", &[2, 2, 2, 3]);
    let with_test = Source::Idx(IdxFiles {
        images: images.clone(),
        labels: None,
        test_images: Some(test.clone()),
        test_labels: None,
        ..IdxFiles::default()
    });
    assert_eq!(
        problem(&with_test, &test),
        "the test images are 2 × 2 × 3 but the training images are 2 × 2 × 1 (height × width × channels)"
    );

    let lone = Source::Idx(IdxFiles {
        images,
        labels: None,
        test_images: None,
        test_labels: Some(labels.clone()),
        ..IdxFiles::default()
    });
    assert_eq!(
        problem(&lone, &labels),
        "test labels are given without test images"
    );
}

#[test]
fn files_of_the_usual_names_are_found_beside_the_images() {
    let folder = Folder::new();
    for name in [
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
    ] {
        folder.idx(name, &[1]);
    }
    assert_eq!(
        Source::of_path(&folder.path("train-images-idx3-ubyte")).unwrap(),
        Source::Idx(IdxFiles {
            images: folder.path("train-images-idx3-ubyte"),
            labels: Some(folder.path("train-labels-idx1-ubyte")),
            test_images: Some(folder.path("t10k-images-idx3-ubyte")),
            test_labels: None,
            ..IdxFiles::default()
        })
    );
    // By its content, whatever it is called.
    let odd = folder.idx("digits", &[2, 1, 1]);
    assert!(matches!(Source::of_path(&odd), Ok(Source::Idx(_))));
}

#[test]
fn images_are_turned_where_somebody_says_so() {
    let folder = Folder::new();
    let dataset = load(&Source::Idx(IdxFiles {
        images: folder.idx("images", &[6, 1, 2, 3]),
        test_images: Some(folder.idx("test", &[1, 1, 2, 3])),
        transpose: true,
        ..IdxFiles::default()
    }));
    let shape = dataset.unwrap().shape().image().unwrap();
    assert_eq!((shape.height, shape.width, shape.channels), (2, 1, 3));
    let mut pixels = [0, 1, 2, 3, 4, 5];
    let shape = ImageShape {
        height: 2,
        width: 3,
        channels: 1,
    };
    transpose(&mut pixels, shape);
    assert_eq!(pixels, [0, 3, 1, 4, 2, 5]);
}
