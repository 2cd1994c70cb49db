//! Being stopped: by Ctrl-C, and by a reader that has seen enough.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use hourglass::project;
use hourglass::training::{RunState, TrainingOrder};

use super::program::{Folder, add_variant, events, of_kind};

/// More epochs than anybody waits for.
const ENDLESS: [&str; 5] = ["train", "tiny", "--json", "--epochs", "1000000"];

/// The folder with a project that learns so slowly that there is never anything to warn of, however long it takes until
/// it is stopped.
fn with_slow_learner(change: impl FnOnce(&mut project::Document)) -> Folder {
    let folder = Folder::new();
    let mut document = folder.tiny();
    document.variants[0].settings.training.learning_rate = 1e-7;
    change(&mut document);
    project::save(&document, &folder.path("tiny")).unwrap();
    folder
}

fn start(folder: &Folder, arguments: &[&str]) -> Child {
    folder
        .hourglass(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn error_text(child: &mut Child) -> String {
    let mut text = String::new();
    let stderr = child.stderr.as_mut().unwrap();
    stderr.read_to_string(&mut text).unwrap();
    text
}

fn press(signal: &str, child: &Child) {
    let mut kill = Command::new("kill");
    let sent = kill.args([signal, &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
}

#[test]
fn ctrl_c_saves_and_training_goes_on_from_there() {
    for signal in ["-INT", "-TERM"] {
        let folder = with_slow_learner(|_| ());
        let mut child = start(&folder, &ENDLESS);
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        reader.read_line(&mut text).unwrap();
        press(signal, &child);
        reader.read_to_string(&mut text).unwrap();
        let said = error_text(&mut child);
        assert_eq!(child.wait().unwrap().code(), Some(0), "{said}");
        assert_eq!(said, "To go on: hourglass train tiny\n");
        let before = events(&text);
        let stopped = of_kind(&before, "stopped");
        assert_eq!(stopped[0]["reason"], "interrupted");
        let done = of_kind(&before, "epoch").len();
        assert_eq!(stopped[0]["epoch"], done);

        let document = folder.open("tiny");
        let trained = document.variants[0].trained.as_ref().unwrap();
        assert_eq!(trained.state, RunState::Paused);
        assert_eq!(trained.resume_state.position.epoch as usize, done);
        let settings = document.variants[0].settings.training;
        assert_eq!(settings.epochs, 1_000_000, "the same command goes on");
        let more = (done + 1).to_string();
        let text = folder.succeed(&["train", "tiny", "--json", "--epochs", &more]);
        let after = events(&text);
        let epochs = of_kind(&after, "epoch");
        assert_eq!((epochs.len(), &epochs[0]["epoch"]), (1, &(done + 1).into()));
    }
}

#[test]
fn a_reader_that_leaves_ends_training_as_ctrl_c_does() {
    let folder = with_slow_learner(|_| ());
    let mut child = start(&folder, &ENDLESS);
    let mut line = String::new();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.read_line(&mut line).unwrap();
    drop(reader);
    let said = error_text(&mut child);
    assert_eq!(child.wait().unwrap().code(), Some(0), "{said}");
    assert_eq!(said, "To go on: hourglass train tiny\n");
    let trained = folder.open("tiny").variants[0].trained.clone().unwrap();
    assert_eq!(trained.state, RunState::Paused);
}

#[test]
fn all_that_train_are_stopped_and_of_those_that_wait_nothing_is_said() {
    for (order, expected) in [
        (TrainingOrder::LockStep, &["A", "B"][..]),
        (TrainingOrder::OneAfterAnother, &["A"]),
    ] {
        let folder = with_slow_learner(|document| {
            add_variant(document);
            document.together.order = order;
        });
        let mut child = start(&folder, &ENDLESS);
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        // In lock-step one epoch of each.
        for _ in expected {
            reader.read_line(&mut text).unwrap();
        }
        press("-INT", &child);
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(error_text(&mut child), "To go on: hourglass train tiny\n");
        assert_eq!(child.wait().unwrap().code(), Some(0));
        let all = events(&text);
        let stopped = of_kind(&all, "stopped");
        let names: Vec<&str> = stopped
            .iter()
            .map(|e| e["variant"].as_str().unwrap())
            .collect();
        assert_eq!(names, expected);
        assert_eq!(of_kind(&all, "saved").len(), 1);
        let document = folder.open("tiny");
        let trained = document.variants.iter().filter(|v| v.trained.is_some());
        assert_eq!(trained.count(), expected.len());
    }
}
