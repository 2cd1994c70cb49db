//! Making feature files, from data of one's own and from data that cannot be used.

use std::fs;
use std::path::Path;

use super::program::{Folder, stderr};

/// Writes the four files of a set of `side` x `side` images into `folder`; labels go up to `largest`.
fn write_set(folder: &Path, side: u8, largest: u8) {
    fs::create_dir(folder).unwrap();
    for (part, count) in [("train", 30u8), ("t10k", 20)] {
        let mut images = vec![0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, side, 0, 0, 0, side];
        let mut labels = vec![0, 0, 8, 1, 0, 0, 0, count];
        for index in 0..count {
            let label = index % (largest + 1);
            labels.push(label);
            // A bar whose height is the label.
            let pixel = |at: u16| {
                if at / u16::from(side) == u16::from(label) {
                    255
                } else {
                    0
                }
            };
            images.extend((0..u16::from(side) * u16::from(side)).map(pixel));
        }
        fs::write(folder.join(format!("{part}-images-idx3-ubyte")), images).unwrap();
        fs::write(folder.join(format!("{part}-labels-idx1-ubyte")), labels).unwrap();
    }
}

fn arguments<'a>(data: &'a str, out: &'a str) -> [&'a str; 11] {
    [
        "train-features",
        "--set",
        "mnist",
        "--data",
        data,
        "--out",
        out,
        "--epochs",
        "2",
        "--threads",
        "1",
    ]
}

#[test]
fn a_classifier_is_trained_and_written_the_same_each_time() {
    let folder = Folder::new();
    write_set(&folder.path("set"), 28, 9);
    let output = folder.run(&arguments("set", "a.safetensors"));
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("epoch 2 of 2: cross-entropy "), "{told}");
    let result = String::from_utf8(output.stdout).unwrap();
    assert!(result.starts_with("a.safetensors: "), "{result}");
    assert!(result.contains(" of 20 test images right, "), "{result}");

    let bytes = fs::read(folder.path("a.safetensors")).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let shape = |name: &str| file.tensor(name).unwrap().shape().to_vec();
    assert_eq!(shape("features.0.weight"), [16, 1, 3, 3]);
    assert_eq!(shape("features.1.weight"), [32, 16, 3, 3]);
    assert_eq!(shape("head.0.weight"), [64, 1568]);
    assert_eq!(shape("head.1.bias"), [10]);
    fs::write(folder.path("b.safetensors"), "mine").unwrap();
    let taken = folder.fail(&arguments("set", "b.safetensors"));
    assert!(taken.ends_with("--force: b.safetensors"), "{taken}");
    let again = arguments("set", "b.safetensors");
    folder.succeed(&[&again[..], &["--force"]].concat());
    folder.succeed(&again);
    assert_eq!(bytes, fs::read(folder.path("b.safetensors")).unwrap());
}

#[test]
fn data_that_cannot_be_used_and_places_that_cannot_be_written_are_named() {
    let folder = Folder::new();
    assert_eq!(
        folder.fail(&arguments("nowhere", "a")),
        "there is no such folder: nowhere"
    );
    write_set(&folder.path("small"), 8, 7);
    assert_eq!(
        folder.fail(&arguments("small", "a")),
        "images of 28 × 28 × 1 are needed, not 8 × 8 × 1: small"
    );
    write_set(&folder.path("many"), 28, 10);
    assert_eq!(
        folder.fail(&arguments("many", "a")),
        "labels from 0 to 9 are needed, not 10: many"
    );
    write_set(&folder.path("set"), 28, 9);
    assert_eq!(
        folder.fail(&arguments("set", "nowhere/a")),
        "there is no such folder to write into: nowhere"
    );
    fs::remove_file(folder.path("set").join("train-labels-idx1-ubyte")).unwrap();
    let sentence = folder.fail(&arguments("set", "a"));
    assert!(
        sentence.starts_with("there is no such file: "),
        "{sentence}"
    );
    assert!(sentence.ends_with("train-labels-idx1-ubyte"), "{sentence}");
    assert!(!folder.path("a").exists());
}

#[test]
fn a_projects_own_classifier_serves_all_commands() {
    let folder = Folder::new();
    let told = folder.run(&["train-features", "emoji", "--epochs", "1", "--out", "own"]);
    let errors = stderr(&told);
    assert_eq!(told.status.code(), Some(0), "{errors}");
    assert!(errors.contains("epoch 1 of 1: cross-entropy "), "{errors}");
    let line = String::from_utf8(told.stdout).unwrap();
    let (accuracy, id) = line.trim_end().split_once(": ").unwrap();
    assert!(accuracy.ends_with("% of 132 validation images"), "{line}");
    assert_eq!(folder.open("own").classifiers[0].id().to_string(), id);

    let pyramid = format!(
        r#"architecture.pyramid={{"channels":[16,32],"weights":{{"kind":"pretrained","set":"{id}","frozen":true}}}}"#
    );
    let features = format!("objective.perceptual.features={id}");
    let mut train = vec!["train", "own", "--epochs", "1", "--set", &pyramid];
    train.extend(["--set", "loss=perceptual", "--set", &features]);
    folder.succeed(&train);
    let codes = folder.succeed(&["use", "features", "own", "--out", "codes.csv"]);
    assert!(codes.contains("accuracy"), "{codes}");
    folder.succeed(&["export", "own", "--out", "own.py"]);
    assert!(
        fs::read_to_string(folder.path("own.py"))
            .unwrap()
            .contains("torch")
    );
    let measured = folder.succeed(&["evaluate", "own"]);

    // Elsewhere the same; without the file nothing.
    fs::rename(folder.path("own"), folder.path("moved")).unwrap();
    assert_eq!(folder.succeed(&["evaluate", "moved"]), measured);
    fs::remove_file(folder.path("moved").join(id)).unwrap();
    let missed = folder.fail(&["evaluate", "moved"]);
    assert!(
        missed.starts_with(&format!("cannot read {id}, ")),
        "{missed}"
    );
    assert!(missed.ends_with("is left out: classifiers[0]"), "{missed}");
    let refused = folder.fail(&["evaluate", "moved", "--tolerant"]);
    let sentence = format!("The classifier is not in the project, {id}: ");
    assert!(refused.contains(&sentence), "{refused}");
}

#[test]
fn projects_without_classes_or_with_other_pictures_get_no_classifier() {
    let folder = Folder::with_tiny();
    assert_eq!(
        folder.fail(&["train-features", "tiny"]),
        "convolutions need square images of 28, 32, 64 pixels a side in 1 or 3 channels, not 8 × 8 × 1: data"
    );
    let of_rows = folder.fail(&["train-features", "breast-cancer", "--out", "rows"]);
    assert!(
        of_rows.starts_with("a classifier needs pictures, not "),
        "{of_rows}"
    );
    assert!(!folder.path("rows").exists());
    let unknown = folder.fail(&[
        "train",
        "tiny",
        "--set",
        "objective.perceptual.features=emoji",
    ]);
    assert!(
        unknown.contains("fashion-mnist, weights/<content hash>.safetensors"),
        "{unknown}"
    );
}
