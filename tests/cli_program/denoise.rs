//! `hourglass use denoise`.

use std::fs;

use hourglass::data::Corruption;
use hourglass::project;

use super::codes::array;
use super::program::{Folder, events, keys};

fn trained(folder: &Folder, noise: Corruption) {
    let mut document = folder.tiny();
    let settings = &mut document.variants[0].settings;
    settings.corruption = noise;
    settings.training.epochs = 15;
    project::save(&document, &folder.path("tiny")).unwrap();
    folder.succeed(&["train", "tiny"]);
}

#[test]
fn noise_is_taken_away_beside_filters() {
    let folder = Folder::new();
    trained(&folder, Corruption::Gaussian { std: 0.5 });
    let denoise = |line: &[&str]| {
        let start = ["use", "denoise", "tiny", "--json"];
        events(&folder.succeed(&[&start[..], line].concat())).remove(0)
    };
    let event = denoise(&["--out", "clean.npy"]);
    let figures = &event["figures"];
    assert_eq!(keys(figures), ["psnr", "ssim"]);
    assert_eq!(keys(&event["baselines"]), ["noisy", "median", "gaussian"]);
    let psnr = |figures: &serde_json::Value| figures["psnr"].as_f64().unwrap();
    let of = |name: &str| psnr(&event["baselines"][name]);
    assert!(
        psnr(figures) > of("noisy") && of("gaussian") > of("noisy"),
        "{event}"
    );
    array(&folder, "clean.npy", "'shape': (48, 8, 8), ");
    // The figure is the one that the test part is measured by.
    let measured = &events(&folder.succeed(&["evaluate", "tiny", "--json"]))[0];
    let found = measured["test"]["psnr"].as_f64().unwrap();
    assert!((found - psnr(figures)).abs() < 1e-6, "{found} {event}");
    // Another noise than that of training, and another strength.
    let weak = denoise(&["--set", "strength=0.1"]);
    assert!(psnr(&weak["baselines"]["noisy"]) > of("noisy"), "{weak}");
    let smaller = denoise(&["--set", "noise=downsampling", "--set", "strength=2"]);
    assert_eq!(keys(&smaller["baselines"]), ["noisy", "bicubic"]);
    for kind in ["masking", "salt_and_pepper", "rectangle"] {
        let event = denoise(&[
            "--set",
            &format!("noise={kind}"),
            "--out",
            "a.csv",
            "--force",
        ]);
        assert_eq!(keys(&event["baselines"]), ["noisy", "median", "gaussian"]);
    }
    let text = fs::read_to_string(folder.path("a.csv")).unwrap();
    assert!(text.starts_with("row,label,pixel 0,") && text.lines().count() == 49);
    denoise(&["--out", "pictures"]);
    assert!(folder.path("pictures/47.png").is_file());
}

#[test]
fn rectangles_and_smaller_sizes_are_trained_on() {
    for noise in [
        r#"{"kind":"rectangle","height":3,"width":4,"top":2,"left":null}"#,
        r#"{"kind":"downsampling","factor":4}"#,
    ] {
        let folder = Folder::new();
        trained(&folder, serde_json::from_str(noise).unwrap());
        let event = &events(&folder.succeed(&["use", "denoise", "tiny", "--json"]))[0];
        let psnr = |figures: &serde_json::Value| figures["psnr"].as_f64().unwrap();
        let noisy = psnr(&event["baselines"]["noisy"]);
        // A few epochs on few images do most of what can be done.
        assert!(
            noisy < 30.0 && psnr(&event["figures"]) > noisy - 1.0,
            "{event}"
        );
        let line = ["train", "tiny", "--set", "corruption=rectangle", "--set"];
        let sentence = folder.fail(&[&line[..], &["corruption.height=0", "--out", "b"]].concat());
        assert!(sentence.ends_with("corruption.height"), "{sentence}");
    }
}

#[test]
fn what_cannot_be_denoised_is_a_sentence() {
    let folder = Folder::with_tiny();
    let sentence = folder.fail(&["use", "denoise", "tiny"]);
    assert_eq!(
        sentence,
        "nothing is trained yet, run hourglass train first: tiny"
    );
    folder.succeed(&["train", "tiny"]);
    for (line, expected) in [
        (
            &["--out", "a.npy"][..],
            "the variant was trained without noise, choose one of gaussian, masking, salt_and_pepper, rectangle, downsampling: noise",
        ),
        (
            &["--set", "noise=fog"],
            "give one of own, gaussian, masking, salt_and_pepper, rectangle, downsampling, masked_steps, not fog: noise",
        ),
        (
            &["--set", "noise=gaussian", "--set", "strength=-1"],
            "give at least 0 and at most 16, not -1: strength",
        ),
        (
            &["--set", "noise=masking", "--set", "strength=1.5"],
            "give at least 0 and at most 1, not 1.5: strength",
        ),
        (
            &["--set", "noise=downsampling", "--set", "strength=0.5"],
            "give a whole number, at least 2 and at most 16, not 0.5: strength",
        ),
        (
            &[
                "--input",
                "images",
                "--set",
                "strength=0.5",
                "--out",
                "a.npy",
            ],
            "new samples are taken as noisy already, and no noise is put on them: strength",
        ),
        (
            &["--out", "a.png"],
            "give the name of a file that ends in .npy or .csv, or of a folder: a.png",
        ),
    ] {
        let start = ["use", "denoise", "tiny"];
        assert_eq!(folder.fail(&[&start[..], line].concat()), expected);
    }
    // Rows have neither rectangles nor pixels.
    let iris = [
        "train",
        "breast-cancer",
        "--epochs",
        "1",
        "--variant",
        "linear 4",
        "--out",
        "rows",
    ];
    let output = folder.run(&iris);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        super::program::stderr(&output)
    );
    for (noise, expected) in [
        (
            "rectangle",
            "rectangles are blacked out of images alone, not rows: noise",
        ),
        (
            "downsampling",
            "images alone can be seen at a smaller size, not rows: noise",
        ),
    ] {
        let noise = format!("noise={noise}");
        let line = [
            "use",
            "denoise",
            "rows",
            "--variant",
            "linear 4",
            "--set",
            &noise,
        ];
        assert_eq!(folder.fail(&line), expected);
    }
    let line = [
        "use",
        "denoise",
        "rows",
        "--variant",
        "linear 4",
        "--set",
        "noise=masking",
        "--json",
    ];
    let event = &events(&folder.succeed(&line))[0];
    assert_eq!(
        (keys(&event["figures"]), keys(&event["baselines"])),
        (vec!["mse"], vec!["noisy"])
    );
    let line = [
        "train",
        "rows",
        "--set",
        "corruption=rectangle",
        "--out",
        "other",
    ];
    let sentence = folder.fail(&line);
    assert_eq!(
        sentence,
        "Rectangles are blacked out of images alone, not rows: corruption: linear 4"
    );
}
