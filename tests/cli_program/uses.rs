//! `hourglass use`, and training on normal classes alone.

use std::fs;

use hourglass::project::{self, InUse, Role};

use super::program::{Folder, add_variant, events, keys, of_kind, stderr};

/// The rows of a CSV file without quotes, its heading first.
fn rows(folder: &Folder, name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(folder.path(name)).unwrap();
    let row = |line: &str| line.split(',').map(str::to_owned).collect();
    text.lines().map(row).collect()
}

#[test]
fn anomalies_are_scored_beside_pca() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny", "--normal", "0,1"]);
    assert_eq!(folder.open("tiny").data.normal, ["0", "1"]);
    let line = ["use", "anomaly", "tiny", "--out", "odd.csv", "--json"];
    let found = events(&folder.succeed(&line));
    assert_eq!(found.len(), 1);
    let event = &found[0];
    assert_eq!(
        keys(event),
        ["event", "use", "variant", "figures", "baselines"]
    );
    assert_eq!(
        (&event["use"], &event["variant"]),
        (&"anomaly".into(), &"A".into())
    );
    let pca = &event["baselines"]["pca"];
    for figures in [&event["figures"], pca] {
        assert_eq!(keys(figures), ["auc", "average_precision"]);
        let auc = figures["auc"].as_f64().unwrap();
        // Three of five classes have bars where no normal one has.
        assert!((0.6..=1.0).contains(&auc), "{event}");
    }
    let rows = rows(&folder, "odd.csv");
    assert_eq!(rows[0], ["row", "label", "score", "rank", "odd"]);
    assert_eq!(rows.len(), 49);
    // The area once more, pair by pair, of what was written.
    let score = |row: &Vec<String>| row[2].parse::<f64>().unwrap();
    let (normal, odd): (Vec<_>, Vec<_>) = rows[1..]
        .iter()
        .partition(|row| ["0", "1"].contains(&&*row[1]));
    let beats = |odd: &f64, normal: &f64| f64::from(u8::from(odd > normal));
    let scores = |rows: &[&Vec<String>]| rows.iter().map(|row| score(row)).collect::<Vec<_>>();
    let (normal, odd) = (scores(&normal), scores(&odd));
    let won: f64 = odd
        .iter()
        .flat_map(|odd| normal.iter().map(move |normal| beats(odd, normal)))
        .sum();
    let auc = won / (odd.len() * normal.len()) as f64;
    let told = event["figures"]["auc"].as_f64().unwrap();
    assert!((auc - told).abs() < 1e-9, "{auc} {told}");
    let best = rows[1..]
        .iter()
        .max_by(|a, b| score(a).total_cmp(&score(b)));
    assert_eq!(best.unwrap()[3], "1");
    // Other classes can be normal; the mean of the scores is what the errors of the test part are.
    let other = events(&folder.succeed(&["use", "anomaly", "tiny", "--set", "normal=4", "--json"]));
    assert_ne!(other[0]["figures"], event["figures"]);
    let measured = events(&folder.succeed(&["evaluate", "tiny", "--json"]));
    let all: Vec<f64> = normal.iter().chain(&odd).copied().collect();
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let mse = measured[0]["test"]["mse"].as_f64().unwrap();
    assert!((mean - mse).abs() < 1e-6 * mse, "{mean} {mse}");
}

#[test]
fn training_on_normal_classes_leaves_the_others_out() {
    let folder = Folder::with_tiny();
    let whole = events(&folder.succeed(&["train", "tiny", "--out", "whole", "--json"]));
    let some = ["train", "tiny", "--normal", "2", "--out", "some", "--json"];
    let some = events(&folder.succeed(&some));
    let loss = |events: &[serde_json::Value]| {
        let epochs = of_kind(events, "epoch");
        epochs.last().unwrap()["validation"]["loss"]
            .as_f64()
            .unwrap()
    };
    assert_ne!(loss(&whole), loss(&some));
    // Weights of all classes are not gone on with.
    let sentence = folder.fail(&["train", "whole", "--normal", "2"]);
    assert!(
        sentence.starts_with("the weights were made with other data"),
        "{sentence}"
    );
    let sentence = folder.fail(&["train", "tiny", "--normal", "2,seven"]);
    assert_eq!(
        sentence,
        "there is no class seven among 0, 1, 2, 3, 4: data.normal"
    );
}

#[test]
fn codes_are_written_and_probed() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny"]);
    let line = ["use", "features", "tiny", "--out", "codes.csv", "--json"];
    let event = &events(&folder.succeed(&line))[0];
    assert_eq!(keys(&event["baselines"]), ["pca", "raw"]);
    let [pca, raw] = ["pca", "raw"].map(|name| &event["baselines"][name]);
    for figures in [&event["figures"], pca, raw] {
        assert_eq!(keys(figures), ["accuracy", "knn_accuracy"]);
        for key in ["accuracy", "knn_accuracy"] {
            assert_eq!(keys(&figures[key]), ["100", "all"]);
            let share = figures[key]["all"].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&share), "{event}");
        }
    }
    // Where a bar begins is plain to see from the pixels.
    assert!(raw["accuracy"]["all"].as_f64().unwrap() > 0.9, "{raw}");
    let rows = rows(&folder, "codes.csv");
    assert_eq!(
        rows[0],
        ["row", "label", "code 0", "code 1", "code 2", "code 3"]
    );
    assert_eq!(rows.len(), 49);
    // The same numbers as an array.
    folder.succeed(&["use", "features", "tiny", "--out", "codes.npy"]);
    let array = fs::read(folder.path("codes.npy")).unwrap();
    let header = String::from_utf8_lossy(&array[10..128]).into_owned();
    assert!(header.contains("'shape': (48, 4)"), "{header}");
    let numbers = array[128..]
        .chunks(4)
        .map(|b| f32::from_le_bytes(b.try_into().unwrap()));
    let written = rows[1..].iter().flat_map(|row| &row[2..]);
    assert!(numbers.eq(written.map(|text| text.parse::<f32>().unwrap())));
    // Other labels are few then, and the same codes.
    let seeded = ["use", "features", "tiny", "--set", "seed=3", "--json"];
    let seeded = &events(&folder.succeed(&seeded))[0];
    let all = |event: &serde_json::Value| event["figures"]["knn_accuracy"]["all"].clone();
    assert_eq!(all(seeded), all(event));
    let text = folder.succeed(&["use", "features", "tiny"]);
    let head = text.lines().next().unwrap();
    assert!(head.ends_with("Model     PCA  raw values"), "{text}");
}

#[test]
fn what_was_found_stays_with_the_project() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny"]);
    let trained = folder.open("tiny").variants[0].trained.clone();
    let line = ["use", "anomaly", "tiny", "--set", "normal=2", "--json"];
    let event = &events(&folder.succeed(&line))[0];
    folder.succeed(&["use", "features", "tiny"]);
    folder.succeed(&[&line[..5], &["--input", "images"]].concat());
    let document = folder.open("tiny");
    let variant = &document.variants[0];
    assert_eq!(variant.trained, trained);
    let names: Vec<&str> = variant.results.iter().map(|one| &*one.name).collect();
    assert_eq!(names, ["features", "anomaly"]);
    assert_eq!(variant.results[1].input.as_deref(), Some("images"));
    folder.succeed(&line);
    let kept = &folder.open("tiny").variants[0].results[1];
    assert_eq!(kept.figures.json(), event["figures"]);
    assert_eq!(kept.settings, [("normal".to_owned(), "2".to_owned())]);
    assert!(!kept.is_stale(trained.map(|trained| trained.weights())));
    // Whoever works on the project saves it, and no other.
    let claim = InUse::claim(&folder.path("tiny"), "a window", Role::Works).unwrap();
    let output = folder.run(&["use", "compress", "tiny"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stderr(&output).ends_with(
            "warning: the result is not kept in the project, a window works on it: tiny\n"
        ),
        "{}",
        stderr(&output)
    );
    drop(claim);
    assert_eq!(folder.open("tiny").variants[0].results.len(), 2);
}

#[test]
fn uses_are_listed() {
    let text = Folder::new().succeed(&["use", "--list"]);
    assert!(text.contains("anomaly: Scores how odd"), "{text}");
    assert!(text.contains("features: Writes the code"), "{text}");
    assert!(text.contains("--set normal: "), "{text}");
}

#[test]
fn what_cannot_be_used_is_a_sentence() {
    let folder = Folder::with_tiny();
    let sentence = folder.fail(&["use", "anomaly", "tiny"]);
    assert_eq!(
        sentence,
        "nothing is trained yet, run hourglass train first: tiny"
    );
    folder.succeed(&["train", "tiny"]);
    for (line, expected) in [
        (
            &["use", "anomoly", "tiny"][..],
            "there is no such use, the nearest is anomaly: anomoly",
        ),
        (
            &["use", "anomaly", "tiny", "--set", "normal=0,9"],
            "there is no class 9 among 0, 1, 2, 3, 4: normal",
        ),
        (
            &["use", "anomaly", "tiny", "--set", "nromal=0"],
            "there is no such setting, the nearest is normal: nromal",
        ),
        (
            &["use", "anomaly", "tiny", "--set", "training.epochs=3"],
            "this is a setting that hourglass train takes, those of anomaly are normal, score, threshold, level: training.epochs",
        ),
        (
            &[
                "use",
                "decompress",
                "tiny",
                "--input",
                "a",
                "--out",
                "a.npy",
                "--set",
                "data.seed=1",
            ],
            "this is a setting that hourglass train takes, decompress has no settings: data.seed",
        ),
        (
            &["use", "features", "tiny", "--set", "seed=x"],
            "give a whole number, at least 0 and at most 4294967295, not x: seed",
        ),
        (
            &["use", "anomaly", "tiny"],
            "no classes are chosen as normal, which the scores could be measured by, so there is only a table to write with --out: tiny",
        ),
        (
            &["use", "anomaly", "tiny", "--out", "a.npy"],
            "give the name of a file that ends in .csv: a.npy",
        ),
        (
            &["use", "features", "tiny", "--out", "nowhere/a.csv"],
            "there is no such folder to write into: nowhere",
        ),
    ] {
        assert_eq!(folder.fail(line), expected);
    }
    // Scores without a word on what is normal.
    let line = ["use", "anomaly", "tiny", "--out", "a.csv"];
    let output = folder.run(&line);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "a.csv\n");
    // What is there stays there.
    fs::write(folder.path("a.csv"), "mine").unwrap();
    let sentence = folder.fail(&line);
    assert_eq!(
        sentence,
        "there is a file already, replace it with --force: a.csv"
    );
    assert_eq!(fs::read(folder.path("a.csv")).unwrap(), b"mine");
    folder.succeed(&[&line[..], &["--force"]].concat());
    assert_eq!(rows(&folder, "a.csv").len(), 49);
}

#[test]
fn samples_without_labels_have_codes_and_scores_alone() {
    let folder = Folder::new();
    let mut document = folder.tiny();
    if let hourglass::data::Source::Idx(files) = &mut document.data.source {
        files.labels = None;
    }
    fs::remove_file(folder.path("labels")).unwrap();
    add_variant(&mut document);
    project::save(&document, &folder.path("tiny")).unwrap();
    folder.succeed(&["train", "tiny"]);
    let sentence = folder.fail(&["use", "anomaly", "tiny", "--set", "normal=0"]);
    assert_eq!(
        sentence,
        "the samples have no labels that say what is normal: normal"
    );
    let sentence = folder.fail(&["use", "features", "tiny"]);
    assert_eq!(
        sentence,
        "there are no labels to tell from the codes, so there is only a table to write with --out: tiny"
    );
    let out = ["use", "features", "tiny", "--out", "b.csv"];
    let sentence = folder.fail(&out);
    assert_eq!(
        sentence,
        "there are several variants, choose one of A, B with --variant: tiny"
    );
    folder.succeed(&[&out[..], &["--variant", "B"]].concat());
    assert_eq!(rows(&folder, "b.csv")[0], ["row", "code 0", "code 1"]);
    let sentence = folder.fail(&["train", "tiny", "--normal", "0", "--out", "other"]);
    assert_eq!(
        sentence,
        "the samples have no labels that say what is normal: data.normal"
    );
}
