//! The log file, and how much goes into it.

use std::fs;

use super::program::{Folder, stderr};

fn log_of(folder: &Folder) -> String {
    let file = folder.data_home().join("hourglass/logs/hourglass.log");
    fs::read_to_string(file).unwrap()
}

#[test]
fn what_happened_is_in_the_log_without_personal_paths() {
    let folder = Folder::with_tiny();
    let project = folder.path("tiny");
    let out = folder.run(&["train", project.to_str().unwrap(), "--device", "cpu"]);
    assert_eq!(out.status.code(), Some(0));
    assert!(!stderr(&out).contains("begins"), "{}", stderr(&out));
    folder.fail(&["evaluate", "nothing"]);
    let log = log_of(&folder);
    let lines: Vec<&str> = log.lines().collect();
    let mut from = 0;
    for expected in [
        "arguments: train tiny --device cpu",
        "data read, 200 to train on and 48 to test on",
        "a model is on cpu",
        "training: A",
        "finished: A",
        "saved: tiny",
        "arguments: evaluate nothing",
        "there is no such project",
    ] {
        let found = lines[from..]
            .iter()
            .position(|line| line.contains(expected));
        from += found.unwrap_or_else(|| panic!("no {expected} from {from}: {log}"));
    }
    assert!(lines[from].contains(" ERROR "), "{log}");
    let place = project.parent().unwrap().to_str().unwrap();
    assert!(!log.contains(place), "{log}");
}

#[test]
fn a_level_is_for_the_file_and_the_terminal() {
    for arguments in [
        ["--log", "debug", "train", "tiny"],
        ["train", "tiny", "--log", "debug"],
    ] {
        let folder = Folder::with_tiny();
        let output = folder.run(&arguments);
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(0), "{text}");
        assert!(text.contains("training: A"), "{text}");
        assert!(log_of(&folder).contains("training: A"));
    }

    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny", "--log", "error"]);
    assert_eq!(log_of(&folder), "");

    let folder = Folder::with_tiny();
    folder.succeed(&["train", "tiny", "--log", "off"]);
    assert_eq!(fs::read_dir(folder.data_home()).unwrap().count(), 0);
}

#[test]
fn a_level_that_is_none_is_answered_by_those_there_are() {
    let folder = Folder::new();
    for arguments in [
        &["--log", "loud"][..],
        &["evaluate", "tiny", "--log", "loud"],
    ] {
        let output = folder.run(arguments);
        let text = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(
            text.contains("off, error, warn, info, debug, trace"),
            "{text}"
        );
    }
}

#[test]
fn without_a_folder_for_the_log_the_program_goes_on() {
    let folder = Folder::with_tiny();
    let file = folder.path("file");
    fs::write(&file, "").unwrap();
    let output = folder
        .hourglass(&["train", "tiny"])
        .env("XDG_DATA_HOME", &file)
        .output()
        .unwrap();
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    let said = text
        .lines()
        .filter(|line| line.contains("there is no log file, "));
    let said: Vec<&str> = said.collect();
    assert_eq!(said.len(), 1, "{text}");
    assert!(
        said[0].ends_with(&*file.join("hourglass/logs").to_string_lossy()),
        "{text}"
    );
    assert!(folder.open("tiny").variants[0].trained.is_some());
}
