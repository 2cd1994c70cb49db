//! Arrays and pictures in the terminal: looked at, trained at once, and refused in a sentence.

use std::fs;
use std::path::Path;

use hourglass::data::{Layout, Source};
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::json;

use super::program::{Folder, events, of_kind, stderr};

/// Twelve pictures of two classes, and what is none.
fn pictures(folder: &Path) {
    for number in 0..12u8 {
        let class = folder.join(["bright", "dark"][usize::from(number % 2)]);
        fs::create_dir_all(&class).unwrap();
        let picture = RgbImage::from_pixel(40, 30, Rgb([200 - 100 * (number % 2), number, 7]));
        let path = class.join(format!("{number:02}.bmp"));
        picture.save_with_format(path, ImageFormat::Bmp).unwrap();
    }
    fs::write(folder.join("dark/text.png"), "no picture").unwrap();
}

/// A NPY file of bytes.
fn npy(shape: &str, bytes: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}\n");
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend(header.as_bytes());
    file.extend(bytes);
    file
}

#[test]
fn columns_that_are_left_out_are_said() {
    let folder = Folder::new();
    let rows: String = (0..30)
        .map(|row| format!("{:03},{}.5,a note of {row}\n", row * 7, row % 9))
        .collect();
    fs::write(folder.path("t.csv"), format!("id,size,note\n{rows}")).unwrap();
    let event = &events(&folder.succeed(&["import", "t.csv", "--json"]))[0];
    assert_eq!(event["columns"].as_array().unwrap().len(), 1);
    let warnings = event["warnings"].as_array().unwrap();
    let ends = |name: &str| {
        let said = warnings.iter().filter_map(|warning| warning.as_str());
        let mut said = said.filter(|warning| warning.starts_with("the column is left out, "));
        said.any(|warning| warning.ends_with(&format!(": {name}")))
    };
    assert!(ends("id") && ends("note") && !ends("size"), "{warnings:?}");
}

#[test]
fn ratings_are_told_trained_and_measured_in_units_of_their_own() {
    let folder = Folder::new();
    let line = |at: usize| format!("{},{},{}\n", at / 5, at * 7 % 11, 1 + at * 3 % 5);
    let lines: String = (0..60).map(line).collect();
    fs::write(folder.path("marks.csv"), format!("who,what,mark\n{lines}")).unwrap();
    let settings = [
        "source.kind=ratings",
        "user=who",
        "item=what",
        "rating=mark",
    ];
    let settings: Vec<String> = settings.map(|one| format!("data.{one}")).to_vec();
    let settings: Vec<&str> = settings.iter().flat_map(|one| ["--set", one]).collect();
    let event =
        &events(&folder.succeed(&[&["import", "marks.csv", "--json"], &settings[..]].concat()))[0];
    assert_eq!(event["ratings"], json!({ "training": 50, "test": 10 }));
    assert_eq!(
        (&event["samples"], &event["shape"]),
        (&json!(12), &json!([11]))
    );
    let train = [
        "train",
        "--data",
        "marks.csv",
        "--epochs",
        "2",
        "--out",
        "p",
    ];
    folder.succeed(&[&train, &settings[..]].concat());
    let event = &events(&folder.succeed(&["evaluate", "p", "--json"]))[0];
    assert!(event["test"]["rmse"].as_f64().unwrap() < 4.0);
    assert!(event["mean_rmse"].is_f64() && event["biases_rmse"].is_f64());
    assert!(event["pca_mse"].is_null());
}

#[test]
fn pictures_are_told_and_train_at_once() {
    let folder = Folder::new();
    pictures(&folder.path("set"));
    let event = &events(&folder.succeed(&["import", "set", "--json"]))[0];
    assert_eq!(event["event"], "import");
    assert_eq!(
        (&event["kind"], &event["samples"]),
        (&json!("images"), &json!(12))
    );
    assert_eq!(event["shape"], json!([32, 32, 3]));
    assert_eq!(event["classes"], json!(["bright", "dark"]));
    assert!(event["columns"].is_null());
    let warnings = event["warnings"].as_array().unwrap();
    assert!(
        warnings[0]
            .as_str()
            .unwrap()
            .starts_with("the file is no picture: ")
    );
    let small = [
        "import",
        "set",
        "--json",
        "--set",
        "data.source.side=28",
        "--set",
        "data.colour=grey",
    ];
    assert_eq!(
        events(&folder.succeed(&small))[0]["shape"],
        json!([28, 28, 1])
    );

    let output = folder.run(&["import", "set"]);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(
        text.starts_with("set: 12 images, 32 × 32 × 3\n10 to train on and 2 to test on\n"),
        "{text}"
    );
    assert!(text.contains("Classes: bright (6), dark (6)\n"), "{text}");
    assert!(stderr(&output).starts_with("warning: the file is no picture: "));

    let said = events(&folder.succeed(&[
        "train", "--data", "set", "--epochs", "1", "--out", "project", "--json",
    ]));
    assert!(
        of_kind(&said, "epoch")[0]["validation"]["mse"]
            .as_f64()
            .unwrap()
            > 0.0
    );
    let document = folder.open("project");
    assert!(matches!(&document.data.source, Source::Pictures(_)));
    let event = &events(&folder.succeed(&["evaluate", "project", "--json"]))[0];
    assert!(event["test"]["psnr"].as_f64().is_some());
}

#[test]
fn arrays_are_rows_or_images_as_somebody_says() {
    let folder = Folder::new();
    let bytes: Vec<u8> = (0..240u32).map(|i| (i * 7) as u8).collect();
    fs::write(folder.path("x.npy"), npy("(60, 4)", &bytes)).unwrap();
    let labels: Vec<u8> = (0..60).map(|i| i % 3).collect();
    fs::write(folder.path("y.npy"), npy("(60,)", &labels)).unwrap();
    let event = &events(&folder.succeed(&["import", "x.npy", "--json"]))[0];
    assert_eq!(
        (&event["kind"], &event["samples"]),
        (&json!("rows"), &json!(60))
    );
    assert_eq!(
        event["columns"][3],
        json!({ "name": "column 4", "kind": "numeric" })
    );
    assert_eq!(event["classes"], json!(["0", "1", "2"]));
    let images = ["--set", "data.layout=nhwc", "--set", "data.shape=[2,2,1]"];
    let event =
        &events(&folder.succeed(&[&["import", "x.npy", "--json"], &images[..]].concat()))[0];
    assert_eq!(
        (&event["kind"], &event["shape"]),
        (&json!("images"), &json!([2, 2, 1]))
    );
    assert!(event["columns"].is_null());
    // Rows that have a height and a width are images.
    let shape = ["import", "x.npy", "--json", "--set", "data.shape=[2,2,1]"];
    assert_eq!(&events(&folder.succeed(&shape))[0], event);

    folder.succeed(&["train", "--data", "x.npy", "--epochs", "1", "--out", "rows"]);
    let document = folder.open("rows");
    let Source::Array(files) = &document.data.source else {
        panic!("an array");
    };
    assert_eq!(files.layout, Some(Layout::Rows));
    assert_eq!(
        files.labels.as_deref().and_then(Path::file_name),
        Some("y.npy".as_ref())
    );
    let train = [
        "train", "--data", "x.npy", "--epochs", "1", "--out", "images",
    ];
    folder.succeed(&[&train[..], &images].concat());
    assert!(folder.open("images").data.source.has_images());
}

#[test]
fn what_cannot_be_read_is_said_in_a_sentence() {
    let folder = Folder::new();
    let sentence = folder.fail(&["import", "gone"]);
    assert_eq!(sentence.trim_end(), "there is no such file: gone");
    fs::create_dir(folder.path("bare")).unwrap();
    let sentence = folder.fail(&["import", "bare"]);
    assert!(
        sentence.starts_with(
            "there is neither a project nor a picture, sound or text in this folder: "
        ),
        "{sentence}"
    );
    fs::write(folder.path("a.npy"), npy("(9999999999, 9999999999)", &[1])).unwrap();
    let sentence = folder.fail(&["train", "--data", "a.npy"]);
    assert!(
        sentence.starts_with("an array of 9999999999 × 9999999999 is more"),
        "{sentence}"
    );
    let sentence = folder.fail(&["import", "a.npy", "--set", "training.epochs=3"]);
    assert!(
        sentence.starts_with("only settings of the data can be set, their keys begin with data."),
        "{sentence}"
    );
}

#[test]
fn texts_are_read_where_that_is_told_and_get_probabilities() {
    let folder = Folder::new();
    let text = |row: u32| match row % 3 {
        0 => "red apple",
        1 => "green apple",
        _ => "blue sky",
    };
    let rows: String = (0..60)
        .map(|row| format!("{}.5,{}\n", row % 7, text(row)))
        .collect();
    fs::write(folder.path("t.csv"), format!("size,note\n{rows}")).unwrap();
    let told = ["--set", "data.source.kind=text"];
    let words = folder.succeed(&[&["import", "t.csv"][..], &told].concat());
    assert!(words.contains("Words: apple, "), "{words}");
    let train = ["train", "--data", "t.csv", "--set", "training.epochs=1"];
    folder.succeed(&[&train[..], &told, &["--out", "texts"]].concat());
    let document = folder.open("texts");
    assert!(matches!(&document.data.source, Source::Text(_)));
    let settings = &document.variants[0].settings;
    assert_eq!(settings.loss, hourglass::model::Loss::Bce);
    // As shares; and what is standardised has none.
    let shares = [&train[..], &told, &["--set", "loss=kl"]].concat();
    folder.succeed(&[&shares[..], &["--out", "shares"]].concat());
    let standardised = ["--set", "data.scaling=standardised", "--out", "refused"];
    let sentence = folder.fail(&[&shares[..], &standardised].concat());
    assert!(
        sentence.contains("needs values of 0 and more, and scaled so some are below 0: A"),
        "{sentence}"
    );
}

#[test]
fn a_table_is_told_as_a_series_cut_into_windows() {
    let folder = Folder::new();
    let line = |hour: usize| {
        format!(
            "2024-03-{:02} {:02}:00,{}\n",
            1 + hour / 24,
            hour % 24,
            hour % 7
        )
    };
    let lines: String = (0..60).map(line).collect();
    fs::write(folder.path("load.csv"), format!("time,load\n{lines}")).unwrap();
    let settings = ["data.source.kind=series", "data.window=5", "data.stride=5"];
    let settings: Vec<&str> = settings.iter().flat_map(|one| ["--set", one]).collect();
    let import = [&["import", "load.csv"], &settings[..]].concat();
    let event = &events(&folder.succeed(&[&import[..], &["--json"]].concat()))[0];
    for (key, value) in [
        ("kind", json!("series")),
        ("training", json!(10)),
        ("test", json!(2)),
        ("shape", json!([5, 1])),
        ("lengths", json!([5, 5])),
        ("channels", json!(["load"])),
        ("columns", json!(null)),
    ] {
        assert_eq!(event[key], value, "{key}");
    }
    let text = folder.succeed(&import);
    for line in [
        "load.csv: 12 sequences, 5 steps of 1 channel",
        "10 to train on and 2 to test on",
        "Channels: load",
        "The test part is the last sixth of the series",
    ] {
        assert!(
            text.lines().any(|one| one == line),
            "{line} is not in {text}"
        );
    }
    let refused = folder.fail(&[&import[..], &["--set", "data.window=31"]].concat());
    let path = folder.path("load.csv");
    let problem =
        "the series has 60 steps, too few for windows of 31 to train on and others to test on";
    assert_eq!(refused, format!("{problem}: {}", path.display()));
}
