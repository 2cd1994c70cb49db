//! A process that is killed while it saves, over and over, leaves a whole project.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use hourglass::project::{Document, open, save};

use super::sample;

const FOLDER: &str = "HOURGLASS_TEST_KILL_FOLDER";

/// A project whose name and every weight say `generation`.
fn document(generation: usize) -> Document {
    let mut document = sample::document();
    document.name = generation.to_string();
    let trained = document.variants[0].trained.as_mut().expect("trained");
    trained.checkpoint = Arc::new(sample::checkpoint(generation as f32));
    document
}

#[test]
#[ignore = "the process that the test below kills"]
fn endless_saver() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    for generation in 0.. {
        println!("\ngeneration {generation}");
        save(&document(generation), Path::new(&folder)).expect("saves");
    }
}

#[test]
fn a_killed_save_leaves_a_whole_project() {
    for lines in [2, 3, 5, 9] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("project");
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["--ignored", "--exact", "kill::endless_saver", "--nocapture"])
            .env(FOLDER, &path)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a second process");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let begun = output
            .lines()
            .map_while(Result::ok)
            .filter(|line| line.starts_with("generation "))
            .nth(lines);
        assert_eq!(begun, Some(format!("generation {lines}")));
        child.kill().expect("dies");
        child.wait().expect("is dead");

        let opened = open(&path).expect("a whole project");
        assert_eq!(opened.warnings, vec![]);
        let generation: usize = opened.document.name.parse().expect("a number");
        assert!(generation + 1 >= lines, "{generation} after {lines}");
        assert_eq!(opened.document, document(generation));

        save(&document(7), &path).expect("saves again");
        let count = |folder: &Path| std::fs::read_dir(folder).expect("a folder").count();
        assert_eq!((count(&path), count(&path.join("weights"))), (2, 2));
    }
}
