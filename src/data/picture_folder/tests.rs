//! Pictures made up for tests, read as data.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage};
use proptest::prelude::*;

use super::PictureFolder;
use crate::data::{DataSettings, Dataset, ImageShape, Samples, Source, TestPart, load};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    fn read(&self) -> Result<Dataset, String> {
        read(PictureFolder {
            path: self.0.path().to_owned(),
            ..PictureFolder::default()
        })
    }
}

fn read(folder: PictureFolder) -> Result<Dataset, String> {
    let settings = DataSettings::of_source(Source::Pictures(folder));
    load(&settings).map_err(|error| error.to_string())
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A grey picture all of one brightness.
fn grey(side: u32, byte: u8) -> Vec<u8> {
    encoded(
        GrayImage::from_pixel(side, side, Luma([byte])),
        ImageFormat::Png,
    )
}

fn colour(width: u32, height: u32, [red, green, blue]: [u8; 3]) -> Vec<u8> {
    let picture = RgbImage::from_pixel(width, height, Rgb([red, green, blue]));
    encoded(picture, ImageFormat::Png)
}

/// The first pixel of each image of a part.
fn firsts(part: &Samples) -> Vec<u8> {
    (0..part.len()).map(|index| part.image(index)[0]).collect()
}

fn shape(side: usize, channels: usize) -> ImageShape {
    ImageShape {
        height: side,
        width: side,
        channels,
    }
}

#[test]
fn pictures_of_all_formats_have_the_classes_of_their_folders() {
    let folder = Folder::new();
    let formats = [
        ImageFormat::Png,
        ImageFormat::Bmp,
        ImageFormat::Tiff,
        ImageFormat::WebP,
        ImageFormat::Gif,
    ];
    for (number, format) in (0..12).zip(formats.iter().cycle()) {
        let class = ["cat", "dog"][number % 2];
        let brightness = [10, 200][number % 2];
        let picture = RgbImage::from_pixel(40, 30, Rgb([brightness; 3]));
        // The name says nothing, and all formats look alike in it.
        folder.put(&format!("all/{class}/{number}"), &encoded(picture, *format));
    }
    folder.put("all/.hidden.png", b"");
    folder.put("all/readme.txt", b"pictures");
    let dataset = folder.read().unwrap();
    assert_eq!(dataset.shape().image(), Some(shape(32, 3)));
    assert_eq!((dataset.train.len(), dataset.test.len()), (10, 2));
    assert_eq!(
        dataset.class_names.as_deref(),
        Some(&["cat".to_owned(), "dog".into()][..])
    );
    for part in [&dataset.train, &dataset.test] {
        for index in 0..part.len() {
            let wanted = u32::from(part.image(index)[0] >= 100);
            assert_eq!(part.label(index), Some(wanted));
        }
    }
    // One of each class.
    assert_eq!(dataset.test.label_counts(), [1, 1]);
    assert_eq!(
        dataset.about.warnings,
        ["1 file that is no picture is left out"]
    );
}

#[test]
fn sides_and_colours_are_found() {
    let folder = Folder::new();
    for byte in 0..6 {
        folder.put(&format!("{byte}.png"), &grey(28, byte));
    }
    let dataset = folder.read().unwrap();
    assert_eq!(dataset.shape().image(), Some(shape(28, 1)));
    assert!(dataset.class_names.is_none() && dataset.train.labels().is_none());
    // In the order of their names, whatever the threads are.
    assert!(firsts(&dataset.train).is_sorted());
    folder.put("a.png", &colour(30, 28, [9, 8, 7]));
    let dataset = folder.read().unwrap();
    assert_eq!(dataset.shape().image(), Some(shape(32, 3)));
    let forced = |change: fn(&mut PictureFolder)| {
        let mut options = PictureFolder {
            path: folder.0.path().to_owned(),
            ..PictureFolder::default()
        };
        change(&mut options);
        read(options).unwrap().shape().image()
    };
    assert_eq!(forced(|folder| folder.side = Some(64)), Some(shape(64, 3)));
    let grey = forced(|folder| folder.colour = super::Colour::Grey);
    assert_eq!(grey, Some(shape(32, 1)));
}

#[test]
fn folders_called_train_and_test_are_the_parts() {
    let folder = Folder::new();
    for (name, byte) in [
        ("train/a/1", 1),
        ("train/b/2", 2),
        ("test/b/3", 3),
        ("test/c/4", 4),
    ] {
        folder.put(&format!("{name}.png"), &grey(28, byte));
    }
    let dataset = folder.read().unwrap();
    assert_eq!(
        (firsts(&dataset.train), firsts(&dataset.test)),
        (vec![1, 2], vec![3, 4])
    );
    assert_eq!(dataset.train.labels(), Some(&[0, 1][..]));
    assert_eq!(dataset.test.labels(), Some(&[1, 2][..]));
    assert_eq!(dataset.about.test_part, TestPart::Own);
    let dataset = read(PictureFolder {
        path: folder.0.path().join("train"),
        test: Some(folder.0.path().join("test/b")),
        ..PictureFolder::default()
    })
    .unwrap();
    assert_eq!(firsts(&dataset.test), [3]);
}

#[test]
fn a_file_has_the_classes_where_no_folders_do() {
    let folder = Folder::new();
    for byte in 0..8 {
        folder.put(&format!("{byte}.png"), &grey(28, byte));
    }
    let lines: Vec<String> = (0..7)
        .map(|byte| format!("{byte}.png,{}", ["even", "odd"][byte % 2]))
        .collect();
    let path = folder.put("classes.csv", lines.join("\n").as_bytes());
    let check = |dataset: &Dataset| {
        assert_eq!(
            dataset.class_names.as_deref(),
            Some(&["even".to_owned(), "odd".into()][..])
        );
        for part in [&dataset.train, &dataset.test] {
            for index in 0..part.len() {
                let byte = part.image(index)[0];
                let wanted = (byte < 7).then_some(u32::from(byte % 2));
                assert_eq!(part.label(index), wanted);
            }
        }
    };
    check(&folder.read().unwrap());
    let dataset = read(PictureFolder {
        path: folder.0.path().to_owned(),
        labels: Some(path),
        ..PictureFolder::default()
    })
    .unwrap();
    check(&dataset);
    assert!(
        dataset
            .about
            .warnings
            .contains(&"1 picture has no class".to_owned())
    );
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_read() {
    let folder = Folder::new();
    for byte in 0..6 {
        folder.put(&format!("{byte}.png"), &grey(28, byte));
    }
    let whole = colour(50, 50, [1, 2, 3]);
    let cut = folder.put("cut.png", &whole[..whole.len() - 30]);
    let text = folder.put("text.jpg", b"no picture");
    let empty = folder.put("zero.png", b"");
    let dataset = folder.read().unwrap();
    assert_eq!(dataset.train.len() + dataset.test.len(), 6);
    let warnings = dataset.about.warnings;
    let wanted = [
        format!("the file is no picture: {}", text.display()),
        format!("the file is empty: {}", empty.display()),
    ];
    assert_eq!(warnings[..2], wanted);
    assert!(
        warnings[2].ends_with(&format!(": {}", cut.display())),
        "{warnings:?}"
    );
    let alone = |path: &Path| {
        read(PictureFolder {
            path: path.to_owned(),
            ..PictureFolder::default()
        })
        .unwrap_err()
    };
    assert_eq!(alone(&text), wanted[0]);
    assert_eq!(alone(&empty), wanted[1]);
    assert!(alone(&cut).ends_with("cut.png"));
    let nothing = Folder::new();
    nothing.put("a/notes.txt", b"none");
    let problem = nothing.read().unwrap_err();
    let at = nothing.0.path().display();
    assert_eq!(
        problem,
        format!("there is neither a project nor a picture, sound or text in this folder: {at}")
    );
    nothing.put("people.csv.gz", b"");
    assert_eq!(
        nothing.read().unwrap_err(),
        format!(
            "there is no picture in this folder, name the file of data in it, people.csv.gz: {at}"
        )
    );
    nothing.put("bad.png", b"");
    let problem = nothing.read().unwrap_err();
    assert!(
        problem.starts_with(
            "no picture in this folder can be read, the first because the file is empty"
        ),
        "{problem}"
    );
    assert!(alone(&nothing.0.path().join("gone")).starts_with("there is no such folder or file"));
}

/// The start of a PNG file that says that it is of this size.
fn header_of_png(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut sum = flate2::Crc::new();
    sum.update(&header);
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\r".to_vec();
    file.extend(&header);
    file.extend(sum.sum().to_be_bytes());
    file.extend(b"\0\0\0\x08IDAT\x78\x9c\x63\x00\x00\x00\x01\x00\x00\x00\x00\x00");
    file
}

#[test]
fn sizes_that_lie_ask_for_no_memory() {
    let folder = Folder::new();
    let path = folder.put("huge.png", &header_of_png(60_000, 60_000));
    let problem = read(PictureFolder {
        path: path.clone(),
        ..PictureFolder::default()
    });
    let wanted = format!(
        "a picture of 60000 × 60000 pixels is more than the 400 million pixels that are read: {}",
        path.display()
    );
    assert_eq!(problem.unwrap_err(), wanted);
}

#[test]
fn one_picture_is_cut_into_patches() {
    let folder = Folder::new();
    let picture = GrayImage::from_fn(96, 64, |x, y| Luma([(x / 32 + 3 * (y / 32)) as u8]));
    let path = folder.put("large.png", &encoded(picture, ImageFormat::Png));
    let Ok(Source::Pictures(options)) = Source::of_path(&path) else {
        panic!("a picture");
    };
    let dataset = read(options.clone()).unwrap();
    let mut all = [firsts(&dataset.train), firsts(&dataset.test)].concat();
    all.sort_unstable();
    assert_eq!(all, [0, 1, 2, 3, 4, 5]);
    assert_eq!(dataset.shape().image(), Some(shape(32, 1)));
    let closer = PictureFolder {
        step: Some(16),
        side: Some(28),
        ..options.clone()
    };
    let dataset = read(closer).unwrap();
    assert_eq!(dataset.train.len() + dataset.test.len(), 5 * 3);
    assert_eq!(dataset.shape().image(), Some(shape(28, 1)));
    let problem = read(PictureFolder {
        patch: Some(65),
        ..options
    });
    let problem = problem.unwrap_err();
    assert!(
        problem.starts_with("a picture of 96 × 64 pixels is smaller than a patch: "),
        "{problem}"
    );
}

/// A small picture in each format.
fn any_picture() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let formats = [
        ("a.png", ImageFormat::Png),
        ("a.jpg", ImageFormat::Jpeg),
        ("a.bmp", ImageFormat::Bmp),
        ("a.tif", ImageFormat::Tiff),
        ("a.webp", ImageFormat::WebP),
        ("a.gif", ImageFormat::Gif),
    ];
    (0usize..6, 1u32..20, 1u32..20).prop_map(move |(at, width, height)| {
        let (name, format) = formats[at];
        let picture = RgbImage::from_fn(width, height, |x, y| {
            Rgb([(13 * x) as u8, (17 * y) as u8, 99])
        });
        (name, encoded(picture, format))
    })
}

proptest! {
    #[test]
    fn any_damage_to_a_picture_is_survived(
        (name, mut file) in any_picture(),
        cut: prop::sample::Index,
        damage in prop::collection::vec((any::<prop::sample::Index>(), 1u8..), 0..4),
    ) {
        let folder = Folder::new();
        // Two others, so that there are two parts.
        folder.put("0.png", &grey(28, 0));
        folder.put("1.png", &grey(28, 1));
        folder.put(name, &file[..cut.index(file.len())]);
        folder.read().unwrap();
        for (at, damage) in damage {
            let at = at.index(file.len());
            file[at] ^= damage;
        }
        folder.put(name, &file);
        let dataset = folder.read().unwrap();
        let count = dataset.train.len() + dataset.test.len();
        prop_assert!((2..=3).contains(&count));
        prop_assert_eq!(dataset.about.warnings.len(), 3 - count);
    }
}

#[test]
fn a_table_about_something_else_says_nothing_of_classes() {
    let folder = Folder::new();
    for picture in 0..12 {
        folder.put(&format!("{picture}.png"), &grey(28, picture));
    }
    let table = folder.put("prices.csv", b"name,price\napple,3\npear,4\n");
    let dataset = folder.read().unwrap();
    assert!(dataset.class_names.is_none() && dataset.train.labels().is_none());
    let warnings = &dataset.about.warnings;
    let wanted = format!(
        "it names less than half of the pictures and is left out: {}",
        table.display()
    );
    assert!(warnings.contains(&wanted), "{warnings:?}");
    // One that names half of them does.
    let half = b"name,price\n0.png,3\n1.png,3\n2.png,3\n3.png,4\n4.png,4\n5.png,4\n";
    folder.put("prices.csv", half);
    assert_eq!(
        folder.read().unwrap().class_names,
        Some(vec!["3".to_owned(), "4".to_owned()])
    );
}
