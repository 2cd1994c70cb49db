//! Projects in which something is wrong: refused with the key, or read as far as it goes when asked to.

use std::fs;

use hourglass::project;
use serde_json::{Value, json};

use hourglass::data::{IdxFiles, Source};

use super::program::{Folder, stderr};

/// A folder with the trained project `tiny` whose file `change` has changed.
fn with_change(change: impl FnOnce(&mut Value)) -> Folder {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny", "--epochs", "1"]);
    edit(&folder, change);
    folder
}

fn edit(folder: &Folder, change: impl FnOnce(&mut Value)) {
    let mut json = read(folder);
    change(&mut json);
    fs::write(folder.path("tiny/project.json"), json.to_string()).unwrap();
}

fn read(folder: &Folder) -> Value {
    let text = fs::read(folder.path("tiny/project.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// Every command that opens a project, as far as it must be given.
const COMMANDS: [&[&str]; 4] = [
    &["train", "tiny", "--epochs", "2"],
    &["evaluate", "tiny"],
    &["compare", "tiny", "--out", "report.html"],
    &["export", "tiny", "--out", "model.py"],
];

#[test]
fn a_wrong_field_ends_every_command_with_its_key() {
    let training = "/variants/0/settings/training";
    let layer = "/variants/0/settings/architecture/encoder/0";
    for (place, field, value, key) in [
        (
            training,
            "batch",
            json!(0),
            "variants[0].settings.training.batch",
        ),
        (
            layer,
            "width",
            json!(17),
            "variants[0].settings.architecture.encoder[0].width",
        ),
        (
            training,
            "optimiser",
            json!({"kind": "lion"}),
            "variants[0].settings.training.optimiser.kind",
        ),
        ("", "selected", json!(9), "selected"),
    ] {
        let folder = with_change(|json| json.pointer_mut(place).unwrap()[field] = value);
        let before = read(&folder);
        for command in COMMANDS {
            let sentence = folder.fail(command);
            assert!(sentence.ends_with(&format!(": {key}")), "{sentence}");
            assert!(sentence.contains("; with --tolerant "), "{sentence}");
        }
        assert_eq!(read(&folder), before);
        for command in &COMMANDS[1..] {
            let output = folder.run(&[command, &["--tolerant"][..]].concat());
            let said = stderr(&output);
            assert_eq!(output.status.code(), Some(0), "{said}");
            assert!(said.starts_with("warning: "), "{said}");
        }
    }
}

#[test]
fn what_is_replaced_is_said_and_the_file_as_it_was_stays_beside() {
    let folder = with_change(|json| {
        json["variants"][0]["settings"]["training"]["clip_norm"] = json!("high");
    });
    let before = fs::read(folder.path("tiny/project.json")).unwrap();
    let output = folder.run(&["train", "tiny", "--epochs", "2", "--tolerant"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let key = "variants[0].settings.training.clip_norm";
    let line = format!("the default is used in place of \"high\": {key}\n");
    assert!(said.contains(&line), "{said}");
    assert!(said.contains("project.conflict-"), "{said}");
    folder.open("tiny");
    let beside = fs::read_dir(folder.path("tiny")).unwrap().flatten();
    let beside = beside.filter(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with("project.conflict-")
    });
    let beside: Vec<_> = beside
        .map(|entry| fs::read(entry.path()).unwrap())
        .collect();
    assert_eq!(beside, [before]);
}

#[test]
fn a_misspelt_data_source_is_never_replaced() {
    let folder = with_change(|json| json["data"]["source"]["kind"] = json!("IDX"));
    let before = read(&folder);
    for command in COMMANDS {
        let sentence = folder.fail(command);
        assert!(sentence.ends_with(": data.source.kind"), "{sentence}");
    }
    for command in &COMMANDS[..3] {
        assert_eq!(
            folder.fail(&[command, &["--tolerant"][..]].concat()),
            "the project's data source could not be read: data.source.kind"
        );
    }
    folder.succeed(&[COMMANDS[3], &["--tolerant"]].concat());
    assert_eq!(read(&folder), before);
}

#[test]
fn data_that_are_gone_are_named_by_path_and_key() {
    let folder = with_change(|_| ());
    fs::rename(folder.path("labels"), folder.path("moved")).unwrap();
    for command in &COMMANDS[..3] {
        let sentence = folder.fail(command);
        let named = sentence.starts_with("there is no such file (data.source.labels): ");
        assert!(named && sentence.ends_with("labels"), "{sentence}");
    }
    // Weights are to be had without data.
    folder.succeed(COMMANDS[3]);
    let other = ["train", "tiny", "--data", "images", "--out", "other"];
    let output = folder.run(&other);
    assert!(!stderr(&output).contains("data.source.labels"));
}

#[test]
fn keys_that_are_not_known_are_warned_of_and_kept() {
    let folder = with_change(|json| {
        json["$schema"] = json!("project.schema.json");
        json["future"] = json!({"a": 1});
        json["variants"][0]["settings"]["training"]["learning_rat"] = json!(3);
    });
    for command in COMMANDS {
        let output = folder.run(command);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(0), "{said}");
        for key in ["future", "variants[0].settings.training.learning_rat"] {
            let line =
                format!("warning: this version does not know it and leaves it as it is: {key}\n");
            assert!(said.contains(&line), "{said}");
        }
        assert!(!said.contains("schema"), "{said}");
    }
    assert_eq!(read(&folder)["future"], json!({"a": 1}));
}

#[test]
fn weights_that_are_gone_end_what_needs_them() {
    let folder = with_change(|_| ());
    fs::remove_file(folder.path("tiny").join(&folder.weights("tiny")[0])).unwrap();
    for command in &COMMANDS[1..] {
        let sentence = folder.fail(command);
        assert!(
            sentence.ends_with(": variants[0].trained.weights"),
            "{sentence}"
        );
    }
}

#[test]
fn one_sample_to_train_on_or_to_test_with_is_enough() {
    let folder = Folder::new();
    let one = |name: &str, count: u8| {
        let mut file = vec![0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 4, 0, 0, 0, 4];
        file.extend((0..count * 16).map(|at| at.wrapping_mul(37)));
        fs::write(folder.path(name), file).unwrap();
    };
    one("one", 1);
    one("few", 9);
    for (train, test) in [("one", "one"), ("one", "few"), ("few", "one")] {
        let mut document = folder.tiny();
        document.data.source = Source::Idx(IdxFiles {
            images: folder.path(train),
            labels: None,
            test_images: Some(folder.path(test)),
            test_labels: None,
            ..IdxFiles::default()
        });
        document.data.validation = 0;
        project::save(&document, &folder.path("tiny")).unwrap();
        folder.succeed(&["train", "tiny"]);
        let table = folder.succeed(&["evaluate", "tiny"]);
        assert_eq!(table.contains("PCA"), train == "few", "{table}");
        folder.succeed(&["compare", "tiny", "--out", "report.html"]);
        fs::remove_dir_all(folder.path("tiny")).unwrap();
    }
}

#[test]
fn more_threads_than_cores_are_not_started() {
    let folder = Folder::with_tiny();
    let output = folder.run(&["train", "tiny", "--epochs", "1", "--threads", "1000000"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.ends_with("threads are used and not 1000000: --threads\n"),
        "{said}"
    );
}

#[test]
fn bytes_behind_gzip_data_are_left_with_a_word() {
    let folder = Folder::with_tiny();
    let pack = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Default::default());
        std::io::Write::write_all(&mut encoder, bytes).unwrap();
        [&encoder.finish().unwrap()[..], b"junk"].concat()
    };
    let images = pack(&fs::read(folder.path("images")).unwrap());
    fs::write(folder.path("images"), images).unwrap();
    let rows: String = (0..30)
        .map(|row| format!("{row},{}\n", row * row % 11))
        .collect();
    fs::write(folder.path("rows.csv.gz"), pack(rows.as_bytes())).unwrap();
    for (arguments, name) in [
        (&["train", "tiny", "--epochs", "1"][..], "images"),
        (
            &["train", "--data", "rows.csv.gz", "--epochs", "1"],
            "rows.csv.gz",
        ),
    ] {
        let output = folder.run(arguments);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(0), "{said}");
        let line = said.lines().next().unwrap_or_default();
        assert!(
            line.starts_with("warning: bytes behind the gzip data are left out: "),
            "{said}"
        );
        assert!(line.ends_with(name), "{said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_end_in_a_sentence() {
    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny", "--epochs", "1"]);
    for arguments in [
        &["train", "tiny", "--epochs", "2"][..],
        &["evaluate", "tiny"],
        &["evaluate", "tiny", "--json"],
        &["compare", "tiny", "--out", "report.html"],
        &["export", "tiny", "--out", "model.py"],
        &["bench", "--case", "peak", "--seconds", "0.01"],
    ] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut command = folder.hourglass(arguments);
        let output = command.stdout(full).output().unwrap();
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.ends_with(": standard output\n"), "{said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}
