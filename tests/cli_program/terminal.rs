//! The program without a display: the same job in the terminal.

#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use super::program::{Folder, stderr};

/// How many different colours a picture has, which must be of the size of all of them.
fn colours(folder: &Folder, name: &str) -> usize {
    let picture = image::open(folder.path(name)).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), (1_600, 1_000));
    let pixels = picture.pixels().map(|pixel| pixel.0);
    pixels.collect::<std::collections::BTreeSet<_>>().len()
}

#[test]
fn a_project_is_trained_and_pictured() {
    let folder = Folder::with_tiny();
    let output = folder.run(&["tiny"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("no display"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("A: all 2 epochs are done"), "{text}");
    assert!(text.contains("A: loss 0.") && text.contains('█'), "{text}");
    assert!(text.contains("tiny.png"), "{text}");
    assert!(folder.open("tiny").variants[0].trained.is_some());
    // Curves, points in five colours, images and text: far more than a blank picture has.
    let many = colours(&folder, "tiny.png");
    assert!(many > 300, "{many}");

    std::fs::remove_file(folder.path("tiny.png")).unwrap();
    let weights = folder.weights("tiny");
    let text = folder.succeed(&["tiny"]);
    assert!(!text.contains("epoch 1/2"), "{text}");
    assert!(text.contains("A: all 2 epochs are done"), "{text}");
    assert_eq!(folder.weights("tiny"), weights);
    assert_eq!(colours(&folder, "tiny.png"), many);
}

#[test]
fn a_picture_of_somebody_else_is_kept() {
    let folder = Folder::with_tiny();
    std::fs::write(folder.path("tiny.png"), "mine").unwrap();
    let output = folder.run(&["tiny"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stderr(&output);
    assert!(said.contains("so none is made: tiny.png"), "{said}");
    assert_eq!(std::fs::read(folder.path("tiny.png")).unwrap(), b"mine");
    assert!(folder.open("tiny").variants[0].trained.is_some());
}

#[test]
fn the_default_project_can_be_stopped_and_leaves_a_bundle_and_a_picture() {
    let folder = Folder::new();
    let mut child = folder
        .hourglass(&[])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    reader.read_line(&mut text).unwrap();
    assert_eq!(text, "Training dense 128 into hourglass-default\n");
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(sent.success());
    reader.read_to_string(&mut text).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(text.contains("stopped in epoch 1 of 20"), "{text}");
    assert!(stderr(&output).contains("give the same command again"));
    let document = folder.open("hourglass-default");
    assert_eq!(document.name, "hourglass-default");
    assert!(document.variants[0].trained.is_some());
    assert!(colours(&folder, "hourglass-default.png") > 300);
}

#[test]
fn a_window_that_is_insisted_on_fails_without_a_display() {
    let folder = Folder::with_tiny();
    for arguments in [&["--window"][..], &["--window", "tiny"]] {
        let sentence = folder.fail(arguments);
        assert!(sentence.contains("DISPLAY"), "{sentence}");
        assert!(sentence.contains("no display"), "{sentence}");
    }
    assert!(!folder.path("tiny.png").exists());
}
