//! Pictures, literally.

use std::fs;
use std::path::{Path, PathBuf};

use hourglass::data::{
    Colour, DataSettings, Dataset, Fit, ImageShape, PictureFolder, Samples, Source, TestPart, load,
};

use crate::data_folder::data_folder;

fn read(folder: PictureFolder) -> Result<Dataset, String> {
    let settings = DataSettings::of_source(Source::Pictures(folder));
    load(&settings).map_err(|error| error.to_string())
}

fn formats(name: &str) -> Option<PathBuf> {
    Some(data_folder()?.join("formats").join(name))
}

/// The pixels of the picture at `path`, stretched to a square of `side`.
fn pixels(path: &Path, side: u32) -> (usize, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..2 {
        let name = path.file_name().unwrap().to_string_lossy();
        fs::copy(path, folder.path().join(format!("{number}-{name}"))).unwrap();
    }
    let dataset = read(PictureFolder {
        path: folder.path().to_owned(),
        side: Some(side),
        fit: Fit::Stretch,
        ..PictureFolder::default()
    })
    .unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
    let channels = dataset.shape().image().unwrap().channels;
    (channels, dataset.train.image(0).to_vec())
}

#[test]
fn colours_with_data() {
    let Some(file) = formats("palette_6x4.png") else {
        return;
    };
    // Red grows from left to right, green from top to bottom, blue is about 90.
    let grow = |name: &str, blue: u8| {
        let (channels, pixels) = pixels(&file.with_file_name(name), 8);
        assert_eq!(channels, 3, "{name}");
        let pixel = |x: usize, y: usize| &pixels[3 * (8 * y + x)..][..3];
        for along in 0..8 {
            assert!(
                pixel(0, along)[0] + 60 < pixel(7, along)[0],
                "{name}: {pixels:?}"
            );
            assert!(
                pixel(along, 0)[1] + 60 < pixel(along, 7)[1],
                "{name}: {pixels:?}"
            );
            assert!(pixel(4, along)[2].abs_diff(blue) < 45, "{name}: {pixels:?}");
        }
    };
    grow("palette_6x4.png", 90);
    grow("cmyk_16x8.jpg", 90);
    // On white: nothing at the left is seen, all at the right.
    let (channels, rgba) = pixels(&file.with_file_name("rgba_6x4.png"), 8);
    assert_eq!((channels, &rgba[..3]), (3, &[255; 3][..]));
    assert!(
        rgba[3 * 7 + 1] < 60 && rgba[3 * 7 + 2].abs_diff(90) < 30,
        "{rgba:?}"
    );
}

#[test]
fn greys_with_data() {
    let Some(file) = formats("grey16_6x4.png") else {
        return;
    };
    let (channels, grey) = pixels(&file, 8);
    assert_eq!(channels, 1);
    // 2849 k of 65535 from the first to the last, and no wrapping between them.
    assert!(grey[0] < 30 && grey[63] > 225, "{grey:?}");
    assert!(grey.chunks(8).all(<[u8]>::is_sorted), "{grey:?}");
    for name in ["grey_alpha_6x4.png", "grey_16x8.jpg", "bilevel_6x4.png"] {
        let (channels, _) = pixels(&file.with_file_name(name), 8);
        assert_eq!(channels, 1, "{name}");
    }
    let (_, columns) = pixels(&file.with_file_name("bilevel_6x4.png"), 24);
    let middles: Vec<u8> = (0..6)
        .map(|column| columns[24 * 12 + 4 * column + 2])
        .collect();
    assert!(
        middles[0] < 64 && middles[1] > 191 && middles[2] < 64,
        "{middles:?}"
    );
}

#[test]
fn orientation_and_frames_with_data() {
    let Some(file) = formats("exif_orientation6_4x2.jpg") else {
        return;
    };
    // Turned, the red half is above and the white one below.
    let (channels, turned) = pixels(&file, 8);
    assert_eq!(channels, 3);
    let (above, below) = (&turned[..3], &turned[3 * 60..][..3]);
    assert!(
        above[0] > 200 && above[1] < 80 && above[2] < 80,
        "{above:?}"
    );
    assert!(below.iter().all(|byte| *byte > 200), "{below:?}");
    let (_, first) = pixels(&file.with_file_name("animated_8x6_3frames.gif"), 8);
    assert!(
        first
            .chunks(3)
            .all(|pixel| pixel[0] > 200 && pixel[1] < 60 && pixel[2] < 60)
    );
    let (_, named) = pixels(&file.with_file_name("jpeg_named.png"), 8);
    assert!(!named.is_empty());
}

#[test]
fn refusals_with_data() {
    let Some(file) = formats("") else {
        return;
    };
    let alone = |name: &str| {
        let path = file.join(name);
        let problem = read(PictureFolder {
            path: path.clone(),
            ..PictureFolder::default()
        });
        let problem = problem.unwrap_err();
        let at = format!(": {}", path.display());
        problem.strip_suffix(&at).unwrap_or(&problem).to_owned()
    };
    assert!(alone("truncated_32x32.png").starts_with("the picture is"));
    assert_eq!(alone("text_named.png"), "the file is no picture");
    assert_eq!(alone("zero_bytes.png"), "the file is empty");
    // It has no pixels at all behind its header.
    assert!(alone("huge_header.png").starts_with("the picture is damaged ("));
}

#[test]
fn faces_with_data() {
    let Some(path) = formats("faces-like") else {
        return;
    };
    let folder = PictureFolder {
        path,
        ..PictureFolder::default()
    };
    let dataset = read(folder.clone()).unwrap();
    let shape = ImageShape {
        height: 32,
        width: 32,
        channels: 3,
    };
    assert_eq!(dataset.shape().image(), Some(shape));
    let names = dataset.class_names.clone().unwrap();
    let counts = |name: &str| {
        let class = names.iter().position(|one| one == name).unwrap();
        let of = |part: &Samples| part.label_counts().get(class).copied().unwrap_or(0);
        of(&dataset.train) + of(&dataset.test)
    };
    assert_eq!(names.len(), 3);
    let found = ["高兴", "难过", "平静 的"].map(counts);
    assert_eq!(found, [6, 5, 4]);
    assert!(matches!(dataset.about.test_part, TestPart::HeldOut { .. }));
    assert_eq!(dataset.about.warnings, Vec::<String>::new());
    let grey = read(PictureFolder {
        colour: Colour::Grey,
        side: Some(64),
        ..folder
    });
    let shape = ImageShape {
        height: 64,
        width: 64,
        channels: 1,
    };
    assert_eq!(grey.unwrap().shape().image(), Some(shape));
}

#[test]
fn emoji_and_photos_with_data() {
    let Some(folder) = data_folder() else {
        return;
    };
    let emoji = folder.join("noto-emoji-32/images-idx4-ubyte.gz");
    let source = Source::of_path(&emoji).unwrap();
    assert!(matches!(&source, Source::Idx(files) if files.labels.is_some()));
    let dataset = load(&DataSettings::of_source(source)).unwrap();
    assert_eq!(dataset.train.len() + dataset.test.len(), 1911);
    assert_eq!(dataset.shape().to_string(), "32 × 32 × 3");
    let photos = read(PictureFolder {
        path: folder.join("photos"),
        ..PictureFolder::default()
    })
    .unwrap();
    assert_eq!(photos.train.len() + photos.test.len(), 5);
    assert_eq!(
        photos.about.warnings,
        ["1 file that is no picture is left out"]
    );
    let Ok(Source::Pictures(one)) = Source::of_path(&folder.join("photos/astronaut.png")) else {
        panic!("a picture");
    };
    let patches = read(one).unwrap();
    // 512 x 512 pixels.
    assert_eq!(patches.train.len() + patches.test.len(), 256);
}
