//! `hourglass use generate`.

use std::fs;

use hourglass::model::Distribution;
use hourglass::project;

use super::codes::array;
use super::program::{Folder, events, keys};

const KEYS: [&str; 4] = [
    "accuracy",
    "knn_accuracy",
    "accuracy_with_real",
    "knn_accuracy_with_real",
];

#[test]
fn samples_are_drawn_and_measured_by_who_learns_from_them() {
    let folder = Folder::new();
    let mut document = folder.tiny();
    document.variants[0].settings.training.epochs = 30;
    project::save(&document, &folder.path("tiny")).unwrap();
    folder.succeed(&["train", "tiny"]);
    let generate = |line: &[&str]| {
        let start = ["use", "generate", "tiny", "--json"];
        events(&folder.succeed(&[&start[..], line].concat())).remove(0)
    };
    let event = generate(&["--count", "7", "--out", "new.npy"]);
    let figures = &event["figures"];
    assert_eq!(keys(figures), KEYS);
    assert_eq!(keys(&event["baselines"]), ["real"]);
    let real = &event["baselines"]["real"];
    assert_eq!(keys(real), KEYS);
    // Where a bar begins is plain to see from real pixels, and with them from both.
    let share = |figures: &serde_json::Value, key: &str| figures[key].as_f64().unwrap();
    assert!(share(real, "accuracy") > 0.9, "{event}");
    assert!(share(figures, "accuracy") > 0.5, "{event}");
    assert!(share(figures, "accuracy_with_real") > 0.8, "{event}");
    let numbers = array(&folder, "new.npy", "'shape': (7, 8, 8), ");
    assert!(numbers.iter().all(|x| (0.0..=1.0).contains(x)));
    // The same draws, and others of another seed; each with its nearest training sample.
    generate(&["--count", "7", "--out", "new.csv"]);
    let text = fs::read_to_string(folder.path("new.csv")).unwrap();
    assert!(text.starts_with("row,nearest training sample,distance,pixel 0,pixel 1,"));
    let first = text.lines().nth(1).unwrap();
    let pixels: Vec<f32> = first
        .split(',')
        .skip(3)
        .map(|x| x.parse().unwrap())
        .collect();
    assert_eq!(pixels, numbers[..64]);
    generate(&["--count", "7", "--out", "other.npy", "--set", "seed=1"]);
    assert_ne!(array(&folder, "other.npy", "(7, 8, 8)"), numbers);
    generate(&[
        "--set",
        "count=3",
        "--set",
        "from=mixture",
        "--out",
        "pictures",
    ]);
    assert_eq!(fs::read_dir(folder.path("pictures")).unwrap().count(), 3);
    // Between two samples: its ends are what the model makes of them.
    let between = [
        "--set",
        "from=between",
        "--set",
        "samples=3,17",
        "--set",
        "steps=5",
    ];
    let event = generate(&[&between[..], &["--out", "way.npy"]].concat());
    assert_eq!(keys(&event["figures"]), [""; 0]);
    let way = array(&folder, "way.npy", "'shape': (5, 8, 8), ");
    let line = [
        "--set",
        "from=between",
        "--set",
        "samples=3,3",
        "--set",
        "steps=2",
    ];
    generate(&[&line[..], &["--out", "same.npy"]].concat());
    let same = array(&folder, "same.npy", "'shape': (2, 8, 8), ");
    assert_eq!((&same[..64], &same[64..]), (&way[..64], &way[..64]));
    generate(&[
        "--set",
        "from=difference",
        "--set",
        "samples=1,1,3",
        "--out",
        "one.npy",
    ]);
    let one = array(&folder, "one.npy", "'shape': (1, 8, 8), ");
    assert!(one.iter().zip(&way).all(|(a, b)| (a - b).abs() < 1e-4));
    generate(&[
        "--set",
        "from=along",
        "--set",
        "number=3",
        "--out",
        "along.npy",
    ]);
    array(&folder, "along.npy", "'shape': (8, 8, 8), ");
}

#[test]
fn a_gaussian_code_has_a_prior_and_what_cannot_be_made_is_a_sentence() {
    let folder = Folder::new();
    let mut document = folder.tiny();
    let sentence = {
        project::save(&document, &folder.path("fresh")).unwrap();
        folder.fail(&["use", "generate", "fresh"])
    };
    assert_eq!(
        sentence,
        "nothing is trained yet, run hourglass train first: fresh"
    );
    project::save(&document, &folder.path("point")).unwrap();
    document.variants[0].settings.architecture.code.distribution = Distribution::Gaussian;
    project::save(&document, &folder.path("vae")).unwrap();
    folder.succeed(&["train", "point"]);
    folder.succeed(&["train", "vae"]);
    let prior = ["use", "generate", "vae", "--set", "from=prior"];
    folder.succeed(&[&prior[..], &["--out", "prior.npy"]].concat());
    folder.succeed(&["use", "generate", "vae", "--out", "auto.npy"]);
    let [one, other] = ["prior.npy", "auto.npy"].map(|name| array(&folder, name, "(64, 8, 8)"));
    assert_eq!(one, other);
    for (line, expected) in [
        (
            &["point", "--set", "from=prior"][..],
            "point codes have no prior, choose mixture: from",
        ),
        (
            &["point", "--set", "from=middle"],
            "give one of auto, prior, mixture, between, difference, along, not middle: from",
        ),
        (
            &["point", "--set", "from=between", "--set", "samples=1,2,3"],
            "2 test samples are needed, not 3: samples",
        ),
        (
            &["point", "--set", "from=along", "--set", "samples=48"],
            "test samples are 0 to 47, not 48: samples",
        ),
        (
            &["point", "--set", "from=along", "--set", "number=4"],
            "the numbers of a code are 0 to 3, not 4: number",
        ),
        (
            &["point", "--set", "from=difference"],
            "samples between others are not measured, so there is only a table to write with --out: point",
        ),
        (
            &["point", "--input", "labels"],
            "it takes no input: generate",
        ),
        (
            &["point", "--count", "0"],
            "give a whole number, at least 1 and at most 100000, not 0: count",
        ),
    ] {
        assert_eq!(
            folder.fail(&[&["use", "generate"], line].concat()),
            expected
        );
    }
}
