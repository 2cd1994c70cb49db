//! `hourglass evaluate`.

use hourglass::data::{Corruption, Scaling};
use hourglass::model::{Activation, Adversary, Distribution, Loss, Prior};
use hourglass::project;

use super::program::{Folder, add_variant, events, keys, stderr};

#[test]
fn every_variant_is_one_json_object() {
    let folder = Folder::with_tiny();
    let mut document = folder.tiny();
    add_variant(&mut document);
    project::save(&document, &folder.path("tiny")).unwrap();
    folder.succeed(&["train", "tiny"]);
    let events = events(&folder.succeed(&["evaluate", "tiny", "--json"]));
    assert_eq!(events.len(), 2);
    for (event, (name, code)) in events.iter().zip([("A", 4), ("B", 2)]) {
        assert_eq!(
            keys(event),
            ["event", "variant", "parameters", "code", "test", "pca_mse"]
        );
        assert_eq!(event["event"], "evaluation");
        assert_eq!(event["variant"], name);
        assert_eq!(event["code"], code);
        // 64 - 16 - code - 16 - 64, weights and biases.
        let parameters = 2 * 64 * 16 + 2 * 16 * code + 16 + code + 16 + 64;
        assert_eq!(event["parameters"], parameters);
        let test = &event["test"];
        assert_eq!(
            keys(test),
            [
                "mse",
                "bce",
                "psnr",
                "ssim",
                "kl",
                "elbo",
                "loss",
                "reconstruction",
                "penalty",
                "active_units",
                "prior_distance"
            ]
        );
        let absent = ["kl", "elbo", "active_units", "prior_distance"];
        assert!(absent.iter().all(|key| test[key].is_null()), "{test}");
        assert_eq!(test["penalty"], 0.0);
        assert_eq!(test["loss"], test["reconstruction"]);
        // Outputs are sigmoids and pixels are in [0, 1], so both errors are of the same numbers.
        let mse = test["mse"].as_f64().unwrap();
        let psnr = test["psnr"].as_f64().unwrap();
        assert!((psnr + 10.0 * mse.log10()).abs() < 1e-4, "{mse} {psnr}");
        assert!(test["bce"].as_f64().unwrap() > 0.0);
        assert!((-1.0..1.0).contains(&test["ssim"].as_f64().unwrap()));
    }
    let pca = |i: usize| events[i]["pca_mse"].as_f64().unwrap();
    assert!(0.0 < pca(0) && pca(0) < pca(1), "{} {}", pca(0), pca(1));
}

#[test]
fn every_part_of_the_loss_is_told() {
    let folder = Folder::with_tiny();
    let mut document = folder.tiny();
    let settings = &mut document.variants[0].settings;
    settings.architecture.code.distribution = Distribution::Gaussian;
    settings.loss = Loss::Bce;
    settings.objective.variational.beta = 2.0;
    settings.objective.penalties.l1 = 0.01;
    document.data.validation = 0;
    project::save(&document, &folder.path("tiny")).unwrap();
    let epochs = events(&folder.succeed(&["train", "tiny", "--json"]));
    let event = &events(&folder.succeed(&["evaluate", "tiny", "--json"]))[0];
    // 64 - 16 - two times 4, 4 - 16 - 64.
    assert_eq!(event["parameters"], 65 * 16 + 2 * 17 * 4 + 5 * 16 + 17 * 64);
    let number = |key: &str| event["test"][key].as_f64().unwrap();
    let (kl, reconstruction) = (number("kl"), number("reconstruction"));
    assert!(kl > 0.0 && number("penalty") > 0.0);
    // With a Gaussian code the cross-entropy counts by image.
    assert!((reconstruction - 64.0 * number("bce")).abs() < 1e-6 * reconstruction);
    assert!((number("elbo") + reconstruction + kl).abs() < 1e-9 * reconstruction);
    let whole = reconstruction + 2.0 * kl + number("penalty");
    assert!((number("loss") - whole).abs() < 1e-6 * whole);
    assert!((0..=4).contains(&event["test"]["active_units"].as_u64().unwrap()));
    assert!((0.0..1.5).contains(&number("prior_distance")));
    // The same as the last epoch of training says of the same images.
    let watched = &epochs[1]["validation"];
    for key in ["loss", "reconstruction", "penalty", "kl", "bce", "mse"] {
        let (watched, found) = (watched[key].as_f64().unwrap(), number(key));
        assert!(
            (watched - found).abs() < 1e-9 * found,
            "{key}: {watched} {found}"
        );
    }
    let text = folder.succeed(&["evaluate", "tiny"]);
    let head = text.lines().next().unwrap();
    assert!(
        head.ends_with("Penalty  KL (nats)  ELBO (nats)  Active  To prior"),
        "{text}"
    );
    let text = folder.succeed(&["train", "tiny", "--epochs", "3"]);
    assert!(text.contains("  KL "), "{text}");
}

#[test]
fn codes_are_compared_with_the_prior_they_are_drawn_to() {
    let folder = Folder::with_tiny();
    let mut document = folder.tiny();
    let prior = Prior::Gaussian;
    document.variants[0].settings.architecture.adversary = Some(Adversary::Code { prior });
    project::save(&document, &folder.path("tiny")).unwrap();
    let epochs = events(&folder.succeed(&["train", "tiny", "--json"]));
    for key in [
        "discriminator",
        "generator",
        "real_accuracy",
        "fake_accuracy",
    ] {
        let number = epochs[1]["train"][key].as_f64().unwrap();
        assert!(number >= 0.0, "{key}: {number}");
    }
    let event = &events(&folder.succeed(&["evaluate", "tiny", "--json"]))[0];
    let distance = event["test"]["prior_distance"].as_f64().unwrap();
    assert!((0.0..1.0).contains(&distance), "{distance}");
    let text = folder.succeed(&["evaluate", "tiny"]);
    assert!(
        text.lines().next().unwrap().ends_with("Prior distance"),
        "{text}"
    );
}

#[test]
fn the_measure_is_that_of_training_on_the_same_images() {
    let folder = Folder::with_tiny();
    let mut document = folder.tiny();
    // Noise and all.
    document.variants[0].settings.corruption = Corruption::Gaussian { std: 0.3 };
    document.data.validation = 0;
    project::save(&document, &folder.path("tiny")).unwrap();
    let trained = events(&folder.succeed(&["train", "tiny", "--json"]));
    let measured = events(&folder.succeed(&["evaluate", "tiny", "--json"]));
    let watched = trained[1]["validation"]["mse"].as_f64().unwrap();
    let test = measured[0]["test"]["mse"].as_f64().unwrap();
    assert!((watched - test).abs() < 1e-9, "{watched} {test}");
}

#[test]
fn cross_entropy_is_null_where_numbers_leave_the_unit_range() {
    let folder = Folder::with_tiny();
    let mut document = folder.tiny();
    document.data.scaling = Scaling::Standardised;
    document.variants[0].settings.architecture.output = Activation::Identity;
    project::save(&document, &folder.path("tiny")).unwrap();
    folder.succeed(&["train", "tiny"]);
    let event = &events(&folder.succeed(&["evaluate", "tiny", "--json"]))[0];
    assert!(event["test"]["bce"].is_null());
    assert!(event["test"]["psnr"].as_f64().unwrap().is_finite());
}

#[test]
fn people_get_a_table_and_a_verdict() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny"]);
    let text = folder.succeed(&["evaluate", "tiny"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].starts_with("Variant  Parameters  Code"), "{text}");
    assert!(lines[0].contains("PSNR (dB)") && lines[0].contains("BCE (nats)"));
    assert!(
        lines[1].starts_with("A             2,276     4     0."),
        "{text}"
    );
    assert!(lines[2].contains("PCA at the same code size"), "{text}");
}

#[test]
fn untrained_variants_are_passed_over_and_alone_they_fail() {
    let folder = Folder::with_tiny();
    let mut document = folder.tiny();
    add_variant(&mut document);
    project::save(&document, &folder.path("tiny")).unwrap();
    let sentence = folder.fail(&["evaluate", "tiny"]);
    assert!(sentence.starts_with("nothing is trained yet"), "{sentence}");
    folder.succeed(&["train", "tiny", "--variant", "A"]);
    let output = folder.run(&["evaluate", "tiny", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stderr(&output), "warning: not trained yet: B\n");
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(events(&text).len(), 1);
    let sentence = folder.fail(&["evaluate", "tiny", "--variant", "B"]);
    assert!(sentence.starts_with("nothing is trained yet"), "{sentence}");
}
