//! Arrays made up for tests, read as data.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{ArrayFile, Layout};
use crate::data::{DataSettings, Dataset, Samples, Source, TestPart, load};

/// A NPY file of version 1.
fn npy(descr: &str, is_fortran: bool, shape: &str, bytes: &[u8]) -> Vec<u8> {
    let order = if is_fortran { "True" } else { "False" };
    let mut header =
        format!("{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}");
    while (header.len() + 11) % 64 != 0 {
        header.push(' ');
    }
    header.push('\n');
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend(header.as_bytes());
    file.extend(bytes);
    file
}

fn floats(values: &[f32]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

fn npz(arrays: &[(&str, Vec<u8>)], is_packed: bool) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let method = match is_packed {
        true => zip::CompressionMethod::Deflated,
        false => zip::CompressionMethod::Stored,
    };
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in arrays {
        archive.start_file(format!("{name}.npy"), options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

fn files_of(path: &Path) -> ArrayFile {
    match Source::of_path(path) {
        Ok(Source::Array(files)) => files,
        other => panic!("no array: {other:?}"),
    }
}

fn read(files: ArrayFile) -> Result<Dataset, String> {
    let settings = DataSettings {
        source: Source::Array(files),
        ..DataSettings::default()
    };
    load(&settings).map_err(|error| error.to_string())
}

/// The samples of both parts in the order of the file, whose first values rise.
fn all_rows(dataset: &Dataset) -> Vec<Vec<f32>> {
    let rows = |part: &Samples| {
        let rows = 0..part.len();
        rows.map(|index| part.row(index).to_vec())
            .collect::<Vec<_>>()
    };
    let mut all = [rows(&dataset.train), rows(&dataset.test)].concat();
    all.sort_by(|a, b| a[0].total_cmp(&b[0]));
    all
}

#[test]
fn rows_are_parted_with_their_labels() {
    let folder = Folder::new();
    let values: Vec<f32> = (0..60).map(|i| i as f32).collect();
    let path = folder.put("x.npy", &npy("<f4", false, "(30, 2)", &floats(&values)));
    let labels: Vec<u8> = (0..30).map(|i| i % 2).collect();
    folder.put("y.npy", &npy("|u1", false, "(30, 1)", &labels));
    let files = files_of(&path);
    assert_eq!(
        files.labels.as_deref(),
        Some(&*folder.0.path().join("y.npy"))
    );
    let dataset = read(files).unwrap();
    assert_eq!((dataset.train.len(), dataset.test.len()), (25, 5));
    let columns = dataset.shape().columns().unwrap();
    let names: Vec<&str> = columns.list().iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["column 1", "column 2"]);
    for part in [&dataset.train, &dataset.test] {
        for index in 0..part.len() {
            let row = part.row(index);
            assert_eq!(row[1], row[0] + 1.0);
            assert_eq!(part.label(index), Some((row[0] / 2.0) as u32 % 2));
        }
    }
    assert!(matches!(dataset.about.test_part, TestPart::HeldOut { .. }));
    // A sixth of 15 and of 15.
    let mut counts = dataset.test.label_counts();
    counts.sort_unstable();
    assert_eq!(counts, [2, 3]);
}

#[test]
fn an_archive_has_its_labels_and_its_test_part() {
    let folder = Folder::new();
    let images: Vec<u8> = (0..32).collect();
    let labels = [2i64, 0]
        .iter()
        .flat_map(|l| l.to_le_bytes())
        .collect::<Vec<u8>>();
    for is_packed in [false, true] {
        let arrays = [
            ("x_test", npy("|u1", false, "(2, 4, 4)", &images)),
            ("y_test", npy("<i8", false, "(2,)", &labels)),
            ("y_train", npy(">u2", false, "(2,)", &[0, 1, 0, 2])),
            ("x_train", npy("|u1", false, "(2, 4, 4)", &images)),
        ];
        let path = folder.put("set.npz", &npz(&arrays, is_packed));
        let files = files_of(&path);
        assert_eq!(files.layout, Some(Layout::Nhwc));
        let dataset = read(files.clone()).unwrap();
        assert_eq!(dataset.train.labels(), Some(&[1, 2][..]));
        assert_eq!(dataset.test.labels(), Some(&[2, 0][..]));
        assert_eq!(dataset.test.bytes().unwrap()[..], images);
        assert_eq!(dataset.about.test_part, TestPart::Own);
        assert!(dataset.about.warnings.is_empty() && dataset.class_names.is_none());
        let missing = ArrayFile {
            array: Some("z".into()),
            ..files
        };
        let problem = read(missing).unwrap_err();
        assert_eq!(
            problem,
            format!(
                "the archive holds no array called z, it has x_test, y_test, y_train, x_train: {}",
                path.display()
            )
        );
    }
}

#[test]
fn a_second_array_is_labels_only_where_it_is_one_a_sample() {
    let folder = Folder::new();
    let rows: Vec<u8> = (0..40).collect();
    let arrays = [
        ("arr_0", npy("|u1", false, "(10, 4)", &rows)),
        ("arr_1", npy("|u1", false, "(10, 4)", &rows)),
    ];
    let read = |arrays: &[(&str, Vec<u8>)]| {
        let path = folder.put("two.npz", &npz(arrays, false));
        read(files_of(&path)).unwrap()
    };
    assert_eq!(read(&arrays).train.labels(), None);
    let labels = (
        "arr_1",
        npy("|u1", false, "(10, 1)", &[0, 1, 0, 1, 0, 1, 0, 1, 0, 1]),
    );
    let [samples, _] = arrays;
    assert!(read(&[samples, labels]).train.labels().is_some());
}

#[test]
fn numbers_of_images_become_bytes_by_black_and_white() {
    let folder = Folder::new();
    let values = floats(&[0.0, 0.5, 1.0, 0.25, 0.0, 0.0, 0.0, 0.0]);
    let path = folder.put("a.npy", &npy("<f4", false, "(2, 2, 2)", &values));
    let mut files = files_of(&path);
    let bytes = |files: &ArrayFile| {
        let dataset = read(files.clone()).unwrap();
        let both = [&dataset.train, &dataset.test];
        let found = both
            .into_iter()
            .find(|part| part.image(0).iter().any(|byte| *byte != 0));
        (found.unwrap().image(0).to_vec(), dataset.about.warnings)
    };
    let (found, warnings) = bytes(&files);
    assert_eq!(found, [0, 128, 255, 64]);
    assert!(
        warnings[0].contains("0 is black and 1 is white"),
        "{warnings:?}"
    );
    files.white = Some(0.5);
    assert_eq!(bytes(&files).0, [0, 255, 255, 128]);
    files.transpose = true;
    assert_eq!(bytes(&files).0, [0, 255, 255, 128]);
    files.white = Some(0.0);
    files.black = Some(0.0);
    assert!(
        read(files)
            .unwrap_err()
            .starts_with("black and white must be two numbers")
    );
}

#[test]
fn gaps_are_missing_and_infinite_numbers_are_named() {
    let folder = Folder::new();
    let path = folder.put(
        "a.npy",
        &npy("<f4", false, "(3, 1)", &floats(&[0.0, f32::NAN, 1.0])),
    );
    let dataset = read(files_of(&path)).unwrap();
    assert!(all_rows(&dataset)[2][0].is_nan());
    let path = folder.put(
        "b.npy",
        &npy(
            "<f4",
            false,
            "(2, 2)",
            &floats(&[0.0, 1.0, 2.0, f32::INFINITY]),
        ),
    );
    let problem = read(files_of(&path)).unwrap_err();
    assert_eq!(
        problem,
        format!(
            "the value inf in row 2, column 2 is beyond single precision: {}",
            path.display()
        )
    );
    let path = folder.put(
        "c.npy",
        &npy("<f4", false, "(2, 1, 1)", &floats(&[0.0, f32::NAN])),
    );
    let problem = read(files_of(&path)).unwrap_err();
    assert!(
        problem.starts_with("the value NaN in image 2 is no brightness"),
        "{problem}"
    );
    let whole = [1i64, 16_777_217]
        .iter()
        .flat_map(|n| n.to_le_bytes())
        .collect::<Vec<u8>>();
    let path = folder.put("d.npy", &npy("<i8", false, "(2, 1)", &whole));
    let warnings = read(files_of(&path)).unwrap().about.warnings;
    assert!(warnings[0].contains("first in column 1"), "{warnings:?}");
}

#[test]
fn lying_headers_ask_for_no_memory() {
    let folder = Folder::new();
    let huge = "(1000000000, 1000)";
    let refused = |name: &str, bytes: &[u8]| {
        let path = folder.put(name, bytes);
        let files = ArrayFile {
            path: path.clone(),
            layout: Some(Layout::Rows),
            ..ArrayFile::default()
        };
        let text = read(files).unwrap_err();
        let at = text.rfind(": ").unwrap();
        text[..at].to_owned()
    };
    assert_eq!(
        refused("a.npy", &npy("<f8", false, huge, &[0; 16])),
        "the file is cut short, its header promises 8000000000000 bytes but only 16 follow"
    );
    let packed = refused(
        "b.npz",
        &npz(&[("a", npy("<f8", false, huge, &[0; 16]))], true),
    );
    assert!(
        packed.starts_with("the file is cut short, its header promises 8000000000000"),
        "{packed}"
    );
    let objects = npy("|O", false, "(3,)", b"\x80\x04cos\nsystem\n");
    assert!(refused("c.npy", &objects).starts_with("the array holds Python objects"));
    assert_eq!(
        refused("d.npy", b"\x93NUM"),
        "this is no NPY array, it does not begin as one"
    );
    assert_eq!(refused("e.npy", b""), "the file is empty");
    assert_eq!(
        refused("f.npy", &npy("<f8", false, "(0, 4)", &[])),
        "an array of 0 × 4 holds nothing"
    );
}

/// What can be made of `bytes`, however damaged: never a panic, and never more than the file could hold.
fn survives(name: &str, bytes: &[u8], layout: Layout) -> Result<(), TestCaseError> {
    let folder = Folder::new();
    let path = folder.put(name, bytes);
    // What is recognised may be refused.
    let _ = Source::of_path(&path);
    let files = ArrayFile {
        path,
        layout: Some(layout),
        ..ArrayFile::default()
    };
    if let Ok(dataset) = read(files) {
        let values = dataset.shape().values() * (dataset.train.len() + dataset.test.len());
        prop_assert!(values <= 1032 * bytes.len(), "{values}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_damage_to_an_array_is_survived(
        shape in prop::collection::vec(1u64..4, 1..5),
        type_at in 0usize..12,
        is_fortran: bool,
        kind in 0usize..3,
        at: prop::sample::Index,
        damage in 1u8..,
        cut: prop::sample::Index,
    ) {
        let types = ["?", "|b1", "|i1", "|u1", "<i2", ">u2", "<f2", ">i4", "<f4", ">f8", "<u8", "<U3"];
        let descr = types[type_at];
        let size = descr.chars().last().and_then(|digit| digit.to_digit(10)).unwrap_or(1);
        let size = if descr == "<U3" { 12 } else { size };
        let count: u64 = shape.iter().product();
        let sizes: Vec<String> = shape.iter().map(|size| format!("{size},")).collect();
        let body: Vec<u8> = (0..count * u64::from(size)).map(|i| (i % 60) as u8).collect();
        let array = npy(descr, is_fortran, &format!("({})", sizes.concat()), &body);
        let (name, mut file) = match kind {
            0 => ("a.npy", array),
            1 => ("a.npz", npz(&[("x", array.clone()), ("y", array)], true)),
            _ => ("a.npz", npz(&[("x", array)], false)),
        };
        let layout = Layout::ALL[shape.len() % 3];
        survives(name, &file, layout)?;
        survives(name, &file[..cut.index(file.len())], layout)?;
        let at = at.index(file.len());
        file[at] ^= damage;
        survives(name, &file, layout)?;
    }
}
