//! `hourglass train`: what it writes, where, and how it goes on.

use std::fs;

use hourglass::model::Optimiser;
use hourglass::project;
use hourglass::training::{RunState, TrainingOrder};

use super::program::{Folder, add_variant, events, keys, of_kind};

#[test]
fn every_epoch_is_one_json_object_a_line() {
    let folder = Folder::with_tiny();
    let text = folder.succeed(&["train", "tiny", "--json", "--threads", "1"]);
    let events = events(&text);
    let epochs = of_kind(&events, "epoch");
    assert_eq!(epochs.len(), 2);
    for (index, epoch) in epochs.iter().enumerate() {
        assert_eq!(
            keys(epoch),
            [
                "event",
                "variant",
                "epoch",
                "train",
                "validation",
                "samples_per_second"
            ]
        );
        assert_eq!(epoch["variant"], "A");
        assert_eq!(epoch["epoch"], index + 1);
        assert_eq!(keys(&epoch["train"]), ["loss"]);
        assert_eq!(
            keys(&epoch["validation"]),
            ["loss", "mse", "bce", "kl", "reconstruction", "penalty"]
        );
        assert!(epoch["validation"]["kl"].is_null());
        let mse = epoch["validation"]["mse"].as_f64().unwrap();
        assert!((0.0..0.3).contains(&mse), "{mse}");
        assert!(epoch["validation"]["bce"].as_f64().unwrap() > 0.0);
        assert!(epoch["samples_per_second"].as_f64().unwrap() > 0.0);
    }
    let saved = of_kind(&events, "saved");
    assert_eq!(saved.len(), 1);
    assert_eq!(saved[0]["path"], "tiny");

    let document = folder.open("tiny");
    let trained = document.variants[0].trained.as_ref().unwrap();
    assert_eq!(trained.state, RunState::Finished);
    assert_eq!(trained.resume_state.position.epoch, 2);
    let loss = trained.resume_state.history.epochs[1].validation.loss;
    assert_eq!(epochs[1]["validation"]["loss"], loss);
}

#[test]
fn the_cpu_by_name_is_what_auto_takes_where_there_is_nothing_else() {
    let folder = Folder::with_tiny();
    let train = |out: &str, device: &[&str]| {
        let arguments = ["train", "tiny", "--threads", "1", "--json", "--out", out];
        let output = folder.run(&[&arguments[..], device].concat());
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(output.stderr, b"", "there is nothing to say of a device");
        let events = events(std::str::from_utf8(&output.stdout).unwrap());
        assert_eq!(of_kind(&events, "device").len(), 0);
    };
    train("named", &["--device", "cpu"]);
    // Where there are GPUs, it might be one.
    let auto: &[&str] = if cfg!(feature = "cuda") {
        &["--device=cpu"]
    } else {
        &[]
    };
    train("found", auto);
    assert_eq!(folder.weights("named"), folder.weights("found"));
    let named = folder.succeed(&["evaluate", "named", "--json", "--device", "cpu"]);
    assert_eq!(folder.succeed(&["evaluate", "named", "--json"]), named);
}

#[test]
fn people_read_one_line_an_epoch_and_no_bar_without_a_terminal() {
    let folder = Folder::with_tiny();
    let text = folder.succeed(&["train", "tiny"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines[0].starts_with("A  epoch 1/2  train 0."), "{text}");
    assert!(lines[0].contains("validation 0."), "{text}");
    assert_eq!(lines[2], "A: all 2 epochs are done");
    assert_eq!(lines[3], "Saved in tiny");
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn another_folder_takes_the_result_and_the_project_stays() {
    let folder = Folder::with_tiny();
    folder.succeed(&[
        "train",
        "tiny/project.json",
        "--out",
        "copy",
        "--epochs",
        "1",
    ]);
    assert!(folder.open("tiny").variants[0].trained.is_none());
    let copy = folder.open("copy");
    assert_eq!(copy.variants[0].settings.training.epochs, 1);
    assert!(copy.variants[0].trained.is_some());

    let text = folder.succeed(&["train", "tiny", "--out", "copy", "--json"]);
    let first = of_kind(&events(&text), "epoch").len();
    assert_eq!(first, 0, "the bundle there says 1 epoch, and that is done");
    let text = folder.succeed(&["train", "tiny", "--out", "copy", "--epochs", "2", "--json"]);
    assert_eq!(of_kind(&events(&text), "epoch")[0]["epoch"], 2);

    let mut other = folder.tiny();
    other.variants[0].settings.training.batch = 16;
    project::save(&other, &folder.path("tiny")).unwrap();
    let sentence = folder.fail(&["train", "tiny", "--out", "copy"]);
    assert!(sentence.starts_with("another project"), "{sentence}");
}

#[test]
fn training_in_two_goes_gives_the_same_weights_bit_for_bit() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny", "--threads", "1", "--out", "straight"]);
    let first = ["train", "tiny", "--threads", "1", "--epochs", "1"];
    folder.succeed(&first);
    assert_ne!(folder.weights("tiny"), folder.weights("straight"));
    folder.succeed(&["train", "tiny", "--threads", "1", "--epochs", "2"]);
    assert_eq!(folder.weights("tiny"), folder.weights("straight"));
    assert_eq!(folder.weights("tiny").len(), 1);
}

#[test]
fn what_is_done_is_not_done_again() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny"]);
    let weights = folder.weights("tiny");
    assert_eq!(
        folder.succeed(&["train", "tiny"]),
        "A: all 2 epochs are done\n"
    );
    assert_eq!(
        folder.succeed(&["train", "tiny", "--epochs", "1"]),
        "A: 2 epochs are done, and 1 were asked for\n"
    );
    assert_eq!(folder.weights("tiny"), weights);
}

#[test]
fn another_folder_is_made_even_when_there_is_nothing_left_to_train() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny"]);
    // One that was made before anything was trained takes the weights in.
    project::save(&folder.tiny(), &folder.path("untrained")).unwrap();
    for out in ["copy", "untrained"] {
        assert_eq!(
            folder.succeed(&["train", "tiny", "--out", out]),
            format!("A: all 2 epochs are done\nSaved in {out}\n")
        );
        assert_eq!(folder.open(out), folder.open("tiny"));
    }
}

#[test]
fn a_seed_makes_other_weights_and_then_stays() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny", "--threads", "1", "--out", "zero"]);
    let seven = ["train", "tiny", "--threads", "1", "--seed", "7"];
    folder.succeed(&seven);
    assert_ne!(folder.weights("tiny"), folder.weights("zero"));
    folder.succeed(&seven);
    let sentence = folder.fail(&["train", "tiny", "--seed", "8", "--epochs", "3"]);
    assert!(
        sentence.contains("the seed cannot change any more"),
        "{sentence}"
    );
    assert!(sentence.ends_with(": A"), "{sentence}");
}

#[test]
fn all_variants_are_trained_or_the_one_that_is_named() {
    let folder = Folder::with_tiny();
    let mut document = folder.tiny();
    add_variant(&mut document);
    project::save(&document, &folder.path("tiny")).unwrap();
    folder.succeed(&["train", "tiny", "--variant", "B"]);
    let trained = |name: &str| {
        let document = folder.open(name);
        let each = document.variants.iter();
        each.map(|variant| variant.trained.is_some())
            .collect::<Vec<_>>()
    };
    assert_eq!(trained("tiny"), [false, true]);
    let text = folder.succeed(&["train", "tiny", "--json"]);
    let events = events(&text);
    let epochs = of_kind(&events, "epoch");
    assert!(epochs.iter().all(|epoch| epoch["variant"] == "A"));
    assert_eq!(epochs.len(), 2);
    assert_eq!(trained("tiny"), [true, true]);

    let both = [
        "train",
        "tiny",
        "--variant",
        "B",
        "--variant",
        "A",
        "--out",
        "both",
    ];
    project::save(&document, &folder.path("tiny")).unwrap();
    folder.succeed(&both);
    assert_eq!(trained("both"), [true, true]);
    let some = ["train", "tiny", "--variant", "A", "--variant", "C"];
    let sentence = folder.fail(&some);
    let expected = "there is no such variant, the project has A, B: C";
    assert_eq!(sentence, expected);
    assert_eq!(trained("tiny"), [false, false]);
}

#[test]
fn a_missing_checkpoint_does_not_keep_a_run_from_going_on() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny", "--epochs", "1"]);
    let document = folder.open("tiny");
    let trained = document.variants[0].trained.as_ref().unwrap();
    let kept = &trained.resume_state.checkpoints;
    assert!(!kept.is_empty(), "the beginning, at least, is kept");
    fs::remove_file(kept[0].stored_at().unwrap()).unwrap();
    folder.succeed(&["train", "tiny", "--epochs", "2"]);
    let document = folder.open("tiny");
    let trained = document.variants[0].trained.as_ref().unwrap();
    assert_eq!(trained.resume_state.position.epoch, 2);
}

#[test]
fn a_diverged_run_fails_with_advice_and_keeps_sound_weights() {
    let folder = Folder::with_tiny();
    let mut document = folder.tiny();
    add_variant(&mut document);
    let training = &mut document.variants[0].settings.training;
    training.optimiser = Optimiser::Sgd {
        momentum: 0.9,
        nesterov: false,
    };
    training.learning_rate = 1e30;
    document.variants[0].settings.architecture.output = hourglass::model::Activation::Identity;
    project::save(&document, &folder.path("tiny")).unwrap();
    let sentence = folder.fail(&["train", "tiny"]);
    assert!(sentence.contains("lower the learning rate"), "{sentence}");
    assert!(sentence.ends_with(": A"), "{sentence}");
    let document = folder.open("tiny");
    let trained = document.variants[0].trained.as_ref().unwrap();
    assert_eq!(trained.state, RunState::Diverged);
    let weights = trained.resume_state.state.weights.values();
    assert!(
        weights
            .flat_map(|t| &t.data)
            .all(|number| number.is_finite())
    );
    let diverged = trained.resume_state.history.diverged.as_ref();
    assert!(diverged.is_some_and(|diverged| diverged.step > 0));
    let other = document.variants[1].trained.as_ref().unwrap();
    assert_eq!(other.state, RunState::Finished);
}

#[test]
fn settings_that_the_weights_were_not_made_with_are_refused() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny"]);
    let mut document = folder.open("tiny");
    document.variants[0].settings.architecture.code.width = 2;
    project::save(&document, &folder.path("tiny")).unwrap();
    let sentence = folder.fail(&["train", "tiny", "--epochs", "3"]);
    assert!(sentence.contains("made with other settings"), "{sentence}");
    assert!(sentence.ends_with(": A"), "{sentence}");
}

#[test]
fn several_variants_move_together_or_one_after_another_to_the_same_weights() {
    let folder = Folder::new();
    let mut document = folder.tiny();
    add_variant(&mut document);
    let train = |order, threads| {
        let mut document = document.clone();
        document.together.order = order;
        project::save(&document, &folder.path("two")).unwrap();
        let text = folder.succeed(&["train", "two", "--json", "--threads", threads]);
        let epochs = of_kind(&events(&text), "epoch")
            .iter()
            .map(|epoch| format!("{}{}", epoch["variant"].as_str().unwrap(), epoch["epoch"]))
            .collect::<Vec<_>>();
        let weights = |index: usize| {
            let trained = folder.open("two").variants[index].trained.clone();
            trained.unwrap().resume_state.state.weights.clone()
        };
        (epochs.join(" "), [weights(0), weights(1)])
    };
    let (one_by_one, expected) = train(TrainingOrder::OneAfterAnother, "1");
    assert_eq!(one_by_one, "A1 A2 B1 B2");
    for threads in ["1", "2", "5"] {
        let (together, weights) = train(TrainingOrder::LockStep, threads);
        assert_eq!(together, "A1 B1 A2 B2");
        assert_eq!(weights, expected, "{threads} threads");
    }
}
