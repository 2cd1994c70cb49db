//! Arrays, literally.

use std::path::PathBuf;

use hourglass::data::{
    ArrayFile, DataSettings, Dataset, ImageShape, Layout, Samples, Source, TestPart, load,
};

use crate::data_folder::data_folder;

fn read(source: Source) -> Result<Dataset, String> {
    let settings = DataSettings::of_source(source);
    load(&settings).map_err(|error| error.to_string())
}

fn read_as(path: PathBuf, layout: Option<Layout>) -> Result<Dataset, String> {
    let source = Source::of_path(&path).map_err(|error| error.to_string())?;
    let source = match (source, layout) {
        (Source::Array(files), Some(layout)) => Source::Array(ArrayFile {
            layout: Some(layout),
            ..files
        }),
        (source, _) => source,
    };
    read(source)
}

/// The rows of both parts with their labels, by their first value.
fn rows(dataset: &Dataset) -> Vec<(Vec<f32>, Option<u32>)> {
    let of = |part: &Samples| {
        let rows = 0..part.len();
        rows.map(|index| (part.row(index).to_vec(), part.label(index)))
            .collect::<Vec<_>>()
    };
    let mut all = [of(&dataset.train), of(&dataset.test)].concat();
    all.sort_by(|a, b| a.0[0].total_cmp(&b.0[0]));
    all
}

/// The images of both parts, the darkest first pixel first.
fn images(dataset: &Dataset) -> Vec<Vec<u8>> {
    let of = |part: &Samples| {
        let images = 0..part.len();
        images
            .map(|index| part.image(index).to_vec())
            .collect::<Vec<_>>()
    };
    let mut all = [of(&dataset.train), of(&dataset.test)].concat();
    all.sort();
    all
}

/// (0..11) / 4 - 1 as 3 x 4.
fn a() -> Vec<Vec<f32>> {
    (0..3)
        .map(|row| {
            (0..4)
                .map(|column| (4 * row + column) as f32 / 4.0 - 1.0)
                .collect()
        })
        .collect()
}

#[test]
fn rows_with_data() {
    let Some(folder) = data_folder() else {
        return;
    };
    let file = |name: &str| folder.join("formats").join(name);
    for name in [
        "f32_3x4.npy",
        "f64_3x4.npy",
        "f32_3x4_big_endian.npy",
        "f64_3x4_fortran.npy",
    ] {
        let dataset = read_as(file(name), None).expect(name);
        let found: Vec<Vec<f32>> = rows(&dataset).into_iter().map(|(row, _)| row).collect();
        assert_eq!(found, a(), "{name}");
    }
    let bytes = read_as(file("u8_3x4.npy"), None).unwrap();
    let wanted = |row: usize| (0..4).map(|k| (20 * (4 * row + k)) as f32).collect();
    let found: Vec<Vec<f32>> = rows(&bytes).into_iter().map(|(row, _)| row).collect();
    assert_eq!(found, (0..3).map(wanted).collect::<Vec<Vec<f32>>>());
    let large = read_as(file("i64_3x4.npy"), None).unwrap();
    assert_eq!(rows(&large)[0].0, [-5e9, -4e9, -3e9, -2e9]);
    assert_eq!(rows(&large)[2].0[3], 6e9);
    assert!(large.about.warnings.is_empty());
    for name in ["xy.npz", "xy_stored.npz"] {
        let dataset = read_as(file(name), None).expect(name);
        let labelled: Vec<_> = a().into_iter().zip([0, 1, 1].map(Some)).collect();
        assert_eq!(rows(&dataset), labelled, "{name}");
        assert!(matches!(dataset.about.test_part, TestPart::HeldOut { .. }));
    }
    let problem = read_as(file("f64_1d_5.npy"), None).unwrap_err();
    assert!(
        problem.starts_with("the value -inf in row 5, column 1 is beyond single precision: "),
        "{problem}"
    );
    let problem = read_as(file("object_array.npy"), None).unwrap_err();
    assert!(
        problem.starts_with("the array holds Python objects"),
        "{problem}"
    );
}

#[test]
fn images_with_data() {
    let Some(folder) = data_folder() else {
        return;
    };
    let file = |name: &str| folder.join("formats").join(name);
    let shape = ImageShape {
        height: 4,
        width: 6,
        channels: 3,
    };
    let mut both = Vec::new();
    for name in ["f32_nchw_2x3x4x6.npy", "f32_nhwc_2x4x6x3.npy"] {
        let dataset = read_as(file(name), None).expect(name);
        assert_eq!(dataset.shape().image(), Some(shape), "{name}");
        both.push(images(&dataset));
    }
    assert_eq!(both[0], both[1]);
    for (n, image) in both[0].iter().enumerate() {
        for (place, byte) in image.iter().enumerate() {
            let (c, x, y) = (place % 3, place / 3 % 6, place / 18);
            let value = n as f64 / 2.0 + c as f64 / 10.0 + y as f64 / 100.0 + x as f64 / 1000.0;
            let error = (value * 255.0 - f64::from(*byte)).abs();
            assert!(error <= 0.501, "{n} {place}: {value} {byte}");
        }
    }
    let dataset = read_as(file("u8_nhw_5x8x8.npy"), None).unwrap();
    let all = images(&dataset);
    assert_eq!((dataset.train.len(), dataset.test.len()), (4, 1));
    let mut wanted: Vec<Vec<u8>> = (0..5)
        .map(|n| (0..64).map(|k| (64 * n + k) as u8).collect())
        .collect();
    wanted.sort();
    assert_eq!(all, wanted);
    // Rows of bytes are images where somebody says so.
    let Ok(Source::Array(files)) = Source::of_path(&file("u8_3x4.npy")) else {
        panic!("an array");
    };
    let dataset = read(Source::Array(ArrayFile {
        layout: Some(Layout::Nhwc),
        shape: Some([2, 2, 1]),
        ..files
    }))
    .unwrap();
    assert_eq!(images(&dataset)[2], [160, 180, 200, 220]);
}
