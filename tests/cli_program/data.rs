//! What training and measuring take as the data: too many validation images, `--data` and `--set`.

use std::fs;

use hourglass::data::{IdxFiles, Scaling, Source};
use hourglass::model::Loss;
use hourglass::project;

use super::program::{Folder, events, of_kind, stderr};

#[test]
fn validation_as_large_as_the_set_leaves_images_to_train_on() {
    let folder = Folder::new();
    let mut document = folder.tiny();
    document.data.validation = 240;
    project::save(&document, &folder.path("tiny")).unwrap();
    let train = ["train", "tiny", "--threads", "1", "--json", "--out", "out"];
    let output = folder.run(&train);
    assert_eq!(output.status.code(), Some(0));
    let said = stderr(&output);
    assert!(
        said.starts_with("warning: images has 240 training samples, too few to set 240 aside for validation: 20 are")
            && said.lines().count() == 1,
        "{said}"
    );
    let trained = folder.open("out").variants[0].trained.clone().unwrap();
    // 2 epochs of 220 images in batches of 32.
    assert_eq!(trained.resume_state.position.step, 14);
    // The same command goes on, though the folder says 20 now.
    let output = folder.run(&[&train[..], &["--epochs", "3"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(folder.open("out").data.validation, 20);

    // It is measured as if 20 had been asked for.
    let measured = folder.succeed(&["evaluate", "out", "--json"]);
    let mut greedy = folder.open("out");
    greedy.data.validation = 5_000;
    project::save(&greedy, &folder.path("greedy")).unwrap();
    assert_eq!(folder.succeed(&["evaluate", "greedy", "--json"]), measured);
    folder.succeed(&["compare", "greedy", "--out", "report.html"]);
    folder.succeed(&["export", "greedy", "--out", "model.py"]);
    let model = |file: &str| fs::read_to_string(folder.path(file)).unwrap();
    folder.succeed(&["export", "out", "--out", "same.py"]);
    assert_eq!(
        model("model.py").replace("model.safetensors", "same.safetensors"),
        model("same.py")
    );
}

#[test]
fn what_cannot_learn_is_warned_of_and_trains_all_the_same() {
    let folder = Folder::with_tiny();
    for (scaling, loss, warning) in [
        (
            Scaling::Standardised,
            Loss::Mse,
            "warning: a sigmoid output stays in [0, 1] and cannot reach standardised pixels: choose identity: A\n",
        ),
        (
            Scaling::Standardised,
            Loss::Bce,
            "warning: BCE needs pixels in [0, 1], and standardised ones leave it: scale them to [0, 1] and choose \
             sigmoid: A\n",
        ),
        (Scaling::Unit, Loss::Bce, ""),
    ] {
        let mut document = folder.tiny();
        document.data.scaling = scaling;
        document.variants[0].settings.loss = loss;
        project::save(&document, &folder.path("tiny")).unwrap();
        let output = folder.run(&["train", "tiny", "--epochs", "1"]);
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(stderr(&output), warning);
    }
}

#[test]
fn data_without_a_project_make_one_named_after_them() {
    let folder = Folder::new();
    let mut other = folder.tiny();
    other.data.validation = 12;
    fs::rename(folder.path("images"), folder.path("bars.idx")).unwrap();
    let train = [
        "train",
        "--data",
        "bars.idx",
        "--set",
        "data.validation=12",
        "--set",
        "data.source.labels=labels",
        "--epochs",
        "1",
        "--json",
    ];
    let text = folder.succeed(&train);
    let saved = events(&text);
    assert_eq!(of_kind(&saved, "saved")[0]["path"], "bars");
    let document = folder.open("bars");
    assert_eq!(document.name, "bars");
    assert_eq!(document.data.validation, 12);
    let Source::Idx(IdxFiles { images, labels, .. }) = &document.data.source else {
        panic!("not the file");
    };
    let place = folder.path("bars.idx").canonicalize().unwrap();
    assert_eq!(images.canonicalize().unwrap(), place);
    assert!(labels.as_ref().is_some_and(|labels| labels.is_absolute()));
    // The same command goes on.
    let again = [&train[..8], &["2", "--json", "--out", "bars"]].concat();
    let epochs = folder.succeed(&again);
    assert_eq!(of_kind(&events(&epochs), "epoch")[0]["epoch"], 2);
}

#[test]
fn other_data_replace_those_of_a_project_until_it_is_trained() {
    let folder = Folder::with_tiny();
    let images = fs::read(folder.path("images")).unwrap();
    fs::write(folder.path("others.idx"), &images).unwrap();
    let train = ["train", "tiny", "--epochs", "1", "--data", "others.idx"];
    folder.succeed(&train);
    let document = folder.open("tiny");
    let Source::Idx(IdxFiles { images, .. }) = &document.data.source else {
        panic!("not the file");
    };
    assert!(images.ends_with("others.idx"), "{}", images.display());
    // A twelfth of the images, as of all data that nobody has chosen settings for.
    assert_eq!(document.data.validation, 20);
    // The same data once more are no others.
    assert_eq!(folder.succeed(&train), "A: all 1 epochs are done\n");

    let weights = folder.weights("tiny");
    let standardised = ["train", "tiny", "--set", "data.scaling=standardised"];
    for out in [&[][..], &["--out", "tiny"]] {
        let sentence = folder.fail(&[&standardised[..], out].concat());
        assert!(
            sentence.starts_with("the weights were made with other data"),
            "{sentence}"
        );
        assert!(sentence.ends_with("with --out: A"), "{sentence}");
    }
    assert_eq!(folder.weights("tiny"), weights);
    folder.succeed(&[&standardised[..], &["--out", "new"]].concat());
    let document = folder.open("new");
    assert_eq!(document.data.scaling, Scaling::Standardised);
    assert!(document.variants[0].trained.is_some());
    assert_ne!(folder.weights("new"), weights);
    assert_eq!(folder.weights("tiny"), weights);
}

#[test]
fn data_that_cannot_be_used_are_named_and_nothing_is_made() {
    let folder = Folder::with_tiny();
    fs::write(folder.path("letter.txt"), "dear").unwrap();
    fs::write(folder.path("noise"), b"\x01\x02\x03\x04\x05").unwrap();
    fs::copy(folder.path("images"), folder.path("bars.idx")).unwrap();
    for (arguments, ending) in [
        (&["--data", "nothing.idx"][..], ": nothing.idx"),
        (&["--data", "letter.txt"], "letter.txt"),
        (&["--data", "tiny"], ": tiny"),
        (&["--data", "noise"], ": noise"),
        (
            &["--data", "bars.idx", "--set", "data.valdation=3"],
            ": data.valdation",
        ),
        (
            &["--data", "bars.idx", "--set", "data.validation=-3"],
            ": data.validation",
        ),
    ] {
        let sentence = folder.fail(&[&["train"][..], arguments].concat());
        assert!(sentence.ends_with(ending), "{sentence}");
        assert!(!folder.path("nothing").exists() && !folder.path("letter").exists());
        assert!(!folder.path("bars").exists());
    }
}
